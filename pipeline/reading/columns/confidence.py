"""Row confidence: the calibrated probability that a row was read to the last character.

Boosted trees over features of the search and the cells, trained on generated documents with known rows
(``python -m tests.documents learn``).
"""

import json
import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from statistics import fmean
from typing import Final

from pipeline.extract.departments.mentions import Mention
from pipeline.reading.columns.column_models import END, CharacterModel, ColumnModels, model_text
from pipeline.reading.columns.layout import display_width
from pipeline.reading.columns.margins import MAX_MARGIN
from pipeline.reading.columns.rows import Cell, Row
from pipeline.schema.model import MEASURE_END
from pipeline.taxonomy.match import Match

MODEL_FILE: Final = Path(__file__).resolve().parents[3] / "data" / "model" / "confidence.json"

_BRACKETS: Final = ("（）", "《》", "“”", "【】")
_ODD_START: Final = re.compile(r"[，。、；：！？）》”％%‰亿万个家件项次人年月日号期]")
_OPEN_END: Final = re.compile(r"[，、：（和与及]$")
_MID_PHRASE: Final = frozenset("，、：（“《")
_FEW_LINES: Final = 2
_START_CHARACTERS: Final = 3
_MAX_DISSIMILARITY: Final = 3.0


@dataclass(frozen=True)
class MatchedRow:
    """A row with its task match and its departments."""

    row: Row
    match: Match
    departments: tuple[Mention, ...]


def row_features(rows: Sequence[MatchedRow], models: ColumnModels) -> list[dict[str, float]]:
    """Return features that indicate whether each row of one plan was read correctly.

    Parameters
    ----------
    rows
        All rows of the plan, in order.
    models
        The columns' language models.

    Returns
    -------
    list of dict
        Features by name, for each row. All are bounded; margins, in log probability, are clipped to
        and divided by :data:`pipeline.reading.columns.margins.MAX_MARGIN`.
    """
    margins = [min(row.row.margin, MAX_MARGIN) / MAX_MARGIN for row in rows]
    usual_end = _share_of_rows(rows, lambda row: _ends_sentence(row.row.measure.text))
    usual_departments = _share_of_rows(rows, lambda row: bool(row.row.departments.text))
    usual_dot = _share_of_rows(rows, lambda row: row.row.task.text.endswith("。"))
    usual_parts = fmean(_count_paragraphs(row.row.measure) for row in rows) if rows else 0.0
    doubtful = fmean(margin < 0.25 for margin in margins) if margins else 0.0
    found = []
    for place, (read, margin) in enumerate(zip(rows, margins, strict=True)):
        row = read.row
        task, measure, departments = row.task.text, row.measure.text, row.departments.text
        parts = _count_paragraphs(row.measure)
        around = margins[max(0, place - 1) : place] + margins[place + 1 : place + 2]
        found.append(
            {
                "margin": margin,
                "margin_low": max(0.0, 0.4 - margin) / 0.4,
                "margin_very_low": max(0.0, 0.15 - margin) / 0.15,
                "margin_around": max(0.0, 0.3 - min(around, default=1.0)) / 0.3,
                "plan_doubtful": doubtful,
                "local_task": float(not read.match.task_ids),
                "task_not_exact": 1.0 - read.match.score if read.match.task_ids else 0.0,
                "task_shared": float("task" in row.merged),
                "cells_shared": float(bool({"measure", "departments"} & set(row.merged))),
                "task_unlike": _dissimilarity(task, "task", "measure", models),
                "measure_unlike": _dissimilarity(measure, "measure", "departments", models),
                "departments_unlike": _dissimilarity(departments, "departments", "measure", models),
                "departments_unknown": _unknown_share(departments, read.departments),
                "departments_cut": float(
                    bool(_OPEN_END.search(departments) or _ODD_START.match(departments))
                ),
                "measure_blank": float(not measure),
                "departments_blank": float(not departments) * usual_departments,
                "measure_open": float(bool(measure) and not _ends_sentence(measure)) * usual_end,
                "measure_odd_start": float(bool(_ODD_START.match(measure))),
                "measure_start_unlike": _start_dissimilarity(measure, models["measure"]),
                "task_odd_start": float(bool(_ODD_START.match(task))),
                "task_ends_sentence": float(task.endswith("。")) * (1 - usual_dot),
                "measure_parts": max(0.0, parts - usual_parts),
                "departments_parts": _count_paragraphs(row.departments),
                "task_parts": _count_paragraphs(row.task),
                "unpaired": float(any(_has_unpaired_marks(text) for text in (task, measure, departments))),
            }
        )
    return found


