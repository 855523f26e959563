"""A chart that is too much for one slide, parted: every name and number stays large enough to be read.

A matrix is shown whole first, then group by group; bars and dots go on, on the same axis. What fits stays on
one slide.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise
from typing import Final

from pipeline.export.office.dot_tracks import span_of
from pipeline.export.office.measure import LEGIBLE, Box
from pipeline.export.office.slide_bars import cut_bars, cut_rows, longest_of, panels_of
from pipeline.export.office.slide_dots import row_size
from pipeline.export.office.slide_grid import overview_of
from pipeline.export.office.table_layout import layout_of
from pipeline.schema.chart import Bars, Body, Chart, Dots, Grid
from pipeline.schema.grids import with_totals

MOST_CELLS: Final = 1200
"""More than these make a table that an editor can hardly handle."""

_MOST_COLUMNS: Final = 60
_MANY_ROWS: Final = 24
_FEW_COLUMNS: Final = 12
_MOST_CUTS: Final = 16
_ALL: Final = {"zh": "{name}（全部）", "en": "{name} (all)"}
_PLACE: Final = {"zh": "（{number}/{count}）", "en": " ({number}/{count})"}
_BETWEEN: Final = {"zh": "· ", "en": " · "}

RoomOf = Callable[[Chart], Box]
NamedBody = tuple[str, Body]


@dataclass(frozen=True)
class SlidePart:
    """What one slide shows; an ``overview`` is a matrix seen whole, before its parts."""

    chart: Chart
    overview: bool = False


def split_chart(chart: Chart, language: str, room_of: RoomOf) -> list[SlidePart]:
    """The slides that a chart takes.

    Parameters
    ----------
    exhibit
        The chart.
    language
        ``zh`` or ``en``, for what is added to the titles.
    room_of
        The place that a slide has for the body of a chart, beside its title, legend and foot.
    """

    def room(name: str, body: Body, numbered: bool = True) -> Box:
        # No part is known yet by its number: the widest stands for it.
        part = replace(chart, body=body)
        return room_of(_titled(part, name, (88, 88), language) if numbered else part)

    body = chart.body
    if isinstance(body, Grid):
        whole = room_of(chart)
        body, pieces = _fewest_pieces(body, lambda grid: _grid_pieces(grid, language, room, whole))
    elif isinstance(body, Bars):
        pieces = _cut_until(
            partial(_bars_cut, body), lambda part, count: _bars_fit(part, room("", part, count > 1))
        )
    elif isinstance(body, Dots):
        pieces = _cut_until(
            partial(_dots_cut, body), lambda part, count: _dots_fit(part, room("", part, count > 1))
        )
    else:
        pieces = [("", body)]
    if len(pieces) == 1:
        return [SlidePart(replace(chart, body=pieces[0][1]))]
    every = [(name, piece, False) for name, piece in pieces]
    if isinstance(body, Grid) and len(body.groups) > 1 and overview_of(body, room("", body)):
        every = [("", body, True), *every]
    return [
        SlidePart(_titled(replace(chart, body=piece), name, (number, len(every)), language), overview)
        for number, (name, piece, overview) in enumerate(every, start=1)
    ]


def transpose_grid(grid: Grid) -> Grid:
    """A grid with its rows as columns; the names of groups are lost."""
    return Grid(grid.columns, grid.rows, tuple(zip(*grid.cells, strict=True)))


def _titled(chart: Chart, name: str, place: tuple[int, int], language: str) -> Chart:
    """A part under the name of what it shows, its number and the title of the whole."""
    number = _PLACE[language].format(number=place[0], count=place[1])
    if not name:
        return replace(chart, title=f"{chart.title.rstrip()}{number}", alt=f"{chart.alt}{number}")
    label = f"{name}{number}{_BETWEEN[language]}"
    return replace(chart, title=f"{label}{chart.title}", alt=f"{label}{chart.alt}")


def _fewest_pieces(grid: Grid, part: Callable[[Grid], list[NamedBody]]) -> tuple[Grid, list[NamedBody]]:
    """A grid with those of its totals that need no further slides, and its pieces."""
    without = replace(grid, row_totals=(), column_totals=())
    fewest = part(without)
    for kept in (grid, replace(grid, column_totals=())):
        totalled = with_totals(kept)
        pieces = part(totalled)
        if len(pieces) <= len(fewest):
            return totalled, pieces
    return without, fewest


def _grid_pieces(grid: Grid, language: str, room: Callable[[str, Body], Box], whole: Box) -> list[NamedBody]:
    """A matrix whole, as it stands or turned over, or in pieces by group."""
    over = transpose_grid(grid)
    # A slide is wider than it is high.
    tall = not grid.groups and len(grid.rows) > _MANY_ROWS and len(grid.columns) <= _FEW_COLUMNS
    if tall and _grid_fits(over, whole):
        return [("", over)]
    if _grid_fits(grid, whole):
        return [("", grid)]
    if len(grid.groups) <= 1 and _grid_fits(over, whole):
        return [("", over)]
    found: list[NamedBody] = []
    for name, piece in _by_group(grid, language):
        fits = partial(_fits_under, name, room)
        found += [(name, part) for part in _grid_cuts(piece, fits)]
    return found


def _fits_under(name: str, room: Callable[[str, Body], Box], grid: Grid) -> bool:
    return _grid_fits(grid, room(name, grid))


def _grid_fits(grid: Grid, box: Box) -> bool:
    if len(grid.rows) * len(grid.columns) > MOST_CELLS or len(grid.columns) > _MOST_COLUMNS:
        return False
    layout = layout_of(grid, box)
    return layout.whole and layout.smallest >= LEGIBLE


def _by_group(grid: Grid, language: str) -> Iterator[tuple[str, Grid]]:
    """The columns of each group, with those that belong to none, such as totals, beside each."""
    if len(grid.groups) < 2:
        yield "", grid
        return
    grouped = sum(columns for _, columns in grid.groups)
    beside = range(grouped, len(grid.columns))
    last = [_ALL[language].format(name=grid.columns[place]) for place in beside]
    start = 0
    for name, columns in grid.groups:
        places = [*range(start, start + columns), *beside]
        start += columns
        if columns:
            yield (
                name,
                Grid(
                    grid.rows,
                    (*(grid.columns[place] for place in places[:columns]), *last),
                    tuple(tuple(cells[place] for place in places) for cells in grid.cells),
                ),
            )


def _grid_cuts(grid: Grid, fits: Callable[[Grid], bool]) -> list[Grid]:
    """A grid as few pieces that fit, as it stands or turned over; in any case pieces of bearable size."""
    for count in range(1, _MOST_CUTS + 1):
        for across in (across for across in range(1, count + 1) if count % across == 0):
            for way in (grid, transpose_grid(grid)):
                if len(way.rows) < count // across or len(way.columns) < across:
                    continue
                pieces = [
                    piece for part in _grid_cut(way, count // across) for piece in _cut_across(part, across)
                ]
                if all(map(fits, pieces)):
                    return pieces
    return [
        piece
        for part in _grid_cut(grid, -(-len(grid.rows) // 20))
        for piece in _cut_across(part, -(-len(grid.columns) // 12))
    ]


def _grid_cut(grid: Grid, count: int) -> list[Grid]:
    return [
        Grid(grid.rows[start:end], grid.columns, grid.cells[start:end])
        for start, end in _stretches(len(grid.rows), count)
    ]


def _cut_across(grid: Grid, count: int) -> list[Grid]:
    return (
        [grid] if count == 1 else [transpose_grid(piece) for piece in _grid_cut(transpose_grid(grid), count)]
    )


def _bars_cut(bars: Bars, count: int) -> list[Body]:
    reach = max([*longest_of(bars), 0.0])
    return [
        cut_bars(bars, start, end, reach if count > 1 else bars.reach)
        for start, end in _stretches(len(bars.categories), count)
    ]


def _dots_cut(dots: Dots, count: int) -> list[Body]:
    reach = span_of(dots) if count > 1 else dots.reach
    return [
        replace(
            dots,
            rows=dots.rows[start:end],
            series=tuple(
                replace(
                    series,
                    points=tuple(
                        replace(point, row=point.row - start)
                        for point in series.points
                        if start <= point.row < end
                    ),
                )
                for series in dots.series
            ),
            reach=reach,
            headings=tuple(row - start for row in dots.headings if start <= row < end),
            **cut_rows(dots, start, end),
        )
        for start, end in _stretches(len(dots.rows), count)
    ]


def _bars_fit(bars: Body, box: Box) -> bool:
    return isinstance(bars, Bars) and panels_of(bars, box) > 0


def _dots_fit(dots: Body, box: Box) -> bool:
    return isinstance(dots, Dots) and row_size(dots, box) >= LEGIBLE


def _cut_until(cut: Callable[[int], list[Body]], fits: Callable[[Body, int], bool]) -> list[NamedBody]:
    """As few pieces as fit; the whole where none do."""
    for count in range(1, _MOST_CUTS + 1):
        pieces = cut(count)
        if all(fits(piece, count) for piece in pieces):
            return [("", piece) for piece in pieces]
        if len(pieces) < count:
            break
    return [("", piece) for piece in cut(1)]


def _stretches(length: int, count: int) -> list[tuple[int, int]]:
    """Nearly equal stretches of a row of so many things."""
    count = min(count, max(length, 1))
    return list(pairwise(round(length * number / count) for number in range(count + 1)))
