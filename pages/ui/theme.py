"""Colours, fonts, and the marks of depths, which also tell depths apart where colours do not.

The fills of depths are a sequential scale of blue, darker with depth (lighter in dark mode), and sand for
"declared none". Their order holds for every kind of colour vision, and in greyscale.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

import streamlit as st

from pages.ui.codes import CLASS_ROWS, DEPTH_ROWS, read_rows
from pipeline.export.office.colours import blend, luminance

FONT: Final = (
    "-apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', 'PingFang SC', 'Hiragino Sans GB', "
    "'Microsoft YaHei', 'Noto Sans CJK SC', 'Source Han Sans SC', sans-serif"
)

DOUBT_MARK: Final = "?"
"""Marks a row whose reading is doubtful."""

MARKS: Final = {row["code"]: row["mark"] for row in DEPTH_ROWS}

Mode = Literal["light", "dark"]


@dataclass(frozen=True)
class Palette:
    """The colours of one mode; text on ``paper`` and ``panel`` has a contrast of at least 4.5:1."""

    paper: str
    panel: str
    ink: str
    quiet: str
    rule: str
    accent: str
    outside: str
    depth_fills: dict[str, str]
    depth_inks: dict[str, str]
    classes: dict[str, str]


_COLOUR_ROWS: Final = read_rows(Path(__file__).with_name("codes") / "colours.csv")


def _colours(of: str) -> dict[str, tuple[str, str]]:
    """Return colours by name, each in light and in dark mode."""
    return {row["name"]: (row["light"], row["dark"]) for row in _COLOUR_ROWS if row["of"] == of}


_PAGE: Final = _colours("page")
_DEPTH_FILLS: Final = {row["code"]: (row["fill"], row["dark_fill"]) for row in DEPTH_ROWS}
_DEPTH_INKS: Final = {row["code"]: (row["ink"], row["dark_ink"]) for row in DEPTH_ROWS}
_CLASSES: Final = {row["code"]: (row["colour"], row["dark_colour"]) for row in CLASS_ROWS}

LIGHT, DARK = (
    Palette(
        **{name: pair[mode] for name, pair in _PAGE.items()},
        depth_fills={code: pair[mode] for code, pair in _DEPTH_FILLS.items()},
        depth_inks={code: pair[mode] for code, pair in _DEPTH_INKS.items()},
        classes={code: pair[mode] for code, pair in _CLASSES.items()},
    )
    for mode in (0, 1)
)


LIGHT_STEPS, DARK_STEPS = zip(*_colours("step").values(), strict=True)
"""Sequential scale of six classes, darker with the number (lighter in dark mode); not the blue of depths."""

GROUP_COLOURS: Final = tuple(_colours("group").values())
"""Colours of groups, which also differ in shape."""

FADED_OPACITY: Final = 0.16
"""Opacity of marks that the filters exclude."""


def fade_colour(light: str) -> str:
    """Return a light mode colour as faded by filters."""
    return blend(light, LIGHT.paper, FADED_OPACITY)


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, 1 to 21, as defined in WCAG 2.2."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def readable_on(fill: str) -> str:
    """Return near black or white, whichever has more contrast on ``fill``."""
    return max(("#10161e", "#fffffe"), key=lambda ink: contrast(ink, fill))


def current_mode() -> Mode:
    """Return the mode of the user's page."""
    return "dark" if st.context.theme.type == "dark" else "light"


def palette(mode: Mode | None = None) -> Palette:
    """Return the colours of ``mode``, by default of the user's page."""
    return DARK if (mode or current_mode()) == "dark" else LIGHT


def dark_colours() -> dict[str, str]:
    """Return the dark mode's colour for each colour of light mode."""
    fills = _DEPTH_FILLS.values()
    faded = ((fade_colour(light), blend(dark, DARK.paper, FADED_OPACITY)) for light, dark in fills)
    named = (pair for pairs in (_PAGE, _DEPTH_FILLS, _DEPTH_INKS, _CLASSES) for pair in pairs.values())
    steps = zip(LIGHT_STEPS, DARK_STEPS, strict=True)
    # A faded depth can equal another colour, which then takes precedence.
    return dict([*faded, *named, *steps, *GROUP_COLOURS])
