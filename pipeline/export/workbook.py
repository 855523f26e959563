"""XLSX files with typed cells, a frozen header with a filter, and notes on truncated texts.

Rows are written as XML, one column at a time, and XlsxWriter writes everything else: its API takes one cell
at a time, which would dominate the time of an export of half a million cells. See ECMA-376, part 1,
18.3.1.73 ``row`` and 18.3.1.4 ``c``.
"""

import re
import shutil
import tempfile
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import chain, count
from typing import IO, Any, Final
from xml.sax.saxutils import escape

import pandas as pd
import xlsxwriter
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from pipeline.export.exported_values import exported_column, office_text

ROW_LIMIT: Final = 1_048_576
_NAME_LIMIT: Final = 31
_MIN_WIDTH: Final = 8
_MAX_WIDTH: Final = 60
_SAMPLE_ROWS: Final = 200
_MAX_PRINT_WIDTH: Final = 240
"""Characters per line that are legible on an A4 page; a wider table takes as many pages as it needs."""

_A4: Final = 9

_CELL: Final = {"text_wrap": True, "valign": "top"}
_NOT_IN_A_SHEET_NAME: Final = re.compile(r"[\[\]:*?/\\\x00-\x1f\ud800-\udfff\ufffe\uffff]")

Note = tuple[str, str]
"""A label and its text in the sheet of notes."""

EXACT_LIMIT: Final = 2**53
"""Larger integers would lose digits in a spreadsheet, so they are written as text."""

_ESCAPE_START: Final = re.compile(r"(?<=_)(?=x[0-9A-Fa-f]{4}_)")
"""Spreadsheets read ``_x0041_`` as A."""

CELL_LIMIT: Final = 32_767
"""In UTF-16 code units."""

TRUNCATION_MARK: Final = "……［截断 cut］"

Value = bool | int | float | str | None


@dataclass(frozen=True)
class Tint:
    """Cell format of a value: two colours, and a mark that identifies it without colours."""

    fill: str
    ink: str
    mark: str


@dataclass(frozen=True)
class Sheet:
    """A table of a workbook, whose frames have `columns` in this order.

    `formats` are number formats by column, `tints` cell formats by column and text.
    """

    name: str
    columns: Sequence[str]
    frames: Iterable[pd.DataFrame]
    formats: Mapping[str, str] = field(default_factory=dict)
    tints: Mapping[str, Mapping[str, Tint]] = field(default_factory=dict)


@dataclass(frozen=True)
class CellStyle:
    """Format indices of a column: the default, and those of cells with a given text."""

    plain: int
    by_text: Mapping[str, int] = field(default_factory=dict)


class RowSheet(Worksheet):  # type: ignore[misc]  # the library has no types
    """An XlsxWriter worksheet with rows given as XML."""

    def __init__(self) -> None:
        super().__init__()
        self._rows = tempfile.TemporaryFile("w+", encoding="utf-8", newline="")  # noqa: SIM115

    def add_rows(self, first: int, columns: Sequence[Sequence[str]]) -> None:
        """Append rows, the first with number ``first`` (from 1).

        ``columns`` are the results of `cells_xml`: at least one column with one cell.
        """
        cells = "".join(f'<c r="{xl_col_to_name(index)}%s"%s' for index in range(len(columns)))
        row = f'<row r="%s">{cells}</row>'
        numbers = [str(number) for number in range(first, first + len(columns[0]))]
        interleaved = [part for column in columns for part in (numbers, column)]
        self._rows.writelines(row % parts for parts in zip(numbers, *interleaved, strict=True))
        # Update the sheet's dimensions, on which readers rely.
        self._check_dimensions(first - 1, 0)
        self._check_dimensions(first + len(columns[0]) - 2, len(columns) - 1)

    def _write_sheet_data(self) -> None:
        self._rows.seek(0)
        self._xml_start_tag("sheetData")
        shutil.copyfileobj(self._rows, self.fh)
        self._xml_end_tag("sheetData")
        self._rows.close()


def write_workbook(
    stream: IO[bytes], sheets: Iterable[Sheet], notes_name: str, notes: Sequence[Note]
) -> None:
    """Write tables and a last sheet of notes (label, text), with notes on truncated texts added.

    A table with more rows than a sheet can hold continues on another sheet. The stream is left open.
    """
    # The library leaves temporary files behind when a write fails.
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        book = xlsxwriter.Workbook(stream, {"tmpdir": folder})
        truncations = [note for sheet in sheets for note in _add_sheet(book, sheet)]
        _add_notes(book, notes_name, [*notes, *truncations])
        book.close()


