"""Data and methods in Chromium: a source stays text, and lines are found and shown."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.pages.conftest import OpenWindow
from tests.settling import settled


@pytest.fixture
def visited(open_window: OpenWindow) -> Page:
    return open_window(locale="zh-CN")


def test_link_to_a_line_scrolls_to_it(visited: Page, dashboard_url: str) -> None:
    visited.goto(f"{dashboard_url}/methods?plan=ip-work-plans-2018-230000&line=3416-3420&lang=zh")
    line = visited.locator("#line-3416")
    expect(line).to_have_class(re.compile("marked"))
    expect(line).to_be_in_viewport()
    expect(visited.get_by_text("153,654").first).to_be_attached()
    visited.locator(".st-key-source_later_above button").click()
    expect(visited.locator("#line-3472")).to_be_attached()
    expect(visited).to_have_url(re.compile(r"line=3472-"))


def test_selected_finding_shows_its_lines_and_a_link(visited: Page, dashboard_url: str) -> None:
    visited.goto(f"{dashboard_url}/methods?lang=en&severity=doubt")
    grid = visited.locator('[class*="st-key-table_findings"] canvas').first
    expect(grid).to_be_visible()
    grid.scroll_into_view_if_needed()
    settled(visited)
    grid.click(position={"x": 18, "y": 56}, force=True)
    opening = visited.locator('[class*="st-key-open_finding"] button').first
    expect(opening).to_be_visible()
    opening.click()
    expect(visited.locator(".ledger-text tr.marked").first).to_be_in_viewport()
    # The first plan is the default, which the address does not name.
    expect(visited).to_have_url(re.compile(r"[?&](plan=ip-work-plans-2018-\d{6}&)?line=\d+"))


def test_a_sentence_is_cited_with_its_place(visited: Page, dashboard_url: str) -> None:
    visited.goto(f"{dashboard_url}/coverage?lang=zh&open=320000:4.2:source")
    visited.get_by_role("dialog").get_by_role("link", name="在来源全文中查看、引用").click()
    expect(visited.locator("#line-4709")).to_have_class(re.compile("marked"))
    settled(visited)
    visited.locator(".st-key-cite_page button").first.click()
    cited = visited.get_by_test_id("stPopoverBody")
    place = "江苏省2018年工作要点，第 4707–4711 行"
    expect(cited).to_contain_text(f"Plan Atlas. {place}. 省级政策对照数据表")
    cited.get_by_role("tab", name="RIS").click()
    expect(cited).to_contain_text(f"TI - {place}")
    expect(cited).to_contain_text("line=4707-4711")
