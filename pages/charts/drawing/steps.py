"""The six classes of colour that maps and grids share: one green-blue that deepens (lightens, in the dark).

It is told from the blue of depth, and in order to every eye.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from pages.charts.drawing import svg
from pages.charts.exhibits import EMPTY, painted
from pages.ui.theme import DARK_STEPS as DARK_STEPS
from pages.ui.theme import LIGHT_STEPS as LIGHT_STEPS
from pages.ui.theme import readable_on
from pipeline.schema import chart

STEPS: Final = (("<20", 0.0), ("20–39", 0.2), ("40–59", 0.4), ("60–79", 0.6), ("80–99", 0.8), ("100", 1.0))
"""The classes of shares, in per cent, with where each begins; they stay what they are whatever is chosen."""

PLAIN: Final = -1
"""The step of a cell without a colour."""


@dataclass(frozen=True)
class Cell:
    """Where a row and a column of a grid meet; ``step`` is one of the six classes of colour, or `PLAIN`."""

    written: str
    step: int
    code: str
    hint: tuple[str, ...]


def step_of_share(share: float) -> int:
    """The class of a share from 0 to 1."""
    return max(number for number, (_, start) in enumerate(STEPS) if share >= start - 1e-9)


def step_rules() -> str:
    """The rules of style of the classes: ``s0`` to ``s5`` fill, ``t0`` to ``t5`` is ink that reads on it."""
    return "".join(
        f".s{number}{{fill:{svg.both(light, dark)}}}"
        f".t{number}{{fill:{svg.both(readable_on(light), readable_on(dark))}}}"
        for number, (light, dark) in enumerate(zip(LIGHT_STEPS, DARK_STEPS, strict=True))
    )


def painted_cells(cells: Mapping[tuple[str, str], Cell]) -> dict[tuple[str, str], chart.GridCell]:
    """The same cells as slides and files of data are made from."""
    return {
        place: painted(cell.written, LIGHT_STEPS[cell.step] if cell.step >= 0 else EMPTY.fill)
        for place, cell in cells.items()
    }
