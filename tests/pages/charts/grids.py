"""A grid in the browser: its names, and the positions of its cells."""

import json
import re
from typing import Any

from playwright.sync_api import Locator, Page
from streamlit.testing.v1 import AppTest

from tests.pages.charts.clashes import unclashed_views
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


def assert_grid_is_whole(page: Page, *addresses: str) -> None:
    """Look at a grid, or at those of some addresses, in a wide window and in a narrow one: no word is cut."""
    for view in unclashed_views(page, *addresses):
        assert page.locator(".grid-holder text").count() > 3
        high = page.locator(".grid-scroll").evaluate("(box) => box.scrollHeight - box.clientHeight")
        assert high <= 0, f"the grid scrolls up and down {view}"
