"""The tables of facts extracted from the measures of plans."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from pipeline.build.documents import document_records, settle_titles
from pipeline.corpus.counted_targets import count_targets
from pipeline.extract.facts import Vocabularies
from pipeline.reading.plan import Measure, PlanRead

Record = dict[str, Any]
Records = list[Record]


def fact_records(reads: Sequence[PlanRead], words: Vocabularies) -> dict[str, Records]:
    """The tables of targets, departments, documents and campaigns by name, from the plans of one edition."""
    targets = [record for read in reads for record in _targets(read)]
    departments = _each(reads, _departments)
    citations = settle_titles(_each(reads, _citations), words.documents)
    return {
        "targets": targets,
        "indicators": _indicators(targets, words),
        "departments": departments,
        "bodies": _bodies(departments, words),
        "citations": citations,
        "documents": document_records(citations),
        "campaigns": _each(reads, _campaigns),
    }


def _each(reads: Sequence[PlanRead], rows: Callable[[Measure], Iterator[Record]]) -> Records:
    return [
        {**_place(read, measure), **row}
        for read in reads
        for measure in read.measures
        for row in rows(measure)
    ]


def _place(read: PlanRead, measure: Measure) -> Record:
    return {
        "measure_id": measure.measure_id,
        "plan_id": measure.plan_id,
        "region_id": read.job.plan.region_id,
        "area_id": measure.area_id,
        "task_id": ";".join(measure.match.task_ids),
    }


def _targets(read: PlanRead) -> Iterator[Record]:
    for counted in count_targets(read):
        target = counted.target
        yield {
            "target_id": counted.target_id,
            **_place(read, counted.measure),
            **_span(target.start, target.end, target.quote),
            "value_min": target.value_min,
            "value_max": target.value_max,
            "unit": target.unit,
            "comparator": target.comparator,
            "kind": target.kind,
            "metric": target.metric,
            "indicator_id": counted.indicator_id,
            "repeat_of": counted.repeat_of,
        }


def _indicators(targets: Records, words: Vocabularies) -> Records:
    held: dict[str, list[Record]] = defaultdict(list)
    for target in targets:
        if target["kind"] == "target" and not target["repeat_of"]:
            held[target["indicator_id"]].append(target)
    return [
        {
            "indicator_id": indicator.id,
            "name_zh": indicator.name_zh,
            "name_en": indicator.name_en,
            "unit_zh": indicator.unit_zh,
            "unit_en": indicator.unit_en,
            "targets": len(held[indicator.id]),
            "regions": len({target["region_id"] for target in held[indicator.id]}),
        }
        for indicator in words.indicators
    ]


def _departments(measure: Measure) -> Iterator[Record]:
    for position, mention in enumerate(measure.facts.departments, 1):
        yield {
            **_span(mention.start, mention.end, mention.quote),
            "position": position,
            "department_id": mention.department_id,
            "host_id": mention.host_id,
            "full_name": mention.full_name,
            "role": mention.role,
            "level": mention.level,
        }


def _bodies(departments: Records, words: Vocabularies) -> Records:
    mentions = Counter[str]()
    regions: dict[str, set[str]] = defaultdict(set)
    for row in departments:
        for body_id in filter(None, (row["department_id"], row["host_id"])):
            mentions[body_id] += 1
            regions[body_id].add(row["region_id"])
    return [
        {
            "department_id": body.id,
            "name_zh": body.name_zh,
            "name_en": body.name_en,
            "short_zh": body.short_zh,
            "short_en": body.short_en,
            "kind": body.kind,
            "collective": body.collective,
            "part_of": body.part_of,
            "successor": body.successor,
            "since": body.since,
            "mentions": mentions[body.id],
            "regions": len(regions[body.id]),
        }
        for body in words.directory.bodies
    ]


def _citations(measure: Measure) -> Iterator[Record]:
    for number, citation in enumerate(measure.facts.citations, 1):
        yield {
            "citation_id": f"{measure.measure_id}-C{number}",
            **_span(citation.start, citation.end, citation.quote),
            "title": citation.title,
            "kind": citation.kind,
            "number": citation.number,
            "issued_year": citation.issued_year,
            "maker": citation.maker,
        }


def _campaigns(measure: Measure) -> Iterator[Record]:
    for campaign in measure.facts.campaigns:
        yield {
            **_span(campaign.start, campaign.end, campaign.quote),
            "name": campaign.name,
            "kind": campaign.kind,
        }


def _span(start: int, end: int, quote: str) -> Record:
    return {"char_start": start, "char_end": end, "quote": quote}
