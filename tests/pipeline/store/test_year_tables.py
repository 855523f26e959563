"""The tables of one year are those that its plans alone would have had."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pandas as pd
import pytest
from hypothesis import Phase, assume, given, settings

from pipeline.schema.codebook import TABLES
from pipeline.schema.errors import SourceError
from pipeline.store import store
from tests.corpora import CORPORA, Corpus, Plan, Row, build_corpus, corpora

PLACED: Final = {"source_sha256", "line", "first_line", "last_line", "offset", "place_zh", "place_en"}
"""Where a plan stands in its file, which is another one without the other years."""

TOGETHER: Final = {"group_id", "group_name", "score", "shared_words"}
"""What makes an idea the same as another is learnt from all plans, of whatever year."""

pytestmark = pytest.mark.property


def of_year(corpus: Corpus, year: int) -> Corpus:
    return tuple(plan for plan in corpus if plan.year == year)


def assert_as_alone(corpus: Corpus, folder: Path) -> None:
    """Each year's tables are those of a build of that year's plans.

    A region that has a plan in another year was in the scope of the source, so it is one without a plan.
    """
    whole = build_corpus(corpus, folder / "whole")
    for year in store.years(whole):
        out = folder / str(year)
        out.mkdir()
        store.write_year(whole, year, out)
        alone = build_corpus(of_year(corpus, year), folder / f"alone-{year}")
        for name in TABLES.keys() - {"findings", "local_tasks"}:
            left = [column for column in TABLES[name].column_names if column not in PLACED]
            expected, found = (store.table(tables, name)[left] for tables in (alone, out))
            if name == "ledger":
                # A plan that was left out is in no year.
                expected, found = (t[t["fate"] != "unread"].reset_index(drop=True) for t in (expected, found))
            if name == "regions":
                expected = expected.assign(
                    status=expected["status"].mask(found["status"] == "no_plan", "no_plan")
                )
            pd.testing.assert_frame_equal(found, expected, obj=f"{name} of {year}")


def test_each_year_of_a_small_corpus(tmp_path: Path) -> None:
    assert_as_alone(CORPORA["two years of three regions"], tmp_path)


@settings(max_examples=8, phases=(Phase.explicit, Phase.reuse, Phase.generate))
@given(corpus=corpora())
def test_each_year_of_any_corpus(corpus: Corpus, tmp_path_factory: pytest.TempPathFactory) -> None:
    assume(len({plan.year for plan in corpus}) > 1)
    try:
        assert_as_alone(corpus, tmp_path_factory.mktemp("years"))
    except SourceError:
        assume(False)


def test_an_idea_that_is_alone_in_its_year_shares_nothing(tmp_path: Path) -> None:
    row = Row("开展宠物登记", "建立宠物登记制度，发放宠物登记证，登记犬只。")
    corpus = tuple(Plan(region, (row,), year) for year, region in ((2018, "江苏省"), (2019, "浙江省")))
    whole = build_corpus(corpus, tmp_path)
    assert store.table(whole, "local_tasks")["group_regions"].tolist() == [2, 2]
    out = tmp_path / "2018"
    out.mkdir()
    store.write_year(whole, 2018, out)
    [idea] = store.table(out, "local_tasks").to_dict("records")
    assert (idea["group_regions"], idea["score"], idea["shared_words"]) == (1, 0, "")


def test_a_region_without_a_plan_that_year_is_shown_without(tmp_path: Path) -> None:
    whole = build_corpus(CORPORA["a year apart"], tmp_path)
    out = tmp_path / "2018"
    out.mkdir()
    store.write_year(whole, 2018, out)
    status = store.regions(out).set_index("region_id")["status"]
    assert (status["110000"], status["320000"]) == ("plan", "no_plan")
    assert store.build_info(out).sources[0].title_zh.endswith("（2018 年）")
