"""Every view of every page holds over small corpora, whatever these lack: no failure, and no nonsense."""

import random
from itertools import product
from pathlib import Path
from typing import Final

import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from pipeline.schema.codebook import TABLES
from pipeline.schema.errors import SourceError
from pipeline.store import store
from tests.conftest import SmallCorpus
from tests.corpora import CORPORA, Corpus, build_corpus, corpora
from tests.pages.views import PAGES, View, explored, open_view

OPEN_ENDED: Final = {
    *(("targets", name) for name in ("value_min", "value_max")),
    *(("target_changes", name) for name in ("value_before", "value")),
}
"""The numbers that may be missing: the codebook says when."""


def faults_over(built: Path, page: str, chance: random.Random, *, more: int) -> list[str]:
    """What is wrong with a page, its tabs and some views more over built tables, each led by its address."""
    telling = {*store.table(built, "plans")["region_id"], *store.measures(built)["task_id"]}
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("PLAN_ATLAS_BUILT", str(built))
        return [
            f"{view} ({language}): {fault}"
            for view, language, opened in explored(page, chance, more=more, telling=telling)
            for fault in opened.faults
        ]


def has_page(built: Path, page: str) -> bool:
    """Whether the dashboard has a page over built tables; where it has not, the first page stands in."""
    return page != "change" or bool(store.editions(built).duplicated("collection").any())


SEVERAL_YEARS: Final = [name for name, plans in CORPORA.items() if len({plan.year for plan in plans}) > 1]


@pytest.mark.parametrize(
    ("name", "page"),
    [pair for pair in product(CORPORA, PAGES) if "change" not in pair or pair[0] in SEVERAL_YEARS],
)
def test_every_view_holds_over(name: str, page: str, small_corpus: SmallCorpus) -> None:
    assert faults_over(small_corpus(name), page, random.Random(f"{name} {page}"), more=1) == []


# Nothing is shrunk: a build and some pages for each try would take minutes.
@settings(
    max_examples=2,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=list(HealthCheck),
)
@given(corpus=corpora(), seed=st.integers(0, 2**16))
def test_every_page_holds_over_any_small_corpus(
    corpus: Corpus, seed: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    try:
        built = build_corpus(corpus, tmp_path_factory.mktemp("drawn"))
    except SourceError:  # what the reader refuses is nobody's page
        return
    chance = random.Random(seed)
    pages = [page for page in PAGES if has_page(built, page)]
    assert [fault for page in pages for fault in faults_over(built, page, chance, more=1)] == []


@pytest.mark.parametrize("name", CORPORA)
def test_every_number_of_the_tables_is_finite(name: str, small_corpus: SmallCorpus) -> None:
    for table in TABLES.values():
        rows = pq.read_table(small_corpus(name) / f"{table.name}.parquet")
        for column in table.columns:
            values = rows[column.name]
            if (table.name, column.name) in OPEN_ENDED:
                values = values.drop_null()
            assert values.null_count == 0, (table.name, column.name)
            if column.dtype == "float64" and len(values):
                assert pc.all(pc.is_finite(values)).as_py(), (table.name, column.name)


def test_coverage_shows_one_year_and_says_which(
    small_corpus: SmallCorpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PLAN_ATLAS_BUILT", str(small_corpus("a year apart")))
    told = {}
    for year in ("2019", "2018"):
        app = open_view(View("coverage", (("year", year),)), "en").app
        told[year] = app.caption[0].value, app.markdown[0].value
    assert (
        told["2019"][0]
        == "This page shows the plans of 2019 only; those of 2018 can be chosen in the filters."
    )
    assert "114" in told["2019"][1]
    assert "57" in told["2018"][1]


def test_without_a_choice_the_last_year_is_shown(
    small_corpus: SmallCorpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PLAN_ATLAS_BUILT", str(small_corpus("three years of one region")))
    app = open_view(View("overview"), "zh").app
    assert app.query_params["year"] == "2019"
    assert app.caption[0].value == "本页只显示 2019 年的工作要点；另有 2018、2017 年，可在筛选中切换。"


def test_methods_is_of_the_year_that_is_shown(
    small_corpus: SmallCorpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PLAN_ATLAS_BUILT", str(small_corpus("a year apart")))
    opened = open_view(View("methods", (("year", "2018"),)), "zh")
    assert opened.faults == []
    assert any("1 份" in text for text in opened.texts)
    assert not any("2 份" in text for text in opened.texts)


def test_a_year_that_there_is_not_is_named(
    small_corpus: SmallCorpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PLAN_ATLAS_BUILT", str(small_corpus("Hong Kong alone")))
    app = open_view(View("overview", (("year", "2031"), ("collection", "others"))), "en").app
    assert "year=2031" in app.warning[0].value
    assert "collection=others" in app.warning[0].value
    app = open_view(View("overview", (("year", "2018"),)), "en").app
    assert not app.warning
