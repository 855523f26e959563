"""All tables as a workbook against all tables as CSV, as the page on data and methods offers them."""

import tempfile
import time
from pathlib import Path
from typing import Final

from benchmarks.build import COLLECTION
from benchmarks.measure import Ratio, Report, run_seconds
from pipeline.export.export import export_archive
from tests.serving import plan_atlas_command

PAIRS: Final = 5
BAR: Final = 2.0


def report(pairs: int = PAIRS) -> Report:
    """Build the corpus, then make both files in turns, by CPU time: other processes slow neither."""
    with tempfile.TemporaryDirectory() as scratch:
        built = Path(scratch) / "built"
        run_seconds([plan_atlas_command(), "build", "--out", str(built), str(COLLECTION)])
        cpu_seconds(built, "csv")
        times = [(cpu_seconds(built, "xlsx"), cpu_seconds(built, "csv")) for _ in range(pairs)]
    measured, floors = zip(*times, strict=True)
    ratio = Ratio("all tables, XLSX / CSV", measured, floors, BAR)
    return Report((ratio.line(),), ratio.holds)


def cpu_seconds(built: Path, format: str) -> float:
    """CPU time of making one file of all tables, in seconds."""
    started = time.process_time()
    export_archive(built, format)
    return time.process_time() - started
