"""Views over small corpora in Chromium, in both languages: what is drawn, and not only what is sent."""

from __future__ import annotations

import random
from collections.abc import Iterator
from functools import partial
from typing import Final
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Browser, expect

from pages.ui.text import LANGUAGES
from tests.conftest import SmallCorpus
from tests.missing_values import NOT_WRITTEN
from tests.monkey import ERROR_BOXES
from tests.pages.conftest import Contexts
from tests.pages.views import PAGES, View
from tests.serving import dashboard_command, serving
from tests.settling import settled

# One dashboard for each corpus is enough.
pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("small corpora")]

SAMPLED: Final = ("one plan of one row", "only local tasks", "no departments", "two years of three regions")
VIEWS: Final = (
    *map(View, PAGES),
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


@pytest.fixture(scope="session", params=SAMPLED)
def small_dashboard(
    request: pytest.FixtureRequest, browser: Browser, small_corpus: SmallCorpus
) -> Iterator[tuple[str, str]]:
    """The name of a corpus, and the address of a dashboard over it."""
    with serving(partial(dashboard_command, built=small_corpus(request.param))) as url:
        yield request.param, url


@pytest.mark.parametrize("language", LANGUAGES)
def test_views_hold_in_a_browser(contexts: Contexts, small_dashboard: tuple[str, str], language: str) -> None:
    name, url = small_dashboard
    chance = random.Random(f"{name} {language}")
    page = contexts().new_page()
    faults = []
    for view in chance.sample(VIEWS, 9):
        address = {"overview": "home"}.get(view.page, view.page)
        page.goto(f"{url}/{address}?{urlencode([('lang', language), *view.choices])}")
        settled(page)
        main = page.locator('[data-testid="stMain"]')
        expect(main).not_to_be_empty()
        faults += [f"{view}: {text}" for text in page.locator(ERROR_BOXES).all_inner_texts()]
        faults += [f"{view}: {found[0]}" for found in NOT_WRITTEN.finditer(main.inner_text())]
    page.close()
    assert faults == []
