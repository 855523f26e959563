"""Gap counts and comparable regions."""

import pandas as pd
import pytest

from pipeline.store.gap_tables import MOST_COMPARABLE, comparable_regions, find_answers, gap_counts, list_gaps

pytestmark = pytest.mark.unit

TASKS = ["1.1", "1.2", "1.3"]
LETTERS = {
    "a": "absent",
    "b": "blank",
    "n": "none",
    "g": "generic",
    "s": "specific",
    "q": "quantified",
}


def cells(**regions: str) -> pd.DataFrame:
    """Coverage of regions, from the first letters of their depths at `TASKS`."""
    return pd.DataFrame(
        [
            {"region_id": region, "task_id": task_id, "depth": LETTERS[letter], "measure_ids": ""}
            for region, letters in regions.items()
            for task_id, letter in zip(TASKS, letters, strict=True)
        ]
    )


def test_gaps_come_by_how_many_others_answer_specifically() -> None:
    found = list_gaps(cells(here="agb", one="ssg", two="qsn", three="asa"), "here", TASKS)
    assert found["task_id"].tolist() == ["1.2", "1.1", "1.3"]
    assert found["depth"].tolist() == ["generic", "absent", "blank"]
    assert found["elsewhere"].tolist() == [3, 2, 0]
    assert found["others"].tolist() == [3, 3, 3]
    assert found.loc[found["task_id"] == "1.3", ["generic", "none", "absent"]].to_numpy().tolist() == [
        [1, 1, 1]
    ]


def test_only_the_compared_regions_count() -> None:
    found = list_gaps(
        cells(here="aaa", one="sga", two="gsa", three="gss"), "here", TASKS, compared=["two", "one"]
    )
    assert dict(zip(found["task_id"], found["elsewhere"], strict=True)) == {"1.1": 1, "1.2": 1, "1.3": 0}
    assert set(found["others"]) == {2}


def test_equally_common_gaps_keep_the_order_of_the_template() -> None:
    assert list_gaps(cells(here="aaa", one="sss"), "here", TASKS)["task_id"].tolist() == TASKS


def test_what_is_declared_none_comes_last_however_common_it_is() -> None:
    found = list_gaps(cells(here="nas", one="saa", two="saa"), "here", TASKS)
    assert found["task_id"].tolist() == ["1.2", "1.1"]


def test_a_region_alone_has_gaps_that_nobody_fills() -> None:
    found = list_gaps(cells(here="aaa"), "here", TASKS)
    assert found["elsewhere"].tolist() == [0, 0, 0]
    assert found["others"].tolist() == [0, 0, 0]


@pytest.mark.parametrize(
    ("way", "wanted"),
    [("macro", ["b", "c"]), ("similar", ["d", "b", "c"]), ("chosen", ["c", "d"])],
)
def test_comparable_regions(way: str, wanted: list[str]) -> None:
    regions = pd.DataFrame({"region_id": list("abcde"), "macro_id": ["x", "x", "x", "y", "x"]})
    similar = pd.DataFrame({"region_id": ["d", "b", "c"]})
    assert comparable_regions(regions, similar, "a", way, ["c", "e", "d"]) == wanted


def test_answers_are_the_first_few_that_say_what_they_will_do() -> None:
    coverage = cells(**{f"r{number}": "sss" for number in range(8)}, lacking="gab")
    found = find_answers(coverage, "1.1", ["lacking", *(f"r{number}" for number in range(8)), "unknown"])
    assert found["region_id"].tolist() == [f"r{number}" for number in range(MOST_COMPARABLE)]
    everyone = find_answers(coverage, "1.1", ["lacking", "r1"], all_depths=True)
    assert everyone["depth"].tolist() == ["generic", "specific"]


def test_counts_by_region_and_by_task() -> None:
    coverage = cells(one="gab", two="ssn", three="sqa")
    by_region = gap_counts(coverage, "region_id")
    assert by_region[["region_id", "gaps", "none"]].to_numpy().tolist() == [
        ["one", 3, 0],
        ["three", 1, 0],
        ["two", 0, 1],
    ]
    by_task = gap_counts(coverage, "task_id")
    assert by_task[["task_id", "gaps"]].to_numpy().tolist() == [["1.3", 2], ["1.1", 1], ["1.2", 1]]
