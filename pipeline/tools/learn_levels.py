"""Learns the classifier of generic and specific measures: ``python -m pipeline.tools.learn_levels``.

Rows with levels given by hand are in ``tests/gold`` (ten plans) and ``data/model/training`` (five more,
and statements of other fields). The command prints the leave-one-out score of each plan and writes
``data/model/level.json``; equal rows give an equal file.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import precision_score, recall_score
from sklearn.model_selection import GroupKFold, cross_val_predict
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from pipeline.extract.levels.features import level_features
from pipeline.extract.levels.level import MODEL_FILE, LevelModel
from pipeline.taxonomy.loading import DEFAULT, Taxonomy, load_taxonomy
from pipeline.taxonomy.match import TaskMatcher
from pipeline.tools.learn import read_gold

TRAINING_FOLDER: Final = MODEL_FILE.parent / "training"

_UNSURE_BELOW: Final = 0.7
_DECIMALS: Final = 4


@dataclass(frozen=True)
class LabelledRow:
    """A row with a level given by hand, ``sure`` where no expert would dispute it."""

    region: str
    task: str
    measure: str
    level: str
    sure: bool

    @property
    def of_plan(self) -> bool:
        """Whether it is of a published plan, and none of the statements that were written for learning."""
        return not self.region.startswith("statements")


@dataclass(frozen=True)
class Agreement:
    """How well generic measures were found, and how many there are."""

    precision: float
    recall: float
    generic: int


def labelled_rows() -> list[LabelledRow]:
    """The generic and specific rows of all plans that were judged by hand."""
    return [row for row in _read_rows() if row.level in ("generic", "specific")]


def _read_rows() -> Iterator[LabelledRow]:
    for region, rows in read_gold().items():
        for row in rows:
            yield LabelledRow(region, row["task"], row["measure"], row["level"], row["level_sure"])
    for path in sorted(TRAINING_FOLDER.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            record = json.loads(line)
            yield LabelledRow(
                record["region"], record["task"], record["measure"], record["level"], record["sure"]
            )


def feature_rows(rows: Sequence[LabelledRow], taxonomy: Taxonomy) -> list[dict[str, float]]:
    """The features of each row, under its task and the standard tasks that it matches."""
    matcher = TaskMatcher(taxonomy.tasks)
    names = {task.id: task.name_zh for task in taxonomy.tasks}
    found = []
    for row in rows:
        matched = matcher.match(row.task, "").task_ids
        found.append(level_features(row.measure, (row.task, *(names[task_id] for task_id in matched))))
    return found


def cross_validate(rows: Sequence[LabelledRow], values: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Whether each row is generic by a model that saw no row of its plan."""
    regions = [row.region for row in rows]
    return np.asarray(
        cross_val_predict(
            _make_estimator(), values, _is_generic(rows), groups=regions, cv=GroupKFold(len(set(regions)))
        )
    )


def measure_agreement(rows: Sequence[LabelledRow], found: Sequence[bool] | NDArray[np.bool_]) -> Agreement:
    """Agreement of the generic rows found with the levels given by hand."""
    judged = _is_generic(rows)
    return Agreement(
        precision_score(judged, found, zero_division=0),
        recall_score(judged, found, zero_division=0),
        int(judged.sum()),
    )


def fit_level_model(
    rows: Sequence[LabelledRow], features: Sequence[dict[str, float]], validated: Agreement
) -> LevelModel:
    """The model of rows, its weights brought back from standardised features to the features as they are."""
    names = list(features[0])
    estimator = _make_estimator().fit(_to_array(features), _is_generic(rows))
    scaler, regression = estimator[0], estimator[-1]
    weights = regression.coef_[0] / scaler.scale_
    intercept = float(regression.intercept_[0] - weights @ scaler.mean_)
    return LevelModel(
        round(intercept, _DECIMALS),
        {name: round(float(weight), _DECIMALS) for name, weight in zip(names, weights, strict=True)},
        _UNSURE_BELOW,
        round(validated.precision, 3),
        round(validated.recall, 3),
    )


def _make_estimator() -> Any:
    return make_pipeline(StandardScaler(), LogisticRegression(max_iter=5000))


def _is_generic(rows: Sequence[LabelledRow]) -> NDArray[np.bool_]:
    return np.array([row.level == "generic" for row in rows])


def _to_array(features: Sequence[dict[str, float]]) -> NDArray[np.float64]:
    return np.array([list(row.values()) for row in features])


def save_level_model(model: LevelModel, path: Path = MODEL_FILE) -> None:
    """Write a model as JSON."""
    path.write_text(json.dumps(vars(model), indent=2) + "\n", encoding="utf-8")


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description="Learn to tell generic measures from specific ones.")
    parser.add_argument("--out", type=Path, default=MODEL_FILE)
    out = parser.parse_args(arguments).out
    rows = [row for row in labelled_rows() if row.sure]
    features = feature_rows(rows, load_taxonomy(DEFAULT))
    found = cross_validate(rows, _to_array(features))
    for region in sorted({row.region for row in rows}):
        own = [place for place, row in enumerate(rows) if row.region == region]
        _print_agreement(region, measure_agreement([rows[place] for place in own], found[own]))
    of_plans, of_statements = (
        measure_agreement([rows[place] for place in own], found[own])
        for own in (
            [place for place, row in enumerate(rows) if row.of_plan == wanted] for wanted in (True, False)
        )
    )
    _print_agreement("all plans", of_plans)
    _print_agreement("all statements", of_statements)
    model = fit_level_model(rows, features, of_plans)
    _print_agreement("learnt rows", measure_agreement(rows, [model.generic(row) > 0.5 for row in features]))
    for name, weight in model.weights.items():
        print(f"{name:14} {weight:+.2f}")
    save_level_model(model, out)


def _print_agreement(what: str, found: Agreement) -> None:
    print(f"{what:14} generic {found.generic:3}  precision {found.precision:.3f}  recall {found.recall:.3f}")


if __name__ == "__main__":
    main()
