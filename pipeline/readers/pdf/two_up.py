"""Split pages that have two tables side by side, with the same header, into two pages, left one first."""

from dataclasses import replace
from itertools import groupby, pairwise
from typing import Final, NamedTuple

from pipeline.readers.pdf.drawing import Rule
from pipeline.readers.pdf.extraction import Character, PageContent
from pipeline.readers.pdf.lines import TextLine, put_into_lines

_FEWEST_NAMES: Final = 3
_SAME_SHIFT: Final = 3.0
"""Maximum difference between the distances of equal names in both headers, in points."""


class Fold(NamedTuple):
    """Position between two tables side by side, and offset of the right one from the left one, in points."""

    at: float
    shift: float


def find_fold(content: PageContent, before: Fold | None) -> Fold | None:
    """Return the fold between two tables of a page, if any; ``before`` is that of the previous page."""
    for line in put_into_lines(content.characters):
        words = _words(line)
        half = len(words) // 2
        texts = ["".join(one.text for one in word) for word in words]
        if half < _FEWEST_NAMES or texts[:half] != texts[half:]:
            continue
        shifts = [right[0].x0 - left[0].x0 for left, right in zip(words[:half], words[half:], strict=True)]
        if max(shifts) - min(shifts) <= _SAME_SHIFT:
            at = _widest_gap(content, words[half - 1][-1].x1, words[half][0].x0, line.top)
            return Fold(at, shifts[0])
    if before is not None and any(one.x0 < before.at < one.x1 for one in content.characters):
        return None
    return before


def _words(line: TextLine) -> list[list[Character]]:
    """Split a line into texts at gaps wider than a character."""
    found = [[line.characters[0]]]
    for one, other in pairwise(line.characters):
        if other.x0 - one.x1 > line.height:
            found.append([])
        found[-1].append(other)
    return found


def _widest_gap(content: PageContent, left: float, right: float, top: float) -> float:
    """Return the middle of the widest gap in a range of x without vertical lines or text below ``top``."""
    spans = [(one.x0, one.x1) for one in content.characters if one.top >= top]
    spans += [(rule.at, rule.at) for rule in content.vertical]
    reach, found = left, (0.0, (left + right) / 2)
    for x0, x1 in sorted([*(span for span in spans if left <= span[1] and span[0] <= right), (right, right)]):
        found = max(found, (x0 - reach, (x0 + reach) / 2))
        reach = max(reach, x1)
    return found[1]


def split(content: PageContent, fold: Fold) -> tuple[PageContent, PageContent]:
    """Return both halves of a page, the right one moved to the left; the left has what crosses the fold."""
    left, right = replace(content), PageContent(content.width, content.height)
    left.characters, left.horizontal, left.vertical, left.shades, left.dots = [], [], [], [], []
    for _, piece in groupby(content.characters, key=lambda one: one.piece):
        own = list(piece)
        if own[0].x0 < fold.at:
            left.characters += own
        else:
            right.characters += [replace(c, x0=c.x0 - fold.shift, x1=c.x1 - fold.shift) for c in own]
    for name in ("horizontal", "shades"):
        for rule in getattr(content, name):
            if rule.start < fold.at:
                getattr(left, name).append(rule)
            else:
                getattr(right, name).append(Rule(rule.at, rule.start - fold.shift, rule.end - fold.shift))
    for rule in content.vertical:
        is_left = rule.at < fold.at
        (left if is_left else right).vertical.append(
            rule if is_left else Rule(rule.at - fold.shift, rule.start, rule.end)
        )
    for x, y in content.dots:
        if x < fold.at:
            left.dots.append((x, y))
        else:
            right.dots.append((x - fold.shift, y))
    return left, right
