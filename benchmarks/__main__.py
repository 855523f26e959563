"""Run the benchmarks and print each figure beside its bar: ``python -m benchmarks [PART …]``."""

import argparse
import platform
import sys
from collections.abc import Callable
from os import cpu_count
from typing import Final

from playwright.sync_api import Error as BrowserError

from benchmarks import build, commits, documents, exports, formats, growth, pages, reading, search, typed
from benchmarks.measure import Report

PARTS: Final[dict[str, Callable[[], Report]]] = {
    "reading": reading.report,
    "documents": documents.report,
    "formats": formats.report,
    "build": build.report,
    "growth": growth.report,
    "pages": pages.report,
    "commits": commits.report,
    "search": search.report,
    "exports": exports.report,
    "typed": typed.report,
}


def main() -> int:
    """Run the parts asked for, or all.

    Returns
    -------
    int
        0 where every bar holds, 1 where one does not or a part could not be measured.
    """
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks", description="Run the benchmarks and print each figure beside its bar."
    )
    parser.add_argument("parts", metavar="PART", nargs="*", help=f"{', '.join(PARTS)}; without any, all")
    asked = parser.parse_args().parts or list(PARTS)
    if unknown := [part for part in asked if part not in PARTS]:
        parser.error(f"no part is called {unknown[0]}; there are {', '.join(PARTS)}")
    print(f"Python {platform.python_version()}, {platform.platform(terse=True)}, {cpu_count()} cores")
    reports = [run_part(part) for part in asked]
    return 0 if all(report.holds for report in reports) else 1


def run_part(part: str) -> Report:
    """Run one part and print what it says; a part that cannot be measured says why and breaks no other."""
    try:
        report = PARTS[part]()
    except (RuntimeError, BrowserError) as problem:
        report = Report((f"{part}: could not be measured: {problem}",), holds=False)
    print(*report.lines, sep="\n", flush=True)
    return report


if __name__ == "__main__":
    sys.exit(main())
