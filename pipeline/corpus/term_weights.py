"""Term weights: how strongly a shared word indicates that two measures are about the same task.

Every standard task is answered by many regions, so the weights are learnt from pairs of measures of
different regions, by whether both answer the same task. 推进 occurs with any task and weighs next to
nothing; 维权 and 考核 occur with few and weigh much.
"""

from __future__ import annotations

import math
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from operator import add
from typing import Final, NamedTuple

from pipeline.extract.keywords import Lexicon

Vector = Mapping[str, float]
Weights = Mapping[str, float]

LONGEST: Final = 4
"""The longest words compared, in characters; longer ones are compounds or names."""
RARE: Final = 32
"""Words in at most this many answers count as rare and share one prior."""
PRIOR: Final = 100
"""Weight of that prior, in pairs of answers."""

LEAST_SHARE: Final = 0.03
"""Shared words that contribute less than this share of the similarity are not listed."""


class Answer(NamedTuple):
    """A measure that answers one standard task, and the words in it."""

    region_id: str
    task_id: str
    words: frozenset[str]


def vocabulary_of(terms: Iterable[str], lexicon: Lexicon) -> frozenset[str]:
    """The words by which texts are compared: extracted terms, and the lexicon's words and stop words.

    Words composed of two others are left out. Stop words need no exception, as their weight is learnt.
    """
    known = {*terms, *lexicon.words, *lexicon.stop_words}
    short = {word for word in known if 2 <= len(word) <= LONGEST}
    return frozenset(word for word in short if not (word[:2] in short and word[2:] in short))


def words_of(text: str, vocabulary: frozenset[str]) -> frozenset[str]:
    """The vocabulary words in a text, including those within longer terms or across their boundaries."""
    text = unicodedata.normalize("NFKC", text).upper()
    pairs = list(map(add, text, text[1:]))
    triples = list(map(add, pairs, text[2:]))
    return vocabulary.intersection([*pairs, *triples, *map(add, triples, text[3:])])


def weights_of(answers: Sequence[Answer], others: Iterable[Collection[str]] = ()) -> Weights:
    r"""The weight of each word: the logarithm of its lift, at least 0.

    Of all pairs of answers of different regions, a share :math:`p` answer the same task; of the :math:`n`
    pairs that both hold a word, :math:`s` do. With :math:`p_0` their share among the pairs that hold a word
    of :data:`RARE` answers or fewer, and :math:`k` = :data:`PRIOR`, a word weighs

    .. math:: \log \frac{(s + k p_0) / (n + k)}{p}

    Words in a single text are left out. Where no two regions answer the same task, the weight is the
    inverse document frequency.

    Parameters
    ----------
    answers
        The measures that the weights are learnt from.
    others
        The words of further texts that will be compared.
    """
    others = list(others)
    texts = [*(answer.words for answer in answers), *others]
    holding = Counter(word for words in texts for word in words)
    common = {word for word, times in holding.items() if times > 1}
    same, pairs = _pairs([(answer.region_id, answer.task_id) for answer in answers])
    if not same:
        return {word: math.log((len(texts) + 1) / holding[word]) for word in common}
    places: dict[str, list[tuple[str, str]]] = {word: [] for word in common}
    for answer in answers:
        for word in answer.words & common:
            places[word].append((answer.region_id, answer.task_id))
    counted = {word: _pairs(held) for word, held in places.items()}
    rare = [counted[word] for word, held in places.items() if len(held) <= RARE]
    share = same / pairs
    usual = (sum(s for s, _ in rare) + share) / (sum(n for _, n in rare) + 1)
    lifts = {word: (s + PRIOR * usual) / (n + PRIOR) / share for word, (s, n) in counted.items()}
    return {word: math.log(max(lift, 1.0)) for word, lift in lifts.items()}


def shared_words(one: Vector, others: Iterable[Vector]) -> tuple[str, ...]:
    """The shared words that contribute most to the similarity of one text with others, largest first.

    A word within another listed word is left out.
    """
    gains: defaultdict[str, float] = defaultdict(float)
    for other in others:
        for word in sorted(one.keys() & other.keys()):
            gains[word] += one[word] * other[word]
    least = LEAST_SHARE * sum(gains.values())
    kept = [word for word, gain in gains.items() if gain >= least]
    whole = [word for word in kept if not any(word != other and word in other for other in kept)]
    return tuple(sorted(whole, key=lambda word: (-gains[word], word)))


def _pairs(places: Sequence[tuple[str, str]]) -> tuple[int, int]:
    """Of (region, task) tuples: the number of pairs of different regions with one task, and of all pairs."""
    if len(places) < 2:
        return 0, 0
    regions = Counter(region_id for region_id, _ in places)
    tasks = Counter(task_id for _, task_id in places)
    return _twos(tasks.values()) - _twos(Counter(places).values()), _twos([len(places)]) - _twos(
        regions.values()
    )


def _twos(counts: Iterable[int]) -> int:
    return sum(count * (count - 1) // 2 for count in counts)
