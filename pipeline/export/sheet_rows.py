"""The rows of a worksheet as XML, one column at a time.

XlsxWriter writes the workbook, its styles and everything around the rows. It takes one cell at a time,
which for half a million cells is most of the time of an export; so the rows are written here.

References ---------- ECMA-376, Office Open XML File Formats, part 1, 18.3.1.73 ``row`` and 18.3.1.4 ``c``.
"""

from __future__ import annotations

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
"""Integers from here on would lose digits in a spreadsheet, so they are written as text."""

_ESCAPE_START: Final = re.compile(r"(?<=_)(?=x[0-9A-Fa-f]{4}_)")
"""Escapes the first character of what a spreadsheet would read as an escape (``_x0041_`` is A)."""

CELL_LIMIT: Final = 32_767
"""UTF-16 code units that a cell can hold."""

TRUNCATION_MARK: Final = "……［截断 cut］"

Value = bool | int | float | str | None


@dataclass(frozen=True)
class CellStyle:
    """The indices of a column's formats: of its cells, and of the cells that hold one of some texts."""

    plain: int
    by_text: Mapping[str, int] = field(default_factory=dict)


class RowSheet(Worksheet):  # type: ignore[misc]  # the library has no types
    """An XlsxWriter worksheet whose rows are given as XML."""

    def __init__(self) -> None:
        super().__init__()
        self._rows = tempfile.TemporaryFile("w+", encoding="utf-8", newline="")  # noqa: SIM115

    def add_rows(self, first: int, columns: Sequence[Sequence[str]]) -> None:
        """Append rows.

        Parameters
        ----------
        first
            Number of the first of them, from 1.
        columns
            The cells of each column, as `cells_xml` gives them; at least one column with one cell.
        """
        names = [xl_col_to_name(place) for place in range(len(columns))]
        cells = "".join(f'<c r="{name}%s"%s' for name in names)
        row = f'<row r="%s">{cells}</row>'
        numbers = [str(number) for number in range(first, first + len(columns[0]))]
        woven = [part for column in columns for part in (numbers, column)]
        self._rows.writelines(row % parts for parts in zip(numbers, *woven, strict=True))
        # The extent of the sheet, which readers trust.
        self._check_dimensions(first - 1, 0)
        self._check_dimensions(first + len(columns[0]) - 2, len(columns) - 1)

    def _write_sheet_data(self) -> None:
        self._rows.seek(0)
        self._xml_start_tag("sheetData")
        shutil.copyfileobj(self._rows, self.fh)
        self._xml_end_tag("sheetData")
        self._rows.close()


def format_index(cell_format: Any) -> int:
    """The index under which cells name a format of XlsxWriter."""
    return int(cell_format._get_xf_index())


def cells_xml(values: Sequence[Value], style: CellStyle) -> list[str]:
    """The cells of a column as XML, from after the cell reference on.

    Parameters
    ----------
    values
        As `pipeline.export.exported_values.exported_column` gives them.
    style
        How they are formatted.
    """
    numbers = {type(value) for value in values} & {bool, int, float}
    if len(numbers) > 1:  # True, 1 and 1.0 are one key
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
    """How many characters of a text its cell keeps, and how many it has; None where it keeps all."""
    if 2 * len(text) <= CELL_LIMIT:
        return None
    whole = office_text(text)
    fitting = truncate_text(whole)
    return None if fitting == whole else (len(fitting) - len(TRUNCATION_MARK), len(whole))


def truncate_text(text: str, limit: int = CELL_LIMIT) -> str:
    """The start of a text that doesn't fit into a cell, with a mark at the cut; else the text."""
    if 2 * len(text) <= limit or _utf16_length(text) <= limit:
        return text
    room = 2 * (limit - _utf16_length(TRUNCATION_MARK))
    # Half of a pair of units is no character: it is left out with its other half.
    return text.encode("utf-16-le")[:room].decode("utf-16-le", errors="ignore") + TRUNCATION_MARK


def _utf16_length(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _text_xml(text: str) -> str:
    """A text as the content of an inline string."""
    parts = _ESCAPE_START.split(text) if "_x" in text else [text]
    # Split in two runs, the text is no escape for any reader.
    return _plain_text(text) if len(parts) == 1 else "".join(f"<r>{_plain_text(part)}</r>" for part in parts)


def _plain_text(text: str) -> str:
    space = ' xml:space="preserve"' if text != text.strip() else ""
    return f"<t{space}>{escape(text)}</t>"
