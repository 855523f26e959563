"""Numbers and merges several plans of a region for a year, and refuses copies."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from pipeline.readers.document import Document, find_place
from pipeline.reading.plan import ParsedPlan
from pipeline.reading.plan_job import PlanJob
from pipeline.schema.errors import SourceError, format_location
from pipeline.taxonomy.match import normalise

_COPY_SHARE: Final = 0.5
"""The share of common measures that makes a plan a copy, such as a draft or another format."""


def number_jobs(jobs: Iterable[PlanJob]) -> list[PlanJob]:
    """Append a number to the ids of the second and later plans of a region and year."""
    counts = Counter[str]()
    numbered = []
    for job in jobs:
        counts[job.plan_id] += 1
        number = counts[job.plan_id]
        numbered.append(job if number == 1 else replace(job, plan_id=f"{job.plan_id}-{number}"))
    return numbered


def require_other_plan(
    read: ParsedPlan, source: Path, earlier: Sequence[tuple[Document, ParsedPlan]]
) -> None:
    """Raise SourceError for a copy of an earlier plan of the region and year, which would count twice.

    A second plan whose region was only guessed is refused as well, as it is where the title of either is in
    doubt: it may be another region's. ``source`` is the file of the plan, ``earlier`` are the earlier plans
    of the region for that year, each with its document.
    """
    texts = _count_texts(read)
    is_named = bool(read.job.plan.title or read.job.plan.named_by)
    for document, other in earlier:
        others = _count_texts(other)
        is_certain = is_named and "title" not in (read.job.plan.named_by, other.job.plan.named_by)
        if is_certain and (texts & others).total() < _COPY_SHARE * min(texts.total(), others.total()):
            continue
        line = other.job.plan.first_line
        place = find_place(document, line, line)
        at = tuple(format_location(document.path, line, place, language) for language in ("zh", "en"))
        raise SourceError.of(
            "plan_repeated",
            source=source,
            line=read.job.plan.first_line,
            at=at,
            plan=other.job.plan_id,
        )


def _count_texts(read: ParsedPlan) -> Counter[str]:
    return Counter(filter(None, (normalise(measure.row.measure.text) for measure in read.measures)))


def merge_plans(reads: Iterable[ParsedPlan]) -> list[ParsedPlan]:
    """Merge the plans of each region: the measures of all of them, under the id of the first."""
    merged: dict[str, ParsedPlan] = {}
    for read in reads:
        first = merged.setdefault(read.job.plan.region_id, read)
        if first is not read:
            merged[read.job.plan.region_id] = replace(first, measures=first.measures + read.measures)
    return list(merged.values())
