"""Reads the rows of a plan from a document with cells, whose columns the header names."""

import re
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from typing import Final

from pipeline.readers.records import Record, TextCell
from pipeline.reading.cell_text import Cut, cut_cell
from pipeline.reading.cells.broken_rows import join_broken_rows
from pipeline.reading.cells.cell_headers import header_at
from pipeline.reading.cells.other_tables import find_headless_tables
from pipeline.reading.cells.outside_rows import classify_record, find_serial_styles, is_heading
from pipeline.reading.columns.column_models import ColumnModels
from pipeline.reading.columns.layout import Fragment
from pipeline.reading.columns.rows import Cell, PlanRows, Row, insert_text, join_deliverable
from pipeline.reading.plan_job import PlanJob
from pipeline.reading.plans.headers import HeaderColumns
from pipeline.schema.model import LIST_MARK, ROLE_MARK, ROLE_WORDS, SENTENCE_END
from pipeline.taxonomy.header_words import ColumnNames, row_column

_DITTO: Final = re.compile(r"[（(]?同[上前][行项]?[)）]?。?|[〃″＂〞\"”]|''|′′")
_ROLES: Final = re.compile("|".join((*ROLE_WORDS.values(), "牵头", "配合", "负责")))
_DITTO_AND_MORE: Final = re.compile(r"(?:同[上前][行项]?|[〃″])(?:[、，,；;]|及|和|以及|并)")
"""The start of a department cell that adds bodies to those of the cell above."""
_MAX_BLANK_SHARE: Final = 0.4
"""Maximum share of rows with a serial of their own and no task; where more have none, tasks are merged."""
_CELLS: Final = ("task", "measure", "departments")
_CONTINUING: Final = frozenset(("measure", "departments", "lead", "support", "deadline"))
"""The columns of a record that can continue the row above."""
_MIN_ENDED_SHARE: Final = 0.6
"""Minimum share of measures that end with their sentence, for one that does not to be broken."""


@dataclass
class _TableRows:
    """The rows read so far, and the text that belongs to no cell."""

    rows: list[Row] = field(default_factory=list)
    area: Cell = field(default_factory=Cell)
    starts_area: bool = False
    number: int | None = None
    """The number of the source table being read."""
    serial: str = ""
    """The serial of the last row, if it has one."""
    maybe_blank_tasks: list[int] = field(default_factory=list)
    """Indexes of the rows without a task that no serial or key area of a row above shows to be merged."""
    has_blank_tasks: bool = False
    """Whether a row shows that an empty task is a blank one."""
    broken_rows: list[int] = field(default_factory=list)
    """Indexes of the rows with a measure alone that seems to continue the one above."""
    lone_measures: list[int] = field(default_factory=list)
    """Indexes of the other rows with a measure alone."""
    maybe_broken_rows: list[int] = field(default_factory=list)
    """Indexes of the rows with departments beside such a measure, but neither serial nor task."""
    rows_beyond_header: list[int] = field(default_factory=list)
    """Indexes of the rows with text in a column that the header doesn't name."""
    rows_above_text: set[int] = field(default_factory=set)
    """Indexes of the rows above a sentence that is no cell of a row."""
    cells_above: dict[int, Cell] = field(default_factory=dict)
    """The last cell in each column of that table; merged cells below continue it."""
    furniture: list[tuple[Fragment, str]] = field(default_factory=list)

    def start_area(self, record: Record, place: int) -> None:
        """Start the key area whose heading is the cell of a record at index ``place``."""
        self.exclude(record.cells[:place], "serial")
        self.exclude(record.cells[place : place + 1], "area")
        self.exclude(record.cells[place + 1 :], "other_column")
        self.area, self.starts_area = Cell(split_cell(record.cells[place])), True

    def add_doubt(self, kind: str, *places: int) -> None:
        """Add a kind of finding to the rows at some indexes."""
        for place in places:
            self.rows[place] = self.rows[place].add_doubts(kind)

    def exclude(self, cells: Sequence[TextCell], character_class: str) -> None:
        self.furniture += [(fragment, character_class) for cell in cells for fragment in split_cell(cell)]


