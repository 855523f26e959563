"""The deck in Chromium: it survives a reload, and its slides can be turned."""

import pytest
from playwright.sync_api import expect

from tests.pages.charts.saving import open_menu
from tests.pages.conftest import Windows
from tests.settling import settled

pytestmark = pytest.mark.browser


def test_a_deck_survives_a_reload_and_its_slides_can_be_turned(windows: Windows) -> None:
    page = windows("?lang=en", ".plot .main-svg")
    deck = page.locator(".st-key-deck")
    for name in ("map", "areas", "least-covered"):
        open_menu(page, f"plan-atlas-overview-{name}").get_by_role("button", name="Add to the deck").click()
        settled(page)
        page.keyboard.press("Escape")
    page.reload()
    expect(deck).to_contain_text("3 charts")
    with page.context.expect_page() as opened:
        deck.get_by_role("link", name="Present all").click()
    alone = opened.value
    expect(alone.locator(".st-key-stage")).to_contain_text("1 / 3")
    first = alone.locator(".st-key-stage .plot-holder").get_attribute("aria-label")
    for number in (2, 3):
        alone.keyboard.press("ArrowRight")
        expect(alone.locator(".st-key-stage")).to_contain_text(f"{number} / 3")
    expect(alone.get_by_role("button", name="Next chart")).to_be_disabled()
    settled(alone)
    assert alone.locator(".st-key-stage .plot-holder").get_attribute("aria-label") != first
    assert "slide=3" in alone.url
    for number in (2, 1):
        alone.get_by_role("button", name="Previous chart").click()
        expect(alone.locator(".st-key-stage")).to_contain_text(f"{number} / 3")
    deck.get_by_role("button", name="Clear").click()
    expect(deck.get_by_role("link", name="Present all")).to_have_count(0)
    alone.reload()
    expect(alone.locator(".st-key-stage")).to_contain_text("no chart in the deck")
