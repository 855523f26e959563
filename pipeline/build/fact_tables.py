"""The tables of facts extracted from measures; records may have more fields than the codebook's columns."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from pipeline.corpus.counted_targets import count_targets
from pipeline.extract.campaigns.campaigns import Campaign
from pipeline.extract.departments.mentions import Mention
from pipeline.extract.documents.citations import Citation
from pipeline.extract.documents.names import DocumentNames
from pipeline.extract.documents.titles import find_years, normalise_title, without_marks
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


def settle_titles(citations: Records, names: DocumentNames) -> Records:
    """Set one title, kind and maker for all wordings of a document.

    Two wordings are one document where maker and key are equal and no year distinguishes two editions. A
    wording without a maker is the region's document where the region cites one with the same key: in the plan
    of 广东, 专利条例 is 广东省专利条例. Else it is the national one, if there is one with that key.
    """
    keys = {row["citation_id"]: names.key_without_place(row["title"], row["maker"]) for row in citations}
    makers = {(row["maker"], keys[row["citation_id"]]) for row in citations}
    groups: dict[tuple[str, str], Records] = defaultdict(list)
    for row in citations:
        key = keys[row["citation_id"]]
        own = not row["maker"] and (row["region_id"], key) in makers
        national = not row["maker"] and not own and ("national", key) in makers
        maker = row["region_id"] if own else "national" if national else row["maker"]
        groups[maker, key].append(row)
    settled = {
        row["citation_id"]: {"title": title, "kind": kind, "maker": maker}
        for (maker, _), rows in groups.items()
        for title, kind, edition in _split_editions(rows)
        for row in edition
    }
    return [{**row, **settled[row["citation_id"]]} for row in citations]


def _split_editions(rows: Records) -> list[tuple[str, str, Records]]:
    """Split the citations of a document by the years in its titles; a single year includes undated titles."""
    by_years: dict[tuple[str, ...], Records] = defaultdict(list)
    for row in rows:
        by_years[find_years(row["title"])].append(row)
    dated = [years for years in by_years if years]
    if len(dated) == 1 and () in by_years:
        by_years[dated[0]].extend(by_years.pop(()))
    return [(_most_frequent(rows, "title"), _most_frequent(rows, "kind"), rows) for rows in by_years.values()]


def _most_frequent(rows: Records, column: str) -> str:
    """Return the most frequent value; of several, the longest, which is the most complete."""
    counts = Counter(str(row[column]) for row in rows)
    return max(counts, key=lambda value: (counts[value], len(value), value))


def document_records(citations: Records) -> Records:
    """Make the table ``documents``, the most cited first."""
    cited: dict[str, Records] = defaultdict(list)
    for citation in citations:
        cited[citation["title"]].append(citation)
    return [
        {
            "title": title,
            "kind": rows[0]["kind"],
            "maker": rows[0]["maker"],
            "variants": ";".join(_other_wordings(title, rows)),
            "citations": len(rows),
            "regions": len({row["region_id"] for row in rows}),
        }
        for title, rows in sorted(cited.items(), key=lambda item: (-len(item[1]), item[0]))
    ]


def _other_wordings(title: str, rows: Records) -> list[str]:
    wordings = dict.fromkeys(without_marks(row["quote"]) for row in rows)
    return [wording for wording in wordings if not f"{title}（".startswith(f"{normalise_title(wording)}（")]
