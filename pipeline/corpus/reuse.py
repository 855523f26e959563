"""Text reuse between measures: found by shared character n-grams, scored by aligned characters.

Two measures are reuse where they are nearly equal, where one contains most of the other, or where they share
a long passage that few others have.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import Any, Final, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from rapidfuzz.distance import Prefix

from pipeline.corpus.texts import incidence_matrix

Whole = NDArray[np.int64]

NGRAM: Final = 6
"""Length of an n-gram; shorter shared ones are phrases of the trade."""
COMMON: Final = 50
"""An n-gram in more texts than this is ignored when looking for pairs."""
SHORTEST: Final = 20
"""Minimum length of a text outside the template, and of a shared passage; shorter ones are too generic."""
NEARLY_SAME: Final = 0.6
"""Minimum score of two nearly equal texts."""
PASSAGE: Final = 25
CONTAINED: Final = 0.6
"""Minimum length of a shared passage, and its minimum share of the shorter text."""
RARE: Final = 10
"""An n-gram in more texts than this belongs to a stock phrase or a name."""
LONG_PASSAGE: Final = 30
"""Minimum length of a passage of rare n-grams, reuse in any context; names are shorter."""
KEPT: Final = 5
"""The most earlier texts that are compared with a text, to bound the pairs of very common texts."""
_RARE_RUNS: Final = LONG_PASSAGE - NGRAM + 1
_ROWS: Final = 2_000
"""Texts that are multiplied at a time, to bound memory."""

MASK: Final = "\N{OBJECT REPLACEMENT CHARACTER}"
"""Replaces characters of the template, and titles."""
_LETTER: Final = re.compile(r"《[^《》]*》|[^\W_]")
"""A title, or a letter or digit."""


class Block(NamedTuple):
    """A common substring of two texts: its start in each, and its length."""

    a: int
    b: int
    size: int


@dataclass(frozen=True)
class Letters:
    """The characters of a text, those of the template replaced by `MASK`, and the offset of each."""

    own: str
    places: tuple[int, ...]
    length: int
    """The number of characters outside the template."""


class Reuse(NamedTuple):
    """Two texts by number, the earlier first, and how much of them is equal.

    ``longest`` is the length of the longest common passage, the last four are its offsets in both texts.
    """

    first: int
    second: int
    score: float
    share_of_shorter: float
    same_characters: int
    longest: int
    char_start: int
    char_end: int
    other_start: int
    other_end: int


def find_reuse(texts: Sequence[str], template: Iterable[str]) -> Iterator[Reuse]:
    """Find the pairs of texts that are nearly equal, contain most of one another, or share a passage.

    ``texts`` are in document order; ``template`` are texts common to all plans, such as the names of the
    standard tasks. Words of the template and titles of documents are ignored.
    """
    given = {ngram for text in template for ngram in find_ngrams(strip_text(text))}
    letters = [strip_template(text, given) for text in texts]
    ngrams = [find_ngrams(one.own) if one.length >= SHORTEST else set[str]() for one in letters]
    counts = Counter(chain.from_iterable(ngrams))
    for first, second in find_candidates(ngrams, counts, [one.length for one in letters]):
        reuse, passage = compare_texts(first, second, letters)
        if is_reuse(reuse) or sum(counts[ngram] <= RARE for ngram in find_ngrams(passage)) >= _RARE_RUNS:
            yield reuse


def find_candidates(
    ngrams: Sequence[Collection[str]], counts: Mapping[str, int], lengths: Sequence[int]
) -> Iterator[tuple[int, int]]:
    """Find the pairs of texts that share enough n-grams to be worth comparing, the earlier text first.

    Shared n-grams are counted by a sparse product of texts by n-grams, so that the cost is linear in the
    texts, not in their pairs. Each text is paired with at most :data:`KEPT` earlier ones, those that share
    most; ties go to the nearest. ``counts`` are the number of texts with each n-gram, ``lengths`` the number
    of letters of each text outside the template.
    """
    columns = [ngram for ngram, texts in counts.items() if 1 < texts <= COMMON]
    matrix = incidence_matrix(ngrams, columns)
    rare = matrix[:, np.fromiter((counts[ngram] <= RARE for ngram in columns), dtype=bool)]
    own = np.array(lengths)
    for start in range(0, len(ngrams), _ROWS):
        shared = _count_shared(matrix, start)
        shared.data *= NGRAM * shared.data >= min_common(own[shared.row + start], own[shared.col])
        passages = _count_shared(rare, start)
        passages.data *= passages.data >= _RARE_RUNS
        both = (shared + passages).tocoo()
        found = (both.data > 0) & (both.col < both.row + start)
        pairs = pd.DataFrame(
            {"second": both.row[found] + start, "most": both.data[found], "first": both.col[found]}
        )
        kept = pairs.sort_values([*pairs], ascending=[True, False, False]).groupby("second").head(KEPT)
        kept = kept.sort_values(["second", "first"])
        yield from zip(kept["first"].tolist(), kept["second"].tolist(), strict=True)


def _count_shared(matrix: Any, start: int) -> Any:
    """Count the columns that some rows share with each row up to them, as a sparse array in COO form."""
    return (matrix[start : start + _ROWS] @ matrix[: start + _ROWS].T).tocoo()


def compare_texts(first: int, second: int, letters: Sequence[Letters]) -> tuple[Reuse, str]:
    """Compare two texts: twice the matching blocks over both lengths; also returns the longest block."""
    one, other = letters[first], letters[second]
    same, longest, a, b, passage = _align(one.own, other.own)
    score, share = 2 * same / (one.length + other.length), same / min(one.length, other.length)
    spans = *_span(one.places, a, len(passage)), *_span(other.places, b, len(passage))
    return Reuse(first, second, score, share, same, longest, *spans), passage


# Plans of later years repeat whole measures, so the same two texts are compared many times.
@lru_cache(maxsize=4096)
def _align(one: str, other: str) -> tuple[int, int, int, int, str]:
    """Return the number of equal letters, in all and in the longest block; the block's starts; the block."""
    blocks = matching_blocks(one, other) or [Block(0, 0, 0)]
    texts = [one[block.a : block.a + block.size] for block in blocks]
    sizes = [len(text) - text.count(MASK) for text in texts]
    longest = max(range(len(blocks)), key=sizes.__getitem__)
    block, passage = blocks[longest], texts[longest].strip(MASK)
    skipped = texts[longest].find(passage)
    return sum(sizes), sizes[longest], block.a + skipped, block.b + skipped, passage


