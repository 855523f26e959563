"""What pictures are drawn of, as SVG: text that fits, paragraphs, legends, marks, parts that tell more.

Colours are given for light and dark at once (``light-dark()``). Sizes are in pixels; how wide a text is can
only be reckoned here, so it is reckoned for fonts that run wide.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from typing import Final

from pages.charts.parts import Heading
from pages.ui.theme import DARK, FONT, LIGHT
from pages.ui.written import written_plainly

MARGIN: Final = 4

_BOLD: Final = 1.07
_BOX: Final = 14
_WIDTHS: Final = (
    ("ijl.,:;'|!I", 0.28),
    ("ft()[]r-/", 0.37),
    (" \u00a0", 0.26),
    ("mwMW%", 0.88),
    ("ABCDGHKNOPQRSUVXYZ&", 0.67),
    ("ckszvxyJ", 0.51),
)
# What stays on one line: a Latin word or number, or one Chinese character, with what clings to it.
_PIECES: Final = re.compile(
    r"[“‘《（]*(?:[!-~●◐◆○–·]*\u00a0)*(?:[!-~\u00a1-\u024f–—…]+ ?|.)[，。、；：！？”’》）]* ?"
)
_PAUSES: Final = re.compile(r"[，；：]|[,;:] ")


@dataclass(frozen=True)
class Layout:
    """A picture drawn for one width, in pixels."""

    svg: str
    width: float


@dataclass(frozen=True)
class Block:
    """A piece of SVG and how much height it takes."""

    svg: str
    height: float


@dataclass(frozen=True)
class Swatch:
    """An entry of a legend: a drawing 14 pixels square at the origin, and its name."""

    svg: str
    name: str


def both(light: str, dark: str) -> str:
    """A colour of the light page and of the dark one."""
    return f"light-dark({light}, {dark})"


def words(
    text: str, x: float, y: float, size: float, *, kind: str = "i", weight: int = 400, anchor: str = "start"
) -> str:
    """One line of text, its baseline at ``y``; kind ``i`` is ink, ``q`` is quiet."""
    strong = f' font-weight="{weight}"' if weight != 400 else ""
    place = f' text-anchor="{anchor}"' if anchor != "start" else ""
    shown = escape(written_plainly(text))
    return f'<text class="{kind}" x="{x:g}" y="{y:g}" font-size="{size:g}"{strong}{place}>{shown}</text>'


def width_of(text: str, size: float, weight: int = 400) -> float:
    """How wide a line is, nearly, in pixels."""
    return sum(map(_sign_width, text)) * size * (_BOLD if weight > 400 else 1.0)


@lru_cache(maxsize=4096)
def _sign_width(sign: str) -> float:
    """In parts of the font's size; of fonts that differ, the wider one."""
    # Signs such as ● and “ are as wide as a Chinese character in a Chinese font, and narrow in others.
    if unicodedata.east_asian_width(sign) in "WFA":
        return 1.0
    return next((width for signs, width in _WIDTHS if sign in signs), 0.575)


def cut(text: str, size: float, room: float) -> str:
    """A line as it fits, cut short with an ellipsis where it doesn't."""
    if width_of(text, size) <= room:
        return text
    while text and width_of(f"{text}…", size) > room:
        text = text[:-1]
    return f"{text.rstrip()}…"


def wrapped(text: str, size: float, room: float, *, weight: int = 400) -> list[str]:
    """Lines that fit ``room`` pixels, broken between words or between Chinese characters."""
    lines = [""]
    for piece in _PIECES.findall(text):
        if lines[-1] and width_of((lines[-1] + piece).rstrip(" "), size, weight) > room:
            lines.append("")
        lines[-1] += piece
    return [line.strip(" ") for line in lines]


def balanced(text: str, size: float, room: float, *, weight: int = 400) -> list[str]:
    """As many lines as `wrapped` makes, broken at a comma or as nearly of one length as can be."""
    lines = wrapped(text, size, room, weight=weight)
    if len(lines) == 1:
        return lines
    if len(lines) == 2:
        halves = [
            (text[: found.end()].strip(), text[found.end() :].strip()) for found in _PAUSES.finditer(text)
        ]
        fitting = [pair for pair in halves if all(width_of(half, size, weight) <= room for half in pair)]
        if fitting:
            return list(min(fitting, key=lambda pair: max(width_of(half, size, weight) for half in pair)))
    for narrower in range(int(room), int(room / 2), -8):
        closer = wrapped(text, size, narrower, weight=weight)
        if len(closer) > len(lines):
            break
        lines = closer
    return lines


def paragraph(
    text: str, x: float, top: float, size: float, room: float, *, kind: str = "i", weight: int = 400
) -> Block:
    """Text of as many lines as it needs."""
    step = round(size * 1.4)
    lines = (balanced if weight > 400 else wrapped)(text, size, room, weight=weight)
    drawn = (
        words(line, x, top + size + step * number, size, kind=kind, weight=weight)
        for number, line in enumerate(lines)
    )
    return Block("".join(drawn), step * len(lines))


