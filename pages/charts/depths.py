"""Colours, legends and counts of depths, and the chart of tasks by depth."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

import pandas as pd

from pages.charts.parts import Heading, label_columns, make_chart
from pages.ui.evidence.evidence import records
from pages.ui.names import task_names
from pages.ui.text import DEPTHS, Language, join_words, name_of, t
from pages.ui.theme import LIGHT, MARKS
from pipeline.schema.chart import Chart, Entry, bars

DEEP_FIRST: Final = tuple(reversed(DEPTHS))


def format_depth_counts(counts: Mapping[str, Any]) -> str:
    """Return counts by depth in one line, the deepest first."""
    return "  ".join(
        f"{MARKS[depth]} {name_of(DEPTHS, depth)} {int(counts[depth])}"
        for depth in DEEP_FIRST
        if counts[depth]
    )


def depth_colours(counted: pd.DataFrame, language: Language | None = None) -> dict[str, str]:
    """Return the colours of the depths that occur in ``counted`` by name, the deepest first."""
    return {name_of(DEPTHS, depth, language): LIGHT.depth_fills[depth] for depth in present_depths(counted)}


def depth_legend(depths: Iterable[str] = DEEP_FIRST, language: Language | None = None) -> tuple[Entry, ...]:
    """Return legend entries of depths: name, colour and mark."""
    return tuple(
        Entry(name_of(DEPTHS, depth, language), LIGHT.depth_fills[depth], MARKS[depth]) for depth in depths
    )


def present_depths(counted: pd.DataFrame) -> list[str]:
    """Return the depths whose column in ``counted`` has a count, the deepest first."""
    return [depth for depth in DEEP_FIRST if depth in counted.columns and counted[depth].sum()]


def melt_depths(
    counted: pd.DataFrame, names: Sequence[str], language: Language | None = None
) -> pd.DataFrame:
    """Return a row for each row of ``counted`` and depth that occurs.

    Columns: ``names``, ``depth`` (code), ``series`` (name of the depth), ``mark`` and ``count``.
    """
    long = counted.melt(list(names), present_depths(counted), "depth", "count")
    series = [name_of(DEPTHS, depth, language) for depth in long["depth"]]
    return long.assign(series=series, mark=long["depth"].map(MARKS))


def tasks_chart(
    tasks: pd.DataFrame,
    answers: Mapping[tuple[str, str], Sequence[str]],
    heading: Heading,
    *,
    alt: str,
    file_name: str,
    counted: str = "",
    opens: str = "",
) -> Chart:
    """Return a chart of the number of regions per task and depth; a bar opens its task.

    Parameters
    ----------
    tasks
        As returned by `pages.overview.facts.task_counts`, in display order.
    answers
        The names of the regions by (task_id, depth).
    counted
        Heading of the column ``covered``; by default that of covered cells.
    opens
        What a click opens; by default the task's profile.
    """
    opens = opens or t("点击查看任务概况", "Click for the task's profile")
    rows = tasks.assign(
        category=tasks["task_id"].map(task_names()),
        full_name=tasks["task_id"].map(task_names("name")),
        note=[f"{row['covered']}/{row['cells']}" for row in records(tasks)],
        key=tasks["task_id"],
        row_hint=["\n".join([*_task_hint(row, answers), opens]) for row in records(tasks)],
    )
    long = melt_depths(rows, ("category", "note", "key", "row_hint"))
    long["text"] = long["mark"].where(long["count"] > 0, "")
    frame = label_columns(
        rows,
        {
            "full_name": t("标准任务", "Standard task"),
            "cells": t("地区数", "Regions"),
            "covered": counted or t("覆盖", "Covered"),
            **{depth: name_of(DEPTHS, depth) for depth in present_depths(tasks)},
        },
    )
    body = bars(long, depth_colours(tasks), value="count", series="series", stacked=True, number_format="0")
    legend = depth_legend(present_depths(tasks))
    return make_chart(
        heading, body, frame, alt=alt, file_name=file_name, legend=legend, keys=tasks["task_id"]
    )


def _task_hint(task: Mapping[str, Any], answers: Mapping[tuple[str, str], Sequence[str]]) -> list[str]:
    """Return a task's name, and its regions by depth."""
    lines = [f"{task['task_id']} {task[t('name_zh', 'name_en')]}"]
    for depth in DEEP_FIRST:
        if names := answers.get((task["task_id"], depth), ()):
            count = f"{MARKS[depth]} {name_of(DEPTHS, depth)} {len(names)}"
            lines.append(f"{count}{t('：', ': ')}{join_words(names)}")
    return lines
