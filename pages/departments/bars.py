"""The bars of the departments page: what bodies carry by role, and how differently tasks are assigned."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from pages.charts.drawing import svg
from pages.charts.drawing.stacked import Look, Piece, stacked
from pages.charts.parts import Heading
from pages.charts.picture import Picture
from pages.ui.text import Language, joined
from pages.ui.theme import DARK, LIGHT
from pipeline.schema.chart import Chart

WIDTHS: Final = (980, 440)
SIGNS: Final = {"lead": "◆", "support": "○", "named": "●"}
"""What tells a role without its colour."""

FILLS: Final = {"lead": "quantified", "named": "specific", "support": "generic"}
"""The depth whose colour a role has."""

ORDER: Final = ("lead", "named", "support")
_ROW: Final = 26
_SIZE: Final = 13.0
_LOOK: Final = Look(_ROW - 8, 13, 11.5, 6)


@dataclass(frozen=True)
class Bar:
    """A bar in parts by role, or of one value under the role ``named``; ``written`` stands behind it."""

    name: str
    parts: dict[str, float]
    written: str
    code: str
    hint: tuple[str, ...]


def bars_picture(
    bars: Sequence[Bar],
    roles: dict[str, str],
    heading: Heading,
    language: Language,
    *,
    alt: str,
    file_name: str,
    longest: float = 0.0,
    exhibit: Callable[[], Chart] | None = None,
) -> Picture:
    """Bars one under the other; ``roles`` are the names for the legend, and without any there is none."""
    layouts = tuple(_layout(bars, roles, heading, language, alt, width, longest) for width in WIDTHS)
    return Picture(layouts, alt, file_name, exhibit)


def _layout(
    bars: Sequence[Bar],
    roles: dict[str, str],
    heading: Heading,
    language: Language,
    alt: str,
    width: int,
    longest: float,
) -> svg.Layout:
    head = svg.headed(heading, width)
    swatches = [svg.Swatch(_swatch(code), name) for code, name in roles.items()]
    key = svg.legend(swatches, head.height + 8, width) if swatches else None
    left = min(max(svg.width_of(bar.name, _SIZE) for bar in bars), width * 0.5) + svg.MARGIN + 12
    behind = max(svg.width_of(bar.written, 12.5, 650) for bar in bars) + 12
    longest = longest or max(sum(bar.parts.values()) for bar in bars) or 1.0
    scale = max(width - left - behind - svg.MARGIN, 40.0) / longest
    y = head.height + (key.height + 14 if key else 12)
    parts = [_style(), head.svg, key.svg if key else ""]
    for bar in bars:
        parts.append(_bar(bar, left, y, scale, width))
        y += _ROW
    return svg.sealed(parts, heading=heading, alt=alt, width=width, height=y + 8, name="departments-bars")


def _bar(bar: Bar, left: float, y: float, scale: float, width: float) -> str:
    several = sum(value > 0 for value in bar.parts.values()) > 1
    label = svg.cut(bar.name, _SIZE, left - svg.MARGIN - 10)
    parts, end = stacked(_pieces(bar, scale, several=several), left, y + 4, _LOOK)
    drawn = [
        svg.row(y, _ROW, width),
        svg.words(label, svg.MARGIN, y + 17, _SIZE, kind="i lift"),
        parts,
        svg.words(bar.written, end + 7, y + 17, 12.5, weight=650),
    ]
    return svg.part("".join(drawn), code=bar.code, hint=bar.hint, said=joined(bar.hint))


def _pieces(bar: Bar, scale: float, *, several: bool) -> Iterator[Piece]:
    """The parts of a bar by role; where there are several, each tells its value."""
    for role in ORDER:
        value = bar.parts.get(role, 0)
        sign = f"{SIGNS[role]} {value:g}" if several else SIGNS[role] if role != "named" else ""
        yield Piece(value * scale, f"is-{role}", f"on-{role}", (sign,))


def _swatch(role: str) -> str:
    return f'<rect class="is-{role}" x=".5" y=".5" width="13" height="13" rx="2"/>' + svg.words(
        SIGNS[role], 7, 11, 10, kind=f"on-{role}", anchor="middle"
    )


def _style() -> str:
    edge = svg.both("#b4bec8", "#4a5966")
    rules = []
    for role, depth in FILLS.items():
        fill = svg.both(LIGHT.depth_fills[depth], DARK.depth_fills[depth])
        ink = svg.both(LIGHT.depth_inks[depth], DARK.depth_inks[depth])
        rules.append(f".is-{role}{{fill:{fill};stroke:{edge};stroke-width:.6}}.on-{role}{{fill:{ink}}}")
    return f"<style>{''.join(rules)}</style>"
