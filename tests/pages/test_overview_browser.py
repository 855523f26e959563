"""The overview in Chromium: clicks lead on, pictures are saved, and no word is cut or hidden by another."""

from __future__ import annotations

import struct
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import pytest
from playwright.sync_api import Page, expect

from tests.pages.conftest import Windows
from tests.pages.saving import save_from_menu
from tests.settling import PATIENCE

pytestmark = pytest.mark.browser

MAP: Final = ".st-key-picture_plan-atlas-overview-map"

# Texts that leave their picture, that leave their tile, or that lie on another text.
CLASHES: Final = """() => {
  const found = []
  const box = (element) => element.getBoundingClientRect()
  const roots = [...document.querySelectorAll("*")].map((host) => host.shadowRoot).filter(Boolean)
  const pictures = roots.flatMap((root) => [...root.querySelectorAll("svg[data-picture]")])
  const leaves = (text, frame) =>
    text.left < frame.left - 1 || text.right > frame.right + 1 ||
    text.top < frame.top - 2 || text.bottom > frame.bottom + 2
  for (const picture of pictures.filter((svg) => box(svg).width)) {
    const texts = [...picture.querySelectorAll("text")].map((text) => [text.textContent, box(text)])
    for (const [words, place] of texts) if (leaves(place, box(picture))) found.push(["cut", words])
    texts.forEach(([words, one], at) => {
      for (const [others, other] of texts.slice(at + 1)) {
        const wide = Math.min(one.right, other.right) - Math.max(one.left, other.left)
        const high = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top)
        if (wide > 1 && high > 0.35 * Math.min(one.height, other.height)) found.push(["over", words, others])
      }
    })
    for (const tile of picture.querySelectorAll(".part:has(rect)")) {
      for (const text of tile.querySelectorAll("text")) {
        if (leaves(box(text), box(tile.querySelector("rect")))) found.push(["tile", text.textContent])
      }
    }
  }
  return { drawn: pictures.length, found }
}"""

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
    page.wait_for_url("**/coverage?*open=320000*", timeout=PATIENCE)
    expect(page.get_by_role("dialog")).to_contain_text("江苏省", timeout=PATIENCE)


def test_a_task_leads_to_its_profile_by_keyboard(opened: Opened) -> None:
    page = opened("en")
    task = page.locator('.st-key-tasks [data-open="4.4"]:visible')
    task.focus()
    task.press("Enter")
    page.wait_for_url("**/coverage?*open=4.4*", timeout=PATIENCE)
    expect(page.get_by_role("dialog")).to_contain_text("4.4", timeout=PATIENCE)


def test_a_bar_leads_to_its_key_area(opened: Opened) -> None:
    page = opened("en")
    page.locator('.st-key-where [data-open="3"]:visible').click()
    page.wait_for_url("**/coverage?*area=3*", timeout=PATIENCE)


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
@pytest.mark.parametrize("width", (1440, 800))
def test_no_word_is_cut_or_covered(opened: Opened, lang: str, width: int) -> None:
    page = opened(lang, width)
    page.evaluate("document.fonts.ready")
    result = page.evaluate(CLASHES)
    assert result["drawn"] == 5
    assert result["found"] == []
