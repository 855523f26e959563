"""What tile-grid maps are made of: where the squares stand, names that fit them, and hatching."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from typing import Any, Final

import pandas as pd

from pages.charts.drawing import svg
from pages.ui.theme import DARK, LIGHT

_SMALLEST: Final = 0.86
"""How far a name is made smaller before it is parted."""


@dataclass(frozen=True)
class TileGrid:
    """Where the squares of a map stand: one square per region, and no border that could be wrong."""

    side: float
    top: float
    first_column: int
    first_row: int
    rows: int

    @property
    def bottom(self) -> float:
        return self.top + self.side * self.rows

    def corner(self, region: Mapping[Any, Any]) -> tuple[float, float]:
        """The upper left corner of a region's square, in pixels."""
        x = svg.MARGIN + (region["tile_column"] - self.first_column) * self.side
        return x, self.top + (region["tile_row"] - self.first_row) * self.side


def tile_grid(regions: pd.DataFrame, top: float, width: float) -> TileGrid:
    """The grid of some regions, as wide as the picture.

    Parameters
    ----------
    regions
        As in the codebook: tile_column, tile_row.
    top
        Where the first row begins, in pixels.
    """
    columns, rows = regions["tile_column"], regions["tile_row"]
    side = (width - 2 * svg.MARGIN) / (columns.max() - columns.min() + 1)
    first_row = int(rows.min())
    return TileGrid(side, top, int(columns.min()), first_row, int(rows.max()) - first_row + 1)


def fitted(name: str, room: float, size: float) -> tuple[list[str], float]:
    """A name on one line or two, as large as it can be in the room that a tile has."""
    if svg.width_of(name, size) * _SMALLEST <= room:
        return [name], min(size, size * room / svg.width_of(name, size))
    lines = _in_two(name)
    widest = max(svg.width_of(line, size) for line in lines)
    return lines, min(size, size * room / widest)


def hatching(name: str) -> str:
    """The pattern of that name, for ``fill:url(#name)``.

    Two layouts of a picture stand in one document: each needs a pattern of its own.
    """
    paper, rule = svg.both(LIGHT.paper, DARK.paper), svg.both(LIGHT.rule, DARK.rule)
    return (
        f'<defs><pattern id="{escape(name)}" width="7" height="7" patternUnits="userSpaceOnUse" '
        f'patternTransform="rotate(45)"><path style="fill:{paper}" d="M0 0h7v7h-7z"/>'
        f'<path style="stroke:{rule};stroke-width:3" d="M0 0v7"/></pattern></defs>'
    )


def _in_two(name: str) -> list[str]:
    """A name parted between two words, or between two syllables of Pinyin, into halves as equal as can be."""
    parted = [(name[:at], name[at + 1 :]) for at, sign in enumerate(name) if sign == " "]
    if not parted:
        ends = re.finditer(r"[aeiou]+(?:ng|n)?(?=[bcdfghjklmpqrstwxyz][a-z])", name)
        parted = [(f"{name[: found.end()]}-", name[found.end() :]) for found in ends]
    return list(min(parted, key=lambda halves: max(map(len, halves)))) if parted else [name]
