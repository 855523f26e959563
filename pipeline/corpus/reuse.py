"""Text that stands in more than one measure: found by shared runs of characters, scored by what is alike.

Two measures are reuse where they are nearly the same as wholes, where one holds most of the other, or where
they share a long passage that few others have, however much else they say.
"""

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
"""A text with fewer characters of its own is too generic to be anyone's, and so is what two texts share."""
NEARLY_SAME: Final = 0.6
"""The score from which two texts are one text reused."""
PASSAGE: Final = 25
CONTAINED: Final = 0.6
"""A passage of so many characters is reused too, where it is this share of the shorter text."""
RARE: Final = 10
"""A run that more texts than this hold is of a stock phrase, or of a name."""
LONG_PASSAGE: Final = 30
"""A passage with so many characters in rare runs is reused, whatever stands around it; names of bodies and of
projects are shorter."""
_RARE_RUNS: Final = LONG_PASSAGE - RUN + 1

GIVEN: Final = "\N{OBJECT REPLACEMENT CHARACTER}"
_LETTER: Final = re.compile(r"《[^《》]*》|[^\W_]")
"""A title, or a letter or digit."""


@dataclass(frozen=True)
class Letters:
    """The letters of a text that are its own, a mark for each of the others, and where each stands in it."""

    own: str
    places: tuple[int, ...]
    length: int
    """How many letters are its own."""


@dataclass(frozen=True)
class Reuse:
    """Two texts by their numbers, the earlier first, and how much of them is the same.

    ``longest`` is how many characters the longest passage has that stands in both; the spans say where.
    """

    first: int
    second: int
    score: float
    share_of_shorter: float
    same: int
    longest: int
    span: tuple[int, int]
    other_span: tuple[int, int]


def find_reuse(texts: Sequence[str], template: Iterable[str]) -> Iterator[Reuse]:
    """The pairs of texts that are nearly the same, that hold most of one another, or that share a passage.

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
    letters = [own_letters(text, given) for text in texts]
    runs = [runs_of(one.own) if one.length >= SHORTEST else set[str]() for one in letters]
    held = Counter(run for found in runs for run in found)
    rare = {run for run, texts_with_it in held.items() if 1 < texts_with_it <= RARE}
    holders: dict[str, list[int]] = defaultdict(list)
    for second, found in enumerate(runs):
        known = [run for run in found if 1 < held[run] <= COMMON]
        shared = Counter(first for run in known for first in holders[run])
        shared_rare = Counter(first for run in known if run in rare for first in holders[run])
        for first in sorted(shared):
            least = least_same(letters[first].length, letters[second].length)
            if RUN * shared[first] >= least or shared_rare[first] >= _RARE_RUNS:
                reuse, passage = compare(first, second, letters)
                if is_reuse(reuse) or len(runs_of(passage) & rare) >= _RARE_RUNS:
                    yield reuse
        for run in known:
            holders[run].append(second)


def compare(first: int, second: int, letters: Sequence[Letters]) -> tuple[Reuse, str]:
    """How much of two texts is the same, twice the matching blocks over both lengths; the longest block."""
    one, other = letters[first], letters[second]
    blocks = SequenceMatcher(None, one.own, other.own, autojunk=False).get_matching_blocks()
    texts = [one.own[block.a : block.a + block.size] for block in blocks]
    sizes = [len(text) - text.count(GIVEN) for text in texts]
    same = sum(size for block, size in zip(blocks, sizes, strict=True) if block.size >= RUN)
    longest = max(range(len(blocks)), key=sizes.__getitem__)
    block, passage = blocks[longest], texts[longest].strip(GIVEN)
    skipped = texts[longest].find(passage)
    reuse = Reuse(
        first,
        second,
        score=2 * same / (one.length + other.length),
        share_of_shorter=same / min(one.length, other.length),
        same=same,
        longest=sizes[longest],
        span=_span(one.places, block.a + skipped, len(passage)),
        other_span=_span(other.places, block.b + skipped, len(passage)),
    )
    return reuse, passage


def _span(places: Sequence[int], start: int, size: int) -> tuple[int, int]:
    return (places[start], places[start + size - 1] + 1) if size else (0, 0)


def is_reuse(reuse: Reuse) -> bool:
    """Whether two texts are nearly the same, or one holds most of the other, and not by a phrase."""
    nearly_same = reuse.score >= NEARLY_SAME and reuse.same >= SHORTEST
    return nearly_same or (reuse.share_of_shorter >= CONTAINED and reuse.same >= PASSAGE)


def least_same(first: int, second: int) -> float:
    """The fewest characters that two texts of these lengths must share to be reuse as wholes."""
    nearly_same = max(SHORTEST, NEARLY_SAME * (first + second) / 2)
    return min(nearly_same, max(PASSAGE, CONTAINED * min(first, second)))


def own_letters(text: str, given: set[str]) -> Letters:
    """The letters of a text without those that repeat the template."""
    own = without(letters_of(text), given)
    return Letters(own, tuple(_places(text)), len(own) - own.count(GIVEN))


def letters_of(text: str) -> str:
    """A text without punctuation and spaces, which plans set as they please, and a mark for each title."""
    return "".join(GIVEN if len(piece) > 1 else piece for piece in _LETTER.findall(text))


def _places(text: str) -> Iterator[int]:
    return (found.start() for found in _LETTER.finditer(text))


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
