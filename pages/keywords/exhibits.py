"""What slides and files of data are made from on the page of keywords: dots, bars, grids and the map."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import pandas as pd

from pages.charts.dot_figures import Bar, Dot, Grid
from pages.charts.drawing.steps import LIGHT_STEPS, STEPS, painted_cells
from pages.charts.exhibits import exhibit_of, grid_of, lying, painted
from pages.charts.parts import Heading, marker
from pages.ui.theme import LIGHT
from pipeline.schema.chart import (
    Bars,
    Chart,
    Dots,
    Entry,
    Place,
    Plane,
    PlaneSeries,
    Point,
    PointSeries,
    Series,
)

_COLOUR: Final = LIGHT.depth_fills["specific"]
_COUNTS: Final = "*"
"""The key of the column that tells how many there are of a row."""


@dataclass(frozen=True)
class Spot:
    """A plan on the map, in the map's own units."""

    region_id: str
    name: str
    x: float
    y: float
    cluster: int
    hint: tuple[str, ...]


def dots_exhibit(
    dots: Sequence[Dot],
    heading: Heading,
    frame: pd.DataFrame,
    *,
    name: str,
    subtitle: str,
    alt: str,
    file_name: str,
) -> Chart:
    """Values with their intervals; ``name`` says what a value is."""
    points = tuple(Point(row, dot.low, dot.high, dot.value) for row, dot in enumerate(dots))
    series = PointSeries(name, points, _COLOUR)
    body = Dots(tuple(dot.name for dot in dots), (series,), unit=name, number_format="0.00")
    return exhibit_of(heading, body, frame, alt=alt, file_name=file_name, subtitle=subtitle)


def bars_exhibit(
    bars: Sequence[Bar],
    heading: Heading,
    frame: pd.DataFrame,
    *,
    name: str,
    alt: str,
    file_name: str,
    number_format: str = "#,##0",
    subtitle: str | None = None,
) -> Chart:
    """Bars of one kind; ``name`` says what a value is. A bar without one tells why beside its name.

    ``subtitle`` is as in `pages.charts.exhibits.exhibit_of`.
    """
    categories = tuple(_noted(bar.name, bar.note) if bar.value is None else bar.name for bar in bars)
    series = Series(name, tuple(bar.value for bar in bars), _COLOUR)
    body = Bars(categories, (series,), number_format=number_format)
    return exhibit_of(heading, body, frame, alt=alt, file_name=file_name, subtitle=subtitle)


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


def map_exhibit(
    spots: Sequence[Spot],
    names: dict[int, str],
    colours: Sequence[str],
    heading: Heading,
    frame: pd.DataFrame,
    *,
    alt: str,
    file_name: str,
    subtitle: str,
) -> Chart:
    """The map of plans, a series for each group; ``names`` are those of the groups."""
    series = tuple(
        PlaneSeries(
            name,
            tuple(Place(spot.name, spot.x, spot.y) for spot in spots if spot.cluster == cluster),
            colours[(cluster - 1) % len(colours)],
            marker(cluster - 1),
        )
        for cluster, name in names.items()
    )
    return exhibit_of(heading, Plane(series), frame, alt=alt, file_name=file_name, subtitle=subtitle)


def _noted(name: str, note: str) -> str:
    return f"{name} ({note})" if note else name
