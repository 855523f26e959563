"""Reads one plan: from its lines to its measures and its spans of the ledger."""

import re
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from pipeline.extract.departments.mentions import Directory, has_only_departments
from pipeline.extract.facts import Facts, find_facts, load_vocabularies
from pipeline.extract.levels.level import find_level
from pipeline.reading.aligned.search import read_aligned_rows
from pipeline.reading.cell_text import clean_cells, move_bodies
from pipeline.reading.cells.cell_rows import read_cell_rows
from pipeline.reading.cells.delimited_rows import read_delimited_rows
from pipeline.reading.cells.other_tables import remove_other_tables
from pipeline.reading.column_checks import rename_task_to_area
from pipeline.reading.columns.column_models import load_column_models
from pipeline.reading.columns.confidence import MatchedRow, row_confidences
from pipeline.reading.columns.layout import Fragment
from pipeline.reading.columns.rows import Cell, OtherTable, PlanRows, Row, read_rows
from pipeline.reading.ledger import plan_spans
from pipeline.reading.plan_job import PlanJob, Span
from pipeline.reading.row_borders import centre_tasks, join_rows, join_tasks, split_rows
from pipeline.reading.size_limits import require_rows
from pipeline.taxonomy.header_words import load_column_names
from pipeline.taxonomy.loading import Region, Taxonomy, load_taxonomy
from pipeline.taxonomy.match import SURE, Match, TaskMatcher, normalise

_MIN_AREA_CHARACTERS = 3
_NUMBERS = re.compile(
    r"^[（(]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[)）、.．]+|[（(]共?\d{1,3}[项条个件][)）]$"
)
"""The number of a heading, and that of the rows below it."""


@dataclass(frozen=True)
class Measure:
    """A row of the plan with its match, level and facts, as in the table ``measures``."""

    measure_id: str
    area_id: str
    row: Row
    match: Match
    level: str
    facts: Facts
    confidence: float = 1.0
    """Probability that the row was read to the last character."""
    level_confidence: float = 1.0
    """Probability that the level is right."""

    @property
    def plan_id(self) -> str:
        """The plan that contains it."""
        return self.measure_id.rpartition("-")[0]

    @property
    def depth(self) -> str:
        """The level, or ``quantified`` if it is specific and has a target."""
        return "quantified" if self.level == "specific" and self.facts.commitments else self.level


@dataclass(frozen=True, eq=False)
class ParsedPlan:
    """A plan that was read; equal only to itself, so that what is found in it can be cached."""

    job: PlanJob
    measures: tuple[Measure, ...]
    spans: tuple[Span, ...]
    other_tables: tuple[OtherTable, ...] = ()
    """Other tables in the plan, whose text is in no row."""


@cache
def load_matcher(taxonomy_folder: Path, year: int) -> tuple[Taxonomy, TaskMatcher]:
    """Return the taxonomy of a year and the matcher of its tasks."""
    taxonomy = load_taxonomy(taxonomy_folder, year)
    return taxonomy, TaskMatcher(taxonomy.tasks)


def read_plan(job: PlanJob) -> ParsedPlan:
    """Read one plan; a pure function, so that plans can be read in parallel.

    Raises
    ------
    SourceError
        The plan has more rows, or more text in them, than the limits allow.
    """
    taxonomy, matcher = load_matcher(job.taxonomy_folder, job.year)
    rows = _read_clean_rows(job, taxonomy)
    require_rows(rows)
    directory = load_vocabularies(job.taxonomy_folder).directory
    region = next(region for region in taxonomy.regions if region.id == job.plan.region_id)
    if job.has_cells:
        areas = [_is_area(row.task.text, taxonomy, matcher) for row in rows.rows]
        if 2 * sum(areas) > len(areas) and not job.has_areas:
            job = replace(job, columns=rename_task_to_area(job.columns))
            rows = _read_clean_rows(job, taxonomy)
        if not job.has_areas:
            rows = _move_area_rows(rows, taxonomy, matcher)
        rows = remove_other_tables(rows, job.columns, matcher)
        if all("departments" in header.missing for header in job.columns):
            rows = _move_department_headings(rows, directory)
        rows = join_tasks(rows, matcher)
    else:
        rows = join_rows(split_rows(rows, region, directory), directory)
        rows = centre_tasks(join_tasks(rows, matcher), matcher)
    measures = make_measures(job, rows, region, taxonomy, matcher)
    ids = [measure.measure_id for measure in measures]
    spans = plan_spans(job, rows, ids)
    return ParsedPlan(job, tuple(measures), (*job.preface, *spans), rows.other_tables)


def _is_area(text: str, taxonomy: Taxonomy, matcher: TaskMatcher) -> bool:
    return bool(match_area(text, taxonomy)) and not matcher.match(text).task_ids


