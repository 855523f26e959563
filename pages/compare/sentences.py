"""Sentences of a task that two regions share, and terms that only one of them uses."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from math import log
from typing import Any, Final

import numpy as np
from rapidfuzz.distance import Indel
from rapidfuzz.process import cdist

MIN_SIMILARITY: Final = 0.8
"""Normalised Indel similarity from which two sentences are shown as nearly the same."""
MIN_LETTERS: Final = 10
"""Shorter sentences are stock phrases and are not compared."""
MAX_TERMS: Final = 6
"""Own terms marked in one answer."""

_SENTENCE: Final = re.compile(r"[^。；！？;!?]+(?:[。；！？;!?]+[”’》」』）)]*)?")
_PUNCTUATION: Final = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class Sentence:
    """A span of a measure and its letters, without punctuation and spaces."""

    region_id: str
    measure_id: str
    start: int
    end: int
    letters: str


@dataclass(frozen=True)
class SimilarSentence:
    """A similar sentence of another region, with its similarity from 0 to 1."""

    region_id: str
    similarity: float


SimilarSentences = dict[tuple[str, int, int], tuple[SimilarSentence, ...]]
"""Similar sentences by measure, start and end of a sentence, one for each region, the most similar first."""


def split_sentences(measure: Mapping[str, Any]) -> Iterator[Sentence]:
    """Split a measure into the sentences that are long enough to compare."""
    text = str(measure["measure_text"])
    for found in _SENTENCE.finditer(text):
        letters = strip_punctuation(found.group())
        if len(letters) >= MIN_LETTERS:
            start = found.end() - len(found.group().lstrip())
            yield Sentence(str(measure["region_id"]), str(measure["measure_id"]), start, found.end(), letters)


def find_similar_sentences(measures: Iterable[Mapping[str, Any]]) -> SimilarSentences:
    """Find the sentences of some measures that are similar to one of another region."""
    sentences = list(dict.fromkeys(found for measure in measures for found in split_sentences(measure)))
    if not sentences:
        return {}
    best: dict[tuple[str, int, int], dict[str, float]] = {}
    letters = [sentence.letters for sentence in sentences]
    # Rounded: a float sum can fall just below the threshold.
    scores = cdist(letters, letters, scorer=Indel.normalized_similarity, dtype=np.float64).round(9)
    for row, column in np.argwhere(np.triu(scores >= MIN_SIMILARITY, 1)):
        one, other, score = sentences[row], sentences[column], float(scores[row, column])
        if one.region_id == other.region_id:
            continue
        for sentence, region in ((one, other.region_id), (other, one.region_id)):
            known = best.setdefault((sentence.measure_id, sentence.start, sentence.end), {})
            known[region] = max(score, known.get(region, 0.0))
    return {
        place: tuple(SimilarSentence(*item) for item in sorted(found.items(), key=lambda item: -item[1]))
        for place, found in best.items()
    }


def strip_punctuation(text: str) -> str:
    """Remove punctuation and spaces, which plans use inconsistently."""
    return _PUNCTUATION.sub("", text)


def own_terms(
    texts: Mapping[str, str], uses: Mapping[str, Mapping[str, int]], task_name: str, plans: int
) -> dict[str, tuple[str, ...]]:
    """Find the terms of each region that no other region uses for the task.

    A term must not occur in the ``texts`` of other regions, even within a longer word or with other
    punctuation, in the task name, or in another own term. ``uses`` are the terms of each region with the
    number of regions that use them anywhere, ``plans`` the number of regions with a plan.

    Returns at most `MAX_TERMS` by region, ranked by ``length * log((plans + 1) / regions)``; none if no
    other region wrote anything.
    """
    found: dict[str, tuple[str, ...]] = {}
    for region, terms in uses.items():
        others = [strip_punctuation(text) for code, text in texts.items() if code != region and text.strip()]
        own = [
            term
            for term in terms
            if term not in task_name and not any(strip_punctuation(term) in text for text in others)
        ]
        ranked = sorted(own, key=lambda term: (-len(term) * log((plans + 1) / terms[term]), term))
        whole = (term for term in ranked if not any(term != other and term in other for other in ranked))
        found[region] = tuple(whole)[:MAX_TERMS] if others else ()
    return found
