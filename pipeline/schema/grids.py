"""Makes grids from tidy frames, and adds totals as cells."""

from collections.abc import Sequence
from dataclasses import fields, replace
from itertools import groupby
from typing import Any, Final

import pandas as pd

from pipeline.schema.chart import Grid, GridCell, column_texts

EMPTY: Final = GridCell()
"""A cell without a value."""

_TOTAL_FILL: Final = "#f4f6f8"


def make_grid(
    cells: pd.DataFrame, rows: pd.DataFrame, columns: pd.DataFrame, *, missing: GridCell = EMPTY, **more: Any
) -> Grid:
    """Make a grid from tidy frames.

    Columns of ``cells``: ``row`` and ``column`` (str), ids of the other frames, and optionally one for each
    field of `GridCell` (str), NaN for its default; cells of unknown rows or columns are ignored. Of ``rows``
    and ``columns``, in display order: ``id`` and ``name`` (str), optionally ``key``, ``hint`` (str) and
    ``total`` (number, NaN for none); for rows also ``note`` (str), for columns ``group`` (str): adjacent
    columns of one name become one group. ``missing`` are the cells of a row that has a note, ``more`` further
    fields of `Grid`.
    """
    given = [field for field in fields(GridCell) if field.name in cells.columns]
    values = zip(*(cells[field.name].fillna(str(field.default)) for field in given), strict=True)
    names = [field.name for field in given]
    made = (GridCell(**dict(zip(names, value, strict=True))) for value in values)
    cell_at = dict(zip(zip(cells["row"], cells["column"], strict=True), made, strict=True))
    notes = column_texts(rows, "note")
    defaults = [missing if note else EMPTY for note in notes] or [EMPTY] * len(rows)
    return Grid(
        tuple(rows["name"]),
        tuple(columns["name"]),
        tuple(
            tuple(cell_at.get((row, column), default) for column in columns["id"])
            for row, default in zip(rows["id"], defaults, strict=True)
        ),
        tuple((name, len(list(same))) for name, same in groupby(column_texts(columns, "group"))),
        row_keys=column_texts(rows, "key"),
        row_hints=column_texts(rows, "hint"),
        row_totals=_totals(rows),
        notes=notes,
        column_keys=column_texts(columns, "key"),
        column_hints=column_texts(columns, "hint"),
        column_totals=_totals(columns),
        **more,
    )


def append_totals(body: Grid) -> Grid:
    """Append the totals of a grid as last column and last row, for output as a plain table."""
    sums = {sum(filter(None, totals)) for totals in (body.row_totals, body.column_totals)}
    corner = sums.pop() if len(sums) == 1 else None
    if body.row_totals:
        cells = zip(body.cells, _total_cells(body.row_totals), strict=True)
        body = replace(
            body,
            columns=(*body.columns, body.row_total),
            cells=tuple((*row, total) for row, total in cells),
            row_totals=(),
            column_totals=(*body.column_totals, corner) if body.column_totals else (),
            column_keys=(),
            column_hints=(),
        )
    if body.column_totals:
        body = replace(
            body,
            rows=(*body.rows, body.column_total),
            cells=(*body.cells, tuple(_total_cells(body.column_totals))),
            column_totals=(),
            row_keys=(),
            row_hints=(),
            notes=(),
        )
    return body


def _total_cells(totals: Sequence[int | None]) -> list[GridCell]:
    return [GridCell("" if total is None else f"{total:,}", _TOTAL_FILL) for total in totals]


def _totals(frame: pd.DataFrame) -> tuple[int | None, ...]:
    if "total" not in frame.columns:
        return ()
    return tuple(None if pd.isna(total) else int(total) for total in frame["total"])
