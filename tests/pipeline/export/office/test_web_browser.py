"""A chart as a page, in a browser without a network."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from pipeline.export.web.web import page
from tests.pipeline.export.office.exhibit_samples import exhibit

PARTS = "".join(
    f'<g class="part" data-hint="{name}\n覆盖 &lt;b&gt;{number}&lt;/b&gt; 项">'
    f'<rect x="{number * 100}" width="90" height="90" fill="light-dark(#123a66, #bfe2f8)"/></g>'
    for number, name in enumerate(("北京", "天津", "河北"))
)


def drawing(width: int) -> str:
    return f'<svg viewBox="0 0 {width} 100"><script>window.ran = true</script>{PARTS}</svg>'


@pytest.fixture
def opened(browser: Browser, tmp_path: Path) -> Iterator[Page]:
    file = tmp_path / "chart.html"
    file.write_bytes(page(exhibit("stacked"), [(drawing(600), 600), (drawing(300), 300)], language="zh"))
    context = browser.new_context(offline=True, viewport={"width": 900, "height": 900})
    tab = context.new_page()
    tab.goto(file.as_uri())
    yield tab
    context.close()


def test_parts_tell_more_under_the_pointer(opened: Page) -> None:
    opened.locator(".layout:not([hidden]) .part").nth(1).hover()
    expect(opened.locator(".hint")).to_be_visible()
    expect(opened.locator(".hint b")).to_have_text("天津")
    expect(opened.locator(".hint div")).to_have_text("覆盖 <b>1</b> 项")
    opened.mouse.move(880, 880)
    expect(opened.locator(".hint")).to_be_hidden()


def test_parts_tell_more_from_the_keyboard(opened: Page) -> None:
    opened.keyboard.press("Tab")
    expect(opened.locator(".hint b")).to_have_text("北京")
    opened.keyboard.press("ArrowRight")
    opened.keyboard.press("ArrowRight")
    expect(opened.locator(".hint b")).to_have_text("河北")
    opened.keyboard.press("Escape")
    expect(opened.locator(".hint")).to_be_hidden()


def test_the_layout_that_fits_is_shown(opened: Page) -> None:
    expect(opened.locator(".layout:not([hidden])")).to_have_attribute("data-width", "600")
    opened.set_viewport_size({"width": 420, "height": 900})
    expect(opened.locator(".layout:not([hidden])")).to_have_attribute("data-width", "300")
    assert opened.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_the_table_is_sorted_by_click_and_by_key(opened: Page) -> None:
    first = opened.locator("tbody tr td:first-child")
    share = opened.get_by_role("button", name="share")
    share.click()
    expect(first).to_have_text(["河北", "北京", "天津"])
    share.press("Enter")
    expect(first).to_have_text(["北京", "河北", "天津"])
    expect(opened.get_by_role("columnheader", name="share")).to_have_attribute("aria-sort", "descending")
    opened.get_by_role("button", name="tasks").click()
    expect(first).to_have_text(["河北", "天津", "北京"])


def test_no_other_script_runs(opened: Page) -> None:
    assert opened.evaluate("window.ran") is None
