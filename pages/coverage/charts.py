"""The coverage matrix as a chart, on the page and in files, and the hints of its cells."""

from collections.abc import Mapping
from dataclasses import replace
from itertools import groupby
from typing import Final

import pandas as pd

from pages.charts.depths import DEEP_FIRST, depth_legend
from pages.charts.grid import NO_VALUES, status_entry
from pages.charts.parts import Heading, make_chart
from pages.ui.arrange import Matrix, cells_to_wide
from pages.ui.codes import DEPTHS, STATUSES, name_of
from pages.ui.page_columns import heading_of
from pages.ui.text import Language, localized, number, shorten, t
from pages.ui.theme import LIGHT, MARKS, fade_colour
from pipeline.schema.chart import Chart, Grid, GridCell

_MEASURE_LENGTH: Final = 36
_TARGETS_LENGTH: Final = 24
_DEPARTMENTS_LENGTH: Final = 18
"""Maximum characters in a hint."""


def export_chart(chart: Chart, matrix: Matrix, details: Mapping[str, str], language: Language) -> Chart:
    """Add the data and the ``details`` of cells to a chart, without using the session."""
    assert isinstance(chart.body, Grid), "the matrix is a grid"
    hints = {key: f"\n{text}" for key, text in details.items()}
    lines = chart.body.cells
    cells = tuple(
        tuple(replace(one, hint=one.hint + hints.get(one.key, "")) for one in line) for line in lines
    )
    names = {name: heading_of(name, language) for name in ("region_id", "region")}
    frame = cells_to_wide(matrix, language).rename(columns=names)
    return replace(chart, body=replace(chart.body, cells=cells), frame=frame)


def coverage_chart(matrix: Matrix, areas: Mapping[str, str], heading: Heading, *, file_name: str) -> Chart:
    """Draw the matrix without data, which is `pages.ui.arrange.cells_to_wide`; ``areas`` are names by id."""
    regions, tasks = matrix.regions, matrix.tasks
    statuses = regions["status"].tolist()
    groups = groupby(areas[area_id] for area_id in tasks["area_id"])
    body = Grid(
        rows=tuple(regions[localized("short")]),
        columns=tuple(f"{code} {name}" for code, name in tasks[localized("short")].items()),
        cells=_cells(matrix),
        groups=tuple((name, len(list(same))) for name, same in groups),
        row_keys=tuple(regions.index),
        row_hints=tuple(regions[localized("name")]),
        row_totals=tuple(None if pd.isna(count) else int(count) for count in regions["counted"]),
        row_total=t("任务数", "Tasks"),
        notes=tuple("" if status == "plan" else name_of(STATUSES, status) for status in statuses),
        column_keys=tuple(tasks.index),
        column_hints=tuple(f"{code} {name}" for code, name in tasks[localized("name")].items()),
        column_totals=tuple(map(int, tasks["counted"])),
        column_total=t("地区数", "Regions"),
    )
    legend = [
        entry if depth in matrix.shown else replace(entry, colour=fade_colour(entry.colour), mark="")
        for depth, entry in depth_legend().items()
        if depth in matrix.counts
    ]
    legend += [status_entry(status) for status in ("unread", "no_plan", "outside") if status in statuses]
    counts = {name_of(DEPTHS, depth): matrix.count((depth,)) for depth in DEEP_FIRST}
    values = (f"{name} {number(count)}" for name, count in counts.items() if count)
    return make_chart(heading, body, pd.DataFrame(), file_name=file_name, values=values, legend=legend)


def _cells(matrix: Matrix) -> tuple[tuple[GridCell, ...], ...]:
    """Return the rows of cells; depths that are not shown are faded and have no mark."""
    doubt = f" · ? {t('读取存疑，请核对原文', 'doubtful reading: check the source')}"
    styles = {}
    for depth, fill in LIGHT.depth_fills.items():
        style = GridCell(MARKS[depth], fill, LIGHT.depth_inks[depth], hint=name_of(DEPTHS, depth))
        styles[depth] = style if depth in matrix.shown else GridCell("", fade_colour(fill), hint=style.hint)
    depths = dict(zip(matrix.depths.index, matrix.depths.to_numpy(), strict=True))

    def cell(region_id: str, task_id: str, depth: str) -> GridCell:
        style = styles[depth]
        hint = style.hint + doubt if (region_id, task_id) in matrix.doubtful else style.hint
        return GridCell(style.text, style.fill, style.ink, f"{region_id}:{task_id}", hint)

    return tuple(
        tuple(
            cell(str(region_id), *place) for place in zip(matrix.tasks.index, depths[region_id], strict=True)
        )
        if status == "plan"
        else (NO_VALUES[status],) * len(matrix.tasks)
        for region_id, status in matrix.regions["status"].items()
    )


def cell_details(coverage: pd.DataFrame, measures: pd.DataFrame, targets: pd.DataFrame) -> dict[str, str]:
    """Excerpt the first measure of each cell with its targets and departments, by the key of the cell.

    The tables are as in the codebook; targets of kind ``fact`` are left out.
    """
    quotes = targets[targets["kind"] == "target"].groupby("measure_id")["quote"].agg("、".join).to_dict()
    texts = measures[["measure_id", "measure_text", "departments_text"]].itertuples(index=False)
    excerpts = {code: _excerpt(text, quotes.get(code, ""), bodies) for code, text, bodies in texts}
    found = {}
    cells = coverage[["region_id", "task_id", "measure_ids"]].itertuples(index=False)
    for region_id, task_id, ids in cells:
        first, *others = ids.split(";")
        if lines := excerpts.get(first):
            more = t(f"（另有 {len(others)} 条）", f" (and {len(others)} more)") if others else ""
            found[f"{region_id}:{task_id}"] = "\n".join([lines[0] + more, *lines[1:]])
    return found


def _excerpt(text: str, quotes: str, departments: str) -> list[str]:
    lines = [shorten(text, _MEASURE_LENGTH)] if text else []
    if quotes:
        lines.append(t("目标：", "Target: ") + shorten(quotes, _TARGETS_LENGTH))
    if departments:
        lines.append(t("责任部门：", "Departments: ") + shorten(departments, _DEPARTMENTS_LENGTH))
    return lines
