"""Reads one plan: its lines in, its measures, its part of the ledger and its findings out."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache, partial
from pathlib import Path

from pipeline.extract.departments.mentions import Directory, is_only_departments
from pipeline.extract.facts import Facts, find_facts, load_vocabularies
from pipeline.extract.levels.level import find_level
from pipeline.readers.records import Record
from pipeline.reading.aligned.search import read_aligned_rows
from pipeline.reading.cells.cell_rows import read_cell_rows
from pipeline.reading.cells.delimited_rows import read_delimited_rows
from pipeline.reading.cells.other_tables import without_other_tables
from pipeline.reading.column_checks import most_complete_header, with_areas_for_tasks
from pipeline.reading.columns.column_models import load_column_models
from pipeline.reading.columns.confidence import ReadRow, confidences
from pipeline.reading.columns.layout import Fragment
from pipeline.reading.columns.rows import Cell, OtherTable, PlanRows, Row, read_rows
from pipeline.reading.ledger import Span, plan_spans
from pipeline.reading.plans.headers import HeaderColumns
from pipeline.reading.plans.split import PlanText
from pipeline.reading.size_limits import require_rows
from pipeline.schema.model import Edition
from pipeline.taxonomy.loading import Region, Taxonomy, load_taxonomy
from pipeline.taxonomy.match import Match, TaskMatcher, normalise

_SHORTEST_AREA = 3
_NUMBER = re.compile(r"^[（(]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[)）、.．]+")


@dataclass(frozen=True)
class PlanJob:
    """All that a worker needs to read one plan, and nothing of the others.

    ``taxonomy_folder`` is that of its collection. ``columns`` are what its headers name; ``delimiter`` parts
    its cells, and is '' where none does.
    """

    plan_id: str
    plan: PlanText
    collection: str
    year: int
    lines: tuple[str, ...]
    starts: tuple[int, ...]
    furniture_lines: Mapping[int, str]
    taxonomy_folder: Path
    possible_page_numbers: Mapping[int, int] = field(default_factory=dict)
    preface: tuple[Span, ...] = ()
    """The text before the first plan of a source; it is recorded with that plan."""
    stated_year: int | None = None
    """The year that stands beside the file or in the name of its folder; its title goes before it."""
    columns: tuple[HeaderColumns, ...] = ()
    delimiter: str = ""
    records: tuple[Record, ...] = ()
    """The rows of the plan's tables and the paragraphs between them, where the document has tables."""

    @property
    def edition(self) -> Edition:
        """The collection and the year of the plan."""
        return Edition(self.collection, self.year)

    @property
    def has_cells(self) -> bool:
        """Whether the document states where each cell ends."""
        return bool(self.delimiter or self.records)

    @property
    def has_tasks(self) -> bool:
        """Whether its table has a column of tasks, else its measures name them."""
        return not self.columns or any(header.has("task") for header in self.columns)


@dataclass(frozen=True)
class Measure:
    """A row of the plan with its match, level and facts; the columns of the table ``measures``."""

    measure_id: str
    area_id: str
    row: Row
    match: Match
    level: str
    facts: Facts
    confidence: float = 1.0
    """The probability that the row was read to the last character."""
    level_confidence: float = 1.0
    """The probability that the level is the right one."""

    @property
    def plan_id(self) -> str:
        """The plan that it stands in."""
        return self.measure_id.rpartition("-")[0]

    @property
    def depth(self) -> str:
        """Its level, or ``quantified`` where a specific one has a target."""
        return "quantified" if self.level == "specific" and self.facts.commitments else self.level


@dataclass(frozen=True)
class PlanRead:
    """One plan, read."""

    job: PlanJob
    measures: tuple[Measure, ...]
    spans: tuple[Span, ...]
    other_tables: tuple[OtherTable, ...] = ()
    """Tables beside the plan's, which are in no row."""


@cache
def load_matcher(taxonomy_folder: Path, year: int) -> tuple[Taxonomy, TaskMatcher]:
    """The taxonomy of a year, and what matches rows to its tasks."""
    taxonomy = load_taxonomy(taxonomy_folder, year)
    return taxonomy, TaskMatcher(taxonomy.tasks)


def read_plan(job: PlanJob) -> PlanRead:
    """Read one plan; a function from values to values, so that plans can be read side by side.

    Raises
    ------
    SourceError
        It can't be read, or has more rows than the limit.
    """
    taxonomy, matcher = load_matcher(job.taxonomy_folder, job.year)
    rows = _read_rows(job, taxonomy)
    require_rows(rows)
    if job.has_cells and _holds_areas_for_tasks(job, rows, taxonomy, matcher):
        job = replace(job, columns=with_areas_for_tasks(job.columns))
        rows = _read_rows(job, taxonomy)
    if job.has_cells and not any(header.has("area") for header in job.columns):
        rows = _with_areas_in_rows(rows, taxonomy, matcher)
    if job.has_cells:
        rows = without_other_tables(rows, job.columns, partial(_is_standard, matcher))
    if job.has_cells and all("departments" in header.missing for header in job.columns):
        rows = _with_departments_in_headings(rows, load_vocabularies(job.taxonomy_folder).directory)
    region = next(region for region in taxonomy.regions if region.id == job.plan.region_id)
    measures = describe_rows(job, rows, region, taxonomy, matcher)
    ids = [measure.measure_id for measure in measures]
    spans = plan_spans(rows, ids, job.lines, job.starts, job.plan.first_line)
    return PlanRead(job, tuple(measures), (*job.preface, *spans), rows.other_tables)


