"""Two texts with what only one of them has marked: `<del>` in the first, `<ins>` in the second."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import Final

from pages.ui.written import written

LONGEST: Final = 4000
"""Above so many characters in either text the differences aren't looked for: it would take too long."""

SHORTEST: Final = 3
"""Fewer same characters than these between two differences are chance."""


def differences(left: str, right: str) -> tuple[str, str]:
    """Both texts as HTML; what only the left one has is `<del>`, what only the right one has is `<ins>`."""
    if max(len(left), len(right)) > LONGEST:
        return written(left), written(right)
    one, two = [], []
    at = place = 0
    for start, begin, size in _same(left, right):
        one += [_wrapped("del", left[at:start]), written(left[start : start + size])]
        two += [_wrapped("ins", right[place:begin]), written(right[begin : begin + size])]
        at, place = start + size, begin + size
    return "".join(one), "".join(two)


def _same(left: str, right: str) -> Iterator[tuple[int, int, int]]:
    """Where both texts are the same, in the left one and in the right one, and for how long; an end last."""
    for start, begin, size in SequenceMatcher(None, left, right, autojunk=False).get_matching_blocks():
        at_start = start == begin == 0
        at_end = start + size == len(left) and begin + size == len(right)
        if size >= SHORTEST or at_start or at_end:
            yield start, begin, size


def _wrapped(tag: str, text: str) -> str:
    return f"<{tag}>{written(text)}</{tag}>" if text else ""
