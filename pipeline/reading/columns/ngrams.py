"""Character n-gram models of text in a column's cells.

A model is a back-off table as in ARPA files. Probabilities are interpolated by the method of
Witten and Bell (1991), The zero-frequency problem, IEEE Trans. Inf. Theory 37(4).
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

START = "\x02"
END = "\x03"
UNSEEN = "\x00"
VOCABULARY = 6000


class CharacterModel:
    """Natural log probabilities of n-grams, and the back-off weight of each history.

    ``weights[history + character]`` is the log probability of a character after a history;
    ``backoffs[history]`` is added if the character was not seen after that history.
    """

    def __init__(self, order: int, weights: Mapping[str, float], backoffs: Mapping[str, float]) -> None:
        self.order = order
        self.weights = weights
        self.backoffs = backoffs
        self._known = dict(weights)

    def log_probability(self, history: str, character: str) -> float:
        """Return the log probability of ``character`` after ``history`` (last ``order - 1`` characters)."""
        history = history[1 - self.order :]
        gram = history + character
        value = self._known.get(gram)
        if value is None:
            value = self._known[gram] = self._back_off(history, character)
        return value

    def score(self, history: str, text: str) -> float:
        """Return the log probability of ``text`` after ``history``."""
        known, order = self._known, self.order
        history = history[1 - order :]
        total = 0.0
        for character in text:
            gram = history + character
            value = known.get(gram)
            if value is None:
                value = known[gram] = self._back_off(history, character)
            total += value
            history = gram[1:] if len(gram) == order else gram
        return total

    def score_start(self, text: str) -> float:
        """Return the log probability of ``text`` at the start of a cell."""
        return self.score(START * (self.order - 1), text)

    def _back_off(self, history: str, character: str) -> float:
        """Return the log probability of an unseen n-gram: that of a shorter one plus the back-off weights."""
        penalty = 0.0
        while history:
            penalty += self.backoffs.get(history, 0.0)
            history = history[1:]
            weight = self.weights.get(history + character)
            if weight is not None:
                return penalty + weight
        return penalty + self.weights[UNSEEN]


def train(texts: Iterable[str], order: int = 3, background: Counter[str] | None = None) -> CharacterModel:
    """Train a model on ``texts``, each from START to END.

    ``background`` counts the characters of the language in general (by default, those of the texts) and
    gives the probabilities of characters not in the texts. A character not in it either gets one in
    ``VOCABULARY`` of the probability reserved for such characters.
    """
    texts = list(texts)
    common = background or Counter("".join(texts))
    commonness = common.total() + len(common) + 1

    def anywhere(character: str) -> float:
        return (common[character] + len(common) / VOCABULARY) / commonness

    followers: list[dict[str, Counter[str]]] = [defaultdict(Counter) for _ in range(order)]
    for text in texts:
        padded = START * (order - 1) + text + END
        for position in range(order - 1, len(padded)):
            for length in range(order):
                followers[length][padded[position - length : position]][padded[position]] += 1
    probabilities: dict[str, float] = {}
    backoffs: dict[str, float] = {}

    def lower(history: str, character: str) -> float:
        if not history:
            return anywhere(character)
        shorter = history[1:]
        known = probabilities.get(shorter + character)
        if known is not None:
            return known
        return backoffs[shorter] * (lower(shorter, character) if shorter else anywhere(character))

    for length in range(order):
        for history, counts in followers[length].items():
            total, kinds = sum(counts.values()), len(counts)
            backoffs[history] = kinds / (total + kinds)
            for character, count in counts.items():
                below = lower(history, character)
                probabilities[history + character] = (count + kinds * below) / (total + kinds)
    weights = {gram: round(math.log(value), 3) for gram, value in probabilities.items()}
    for character in common:
        if character not in weights:
            weights[character] = round(math.log(backoffs[""] * anywhere(character)), 3)
    weights[UNSEEN] = round(math.log(backoffs[""] * anywhere(UNSEEN)), 3)
    return CharacterModel(order, weights, {h: round(math.log(v), 3) for h, v in backoffs.items() if h})
