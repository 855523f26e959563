"""Group characters into lines of text, from top to bottom, and the pieces of lines into columns."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby, pairwise
from statistics import median
from typing import Final

from pipeline.readers.pdf.drawing import split_runs
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
_EDGE_POSITION: Final = 0.7
_MAX_LETTER_GAP: Final = 0.5
"""Maximum gap between letters of justified text, in line heights."""
_MAX_FONT_GAP: Final = 0.25
"""Maximum gap between letters of different fonts, in line heights."""


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


def find_column_edges(lines: Sequence[TextLine], gap: float) -> list[float]:
    """Return the outer edges and a position in each gap, at least ``gap`` wide, that no character crosses."""
    left = min(line.x0 for line in lines)
    apart = [line for line in lines if not (line.is_continuous and line.x0 - left < line.height)]
    edges = _gap_edges(apart or lines, gap)
    banners, others = split_banners(lines, edges)
    kept = others if banners and others else lines
    return _filter_edges(_gap_edges(kept, gap), kept)


def _filter_edges(edges: list[float], lines: Sequence[TextLine]) -> list[float]:
    """Keep edges with text on both sides in a line: a header can be aligned differently from its column."""
    own = [{_piece_column(piece, edges) for piece in _join_consecutive(line)} for line in lines]
    # Centred cells of one row have lines between each other's lines.
    near = [
        one | other
        for (above, one), (below, other) in pairwise(zip(lines, own, strict=True))
        if below.baseline - above.baseline < above.height
    ]
    places = own + near
    # Letters of one text, though several fonts print them.
    texts = [text for line in lines for text in _join_consecutive(line, _MAX_FONT_GAP)]
    last = 0
    kept = [edges[0]]
    for column in range(1, len(edges) - 1):
        if any(column in one and not one.isdisjoint(range(last, column)) for one in places):
            cuts = [sum(one[0].x0 < edge < one[-1].x1 for one in texts) for edge in edges[column:last:-1]]
            kept.append(edges[column - cuts.index(min(cuts))])
            last = column
    return [*kept, edges[-1]]


def _piece_column(piece: Sequence[Character], edges: Sequence[float]) -> int:
    """Return the column that contains the middle of a piece of text."""
    x = (piece[0].x0 + piece[-1].x1) / 2
    return max(0, min(len(edges) - 2, sum(edge <= x for edge in edges) - 1))


def _gap_edges(lines: Sequence[TextLine], gap: float) -> list[float]:
    spans = sorted((piece[0].ink[0], piece[-1].ink[1]) for line in lines for piece in line.pieces)
    edges = [spans[0][0] - 1]
    reach = spans[0][1]
    for x0, x1 in spans:
        if x0 - reach >= gap:
            # Text begins at the left of its column and seldom fills it.
            edges.append(reach + _EDGE_POSITION * (x0 - reach))
        reach = max(reach, x1)
    return [*edges, reach + 1]


def split_banners(lines: Sequence[TextLine], edges: Sequence[float]) -> tuple[list[TextLine], list[TextLine]]:
    """Separate lines that stand alone across several columns, such as names of key areas, from the others."""
    banners: list[TextLine] = []
    others: list[TextLine] = []
    for line in lines:
        over = any(
            piece[0].x0 + line.height < edge < piece[-1].x1 - line.height
            for piece in _join_consecutive(line)
            for edge in edges[1:-1]
        )
        (banners if over and line.is_continuous else others).append(line)
    return banners, others


def _join_consecutive(line: TextLine, letter_gap: float = _MAX_LETTER_GAP) -> list[list[Character]]:
    """Return the pieces of a line, joined where a change of font or justification splits a text."""
    gap = letter_gap * line.height
    return split_runs(
        line.characters,
        lambda one, other: (
            one.piece == other.piece or (other.piece == one.piece + 1 and other.x0 - one.x1 <= gap)
        ),
    )


def group_by_column(lines: Sequence[TextLine], edges: Sequence[float]) -> dict[int, list[TextLine]]:
    """Group the pieces of lines by column."""
    found: dict[int, list[TextLine]] = defaultdict(list)
    for line in lines:
        by_column: dict[int, list[Character]] = defaultdict(list)
        for piece in line.pieces:
            by_column[_piece_column(piece, edges)] += piece
        for column, characters in by_column.items():
            found[column].append(TextLine(tuple(characters)))
    return dict(found)
