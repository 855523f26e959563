"""Vectors of texts, compared with values calculated by hand."""

from math import hypot, log

import pandas as pd
import pytest

from pipeline.corpus.texts import tf_idf, unit_vectors


def test_tf_idf_by_hand() -> None:
    rows = [("a", "专利", 2), ("a", "商标", 1), ("b", "专利", 3)]
    counts = pd.DataFrame(rows, columns=["scope_id", "term", "count"])
    rare = 1 + log((1 + 3) / (1 + 1))
    common = 2 * (1 + log((1 + 3) / (1 + 2)))
    length = hypot(common, rare)
    found = tf_idf(counts, ["a", "empty", "b"]).toarray()
    assert found[0].tolist() == pytest.approx([common / length, rare / length])
    assert found[1:].tolist() == [[0, 0], [1, 0]]


def test_texts_without_any_term() -> None:
    counts = pd.DataFrame({"scope_id": [], "term": [], "count": []}, dtype="str")
    assert tf_idf(counts, ["a", "b"]).shape == (2, 0)


def test_unit_vectors_have_length_one_or_none() -> None:
    found = unit_vectors([{"维权", "考核"}, {"推进"}, set()], {"维权": 3.0, "考核": 4.0, "推进": 0.0})
    assert found.words == ("维权", "考核")
    assert found.values.toarray().tolist() == [pytest.approx([0.6, 0.8]), [0, 0], [0, 0]]
    assert found.weights(0) == pytest.approx({"考核": 0.8, "维权": 0.6})
