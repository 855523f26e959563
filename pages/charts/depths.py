"""Colours, legends and counts of depths, and the chart of tasks by depth."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final

import pandas as pd

from pages.charts.parts import Heading, label_columns, make_chart, stacked_bars
from pages.ui.codes import DEPTHS, name_of
from pages.ui.names import depth_label, task_names
from pages.ui.text import join_words, t
from pages.ui.theme import LIGHT, MARKS
from pipeline.schema.chart import Chart, Entry

DEEP_FIRST: Final = tuple(reversed(DEPTHS))


def format_depth_counts(counts: Mapping[str, Any]) -> str:
    """Return counts by depth in one line, the deepest first."""
    return "  ".join(f"{depth_label(depth)} {int(counts[depth])}" for depth in DEEP_FIRST if counts[depth])


def depth_legend(depths: Iterable[str] = DEEP_FIRST) -> dict[str, Entry]:
    """Return the legend entry of each depth: name, colour and mark."""
    return {depth: Entry(name_of(DEPTHS, depth), LIGHT.depth_fills[depth], MARKS[depth]) for depth in depths}


def depth_parts(counted: pd.DataFrame) -> dict[str, Entry]:
    """Return the legend entries of the depths that have a count in ``counted``, the deepest first."""
    return depth_legend(depth for depth in DEEP_FIRST if depth in counted.columns and counted[depth].sum())


def mark_and_count(part: Entry, count: float) -> str:
    """Return the text in a part of a bar: the mark of its depth, and the number of cells."""
    return f"{part.mark} {count:.0f}"


def tasks_chart(
    tasks: pd.DataFrame,
    answers: Mapping[tuple[str, str], Sequence[str]],
    heading: Heading,
    *,
    file_name: str,
    counted: str = "",
) -> Chart:
    """Return a chart of the number of regions per task and depth; a bar opens its task.

    ``tasks`` are as returned by `pages.overview.page.count_depths`, in display order; ``answers`` have the
    names of the regions by (task_id, depth). ``counted`` is the heading of the column ``covered``.
    """

    def task_hint(task_id: str) -> str:
        found = ((depth_label(depth), answers.get((task_id, depth), ())) for depth in DEEP_FIRST)
        lines = (f"{depth} {len(names)}{t('：', ': ')}{join_words(names)}" for depth, names in found if names)
        return "\n".join((full_names[task_id], *lines))

    full_names, ids = task_names("name"), tasks["task_id"]
    rows = tasks.assign(
        category=ids.map(task_names()),
        full_name=ids.map(full_names),
        note=tasks["covered"].astype("str") + "/" + tasks["cells"].astype("str"),
        key=ids,
        row_hint=list(map(task_hint, ids)),
    )
    columns = {
        "full_name": t("标准任务", "Standard task"),
        "cells": t("地区数", "Regions"),
        "covered": counted or t("覆盖", "Covered"),
    }
    return depths_chart(rows, heading, columns, file_name=file_name)


def depths_chart(
    rows: pd.DataFrame,
    heading: Heading,
    columns: Mapping[str, str],
    *,
    file_name: str,
    values: Iterable[str] | None = None,
    label: Callable[[Entry, float], str] = lambda part, value: part.mark,
) -> Chart:
    """Return a chart of a stacked bar of counts by depth for each row.

    ``rows`` have a column for each depth, and those of `make_bars` for a category; ``columns`` are the
    headings of what the data show before the depths. ``label`` is that of `stacked_bars`, the rest that of
    `make_chart`.
    """
    parts = depth_parts(rows)
    frame = label_columns(rows, {**columns, **{depth: part.name for depth, part in parts.items()}})
    body = stacked_bars(rows, parts, label, number_format="0")
    legend, keys = parts.values(), rows["key"]
    return make_chart(heading, body, frame, file_name=file_name, values=values, legend=legend, keys=keys)
