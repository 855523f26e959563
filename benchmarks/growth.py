"""How the steps over all plans grow: CPU time and memory per plan at 1, 10 and 30 times the corpus.

Run as a process for one size: ``python -m benchmarks.growth TIMES`` prints its figures as JSON.
"""

import json
import random
import re
import resource
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from types import ModuleType
from typing import Any, Final

from benchmarks.build import COLLECTION
from benchmarks.measure import MEGABYTE, ROOT, Report, bar_line
from pipeline.build.build import read_all
from pipeline.corpus import corpus, local_tasks
from pipeline.extract.facts import load_vocabularies
from pipeline.extract.keywords import find_terms
from pipeline.reading.columns.rows import Cell
from pipeline.reading.plan import Measure, ParsedPlan
from pipeline.taxonomy.loading import load_taxonomy

Figures = dict[str, Any]

TIMES: Final = (1, 10, 30)
YEARS: Final = {1: 1, 10: 5, 30: 10}
"""Over how many years a corpus of so many times the plans is spread; the rest are further regions."""
GROWTH_BAR: Final = 1.3
MEMORY_BAR: Final = 1_200 * MEGABYTE
LEAST_SECONDS: Final = 0.001
"""Per plan; a step below this time is listed without a bar: it is a small share of reading a plan."""
RUNS: Final = 3

STEPS: Final[tuple[tuple[str, ModuleType, str], ...]] = (
    ("words of texts", corpus, "count_terms"),
    ("keyness", corpus, "_keyword_table"),
    ("TF-IDF vectors", corpus, "tf_idf"),
    ("cosines of plans", corpus, "cosines"),
    ("similarity", corpus, "_likeness_columns"),
    ("plan map and clusters", corpus, "_map_columns"),
    ("reuse", corpus, "_reuse_columns"),
    ("words of answers", local_tasks, "find_answers"),
    ("weights of words", local_tasks, "learn_weights"),
    ("shared local tasks", local_tasks, "group_ideas"),
    ("nearest tasks", local_tasks, "nearest_tasks"),
)
"""What is timed: name, module, and function, which the module looks up when it is called."""


def report() -> Report:
    """Measure each size in a process of its own; the ratio of the largest to the smallest has the bar."""
    sizes = {times: _run_size(times) for times in TIMES}
    first, last = sizes[TIMES[0]], sizes[TIMES[-1]]
    lines = ["", f"Steps over all plans, CPU ms per plan at {', '.join(f'{times}x' for times in TIMES)}"]
    holds = True
    for step in first["seconds"]:
        per_plan = [figures["seconds"][step] / figures["plans"] for figures in sizes.values()]
        ratio = per_plan[-1] / per_plan[0]
        reported = "  ".join(f"{1000 * value:.2f}" for value in per_plan)
        has_bar = max(per_plan) >= LEAST_SECONDS
        holds &= not has_bar or ratio <= GROWTH_BAR
        line = bar_line(step, f"{ratio:.2f}", f"{GROWTH_BAR:.1f}", ratio <= GROWTH_BAR)
        lines.append(f"{line if has_bar else f'{step:<30}{ratio:>8.2f}  no bar      '}  {reported}")
    for times, figures in sizes.items():
        rise = (figures["peak"] - figures["before"]) / figures["plans"] / MEGABYTE
        lines.append(
            f"  {times}x: {figures['plans']} plans, {figures['measures']} measures, {figures['reuse']} pairs "
            f"reused; {figures['peak'] / MEGABYTE:.0f} MB at the peak, {rise:.2f} MB per plan for the steps"
        )
    memory_holds = last["peak"] <= MEMORY_BAR
    lines.append(
        bar_line(
            f"peak memory at {TIMES[-1]}x",
            f"{last['peak'] / MEGABYTE:.0f} MB",
            f"{MEMORY_BAR / MEGABYTE:.0f} MB",
            memory_holds,
        )
    )
    return Report(tuple(lines), holds and memory_holds)


def _run_size(times: int) -> Figures:
    command = [sys.executable, "-m", "benchmarks.growth", str(times)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)} ended with {done.returncode}:\n{done.stderr[-4000:]}")
    return dict(json.loads(done.stdout))


