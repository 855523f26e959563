"""Estimates text sizes without font metrics, rather too wide than too narrow."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

LINE_HEIGHT: Final = 1.25
"""Line height relative to the font size; written into the slides as exact spacing."""

MIN_SIZE: Final = 10.0
"""Smallest legible font size for names and numbers on a slide, in points."""

_BOLD_FACTOR: Final = 1.07
_WIDTHS: Final = (
    ("ijl.,:;'|!I", 0.28),
    ("ft()[]r-/", 0.37),
    (" \u00a0", 0.28),
    ("mwMW%@", 0.9),
    ("ABCDGHKNOPQRSUVXYZ&", 0.7),
    ("ckszvxyJ", 0.51),
)
# A Latin word or number, or one Chinese character, with adjacent punctuation.
_UNBREAKABLE: Final = re.compile(
    r"[“‘《（]*(?:[!-~\u00a1-\u024f–—…]+ ?|.)[，。、；：！？”’》）]* ?", re.DOTALL
)


@dataclass(frozen=True)
class Box:
    """A rectangle on a slide, in points from the upper left corner."""

    left: float
    top: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """The right edge."""
        return self.left + self.width

    @property
    def bottom(self) -> float:
        """The lower edge."""
        return self.top + self.height


@dataclass(frozen=True)
class FittedText:
    """A text, complete or truncated, with its font size in points and number of lines."""

    text: str
    size: float
    lines: int

    @property
    def height(self) -> float:
        """The height in points."""
        return self.lines * self.size * LINE_HEIGHT


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """Estimated width of a line in points."""
    return _width_in_ems(text) * size * (_BOLD_FACTOR if bold else 1.0)


@lru_cache(maxsize=1 << 16)
def _width_in_ems(text: str) -> float:
    """Width relative to the font size; cached, as texts are measured at many sizes."""
    return _add_width(0.0, text)


def font_sizes(largest: float, smallest: float) -> Iterator[float]:
    """Font sizes to try, from the largest down in steps of half a point."""
    yield largest
    while (largest := largest - 0.5) >= smallest:
        yield largest


@lru_cache(maxsize=1 << 14)  # a layout is tried for several numbers of slides
def wrap_text(text: str, size: float, room: float, *, bold: bool = False) -> tuple[str, ...]:
    """Lines that fit ``room`` points, broken between words or Chinese characters, or within a long word."""
    most = room / size / (_BOLD_FACTOR if bold else 1.0)
    lines, width = [""], 0.0
    for piece in _UNBREAKABLE.findall(text):
        for part in _split_word(piece, most):
            if lines[-1] and part.strip() and _add_width(width, part.rstrip()) > most:
                lines.append("")
                width = 0.0
            lines[-1] += part
            width = _add_width(width, part)
    return tuple(lines)


def shrink_text(
    text: str, room: float, *, largest: float, smallest: float, most_lines: int = 1, bold: bool = False
) -> FittedText:
    """Shrink a text to fit lines of ``room`` points, truncated if too long at the smallest font size."""
    for size in font_sizes(largest, smallest):
        lines = wrap_text(text, size, room, bold=bold)
        if len(lines) <= most_lines:
            return FittedText(text, size, len(lines))
    last = lines[most_lines - 1].rstrip()
    while last and text_width(f"{last}…", size, bold=bold) > room:
        last = last[:-1]
    return FittedText("".join([*lines[: most_lines - 1], last]) + "…", size, most_lines)


def truncate_text(text: str, size: float, room: float) -> str:
    """As much of a text as fits on a line of ``room`` points, with an ellipsis if truncated."""
    if text_width(text, size) <= room:
        return text
    while text and text_width(f"{text}…", size) > room:
        text = text[:-1]
    return f"{text.rstrip()}…" if text else ""


def _split_word(piece: str, most: float) -> list[str]:
    """Split a word that is wider than a line, as PowerPoint does; ``most`` is relative to the font size."""
    if _width_in_ems(piece.rstrip()) <= most:
        return [piece]
    parts, width = [""], 0.0
    for char in piece:
        if parts[-1] and _add_width(width, char) > most:
            parts.append("")
            width = 0.0
        parts[-1] += char
        width = _add_width(width, char)
    return parts


def _add_width(width: float, text: str) -> float:
    return sum(map(_character_width, text), width)


@lru_cache(maxsize=4096)
def _character_width(char: str) -> float:
    """Width relative to the font size; where fonts differ, the wider one."""
    # Characters such as ● and “ are as wide as a Chinese character in Chinese fonts, and narrow in others.
    if unicodedata.east_asian_width(char) in "WFA":
        return 1.0
    return next((width for characters, width in _WIDTHS if char in characters), 0.575)
