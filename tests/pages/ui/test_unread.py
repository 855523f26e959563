"""Every page distinguishes a region with an unreadable document from one without a plan."""

from pathlib import Path
from typing import Final

import pytest

from pipeline.build.build import build
from pipeline.store import store
from tests.corpora import CORPORA, HEADER, corpus_text
from tests.pages.elements import bare, html_of, table
from tests.pages.scripts import open_page
from tests.pages.views import View, open_view

pytestmark = pytest.mark.page

VIEWS: Final = (
    View("overview"),
    View("gaps", (("view", "task"), ("for_task", "1.1"))),
    View("gaps", (("for_region", "510000"),)),
    View("region", (("region", "510000"),)),
    View("task", (("task", "1.1"),)),
)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("unread")
    text = corpus_text(CORPORA["two years of three regions"][:2])
    (folder / "plans.txt").write_text(f"{text}\n四川省 2018年工作要点\n\n{HEADER}\n", encoding="utf-8")
    build([folder / "plans.txt"], folder / "built")
    return folder / "built"


def test_the_regions_say_so(built: Path) -> None:
    status = store.table(built, "regions").set_index("region_id")["status"]
    assert (status["110000"], status["510000"], status["540000"]) == ("plan", "unread", "no_plan")
    assert "510000" not in set(store.findings(built, kinds=["plan_absent"])["region_id"])


@pytest.mark.parametrize("view", VIEWS, ids=str)
@pytest.mark.parametrize(("language", "words"), [("zh", "未能读取"), ("en", "not readable")])
def test_pages_say_so(
    built: Path, monkeypatch: pytest.MonkeyPatch, view: View, language: str, words: str
) -> None:
    monkeypatch.setenv("PLAN_ATLAS_BUILT", str(built))
    opened = open_view(view, language)
    assert opened.faults == []
    assert any(words in text for text in opened.texts)


def test_gaps_lists_it_apart_from_regions_without_a_plan(
    built: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PLAN_ATLAS_BUILT", str(built))
    page = open_page("gaps", {"lang": "en", "view": "task", "for_task": "1.1"})
    listed = table(page)
    depths = dict(zip(listed.iloc[:, 0], listed.iloc[:, 1], strict=True))
    assert (depths["Sichuan"], depths["Tibet"]) == ("document not readable", "no plan found")
    groups = bare(html_of(page).replace("<section", "\n<section")).splitlines()
    assert "Document not readableSichuan" in groups
