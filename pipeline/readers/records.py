"""Rows of cells of any format, from the tables of a document or from lines with delimiters."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby, pairwise
from operator import attrgetter
from typing import Final, NamedTuple

from pipeline.readers.document import Document, Table, TableCell

_RUN: Final = re.compile(r"\S+")


class TextCell(NamedTuple):
    """A cell: its text without white space, and the runs (line, start, end) of the source that contain it.

    ``merged`` is whether it continues a cell of the row above, which has its text.
    """

    text: str
    runs: tuple[tuple[int, int, int], ...]
    merged: bool = False

    @property
    def pieces(self) -> Iterator[tuple[int, int, int, str]]:
        """The runs, each with its text."""
        stop = 0
        for line, start, end in self.runs:
            stop += end - start
            yield line, start, end, self.text[stop - end + start : stop]


_EMPTY: Final = TextCell("", ())
_MERGED: Final = TextCell("", (), merged=True)


@dataclass(frozen=True)
class Record:
    """A row of cells, on one line or several.

    ``table`` is the number of its table, from 1; 0 for a paragraph outside the tables of a document; None if
    a file is one table. ``has_spans`` is whether the table has cells merged over rows: then an empty cell is
    empty, not one that may share the text of the cell above. ``wide`` are the columns whose cell extends into
    the next one. ``doubts`` are kinds of findings about how it was read. ``margin`` is the log probability of
    its cells minus that of the next best reading, if they had to be told from text.
    """

    first_line: int
    last_line: int
    cells: tuple[TextCell, ...]
    table: int | None = None
    has_spans: bool = False
    wide: frozenset[int] = frozenset()
    doubts: tuple[str, ...] = ()
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
        cell = make_text_cell(document.lines, (line,))
        if cell.text:
            yield Record(line, line, (cell,), table=0)


def _table_records(document: Document, table: Table, number: int) -> Iterator[Record]:
    """Yield the rows with text; a cell that continues the one above is empty and ``merged``."""
    cells = _align_moved_cells(table.cells)
    width = max(cell.column + cell.column_span for cell in cells)
    has_spans = table.has_spans and any(cell.row_span > 1 for cell in cells)
    row_ends = [0] * width
    """Row up to which (exclusive) the last cell of each column extends."""
    for row, own in groupby(cells, key=attrgetter("row")):
        texts = [_MERGED if end > row else _EMPTY for end in row_ends]
        wide = set[int]()
        first, last = len(document.lines), 0
        for _, column, first_line, last_line, row_span, column_span in own:
            texts[column] = make_text_cell(document.lines, range(first_line, last_line + 1))
            row_ends[column] = row + row_span
            for other in range(column + 1, column + column_span):
                row_ends[other] = row + row_span
                wide.add(other - 1)
            if texts[column].text:
                first, last = min(first, first_line), max(last, last_line)
        if last:
            yield Record(first, last, tuple(texts), number, has_spans, frozenset(wide))


def _align_moved_cells(cells: Sequence[TableCell]) -> Sequence[TableCell]:
    """Align cells of rows whose borders were moved by hand with the usual columns.

    Such a row has as many cells as most rows, over the same width, and each overlaps the usual column.
    """
    by_row: dict[int, list[TableCell]] = defaultdict(list)
    for cell in cells:
        for row in range(cell.row, cell.row + cell.row_span):
            by_row[row].append(cell)
    shapes = {row: tuple((cell.column, cell.column_span) for cell in mine) for row, mine in by_row.items()}
    borders = {shape: _cell_borders(sorted(shape)) for shape in dict.fromkeys(shapes.values())}
    counts = Counter(columns for shape in shapes.values() if (columns := borders[shape]))
    usual = max(counts, key=lambda columns: (counts[columns], len(columns)), default=())
    targets = {shape: _find_targets(columns, usual) for shape, columns in borders.items()}
    moved = dict[TableCell, TableCell]()
    for row, shape in shapes.items() if any(targets.values()) else ():
        for cell in by_row[row] if targets[shape] else ():
            column, span = targets[shape][cell.column]
            moved.setdefault(cell, cell._replace(column=column, column_span=span))
    return [moved.get(cell, cell) for cell in cells] if moved else cells


def _cell_borders(shape: Sequence[tuple[int, int]]) -> tuple[int, ...]:
    """Return the first column of each (column, span) of a row, and the end of the last; () with gaps."""
    starts = [column for column, _ in shape]
    ends = [column + span for column, span in shape]
    return (*starts, ends[-1]) if starts[1:] == ends[:-1] else ()


def _find_targets(columns: Sequence[int], usual: Sequence[int]) -> dict[int, tuple[int, int]]:
    """Return the usual column and span for each cell of a moved row, by its column; {} of other rows."""
    if len(columns) != len(usual) or columns == usual or columns[-1] != usual[-1]:
        return {}
    pairs = list(zip(pairwise(columns), pairwise(usual), strict=True))
    if not all(begin < stop and start < end for (begin, end), (start, stop) in pairs):
        return {}
    return {begin: (start, stop - start) for (begin, _), (start, stop) in pairs}


def make_text_cell(lines: Sequence[str], numbers: Sequence[int]) -> TextCell:
    """Return the text of some lines, by number from 1, without white space."""
    text = lines[numbers[0] - 1] if len(numbers) == 1 else ""
    if [text] == text.split():
        return TextCell(text, ((numbers[0], 0, len(text)),))
    runs = tuple((n, *match.span()) for n in numbers for match in _RUN.finditer(lines[n - 1]))
    return TextCell("".join(lines[n - 1][start:end] for n, start, end in runs), runs)
