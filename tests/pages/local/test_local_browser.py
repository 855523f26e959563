"""The page on local tasks in Chromium: from a number and from an idea to the source, and back."""

import re
from typing import Final

import pytest
from playwright.sync_api import expect

from tests.pages.charts.grids import assert_grid_is_whole, cell_at
from tests.pages.conftest import Windows

pytestmark = pytest.mark.browser

SHOWS: Final = ".grid-scroll"


def test_a_number_leads_to_its_measures_and_their_source(windows: Windows) -> None:
    page = windows("local?lang=zh", SHOWS)
    point = cell_at(page, "广东", "3")
    page.mouse.move(*point)
    count = re.search(r"\d+ 项", page.locator(".plot-hint").inner_text())
    assert count
    page.mouse.click(*point)
    drawer = page.get_by_role("dialog")
    expect(drawer.locator(".measure")).to_have_count(int(count[0].split()[0]))
    drawer.locator("details.source summary").first.click()
    expect(drawer.locator("details.source ol").first).to_be_visible()
    expect(page).to_have_url(re.compile("open=at"))
    page.go_back()
    expect(drawer).to_have_count(0)


def test_idea_opens_its_source_and_the_nearest_standard_task(windows: Windows) -> None:
    page = windows("local?lang=en&region=110000", SHOWS)
    idea = page.locator("details.gap", has_text="Beijing, Sichuan")
    expect(idea.locator("section.answer")).to_have_count(2)
    idea.locator('[data-open="said~ip-work-plans-2018-510000-045"]').click()
    drawer = page.get_by_role("dialog")
    expect(drawer.locator(".measure")).to_have_count(1)
    expect(drawer.locator("details.source")).to_contain_text("13615")
    page.keyboard.press("Escape")
    expect(drawer).to_have_count(0)
    near = idea.locator("section.answer", has_text="Fast-track").locator("button.lines").last
    task_id = near.get_attribute("data-open") or ""
    near.click()
    expect(drawer).to_contain_text(task_id)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_text_of_the_chart_is_cut_or_hidden(windows: Windows, lang: str) -> None:
    assert_grid_is_whole(windows(f"local?lang={lang}", SHOWS))
