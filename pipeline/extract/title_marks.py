"""Where titles stand in a text: from each 《 to the 》 that closes it, or to where it should have been.

A title may hold others: 《关于印发《甲办法》的通知》 is one. Where a 》 is lost, the title ends with the
last word of the clause that says what kind of document it is (《甲条例，加强…), and where the clause has no
such word there is no title: a lost bracket never swallows the sentence. A 》 without a 《 tells nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from pipeline.extract.document_kinds import KIND_WORD

LONGEST_TITLE: Final = 120
"""In characters; the longest titles of the State Council have fewer than a hundred."""

_MARKS: Final = re.compile(r"[《》。；！？\n]")
_CLAUSE_END: Final = re.compile(r"[《》，。；：！？、,;:\n]")
_LETTERS: Final = re.compile(r"[^\W_].*[^\W_]", re.DOTALL)


def find_titles(text: str) -> Iterator[tuple[int, int]]:
    """The titles of a text with their brackets, in order and apart, as (start, end)."""
    at = text.find("《")
    while at >= 0:
        end = _closed(text, at) or _broken_off(text, at)
        if end and _LETTERS.search(text, at, end):
            yield at, end
        at = text.find("《", end or at + 1)


def _closed(text: str, start: int) -> int:
    if text.find("》", start, start + LONGEST_TITLE) < 0:
        return 0
    depth = 0
    for mark in _MARKS.finditer(text, start, start + LONGEST_TITLE):
        if mark[0] == "《":
            depth += 1
        elif mark[0] == "》":
            depth -= 1
        else:
            return 0
        if depth == 0:
            return mark.end()
    return 0


def _broken_off(text: str, start: int) -> int:
    limit = min(len(text), start + LONGEST_TITLE)
    clause = _CLAUSE_END.search(text, start + 1, limit)
    words = list(KIND_WORD.finditer(text, start + 1, clause.start() if clause else limit))
    return words[-1].end() if words else 0
