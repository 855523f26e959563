"""From what a picture is drawn of to what slides and files of data are made from.

Nothing here asks for the language or for anything else of the session: an exhibit is made after it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Final

import pandas as pd

from pages.charts.parts import Heading
from pages.ui.theme import LIGHT, MARKS, readable_on
from pipeline.schema.chart import Body, Chart, Entry, Grid, GridCell

EMPTY: Final = GridCell("", LIGHT.paper, LIGHT.ink)
"""Where a row and a column of a grid have nothing to say."""

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


def painted(text: str, fill: str) -> GridCell:
    """A cell in a colour, with the ink that reads on it."""
    return GridCell(text, fill, readable_on(fill))


def grid_of(
    rows: Sequence[tuple[str, str]],
    columns: Sequence[tuple[str, str]],
    cells: Mapping[tuple[str, str], GridCell],
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


def depth_cell(depth: str, text: str | None = None) -> GridCell:
    """A cell in the colours of a depth, with its mark if nothing else is written."""
    return GridCell(MARKS[depth] if text is None else text, LIGHT.depth_fills[depth], LIGHT.depth_inks[depth])
