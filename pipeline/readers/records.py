"""Rows of cells of any format, from the tables of a document or from lines with delimiters."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Final

from pipeline.readers.document import Document, Table, TableCell

_RUN: Final = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class TextCell:
    """A cell: its text without white space, and the runs (line, start, end) of the source that contain it.

    ``merged`` is whether it continues a cell of the row above, which has its text.
    """

    text: str
    runs: tuple[tuple[int, int, int], ...]
    merged: bool = False


@dataclass(frozen=True)
class Record:
    """A row of cells, on one line or several.

    ``table`` is the number of its table, from 1; 0 for a paragraph outside the tables of a document; None if
    a file is one table. ``has_spans`` is whether the table has cells merged over rows: then an empty cell is
    empty, not one that may share the text of the cell above. ``wide`` are the columns whose cell extends into
    the next one. ``is_joined`` is whether its row is printed in several. ``margin`` is the log probability of
    its cells minus that of the next best reading, if they had to be told from text.
    """

    first_line: int
    last_line: int
    cells: tuple[TextCell, ...]
    table: int | None = None
    has_spans: bool = False
    wide: frozenset[int] = frozenset()
    is_joined: bool = False
    margin: float | None = None

    @cached_property
    def filled(self) -> tuple[int, ...]:
        """Indices of the cells that are not empty."""
        return tuple(place for place, cell in enumerate(self.cells) if cell.text)

    @property
    def texts(self) -> tuple[str, ...]:
        """Texts of the cells, up to the last one that is not empty."""
        return tuple(cell.text for cell in self.cells[: self.filled[-1] + 1]) if self.filled else ()


def list_records(document: Document) -> list[Record]:
    """Return the rows of all tables of a document, and the paragraphs between them as rows of one cell."""
    records: list[Record] = []
    line = 1
    for number, table in enumerate(document.tables, 1):
        records += _paragraph_records(document, line, table.first_line)
        records += _table_records(document, table, number)
        line = table.last_line + 1
    return records + list(_paragraph_records(document, line, len(document.lines) + 1))


def _paragraph_records(document: Document, first: int, stop: int) -> Iterator[Record]:
    for line in range(first, stop):
        cell = _make_text_cell(document, line, line)
        if cell.text:
            yield Record(line, line, (cell,), table=0)


def _table_records(document: Document, table: Table, number: int) -> Iterator[Record]:
    """Yield the rows with text; a cell that continues the one above is empty and ``merged``."""
    cells_by_row: dict[int, list[TableCell]] = defaultdict(list)
    for cell in _align_moved_cells(table.cells):
        cells_by_row[cell.row].append(cell)
    width = max((cell.column + cell.column_span for cell in table.cells), default=0)
    has_spans = table.has_spans and any(cell.row_span > 1 for cell in table.cells)
    row_ends: dict[int, int] = {}
    """Row up to which (exclusive) the last cell of each column extends."""
    for row, own in sorted(cells_by_row.items()):
        cells = [TextCell("", (), merged=row_ends.get(column, 0) > row) for column in range(width)]
        wide, lines = set[int](), list[int]()
        for cell in own:
            cells[cell.column] = _make_text_cell(document, cell.first_line, cell.last_line)
            columns = range(cell.column, cell.column + cell.column_span)
            row_ends.update(dict.fromkeys(columns, row + cell.row_span))
            wide.update(columns[:-1])
            lines += [cell.first_line, cell.last_line] if cells[cell.column].text else []
        if lines:
            yield Record(
                min(lines), max(lines), tuple(cells), number, has_spans=has_spans, wide=frozenset(wide)
            )


def _align_moved_cells(cells: Sequence[TableCell]) -> Sequence[TableCell]:
    """Align cells of rows whose borders were moved by hand with the usual columns.

    Such a row has as many cells as most rows, over the same width, and each overlaps the usual column.
    """
    by_row: dict[int, list[TableCell]] = defaultdict(list)
    for cell in cells:
        for row in range(cell.row, cell.row + cell.row_span):
            by_row[row].append(cell)
    borders = {row: _cell_borders(sorted(mine, key=lambda cell: cell.column)) for row, mine in by_row.items()}
    counts = Counter(columns for columns in borders.values() if columns)
    usual = max(counts, key=lambda columns: (counts[columns], len(columns)), default=())
    moved = dict[TableCell, TableCell]()
    for row, columns in borders.items():
        if len(columns) != len(usual) or columns == usual or columns[-1] != usual[-1]:
            continue
        pairs = list(zip(pairwise(columns), pairwise(usual), strict=True))
        if all(begin < stop and start < end for (begin, end), (start, stop) in pairs):
            targets = {begin: (start, stop - start) for (begin, _), (start, stop) in pairs}
            for cell in by_row[row]:
                column, span = targets[cell.column]
                moved.setdefault(cell, cell._replace(column=column, column_span=span))
    return [moved.get(cell, cell) for cell in cells] if moved else cells


def _cell_borders(cells: Sequence[TableCell]) -> tuple[int, ...]:
    """Return the first column of each cell of a row and the end of the last; empty if there are gaps."""
    starts = [cell.column for cell in cells]
    ends = [cell.column + cell.column_span for cell in cells]
    return (*starts, ends[-1]) if starts[1:] == ends[:-1] else ()


def _make_text_cell(document: Document, first: int, last: int) -> TextCell:
    runs = tuple(
        (number, match.start(), match.end())
        for number in range(first, last + 1)
        for match in _RUN.finditer(document.lines[number - 1])
    )
    return TextCell("".join(document.lines[n - 1][start:end] for n, start, end in runs), runs)
