"""Splits a source into its plans, each with a job for the reader or an error."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from pipeline.readers.delimited import blank_delimiters, find_delimiter, find_rule_lines, read_records
from pipeline.readers.document import Document
from pipeline.readers.provenance import Provenance
from pipeline.readers.records import Record, list_records
from pipeline.reading.cells.cell_headers import find_cell_furniture
from pipeline.reading.cells.cell_lines import list_cell_line_records
from pipeline.reading.cells.several_tables import split_by_region, split_side_by_side
from pipeline.reading.column_checks import (
    headers_between,
    rename_task_to_measure,
    require_columns,
    require_one_region,
)
from pipeline.reading.columns.column_models import load_column_models
from pipeline.reading.ledger import preface_spans
from pipeline.reading.plan_job import PlanJob
from pipeline.reading.plans.furniture import Furniture, find_furniture
from pipeline.reading.plans.notes import find_notes, is_continuation_mark
from pipeline.reading.plans.split import (
    PlanText,
    apply_file_name,
    list_sheets,
    make_untitled_plan,
    set_last_lines,
    split_plans,
)
from pipeline.reading.prose import has_items, read_prose
from pipeline.reading.size_limits import require_size
from pipeline.schema.errors import SourceError
from pipeline.taxonomy.header_words import load_column_names
from pipeline.taxonomy.loading import Taxonomy, load_title_nouns

_MIN_ROWS, _MIN_COLUMNS = 2, 3
"""Minimum size of a table; a document that has one is no prose."""


def iter_jobs(
    source: Document, provenance: Provenance, taxonomy: Taxonomy, taxonomy_folder: Path
) -> Iterator[tuple[PlanText, PlanJob | SourceError]]:
    """Yield each plan of a source with its job, or with the error that prevents reading it.

    Raises
    ------
    SourceError
        The source has no plan, or more text or cells than the limits of `size_limits`.
    """
    require_size(source)
    names = load_column_names(taxonomy_folder)
    records = tuple(split_side_by_side(list_records(source), names, source.path)) if source.tables else ()
    delimiter = "" if records else find_delimiter(source.lines, names)
    if not records and not delimiter:
        records = tuple(list_cell_line_records(source.lines, names, load_column_models()))
    furniture, plans = _split_source(source, records, delimiter, taxonomy, taxonomy_folder)
    if not plans and not delimiter and has_items(source.lines):
        # Prose without a title that names its region.
        plans = (make_untitled_plan(source.lines, 1, len(source.lines), {}, taxonomy.regions),)
    if not plans:
        raise SourceError.of("no_plan", source=source.path)
    if len(plans) == 1:
        plans = (apply_file_name(plans[0], source.path.stem, taxonomy.regions),)
    classes = furniture.line_classes()
    years = Counter(plan.year for plan in plans if plan.year is not None)
    default_year = provenance.year or (years.most_common(1)[0][0] if years else None)
    preface = tuple(preface_spans(source.lines, source.starts, plans[0].first_line, classes))
    for found in plans:
        plan = replace(
            found, year=(found.year if found.title or found.named_by == "sheet" else None) or default_year
        )
        first, last = plan.first_line, plan.last_line
        if not records:
            classes |= find_notes(source.lines[first - 1 : last], first, classes, delimiter)
        columns = headers_between(furniture.columns, first, last)
        if delimiter or records:
            columns = rename_task_to_measure(columns)
        try:
            year = _require_rows_and_year(source, plan, classes)
            job = PlanJob(
                plan_id=f"{provenance.collection}-{year}-{plan.region_id}",
                plan=plan,
                collection=provenance.collection,
                year=year,
                lines=source.lines[first - 1 : last],
                starts=source.starts[first - 1 : last],
                furniture_lines={n: classes[n] for n in range(first, last + 1) if n in classes},
                taxonomy_folder=taxonomy_folder,
                possible_page_numbers={
                    n: sequence
                    for n, sequence in furniture.possible_page_numbers.items()
                    if first <= n <= last
                },
                header_ends={n: end for n, end in furniture.header_ends.items() if first <= n <= last},
                preface=preface,
                stated_year=provenance.year,
                columns=columns,
                delimiter=delimiter,
                records=tuple(record for record in records if first <= record.first_line <= last),
            )
            has_table = sum(len(record.filled) >= _MIN_COLUMNS for record in job.records) >= _MIN_ROWS
            if not (columns or delimiter or has_table) and (prose := read_prose(job, names)):
                job = replace(job, records=(), prose=prose)
            elif not found.title and found.named_by != "sheet" and not furniture.columns:
                raise SourceError.of("no_plan", source=source.path)
            if not job.is_prose:
                require_one_region(job, taxonomy.regions, source.path)
            require_columns(job, source.path)
        except SourceError as error:
            yield plan, error
            continue
        preface = ()
        yield plan, job


def _split_source(
    source: Document, records: Sequence[Record], delimiter: str, taxonomy: Taxonomy, taxonomy_folder: Path
) -> tuple[Furniture, tuple[PlanText, ...]]:
    """Return the layout text of a source, and its plans."""
    regions, models = taxonomy.regions, load_column_models()
    names, nouns = load_column_names(taxonomy_folder), load_title_nouns(taxonomy_folder)
    if records:
        furniture = find_cell_furniture(records, source.classes, regions, names, models, nouns)
        plans = split_plans(source.lines, furniture, taxonomy, list_sheets(source, regions))
        plans, furniture = split_by_region(plans, records, furniture, regions)
        return furniture, plans
    classes = {**source.classes, **dict.fromkeys(find_rule_lines(source.lines, delimiter), "delimiter")}
    if not delimiter:
        marks = (n for n, line in enumerate(source.lines, 1) if is_continuation_mark(line))
        classes |= dict.fromkeys(marks, "other_column")
        furniture = find_furniture(source.lines, regions, names, classes, nouns)
        return furniture, split_plans(source.lines, furniture, taxonomy)
    rows = split_side_by_side(read_records(source.lines, delimiter), names, source.path)
    furniture = find_cell_furniture(rows, classes, regions, names, models, nouns)
    # With delimiters replaced by blanks, it is split like any other text, at the same offsets.
    plans = split_plans(blank_delimiters(source.lines, delimiter), furniture, taxonomy)
    plans, furniture = split_by_region(set_last_lines(plans, source.lines), rows, furniture, regions)
    return furniture, plans


def _require_rows_and_year(source: Document, plan: PlanText, classes: Mapping[int, str]) -> int:
    """Return the year of a plan; raise SourceError if its rows, region or year are missing."""
    if all(
        n in classes or not source.lines[n - 1].strip() for n in range(plan.first_line, plan.last_line + 1)
    ):
        raise empty_plan_error(source, plan)
    if not plan.region_id:
        raise SourceError.of("region_undetermined", source=source.path, line=plan.first_line)
    if plan.year is None:
        raise SourceError.of("year_undetermined", source=source.path, line=plan.first_line)
    return plan.year


def empty_plan_error(source: Document, plan: PlanText) -> SourceError:
    """Return the error for a plan that has a title or a header but no row."""
    return SourceError.of("plan_without_rows", source=source.path, line=plan.first_line)
