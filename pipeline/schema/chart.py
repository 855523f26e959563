"""The content of a chart, independent of how it is drawn: pages, slides, reports and files render it.

Colours are those of the light theme, as ``#rrggbb``. A mark can have a key, which determines what a click
opens, and a hint: the lines of its tooltip, the first one in bold.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any

import pandas as pd

MARKERS = ("circle", "diamond", "square", "triangle", "ring", "cross", "plus", "star")


@dataclass(frozen=True)
class Entry:
    """A legend entry, with what identifies it without colour: a character, a dashed edge, or hatching."""

    name: str
    colour: str
    mark: str = ""
    dashed: bool = False
    hatched: bool = False


@dataclass(frozen=True)
class Series:
    """Values that share a colour, one per category, None for no bar.

    ``texts`` are written in the bars, ``hints`` are their tooltips, one per category; ``pattern`` is a hatch
    pattern by Plotly's name: ``/``, ``x``, ``.``.
    """

    name: str
    values: tuple[float | None, ...]
    colour: str
    texts: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()
    pattern: str = ""


@dataclass(frozen=True)
class Bars:
    """Horizontal bars, the first category on top; grouped or stacked.

    ``reach`` is a value that the axis must include, so that several charts can share one. Per category:
    ``details`` are small text under its name, ``notes`` text at the end of its row; ``keys`` and ``hints``
    apply to the whole row.
    """

    categories: tuple[str, ...]
    series: tuple[Series, ...]
    stacked: bool = False
    unit: str = ""
    number_format: str = "General"
    reach: float = 0.0
    details: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Raise where a field does not have one value per category."""
        _require_each(self.categories, self.details, self.notes, self.keys, self.hints)
        for series in self.series:
            _require(
                len(series.values) == len(self.categories), f"series {series.name!r} misses its categories"
            )
            _require_each(self.categories, series.texts, series.hints)


@dataclass(frozen=True)
class Point:
    """A value or a range on a row (from 0); an open bound is None."""

    row: int
    low: float | None
    high: float | None
    middle: float | None = None
    key: str = ""
    hint: str = ""


@dataclass(frozen=True)
class PointSeries:
    """Points that share a colour and a marker, one of `MARKERS`; ``small`` ones are only for comparison."""

    name: str
    points: tuple[Point, ...]
    colour: str
    marker: str = "circle"
    small: bool = False


@dataclass(frozen=True)
class Dots:
    """Dots and ranges on one axis, one row per label, the first on top.

    ``reach``, ``details``, ``notes``, ``keys`` and ``hints`` are as in `Bars`; ``headings`` are the indexes
    of rows without points that name the rows under them.
    """

    rows: tuple[str, ...]
    series: tuple[PointSeries, ...]
    unit: str = ""
    log: bool = False
    reference: tuple[str, float] | None = None
    number_format: str = "General"
    reach: tuple[float, ...] = ()
    details: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()
    headings: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        """Raise where a point's row does not exist, a point has no value, or a field's length is wrong."""
        _require_each(self.rows, self.details, self.notes, self.keys, self.hints)
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
    key: str = ""
    hint: str = ""


@dataclass(frozen=True)
class PlaneSeries:
    """Places that share a colour and a marker."""

    name: str
    places: tuple[Place, ...]
    colour: str
    marker: str = "circle"


@dataclass(frozen=True)
class Plane:
    """Places on a plane whose axes have no meaning.

    ``links`` are lines between two places, by their labels; pages draw them, slides don't.
    """

    series: tuple[PlaneSeries, ...]
    links: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class GridCell:
    """A cell of a grid; white is no colour. ``hint`` comes after the hints of its row and its column."""

    text: str = ""
    fill: str = "#ffffff"
    ink: str = "#1a2433"
    key: str = ""
    hint: str = ""


@dataclass(frozen=True)
class Grid:
    """A matrix; ``groups`` are names over a number of columns each, from left to right.

    ``row_keys``, ``column_hints`` and the like belong to the names of rows and columns; totals are at their
    ends, labelled ``row_total`` or ``column_total``. ``notes`` explain why a row has no values, across its
    cells.
    """

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: tuple[tuple[GridCell, ...], ...]
    groups: tuple[tuple[str, int], ...] = ()
    row_keys: tuple[str, ...] = ()
    row_hints: tuple[str, ...] = ()
    row_totals: tuple[int | None, ...] = ()
    row_total: str = ""
    notes: tuple[str, ...] = ()
    column_keys: tuple[str, ...] = ()
    column_hints: tuple[str, ...] = ()
    column_totals: tuple[int | None, ...] = ()
    column_total: str = ""

    def __post_init__(self) -> None:
        """Raise where cells don't match rows and columns, or groups span more columns than there are."""
        _require(len(self.cells) == len(self.rows), "a grid needs a line of cells for each row")
        for row, cells in zip(self.rows, self.cells, strict=True):
            _require(len(cells) == len(self.columns), f"row {row!r} of a grid misses its columns")
        grouped = sum(columns for _, columns in self.groups)
        _require(grouped <= len(self.columns), "groups of a grid reach over more columns than it has")
        _require_each(self.rows, self.row_keys, self.row_hints, self.row_totals, self.notes)
        _require_each(self.columns, self.column_keys, self.column_hints, self.column_totals)


