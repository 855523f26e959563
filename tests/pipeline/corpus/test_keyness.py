"""Keyness compared with an example calculated by hand."""

from math import log, sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.corpus.corpus import PRIOR_SHARE, log_odds


def of(*numbers: int) -> np.ndarray:
    return np.array(numbers, dtype=np.int64)


def test_a_worked_example() -> None:
    # 12 of the text's 100 terms, 8 of the other 300, and a prior of 40 terms of which 40 x 20 / 400 = 2.
    found = log_odds(of(12), of(20), of(100), 400, share=0.1)
    delta = log(14 / (100 + 40 - 14)) - log(10 / (300 + 40 - 10))
    error = sqrt(1 / 14 + 1 / 10)
    assert found.keyness[0] == pytest.approx(delta)
    assert found.keyness[0] == pytest.approx(1.29928, abs=1e-5)
    assert found.error[0] == pytest.approx(error)
    assert found.z[0] == pytest.approx(3.13807, abs=1e-5)
    assert (found.keyness_low[0], found.keyness_high[0]) == pytest.approx(
        (delta - 1.96 * error, delta + 1.96 * error)
    )


def test_a_term_used_as_often_everywhere_has_no_keyness() -> None:
    found = log_odds(of(5, 50), of(10, 100), of(1_000, 1_000), 2_000)
    assert found.keyness.tolist() == pytest.approx([0, 0])


def test_a_term_of_one_text_alone_needs_more_than_two_uses_to_be_distinctive() -> None:
    here = of(1, 2, 3, 5)
    found = log_odds(here, here, of(400, 400, 400, 400), 12_000)
    assert found.distinctive.tolist() == [False, False, True, True]
    assert np.diff(found.keyness_low).min() > 0


def test_two_uses_are_not_distinctive_wherever_the_interval_lies() -> None:
    found = log_odds(of(2), of(2), of(40), 12_000)
    assert found.keyness_low[0] > 0
    assert not found.distinctive[0]


def test_of_two_terms_with_the_same_rate_the_more_frequent_is_surer() -> None:
    found = log_odds(of(2, 20), of(4, 40), of(400, 400), 12_000)
    assert found.z[1] > found.z[0] > 0


counts = st.integers(0, 500)


@given(counts, counts, st.integers(1, 5_000), st.integers(1, 5_000))
def test_keyness_of_the_rest_has_the_opposite_sign(here: int, there: int, more: int, others: int) -> None:
    corpus, size, rest = here + there, here + more, there + others
    if not corpus:
        return
    one = log_odds(of(here), of(corpus), of(size), size + rest)
    other = log_odds(of(there), of(corpus), of(rest), size + rest)
    assert one.keyness[0] == pytest.approx(-other.keyness[0])
    assert one.error[0] == pytest.approx(other.error[0])
    assert np.isfinite([one.keyness[0], one.error[0]]).all()
    assert one.keyness_low[0] < one.keyness[0] < one.keyness_high[0]


@given(st.integers(1, 200), st.integers(1, 50))
def test_a_prior_shrinks_towards_nothing(here: int, there: int) -> None:
    weak, strong = (log_odds(of(here), of(here + there), of(500), 10_000, share=s) for s in (0.01, 1.0))
    assert abs(strong.keyness[0]) <= abs(weak.keyness[0]) + 1e-9
    assert 0 < PRIOR_SHARE < 1
