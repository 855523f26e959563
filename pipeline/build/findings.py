"""Findings: doubts and automatic decisions of the pipeline, in both languages."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise
from typing import Final

from pipeline.corpus.counted_targets import count_targets
from pipeline.extract.departments.directory import Directory
from pipeline.extract.departments.mentions import find_unrecognised_texts
from pipeline.extract.facts import load_vocabularies
from pipeline.extract.quantities.quantities import unread_quantities
from pipeline.readers.document import Document, find_place, format_places
from pipeline.reading.cells.delimited_rows import find_swallowed_rows
from pipeline.reading.column_checks import format_cells
from pipeline.reading.columns.confidence import load_confidence
from pipeline.reading.ledger import Gap
from pipeline.reading.plan import Measure, ParsedPlan
from pipeline.reading.plan_job import Span
from pipeline.reading.plans.headers import UNIQUE_COLUMNS, HeaderColumns, most_complete_header
from pipeline.reading.plans.split import PlanText
from pipeline.reading.row_checks import find_doubtful_cells, find_suspect_rows
from pipeline.schema.codebook import FINDING_KINDS
from pipeline.schema.errors import SourceError, fill_templates
from pipeline.schema.folding import fold_compatibility
from pipeline.schema.model import CELL_NAMES, DELIVERABLE_MARK, MEASURE_END, Edition
from pipeline.taxonomy.header_words import REQUIRED, load_column_names, row_column
from pipeline.taxonomy.loading import Region, Taxonomy
from pipeline.taxonomy.match import ACCEPT_IN_AREA, SURE

_LONGEST_QUOTE: Final = 28


@dataclass(frozen=True)
class Finding:
    """One finding; ids are empty and lines 0 where it concerns no plan, measure or line.

    ``collection`` and ``year`` are only for findings without a plan; '' and 0 if unknown.
    """

    plan_id: str
    region_id: str
    measure_id: str
    kind: str
    severity: str
    first_line: int
    last_line: int
    message_zh: str
    message_en: str
    collection: str = ""
    year: int = 0
    place: tuple[str, str] | None = None
    """In Chinese and English, where it is neither that of a measure nor the lines."""


@dataclass(frozen=True)
class LeftOut:
    """A plan that can't be read, or a whole file where ``plan`` is None, and the error."""

    file: str
    collection: str
    """'' if unknown."""
    plan: PlanText | None
    error: SourceError

    @property
    def year(self) -> int:
        """The year of the plan; 0 if unknown."""
        return (self.plan.year or 0) if self.plan else 0

    @property
    def lines(self) -> tuple[int, int]:
        """The first and the last line; 0 for a whole file."""
        return (self.plan.first_line, self.plan.last_line) if self.plan else (0, 0)

    def as_json(self) -> dict[str, object]:
        """Return the entry in ``build.json``."""
        first, last = self.lines
        region_id = self.plan.region_id if self.plan else ""
        return {"file": self.file, "first_line": first, "last_line": last, "region_id": region_id}


def plan_findings(read: ParsedPlan, taxonomy: Taxonomy) -> list[Finding]:
    """Return the findings of one plan, in line order."""
    regions = {region.id: region for region in taxonomy.regions}
    names = {task.id: task.name_zh for task in taxonomy.tasks}
    removed = Counter[str]()
    for span in read.spans:
        if span.character_class == "overprint":
            removed[span.measure_id] += len(span.text)
    found = [
        *_check_title(read, regions),
        *_check_columns(read),
        *_check_other_tables(read),
        *_check_left_out_lines(read),
    ]
    directory = load_vocabularies(read.job.taxonomy_folder).directory
    doubts = defaultdict[int, list[tuple[str, str]]](list)
    for index, kind, cell in find_doubtful_cells(read):
        doubts[index].append((kind, cell))
    if read.job.delimiter:
        rows = [measure.row for measure in read.measures]
        for index in find_swallowed_rows(read.job, rows):
            doubts[index].append(("cell_holds_rows", "measure"))
    number, suspects = find_suspect_rows(read)
    rows_read = len(read.measures)
    if number:
        found.append(_plan_finding(read, "many_rows_doubtful", number=number, rows=rows_read))
    for index, measure in enumerate(read.measures):
        if index in suspects:
            found.append(_measure_finding(read, measure, "many_rows_doubtful", number=number, rows=rows_read))
        found += [_doubt_finding(read, measure, kind, cell) for kind, cell in doubts[index]]
        found += _check_task(read, measure, names)
        found += _check_cells(read, measure, removed[measure.measure_id])
        found += _check_facts(read, measure, directory)
    found += _check_repeats(read)
    return sorted(found, key=lambda finding: (finding.first_line, finding.measure_id, finding.kind))


