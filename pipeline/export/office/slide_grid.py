"""A complete matrix on one slide: squares with marks, below the numbers of its columns.

Row names stay readable although the rows are narrow: they alternate between the left and the right.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from pipeline.export.office.drawn import Canvas, Shape, StyledText
from pipeline.export.office.ink import BAND, INK
from pipeline.export.office.measure import LEGIBLE, LINE, Box, truncate_text, width_of, wrap_text
from pipeline.export.office.printable import one_line
from pipeline.schema.chart import Grid


@dataclass(frozen=True)
class _Bands:
    """How the names of groups are written; without their numbers, which the columns have too, if need be."""

    size: float
    lines: int
    numbered: bool = True


_BAND_SETTINGS: Final = (
    _Bands(11, 1),
    _Bands(10, 1),
    _Bands(11, 2),
    _Bands(10, 2),
    _Bands(10, 2, numbered=False),
    _Bands(10, 3, numbered=False),
)
"""The best first."""

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
class _Letters:
    """Sizes in points; the marks' size is 0 where they would be too small to read."""

    names: float
    heads: float
    bands: float
    marks: float


@dataclass(frozen=True)
class Overview:
    """Where everything goes, in points; ``titles`` are the names of the groups as there is room for them."""

    left: float
    top: float
    wide: float
    high: float
    xs: tuple[float, ...]
    codes: tuple[str, ...]
    titles: tuple[str, ...]
    both_sides: bool
    head: float
    letters: _Letters


def overview_of(grid: Grid, box: Box) -> Overview | None:
    """The matrix as one picture, or None where its names would be illegible.

    Long row names are truncated, as the parts show them completely, but never so that two become equal.
    """
    codes = tuple(map(_code, grid.columns))
    head_size, head = _heads(codes, box)
    gaps = max(len(grid.groups) - 1, 0) * _GROUP_GAP
    least = len(grid.columns) * LEGIBLE * _CLOSE
    beside = min(box.width - gaps - least, box.width * _MOST_FOR_NAMES)
    rows = [one_line(row) for row in grid.rows]
    names = max(width_of(row, 1.0) for row in rows)
    for bands in _BAND_SETTINGS:
        band = bands.lines * bands.size * LINE + 4 if grid.groups else 0.0
        high = min((box.height - head - band) / len(grid.rows), _TALLEST)
        both = high < LEGIBLE * _CLOSE
        size = min(_LARGEST, high * (2 if both else 1) / _CLOSE)
        side = min(names * size + 6, beside / (1 + both))
        wide = min((box.width - side * (1 + both) - gaps) / len(grid.columns), high * 3)
        titles = tuple(_band_name(name, bands) for name, _ in grid.groups)
        fits = all(
            len(wrap_text(title, bands.size, columns * wide - 3, bold=True)) <= bands.lines
            for title, (_, columns) in zip(titles, grid.groups, strict=True)
        )
        apart = len({truncate_text(row, size, side - 4) for row in rows}) == len(set(rows))
        if fits and apart and min(size, head_size) >= LEGIBLE and side >= _LEAST_FOR_NAMES:
            xs = tuple(_places(grid, box.left + side, wide))
            letters = _Letters(size, min(head_size, wide / _CLOSE), bands.size, _mark_size(grid, wide, high))
            top = box.top + head + band
            return Overview(box.left + side, top, wide, high, xs, codes, titles, both, head, letters)
    return None


def draw_overview(canvas: Canvas, grid: Grid, plan: Overview, box: Box, alt: str) -> None:
    """Draw a matrix as shapes that are one thing to who clicks it."""
    canvas.add_group(_shapes(grid, plan, box), box, "Matrix", alt)


def _shapes(grid: Grid, plan: Overview, box: Box) -> Iterator[Shape]:
    yield from _group_bands(grid, plan, box.top + plan.head)
    for x, code in zip(plan.xs, plan.codes, strict=True):
        words = StyledText(code, plan.letters.heads, upright=True, wrap=False)
        yield Shape(Box(x, box.top, plan.wide, plan.head - 3), words)
    yield from _names(grid, plan, box)
    for number, cells in enumerate(grid.cells):
        for x, cell in zip(plan.xs, cells, strict=True):
            place = Box(x, plan.top + plan.high * number, plan.wide - 0.7, plan.high - 0.7)
            text = one_line(cell.text) if plan.letters.marks else ""
            words = StyledText(text, plan.letters.marks or 1.0, cell.ink, align="ctr", wrap=False)
            yield Shape(place, words, cell.fill)


def _names(grid: Grid, plan: Overview, box: Box) -> Iterator[Shape]:
    """The names of the rows, alternating between left and right where both sides are used."""
    end = plan.xs[-1] + plan.wide
    for number, name in enumerate(map(one_line, grid.rows)):
        right = plan.both_sides and number % 2 == 1
        tall = plan.letters.names * LINE
        middle = plan.top + plan.high * (number + 0.5)
        top = min(max(middle - tall / 2, box.top), box.bottom - tall)
        place = (
            Box(end + 4, top, min(plan.left - box.left, box.right - end - 4), tall)
            if right
            else Box(box.left, top, plan.left - box.left - 4, tall)
        )
        label = truncate_text(name, plan.letters.names, place.width)
        yield Shape(place, StyledText(label, plan.letters.names, align="l" if right else "r", wrap=False))


def _code(name: str) -> str:
    """The number that a name begins with, else the name."""
    label = one_line(name)
    found = _CODE.match(label)
    return found[0] if found else label


def _heads(codes: Sequence[str], box: Box) -> tuple[float, float]:
    """Font size and height of the column headings, which run from the bottom to the top."""
    longest = max((width_of(code, 1.0) for code in codes), default=0.0)
    size = min(11.0, (box.height * _MOST_FOR_HEADS - 5) / max(longest, 0.1))
    wide = box.width * (1 - _MOST_FOR_NAMES) / max(len(codes), 1)
    size = min(size, max(wide / _CLOSE, LEGIBLE))
    return size, longest * size + 5


def _band_name(name: str, bands: _Bands) -> str:
    label = one_line(name)
    return label if bands.numbered else _CODE.sub("", label, count=1).strip() or label


def _mark_size(grid: Grid, wide: float, high: float) -> float:
    """One font size for the cells, 0 where they would be illegible."""
    texts = {one_line(cell.text) for cells in grid.cells for cell in cells} - {""}
    if not texts:
        return 0.0
    longest = max(width_of(text, 1.0) for text in texts)
    size = min((wide - 1) / max(longest, 0.5), high * 0.95, 14.0)
    written = any(sign.isalnum() for text in texts for sign in text)
    return 0.0 if written and size < _READ else max(size, 1.0)


def _places(grid: Grid, left: float, wide: float) -> list[float]:
    """The left edge of each column, with gaps between groups."""
    starts, at = set(), 0
    for _, columns in grid.groups[:-1]:
        at += columns
        starts.add(at)
    xs, x = [], left
    for number in range(len(grid.columns)):
        x += _GROUP_GAP if number in starts else 0.0
        xs.append(x)
        x += wide
    return xs


def _group_bands(grid: Grid, plan: Overview, top: float) -> Iterator[Shape]:
    at, size = 0, plan.letters.bands
    for title, (_, columns) in zip(plan.titles, grid.groups, strict=True):
        if columns < 1:
            continue
        start, end = plan.xs[at], plan.xs[at + columns - 1] + plan.wide - 0.7
        at += columns
        place = Box(start, top, end - start, plan.top - top - 2)
        yield Shape(place, StyledText(title, size, INK, bold=True, align="ctr"), BAND)