def _is_standard(matcher: TaskMatcher, row: Row) -> bool:
    """Whether a row's task is a standard one, or its measure names one where it has no task."""
    if row.task.text:
        return bool(matcher.match(row.task.text).task_ids)
    return bool(matcher.match_measure(row.measure.text).task_ids)


def _holds_areas_for_tasks(job: PlanJob, rows: PlanRows, taxonomy: Taxonomy, matcher: TaskMatcher) -> bool:
    """Whether most cells in the column of tasks are key areas, which have no column of their own."""
    tasks = [row.task.text for row in rows.rows]
    named = sum(bool(area_of(task, taxonomy)) and not matcher.match(task).task_ids for task in tasks)
    return 2 * named > len(tasks) and not any(header.has("area") for header in job.columns)


def _with_areas_in_rows(rows: PlanRows, taxonomy: Taxonomy, matcher: TaskMatcher) -> PlanRows:
    """The rows; those that hold the name of a key area and nothing else are the area of those below."""
    kept, furniture, area = [], list(rows.furniture), None
    for row in rows.rows:
        cells = [cell for cell in (row.task, row.measure, row.departments) if cell.fragments]
        text = cells[0].text
        if len(cells) == 1 and area_of(text, taxonomy) and not matcher.match(text).task_ids:
            area = cells[0]
            furniture += [(fragment, "area") for fragment in area.fragments]
        else:
            kept.append(replace(row, area=area) if area else row)
    return replace(rows, rows=tuple(kept), furniture=tuple(furniture))


def _with_departments_in_headings(rows: PlanRows, directory: Directory) -> PlanRows:
    """The rows; a heading that names bodies only is the departments of those below it."""
    found: list[Row] = []
    bodies = set[Fragment]()
    for row in rows.rows:
        if is_only_departments(_NUMBER.sub("", row.area.text), directory):
            merged = ("departments",) if bodies.issuperset(row.area.fragments) else ()
            bodies.update(row.area.fragments)
            row = replace(row, area=Cell(), departments=row.area, merged=(*row.merged, *merged))
        found.append(row)
    furniture = (one for one in rows.furniture if one[0] not in bodies)
    return replace(rows, rows=tuple(found), furniture=tuple(furniture))


def _read_rows(job: PlanJob, taxonomy: Taxonomy) -> PlanRows:
    models = load_column_models()
    place = job.lines, job.plan.first_line, job.furniture_lines
    if job.records:
        return read_cell_rows(job.records, job.furniture_lines, job.columns, models)
    if job.delimiter:
        directory = load_vocabularies(job.taxonomy_folder).directory
        return read_delimited_rows(*place, job.delimiter, job.columns, models, directory)
    if (aligned := read_aligned_rows(*place, taxonomy, models)) is not None:
        return aligned
    header = most_complete_header(job.columns)
    return read_rows(
        *place,
        taxonomy,
        models,
        job.possible_page_numbers,
        has_deliverables=header is not None and header.has("deliverable"),
    )


def describe_rows(
    job: PlanJob, rows: PlanRows, region: Region, taxonomy: Taxonomy, matcher: TaskMatcher
) -> list[Measure]:
    """Match every row to its standard tasks and key area, and find its level and facts."""
    words = load_vocabularies(job.taxonomy_folder)
    names = {task.id: task.name_zh for task in taxonomy.tasks}
    homes = {task.id: task.area_id for task in taxonomy.tasks}
    measures: list[Measure] = []
    printed, area_id, label = "", "", None
    for number, row in enumerate(rows.rows, 1):
        if row.area != label:
            label = row.area
            printed = area_id = area_of(label.text, taxonomy) or area_id
        if job.has_tasks:
            match = matcher.match(row.task.text, area_id)
        else:
            match = _match_measure(row.measure.text, label.text, printed, taxonomy, matcher)
        if match.task_ids:
            area_id = homes[match.task_ids[0]]
        standard_names = tuple(names[task_id] for task_id in match.task_ids)
        facts = find_facts(row.measure.text, row.departments.text, row.task.text, region, job.year, words)
        quantified = facts.commitments > 0
        level = find_level(row.measure.text, row.task.text, standard_names, quantified=quantified)
        measures.append(
            Measure(
                f"{job.plan_id}-{number:03d}",
                area_id,
                row,
                match,
                level.level,
                facts,
                level_confidence=level.confidence,
            )
        )
    sure = confidences([ReadRow(m.row, m.match, m.facts.departments) for m in measures], load_column_models())
    return [replace(measure, confidence=value) for measure, value in zip(measures, sure, strict=True)]


def _match_measure(measure: str, label: str, area_id: str, taxonomy: Taxonomy, matcher: TaskMatcher) -> Match:
    """The task of a row of a table without tasks: its measure names it, or the label that stands over it."""
    match = matcher.match_measure(measure, area_id)
    if match.task_ids or area_of(label, taxonomy):
        return match
    above = matcher.match(label, area_id)
    return above if above.task_ids else match


def area_of(text: str, taxonomy: Taxonomy) -> str:
    """The key area that a printed label names, by the characters that they share; '' if none."""
    letters = set(normalise(text))
    if len(letters) < _SHORTEST_AREA:
        return ""
    shares = {}
    for area in taxonomy.areas:
        name = set(normalise(area.name_zh))
        shares[area.id] = len(letters & name) / len(letters | name)
    best = max(shares, key=lambda area_id: shares[area_id])
    return best if shares[best] > 0.5 else ""
