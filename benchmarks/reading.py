"""Reading a plan with a model that has never seen it: each hand-made plan left out of the learning once."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from benchmarks.measure import Report, bar_line
from pipeline.readers import read_document
from pipeline.readers.provenance import find_provenance
from pipeline.reading.columns.rows import read_rows
from pipeline.reading.plan import make_measures
from pipeline.reading.plan_job import PlanJob
from pipeline.taxonomy.loading import DEFAULT, Taxonomy, load_taxonomy
from pipeline.taxonomy.match import TaskMatcher
from pipeline.tools.learn import learn_column_models, read_gold
from tests.documents.evaluate import GOLD_REGIONS, Figures, compare, list_jobs

CORPUS: Final = (
    Path(__file__).resolve().parents[1] / "data/raw/ip-work-plans/2018/provincial-ip-work-plans-2018.txt"
)
BARS: Final = (
    ("task cells exact", "tasks", "rows", 0.995),
    ("measure cells exact", "measures", "rows", 0.985),
    ("department cells exact", "departments", "rows", 0.985),
    ("coverage cells right", "cells_right", "cells", 1.0),
    ("levels right", "levels_right", "levels", 0.95),
)


def report() -> Report:
    """The figures of every plan that was read by hand, each read without having been learnt from."""
    taxonomy = load_taxonomy()
    source = read_document(CORPUS)
    jobs = {job.plan.region_id: job for job in list_jobs(source, find_provenance(CORPUS, [DEFAULT.name]))}
    gold = read_gold()
    lines, total = ["", "Reading, each plan left out of the learning"], Figures()
    for name, rows in gold.items():
        figures = read_unseen(jobs[GOLD_REGIONS[name]], name, gold, taxonomy)
        total += figures
        lines.append(
            f"  {name:<14}{len(rows):>4} rows, {figures.missed} missed, {figures.invented} invented, "
            f"measures exact {figures.share('measures'):.4f}, departments {figures.share('departments'):.4f}"
        )
    holds = total.missed == total.invented == 0
    lines.append(bar_line("rows missed and invented", f"{total.missed}+{total.invented}", "0+0", holds))
    for label, part, whole, bar in BARS:
        share = total.share(part, whole)
        holds = holds and share >= bar
        lines.append(bar_line(label, f"{share:.4f}", f"{bar:.3f}", share >= bar))
    return Report(tuple(lines), holds)


def read_unseen(
    job: PlanJob, name: str, gold: Mapping[str, list[dict[str, Any]]], taxonomy: Taxonomy
) -> Figures:
    """Figures of one plan, read with models that were learnt from all the others."""
    others = [row for other, rows in gold.items() if other != name for row in rows]
    models = learn_column_models(others, taxonomy)
    rows = read_rows(job, taxonomy, models)
    region = next(region for region in taxonomy.regions if region.id == job.plan.region_id)
    measures = make_measures(job, rows, region, taxonomy, TaskMatcher(taxonomy.tasks))
    return compare(gold[name], measures)
