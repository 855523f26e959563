"""Queries over changes between two years: rows with their texts, bodies, and terms."""

from pathlib import Path
from typing import Any, Final

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from pipeline.schema.model import Edition
from pipeline.store import store
from tests.corpora import TASKS, Plan, Row, build_corpus

COLLECTION: Final = "ip-work-plans"
BEFORE: Final = "新增专利导航项目5个，培育专利导航基地。"
AFTER: Final = "新增专利导航项目8个，培育专利导航基地。"
OLD: Final = Plan(
    "江苏省", (Row(TASKS[0], BEFORE, "省工商局"), Row(TASKS[1], "建设知识产权交易中心。", "省财政厅")), 2018
)
NEW: Final = Plan(
    "江苏省", (Row(TASKS[0], AFTER, "省市场监督管理局"), Row(TASKS[2], "开展专项检查。", "省财政厅")), 2019
)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_corpus((OLD, NEW), tmp_path_factory.mktemp("change"))


@pytest.fixture(scope="module")
def folders(whole: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    made = []
    for year in (2018, 2019):
        made.append(tmp_path_factory.mktemp(str(year)))
        store.write_edition(whole, Edition(COLLECTION, year), made[-1])
    return made[0], made[1]


def test_cells_that_were_gained_and_lost(whole: Path) -> None:
    found = {row["task_id"]: row["change"] for row in records(store.task_changes(whole, COLLECTION, 2019))}
    assert (found["1.1"], found["1.2"], found["1.3"], found["1.4"]) == ("same", "lost", "gained", "same")


def test_measures_come_with_both_texts_and_their_places(whole: Path) -> None:
    found = store.measure_changes(whole, COLLECTION, 2019).query("region_id == '320000' and task_id == '1.1'")
    (row,) = records(found)
    assert (row["change"], row["text_before"], row["text"]) == ("reworded", BEFORE, AFTER)
    assert row["place_en_before"]
    assert row["place_zh"]


def test_targets_come_with_what_was_printed(whole: Path) -> None:
    (row,) = records(store.target_changes(whole, COLLECTION, 2019))
    assert (row["change"], row["value_before"], row["value"]) == ("raised", 5, 8)
    assert (row["quote_before"], row["quote"], row["unit"]) == ("5个", "8个", "个")
    assert row["text_before"][row["char_start_before"] : row["char_end_before"]] == "5个"


def test_a_year_without_a_year_before_has_no_changes(whole: Path) -> None:
    assert store.task_changes(whole, COLLECTION, 2018).empty


def test_a_body_that_went_is_distinguished_from_one_that_has_a_successor(folders: tuple[Path, Path]) -> None:
    found = {row["department_id"]: row for row in records(store.department_changes(*folders))}
    assert found["industry-commerce"]["change"] == "succeeded"
    assert found["industry-commerce"]["successor"] == "market-regulation"
    assert found["market-regulation"]["change"] == "came"
    assert [row["change"] for row in found.values() if row["name_zh"] == "财政厅"] == ["stayed"]
    assert {row["change"] for row in records(store.department_changes(folders[0], folders[0]))} == {"stayed"}


def test_terms_that_rose_and_fell(folders: tuple[Path, Path]) -> None:
    found = {row["term"]: row for row in records(store.keyword_changes(*folders, fewest_uses=1))}
    assert found["专利导航"]["count"] == found["专利导航"]["count_before"] > 0
    assert all(row["z"] < 0 for row in found.values() if not row["count"])
    assert any(row["z"] > 0 for row in found.values())
    assert not records(store.keyword_changes(*folders, fewest_uses=50))
    same = records(store.keyword_changes(folders[0], folders[0], fewest_uses=1))
    assert max(abs(row["z"]) for row in same) < 1e-9


def test_bodies_and_terms_are_compared_in_regions_of_both_years_and_can_be_filtered(
    tmp_path_factory: pytest.TempPathFactory, folders: tuple[Path, Path]
) -> None:
    gone = Plan("浙江省", (Row(TASKS[0], BEFORE, "省财政厅、省教育厅"),), 2018)
    more = build_corpus((OLD, gone), tmp_path_factory.mktemp("more"))
    pair = more, folders[1]
    assert_frame_equal(store.department_changes(*pair), store.department_changes(*folders))
    assert_frame_equal(
        store.keyword_changes(*pair, fewest_uses=1), store.keyword_changes(*folders, fewest_uses=1)
    )
    assert store.department_changes(*pair, region_ids=["330000"]).empty
    assert store.keyword_changes(*pair, region_ids=["330000"], fewest_uses=1).empty
    bodies = store.department_changes(*folders, task_ids=["1.1"]).set_index("department_id")
    assert bodies["measures_before"].sum() == bodies["measures"].sum() == 1


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(name): value for name, value in row.items()} for row in frame.to_dict("records")]
