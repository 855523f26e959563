"""Local tasks of the shipped corpus: all of them, told apart as by hand, and grouped without a wrong one."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import pandas as pd
import pytest

from pipeline import store

BY_HAND = (
    {"610000-006", "510000-007", "510000-037"},
    {"660000-005", "650000-004"},
    {"410000-018", "620000-007"},
    {"510000-045", "110000-036", "530000-020"},
    {"430000-019", "330000-018"},
    {"440000-068", "440000-085"},
    {"510000-050", "660000-023", "330000-050"},
)
"""Which are the same idea, as read before any was grouped by a rule; the others stand alone."""


@pytest.fixture(scope="module")
def tasks(corpus_built: Path) -> pd.DataFrame:
    return store.table(corpus_built, "local_tasks").assign(short=lambda rows: rows["measure_id"].str[-10:])


def pairs(groups: list[set[str]]) -> set[frozenset[str]]:
    return {frozenset(pair) for group in groups for pair in combinations(sorted(group), 2)}


def test_every_measure_without_a_standard_task_is_one(corpus_built: Path, tasks: pd.DataFrame) -> None:
    measures = store.measures(corpus_built)
    local = measures[measures["task_id"] == ""]
    assert tasks["measure_id"].tolist() == local["measure_id"].tolist()
    assert tasks["area_id"].tolist() == local["area_id"].tolist()
    assert len(tasks) == store.plans(corpus_built)["local_tasks"].sum()


def test_open_rows_are_told_from_tasks(corpus_built: Path, tasks: pd.DataFrame) -> None:
    cells = store.measures(corpus_built, measure_ids=tasks["measure_id"].tolist()).set_index("measure_id")
    said = tasks["measure_id"].map(cells["task_text"])
    assert set(said[tasks["kind"] == "other"]) == {
        "其他：未列入但地方开展的创新性工作",
        "未列入但地方开展的创新性工作",
    }
    named = said[tasks["kind"] == "local"]
    assert not named.str.contains("未列入").any()
    assert tasks.loc[tasks["short"] == "610000-006", "name"].item() == "推进知识产权军民融合发展"
    assert tasks["name"].str.len().gt(0).all()


def test_no_group_is_wrong_and_most_that_were_seen_are_found(tasks: pd.DataFrame) -> None:
    found = pairs([set(group["short"]) for _, group in tasks.groupby("group_id")])
    seen = pairs([set(group) for group in BY_HAND])
    assert found <= seen
    assert sum(bool(found & pairs([group])) for group in BY_HAND) >= 5


def test_groups_are_told_the_same_of_all_their_members(tasks: pd.DataFrame) -> None:
    for _, group in tasks.groupby("group_id"):
        assert group["group_name"].nunique() == 1
        assert group["group_name"].iloc[0] in set(group["name"])
        assert set(group["group_regions"]) == {group["region_id"].nunique()}
        assert (group["score"] > 0).all() == (len(group) > 1)


def test_the_nearest_standard_task_is_one(corpus_built: Path, tasks: pd.DataFrame) -> None:
    assert set(tasks["nearest_task_id"]) <= set(store.tasks(corpus_built)["task_id"])
    assert tasks["nearest_score"].between(0, 1).all()
    # Reworded ones would be matched: a local task is further from the template than what is sure.
    assert tasks["nearest_score"].max() < 0.66
    assert tasks.loc[tasks["short"] == "330000-050", "nearest_task_id"].item() == "5.3"
