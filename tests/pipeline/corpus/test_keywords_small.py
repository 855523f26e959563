"""Keywords of very small corpora: values are finite, and rare words are not distinctive."""

from collections import Counter
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd
import pytest
from hypothesis import Phase, assume, given, settings
from hypothesis import strategies as st

from pipeline.build.build import build
from pipeline.corpus.corpus import LEAST_USES, log_odds
from pipeline.schema.errors import SourceError
from pipeline.store import store
from tests.conftest import SmallCorpus
from tests.corpora import HEADER, TASKS, Corpus, Plan, Row, build_corpus, corpora

WORDS = "专利导航。"
TWICE = "开展专利导航，推进专利导航。"
ONE_WORD: dict[str, Corpus] = {
    "one plan of one word": (Plan("江苏省", (Row(TASKS[3], WORDS),)),),
    "a word that is all there is, in two plans": tuple(
        Plan(region, (Row(TASKS[3], TWICE),)) for region in ("江苏省", "浙江省")
    ),
    "two plans with a word each": (
        Plan("江苏省", (Row(TASKS[3], TWICE),)),
        Plan("浙江省", (Row(TASKS[3], "地理标志。"),)),
    ),
    "a plan without words beside one": (
        Plan("江苏省", (Row(TASKS[3], "无"),)),
        Plan("浙江省", (Row(TASKS[3], TWICE),)),
    ),
    "a word used twice beside a long plan": (
        Plan("江苏省", (Row(TASKS[3], TWICE),)),
        Plan("浙江省", tuple(Row(task, "培育地理标志，举办培训班，建设公共服务平台。") for task in TASKS)),
    ),
}


REALS = ("per_1000", "share_of_regions", "keyness", "keyness_low", "keyness_high", "z", "tf_idf")


EDGES: Final = ("all none", "Hong Kong alone", "two years of three regions")


@pytest.mark.parametrize("name", [*ONE_WORD, *EDGES])
def test_no_value_is_missing_however_few_the_words(
    name: str, small_corpus: SmallCorpus, tmp_path: Path
) -> None:
    built = build_corpus(ONE_WORD[name], tmp_path) if name in ONE_WORD else small_corpus(name)
    assert_statements_hold(built)


@settings(max_examples=3, phases=(Phase.explicit, Phase.reuse, Phase.generate))
@given(corpora())
def test_keyword_tables_match_the_codebook_in_any_corpus(
    tmp_path_factory: pytest.TempPathFactory, plans: Corpus
) -> None:
    try:
        built = build_corpus(plans, tmp_path_factory.mktemp("small"))
    except SourceError:  # what the reader refuses has no words
        assume(False)
    assert_statements_hold(built)


def test_keyword_tables_match_the_codebook_in_the_shipped_corpus(corpus_built: Path) -> None:
    found = assert_statements_hold(corpus_built)
    assert found["distinctive"].any()
    rare = (found["keyness_low"] > 0) & (found["count"] < LEAST_USES)
    assert rare.any(), "the interval alone would let words through that are used twice"


def assert_statements_hold(built: Path) -> pd.DataFrame:
    """Distinctive terms are used three times, with an interval above 0; no count exceeds the total."""
    found = store.table(built, "keywords")
    assert np.isfinite(found[list(REALS)].to_numpy()).all()
    assert (found["distinctive"] == (found["count"] >= 3) & (found["keyness_low"] > 0)).all()
    terms = store.table(built, "terms")
    uses = Counter(terms["term"])
    assert all(count <= uses[term] for count, term in zip(found["count"], found["term"], strict=True))
    return found


def test_a_cell_of_two_rows_counts_once_in_a_task(tmp_path: Path) -> None:
    task = TASKS[3]
    source = tmp_path / "plans.txt"
    # The second row's task stands on the line on which the first row's departments end: they reach down.
    cells = ("江苏省2018年工作要点", HEADER, f"{task} ", f"{TWICE} ", f"知识产权局 {task}")
    source.write_text("\n\n".join(cells) + "\n", encoding="utf-8")
    build([source], tmp_path / "built")
    assert store.measures(tmp_path / "built")["merged"].tolist() == ["", "measure;departments"]
    found = assert_statements_hold(tmp_path / "built")
    assert found["count"].tolist() == [2, 2, 2]


@given(st.lists(st.lists(st.integers(0, 4), min_size=3, max_size=3), min_size=1, max_size=4))
def test_keyness_is_finite_for_any_counts(table: list[list[int]]) -> None:
    counts = np.array(table, dtype=np.int64)
    text, term = np.nonzero(counts)
    if not len(text):
        return
    here, corpus = counts[text, term], counts.sum(axis=0)[term]
    found = log_odds(here, corpus, counts.sum(axis=1)[text], int(counts.sum()))
    assert np.isfinite([found.keyness, found.error, found.z, found.keyness_low, found.keyness_high]).all()
    assert not found.distinctive[here < LEAST_USES].any()
