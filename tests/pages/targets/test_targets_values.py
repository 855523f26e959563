"""How targets are written: numbers, amounts, units and sentences cut short."""

import math
from functools import partial
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages.charts import parts
from pages.charts.parts import Heading
from pages.targets.charts import ranking_chart
from pages.targets.data import cut_sentence, ordinal
from pages.ui.target_values import bounds, singular, value_text
from pages.ui.text import in_language
from pipeline.schema.chart import Bars


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
    with in_language("zh"):
        assert value_text(row, unit) == zh
    with in_language("en"):
        assert value_text(row, unit) == en


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
def test_unit_of_one_is_singular(many: str, one: str) -> None:
    assert singular(many) == one
    with in_language("en"):
        assert value_text(target(1, 1), many) == f"1 {one}"
        assert value_text(target(2, 2), many) == f"2 {many}"


def test_an_open_bound_equals_the_other() -> None:
    assert bounds(target(8, 12, "range")) == (8, 12)
    assert bounds(target(500, None, ">=")) == (500, 500)
    assert bounds(target(None, 10, "<=")) == (10, 10)


@given(st.text(alphabet="一二三", max_size=300), st.data())
def test_cut_sentence_contains_its_target(sentence: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(sentence)))
    end = data.draw(st.integers(start, min(len(sentence), start + 20)))
    cut = cut_sentence(sentence, (start, end))
    assert sentence[start:end] in cut
    assert len(cut) <= max(112, end - start + 2)
    assert cut.strip("…") in sentence


@pytest.mark.parametrize(
    ("place", "said"),
    [(1, "1st"), (2, "2nd"), (3, "3rd"), (11, "11th"), (12, "12th"), (23, "23rd"), (112, "112th")],
)
def test_english_ordinals(place: int, said: str) -> None:
    assert ordinal(place) == said


def test_a_plan_without_specific_tasks_has_no_rate(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "Heading", partial(Heading, source="来源"))
    plan = {"region_id": "110000", "region": "北京", "share": math.nan}
    plans = pd.DataFrame([plan | dict.fromkeys(("specific", "quantified", "targets", "repeats"), 0)])
    for order, end in (("share", "– (0/0) · 0"), ("targets", "0 · – (0/0)")):
        body = ranking_chart(plans, order, "").body
        assert isinstance(body, Bars)
        assert body.notes == (end,)
