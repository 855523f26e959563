"""Similarity of plans by the depths of their tasks."""

from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.schema.model import DEPTHS
from pipeline.store import store
from pipeline.store.gap_tables import depth_ranks, similar_plans
from tests.pipeline.built_fixture import BEIJING, JIANGSU, write_built


def cells(**plans: str) -> pd.DataFrame:
    """Coverage of plans, from the first letters of their depths: ``a`` for absent and so on."""
    by_letter = {depth[0]: depth for depth in DEPTHS}
    return pd.DataFrame(
        [
            {"plan_id": plan, "region_id": plan.upper(), "task_id": f"1.{place}", "depth": by_letter[letter]}
            for plan, letters in plans.items()
            for place, letter in enumerate(letters, start=1)
        ]
    )


def test_ranks_follow_the_order_of_the_depths() -> None:
    ranks = depth_ranks(cells(one="abngsq", two="qsgnba"))
    assert list(ranks.loc["one"]) == [0, 1, 2, 3, 4, 5]
    assert ranks.columns.tolist() == [f"1.{number}" for number in range(1, 7)]
    assert ranks.index.tolist() == ["one", "two"]


def test_a_task_without_a_cell_is_absent() -> None:
    assert list(depth_ranks(cells(one="ss", two="s")).loc["two"]) == [4, 0]


def test_plans_come_from_the_most_to_the_least_similar() -> None:
    found = similar_plans(cells(here="ssss", far="aaaa", near="sssg", same="ssss"), "here")
    assert found["plan_id"].tolist() == ["same", "near", "far"]
    assert found["region_id"].tolist() == ["SAME", "NEAR", "FAR"]
    assert found["similarity"].tolist() == pytest.approx([1.0, 1 - 1 / 20, 1 - 16 / 20])


def test_ties_keep_the_order_of_the_tables() -> None:
    found = similar_plans(cells(here="s", zulu="g", alpha="g"), "here")
    assert found["plan_id"].tolist() == ["zulu", "alpha"]


def test_a_plan_that_is_not_there_is_like_nothing() -> None:
    found = similar_plans(cells(here="s"), "elsewhere")
    assert found.empty
    assert found.columns.tolist() == ["plan_id", "region_id", "similarity"]


@given(st.lists(st.text("abngsq", min_size=4, max_size=4), min_size=2, max_size=5))
def test_similarity_is_mutual_and_between_zero_and_one(profiles: list[str]) -> None:
    coverage = cells(**{f"p{place}": letters for place, letters in enumerate(profiles)})
    reported = {
        (here, str(row["plan_id"])): float(row["similarity"])
        for here in coverage["plan_id"].unique()
        for _, row in similar_plans(coverage, here).iterrows()
    }
    for (here, there), similarity in reported.items():
        assert 0 <= similarity <= 1
        assert reported[there, here] == pytest.approx(similarity)
        assert (similarity == 1) == (profiles[int(here[1:])] == profiles[int(there[1:])])


def test_the_store_answers_it_from_the_built_tables(tmp_path: Path) -> None:
    found = store.similar_plans(write_built(tmp_path), JIANGSU)
    assert found["plan_id"].tolist() == [BEIJING]
    # specific/generic, generic/absent, specific/none, specific/blank
    assert found["similarity"].tolist() == pytest.approx([1 - (1 + 3 + 2 + 3) / 20])
