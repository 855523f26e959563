"""Text reuse between measures: found by shared runs of characters, scored by aligned characters.

Two measures are reuse where they are nearly equal, where one contains most of the other, or where they
share a long passage that few others have.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Prefix

from pipeline.corpus.vectors import incidence, places_within

Whole = NDArray[np.int64]

RUN: Final = 6
"""Characters in a row that two texts must share for it to count: shorter ones are phrases of the trade."""
COMMON: Final = 50
"""A run that more texts than this hold leads to no pair."""
SHORTEST: Final = 20
"""A text with fewer characters of its own is too generic for reuse; so is a shared passage."""
NEARLY_SAME: Final = 0.6
"""The score from which two texts are one text reused."""
PASSAGE: Final = 25
CONTAINED: Final = 0.6
"""A shared passage of so many characters is reuse, where it is this share of the shorter text."""
RARE: Final = 10
"""A run that more texts than this hold is of a stock phrase, or of a name."""
LONG_PASSAGE: Final = 30
"""A passage with so many characters in rare runs is reuse in any context; names of bodies and of projects are
shorter.
"""
KEPT: Final = 5
"""The most earlier texts that are compared with a text, to bound the pairs of very common texts."""
_RARE_RUNS: Final = LONG_PASSAGE - RUN + 1
_ROWS: Final = 2_000
"""Texts that are multiplied at a time, so that memory holds a part of the product only."""

GIVEN: Final = "\N{OBJECT REPLACEMENT CHARACTER}"
_LETTER: Final = re.compile(r"《[^《》]*》|[^\W_]")
"""A title, or a letter or digit."""


class Block(NamedTuple):
    """A stretch of two texts that is the same: where it starts in each, and how long it is."""

    a: int
    b: int
    size: int


@dataclass(frozen=True)
class Letters:
    """The characters of a text that are its own, a mark for each other one, and the offset of each."""

    own: str
    places: tuple[int, ...]
    length: int
    """The number of characters of its own."""


class Reuse(NamedTuple):
    """Two texts by number, the earlier first, and the share that is equal.

    ``longest`` is the length of the longest common passage; the spans are its places.
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
    """The pairs of texts that are nearly equal, contain most of one another, or share a passage.

    Words of the template and titles of documents are ignored.

    Parameters
    ----------
    texts
        In document order.
    template
        Texts common to all plans, such as the names of the standard tasks.
    """
    given = {run for text in template for run in runs_of(letters_of(text))}
    letters = [own_letters(text, given) for text in texts]
    runs = [runs_of(one.own) if one.length >= SHORTEST else set[str]() for one in letters]
    held = Counter(chain.from_iterable(runs))
    for first, second in find_candidates(runs, held, [one.length for one in letters]):
        reuse, passage = compare(first, second, letters)
        if is_reuse(reuse) or sum(held[run] <= RARE for run in runs_of(passage)) >= _RARE_RUNS:
            yield reuse


def find_candidates(
    runs: Sequence[Collection[str]], held: Mapping[str, int], lengths: Sequence[int]
) -> Iterator[tuple[int, int]]:
    """The pairs of texts that share enough runs to be worth comparing, the earlier text first.

    Shared runs are counted by a sparse product of texts by runs, so that the cost is linear in the texts,
    not in their pairs. Each text is paired with at most :data:`KEPT` earlier ones, those that share most;
    ties go to the nearest.

    Parameters
    ----------
    runs
        The runs of each text.
    held
        How many texts hold each run.
    lengths
        How many letters of each text are its own.
    """
    columns = [run for run, times in held.items() if 1 < times <= COMMON]
    counts = incidence(runs, columns)
    rare = counts[:, np.fromiter((held[run] <= RARE for run in columns), dtype=bool)]
    own = np.array(lengths)
    for start in range(0, len(runs), _ROWS):
        shared = _products(counts, start)
        shared.data *= RUN * shared.data >= least_same(own[shared.row + start], own[shared.col])
        passages = _products(rare, start)
        passages.data *= passages.data >= _RARE_RUNS
        both = (shared + passages).tocoo()
        found = (both.data > 0) & (both.col < both.row + start)
        second, first, most = both.row[found] + start, both.col[found], both.data[found]
        order = np.lexsort((-first, -most, second))
        kept = order[places_within(second[order]) < KEPT]
        kept = kept[np.lexsort((first[kept], second[kept]))]
        yield from zip(first[kept].tolist(), second[kept].tolist(), strict=True)


def _products(counts: Any, start: int) -> Any:
    """How many columns some rows share with each row up to them, as a sparse array in COO form."""
    return (counts[start : start + _ROWS] @ counts[: start + _ROWS].T).tocoo()


