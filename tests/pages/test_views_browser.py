"""Every view of a page is reached by a click from every other view of it, as a reader reaches it."""

from collections.abc import Iterator
from itertools import pairwise, permutations
from typing import Final

import pytest
from playwright.sync_api import expect

from tests.monkey import ERROR_BOXES
from tests.pages.conftest import Windows
from tests.settling import settled

pytestmark = pytest.mark.browser

VIEWS: Final = {
    "keywords": ("see", ("distinct", "use", "lines", "alike", "reuse", "named")),
    "gaps": ("view", ("region", "task", "query")),
    "targets": ("see", ("indicator", "region", "plans")),
    "departments": ("duty", ("matrix", "body", "region", "task")),
}
"""The name of the view in the address of each page that has several, and its values in their order."""

TABS: Final = '[data-testid="stMain"] [data-testid="stButtonGroup"]'


@pytest.mark.parametrize("name", VIEWS)
def test_every_view_follows_every_other_one(windows: Windows, name: str) -> None:
    key, views = VIEWS[name]
    page = windows(f"{name}?lang=en", "h1")
    for place in round_trips(len(views)):
        tab = page.locator(TABS).first.locator("button").nth(place)
        tab.click()
        settled(page)
        expect(page.locator(ERROR_BOXES)).to_have_count(0)
        expect(page.locator('[data-testid="stMain"]')).not_to_be_empty()
        # The address follows the page, a moment after it.
        page.wait_for_function(
            "([key, view]) => new URLSearchParams(location.search).get(key) === view",
            arg=[key, views[place] if place else None],
        )


def round_trips(count: int) -> Iterator[int]:
    """From the first view to each later one and back again, then from the second one, and so on."""
    for first in range(count - 1):
        yield from (first,) if first else ()
        for other in range(first + 1, count):
            yield from (other, first)


def test_round_trips_leave_no_pair_out() -> None:
    assert {*pairwise([0, *round_trips(4)])} == {*permutations(range(4), 2)}


def test_a_link_leads_from_distinctive_words_to_their_use_elsewhere(windows: Windows) -> None:
    page = windows("keywords?lang=en&of_region=320000", ".plot .main-svg")
    page.get_by_role("button", name="Compare how regions use").click()
    settled(page)
    expect(page.locator(ERROR_BOXES)).to_have_count(0)
    expect(page.locator("p.answer").first).to_be_visible()
