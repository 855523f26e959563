"""Grids from tidy frames, and with their totals as cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace
from itertools import groupby
from typing import Any, Final

import pandas as pd

from pipeline.schema.chart import Grid, GridCell

EMPTY: Final = GridCell()
"""A cell without a value."""

_TOTAL_FILL: Final = "#f4f6f8"


def grid(
    cells: pd.DataFrame, rows: pd.DataFrame, columns: pd.DataFrame, *, missing: GridCell = EMPTY, **more: Any
) -> Grid:
    """A grid from tidy frames.

    Parameters
    ----------
    cells
        ``row`` and ``column`` (str), as ``id`` names them in the other frames, and a column for each field of
        `GridCell` (str) that isn't its default, NaN where it is. What belongs to no row or column is left
        out.
    rows, columns
        In their order, with ``id`` and ``name`` (str); ``key`` and ``hint`` (str) of the name and ``total``
        (number, NaN where there is none), where there are such columns; of rows also ``note`` (str), of
        columns ``group`` (str): neighbours of one name become one group.
    missing
        The cells of a row that has a note.
    more
        Further fields of `Grid`.
    """
    given = [field for field in fields(GridCell) if field.name in cells.columns]
    names = [field.name for field in given]
    places = zip(cells["row"], cells["column"], strict=True)
    values = zip(*(cells[field.name].fillna(str(field.default)) for field in given), strict=True)
    known = {
        place: GridCell(**dict(zip(names, value, strict=True)))
        for place, value in zip(places, values, strict=True)
    }
    notes = _column(rows, "note")
    blank = [missing if note else EMPTY for note in notes] or [EMPTY] * len(rows)
    groups = groupby(_column(columns, "group"))
    return Grid(
        tuple(rows["name"]),
        tuple(columns["name"]),
        tuple(
            tuple(known.get((row, column), otherwise) for column in columns["id"])
            for row, otherwise in zip(rows["id"], blank, strict=True)
        ),
        tuple((name, len(list(same))) for name, same in groups),
        row_keys=_column(rows, "key"),
        row_hints=_column(rows, "hint"),
        row_totals=_totals(rows),
        notes=notes,
        column_keys=_column(columns, "key"),
        column_hints=_column(columns, "hint"),
        column_totals=_totals(columns),
        **more,
    )


def with_totals(body: Grid) -> Grid:
    """A grid with its totals as last column and last row, for output as a plain table."""
    whole = {sum(filter(None, totals)) for totals in (body.row_totals, body.column_totals)}
    corner = whole.pop() if len(whole) == 1 else None
    if body.row_totals:
        cells = zip(body.cells, _total_cells(body.row_totals), strict=True)
        body = replace(
            body,
            columns=(*body.columns, body.row_total),
            cells=tuple((*line, total) for line, total in cells),
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


def _column(frame: pd.DataFrame, name: str) -> tuple[str, ...]:
    return tuple(frame[name].fillna("").astype(str)) if name in frame.columns else ()


def _totals(frame: pd.DataFrame) -> tuple[int | None, ...]:
    if "total" not in frame.columns:
        return ()
    return tuple(None if pd.isna(total) else int(total) for total in frame["total"])