def measure_size(times: int) -> Figures:
    """Lay the corpus out so many times, and make the tables of all plans together.

    Returns
    -------
    dict
        seconds of CPU by step, the least of some runs where a run is short; plans, measures, pairs of reused
        text; bytes of peak memory when the plans were there (``before``) and in the end (``peak``).
    """
    taxonomy, lexicon = load_taxonomy(), load_vocabularies().lexicon
    known = [read for source in read_all([COLLECTION]).sources for read in source.plans]
    reads = lay_out_again(known, times)
    # Libraries are loaded, and jieba's dictionary is read, before anything is timed.
    corpus.corpus_tables(known[:5], taxonomy, lexicon)
    before = _peak_bytes()
    runs = []
    for _ in range(RUNS if times == 1 else 1):
        with_times: defaultdict[str, float] = defaultdict(float)
        for step, module, name in STEPS:
            original = getattr(module, name)
            original = getattr(original, "__wrapped__", original)
            setattr(module, name, _timed(original, step, with_times))
        started = time.process_time()
        reuse = 0
        for year in sorted({read.job.year for read in reads}):
            mine = [read for read in reads if read.job.year == year]
            reuse += len(corpus.corpus_tables(mine, taxonomy, lexicon)["reuse"]["measure_id"])
        runs.append({**with_times, "all steps": time.process_time() - started})
    return {
        "seconds": {step: min(run[step] for run in runs) for step in runs[0]},
        "plans": len(reads),
        "measures": sum(len(read.measures) for read in reads),
        "reuse": reuse,
        "before": before,
        "peak": _peak_bytes(),
    }


def _timed(function: Callable[..., Any], step: str, seconds: dict[str, float]) -> Callable[..., Any]:
    def run(*given: Any, **named: Any) -> Any:
        started = time.process_time()
        try:
            return function(*given, **named)
        finally:
            seconds[step] += time.process_time() - started

    run.__wrapped__ = function  # type: ignore[attr-defined]
    return run


def _peak_bytes() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def lay_out_again(known: Sequence[ParsedPlan], times: int) -> list[ParsedPlan]:
    """Known rows under invented regions and years.

    Each row of a plan becomes one that some region has for the same task; every other one takes half of its
    sentences from a further region, so that rows are repeated whole and in part, as they are from year to
    year.
    """
    pool: defaultdict[tuple[str, ...], list[Measure]] = defaultdict(list)
    for read in known:
        for measure in read.measures:
            # A cell that is merged with the row above stands in a row of its own here.
            pool[measure.match.task_ids].append(replace(measure, row=replace(measure.row, merged=())))
    years = YEARS[times]
    laid_out = []
    for copy in range(times):
        chance = random.Random(copy)
        year, block = 2018 + copy % years, copy // years
        for number, read in enumerate(known):
            region_id = f"{block * len(known) + number + 1:06d}"
            plan_id = f"invented-{year}-{region_id}"
            job = replace(
                read.job, plan_id=plan_id, year=year, plan=replace(read.job.plan, region_id=region_id)
            )
            drawn = (_drawn(chance, pool[measure.match.task_ids]) for measure in read.measures)
            measures = tuple(
                replace(measure, measure_id=f"{plan_id}-{place:03d}")
                for place, measure in enumerate(drawn, 1)
            )
            laid_out.append(replace(read, job=job, measures=measures))
    return laid_out


def _drawn(chance: random.Random, measures: Sequence[Measure]) -> Measure:
    one, other = chance.choice(measures), chance.choice(measures)
    if one is other or chance.random() < 0.5:
        return one
    halves = zip(*(list(_sentences(measure)) for measure in (one, other)), strict=False)
    text = "".join(chance.choice(pair) for pair in halves)
    # A text in one piece; where it stood in the source plays no part here.
    cell = Cell((replace(one.row.measure.fragments[0], text=text),)) if text else one.row.measure
    facts = replace(one.facts, terms=find_terms(cell.text, load_vocabularies().lexicon))
    return replace(one, row=replace(one.row, measure=cell), facts=facts)


def _sentences(measure: Measure) -> Iterator[str]:
    return (found.group() for found in re.finditer(r"[^。；]+[。；]?", measure.row.measure.text))


if __name__ == "__main__":
    print(json.dumps(measure_size(int(sys.argv[1]))))
