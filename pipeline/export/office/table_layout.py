"""Layout of a matrix as a table on a slide: sizes of its rows, columns and texts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from pipeline.export.exported_values import office_text, one_line
from pipeline.export.office.measure import (
    LEGIBLE,
    LINE,
    Box,
    Fitted,
    shrink_text,
    sizes,
    truncate_text,
    width_of,
    wrap_text,
)
from pipeline.schema.chart import Grid

SMALLEST: Final = 7.0
"""Smallest font size in points; a matrix is split over slides before it becomes necessary."""

_MOST_FOR_NAMES: Final = (0.24, 0.2, 0.16, 0.3, 0.36, 0.42)
"""Shares of the width, the best first."""

_LARGE: Final = 12.0
_LARGEST: Final = 16.0
_LARGEST_NAME: Final = 14.0
_LARGEST_HEAD: Final = 13.0
_MOST_FOR_HEADS: Final = 0.55
_HEAD_LINES: Final = 4
_NAME_LINES: Final = 3
_TALLEST: Final = 44.0
_WIDEST: Final = 150.0
_LOWEST: Final = LEGIBLE * LINE + 2
_BANDS: Final = ((12.0, 1), (11.0, 1), (10.0, 1), (11.0, 2), (10.0, 2), (9.0, 2), (8.0, 2))
"""Sizes of the groups' names with the lines that they may take, the best first."""


@dataclass(frozen=True)
class Heads:
    """The names over the columns: their size, the height of their row, and whether they run upwards."""

    names: tuple[str, ...]
    size: float
    height: float
    upright: bool


@dataclass(frozen=True)
class TableLayout:
    """Sizes in points; ``left`` is the width of the row names, ``wide`` that of a column.

    ``highs`` are the heights of the rows: a name on two lines makes only its own row higher.
    """

    left: float
    wide: float
    margin: float
    band_size: float
    band_lines: int
    heads: Heads
    highs: tuple[float, ...]
    names: tuple[Fitted, ...]
    cell_size: float

    @property
    def band(self) -> float:
        """The height of the row of groups."""
        return self.band_lines * self.band_size * LINE + 6 if self.band_lines else 0.0

    @property
    def smallest(self) -> float:
        """The size of the smallest letters."""
        bands = [self.band_size] if self.band_lines else []
        return min([self.heads.size, self.cell_size, *bands, *(name.size for name in self.names)])

    @property
    def whole(self) -> bool:
        """Whether no name is cut short."""
        texts = [name.text for name in self.names] + list(self.heads.names)
        return not any(text.endswith("…") for text in texts)


def layout_of(grid: Grid, box: Box) -> TableLayout:
    """The layout with the largest letters: the wider the names are, the narrower are the columns."""
    found = [_layout(grid, box, box.width * most) for most in _MOST_FOR_NAMES]
    return max(found, key=lambda layout: (layout.whole, min(layout.smallest, _LARGE)))


def lines_in(height: float, size: float) -> int:
    """How many lines of a size a row holds."""
    return max(1, int((height - 2) / (size * LINE) + 1e-9))


def _layout(grid: Grid, box: Box, most: float) -> TableLayout:
    rows = [one_line(row) for row in grid.rows]
    columns = [one_line(column) for column in grid.columns]
    longest = max([width_of(row, _LARGEST_NAME) for row in rows], default=0.0)
    left = min(most, longest + 12)
    wide = min((box.width - left) / max(len(columns), 1), _WIDEST)
    margin = 3.0 if wide >= 40 else 1.0 if wide >= 20 else 0.5
    band_size, band_lines = _band_of(grid, wide)
    band = band_lines * band_size * LINE + 6 if band_lines else 0.0
    heads = _heads(columns, wide - 2 * margin, box.height - band, len(rows))
    names, highs = _names(rows, left - 2 * margin, box.height - heads.height - band)
    texts = {office_text(cell.text) for cells in grid.cells for cell in cells}
    size = _cell_size(texts, wide - 2 * margin, min(highs, default=_TALLEST))
    return TableLayout(left, wide, margin, band_size, band_lines, heads, highs, names, size)


