"""The level of a measure (blank, none, generic or specific) and its confidence.

Rules find blank and none. Generic and specific are separated by a logistic regression over named features,
fitted by ``python -m pipeline.tools.learn_levels``.
"""

from __future__ import annotations

import json
import math
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final, Literal

from pipeline.extract.levels.features import level_features
from pipeline.extract.levels.none import is_denial

Level = Literal["blank", "none", "generic", "specific"]

MODEL_FILE: Final = Path(__file__).resolve().parents[3] / "data" / "model" / "level.json"

_NO_LETTER: Final = re.compile(r"[\W_]+")
_NOT_APPLICABLE: Final = re.compile(r"(?i:n[/.]?a|none|nil)|空白?|未填写?|无内容")


@dataclass(frozen=True)
class LevelModel:
    """A logistic regression that classifies measures as generic or specific.

    Parameters
    ----------
    intercept
        Log odds of a measure of which every feature is 0 being generic.
    weights
        What one more of each feature adds to them.
    unsure_below
        The probability of the likelier of the two below which the level is reported as unsure.
    precision, recall
        How well models of the other plans found the generic measures of each plan.
    """

    intercept: float
    weights: Mapping[str, float]
    unsure_below: float
    precision: float
    recall: float

    def generic(self, features: Mapping[str, float]) -> float:
        """The probability that a measure of these features is generic."""
        log_odds = self.intercept + sum(weight * features[name] for name, weight in self.weights.items())
        return 1 / (1 + math.exp(-log_odds))


@dataclass(frozen=True)
class LevelFound:
    """The level of a measure, and the probability that it is this one."""

    level: Level
    confidence: float = 1.0


@cache
def load_level_model(path: Path = MODEL_FILE) -> LevelModel:
    """The model that ``python -m pipeline.tools.learn_levels`` wrote."""
    return LevelModel(**json.loads(path.read_text(encoding="utf-8")))


def find_level(
    measure: str, task: str, standard_names: tuple[str, ...] = (), *, quantified: bool = False
) -> LevelFound:
    """The level of a measure.

    Parameters
    ----------
    measure
        The measure cell, without white space.
    task
        The task cell of its row.
    standard_names
        Names of the standard tasks that the row was matched to.
    quantified
        Whether it has a target; then it is specific.

    Returns
    -------
    LevelFound
        ``blank`` where nothing is written; ``none`` where the region declares that it does not have or do
        this work; ``generic`` where the measure only continues the work, or repeats the task; else
        ``specific``. Levels found by rules have the confidence 1.
    """
    if not _NO_LETTER.sub("", measure) or _NOT_APPLICABLE.fullmatch(
        unicodedata.normalize("NFKC", measure).strip(" 。.()")
    ):
        return LevelFound("blank")
    if is_denial(measure):
        return LevelFound("none")
    if quantified:
        return LevelFound("specific")
    generic = load_level_model().generic(level_features(measure, (task, *standard_names)))
    if generic > 0.5:
        return LevelFound("generic", round(generic, 3))
    return LevelFound("specific", round(1 - generic, 3))
