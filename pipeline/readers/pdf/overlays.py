"""Tell text printed over a page, such as watermarks and seals, from the text that it is printed over."""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Final

from pipeline.readers.pdf.extraction import Character, PageContent, Style

_SAME_PLACE: Final = 0.35
"""Maximum distance of the centres of characters printed over each other, in heights of the taller."""
_MIN_OVERLAP: Final = 0.5
"""Minimum overlap of these, in widths of the narrower: narrow letters side by side are as close."""


def take_overlays(content: PageContent) -> str:
    """Remove the text printed over a page from its content, and return it.

    Slanted text is printed over the page, and so is all text of a style in which some is in the place of
    text in the main style.
    """
    styles = content.styles
    if not styles:
        return ""
    counts = Counter(style for style in styles if not style.is_slanted)
    main = max(counts, key=lambda style: counts[style], default=Style())
    groups: dict[Style, list[Character]] = defaultdict(list)
    for one, style in zip(content.characters, styles, strict=True):
        groups[style].append(one)
    below = sorted(groups[main], key=lambda one: one.y)
    over = {
        style for style, own in groups.items() if style.is_slanted or (style != main and _is_over(own, below))
    }
    pairs = list(zip(content.characters, styles, strict=True))
    content.characters = [one for one, style in pairs if style not in over]
    return "".join(one.text for one, style in pairs if style in over)


def _is_over(characters: Iterable[Character], below: Sequence[Character]) -> bool:
    """Return whether a character is in the place of one of others, which are sorted by height on the page."""
    levels = [one.y for one in below]
    tallest = max((one.bottom - one.top for one in below), default=0.0)
    for one in characters:
        height = one.bottom - one.top
        middle = (one.x0 + one.x1) / 2
        reach = _SAME_PLACE * max(height, tallest)
        start, stop = bisect_left(levels, one.y - reach), bisect_left(levels, one.y + reach)
        if any(
            max(abs((other.x0 + other.x1) / 2 - middle), abs(other.y - one.y))
            < _SAME_PLACE * max(height, other.bottom - other.top)
            and min(one.x1, other.x1) - max(one.x0, other.x0)
            >= _MIN_OVERLAP * min(one.x1 - one.x0, other.x1 - other.x0)
            for other in below[start:stop]
        ):
            return True
    return False
