"""Limits on what is read from one file: anything larger is no plan, and would take minutes and gigabytes."""

from pathlib import Path
from typing import Final

from pipeline.readers.document import Document
from pipeline.reading.columns.rows import PlanRows
from pipeline.schema.errors import SourceError

MAX_CHARACTERS: Final = 1_000_000
"""Maximum characters that are not white space: five times the plans of all provinces for one year."""
MAX_ROW_CHARACTERS: Final = 2_000_000
"""Maximum characters in the rows of a plan; those of a shared cell count in each row."""
MAX_ROWS: Final = 20_000
"""Maximum rows of all tables of a file, or of a plan in text: ten times all provinces' for one year."""
MAX_COLUMNS: Final = 1_000
"""Maximum columns of a table, as for a web page."""
MAX_GRID_CELLS: Final = 1_000_000
"""Maximum rows times columns, over all tables of a file: each place is a cell in memory, even if empty.
Overlapping cells count with all places that they cover."""


def require_size(document: Document) -> None:
    """Raise SourceError if a document has more text, rows or cells than the limits."""
    rows = grid_cells = 0
    for table in document.tables:
        filled = {cell.row for cell in table.cells if cell.first_line <= cell.last_line}
        rows += len(filled)
        width = max((cell.column + cell.column_span for cell in table.cells), default=0)
        _require_at_most(width, MAX_COLUMNS, ("列", "columns"), document.path)
        grid_cells += max(len(filled) * width, sum(cell.row_span * cell.column_span for cell in table.cells))
    _require_at_most(document.characters, MAX_CHARACTERS, ("字", "characters"), document.path)
    _require_at_most(rows, MAX_ROWS, ("行", "rows"), document.path)
    _require_at_most(grid_cells, MAX_GRID_CELLS, ("个单元格", "cells"), document.path)


def require_rows(rows: PlanRows) -> None:
    """Raise SourceError if a plan has more rows, or more text in them, than the limits.

    A shared cell counts in each of its rows, as it is analysed with each.
    """
    _require_at_most(len(rows.rows), MAX_ROWS, ("行", "rows"), None)
    cells = (cell for row in rows.rows for cell in (row.task, row.measure, row.departments))
    shared = sum(len(fragment.text) for cell in cells for fragment in cell.fragments)
    counted = "字（共用的单元格按行重复计）", "characters, counted in each row that shares a cell"
    _require_at_most(shared, MAX_ROW_CHARACTERS, counted, None)


def _require_at_most(number: int, limit: int, unit: tuple[str, str], path: Path | None) -> None:
    if number > limit:
        raise SourceError.of("too_much_in_file", source=path, number=number, unit=unit, limit=limit)
