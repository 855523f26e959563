"""What slides and files of data are made from where the page of keywords shows a grid."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import pandas as pd

from pages.charts.dot_figures import Grid
from pages.charts.drawing.steps import LIGHT_STEPS, STEPS, painted_cells
from pages.charts.exhibits import exhibit_of, grid_of, lying, painted
from pages.charts.parts import Heading
from pages.ui.theme import LIGHT
from pipeline.schema.chart import Chart, Entry

_COUNTS: Final = "*"
"""The key of the column that tells how many there are of a row."""


def grid_exhibit(
    grid: Grid,
    heading: Heading,
    frame: pd.DataFrame,
    *,
    alt: str,
    file_name: str,
    counts: str = "",
    legend: Sequence[Entry] = (),
) -> Chart:
    """A grid in its classes of colour; a row without cells tells why beside its name.

    Parameters
    ----------
    counts
        What stands over the numbers of the rows, where they have any.
    """
    cells = painted_cells(grid.cells)
    cells |= {(row, _COUNTS): painted(written, LIGHT.panel) for row, written in grid.counts.items()}
    rows = [(code, _noted(name, grid.notes.get(code, ""))) for code, name in grid.rows]
    columns = [*([(_COUNTS, counts)] if counts else []), *grid.columns]
    body = lying(grid_of(rows, columns, cells))
    return exhibit_of(heading, body, frame, alt=alt, file_name=file_name, legend=legend)


def step_entries() -> tuple[Entry, ...]:
    """The classes of colour as a legend, in per cent; the cells tell their numbers besides."""
    return tuple(Entry(f"{name}%", fill) for (name, _), fill in zip(STEPS, LIGHT_STEPS, strict=True))


def _noted(name: str, note: str) -> str:
    return f"{name} ({note})" if note else name
