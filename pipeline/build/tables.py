"""Makes the tables of the codebook from plans that have been read."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from pipeline.build.fact_tables import fact_records, measure_keys
from pipeline.build.findings import Finding, findings_by_id
from pipeline.build.regional_plans import merge_plans
from pipeline.corpus.change.tables import YearPlans, change_records
from pipeline.corpus.corpus import Columns, corpus_tables
from pipeline.extract.facts import Vocabularies, load_vocabularies
from pipeline.extract.levels.level import LEVEL_FEATURES, load_level_model
from pipeline.readers.document import Document, format_places
from pipeline.readers.provenance import Provenance
from pipeline.reading.plan import ParsedPlan
from pipeline.reading.plan_job import Span
from pipeline.schema.codebook import TABLES
from pipeline.schema.model import DEPTHS, Edition, TableSchema
from pipeline.taxonomy.collection import Collection
from pipeline.taxonomy.loading import Region, Task, Taxonomy, load_taxonomy

Records = list[dict[str, Any]]


@dataclass(frozen=True)
class SourcePlans:
    """A source with its unique name, its plans, and the characters of plans that could not be read."""

    name: str
    source: Document
    provenance: Provenance
    plans: tuple[ParsedPlan, ...]
    unread: tuple[Span, ...] = ()
    findings: tuple[Finding, ...] = ()
    """The findings of its plans."""


def make_tables(
    sources: Sequence[SourcePlans],
    findings: Sequence[Finding],
    collections: Mapping[str, Collection],
    unread: frozenset[tuple[str, int, str]] = frozenset(),
) -> dict[str, pa.Table]:
    """Make all tables by name, with the columns and types of the codebook, edition by edition.

    ``unread`` are collection, year and region_id of the plans that could not be read.
    """
    editions = sorted({read.job.edition for source in sources for read in source.plans})
    parts: dict[str, list[pa.Table]] = {name: [_empty(table)] for name, table in TABLES.items()}
    years = []
    for edition in editions:
        regions = frozenset(region for *key, region in unread if tuple(key) == edition)
        plans = [(source, read) for source in sources for read in source.plans if read.job.edition == edition]
        folder = collections[edition.collection].folder
        taxonomy, words = load_taxonomy(folder, edition.year), load_vocabularies(folder)
        for name, columns in _edition_tables(plans, taxonomy, words, regions).items():
            parts[name].append(_to_arrow(TABLES[name], columns, edition))
        years.append(YearPlans(edition, taxonomy, merge_plans(read for _, read in plans), regions))
    for name, records in change_records(years).items():
        parts[name].append(_to_arrow(TABLES[name], _columns(name, records)))
    edition_of = {read.job.plan_id: read.job.edition for source in sources for read in source.plans}
    for name, records in (
        ("level_weights", _level_weights()),
        ("ledger", [record for source in sources for record in _ledger(source)]),
        ("findings", [_finding(*entry, edition_of) for entry in findings_by_id(findings).items()]),
    ):
        parts[name].append(_to_arrow(TABLES[name], _columns(name, records)))
    return {name: pa.concat_tables(tables).combine_chunks() for name, tables in parts.items()}


def _edition_tables(
    plans: Sequence[tuple[SourcePlans, ParsedPlan]], taxonomy: Taxonomy, words: Vocabularies, unread: Set[str]
) -> dict[str, Columns]:
    """Make the tables of the plans of one edition, each with its source."""
    reads = merge_plans(read for _, read in plans)
    tasks_of = Counter(task.area_id for task in taxonomy.tasks)
    records: Mapping[str, Records] = {
        "plans": [_plan(source, read) for source, read in plans],
        "regions": [_region(region, taxonomy, reads, unread) for region in taxonomy.regions],
        "areas": [{**vars(area), "area_id": area.id, "tasks": tasks_of[area.id]} for area in taxonomy.areas],
        "tasks": [_task(task) for task in taxonomy.tasks],
        "measures": [record for source, read in plans for record in _measures(read, source.source)],
        "coverage": [record for read in reads for record in _coverage(read, taxonomy)],
        **fact_records(reads, words),
    }
    return {
        **{name: _columns(name, rows) for name, rows in records.items()},
        **corpus_tables(reads, taxonomy, words.lexicon),
    }


def _columns(name: str, records: Records) -> Columns:
    """Convert records, which may have more fields than the codebook's columns, to columns."""
    names = [column for column in TABLES[name].column_names if records and column in records[0]]
    return {column: [record[column] for record in records] for column in names}


def _empty(table: TableSchema) -> pa.Table:
    return pa.table({column.name: pa.array([], type=column.dtype) for column in table.columns})


