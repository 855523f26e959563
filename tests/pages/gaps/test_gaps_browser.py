"""The gaps page in Chromium: finding an answer, and saved files."""

import re
from typing import Final

import pytest
from playwright.sync_api import expect

from pages.ui.text import LANGUAGES
from tests.pages.charts.clashes import assert_nothing_clashes
from tests.pages.charts.plots import click_mark
from tests.pages.conftest import Windows

pytestmark = pytest.mark.browser

SHOWS: Final = ".answer, [data-testid=stAlert]"


def test_a_new_reader_finds_who_lacks_3_4_and_what_jiangsu_wrote(opened: Windows) -> None:
    page = opened("lang=zh")
    page.get_by_text("一项任务谁缺", exact=True).click()
    page.get_by_role("combobox", name="标准任务").fill("3.4")
    page.get_by_role("option", name="3.4 ").first.click()
    expect(page.locator("p.answer")).to_contain_text("个地区没有具体回应 3.4")
    card = page.locator('[id="320000:3.4"]')
    expect(card).to_contain_text("无偿许可")
    expect(card).to_contain_text("责任部门")
    card.locator(".lines").first.click()
    drawer = page.get_by_role("dialog")
    expect(drawer).to_contain_text("江苏")
    expect(drawer.locator("details.source")).to_be_visible()
    expect(page).to_have_url(re.compile(re.escape("for_task=3.4")))


def test_a_click_on_the_map_opens_what_the_region_wrote(opened: Windows) -> None:
    page = opened("lang=en&view=task&for_task=3.4")
    click_mark(page, "plan-atlas-gaps-3.4-map", "320000:3.4")
    expect(page.get_by_role("dialog")).to_contain_text("Jiangsu · 3.4")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_region_opens_its_list_and_back_returns(opened: Windows) -> None:
    page = opened("lang=en&view=task&for_task=3.4")
    page.locator("button.region", has_text="Beijing").click()
    expect(page.locator("p.answer")).to_contain_text("Beijing has")
    page.locator("details.gap").first.locator("summary").click()
    page.locator("details.gap", has_text="3.4").first.locator("summary").click()
    page.get_by_role("button", name="How all regions answer 3.4").click()
    expect(page.locator("p.answer")).to_contain_text("no specific answer to 3.4")
    page.go_back()
    expect(page.locator("p.answer")).to_contain_text("Beijing has")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_word_of_a_picture_is_cut_or_hidden(opened: Windows, lang: str) -> None:
    query = "view=query&all_of=1.2&any_of=4.4&none_of=3.4"
    addresses = ("view=region", "view=task", "view=task&for_task=3.4", query)
    assert_nothing_clashes(opened(f"lang={lang}"), *(f"gaps?lang={lang}&{one}" for one in addresses))
