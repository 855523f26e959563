"""What a chart shows, apart from how it is drawn: what slides, reports and files of data are made from."""

from __future__ import annotations

from dataclasses import dataclass, field

import pandas as pd

MARKERS = ("circle", "diamond", "square", "triangle", "ring", "cross", "plus", "star")


@dataclass(frozen=True)
class Entry:
    """An entry of a legend; ``colour`` as ``#rrggbb``, ``mark`` a character that tells it without colour.

    ``dashed`` where what it names has a dashed edge, as a `Tile` can have.
    """

    name: str
    colour: str
    mark: str = ""
    dashed: bool = False


@dataclass(frozen=True)
class Series:
    """The values of a bar chart that share a colour, one for each category; None where there is none."""

    name: str
    values: tuple[float | None, ...]
    colour: str


@dataclass(frozen=True)
class Bars:
    """Horizontal bars, the first category on top; side by side or stacked.

    ``reach`` is a value that the axis goes to at least, so that several charts can share one.
    """

    categories: tuple[str, ...]
    series: tuple[Series, ...]
    stacked: bool = False
    unit: str = ""
    number_format: str = "General"
    reach: float = 0.0

    def __post_init__(self) -> None:
        """Refuse a series that has more or fewer values than there are categories."""
        for series in self.series:
            _require(
                len(series.values) == len(self.categories), f"series {series.name!r} misses its categories"
            )


@dataclass(frozen=True)
class Point:
    """A value or a range on a row, counted from 0; a bound is None where it is open."""

    row: int
    low: float | None
    high: float | None
    middle: float | None = None


@dataclass(frozen=True)
class PointSeries:
    """Points that share a colour and a marker, one of `MARKERS`."""

    name: str
    points: tuple[Point, ...]
    colour: str
    marker: str = "circle"


@dataclass(frozen=True)
class Dots:
    """Dots and ranges on one axis, a row for each label, the first on top.

    ``reach`` holds values that the axis covers in any case, so that several charts can share one.
    """

    rows: tuple[str, ...]
    series: tuple[PointSeries, ...]
    unit: str = ""
    log: bool = False
    reference: tuple[str, float] | None = None
    number_format: str = "General"
    reach: tuple[float, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a point on a row that isn't there, and one without any value."""
        for point in (point for series in self.series for point in series.points):
            _require(0 <= point.row < len(self.rows), f"row {point.row} of a point is not among the rows")
            known = (point.low, point.high, point.middle) != (None, None, None)
            _require(known, f"the point on row {point.row} has no value")


@dataclass(frozen=True)
class Place:
    """A labelled point on a plane."""

    label: str
    x: float
    y: float


@dataclass(frozen=True)
class PlaneSeries:
    """Places that share a colour and a marker."""

    name: str
    places: tuple[Place, ...]
    colour: str
    marker: str = "circle"


@dataclass(frozen=True)
class Plane:
    """A map whose axes mean nothing by themselves."""

    series: tuple[PlaneSeries, ...]


@dataclass(frozen=True)
class Cell:
    """A cell of a grid: what it says, and its colours as ``#rrggbb``."""

    text: str
    fill: str = "#ffffff"
    ink: str = "#1a2433"


@dataclass(frozen=True)
class Grid:
    """A matrix; ``groups`` are names over so many columns each, from left to right."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: tuple[tuple[Cell, ...], ...]
    groups: tuple[tuple[str, int], ...] = ()

    def __post_init__(self) -> None:
        """Refuse cells that don't fill the rows and columns, and groups over more columns than there are."""
        _require(len(self.cells) == len(self.rows), "a grid needs a line of cells for each row")
        for row, cells in zip(self.rows, self.cells, strict=True):
            _require(len(cells) == len(self.columns), f"row {row!r} of a grid misses its columns")
        grouped = sum(columns for _, columns in self.groups)
        _require(grouped <= len(self.columns), "groups of a grid reach over more columns than it has")


@dataclass(frozen=True)
class Tile:
    """A square of a tile-grid map, columns and rows counted from 0."""

    label: str
    text: str
    column: int
    row: int
    fill: str
    ink: str
    dashed: bool = False


@dataclass(frozen=True)
class Tiles:
    """A tile-grid map."""

    tiles: tuple[Tile, ...]


Body = Bars | Dots | Plane | Grid | Tiles


@dataclass(frozen=True)
class Chart:
    """A chart in words and numbers, in one language.

    ``source`` is the note under it, ``cite`` how to cite this view, ``link`` the address of the view,
    ``frame`` the data behind it as it is shown, ``file_name`` without ending.
    """

    title: str
    subtitle: str
    source: str
    alt: str
    file_name: str
    body: Body
    legend: tuple[Entry, ...] = ()
    frame: pd.DataFrame = field(default_factory=pd.DataFrame)
    cite: str = ""
    link: str = ""


def _require(holds: bool, otherwise: str) -> None:
    if not holds:
        raise ValueError(otherwise)