def _band_of(grid: Grid, wide: float) -> tuple[float, int]:
    if not grid.groups:
        return LEGIBLE, 0
    for size, lines in _BANDS:
        if all(
            len(wrap_text(one_line(name), size, columns * wide - 6, bold=True)) <= lines
            for name, columns in grid.groups
        ):
            return size, lines
    return _BANDS[-1]


def _heads(columns: Sequence[str], room: float, height: float, rows: int) -> Heads:
    """Names in lines over their columns if they fit, else from the bottom to the top."""
    most = min(height * _MOST_FOR_HEADS, max(height - rows * _LOWEST, height * 0.2))
    for size in sizes(_LARGEST_HEAD, LEGIBLE):
        lines = max((len(wrap_text(name, size, room, bold=True)) for name in columns), default=1)
        if (
            lines <= _HEAD_LINES
            and lines * size * LINE + 4 <= most
            and all(width_of(word, size, bold=True) <= room for word in _words_of(columns))
        ):
            return Heads(tuple(columns), size, lines * size * LINE + 4, upright=False)
    longest = max((width_of(name, 1.0, bold=True) for name in columns), default=1.0)
    size = max(min(12.0, (most - 8) / max(longest, 1.0) / 1.02, room / LINE), SMALLEST)
    head = min(most, longest * size * 1.02 + 8)
    return Heads(
        tuple(truncate_text(name, size, (head - 6) / 1.07) for name in columns), size, head, upright=True
    )


def _words_of(names: Iterable[str]) -> Iterable[str]:
    """The words that can't be broken."""
    return (word for name in names for word in name.split() if word.isascii())


def _names(rows: Sequence[str], room: float, height: float) -> tuple[tuple[Fitted, ...], tuple[float, ...]]:
    """The names of the rows, in one size if that can be read, and how high each row is."""
    even = min(height / max(len(rows), 1), _TALLEST)
    size = min(_LARGEST_NAME, (even - 2) / LINE)
    while size >= LEGIBLE:
        names = tuple(Fitted(row, size, len(wrap_text(row, size, room))) for row in rows)
        highs = _shared([name.height + 2 for name in names], height)
        if highs and max((name.lines for name in names), default=1) <= _NAME_LINES:
            return names, highs
        size -= 0.5
    return tuple(_name(row, room, even) for row in rows), (even,) * len(rows)


def _shared(least: Sequence[float], height: float) -> tuple[float, ...]:
    """Rows as high as they need and as even as they can be; none where there is no room for them."""
    if sum(least) > height:
        return ()
    low, high = 0.0, _TALLEST
    for _ in range(24):
        middle = (low + high) / 2
        fits = sum(max(need, middle) for need in least) <= height
        low, high = (middle, high) if fits else (low, middle)
    return tuple(max(need, low) for need in least)


def _name(row: str, room: float, high: float) -> Fitted:
    for size in sizes(min(LEGIBLE, (high - 2) / LINE), SMALLEST):
        if len(wrap_text(row, size, room)) <= lines_in(high, size):
            break
    return shrink_text(row, room, largest=size, smallest=size, most_lines=lines_in(high, size))


def _cell_size(texts: Iterable[str], room: float, high: float) -> float:
    """The largest font size at which no cell is truncated, if there is one."""
    known = sorted(texts, key=len, reverse=True)
    for size in sizes(_LARGEST, SMALLEST):
        most = lines_in(high, size)
        if (
            size * LINE + 2 <= high + 1e-6
            and all(len(wrap_text(text, size, room)) <= most for text in known)
            and all(width_of(word, size) <= room for word in _words_of(known))
        ):
            break
    return min(size, max((high - 2) / LINE, 1.0))
