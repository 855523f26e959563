"""Train the classifier of generic and specific measures: ``python -m pipeline.tools.learn_levels``.

Labelled rows are in ``tests/gold`` (ten plans) and ``data/model/training`` (five more plans, and statements
of other fields). Prints the leave-one-plan-out score of each plan and writes ``data/model/level.json``;
training is deterministic.
"""

import argparse
import json
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import compress
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
    """A row with a level given by hand; ``sure`` if no expert would dispute it."""

    region: str
    task: str
    measure: str
    level: str
    sure: bool

    @property
    def of_plan(self) -> bool:
        """Whether it is of a published plan, not a statement written for training."""
        return not self.region.startswith("statements")


@dataclass(frozen=True)
class Agreement:
    """Precision and recall of generic measures, and their number."""

    precision: float
    recall: float
    generic: int


def labelled_rows() -> list[LabelledRow]:
    """All generic and specific rows that were labelled by hand."""
    rows = [
        LabelledRow(region, row["task"], row["measure"], row["level"], row["level_sure"])
        for region, gold in read_gold().items()
        for row in gold
    ]
    for path in sorted(TRAINING_FOLDER.glob("*.jsonl")):
        for row in map(json.loads, path.read_text(encoding="utf-8").splitlines()):
            rows.append(LabelledRow(row["region"], row["task"], row["measure"], row["level"], row["sure"]))
    return [row for row in rows if row.level in ("generic", "specific")]


def feature_rows(rows: Sequence[LabelledRow], taxonomy: Taxonomy) -> list[dict[str, float]]:
    """Features of each row, given its task and the matched standard tasks."""
    matcher = TaskMatcher(taxonomy.tasks)
    names = {task.id: task.name_zh for task in taxonomy.tasks}
    features = []
    for row in rows:
        matched = [names[task_id] for task_id in matcher.match(row.task, "").task_ids]
        features.append(level_features(row.measure, (row.task, *matched)))
    return features


def cross_validate(rows: Sequence[LabelledRow], values: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Predict whether each row is generic with a model trained without its plan."""
    regions = [row.region for row in rows]
    folds, estimator = GroupKFold(len(set(regions))), _make_estimator()
    return np.asarray(cross_val_predict(estimator, values, _is_generic(rows), groups=regions, cv=folds))


def measure_agreement(rows: Sequence[LabelledRow], found: Sequence[bool] | NDArray[np.bool_]) -> Agreement:
    """Agreement of predictions with the labels."""
    generic = _is_generic(rows)
    precision = precision_score(generic, found, zero_division=0)
    return Agreement(precision, recall_score(generic, found, zero_division=0), int(generic.sum()))


def fit_level_model(
    rows: Sequence[LabelledRow], features: Sequence[dict[str, float]], validated: Agreement
) -> LevelModel:
    """Fit the model, with weights for unscaled features."""
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

    def measure_subset(mask: list[bool]) -> Agreement:
        return measure_agreement(list(compress(rows, mask)), found[mask])

    for region in sorted({row.region for row in rows}):
        _print_agreement(region, measure_subset([row.region == region for row in rows]))
    of_plans = measure_subset([row.of_plan for row in rows])
    _print_agreement("all plans", of_plans)
    _print_agreement("all statements", measure_subset([not row.of_plan for row in rows]))
    model = fit_level_model(rows, features, of_plans)
    _print_agreement("learnt rows", measure_agreement(rows, [model.generic(row) > 0.5 for row in features]))
    for name, weight in model.weights.items():
        print(f"{name:14} {weight:+.2f}")
    save_level_model(model, out)


def _print_agreement(name: str, found: Agreement) -> None:
    print(f"{name:14} generic {found.generic:3}  precision {found.precision:.3f}  recall {found.recall:.3f}")


if __name__ == "__main__":
    main()
