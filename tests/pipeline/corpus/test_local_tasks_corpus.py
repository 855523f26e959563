"""Local tasks of the shipped corpus, compared with those classified and grouped by hand."""

from itertools import combinations
from pathlib import Path

import pandas as pd
import pytest

from pipeline.corpus.local_tasks import ALIKE, NEAR
from pipeline.corpus.term_weights import Answer, build_vocabulary, find_words, learn_weights
from pipeline.corpus.texts import unit_vectors
from pipeline.extract.keywords import load_lexicon
from pipeline.store import store

BY_HAND = (
    {"610000-006", "510000-007", "510000-037"},
    {"660000-005", "650000-004"},
    {"410000-018", "620000-007"},
    {"510000-045", "110000-036", "530000-020"},
    {"430000-019", "330000-018"},
    {"440000-068", "440000-085"},
    {"510000-050", "660000-023", "330000-050"},
    {"440000-077", "510000-063"},
)
"""The groups found by hand before any rule; the others are single."""

NEAR_BY_HAND = {
    "110000-047": "3.9",
    "430000-007": "1.1",
    "440000-012": "1.6",
    "510000-045": "2.2",
    "650000-004": "1.5",
}
"""The hints given; read beforehand, 1.1 and 1.5 were sure, and the other three arguable.

Of 18 local tasks that were read as surely near to a standard one, the other 16 are told nothing."""


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
    assert len(tasks) == store.table(corpus_built, "plans")["local_tasks"].sum()


def test_open_rows_are_distinguished_from_tasks(corpus_built: Path, tasks: pd.DataFrame) -> None:
    cells = store.measures(corpus_built, measure_ids=tasks["measure_id"].tolist()).set_index("measure_id")
    message = tasks["measure_id"].map(cells["task_text"])
    assert set(message[tasks["kind"] == "other"]) == {
        "其他：未列入但地方开展的创新性工作",
        "未列入但地方开展的创新性工作",
    }
    named = message[tasks["kind"] == "local"]
    assert not named.str.contains("未列入").any()
    assert tasks.loc[tasks["short"] == "610000-006", "name"].item() == "推进知识产权军民融合发展"
    assert tasks["name"].str.len().gt(0).all()


def test_no_group_is_wrong_and_most_that_were_seen_are_found(tasks: pd.DataFrame) -> None:
    found = pairs([set(group["short"]) for _, group in tasks.groupby("group_id")])
    seen = pairs([set(group) for group in BY_HAND])
    assert found <= seen
    assert len(found) >= 8


def test_all_members_of_a_group_have_the_same_group_columns(tasks: pd.DataFrame) -> None:
    for _, group in tasks.groupby("group_id"):
        assert group["group_name"].nunique() == 1
        assert group["group_name"].iloc[0] in set(group["name"])
        assert set(group["group_regions"]) == {group["region_id"].nunique()}
        assert (group["score"] > 0).all() == (len(group) > 1)


def test_a_group_shows_words_that_all_but_few_of_its_texts_hold(tasks: pd.DataFrame) -> None:
    together = tasks[tasks["score"] > 0]
    assert together["shared_words"].ne("").all()
    assert tasks.loc[tasks["score"] == 0, "shared_words"].eq("").all()


def test_a_standard_task_is_reported_where_one_is_near_and_only_there(tasks: pd.DataFrame) -> None:
    reported = tasks[tasks["nearest_task_id"] != ""].set_index("short")
    assert reported["nearest_task_id"].to_dict() == NEAR_BY_HAND
    assert reported["nearest_score"].between(NEAR, 1).all()
    assert reported["nearest_words"].ne("").all()
    silent = tasks[tasks["nearest_task_id"] == ""]
    assert silent["nearest_score"].eq(0).all()
    assert silent["nearest_words"].eq("").all()


@pytest.fixture(scope="module")
def answers(corpus_built: Path) -> list[Answer]:
    message = store.measures(corpus_built)
    one = message[
        message["task_id"].ne("")
        & ~message["task_id"].str.contains(";")
        & ~message["level"].isin(["blank", "none"])
        & ~message["merged"].str.contains("measure")
    ]
    terms = store.table(corpus_built, "terms")["term"].unique()
    vocabulary = build_vocabulary(terms, load_lexicon())
    columns = (one["region_id"], one["task_id"], one["measure_text"])
    return [
        Answer(region, task, find_words(text, vocabulary))
        for region, task, text in zip(*columns, strict=True)
    ]


def test_measures_of_different_tasks_are_seldom_as_much_alike_as_one_idea(answers: list[Answer]) -> None:
    """Weights learnt from half of the tasks are tested on the other half, both ways."""
    tasks = sorted({answer.task_id for answer in answers})
    wrong: list[bool] = []
    right: list[bool] = []
    for half in (tasks[::2], tasks[1::2]):
        unseen = [answer for answer in answers if answer.task_id in half]
        weights = learn_weights(
            [answer for answer in answers if answer.task_id not in half], [answer.words for answer in unseen]
        )
        vectors = unit_vectors([answer.words for answer in unseen], weights).values
        alike = (vectors @ vectors.T).toarray()
        for one, two in combinations(range(len(unseen)), 2):
            if unseen[one].region_id != unseen[two].region_id:
                same = unseen[one].task_id == unseen[two].task_id
                (right if same else wrong).append(bool(alike[one, two] >= ALIKE))
    assert sum(wrong) / len(wrong) < 0.0015
    assert sum(right) / len(right) > 0.1
