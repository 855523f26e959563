"""A legend drawn with shapes: swatches with marks, and names."""

from collections.abc import Sequence
from typing import Final

from pipeline.export.exported_values import one_line
from pipeline.export.office.colours import BORDER, text_colour_on
from pipeline.export.office.measure import LINE_HEIGHT, MIN_SIZE, Box, FittedText, shrink_text, text_width
from pipeline.export.office.shapes import Canvas, Shape, StyledText
from pipeline.schema.chart import Entry

_MAX_LINES: Final = 3
_SIZES: Final = (14.0, 13.0, 12.0, 11.0, 10.0)

PlacedEntry = tuple[Entry, str, float, float]


def draw_legend(canvas: Canvas, entries: Sequence[Entry], room: Box) -> float:
    """Draw entries side by side on as few lines as possible; returns their height."""
    if not entries:
        return 0.0
    placed, size, height = _layout_entries(entries, room)
    _draw_entries(canvas, placed, size, Box(room.left, room.top, room.width, height))
    return height


def measure_legend(entries: Sequence[Entry], room: Box) -> float:
    """The height that `draw_legend` needs."""
    return _layout_entries(entries, room)[2] if entries else 0.0


def _layout_entries(entries: Sequence[Entry], room: Box) -> tuple[list[PlacedEntry], float, float]:
    """The positions, font size and total height of the entries: on one line if possible, else on several."""
    for sizes, lines in ((_SIZES[:3], 1), (_SIZES, _MAX_LINES)):
        for size in sizes:
            placed = _wrap_entries(entries, room, size)
            height = placed[-1][3] + size * LINE_HEIGHT - room.top
            if height <= lines * size * 1.7:
                return placed, size, height
    return placed, size, height


def draw_legend_column(canvas: Canvas, entries: Sequence[Entry], room: Box) -> None:
    """Draw entries in a column, as large as they fit."""
    if not entries:
        return
    step = min(30.0, room.height / len(entries))
    largest = min(16.0, step / 1.6)
    size = min(_fit_name(entry, room, largest, smallest=8).size for entry in entries)
    placed = [
        (entry, _fit_name(entry, room, size).text, room.left, room.top + step * number)
        for number, entry in enumerate(entries)
    ]
    _draw_entries(canvas, placed, size, Box(room.left, room.top, room.width, step * len(entries)))


def _fit_name(entry: Entry, room: Box, size: float, smallest: float | None = None) -> FittedText:
    width = room.width - size * 1.8
    return shrink_text(one_line(entry.name), width, largest=size, smallest=smallest or size)


def _wrap_entries(entries: Sequence[Entry], room: Box, size: float) -> list[PlacedEntry]:
    x, y, placed = room.left, room.top, []
    for entry in entries:
        name = _fit_name(entry, room, size).text
        width = size * 1.8 + text_width(name, size)
        if x > room.left and x + width > room.right:
            x, y = room.left, y + size * 1.7
        placed.append((entry, name, x, y))
        x += width + size * 1.3
    return placed


def _draw_entries(canvas: Canvas, placed: Sequence[PlacedEntry], size: float, box: Box) -> None:
    side, shapes = size * LINE_HEIGHT, []
    for entry, name, x, y in placed:
        ink = text_colour_on(entry.colour)
        mark = StyledText(one_line(entry.mark), max(size * 0.85, MIN_SIZE), ink, align="ctr", wrap=False)
        name_box = Box(x + size * 1.7, y, text_width(name, size) + 2, side)
        shapes.append(Shape(Box(x, y, side, side), mark, entry.colour, BORDER, entry.dashed))
        shapes.append(Shape(name_box, StyledText(name, size, wrap=False)))
    canvas.add_group(shapes, box, "Legend", "; ".join(one_line(entry.name) for entry, *_ in placed))
