"""The overview in Chromium: clicks lead on, pictures are saved, and no word is cut or hidden by another."""

from __future__ import annotations

import struct
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import pytest
from playwright.sync_api import Page, expect

from tests.pages.charts.clashes import assert_nothing_clashes
from tests.pages.charts.saving import save_from_menu
from tests.pages.conftest import Windows

pytestmark = pytest.mark.browser

MAP: Final = ".st-key-picture_plan-atlas-overview-map"

Opened = Callable[..., Page]


@pytest.fixture
def opened(windows: Windows) -> Opened:
    """Opens the overview in a window of some width, in light or dark."""

    def follow(lang: str, width: int = 1440, scheme: Any = "light") -> Page:
        return windows(f"?lang={lang}", "[data-picture=tasks]", width=width, scheme=scheme)

    return follow


def test_a_tile_leads_to_the_profile_of_its_region(opened: Opened) -> None:
    page = opened("zh")
    tile = page.locator(f'{MAP} [data-open="320000"]:visible')
    tile.hover()
    expect(page.locator(f"{MAP} .hint")).to_contain_text("江苏省")
    tile.click()
    page.wait_for_url("**/coverage?*open=320000*")
    expect(page.get_by_role("dialog")).to_contain_text("江苏省")


def test_a_task_leads_to_its_profile_by_keyboard(opened: Opened) -> None:
    page = opened("en")
    task = page.locator('.st-key-tasks [data-open="4.4"]:visible')
    task.focus()
    task.press("Enter")
    page.wait_for_url("**/coverage?*open=4.4*")
    expect(page.get_by_role("dialog")).to_contain_text("4.4")


def test_a_bar_leads_to_its_key_area(opened: Opened) -> None:
    page = opened("en")
    page.locator('.st-key-where [data-open="3"]:visible').click()
    page.wait_for_url("**/coverage?*area=3*")


def test_pictures_are_saved_three_times_as_large_in_light_colours(opened: Opened, tmp_path: Path) -> None:
    page = opened("en", width=800, scheme="dark")
    saved = [save_from_menu(page, "plan-atlas-overview-map", ending, tmp_path) for ending in ("png", "svg")]
    wide, _ = struct.unpack(">II", saved[0].read_bytes()[16:24])
    drawing = saved[1].read_text(encoding="utf-8")
    assert wide == 3 * 620
    assert "light-dark" not in drawing
    assert 'width="620"' in drawing
    assert "Source: 2018" in drawing
    assert "Heilongjiang" in drawing
    assert "SHA-256 " in drawing, "the file says how to cite it"


@pytest.mark.parametrize("lang", ("zh", "en"))
def test_no_word_is_cut_or_covered(opened: Opened, lang: str) -> None:
    assert_nothing_clashes(opened(lang), drawn=5)
