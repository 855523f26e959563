"""Exported files state the conditions that select their rows: every menu of every view."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest

from pages.ui.text import LANGUAGES
from pipeline.export.public_address import VARIABLE
from pipeline.search import search
from tests.pages.charts.exported_files import Offer, offers
from tests.pages.views import PAGES, VIEW_NAMES

STALE: Final = {
    "task": "6.3", "depth": "generic", "area": "3", "macro": "east", "group": "yangtze-delta",
    "region": "320000",
}  # fmt: skip
"""Choices of other views: in the URL, but conditions only where a view reads them."""

OTHERS: Final[dict[str, tuple[str, ...]]] = {
    name: tuple(values.split())
    for name, values in {
        "macro": "central", "group": "jing-jin-ji", "region": "110000", "area": "4", "task": "1.2",
        "depth": "specific",
        "for_region": "330000", "compare": "similar", "others": "110000", "for_task": "3.4",
        "all_of": "3.4", "any_of": "3.4", "none_of": "6.3", "least": "specific generic",
        "only": "everyone", "indicator": "patent-databases", "of": "330000", "quantities": "targets all",
        "of_area": "3", "term": "培训", "count": "letters word", "like": "330000",
        "among": "across within", "what": "campaigns citations", "sort_of": "policy",
        "parts": "whole own", "collective": "all without", "level": "city", "across": "area task",
        "count_of": "measures regions", "top": "20 40", "of_region": "330000", "of_task": "3.4",
        "body": "industry-commerce", "q": "专利", "severity": "doubt", "kind": "measure_blank",
    }.items()
}  # fmt: skip
"""Other values of each choice, at least one of which selects other rows."""

VIEWS: Final[tuple[tuple[str, dict[str, Any]], ...]] = (
    ("gaps", {"view": "region", "area": "3"}),
    ("gaps", {"view": "region", "for_region": "340000", "compare": "chosen", "others": "320000"}),
    ("gaps", {"view": "region", "for_region": "340000", "kind": "generic", "area": ["1", "6"]}),
    ("gaps", {"view": "task"}),
    ("gaps", {"view": "task", "for_task": "1.4"}),
    ("gaps", {"view": "query", "all_of": "6.3"}),
    ("gaps", {"view": "query", "any_of": ["4.6", "4.7"], "none_of": "3.4", "least": "generic", "group": []}),
    ("coverage", {"depth": ["specific", "absent"], "region": []}),
    ("overview", {}),
    ("compare", {"region": ["320000", "330000", "370000"], "only": "differ", "task": [], "area": "1"}),
    (
        "targets",
        {
            "see": "indicator",
            "indicator": "patents-per-10000",
            "area": [],
            "region": [],
            "macro": [],
            "group": [],
        },
    ),
    ("targets", {"see": "region", "of": "320000", "quantities": "all", "area": []}),
    ("targets", {"see": "plans", "quantities": "all", "area": "4"}),
    ("keywords", {"see": "distinct", "of": "area", "of_area": "2"}),
    ("keywords", {"see": "use", "term": "专利", "count": "word", "task": [], "region": []}),
    ("keywords", {"see": "lines", "term": "专利", "count": "word", "task": [], "region": []}),
    ("keywords", {"see": "alike"}),
    ("keywords", {"see": "alike", "like": "320000"}),
    ("keywords", {"see": "reuse", "among": "within", "area": [], "macro": [], "group": [], "region": []}),
    ("keywords", {"see": "named", "what": "citations", "sort_of": "law", "region": [], "area": []}),
    ("departments", {"duty": "matrix", "parts": "own", "across": "task", "region": [], "area": []}),
    ("departments", {"duty": "matrix", "count_of": "regions", "top": "40", "region": [], "area": []}),
    ("departments", {"duty": "region", "of_region": "320000", "parts": "own", "area": []}),
    ("departments", {"duty": "task", "of_task": "1.4", "parts": "own", "macro": [], "group": []}),
    ("departments", {"duty": "task", "parts": "own", "group": []}),
    ("departments", {"duty": "body", "body": "ip-office", "region": [], "area": [], "group": []}),
    ("local", {"region": []}),
    ("search", {"q": "商标", "region": []}),
    ("methods", {"section": "ledger"}),
    ("methods", {"section": "findings", "region": [], "kind": "measure_open"}),
)

COINCIDENCES: Final = {
    "keywords-reuse": {"area", "macro", "group", "region"},
    "keywords-reuse-within": {"area", "macro", "group", "region"},
    "targets-patents-per-10000": {"quantities"},
    "departments-task-1.4": {"parts"},
    "departments-task-1.4-picture": {"parts"},
    "departments-region-320000-picture": {"collective"},
    "departments-region-320000-duties": {"collective", "parts"},
}
"""Conditions without effect on the few rows of this corpus."""


ELSEWHERE: Final = {"change", "region", "task", "import"}
"""Pages whose files have their own tests: they need two years or an upload, or offer documents."""


def test_every_page_with_files_is_tested() -> None:
    assert {page for page, _ in VIEWS} | ELSEWHERE == set(PAGES), "VIEWS has no line for a page"


def without_empty(address: dict[str, Any]) -> dict[str, Any]:
    return {name: codes for name, codes in address.items() if codes}


def changed(one: Offer, other: Offer | None) -> bool:
    """Whether a file holds other rows; where the menu is gone, it has none."""
    return other is None or (one.header, one.rows) != (other.header, other.rows)


def names_of(offered: dict[str, Offer]) -> Iterator[tuple[str, Offer]]:
    for name, offer in offered.items():
        yield name.removeprefix("plan-atlas-"), offer


HEADINGS: Final = "pages/ui/headings.csv says what a heading means, in both languages"


def unexplained(offered: dict[str, Offer]) -> set[tuple[str, str]]:
    """The files and their columns of which the codebook says no more than their heading."""
    return {
        (name, column["name"])
        for name, offer in offered.items()
        for column in offer.columns
        for meaning in column["dc:description"]
        if meaning["@value"].strip() in ("", column["name"])
    }


@pytest.mark.parametrize(("page", "own"), VIEWS, ids=lambda value: str(value).replace("'", ""))
def test_an_english_file_explains_its_columns_and_states_its_conditions(
    corpus: Path, monkeypatch: pytest.MonkeyPatch, page: str, own: dict[str, Any]
) -> None:
    asked = without_empty({**STALE, **own, "lang": "en"})
    here = dict(names_of(offers(monkeypatch, corpus, page, asked)))
    assert here
    assert unexplained(here) == set(), HEADINGS
    deciding: dict[str, set[str]] = {name: set() for name in here}
    views = {*VIEW_NAMES, "lang"} | ({"of"} if "of_area" in asked else set())
    told = {choice for offer in here.values() for choice in offer.filters} - views

    def change(choices: dict[str, str | None]) -> None:
        address = without_empty({**asked, **choices})
        there = dict(names_of(offers(monkeypatch, corpus, page, address)))
        for name, offer in here.items():
            if changed(offer, there.get(name)):
                deciding[name].update(choices)

    # What is told is changed until all that tell it are other; what is not told may as well not be there.
    change(dict.fromkeys({*asked} - told - views))
    for choice in sorted(told):
        for value in (*OTHERS[choice], *([None] if choice in asked else [])):
            change({choice: value})
            if all(choice in deciding[name] for name, offer in here.items() if choice in offer.filters):
                break
    told_by = {name: set(offer.filters) for name, offer in here.items()}
    assert {name: deciding[name] - told_by[name] for name in here if deciding[name] - told_by[name]} == {}
    assert {
        name: lies
        for name in here
        if (lies := told_by[name] - deciding[name] - COINCIDENCES.get(name, set()))
    } == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_combination_of_conditions_states_its_rule(
    corpus: Path, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    asked = {**STALE, "macro": "", "group": "", "view": "query", "any_of": ["6.3", "6.7"], "none_of": "3.4"}
    offer = offers(monkeypatch, corpus, "gaps", without_empty({**asked, "lang": language}))
    told = offer["plan-atlas-gaps-query"].told
    assert (
        told
        == {
            "zh": {
                "至少覆盖一项": "6.3 财政资金引导、6.7 海外资格证书",
                "一项也不覆盖": "3.4 专利无偿许可",
                "怎样算覆盖": "具体及以上",
            },
            "en": {
                "Covers any of": "6.3 Public funding, 6.7 Overseas qualifications",
                "Covers none of": "3.4 Free patent licensing",
                "What counts as covered": "specific or deeper",
            },
        }[language]
    )
    assert "region" not in offer["plan-atlas-gaps-query"].link


@pytest.mark.parametrize(("page", "own"), VIEWS, ids=lambda value: str(value).replace("'", ""))
def test_the_codebook_of_a_chinese_file_explains_every_column(
    corpus: Path, monkeypatch: pytest.MonkeyPatch, page: str, own: dict[str, Any]
) -> None:
    offered = offers(monkeypatch, corpus, page, without_empty({**STALE, **own, "lang": "zh"}))
    assert unexplained(offered) == set(), HEADINGS


def test_the_file_of_a_search_has_every_hit_and_links_that_begin_with_the_page(
    corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = {"q": "商标", "lang": "en", "all_of": "3.4"}
    offer = offers(monkeypatch, corpus, "search", asked)["plan-atlas-search"]
    assert offer.link == "/search?lang=en&q=%E5%95%86%E6%A0%87"
    assert "localhost" not in offer.cite
    rows = [dict(zip(offer.header, row, strict=True)) for row in offer.rows]
    assert [row["measure_id"] for row in rows] == search(corpus, "商标").hits["measure_id"].tolist()
    assert all(row["link"].startswith("/search?lang=en&q=") for row in rows)


PUBLIC: Final = "https://atlas.example.org/plans"


def test_links_begin_with_the_public_address(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, PUBLIC)
    offer = offers(monkeypatch, corpus, "search", {"q": "商标", "lang": "en"})["plan-atlas-search"]
    assert offer.link == f"{PUBLIC}/search?lang=en&q=%E5%95%86%E6%A0%87"
    assert offer.cite.endswith(offer.link)
    links = [dict(zip(offer.header, row, strict=True))["link"] for row in offer.rows]
    assert links
    assert all(link.startswith(f"{PUBLIC}/search?") for link in links)
