"""The marks of targets on an axis: shape tells an exact value, a range, an open bound and an estimate."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from pages.charts.drawing import svg
from pages.ui.target_values import COMPARATORS
from pages.ui.text import Language, named
from pages.ui.theme import DARK, LIGHT

RADIUS: Final = 5.0
ARROW: Final = 22.0
"""How far an open bound reaches out, in pixels."""


@dataclass(frozen=True)
class Spot:
    """Where a target lies on an axis, in pixels."""

    low: float
    high: float
    comparator: str


def target_mark(spot: Spot, y: float, *, radius: float = RADIUS) -> str:
    """The mark of a target, its centre line at ``y``."""
    low, high = f"{spot.low:.5g}", f"{spot.high:.5g}"
    if spot.comparator == "~":
        bar = _bar(spot.low, spot.high, y) if spot.high > spot.low else ""
        return f'{bar}<circle class="about" cx="{(spot.low + spot.high) / 2:.5g}" cy="{y:g}" r="{radius:g}"/>'
    if spot.high > spot.low:
        ends = "".join(
            f'<circle class="mark" cx="{x}" cy="{y:g}" r="{radius * 0.8:g}"/>' for x in (low, high)
        )
        return _bar(spot.low, spot.high, y) + ends
    dot = f'<circle class="mark" cx="{low}" cy="{y:g}" r="{radius:g}"/>'
    if spot.comparator == ">=":
        return dot + _arrow(spot.low, y, 1)
    return dot + _arrow(spot.high, y, -1) if spot.comparator == "<=" else dot


def swatches(comparators: Iterable[str], language: Language) -> list[svg.Swatch]:
    """The legend of the marks that occur, in the order of `COMPARATORS`."""
    found = set(comparators)
    drawn = {
        "=": Spot(7, 7, "="),
        "range": Spot(2.5, 11.5, "range"),
        ">=": Spot(3, 3, ">="),
        "<=": Spot(11, 11, "<="),
        "~": Spot(7, 7, "~"),
    }
    return [
        svg.Swatch(_small(spot), named(COMPARATORS, code, language))
        for code, spot in drawn.items()
        if code in found
    ]


def style() -> str:
    """The rules of the marks, for the pictures that have them."""
    accent, paper = svg.both(LIGHT.accent, DARK.accent), svg.both(LIGHT.paper, DARK.paper)
    quiet = svg.both(LIGHT.quiet, DARK.quiet)
    return (
        f"<style>.mark{{fill:{accent}}}.peer{{fill:{quiet};fill-opacity:.75}}.about{{fill:{paper};stroke:{accent};stroke-width:2}}"
        f".reach{{fill:none;stroke:{accent};stroke-width:2}}"
        f".span{{stroke:{accent};stroke-width:3.4;stroke-opacity:.7}}"
        f".middle{{stroke:{svg.both(LIGHT.ink, DARK.ink)};stroke-width:1.6;stroke-dasharray:5 3}}"
        f".guide{{stroke:{quiet};stroke-width:1;stroke-dasharray:1 4;stroke-opacity:.75}}</style>"
    )


def _bar(low: float, high: float, y: float) -> str:
    return f'<path class="span" d="M{low:.5g} {y:g}H{high:.5g}"/>'


def _arrow(x: float, y: float, way: int, long: float = ARROW, head: float = 4.5) -> str:
    end = x + way * long
    return (
        f'<path class="reach" d="M{x:.5g} {y:g}H{end:.5g}m{-way * head:g} {-head:g}l{way * head:g} {head:g}'
        f'l{-way * head:g} {head:g}"/>'
    )


def _small(spot: Spot) -> str:
    if spot.comparator in (">=", "<="):
        way = 1 if spot.comparator == ">=" else -1
        return f'<circle class="mark" cx="{spot.low:g}" cy="7" r="3"/>{_arrow(spot.low, 7, way, 9.5, 3)}'
    return target_mark(spot, 7, radius=3 if spot.comparator == "range" else 4.2)
