"""XLSX: texts as texts and numbers as numbers, a frozen header with a filter, and a note of what was cut."""

from __future__ import annotations

import re
import tempfile
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import IO, Any, Final

import numpy as np
import pandas as pd
import xlsxwriter

CELL_LIMIT: Final = 32_767
"""UTF-16 code units that a cell can hold."""

ROW_LIMIT: Final = 1_048_576
SHEET_NAME_LIMIT: Final = 31
EXACT_LIMIT: Final = 2**53
"""Whole numbers from here on lose their last digits in a spreadsheet, so they are written as texts."""

NARROWEST: Final = 8
WIDEST: Final = 60
ROWS_MEASURED: Final = 200
WIDEST_PRINT: Final = 240
"""Characters side by side that can still be read when they are fitted to the width of a page of A4."""

_A4: Final = 9

CUT_MARK: Final = "……［截断 cut］"
_CELL: Final = {"text_wrap": True, "valign": "top"}
_NOT_IN_A_SHEET_NAME: Final = re.compile(r"[\[\]:*?/\\\x00-\x1f\ud800-\udfff\ufffe\uffff]")
_LINE_BREAK: Final = re.compile(r"\r\n?")
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_NOT_IN_XML: Final = re.compile(r"[\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True)
class Tint:
    """How a value is set off: two colours, and the mark that tells it apart without them."""

    fill: str
    ink: str
    mark: str


@dataclass(frozen=True)
class Sheet:
    """A table of a workbook; its frames have `columns`, in this order.

    `formats` holds a number format by column, `tints` how the values of a column are set off.
    """

    name: str
    columns: Sequence[str]
    frames: Iterable[pd.DataFrame]
    formats: Mapping[str, str] = field(default_factory=dict)
    tints: Mapping[str, Mapping[str, Tint]] = field(default_factory=dict)


@dataclass(frozen=True)
class Cut:
    """A text that no cell can hold whole; `row` is counted from 1, as the spreadsheet counts."""

    sheet: str
    column: str
    row: int
    kept: int
    characters: int


def write_workbook(
    stream: IO[bytes], sheets: Iterable[Sheet], notes_name: str, notes: Sequence[tuple[str, str]]
) -> None:
    """Write tables, one sheet each, and a last sheet of notes.

    Parameters
    ----------
    stream
        Where to write; left open.
    sheets
        The tables. One with more rows than a sheet can hold goes on in a second sheet.
    notes_name, notes
        Name and lines of the sheet of notes: what is told, and what it says. What was cut is added to it.
    """
    # In constant memory the library keeps the rows in files, which it leaves behind when a write fails.
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        options = {
            "constant_memory": True,
            "tmpdir": folder,
            "strings_to_formulas": False,
            "strings_to_urls": False,
        }
        book = xlsxwriter.Workbook(stream, options)
        cuts = [cut for sheet in sheets for cut in _add_sheet(book, sheet)]
        _add_notes(book, notes_name, [*notes, *map(_note_on, cuts)])
        book.close()


def sheet_text(text: str) -> str:
    """A text as a sheet can hold it: line breaks of one kind, control characters as their pictures."""
    one_break = _LINE_BREAK.sub("\n", text)
    # Unicode keeps a picture of each control character, in their order, from U+2400 on.
    visible = _CONTROL.sub(lambda found: chr(0x2400 + ord(found[0])), one_break)
    return _NOT_IN_XML.sub("\N{REPLACEMENT CHARACTER}", visible)


def shortened(text: str, limit: int = CELL_LIMIT) -> str:
    """The start of a text that doesn't fit into a cell, with a mark at the cut; else the text."""
    if _units(text) <= limit:
        return text
    room = 2 * (limit - _units(CUT_MARK))
    # Half of a pair of units is no character: it is left out with its other half.
    return text.encode("utf-16-le")[:room].decode("utf-16-le", errors="ignore") + CUT_MARK


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _add_sheet(book: Any, sheet: Sheet) -> list[Cut]:
    page, row, cuts = None, 0, []
    format_of = _cell_formats(book, sheet)
    for frame in sheet.frames:
        for values in frame.itertuples(index=False, name=None):
            if page is None or row == ROW_LIMIT:
                _close_page(page, sheet, row)
                page, row = _new_page(book, sheet, frame), 1
            for place, value in enumerate(values):
                cut = _write_value(page, row, place, value, format_of(place, value))
                if cut:
                    cuts.append(Cut(page.get_name(), str(sheet.columns[place]), row + 1, *cut))
            row += 1
    if page is None:
        page, row = _new_page(book, sheet, pd.DataFrame(columns=list(sheet.columns))), 1
    _close_page(page, sheet, row)
    return cuts


def _cell_formats(book: Any, sheet: Sheet) -> Callable[[int, Any], Any]:
    """What gives the format of a cell by its column's place and its value; each format is made once."""
    plain = book.add_format(_CELL)
    columns = [
        book.add_format({**_CELL, "num_format": sheet.formats[name]}) if name in sheet.formats else plain
        for name in sheet.columns
    ]
    made = {tint: book.add_format(_tinted(tint)) for tints in sheet.tints.values() for tint in tints.values()}
    tinted = [
        {value: made[tint] for value, tint in sheet.tints.get(name, {}).items()} for name in sheet.columns
    ]

    def format_of(place: int, value: Any) -> Any:
        found = tinted[place].get(value) if isinstance(value, str) else None
        return found or columns[place]

    return format_of


def _tinted(tint: Tint) -> dict[str, Any]:
    # The mark is part of how the text is shown: the value stays the word that every other format has.
    shown = {"num_format": f'"{tint.mark} "@'} if tint.mark else {}
    return {**_CELL, **shown, "bg_color": tint.fill, "font_color": tint.ink}


def _new_page(book: Any, sheet: Sheet, sample: pd.DataFrame) -> Any:
    page = book.add_worksheet(_free_name(book, sheet.name))
    page.freeze_panes(1, 0)
    header = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    widths = []
    for place, column in enumerate(sheet.columns):
        measured = [str(value) for value in sample.iloc[:ROWS_MEASURED, place]]
        widths.append(_width([str(column), *measured]))
        page.set_column(place, place, widths[-1])
        page.write_string(0, place, shortened(sheet_text(str(column))), header)
    _ready_for_print(page, sum(widths))
    return page


def _ready_for_print(page: Any, width: int) -> None:
    page.set_landscape()
    page.set_paper(_A4)
    page.repeat_rows(0)
    page.set_footer("&L&A&R&P / &N")
    if width <= WIDEST_PRINT:
        page.fit_to_pages(1, 0)


def _close_page(page: Any, sheet: Sheet, rows: int) -> None:
    if page is None or not sheet.columns:
        return
    page.autofilter(0, 0, rows - 1, len(sheet.columns) - 1)
    # Ids look like numbers, and a green corner on each of them would look like a fault.
    page.ignore_errors({"number_stored_as_text": f"A1:XFD{rows}"})


def _add_notes(book: Any, name: str, notes: Iterable[tuple[str, str]]) -> None:
    page = book.add_worksheet(_free_name(book, name))
    page.set_column(0, 0, WIDEST // 2)
    page.set_column(1, 1, 2 * WIDEST)
    text_format = book.add_format(_CELL)
    for row, note in enumerate(notes):
        for place, text in enumerate(note):
            _write_value(page, row, place, text, text_format)


def _note_on(cut: Cut) -> tuple[str, str]:
    return (
        f"{cut.sheet} · {cut.column} · {cut.row}",
        f"该格原文 {cut.characters} 个字符，工作簿单元格容纳不下，只保留前 {cut.kept} 个；全文见其他格式。"
        f" The text of this cell has {cut.characters} characters, more than a cell of a workbook can hold:"
        f" the first {cut.kept} are kept. The other formats have all of it.",
    )


def _write_value(page: Any, row: int, place: int, value: Any, text_format: Any) -> tuple[int, int] | None:
    """Write one cell by the type of its value; returns what was kept and what there was, if it was cut."""
    value = value.item() if isinstance(value, np.generic) else value
    if value is None or value is pd.NA or value is pd.NaT or value != value:
        return None
    if isinstance(value, bool):
        page.write_boolean(row, place, value, text_format)
        return None
    if isinstance(value, (int, float)) and abs(value) < EXACT_LIMIT:
        page.write_number(row, place, value, text_format)
        return None
    text = sheet_text(str(value))
    fitting = shortened(text)
    if fitting:
        page.write_string(row, place, fitting, text_format)
    return None if fitting == text else (len(fitting) - len(CUT_MARK), len(text))


def _free_name(book: Any, name: str) -> str:
    """A name that a sheet can have and that no other sheet of the workbook has."""
    allowed = _NOT_IN_A_SHEET_NAME.sub(" ", name).strip("' ") or "table"
    # Excel keeps this name to itself, in any case.
    allowed = f"{allowed} 1" if allowed.casefold() == "history" else allowed
    taken = {page.get_name().casefold() for page in book.worksheets()}
    number, ending = 1, ""
    while (free := _first_units(allowed, SHEET_NAME_LIMIT - len(ending)) + ending).casefold() in taken:
        number += 1
        ending = f" ({number})"
    return free


def _first_units(text: str, units: int) -> str:
    return text.encode("utf-16-le")[: 2 * units].decode("utf-16-le", errors="ignore").rstrip("' ")


def _width(texts: Iterable[str]) -> int:
    """A column's width in characters: a Chinese character is as wide as two others."""
    widest = max(
        (
            sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text[:WIDEST])
            for text in texts
        ),
        default=0,
    )
    return min(max(widest + 2, NARROWEST), WIDEST)