def several_plans_finding(read: ParsedPlan, file: str, source: Document, first: ParsedPlan) -> Finding:
    """Make the finding of a further plan of a region and year; ``file`` names ``source``, the first one's."""
    line = first.job.plan.first_line
    place = tuple(format_places(source, line, line, language) for language in ("zh", "en"))
    return _plan_finding(read, "several_plans", file=file, place=place)


def absent_findings(regions: Iterable[Region], edition: Edition) -> list[Finding]:
    """Make findings of regions in the scope of the template without a plan for that year."""
    return [
        _finding("plan_absent", edition, region_id=region.id, name=(region.name_zh, region.name_en))
        for region in regions
    ]


def left_out_findings(left_out: Iterable[LeftOut], regions: Iterable[Region]) -> list[Finding]:
    """Make findings of plans and files that could not be read: the build is not clean."""
    names = {region.id: (region.name_zh, region.name_en) for region in regions}
    found = []
    for missed in left_out:
        region_id = missed.plan.region_id if missed.plan else ""
        finding = _finding(
            "plan_left_out" if missed.plan else "file_left_out",
            Edition(missed.collection, missed.year),
            region_id=region_id,
            lines=missed.lines,
            source=missed.file,
            place=(missed.error.place_words("zh"), missed.error.place_words("en")),
            name=names.get(region_id, ("地区不明", "of an unknown region")),
            why=(missed.error.message_zh, missed.error.message_en),
        )
        found.append(replace(finding, place=missed.error.place))
    return found


def loss_findings(document: Document, plans: Sequence[ParsedPlan]) -> list[Finding]:
    """Make findings of what the file contains and the rows do not, with the plan and the row, if any."""
    found = []
    for loss in document.losses:
        mine = (r for r in plans if r.job.plan.first_line <= loss.line <= r.job.plan.last_line)
        read = next(mine, None)
        measures = read.measures if read else ()
        row = next((m for m in reversed(measures) if m.row.lines[0] <= loss.line <= m.row.lines[1]), None)
        place = loss.place or (document.place(loss.line) if loss.line else None)
        words = (place.format("zh"), place.format("en")) if place else (document.path.name,) * 2
        finding = _finding(
            loss.kind,
            plan_id=read.job.plan_id if read else "",
            region_id=read.job.plan.region_id if read else "",
            measure_id=row.measure_id if row else "",
            lines=(loss.line, loss.line),
            place=words,
            number=loss.number,
            text=_shorten(loss.text),
        )
        found.append(replace(finding, place=words) if loss.place else finding)
    return found


def locate_finding(finding: Finding, document: Document) -> Finding:
    """Return a finding of a document with its place in words, if that is neither its lines nor its row's."""
    if finding.measure_id or finding.place or not finding.first_line:
        return finding
    return replace(finding, place=find_place(document, finding.first_line, finding.last_line))


def findings_by_id(findings: Iterable[Finding]) -> dict[str, Finding]:
    """Return the findings of a build by their finding_id."""
    return {f"F{number:04d}": finding for number, finding in enumerate(findings, 1)}


def gap_findings(gaps: Iterable[Gap], source_name: str) -> list[Finding]:
    """Make findings of source characters without exactly one class: the build is not clean."""
    return [
        _finding(
            "unaccounted",
            lines=(gap.line, gap.line),
            source=source_name,
            line=gap.line,
            text=_shorten(gap.text),
            claims=gap.span_count,
        )
        for gap in gaps
    ]


