"""A filter change on the coverage page against the same click in the smallest app with a chart."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from playwright.sync_api import Browser, Page, ViewportSize

from benchmarks.measure import Ratio, Report
from tests.chromium import MISSING, find_chromium, launched_chromium
from tests.serving import dashboard_command, serving, streamlit_command

COVERAGE_PATH: Final = "/coverage"
COVERAGE_FILTER: Final = ".st-key-area"
FLOOR_FILTER: Final = ".st-key-filter"
BOX: Final = "[role=combobox]"

PAIRS: Final = 9
BAR: Final = 2.5
WINDOW: Final[ViewportSize] = {"width": 1440, "height": 900}
FLOOR_APP: Final = Path(__file__).with_name("floor_app.py")
TIMING_SCRIPT: Final = Path(__file__).with_name("settled.js")
NEXT_OPTION: Final = '[role="option"][aria-selected="false"]:not([data-key="__select_all__"])'
CLEAR: Final = "Clear all"
STILL_MS: Final = 400
"""A list unfolds and a page comes up in movements that are not part of a change."""
IDLE: Final = '[data-testid="stApp"][data-test-script-state="notRunning"]'


def report(pairs: int = PAIRS) -> Report:
    """Click filters in turns on the coverage page and on the floor app, both open in one Chromium.

    Raises
    ------
    RuntimeError
        If there is no Chromium, or a server does not start.
    """
    with beside_floor(FLOOR_APP) as (chromium, dashboard, floor):
        coverage_page = settled_page(
            chromium, dashboard + COVERAGE_PATH, TIMING_SCRIPT, f"{COVERAGE_FILTER} {BOX}"
        )
        floor_page = settled_page(chromium, floor, TIMING_SCRIPT, f"{FLOOR_FILTER} {BOX}")
        times = [
            (change_seconds(coverage_page, COVERAGE_FILTER), change_seconds(floor_page, FLOOR_FILTER))
            for _ in range(pairs + 1)
        ]
    # The first click of each page fills caches that no later click fills again.
    measured, floors = zip(*times[1:], strict=True)
    ratio = Ratio("filter change / smallest app", measured, floors, BAR)
    return Report((ratio.line(),), ratio.holds)


@contextmanager
def beside_floor(floor_app: Path) -> Iterator[tuple[Browser, str, str]]:
    """Chromium, and the addresses of the dashboard and of a floor app.

    Raises
    ------
    RuntimeError
        If there is no Chromium, or a server does not start.
    """
    executable = find_chromium()
    if executable is None:
        raise RuntimeError(MISSING)
    with (
        serving(dashboard_command) as dashboard,
        serving(lambda port: streamlit_command(floor_app, port)) as floor,
        launched_chromium(executable) as chromium,
    ):
        yield chromium, dashboard, floor


def settled_page(chromium: Browser, url: str, script: Path, waited_for: str) -> Page:
    """A page that has settled, with a timing script in it."""
    page = chromium.new_context(viewport=WINDOW, device_scale_factor=1).new_page()
    page.add_init_script(path=script)
    page.goto(url)
    page.locator(waited_for).wait_for(timeout=60_000)
    page.locator(IDLE).wait_for(timeout=60_000)
    page.wait_for_timeout(5 * STILL_MS)
    return page


def change_seconds(page: Page, filter_selector: str) -> float:
    """Choose one more option of the filter and wait until the page has settled.

    Returns
    -------
    float
        Seconds from the press on the option to the first frame of the settled page.
    """
    page.bring_to_front()
    open_list(page, filter_selector)
    if not page.locator(NEXT_OPTION).count():
        choose_nothing(page, filter_selector)
        open_list(page, filter_selector)
    page.evaluate("planAtlasTiming.arm()")
    page.locator(NEXT_OPTION).first.click()
    milliseconds: float = page.evaluate("planAtlasTiming.settled()")
    return milliseconds / 1_000


def open_list(page: Page, filter_selector: str) -> None:
    """Show the filter's options; a list of many choices stays open after a click, one of one does not."""
    if not page.get_by_role("listbox").is_visible():
        page.locator(filter_selector).get_by_role("combobox").click()
        page.get_by_role("listbox").wait_for()
    page.wait_for_timeout(STILL_MS)


def choose_nothing(page: Page, filter_selector: str) -> None:
    """Take every choice out of a filter of many choices."""
    page.keyboard.press("Escape")
    page.wait_for_timeout(STILL_MS)
    page.evaluate("planAtlasTiming.arm()")
    page.locator(filter_selector).get_by_label(CLEAR).click()
    page.evaluate("planAtlasTiming.settled()")
