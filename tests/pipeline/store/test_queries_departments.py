"""Queries over departments: charges by body, place and role."""

from pathlib import Path

import pytest

from pipeline.store import store
from tests.pipeline.built_fixture import BEIJING, JIANGSU, SMALL, write_built
from tests.pipeline.departments_fixture import BODIES, DEPARTMENTS, mention


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    tables = {**SMALL, "bodies": BODIES, "departments": DEPARTMENTS}
    return write_built(tmp_path_factory.mktemp("charged") / "built", tables)


def test_bodies_that_are_named_come_with_the_wholes_of_their_parts(built: Path) -> None:
    assert store.bodies(built)["department_id"].tolist() == ["ip", "customs", "house", "court", "all"]


def test_counts_are_of_measures_and_a_body_counts_once_in_each(built: Path) -> None:
    counts = store.department_counts(built).set_index("department_id")
    assert list(counts.loc["ip"]) == [4, 2, 1, 1, 2]
    assert list(counts.loc["customs"]) == [2, 2, 0, 0, 2]
    assert "house" not in counts.index
    assert (counts["measures"] == counts[["lead", "support", "named"]].sum(axis=1)).all()


def test_one_office_under_two_names_charges_both_bodies_in_one_mention(tmp_path: Path) -> None:
    plates = mention(f"{JIANGSU}-9", "ip", "lead", host_id="court")
    built = write_built(tmp_path / "built", {**SMALL, "bodies": BODIES, "departments": [plates]})
    counts = store.department_counts(built).set_index("department_id")
    assert list(counts.loc["ip"]) == list(counts.loc["court"]) == [1, 1, 1, 0, 0]
    assert store.find_duties(built)["whole_id"].tolist() == ["ip"]
    assert store.find_duties(built, department_ids=["court"])["whole_id"].tolist() == ["court"]


def test_parts_can_be_counted_by_themselves(built: Path) -> None:
    assert set(store.department_counts(built, whole=False)["department_id"]) == {
        "ip",
        "house",
        "all",
        "court",
    }


def test_collective_names_and_levels_can_be_left_out(built: Path) -> None:
    assert "all" not in set(store.department_counts(built, collective=False)["department_id"])
    assert store.department_counts(built, levels=["city"])["measures"].tolist() == [1]
    assert store.department_counts(built, levels=[]).empty


def test_a_measure_for_two_tasks_counts_for_both_and_one_for_a_local_task_for_none(built: Path) -> None:
    counts = store.department_counts(built, "task", department_ids=["ip"])
    assert dict(zip(counts["task_id"], counts["measures"], strict=True)) == {"1.1": 2, "2.1": 1, "2.10": 1}
    assert set(store.department_counts(built, "task", task_ids=["2.10"])["task_id"]) == {"2.10"}


def test_filters_keep_regions_and_areas(built: Path) -> None:
    counts = store.department_counts(built, "area", region_ids=["320000"], area_ids=["2"])
    assert counts[["department_id", "area_id", "measures"]].to_numpy().tolist() == [
        ["ip", "2", 2],
        ["all", "2", 1],
    ]
    by_region = store.department_counts(built, "region", department_ids=["ip"])
    assert dict(zip(by_region["region_id"], by_region["measures"], strict=True)) == {"320000": 3, "110000": 1}


def test_duties_are_the_mentions_with_their_measures(built: Path) -> None:
    found = store.find_duties(built, department_ids=["customs"])
    assert found[["measure_id", "department_id", "whole_id"]].to_numpy().tolist() == [
        [f"{JIANGSU}-9", "house", "customs"],
        [f"{BEIJING}-1", "house", "customs"],
    ]
    assert found["measure_text"].tolist() == ["指导苏州加快改革。", "推进改革。"]
    assert store.find_duties(built, department_ids=["customs"], whole=False).empty
    assert len(store.find_duties(built, department_ids=["ip"], task_ids=["2.10"])) == 2
    assert store.find_duties(built, region_ids=[]).empty


def test_collective_names_and_cities_are_not_compared(built: Path) -> None:
    found = store.list_assignments(built)
    assert found[found["task_id"] == "1.1"][["region_id", "department_id", "role"]].to_numpy().tolist() == [
        ["110000", "ip", "named"],
        ["110000", "customs", "named"],
        ["110000", "court", "support"],
        ["320000", "ip", "lead"],
        ["320000", "customs", "named"],
    ]
    assert set(found["department_id"]) == {"ip", "customs", "court"}
    assert store.list_assignments(built, task_ids=["2.10"])["role"].tolist() == ["named"]


def test_differences_come_from_what_is_assigned(built: Path) -> None:
    table = store.assignment_differences(built).set_index("task_id")
    assert table["regions"].to_dict() == {"1.1": 2, "2.1": 1, "2.10": 1}
    assert table["difference"].isna().all()


def test_how_far_each_region_is_and_how_usual_each_body(built: Path) -> None:
    spread = store.assignment_spread(built, "1.1")
    assert dict(zip(spread["region_id"], spread["difference"], strict=True)) == pytest.approx(
        {"110000": 1 / 3, "320000": 1 / 3}
    )
    assert spread["mean"].tolist() == pytest.approx([1 / 3, 1 / 3])
    usual = store.assignment_shares(built, "1.1")
    assert usual[["department_id", "regions", "share"]].to_numpy().tolist()[-1] == ["court", 1, 0.5]
    assert set(usual["department_id"].head(2)) == {"ip", "customs"}
    assert store.assignment_spread(built, "1.2").empty
    assert store.assignment_shares(built, "1.2").empty
