"""Colours, marks and letters. A depth is told by its mark as well as by its colour, in light and in dark.

The fills of the depths are one blue that deepens (lightens, in the dark), with a sand aside for "declared
none": an order that stays an order for every kind of colour vision, and in grey print.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, Literal

import streamlit as st

from pages.ui.text import CLASS_ROWS, DEPTH_ROWS
from pipeline.export.office.ink import blend, luminance

FONT: Final = (
    "-apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', 'PingFang SC', 'Hiragino Sans GB', "
    "'Microsoft YaHei', 'Noto Sans CJK SC', 'Source Han Sans SC', sans-serif"
)

DOUBT_MARK: Final = "?"
"""Stands before what is said of a row whose reading is doubtful."""

MARKS: Final = {row["code"]: row["mark"] for row in DEPTH_ROWS}
"""One mark per depth."""

Mode = Literal["light", "dark"]


@dataclass(frozen=True)
class Palette:
    """The colours of one mode; text on ``paper`` and on ``panel`` keeps a contrast of at least 4.5:1."""

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


# Each colour in light and in dark.
_PAGE: Final = {
    "paper": ("#ffffff", "#10161d"),
    "panel": ("#f4f6f8", "#1a232d"),
    "ink": ("#1d2733", "#e6ebf0"),
    "quiet": ("#566472", "#a3b0bc"),
    "rule": ("#d5dce3", "#33414f"),
    "accent": ("#1f5f99", "#6cb2e8"),
    "outside": ("#e3e7eb", "#2a333c"),
}
_DEPTH_FILLS: Final = {row["code"]: (row["fill"], row["dark_fill"]) for row in DEPTH_ROWS}
_DEPTH_INKS: Final = {row["code"]: (row["ink"], row["dark_ink"]) for row in DEPTH_ROWS}
_CLASSES: Final = {row["code"]: (row["colour"], row["dark_colour"]) for row in CLASS_ROWS}


def _palette(side: int) -> Palette:
    def of(pairs: dict[str, tuple[str, str]]) -> dict[str, Any]:
        return {name: pair[side] for name, pair in pairs.items()}

    return Palette(
        **of(_PAGE), depth_fills=of(_DEPTH_FILLS), depth_inks=of(_DEPTH_INKS), classes=of(_CLASSES)
    )


LIGHT: Final = _palette(0)
DARK: Final = _palette(1)

LIGHT_STEPS: Final = ("#e3f1ed", "#badfd6", "#86c5b8", "#4a9e93", "#1f756e", "#0a4846")
DARK_STEPS: Final = ("#15302f", "#1e4c49", "#2a6a65", "#43958c", "#7fc4b8", "#cdeee6")
"""Six classes of a number: a green-blue that deepens (lightens, in the dark), told from the blue of depth."""

GROUP_COLOURS: Final = (
    ("#1f6fb2", "#4f9fe0"),
    ("#b35a00", "#f2a65a"),
    ("#1b7f63", "#5fc7a7"),
    ("#8a3f94", "#a86bb8"),
    ("#6b5a1e", "#e2d48e"),
    ("#a8323e", "#e0606e"),
    ("#4d5a66", "#b4c0cb"),
    ("#00707e", "#63c6d4"),
)
"""Blue, orange, green, purple, brown, red, grey, teal, in light and dark; groups differ in shape besides."""


FADED: Final = 0.16
"""How much of its colour a mark keeps that stands for what isn't asked for."""


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1 to 21, as WCAG 2.2 defines it."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def readable_on(fill: str) -> str:
    """Near black or white, whichever reads better on ``fill``."""
    return max(("#10161e", "#fffffe"), key=lambda ink: contrast(ink, fill))


def current_mode() -> Mode:
    """Whether the reader's page is light or dark."""
    return "dark" if st.context.theme.type == "dark" else "light"


def palette(mode: Mode | None = None) -> Palette:
    """The colours of ``mode``, by default of the reader's page."""
    return DARK if (mode or current_mode()) == "dark" else LIGHT


def dark_colours() -> dict[str, str]:
    """Each light colour with the dark one that stands for it in the dark."""
    faded = (
        (blend(light, LIGHT.paper, FADED), blend(dark, DARK.paper, FADED))
        for light, dark in _DEPTH_FILLS.values()
    )
    named = (pair for pairs in (_PAGE, _DEPTH_FILLS, _DEPTH_INKS, _CLASSES) for pair in pairs.values())
    steps = zip(LIGHT_STEPS, DARK_STEPS, strict=True)
    # A faded depth can look like another colour, which then counts.
    return dict([*faded, *named, *steps, *GROUP_COLOURS])
