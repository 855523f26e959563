"""A search of the whole corpus, from what is typed to its hits with their places."""

import tempfile
import time
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import Final

from benchmarks.build import COLLECTION
from benchmarks.measure import Report, bar_line, run_seconds
from pipeline import search as text_search
from pipeline.store import store
from tests.serving import plan_atlas_command

BAR: Final = 0.3
"""Seconds within which hits must be there."""

RUNS: Final = 9
TERMS: Final = 40
"""So many of the corpus's own terms are searched for, the most used ones first: they have the most hits."""


def report(runs: int = RUNS) -> Report:
    """Build the corpus, then time the first search of a process and the slowest of many others."""
    with tempfile.TemporaryDirectory() as scratch:
        built = Path(scratch) / "built"
        run_seconds([plan_atlas_command(), "build", "--out", str(built), str(COLLECTION)])
        terms = store.vocabulary(built)["term"].tolist()
        first = search_seconds(built, terms[0])
        times = {text: median(search_seconds(built, text) for _ in range(runs)) for text in queries(terms)}
        nothing = median(nothing_seconds(built, terms[0][::-1] + terms[1]) for _ in range(runs))
    slowest = max(times, key=times.__getitem__)
    reported = (
        ("search, slowest query", times[slowest], f"  {slowest[:24]}; median {median(times.values()):.3f} s"),
        ("search, nothing found", nothing, "  with what to try instead"),
    )
    lines = [
        bar_line(name, f"{seconds:.3f} s", f"{BAR:.1f} s", seconds <= BAR) + more
        for name, seconds, more in reported
    ]
    # The cost of the first search of a process is listed, and has no bar of its own.
    lines.append(f"{'search, first of a process':<30}{first:>6.3f} s")
    return Report(tuple(lines), all(seconds <= BAR for _, seconds, _ in reported))


def queries(terms: list[str]) -> list[str]:
    """Single terms, two together, phrases, terms to leave out, and fields."""
    used = terms[:TERMS]
    pairs = list(pairwise(used))
    return [
        *used,
        *(f"{one} {other}" for one, other in pairs),
        *(f"“{one}” -{other}" for one, other in pairs[::4]),
        *(f"{one} region:110000 depth:specific" for one in used[::8]),
        f"-{used[0]}",
        "depth:specific",
        " ".join(used),
    ]


def search_seconds(built: Path, text: str) -> float:
    """Wall time of one search, in seconds."""
    started = time.perf_counter()
    text_search.search(built, text)
    return time.perf_counter() - started


def nothing_seconds(built: Path, text: str) -> float:
    """Wall time of a search that finds nothing, and of what is then offered to be tried."""
    started = time.perf_counter()
    text_search.search(built, text)
    text_search.suggest_queries(built, text)
    return time.perf_counter() - started
