"""A matrix on a slide: a table that can be edited where it is small, squares with marks where it is large."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from pipeline.office.drawn import Canvas, Shape, Words
from pipeline.office.exhibit import Grid
from pipeline.office.ink import BAND, INK
from pipeline.office.measure import LINE, Box, cut, fitted, width_of, wrapped
from pipeline.office.printable import one_line
from pipeline.office.slide_table import draw_table

MOST_ROWS: Final = 24
MOST_COLUMNS: Final = 16

_BAND_SMALLEST: Final = 8.0
_BAND_SETTINGS: Final = ((11.0, 1), (10.0, 1), (9.0, 1), (9.0, 2), (_BAND_SMALLEST, 2))
"""Sizes of the groups' names with the lines that they may take, the best first."""

_TALLEST: Final = 24.0
_GROUP_GAP: Final = 2.5
_MOST_FOR_HEADS: Final = 0.32
_SMALLEST: Final = 6.0
_MOST_FOR_NAMES: Final = 0.25
_MOST_FOR_LONG_NAMES: Final = 0.32


def is_large(grid: Grid) -> bool:
    """Whether a matrix has more cells than a table on a slide can show."""
    return len(grid.rows) > MOST_ROWS or len(grid.columns) > MOST_COLUMNS


def draw_grid(slide: Any, canvas: Canvas, grid: Grid, box: Box, alt: str) -> None:
    """Draw a matrix."""
    if is_large(grid):
        canvas.add_group(_shapes(grid, box), box, "Matrix", alt)
    else:
        draw_table(slide, canvas, grid, box, alt)


@dataclass(frozen=True)
class _Plan:
    """Where everything goes; sizes of the fonts and heights in points."""

    left: float
    top: float
    wide: float
    high: float
    xs: tuple[float, ...]
    row_size: float
    head: float
    head_size: float
    band_size: float
    band_lines: int


def _shapes(grid: Grid, box: Box) -> Iterator[Shape]:
    plan = _plan(grid, box)
    yield from _group_bands(grid, plan, box.top + plan.head)
    size, room = plan.head_size, plan.head - 3
    for x, name in zip(plan.xs, map(one_line, grid.columns), strict=True):
        words = Words(cut(name, size, room), size, upright=True, wrap=False)
        yield Shape(Box(x, box.top, plan.wide, room), words)
    size, room = plan.row_size, plan.left - box.left - 4
    for number, name in enumerate(map(one_line, grid.rows)):
        said = fitted(name, room, largest=size, smallest=_SMALLEST)
        words = Words(said.text, said.size, align="r", wrap=False)
        yield Shape(Box(box.left, plan.top + plan.high * number, room, plan.high), words)
    for number, cells in enumerate(grid.cells):
        for x, cell in zip(plan.xs, cells, strict=True):
            place = Box(x, plan.top + plan.high * number, plan.wide - 0.7, plan.high - 0.7)
            text = one_line(cell.text)
            yield Shape(
                place, Words(text, _mark_size(text, place), cell.ink, align="ctr", wrap=False), cell.fill
            )


def _plan(grid: Grid, box: Box) -> _Plan:
    columns, rows = [one_line(name) for name in grid.columns], [one_line(name) for name in grid.rows]
    head_size, head = _heads(columns, box)
    band_size, band_lines = _band_setting(grid, box)
    band = band_lines * band_size * LINE + 4 if band_lines else 0.0
    high = min((box.height - head - band) / max(len(rows), 1), _TALLEST)
    row_size = max(min(12.0, high / 1.08), _SMALLEST)
    longest = max((width_of(row, 1.0) for row in rows), default=0.0)
    most = max(box.width * _MOST_FOR_NAMES, min(longest * _SMALLEST + 6, box.width * _MOST_FOR_LONG_NAMES))
    left = min(most, longest * row_size + 6)
    gaps = max(len(grid.groups) - 1, 0) * _GROUP_GAP
    wide = min((box.width - left - gaps) / max(len(columns), 1), high * 3)
    xs = _places(grid, box.left + left, wide)
    top = box.top + head + band
    return _Plan(
        box.left + left, top, wide, high, tuple(xs), row_size, head, head_size, band_size, band_lines
    )


def _band_setting(grid: Grid, box: Box) -> tuple[float, int]:
    """One size for the names of all groups, and the lines that they need."""
    if not grid.groups:
        return _BAND_SMALLEST, 0
    column = box.width * 0.88 / max(len(grid.columns), 1)
    for size, lines in _BAND_SETTINGS:
        if all(
            len(wrapped(one_line(name), size, columns * column - 6, bold=True)) <= lines
            for name, columns in grid.groups
        ):
            return size, lines
    return _BAND_SMALLEST, 2


def _heads(columns: list[str], box: Box) -> tuple[float, float]:
    """Size and height of the names over the columns, which run from the bottom to the top."""
    wide = box.width * 0.9 / max(len(columns), 1)
    longest = max((width_of(name, 1.0) for name in columns), default=0.0)
    most = box.height * _MOST_FOR_HEADS
    size = max(min(10.0, wide / 1.15, (most - 5) / max(longest, 1e-6)), _SMALLEST + 1)
    return size, min(longest * size + 5, most)


def _mark_size(text: str, place: Box) -> float:
    room = (place.width - 1) / max(width_of(text, 1.0), 0.5)
    return max(1.0, min(room, place.height * 1.05, 14.0))


def _places(grid: Grid, left: float, wide: float) -> list[float]:
    """Where each column starts; groups stand apart."""
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


def _group_bands(grid: Grid, plan: _Plan, top: float) -> Iterator[Shape]:
    at = 0
    for name, columns in grid.groups:
        if columns < 1 or at + columns > len(plan.xs):
            continue
        start, end = plan.xs[at], plan.xs[at + columns - 1] + plan.wide - 0.7
        at += columns
        place = Box(start, top, end - start, plan.top - top - 2)
        said = fitted(
            one_line(name),
            place.width - 4,
            largest=plan.band_size,
            smallest=plan.band_size,
            most_lines=plan.band_lines,
            bold=True,
        )
        yield Shape(place, Words(said.text, said.size, INK, bold=True, align="ctr"), BAND)
