"""Train the classifier of generic and specific measures: ``python -m pipeline.tools.learn_levels``.

Labelled rows are in ``tests/gold`` (ten plans) and ``data/model/training`` (five more plans, and statements
of other fields). Prints the leave-one-plan-out score of each plan and writes ``data/model/level.json``;
training is deterministic.
"""

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import precision_recall_fscore_support
from sklearn.model_selection import GroupKFold, cross_val_predict
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from pipeline.extract.levels.level import MODEL_FILE, LevelModel, level_features
from pipeline.taxonomy.loading import DEFAULT, Taxonomy, load_taxonomy
from pipeline.taxonomy.match import TaskMatcher
from pipeline.tools.learn import read_gold

TRAINING_FOLDER: Final = MODEL_FILE.parent / "training"

_UNSURE_BELOW: Final = 0.7
_DECIMALS: Final = 4


def labelled_rows() -> pd.DataFrame:
    """The generic and specific rows that were labelled by hand and that no expert would dispute.

    Columns: region (a file's name; that of statements written for training starts with ``statements``), task,
    measure (str); generic (bool).
    """
    rows = [
        {**row, "region": region, "sure": row["level_sure"]}
        for region, gold in read_gold().items()
        for row in gold
    ]
    for path in sorted(TRAINING_FOLDER.glob("*.jsonl")):
        rows += map(json.loads, path.read_text(encoding="utf-8").splitlines())
    frame = pd.DataFrame(rows)
    frame = frame[frame["sure"].astype(bool) & frame["level"].isin(("generic", "specific"))]
    return frame.assign(generic=frame["level"].eq("generic"))[["region", "task", "measure", "generic"]]


def feature_rows(rows: pd.DataFrame, taxonomy: Taxonomy) -> pd.DataFrame:
    """Features of each row (float64), given its task and the matched standard tasks."""
    matcher = TaskMatcher(taxonomy.tasks)
    names = {task.id: task.name_zh for task in taxonomy.tasks}
    features = []
    for task, measure in zip(rows["task"], rows["measure"], strict=True):
        matched = [names[task_id] for task_id in matcher.match(task, "").task_ids]
        features.append(level_features(measure, (task, *matched)))
    return pd.DataFrame(features, rows.index)


def print_agreement(name: str, generic: pd.Series, found: pd.Series) -> tuple[float, float]:
    """Print and return precision and recall of generic measures."""
    precision, recall, *_ = precision_recall_fscore_support(generic, found, average="binary", zero_division=0)
    print(f"{name:14} generic {generic.sum():3}  precision {precision:.3f}  recall {recall:.3f}")
    return precision, recall


def fit_level_model(features: pd.DataFrame, generic: pd.Series, validated: tuple[float, float]) -> LevelModel:
    """Fit the model, with weights for unscaled features; ``validated`` are its precision and recall."""
    estimator = _make_estimator().fit(features.to_numpy(), generic)
    scaler, regression = estimator[0], estimator[-1]
    weights: NDArray[np.float64] = regression.coef_[0] / scaler.scale_
    intercept = float(regression.intercept_[0] - weights @ scaler.mean_)
    return LevelModel(
        round(intercept, _DECIMALS),
        {str(name): round(float(weight), _DECIMALS) for name, weight in zip(features, weights, strict=True)},
        _UNSURE_BELOW,
        *(round(share, 3) for share in validated),
    )


def _make_estimator() -> Any:
    return make_pipeline(StandardScaler(), LogisticRegression(max_iter=5000))


def save_level_model(model: LevelModel, path: Path = MODEL_FILE) -> None:
    """Write a model as JSON."""
    path.write_text(json.dumps(vars(model), indent=2) + "\n", encoding="utf-8")


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description="Learn to tell generic measures from specific ones.")
    parser.add_argument("--out", type=Path, default=MODEL_FILE)
    out = parser.parse_args(arguments).out
    rows = labelled_rows()
    regions, generic = rows["region"], rows["generic"]
    features = feature_rows(rows, load_taxonomy(DEFAULT))
    folds = GroupKFold(regions.nunique())
    predicted = cross_val_predict(_make_estimator(), features.to_numpy(), generic, groups=regions, cv=folds)
    found = pd.Series(predicted, rows.index)
    for region, own in generic.groupby(regions):
        print_agreement(str(region), own, found[own.index])
    of_plan = ~regions.str.startswith("statements")
    of_plans = print_agreement("all plans", generic[of_plan], found[of_plan])
    print_agreement("all statements", generic[~of_plan], found[~of_plan])
    model = fit_level_model(features, generic, of_plans)
    learnt = features.apply(lambda row: model.generic(row) > 0.5, axis="columns")
    print_agreement("learnt rows", generic, learnt)
    for name, weight in model.weights.items():
        print(f"{name:14} {weight:+.2f}")
    save_level_model(model, out)


if __name__ == "__main__":
    main()
