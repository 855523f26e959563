"""Checks that the columns named by a header can be read; raises an error otherwise."""

from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from pipeline.reading.aligned.gutters import find_word_columns
from pipeline.reading.cells.cell_headers import header_at
from pipeline.reading.plan_job import PlanJob
from pipeline.reading.plans.headers import HeaderCell, HeaderColumns, is_in_usual_order, most_complete_header
from pipeline.schema.errors import SourceError
from pipeline.schema.folding import fold_compatibility
from pipeline.taxonomy.header_words import REQUIRED, SERIAL_PATTERN, map_task_to_measure, row_column
from pipeline.taxonomy.loading import Region

_COLUMN_LABELS: Final = {
    "task": ("工作内容（任务）", "task (工作内容)"),
    "measure": ("具体举措", "measure (具体举措)"),
    "departments": ("责任部门", "departments (责任部门)"),
}
_MIN_REGION_CELLS: Final = 3
"""Minimum number of cells that are the name of a region, in a column of them."""
_IGNORED_COLUMNS: Final = ("", "deadline", "note")


def headers_between(headers: Sequence[HeaderColumns], first: int, last: int) -> tuple[HeaderColumns, ...]:
    """Return the headers from line ``first`` to ``last``, or else the last one before.

    ``headers`` are in line order.
    """
    start, stop = (bisect_left(headers, line, key=lambda header: header.line) for line in (first, last + 1))
    return tuple(headers[start:stop] or headers[max(0, start - 1) : start])


def rename_task_to_measure(headers: Sequence[HeaderColumns]) -> tuple[HeaderColumns, ...]:
    """Return the headers of a plan with cells; a task column without a measure column becomes the measure."""
    return tuple(
        one for header in headers for one in _rename_columns([header], map_task_to_measure(header.columns))
    )


def rename_task_to_area(headers: Sequence[HeaderColumns]) -> tuple[HeaderColumns, ...]:
    """Return the headers, with the task column (重点领域), which contains key areas, as the area column."""
    return _rename_columns(headers, {"task": "area"})


def _rename_columns(
    headers: Sequence[HeaderColumns], meanings: Mapping[str, str]
) -> tuple[HeaderColumns, ...]:
    return tuple(
        replace(
            header,
            cells=tuple(replace(one, column=meanings.get(one.column, one.column)) for one in header.cells),
        )
        for header in headers
    )


def format_cells(header: HeaderColumns, predicate: Callable[[HeaderCell], bool]) -> tuple[str, ...]:
    """Return the wanted cells of a header as messages name them: by text, or by number if they have none."""
    return tuple(
        f"“{fold_compatibility(cell.text)}”" if cell.text else f"#{place}"
        for place, cell in enumerate(header.cells, 1)
        if predicate(cell)
    )


def require_one_region(job: PlanJob, regions: Sequence[Region], source: Path) -> None:
    """Raise SourceError if a column names several regions, and that of the plan among them.

    A plan can have one of regions that its own supports. In text, such a column is the first one, alone or
    behind a serial. Governments can be responsible.
    """
    ids = {name: region.id for region in regions for name in (region.name_zh, region.short_zh)}
    named: dict[int, list[str]] = {}
    for record in job.records:
        header = header_at(job.columns, record.first_line)
        columns = header.columns if header else ()
        for place, (cell, column) in enumerate(zip(record.cells, columns, strict=False)):
            if row_column(column) != "departments":
                named.setdefault(place, []).append(cell.text)
    # Where each cell has a line, that of a region can be taken for a heading or a paragraph.
    has_tables = bool(job.records) and all(record.margin is None for record in job.records)
    for line in () if has_tables else job.lines:
        cells = [cell for cell in line.split(job.delimiter or None) if cell.strip()]
        first = next((cell for cell in cells if not SERIAL_PATTERN.fullmatch(cell.strip())), "")
        named.setdefault(0, []).append(first.strip())
    for texts in named.values():
        found = [text for text in texts if text in ids]
        named_ids = {ids[text] for text in found}
        if job.plan.region_id in named_ids and len(named_ids) > 1 and len(found) >= _MIN_REGION_CELLS:
            names = tuple(dict.fromkeys(found))[:_MIN_REGION_CELLS]
            raise SourceError.of("regions_in_rows", source=source, line=job.first_line, names=[*names])


def require_columns(job: PlanJob, source: Path) -> None:
    """Raise SourceError if the columns of a plan of a source can't be read.

    Without a header, a plan is read by its words. If the format does not state where cells end, and blank
    strips do not separate the columns of aligned text, that of other columns would get into cells.
    """
    header = most_complete_header(job.columns)
    if header is None and job.has_cells and not job.is_prose:
        raise SourceError.of("no_header", source=source, line=job.first_line)
    if header is None:
        return
    missing = header.missing
    named = not any(cell.by_position and row_column(cell.column) in REQUIRED for cell in header.cells)
    if job.has_cells and (missing == ("departments",) or (missing == ("task",) and named)):
        # Departments are optional beside tasks and measures, and tasks beside measures and departments.
        missing = ()
    if missing == ("measure",):
        raise SourceError.of("one_content_column", source=source, line=header.line, header=_texts(header))
    if missing:
        raise _missing_columns_error(header, missing, source)
    if job.has_cells:
        return
    has_gutters = find_word_columns(job) is not None
    if not is_in_usual_order(header) and not has_gutters:
        raise SourceError.of("columns_in_other_order", source=source, line=header.line, header=_texts(header))
    # In aligned text, the lines of a deliverable or a second measure stand between those of the measure.
    ignored = () if has_gutters else (*_IGNORED_COLUMNS, *(["deliverable"] if header.spans else []))
    own = [row_column(name) for name in header.columns if name != "deliverable"]
    same = {name for name in ("departments", *(["measure"] if header.spans else [])) if own.count(name) > 1}
    extra = format_cells(header, lambda cell: cell.column in ignored)
    extra = (
        extra
        or format_cells(
            header, lambda cell: cell.column != "deliverable" and row_column(cell.column) in same
        )[1:]
    )
    if extra:
        raise SourceError.of("other_column", source=source, line=header.line, extra=[*extra])


def _missing_columns_error(header: HeaderColumns, missing: Sequence[str], source: Path) -> SourceError:
    zh, en = zip(*(_COLUMN_LABELS[name] for name in missing), strict=True)
    columns = "、".join(zh), ", ".join(en)
    return SourceError.of(
        "column_missing", source=source, line=header.line, what=columns, header=_texts(header)
    )


def _texts(header: HeaderColumns) -> list[str]:
    return [cell.text for cell in header.cells if cell.text]
