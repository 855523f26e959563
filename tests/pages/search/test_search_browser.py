"""The search page in Chromium: counts follow the typing, a hit opens, and nothing is cut or run as code."""

import re
from typing import Final

import pytest
from playwright.sync_api import expect

from tests.pages.charts.clashes import SIDEWAYS, views
from tests.pages.conftest import Windows
from tests.settling import settled

pytestmark = pytest.mark.browser

SHOWS: Final = ".st-key-q"
CUT: Final = """() => [...document.querySelectorAll('*')].map(one => one.shadowRoot).filter(Boolean)
    .flatMap(root => [...root.querySelectorAll('.bar-button .label')])
    .filter(label => label.scrollWidth > label.clientWidth).map(label => label.textContent)"""


def test_counts_follow_typing_and_focus_is_kept(opened: Windows) -> None:
    page = opened("lang=zh")
    box = page.get_by_role("searchbox", name="检索词")
    box.press_sequentially("專利", delay=40)
    expect(page.locator("p.answer")).to_contain_text("“專利”")
    figures = settled(page).locator(".bar-button .figure")
    before = figures.all_text_contents()
    box.press_sequentially("導航", delay=40)
    expect(page.locator("p.answer")).to_contain_text("“專利導航”")
    expect(box).to_be_focused()
    expect(box).to_have_value("專利導航")
    expect(figures).not_to_have_text(before)
    expect(page.locator(".hit mark").first).to_have_text("专利导航")
    expect(page).to_have_url(re.compile(re.escape("q=")))


def test_facet_filters_and_hit_opens_with_its_source(opened: Windows) -> None:
    page = opened("lang=en&q=%E4%B8%93%E5%88%A9%E5%AF%BC%E8%88%AA")
    bar = page.locator('.bar-button[data-open="region:410000"]')
    count = int(bar.locator(".figure").text_content() or 0)
    bar.focus()
    bar.press("Enter")
    expect(page.locator(".hit")).to_have_count(count)
    expect(bar).to_have_attribute("aria-pressed", "true")
    expect(page).to_have_url(re.compile(re.escape("region=410000")))
    settled(page).locator(".hit:has(p.said mark) a.lines").first.click()
    drawer = page.get_by_role("dialog")
    expect(drawer.locator(".said mark.mark-term").first).to_have_text("专利导航")
    expect(drawer.locator("details[open] ol")).to_be_visible()
    expect(page).to_have_url(re.compile(re.escape("open=hit")))
    page.keyboard.press("Escape")
    expect(drawer).to_have_count(0)
    settled(page).locator('.bar-button[data-open="region:410000"]').click()
    expect(page.locator("p.answer")).not_to_contain_text("Within the filters")


def test_the_link_of_a_hit_opens_it(opened: Windows) -> None:
    page = opened("lang=zh&q=pct")
    link = page.locator(".hit a.lines").first.get_attribute("href") or ""
    other = opened(link.partition("?")[2])
    mark = other.get_by_role("dialog").locator(".said mark.mark-term").first
    expect(mark).to_have_text(re.compile("pct", re.I))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_label_is_cut_and_the_page_is_no_wider_than_the_window(opened: Windows, lang: str) -> None:
    page = opened(f"lang={lang}&q=%E4%B8%93%E5%88%A9")
    page.locator(".bar-button").first.wait_for()
    for view in views(page):
        assert page.evaluate(CUT) == [], f"labels are cut {view}"
        assert page.evaluate(SIDEWAYS) <= 0, f"the page is wider than its window {view}"
