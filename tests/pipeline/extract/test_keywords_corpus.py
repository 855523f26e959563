"""Words, likeness and reused text of the shipped corpus."""

import shutil
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from pipeline.build.build import build
from pipeline.corpus.texts import SCOPES
from pipeline.extract.keywords import TERMS_FILE, load_lexicon
from pipeline.schema.errors import TaxonomyError
from pipeline.store import store
from pipeline.taxonomy.loading import SHARED


@pytest.fixture(scope="module")
def terms(corpus_built: Path) -> pd.DataFrame:
    return store.table(corpus_built, "terms")


@pytest.fixture(scope="module")
def keywords(corpus_built: Path) -> pd.DataFrame:
    return store.table(corpus_built, "keywords")


@pytest.fixture(scope="module")
def likeness(corpus_built: Path) -> pd.DataFrame:
    return store.table(corpus_built, "likeness")


@pytest.fixture(scope="module")
def plan_map(corpus_built: Path) -> pd.DataFrame:
    return store.table(corpus_built, "plan_map")


def top(keywords: pd.DataFrame, scope: str, scope_id: str, number: int) -> set[str]:
    """The most distinctive terms of a text, as the store puts them in order."""
    mine = keywords[(keywords["scope"] == scope) & (keywords["scope_id"] == scope_id)]
    return set(mine.sort_values("keyness_low", ascending=False)["term"].head(number))


def test_the_dictionary_is_used(terms: pd.DataFrame) -> None:
    assert terms["term"].isin(load_lexicon().words).mean() > 0.5


def test_each_region_area_and_task_has_keywords(corpus_built: Path, keywords: pd.DataFrame) -> None:
    held = {scope: set(keywords.loc[keywords["scope"] == scope, "scope_id"]) for scope in SCOPES}
    assert held["region"] == set(store.table(corpus_built, "plans")["region_id"])
    assert held["area"] == set(store.table(corpus_built, "areas")["area_id"])
    assert held["task"] == set(store.table(corpus_built, "tasks")["task_id"])


def test_a_cell_of_two_rows_counts_once_in_a_region(
    corpus_built: Path, terms: pd.DataFrame, keywords: pd.DataFrame
) -> None:
    measures = store.measures(corpus_built)
    merged = measures.loc[measures["merged"].str.contains("measure"), "measure_id"]
    assert not merged.empty
    counted = terms[~terms["measure_id"].isin(merged)].groupby(["region_id", "term"]).size()
    reported = keywords[keywords["scope"] == "region"].set_index(["scope_id", "term"])["count"]
    assert reported.sort_index().tolist() == counted.sort_index().tolist()


def test_shares_are_of_the_regions_with_a_plan(corpus_built: Path, keywords: pd.DataFrame) -> None:
    regions = store.table(corpus_built, "plans")["region_id"].nunique()
    assert (keywords["share_of_regions"] * regions).to_numpy() == pytest.approx(
        keywords["regions"].to_numpy()
    )
    assert keywords["regions"].between(1, regions).all()


@pytest.mark.parametrize(
    ("task_id", "expected"),
    [
        ("1.1", {"知识产权综合管理改革"}),
        ("1.6", {"专利奖", "专利奖评选"}),
        ("2.3", {"海关", "知识产权海关保护"}),
        ("3.13", {"非遗", "非物质文化遗产"}),
        ("4.2", {"专利导航", "专利导航项目"}),
        ("4.6", {"公证", "公证服务"}),
        ("6.11", {"中小学知识产权教育", "试点学校"}),
    ],
)
def test_keywords_of_tasks_are_the_expected_ones(
    task_id: str, expected: set[str], keywords: pd.DataFrame
) -> None:
    assert expected <= top(keywords, "task", task_id, 3)


@pytest.mark.parametrize(
    ("region_id", "expected"),
    [
        ("110000", {"高精尖", "科学城"}),
        ("360000", {"陶瓷"}),
        ("450000", {"东盟"}),
        ("630000", {"盐湖", "化工"}),
    ],
)
def test_keywords_of_regions_are_their_own(
    region_id: str, expected: set[str], keywords: pd.DataFrame
) -> None:
    assert expected <= top(keywords, "region", region_id, 5)


def test_similarity_is_the_cosine_of_keyword_weights(keywords: pd.DataFrame, likeness: pd.DataFrame) -> None:
    regions = keywords[keywords["scope"] == "region"]
    weights = regions.pivot_table(index="scope_id", columns="term", values="tf_idf", fill_value=0)
    alike = weights @ weights.T
    expected = [
        alike.loc[plan[-6:], other[-6:]]
        for plan, other in zip(likeness["plan_id"], likeness["other_id"], strict=True)
    ]
    assert likeness["cosine"].to_numpy() == pytest.approx(expected)


def test_every_pair_of_plans_is_there_both_ways(corpus_built: Path, likeness: pd.DataFrame) -> None:
    plans = len(store.table(corpus_built, "plans"))
    pairs = likeness.set_index(["plan_id", "other_id"])["cosine"]
    turned = likeness.set_index(["other_id", "plan_id"])["cosine"]
    assert len(pairs) == plans * (plans - 1)
    assert pairs.sort_index().tolist() == turned.sort_index().tolist()


def test_the_map_follows_similarity(likeness: pd.DataFrame, plan_map: pd.DataFrame) -> None:
    places = plan_map.set_index("plan_id")[["x", "y"]]
    apart = places.loc[likeness["plan_id"]].to_numpy() - places.loc[likeness["other_id"]].to_numpy()
    distances = np.sqrt(2 - 2 * likeness["cosine"])
    assert np.corrcoef(np.linalg.norm(apart, axis=1), distances)[0, 1] > 0.5


def test_plans_that_repeat_themselves_are_found(corpus_built: Path) -> None:
    found = store.table(corpus_built, "reuse")
    texts = store.measures(corpus_built).set_index("measure_id")["measure_text"]
    whole = found[found["score"] == 1]
    within = whole["region_id"] == whole["other_region_id"]
    assert within.sum() >= 5
    for one, other in zip(whole["measure_id"], whole["other_id"], strict=True):
        assert texts[one] == texts[other]


def test_text_goes_from_plan_to_plan(corpus_built: Path) -> None:
    found = store.table(corpus_built, "reuse")
    across = found[found["region_id"] != found["other_region_id"]]
    assert {("320000", "370000"), ("340000", "430000")} <= set(
        zip(across["region_id"], across["other_region_id"], strict=True)
    )


def test_reuse_is_reported_once_and_of_no_merged_cell(corpus_built: Path) -> None:
    found = store.table(corpus_built, "reuse")
    measures = store.measures(corpus_built)
    merged = set(measures.loc[measures["merged"].str.contains("measure"), "measure_id"])
    pairs = {frozenset(pair) for pair in zip(found["measure_id"], found["other_id"], strict=True)}
    assert len(pairs) == len(found)
    assert not merged & {measure_id for pair in pairs for measure_id in pair}
    assert found["score"].between(0, 1).all()
    assert (found["score"] <= found["share_of_shorter"] + 1e-9).all()


def test_a_bad_list_of_words_stops_the_build_before_anything_is_read(tmp_path: Path) -> None:
    folder = tmp_path / "taxonomy"
    shutil.copytree(SHARED, folder)
    (folder / TERMS_FILE).write_text("[stop]\n", encoding="utf-8")
    with pytest.raises(TaxonomyError, match=TERMS_FILE):
        build(out=tmp_path / "built", taxonomy_folder=folder)
    assert not (tmp_path / "built").exists()