def _add_sheet(book: Any, sheet: Sheet) -> list[Note]:
    """Add a table; returns a note on each truncated text."""
    page, row, truncations = None, 0, []
    styles = _cell_styles(book, sheet)
    for frame in sheet.frames:
        start = 0
        while start < len(frame):
            if page is None or row == ROW_LIMIT:
                _finish_page(page, sheet, row)
                page, row = _new_page(book, sheet, frame), 1
            chunk = frame.iloc[start : start + ROW_LIMIT - row]
            truncations += _add_rows(page, sheet, styles, row, chunk)
            start, row = start + len(chunk), row + len(chunk)
    if page is None:
        page, row = _new_page(book, sheet, pd.DataFrame(columns=list(sheet.columns))), 1
    _finish_page(page, sheet, row)
    return truncations


def _add_rows(
    page: RowSheet, sheet: Sheet, styles: Sequence[CellStyle], above: int, frame: pd.DataFrame
) -> list[Note]:
    """Add rows after the first ``above`` rows of a page."""
    truncations, columns = [], []
    for index, name in enumerate(sheet.columns):
        values = exported_column(frame.iloc[:, index])
        columns.append(cells_xml(values, styles[index]))
        texts = {value for value in values if isinstance(value, str)}
        kept = {text: counts for text in texts if (counts := count_kept(text))}
        for row, value in enumerate(values, above + 1) if kept else ():
            if isinstance(value, str) and value in kept:
                truncations.append(_truncation_note(f"{page.get_name()} · {name} · {row}", *kept[value]))
    if columns:
        page.add_rows(above + 1, columns)
    return truncations


def _cell_styles(book: Any, sheet: Sheet) -> list[CellStyle]:

    @cache
    def add_format(**properties: Any) -> int:
        return format_index(book.add_format({**_CELL, **properties}))

    styles = []
    for name in sheet.columns:
        number = {"num_format": sheet.formats[name]} if name in sheet.formats else {}
        by_text = {text: add_format(**_tint_format(tint)) for text, tint in sheet.tints.get(name, {}).items()}
        styles.append(CellStyle(add_format(**number), by_text))
    return styles


def _tint_format(tint: Tint) -> dict[str, Any]:
    # The mark is part of the number format, so that the value is the same text as in other formats.
    mark = {"num_format": f'"{tint.mark} "@'} if tint.mark else {}
    return {**mark, "bg_color": tint.fill, "font_color": tint.ink}


