"""The coverage matrix: totals, sort orders, and regions without a plan, which do not count as zero."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages.ui.arrange import Matrix, add_texts, arrange_matrix, cells_to_long, cells_to_wide
from pipeline.schema.model import COVERED_DEPTHS, DEPTHS

STATUSES = {"a": "plan", "b": "plan", "c": "no_plan", "d": "plan", "e": "outside"}
TASKS = ("1.1", "1.2", "2.1")
DEPTH_OF = {
    ("a", "1.1"): "specific",
    ("a", "1.2"): "absent",
    ("a", "2.1"): "none",
    ("b", "1.1"): "generic",
    ("b", "1.2"): "specific",
    ("b", "2.1"): "quantified",
    ("d", "1.1"): "blank",
    ("d", "1.2"): "absent",
    ("d", "2.1"): "absent",
}


def frames(statuses: dict[str, str]) -> tuple[pd.DataFrame, pd.DataFrame]:
    regions = [(code, f"区{code}", f"R{code}", f"地区{code}", status) for code, status in statuses.items()]
    tasks = [(code, code[0], f"任{code}", f"T{code}", f"任务{code}") for code in TASKS]
    names = ["short_zh", "short_en", "name_zh"]
    return (
        pd.DataFrame(regions, columns=["region_id", *names, "status"]),
        pd.DataFrame(tasks, columns=["task_id", "area_id", *names]),
    )


def arranged(**choices: str | tuple[str, ...] | frozenset[tuple[str, str]]) -> Matrix:
    return arrange_matrix(*frames(STATUSES), DEPTH_OF, **choices)  # type: ignore[arg-type]


def test_totals_count_what_is_covered() -> None:
    matrix = arranged()
    assert matrix.regions["counted"].dropna().to_dict() == {"a": 1, "b": 3, "d": 0}
    assert matrix.tasks["counted"].to_dict() == {"1.1": 2, "1.2": 1, "2.1": 1}
    assert (matrix.depths.size, matrix.count(COVERED_DEPTHS)) == (9, 4)


def test_totals_count_what_is_shown() -> None:
    matrix = arranged(shown=("absent", "blank"))
    assert matrix.regions["counted"].dropna().tolist() == [1, 0, 3]
    assert matrix.shown == {"absent", "blank"}


def test_official_order_keeps_every_region_in_its_place() -> None:
    assert arranged().regions.index.tolist() == list("abcde")


@pytest.mark.parametrize("order", ["coverage", "similarity"])
def test_regions_without_a_plan_come_last_in_other_orders(order: str) -> None:
    assert arranged(row_order=order).regions.index.tolist()[-2:] == ["c", "e"]


def test_most_covered_first_within_each_key_area() -> None:
    matrix = arranged(row_order="coverage", column_order="coverage")
    assert matrix.depths.index.tolist() == ["b", "a", "d"]
    assert matrix.tasks["area_id"].tolist() == ["1", "1", "2"]
    assert matrix.depths.columns.tolist() == ["1.1", "1.2", "2.1"]


def test_similar_regions_are_adjacent() -> None:
    statuses = dict.fromkeys("abcd", "plan")
    deep, bare = dict.fromkeys(TASKS, "specific"), dict.fromkeys(TASKS, "absent")
    answers = {"a": deep, "b": bare, "c": deep, "d": bare}
    depths = {(code, task): depth for code, answer in answers.items() for task, depth in answer.items()}
    matrix = arrange_matrix(*frames(statuses), depths, row_order="similarity")
    found = "".join(matrix.regions.index)
    assert {frozenset(found[:2]), frozenset(found[2:])} == {frozenset("ac"), frozenset("bd")}
    assert found[:2] in {"ac", "ca"}, "the end that covers more comes first"


def test_only_regions_without_a_plan() -> None:
    regions, tasks = frames({"c": "no_plan", "e": "outside"})
    for order in ("official", "coverage", "similarity"):
        matrix = arrange_matrix(regions, tasks, {}, row_order=order, column_order=order)
        assert matrix.regions["counted"].isna().tolist() == [True, True]
        assert matrix.depths.empty


@given(st.data())
def test_every_order_has_the_same_cells(data: st.DataObject) -> None:
    codes = data.draw(st.lists(st.sampled_from("abcdefghij"), unique=True, min_size=1))
    statuses = {code: data.draw(st.sampled_from(["plan", "no_plan"])) for code in codes}
    depths = {
        (code, task): data.draw(st.sampled_from(DEPTHS))
        for code, status in statuses.items()
        for task in TASKS
        if status == "plan"
    }
    for order in ("official", "coverage", "similarity"):
        matrix = arrange_matrix(*frames(statuses), depths, row_order=order, column_order=order)
        assert sorted(matrix.regions.index) == sorted(codes)
        assert matrix.tasks["area_id"].tolist() == ["1", "1", "2"]
        assert matrix.depths.stack().to_dict() == depths
        assert matrix.regions["counted"].sum() == matrix.tasks["counted"].sum()


def test_the_long_table_has_the_shown_cells_in_display_order() -> None:
    matrix = arranged(row_order="coverage", shown=("specific", "generic"))
    cells = cells_to_long(matrix, "en")
    assert list(zip(cells["region_id"], cells["task_id"], strict=True)) == [
        ("b", "1.1"),
        ("b", "1.2"),
        ("a", "1.1"),
    ]
    assert cells["depth_name"].tolist() == ["generic", "specific", "specific"]


def test_the_wide_table_equals_the_matrix() -> None:
    wide = cells_to_wide(arranged(shown=("specific",)), "en")
    assert wide.columns.tolist() == ["region_id", "region", "1.1 T1.1", "1.2 T1.2", "2.1 T2.1", "Count"]
    assert wide["1.1 T1.1"].tolist() == ["specific", "", "no plan found", "", "outside the source", 1]
    assert wide["Count"].tolist() == [1, 1, "", 0, "", 2]


def test_cells_have_measure_texts_if_any_has_a_measure() -> None:
    measures = pd.DataFrame({"measure_id": ["a", "b", "c"], "measure_text": ["甲", "乙", ""]})
    cells = pd.DataFrame({"measure_ids": ["a;b", "", "c"]})
    assert add_texts(cells, measures)["measure_text"].tolist() == ["甲\n乙", "", ""]
    assert list(add_texts(cells[1:2], measures)) == ["measure_ids"]
