"""Dots and ranges as points of an XY chart: closed and open ranges, the reference line, the row names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from pipeline.export.office.axis import Axis, axis_over
from pipeline.export.office.chart_parts import Track, marked
from pipeline.export.office.printable import one_line
from pipeline.schema.chart import Dots, Entry, Point, PointSeries

_OPEN: Final = {"zh": "开放的一端", "en": "open end"}
_ROWS: Final = {"zh": "行", "en": "rows"}
_SPREAD: Final = 0.5
"""How much of a row's height its series share where they meet."""

Points = tuple[tuple[float, float, str] | None, ...]


@dataclass(frozen=True)
class Tracks:
    """The series of the chart in their order; ``opened`` are those of which some point has no bound."""

    closed: tuple[Track, ...]
    opened: tuple[tuple[Track, PointSeries], ...]
    reference: tuple[Track, ...]
    names: Track

    @property
    def shown(self) -> tuple[Track, ...]:
        """The names in the legend."""
        return (*self.closed, *(track for track, _ in self.opened))

    @property
    def every(self) -> tuple[Track, ...]:
        """All series of the chart."""
        return (*self.shown, *self.reference, self.names)


def tracks_of(dots: Dots, axis: Axis, language: str, legend: Sequence[Entry] = ()) -> Tracks:
    """The points of all series; rows count from 1 downwards."""
    rows = row_names(dots)
    shifts = row_shifts(dots)
    closed = tuple(
        Track(marked(series.name, legend), _closed(series, rows, shift))
        for series, shift in zip(dots.series, shifts, strict=True)
    )
    opened = (
        (Track(_open_name(series, language), _opened(series, rows, shift, axis)), series)
        for series, shift in zip(dots.series, shifts, strict=True)
    )
    edges = (axis.low, axis.high) if has_notes(dots) else (axis.low,)
    names = tuple((edge, float(at), row) for edge in edges for at, row in enumerate(rows, start=1))
    return Tracks(
        closed,
        tuple((track, series) for track, series in opened if track.points),
        _reference(dots),
        Track(_ROWS[language], names),
    )


def row_names(dots: Dots) -> list[str]:
    """The names of the rows; equal names are distinguished by their details."""
    counts = Counter(dots.rows)
    details = dots.details or ("",) * len(dots.rows)
    return [
        one_line(f"{row} · {detail.splitlines()[0]}" if detail and counts[row] > 1 else row)
        for row, detail in zip(dots.rows, details, strict=True)
    ]


def has_notes(dots: Dots) -> bool:
    """Whether the notes are at the ends of the rows: only where no row has a single labelled point."""
    points = sum(len(series.points) for series in dots.series)
    labelled = one_a_row(dots) and points == len(dots.rows) - len(dots.headings)
    return any(dots.notes) and not labelled


def axis_of(dots: Dots) -> Axis:
    """An axis over all values, with space for open ends."""
    return axis_over(span_of(dots), log=dots.log)


def span_of(dots: Dots) -> tuple[float, ...]:
    """The range of the axis."""
    values, beyond = [], []
    for point in (point for series in dots.series for point in series.points):
        stops = stops_of(point)
        values += stops
        if point.high is None and stops:
            beyond.append(1.2 * stops[-1])
    middle = [dots.reference[1]] if dots.reference else []
    return (*values, *beyond, *middle, *dots.reach)


def stops_of(point: Point) -> list[float]:
    """The values of a point, from left to right, each once."""
    return list(dict.fromkeys(value for value in (point.low, point.middle, point.high) if value is not None))


def one_a_row(dots: Dots) -> bool:
    """Whether no row has two points."""
    rows = [point.row for series in dots.series for point in series.points]
    return len(rows) == len(set(rows))


def row_shifts(dots: Dots) -> list[float]:
    """Vertical offset of each series in its rows, so that ranges do not hide one another."""
    count = len(dots.series)
    rows = [
        point.row
        for series in dots.series
        for point in series.points
        if point.low is None or point.high is None or point.low < point.high
    ]
    if len(rows) == len(set(rows)):
        return [0.0] * count
    return [((at + 0.5) / count - 0.5) * _SPREAD for at in range(count)]


def _closed(series: PointSeries, rows: Sequence[str], shift: float) -> Points:
    """The points of a series, with a gap between two so that no line joins them."""
    points: list[tuple[float, float, str] | None] = []
    for point in series.points:
        points += [(value, point.row + 1 + shift, rows[point.row]) for value in stops_of(point)]
        points.append(None)
    return tuple(points[:-1])


def _opened(series: PointSeries, rows: Sequence[str], shift: float, axis: Axis) -> Points:
    """Lines from a point without a bound to the edge of the plot."""
    points: list[tuple[float, float, str] | None] = []
    for point in series.points:
        stops, y = stops_of(point), point.row + 1 + shift
        if stops and point.low is None:
            points += [(stops[0], y, rows[point.row]), (axis.low, y, ""), None]
        if stops and point.high is None:
            points += [(stops[-1], y, rows[point.row]), (axis.high, y, ""), None]
    return tuple(points[:-1])


def _open_name(series: PointSeries, language: str) -> str:
    return one_line(f"{series.name} · {_OPEN[language]}" if series.name else _OPEN[language])


def _reference(dots: Dots) -> tuple[Track, ...]:
    if dots.reference is None:
        return ()
    name, value = dots.reference
    return (Track(one_line(name), ((value, 0.0, name), (value, len(dots.rows) + 1.0, name))),)
