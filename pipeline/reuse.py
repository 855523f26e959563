"""Text that stands in more than one measure: found by shared runs of characters, scored by what is alike."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

RUN: Final = 6
"""Characters in a row that two texts must share for it to count: shorter ones are phrases of the trade."""
COMMON: Final = 50
"""A run that more texts than this hold leads to no pair."""
SHORTEST: Final = 20
"""A text with fewer characters of its own is too generic to be anyone's."""
NEARLY_SAME: Final = 0.6
"""The score from which two texts are one text reused."""
PASSAGE: Final = 25
CONTAINED: Final = 0.6
"""A passage of so many characters is reused too, where it is this share of the shorter text."""

GIVEN: Final = "\N{OBJECT REPLACEMENT CHARACTER}"
_NO_LETTER: Final = re.compile(r"[\W_]+")
_TITLE: Final = re.compile("《[^《》]*》")


@dataclass(frozen=True)
class Reuse:
    """Two texts by their numbers, the earlier first, and how much of them is the same."""

    first: int
    second: int
    score: float
    share_of_shorter: float
    same: int


def find_reuse(texts: Sequence[str], template: Iterable[str]) -> Iterator[Reuse]:
    """The pairs of texts that are nearly the same, or of which one holds the other.

    What repeats the words of the template, and the titles of documents, is nobody's own and counts nowhere.
    Candidates are pairs that share runs of six characters, looked up in an index, so that the work grows
    with the texts and not with their pairs.

    Parameters
    ----------
    texts
        In document order.
    template
        Texts that all have been given, such as the names of the standard tasks.
    """
    given = {run for text in template for run in runs_of(letters_of(text))}
    own = [without(letters_of(text), given) for text in texts]
    lengths = [len(text) - text.count(GIVEN) for text in own]
    runs = [runs_of(text) if n >= SHORTEST else set[str]() for text, n in zip(own, lengths, strict=True)]
    held = Counter(run for found in runs for run in found)
    holders: dict[str, list[int]] = defaultdict(list)
    for second, found in enumerate(runs):
        known = [run for run in found if 1 < held[run] <= COMMON]
        shared = Counter(first for run in known for first in holders[run])
        for first in sorted(shared):
            if RUN * shared[first] >= least_same(lengths[first], lengths[second]):
                reuse = compare(first, second, own, lengths)
                if is_reuse(reuse):
                    yield reuse
        for run in known:
            holders[run].append(second)


def compare(first: int, second: int, own: Sequence[str], lengths: Sequence[int]) -> Reuse:
    """How much of two texts is the same: twice the matching blocks over the length of both."""
    blocks = SequenceMatcher(None, own[first], own[second], autojunk=False).get_matching_blocks()
    same = sum(
        block.size - own[first].count(GIVEN, block.a, block.a + block.size)
        for block in blocks
        if block.size >= RUN
    )
    shorter = min(lengths[first], lengths[second])
    return Reuse(first, second, 2 * same / (lengths[first] + lengths[second]), same / shorter, same)


def is_reuse(reuse: Reuse) -> bool:
    """Whether two texts are nearly the same, or one holds nearly all of the other, and not by a phrase."""
    return reuse.score >= NEARLY_SAME or (reuse.share_of_shorter >= CONTAINED and reuse.same >= PASSAGE)


def least_same(first: int, second: int) -> float:
    """The fewest characters that two texts of these lengths must share to be reuse."""
    return min(NEARLY_SAME * (first + second) / 2, max(PASSAGE, CONTAINED * min(first, second)))


def letters_of(text: str) -> str:
    """A text without punctuation and spaces, which plans set as they please, and a mark for each title."""
    return GIVEN.join(_NO_LETTER.sub("", piece) for piece in _TITLE.split(text))


def runs_of(text: str) -> set[str]:
    """All runs of letters of a text, without those that hold a mark."""
    found = {text[at : at + RUN] for at in range(len(text) - RUN + 1)}
    return {run for run in found if GIVEN not in run}


def without(text: str, given: set[str]) -> str:
    """A text with a mark for each character that belongs to a run of the template."""
    marked = bytearray(len(text))
    for at in range(len(text) - RUN + 1):
        if text[at : at + RUN] in given:
            marked[at : at + RUN] = b"\1" * RUN
    return "".join(GIVEN if mark else letter for letter, mark in zip(text, marked, strict=True))
