"""A grid in the browser: its names, and the positions of its cells."""

import json
import re
from typing import Any

from playwright.sync_api import Locator, Page
from streamlit.testing.v1 import AppTest

from tests.pages.charts.clashes import SIDEWAYS, views
from tests.settling import settled


def given(app: AppTest) -> dict[str, Any]:
    """What the component of the page's grid was given."""
    found = next(e for e in app.get("bidi_component") if e.proto.component_name == "plan_atlas_grid")
    data: dict[str, Any] = json.loads(found.proto.json)
    return data


def texts_of(grid: dict[str, Any]) -> dict[str, str]:
    """What is written in each cell that opens something, by its key."""
    return {
        key: grid["kinds"][kind][1]
        for keys, kinds in zip(grid["keys"], grid["cells"], strict=True)
        if keys
        for key, kind in zip(keys, kinds, strict=True)
        if key
    }


def name_of(page: Page, name: str) -> Locator:
    """The name of a row or of a column, by the whole of it or by its number."""
    names = page.locator(".grid-holder [data-row], .grid-holder [data-column]")
    return names.filter(has_text=re.compile(f"^{re.escape(name)}( |$)")).first


def cell_at(page: Page, row: str, column: str) -> tuple[float, float]:
    """Where the cell of a row and a column is, once nothing moves."""
    settled(page)
    across, down = name_of(page, row).bounding_box(), name_of(page, column).bounding_box()
    assert across
    assert down
    leans = name_of(page, column).locator("[transform*=rotate]").count()
    x = down["x"] + (6 if leans else down["width"] / 2)
    return x, across["y"] + across["height"] / 2


# Names that lean have boxes that lie on one another while their letters don't.
_CLASHES = """() => {
  const found = [], box = (element) => element.getBoundingClientRect()
  for (const svg of document.querySelectorAll(".grid-holder svg")) {
    const frame = box(svg), texts = [...svg.querySelectorAll("text")]
    for (const one of texts.map(box).map((one, at) => [one, texts[at]])) {
      const [edge, text] = one
      if (edge.left < frame.left - 2 || edge.right > frame.right + 2 || edge.top < frame.top - 2
        || edge.bottom > frame.bottom + 2) found.push(["cut", text.textContent])
    }
    const upright = texts.filter((text) => !text.closest("[transform*=rotate]"))
    upright.forEach((one, at) => upright.slice(at + 1).forEach((other) => {
      const wide = Math.min(box(one).right, box(other).right) - Math.max(box(one).left, box(other).left)
      const high = Math.min(box(one).bottom, box(other).bottom) - Math.max(box(one).top, box(other).top)
      if (wide > 1 && high > 0.35 * Math.min(box(one).height, box(other).height))
        found.push(["over", one.textContent, other.textContent])
    }))
  }
  return found
}"""


def assert_grid_is_whole(page: Page, *addresses: str) -> None:
    """Look at a grid, or at those of some addresses, in a wide window and in a narrow one: no word is cut."""
    for view in views(page, *addresses):
        assert page.locator(".grid-holder text").count() > 3
        assert page.evaluate(_CLASHES) == [], f"words are cut or hidden {view}"
        assert page.evaluate(SIDEWAYS) <= 0, f"the page is wider than its window {view}"
        high = page.locator(".grid-scroll").evaluate("(box) => box.scrollHeight - box.clientHeight")
        assert high <= 0, f"the grid scrolls up and down {view}"
