"""XLSX files: typed cells, a frozen header with a filter, and notes on truncated texts."""

from __future__ import annotations

import re
import tempfile
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import IO, Any, Final

import pandas as pd
import xlsxwriter

from pipeline.export.exported_values import exported_column
from pipeline.export.sheet_rows import CellStyle, RowSheet, cells_xml, count_kept, format_index

ROW_LIMIT: Final = 1_048_576
_NAME_LIMIT: Final = 31
_MIN_WIDTH: Final = 8
_MAX_WIDTH: Final = 60
_SAMPLE_ROWS: Final = 200
_MAX_PRINT_WIDTH: Final = 240
"""Characters side by side that can still be read when they are fitted to the width of a page of A4."""

_A4: Final = 9

_CELL: Final = {"text_wrap": True, "valign": "top"}
_NOT_IN_A_SHEET_NAME: Final = re.compile(r"[\[\]:*?/\\\x00-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True)
class Tint:
    """Cell format of a value: two colours, and a mark that identifies it without them."""

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
class Truncation:
    """A text too long for a cell; `row` is counted from 1, as in the spreadsheet."""

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
        The tables. One with more rows than a sheet can hold continues on a second sheet.
    notes_name, notes
        Name and lines of the sheet of notes: pairs of label and text. Notes on truncated texts are added.
    """
    # The library leaves its files behind when a write fails.
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        book = xlsxwriter.Workbook(stream, {"tmpdir": folder})
        cuts = [cut for sheet in sheets for cut in _add_sheet(book, sheet)]
        _add_notes(book, notes_name, [*notes, *map(_truncation_note, cuts)])
        book.close()


def _add_sheet(book: Any, sheet: Sheet) -> list[Truncation]:
    page, row, cuts = None, 0, []
    styles = _cell_styles(book, sheet)
    for frame in sheet.frames:
        start = 0
        while start < len(frame):
            if page is None or row == ROW_LIMIT:
                _finish_page(page, sheet, row)
                page, row = _new_page(book, sheet, frame), 1
            piece = frame.iloc[start : start + ROW_LIMIT - row]
            cuts += _add_rows(page, sheet, styles, row, piece)
            start, row = start + len(piece), row + len(piece)
    if page is None:
        page, row = _new_page(book, sheet, pd.DataFrame(columns=list(sheet.columns))), 1
    _finish_page(page, sheet, row)
    return cuts


def _add_rows(
    page: RowSheet, sheet: Sheet, styles: Sequence[CellStyle], above: int, frame: pd.DataFrame
) -> list[Truncation]:
    """Add rows to a page that has some above already."""
    cuts, columns = [], []
    for place, name in enumerate(sheet.columns):
        values = exported_column(frame.iloc[:, place])
        columns.append(cells_xml(values, styles[place]))
        cut = {value: lost for value in set(values) if isinstance(value, str) and (lost := count_kept(value))}
        if cut:
            cuts += [
                Truncation(page.get_name(), str(name), row, *cut[value])
                for row, value in enumerate(values, above + 1)
                if isinstance(value, str) and value in cut
            ]
    if columns:
        page.add_rows(above + 1, columns)
    return cuts


def _cell_styles(book: Any, sheet: Sheet) -> list[CellStyle]:
    """The styles of the columns; each format is made once."""
    plain = format_index(book.add_format(_CELL))
    numbers = {
        name: format_index(book.add_format({**_CELL, "num_format": asked}))
        for name, asked in sheet.formats.items()
    }
    made = {
        tint: format_index(book.add_format(_tint_format(tint)))
        for tints in sheet.tints.values()
        for tint in tints.values()
    }
    return [
        CellStyle(
            numbers.get(name, plain),
            {text: made[tint] for text, tint in sheet.tints.get(name, {}).items()},
        )
        for name in sheet.columns
    ]


def _tint_format(tint: Tint) -> dict[str, Any]:
    # The mark is part of how the text is shown: the value stays the word that every other format has.
    shown = {"num_format": f'"{tint.mark} "@'} if tint.mark else {}
    return {**_CELL, **shown, "bg_color": tint.fill, "font_color": tint.ink}


def _new_page(book: Any, sheet: Sheet, sample: pd.DataFrame) -> RowSheet:
    page: RowSheet = book.add_worksheet(_unique_sheet_name(book, sheet.name), RowSheet)
    page.freeze_panes(1, 0)
    header = CellStyle(format_index(book.add_format({**_CELL, "bold": True, "bottom": 1})))
    names = [str(column) for column in sheet.columns]
    widths = [
        _column_width([name, *(str(value) for value in sample.iloc[:_SAMPLE_ROWS, place])])
        for place, name in enumerate(names)
    ]
    for place, width in enumerate(widths):
        page.set_column(place, place, width)
    if names:
        page.add_rows(1, [cells_xml([name], header) for name in names])
    _set_print_layout(page, sum(widths))
    return page


def _set_print_layout(page: Any, width: int) -> None:
    page.set_landscape()
    page.set_paper(_A4)
    page.repeat_rows(0)
    page.set_footer("&L&A&R&P / &N")
    if width <= _MAX_PRINT_WIDTH:
        page.fit_to_pages(1, 0)


def _finish_page(page: Any, sheet: Sheet, rows: int) -> None:
    if page is None or not sheet.columns:
        return
    page.autofilter(0, 0, rows - 1, len(sheet.columns) - 1)
    # Ids look like numbers, and a green corner on each of them would look like a fault.
    page.ignore_errors({"number_stored_as_text": f"A1:XFD{rows}"})


def _add_notes(book: Any, name: str, notes: Sequence[tuple[str, str]]) -> None:
    page: RowSheet = book.add_worksheet(_unique_sheet_name(book, name), RowSheet)
    page.set_column(0, 0, _MAX_WIDTH // 2)
    page.set_column(1, 1, 2 * _MAX_WIDTH)
    style = CellStyle(format_index(book.add_format(_CELL)))
    if notes:
        columns = [cells_xml(texts, style) for texts in zip(*notes, strict=True)]
        page.add_rows(1, columns)


def _truncation_note(cut: Truncation) -> tuple[str, str]:
    return (
        f"{cut.sheet} · {cut.column} · {cut.row}",
        f"该格原文 {cut.characters} 个字符，工作簿单元格容纳不下，只保留前 {cut.kept} 个；全文见其他格式。"
        f" The text of this cell has {cut.characters} characters, more than a cell of a workbook can hold:"
        f" the first {cut.kept} are kept. The other formats have all of it.",
    )


def _unique_sheet_name(book: Any, name: str) -> str:
    """A name that a sheet can have and that no other sheet of the workbook has."""
    allowed = _NOT_IN_A_SHEET_NAME.sub(" ", name).strip("' ") or "table"
    # Excel reserves this name, in upper or lower case.
    allowed = f"{allowed} 1" if allowed.casefold() == "history" else allowed
    used_names = {page.get_name().casefold() for page in book.worksheets()}
    number, ending = 1, ""
    while (free := _truncate_utf16(allowed, _NAME_LIMIT - len(ending)) + ending).casefold() in used_names:
        number += 1
        ending = f" ({number})"
    return free


def _truncate_utf16(text: str, units: int) -> str:
    return text.encode("utf-16-le")[: 2 * units].decode("utf-16-le", errors="ignore").rstrip("' ")


def _column_width(texts: Iterable[str]) -> int:
    """A column's width in characters: a Chinese character is as wide as two others."""
    widest = 0
    for text in texts:
        start = text[:_MAX_WIDTH]
        if 2 * len(start) > widest:
            wide = sum(unicodedata.east_asian_width(sign) in "WF" for sign in start)
            widest = max(widest, len(start) + wide)
    return min(max(widest + 2, _MIN_WIDTH), _MAX_WIDTH)
