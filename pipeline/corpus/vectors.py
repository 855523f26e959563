"""Sparse vectors of texts by their words or character n-grams."""

from collections.abc import Collection, Mapping, Sequence
from itertools import chain
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from scipy import sparse
from sklearn.feature_extraction.text import TfidfTransformer
from sklearn.preprocessing import normalize


class Vectors(NamedTuple):
    """Texts by words: a sparse array whose rows have length 1, or 0 without weighted words."""

    values: Any
    words: tuple[str, ...]

    def weights(self, row: int) -> dict[str, float]:
        """Return the words of one text with their values, in the order of the words."""
        here = slice(*self.values.indptr[row : row + 2])
        values = self.values.data[here].tolist()
        return {self.words[at]: value for at, value in zip(self.values.indices[here], values, strict=True)}


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
