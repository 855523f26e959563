"""The overview in Chromium: clicks lead on, pictures are saved, and no word is cut or hidden by another."""

import struct
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import pytest
from playwright.sync_api import Page, expect

from pages.charts.show import key_class
from pages.ui.theme import DARK
from tests.pages.charts.clashes import assert_nothing_clashes
from tests.pages.charts.plots import click_mark, click_row, find_mark
from tests.pages.charts.saving import save_from_menu
from tests.pages.conftest import Windows
from tests.settling import settled

pytestmark = pytest.mark.browser

FILE: Final = "plan-atlas-overview"
MAP: Final = f"{FILE}-map"

Opened = Callable[..., Page]


@pytest.fixture
def opened(windows: Windows) -> Opened:
    """Opens the overview in a window of some width, in light or dark."""

    def follow(lang: str, width: int = 1440, scheme: Any = "light") -> Page:
        return windows(f"?lang={lang}", ".st-key-tasks .plot .main-svg", width=width, scheme=scheme)

    return follow


def test_tile_opens_the_profile_of_its_region(opened: Opened) -> None:
    page = opened("zh")
    page.mouse.move(*find_mark(page, MAP, "320000"))
    expect(page.locator(f"{key_class(f'plot_{MAP}')} .plot-hint")).to_contain_text("江苏省")
    click_mark(page, MAP, "320000")
    page.wait_for_url("**/coverage?*open=320000*")
    expect(page.get_by_role("dialog")).to_contain_text("江苏省")


def test_bar_opens_its_key_area(opened: Opened) -> None:
    page = opened("en")
    click_mark(page, f"{FILE}-areas", "3")
    page.wait_for_url("**/coverage?*area=3*")


def test_row_of_the_data_opens_the_same_as_its_tile(opened: Opened) -> None:
    page = opened("en")
    for _ in range(2):
        click_row(page, MAP, 0)
        page.wait_for_url("**/coverage?*open=110000*")
        page.go_back()
        page.wait_for_url("**/?*lang=en*")
        settled(page)


def test_images_are_saved_at_triple_size_in_light_colours(opened: Opened, tmp_path: Path) -> None:
    page = opened("en", width=800, scheme="dark")
    saved = [save_from_menu(page, "plan-atlas-overview-map", ending, tmp_path) for ending in ("png", "svg")]
    wide, _ = struct.unpack(">II", saved[0].read_bytes()[16:24])
    drawing = saved[1].read_text(encoding="utf-8")
    assert wide == 3 * 960
    assert 'width="960"' in drawing
    assert DARK.paper not in drawing
    assert "rgb(16, 22, 29)" not in drawing
    assert "Source: 2018" in drawing
    assert "Heilongjiang" in drawing
    assert "SHA-256" in drawing, "the file says how to cite it"


@pytest.mark.parametrize("lang", ("zh", "en"))
def test_no_text_is_cut_or_covered(opened: Opened, lang: str) -> None:
    assert_nothing_clashes(opened(lang), drawn=4)