def matching_blocks(one: str, other: str) -> list[Block]:
    """Return the blocks of :class:`difflib.SequenceMatcher` of :data:`NGRAM` characters or more, in order.

    They are found by shared n-grams, in a fraction of its time.
    """
    if one == other:
        return [Block(0, 0, len(one))] if len(one) >= NGRAM else []
    places = _index_ngrams(other)
    ends: dict[int, int] = {}
    blocks = []
    for a in range(len(one) - NGRAM + 1):
        for b in places.get(one[a : a + NGRAM], ()):
            if ends.get(a - b, 0) <= a:
                size = Prefix.similarity(one[a:], other[b:])
                ends[a - b] = a + size - NGRAM + 1
                blocks.append(Block(a, b, size))
    return list(_choose_blocks(blocks))


@lru_cache(maxsize=1)
def _index_ngrams(text: str) -> Mapping[str, Sequence[int]]:
    """Return the offsets of each n-gram; cached for the next text that is compared with the same one."""
    places: dict[str, list[int]] = {}
    for at in range(len(text) - NGRAM + 1):
        places.setdefault(text[at : at + NGRAM], []).append(at)
    return places


def _choose_blocks(blocks: Sequence[Block]) -> Iterator[Block]:
    """Choose the longest block, and by the same rule blocks before it in both texts and after it."""
    if len(blocks) < 2:
        yield from blocks
        return
    a, b, size = max(blocks, key=lambda block: (block.size, -block.a, -block.b))
    before = ((x, y, min(n, a - x, b - y)) for x, y, n in blocks)
    yield from _choose_blocks([Block(x, y, n) for x, y, n in before if n >= NGRAM])
    yield Block(a, b, size)
    skipped = ((max(0, a + size - x, b + size - y), x, y, n) for x, y, n in blocks)
    yield from _choose_blocks([Block(x + k, y + k, n - k) for k, x, y, n in skipped if n - k >= NGRAM])


def _span(places: Sequence[int], start: int, size: int) -> tuple[int, int]:
    return (places[start], places[start + size - 1] + 1) if size else (0, 0)


def is_reuse(reuse: Reuse) -> bool:
    """Whether two texts are nearly equal, or one contains most of the other, by more than a phrase."""
    nearly_same = reuse.score >= NEARLY_SAME and reuse.same_characters >= SHORTEST
    return nearly_same or (reuse.share_of_shorter >= CONTAINED and reuse.same_characters >= PASSAGE)


def min_common(first: Whole, second: Whole) -> NDArray[np.float64]:
    """Return the fewest common characters with which texts of these lengths can be reuse as a whole."""
    nearly_same = np.maximum(SHORTEST, NEARLY_SAME * (first + second) / 2)
    return np.minimum(nearly_same, np.maximum(PASSAGE, CONTAINED * np.minimum(first, second)))


def strip_template(text: str, given: set[str]) -> Letters:
    """Return the letters of a text, those that repeat the template replaced."""
    own = mask_template(strip_text(text), given)
    places = tuple(found.start() for found in _LETTER.finditer(text))
    return Letters(own, places, len(own) - own.count(MASK))


def strip_text(text: str) -> str:
    """Remove punctuation and spaces, which vary between plans, and replace each title by `MASK`."""
    return "".join(MASK if len(piece) > 1 else piece for piece in _LETTER.findall(text))


def find_ngrams(text: str) -> set[str]:
    """Return the n-grams of a text without `MASK`."""
    found = {text[at : at + NGRAM] for at in range(len(text) - NGRAM + 1)}
    return {ngram for ngram in found if MASK not in ngram}


def mask_template(text: str, given: set[str]) -> str:
    """Replace each character in an n-gram of the template by `MASK`."""
    marked = bytearray(len(text))
    for at in range(len(text) - NGRAM + 1):
        if text[at : at + NGRAM] in given:
            marked[at : at + NGRAM] = b"\1" * NGRAM
    return "".join(MASK if mark else letter for letter, mark in zip(text, marked, strict=True))
