"""The page of targets in Chromium: a dot leads to its sentence, by mouse and keyboard; nothing is cut."""

import json
import re
from pathlib import Path
from typing import Any, Final

import pandas as pd
import pytest
from playwright.sync_api import Page, expect

from pages.ui.text import LANGUAGES
from tests.pages.charts.clashes import assert_nothing_clashes
from tests.pages.conftest import Windows
from tests.settling import settled

pytestmark = pytest.mark.browser

SHOWS: Final = ".plot .main-svg"

# The middle of a row of the figure, in the window.
ROW: Final = """(key) => {
  const plot = document.querySelector(".plot")
  plot.scrollIntoView()
  const { meta, _size } = plot._fullLayout, box = plot.getBoundingClientRect()
  const row = meta.rows.findIndex((row) => (key ? row.key === key : row.key))
  const top = row ? meta.bottoms[row - 1] : 0
  return [box.left + _size.l + 0.6 * _size.w, box.top + _size.t + (top + meta.bottoms[row]) / 2]
}"""


def first_target(page: Page, corpus: Path) -> dict[str, Any]:
    """The target of the first row of the figure that opens one, as the tables have it."""
    code = page.evaluate("document.querySelector('.plot')._fullLayout.meta.rows.find((row) => row.key).key")
    targets = pd.read_parquet(corpus / "targets.parquet").set_index("target_id")
    row: dict[str, Any] = json.loads(targets.loc[code].to_json())
    return row


def point_at(page: Page, key: str = "") -> None:
    """Move the pointer into the row of the figure that opens ``key``, else the first one."""
    x, y = settled(page).evaluate(ROW, key)
    page.mouse.move(x, y)
    page.mouse.move(x + 1, y)


def test_a_dot_leads_to_its_sentence_and_its_lines(opened: Windows, corpus: Path) -> None:
    page = opened("lang=zh")
    row = first_target(page, corpus)
    point_at(page)
    expect(page.locator(".plot-hint >> visible=true")).to_contain_text(row["quote"])
    page.mouse.down()
    page.mouse.up()
    drawer = page.get_by_role("dialog")
    expect(drawer.locator(".said mark")).to_have_text(row["quote"])
    expect(drawer.locator("details.source")).to_be_visible()
    expect(page).to_have_url(re.compile("open="))
    page.keyboard.press("Escape")
    expect(drawer).to_have_count(0)


def test_table_row_opens_its_sentence(opened: Windows, corpus: Path) -> None:
    page = opened("lang=en&see=region&of=320000")
    grid = page.locator("[data-testid=stDataFrame]").last
    grid.scroll_into_view_if_needed()
    settled(page)
    drawer = page.get_by_role("dialog")
    # The grid is painted on a canvas: below its header of some 35 pixels stands the first row, with its box.
    for _ in range(2):
        grid.click(position={"x": 16, "y": 55})
        expect(drawer.locator(".said mark")).to_have_text(first_target(page, corpus)["quote"])
        page.keyboard.press("Escape")
        expect(drawer).to_have_count(0)
        settled(page)
    grid.click(position={"x": 90, "y": 15})
    settled(page)
    expect(drawer).to_have_count(0)
    grid.click(position={"x": 16, "y": 55})
    expect(drawer).to_have_count(1)


def test_bar_of_the_ranking_opens_the_region_and_back(opened: Windows) -> None:
    page = opened("lang=en&see=plans")
    point_at(page, "320000")
    page.mouse.down()
    page.mouse.up()
    expect(page.locator("p.answer")).to_contain_text("Jiangsu sets")
    expect(page).to_have_url(re.compile(re.escape("of=320000")))
    page.go_back()
    expect(page.locator("p.answer")).to_contain_text("plans set")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_word_of_a_picture_is_cut_or_hidden(opened: Windows, lang: str) -> None:
    plans = ("see=plans", "see=plans&rank=targets")
    addresses = ("see=indicator", "indicator=pledge-financing", "see=region&of=320000", *plans)
    assert_nothing_clashes(opened(f"lang={lang}"), *(f"targets?lang={lang}&{one}" for one in addresses))


def test_tall_figure_fits_the_stage_and_the_window(windows: Windows) -> None:
    page = windows(
        "targets?lang=en&see=plans&embed=true&present=plan-atlas-targets-ranking-picture", ".plot .main-svg"
    )
    for width, height in ((1440, 900), (1000, 600)):
        page.set_viewport_size({"width": width, "height": height})
        box = settled(page).locator(".plot .main-svg").first.bounding_box()
        assert box
        assert box["y"] >= 0
        assert height * 0.7 < box["height"] <= height - box["y"]
