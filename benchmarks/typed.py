"""A search from the last key to its counts on the screen, against the same keys in the smallest app."""

from pathlib import Path
from statistics import median
from typing import Final

from playwright.sync_api import Page

from benchmarks.measure import Ratio, Report
from benchmarks.pages import IDLE, STILL_MS, beside_floor, settled_page

SEARCH_PATH: Final = "/search?lang=zh"
COUNTS: Final = ".facets .figure"
FLOOR_COUNTS: Final = "p.answer"
BOX: Final = ".st-key-q input"
BAR: Final = 6.0
FLOOR_APP: Final = Path(__file__).with_name("floor_search_app.py")
TIMING_SCRIPT: Final = Path(__file__).with_name("typed.js")

WORDS: Final = ("专利", "商标", "版权", "培训", "质押融资", "专利导航", "快速维权", "海关", "高校", "展会")
"""Typed one after the other; the first is not measured, because it fills caches that last."""


def report(words: tuple[str, ...] = WORDS) -> Report:
    """Type words in turns on the search page and in the floor app, both open in one Chromium.

    Raises
    ------
    RuntimeError
        If there is no Chromium, or a server does not start.
    """
    with beside_floor(FLOOR_APP) as (chromium, dashboard, floor):
        search_page = settled_page(chromium, dashboard + SEARCH_PATH, TIMING_SCRIPT, BOX)
        floor_page = settled_page(chromium, floor, TIMING_SCRIPT, BOX)
        times = [
            (typed_seconds(search_page, word, COUNTS), typed_seconds(floor_page, word, FLOOR_COUNTS))
            for word in words
        ]
    measured, floors = zip(*times[1:], strict=True)
    ratio = Ratio("counts as typed / smallest app", measured, floors, BAR)
    reported = f"{'counts drawn after the pause':<30}{1000 * median(measured):>5.0f} ms"
    return Report((ratio.line(), reported), ratio.holds)


def typed_seconds(page: Page, words: str, counts: str) -> float:
    """Put words into the empty box and wait for their answer.

    Parameters
    ----------
    page
        As `opened` gives it.
    words
        What is looked for.
    counts
        The selector of what is there once the hits are counted.

    Returns
    -------
    float
        Seconds from the end of the pause after the last key to the first frame that shows the counts.
    """
    page.bring_to_front()
    box = page.locator(BOX)
    box.fill("")
    box.focus()
    page.wait_for_timeout(4 * STILL_MS)
    page.locator(IDLE).wait_for(timeout=60_000)
    page.evaluate("asked => { window.answered = planAtlasTyped.shown(...asked) }", [words, counts])
    # At once, as input methods give words: keys one by one come late on a busy machine, and start two runs.
    page.keyboard.insert_text(words)
    milliseconds: float = page.evaluate("window.answered")
    page.wait_for_timeout(2 * STILL_MS)
    return milliseconds / 1_000
