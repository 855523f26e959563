"""The tables of facts extracted from the measures of plans.

A record may hold more than the codebook has of its table.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from pipeline.build.documents import document_records, settle_titles
from pipeline.corpus.counted_targets import count_targets
from pipeline.extract.campaigns.campaigns import Campaign
from pipeline.extract.departments.mentions import Mention
from pipeline.extract.documents.citations import Citation
from pipeline.extract.facts import Vocabularies
from pipeline.extract.quantities.targets import Target
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


def _fact(fact: Target | Mention | Citation | Campaign) -> Record:
    """The fields of a fact, which have the names of their columns, with its place in the cell."""
    return {**vars(fact), "char_start": fact.start, "char_end": fact.end}


def _targets(read: PlanRead) -> Iterator[Record]:
    for counted in count_targets(read):
        yield {
            "target_id": counted.target_id,
            **_place(read, counted.measure),
            **_fact(counted.target),
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
            **vars(indicator),
            "indicator_id": indicator.id,
            "targets": len(held[indicator.id]),
            "regions": len({target["region_id"] for target in held[indicator.id]}),
        }
        for indicator in words.indicators
    ]


def _departments(measure: Measure) -> Iterator[Record]:
    for position, mention in enumerate(measure.facts.departments, 1):
        yield {**_fact(mention), "position": position}


def _bodies(departments: Records, words: Vocabularies) -> Records:
    mentions = Counter[str]()
    regions: dict[str, set[str]] = defaultdict(set)
    for row in departments:
        for body_id in filter(None, (row["department_id"], row["host_id"])):
            mentions[body_id] += 1
            regions[body_id].add(row["region_id"])
    return [
        {
            **vars(body),
            "department_id": body.id,
            "mentions": mentions[body.id],
            "regions": len(regions[body.id]),
        }
        for body in words.directory.bodies
    ]


def _citations(measure: Measure) -> Iterator[Record]:
    for number, citation in enumerate(measure.facts.citations, 1):
        yield {**_fact(citation), "citation_id": f"{measure.measure_id}-C{number}"}


def _campaigns(measure: Measure) -> Iterator[Record]:
    return map(_fact, measure.facts.campaigns)
