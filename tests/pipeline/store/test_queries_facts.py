"""Queries over the facts in measures."""

from pathlib import Path
from typing import Any

import pytest

from pipeline.schema.codebook import TABLES
from pipeline.store import store
from tests.pipeline.built_fixture import BEIJING, JIANGSU, write_built

IDS = (f"{JIANGSU}-9", f"{BEIJING}-1", f"{JIANGSU}-11")


def rows(**more: Any) -> list[dict[str, Any]]:
    return [{"measure_id": measure_id, "quote": f"在{measure_id}", **more} for measure_id in IDS]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    targets = rows(kind="target", indicator_id="training")
    targets[0]["indicator_id"] = ""
    tables = {
        "targets": targets,
        "indicators": [{"indicator_id": "training", "name_zh": "培训", "unit_en": "people"}],
        "citations": rows(title="甲办法"),
        "campaigns": rows(name="剑网"),
    }
    return write_built(tmp_path_factory.mktemp("facts") / "built", tables)


@pytest.mark.parametrize("name", ["citations", "campaigns"])
def test_facts_are_those_of_the_measures_asked_for(built: Path, name: str) -> None:
    found = store.table(built, name, measure_ids=[IDS[2], IDS[0]])
    assert found["measure_id"].tolist() == [IDS[0], IDS[2]]
    assert store.table(built, name, measure_ids=[]).empty


def test_targets_are_those_of_the_measures_asked_for(built: Path) -> None:
    found = store.find_measure_targets(built, [IDS[2], IDS[0]])
    assert found["measure_id"].tolist() == [IDS[0], IDS[2]]
    assert list(found.columns)[: len(TABLES["targets"].columns)] == list(TABLES["targets"].column_names)
    assert store.find_measure_targets(built, []).empty


def test_a_target_comes_with_its_indicator_if_it_has_one(built: Path) -> None:
    found = store.find_measure_targets(built, IDS)
    assert found["name_zh"].tolist() == ["", "培训", "培训"]
    assert found["unit_en"].tolist() == ["", "people", "people"]
