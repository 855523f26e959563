"""Plotly charts in the browser: positions of rows and marks."""

from typing import Final

from playwright.sync_api import Page

from pages.charts.show import key_class
from tests.settling import settled

# The middle of the name of the row, or of the mark, that opens a key, in the window's pixels.
_PLACE: Final = """(plot, key) => {
  const full = plot._fullLayout, { rows, bottoms } = full.meta, box = plot.getBoundingClientRect()
  const row = (rows ?? []).findIndex((row) => row.key === key)
  if (row >= 0) {
    const top = row ? bottoms[row - 1] : 0
    return [box.left + full._size.l - 20, box.top + full._size.t + (top + bottoms[row]) / 2]
  }
  for (const trace of plot._fullData) {
    const at = (trace.customdata ?? []).findIndex((data) => data?.[0] === key)
    if (at < 0) continue
    const y = trace.base ? trace.base[at] + trace.y[at] / 2 : trace.y[at]
    return [box.left + full._size.l + full.xaxis.d2p(trace.x[at]), box.top + full._size.t + full.yaxis.d2p(y)]
  }
  return null
}"""


def plot_selector(file_name: str) -> str:
    """The CSS selector of the chart called ``file_name``."""
    return f"{key_class(f'plot_{file_name}')} .plot"


def find_mark(page: Page, file_name: str, key: str) -> tuple[float, float]:
    """Where the row or mark with a key stands, scrolled into the window."""
    plot = page.locator(plot_selector(file_name))
    plot.locator(".main-svg").first.wait_for()
    settled(page)
    _, y = plot.evaluate(_PLACE, key)
    page.mouse.wheel(0, 0)
    plot.evaluate("(plot, y) => document.querySelector('[data-testid=stMain]').scrollBy(0, y - 400)", y)
    page.wait_for_timeout(200)
    x, y = plot.evaluate(_PLACE, key)
    return x, y


def click_mark(page: Page, file_name: str, key: str) -> None:
    """Click on the row or mark with a key."""
    page.mouse.move(*find_mark(page, file_name, key))
    page.wait_for_timeout(200)
    page.mouse.down()
    page.mouse.up()


def click_row(page: Page, file_name: str, row: int) -> None:
    """Unfold the data of a chart, and tick one of its rows, counted from 0."""
    data = page.locator(key_class(f"data_{file_name}"))
    data.locator("summary").wait_for()
    if data.locator("details[open]").count() == 0:
        data.locator("summary").click()
    grid = data.locator("canvas").first
    grid.wait_for()
    settled(page)
    grid.scroll_into_view_if_needed()
    settled(page)
    box = grid.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + 16, box["y"] + 35 * (row + 1) + 18)
