"""Counts of terms in the texts of plans, regions, key areas and tasks, and sparse vectors of texts."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import chain
from typing import Any, Final, NamedTuple

import numpy as np
import pandas as pd
from scipy import sparse
from sklearn.feature_extraction.text import TfidfTransformer
from sklearn.preprocessing import normalize

from pipeline.reading.plan import Measure, ParsedPlan

SCOPES: Final = ("region", "area", "task")


class Vectors(NamedTuple):
    """Texts by words: a sparse array whose rows have length 1, or 0 without weighted words."""

    values: Any
    words: tuple[str, ...]

    def weights(self, row: int) -> dict[str, float]:
        """Return the words of one text with their values, in the order of the words."""
        here = slice(*self.values.indptr[row : row + 2])
        values = self.values.data[here].tolist()
        return {self.words[at]: value for at, value in zip(self.values.indices[here], values, strict=True)}


def count_terms(reads: Sequence[ParsedPlan], uses: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Count the uses of terms in texts, by ``plan`` and by :data:`SCOPES`.

    A merged cell counts once in a plan, a region, a key area and a task; a measure for two tasks is in the
    text of both. So no text uses a term more often than all plans do. ``uses`` are the terms of all measures,
    in their order: measure_id, term (str).

    Columns: scope_id, term (str); count, regions (int64): the regions that use the term in the text;
    characters (int64) of the text. Texts are sorted by id, the terms of a text by their first use; a text
    without terms has no row.
    """
    own = [(read.job.plan, read.job.plan_id, measure) for read in reads for measure in own_measures(read)]
    texts = {
        "plan": [(plan_id, plan.region_id, measure.measure_id) for plan, plan_id, measure in own],
        "region": [(plan.region_id, plan.region_id, measure.measure_id) for plan, _, measure in own],
        "area": [(measure.area_id, plan.region_id, measure.measure_id) for plan, _, measure in own],
        "task": [
            (task_id, read.job.plan.region_id, measure_id)
            for read in reads
            for task_id, measure_id in _list_answers(read.measures)
        ],
    }
    characters = {
        measure.measure_id: len(measure.row.measure.text) for read in reads for measure in read.measures
    }
    return {scope: _count_in_texts(rows, uses, characters) for scope, rows in texts.items()}


def _count_in_texts(
    rows: Sequence[tuple[str, str, str]], uses: pd.DataFrame, characters: Mapping[str, int]
) -> pd.DataFrame:
    """Count the terms of texts; ``rows`` are the ids of the text, the region and the measure."""
    measures = pd.DataFrame(rows, columns=["scope_id", "region_id", "measure_id"], dtype="str")
    lengths = pd.Series([characters[measure_id] for *_, measure_id in rows], dtype="int64")
    sizes = lengths.groupby(measures["scope_id"]).sum().rename("characters")
    terms = measures.merge(uses, on="measure_id").groupby(["scope_id", "term"], sort=False)["region_id"]
    counts = terms.agg(count="size", regions="nunique").reset_index()
    return counts.join(sizes, on="scope_id").sort_values("scope_id", kind="stable", ignore_index=True)


def own_measures(read: ParsedPlan) -> Iterable[Measure]:
    """Return the measures of a plan that are not merged with the row above."""
    return (measure for measure in read.measures if not _is_merged(measure))


def _is_merged(measure: Measure) -> bool:
    return "measure" in measure.row.merged


def _list_answers(measures: Iterable[Measure]) -> Iterable[tuple[str, str]]:
    """Yield the ids of each task and each measure that answers it, a merged cell once."""
    answered: set[str] = set()
    for measure in measures:
        answered = answered if _is_merged(measure) else set()
        for task_id in measure.match.task_ids:
            if task_id not in answered:
                yield task_id, measure.measure_id
        answered = answered.union(measure.match.task_ids)


def unit_vectors(texts: Sequence[Collection[str]], weights: Mapping[str, float]) -> Vectors:
    """Make unit vectors of the weights of the words of texts; words without a weight are ignored."""
    words = tuple(sorted(word for word, weight in weights.items() if weight > 0))
    matrix = incidence_matrix(texts, words)
    matrix.data *= np.array([weights[word] for word in words])[matrix.indices]
    return Vectors(normalize(matrix) if all(matrix.shape) else matrix, words)


def tf_idf(counts: pd.DataFrame, ids: Sequence[str]) -> Any:
    """Calculate the TF-IDF of terms, smoothed and normalised per text as in scikit-learn.

    ``counts`` has the columns scope_id, term (str) and count (int64), the uses of a term in a text; ``ids``
    are those of the texts, with or without terms. Returns a sparse array of texts, in the order of ``ids``,
    by terms, in order of appearance in ``counts``.
    """
    rows = pd.Index(ids).get_indexer(pd.Index(counts["scope_id"]))
    columns, terms = pd.factorize(counts["term"])
    shape = len(ids), len(terms)
    matrix = sparse.csr_array((counts["count"].to_numpy(), (rows, columns)), shape=shape, dtype=np.float64)
    return sparse.csr_array(TfidfTransformer().fit_transform(matrix)) if all(shape) else matrix


def incidence_matrix(texts: Sequence[Collection[str]], words: Sequence[str]) -> Any:
    """Make a sparse array of texts by words, in CSR form: 1.0 where a text has a word.

    ``texts`` are the distinct words of each text; words other than ``words`` are ignored.
    """
    columns = {word: number for number, word in enumerate(words)}
    rows = [list(map(columns.__getitem__, columns.keys() & text)) for text in texts]
    indices = np.fromiter(chain.from_iterable(rows), dtype=np.int32)
    starts = np.cumsum([0, *map(len, rows)])
    matrix = sparse.csr_array((np.ones(len(indices)), indices, starts), shape=(len(texts), len(words)))
    matrix.sort_indices()
    return matrix
