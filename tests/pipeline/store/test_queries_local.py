"""Queries over local tasks: filters, order, and complete groups."""

from pathlib import Path
from typing import Any

import pytest

from pipeline.store import store
from tests.pipeline.built_fixture import BEIJING, JIANGSU, SMALL, write_built


def added(plan_id: str, number: int, area_id: str, group: int, regions: int) -> dict[str, Any]:
    return {
        "measure_id": f"{plan_id}-{number}",
        "plan_id": plan_id,
        "region_id": plan_id[-6:],
        "area_id": area_id,
        "group_id": f"G00{group}",
        "group_regions": regions,
    }


@pytest.fixture
def built(tmp_path: Path) -> Path:
    """Three groups: one of Jiangsu alone, two of Jiangsu and Beijing, the first written by Jiangsu."""
    rows = [
        added(JIANGSU, 20, "1", 1, 1),
        added(JIANGSU, 21, "1", 2, 2),
        added(JIANGSU, 22, "2", 3, 2),
        added(BEIJING, 23, "2", 2, 2),
        added(BEIJING, 24, "2", 3, 2),
    ]
    reported = {"measure_text": "举措。", "departments_text": "局", "first_line": 7, "last_line": 9}
    measures = [*SMALL["measures"], *({**row, **reported, "task_id": ""} for row in rows)]
    return write_built(tmp_path / "built", {"measures": measures, "local_tasks": rows})


def numbers(found: Any) -> list[str]:
    return [str(measure_id).rpartition("-")[2] for measure_id in found["measure_id"]]


def test_regions_come_in_the_official_order_and_bring_what_they_wrote(built: Path) -> None:
    found = store.local_tasks(built)
    assert numbers(found) == ["23", "24", "20", "21", "22"]
    assert set(found["measure_text"]) == {"举措。"}
    assert set(zip(found["first_line"], found["last_line"], strict=True)) == {(7, 9)}


def test_filters_leave_what_they_name(built: Path) -> None:
    assert numbers(store.local_tasks(built, region_ids=["320000"])) == ["20", "21", "22"]
    assert numbers(store.local_tasks(built, area_ids=["1"])) == ["20", "21"]
    assert numbers(store.local_tasks(built, region_ids=["110000"], area_ids=["1"])) == []
    assert numbers(store.local_tasks(built, region_ids=[])) == []


def test_all_tasks_of_a_shared_idea_are_listed(built: Path) -> None:
    assert numbers(store.shared_ideas(built)) == ["23", "21", "24", "22"]
    assert numbers(store.shared_ideas(built, area_ids=["1"])) == ["23", "21"]
    assert numbers(store.shared_ideas(built, region_ids=["540000"])) == []
