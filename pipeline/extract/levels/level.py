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

from pipeline.extract.levels.features import level_features, load_level_words, remove_words
from pipeline.extract.patterns import load_patterns

Level = Literal["blank", "none", "generic", "specific"]

MODEL_FILE: Final = Path(__file__).resolve().parents[3] / "data" / "model" / "level.json"

_NO_LETTER: Final = re.compile(r"[\W_]+")
_NOT_APPLICABLE: Final = re.compile(r"(?i:n[/.]?a|none|nil)|空白?|未填写?|无内容")
_MAX_LENGTH: Final = 120
_DENIAL_END: Final = re.compile(r"[,。;!:.|()\s—-]+")
_DENIALS: Final = load_patterns("denials")
_MAX_NAMED_LENGTH, _MAX_THING_LENGTH = 30, 14


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


def is_denial(measure: str) -> bool:
    """Whether a measure only declares that the region does not have or do this work, and why.

    All clauses have to be denials or reasons: neither 没有工作站的县区年底前全部补齐 nor
    我省尚未启动，将遴选3个县先行先试 is a denial.
    """
    if len(measure) > _MAX_LENGTH or not _DENIALS.negation.search(measure):
        return False
    clauses = [clause for clause in _DENIAL_END.split(unicodedata.normalize("NFKC", measure)) if clause]
    if any(_DENIALS.intention.search(clause) for clause in clauses):
        return False
    others = [clause for clause in clauses if not _denies_work(clause)]
    return len(others) < len(clauses) and all(
        _DENIALS.reason.fullmatch(clause) or _denies_thing(clause) for clause in others
    )


def _denies_work(clause: str) -> bool:
    for negation in _DENIALS.negation.finditer(clause):
        subject, negated = clause[: negation.start()], clause[negation.end() :]
        if not _is_subject(subject) or (negation[0] in ("不", "非") and not negated):
            continue
        is_named = len(negated) <= _MAX_NAMED_LENGTH and not _DENIALS.commitment.search(negated, 2)
        if not _DENIALS.work.sub("", negated) or (
            _DENIALS.strong_negation.fullmatch(negation[0]) and is_named
        ):
            return True
        if negation[0] == "无" and _DENIALS.region_itself.fullmatch(subject) and _is_thing(negated):
            return True
    return False


def _denies_thing(clause: str) -> bool:
    """Whether a clause denies something that the work needs: 也未设海关机构."""
    subject, *rest = re.split("[未无不没]", clause, maxsplit=1)
    return bool(rest) and _is_subject(subject) and _is_thing(rest[0])


def _is_thing(negated: str) -> bool:
    is_short = len(negated) <= _MAX_THING_LENGTH
    return is_short and not _DENIALS.commitment.search(negated) and not _DENIALS.part_of_word.match(negated)


def _is_subject(subject: str) -> bool:
    if not _DENIALS.subject.sub("", remove_words(subject, load_level_words().places)):
        return True
    return bool(_DENIALS.named_subject.fullmatch(subject)) and not _DENIALS.active.search(subject)
