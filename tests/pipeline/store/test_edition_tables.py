"""The tables of one edition are those of a build of its plans alone."""

from pathlib import Path
from typing import Final

import pandas as pd
import pytest
from hypothesis import Phase, assume, given, settings

from pipeline.build.build import build
from pipeline.schema.codebook import TABLES
from pipeline.schema.errors import SourceError
from pipeline.schema.model import Edition
from pipeline.store import store
from tests.conftest import SmallCorpus
from tests.corpora import CORPORA, Corpus, build_corpus, corpora, corpus_text

PLACED: Final = {
    *("source_sha256", "line", "first_line", "last_line", "offset", "place_zh", "place_en"),
    *("finding_id", "message_zh", "message_en"),
}
"""Columns with the place of a plan in its file, which differs without the other years."""

pytestmark = pytest.mark.property


def of_year(corpus: Corpus, year: int) -> Corpus:
    return tuple(plan for plan in corpus if plan.year == year)


def assert_as_alone(corpus: Corpus, folder: Path) -> None:
    """Compare each year's tables with a build of that year's plans."""
    whole = build_corpus(corpus, folder / "whole")
    for collection, year in store.editions(whole)[["collection", "year"]].itertuples(index=False):
        out = folder / str(year)
        out.mkdir()
        store.write_edition(whole, Edition(collection, year), out)
        alone = build_corpus(of_year(corpus, year), folder / f"alone-{year}")
        for name in [name for name in TABLES if not name.endswith("_changes")]:
            left = [column for column in TABLES[name].column_names if column not in PLACED]
            expected, found = (store.table(tables, name)[left] for tables in (alone, out))
            if name in ("ledger", "findings"):
                # What belongs to no year is shown with each.
                expected, found = (t[t["year"] == year].reset_index(drop=True) for t in (expected, found))
            pd.testing.assert_frame_equal(found, expected, obj=f"{name} of {year}")


def test_each_year_of_a_small_corpus(tmp_path: Path) -> None:
    assert_as_alone(CORPORA["two years of three regions"], tmp_path)


@settings(max_examples=3, phases=(Phase.explicit, Phase.reuse, Phase.generate))
@given(corpus=corpora())
def test_each_year_of_any_corpus(corpus: Corpus, tmp_path_factory: pytest.TempPathFactory) -> None:
    assume(len({plan.year for plan in corpus}) > 1)
    try:
        assert_as_alone(corpus, tmp_path_factory.mktemp("years"))
    except SourceError:
        assume(False)


def test_a_region_without_a_plan_that_year_is_shown_without(
    small_corpus: SmallCorpus, tmp_path: Path
) -> None:
    whole = small_corpus("a year apart")
    out = tmp_path / "2018"
    out.mkdir()
    store.write_edition(whole, Edition("ip-work-plans", 2018), out)
    status = store.table(out, "regions").set_index("region_id")["status"]
    assert (status["110000"], status["320000"]) == ("plan", "no_plan")
    assert store.build_info(out).sources[0].title_zh.endswith("（2018 年）")


def test_a_file_whose_plans_were_left_out_is_among_the_sources_of_each_year(tmp_path: Path) -> None:
    for name, text in (
        ("plans.txt", corpus_text(CORPORA["a year apart"])),
        ("hubei.csv", "湖北省2019年工作要点\n序号,年龄,身高\n1,2,3\n2,3,4\n"),
    ):
        (tmp_path / name).write_text(text, encoding="utf-8")
    whole, out = tmp_path / "whole", tmp_path / "2018"
    build([tmp_path / "plans.txt", tmp_path / "hubei.csv"], whole, keep_going=True)
    out.mkdir()
    store.write_edition(whole, Edition("ip-work-plans", 2018), out)
    sources = {source.file: source.characters for source in store.build_info(out).sources}
    ledger = store.table(out, "ledger").groupby("source_file")["characters"].sum()
    assert sources == ledger.to_dict()
    assert "hubei.csv" in sources
