"""The page of targets in Chromium: a dot leads to its sentence, by mouse and keyboard; nothing is cut."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from playwright.sync_api import Page, expect

from tests.pages.charts.clashes import assert_nothing_clashes
from tests.pages.charts.saving import save_from_menu
from tests.pages.conftest import Windows
from tests.settling import settled

pytestmark = pytest.mark.browser

Opened = Callable[..., Page]


@pytest.fixture
def opened(windows: Windows) -> Opened:
    """Opens the page at an address, in a window of some width, in light or dark."""

    def follow(address: str, width: int = 1440, scheme: Any = "light") -> Page:
        return windows(f"targets?{address}", "svg[data-picture=targets]", width=width, scheme=scheme)

    return follow


def first_target(page: Page, corpus: Path) -> dict[str, Any]:
    """The target of the first row of the picture, as the tables have it."""
    code = page.locator("svg [data-open] >> visible=true").first.get_attribute("data-open")
    targets = pd.read_parquet(corpus / "targets.parquet").set_index("target_id")
    row: dict[str, Any] = json.loads(targets.loc[code].to_json())
    return row


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_dot_leads_to_its_sentence_and_its_lines(opened: Opened, corpus: Path, lang: str) -> None:
    page = opened(f"lang={lang}")
    row = first_target(page, corpus)
    part = page.locator("svg [data-open] >> visible=true").first
    part.locator("circle").first.hover()
    expect(page.locator(".hint >> visible=true")).to_contain_text(row["quote"])
    part.locator("circle").first.click()
    drawer = page.get_by_role("dialog")
    expect(drawer.locator(".said mark")).to_have_text(row["quote"])
    expect(drawer.locator("details.source")).to_be_visible()
    expect(page).to_have_url(re.compile("open="))
    page.keyboard.press("Escape")
    expect(drawer).to_have_count(0)


def test_a_dot_leads_to_its_sentence_by_keyboard(opened: Opened, corpus: Path) -> None:
    page = opened("lang=en")
    quote = first_target(page, corpus)["quote"]
    page.locator("svg [data-open] >> visible=true").first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog").locator(".said")).to_contain_text(quote)


def test_a_row_of_the_table_leads_to_its_sentence(opened: Opened, corpus: Path) -> None:
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


def test_a_bar_of_the_ranking_leads_to_the_regions_targets_and_back(opened: Opened) -> None:
    page = opened("lang=en&see=plans")
    page.locator('svg [data-open="320000"] >> visible=true').first.click()
    expect(page.locator("p.answer")).to_contain_text("Jiangsu sets")
    expect(page).to_have_url(re.compile(re.escape("of=320000")))
    page.go_back()
    expect(page.locator("p.answer")).to_contain_text("plans set")


def test_a_picture_is_saved_with_its_title_and_its_source(opened: Opened, tmp_path: Path) -> None:
    page = opened("lang=en&indicator=pledge-financing", 800, "dark")
    name = "plan-atlas-targets-pledge-financing-picture"
    drawing = save_from_menu(page, name, "svg", tmp_path).read_text(encoding="utf-8")
    assert "light-dark" not in drawing
    assert "Source: 2018" in drawing
    assert "absent is not zero" in drawing


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    "address",
    ["", "indicator=pledge-financing", "see=region&of=320000", "see=plans", "see=plans&rank=targets"],
)
def test_no_word_of_a_picture_is_cut_or_hidden(opened: Opened, address: str, lang: str) -> None:
    assert_nothing_clashes(opened(f"lang={lang}&{address}"))
