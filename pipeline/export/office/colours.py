"""Colours and fonts of slides and reports."""

from typing import Final

INK: Final = "#1a2433"
MUTED: Final = "#566472"
BORDER: Final = "#8a97a3"
GRIDLINE: Final = "#d5dce3"
HEADER_FILL: Final = "#e3e7eb"
WHITE: Final = "#ffffff"

LATIN: Final = "Arial"
EAST_ASIAN: Final = "Microsoft YaHei"
"""Comes with Office for Windows and Mac; LibreOffice substitutes a system font. The templates of slides and
reports name both fonts too.
"""


def text_colour_on(fill: str) -> str:
    """Near black or white, whichever has more contrast on a ``#rrggbb`` colour."""
    background = luminance(fill) + 0.05
    return INK if background / (luminance(INK) + 0.05) >= 1.05 / background else WHITE


def is_light(colour: str) -> bool:
    """Whether a colour has little contrast on white."""
    return luminance(colour) > 0.7


def lighten(colour: str) -> str:
    """A colour at 30 % opacity on white."""
    return blend(colour, WHITE, 0.3)


def blend(colour: str, paper: str, share: float) -> str:
    """A colour at an opacity of ``share``, 0 to 1, on a background colour."""
    channels = zip(bytes.fromhex(colour[1:]), bytes.fromhex(paper[1:]), strict=True)
    return "#" + "".join(f"{round(under + (over - under) * share):02x}" for over, under in channels)


def luminance(colour: str) -> float:
    """Relative luminance of a ``#rrggbb`` colour, 0 to 1 (WCAG 2.2)."""
    channels = [value / 255 for value in bytes.fromhex(colour[1:])]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