def read_cell_rows(
    job: PlanJob, records: Sequence[Record], models: ColumnModels, names: ColumnNames
) -> PlanRows:
    """Return the rows of one plan from its ``records``.

    An empty cell in the area column continues the one above. So does an empty task beside a measure, with a
    doubt if the table has merged cells. Other empty cells are blank, unless the format marks them as merged
    with the cell above. ``models`` distinguish headings of key areas from notes, ``names`` the headers of
    other tables from rows.
    """
    headers, furniture_lines = job.columns, job.furniture_lines
    table = _TableRows()
    records, repeated = join_broken_rows(records, furniture_lines, headers)
    table.exclude(repeated, "other_column")
    other_tables = tuple(find_headless_tables(records, headers, names))
    other_lines = {line for one in other_tables for line in range(one.first_line, one.last_line + 1)}
    serial_styles = find_serial_styles(records, headers)
    merged_tables = {
        record.table
        for record in records
        if record.first_line not in furniture_lines and any(cell.merged for cell in record.cells)
    }
    for record in records:
        header = header_at(headers, record.first_line)
        character_class = furniture_lines.get(record.first_line)
        if header is None or (character_class is None and record.last_line < header.line):
            if character_class is None and is_heading(record, models):
                table.start_area(record, record.filled[0])
                continue
            # Other text between a title and a header is part of the title.
            character_class = character_class or "title"
        if character_class is None and record.first_line in other_lines:
            character_class = "other_column"
        if character_class is not None:
            table.exclude(record.cells, character_class)
        elif header is not None:
            # Merged cells in the header say nothing about empty cells below it.
            record = replace(record, has_spans=record.has_spans and record.table in merged_tables)
            _read_record(record, header, serial_styles, models, table)
    if 2 * len(table.rows_beyond_header) < len(table.rows):
        # If most rows have such text, it is a column, which the header's finding reports.
        table.add_doubt("cell_without_header", *table.rows_beyond_header)
    # One or two show no habit, however few the rows.
    most = max(_MAX_BLANK_SHARE * len(table.rows), 2)
    if table.has_blank_tasks or len(table.maybe_blank_tasks) <= most:
        table.add_doubt("task_maybe_blank", *table.maybe_blank_tasks)
    if 2 * len(table.rows_above_text) > len(table.rows):
        table.add_doubt("text_below_left_out", *table.rows_above_text)
    if _MIN_ENDED_SHARE * len(table.rows) <= sum(not _ends_mid_sentence(row) for row in table.rows):
        table.broken_rows += table.maybe_broken_rows
    if table.broken_rows or len(table.lone_measures) == 1:
        # A sentence can end where a cell is cut.
        table.broken_rows += table.lone_measures
    table.add_doubt(
        "row_maybe_continued", *(one for place in table.broken_rows for one in (place - 1, place))
    )
    # A deadline that one row leaves out can be repeated by a later one.
    inside = {(one.line, one.start) for row in table.rows for one in row.fragments}
    furniture = (one for one in table.furniture if (one[0].line, one[0].start) not in inside)
    return PlanRows(tuple(table.rows), tuple(furniture), other_tables)


def split_cell(cell: TextCell) -> tuple[Fragment, ...]:
    """Return a cell as fragments, one for each of its runs."""
    return tuple(Fragment(*piece, tuple(range(*piece[1:3]))) for piece in cell.pieces)


def _read_record(
    record: Record, header: HeaderColumns, serial_styles: Set[str], models: ColumnModels, table: _TableRows
) -> None:
    """Add a record to the table as a row, or as a heading or other text."""
    if not record.filled:
        return
    if record.table != table.number:
        table.number, table.cells_above = record.table, {}
    character_class, start = classify_record(record, header, serial_styles, models)
    if character_class == "area":
        table.start_area(record, start)
        return
    if character_class:
        table.exclude(record.cells, character_class)
        if table.rows and SENTENCE_END.search(record.texts[0]):
            table.rows_above_text.add(len(table.rows) - 1)
        return
    found: dict[str, list[Cell]] = {}
    shared = []
    for place, text_cell in enumerate(record.cells):
        column = header.columns[place] if place < len(header.columns) else ""
        allow_more = row_column(column) == "departments"
        cell, is_own = _read_cell(record, place, table, allow_more=allow_more)
        if not cell.fragments:
            continue
        kind = column if column in ("serial", "area") else "other_column"
        if is_own and column in ("serial", "area", "", "note", "empty"):
            table.furniture += [(fragment, kind) for fragment in cell.fragments]
        elif not is_own:
            table.exclude([text_cell], "other_column")
            shared.append((column, cell))
            continue
        found.setdefault(column, []).append(cell)
    if "area" in found:
        table.starts_area = table.starts_area or found["area"][0].text != table.area.text
        table.area = found["area"][0]
    rows = len(table.rows)
    _add_row(found, shared, header, table, has_spans=record.has_spans)
    if len(table.rows) == rows:
        return
    for kind in record.doubts:
        table.add_doubt(kind, rows)
    if record.margin is not None:
        table.rows[-1] = replace(table.rows[-1], margin=record.margin)
    named = [place for place, cell in enumerate(header.cells) if cell.text or cell.column]
    if record.filled[-1] > max(named, default=0):
        table.rows_beyond_header.append(rows)
    own = found.keys() - {"area", "", "note"}
    if any(column != "area" for column, _ in shared) or not {"measure"} <= own <= _CONTINUING:
        return
    if rows and _ends_mid_sentence(table.rows[-2]):
        (table.broken_rows if own == {"measure"} else table.maybe_broken_rows).append(rows)
    elif rows and own == {"measure"}:
        table.lone_measures.append(rows)


