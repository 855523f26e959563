"""A tile-grid map as shapes."""

from collections.abc import Iterator
from typing import Final

from pipeline.export.exported_values import one_line
from pipeline.export.office.colours import BORDER, MUTED, is_light
from pipeline.export.office.measure import MIN_SIZE, Box, shrink_text
from pipeline.export.office.shapes import Canvas, Shape, StyledText
from pipeline.schema.chart import Tile, Tiles

_GAP: Final = 3.0
_WRAPPED_SIZE: Final = 11.0
_MAX_TILE_RATIO: Final = 1.75
"""Maximum width of a tile relative to its height; its texts need the width."""


def tiles_box(tiles: Tiles, room: Box) -> Box:
    """The left part of ``room`` that the map fills."""
    columns, rows, *_ = _map_size(tiles)
    width = min(room.width / columns, room.height / rows * _MAX_TILE_RATIO)
    height = min(room.height / rows, width)
    return Box(room.left, room.top, width * columns, height * rows)


def draw_tiles(canvas: Canvas, tiles: Tiles, box: Box, alt: str) -> None:
    """Draw the map in the box returned by `tiles_box`."""
    columns, rows, first_column, first_row = _map_size(tiles)
    width, height = box.width / columns, box.height / rows
    shapes: list[Shape] = []
    for tile in tiles.tiles:
        left, top = box.left + (tile.column - first_column) * width, box.top + (tile.row - first_row) * height
        line = MUTED if tile.dashed else BORDER if is_light(tile.fill) else None
        tile_box = Box(left, top, width - _GAP, height - _GAP)
        shapes.append(Shape(tile_box, None, tile.fill, line, tile.dashed, one_line(tile.label)))
        shapes += _tile_texts(tile, tile_box)
    canvas.add_group(shapes, box, "Map", alt)


def _map_size(tiles: Tiles) -> tuple[int, int, int, int]:
    """Number of columns and rows, first column, first row."""
    columns, rows = [tile.column for tile in tiles.tiles] or [0], [tile.row for tile in tiles.tiles] or [0]
    return max(columns) - min(columns) + 1, max(rows) - min(rows) + 1, min(columns), min(rows)


def _tile_texts(tile: Tile, box: Box) -> Iterator[Shape]:
    """The label and the value below it, in separate boxes so that both can be moved."""
    left, width, value, name = box.left + 2, box.width - 4, one_line(tile.text), one_line(tile.label)
    label = shrink_text(name, width, largest=min(14.0, box.height * 0.32), smallest=MIN_SIZE)
    if label.text != name:
        size = min(_WRAPPED_SIZE, box.height * 0.27)
        label = shrink_text(name, width, largest=size, smallest=min(size, 7.0), most_lines=2)
    below = shrink_text(value, width, largest=min(15.0, box.height * 0.32), smallest=7, bold=True)
    top = box.top + (box.height - label.height - (below.height if value else 0.0)) / 2
    text = StyledText(label.text, label.size, tile.ink, align="ctr", wrap=label.lines > 1)
    yield Shape(Box(left, top, width, label.height), text)
    if value:
        text = StyledText(below.text, below.size, tile.ink, bold=True, align="ctr", wrap=False)
        yield Shape(Box(left, top + label.height, width, below.height), text)
