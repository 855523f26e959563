"""Two texts with what only one of them has marked: `<del>` in the first, `<ins>` in the second."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import Final

from pages.ui.written import escape_text

LONGEST: Final = 4000
"""Above so many characters in either text the differences aren't looked for: it would take too long."""

SHORTEST: Final = 3
"""Fewer same characters than these between two differences are chance."""


def differences_html(left: str, right: str) -> tuple[str, str]:
    """Both texts as HTML; what only the left one has is `<del>`, what only the right one has is `<ins>`."""
    if max(len(left), len(right)) > LONGEST:
        return escape_text(left), escape_text(right)
    one, two = [], []
    at = place = 0
    for start, begin, size in _same(left, right):
        one += [_wrapped("del", left[at:start]), escape_text(left[start : start + size])]
        two += [_wrapped("ins", right[place:begin]), escape_text(right[begin : begin + size])]
        at, place = start + size, begin + size
    return "".join(one), "".join(two)


def _same(left: str, right: str) -> Iterator[tuple[int, int, int]]:
    """Where both texts are the same, in the left one and in the right one, and for how long; an end last."""
    for start, begin, size in SequenceMatcher(None, left, right, autojunk=False).get_matching_blocks():
        at_start = start == begin == 0
        at_end = start + size == len(left) and begin + size == len(right)
        while size and _cuts_number(left, start) | _cuts_number(right, begin):
            start, begin, size = start + 1, begin + 1, size - 1
        while size and _cuts_number(left, start + size) | _cuts_number(right, begin + size):
            size -= 1
        if size >= SHORTEST or at_start or at_end:
            yield start, begin, size


def _cuts_number(text: str, at: int) -> bool:
    """Whether a number goes on from before a place to after it: 100 and 121 differ as a whole."""
    return text[max(at - 1, 0) : at].isdigit() and text[at : at + 1].isdigit()


def _wrapped(tag: str, text: str) -> str:
    return f"<{tag}>{escape_text(text)}</{tag}>" if text else ""
