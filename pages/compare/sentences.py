"""Sentences of one region that another one wrote too, and terms that no other one has; by task."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import log
from typing import Any, Final

import numpy as np
from rapidfuzz.distance import Indel
from rapidfuzz.process import cdist

NEARLY_SAME: Final = 0.8
"""From which ratio on two sentences are shown as nearly the same: of the letters of both, those that stand in
both in the same order (the normalised Indel similarity)."""
SHORTEST: Final = 10
"""A sentence with fewer letters is a phrase of the trade, and nobody's."""
MOST_TERMS: Final = 6
"""How many of the terms that are one region's own are marked in one answer."""

_SENTENCE: Final = re.compile(r"[^。；！？;!?]+(?:[。；！？;!?]+[”’》」』）)]*)?")
_NO_LETTER: Final = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class Sentence:
    """A stretch of a measure, and its letters: what is left without punctuation and spaces."""

    region_id: str
    measure_id: str
    start: int
    end: int
    letters: str


@dataclass(frozen=True)
class Likeness:
    """Another region's sentence that is nearly the same, and how much of the two is, up to 1."""

    region_id: str
    ratio: float


Alike = dict[tuple[str, int, int], tuple[Likeness, ...]]
"""The likenesses of a sentence by its measure, start and end; the likest first, one for each region."""


def sentences_of(measure: Mapping[str, Any]) -> Iterator[Sentence]:
    """The sentences of a measure that are long enough to be compared."""
    text = str(measure["measure_text"])
    for found in _SENTENCE.finditer(text):
        letters = letters_of(found.group())
        if len(letters) >= SHORTEST:
            start = found.end() - len(found.group().lstrip())
            yield Sentence(str(measure["region_id"]), str(measure["measure_id"]), start, found.end(), letters)


def alike_sentences(measures: Iterable[Mapping[str, Any]]) -> Alike:
    """The sentences among these measures that another region has too, or nearly."""
    sentences = list(dict.fromkeys(found for measure in measures for found in sentences_of(measure)))
    if not sentences:
        return {}
    best: dict[tuple[str, int, int], dict[str, float]] = {}
    letters = [sentence.letters for sentence in sentences]
    # Sums of floats fall a little below a ratio that is met exactly.
    ratios = cdist(letters, letters, scorer=Indel.normalized_similarity, dtype=np.float64).round(9)
    for row, column in np.argwhere(np.triu(ratios >= NEARLY_SAME, 1)):
        one, other, ratio = sentences[row], sentences[column], float(ratios[row, column])
        if one.region_id == other.region_id:
            continue
        for sentence, region in ((one, other.region_id), (other, one.region_id)):
            known = best.setdefault((sentence.measure_id, sentence.start, sentence.end), {})
            known[region] = max(ratio, known.get(region, 0.0))
    return {
        place: tuple(Likeness(*item) for item in sorted(found.items(), key=lambda item: -item[1]))
        for place, found in best.items()
    }


def letters_of(text: str) -> str:
    """A text without punctuation and spaces, which plans set as they please."""
    return _NO_LETTER.sub("", text)


def own_terms(
    texts: Mapping[str, str], uses: Mapping[str, Mapping[str, int]], task_name: str, plans: int
) -> dict[str, tuple[str, ...]]:
    """The terms that are each region's own at a task.

    A term is a region's own if it stands in what the region wrote for the task, in nothing that another of
    the regions wrote for it, be it as a part of a longer word or with other punctuation, and
    not in the name of the task.

    Parameters
    ----------
    texts
        What each region wrote for the task, by region.
    uses
        By region, its terms and how many regions use each of them anywhere.
    task_name
        As the template words the task.
    plans
        How many regions have a plan.

    Returns
    -------
    dict
        By region, at most `MOST_TERMS`, those first that say most: long ones that few regions use, by
        ``length * log((plans + 1) / regions)``. No terms where no other region wrote anything: then
        everything is the region's own.
    """
    found: dict[str, tuple[str, ...]] = {}
    for region, terms in uses.items():
        others = [letters_of(text) for code, text in texts.items() if code != region and text.strip()]
        own = [
            term
            for term in terms
            if term not in task_name and not any(letters_of(term) in text for text in others)
        ]
        ranked = sorted(own, key=lambda term: (-len(term) * log((plans + 1) / terms[term]), term))
        found[region] = outermost(ranked)[:MOST_TERMS] if others else ()
    return found


def outermost(terms: Sequence[str]) -> tuple[str, ...]:
    """The terms without those that are a part of another one."""
    return tuple(term for term in terms if not any(term != other and term in other for other in terms))
