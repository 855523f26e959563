"""The keywords page in Chromium: from words to sentences and back, and no word cut or hidden."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import pytest
from playwright.sync_api import Page, expect

from tests.pages.charts.clashes import assert_nothing_clashes
from tests.pages.conftest import Windows
from tests.settling import settled

pytestmark = pytest.mark.browser

HOSTILE: Final = "<img src=x onerror=alert(1)>*a*[b](c)"

Opened = Callable[..., Page]


@pytest.fixture
def opened(windows: Windows) -> Opened:
    """Opens the page at an address, in a window of some width, in light or dark."""

    def follow(address: str, width: int = 1440, scheme: Any = "light") -> Page:
        return windows(f"keywords?{address}", ".answer, [data-testid=stAlert]", width=width, scheme=scheme)

    return follow


@pytest.mark.parametrize(("lang", "source"), [("zh", "原文第"), ("en", "Source text, line")])
def test_a_distinctive_word_leads_to_its_sentences_and_their_source(
    opened: Opened, lang: str, source: str
) -> None:
    page = opened(f"lang={lang}&of_region=320000")
    word = page.locator("[data-picture=dots] [data-open]:visible").first
    uses = int(word.locator("text").nth(1).text_content() or 0)
    word.click()
    drawer = page.get_by_role("dialog")
    expect(drawer.locator("mark.mark-term")).to_have_count(uses)
    drawer.get_by_text(source).first.click()
    expect(drawer.locator("details[open] ol")).to_be_visible()
    expect(page).to_have_url(re.compile(re.escape("open=word")))
    page.keyboard.press("Escape")
    expect(drawer).to_have_count(0)


def test_a_reader_types_a_term_and_finds_it_in_context(opened: Opened) -> None:
    page = opened("lang=en&see=use")
    field = page.get_by_role("combobox", name="Terms")
    field.fill("贯标")
    field.press("Enter")
    expect(page.locator("p.answer")).to_contain_text("贯标 appears in")
    field.press("Escape")
    settled(page).locator('[data-picture=bars] [data-open^="text:letters:130000"]:visible').click()
    expect(page.get_by_role("dialog")).to_contain_text("Hebei: 贯标")
    page.keyboard.press("Escape")
    settled(page).get_by_role("button", name="See each place in its context").click()
    expect(page.locator(".kwic")).to_contain_text("贯标")
    middles = (
        settled(page)
        .locator(".kwic mark")
        .evaluate_all("(marks) => marks.map((mark) => Math.round(mark.getBoundingClientRect().left))")
    )
    assert len(middles) > 10
    assert len(set(middles)) == 1
    expect(page).to_have_url(re.compile(re.escape("see=lines")))
    expect(page).to_have_url(re.compile(re.escape("term=")))


def test_what_is_typed_is_only_characters(opened: Opened) -> None:
    page = opened("lang=zh&see=use&term=%E4%B8%93%E5%88%A9")
    alerts: list[str] = []
    page.on("dialog", lambda dialog: alerts.append(dialog.message))
    field = page.get_by_role("combobox", name="词")
    field.fill(HOSTILE)
    field.press("Enter")
    expect(page.locator("p.quiet", has_text=HOSTILE).first).to_be_visible()
    expect(page.locator("[data-picture=grid]:visible")).to_contain_text("<img")
    expect(settled(page).locator("img[src='x']")).to_have_count(0)
    assert alerts == []


def test_a_region_on_the_map_is_compared_with_the_others(opened: Opened) -> None:
    page = opened("lang=en&see=alike")
    page.locator('[data-picture=plan-map] [data-open="330000"]:visible').click()
    expect(page.locator("p.answer")).to_contain_text("Nearest to Zhejiang")
    expect(page).to_have_url(re.compile(re.escape("like=330000")))
    settled(page).locator('[data-picture=bars] [data-open^="pair:330000"]:visible').first.press("Enter")
    expect(page.get_by_role("dialog")).to_contain_text("Zhejiang and")
    settled(page).go_back()
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_the_export_holds_every_line_of_the_concordance(opened: Opened, tmp_path: Path) -> None:
    page = opened("lang=zh&see=lines&term=%E4%B8%93%E5%88%A9")
    page.locator(".kwic").wait_for()
    total = int((page.locator("p.answer b").text_content() or "").replace(",", "").split()[0])
    page.get_by_role("button", name="全部各行").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="CSV", exact=True).click()
    file = tmp_path / "lines.csv"
    download.value.save_as(file)
    rows = list(csv.DictReader(io.StringIO(file.read_text(encoding="utf-8-sig"))))
    assert len(rows) == total > 50
    assert {row["词"] for row in rows} == {"专利"}
    page.get_by_role("button", name="Page 2", exact=True).click()
    expect(page.locator(".kwic")).to_contain_text(rows[50]["后文"][:6])


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    "address",
    [
        "of_region=110000",
        "see=use&term=%E4%B8%93%E5%88%A9&term=%E8%B4%AF%E6%A0%87&term=a%20very%20long%20text%20that%20nobody%20wrote",
        "see=alike&like=150000",
        "see=named",
        "see=named&what=citations",
    ],
)
def test_no_word_of_a_picture_is_cut_or_hidden(opened: Opened, address: str, lang: str) -> None:
    assert_nothing_clashes(opened(f"lang={lang}&{address}"))