def _ends_mid_sentence(row: Row) -> bool:
    """Return whether the measure of a row ends in mid-sentence."""
    return bool(row.measure.text) and not SENTENCE_END.search(row.measure.text)


def _read_cell(record: Record, place: int, table: _TableRows, *, allow_more: bool) -> tuple[Cell, bool]:
    """Return a cell of a record and True, or the cell above, if merged or repeated by a mark, and False.

    ``allow_more`` allows a cell that repeats the one above and adds to it: 同上、省财政厅.
    """
    text_cell, above = record.cells[place], table.cells_above.get(place)
    if above is not None and (_DITTO.fullmatch(text_cell.text) if text_cell.text else text_cell.merged):
        return above, False
    cell = Cell(split_cell(text_cell))
    mark = _DITTO_AND_MORE.match(text_cell.text) if allow_more else None
    if mark and above is not None and not _ROLES.search(above.text):
        rest, left_out = cut_cell(cell, [Cut(0, mark.end(), "other_column")])
        table.furniture += left_out
        added = rest.fragments and (insert_text(LIST_MARK, rest.fragments[0]), *rest.fragments)
        cell = Cell((*above.fragments, *added))
    if cell.fragments:
        table.cells_above[place] = cell
    elif record.has_spans:
        table.cells_above.pop(place, None)
    return cell, True


def _add_row(
    found: dict[str, list[Cell]],
    shared: Sequence[tuple[str, Cell]],
    header: HeaderColumns,
    table: _TableRows,
    *,
    has_spans: bool,
) -> None:
    """Add a row: ``found`` are its own cells, ``shared`` those that it shares with the row above."""
    own = {row_column(column) for column in found}
    second_deadline = [(f, "other_column") for cell in found.get("deadline", ()) for f in cell.fragments]
    if not own & set(_CELLS):
        # What else it has, such as a second deadline of the same measure, is left out.
        table.furniture += second_deadline
        return
    for column, cell in shared:
        found.setdefault(column, []).append(cell)
    task, measure, deadline = (
        Cell(tuple(fragment for cell in found.get(name, ()) for fragment in cell.fragments))
        for name in ("task", "measure", "deadline")
    )
    deliverable = tuple[Fragment, ...]()
    for cell in found.get("deliverable", ()):
        measure, deliverable = join_deliverable(measure, cell), deliverable + cell.fragments
    departments = _join_departments(found, header)
    merged = {row_column(column) for column, _ in shared} - own
    last = table.rows[-1] if table.rows else None
    above, table.starts_area = None if table.starts_area else last, False
    row = Row(
        table.area,
        task,
        measure,
        departments,
        tuple(name for name in _CELLS if name in merged),
        deliverable,
        deadline=deadline,
    )
    lists_bodies = "measure" in merged and own.isdisjoint(("serial", "area", "task", "deadline"))
    lacks_content = above is not None and not (has_spans or task.fragments or measure.fragments)
    if last is not None and (lists_bodies or lacks_content):
        # Bodies in several rows beside one measure.
        _share_departments(table.rows, Cell(last.departments.fragments + departments.fragments))
        table.furniture += second_deadline
    elif above is not None and not row.merged and _repeats_but_departments(row, above):
        repeated = (*task.fragments, *measure.fragments, *deadline.fragments)
        table.furniture += [(fragment, "other_column") for fragment in repeated if fragment.offsets]
        added = insert_text("、", departments.fragments[0]), *departments.fragments
        _share_departments(table.rows, Cell((*above.departments.fragments, *added)))
        table.add_doubt("row_joined", len(table.rows) - 1)
    elif has_spans:
        table.rows.append(_fill_merged(row, last, header, has_spans=True) if last else row)
    else:
        lacks_lead = header.has("lead") and "lead" not in found and bool(departments.fragments)
        row = _fill_merged(row, above, header, has_spans=False) if above else row
        serial, table.serial = table.serial, "".join(cell.text for cell in found.get("serial", ()))
        is_merged = header.has("serial") or (header.has("area") and "area" not in found)
        lacks_task = "task" in set(row.merged) - merged
        is_own = table.serial not in ("", serial) or not is_merged
        if lacks_task and (is_own or len(table.rows) - 1 in table.maybe_blank_tasks[-1:]):
            table.maybe_blank_tasks.append(len(table.rows))
        # Tasks are blank where the first row of an area has none, areas are repeated, or serials are merged.
        repeats_area = lacks_task and "area" in found and above is not None
        lacks_serial = lacks_task and header.has("serial") and not table.serial
        table.has_blank_tasks |= (
            repeats_area or lacks_serial or (header.has("task") and not row.task.fragments)
        )
        # A merged cell can span two key areas if they have a column, but not if they are headings.
        beside = last if "area" in found else above
        table.rows.append(_mark_maybe_merged(row, beside, lacks_lead=lacks_lead) if beside else row)


