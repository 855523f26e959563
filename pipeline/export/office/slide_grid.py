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
from pipeline.export.office.drawn import Canvas, Shape, StyledText
from pipeline.export.office.ink import BAND, INK
from pipeline.export.office.measure import LEGIBLE, LINE, Box, truncate_text, width_of, wrap_text
from pipeline.schema.chart import Grid

_BANDS: Final = (
    *((11, 1, True), (10, 1, True), (11, 2, True), (10, 2, True)),
    *((10, 2, False), (10, 3, False)),
)
"""Sizes and lines of the groups' names, the best first; the last ones without the numbers that they begin
with, which the columns have too.
"""

_CODE: Final = re.compile(r"\d+(?:\.\d+)*(?= )")
_LARGEST: Final = 12.0
_CLOSE: Final = 1.14
"""Line height of separated lines, relative to the font size."""

_MOST_FOR_NAMES: Final = 0.4
_LEAST_FOR_NAMES: Final = 40.0
_MOST_FOR_HEADS: Final = 0.3
_GROUP_GAP: Final = 2.5
_TALLEST: Final = 24.0
_READ: Final = 8.0
"""Signs are recognised by their shape; smaller numbers than this are only shown in the parts."""


@dataclass(frozen=True)
class Overview:
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


def overview_of(grid: Grid, box: Box) -> Overview | None:
    """The matrix as one picture, or None where its names would be illegible.

    Long row names are truncated, as the parts show them completely, but never so that two become equal.
    """
    codes = tuple(map(_code, grid.columns))
    longest = max((width_of(code, 1.0) for code in codes), default=0.0)
    tallest = (box.height * _MOST_FOR_HEADS - 5) / max(longest, 0.1)
    column = box.width * (1 - _MOST_FOR_NAMES) / max(len(codes), 1)
    head_size = min(11.0, tallest, max(column / _CLOSE, LEGIBLE))
    head = longest * head_size + 5
    gaps = max(len(grid.groups) - 1, 0) * _GROUP_GAP
    least = len(grid.columns) * LEGIBLE * _CLOSE
    beside = min(box.width - gaps - least, box.width * _MOST_FOR_NAMES)
    rows = [one_line(row) for row in grid.rows]
    names = max(width_of(row, 1.0) for row in rows)
    for band_size, lines, numbered in _BANDS:
        band = lines * band_size * LINE + 4 if grid.groups else 0.0
        high = min((box.height - head - band) / len(grid.rows), _TALLEST)
        both = high < LEGIBLE * _CLOSE
        size = min(_LARGEST, high * (2 if both else 1) / _CLOSE)
        side = min(names * size + 6, beside / (1 + both))
        wide = min((box.width - side * (1 + both) - gaps) / len(grid.columns), high * 3)
        titles = tuple(one_line(name) if numbered else _uncoded(name) for name, _ in grid.groups)
        fits = all(
            len(wrap_text(title, band_size, columns * wide - 3, bold=True)) <= lines
            for title, (_, columns) in zip(titles, grid.groups, strict=True)
        )
        apart = len({truncate_text(row, size, side - 4) for row in rows}) == len(set(rows))
        if fits and apart and min(size, head_size) >= LEGIBLE and side >= _LEAST_FOR_NAMES:
            left, top = box.left + side, box.top + head + band
            xs, marks = _places(grid, left, wide), _mark_size(grid, wide, high)
            heads = min(head_size, wide / _CLOSE)
            lengths = (left, top, wide, high, xs)
            return Overview(box, *lengths, codes, titles, both, head, size, heads, band_size, marks)
    return None


def draw_overview(canvas: Canvas, grid: Grid, plan: Overview, alt: str) -> None:
    """Draw a matrix as shapes that are one thing to who clicks it."""
    canvas.add_group(_shapes(grid, plan), plan.box, "Matrix", alt)


def _shapes(grid: Grid, plan: Overview) -> Iterator[Shape]:
    yield from _group_bands(grid, plan)
    for x, code in zip(plan.xs, plan.codes, strict=True):
        words = StyledText(code, plan.head_size, upright=True, wrap=False)
        yield Shape(Box(x, plan.box.top, plan.wide, plan.head - 3), words)
    yield from _names(grid, plan)
    for number, cells in enumerate(grid.cells):
        for x, cell in zip(plan.xs, cells, strict=True):
            place = Box(x, plan.top + plan.high * number, plan.wide - 0.7, plan.high - 0.7)
            text = one_line(cell.text) if plan.mark_size else ""
            words = StyledText(text, plan.mark_size or 1.0, cell.ink, align="ctr", wrap=False)
            yield Shape(place, words, cell.fill)


def _names(grid: Grid, plan: Overview) -> Iterator[Shape]:
    """The names of the rows, alternating between left and right where both sides are used."""
    box, tall = plan.box, plan.name_size * LINE
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


def _group_bands(grid: Grid, plan: Overview) -> Iterator[Shape]:
    at, top = 0, plan.box.top + plan.head
    for title, (_, columns) in zip(plan.titles, grid.groups, strict=True):
        if columns < 1:
            continue
        start, end = plan.xs[at], plan.xs[at + columns - 1] + plan.wide - 0.7
        at += columns
        place = Box(start, top, end - start, plan.top - top - 2)
        yield Shape(place, StyledText(title, plan.band_size, INK, bold=True, align="ctr"), BAND)


def _code(name: str) -> str:
    """The number that a name begins with, else the name."""
    label = one_line(name)
    found = _CODE.match(label)
    return found[0] if found else label


def _uncoded(name: str) -> str:
    label = one_line(name)
    return _CODE.sub("", label, count=1).strip() or label


def _mark_size(grid: Grid, wide: float, high: float) -> float:
    """One font size for the cells, 0 where they would be illegible."""
    texts = {one_line(cell.text) for cells in grid.cells for cell in cells} - {""}
    if not texts:
        return 0.0
    longest = max(width_of(text, 1.0) for text in texts)
    size = min((wide - 1) / max(longest, 0.5), high * 0.95, 14.0)
    written = any(sign.isalnum() for text in texts for sign in text)
    return 0.0 if written and size < _READ else max(size, 1.0)


def _places(grid: Grid, left: float, wide: float) -> tuple[float, ...]:
    """The left edge of each column, with gaps between groups."""
    ends = list(accumulate(columns for _, columns in grid.groups[:-1]))
    xs = []
    for number in range(len(grid.columns)):
        left += _GROUP_GAP if number in ends else 0.0
        xs.append(left)
        left += wide
    return tuple(xs)
