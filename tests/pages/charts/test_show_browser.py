"""A chart's menu in Chromium: files, deck and presentation."""

import csv
import io
import json
import struct
from pathlib import Path
from typing import Any, Final

import openpyxl
import pptx
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.pages.charts.saving import open_menu, save_from_menu
from tests.pages.conftest import Windows
from tests.settling import settled

pytestmark = pytest.mark.browser

MAP: Final = "plan-atlas-overview-map"
MATRIX: Final = "plan-atlas-coverage"
VIEW: Final = "coverage?lang=en&area=5&macro=east"

# How much of the stage the picture fills, whichever way it is bound, and what else can be seen or reached.
STAGED: Final = """() => {
  const stage = document.querySelector(".st-key-stage")
  const drawing = stage.querySelector(".plot").getBoundingClientRect()
  const seen = [...document.querySelectorAll("[data-testid=stApp] *")].filter((part) =>
    !stage.contains(part) && !part.contains(stage) && part.checkVisibility({ visibilityProperty: true })
    && part.getBoundingClientRect().width)
  const box = stage.getBoundingClientRect()
  return {
    ratio: box.width / box.height, filled: Math.max(drawing.width / box.width, drawing.height / box.height),
    inside: drawing.top >= box.top && drawing.bottom <= box.bottom + 1 && drawing.right <= box.right + 1,
    seen: seen.map((part) => part.tagName),
  }
}"""


def counted(page: Page) -> list[str]:
    """The totals of the regions, as the matrix writes them."""
    return [text for text in page.locator(".grid-holder text").all_text_contents() if text.isdecimal()]


def test_every_file_of_the_menu_opens_again(windows: Windows, tmp_path: Path) -> None:
    page = windows(VIEW, ".grid-scroll")
    files = {
        ending: save_from_menu(page, MATRIX, ending, tmp_path)
        for ending in ("png", "svg", "csv", "csv-metadata.json", "xlsx", "html", "pptx")
    }
    cite = open_menu(page, MATRIX).locator("code").first.inner_text()
    link = cite.split(" ")[-1]
    assert link.endswith("/coverage?area=5&lang=en&macro=east")
    rows = list(csv.DictReader(io.StringIO(files["csv"].read_text(encoding="utf-8-sig"))))
    totals = [row["Count"] for row in rows if row["Region code"] and row["Count"]]
    assert totals
    assert set(totals) <= set(counted(page))
    book = openpyxl.load_workbook(files["xlsx"])
    told = [str(cell) for row in book.worksheets[-1].iter_rows(values_only=True) for cell in row]
    assert cite in told
    assert [cell.value for cell in book.worksheets[0][1]] == list(rows[0])
    depths = [cell for row in book.worksheets[0].iter_rows(min_row=2, min_col=3) for cell in row]
    assert len({cell.fill.fgColor.rgb for cell in depths}) > 2
    [slide] = pptx.Presentation(str(files["pptx"])).slides
    assert cite in slide.notes_slide.notes_text_frame.text
    about = json.loads(files["csv-metadata.json"].read_text(encoding="utf-8"))
    assert (about["url"], about["dc:bibliographicCitation"]) == (files["csv"].name, cite)
    assert [column["name"] for column in about["tableSchema"]["columns"]] == list(rows[0])
    assert struct.unpack(">I", files["png"].read_bytes()[16:20])[0] % 3 == 0
    squeezed = "".join(files["svg"].read_text(encoding="utf-8").split())
    assert "(SHA-256" in squeezed


def test_a_saved_page_shows_every_cell_offline(browser: Browser, windows: Windows, tmp_path: Path) -> None:
    page = windows(VIEW, ".grid-scroll")
    page.locator("[data-column]").first.hover()
    expect(page.locator(".plot-hint")).to_contain_text("click for the details")
    file = save_from_menu(page, MATRIX, "html", tmp_path)
    offline = browser.new_context(offline=True)
    saved = offline.new_page()
    saved.goto(file.as_uri())
    saved.locator("[data-column]").first.hover()
    expect(saved.locator(".plot-hint")).to_contain_text("5.1")
    expect(saved.locator(".plot-hint")).not_to_contain_text("click")
    expect(saved.get_by_text("SHA-256")).to_be_visible()
    offline.close()


