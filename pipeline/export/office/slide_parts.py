"""Splits a chart that is too large for one slide, so that every name and number stays legible.

A matrix is shown completely first, then group by group; bars and dots continue on the same axis.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise
from typing import Final

from pipeline.export.office.axis import axis_values
from pipeline.export.office.measure import MIN_SIZE, Box
from pipeline.export.office.slide_bars import count_panels, slice_bars, slice_rows
from pipeline.export.office.slide_dots import row_label_size
from pipeline.export.office.slide_grid import layout_overview
from pipeline.export.office.table_layout import layout_table
from pipeline.schema.chart import Bars, Body, Chart, Dots, Grid
from pipeline.schema.grids import with_totals

_MAX_CELLS: Final = 1200
"""More than these make a table that an editor can hardly handle."""

_MAX_COLUMNS: Final = 60
_TALL_ROWS: Final = 24
_TALL_COLUMNS: Final = 12
_MAX_PARTS: Final = 16
_ALL_COLUMNS: Final = {"zh": "{name}（全部）", "en": "{name} (all)"}
_PART_NUMBER: Final = {"zh": "（{number}/{count}）", "en": " ({number}/{count})"}
_SEPARATOR: Final = {"zh": "· ", "en": " · "}

BodyBox = Callable[[Chart], Box]
NamedBody = tuple[str, Body]


@dataclass(frozen=True)
class SlidePart:
    """The content of one slide; ``overview`` marks the complete matrix before its parts."""

    chart: Chart
    overview: bool = False


def split_chart(chart: Chart, language: str, room_of: BodyBox) -> list[SlidePart]:
    """The slides that a chart needs.

    Parameters
    ----------
    chart
        The chart.
    language
        ``zh`` or ``en``, for what is added to the titles.
    room_of
        The place that a slide has for the body of a chart, beside its title, legend and foot.
    """

    def room(name: str, body: Body) -> Box:
        # The number of parts is not known yet: reserve space for two digits.
        return room_of(_title_part(replace(chart, body=body), name, (88, 88), language))

    def fits(part: Body, count: int) -> bool:
        box = room("", part) if count > 1 else room_of(replace(chart, body=part))
        return count_panels(part, box) > 0 if isinstance(part, Bars) else _dots_fit(part, box)

    body = chart.body
    if isinstance(body, Grid):
        whole = room_of(chart)
        body, pieces = _split_with_totals(body, lambda grid: _split_grid(grid, language, room, whole))
    elif isinstance(body, (Bars, Dots)):
        pieces = _split_rows(body, fits)
    else:
        pieces = [("", body)]
    if len(pieces) == 1:
        return [SlidePart(replace(chart, body=pieces[0][1]))]
    every = [(name, piece, False) for name, piece in pieces]
    if isinstance(body, Grid) and len(body.groups) > 1 and layout_overview(body, room("", body)):
        every = [("", body, True), *every]
    return [
        SlidePart(_title_part(replace(chart, body=piece), name, (number, len(every)), language), overview)
        for number, (name, piece, overview) in enumerate(every, start=1)
    ]


def transpose_grid(grid: Grid) -> Grid:
    """A grid with its rows as columns; the names of groups are lost."""
    return Grid(grid.columns, grid.rows, tuple(zip(*grid.cells, strict=True)))


def _title_part(chart: Chart, name: str, place: tuple[int, int], language: str) -> Chart:
    """A part with its name and number before the title of the chart."""
    number = _PART_NUMBER[language].format(number=place[0], count=place[1])
    if not name:
        return replace(chart, title=f"{chart.title.rstrip()}{number}", alt=f"{chart.alt}{number}")
    label = f"{name}{number}{_SEPARATOR[language]}"
    return replace(chart, title=f"{label}{chart.title}", alt=f"{label}{chart.alt}")


def _split_with_totals(grid: Grid, part: Callable[[Grid], list[NamedBody]]) -> tuple[Grid, list[NamedBody]]:
    """A grid with those of its totals that need no further slides, and its pieces."""
    without = replace(grid, row_totals=(), column_totals=())
    fewest = part(without)
    for kept in (grid, replace(grid, column_totals=())):
        totalled = with_totals(kept)
        pieces = part(totalled)
        if len(pieces) <= len(fewest):
            return totalled, pieces
    return without, fewest


def _split_grid(grid: Grid, language: str, room: Callable[[str, Body], Box], whole: Box) -> list[NamedBody]:
    """A complete matrix, as given or transposed, or in pieces by group."""
    over = transpose_grid(grid)
    # A slide is wider than it is high.
    tall = not grid.groups and len(grid.rows) > _TALL_ROWS and len(grid.columns) <= _TALL_COLUMNS
    if tall and _grid_fits(over, whole):
        return [("", over)]
    if _grid_fits(grid, whole):
        return [("", grid)]
    if len(grid.groups) <= 1 and _grid_fits(over, whole):
        return [("", over)]
    found: list[NamedBody] = []
    for name, piece in _split_groups(grid, language):
        found += [(name, part) for part in _split_cells(piece, partial(_fits_under, name, room))]
    return found


def _fits_under(name: str, room: Callable[[str, Body], Box], grid: Grid) -> bool:
    return _grid_fits(grid, room(name, grid))


def _grid_fits(grid: Grid, box: Box) -> bool:
    if len(grid.rows) * len(grid.columns) > _MAX_CELLS or len(grid.columns) > _MAX_COLUMNS:
        return False
    layout = layout_table(grid, box)
    return layout.whole and layout.smallest >= MIN_SIZE


def _split_groups(grid: Grid, language: str) -> Iterator[tuple[str, Grid]]:
    """The columns of each group, each with the columns outside all groups, such as totals."""
    if len(grid.groups) < 2:
        yield "", grid
        return
    start, grouped = 0, sum(columns for _, columns in grid.groups)
    last = [_ALL_COLUMNS[language].format(name=name) for name in grid.columns[grouped:]]
    for name, columns in grid.groups:
        own = slice(start, start + columns)
        start += columns
        if columns:
            cells = tuple((*cells[own], *cells[grouped:]) for cells in grid.cells)
            yield name, Grid(grid.rows, (*grid.columns[own], *last), cells)


def _split_cells(grid: Grid, fits: Callable[[Grid], bool]) -> list[Grid]:
    """A grid in as few pieces as fit, as given or transposed, and none too large for an editor."""
    for count in range(1, _MAX_PARTS + 1):
        for across in (across for across in range(1, count + 1) if count % across == 0):
            for way in (grid, transpose_grid(grid)):
                if len(way.rows) >= count // across and len(way.columns) >= across:
                    pieces = _slice_grid(way, count // across, across)
                    if all(map(fits, pieces)):
                        return pieces
    return _slice_grid(grid, -(-len(grid.rows) // 20), -(-len(grid.columns) // 12))


def _slice_grid(grid: Grid, down: int, across: int) -> list[Grid]:
    """A grid in ``down`` times ``across`` pieces."""
    return [
        Grid(
            grid.rows[top:bottom],
            grid.columns[left:right],
            tuple(cells[left:right] for cells in grid.cells[top:bottom]),
        )
        for top, bottom in _even_ranges(len(grid.rows), down)
        for left, right in _even_ranges(len(grid.columns), across)
    ]


def _split_rows(body: Bars | Dots, fits: Callable[[Body, int], bool]) -> list[NamedBody]:
    """Bars or dots in as few pieces as fit, all on one axis; one piece where no number does."""
    rows = len(body.categories if isinstance(body, Bars) else body.rows)
    for count in range(1, min(_MAX_PARTS, max(rows, 1)) + 1):
        pieces = (
            [_slice_body(body, *stretch) for stretch in _even_ranges(rows, count)] if count > 1 else [body]
        )
        if all(fits(piece, count) for piece in pieces):
            return [("", piece) for piece in pieces]
    return [("", body)]


def _slice_body(body: Bars | Dots, start: int, end: int) -> Bars | Dots:
    if isinstance(body, Bars):
        return slice_bars(body, start, end)
    series = tuple(
        replace(
            series,
            points=tuple(
                replace(point, row=point.row - start) for point in series.points if start <= point.row < end
            ),
        )
        for series in body.series
    )
    headings = tuple(row - start for row in body.headings if start <= row < end)
    rows, kept = body.rows[start:end], slice_rows(body, start, end)
    return replace(body, rows=rows, series=series, reach=axis_values(body), headings=headings, **kept)


def _dots_fit(dots: Body, box: Box) -> bool:
    return isinstance(dots, Dots) and row_label_size(dots, box) >= MIN_SIZE


def _even_ranges(length: int, count: int) -> list[tuple[int, int]]:
    """Ranges of nearly equal length over a number of items."""
    count = min(count, max(length, 1))
    return list(pairwise(round(length * number / count) for number in range(count + 1)))
