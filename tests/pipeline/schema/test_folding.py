"""Compatibility characters are folded without moving offsets; years are read in any digits."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.extract.facts import load_vocabularies
from pipeline.schema.folding import find_year, fold_compatibility
from pipeline.taxonomy.match import TaskMatcher
from tests.pipeline.sample_plans import ROWS, TAXONOMY, cells, read_one, small_plan

RADICALS = str.maketrans("工人大金食马门长面", "⼯⼈⼤⾦⻝⻢⻔⻓⾯")


@given(st.text())
def test_folding_keeps_every_character_in_its_place(text: str) -> None:
    folded = fold_compatibility(text)
    assert len(folded) == len(text)
    assert fold_compatibility(folded) == folded


@given(st.text(st.characters(codec="gb2312")).filter(lambda text: not any("０" <= c <= "ｚ" for c in text)))
def test_plain_text_stays_as_it_is(text: str) -> None:
    assert fold_compatibility(text) == text


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("⼯⼈⼤", "工人大"),
        ("⻓⻔⻛⻩", "长门风黄"),
        ("\ufa08\uf9e4", "行理"),
        ("２０１８年Ａ", "2018年A"),
        ("，。（）《》“”①㎡", "，。（）《》“”①㎡"),
    ],
)
def test_what_is_folded(text: str, folded: str) -> None:
    assert fold_compatibility(text) == folded


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("江苏省2018年工作要点", 2018),
        ("江苏省２０１８年工作要点", 2018),
        ("江苏省二〇一八年工作要点", 2018),
        ("江苏省二○一九年度工作要点", 2019),
        ("江苏省二零二零年工作要点", 2020),
        ("附件12018年工作要点", 2018),
        ("2018—2020年行动计划", 2018),
        ("江苏省一九八五年工作要点", 1985),
        ("江苏省二十一年工作要点", None),
        ("江苏省工作要点", None),
        ("第2018号", None),
    ],
)
def test_the_year_of_a_title(text: str, year: int | None) -> None:
    assert find_year(text) == year


def test_radicals_match_and_stay_in_the_text() -> None:
    written = small_plan()
    assert written.translate(RADICALS) != written
    plan = read_one(written.translate(RADICALS).replace("⼯作要点", "工作要点"))
    found = [tuple(map(fold_compatibility, row)) for row in cells(plan)]
    assert found == cells(read_one(written))
    assert cells(plan) != found
    assert [measure.match.method for measure in plan.measures] == ["exact"] * len(ROWS)
    assert all(one.department_id for measure in plan.measures for one in measure.facts.departments)
    for measure in plan.measures:
        for one in measure.facts.departments:
            assert measure.row.departments.text[one.start : one.end] == one.quote


def test_a_task_in_radicals_is_the_task() -> None:
    matcher = TaskMatcher(TAXONOMY.tasks)
    assert matcher.match("加⼤知识产权犯罪打击⼒度").method == "exact"
    assert load_vocabularies().directory is not None
