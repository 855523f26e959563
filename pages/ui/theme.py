"""Colours, marks and letters. A depth is told by its mark as well as by its colour, in light and in dark.

The fills of the depths are one blue that deepens (lightens, in the dark), with a sand aside for "declared
none": an order that stays an order for every kind of colour vision, and in grey print.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import streamlit as st

FONT: Final = (
    "-apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', 'PingFang SC', 'Hiragino Sans GB', "
    "'Microsoft YaHei', 'Noto Sans CJK SC', 'Source Han Sans SC', sans-serif"
)

DOUBT_MARK: Final = "?"
"""Stands before what is said of a row whose reading is doubtful."""

MARKS: Final[dict[str, str]] = {
    "absent": "·",
    "blank": "○",
    "none": "–",
    "generic": "◐",
    "specific": "●",
    "quantified": "◆",
}
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
    fates: dict[str, str]
    fate_inks: dict[str, str]
    """What is written on the fates; no two alike in the dark, so that saving finds the light ones."""


LIGHT: Final = Palette(
    paper="#ffffff",
    panel="#f4f6f8",
    ink="#1d2733",
    quiet="#566472",
    rule="#d5dce3",
    accent="#1f5f99",
    outside="#e3e7eb",
    depth_fills={
        "absent": "#f3f5f7",
        "blank": "#fdfdfe",
        "none": "#ead9b5",
        "generic": "#b9d8ee",
        "specific": "#3578b0",
        "quantified": "#123a66",
    },
    depth_inks={
        "absent": "#616d79",
        "blank": "#46525e",
        "none": "#5c4a1e",
        "generic": "#174a75",
        "specific": "#fefeff",
        "quantified": "#fdfeff",
    },
    fates={
        "task": "#1f77b5",
        "measure": "#7fb8de",
        "deliverable": "#a9d3c4",
        "departments": "#f0b45c",
        "deadline": "#d98fb0",
        "title": "#7a3e9d",
        "header": "#b58ccc",
        "serial": "#8d99a5",
        "area": "#4d9e8a",
        "page_number": "#c3cbd3",
        "overprint": "#c8553d",
        "preface": "#b9a48b",
        "delimiter": "#dde2e7",
        "other_column": "#a58f6f",
        "running_head": "#9fb3c8",
        "comment": "#cfb2dd",
        "footnote": "#b7c59a",
        "hidden": "#626d79",
        "deleted": "#e3b5a6",
        "invisible": "#4f6146",
        "unread": "#8f2d56",
    },
    fate_inks={
        "task": "#fffffe",
        "measure": "#10161e",
        "deliverable": "#10161e",
        "departments": "#10161e",
        "deadline": "#10161e",
        "title": "#fffffe",
        "header": "#10161e",
        "serial": "#10161e",
        "area": "#10161e",
        "page_number": "#10161e",
        "overprint": "#ffffff",
        "preface": "#10161e",
        "delimiter": "#10161e",
        "other_column": "#10161e",
        "running_head": "#10161e",
        "comment": "#10161e",
        "footnote": "#10161e",
        "hidden": "#fffffe",
        "deleted": "#10161e",
        "invisible": "#fffffe",
        "unread": "#fffffe",
    },
)

DARK: Final = Palette(
    paper="#10161d",
    panel="#1a232d",
    ink="#e6ebf0",
    quiet="#a3b0bc",
    rule="#33414f",
    accent="#6cb2e8",
    outside="#2a333c",
    depth_fills={
        "absent": "#19212a",
        "blank": "#111820",
        "none": "#5d4d29",
        "generic": "#204a6d",
        "specific": "#4b9ad4",
        "quantified": "#bfe2f8",
    },
    depth_inks={
        "absent": "#8b98a4",
        "blank": "#b5c1cc",
        "none": "#f0dfb9",
        "generic": "#cfe6f7",
        "specific": "#0a1b2a",
        "quantified": "#0b1c2b",
    },
    fates={
        "task": "#5aa9e0",
        "measure": "#2f6f9e",
        "deliverable": "#3f7a6a",
        "departments": "#c98f37",
        "deadline": "#9c5577",
        "title": "#c79be0",
        "header": "#7d5a94",
        "serial": "#74808c",
        "area": "#5fb5a0",
        "page_number": "#48545f",
        "overprint": "#e07a63",
        "preface": "#6f5f49",
        "delimiter": "#3a454f",
        "other_column": "#8a7454",
        "running_head": "#5d7185",
        "comment": "#7f6290",
        "footnote": "#65724a",
        "hidden": "#9aa5b0",
        "deleted": "#8f6253",
        "invisible": "#8ca07f",
        "unread": "#a2486f",
    },
    fate_inks={
        "task": "#10161f",
        "measure": "#fffffd",
        "deliverable": "#fffffc",
        "departments": "#111620",
        "deadline": "#fffbff",
        "title": "#10171e",
        "header": "#fffefe",
        "serial": "#0b1016",
        "area": "#10151e",
        "page_number": "#fefffe",
        "overprint": "#11161e",
        "preface": "#fffefb",
        "delimiter": "#fefffd",
        "other_column": "#fffdfe",
        "running_head": "#fffcfe",
        "comment": "#fefdfd",
        "footnote": "#fefefe",
        "hidden": "#0d1219",
        "deleted": "#fffbfe",
        "invisible": "#0e131a",
        "unread": "#fffcff",
    },
)


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


def luminance(colour: str) -> float:
    """Relative luminance of a ``#rrggbb`` colour, 0 to 1, as WCAG 2.2 defines it."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1 to 21, as WCAG 2.2 defines it."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def readable_on(fill: str) -> str:
    """Near black or white, whichever reads better on ``fill``."""
    return max(("#10161e", "#fffffe"), key=lambda ink: contrast(ink, fill))


def blend(colour: str, paper: str, share: float) -> str:
    """A colour as it looks on paper of another where only a share of it is laid on."""
    channels = ((int(colour[at : at + 2], 16), int(paper[at : at + 2], 16)) for at in (1, 3, 5))
    return "#" + "".join(f"{round(under + (over - under) * share):02x}" for over, under in channels)


def current_mode() -> Mode:
    """Whether the reader's page is light or dark."""
    return "dark" if st.context.theme.type == "dark" else "light"


def palette(mode: Mode | None = None) -> Palette:
    """The colours of ``mode``, by default of the reader's page."""
    return DARK if (mode or current_mode()) == "dark" else LIGHT


def print_colours() -> list[tuple[str, str]]:
    """Each dark colour with the light one that stands for it on paper and on slides."""
    fills = zip(DARK.depth_fills.values(), LIGHT.depth_fills.values(), strict=True)
    # First, because a later pair of the same light colour wins: a faded depth can look like another one.
    flat = [(blend(dark, DARK.paper, FADED), blend(light, LIGHT.paper, FADED)) for dark, light in fills]
    flat += [
        (getattr(DARK, name), getattr(LIGHT, name))
        for name in ("paper", "panel", "ink", "quiet", "rule", "accent")
    ]
    flat.append((DARK.outside, LIGHT.outside))
    for group in ("depth_fills", "depth_inks", "fates", "fate_inks"):
        dark, light = getattr(DARK, group), getattr(LIGHT, group)
        flat.extend((dark[code], light[code]) for code in light)
    flat.extend(zip(DARK_STEPS, LIGHT_STEPS, strict=True))
    flat.extend((dark, light) for light, dark in GROUP_COLOURS)
    return flat
