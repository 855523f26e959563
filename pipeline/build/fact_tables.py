"""The tables of facts extracted from measures; records may have more fields than the codebook's columns."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from pipeline.build.documents import document_records, settle_titles
from pipeline.corpus.counted_targets import count_targets
from pipeline.extract.campaigns.campaigns import Campaign
from pipeline.extract.departments.mentions import Mention
from pipeline.extract.documents.citations import Citation
from pipeline.extract.facts import Vocabularies
from pipeline.extract.quantities.targets import Target
from pipeline.reading.plan import Measure, ParsedPlan

Record = dict[str, Any]
Records = list[Record]


def fact_records(reads: Sequence[ParsedPlan], words: Vocabularies) -> dict[str, Records]:
    """Make the tables of targets, departments, documents and campaigns by name, for one edition."""
    targets = [record for read in reads for record in _targets(read)]
    departments = _make_records(reads, "departments")
    citations = settle_titles(_make_records(reads, "citations"), words.documents)
    return {
        "targets": targets,
        "indicators": _indicators(targets, words),
        "departments": departments,
        "bodies": _bodies(departments, words),
        "citations": citations,
        "documents": document_records(citations),
        "campaigns": _make_records(reads, "campaigns"),
    }


def _make_records(reads: Sequence[ParsedPlan], kind: str) -> Records:
    """Make a record of each fact of a kind, named like a field of `Facts`, with its number in its measure."""
    return [
        {
            **measure_keys(read, measure),
            **_fact(fact),
            "position": number,
            "citation_id": f"{measure.measure_id}-C{number}",
        }
        for read in reads
        for measure in read.measures
        for number, fact in enumerate(getattr(measure.facts, kind), 1)
    ]


def measure_keys(read: ParsedPlan, measure: Measure) -> Record:
    """Return the ids that a measure and its facts share."""
    return {
        "measure_id": measure.measure_id,
        "plan_id": measure.plan_id,
        "region_id": read.job.plan.region_id,
        "area_id": measure.area_id,
        "task_id": ";".join(measure.match.task_ids),
    }


def _fact(fact: Target | Mention | Citation | Campaign) -> Record:
    """Return the fields of a fact, which are named like their columns, with its span in the cell."""
    return {**vars(fact), "char_start": fact.start, "char_end": fact.end}


def _targets(read: ParsedPlan) -> Iterator[Record]:
    for counted in count_targets(read):
        yield {
            "target_id": counted.target_id,
            **measure_keys(read, counted.measure),
            **_fact(counted.target),
            "indicator_id": counted.indicator_id,
            "repeat_of": counted.repeat_of,
        }


def _indicators(targets: Records, words: Vocabularies) -> Records:
    regions: dict[str, list[str]] = defaultdict(list)
    for target in targets:
        if target["kind"] == "target" and not target["repeat_of"]:
            regions[target["indicator_id"]].append(target["region_id"])
    return [
        {
            **vars(indicator),
            "indicator_id": indicator.id,
            "targets": len(regions[indicator.id]),
            "regions": len(set(regions[indicator.id])),
        }
        for indicator in words.indicators
    ]


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
