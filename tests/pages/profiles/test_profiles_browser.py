"""Profiles in Chromium: on the screen, on paper, as a file, and reached from the drawer."""

import io
import re
import subprocess
from pathlib import Path
from typing import Any, Final, cast

import docx
import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.libreoffice import page_texts, require_libreoffice
from tests.pages.charts.clashes import SIDEWAYS, views
from tests.pages.charts.plots import click_mark
from tests.pages.conftest import Windows
from tests.settling import moved, settled

pytestmark = pytest.mark.browser

SHEETS: Final = 2
HEADING: Final = ".profile h2"
PROFILES: Final = ("region?region=320000", "region?region=440000", "task?task=3.4", "task?task=6.6")
NOT_ON_PAPER: Final = (
    "语言Language",
    "报告DOCX",
    "Report(DOCX)",
    "打印（A4）",
    "Print(A4)",
    "导出",
    "Export",
    "引用此页",
)
WIDER: Final = """() => [...document.querySelectorAll('.profile *')].filter(element =>
    element.scrollWidth > element.clientWidth + 1 && getComputedStyle(element).display !== 'inline')
    .map(element => element.className || element.tagName)"""


def printed(page: Page, folder: Path) -> list[str]:
    """The text of each sheet of A4."""
    file = folder / "page.pdf"
    page.pdf(path=str(file), format="A4", prefer_css_page_size=True)
    return page_texts(file)


@pytest.mark.parametrize("address", PROFILES)
def test_a_profile_is_whole_in_a_window_and_on_two_sheets_without_what_paper_does_not_need(
    windows: Windows, tmp_path: Path, address: str
) -> None:
    require_libreoffice()
    page = windows(f"{address}&lang=en", HEADING)
    for view in views(page):
        assert page.evaluate(WIDER) == [], f"something is cut {view}"
        assert page.evaluate(SIDEWAYS) <= 0, f"the page is wider than its window {view}"
    page.emulate_media(color_scheme="light")
    for lang in ("en", "zh"):
        page = moved(page, f"{address}&lang={lang}")
        headings = page.locator(HEADING).all_inner_texts()
        sheets = printed(page, tmp_path)
        assert len(sheets) <= SHEETS
        whole = "".join("".join(sheets).split())
        assert [one for one in headings if "".join(one.removesuffix("→").split()) not in whole] == []
        assert [words for words in NOT_ON_PAPER if words in whole] == []


def test_print_is_light_in_the_dark_theme(windows: Windows, tmp_path: Path) -> None:
    require_libreoffice()
    page = windows("region?region=320000&lang=zh", HEADING, scheme="dark")
    printed(page, tmp_path)
    subprocess.run(
        ["pdftoppm", "-r", "40", "-png", str(tmp_path / "page.pdf"), str(tmp_path / "sheet")], check=True
    )
    for sheet in tmp_path.glob("sheet-*.png"):
        colours = sorted(Image.open(sheet).convert("RGB").getcolors(1 << 24) or [])
        assert colours[-1][1] == (255, 255, 255)
        assert any(sum(cast(tuple[int, int, int], colour)) < 200 for _, colour in colours)


def test_the_report_is_made_when_its_button_is_pressed(windows: Windows) -> None:
    page = windows("region?region=320000&lang=zh", HEADING)
    with page.expect_download() as waiting:
        page.get_by_role("button", name="报告 DOCX").click()
    read: Any = docx.Document(io.BytesIO(Path(waiting.value.path()).read_bytes()))
    assert waiting.value.suggested_filename == "plan-atlas-region-320000.docx"
    # A link to this machine is of no use in a file.
    assert [one.target_ref for one in read.part.rels.values() if one.is_external] == []


def test_drawer_links_to_the_profile_and_its_numbers(windows: Windows) -> None:
    page = windows("coverage?open=320000&lang=zh", "a.profile-way")
    page.locator("a.profile-way").first.click()
    expect(page.locator("h1")).to_have_text("江苏省概况")
    page.locator(".part-gaps tbody a", has_text="/30").first.click()
    page.wait_for_url(re.compile("gaps"))
    settled(page)
    expect(page.locator("h1")).to_have_text("缺口清单")
    expect(page).to_have_url(re.compile(re.escape("for_task=6.5")))


def test_selection_is_in_the_address_and_chart_opens_the_matrix(windows: Windows) -> None:
    page = windows("region?region=320000&lang=en", HEADING)
    page.get_by_role("combobox", name="Region").click()
    page.keyboard.type("Hunan")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Profile of Hunan Province")
    settled(page)
    expect(page).to_have_url(re.compile(re.escape("region=430000")))
    click_mark(page, "plan-atlas-region-430000-areas", "3")
    page.wait_for_url(re.compile("coverage"))
    settled(page)
    expect(page).to_have_url(re.compile(re.escape("region=430000")))
    expect(page).to_have_url(re.compile(re.escape("area=3")))
