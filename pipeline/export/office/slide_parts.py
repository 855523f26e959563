"""Split charts over several slides where names and numbers would be illegible on one.

A matrix is shown first as a whole, then by group; bars and dots continue on the same axis.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import pairwise
from typing import Final

from pipeline.export.office.axis import axis_values
from pipeline.export.office.measure import MIN_SIZE, Box
from pipeline.export.office.slide_bars import ROW_FIELDS, count_panels, slice_bars, slice_fields
from pipeline.export.office.slide_dots import keep_telling_details, row_label_size
from pipeline.export.office.slide_grid import layout_overview
from pipeline.export.office.slide_table import layout_table
from pipeline.schema.chart import Bars, Body, Chart, Dots, Grid
from pipeline.schema.grids import append_totals

_MAX_CELLS: Final = 1200
"""Editors are slow with larger tables."""

_MAX_COLUMNS: Final = 60
_TALL_ROWS: Final = 24
_TALL_COLUMNS: Final = 12
_MAX_PARTS: Final = 16
_ALL_COLUMNS: Final = {"zh": "{name}（全部）", "en": "{name} (all)"}
_PART_NUMBER: Final = {"zh": "（{number}/{count}）", "en": " ({number}/{count})"}
_SEPARATOR: Final = {"zh": "· ", "en": " · "}

BodyBox = Callable[[Chart], Box]
PartBox = Callable[[str, Body], Box]
NamedBody = tuple[str, Body]
SlidePart = tuple[Chart, bool]
"""The chart of one slide, and whether it is the complete matrix before its parts."""


def split_chart(chart: Chart, language: str, body_box: BodyBox) -> list[SlidePart]:
    """Split a chart into the slides that it needs.

    ``body_box`` returns the space that a chart's slide has for its body. ``language`` is that of the texts
    added to titles.
    """

    def part_box(name: str, body: Body) -> Box:
        # The number of parts is not known yet: reserve space for two digits.
        return body_box(_title_part(replace(chart, body=body), name, (88, 88), language))

    def fits(part: Body, count: int) -> bool:
        box = part_box("", part) if count > 1 else body_box(replace(chart, body=part))
        if isinstance(part, Bars):
            return count_panels(part, box) > 0
        return isinstance(part, Dots) and row_label_size(part, box) >= MIN_SIZE

    body = chart.body
    if isinstance(body, Grid):
        whole = body_box(chart)
        body, parts = _split_with_totals(body, lambda grid: _split_grid(grid, language, part_box, whole))
    elif isinstance(body, Bars):
        parts = _split_rows(body, fits)
    elif isinstance(body, Dots):
        parts = _split_rows(keep_telling_details(body), fits)
    else:
        parts = [("", body)]
    if len(parts) == 1:
        return [(replace(chart, body=parts[0][1]), False)]
    slides = [(name, part, False) for name, part in parts]
    if isinstance(body, Grid) and len(body.groups) > 1 and layout_overview(body, part_box("", body)):
        slides = [("", body, True), *slides]
    return [
        (_title_part(replace(chart, body=part), name, (number, len(slides)), language), is_overview)
        for number, (name, part, is_overview) in enumerate(slides, start=1)
    ]


def transpose_grid(grid: Grid) -> Grid:
    """A grid with its rows as columns; group names are lost."""
    return Grid(grid.columns, grid.rows, tuple(zip(*grid.cells, strict=True)))


def _title_part(chart: Chart, name: str, position: tuple[int, int], language: str) -> Chart:
    number = _PART_NUMBER[language].format(number=position[0], count=position[1])
    if not name:
        return replace(chart, title=f"{chart.title.rstrip()}{number}", alt=f"{chart.alt}{number}")
    label = f"{name}{number}{_SEPARATOR[language]}"
    return replace(chart, title=f"{label}{chart.title}", alt=f"{label}{chart.alt}")


def _split_with_totals(grid: Grid, split: Callable[[Grid], list[NamedBody]]) -> tuple[Grid, list[NamedBody]]:
    """A grid with those of its totals that need no further slides, and its parts."""
    bare = replace(grid, row_totals=(), column_totals=())
    fewest = split(bare)
    for kept in (grid, replace(grid, column_totals=())):
        with_kept = append_totals(kept)
        parts = split(with_kept)
        if len(parts) <= len(fewest):
            return with_kept, parts
    return bare, fewest


def _split_grid(grid: Grid, language: str, part_box: PartBox, whole: Box) -> list[NamedBody]:
    """A complete matrix, as given or transposed, or in parts by group."""
    transposed = transpose_grid(grid)
    # A slide is wider than it is high.
    is_tall = not grid.groups and len(grid.rows) > _TALL_ROWS and len(grid.columns) <= _TALL_COLUMNS
    if is_tall and _grid_fits(transposed, whole):
        return [("", transposed)]
    if _grid_fits(grid, whole):
        return [("", grid)]
    if len(grid.groups) <= 1 and _grid_fits(transposed, whole):
        return [("", transposed)]
    return [
        (name, part)
        for name, group in _split_groups(grid, language)
        for part in _split_cells(group, name, part_box)
    ]


def _grid_fits(grid: Grid, box: Box) -> bool:
    if len(grid.rows) * len(grid.columns) > _MAX_CELLS or len(grid.columns) > _MAX_COLUMNS:
        return False
    layout = layout_table(grid, box)
    return layout.whole and layout.smallest >= MIN_SIZE


def _split_groups(grid: Grid, language: str) -> Iterator[tuple[str, Grid]]:
    """The columns of each group, together with the columns outside all groups, such as totals."""
    if len(grid.groups) < 2:
        yield "", grid
        return
    start, grouped = 0, sum(columns for _, columns in grid.groups)
    ungrouped = [_ALL_COLUMNS[language].format(name=name) for name in grid.columns[grouped:]]
    for name, columns in grid.groups:
        own = slice(start, start + columns)
        start += columns
        if columns:
            cells = tuple((*cells[own], *cells[grouped:]) for cells in grid.cells)
            yield name, Grid(grid.rows, (*grid.columns[own], *ungrouped), cells)


def _split_cells(grid: Grid, name: str, part_box: PartBox) -> list[Grid]:
    """A grid in as few parts as fit, as given or transposed."""
    for count in range(1, _MAX_PARTS + 1):
        for across in (across for across in range(1, count + 1) if count % across == 0):
            for oriented in (grid, transpose_grid(grid)):
                if len(oriented.rows) >= count // across and len(oriented.columns) >= across:
                    parts = _slice_grid(oriented, count // across, across)
                    if all(_grid_fits(part, part_box(name, part)) for part in parts):
                        return parts
    return _slice_grid(grid, -(-len(grid.rows) // 20), -(-len(grid.columns) // 12))


def _slice_grid(grid: Grid, down: int, across: int) -> list[Grid]:
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
    """Bars or dots in as few parts as fit, on one axis; a single part if no number fits."""
    rows = len(body.categories if isinstance(body, Bars) else body.rows)
    for count in range(1, min(_MAX_PARTS, max(rows, 1)) + 1):
        parts = [_slice_body(body, *ends) for ends in _even_ranges(rows, count)] if count > 1 else [body]
        if all(fits(part, count) for part in parts):
            return [("", part) for part in parts]
    return [("", body)]


def _slice_body(body: Bars | Dots, start: int, end: int) -> Bars | Dots:
    if isinstance(body, Bars):
        return slice_bars(body, start, end)
    series = []
    for one in body.series:
        kept = (point for point in one.points if start <= point.row < end)
        series.append(replace(one, points=tuple(replace(point, row=point.row - start) for point in kept)))
    headings = tuple(row - start for row in body.headings if start <= row < end)
    fields = slice_fields(body, start, end, "rows", *ROW_FIELDS)
    return replace(body, series=tuple(series), reach=axis_values(body), headings=headings, **fields)


def _even_ranges(length: int, count: int) -> list[tuple[int, int]]:
    """``count`` ranges (start, end) of nearly equal length."""
    count = min(count, max(length, 1))
    return list(pairwise(round(length * number / count) for number in range(count + 1)))
