"""What a square or a part of a bar can be on the gaps page: a depth, an answer to conditions, or a status."""

from __future__ import annotations

from dataclasses import dataclass

from pages.ui.text import DEPTHS, STATUSES, Language, named
from pages.ui.theme import DARK, LIGHT, MARKS


@dataclass(frozen=True)
class Kind:
    """What a square can be: its colours in light and dark, and the sign that tells it without colour."""

    code: str
    name: str
    fills: tuple[str, str]
    inks: tuple[str, str]
    sign: str = ""
    border: str = ""
    hatched: bool = False


def depth_kinds(language: Language) -> list[Kind]:
    """The depths as kinds of squares, the deepest first."""
    return [
        Kind(
            depth,
            named(DEPTHS, depth, language),
            (LIGHT.depth_fills[depth], DARK.depth_fills[depth]),
            (LIGHT.depth_inks[depth], DARK.depth_inks[depth]),
            MARKS[depth],
        )
        for depth in reversed(DEPTHS)
    ]


def match_kinds(language: Language) -> list[Kind]:
    """Whether a region meets all conditions, as kinds of squares."""
    yes, no = {"zh": ("符合", "不符合"), "en": ("meets them", "does not")}[language]
    return [
        Kind("yes", yes, _pair("accent"), _pair("paper"), "✓"),
        Kind("no", no, _pair("panel"), _pair("quiet")),
    ]


def status_kinds(language: Language) -> list[Kind]:
    """Why a region has no square of its own colour."""
    left_out = {"zh": "未选入", "en": "not chosen"}[language]
    return [
        Kind("left_out", left_out, _pair("paper"), _pair("quiet"), border="1 2"),
        Kind("no_plan", named(STATUSES, "no_plan", language), _pair("paper"), _pair("quiet"), hatched=True),
        Kind("outside", named(STATUSES, "outside", language), _pair("paper"), _pair("quiet"), border="4 3"),
    ]


def _pair(name: str) -> tuple[str, str]:
    return str(getattr(LIGHT, name)), str(getattr(DARK, name))
