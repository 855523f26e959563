"""With plans of several years, files and links state their year."""

import re
from html import unescape
from pathlib import Path
from typing import Final
from urllib.parse import parse_qs, urlsplit

import pytest

from pages.reports.report import report_context
from pages.ui.links import page_address
from pages.ui.text import LANGUAGES
from pipeline.schema.manifest import find_differences
from pipeline.schema.model import Edition
from pipeline.store import store
from tests.conftest import SmallCorpus
from tests.pages.charts.exported_files import offers
from tests.pages.views import View, open_view

EARLIER: Final = "2018"
"""The year that is not the default."""

LINK: Final = re.compile(r'href=\\?"([^"#\\]*\?[^"\\]*)')
"""A link to a view, in HTML or in HTML within JSON."""


@pytest.fixture(scope="session")
def two_years(small_corpus: SmallCorpus) -> Path:
    return small_corpus("two years of three regions")


@pytest.mark.page
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "page", ["overview", "coverage", "gaps", "compare", "departments", "local", "methods"]
)
def test_every_file_states_its_year(
    two_years: Path, monkeypatch: pytest.MonkeyPatch, page: str, language: str
) -> None:
    offered = offers(monkeypatch, two_years, page, {"year": EARLIER, "lang": language})
    assert offered
    for offer in offered.values():
        assert offer.filters["year"] == [EARLIER]
        assert offer.told[{"zh": "年份", "en": "Year"}[language]] == EARLIER
        assert parse_qs(urlsplit(offer.link).query)["year"] == [EARLIER]


VIEWS_WITH_LINKS: Final = (
    View("gaps", (("view", "query"), ("all_of", "1.2"))),
    View("compare"),
    View("region"),
    View("task"),
    View("search", (("q", "知识产权"),)),
)


@pytest.mark.page
@pytest.mark.parametrize("view", VIEWS_WITH_LINKS, ids=str)
def test_links_to_other_pages_keep_the_year(
    two_years: Path, monkeypatch: pytest.MonkeyPatch, view: View
) -> None:
    monkeypatch.setenv("PLAN_ATLAS_BUILT", str(two_years))
    opened = open_view(View(view.page, (*view.choices, ("year", EARLIER))))
    assert opened.faults == []
    links = [unescape(link) for text in opened.texts for link in LINK.findall(text)]
    assert links
    assert [link for link in links if parse_qs(urlsplit(link).query).get("year") != [EARLIER]] == []


def test_the_tables_of_a_year_are_complete_and_reports_keep_the_year(two_years: Path, tmp_path: Path) -> None:
    store.write_edition(two_years, Edition("ip-work-plans", int(EARLIER)), tmp_path)
    assert find_differences(tmp_path) == []
    assert store.build_info(two_years).edition == {}
    with report_context(tmp_path, "en"):
        assert page_address("region", region="110000").endswith(f"&year={EARLIER}")
    with report_context(two_years, "en"):
        assert "year" not in page_address("region", region="110000")
