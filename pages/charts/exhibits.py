"""From what a picture is drawn of to what slides and files of data are made from.

Nothing here asks for the language or for anything else of the session: an exhibit is made after it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from math import isfinite
from typing import Final

import pandas as pd

from pages.charts.figures import Heading
from pages.ui.text import DEPTHS, Language, named
from pages.ui.theme import LIGHT, MARKS, readable_on
from pipeline.schema.chart import MARKERS, Body, Cell, Chart, Entry, Grid

EMPTY: Final = Cell("", LIGHT.paper, LIGHT.ink)
"""Where a row and a column of a grid have nothing to say."""

_MOST_DECIMALS: Final = 4
_MOST_ROWS: Final = 24
_FEW_COLUMNS: Final = 12


def exhibit_of(
    heading: Heading,
    body: Body,
    frame: pd.DataFrame,
    *,
    alt: str,
    file_name: str,
    legend: Iterable[Entry] = (),
    subtitle: str | None = None,
) -> Chart:
    """A chart in words and numbers.

    Parameters
    ----------
    frame
        The data as shown; see `labelled`.
    subtitle
        Instead of the heading's, where that tells what a click does.
    """
    under = heading.subtitle if subtitle is None else subtitle
    return Chart(heading.title, under, heading.source, alt, file_name, body, tuple(legend), frame)


def labelled(frame: pd.DataFrame, labels: Mapping[str, str]) -> pd.DataFrame:
    """The columns that have a label, under their labels and in the order of these."""
    kept = [name for name in labels if name in frame.columns]
    return frame[kept].rename(columns=dict(labels)).reset_index(drop=True)


def painted(text: str, fill: str) -> Cell:
    """A cell in a colour, with the ink that reads on it."""
    return Cell(text, fill, readable_on(fill))


def grid_of(
    rows: Sequence[tuple[str, str]],
    columns: Sequence[tuple[str, str]],
    cells: Mapping[tuple[str, str], Cell],
    groups: Sequence[str] = (),
) -> Grid:
    """A grid from rows and columns by key with their names, and the cells that are not empty.

    Parameters
    ----------
    rows, columns
        Key and name of each.
    cells
        By the keys of row and column.
    groups
        The group of each column, by name; neighbours of one name become one group.
    """
    return Grid(
        rows=tuple(name for _, name in rows),
        columns=tuple(name for _, name in columns),
        cells=tuple(tuple(cells.get((row, column), EMPTY) for column, _ in columns) for row, _ in rows),
        groups=tuple((name, len(list(same))) for name, same in groupby(groups)),
    )


def lying(grid: Grid) -> Grid:
    """A grid of many rows and few columns, turned over: a slide is wider than it is high."""
    if grid.groups or len(grid.rows) <= _MOST_ROWS or len(grid.columns) > _FEW_COLUMNS:
        return grid
    return Grid(grid.columns, grid.rows, tuple(zip(*grid.cells, strict=True)))


def depth_cell(depth: str, text: str | None = None) -> Cell:
    """A cell in the colours of a depth, with its mark if nothing else is written."""
    return Cell(MARKS[depth] if text is None else text, LIGHT.depth_fills[depth], LIGHT.depth_inks[depth])


def depth_entries(language: Language, depths: Iterable[str] = tuple(MARKS)) -> tuple[Entry, ...]:
    """The legend of depths: name, colour and mark."""
    return tuple(
        Entry(named(DEPTHS, code, language), LIGHT.depth_fills[code], MARKS[code]) for code in depths
    )


def marker(place: int) -> str:
    """The marker of a series, counted from 0; they begin again after the last."""
    return MARKERS[place % len(MARKERS)]


def number_format(values: Iterable[float | None]) -> str:
    """A spreadsheet's format in which every value is whole, thousands parted: ``#,##0``, ``#,##0.0``."""
    known = [value for value in values if value is not None and isfinite(value)]
    decimals = max(
        (len(f"{value:.{_MOST_DECIMALS}f}".rstrip("0").partition(".")[2]) for value in known), default=0
    )
    return f"#,##0.{'0' * decimals}" if decimals else "#,##0"


def unique(names: Sequence[str]) -> tuple[str, ...]:
    """Names of which no two are the same: a number tells those apart that are."""
    seen: dict[str, int] = {}
    found = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        found.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return tuple(found)