def headed(heading: Heading, width: float) -> Block:
    """Title and subtitle."""
    room = width - 2 * MARGIN
    title = paragraph(heading.title, MARGIN, 4, 18, room, weight=650)
    subtitle = paragraph(heading.subtitle, MARGIN, 8 + title.height, 13, room, kind="q")
    return Block(title.svg + subtitle.svg, 8 + title.height + subtitle.height)


def legend(swatches: Sequence[Swatch], top: float, width: float, *, left: float = MARGIN) -> Block:
    """Entries side by side, in as many lines as they need."""
    x, y, parts = left, top, []
    for swatch in swatches:
        wide = _BOX + 7 + width_of(swatch.name, 12)
        if x > left and x + wide > width - MARGIN:
            x, y = left, y + 22
        parts.append(
            f'<g transform="translate({x:g} {y:g})">{swatch.svg}</g>'
            f"{words(swatch.name, x + _BOX + 7, y + 11.5, 12)}"
        )
        x += wide + 18
    return Block("".join(parts), y + 22 - top)


def mark(depth: str, x: float, y: float, radius: float) -> str:
    """The mark of a depth as a shape in the depth's own colour, its centre at ``x`` and ``y``."""
    ring = f'<circle cx="{x:g}" cy="{y:g}" r="{radius:g}"'
    if depth == "absent":
        return f'<circle class="dq" cx="{x:g}" cy="{y:g}" r="1.2"/>'
    if depth == "none":
        return f'<path class="dn" d="M{x - radius:g} {y:g}h{2 * radius:g}"/>'
    if depth == "blank":
        return f'{ring} class="db"/>'
    if depth == "generic":
        half = f"M{x:g} {y - radius:g}a{radius:g} {radius:g} 0 0 0 0 {2 * radius:g}z"
        return f'{ring} class="dr"/><path class="ds" d="{half}"/>'
    if depth == "quantified":
        far = radius * 1.2
        return (
            f'<path class="dm" d="M{x:g} {y - far:g}l{far:g} {far:g}l{-far:g} {far:g}l{-far:g} {-far:g}z"/>'
        )
    return f'{ring} class="ds"/>'


def part(svg: str, *, code: str, hint: Sequence[str], said: str) -> str:
    """A part of a picture that tells more about itself; with a ``code`` it opens something.

    Parameters
    ----------
    hint
        The lines that appear beside the pointer, the first one in bold.
    said
        What a screen reader says of the part.
    """
    opens = f' data-open="{escape(code)}" role="link" tabindex="-1"' if code else ' role="img"'
    lines = escape("\n".join(hint))
    return f'<g class="part"{opens} data-hint="{lines}" aria-label="{escape(said)}">{svg}</g>'


def row(top: float, high: float, width: float) -> str:
    """What makes a whole row answer to the pointer, and not only what is drawn in it."""
    return f'<path class="hit" d="M{MARGIN} {top:g}H{width - MARGIN:g}v{high:g}H{MARGIN}z"/>'


def sealed(
    blocks: Iterable[str], *, heading: Heading, alt: str, width: float, height: float, name: str
) -> Layout:
    """The whole drawing as a layout; ``height`` is the height of what stands above its source note."""
    note = paragraph(heading.source, MARGIN, height, 11, width - 2 * MARGIN, kind="q")
    whole = round(height + note.height + 6)
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" data-picture="{escape(name)}" role="figure" '
        f'aria-label="{escape(alt)}" viewBox="0 0 {width:g} {whole:g}">'
        f'<desc>{escape(alt)}</desc><style>{_STYLE}</style><g font-family="{escape(FONT)}">'
        f"{''.join(blocks)}{note.svg}</g></svg>"
    )
    return Layout(svg, width)


def _style() -> str:
    """The rules of every picture; they travel with it into a saved file."""
    specific = both(LIGHT.depth_fills["specific"], DARK.depth_fills["specific"])
    quiet = both(LIGHT.quiet, DARK.quiet)
    return (
        f".i{{fill:{both(LIGHT.ink, DARK.ink)}}}.q{{fill:{quiet}}}"
        f".rule{{stroke:{both(LIGHT.rule, DARK.rule)};stroke-width:1}}.hit{{fill:#fff;fill-opacity:0}}"
        f".ds{{fill:{specific}}}.dr{{fill:none;stroke:{specific};stroke-width:1.3}}"
        f".db{{fill:none;stroke:{quiet};stroke-width:1.2}}.dq{{fill:{quiet}}}"
        f".dn{{stroke:{both(LIGHT.depth_inks['none'], DARK.depth_inks['none'])};stroke-width:2.4}}"
        f".dm{{fill:{both(LIGHT.depth_fills['quantified'], DARK.depth_fills['quantified'])}}}"
    )


_STYLE: Final = _style()
