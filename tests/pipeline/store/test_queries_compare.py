"""Queries that compare regions, over the small tables."""

from pathlib import Path
from typing import Any

import pytest

from pipeline.store import store
from tests.pipeline.built_fixture import BEIJING, JIANGSU, SMALL, Rows, write_built


def target(measure_id: str, number: int, task_id: str, **more: Any) -> dict[str, Any]:
    return {
        "target_id": f"{measure_id}-T{number}",
        "measure_id": measure_id,
        "region_id": measure_id.rpartition("-")[0][-6:],
        "task_id": task_id,
        "kind": "target",
        **more,
    }


def term(measure_id: str, region_id: str, words: str) -> dict[str, Any]:
    return {"measure_id": measure_id, "region_id": region_id, "term": words, "char_end": len(words)}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    first = target(f"{JIANGSU}-9", 1, "1.1")
    tables: dict[str, Rows] = {
        "measures": [
            {**measure, "merged": "measure"} if measure["measure_id"] == f"{JIANGSU}-10" else measure
            for measure in SMALL["measures"]
        ],
        "targets": [
            first,
            target(f"{JIANGSU}-11", 1, "2.1;2.10"),
            target(f"{JIANGSU}-11", 2, "2.1;2.10", repeat_of=first["target_id"]),
            target(f"{JIANGSU}-11", 3, "2.1;2.10", kind="fact"),
            target(f"{JIANGSU}-12", 1, ""),
        ],
        "terms": [
            term(f"{JIANGSU}-9", "320000", "改革"),
            term(f"{JIANGSU}-9", "320000", "苏州"),
            term(f"{BEIJING}-1", "110000", "改革"),
        ],
    }
    return write_built(tmp_path_factory.mktemp("compare") / "built", tables)


def test_totals_count_merged_measures_and_repeated_targets_once(built: Path) -> None:
    tasks = store.table(built, "tasks")["task_id"].tolist()
    rows = store.answer_totals(built, task_ids=tasks).to_dict("records")
    jiangsu = len("指导苏州加快改革。") + len("建成中心。")
    assert rows == [
        {"region_id": "320000", "measures": 2, "characters": jiangsu, "targets": 2},
        {"region_id": "110000", "measures": 3, "characters": len("推进改革。暂无。"), "targets": 0},
    ]


def test_a_target_counts_where_its_first_place_is_left_out(built: Path) -> None:
    row = store.answer_totals(built, region_ids=["320000"], task_ids=["2.1"]).iloc[0]
    assert row["targets"] == 2
    assert store.answer_totals(built, region_ids=["320000"], task_ids=["1.1"]).iloc[0]["targets"] == 1


def test_totals_of_nothing_are_empty(built: Path) -> None:
    assert store.answer_totals(built, region_ids=[]).empty
    assert list(store.answer_totals(built, task_ids=[]).columns) == [
        "region_id",
        "measures",
        "characters",
        "targets",
    ]


def test_terms_show_how_many_regions_use_them_anywhere(built: Path) -> None:
    found = store.find_measure_terms(built, [f"{JIANGSU}-9"])
    assert found[["term", "regions"]].to_numpy().tolist() == [["改革", 2], ["苏州", 1]]
    assert store.find_measure_terms(built, []).empty
