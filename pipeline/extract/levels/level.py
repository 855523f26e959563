"""Classify the level of a measure (blank, none, generic or specific), with a confidence.

Blank and none are found by rules, generic and specific by a logistic regression over named features, fitted
by ``python -m pipeline.tools.learn_levels``.
"""

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
    """A logistic regression that classifies measures as generic or specific."""

    intercept: float
    """Log odds of generic for a measure with all features 0."""
    weights: Mapping[str, float]
    unsure_below: float
    """Levels with a lower probability are reported as unsure."""
    precision: float
    recall: float
    """Precision and recall of generic measures, cross-validated by plan."""

    def generic(self, features: Mapping[str, float]) -> float:
        """Probability that a measure with these features is generic."""
        log_odds = self.intercept + sum(weight * features[name] for name, weight in self.weights.items())
        return 1 / (1 + math.exp(-log_odds))


@dataclass(frozen=True)
class LevelFound:
    """The level of a measure, and its probability."""

    level: Level
    confidence: float = 1.0


@cache
def load_level_model(path: Path = MODEL_FILE) -> LevelModel:
    """Load the model written by ``python -m pipeline.tools.learn_levels``."""
    return LevelModel(**json.loads(path.read_text(encoding="utf-8")))


def find_level(
    measure: str, task: str, standard_names: tuple[str, ...] = (), *, quantified: bool = False
) -> LevelFound:
    """Classify a measure, given its task and the names of the matched standard tasks.

    ``blank``: nothing is written. ``none``: the region declares that it does not have or do this work.
    ``generic``: the measure only continues the work, or repeats the task. Else ``specific``, also if it is
    ``quantified`` (has a target). Levels found by rules have the confidence 1.
    """
    bare = unicodedata.normalize("NFKC", measure).strip(" 。.()")
    if not _NO_LETTER.sub("", measure) or _NOT_APPLICABLE.fullmatch(bare):
        return LevelFound("blank")
    if is_denial(measure):
        return LevelFound("none")
    if quantified:
        return LevelFound("specific")
    generic = load_level_model().generic(level_features(measure, (task, *standard_names)))
    if generic > 0.5:
        return LevelFound("generic", round(generic, 3))
    return LevelFound("specific", round(1 - generic, 3))