@dataclass(frozen=True)
class Tile:
    """A square of a tile-grid map; columns and rows count from 0."""

    label: str
    text: str
    column: int
    row: int
    fill: str
    ink: str
    dashed: bool = False
    hatched: bool = False
    key: str = ""
    hint: str = ""


@dataclass(frozen=True)
class Tiles:
    """A tile-grid map."""

    tiles: tuple[Tile, ...]


Body = Bars | Dots | Plane | Grid | Tiles


@dataclass(frozen=True)
class Chart:
    """A chart in one language.

    ``source`` is the note under it, ``cite`` how to cite this view, ``link`` the URL of the view, ``frame``
    the data as shown, ``keys`` what each of its rows opens, ``file_name`` has no extension.
    """

    title: str
    subtitle: str
    source: str
    alt: str
    file_name: str
    body: Body
    legend: tuple[Entry, ...] = ()
    frame: pd.DataFrame = field(default_factory=pd.DataFrame)
    keys: tuple[str, ...] = ()
    cite: str = ""
    link: str = ""

    def __post_init__(self) -> None:
        """Raise where the frame does not have one key per row."""
        _require(len(self.keys) in (0, len(self.frame)), "the rows of a chart's frame and its keys differ")


def make_bars(
    frame: pd.DataFrame,
    colours: Mapping[str, str],
    *,
    category: str = "category",
    value: str = "value",
    series: str | None = None,
    **more: Any,
) -> Bars:
    """Make bars from a tidy frame with one row per bar.

    Columns of ``frame``: those named by ``category`` (str) and ``value`` (number, NaN for no bar), and with
    ``series`` the one that identifies the series; optionally ``text`` and ``hint`` (str) of a bar,
    ``detail``, ``note``, ``key`` and ``row_hint`` (str) of its category. Categories keep their order of
    appearance. ``colours`` are those of each series, in display order; without ``series``, of the only one.
    ``more`` are further fields of `Bars`.
    """
    categories = tuple(dict.fromkeys(frame[category]))
    first = frame.drop_duplicates(category)
    made = []
    for name, colour in colours.items():
        rows = frame if series is None else frame[frame[series] == name]
        rows = rows.set_index(category).reindex(categories)
        values = tuple(None if pd.isna(number) else float(number) for number in rows[value])
        made.append(Series(name, values, colour, column_texts(rows, "text"), column_texts(rows, "hint")))
    return Bars(
        tuple(map(str, categories)),
        tuple(made),
        **_row_texts(first),
        **more,
    )


def make_dots(
    frame: pd.DataFrame,
    colours: Mapping[str, str],
    *,
    row: str = "row",
    series: str | None = None,
    markers: Mapping[str, str] | None = None,
    small: Collection[str] = (),
    **more: Any,
) -> Dots:
    """Make dots and ranges from a tidy frame with one row per point.

    Columns of ``frame``: the one named by ``row`` identifies the rows and is their label, unless there is a
    column ``name``; ``low``, ``high`` and optionally ``middle`` (numbers): NaN for an open bound, all NaN for
    no point; optionally ``hint`` (str) of a point, ``detail``, ``note``, ``key`` and ``row_hint`` (str) of
    its row. Rows keep their order of appearance. ``colours`` and ``series`` are as in `make_bars`,
    ``markers`` those of series without circles, ``small`` the series with small points, and ``more`` further
    fields of `Dots`.
    """
    first = frame.drop_duplicates(row)
    row_numbers = {name: number for number, name in enumerate(first[row])}
    bounds = ["low", "high", "middle"]
    known = frame[frame.reindex(columns=bounds).notna().any(axis=1)]
    made = []
    for name, colour in colours.items():
        own = known if series is None else known[known[series] == name]
        hints = column_texts(own, "hint") or ("",) * len(own)
        points = []
        for label, values, hint in zip(own[row], own.reindex(columns=bounds).to_numpy(), hints, strict=True):
            low, high, middle = (None if pd.isna(value) else float(value) for value in values)
            points.append(Point(row_numbers[label], low, high, middle, hint=hint))
        marker = (markers or {}).get(name, "circle")
        made.append(PointSeries(name, tuple(points), colour, marker, name in small))
    return Dots(
        column_texts(first, "name") or tuple(map(str, row_numbers)),
        tuple(made),
        **_row_texts(first),
        **more,
    )


def make_tiles(frame: pd.DataFrame) -> Tiles:
    """Make a tile-grid map from a tidy frame with a column per field of `Tile`; key and hint can miss."""
    names = [field.name for field in fields(Tile) if field.name in frame.columns]
    columns = [frame[name] for name in names]
    return Tiles(tuple(Tile(**dict(zip(names, row, strict=True))) for row in zip(*columns, strict=True)))


def _row_texts(rows: pd.DataFrame) -> dict[str, Any]:
    names = {"details": "detail", "notes": "note", "keys": "key", "hints": "row_hint"}
    return {field: column_texts(rows, name) for field, name in names.items()}


def column_texts(frame: pd.DataFrame, name: str) -> tuple[str, ...]:
    """The texts of a column, empty where they are missing; none without the column."""
    if name not in frame.columns:
        return ()
    return tuple("" if pd.isna(text) else str(text) for text in frame[name])


def _require_each(rows: Sequence[str], *columns: Sequence[object]) -> None:
    for column in columns:
        _require(len(column) in (0, len(rows)), f"{len(column)} values for {len(rows)} rows of a chart")


def _require(condition: bool, message: str) -> None:
    if not condition:
        raise ValueError(message)
