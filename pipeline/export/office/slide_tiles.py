"""A tile-grid map as shapes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pipeline.export.exported_values import one_line
from pipeline.export.office.ink import MUTED
from pipeline.export.office.measure import MIN_SIZE, Box, shrink_text
from pipeline.export.office.shapes import Canvas, Shape, StyledText
from pipeline.schema.chart import Tile, Tiles

_GAP: Final = 3.0
_WRAPPED_SIZE: Final = 11.0
_MAX_TILE_RATIO: Final = 1.75
"""How much wider than high a tile may be: the words in it need width, and a slide has it."""


def tiles_box(tiles: Tiles, room: Box) -> Box:
    """The part of ``room``, at its left, that the map fills."""
    columns, rows, *_ = _map_size(tiles)
    high = room.height / rows
    wide = min(room.width / columns, high * _MAX_TILE_RATIO)
    high = min(high, wide)
    return Box(room.left, room.top, wide * columns, high * rows)


def draw_tiles(canvas: Canvas, tiles: Tiles, box: Box, alt: str) -> None:
    """Draw the map so that it fills the box from `tiles_box`."""
    columns, rows, first_column, first_row = _map_size(tiles)
    wide, high = box.width / columns, box.height / rows

    def shapes() -> Iterator[Shape]:
        for tile in tiles.tiles:
            place = Box(
                box.left + (tile.column - first_column) * wide,
                box.top + (tile.row - first_row) * high,
                wide - _GAP,
                high - _GAP,
            )
            yield _square(tile, place)
            yield from _tile_texts(tile, place)

    canvas.add_group(shapes(), box, "Map", alt)


def _map_size(tiles: Tiles) -> tuple[int, int, int, int]:
    """Columns and rows of the map, and the first of each."""
    columns, rows = [tile.column for tile in tiles.tiles] or [0], [tile.row for tile in tiles.tiles] or [0]
    return max(columns) - min(columns) + 1, max(rows) - min(rows) + 1, min(columns), min(rows)


def _square(tile: Tile, place: Box) -> Shape:
    line = MUTED if tile.dashed else None
    return Shape(place, None, tile.fill, line, tile.dashed, one_line(tile.label))


def _tile_texts(tile: Tile, place: Box) -> Iterator[Shape]:
    """The label and the value below it, each in its own box, so that both can be moved."""
    room = place.width - 4
    text = one_line(tile.text)
    name = one_line(tile.label)
    label = shrink_text(name, room, largest=min(14.0, place.height * 0.32), smallest=MIN_SIZE)
    if label.text != name:
        size = min(_WRAPPED_SIZE, place.height * 0.27)
        label = shrink_text(name, room, largest=size, smallest=min(size, 7.0), most_lines=2)
    below = shrink_text(text, room, largest=min(15.0, place.height * 0.32), smallest=7, bold=True)
    whole = label.height + (below.height if text else 0.0)
    top = place.top + (place.height - whole) / 2
    yield Shape(
        Box(place.left + 2, top, room, label.height),
        StyledText(label.text, label.size, tile.ink, align="ctr", wrap=label.lines > 1),
    )
    if text:
        yield Shape(
            Box(place.left + 2, top + label.height, room, below.height),
            StyledText(below.text, below.size, tile.ink, bold=True, align="ctr", wrap=False),
        )
