"""The tables of the gaps page: what is shown as cards, row by row, with the words that the page uses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from pages.ui.cards.cards import Answer, Gap
from pages.ui.text import DEPTHS, STATUSES, named, t
from pipeline.schema.model import GAP_DEPTHS


def gaps_table(gaps: Iterable[Gap]) -> pd.DataFrame:
    """A row for each measure of a comparable region beside a gap; and one for a gap that has none."""
    rows = [
        {
            t("任务编号", "Task no."): gap.own.task_id,
            t("标准任务", "Standard task"): gap.name,
            t("深度", "Depth"): named(DEPTHS, gap.own.depth),
            t("本地区原文", "Own words"): "\n".join(
                str(measure["measure_text"]) for measure in gap.own.measures
            ),
            t("对照地区中具体及以上", "Specific or deeper, compared regions"): gap.specific,
            t("对照地区数", "Compared regions"): gap.others,
            t("对照地区", "Comparable region"): answer.region if answer else "",
            t("对照深度", "Its depth"): named(DEPTHS, answer.depth) if answer else "",
            **_measure(measure),
        }
        for gap in gaps
        for answer, measure in _answered(gap.answers)
    ]
    return _typed(rows)


def task_table(answers: Iterable[Answer], without: Iterable[str]) -> pd.DataFrame:
    """A row for each measure of a region at a task, one for a region without a measure or without a plan.

    Parameters
    ----------
    without
        Names of the regions that have no plan.
    """
    rows = [
        {
            t("地区", "Region"): answer.region,
            t("深度", "Depth"): named(DEPTHS, answer.depth),
            t("缺口", "Gap"): _yes_no(answer.depth in GAP_DEPTHS),
            **_measure(measure),
        }
        for answer in answers
        for measure in (answer.measures or (None,))
    ]
    status = named(STATUSES, "no_plan")
    rows += [
        {t("地区", "Region"): name, t("深度", "Depth"): status, t("缺口", "Gap"): "", **_measure(None)}
        for name in without
    ]
    return _typed(rows)


def query_table(
    found: Iterable[Sequence[Answer]], names: Mapping[str, str], conditions: Mapping[str, str]
) -> pd.DataFrame:
    """A row for each measure that answers a condition, in each region that meets them all.

    Parameters
    ----------
    found
        The answers of each region.
    names
        The full names of the tasks.
    conditions
        What was asked of each task, in words.
    """
    rows = [
        {
            t("地区", "Region"): answer.region,
            t("条件", "Condition"): conditions[answer.task_id],
            t("任务编号", "Task no."): answer.task_id,
            t("标准任务", "Standard task"): names[answer.task_id],
            t("深度", "Depth"): named(DEPTHS, answer.depth),
            **_measure(measure),
        }
        for answers in found
        for answer in answers
        for measure in (answer.measures or (None,))
    ]
    return _typed(rows)


def counts_table(counts: pd.DataFrame, names: Mapping[str, str], heading: str, key: str) -> pd.DataFrame:
    """Gaps by region or by task, as `pipeline.store.gap_tables.gap_counts` counts them."""
    shown = pd.DataFrame(
        {
            t("编号", "No."): counts[key],
            heading: counts[key].map(names),
            t("缺口", "Gaps"): counts["gaps"],
            **{named(DEPTHS, depth): counts[depth] for depth in DEPTHS},
        }
    )
    return shown.reset_index(drop=True)


def _answered(answers: Sequence[Answer]) -> Iterable[tuple[Answer | None, Mapping[str, Any] | None]]:
    if not answers:
        yield None, None
    for answer in answers:
        for measure in answer.measures or (None,):
            yield answer, measure


def _measure(measure: Mapping[str, Any] | None) -> dict[str, Any]:
    return {
        t("举措", "Measure"): str(measure["measure_text"]) if measure else "",
        t("责任部门", "Departments"): str(measure["departments_text"]) if measure else "",
        t("首行", "First line"): int(measure["first_line"]) if measure else None,
        t("末行", "Last line"): int(measure["last_line"]) if measure else None,
        t("举措编号", "Measure id"): str(measure["measure_id"]) if measure else "",
    }


def _typed(rows: Sequence[Mapping[str, Any]]) -> pd.DataFrame:
    frame = pd.DataFrame(rows)
    for name in (t("首行", "First line"), t("末行", "Last line")):
        if name in frame:
            frame[name] = frame[name].astype("Int64")
    return frame


def _yes_no(yes: bool) -> str:
    return t("是", "yes") if yes else t("否", "no")
