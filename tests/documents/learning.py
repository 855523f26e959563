"""Learns how sure the reader is of its rows, from documents whose rows are known."""

import json
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Final

import numpy as np
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.model_selection import GroupKFold, cross_val_predict

from pipeline.reading.columns.column_models import load_column_models
from pipeline.reading.columns.confidence import ConfidenceModel, MatchedRow, row_features
from pipeline.schema.errors import PlanAtlasError
from tests.documents.evaluate import align, differences
from tests.documents.scoring import read_plans

_RIGHT_ROWS_DOUBTED: Final = 0.02
_FOLDS: Final = 5
Example = tuple[dict[str, float], bool, str]
"""The features of a row, whether it is wrong, and the name of its document."""


def examples_of(path: Path) -> list[Example]:
    """The rows of one document; none where it is refused."""
    gold = [json.loads(line) for line in path.with_suffix(".jsonl").read_text(encoding="utf-8").splitlines()]
    try:
        plans = read_plans(path)
    except PlanAtlasError:
        return []
    measures = [measure for plan in plans for measure in plan.measures]
    pairs = {id(theirs): ours for ours, theirs in align(gold, measures)}
    features = [
        reported
        for plan in plans
        for reported in row_features(
            [MatchedRow(m.row, m.match, m.facts.departments) for m in plan.measures], load_column_models()
        )
    ]
    return [
        (reported, id(m) not in pairs or bool(differences(pairs[id(m)], m)), path.stem)
        for reported, m in zip(features, measures, strict=True)
    ]


def learn_confidence(paths: Sequence[Path], workers: int = 2) -> ConfidenceModel:
    """A model of the documents' rows; rows of one document are never on both sides of a fold.

    The threshold of doubt is where two in a hundred right rows fall below it that the model has not
    learnt from.
    """
    with ProcessPoolExecutor(workers) as executor:
        examples = [example for found in executor.map(examples_of, paths, chunksize=4) for example in found]
    names = tuple(examples[0][0])
    values = np.array([[features[name] for name in names] for features, _, _ in examples])
    wrong = np.array([is_wrong for _, is_wrong, _ in examples])
    documents = [name for _, _, name in examples]
    trees = GradientBoostingClassifier(
        n_estimators=200,
        max_leaf_nodes=8,
        max_depth=None,
        learning_rate=0.06,
        min_samples_leaf=30,
        subsample=0.7,
        random_state=0,
    )
    unseen = cross_val_predict(
        trees, values, wrong, groups=documents, cv=GroupKFold(_FOLDS), method="predict_proba"
    )[:, 1]
    threshold = float(np.quantile(unseen[~wrong], 1 - _RIGHT_ROWS_DOUBTED))
    trees.fit(values, wrong)
    share = wrong.mean()
    return ConfidenceModel(
        names,
        round(1 - threshold, 3),
        round(float(np.log(share / (1 - share))), 5),
        tuple(_nodes(estimator.tree_, trees.learning_rate) for estimator in trees.estimators_[:, 0]),
    )


def _nodes(tree: object, rate: float) -> tuple[tuple[int, float, int, int, float], ...]:
    return tuple(
        (
            max(-1, int(feature)),
            round(float(threshold), 5),
            int(low),
            int(high),
            round(rate * float(value), 5),
        )
        for feature, threshold, low, high, value in zip(
            tree.feature,  # type: ignore[attr-defined]
            tree.threshold,  # type: ignore[attr-defined]
            tree.children_left,  # type: ignore[attr-defined]
            tree.children_right,  # type: ignore[attr-defined]
            tree.value[:, 0, 0],  # type: ignore[attr-defined]
            strict=True,
        )
    )