def _share_of_rows(rows: Sequence[MatchedRow], predicate: Callable[[MatchedRow], bool]) -> float:
    return fmean(map(predicate, rows)) if rows else 0.0


def _ends_sentence(text: str) -> bool:
    return bool(MEASURE_END.search(text))


def _has_unpaired_marks(text: str) -> bool:
    return any(text.count(opening) != text.count(closing) for opening, closing in _BRACKETS)


def _count_paragraphs(cell: Cell) -> float:
    """Count lines that end before they are full, and not within a phrase, up to 3."""
    lines: dict[int, str] = {}
    for fragment in cell.fragments:
        lines[fragment.line] = lines.get(fragment.line, "") + fragment.text
    texts = list(lines.values())
    full = 0.85 * max(map(display_width, texts), default=0)
    ends = sum(
        display_width(text) < full or len(texts) == _FEW_LINES
        for text in texts[:-1]
        if text[-1] not in _MID_PHRASE
    )
    return min(3.0, float(ends))


def _dissimilarity(text: str, column: str, other: str, models: ColumnModels) -> float:
    """Return how much worse a cell fits its own column's model than another's, per character, 0 to 3."""
    if not text:
        return 0.0
    folded = model_text(text)
    own, others = (_score_cell(folded, models[name]) for name in (column, other))
    return min(_MAX_DISSIMILARITY, max(0.0, (others - own) / len(text) + 0.5))


def _score_cell(text: str, model: CharacterModel) -> float:
    return model.score_start(text) + model.log_probability(text, END)


def _start_dissimilarity(text: str, model: CharacterModel) -> float:
    """Return how much likelier the first characters are within a measure than at its start, 0 to 1."""
    start = model_text(text[:_START_CHARACTERS])
    if not start:
        return 0.0
    return min(5.0, max(0.0, model.score("", start) - model.score_start(start))) / 5.0


def _unknown_share(text: str, bodies: Sequence[Mention]) -> float:
    known = sum(body.end - body.start for body in bodies if body.department_id)
    return 1.0 - known / len(text) if text else 0.0


@dataclass(frozen=True)
class ConfidenceModel:
    """Boosted trees (Friedman 2001, Greedy function approximation: a gradient boosting machine).

    Parameters
    ----------
    features
        Names of the features; trees refer to them by index.
    doubtful_below
        Confidence below which a row is doubtful.
    intercept
        Log odds that a row is wrong, before any tree is added.
    trees
        Each a tuple of nodes: index of a feature (-1 in a leaf), threshold, indexes of the nodes for values
        up to the threshold and above it, and the log odds that a leaf adds.
    """

    features: tuple[str, ...]
    doubtful_below: float
    intercept: float
    trees: tuple[tuple[tuple[int, float, int, int, float], ...], ...]

    def confidence(self, features: Mapping[str, float]) -> float:
        """Return the probability that a row is right, 0 to 1, rounded to three decimals."""
        values = [features[name] for name in self.features]
        log_odds = self.intercept
        for nodes in self.trees:
            feature, threshold, low, high, added = nodes[0]
            while feature >= 0:
                feature, threshold, low, high, added = nodes[low if values[feature] <= threshold else high]
            log_odds += added
        return round(1 / (1 + math.exp(log_odds)), 3)


@cache
def load_confidence(path: Path = MODEL_FILE) -> ConfidenceModel:
    """Load a model written by :func:`save_confidence`."""
    content = json.loads(path.read_text(encoding="utf-8"))
    trees = tuple(
        tuple((int(f), t, int(lo), int(hi), v) for f, t, lo, hi, v in tree) for tree in content["trees"]
    )
    return ConfidenceModel(tuple(content["features"]), content["doubtful_below"], content["intercept"], trees)


def save_confidence(model: ConfidenceModel, path: Path = MODEL_FILE) -> None:
    """Write a model as JSON, one line per tree."""
    trees = ",\n".join(json.dumps(tree, separators=(",", ":")) for tree in model.trees)
    head = json.dumps(
        {"features": model.features, "doubtful_below": model.doubtful_below, "intercept": model.intercept}
    )
    path.write_text(f'{head[:-1]}, "trees": [\n{trees}\n]}}\n', encoding="utf-8")


def row_confidences(rows: Sequence[MatchedRow], models: ColumnModels) -> list[float]:
    """Return the confidence of each row of one plan, 0 to 1."""
    model = load_confidence()
    return [model.confidence(features) for features in row_features(rows, models)]