def _move_area_rows(rows: PlanRows, taxonomy: Taxonomy, matcher: TaskMatcher) -> PlanRows:
    """Return the rows; one that only has the name of a key area becomes the area of the rows below."""
    kept, furniture, area = [], list(rows.furniture), None
    for row in rows.rows:
        cells = [cell for cell in (row.task, row.measure, row.departments) if cell.fragments]
        if len(cells) == 1 and _is_area(cells[0].text, taxonomy, matcher):
            area = cells[0]
            furniture += [(fragment, "area") for fragment in area.fragments]
        else:
            kept.append(replace(row, area=area) if area else row)
    return replace(rows, rows=tuple(kept), furniture=tuple(furniture))


def _move_department_headings(rows: PlanRows, directory: Directory) -> PlanRows:
    """Return the rows; a heading of bodies only becomes the departments of the rows below."""
    found: list[Row] = []
    bodies = set[Fragment]()
    for row in rows.rows:
        if has_only_departments(_NUMBERS.sub("", row.area.text), directory):
            merged = ("departments",) if bodies.issuperset(row.area.fragments) else ()
            bodies.update(row.area.fragments)
            row = replace(row, area=Cell(), departments=row.area, merged=(*row.merged, *merged))
        found.append(row)
    furniture = (one for one in rows.furniture if one[0] not in bodies)
    return replace(rows, rows=tuple(found), furniture=tuple(furniture))


def _read_clean_rows(job: PlanJob, taxonomy: Taxonomy) -> PlanRows:
    names, rows = load_column_names(job.taxonomy_folder), _read_rows(job, taxonomy)
    if job.has_cells:
        rows = move_bodies(rows, load_vocabularies(job.taxonomy_folder).directory)
    return clean_cells(rows, job.columns, names, has_cells=job.has_cells)


def _read_rows(job: PlanJob, taxonomy: Taxonomy) -> PlanRows:
    models, names = load_column_models(), load_column_names(job.taxonomy_folder)
    if job.prose:
        return job.prose
    if job.records:
        return read_cell_rows(job, job.records, models, names)
    if job.delimiter:
        return read_delimited_rows(job, models, load_vocabularies(job.taxonomy_folder).directory, names)
    return read_aligned_rows(job, taxonomy, models) or read_rows(job, taxonomy, models)


def make_measures(
    job: PlanJob, rows: PlanRows, region: Region, taxonomy: Taxonomy, matcher: TaskMatcher
) -> list[Measure]:
    """Match each row to its standard tasks and key area, and determine its level and facts."""
    vocabularies = load_vocabularies(job.taxonomy_folder)
    names = {task.id: task.name_zh for task in taxonomy.tasks}
    task_areas = {task.id: task.area_id for task in taxonomy.tasks}
    measures: list[Measure] = []
    printed, area_id, label = "", "", None
    for number, row in enumerate(rows.rows, 1):
        if row.area != label:
            label = row.area
            printed = area_id = match_area(label.text, taxonomy) or area_id
        if job.has_tasks:
            match = matcher.match(row.task.text, area_id)
        else:
            above = row.task.text or label.text
            match = _match_measure(row.measure.text, above, printed, taxonomy, matcher)
        if match.task_ids:
            area_id = task_areas[match.task_ids[0]]
        standard_names = tuple(names[task_id] for task_id in match.task_ids)
        facts = find_facts(
            row.measure.text, row.departments.text, row.task.text, region, job.year, vocabularies
        )
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
    confidences = row_confidences(
        [MatchedRow(m.row, m.match, m.facts.departments) for m in measures], load_column_models()
    )
    return [replace(measure, confidence=value) for measure, value in zip(measures, confidences, strict=True)]


def _match_measure(measure: str, label: str, area_id: str, taxonomy: Taxonomy, matcher: TaskMatcher) -> Match:
    """Match a row without a task by its measure or by the heading above it, which counts more if sure."""
    match = matcher.match_measure(measure, area_id)
    above = matcher.match(label, area_id)
    if not above.task_ids or match_area(label, taxonomy):
        return match
    return match if match.task_ids and above.score < SURE else above


def match_area(text: str, taxonomy: Taxonomy) -> str:
    """Return the key area that a printed label names, by the share of common characters; '' if none."""
    letters = set(normalise(text))
    if len(letters) < _MIN_AREA_CHARACTERS:
        return ""
    shares = {}
    for area in taxonomy.areas:
        name = set(normalise(area.name_zh))
        shares[area.id] = len(letters & name) / len(letters | name)
    best = max(shares, key=lambda area_id: shares[area_id])
    return best if shares[best] > 0.5 else ""
