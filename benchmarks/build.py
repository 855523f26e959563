"""The build of the whole corpus against its floor, process against process."""

import sys
import tempfile
from itertools import count
from pathlib import Path
from typing import Final

from benchmarks.measure import MEGABYTE, ROOT, Ratio, Report, bar_line, peak_bytes, run_seconds
from tests.serving import plan_atlas_command

PAIRS: Final = 7
RATIO_BAR: Final = 2.5
MEMORY_BAR: Final = 500 * MEGABYTE
COLLECTION: Final = ROOT / "data" / "raw" / "ip-work-plans" / "2018"


def report(pairs: int = PAIRS) -> Report:
    """Time the build and its floor in turns, and take the build's peak memory in a run of its own.

    Both run once before anything is timed, so that bytecode, the disk and jieba's dictionary are equally
    warm; memory is sampled apart, so that the sampling slows no timed run; and every build writes to a
    folder of its own, so that none can find its work done.
    """
    (text,) = COLLECTION.glob("*.txt")
    floor = [sys.executable, str(Path(__file__).with_name("floor.py")), str(text)]
    with tempfile.TemporaryDirectory() as scratch:
        builds = ([plan_atlas_command(), "build", "--out", f"{scratch}/{number}"] for number in count())
        run_seconds(floor)
        run_seconds(next(builds))
        times = [(run_seconds(next(builds)), run_seconds(floor)) for _ in range(pairs)]
        peak = peak_bytes(next(builds))
    measured, floors = zip(*times, strict=True)
    time = Ratio("build / libraries and words", measured, floors, RATIO_BAR)
    memory_holds = peak <= MEMORY_BAR
    memory = bar_line(
        "build, peak memory", f"{peak / MEGABYTE:.0f} MB", f"{MEMORY_BAR / MEGABYTE:.0f} MB", memory_holds
    )
    return Report((time.line(), memory), time.holds and memory_holds)
