"""The tables of the gaps page: what is shown as cards, row by row, with the words that the page uses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from pages.ui.cards.cards import Answer, Gap
from pages.ui.names import task_names
from pages.ui.text import DEPTHS, STATUSES, named, t
from pipeline.schema.model import GAP_DEPTHS

Leading = dict[str, Any]
"""The first columns of a row, by their headings."""


def gaps_table(gaps: Iterable[Gap]) -> pd.DataFrame:
    """A row for each measure of a comparable region beside a gap; and one for a gap that has none."""
    return _table(
        (
            {
                t("任务编号", "Task no."): gap.own.task_id,
                t("标准任务", "Standard task"): gap.name,
                t("深度", "Depth"): named(DEPTHS, gap.own.depth),
                t("本地区原文", "Own words"): "\n".join(
                    measure["measure_text"] for measure in gap.own.measures
                ),
                t("对照地区中具体及以上", "Specific or deeper, compared regions"): gap.specific,
                t("对照地区数", "Compared regions"): gap.others,
                t("对照地区", "Comparable region"): answer.region if answer else "",
                t("对照深度", "Its depth"): named(DEPTHS, answer.depth) if answer else "",
            },
            answer,
        )
        for gap in gaps
        for answer in gap.answers or (None,)
    )


def task_table(answers: Iterable[Answer], without: Iterable[str]) -> pd.DataFrame:
    """A row for each measure of a region at a task, one for a region without a measure or without a plan.

    ``without`` are the names of the regions that have no plan.
    """
    yes, no = t("是", "yes"), t("否", "no")
    rows: list[tuple[str, str, str, Answer | None]] = [
        (one.region, named(DEPTHS, one.depth), yes if one.depth in GAP_DEPTHS else no, one) for one in answers
    ]
    rows += [(name, named(STATUSES, "no_plan"), "", None) for name in without]
    return _table(
        ({t("地区", "Region"): region, t("深度", "Depth"): depth, t("缺口", "Gap"): gap}, answer)
        for region, depth, gap, answer in rows
    )


def query_table(found: Iterable[Sequence[Answer]], conditions: Mapping[str, str]) -> pd.DataFrame:
    """A row for each measure that answers a condition, in each region that meets them all.

    Parameters
    ----------
    found
        The answers of each region.
    conditions
        What was asked of each task, in words.
    """
    names = task_names("name", numbered=False)
    return _table(
        (
            {
                t("地区", "Region"): answer.region,
                t("条件", "Condition"): conditions[answer.task_id],
                t("任务编号", "Task no."): answer.task_id,
                t("标准任务", "Standard task"): names[answer.task_id],
                t("深度", "Depth"): named(DEPTHS, answer.depth),
            },
            answer,
        )
        for answers in found
        for answer in answers
    )


def _table(rows: Iterable[tuple[Leading, Answer | None]]) -> pd.DataFrame:
    """A row for each measure of an answer after its first columns; one for an answer without measures."""
    columns = {
        "measure_text": t("举措", "Measure"),
        "departments_text": t("责任部门", "Departments"),
        "first_line": t("首行", "First line"),
        "last_line": t("末行", "Last line"),
        "measure_id": t("举措编号", "Measure id"),
    }
    frame = pd.DataFrame(
        {**leading, **{heading: measure.get(name) for name, heading in columns.items()}}
        for leading, answer in rows
        for measure in (answer.measures if answer else ()) or ({},)
    )
    lines = [columns["first_line"], columns["last_line"]]
    texts = frame.columns.difference(lines)
    return frame.astype(dict.fromkeys(lines, "Int64")).fillna(dict.fromkeys(texts, ""))
