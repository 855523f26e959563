"""The departments page in Chromium: clicks, keyboard, and no clipped text."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from pages.ui.text import LANGUAGES
from tests.pages.charts.clashes import assert_nothing_clashes
from tests.pages.charts.grids import assert_grid_is_whole, cell_at, name_of
from tests.pages.charts.plots import click_mark
from tests.pages.conftest import Windows

pytestmark = pytest.mark.browser

Opened = Callable[..., Page]


@pytest.fixture
def opened(windows: Windows) -> Opened:
    """Opens the page at an address, in a window of some width, in light or dark."""

    def follow(address: str, width: int = 1440, scheme: Any = "light") -> Page:
        shows = ".grid-scroll, .plot .main-svg"
        return windows(f"departments?{address}", shows, width=width, scheme=scheme)

    return follow


def test_number_opens_its_measures_and_all_duties(opened: Opened) -> None:
    page = opened("lang=zh")
    point = cell_at(page, "海关", "3")
    page.mouse.move(*point)
    number = re.search(r"(\d+) 条", page.locator(".plot-hint").inner_text())
    assert number
    page.mouse.click(*point)
    drawer = page.get_by_role("dialog")
    expect(drawer.locator(".measure")).to_have_count(int(number[1]))
    expect(drawer.locator(".role-named").first).to_be_visible()
    drawer.locator("details.source summary").first.click()
    expect(drawer.locator("details.source ol").first).to_be_visible()
    expect(page).to_have_url(re.compile(re.escape("open=customs")))
    page.get_by_role("button", name="看这个部门的全部职责").click()
    expect(drawer).to_have_count(0)
    expect(page.locator("p.answer", has_text="海关")).to_be_visible()
    expect(page).to_have_url(re.compile(re.escape("duty=body")))


def test_back_closes_the_drawer(opened: Opened) -> None:
    page = opened("lang=en")
    page.mouse.click(*cell_at(page, "Customs", "3"))
    page.get_by_role("button", name="See all duties").click()
    expect(page.locator("p.answer", has_text="to Customs")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("dialog")).to_contain_text("Customs · 3")
    page.go_back()
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_task_and_region_open_their_views(opened: Opened) -> None:
    page = opened("lang=en&across=task")
    name_of(page, "2.1").click()
    expect(page.locator("p.answer", has_text="at least half")).to_be_visible()
    name_of(page, "Guangxi").click()
    expect(page.locator("p.answer", has_text="Guangxi's")).to_be_visible()
    click_mark(page, "plan-atlas-departments-region-450000-picture", "ip-office~450000")
    expect(page.get_by_role("dialog")).to_contain_text("Intellectual Property Office · Guangxi")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_word_of_a_grid_or_a_picture_is_cut_or_hidden(opened: Opened, lang: str) -> None:
    page, grids = opened(f"lang={lang}"), ("duty=matrix", "across=task", "duty=task&of_task=2.1")
    assert_grid_is_whole(page, *(f"departments?lang={lang}&{one}" for one in grids))
    assert_nothing_clashes(page, f"departments?lang={lang}&duty=region")
