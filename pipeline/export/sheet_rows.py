"""The rows of a worksheet as XML, one column at a time.

XlsxWriter writes everything else. Its API takes one cell at a time, which would dominate the time of an
export of half a million cells. See ECMA-376, part 1, 18.3.1.73 ``row`` and 18.3.1.4 ``c``.
"""

import re
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final
from xml.sax.saxutils import escape

from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from pipeline.export.exported_values import office_text

EXACT_LIMIT: Final = 2**53
"""Larger integers would lose digits in a spreadsheet, so they are written as text."""

_ESCAPE_START: Final = re.compile(r"(?<=_)(?=x[0-9A-Fa-f]{4}_)")
"""Spreadsheets read ``_x0041_`` as A."""

CELL_LIMIT: Final = 32_767
"""In UTF-16 code units."""

TRUNCATION_MARK: Final = "……［截断 cut］"

Value = bool | int | float | str | None


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
    bytes_kept = 2 * (limit - _utf16_length(TRUNCATION_MARK))
    # A surrogate pair that is cut in half is dropped.
    return text.encode("utf-16-le")[:bytes_kept].decode("utf-16-le", errors="ignore") + TRUNCATION_MARK


def _utf16_length(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _text_xml(text: str) -> str:
    """The content of an inline string; texts that look like an escape are split into two runs."""
    parts = _ESCAPE_START.split(text) if "_x" in text else [text]
    return _plain_text(text) if len(parts) == 1 else "".join(f"<r>{_plain_text(part)}</r>" for part in parts)


def _plain_text(text: str) -> str:
    space = ' xml:space="preserve"' if text != text.strip() else ""
    return f"<t{space}>{escape(text)}</t>"
