"""Classifies records of a table that are not rows of the plan: headings of key areas, totals and notes."""

import re
from collections.abc import Sequence, Set
from typing import Final

from pipeline.readers.records import Record
from pipeline.reading.cells.cell_headers import column_similarity, header_at
from pipeline.reading.columns.column_models import ColumnModels
from pipeline.reading.plans.headers import HeaderColumns
from pipeline.reading.plans.notes import DATE, NOTE, is_continuation_mark
from pipeline.reading.plans.page_numbers import DECORATED, parse_page_number
from pipeline.taxonomy.header_words import SERIAL_PATTERN, row_column

_AREA_BANNER: Final = re.compile(
    r"[（(]?[一二三四五六七八九十]{1,3}[)）]?[、.．]?\D|第[一二三四五六七八九十]+"
)
_NUMBERED: Final = re.compile(r"[（(]?[一二三四五六七八九十]{1,3}[)）、.．][^。]+$")
_TOTAL: Final = re.compile(r"[（(]?(?:[小合总共]|累)计[)）]?(?:[:：（(\d][^，。；]{0,12})?")
_LETTER_SERIAL: Final = re.compile(r"[A-Z]\d{0,3}")
_DIGITS: Final = re.compile(r"\d+")
_LETTERS: Final = re.compile("[A-Z]")
_NUMERALS: Final = re.compile("[一二三四五六七八九十]+")
_CIRCLED: Final = re.compile("[①-⒛㈠-㈩Ⅰ-ⅿ]+")


def classify_record(
    record: Record, header: HeaderColumns, serial_styles: Set[str], models: ColumnModels
) -> tuple[str, int]:
    """Return the class of a record with text below a ``header``, and the index of the cell that shows it.

    The class is ``area``, ``page_number`` or ``other_column``; '' for a row. ``serial_styles`` are the kinds
    of the serials of the plan's rows, see `find_serial_styles`; ``models`` distinguish headings from notes.
    """
    first, *others = record.filled
    text = record.cells[first].text
    if _TOTAL.fullmatch(text) or NOTE.match(text):
        return "other_column", first
    if not others and (DATE.fullmatch(text) or is_continuation_mark(text)):
        return "other_column", first
    number = None if others else parse_page_number(text)
    if number is not None and number[2] >= DECORATED:
        return "page_number", first
    if others:
        is_heading_or_note = _is_wide_text(record, first, header)
    else:
        is_heading_or_note = record.table == 0 or _is_lone_heading(record, first, header, serial_styles)
    if is_heading_or_note:
        # In a table without a column of departments or tasks, headings may name them.
        names = ("area", "departments") if "departments" in header.missing else ("area",)
        is_area = (
            _AREA_BANNER.match(text)
            or ("task" in header.missing and "。" not in text)
            or any(column_similarity([text], models)[name] == 1 for name in names)
        )
        return ("area" if is_area else "other_column"), first
    if others and _is_numbered_heading(record, header, serial_styles):
        return "area", others[0]
    return "", first


def is_heading(record: Record, models: ColumnModels) -> bool:
    """Return whether a record above the header of its table is the heading of a key area."""
    if len(record.filled) != 1:
        return False
    text = record.cells[record.filled[0]].text
    return _NUMBERED.match(text) is not None or column_similarity([text], models)["area"] == 1


def find_serial_styles(records: Sequence[Record], headers: Sequence[HeaderColumns]) -> frozenset[str]:
    """Return the kinds of serials, such as ``（#）``, of records that have a measure and other cells."""
    styles = set()
    for record in records:
        header = header_at(headers, record.first_line)
        if header is None or header.columns[0] != "serial" or record.filled[:1] != (0,):
            continue
        named = {header.columns[place] for place in record.filled if place < len(header.columns)}
        if {"task", "measure"} <= named or {"measure", "departments"} <= {row_column(name) for name in named}:
            styles.add(_serial_style(record.cells[0].text))
    return frozenset(styles)


def _serial_style(text: str) -> str:
    """Return a serial with its numbers replaced: 1.1 is ``#.#``, （二） ``（一）``, ② ``①``."""
    style = text
    for pattern, sign in ((_DIGITS, "#"), (_NUMERALS, "一"), (_CIRCLED, "①"), (_LETTERS, "A")):
        style = pattern.sub(sign, style)
    return style.rstrip(".、．")


def _is_numbered_heading(record: Record, header: HeaderColumns, serial_styles: Set[str]) -> bool:
    """Return whether a record is a serial and a heading of the rows below, with no measure beside a task.

    The heading spans the columns to the last one, or the serial is of a kind that no row has.
    """
    serial, name = record.filled[:2]
    text = record.cells[serial].text
    if header.columns[serial] != "serial" or not (
        SERIAL_PATTERN.fullmatch(text) or _LETTER_SERIAL.fullmatch(text)
    ):
        return False
    named = [header.columns[place] for place in record.filled[1:] if place < len(header.columns)]
    if named[:1] not in (["area"], ["task"], ["measure"]) or any(cell.merged for cell in record.cells):
        return False
    if len(record.filled) == 2 and _spans_to_end(record, name, header):
        return True
    is_other = bool(serial_styles) and _serial_style(text) not in serial_styles
    return is_other and not {"measure", "task"} & set(named[1:])


def _is_wide_text(record: Record, place: int, header: HeaderColumns) -> bool:
    """Return whether a cell in the column of serials is text that spans columns beside it too."""
    in_serials = header.columns[place : place + 1] == ("serial",)
    return in_serials and place in record.wide and not SERIAL_PATTERN.fullmatch(record.cells[place].text)


def _spans_to_end(record: Record, place: int, header: HeaderColumns) -> bool:
    """Return whether a cell spans the columns from its own to the last named one."""
    last = max((n for n, cell in enumerate(header.cells) if cell.text), default=0)
    return last > place and record.wide.issuperset(range(place, last))


def _is_lone_heading(record: Record, place: int, header: HeaderColumns, serial_styles: Set[str]) -> bool:
    """Return whether the only cell of a record is a heading or a note, rather than a cell of a row."""
    text = record.cells[place].text
    if place:
        return place == 1 and bool(serial_styles) and _NUMBERED.match(text) is not None
    if _spans_to_end(record, place, header):
        return True
    if header.columns[0] == "serial":
        return not SERIAL_PATTERN.fullmatch(text)
    return header.columns[0] in ("task", "measure") and _NUMBERED.match(text) is not None
