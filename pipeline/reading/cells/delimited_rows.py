"""Reads the rows of a plan from lines with cells separated by delimiters."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from pipeline.extract.departments.mentions import Directory, has_only_departments
from pipeline.readers.delimited import (
    QUOTE,
    find_delimiter_spans,
    lacks_departments,
    most_common_count,
    read_records,
)
from pipeline.readers.records import Record, TextCell
from pipeline.reading.cells.cell_headers import header_at
from pipeline.reading.cells.cell_rows import read_cell_rows, split_cell
from pipeline.reading.cells.several_tables import split_side_by_side
from pipeline.reading.columns.column_models import ColumnModels
from pipeline.reading.columns.rows import PlanRows, Row
from pipeline.reading.plan_job import PlanJob
from pipeline.reading.plans.headers import HeaderColumns
from pipeline.schema.model import ROLE_WORDS
from pipeline.taxonomy.header_words import SERIAL_PATTERN, ColumnNames, row_column

_LIST_MARKS: Final = ("、", "，", "；", "：")


def read_delimited_rows(
    job: PlanJob, models: ColumnModels, directory: Directory, names: ColumnNames
) -> PlanRows:
    """Return the rows of one plan in lines with delimiters; see `read_cell_rows`.

    ``directory`` has the known bodies, which distinguish paragraphs of a department cell from notes.
    """
    records = split_side_by_side(read_records(job.lines, job.delimiter, job.first_line), names)
    records = _join_broken_rows(job, records, directory)
    read = read_cell_rows(job, records, models, names)
    cell_spans = [(f.line, f.start, f.end) for row in read.rows for f in row.fragments]
    cell_spans += [(f.line, f.start, f.end) for f, _ in read.furniture]
    marks = [
        (fragment, "delimiter")
        for line, start, end in find_delimiter_spans(job.lines, job.first_line, job.delimiter, cell_spans)
        for text in [job.lines[line - job.first_line][start:end]]
        for fragment in split_cell(TextCell(text, ((line, start, end),)))
    ]
    return replace(read, furniture=(*read.furniture, *marks))


def find_swallowed_rows(job: PlanJob, rows: Sequence[Row]) -> tuple[int, ...]:
    """Return the indexes of rows with a cell that may contain other rows as a quotation mark is missing.

    Such a cell starts with an unclosed quotation mark, or its first and last line differ, each has as many
    delimiters as a whole row, and the last one begins with it.
    """
    lines, first_line, delimiter = job.lines, job.first_line, job.delimiter
    row_delimiters = most_common_count(lines, delimiter)
    places = []
    for place, row in enumerate(rows):
        for cell in (row.task, row.measure, row.departments):
            ends = {fragment.line for fragment in (*cell.fragments[:1], *cell.fragments[-1:])}
            is_open = cell.text.startswith(QUOTE) and cell.text.count(QUOTE) % 2
            before = (one.start for one in cell.fragments if one.line == max(ends))
            has_rows = (
                len(ends) > 1
                and all(lines[n - first_line].count(delimiter) == row_delimiters for n in ends)
                and delimiter not in lines[max(ends) - first_line][: min(before)]
            )
            if is_open or (has_rows and "row_joined" not in row.doubts):
                places.append(place)
    return tuple(places)


def _join_broken_rows(job: PlanJob, records: Sequence[Record], directory: Directory) -> list[Record]:
    """Join records that are one row whose cells contain unquoted line breaks.

    A record continues the one above if both together have no more cells than the header and it does not start
    with a serial or an empty cell. A single line below a complete row continues its last cell if that
    contains departments and the line lists more of them.
    """
    widths = {record.first_line: len(record.cells) for record in records}
    groups: list[list[Record]] = []
    cell_count = 0  # number of cells so far of the current row; 0 if the record above is in no row
    for record in records:
        header = _header_of(job, record)
        if header is None:
            groups.append([record])
            cell_count = 0
            continue
        width = max(widths.get(header.line, 0), len(header.cells))
        last = groups[-1][-1].cells[-1].text if cell_count else ""
        if _continues_row(cell_count, record, header, width) or _continues_departments(
            cell_count, last, record, header, directory
        ):
            groups[-1].append(record)
            cell_count += len(record.cells) - 1
        else:
            groups.append([record])
            cell_count = len(record.cells)
    joined = [_merge_records(group) for group in groups]
    return [_insert_merged_cells(record, _header_of(job, record), directory) for record in joined]


def _header_of(job: PlanJob, record: Record) -> HeaderColumns | None:
    """Return the header above a record; None if there is none, or the record is layout text."""
    header = header_at(job.columns, record.first_line)
    is_row = header and record.first_line >= header.line and record.first_line not in job.furniture_lines
    return header if is_row else None


def _insert_merged_cells(record: Record, header: HeaderColumns | None, directory: Directory) -> Record:
    """Return a record with the cells that it shares with the row above, which text of a browser leaves out.

    These are its key area, and its task if two are missing or there are no key areas.
    """
    if header is None:
        return record
    missing = len(header.cells) - len(record.cells)
    places = [place for name in ("area", "task") for place, one in enumerate(header.columns) if one == name]
    bodies = next((n for n, name in enumerate(header.columns) if row_column(name) == "departments"), 0)
    if not 0 < missing <= len(places) or not missing <= bodies < len(record.cells) + missing:
        return record
    starts = header.columns[0] != "serial" or SERIAL_PATTERN.fullmatch(record.cells[0].text)
    if not starts or not has_only_departments(record.cells[bodies - missing].text, directory):
        return record
    cells = list(record.cells)
    for place in sorted(places[:missing]):
        cells.insert(place, TextCell("", (), merged=True))
    return replace(record, cells=tuple(cells))


def _continues_row(cell_count: int, record: Record, header: HeaderColumns, width: int) -> bool:
    """Return whether a record can contain the remaining cells of a row with ``cell_count`` cells above."""
    first = record.cells[0].text
    if not first or cell_count < 2 or cell_count == width:
        return False
    is_last = cell_count + len(record.cells) - 1 == width
    if is_last and header.columns[-1] in ROLE_WORDS and lacks_departments(record):
        return False
    starts_row = header.columns[0] == "serial" and SERIAL_PATTERN.fullmatch(first) and len(record.cells) > 1
    return not starts_row and cell_count + len(record.cells) - 1 <= width


def _continues_departments(
    cell_count: int, last: str, record: Record, header: HeaderColumns, directory: Directory
) -> bool:
    """Return whether a single line continues the departments at the end of the row above."""
    if len(record.cells) > 1 or not record.filled or cell_count != len(header.cells):
        return False
    if header.columns[-1] not in ROLE_WORDS or not last:
        return False
    return last.endswith(_LIST_MARKS) or has_only_departments(record.cells[0].text, directory)


def _merge_records(group: Sequence[Record]) -> Record:
    """Join the records of one row."""
    if len(group) == 1:
        return group[0]
    parts: list[list[TextCell]] = []
    for record in group:
        first, *rest = record.cells
        if parts:
            parts[-1].append(first)
        else:
            parts.append([first])
        parts += [[cell] for cell in rest]
    cells = tuple(
        TextCell("".join(cell.text for cell in part), tuple(run for cell in part for run in cell.runs))
        for part in parts
    )
    return Record(group[0].first_line, group[-1].last_line, cells)
