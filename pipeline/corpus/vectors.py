"""Texts as sparse rows of the words, or the runs of characters, that they hold."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from itertools import chain
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse
from sklearn.feature_extraction.text import TfidfTransformer
from sklearn.preprocessing import normalize


class Vectors(NamedTuple):
    """Texts by words: a sparse array whose rows have length 1, or 0 where no word of a text has a weight."""

    values: Any
    words: tuple[str, ...]

    def weights(self, row: int) -> dict[str, float]:
        """The words of one text with their values, in the order of the words."""
        here = slice(*self.values.indptr[row : row + 2])
        values = self.values.data[here].tolist()
        return {self.words[at]: value for at, value in zip(self.values.indices[here], values, strict=True)}


def unit_vectors(texts: Sequence[Collection[str]], weights: Mapping[str, float]) -> Vectors:
    """Texts as rows of the weights of their words, of length 1; words without a weight are left out."""
    words = tuple(sorted(word for word, weight in weights.items() if weight > 0))
    held = incidence(texts, words)
    held.data *= np.array([weights[word] for word in words])[held.indices]
    return Vectors(normalize(held) if all(held.shape) else held, words)


def tf_idf(counts: pd.DataFrame, ids: Sequence[str]) -> Any:
    """TF-IDF of the terms of texts, each text's values of length 1, in the smoothed form of scikit-learn.

    Parameters
    ----------
    counts
        scope_id, term (str); count (int64): how often a text uses a term.
    ids
        Those of the texts, with or without terms.

    Returns
    -------
    sparse array
        Texts, in the order of ``ids``, by terms, in the order in which ``counts`` first names them.
    """
    texts, (columns, terms) = (
        pd.Index(ids).get_indexer(pd.Index(counts["scope_id"])),
        pd.factorize(counts["term"]),
    )
    shape = len(ids), len(terms)
    used = sparse.csr_array((counts["count"].to_numpy(), (texts, columns)), shape=shape, dtype=np.float64)
    return sparse.csr_array(TfidfTransformer().fit_transform(used)) if all(shape) else used


def incidence(texts: Sequence[Collection[str]], words: Sequence[str]) -> Any:
    """A sparse array of texts by words, in CSR form: 1.0 where a text holds a word.

    Parameters
    ----------
    texts
        The words of each text, each once; those that are not among ``words`` are left out.
    words
        The columns.
    """
    columns = {word: at for at, word in enumerate(words)}
    places = [list(map(columns.__getitem__, columns.keys() & text)) for text in texts]
    indices = np.fromiter(chain.from_iterable(places), dtype=np.int32)
    starts = np.cumsum([0, *map(len, places)])
    held = sparse.csr_array((np.ones(len(indices)), indices, starts), shape=(len(texts), len(words)))
    held.sort_indices()
    return held


def places_within(groups: NDArray[np.int64]) -> NDArray[np.int64]:
    """The rank, from 0, of each element within its group; the groups must be sorted."""
    return np.arange(len(groups)) - np.searchsorted(groups, groups)
