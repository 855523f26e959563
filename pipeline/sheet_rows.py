"""The rows of a worksheet as XML, a column at a time.

XlsxWriter writes the workbook, its styles and what stands around the rows. It takes a cell at a time, and for
a table of half a million cells that is most of the time of an export; so the rows are made here.

References
----------
ECMA-376, Office Open XML File Formats, part 1, 18.3.1.73 ``row`` and 18.3.1.4 ``c``.
"""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final
from xml.sax.saxutils import escape

from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

EXACT_LIMIT: Final = 2**53
"""Whole numbers from here on lose their last digits in a spreadsheet, so they are written as texts."""

_ESCAPE_BEGINS: Final = re.compile(r"(?<=_)(?=x[0-9A-Fa-f]{4}_)")
"""Behind the first character of what a spreadsheet would read as an escaped character (``_x0041_`` is A)."""

Value = bool | int | float | str | None


@dataclass(frozen=True)
class CellStyle:
    """The indices of a column's formats: of its cells, and of the cells that hold one of some texts."""

    plain: int
    by_text: Mapping[str, int] = field(default_factory=dict)


class RowSheet(Worksheet):  # type: ignore[misc]  # the library has no types
    """A worksheet of XlsxWriter whose rows are given as XML."""

    def __init__(self) -> None:
        super().__init__()
        self._rows = tempfile.TemporaryFile("w+", encoding="utf-8", newline="")  # noqa: SIM115

    def add_rows(self, first: int, columns: Sequence[Sequence[str]]) -> None:
        """Add rows below the last ones.

        Parameters
        ----------
        first
            Number of the first of them, from 1.
        columns
            The cells of each column, as `cells_of` gives them; at least one column with one cell.
        """
        names = [xl_col_to_name(place) for place in range(len(columns))]
        cells = "".join(f'<c r="{name}%d"%s' for name in names)
        row = f'<row r="%d">{cells}</row>'
        numbers = range(first, first + len(columns[0]))
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


def style_of(cell_format: Any) -> int:
    """The index under which cells name a format of XlsxWriter."""
    return int(cell_format._get_xf_index())


def cells_of(values: Sequence[Value], style: CellStyle, fitted: Callable[[int, str], str]) -> list[str]:
    """The cells of a column as XML, without the name of the cell and what stands before it.

    Parameters
    ----------
    values
        As `pipeline.exported_values.exported_column` gives them.
    style
        How they are formatted.
    fitted
        Takes the place of a text in ``values``, from 0, and the text; returns the text that its cell shows.
    """
    plain = f' s="{style.plain}"'
    missing, number, flag = f"{plain}/>", f"{plain}><v>%r</v></c>", f'{plain} t="b"><v>%d</v></c>'
    texts: dict[str, str] = {"": missing}
    cells = []
    for place, value in enumerate(values):
        if value is None:
            cells.append(missing)
        elif isinstance(value, bool):
            cells.append(flag % value)
        elif isinstance(value, float) or (isinstance(value, int) and abs(value) < EXACT_LIMIT):
            cells.append(number % value)
        else:
            text = str(value)
            cell = texts.get(text)
            if cell is None:
                shown = fitted(place, text)
                index = style.by_text.get(text, style.plain)
                cell = f' s="{index}" t="inlineStr"><is>{_text_xml(shown)}</is></c>'
                if shown == text:
                    texts[text] = cell
            cells.append(cell)
    return cells


def _text_xml(text: str) -> str:
    """A text as the content of an inline string."""
    parts = _ESCAPE_BEGINS.split(text) if "_x" in text else [text]
    # Parted in two runs, what looks like an escape is none, for any reader.
    return _plain_text(text) if len(parts) == 1 else "".join(f"<r>{_plain_text(part)}</r>" for part in parts)


def _plain_text(text: str) -> str:
    space = ' xml:space="preserve"' if text != text.strip() else ""
    return f"<t{space}>{escape(text)}</t>"
