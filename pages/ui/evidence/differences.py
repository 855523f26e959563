"""Mark the differences of two texts: `<del>` in the first, `<ins>` in the second."""

from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from typing import Final

from pages.ui.html import escape_text

MAX_LENGTH: Final = 4000
"""Longer texts are not compared: that would take too long."""

_MIN_MATCH: Final = 3
"""Shorter matches between two differences are chance."""


def differences_html(left: str, right: str) -> tuple[str, str]:
    """Return both texts as HTML, with `<del>` around what only the left has, `<ins>` the right."""
    if max(len(left), len(right)) > MAX_LENGTH:
        return escape_text(left), escape_text(right)
    left_html, right_html = [], []
    left_at = right_at = 0
    for left_start, right_start, size in _matching_blocks(left, right):
        same = escape_text(left[left_start : left_start + size])
        left_html += [_wrap_tag("del", left[left_at:left_start]), same]
        right_html += [_wrap_tag("ins", right[right_at:right_start]), same]
        left_at, right_at = left_start + size, right_start + size
    return "".join(left_html), "".join(right_html)


def pair_html(caption: str, sides: Iterable[tuple[str, str]]) -> str:
    """Return two texts side by side under a caption, each with its heading; all arguments are HTML."""
    shown = "".join(f'<div><p class="meta">{heading}</p>{text}</div>' for heading, text in sides)
    return f'<section class="pair"><p class="same">{caption}</p><div class="sides">{shown}</div></section>'


def _matching_blocks(left: str, right: str) -> Iterator[tuple[int, int, int]]:
    """Yield start in the left text, start in the right text, and length; the last block is at the end."""
    for start, begin, size in SequenceMatcher(None, left, right, autojunk=False).get_matching_blocks():
        at_start = start == begin == 0
        at_end = start + size == len(left) and begin + size == len(right)
        while size and _cuts_number(left, start) | _cuts_number(right, begin):
            start, begin, size = start + 1, begin + 1, size - 1
        while size and _cuts_number(left, start + size) | _cuts_number(right, begin + size):
            size -= 1
        if size >= _MIN_MATCH or at_start or at_end:
            yield start, begin, size


def _cuts_number(text: str, at: int) -> bool:
    """Whether a position is within a number: 100 and 121 differ as a whole."""
    return text[max(at - 1, 0) : at].isdigit() and text[at : at + 1].isdigit()


def _wrap_tag(tag: str, text: str) -> str:
    return f"<{tag}>{escape_text(text)}</{tag}>" if text else ""
