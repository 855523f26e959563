"""Column language models: character n-gram models of key areas, tasks, measures and departments.

A model is a back-off table as in ARPA files. Probabilities are interpolated by the method of
Witten and Bell (1991), The zero-frequency problem, IEEE Trans. Inf. Theory 37(4).
"""

import json
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from pipeline.schema.folding import fold_compatibility

START = "\x02"
END = "\x03"
UNSEEN = "\x00"
VOCABULARY = 6000
MODEL_FILE: Final = Path(__file__).resolve().parents[3] / "data" / "model" / "column_models.json"

COLUMN_NAMES: Final = ("area", "task", "measure", "departments")
"""The columns of a plan, each with its model."""

_DIGIT: Final = re.compile(r"\d")
_NUMBERING: Final = re.compile(
    r"(?:第?[（(【\[]?(?:0{1,3}(?:\.0{1,2})*|[一二三四五六七八九十]{1,3})[)）】\]、.．:：]+|0{1,2}(?:\.0{1,2}){1,2}(?=[\u4e00-\u9fff])|[①-⑳●○◆■★▪•])(?!0)"
)
_OUTLINE_NUMBER: Final = re.compile(r"0{1,2}(?:\.0{1,2}){1,2}")


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


def model_text(text: str) -> str:
    """Replace digits by 0 and fold compatibility characters, without changing the length."""
    return _DIGIT.sub("0", fold_compatibility(text))


def numbering_length(text: str) -> int:
    """Return the length of a :func:`model_text`'s list number (``0.``, ``（一）``, ``①``), or 0."""
    match = _NUMBERING.match(text) or _OUTLINE_NUMBER.fullmatch(text)
    return match.end() if match else 0


@dataclass(frozen=True)
class ColumnModels:
    """The character model of each column, by the names in :data:`COLUMN_NAMES`."""

    models: dict[str, CharacterModel]

    def __getitem__(self, column: str) -> CharacterModel:
        return self.models[column]


def save_column_models(models: ColumnModels, path: Path) -> None:
    """Write models as JSON with sorted keys, so that equal models give identical files."""
    content = {
        name: {"order": model.order, "weights": dict(model.weights), "backoffs": dict(model.backoffs)}
        for name, model in sorted(models.models.items())
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, indent=0, separators=(",", ":"))
    path.write_text(text + "\n", encoding="utf-8")


@cache
def load_column_models(path: Path = MODEL_FILE) -> ColumnModels:
    """Load models written by :func:`save_column_models`."""
    content = json.loads(path.read_text(encoding="utf-8"))
    return ColumnModels({name: CharacterModel(**content[name]) for name in COLUMN_NAMES})
