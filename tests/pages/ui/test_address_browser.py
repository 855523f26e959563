"""The URL on quick changes of page, and browser history."""

import re

from playwright.sync_api import Page, expect

from tests.pages.conftest import Windows
from tests.settling import settled


def turn_to(page: Page, name: str) -> None:
    page.get_by_test_id("stSidebarNavLink").filter(has_text=name).first.click(no_wait_after=True)


def test_quick_clicks_keep_the_language_and_the_history(windows: Windows) -> None:
    page = windows("coverage?lang=en", "h1", locale="zh-CN")
    for name in ("Compare", "Targets", "Gaps"):
        turn_to(page, name)
    settled(page)
    expect(page).to_have_url(re.compile(r"/gaps\?lang=en$"))
    expect(page).to_have_title("Gaps · Plan Atlas")
    turn_to(page, "Coverage")
    expect(page).to_have_url(re.compile(r"/coverage\?lang=en$"))
    settled(page).go_back()
    expect(page).to_have_title("Gaps · Plan Atlas")
    settled(page)
    expect(page).to_have_url(re.compile(r"/gaps\?lang=en$"))
    page.go_forward()
    expect(page).to_have_title("Coverage · Plan Atlas")


def test_an_unknown_page_is_reported_in_the_language_of_the_link(windows: Windows) -> None:
    page = windows("home?lang=zh", "h1")
    expect(page.get_by_role("alert")).to_contain_text("链接中有未采用的内容：/home")
    expect(page).to_have_title("总览 · 省级政策对照")
    expect(page.get_by_role("dialog")).to_have_count(0)
