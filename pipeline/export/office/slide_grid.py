"""A complete matrix on one slide: squares with marks, below the numbers of its columns.

Row names stay readable although the rows are narrow: they alternate between the left and the right.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from typing import Final

from pipeline.export.exported_values import one_line
from pipeline.export.office.ink import HEADER_FILL, INK
from pipeline.export.office.measure import LINE_HEIGHT, MIN_SIZE, Box, text_width, truncate_text, wrap_text
from pipeline.export.office.shapes import Canvas, Shape, StyledText
from pipeline.schema.chart import Grid

_GROUP_SIZES: Final = (
    *((11, 1, True), (10, 1, True), (11, 2, True), (10, 2, True)),
    *((10, 2, False), (10, 3, False)),
)
"""Sizes and lines of the groups' names, the best first; the last ones without the numbers that they begin
with, which the columns have too.
"""

_NUMBER: Final = re.compile(r"\d+(?:\.\d+)*(?= )")
_MAX_NAME_SIZE: Final = 12.0
_TIGHT_LINE_HEIGHT: Final = 1.14
"""Line height of separated lines, relative to the font size."""

_MAX_NAME_SHARE: Final = 0.4
_MIN_NAME_WIDTH: Final = 40.0
_MAX_HEADER_SHARE: Final = 0.3
_GROUP_GAP: Final = 2.5
_MAX_ROW_HEIGHT: Final = 24.0
_MIN_MARK_SIZE: Final = 8.0
"""Signs are recognised by their shape; smaller numbers than this are only shown in the parts."""


@dataclass(frozen=True)
class GridLayout:
    """Where everything goes, in points.

    ``left`` and ``top`` are the corner of the cells, ``wide`` and ``high`` the size of one, ``xs`` the left
    edges of the columns; ``codes`` name the columns and ``titles`` the groups as there is room for them. The
    size of the marks is 0 where they would be too small to read.
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
    """The matrix as one picture, or None where its names would be illegible.

    Long row names are truncated, as the parts show them completely, but never so that two become equal.
    """
    codes = tuple(map(_column_number, grid.columns))
    longest = max((text_width(code, 1.0) for code in codes), default=0.0)
    tallest = (box.height * _MAX_HEADER_SHARE - 5) / max(longest, 0.1)
    column = box.width * (1 - _MAX_NAME_SHARE) / max(len(codes), 1)
    head_size = min(11.0, tallest, max(column / _TIGHT_LINE_HEIGHT, MIN_SIZE))
    head = longest * head_size + 5
    gaps = max(len(grid.groups) - 1, 0) * _GROUP_GAP
    least = len(grid.columns) * MIN_SIZE * _TIGHT_LINE_HEIGHT
    beside = min(box.width - gaps - least, box.width * _MAX_NAME_SHARE)
    rows = [one_line(row) for row in grid.rows]
    names = max(text_width(row, 1.0) for row in rows)
    for band_size, lines, numbered in _GROUP_SIZES:
        band = lines * band_size * LINE_HEIGHT + 4 if grid.groups else 0.0
        high = min((box.height - head - band) / len(grid.rows), _MAX_ROW_HEIGHT)
        both = high < MIN_SIZE * _TIGHT_LINE_HEIGHT
        size = min(_MAX_NAME_SIZE, high * (2 if both else 1) / _TIGHT_LINE_HEIGHT)
        side = min(names * size + 6, beside / (1 + both))
        wide = min((box.width - side * (1 + both) - gaps) / len(grid.columns), high * 3)
        titles = tuple(one_line(name) if numbered else _strip_number(name) for name, _ in grid.groups)
        fits = all(
            len(wrap_text(title, band_size, columns * wide - 3, bold=True)) <= lines
            for title, (_, columns) in zip(titles, grid.groups, strict=True)
        )
        apart = len({truncate_text(row, size, side - 4) for row in rows}) == len(set(rows))
        if fits and apart and min(size, head_size) >= MIN_SIZE and side >= _MIN_NAME_WIDTH:
            left, top = box.left + side, box.top + head + band
            xs, marks = _column_edges(grid, left, wide), _mark_size(grid, wide, high)
            heads = min(head_size, wide / _TIGHT_LINE_HEIGHT)
            return GridLayout(
                box, left, top, wide, high, xs, codes, titles, both, head, size, heads, band_size, marks
            )
    return None