def _to_arrow(table: TableSchema, columns: Columns, edition: Edition | None = None) -> pa.Table:
    """Convert columns to an Arrow table of the codebook, with the columns of the edition."""
    if not columns:
        return _empty(table)
    size = len(next(iter(columns.values())))
    if edition is not None:
        columns = {**columns, "collection": [edition.collection] * size, "year": [edition.year] * size}
    arrays = {column.name: pa.array(columns[column.name], type=column.dtype) for column in table.columns}
    return pa.table(arrays)


def _plan(source: SourcePlans, read: ParsedPlan) -> dict[str, Any]:
    plan = read.job.plan
    tasks = {task_id for measure in read.measures for task_id in measure.match.task_ids}
    return {
        **vars(plan),
        "plan_id": read.job.plan_id,
        "title_origin": "printed" if plan.title else "words",
        "source_file": source.name,
        "source_sha256": source.source.sha256,
        "measures": len(read.measures),
        "standard_tasks": len(tasks),
        "local_tasks": sum(not measure.match.task_ids for measure in read.measures),
        "characters": sum(span.end - span.start for span in read.spans if span.line >= plan.first_line),
    }


def _region(
    region: Region, taxonomy: Taxonomy, reads: Sequence[ParsedPlan], unread: Set[str]
) -> dict[str, Any]:
    macro = next(m for m in taxonomy.macro_regions if m.id == region.macro_id)
    plan_id = next((read.job.plan_id for read in reads if read.job.plan.region_id == region.id), "")
    without = "unread" if region.id in unread else "no_plan" if region.in_scope else "outside"
    return {
        **vars(region),
        "region_id": region.id,
        "macro_zh": macro.name_zh,
        "macro_en": macro.name_en,
        "status": "plan" if plan_id else without,
        "plan_id": plan_id,
    }


def _task(task: Task) -> dict[str, Any]:
    replaces = ";".join(task.replaces)
    return {**vars(task), "task_id": task.id, "official_order": task.order, "replaces": replaces}


def _measures(read: ParsedPlan, source: Document) -> Iterable[dict[str, Any]]:
    for measure in read.measures:
        first, last = measure.row.lines
        yield {
            **vars(measure),
            **measure_keys(read, measure),
            "task_text": measure.row.task.text,
            "measure_text": measure.row.measure.text,
            "departments_text": measure.row.departments.text,
            "deadline_text": measure.row.deadline.text,
            "first_line": first,
            "last_line": last,
            "place_zh": format_places(source, first, last, "zh"),
            "place_en": format_places(source, first, last, "en"),
            "match_method": measure.match.method,
            "match_score": measure.match.score,
            "merged": ";".join(measure.row.merged),
            "characters": len(measure.row.measure.text),
            "targets": measure.facts.commitments,
        }


def _level_weights() -> Records:
    model = load_level_model()
    names = {"intercept": ("截距", "Intercept"), **LEVEL_FEATURES}
    weights = {"intercept": model.intercept, **model.weights}
    return [
        {"feature": name, "name_zh": names[name][0], "name_en": names[name][1], "weight": weight}
        for name, weight in weights.items()
    ]


def _coverage(read: ParsedPlan, taxonomy: Taxonomy) -> Iterable[dict[str, Any]]:
    """Make a cell for every standard task, with the greatest depth of its measures."""
    for task in taxonomy.tasks:
        answers = [measure for measure in read.measures if task.id in measure.match.task_ids]
        yield {
            "plan_id": read.job.plan_id,
            "region_id": read.job.plan.region_id,
            "area_id": task.area_id,
            "task_id": task.id,
            "depth": max((measure.depth for measure in answers), key=DEPTHS.index, default="absent"),
            "measures": len(answers),
            "characters": sum(len(measure.row.measure.text) for measure in answers),
            "measure_ids": ";".join(measure.measure_id for measure in answers),
            "targets": sum(measure.facts.commitments for measure in answers),
        }


def _finding(finding_id: str, found: Finding, edition_of: Mapping[str, Edition]) -> dict[str, Any]:
    values = {"finding_id": finding_id, **vars(found)}
    return {**values, **edition_of[found.plan_id]._asdict()} if found.plan_id else values


def _ledger(source: SourcePlans) -> Iterable[dict[str, Any]]:
    # The text before the first plan is in that plan's spans, but belongs to none.
    spans = [
        (read.job.edition, "" if span.line < read.job.plan.first_line else read.job.plan_id, span)
        for read in source.plans
        for span in read.spans
    ]
    spans += [(Edition(source.provenance.collection, 0), "", span) for span in source.unread]
    for edition, plan_id, span in sorted(spans, key=lambda entry: entry[2].line):
        yield {
            "source_file": source.name,
            "plan_id": plan_id,
            "collection": edition.collection,
            "year": edition.year,
            "line": span.line,
            "char_start": span.start,
            "char_end": span.end,
            "offset": span.offset,
            "character_class": span.character_class,
            "measure_id": span.measure_id,
            "cell_start": span.cell_start,
            "characters": span.end - span.start,
            "text": span.text,
        }
