"""Joins rows that a table prints in several records: over repeated headers, or one for each visual line."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from pipeline.readers.records import Record, TextCell
from pipeline.reading.cells.cell_headers import header_at
from pipeline.reading.plans.headers import HeaderColumns
from pipeline.reading.plans.notes import CONTINUED, is_continuation_mark
from pipeline.schema.model import ROLE_WORDS, SENTENCE_END

_ITEM: Final = re.compile(r"[（(]?(?:\d{1,2}|[一二三四五六七八九十])[)）.、．]|[①-⒛]")
_MIN_BROKEN: Final = 3
_MIN_SHARE: Final = 0.7
"""Minimum share of records of a table that end in mid-sentence above one that continues their row, and of
the ends of its rows that don't, for each record to be a visual line."""


def join_broken_rows(
    records: Sequence[Record], furniture_lines: Mapping[int, str], headers: Sequence[HeaderColumns]
) -> tuple[list[Record], list[TextCell]]:
    """Return the records of a plan, with those of one row joined, and the cells that repeat those above."""
    joined, repeated = list[Record](), list[TextCell]()
    visual = _find_visual_lines(records, furniture_lines, headers)
    row, is_next = -1, False
    for record in records:
        header = header_at(headers, record.first_line)
        if record.first_line in furniture_lines or record.table == 0 or header is None or not record.filled:
            joined.append(record)
            is_next = False
            continue
        if len(record.filled) == 1 and is_continuation_mark(record.cells[record.filled[0]].text):
            repeated += record.cells
            is_next = False
            continue
        above = joined[row] if row >= 0 else None
        is_new_table = above is not None and (above.table != record.table or not is_next)
        if above is not None and (
            (record.first_line in visual and not is_new_table)
            or (is_new_table and _continues_row(record, above, header, headers))
        ):
            joined[row], left_out = _join(above, record, header)
            repeated += left_out
        else:
            row = len(joined)
            joined.append(record)
        is_next = True
    return joined, repeated


def _column_text(record: Record, header: HeaderColumns, column: str) -> str:
    cells = zip(record.cells, header.columns, strict=False)
    return "".join(cell.text for cell, name in cells if name == column)


def _is_broken(record: Record, header: HeaderColumns) -> bool:
    """Return whether a record ends in mid-sentence."""
    text = _column_text(record, header, "measure")
    return bool(text) and not SENTENCE_END.search(text)


def _find_visual_lines(
    records: Sequence[Record], furniture_lines: Mapping[int, str], headers: Sequence[HeaderColumns]
) -> frozenset[int]:
    """Return the first lines of the records that are visual lines of the row above, by tables."""
    tables: dict[int | None, list[Record]] = defaultdict(list)
    for record in records:
        if record.first_line not in furniture_lines and record.filled:
            tables[record.table].append(record)
    found = set[int]()
    for number, own in tables.items():
        header = header_at(headers, own[0].first_line)
        if number == 0 or header is None:
            continue
        # Serials that a word processor counts are in no cell.
        key = "serial" if any(_column_text(record, header, "serial") for record in own) else "task"
        lines, inner, last = set[int](), list[bool](), list[bool]()
        for above, record in pairwise([*own, own[0]]):
            if record is own[0] or _column_text(record, header, key):
                last.append(_is_broken(above, header))
            elif any(cell.merged for cell in record.cells):
                break
            else:
                lines.add(record.first_line)
                if text := _column_text(record, header, "measure"):
                    inner.append(_is_broken(above, header) and not _ITEM.match(text))
        else:
            is_broken = len(inner) >= _MIN_BROKEN and sum(inner) >= _MIN_SHARE * len(inner)
            if header.has(key) and is_broken and sum(last) <= (1 - _MIN_SHARE) * len(last):
                found |= lines
    return frozenset(found)


def _continues_row(
    record: Record, above: Record, header: HeaderColumns, headers: Sequence[HeaderColumns]
) -> bool:
    """Return whether the first record below a header or of a table continues the last one before it."""
    before = header_at(headers, above.first_line)
    if before is None or before.columns != header.columns:
        return False
    task, other = (_column_text(one, header, "task") for one in (record, above))
    if task and CONTINUED.search(task):
        return True
    serial, last = (_column_text(one, header, "serial") for one in (record, above))
    is_same = serial in ("", last) and (task in ("", other) or bool(last and not serial))
    if not is_same or not _column_text(record, header, "measure"):
        return False
    # A page can end with a sentence.
    repeats = bool(serial and task) and not any(_column_text(record, header, name) for name in ROLE_WORDS)
    return repeats or _is_broken(above, header)


def _join(above: Record, below: Record, header: HeaderColumns) -> tuple[Record, list[TextCell]]:
    """Join two records; cells other than measures that repeat those above are left out."""
    cells, repeated = list[TextCell](), list[TextCell]()
    for place in range(max(len(above.cells), len(below.cells))):
        upper, lower = (
            one.cells[place] if place < len(one.cells) else TextCell("", ()) for one in (above, below)
        )
        column = header.columns[place] if place < len(header.columns) else ""
        if lower.text and column != "measure" and (lower.text == upper.text or CONTINUED.search(lower.text)):
            repeated.append(lower)
            lower = TextCell("", ())
        cells.append(TextCell(upper.text + lower.text, upper.runs + lower.runs, upper.merged))
    last = max(above.last_line, below.last_line)
    return replace(above, last_line=last, cells=tuple(cells), doubts=("row_joined",)), repeated
