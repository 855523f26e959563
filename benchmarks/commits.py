"""Changes on the pages against the same changes in an earlier commit, both served in the same run.

The earlier commit is `BENCH_BASE` in the environment, by default the one before the last.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from playwright.sync_api import Browser

from benchmarks.measure import ROOT, Ratio, Report
from benchmarks.pages import TIMING_SCRIPT, change_seconds, settled_page
from tests.chromium import MISSING, find_chromium, launched_chromium
from tests.serving import dashboard_command, serving, streamlit_command

BASE: Final = "BENCH_BASE"
PAIRS: Final = 7
CHANGES: Final = {
    "Coverage, filter": ("/coverage", ".st-key-area", 1.1),
    "Targets, indicator": ("/targets", ".st-key-indicator", 1.5),
    "Gaps, region": ("/gaps?for_region=340000", ".st-key-for_region", 1.5),
    "Compare, region": ("/compare?region=320000&region=330000&region=340000", ".st-key-region", 1.5),
    "Keywords, region": ("/keywords", ".st-key-of_region", 1.5),
}
"""Where something is changed: the page, its filter, and how many times as long as before it may take."""


def report(pairs: int = PAIRS) -> Report:
    """Change the same choices in turns, now and in the earlier commit, both open in one Chromium.

    Raises
    ------
    RuntimeError
        If there is no Chromium, a server does not start, or there is no earlier commit.
    """
    executable = find_chromium()
    if executable is None:
        raise RuntimeError(MISSING)
    with (
        earlier_checkout() as folder,
        serving(dashboard_command) as now,
        serving(lambda port: streamlit_command(folder / "dashboard.py", port), folder=folder) as before,
        launched_chromium(executable) as chromium,
    ):
        ratios = [
            _measure(chromium, name, (now, before), address, selector, bar, pairs)
            for name, (address, selector, bar) in CHANGES.items()
        ]
    return Report(tuple(ratio.line() for ratio in ratios), all(ratio.holds for ratio in ratios))


@contextmanager
def earlier_checkout() -> Iterator[Path]:
    """A folder with the earlier commit and its tables; gone afterwards.

    Raises
    ------
    RuntimeError
        If there is no such commit, or it can't build its tables.
    """
    base = os.environ.get(BASE, "HEAD~1")
    with tempfile.TemporaryDirectory() as parent:
        folder = Path(parent) / "earlier"
        _run(["git", "worktree", "add", "--detach", str(folder), base], ROOT)
        try:
            _run([sys.executable, "-m", "pipeline.cli", "build"], folder)
            yield folder
        finally:
            _run(["git", "worktree", "remove", "--force", str(folder)], ROOT)


def _measure(
    chromium: Browser,
    name: str,
    servers: tuple[str, str],
    address: str,
    selector: str,
    bar: float,
    pairs: int,
) -> Ratio:
    pages = [settled_page(chromium, server + address, TIMING_SCRIPT, selector) for server in servers]
    times = [tuple(change_seconds(page, selector) for page in pages) for _ in range(pairs + 1)]
    for page in pages:
        page.context.close()
    # The first change of each page fills caches that no later one fills again.
    measured, floors = zip(*times[1:], strict=True)
    return Ratio(name, measured, floors, bar)


def _run(command: list[str], folder: Path) -> None:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)} failed: {done.stderr.strip()[-300:]}")
