"""XLSX and XLS reader: each visible sheet becomes a table with its merged cells."""

import io
from collections.abc import Mapping, Sequence, Set
from dataclasses import replace
from pathlib import Path
from typing import Final

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from pipeline.readers.document import Document, DocumentBuilder, Loss, Place, cell_address
from pipeline.readers.number_formats import Value, format_value, show_value
from pipeline.readers.packages import Package, damaged_error
from pipeline.readers.sheet_parts import NO_DETAILS, SheetDetails, read_sheet_details
from pipeline.schema.errors import SourceError

_ADDRESSES_SHOWN: Final = 3

MAX_COLUMNS: Final = 500
MAX_CELLS: Final = 20_000_000
"""Maximum cells of a sheet, including empty ones: the library allocates everything up to the last cells."""


def read_xlsx(path: Path, data: bytes) -> Document:
    """Read an XLSX workbook.

    Hidden rows and columns are read and reported; hidden sheets and comments get their own character class.
    Raises SourceError if the file is damaged, has a password, is too large when unpacked, is too wide, or has
    no text.
    """
    details = read_sheet_details(Package(path, data))
    return _read_workbook(path, data, "xlsx", details)


def read_xls(path: Path, data: bytes) -> Document:
    """Read an XLS workbook like `read_xlsx`; number formats, hidden rows and comments can't be read."""
    return _read_workbook(path, data, "xls", {})


def _read_workbook(path: Path, data: bytes, format: str, details: Mapping[str, SheetDetails]) -> Document:
    builder = DocumentBuilder()
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheets = [
            (one.name, one.visible == SheetVisibleEnum.Visible)
            for one in workbook.sheets_metadata
            if one.typ == SheetTypeEnum.WorkSheet
        ]
        for name, _ in sheets:
            # The library allocates all cells up to the last ones, even if most are empty.
            known = details.get(name, NO_DETAILS)
            _require_size(path, name, known.rows, known.columns)
        for shown in (True, False):
            for name, visible in sheets:
                if visible is shown:
                    known, sheet = details.get(name, NO_DETAILS), workbook.get_sheet_by_name(name)
                    _add_sheet(builder, path, sheet, known, hidden=not shown)
    except PasswordError as error:
        raise SourceError.of("workbook_has_password", source=path) from error
    except CalamineError as error:
        raise damaged_error(path) from error
    return builder.build(path, data, format, "workbook_without_text")


def _require_size(path: Path, sheet: str, rows: int, columns: int) -> None:
    if columns > MAX_COLUMNS or rows * columns > MAX_CELLS:
        raise SourceError.of("sheet_too_large", source=path, sheet=sheet, rows=rows, columns=columns)


def _add_sheet(
    builder: DocumentBuilder, path: Path, sheet: CalamineSheet, details: SheetDetails, *, hidden: bool
) -> None:
    if sheet.end is None:
        return
    _require_size(path, sheet.name, sheet.end[0] + 1, sheet.end[1] + 1)
    rows = sheet.to_python(skip_empty_area=False)
    place = Place((("sheet", sheet.name),))
    if hidden:
        lines = [text for row in rows for value in row if (text := show_value(value)).strip()]
        builder.add_left_out("hidden_left_out", "hidden", [(line, place) for line in lines], 1)
        return
    older = _find_older_columns(rows, details)
    spans = {at: span for at, span in _merged_cells(sheet).items() if at[1] not in older}
    covered = {
        (row, column)
        for (top, left), (height, width) in spans.items()
        for row in range(top, top + height)
        for column in range(left, left + width)
    } - spans.keys() | {(row, column) for row in range(len(rows)) for column in older}
    covered_texts = [text for at in sorted(covered) if (text := show_value(rows[at[0]][at[1]])).strip()]
    for text in details.boxes:
        builder.add_line(text, place)
    struck, unread = _add_cells(builder, rows, spans, covered, details)
    builder.end_table(place)
    for text, address in struck:
        builder.add_line(text, Place((*place.parts, ("cell", address))), "deleted")
    builder.add_loss(Loss("struck_left_out", place, len(struck)))
    # A merged cell displays only its first value, and a hidden column none.
    builder.add_left_out("hidden_left_out", "hidden", [(text, place) for text in covered_texts])
    if details is NO_DETAILS:
        first = min((n for row in rows for n, value in enumerate(row) if value != ""), default=0)
        numbers = sum(not isinstance(value, str | bool) for row in rows for value in row[first + 1 :])
        numbers += sum(isinstance(one := row[first], float) and one % 1 != 0 for row in rows)
        builder.add_loss(Loss("formats_unread", place, numbers))
    else:
        builder.add_loss(Loss("cell_formats_unread", place, len(unread), _list_addresses(unread)))
    gone = sum(older.issuperset(range(first - 1, last)) for first, last in details.hidden_columns)
    _add_losses(builder, place, replace(details, hidden=details.hidden - gone))


