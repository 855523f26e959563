"""Chromium as the tests and the benchmarks use it: the system's own, without a screen."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from playwright.sync_api import Browser, sync_playwright

HEADLESS_SHELL: Final = "chromium-headless-shell"
"""Chromium without what draws a browser's windows: less CPU time, but not what readers have."""

NAMES: Final = ("chromium", "chromium-browser", "google-chrome")
MISSING: Final = f"no Chromium on the path (looked for {', '.join(NAMES)})"

FLAGS: Final = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

MANY_SHORT_PAGES: Final = (
    "--process-per-site",
    # Code that runs for a second is not worth the time of V8's optimizing compilers and of small heaps.
    "--js-flags=--no-opt,--no-maglev,--min-semi-space-size=32",
)
"""For many pages of one site, each open for a moment: a quarter less CPU time. Not for measuring them."""


def find_chromium(*preferred: str) -> Path | None:
    """The first Chromium on the path, or None; commands that are preferred come first."""
    found = next(filter(None, map(shutil.which, (*preferred, *NAMES))), None)
    return Path(found) if found else None


@contextmanager
def launched_chromium(executable: Path, *more_flags: str) -> Iterator[Browser]:
    """A running Chromium, closed at the end."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=executable, headless=True, args=[*FLAGS, *more_flags]
        )
        try:
            yield chromium
        finally:
            chromium.close()