def draw_overview(canvas: Canvas, grid: Grid, plan: GridLayout, alt: str) -> None:
    """Draw a matrix as shapes that are one thing to who clicks it."""
    canvas.add_group(_grid_shapes(grid, plan), plan.box, "Matrix", alt)


def _grid_shapes(grid: Grid, plan: GridLayout) -> Iterator[Shape]:
    yield from _group_shapes(grid, plan)
    for x, code in zip(plan.xs, plan.codes, strict=True):
        words = StyledText(code, plan.head_size, upright=True, wrap=False)
        yield Shape(Box(x, plan.box.top, plan.wide, plan.head - 3), words)
    yield from _row_names(grid, plan)
    for number, cells in enumerate(grid.cells):
        for x, cell in zip(plan.xs, cells, strict=True):
            place = Box(x, plan.top + plan.high * number, plan.wide - 0.7, plan.high - 0.7)
            text = one_line(cell.text) if plan.mark_size else ""
            words = StyledText(text, plan.mark_size or 1.0, cell.ink, align="ctr", wrap=False)
            yield Shape(place, words, cell.fill)


def _row_names(grid: Grid, plan: GridLayout) -> Iterator[Shape]:
    """The names of the rows, alternating between left and right where both sides are used."""
    box, tall = plan.box, plan.name_size * LINE_HEIGHT
    end = plan.xs[-1] + plan.wide + 4
    for number, name in enumerate(map(one_line, grid.rows)):
        right = plan.both_sides and number % 2 == 1
        middle = plan.top + plan.high * (number + 0.5)
        top = min(max(middle - tall / 2, box.top), box.bottom - tall)
        place = (
            Box(end, top, min(plan.left - box.left, box.right - end), tall)
            if right
            else Box(box.left, top, plan.left - box.left - 4, tall)
        )
        label = truncate_text(name, plan.name_size, place.width)
        yield Shape(place, StyledText(label, plan.name_size, align="l" if right else "r", wrap=False))


def _group_shapes(grid: Grid, plan: GridLayout) -> Iterator[Shape]:
    at, top = 0, plan.box.top + plan.head
    for title, (_, columns) in zip(plan.titles, grid.groups, strict=True):
        if columns < 1:
            continue
        start, end = plan.xs[at], plan.xs[at + columns - 1] + plan.wide - 0.7
        at += columns
        place = Box(start, top, end - start, plan.top - top - 2)
        yield Shape(place, StyledText(title, plan.band_size, INK, bold=True, align="ctr"), HEADER_FILL)


def _column_number(name: str) -> str:
    """The number that a name begins with, else the name."""
    label = one_line(name)
    found = _NUMBER.match(label)
    return found[0] if found else label


def _strip_number(name: str) -> str:
    label = one_line(name)
    return _NUMBER.sub("", label, count=1).strip() or label


def _mark_size(grid: Grid, wide: float, high: float) -> float:
    """One font size for the cells, 0 where they would be illegible."""
    texts = {one_line(cell.text) for cells in grid.cells for cell in cells} - {""}
    if not texts:
        return 0.0
    longest = max(text_width(text, 1.0) for text in texts)
    size = min((wide - 1) / max(longest, 0.5), high * 0.95, 14.0)
    written = any(sign.isalnum() for text in texts for sign in text)
    return 0.0 if written and size < _MIN_MARK_SIZE else max(size, 1.0)


def _column_edges(grid: Grid, left: float, wide: float) -> tuple[float, ...]:
    """The left edge of each column, with gaps between groups."""
    ends = list(accumulate(columns for _, columns in grid.groups[:-1]))
    xs = []
    for number in range(len(grid.columns)):
        left += _GROUP_GAP if number in ends else 0.0
        xs.append(left)
        left += wide
    return tuple(xs)