def compare(first: int, second: int, letters: Sequence[Letters]) -> tuple[Reuse, str]:
    """How much of two texts is the same, twice the matching blocks over both lengths; the longest block."""
    one, other = letters[first], letters[second]
    same, longest, a, b, passage = _shared_letters(one.own, other.own)
    reuse = Reuse(
        first,
        second,
        score=2 * same / (one.length + other.length),
        share_of_shorter=same / min(one.length, other.length),
        same=same,
        longest=longest,
        span=_span(one.places, a, len(passage)),
        other_span=_span(other.places, b, len(passage)),
    )
    return reuse, passage


# Plans of later years repeat whole measures, so the same two texts are compared many times.
@lru_cache(maxsize=4096)
def _shared_letters(one: str, other: str) -> tuple[int, int, int, int, str]:
    """How many letters are the same, in all and in the longest block; where it begins in both; the block."""
    blocks = matching_blocks(one, other) or [Block(0, 0, 0)]
    texts = [one[block.a : block.a + block.size] for block in blocks]
    sizes = [len(text) - text.count(GIVEN) for text in texts]
    longest = max(range(len(blocks)), key=sizes.__getitem__)
    block, passage = blocks[longest], texts[longest].strip(GIVEN)
    skipped = texts[longest].find(passage)
    return sum(sizes), sizes[longest], block.a + skipped, block.b + skipped, passage


def matching_blocks(one: str, other: str) -> list[Block]:
    """The blocks of :class:`difflib.SequenceMatcher` that have :data:`RUN` characters or more, in order.

    They are found by the runs that both texts hold, which takes a fraction of its time.
    """
    if one == other:
        return [Block(0, 0, len(one))] if len(one) >= RUN else []
    places = _places_of_runs(other)
    ends: dict[int, int] = {}
    blocks = []
    for a in range(len(one) - RUN + 1):
        for b in places.get(one[a : a + RUN], ()):
            if ends.get(a - b, 0) <= a:
                size = Prefix.similarity(one[a:], other[b:])
                ends[a - b] = a + size - RUN + 1
                blocks.append(Block(a, b, size))
    return list(_longest_first(blocks))


@lru_cache(maxsize=1)
def _places_of_runs(text: str) -> Mapping[str, Sequence[int]]:
    """Where each run begins; kept for the next text that is compared with the same one."""
    places: dict[str, list[int]] = {}
    for at in range(len(text) - RUN + 1):
        places.setdefault(text[at : at + RUN], []).append(at)
    return places


def _longest_first(blocks: Sequence[Block]) -> Iterator[Block]:
    """The longest block, with the blocks before it in both texts and those behind it, by the same rule."""
    if len(blocks) < 2:
        yield from blocks
        return
    a, b, size = max(blocks, key=lambda block: (block.size, -block.a, -block.b))
    before = ((x, y, min(n, a - x, b - y)) for x, y, n in blocks)
    yield from _longest_first([Block(x, y, n) for x, y, n in before if n >= RUN])
    yield Block(a, b, size)
    skipped = ((max(0, a + size - x, b + size - y), x, y, n) for x, y, n in blocks)
    yield from _longest_first([Block(x + k, y + k, n - k) for k, x, y, n in skipped if n - k >= RUN])


def _span(places: Sequence[int], start: int, size: int) -> tuple[int, int]:
    return (places[start], places[start + size - 1] + 1) if size else (0, 0)


def is_reuse(reuse: Reuse) -> bool:
    """Whether two texts are nearly the same, or one holds most of the other, and not by a phrase."""
    nearly_same = reuse.score >= NEARLY_SAME and reuse.same >= SHORTEST
    return nearly_same or (reuse.share_of_shorter >= CONTAINED and reuse.same >= PASSAGE)


def least_same(first: Whole, second: Whole) -> NDArray[np.float64]:
    """The fewest common pairs of characters with which texts of these lengths can be reuse as wholes."""
    nearly_same = np.maximum(SHORTEST, NEARLY_SAME * (first + second) / 2)
    return np.minimum(nearly_same, np.maximum(PASSAGE, CONTAINED * np.minimum(first, second)))


def own_letters(text: str, given: set[str]) -> Letters:
    """The letters of a text without those that repeat the template."""
    own = remove_given(letters_of(text), given)
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


def remove_given(text: str, given: set[str]) -> str:
    """A text with a mark for each character that belongs to a run of the template."""
    marked = bytearray(len(text))
    for at in range(len(text) - RUN + 1):
        if text[at : at + RUN] in given:
            marked[at : at + RUN] = b"\1" * RUN
    return "".join(GIVEN if mark else letter for letter, mark in zip(text, marked, strict=True))
