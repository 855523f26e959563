"""Finds tables in a plan that are not part of it: without a header, or of another subject."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Final

from pipeline.readers.records import Record
from pipeline.reading.cells.cell_headers import header_at
from pipeline.reading.columns.rows import OtherTable, PlanRows, Row
from pipeline.reading.plans.headers import HeaderColumns
from pipeline.taxonomy.header_words import REQUIRED, SERIAL_PATTERN, ColumnNames, may_be_name, row_column
from pipeline.taxonomy.match import TaskMatcher

_MIN_SERIAL_SHARE: Final = 0.6
"""Minimum share of rows of a table without a header whose first cell is a serial or empty, as under a header
that starts with serials."""
_MIN_COLUMNS: Final = 3
_MIN_NAMES: Final = 2


def find_headless_tables(
    records: Sequence[Record], headers: Sequence[HeaderColumns], names: ColumnNames
) -> list[OtherTable]:
    """Return the tables, and ends of tables, that have no header and don't continue the previous table.

    Their first row is taken as a header. Such an end starts with a row of short texts, some of which repeat
    the header above.
    """
    header_lines = {header.line for header in headers}
    by_table: dict[int | None, list[Record]] = defaultdict(list)
    for record in records:
        by_table[record.table].append(record)
    other_numbers = _find_other_tables(by_table, headers, names)
    found = [by_table[number] for number in other_numbers]
    for number in by_table.keys() - {0} - other_numbers:
        other: list[Record] | None = None
        for record in by_table[number]:
            if record.first_line in header_lines:
                other = None
            elif other is not None:
                other.append(record)
            elif _is_other_header(record, header_at(headers, record.first_line)):
                found.append(other := [record])
    found.sort(key=lambda rows: rows[0].first_line)
    return [
        OtherTable(
            "table_left_out", rows[0].first_line, rows[-1].last_line, "".join(rows[0].texts), len(rows)
        )
        for rows in found
    ]


def _is_other_header(record: Record, header: HeaderColumns | None) -> bool:
    """Return whether a row is the header of other columns: it repeats less than half of the names above."""
    if header is None or record.last_line < header.line or len(record.filled) < _MIN_COLUMNS:
        return False
    texts = {place: record.cells[place].text for place in record.filled}
    same = sum(text == header.cells[n].text for n, text in texts.items() if n < len(header.cells))
    return all(map(may_be_name, texts.values())) and 0 < 2 * same < len(texts)


def _find_other_tables(
    by_table: Mapping[int | None, Sequence[Record]], headers: Sequence[HeaderColumns], names: ColumnNames
) -> frozenset[int | None]:
    """Return the numbers of the tables that have no header and don't continue the previous table."""
    header_lines = {header.line for header in headers}
    found, width = set[int | None](), 0
    for number, rows in by_table.items():
        if not number:
            continue
        if any(row.first_line in header_lines for row in rows):
            width = len(rows[0].cells)
        elif width:
            header = header_at(headers, rows[0].first_line)
            serials = header is not None and header.columns[0] == "serial"
            firsts = [row.cells[0].text for row in rows]
            serial_count = sum(not first or bool(SERIAL_PATTERN.fullmatch(first)) for first in firsts)
            is_other = len(rows[0].cells) != width or (
                serials and serial_count < _MIN_SERIAL_SHARE * len(rows)
            )
            if is_other or (header is not None and _names_columns(rows[0], header, names)):
                found.add(number)
    return frozenset(found)


def _names_columns(record: Record, header: HeaderColumns, names: ColumnNames) -> bool:
    """Return whether a record is the header of another table: it has a name of this header, or two others."""
    pairs = zip(record.cells, header.cells, strict=False)
    if any(cell.text and cell.text == one.text for cell, one in pairs):
        return True
    return sum(names.is_name(text) for text in record.texts) >= _MIN_NAMES


def remove_other_tables(rows: PlanRows, headers: Sequence[HeaderColumns], matcher: TaskMatcher) -> PlanRows:
    """Remove the rows of tables of another subject, whose text then belongs to no cell.

    Such a table has a column that is not a plan's and that no header with standard tasks has, or remarks in
    place of a plan's column; and none of its rows answers a standard task, or names it if it has no task.
    """

    def is_standard(row: Row) -> bool:
        text = row.task.text
        match = matcher.match(text) if text else matcher.match_measure(row.measure.text)
        return bool(match.task_ids)

    by_header: dict[int, list[Row]] = {}
    for row in rows.rows:
        header = header_at(headers, row.lines[1])
        by_header.setdefault(header.line if header else 0, []).append(row)
    headers_by_line = {header.line: header for header in headers}
    if len(by_header) < 2 or 0 in by_header:
        return rows
    own = [headers_by_line[line] for line, mine in by_header.items() if any(map(is_standard, mine))]
    others = {line for line in by_header if own and _is_other_subject(headers_by_line[line], own)}
    if not others:
        return rows
    kept = tuple(row for line, mine in by_header.items() if line not in others for row in mine)
    inside = {(f.line, f.start) for row in kept for f in row.fragments}
    left_out = {
        (f.line, f.start): (f, "other_column")
        for line in others
        for row in by_header[line]
        for f in row.fragments
        if f.offsets and (f.line, f.start) not in inside
    }
    tables = tuple(
        OtherTable(
            "table_other_subject",
            line,
            max(row.lines[1] for row in by_header[line]),
            "".join(cell.text for cell in headers_by_line[line].cells),
            len(by_header[line]),
        )
        for line in sorted(others)
    )
    return PlanRows(kept, (*rows.furniture, *left_out.values()), (*rows.other_tables, *tables))


def _is_other_subject(header: HeaderColumns, own: Sequence[HeaderColumns]) -> bool:
    """Return whether a header has other columns than the headers with standard tasks (``own``)."""
    printed = {cell.text for one in own for cell in one.cells}
    new = [cell for cell in header.cells if cell.text and cell.text not in printed]
    if header in own or not new:
        return False
    row_columns, usual = ({row_column(name) for name in one.columns} for one in (header, own[0]))
    lacks_one = not set(REQUIRED) & usual <= row_columns
    return any(cell.by_position or not cell.column or (cell.column == "note" and lacks_one) for cell in new)
