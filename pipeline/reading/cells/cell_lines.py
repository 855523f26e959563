"""Reads text in which every cell of a table, also a blank one, has a line of its own.

Word processors save tables as such text, and so are they copied from web pages.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import mode
from typing import Final

from pipeline.readers.records import Record, make_text_cell
from pipeline.reading.cells.cell_line_columns import PARAGRAPH_END, LineColumns, assign_lines
from pipeline.reading.columns.cell_starts import SUPPORT_LABEL
from pipeline.reading.columns.column_models import COLUMN_NAMES, ColumnModels
from pipeline.reading.plans.notes import find_notes, is_continuation_mark
from pipeline.taxonomy.header_words import ColumnNames, may_be_name, normalise_header

_Rows = Sequence[Sequence[Sequence[int]]]
"""The lines of each cell of each row."""
_MAX_WRAPPED_SHARE: Final = 0.1
"""Maximum number of lines that end in mid-sentence within a cell, for each row."""
_MIN_ROWS: Final = 3
_MAX_LINES: Final = 20_000
_MIN_FILLED_SHARE: Final = 2 / 3
"""Minimum share of rows with a line in a column, unless it shares its cells or its rows leave them blank."""
_MAX_LONGER_SHARE: Final = 0.2
"""Maximum share of rows with several lines of departments, for those of them to be doubtful."""
_MIN_TABLE_LINES: Final = 3
_MIN_SPACED_SHARE: Final = 0.9
"""Minimum share of lines with a blank one below; where blank ones are cells, few columns are blank."""
_MIN_COLUMNS, _MAX_COLUMNS = 2, 12
_MAX_WIDTHS: Final = 4
_ROLES: Final = ("lead", "support")
_ROLE_COUNT: Final = 2

Heads = list[list[list[int]]]
"""The rows of a header: the lines of each cell."""


def list_cell_line_records(lines: Sequence[str], names: ColumnNames, models: ColumnModels) -> list[Record]:
    """Return the rows of all tables and the lines between them; empty if not every cell has a line.

    Three and more lines below a table are a table of their own, whose cells are unknown. Blank lines below
    each line, as programs print between paragraphs, are no cells. The names of a header can be on one line.
    """
    header = next((line for line, text in enumerate(lines) if names.is_name(normalise_header(text))), 0)
    outside = {line for line, text in enumerate(lines) if is_continuation_mark(text)}
    outside |= {*find_notes(lines, 0, {header: "header"})}
    kept = [line for line in _skip_spacing(lines) if line not in outside]
    if len(kept) > _MAX_LINES:
        return []
    pieces = [piece for line in kept for piece in _split_header(lines[line], line, names)]
    records = _list_records([lines[line][start:end] for line, start, end in pieces], names, models)
    rows = [record for record in records if (record.table or 0) % 2 and not record.wide]
    # Below the names of columns on one line, other lines may hold several cells, or wrap, as well.
    if len(pieces) > len(kept) and any(len(cell.runs) != 1 for row in rows for cell in row.cells):
        return []
    records = [_renumber(record, pieces) for record in records]
    records += (_make_record(lines, [[line]], 0) for line in outside if records)
    return sorted(records, key=lambda record: record.first_line)


def _split_header(line: str, number: int, names: ColumnNames) -> list[tuple[int, int, int]]:
    """Return the places of the names if a line is a header, else that of the line."""
    cells = line.strip().split(" ")
    is_header = len(cells) > 1 and all(map(may_be_name, cells)) and names.is_short_header(cells)
    spans = [match.span() for match in re.finditer(r"\S+", line)] if is_header else [(0, len(line))]
    return [(number, *span) for span in spans]


def _skip_spacing(lines: Sequence[str]) -> list[int]:
    """Return the indexes of the lines, without the blank ones below each where most text has as many."""
    filled = [line for line, text in enumerate(lines) if text.strip()]
    runs = [below - line - 1 for line, below in pairwise([*filled, len(lines)])]
    usual = mode(runs[:-1] or [0])
    if not usual or sum(map(bool, runs[:-1])) < _MIN_SPACED_SHARE * len(runs[:-1]):
        return list(range(len(lines)))
    return [line + n for line, run in zip(filled, runs, strict=True) for n in range(1 + run // (usual + 1))]


def _renumber(record: Record, pieces: Sequence[tuple[int, int, int]]) -> Record:
    """Return a record of pieces of lines with their places in the source."""
    cells = []
    for cell in record.cells:
        places = [(*pieces[number - 1][:2], start, end) for number, start, end in cell.runs]
        runs = tuple((line + 1, first + start, first + end) for line, first, start, end in places)
        cells.append(cell._replace(runs=runs))
    first, last = (pieces[number - 1][0] + 1 for number in (record.first_line, record.last_line))
    return replace(record, first_line=first, last_line=last, cells=tuple(cells))


def _list_records(lines: Sequence[str], names: ColumnNames, models: ColumnModels) -> list[Record]:
    starts = list(find_header_starts(lines, names))
    records = _list_outside_lines(lines, 0, starts[0] if starts else 0, 0)
    for number, (start, stop) in enumerate(pairwise([*starts, len(lines)])):
        found = _list_table(lines, start, stop, 2 * number + 1, names, models)
        if not found:
            return []
        records += found
    return sorted(records, key=lambda record: record.first_line)


def _list_table(
    lines: Sequence[str], start: int, stop: int, table: int, names: ColumnNames, models: ColumnModels
) -> list[Record]:
    """Return the records from a header to the next one, if every cell has a line."""
    readings = []
    for heads, first in list_headers(lines, start, stop, names):
        if not any(line.strip() for line in lines[first:stop]):
            return []
        header = ["".join(lines[line] for line in cell) for cell in heads[0]]
        assigned = assign_lines(lines[first:stop], header, names, models)
        readings.append((_list_rows(assigned, lines[first:stop], len(header)), assigned, heads, first))
    # A short first cell can be taken for a cell of the header, and most lines for text below the table.
    rows, assigned, heads, first = max(
        readings, key=lambda one: (bool(one[0]), not _has_sparse_column(one[0], one[1]), one[1].score)
    )
    if not rows:
        return []
    records = [_make_record(lines, head, table) for head in heads]
    longer = _find_longer_lists(rows, assigned, lines[first:stop])
    unsure = _find_unsure_rows(rows, assigned, lines[first:stop])
    for place, row in enumerate(rows):
        cells = [[first + line for line in cell] for cell in row]
        margin = min(float(assigned.margins[line]) for cell in row for line in cell)
        doubts = (*["row_joined"] * (place in longer), *["cell_unsure"] * (place in unsure))
        records.append(replace(_make_record(lines, cells, table, margin), doubts=doubts))
    width = len(assigned.columns) - 1
    headings = (_make_record(lines, [[first + line], *[[]] * width], table) for line in assigned.headings)
    records += [replace(heading, wide=frozenset(range(width))) for heading in headings]
    end = 1 + max(first + line for cell in rows[-1] for line in cell)
    below = [line for line in lines[end:stop] if line.strip()]
    if _has_more_rows(below, [lines[first + row[0][0]] for row in rows if row[0]], assigned.columns[0]):
        return []
    return records + _list_outside_lines(lines, end, stop, table + 1 if len(below) >= _MIN_TABLE_LINES else 0)


def _list_rows(assigned: LineColumns, lines: Sequence[str], width: int) -> list[list[list[int]]]:
    """Return the lines of each cell of each row; empty if cells have no line, or lines are wrapped."""
    cells: list[list[int]] = []
    wrapped = 0
    for line, (column, starts) in enumerate(assigned.labels):
        if starts:
            missing = (max(column, 0) - len(cells)) % width
            if missing and not assigned.leaves_out:
                return []
            cells += ([] for _ in range(missing + (column >= 0)))
        elif column >= 0 and assigned.columns[column] != "departments":
            wrapped += not PARAGRAPH_END.search(lines[line - 1].rstrip())
        if column >= 0:
            cells[-1].append(line)
    cells += [[]] * (-len(cells) % width)
    rows = [cells[n : n + width] for n in range(0, len(cells), width)]
    rows = [row for row in rows if any(row)]
    return rows if len(rows) >= max(_MIN_ROWS, wrapped / _MAX_WRAPPED_SHARE) else []


def _find_longer_lists(rows: _Rows, assigned: LineColumns, lines: Sequence[str]) -> frozenset[int]:
    """Return the places of rows whose departments have lines without a label, as those of few rows do."""
    found = {
        place
        for place, row in enumerate(rows)
        for column, cell in zip(assigned.columns, row, strict=True)
        if column == "departments" and any(not SUPPORT_LABEL.match(lines[line].strip()) for line in cell[1:])
    }
    return frozenset(found if len(found) <= _MAX_LONGER_SHARE * len(rows) else ())


def _find_unsure_rows(rows: _Rows, assigned: LineColumns, lines: Sequence[str]) -> frozenset[int]:
    """Return the places of rows whose blank cells may be others, where blank cells have no line.

    Then only the words tell which cell is blank: a row that begins with a measure may begin with a task if
    that ends no sentence, and the row above is unsure; a line in a column that some rows leave blank may be
    of another.
    """
    if not assigned.leaves_out:
        return frozenset()
    starts, measures = (
        [place for place, column in enumerate(assigned.columns) if column in names]
        for names in (("serial", "task"), ("measure",))
    )
    found = set[int]()
    for place, row in enumerate(rows if starts else ()):
        ends = [lines[line].rstrip() for n in measures for line in row[n][-1:]]
        if not any(row[n] for n in starts) and not any(map(PARAGRAPH_END.search, ends)):
            found |= {place - 1, place}
    for column, name in enumerate(assigned.columns):
        filled = [place for place, row in enumerate(rows) if row[column]]
        if name in ("", "note") and len(filled) < _MIN_SPACED_SHARE * len(rows):
            found.update(filled)
    return frozenset(found)


def _has_sparse_column(rows: _Rows, assigned: LineColumns) -> bool:
    """Return whether a column of a plan, or one whose header is unknown, has no line in many rows."""
    own = [place for place, name in enumerate(assigned.columns) if not name or name in COLUMN_NAMES]
    return any(sum(bool(row[place]) for row in rows) < _MIN_FILLED_SHARE * len(rows) for place in own)


def _has_more_rows(below: Sequence[str], firsts: Sequence[str], column: str) -> bool:
    """Return whether rows follow below the last row that was read: the next serial, or else sentences.

    ``firsts`` are the texts of the first cells of the rows, and ``column`` is their column.
    """
    serials = [int(text) for text in firsts if text.strip().isdecimal()] if column == "serial" else []
    if serials:
        return any(text.strip() == str(serials[-1] + 1) for text in below)
    return sum(bool(PARAGRAPH_END.search(text.rstrip())) for text in below) >= _MIN_ROWS


def _make_record(
    lines: Sequence[str], cells: Sequence[Sequence[int]], table: int, margin: float | None = None
) -> Record:
    read = tuple(make_text_cell(lines, [number + 1 for number in numbers]) for numbers in cells)
    inside = sorted(number + 1 for numbers in cells for number in numbers)
    return Record(inside[0], inside[-1], read, table, margin=margin)


def _list_outside_lines(lines: Sequence[str], first: int, stop: int, table: int) -> list[Record]:
    """Return the lines outside the tables, each as a cell."""
    return [_make_record(lines, [[line]], table) for line in range(first, stop) if lines[line].strip()]


def list_headers(
    lines: Sequence[str], start: int, stop: int, names: ColumnNames
) -> Iterator[tuple[Heads, int]]:
    """Yield the possible headers that start at a line, each with the index of the first line below it.

    A second row with the roles of departments is joined to the first, one that numbers the columns is not.
    """
    for width in _list_widths(lines[start:stop], names):
        head, first = _join_roles(lines, start, width, names)
        numbers = [line.strip() for line in lines[first : first + len(head)]]
        if numbers == [str(number) for number in range(1, len(head) + 1)]:
            yield [head, [[first + n] for n in range(len(head))]], first + len(head)
        else:
            yield [head], first


def _join_roles(
    lines: Sequence[str], start: int, width: int, names: ColumnNames
) -> tuple[list[list[int]], int]:
    """Return the cells of a header, with roles in a second row as cells, and the first line below.

    In such a row, the other cells are blank or have no line.
    """
    head, first = [[start + n] for n in range(width)], start + width
    columns = [names.names.get(normalise_header(lines[line])) for [line] in head]
    if columns.count("departments") != 1:
        return head, first
    place = columns.index("departments")
    for before, after in ((place, width - 1 - place), (0, 0)):
        below = [normalise_header(line) for line in lines[first : first + before + _ROLE_COUNT + after]]
        roles = [text for text in below[before : before + _ROLE_COUNT] if names.names.get(text) in _ROLES]
        if len(roles) == _ROLE_COUNT and not any(below[:before] + below[before + _ROLE_COUNT :]):
            one = first + before
            head[place : place + 1] = [[*head[place], one], [one + 1]]
            return head, one + _ROLE_COUNT + after
    return head, first


def find_header_starts(lines: Sequence[str], names: ColumnNames) -> Iterator[int]:
    """Yield the indexes of the lines at which headers of one cell a line start."""
    last, above = 0, ""
    for start, line in enumerate(lines):
        may_start = start >= last and may_be_name(line.strip()) and names.named_columns([line])
        widths = _list_widths(lines[start : start + _MAX_COLUMNS], names) if may_start else []
        # Below other words of headers, too few columns are the end of one that wraps.
        is_within = bool(widths and above) and names.find_columns(normalise_header(above)) is not None
        head = ["".join(text.split()) for text in lines[start : start + sum(widths[:1])]]
        if widths and (not is_within or names.is_header(head)):
            yield start
            last = start + widths[0]
        above = line.strip() or above


def _list_widths(lines: Sequence[str], names: ColumnNames) -> list[int]:
    """Return the possible numbers of cells of a header that starts at the first line."""
    texts = ["".join(line.split()) for line in lines[:_MAX_COLUMNS]]
    several = [sum(map(names.is_name, line.split())) > 1 for line in lines[:_MAX_COLUMNS]]
    stop = next((n for n, text in enumerate(texts) if several[n] or not may_be_name(text)), len(texts))
    fitting = (width for width in range(_MIN_COLUMNS, stop + 1) if _is_header(texts[:width], names))
    return list(fitting)[:_MAX_WIDTHS]


def _is_header(texts: Sequence[str], names: ColumnNames) -> bool:
    if "departments" not in names.named_columns(filter(names.is_name, texts)):
        return False
    return names.is_short_header(texts) or (names.is_header(texts) and names.names_duties(texts))
