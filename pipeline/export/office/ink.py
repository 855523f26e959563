"""The colours and fonts of slides, and which ink reads on which ground."""

from __future__ import annotations

from typing import Final

INK: Final = "#1a2433"
MUTED: Final = "#566472"
BORDER: Final = "#8a97a3"
GRIDLINE: Final = "#d5dce3"
HEADER_FILL: Final = "#e3e7eb"
WHITE: Final = "#ffffff"

LATIN: Final = "Arial"
EAST_ASIAN: Final = "Microsoft YaHei"
"""Comes with Office for Windows and for the Mac; LibreOffice puts a font of the system in its place. The
templates of slides and reports name both fonts too.
"""


def text_colour_on(fill: str) -> str:
    """Near black or white, whichever reads better on a ``#rrggbb`` colour."""
    ground = luminance(fill)
    return INK if (ground + 0.05) / (luminance(INK) + 0.05) >= 1.05 / (ground + 0.05) else WHITE


def is_light(colour: str) -> bool:
    """Whether a colour is hard to see on white."""
    return luminance(colour) > 0.7


def lighten(colour: str) -> str:
    """A colour mixed with white, of which it has three tenths."""
    return blend(colour, WHITE, 0.3)


def blend(colour: str, paper: str, share: float) -> str:
    """A colour as it looks on paper of another where only a share of it is laid on."""
    channels = ((int(colour[at : at + 2], 16), int(paper[at : at + 2], 16)) for at in (1, 3, 5))
    return "#" + "".join(f"{round(under + (over - under) * share):02x}" for over, under in channels)


def luminance(colour: str) -> float:
    """Relative luminance of a ``#rrggbb`` colour, 0 to 1, as WCAG 2.2 defines it."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
