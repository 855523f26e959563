"""Several plans of one region for one year: numbered, counted together, refused where one repeats another."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Final

from pipeline.reading.plan import PlanJob, PlanRead
from pipeline.schema.errors import SourceError, printable
from pipeline.taxonomy.match import normalise

_REPEATED: Final = 0.5
"""The share of its measures that makes a plan a copy of another one, such as its draft or another format."""


def number_jobs(jobs: Iterable[PlanJob]) -> list[PlanJob]:
    """The plans to be read, the second and later ones of a region and year with a number at their id."""
    counts = Counter[str]()
    numbered = []
    for job in jobs:
        counts[job.plan_id] += 1
        number = counts[job.plan_id]
        numbered.append(job if number == 1 else replace(job, plan_id=f"{job.plan_id}-{number}"))
    return numbered


def require_other_plan(read: PlanRead, source: Path, earlier: Sequence[tuple[Path, PlanRead]]) -> None:
    """Raise SourceError for a plan that repeats an earlier one of its region and year.

    Half of its measures in common make it a copy, for copies count twice. One whose region was only guessed
    is refused as well: it can as well be another region's.

    Parameters
    ----------
    read, source
        The plan, and the file that it stands in.
    earlier
        The plans of the region for that year that were read before, each with its file.
    """
    texts = _texts(read)
    is_certain = bool(read.job.plan.title or read.job.plan.named_by)
    for path, other in earlier:
        known = _texts(other)
        common = sum((texts & known).values())
        if is_certain and common < _REPEATED * min(texts.total(), known.total()):
            continue
        place = f"{printable(str(path))}:{other.job.plan.first_line}"
        raise SourceError(
            f"同一地区同一年份的工作要点（{other.job.plan_id}）已在 {place} 出现过；请去掉重复的一份。",
            f"The plan of this region and year ({other.job.plan_id}) stands at {place} already; "
            "remove one of them.",
            source=source,
            line=read.job.plan.first_line,
        )


def _texts(read: PlanRead) -> Counter[str]:
    return Counter(filter(None, (normalise(measure.row.measure.text) for measure in read.measures)))


def merge_plans(reads: Iterable[PlanRead]) -> list[PlanRead]:
    """One plan for each region of an edition: the measures of all its plans, under the id of the first."""
    held: dict[str, list[PlanRead]] = defaultdict(list)
    for read in reads:
        held[read.job.plan.region_id].append(read)
    return [
        replace(plans[0], measures=tuple(chain.from_iterable(plan.measures for plan in plans)))
        for plans in held.values()
    ]
