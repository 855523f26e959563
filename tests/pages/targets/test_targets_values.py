"""How targets are written and placed: numbers, amounts, units, axes and sentences cut short."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages.targets.axis import FAR, axis_of
from pages.targets.data import shortened
from pages.targets.marks import Spot, target_mark
from pages.targets.words import ordinal
from pages.ui.target_values import axis_text, middle, singular, value_text

NUMBERS = st.lists(st.floats(0.001, 1e12), min_size=1, max_size=30)


def target(low: float | None, high: float | None, comparator: str = "=", unit: str = "家") -> dict[str, Any]:
    return {"value_min": low, "value_max": high, "comparator": comparator, "unit": unit}


@pytest.mark.parametrize(
    ("row", "unit", "zh", "en"),
    [
        (target(12, 12), "家", "12 家", "12 organisations"),
        (target(8, 12, "range"), "家", "8–12 家", "8–12 organisations"),
        (target(500, None, ">="), "家", "≥ 500 家", "≥ 500 organisations"),
        (target(None, 10, "<="), "家", "≤ 10 家", "≤ 10 organisations"),
        (target(70, 70, "~", "%"), "%", "≈ 70%", "≈ 70%"),
        (target(9.86, 9.86), "家", "9.86 家", "9.86 organisations"),
        (target(1, 1, unit="件"), "件", "1 件", "1 item"),
        (target(3, 5, "range", "个"), "个", "3–5 个", "3–5"),
        (target(2, 2, unit="棵"), "棵", "2 棵", "2 棵"),
        (target(20000, 20000), "", "20,000", "20,000"),
        (target(5e7, 5e7, unit="元"), "元", "5,000万元", "CNY 50 million"),
        (target(1e8, 1.5e8, "range", "元"), "元", "1–1.5亿元", "CNY 100–150 million"),
        (target(2.5e9, None, ">=", "元"), "元", "≥ 25亿元", "≥ CNY 2.5 billion"),
        (target(800, 800, unit="元"), "元", "800元", "CNY 800"),
    ],
)
def test_values_are_written_with_comparator_and_unit(
    row: dict[str, Any], unit: str, zh: str, en: str
) -> None:
    assert value_text(row, unit, "zh") == zh
    assert value_text(row, unit, "en") == en


@pytest.mark.parametrize(
    ("many", "one"),
    [
        ("schools", "school"),
        ("bodies", "body"),
        ("branches and stations", "branch or station"),
        ("people", "person"),
        ("courses", "course"),
        ("%", "%"),
    ],
)
def test_one_has_its_unit_in_the_singular(many: str, one: str) -> None:
    assert singular(many) == one
    assert value_text(target(1, 1), many, "en") == f"1 {one}"
    assert value_text(target(2, 2), many, "en") == f"2 {many}"


def test_a_range_counts_by_its_middle_and_an_open_bound_by_itself() -> None:
    assert middle(target(8, 12, "range")) == 10
    assert middle(target(500, None, ">=")) == 500
    assert middle(target(None, 10, "<=")) == 10


@pytest.mark.parametrize(
    ("number", "unit", "zh", "en"),
    [
        (1e8, "元", "1亿", "100m"),
        (0, "元", "0", "0"),
        (70, "%", "70%", "70%"),
        (2000, "件", "2,000", "2,000"),
    ],
)
def test_numbers_on_an_axis_are_short(number: float, unit: str, zh: str, en: str) -> None:
    assert (axis_text(number, unit, "zh"), axis_text(number, unit, "en")) == (zh, en)


@given(NUMBERS, st.integers(3, 9))
def test_an_axis_holds_its_values_between_its_first_and_last_tick(values: list[float], most: int) -> None:
    axis = axis_of(values, 100, 500, most_ticks=most)
    assert axis.logarithmic == (max(values) / min(values) > FAR)
    places = [axis.place(value) for value in sorted(values)]
    assert places == sorted(places)
    assert 100 - 1e-6 <= places[0] <= places[-1] <= 500 + 1e-6
    assert len(axis.ticks) <= most
    assert all(one < other for one, other in pairwise(axis.ticks))
    assert axis.logarithmic or axis.ticks[0] == 0


def test_zeros_and_equal_values_have_an_axis() -> None:
    assert axis_of([0, 0], 0, 100).place(0) == 0
    assert axis_of([0, 5000], 0, 100).logarithmic is False
    assert axis_of([3, 3], 0, 100).place(3) <= 100
    assert axis_of([1, 2], 0, 100).ticks == (0, 1, 2)


@pytest.mark.parametrize(
    ("comparator", "shape"), [("=", "mark"), (">=", "reach"), ("<=", "reach"), ("~", "about")]
)
def test_each_comparator_has_a_shape_of_its_own(comparator: str, shape: str) -> None:
    assert f'class="{shape}"' in target_mark(Spot(10, 10, comparator), 5)


def test_open_bounds_point_away_from_each_other() -> None:
    assert "H32" in target_mark(Spot(10, 10, ">="), 5)
    assert "H-12" in target_mark(Spot(10, 10, "<="), 5)
    assert 'class="span"' in target_mark(Spot(10, 20, "range"), 5)


@given(st.text(alphabet="一二三", max_size=300), st.data())
def test_a_sentence_cut_short_still_holds_its_target(sentence: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(sentence)))
    end = data.draw(st.integers(start, min(len(sentence), start + 20)))
    cut = shortened(sentence, (start, end))
    assert sentence[start:end] in cut
    assert len(cut) <= max(112, end - start + 2)
    assert cut.strip("…") in sentence


@pytest.mark.parametrize(
    ("place", "said"),
    [(1, "1st"), (2, "2nd"), (3, "3rd"), (11, "11th"), (12, "12th"), (23, "23rd"), (112, "112th")],
)
def test_places_are_told_in_english(place: int, said: str) -> None:
    assert ordinal(place) == said
