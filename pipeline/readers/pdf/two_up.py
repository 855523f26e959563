"""Split pages that have two tables side by side, with the same header, into two pages, left one first."""

from dataclasses import replace
from itertools import groupby
from typing import Final, NamedTuple

from pipeline.readers.pdf.drawing import Rule
from pipeline.readers.pdf.extraction import Character, PageContent
from pipeline.readers.pdf.lines import TextLine, group_lines
from pipeline.readers.runs import split_runs

_MIN_NAMES: Final = 3
_MAX_SHIFT_DIFFERENCE: Final = 3.0
"""Maximum difference between the distances of equal names in both headers, in points."""


class Fold(NamedTuple):
    """Position between two tables side by side, and offset of the right one from the left one, in points."""

    at: float
    shift: float


def find_fold(content: PageContent, before: Fold | None) -> Fold | None:
    """Return the fold between two tables of a page, if any; ``before`` is that of the previous page."""
    for line in group_lines(content.characters):
        words = _split_words(line)
        half = len(words) // 2
        texts = ["".join(one.text for one in word) for word in words]
        if half < _MIN_NAMES or texts[:half] != texts[half:]:
            continue
        shifts = [right[0].x0 - left[0].x0 for left, right in zip(words[:half], words[half:], strict=True)]
        if max(shifts) - min(shifts) <= _MAX_SHIFT_DIFFERENCE:
            at = _widest_gap(content, words[half - 1][-1].x1, words[half][0].x0, line.top)
            return Fold(at, shifts[0])
    if before is not None and any(one.x0 < before.at < one.x1 for one in content.characters):
        return None
    return before


def _split_words(line: TextLine) -> list[list[Character]]:
    """Split a line into texts at gaps wider than a character."""
    return split_runs(line.characters, lambda one, other: other.x0 - one.x1 <= line.height)


def _widest_gap(content: PageContent, left: float, right: float, top: float) -> float:
    """Return the middle of the widest gap in a range of x without vertical lines or text below ``top``."""
    spans = [(one.x0, one.x1) for one in content.characters if one.top >= top]
    spans += [(rule.at, rule.at) for rule in content.vertical]
    reach, found = left, (0.0, (left + right) / 2)
    for x0, x1 in sorted([*(span for span in spans if left <= span[1] and span[0] <= right), (right, right)]):
        found = max(found, (x0 - reach, (x0 + reach) / 2))
        reach = max(reach, x1)
    return found[1]


def split_page(content: PageContent, fold: Fold) -> tuple[PageContent, PageContent]:
    """Return both halves of a page, the right one moved to the left; the left has what crosses the fold."""
    at, shift = fold
    pieces = [list(piece) for _, piece in groupby(content.characters, key=lambda one: one.piece)]
    halves: list[PageContent] = []
    for is_left in (True, False):
        half = replace(content) if is_left else PageContent(content.width, content.height)
        by = 0.0 if is_left else shift
        own = [one for piece in pieces if (piece[0].x0 < at) is is_left for one in piece]
        half.characters = [replace(one, x0=one.x0 - by, x1=one.x1 - by) for one in own]
        half.horizontal, half.shades = (
            [Rule(level, x0 - by, x1 - by) for level, x0, x1 in rules if (x0 < at) is is_left]
            for rules in (content.horizontal, content.shades)
        )
        half.vertical = [Rule(x - by, *ends) for x, *ends in content.vertical if (x < at) is is_left]
        halves.append(half)
    return halves[0], halves[1]