def _new_page(book: Any, sheet: Sheet, sample: pd.DataFrame) -> RowSheet:
    page: RowSheet = book.add_worksheet(_unique_sheet_name(book, sheet.name), RowSheet)
    page.freeze_panes(1, 0)
    header = CellStyle(format_index(book.add_format({**_CELL, "bold": True, "bottom": 1})))
    names = [str(column) for column in sheet.columns]
    widths = [
        _column_width([name, *map(str, sample.iloc[:_SAMPLE_ROWS, index])])
        for index, name in enumerate(names)
    ]
    for index, width in enumerate(widths):
        page.set_column(index, index, width)
    if names:
        page.add_rows(1, [cells_xml([name], header) for name in names])
    page.repeat_rows(0)
    _set_print(page, pages := max(-(-sum(widths) // _MAX_PRINT_WIDTH), 1))
    if pages > 1:
        page.repeat_columns(0)
    return page


def _set_print(page: RowSheet, pages: int = 1) -> None:
    """Set a sheet for print on A4, ``pages`` wide."""
    page.set_landscape()
    page.set_paper(_A4)
    page.set_footer("&L&A&R&P / &N")
    page.fit_to_pages(pages, 0)
    page.print_across()


def _finish_page(page: Any, sheet: Sheet, rows: int) -> None:
    if page is None or not sheet.columns:
        return
    page.autofilter(0, 0, rows - 1, len(sheet.columns) - 1)
    # Ids look like numbers; suppress the error indicator of each.
    page.ignore_errors({"number_stored_as_text": f"A1:XFD{rows}"})


def _add_notes(book: Any, name: str, notes: Sequence[Note]) -> None:
    page: RowSheet = book.add_worksheet(_unique_sheet_name(book, name), RowSheet)
    page.set_column(0, 0, _MAX_WIDTH // 2)
    page.set_column(1, 1, 2 * _MAX_WIDTH)
    _set_print(page)
    style = CellStyle(format_index(book.add_format(_CELL)))
    if notes:
        page.add_rows(1, [cells_xml(texts, style) for texts in zip(*notes, strict=True)])


def _truncation_note(cell: str, kept: int, characters: int) -> Note:
    return (
        cell,
        f"该格原文 {characters} 个字符，工作簿单元格容纳不下，只保留前 {kept} 个；全文见其他格式。"
        f" The text of this cell has {characters} characters, more than a cell of a workbook can hold:"
        f" the first {kept} are kept. The other formats have all of it.",
    )


def _unique_sheet_name(book: Any, name: str) -> str:
    """A valid sheet name that no other sheet of the workbook has."""
    valid = _NOT_IN_A_SHEET_NAME.sub(" ", name).strip("' ") or "table"
    # Excel reserves this name, in upper or lower case.
    valid = f"{valid} 1" if valid.casefold() == "history" else valid
    used_names = {page.get_name().casefold() for page in book.worksheets()}
    suffixes = chain([""], (f" ({number})" for number in count(2)))
    unique = (_truncate_utf16(valid, _NAME_LIMIT - len(suffix)).rstrip("' ") + suffix for suffix in suffixes)
    return next(name for name in unique if name.casefold() not in used_names)


def _truncate_utf16(text: str, units: int) -> str:
    # A surrogate pair that is cut in half is dropped.
    return text.encode("utf-16-le")[: 2 * units].decode("utf-16-le", errors="ignore")


def _column_width(texts: Iterable[str]) -> int:
    """A column's width in characters; wide characters count two."""
    width = 0
    for text in texts:
        start = text[:_MAX_WIDTH]
        if 2 * len(start) > width:
            wide = sum(unicodedata.east_asian_width(char) in "WF" for char in start)
            width = max(width, len(start) + wide)
    return min(max(width + 2, _MIN_WIDTH), _MAX_WIDTH)


def format_index(cell_format: Any) -> int:
    """The index by which cells refer to an XlsxWriter format."""
    return int(cell_format._get_xf_index())


def cells_xml(values: Sequence[Value], style: CellStyle) -> list[str]:
    """The cells of a column as XML, without the start of the tag up to the cell reference.

    ``values`` are those of `pipeline.export.exported_values.exported_column`.
    """
    number_types = {type(value) for value in values} & {bool, int, float}
    if len(number_types) > 1:  # True, 1 and 1.0 are the same key
        return [_cell_xml(value, style) for value in values]
    cells = {value: _cell_xml(value, style) for value in set(values)}
    return [cells[value] for value in values]


def _cell_xml(value: Value, style: CellStyle) -> str:
    if value is None or value == "":
        return f' s="{style.plain}"/>'
    if isinstance(value, bool):
        return f' s="{style.plain}" t="b"><v>{value:d}</v></c>'
    if isinstance(value, float) or (isinstance(value, int) and abs(value) < EXACT_LIMIT):
        return f' s="{style.plain}"><v>{value!r}</v></c>'
    index = style.by_text.get(str(value), style.plain)
    return f' s="{index}" t="inlineStr"><is>{_text_xml(truncate_text(office_text(str(value))))}</is></c>'


def count_kept(text: str) -> tuple[int, int] | None:
    """The number of characters that a cell keeps of a text, and the text's length; None if complete."""
    if 2 * len(text) <= CELL_LIMIT:
        return None
    full = office_text(text)
    kept = truncate_text(full)
    return None if kept == full else (len(kept) - len(TRUNCATION_MARK), len(full))


def truncate_text(text: str, limit: int = CELL_LIMIT) -> str:
    """Truncate a text to the limit of a cell, with a mark."""
    if 2 * len(text) <= limit or _utf16_length(text) <= limit:
        return text
    return _truncate_utf16(text, limit - len(TRUNCATION_MARK)) + TRUNCATION_MARK


def _utf16_length(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _text_xml(text: str) -> str:
    """The content of an inline string; texts that look like an escape are split into two runs."""
    parts = _ESCAPE_START.split(text) if "_x" in text else [text]
    return _plain_text(text) if len(parts) == 1 else "".join(f"<r>{_plain_text(part)}</r>" for part in parts)


def _plain_text(text: str) -> str:
    space = ' xml:space="preserve"' if text != text.strip() else ""
    return f"<t{space}>{escape(text)}</t>"
