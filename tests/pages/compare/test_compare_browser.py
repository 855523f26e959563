"""The comparison page in Chromium: columns, cards, clicks and print."""

import re
from pathlib import Path
from typing import Any, Final

import docx
import pytest
from playwright.sync_api import Page, expect

from pipeline.store import store
from tests.pages.charts.clashes import SIDEWAYS, assert_nothing_clashes
from tests.pages.conftest import Windows
from tests.settling import settled

pytestmark = pytest.mark.browser

THREE: Final = "region=110000&region=320000&region=440000"

# Where the cells of the first task lie, from the left and from the top.
PLACES: Final = """() => [...document.querySelectorAll("*")].flatMap(host => host.shadowRoot
  ? [...host.shadowRoot.querySelectorAll("section.task")].slice(0, 1) : [])
  .flatMap(task => [...task.querySelectorAll(".cell")].map(cell => {
    const box = cell.getBoundingClientRect()
    return [Math.round(box.left), Math.round(box.top)]
  }))"""


def open_page(windows: Windows, address: str) -> Page:
    return windows(f"compare?{address}", ".answer")


def test_columns_become_cards_on_narrow_screens(windows: Windows) -> None:
    page = open_page(windows, f"lang=zh&{THREE}&task=3.4")
    expect(page.locator("section.task .cell")).to_have_count(3)
    columns = settled(page).evaluate(PLACES)
    assert len({left for left, _ in columns}) == 3
    assert len({top for _, top in columns}) == 1
    page.set_viewport_size({"width": 800, "height": 900})
    cards = settled(page).evaluate(PLACES)
    assert len({left for left, _ in cards}) == 1
    assert len({top for _, top in cards}) == 3
    assert page.evaluate(SIDEWAYS) <= 0


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_word_of_a_picture_is_cut_or_hidden(windows: Windows, lang: str) -> None:
    six = f"{THREE}&region=330000&region=620000&region=660000"
    assert_nothing_clashes(open_page(windows, f"lang={lang}&{six}"))


def test_reader_chooses_a_region_and_opens_the_source(windows: Windows) -> None:
    page = open_page(windows, "lang=en&region=110000&task=3.4")
    page.get_by_role("button", name="Jiangsu", exact=True).click()
    expect(page.locator("p.answer")).to_contain_text("Beijing, Jiangsu")
    settled(page)
    expect(page).to_have_url(re.compile(re.escape("region=110000&region=320000")))
    page.locator('.one button[data-open="320000:3.4:source"]').first.click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Jiangsu · 3.4")
    expect(dialog).to_contain_text("Source text")
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)


def test_click_on_a_task_shows_it_alone_and_back_returns(windows: Windows) -> None:
    page = open_page(windows, f"lang=en&{THREE}")
    page.locator("summary", has_text="Covered by one only").wait_for()
    chip = page.locator("button.chosen >> visible=true").first
    task = chip.inner_text().split()[0]
    chip.click()
    expect(page.locator("section.task")).to_have_count(1)
    expect(page.locator("section.task h3")).to_contain_text(task)
    settled(page)
    expect(page).to_have_url(re.compile(re.escape(f"task={task}")))
    page.go_back()
    expect(page.locator("section.task")).to_have_count(6)


def test_print_view_has_no_widgets_and_prints_every_task(windows: Windows) -> None:
    page = windows(f"compare?lang=en&{THREE}&area=1", ".answer", scheme="dark")
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Print view").click()
    paper = opened.value
    expect(paper.locator("section.task")).to_have_count(6)
    settled(paper)
    for chrome in ("stSidebar", "stHeader", "stPopover", "stMultiSelect"):
        expect(paper.get_by_test_id(chrome).locator("visible=true")).to_have_count(0)
    expect(paper.get_by_text("Print view:")).to_be_visible()
    paper.emulate_media(media="print")
    expect(paper.get_by_text("Print view:")).to_be_hidden()
    expect(paper.locator(".stApp")).to_have_css("background-color", "rgb(255, 255, 255)")
    expect(paper.locator(".cell .said").first).to_have_css("color", "rgb(29, 39, 51)")
    pdf = paper.pdf(prefer_css_page_size=True, print_background=True)
    sizes = set(re.findall(rb"/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)", pdf))
    assert [float(wide) > float(high) for wide, high in sizes] == [True], "A4 across"
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) > 2, "no page hides what doesn't fit the first"


def test_the_page_itself_prints_without_its_buttons(windows: Windows) -> None:
    page = open_page(windows, f"lang=en&{THREE}&area=1")
    expect(page.get_by_test_id("stPopover").locator("visible=true").first).to_be_visible()
    page.emulate_media(media="print")
    for chrome in ("stSidebar", "stHeader", "stPopover", "stLinkButton"):
        expect(page.get_by_test_id(chrome).locator("visible=true")).to_have_count(0)
    expect(page.locator("section.task").first).to_be_visible()


def test_comparison_is_downloaded_as_a_report(windows: Windows, corpus: Path) -> None:
    page = open_page(windows, f"lang=zh&{THREE}&task=3.4")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="报告 DOCX").click()
    assert waiting.value.suggested_filename == "plan-atlas-compare-110000-320000-440000.docx"
    report: Any = docx.Document(str(waiting.value.path()))
    said = "\n".join(cell.text for table in report.tables for row in table.rows for cell in row.cells)
    wrote = store.measures(corpus, region_ids=["320000"], task_ids=["3.4"])["measure_text"]
    assert len(wrote)
    assert [measure for measure in wrote if measure not in said] == []


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_menus_of_charts_in_a_row_are_level(windows: Windows, lang: str) -> None:
    page = open_page(windows, f"lang={lang}&region=320000&region=330000")
    menus = page.locator('[class*="st-key-menu_plan-atlas-compare"]').all()
    tops = [box["y"] for menu in menus if (box := menu.bounding_box())]
    assert (len(tops), tops[0], tops[2]) == (4, tops[1], tops[3])