def _repeats_but_departments(row: Row, above: Row) -> bool:
    """Return whether a row repeats the measure above for another body, as lists with a line for each do."""
    if not row.measure.fragments or not row.departments.fragments or not above.departments.fragments:
        return False
    texts = [(one.task.text, one.measure.text, one.deadline.text) for one in (row, above)]
    return texts[0] == texts[1] and row.departments.text != above.departments.text


def _share_departments(rows: list[Row], departments: Cell) -> None:
    """Set the departments of the last row, and of the rows above that share all of them."""
    shared = rows[-1].departments
    for place in reversed(range(len(rows))):
        if rows[place].departments != shared:
            break
        rows[place] = replace(rows[place], departments=departments)
        if "departments" not in rows[place].merged:
            break


def _fill_merged(row: Row, above: Row, header: HeaderColumns, *, has_spans: bool) -> Row:
    """Return the row; without a task, it shares that of the row above, and its departments if it has none.

    In a table with merged cells, the task is in doubt, and departments are blank.
    """
    if "task" not in row.merged:
        if not header.has("task") or row.task.fragments or (has_spans and not above.task.fragments):
            return row
        doubts = ("task_maybe_blank",) * has_spans
        row = replace(row, task=above.task, merged=("task", *row.merged), doubts=doubts)
    if not has_spans and not row.departments.fragments and above.departments.fragments:
        row = replace(row, departments=above.departments, merged=(*row.merged, "departments"))
    return row


def _mark_maybe_merged(row: Row, above: Row, *, lacks_lead: bool) -> Row:
    """Return the row with the names of its blank cells that may be merged with the row above."""
    if "task" in row.merged:
        return row
    empty = [name for name in ("measure", "departments", "deadline") if not getattr(row, name).fragments]
    maybe_merged = [name for name in empty if getattr(above, name).fragments or name in above.maybe_merged]
    if lacks_lead and ("departments" in above.maybe_merged or ROLE_WORDS["lead"] in above.departments.text):
        maybe_merged.append("departments")
    return replace(row, maybe_merged=tuple(maybe_merged))


def _join_departments(found: Mapping[str, Sequence[Cell]], header: HeaderColumns) -> Cell:
    """Return the departments of a row, each preceded by its role if the table has columns of several."""
    roles = [name for name in ROLE_WORDS if header.has(name)]
    fragments: list[Fragment] = []
    for name in roles:
        for number, cell in enumerate(found.get(name, ())):
            words = LIST_MARK if number else (ROLE_MARK if fragments else "") + ROLE_WORDS[name]
            inserted = [insert_text(words, cell.fragments[0])] if number or len(roles) > 1 else []
            fragments += [*inserted, *cell.fragments]
    return Cell(tuple(fragments))
