"""Axes: the numbers at their steps are distinct as written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.export.office.axis import fit_axis, format_number


@pytest.mark.parametrize("number_format", ["General", "0", "#,##0", "0.0", "0.00", "0%", "0.0%"])
@given(values=st.lists(st.floats(0.01, 10_000), min_size=1, max_size=4))
def test_no_two_steps_are_written_the_same(number_format: str, values: list[float]) -> None:
    axis = fit_axis(values, number_format)
    assert axis.low <= min(values)
    assert axis.high >= max(values) * (1 - 1e-9)
    steps = round((axis.high - axis.low) / axis.step)
    written = [format_number(axis.low + axis.step * number, number_format) for number in range(steps + 1)]
    assert len(set(written)) == len(written) >= 2
