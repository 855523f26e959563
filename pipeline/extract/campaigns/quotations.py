"""Quotations in marks of any kind: “甲”, ‘甲’, "甲", '甲', 「甲」 and 『甲』.

An apostrophe (O'Reilly) is no quotation mark. Closing marks on both sides (”甲”) are read as a quotation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

_MAX_LENGTH: Final = 60
"""In characters; a mark that is closed only later has lost its partner."""

_OPENING: Final = re.compile(r"[“‘\"＂「『”’＇]|(?<![A-Za-z0-9])'")
_CLOSING: Final = {
    "“": re.compile(r"[”“\"＂。；！？\n]"),
    '"': re.compile(r"[\"＂”“。；！？\n]"),
    "＂": re.compile(r"[\"＂”“。；！？\n]"),
    "”": re.compile(r"[\"＂”“。；，！？\n]"),
    "‘": re.compile(r"[’‘'＇。；！？\n]"),
    "'": re.compile(r"['＇’‘。；！？\n]"),
    "＇": re.compile(r"['＇’‘。；！？\n]"),
    "’": re.compile(r"[’‘'＇。；，！？\n]"),
    "「": re.compile(r"[」「。；！？\n]"),
    "『": re.compile(r"[』『。；！？\n]"),
}
_SENTENCE_ENDS: Final = "。；，！？\n"


def find_quotations(text: str) -> Iterator[tuple[int, int]]:
    """The quotations of a text with their marks, sorted and disjoint, as (start, end).

    An opening mark that is followed by another (“甲“行动) is closed by it where nothing else closes the
    second, since marks are often printed the wrong way round; else the first is unmatched and skipped.
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
    turned = text[end] == mark and mark in "“‘「『"
    if turned and _next_mark(text, end, mark) is not None:
        return 0
    return end + 1


def _next_mark(text: str, start: int, mark: str) -> int | None:
    """The next mark of the same family, if it is in the same sentence."""
    found = _CLOSING[mark].search(text, start + 1, start + 1 + _MAX_LENGTH)
    return found.start() if found and found[0] not in _SENTENCE_ENDS else None
