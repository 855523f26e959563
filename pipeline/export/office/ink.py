"""The colours and fonts of slides, and which ink reads on which ground."""

from __future__ import annotations

from typing import Final

INK: Final = "#1a2433"
QUIET: Final = "#566472"
EDGE: Final = "#8a97a3"
RULE: Final = "#d5dce3"
BAND: Final = "#e3e7eb"
PAPER: Final = "#ffffff"

LATIN: Final = "Arial"
EAST_ASIAN: Final = "Microsoft YaHei"
"""Comes with Office for Windows and for the Mac; LibreOffice puts a font of the system in its place. The
templates of slides and reports name both fonts too.
"""


def readable_on(fill: str) -> str:
    """Near black or white, whichever reads better on a ``#rrggbb`` colour."""
    ground = _luminance(fill)
    return INK if (ground + 0.05) / (_luminance(INK) + 0.05) >= 1.05 / (ground + 0.05) else PAPER


def is_pale(colour: str) -> bool:
    """Whether a colour is hard to see on white."""
    return _luminance(colour) > 0.7


def tint(colour: str, strength: float = 0.3) -> str:
    """A colour mixed with white."""
    channels = [int(colour[at : at + 2], 16) for at in (1, 3, 5)]
    return "#" + "".join(f"{round(255 - (255 - channel) * strength):02x}" for channel in channels)


def _luminance(colour: str) -> float:
    """Relative luminance, 0 to 1, as WCAG 2.2 defines it."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
