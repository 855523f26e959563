"""Quotations in any marks: “甲”, ‘甲’, "甲", '甲', 「甲」, 『甲』, and also ”甲” with two closing marks.

Apostrophes (O'Reilly) are ignored.
"""

import re
from collections.abc import Iterator
from typing import Final

_MAX_LENGTH: Final = 60
"""In characters; opening marks without a closing mark within this distance are unmatched."""

_OPENING: Final = re.compile(r"[“‘\"＂「『”’＇]|(?<![A-Za-z0-9])'")
_CLOSING: Final = {
    mark: re.compile(f"[{family}。；！？\n{'，' * (mark in '”’')}]")
    for family in ('“”"＂', "‘’'＇", "「」", "『』")
    for mark in family
}
_SENTENCE_ENDS: Final = "。；，！？\n"


def find_quotations(text: str) -> Iterator[tuple[int, int]]:
    """Spans (start, end) of quotations with their marks, sorted and disjoint.

    An opening mark may be closed by another opening mark (“甲“行动) that nothing else closes, as marks are
    often printed the wrong way round; else the first is unmatched and skipped.
    """
    opening = _OPENING.search(text)
    while opening:
        end = _find_end(text, opening.start(), opening[0])
        if end:
            yield opening.start(), end
        opening = _OPENING.search(text, end or opening.end())


def _find_end(text: str, start: int, mark: str) -> int:
    end = _next_mark(text, start, mark)
    if end is None or end == start + 1 or (mark in "”’" and text[end] != mark):
        return 0
    is_reversed = text[end] == mark and mark in "“‘「『"
    return 0 if is_reversed and _next_mark(text, end, mark) is not None else end + 1


def _next_mark(text: str, start: int, mark: str) -> int | None:
    """Position of the next mark of the same family in the same sentence."""
    match = _CLOSING[mark].search(text, start + 1, start + 1 + _MAX_LENGTH)
    return match.start() if match and match[0] not in _SENTENCE_ENDS else None
