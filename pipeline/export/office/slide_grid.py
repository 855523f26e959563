"""A complete matrix on one slide: squares with marks, below the numbers of the columns.

Where rows are too narrow for their names, the names alternate between left and right.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from typing import Final

from pipeline.export.exported_values import one_line
from pipeline.export.office.colours import HEADER_FILL, INK
from pipeline.export.office.measure import LINE_HEIGHT, MIN_SIZE, Box, text_width, truncate_text, wrap_text
from pipeline.export.office.shapes import Canvas, Shape, StyledText
from pipeline.schema.chart import Grid

_GROUP_SIZES: Final = (
    *((11, 1, True), (10, 1, True), (11, 2, True), (10, 2, True)),
    *((10, 2, False), (10, 3, False)),
)
"""Font sizes and line counts of group names, best first, and whether they keep their leading numbers, which
the columns have too.
"""

_NUMBER: Final = re.compile(r"\d+(?:\.\d+)*(?= )")
_MAX_NAME_SIZE: Final = 12.0
_TIGHT_LINE_HEIGHT: Final = 1.14
"""Relative to the font size."""

_MAX_NAME_SHARE: Final = 0.4
_MIN_NAME_WIDTH: Final = 40.0
_MAX_HEADER_SHARE: Final = 0.3
_GROUP_GAP: Final = 2.5
_MAX_ROW_HEIGHT: Final = 24.0
_MIN_MARK_SIZE: Final = 8.0
"""Minimum font size of numbers and words; other marks are recognised by their shape."""


@dataclass(frozen=True)
class GridLayout:
    """Positions and font sizes in points.

    ``left`` and ``top`` are the corner of the cells, ``wide`` and ``high`` a cell's size, ``xs`` the left
    edges of the columns. ``codes`` label the columns and ``titles`` the groups. ``mark_size`` is 0 if marks
    would be illegible.
    """

    box: Box
    left: float
    top: float
    wide: float
    high: float
    xs: tuple[float, ...]
    codes: tuple[str, ...]
    titles: tuple[str, ...]
    both_sides: bool
    head: float
    name_size: float
    head_size: float
    band_size: float
    mark_size: float


def layout_overview(grid: Grid, box: Box) -> GridLayout | None:
    """Lay out a matrix on one slide; None if its names would be illegible.

    Long row names are truncated, as the parts show them in full, but stay distinct.
    """
    labels = map(one_line, grid.columns)
    codes = tuple(match[0] if (match := _NUMBER.match(label)) else label for label in labels)
    longest = max((text_width(code, 1.0) for code in codes), default=0.0)
    tallest = (box.height * _MAX_HEADER_SHARE - 5) / max(longest, 0.1)
    column = box.width * (1 - _MAX_NAME_SHARE) / max(len(codes), 1)
    head_size = min(11.0, tallest, max(column / _TIGHT_LINE_HEIGHT, MIN_SIZE))
    head = longest * head_size + 5
    gaps = max(len(grid.groups) - 1, 0) * _GROUP_GAP
    min_width = len(grid.columns) * MIN_SIZE * _TIGHT_LINE_HEIGHT
    names_width = min(box.width - gaps - min_width, box.width * _MAX_NAME_SHARE)
    rows = [one_line(row) for row in grid.rows]
    longest_name = max(text_width(row, 1.0) for row in rows)
    for band_size, lines, numbered in _GROUP_SIZES:
        band = lines * band_size * LINE_HEIGHT + 4 if grid.groups else 0.0
        high = min((box.height - head - band) / len(grid.rows), _MAX_ROW_HEIGHT)
        both = high < MIN_SIZE * _TIGHT_LINE_HEIGHT
        size = min(_MAX_NAME_SIZE, high * (2 if both else 1) / _TIGHT_LINE_HEIGHT)
        side = min(longest_name * size + 6, names_width / (1 + both))
        wide = min((box.width - side * (1 + both) - gaps) / len(grid.columns), high * 3)
        titles = tuple(one_line(name) if numbered else _strip_number(name) for name, _ in grid.groups)
        fits = all(
            len(wrap_text(title, band_size, columns * wide - 3, bold=True)) <= lines
            for title, (_, columns) in zip(titles, grid.groups, strict=True)
        )
        distinct = len({truncate_text(row, size, side - 4) for row in rows}) == len(set(rows))
        if fits and distinct and min(size, head_size) >= MIN_SIZE and side >= _MIN_NAME_WIDTH:
            left, top = box.left + side, box.top + head + band
            xs, marks = _column_edges(grid, left, wide), _mark_size(grid, wide, high)
            heads = min(head_size, wide / _TIGHT_LINE_HEIGHT)
            return GridLayout(
                box, left, top, wide, high, xs, codes, titles, both, head, size, heads, band_size, marks
            )
    return None


def draw_overview(canvas: Canvas, grid: Grid, layout: GridLayout, alt: str) -> None:
    """Draw a matrix as a group of shapes."""
    canvas.add_group(_grid_shapes(grid, layout), layout.box, "Matrix", alt)


def _grid_shapes(grid: Grid, layout: GridLayout) -> Iterator[Shape]:
    yield from _group_shapes(grid, layout)
    for x, code in zip(layout.xs, layout.codes, strict=True):
        text = StyledText(code, layout.head_size, upright=True, wrap=False)
        yield Shape(Box(x, layout.box.top, layout.wide, layout.head - 3), text)
    yield from _row_names(grid, layout)
    for row, cells in enumerate(grid.cells):
        for x, cell in zip(layout.xs, cells, strict=True):
            box = Box(x, layout.top + layout.high * row, layout.wide - 0.7, layout.high - 0.7)
            mark = one_line(cell.text) if layout.mark_size else ""
            text = StyledText(mark, layout.mark_size or 1.0, cell.ink, align="ctr", wrap=False)
            yield Shape(box, text, cell.fill)


def _row_names(grid: Grid, layout: GridLayout) -> Iterator[Shape]:
    """Row names, alternating between left and right where both sides are used."""
    box, height = layout.box, layout.name_size * LINE_HEIGHT
    right = layout.xs[-1] + layout.wide + 4
    for number, name in enumerate(map(one_line, grid.rows)):
        middle = layout.top + layout.high * (number + 0.5)
        top = min(max(middle - height / 2, box.top), box.bottom - height)
        is_right = layout.both_sides and number % 2 == 1
        width = min(layout.left - box.left, box.right - right) if is_right else layout.left - box.left - 4
        label = truncate_text(name, layout.name_size, width)
        text = StyledText(label, layout.name_size, align="l" if is_right else "r", wrap=False)
        yield Shape(Box(right if is_right else box.left, top, width, height), text)


def _group_shapes(grid: Grid, layout: GridLayout) -> Iterator[Shape]:
    first, top = 0, layout.box.top + layout.head
    for title, (_, columns) in zip(layout.titles, grid.groups, strict=True):
        if columns < 1:
            continue
        left, right = layout.xs[first], layout.xs[first + columns - 1] + layout.wide - 0.7
        first += columns
        text = StyledText(title, layout.band_size, INK, bold=True, align="ctr")
        yield Shape(Box(left, top, right - left, layout.top - top - 2), text, HEADER_FILL)


def _strip_number(name: str) -> str:
    label = one_line(name)
    return _NUMBER.sub("", label, count=1).strip() or label


def _mark_size(grid: Grid, wide: float, high: float) -> float:
    """Font size of all cells; 0 if illegible."""
    texts = {one_line(cell.text) for cells in grid.cells for cell in cells} - {""}
    if not texts:
        return 0.0
    longest = max(text_width(text, 1.0) for text in texts)
    size = min((wide - 1) / max(longest, 0.5), high * 0.95, 14.0)
    has_words = any(char.isalnum() for text in texts for char in text)
    return 0.0 if has_words and size < _MIN_MARK_SIZE else max(size, 1.0)


def _column_edges(grid: Grid, left: float, wide: float) -> tuple[float, ...]:
    """Left edges of the columns, with gaps between groups."""
    ends = list(accumulate(columns for _, columns in grid.groups[:-1]))
    edges = []
    for index in range(len(grid.columns)):
        left += _GROUP_GAP if index in ends else 0.0
        edges.append(left)
        left += wide
    return tuple(edges)
