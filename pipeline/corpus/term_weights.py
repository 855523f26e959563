"""Term weights: how strongly a shared word indicates that two measures are about the same task.

Many regions answer every standard task, so the weights are learnt from pairs of measures of different
regions, by whether both answer the same task. 推进 occurs with any task and weighs next to nothing; 维权 and
考核 occur with few and weigh much.
"""

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
"""Maximum length of words, in characters; longer ones are compounds or names."""
RARE: Final = 32
"""Words in at most this many answers are rare and share one prior."""
PRIOR: Final = 100
"""Weight of that prior, in pairs of answers."""

LEAST_SHARE: Final = 0.03
"""Minimum contribution of a listed word to the similarity."""


class Answer(NamedTuple):
    """A measure that answers one standard task, and the words in it."""

    region_id: str
    task_id: str
    words: frozenset[str]


def build_vocabulary(terms: Iterable[str], lexicon: Lexicon) -> frozenset[str]:
    """Return the words for comparing texts: extracted terms, and the lexicon's words and stop words.

    Compounds of two others are excluded. Stop words need no exception, as their weight is learnt.
    """
    known = {*terms, *lexicon.words, *lexicon.stop_words}
    short = {word for word in known if 2 <= len(word) <= LONGEST}
    return frozenset(word for word in short if not (word[:2] in short and word[2:] in short))


def find_words(text: str, vocabulary: frozenset[str]) -> frozenset[str]:
    """Return the vocabulary words in a text, including those within longer terms or across boundaries."""
    text = unicodedata.normalize("NFKC", text).upper()
    pairs = list(map(add, text, text[1:]))
    triples = list(map(add, pairs, text[2:]))
    return vocabulary.intersection([*pairs, *triples, *map(add, triples, text[3:])])


def learn_weights(answers: Sequence[Answer], others: Iterable[Collection[str]] = ()) -> Weights:
    r"""Learn the weight of each word from answers: the logarithm of its lift, at least 0.

    Of all pairs of answers of different regions, a share :math:`p` answer the same task; of the :math:`n`
    pairs that both contain a word, :math:`s` do. With :math:`p_0` their share among the pairs with a word of
    :data:`RARE` answers or fewer, and :math:`k` = :data:`PRIOR`, a word weighs

    .. math:: \log \frac{(s + k p_0) / (n + k)}{p}

    Words in a single text are excluded. Where no two regions answer the same task, the weight is the inverse
    document frequency. ``others`` are the words of further texts that will be compared.
    """
    texts = [*(answer.words for answer in answers), *others]
    frequencies = Counter(word for words in texts for word in words)
    common = {word for word, frequency in frequencies.items() if frequency > 1}
    same, pairs = _count_pairs([(answer.region_id, answer.task_id) for answer in answers])
    if not same:
        return {word: math.log((len(texts) + 1) / frequencies[word]) for word in common}
    keys: dict[str, list[tuple[str, str]]] = {word: [] for word in common}
    for answer in answers:
        for word in answer.words & common:
            keys[word].append((answer.region_id, answer.task_id))
    counts = {word: _count_pairs(own) for word, own in keys.items()}
    rare = [counts[word] for word, own in keys.items() if len(own) <= RARE]
    share = same / pairs
    prior = (sum(s for s, _ in rare) + share) / (sum(n for _, n in rare) + 1)
    lifts = {word: (s + PRIOR * prior) / (n + PRIOR) / share for word, (s, n) in counts.items()}
    return {word: math.log(max(lift, 1.0)) for word, lift in lifts.items()}


def shared_words(one: Vector, others: Iterable[Vector]) -> tuple[str, ...]:
    """Return the shared words that contribute most to the similarity of a text with others, largest first.

    A word within another listed word is excluded.
    """
    gains: defaultdict[str, float] = defaultdict(float)
    for other in others:
        for word in sorted(one.keys() & other.keys()):
            gains[word] += one[word] * other[word]
    least = LEAST_SHARE * sum(gains.values())
    kept = [word for word, gain in gains.items() if gain >= least]
    longest = [word for word in kept if not any(word != other and word in other for other in kept)]
    return tuple(sorted(longest, key=lambda word: (-gains[word], word)))


def _count_pairs(keys: Sequence[tuple[str, str]]) -> tuple[int, int]:
    """Count, of (region, task) tuples, the pairs of different regions with the same task, and all of them."""
    regions = Counter(region_id for region_id, _ in keys)
    tasks = Counter(task_id for _, task_id in keys)
    same = _combinations(tasks.values()) - _combinations(Counter(keys).values())
    return same, _combinations([len(keys)]) - _combinations(regions.values())


def _combinations(counts: Iterable[int]) -> int:
    return sum(count * (count - 1) // 2 for count in counts)
