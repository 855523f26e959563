"""Lines of printed text: where they break, and where their characters stand."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Final

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont

CHINESE, WESTERN = "STSong-Light", "Times-Roman"
"""Fonts that every reader of PDF knows; the file holds none."""
pdfmetrics.registerFont(UnicodeCIDFont(CHINESE))

_NEVER_FIRST: Final = "，。、；：！？）》”’〕】％%·"
_NEVER_LAST: Final = "（《“‘〔【"


@dataclass(frozen=True)
class Line:
    """Characters with their places from the left of a cell's text, in points."""

    characters: tuple[tuple[float, str], ...]


def width_of(text: str, points: float) -> float:
    return sum(_width_of_one(character) for character in text) * points


@cache
def _width_of_one(character: str) -> float:
    """The width at one point."""
    return float(pdfmetrics.stringWidth(character, WESTERN if character.isascii() else CHINESE, 1))


def _units(text: str) -> list[str]:
    """What a line break does not part: words and numbers, and marks with what they stand by."""
    units: list[str] = []
    for letter in text:
        joins = units and (
            (letter.isascii() and letter.isalnum() and units[-1][-1].isascii() and units[-1][-1].isalnum())
            or letter in _NEVER_FIRST
            or letter == " "
            or units[-1][-1] in _NEVER_LAST
        )
        if joins:
            units[-1] += letter
        else:
            units.append(letter)
    return units


def break_lines(text: str, room: float, points: float, start: float, hangs: bool) -> Iterator[str]:
    line = ""
    for unit in _units(text):
        kept = unit.rstrip(" ")
        if hangs and len(kept) == 2 and kept[1] in "，。、；":
            kept = kept[0]
        if line and start + _length(line + kept, points) > room + 0.01:
            yield line
            line, start = "", 0.0
        while not line and len(unit) > 1 and start + _length(kept, points) > room + 0.01:
            count = max(1, int(room / points))
            yield unit[:count]
            unit = kept = unit[count:]
            start = 0.0
        line += unit
    if line or not text:
        yield line


def _gaps(text: str, points: float) -> list[float]:
    """The room before each character: there is some between Chinese and other letters."""
    parted = [a.isascii() != b.isascii() and " " not in a + b for a, b in pairwise(text)]
    return [0.0, *(points / 4 if gap else 0.0 for gap in parted)][: len(text)]


def _length(text: str, points: float) -> float:
    return width_of(text, points) + sum(_gaps(text, points))


def set_line(text: str, room: float, points: float, start: float, justified: bool) -> Line:
    """The characters of a line at their places."""
    gaps = _gaps(text, points)
    used = start + _length(text, points)
    spare = max(0.0, room - used)
    stretch = spare / max(1, len(text) - 1) if justified and spare < 3 * points else 0.0
    x, found = start, []
    for place, (gap, letter) in enumerate(zip(gaps, text, strict=True)):
        x += gap + (stretch if place else 0.0)
        found.append((x, letter))
        x += width_of(letter, points)
    return Line(tuple(found))
