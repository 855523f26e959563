"""The coverage matrix as a chart, and what its cells say beside the pointer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import groupby
from typing import Final

import pandas as pd

from pages.charts.depths import depth_legend
from pages.charts.grid import NO_VALUES, faded, status_entry
from pages.charts.parts import Heading, make_chart
from pages.ui.arrange import Matrix, Row
from pages.ui.text import DEPTHS, STATUSES, named, t
from pages.ui.theme import LIGHT, MARKS
from pipeline.schema.chart import Chart, Grid, GridCell

_MEASURE: Final = 36
_QUOTES: Final = 24
_BODIES: Final = 18
"""How many characters a hint quotes."""


def coverage_chart(matrix: Matrix, heading: Heading, *, alt: str, file_name: str) -> Chart:
    """The matrix as it stands, with its marks and totals; its data is in `pages.ui.arrange.wide_cells`."""
    present = set(matrix.depths.values())
    cells = {
        (depth, doubtful): _cell(depth, shown=depth in matrix.shown, doubtful=doubtful)
        for depth in present
        for doubtful in (False, True)
    }
    profile = t("点击查看概况", "Click for the profile")
    body = Grid(
        rows=tuple(row.name for row in matrix.rows),
        columns=tuple(f"{column.task_id} {column.name}" for column in matrix.columns),
        cells=tuple(_line(matrix, row, cells) for row in matrix.rows),
        groups=tuple(
            (f"{area_id} {matrix.areas.get(area_id, '')}".strip(), len(list(same)))
            for area_id, same in groupby(column.area_id for column in matrix.columns)
        ),
        row_keys=tuple(row.region_id for row in matrix.rows),
        row_hints=tuple(f"{row.full_name}\n{profile}" for row in matrix.rows),
        row_totals=tuple(row.counted if row.counted >= 0 else None for row in matrix.rows),
        row_total=t("任务数", "Tasks"),
        notes=tuple("" if row.status == "plan" else named(STATUSES, row.status) for row in matrix.rows),
        column_keys=tuple(column.task_id for column in matrix.columns),
        column_hints=tuple(f"{column.task_id} {column.full_name}\n{profile}" for column in matrix.columns),
        column_totals=tuple(column.counted for column in matrix.columns),
        column_total=t("地区数", "Regions"),
    )
    legend = [
        entry if depth in matrix.shown else replace(entry, colour=faded(entry.colour), mark="")
        for depth in reversed(DEPTHS)
        if depth in present
        for entry in depth_legend((depth,))
    ]
    missing = {row.status for row in matrix.rows}
    legend += [status_entry(status) for status in ("unread", "no_plan", "outside") if status in missing]
    return make_chart(heading, body, pd.DataFrame(), alt=alt, file_name=file_name, legend=legend)


def _line(matrix: Matrix, row: Row, cells: Mapping[tuple[str, bool], GridCell]) -> tuple[GridCell, ...]:
    if row.status != "plan":
        return (NO_VALUES[row.status],) * len(matrix.columns)
    found = []
    for column in matrix.columns:
        place = row.region_id, column.task_id
        cell = cells[matrix.depths[place], place in matrix.doubtful]
        key = f"{row.region_id}:{column.task_id}"
        found.append(GridCell(cell.text, cell.fill, cell.ink, key, cell.hint))
    return tuple(found)


def _cell(depth: str, *, shown: bool, doubtful: bool) -> GridCell:
    """A cell of a depth; fainter and without its mark where that is not to be shown."""
    hint = named(DEPTHS, depth)
    if doubtful:
        hint += " · ? " + t("读取存疑，请核对原文", "doubtful reading: check the source")
    fill = LIGHT.depth_fills[depth]
    if not shown:
        return GridCell("", faded(fill), hint=hint)
    return GridCell(MARKS[depth], fill, LIGHT.depth_inks[depth], hint=hint)


def cell_details(coverage: pd.DataFrame, measures: pd.DataFrame, targets: pd.DataFrame) -> dict[str, str]:
    """The beginning of what each cell's region wrote, by the cell's key: measure, targets, departments.

    Parameters
    ----------
    coverage, measures, targets
        As in the codebook; facts among the targets are left out.
    """
    own = targets[targets["kind"] == "target"]
    quotes = own.groupby("measure_id")["quote"].agg("、".join).to_dict()
    texts = zip(measures["measure_id"], measures["measure_text"], measures["departments_text"], strict=True)
    told = {code: _lines(text, quotes.get(code, ""), bodies) for code, text, bodies in texts}
    found = {}
    columns = (coverage[name] for name in ("region_id", "task_id", "measure_ids"))
    for region_id, task_id, ids in zip(*columns, strict=True):
        first, *others = ids.split(";")
        if lines := told.get(first):
            more = t(f"（另有 {len(others)} 条）", f" (and {len(others)} more)") if others else ""
            found[f"{region_id}:{task_id}"] = lines[0] + more + "".join(f"\n{line}" for line in lines[1:])
    return found


def with_details(chart: Chart, details: Mapping[str, str]) -> Chart:
    """The chart with these lines in the hints of its cells, for a page of its own."""
    assert isinstance(chart.body, Grid), "the matrix is a grid"
    cells = tuple(
        tuple(
            replace(cell, hint=f"{cell.hint}\n{details[cell.key]}") if cell.key in details else cell
            for cell in line
        )
        for line in chart.body.cells
    )
    return replace(chart, body=replace(chart.body, cells=cells))


def _lines(text: str, quotes: str, bodies: str) -> list[str]:
    lines = [_beginning(text, _MEASURE)] if text else []
    if quotes:
        lines.append(t("目标：", "Target: ") + _beginning(quotes, _QUOTES))
    if bodies:
        lines.append(t("责任部门：", "Departments: ") + _beginning(bodies, _BODIES))
    return lines


def _beginning(text: str, length: int) -> str:
    return text if len(text) <= length else f"{text[:length]}…"