def _finding(
    kind: str,
    edition: Edition | None = None,
    /,
    *,
    plan_id: str = "",
    region_id: str = "",
    measure_id: str = "",
    lines: tuple[int, int] = (0, 0),
    **values: object,
) -> Finding:
    severity, zh, en = FINDING_KINDS[kind]
    messages = fill_templates((zh, en), values)
    return Finding(plan_id, region_id, measure_id, kind, severity, *lines, *messages, *(edition or ()))


def _check_title(read: ParsedPlan, regions: dict[str, Region]) -> Iterator[Finding]:
    job, plan = read.job, read.job.plan
    if plan.title:
        if job.stated_year not in (None, job.year):
            yield _plan_finding(read, "year_disagrees", year=job.year, stated=job.stated_year)
        if not plan.named_by:
            return
    region, other = regions[plan.region_id], regions[plan.runner_up or plan.region_id]
    yield _plan_finding(
        read,
        f"region_of_{plan.named_by}" if plan.named_by else "region_guessed",
        title=_shorten(plan.title),
        name=(region.name_zh, region.name_en),
        votes=plan.votes[0],
        other=(other.short_zh, other.short_en),
        other_votes=plan.votes[1],
    )


def _check_columns(read: ParsedPlan) -> Iterator[Finding]:
    """Check the most complete header, and in tables of cells every header."""
    other_lines = {table.first_line for table in read.other_tables}
    headers = [header for header in read.job.columns if header.line not in other_lines]
    main = most_complete_header(headers)
    if main is None:
        return
    bodies = format_cells(main, lambda cell: row_column(cell.column) == "departments")
    lack_bodies = not any(measure.row.departments.text for measure in read.measures)
    printed = format_cells(main, lambda cell: bool(cell.text))
    not_read = ("note",) if read.job.has_cells else ("note", "deadline")
    found = [
        (header, kind, format_cells(header, condition))
        for header in (main, *(headers if read.job.has_cells else ()))
        for kind, condition in (
            ("columns_by_place", lambda cell: cell.by_position),
            ("columns_left_out", lambda cell: cell.column in not_read),
            ("columns_unknown", lambda cell: not cell.column),
        )
    ]
    found.append((main, "columns_joined", bodies if len(bodies) > 1 else ()))
    twice = {
        one.column
        for one in main.cells
        for other in main.cells
        if one.text != other.text and one.column == other.column
    }
    same = format_cells(main, lambda cell: cell.column in twice & UNIQUE_COLUMNS)
    found.append((main, "columns_moved", _find_moved_columns(read, main)))
    found.append((main, "columns_same", same))
    found.append((main, "departments_missing", printed if lack_bodies and not bodies else ()))
    first = {(kind, cells): header for header, kind, cells in reversed(found) if cells}
    for (kind, cells), header in first.items():
        names = list(map(_shorten, cells))
        yield _plan_finding(read, kind, lines=(header.line, header.line), cells=names)


def _find_moved_columns(read: ParsedPlan, header: HeaderColumns) -> tuple[str, ...]:
    """Return the header cells that are read as another column than they name, though none had to be."""
    names = load_column_names(read.job.taxonomy_folder)
    named = {cell.text: match[0] for cell in header.cells if (match := names.match_column(cell.text))}
    exact = {text: column for text, column in named.items() if names.is_name(text)}
    if not {*map(row_column, exact.values())} >= {*REQUIRED}:
        return ()
    return format_cells(header, lambda cell: cell.text in exact and cell.column != exact[cell.text])


def _check_other_tables(read: ParsedPlan) -> Iterator[Finding]:
    """Report tables that are in no row: without a header, or of another subject."""
    for kind, first, last, text, number in read.other_tables:
        yield _plan_finding(read, kind, lines=(first, last), text=_shorten(text), number=number)


def _check_left_out_lines(read: ParsedPlan) -> Iterator[Finding]:
    """Report lines of a table without a cell of a row, such as notes below it."""
    by_line = defaultdict[int, list[Span]](list)
    for span in read.spans:
        if span.character_class != "delimiter":
            by_line[span.line].append(span)
    for line, spans in by_line.items():
        if all(span.character_class == "other_column" for span in spans):
            text = _shorten("".join(span.text for span in spans))
            yield _plan_finding(read, "line_left_out", lines=(line, line), text=text)


