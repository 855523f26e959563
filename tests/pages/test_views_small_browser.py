"""Views over small corpora in Chromium: what is drawn, and not only what is sent."""

from functools import partial
from typing import Final
from urllib.parse import urlencode

import pytest
from playwright.sync_api import expect

from pages.ui.text import LANGUAGES
from tests.conftest import SmallCorpus
from tests.missing_values import NOT_WRITTEN
from tests.monkey import ERROR_BOXES
from tests.pages.conftest import OpenWindow
from tests.pages.views import PAGES, View
from tests.serving import dashboard_command, serving
from tests.settling import moved, settled

pytestmark = pytest.mark.browser

SAMPLED: Final = ("only local tasks", "two years of three regions")
MORE: Final = (
    View("keywords", (("see", "alike"),)),
    View("keywords", (("see", "use"), ("term", "专利"))),
    View("keywords", (("see", "named"), ("what", "citations"))),
    View("targets", (("see", "region"),)),
    View("targets", (("see", "plans"),)),
    View("departments", (("duty", "body"),)),
    View("departments", (("duty", "task"),)),
    View("gaps", (("view", "task"),)),
    View("gaps", (("view", "query"),)),
    View("search", (("q", "专利"),)),
)


@pytest.mark.parametrize("name", SAMPLED)
def test_views_hold_in_a_browser(open_window: OpenWindow, small_corpus: SmallCorpus, name: str) -> None:
    page = open_window()
    faults = []
    with serving(partial(dashboard_command, built=small_corpus(name))) as url:
        page.goto(url)
        settled(page)
        # Each page over all corpora, its further views over one of them.
        views = (*map(View, PAGES), *MORE[SAMPLED.index(name) :: len(SAMPLED)])
        for number, view in enumerate(views, SAMPLED.index(name)):
            address = {"overview": ""}.get(view.page, view.page)
            query = urlencode([("lang", LANGUAGES[number % 2]), *view.choices])
            main = moved(page, f"{address}?{query}").locator('[data-testid="stMain"]')
            expect(main).not_to_be_empty()
            faults += [f"{view}: {text}" for text in page.locator(ERROR_BOXES).all_inner_texts()]
            faults += [f"{view}: {found[0]}" for found in NOT_WRITTEN.finditer(main.inner_text())]
    assert faults == []
