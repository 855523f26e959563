"""Plotly figures in Chromium: mouse, touch, and resized windows."""

import re
from typing import Final

import pytest
from playwright.sync_api import Browser, expect

from tests.pages.charts.plots import find_mark
from tests.pages.conftest import Windows
from tests.settling import settled

pytestmark = pytest.mark.browser

HIDDEN: Final = """() => [...document.querySelectorAll(".plot")]
  .flatMap((plot) => plot._fullData ?? []).filter((trace) => trace.visible === "legendonly").length"""


@pytest.mark.parametrize(
    ("address", "chart", "key", "opened"),
    [
        ("overview", "plan-atlas-overview-map", "320000", "open=320000"),
        ("keywords?see=alike", "plan-atlas-keywords-map", "320000", "like=320000"),
    ],
)
def test_touch_opens_a_mark(
    browser: Browser, dashboard_url: str, address: str, chart: str, key: str, opened: str
) -> None:
    with browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True) as context:
        page = context.new_page()
        page.goto(f"{dashboard_url}/{address}")
        page.touchscreen.tap(*find_mark(page, chart, key))
        expect(page).to_have_url(re.compile(opened))


def test_a_single_bar_is_visible(windows: Windows) -> None:
    page = windows("overview?area=1", ".plot .barlayer")
    heights = [bar.bounding_box() for bar in page.locator(".plot").nth(1).locator(".bars path").all()]
    assert heights
    assert all(box and box["height"] > 15 for box in heights)


def test_a_hidden_series_stays_hidden_at_another_width(windows: Windows) -> None:
    page = windows("overview", ".plot .barlayer")
    page.locator(".plot").nth(1).locator(".legendtoggle").nth(1).click()
    page.wait_for_function(f"({HIDDEN})() === 1")
    page.set_viewport_size({"width": 1200, "height": 900})
    assert settled(page).evaluate(HIDDEN) == 1


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_legend_of_depths_has_two_columns_on_a_phone(windows: Windows, lang: str) -> None:
    page = windows(f"overview?lang={lang}", ".plot .barlayer")
    page.set_viewport_size({"width": 390, "height": 844})
    entries = settled(page).locator(".plot").nth(1).locator(".legend .traces").all()
    boxes = [box for box in (entry.bounding_box() for entry in entries) if box]
    assert len(boxes) == 6
    assert len({round(box["y"]) for box in boxes}) <= 3
    assert all(box["x"] >= 0 and box["x"] + box["width"] <= 390 for box in boxes)


def test_a_double_click_resets_the_zoom_and_opens_nothing(windows: Windows) -> None:
    page = windows("targets?lang=en", ".plot .scatterlayer")
    plot = page.locator(".plot").first
    whole = plot.evaluate("(plot) => plot._fullLayout.xaxis.range")
    box = plot.locator(".nsewdrag").first.bounding_box()
    assert box
    left, top = box["x"] + 40, box["y"] + 40
    page.mouse.move(left, top)
    page.mouse.down()
    page.mouse.move(left + 200, top + 40, steps=4)
    page.mouse.up()
    page.wait_for_function(
        "(whole) => document.querySelector('.plot')._fullLayout.xaxis.range[1] < whole", arg=whole[1]
    )
    # Plotly takes presses that follow one another fast for one double click.
    page.wait_for_timeout(400)
    page.mouse.dblclick(left, top)
    page.wait_for_timeout(500)
    settled(page)
    assert plot.evaluate("(plot) => plot._fullLayout.xaxis.range") == whole
    expect(page).not_to_have_url(re.compile("open="))


@pytest.mark.parametrize("width", [390, 800, 1440])
def test_lines_of_a_tile_do_not_touch(windows: Windows, width: int) -> None:
    page = windows("overview?lang=en", ".plot .main-svg", width=width)
    clashing = """map => [...map.querySelectorAll(".bartext")].filter(text => {
      const boxes = [...text.querySelectorAll("tspan.line")].map(line => line.getBoundingClientRect())
      return boxes.some((box, at) => at && box.top < boxes[at - 1].bottom - 0.3 * box.height)
    }).map(text => text.textContent)"""
    assert page.locator(".st-key-plot_plan-atlas-overview-map").evaluate(clashing) == []
