"""Bars in parts side by side: parts by depth, by kind of gap, by role; and how a depth looks in them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pages.charts.drawing import svg
from pages.ui.text import DEPTHS
from pages.ui.theme import DARK, LIGHT, MARKS


@dataclass(frozen=True)
class Piece:
    """A part of a bar: its length in pixels, the classes of its fill and of its ink, and what it may say.

    Of ``labels`` the first that fits is written in it.
    """

    long: float
    fill: str
    ink: str
    labels: Sequence[str]


@dataclass(frozen=True)
class Look:
    """How a bar is drawn, in pixels: its height, and the baseline, size and free sides of its labels.

    ``digits`` are the significant ones of where a part begins.
    """

    high: float
    baseline: float
    size: float
    sides: float
    digits: int = 6


def stacked(pieces: Iterable[Piece], x: float, top: float, look: Look) -> tuple[str, float]:
    """The parts of a bar from ``x`` on; returns them with where the bar ends."""
    drawn = []
    for piece in pieces:
        long = piece.long
        if not long:
            continue
        start = f"{x:.{look.digits}g}"
        drawn.append(
            f'<path class="{piece.fill}" d="M{start} {top:g}h{long:.5g}v{look.high:g}h{-long:.5g}z"/>'
        )
        fitting = (text for text in piece.labels if svg.width_of(text, look.size) + look.sides <= long)
        if label := next(fitting, ""):
            middle, base = x + long / 2, top + look.baseline
            drawn.append(svg.words(label, middle, base, look.size, kind=piece.ink, anchor="middle"))
        x += long
    return "".join(drawn), x


def depth_piece(depth: str, long: float, labels: Sequence[str]) -> Piece:
    """A part of a bar for a depth; its picture needs `depth_style`."""
    return Piece(long, f"fill {depth}", f"on_{depth}", labels)


def depth_swatch(depth: str) -> str:
    """A depth in the legend of bars; its picture needs `depth_style`."""
    sign = svg.words(MARKS[depth], 7, 11, 11, kind=f"on_{depth}", anchor="middle")
    return f'<path class="fill {depth}" d="M.5 .5h13v13h-13z"/>{sign}'


def depth_style() -> str:
    """The rules of style of all depths in bars."""
    rules = [f".fill{{stroke:{svg.both(LIGHT.rule, DARK.rule)};stroke-width:.8}}"]
    for depth in DEPTHS:
        rules.append(f".{depth}{{fill:{svg.both(LIGHT.depth_fills[depth], DARK.depth_fills[depth])}}}")
        rules.append(f".on_{depth}{{fill:{svg.both(LIGHT.depth_inks[depth], DARK.depth_inks[depth])}}}")
    return f"<style>{''.join(rules)}</style>"