def _doubt_finding(read: ParsedPlan, measure: Measure, kind: str, cell: str) -> Finding:
    text = getattr(measure.row, cell).text
    values = {"cell": CELL_NAMES[cell], "number": len(text), "text": _shorten(text)}
    return _measure_finding(read, measure, kind, **values)


def _check_task(read: ParsedPlan, measure: Measure, names: dict[str, str]) -> Iterator[Finding]:
    match = measure.match
    if match.method == "similar" and match.score < SURE:
        task_id = match.task_ids[0]
        values = {"task_id": task_id, "name": _shorten(names[task_id]), "score": match.score}
        yield _measure_finding(read, measure, "match_low", **values)
    elif match.method == "local" and match.score >= ACCEPT_IN_AREA:
        yield _measure_finding(read, measure, "match_near", score=match.score)


def _check_cells(read: ParsedPlan, measure: Measure, overprinted: int) -> Iterator[Finding]:
    row, report = measure.row, partial(_measure_finding, read, measure)
    if measure.confidence < load_confidence().doubtful_below:
        yield report("row_doubtful", confidence=measure.confidence)
    for kind, names in (("cell_merged", row.merged), ("cell_maybe_merged", row.maybe_merged)):
        for name in names:
            yield report(kind, cell=CELL_NAMES[name])
    for kind in row.doubts:
        yield report(kind)
    if row.deliverable:
        yield report("deliverable_joined", mark=DELIVERABLE_MARK)
    if overprinted:
        yield report("overprint_removed", number=overprinted)
    if not row.measure.text:
        yield report("measure_blank")
    elif not MEASURE_END.search(row.measure.text):
        yield report("measure_open")
    if not row.departments.text:
        yield report("departments_blank")
    elif any(here.end == after.start for here, after in pairwise(measure.facts.departments)):
        yield report("departments_run_together", departments=_shorten(row.departments.text))


def _check_facts(read: ParsedPlan, measure: Measure, directory: Directory) -> Iterator[Finding]:
    mentions, report = measure.facts.departments, partial(_measure_finding, read, measure)
    for mention in mentions:
        if not mention.department_id:
            yield report("department_unknown", department=_shorten(mention.quote))
    for quote in unread_quantities(measure.row.measure.text):
        yield report("target_unread", quote=_shorten(quote))
    for text in find_unrecognised_texts(measure.row.departments.text, mentions, directory):
        yield report("departments_left_out", text=_shorten(text))
    if measure.row.measure.text.count("《") != measure.row.measure.text.count("》"):
        yield report("citation_open")


def _check_repeats(read: ParsedPlan) -> Iterator[Finding]:
    for counted in count_targets(read):
        if counted.repeat_of and counted.target.kind == "target":
            quote = _shorten(counted.target.quote)
            yield _measure_finding(read, counted.measure, "target_repeated", quote=quote)


def _measure_finding(read: ParsedPlan, measure: Measure, kind: str, **values: object) -> Finding:
    task = _shorten(measure.row.task.text if read.job.has_tasks else measure.row.measure.text)
    return _plan_finding(
        read, kind, measure_id=measure.measure_id, lines=measure.row.lines, task=task, **values
    )


def _plan_finding(
    read: ParsedPlan,
    kind: str,
    *,
    measure_id: str = "",
    lines: tuple[int, int] | None = None,
    **values: object,
) -> Finding:
    """Make a finding about a plan, by default at its first line."""
    job = read.job
    return _finding(
        kind,
        plan_id=job.plan_id,
        region_id=job.plan.region_id,
        measure_id=measure_id,
        lines=lines or (job.plan.first_line, job.plan.first_line),
        **values,
    )


def _shorten(text: str) -> str:
    text = fold_compatibility(text)
    return text if len(text) <= _LONGEST_QUOTE else text[: _LONGEST_QUOTE - 1] + "…"
