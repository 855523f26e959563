"""How much a build reads from one file: what is larger is no plan, and would take minutes and gigabytes."""

from pathlib import Path
from typing import Final

from pipeline.readers.document import Document
from pipeline.reading.columns.rows import PlanRows
from pipeline.schema.errors import SourceError

MAX_CHARACTERS: Final = 1_000_000
"""That are not white space. The plans of all provinces for one year have a fifth of it."""
MAX_SHARED: Final = 2_000_000
"""Of the rows of a plan, where those of cells that several rows share count in each."""
MAX_ROWS: Final = 20_000
"""Of all tables of a file, or of a plan in text. The plans of all provinces for one year have a tenth."""
MAX_COLUMNS: Final = 1_000
"""Of a table, as of a web page."""
MAX_PLACES: Final = 1_000_000
"""Rows times columns, of all tables of a file: each place is a cell in memory, filled or not. Cells that
overlap count with all that they cover."""


def require_size(document: Document) -> None:
    """Raise SourceError for a document that holds more text, rows or cells than the limits."""
    rows = places = 0
    for table in document.tables:
        filled = {cell.row for cell in table.cells if cell.first_line <= cell.last_line}
        rows += len(filled)
        width = max((cell.column + cell.column_span for cell in table.cells), default=0)
        _require(width, MAX_COLUMNS, ("列", "columns"), document.path)
        places += max(len(filled) * width, sum(cell.row_span * cell.column_span for cell in table.cells))
    _require(document.characters, MAX_CHARACTERS, ("字", "characters"), document.path)
    _require(rows, MAX_ROWS, ("行", "rows"), document.path)
    _require(places, MAX_PLACES, ("个单元格", "cells"), document.path)


def require_rows(rows: PlanRows) -> None:
    """Raise SourceError for a plan with more rows, or more text in them, than the limits.

    A cell that several rows share counts in each of them, as it is analysed with each.
    """
    _require(len(rows.rows), MAX_ROWS, ("行", "rows"), None)
    cells = (cell for row in rows.rows for cell in (row.task, row.measure, row.departments))
    shared = sum(len(fragment.text) for cell in cells for fragment in cell.fragments)
    counted = "字（共用的单元格按行重复计）", "characters, counted in each row that shares a cell"
    _require(shared, MAX_SHARED, counted, None)


def _require(number: int, most: int, of: tuple[str, str], path: Path | None) -> None:
    if number > most:
        raise SourceError(
            f"这里有 {number:,} {of[0]}，超过一个文件的上限（{most:,}）；请拆分成几个文件，例如每年一个。",
            f"There are {number:,} {of[1]} here, and no more than {most:,} are read from a file; split it "
            "into several, such as one a year.",
            source=path,
        )
