"""Group characters into lines of text, from left to right and from top to bottom."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby, pairwise
from statistics import median
from typing import Final

from pipeline.readers.pdf.extraction import Character

PAGE_NUMBER: Final = re.compile(
    r"[-—–―－·•~～\s]*(?:第\s*)?(?:\d{1,4}|[ivxlcIVXLC]{1,6}|[一二三四五六七八九十]{1,3})"
    r"(?:\s*页)?(?:\s*[/／,，共]\s*共?\s*\d{1,4}\s*页?)?[-—–―－·•~～\s]*"
)
DECORATED_PAGE_NUMBER: Final = re.compile(
    r"[-—–―－·•~～]+\s*\d{1,4}\s*[-—–―－·•~～]+|第\s*\S{1,4}\s*页.{0,8}|\d{1,4}\s*[/／]\s*\d{1,4}"
)
"""A page number that can be nothing else, wherever it is on its page."""
_FIRST_WIDE: Final = 0x1100
_MAX_BASELINE_OFFSET: Final = 0.4
"""Maximum difference between the baselines of a line's characters, in character heights."""
_MAX_RAISED_SIZE: Final = 0.75
"""Maximum height of raised characters, in that of the others."""
_MAX_OVERPRINT_OFFSET: Final = 0.3
"""Equal characters closer than this, in character widths, are one character printed twice as bold."""
_MIN_SPACE, _MIN_LATIN_SPACE = 0.35, 0.15
"""Minimum gap, in character heights, that is a space even if none is printed."""


@dataclass(frozen=True)
class TextLine:
    """A line of characters, in order."""

    characters: tuple[Character, ...]

    @cached_property
    def text(self) -> str:
        """Text of the line, with a space for each gap."""
        pieces = [self.characters[0].text]
        for before, one in pairwise(self.characters):
            is_latin = before.text.isascii() and one.text.isascii()
            least = (_MIN_LATIN_SPACE if is_latin else _MIN_SPACE) * (one.bottom - one.top)
            pieces += (" ", one.text) if one.is_spaced or one.x0 - before.x1 > least else (one.text,)
        return "".join(pieces)

    @cached_property
    def pieces(self) -> list[list[Character]]:
        """Characters of the line, grouped by printed piece."""
        return [list(own) for _, own in groupby(self.characters, key=lambda one: one.piece)]

    @cached_property
    def is_continuous(self) -> bool:
        """Whether the line was printed in one go, without a gap as wide as one between columns."""
        height = self.height
        return all(
            b.x0 - a.x1 <= height and 0 <= b.piece - a.piece <= 1 for a, b in pairwise(self.characters)
        )

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @cached_property
    def top(self) -> float:
        return min(character.top for character in self.characters)

    @cached_property
    def bottom(self) -> float:
        return max(character.bottom for character in self.characters)

    @property
    def baseline(self) -> float:
        return self.characters[0].baseline

    @property
    def x0(self) -> float:
        return self.characters[0].x0

    @property
    def x1(self) -> float:
        return self.characters[-1].x1


def is_wide(character: str) -> bool:
    """Return whether a character is as wide as an ideograph, which is twice the width of a letter."""
    return ord(character) >= _FIRST_WIDE


def group_lines(characters: Sequence[Character]) -> list[TextLine]:
    """Group characters into lines; those printed twice in one place are kept once."""
    if not characters:
        return []
    height = median(one.bottom - one.top for one in characters)
    groups: list[list[Character]] = []
    for one in sorted(characters, key=lambda one: one.baseline):
        if groups and one.baseline - groups[-1][0].baseline <= _MAX_BASELINE_OFFSET * height:
            groups[-1].append(one)
        else:
            groups.append([one])
    groups = _join_raised(groups, _MAX_RAISED_SIZE * height)
    return [TextLine(tuple(_remove_overprint(sorted(group, key=lambda one: one.x0)))) for group in groups]


def _join_raised(groups: list[list[Character]], size: float) -> list[list[Character]]:
    """Join lines of small characters, such as exponents, to the lines in which they have a place."""
    found: list[list[Character]] = []
    for place, group in enumerate(groups):
        if any(one.bottom - one.top >= size for one in group):
            found.append(group)
            continue
        near = [*found[-1:], *groups[place + 1 : place + 2]]
        homes = [own for one in group for own in [line for line in near if _has_place(line, one)][:1]]
        if len(homes) == len(group):
            for one, own in zip(group, homes, strict=True):
                own.append(one)
        else:
            found.append(group)
    return found


def _has_place(line: Sequence[Character], one: Character) -> bool:
    """Return whether a character is level with a line and in none of its characters."""
    is_level = min(other.top for other in line) < one.y < max(other.bottom for other in line)
    return is_level and not any(
        min(one.x1, other.x1) - max(one.x0, other.x0) > 0.5 * (one.x1 - one.x0) for other in line
    )


def _remove_overprint(line: Sequence[Character]) -> list[Character]:
    kept: list[Character] = []
    for one in line:
        reach = _MAX_OVERPRINT_OFFSET * (one.x1 - one.x0)
        twice = any(
            other.text == one.text and abs(other.x0 - one.x0) < reach and abs(other.top - one.top) < reach
            for other in kept[-3:]
        )
        if not twice:
            kept.append(one)
    return kept