def _find_older_columns(rows: Sequence[Sequence[Value]], details: SheetDetails) -> set[int]:
    """Return the hidden columns that a visible one of the same name takes the place of."""
    width = len(rows[0])
    hidden = {n for first, last in details.hidden_columns for n in range(first - 1, min(last, width))}
    tops = ((column, next((row for row in rows if row[column] != ""), ())) for column in hidden)
    return {c for c, top in tops if any(top[c] == value for n, value in enumerate(top) if n not in hidden)}


def _add_cells(
    builder: DocumentBuilder,
    rows: Sequence[Sequence[Value]],
    spans: Mapping[tuple[int, int], tuple[int, int]],
    covered: Set[tuple[int, int]],
    details: SheetDetails,
) -> tuple[list[tuple[str, str]], list[str]]:
    """Add the cells of a sheet; return struck-through texts, each with the address of its cell.

    The second list has the addresses of cells that the sheet displays in another way than they are read.
    """
    struck, unread = list[tuple[str, str]](), list[str]()
    has_details = bool(details.formats or details.struck)
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            at = number, column
            if (value == "" and at not in spans) or at in covered:
                continue
            address = cell_address(number, column) if has_details else ""
            number_format = details.formats.get(address, "")
            shown = (
                format_value(value, number_format) if number_format or not isinstance(value, str) else value
            )
            if shown is None:
                unread.append(cell_address(number, column))
            text = show_value(value) if shown is None else shown
            if has_details and address in details.struck and text:
                text, struck_text = details.struck[address] or ("", text)
                struck.append((struck_text, address))
            paragraphs: Sequence[str] = (text,)
            if not text or text.isspace() or "\n" in text or "\r" in text:
                paragraphs = [line for line in text.splitlines() if line and not line.isspace()]
            if at in spans:
                builder.add_cell(number, column, paragraphs, *spans[at])
            else:
                builder.add_cell(number, column, paragraphs)
    return struck, unread


def _merged_cells(sheet: CalamineSheet) -> dict[tuple[int, int], tuple[int, int]]:
    """Return rows and columns that each merged cell covers within the sheet, by its row and column."""
    bottom, right = sheet.end or (-1, -1)
    return {
        (top, left): (max(1, min(last, bottom) - top + 1), max(1, min(end, right) - left + 1))
        for (top, left), (last, end) in sheet.merged_cell_ranges or ()
        if top <= bottom and left <= right
    }


def _list_addresses(addresses: Sequence[str]) -> str:
    return "、".join(addresses[:_ADDRESSES_SHOWN])


def _add_losses(builder: DocumentBuilder, place: Place, details: SheetDetails) -> None:
    builder.add_loss(Loss("cells_with_errors", place, len(details.errors), _list_addresses(details.errors)))
    builder.add_left_out("comments_left_out", "comment", [(text, place) for text in details.comments])
    for kind, number in (
        ("hidden_read", details.hidden),
        ("text_boxes_read", len(details.boxes)),
        ("formulas_without_values", details.formulas_without_values),
        ("images_left_out", details.images),
    ):
        builder.add_loss(Loss(kind, place, number))