def test_charts_of_two_pages_become_one_deck(windows: Windows, tmp_path: Path) -> None:
    page = windows("?lang=en", ".plot .main-svg")
    deck = page.locator(".st-key-deck")
    expect(deck).to_have_count(0)
    for name, link in ((MAP, "Coverage"), (MATRIX, "Overview")):
        open_menu(page, name).get_by_role("button", name="Add to the deck").click()
        expect(deck).to_be_in_viewport(ratio=1)
        settled(page)
        page.keyboard.press("Escape")
        page.get_by_test_id("stSidebarNav").get_by_role("link", name=link).click()
        expect(page.get_by_role("heading", level=1)).to_contain_text(link)
        settled(page)
    expect(deck).to_contain_text("2 charts")
    with page.expect_download() as download:
        deck.get_by_role("button", name="Download PPTX").click()
    download.value.save_as(tmp_path / "deck.pptx")
    slides = pptx.Presentation(str(tmp_path / "deck.pptx")).slides
    titles = [slide.shapes.title.text for slide in slides]
    assert len(titles) == 1 + 7
    assert all("31 regions address 57 standard tasks" in title for title in titles[1:])
    deck.locator(".st-key-down_1").get_by_role("button").click()
    expect(deck.locator("p.quiet").last).to_contain_text(titles[0][:12])
    deck.locator(".st-key-up_2").get_by_role("button").click()
    expect(deck.locator("p.quiet").first).to_contain_text(titles[0][:12])
    settled(page)
    deck.locator(".st-key-drop_1").get_by_role("button").click()
    expect(deck).to_contain_text("1 chart")
    expect(deck).not_to_contain_text(titles[0][:12])
    deck.get_by_role("button", name="Clear").click()
    expect(deck.get_by_role("button", name="Download PPTX")).to_have_count(0)


@pytest.mark.parametrize(
    ("address", "name"),
    [("?lang=zh", MAP), (VIEW, MATRIX), ("gaps?lang=en", "plan-atlas-gaps-regions-picture")],
)
def test_a_presented_chart_fills_the_stage_alone(windows: Windows, address: str, name: str) -> None:
    page = windows(f"{address}&embed=true&present={name}", ".st-key-stage .plot svg")
    page.set_viewport_size({"width": 1600, "height": 900})
    settled(page)
    staged: dict[str, Any] = page.evaluate(STAGED)
    assert staged["ratio"] == pytest.approx(16 / 9, rel=0.01)
    assert staged["filled"] > 0.9
    assert staged["inside"]
    assert staged["seen"] == []
    expect(page.get_by_test_id("stSidebar")).not_to_be_visible()
    expect(page.get_by_role("button")).to_have_count(0)


def test_the_menu_links_to_the_presentation(windows: Windows) -> None:
    page = windows(VIEW, ".grid-scroll")
    link = open_menu(page, MATRIX).get_by_role("link", name="Present")
    address = link.get_attribute("href") or ""
    assert address.endswith(f"/coverage?area=5&lang=en&macro=east&embed=true&present={MATRIX}")
    with page.context.expect_page() as opened:
        link.click()
    alone = opened.value
    alone.locator(".st-key-stage .plot svg").first.wait_for()
    assert counted(settled(alone)) == counted(page)


def test_a_tall_presented_chart_fits_the_stage_height(windows: Windows) -> None:
    page = windows("methods?lang=en&embed=true&present=plan-atlas-ledger", ".st-key-stage .js-plotly-plot")
    page.set_viewport_size({"width": 1280, "height": 720})
    settled(page)
    boxes: list[list[float]] = page.evaluate(
        """() => [...document.querySelectorAll(".st-key-stage .main-svg text")]
        .map((text) => text.getBoundingClientRect()).filter((box) => box.width)
        .map((box) => [box.left, box.top, box.right, box.bottom])"""
    )
    assert len(boxes) > 60
    assert min(left for left, *_ in boxes) >= 0
    assert min(top for _, top, *_ in boxes) >= 0
    assert 720 * 0.85 < max(bottom for *_, bottom in boxes) <= 720
    assert max(right for _, _, right, _ in boxes) <= 1280


def test_link_and_embed_code_show_the_same_view(windows: Windows) -> None:
    page = windows("coverage?lang=en&area=3", ".plot svg")
    link, embed = open_menu(page, MATRIX).locator("code").all_inner_texts()[1:]
    assert link.endswith("/coverage?area=3&lang=en")
    page.set_content(embed)
    frame = page.frame_locator("iframe")
    expect(frame.locator(".plot svg").first).to_be_visible()
    expect(frame.get_by_role("heading", name="Coverage matrix")).to_have_count(0)
