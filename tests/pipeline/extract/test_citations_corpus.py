"""Citations and campaigns of the shipped corpus, and the documents that its citations come to."""

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from pipeline.build.fact_tables import document_records, settle_titles
from pipeline.extract.documents.names import load_documents
from pipeline.store import store

NAMES = load_documents()


def cited(*rows: tuple[str, str, str]) -> list[dict[str, Any]]:
    """Citations as the extracts give them, by region, maker and title."""
    return [
        {
            "citation_id": f"C{number}",
            "region_id": region_id,
            "maker": maker,
            "title": title,
            "quote": f"《{title}》",
            "kind": "measures",
        }
        for number, (region_id, maker, title) in enumerate(rows)
    ]


def settled(*rows: tuple[str, str, str]) -> list[str]:
    return [row["title"] for row in settle_titles(cited(*rows), NAMES)]


def test_the_most_usual_wording_is_the_title() -> None:
    rows = [
        ("510000", "510000", "四川省专利资助办法"),
        ("510000", "510000", "四川专利资助办法（试行）"),
        ("510000", "510000", "四川省专利资助办法"),
    ]
    assert settled(*rows) == ["四川省专利资助办法"] * 3
    (document,) = document_records(settle_titles(cited(*rows), NAMES))
    assert (document["citations"], document["regions"]) == (3, 1)
    assert document["variants"] == "四川专利资助办法（试行）"


def test_without_a_place_it_is_the_one_that_the_region_itself_cites() -> None:
    titles = settled(
        ("440000", "440000", "广东省专利条例"), ("440000", "", "专利条例"), ("420000", "", "专利条例")
    )
    assert titles == ["广东省专利条例", "广东省专利条例", "专利条例"]


def test_documents_of_two_regions_are_distinct() -> None:
    rows = [("440000", "440000", "广东省专利条例"), ("420000", "420000", "湖北省专利条例")]
    assert settled(*rows) == [title for _, _, title in rows]


def test_years_distinguish_editions_and_no_year_joins_the_only_one() -> None:
    two = [("350000", "350000", f"福建省推进计划（{year}年）") for year in (2017, 2018)]
    undated = ("350000", "350000", "福建省推进计划")
    assert settled(*two, undated) == [title for _, _, title in (*two, undated)]
    assert len(set(settled(two[0], undated))) == 1


@pytest.fixture(scope="module")
def measures(corpus_built: Path) -> pd.Series:
    return store.measures(corpus_built).set_index("measure_id")["measure_text"]


def test_every_bracket_is_a_citation_or_a_medium(corpus_built: Path, measures: pd.Series) -> None:
    citations = store.table(corpus_built, "citations")
    marked = citations["quote"].str.count("《").sum()
    media = "(?<![月通])报》|报•|平台》|重庆知识产权》杂志|国之利器|《说法》"
    assert marked + measures.str.count(media).sum() == measures.str.count("《").sum()


def test_what_several_regions_cite_is_one_document(corpus_built: Path) -> None:
    documents = store.table(corpus_built, "documents").set_index("title")
    assert documents.loc["企业知识产权管理规范", "regions"] == 4
    assert documents.loc["中华人民共和国种子法", "regions"] == 2
    own = documents[documents["maker"].str.fullmatch(r"\d{6}")]
    assert set(own["regions"]) == {1}
    assert documents.index.is_unique


def test_campaigns_are_grouped_across_regions(corpus_built: Path) -> None:
    regions = store.table(corpus_built, "campaigns").groupby("name")["region_id"].nunique()
    assert {name: int(regions[name]) for name in ("剑网", "护航", "雷霆", "龙腾", "互联网+")} == {
        "剑网": 7,
        "护航": 6,
        "雷霆": 6,
        "龙腾": 4,
        "互联网+": 12,
    }
