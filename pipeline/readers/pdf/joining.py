"""Tables that run over page breaks, put together: rows that a break cuts, and headers that are repeated."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from math import inf, log
from typing import Final

from pipeline.readers.document import DocumentBuilder, Loss, Place
from pipeline.readers.pdf.page import PageCell, PageTable
from pipeline.taxonomy.header_words import SERIAL_PATTERN, ColumnNames, family, one_content

_SAME_WIDTH: Final = 10.0
_SAME_EDGE: Final = 5.0
"""In points."""
_SHARE_SHARED: Final = 0.8
_FEWEST_NAMED: Final = 3
_SENTENCE_END: Final = re.compile(r"[。！？!?.]\s*[”’）)》]*$")
_ROWS_OF_HEADER: Final = 4
_FIRST_WORD: Final = re.compile(
    r"[“‘（《〈【(\[]*(?:[A-Za-z0-9０-９.,:%‰]+|.)[”’）》〉】)\]，。、；：！？%‰]*"
)
"""What a line break does not part."""
_TOLERANCE, _TOLERANCE_OF_WORDS = 0.3, 0.8
"""In wide characters."""
_EMPTY: Final = {"task": log(0.7 / 0.1), "measure": log(0.4 / 0.03), "departments": log(0.5 / 0.04)}
_FILLED: Final = {"task": log(0.3 / 0.9), "measure": log(0.6 / 0.97), "departments": log(0.5 / 0.96)}
"""Evidence of a cell at the top of a page that is empty or filled: the log of how often that is so in rows
that are cut by the page break, over how often in whole rows."""
_SURE: Final = 2.0
"""Below it, a person should look whether a row goes on over the page break."""
_OPEN: Final = 6.0
_WITHOUT_SERIAL: Final = log(0.98 / 0.05)
_LEADS: Final = re.compile(r"[（(]?(?:牵头|责任|主责|主办)")
_LEAD: Final = log(0.02 / 0.2)
"""Evidence of a row without a serial where each has one, and of words that begin a cell of departments."""
_PARAGRAPH_ENDS: Final = {"task": 0.02, "measure": 0.15, "departments": 0.15}
_FULL_LINE: Final = (log(0.9 / 0.05), log(0.1 / 0.95))
_PARAGRAPH: Final = (log(0.1 / 0.05), log(0.9 / 0.95))
"""Evidence of a measure whose last line, full or not, does not end a sentence, or does: the measures of whole
rows do nearly always, and so do paragraphs."""
_HANGS: Final = re.compile(r"[、，：,:（(]$")
_HANGING, _NOT_HANGING = log(0.15 / 0.005), log(0.85 / 0.995)
"""Evidence of a cell whose text ends within brackets or at a comma, as that of a whole row hardly does."""
_PAGE_GAPS: Final = ((1.3, log(0.75 / 0.3)), (2.8, log(0.2 / 0.2)), (inf, log(0.05 / 0.5)))
_CELL_GAPS: Final = (
    (0.6, log(0.7 / 0.4)),
    (1.7, log(0.2 / 0.2)),
    (2.8, log(0.09 / 0.15)),
    (inf, log(0.01 / 0.3)),
)
"""Evidence of the room that is left below a table and below the text of a cell, up to so many lines. Word
processors leave a line or two rather than part the first or the last line of a paragraph from the others."""


@dataclass
class _Cell:
    row: int
    row_span: int
    x0: float
    x1: float
    paragraphs: list[tuple[str, Place]]
    gap: float
    room: float
    line: float
    is_open: bool

    @property
    def text(self) -> str:
        return "".join(text for text, _ in self.paragraphs)


@dataclass
class JoinedTable:
    """A table over one page or several, as far as it was read."""

    width: float
    has_rules: bool
    cells: list[_Cell] = field(default_factory=list)
    rows: int = 0
    header: list[tuple[str, ...]] = field(default_factory=list)
    """The texts of the cells of each of its first rows, up to its header's last."""
    repeated: list[tuple[str, Place]] = field(default_factory=list)
    """The cells of the headers of later pages."""
    between: list[tuple[str, Place, str]] = field(default_factory=list)
    """Page numbers and running heads after it, with their class: it may go on on the next page."""
    columns: dict[float, str] = field(default_factory=dict)
    """The meaning of the column that begins at each place, as its header names it."""

    has_open_cells: bool = False
    """Whether cells that a page break cuts have no line below, as browsers draw them."""
    is_unsure: bool = False
    unsure: list[Place] = field(default_factory=list)
    """First rows of pages of which it is not sure whether they go on with the last of the page before."""
    padding: float = 0.0
    """The least room below the text of a cell so far, in lines."""
    gap: float = 0.0
    """In lines, from where its last part ends to where tables of full pages end."""

    def continues_in(self, table: PageTable) -> bool:
        """Whether the first table of the next page can be this one's next part: its columns are the same."""
        own = {edge for cell in self.cells for edge in (cell.x0, cell.x1)}
        edges = {edge for cell in table.cells for edge in (cell.x0, cell.x1)}
        shared = sum(any(abs(edge - other) <= _SAME_EDGE for other in own) for edge in edges)
        if shared < len(edges) and self._repeated(_rows(table)):
            return False  # another table with the same header
        return abs(self.width - table.width) <= _SAME_WIDTH and shared >= _SHARE_SHARED * len(edges)

    def add(self, table: PageTable, page: int, number: int, names: ColumnNames) -> None:
        """Add the part of the table that stands on a page (from 1), its ``number``-th table."""
        rows = _rows(table)
        repeated = 0
        above: dict[int, _Cell] = {}
        is_cut = False
        self.has_open_cells |= any(cell.is_open for cell in table.cells)
        if self.cells:
            repeated = self._repeated(rows)
            first = rows[repeated] if repeated < len(rows) else []
            self.is_unsure = False
            is_cut = self._is_cut(first)
            if self.is_unsure:
                self.unsure.append(Place((("page", page), ("table", number), ("row", repeated + 1))))
            above = {id(cell): one for cell in first if (one := self._above(cell)) is not None}
        else:
            self._find_header(rows, names)
        self.padding = min((max(0.0, cell.gap) for cell in table.cells if cell.text), default=0.0)
        base = self.rows - repeated - is_cut
        for cell in table.cells:
            place = Place((("page", page), ("table", number), ("row", cell.row + 1)))
            paragraphs = [(cell.text, place)] if cell.text else []
            if cell.row < repeated:
                self.repeated += paragraphs
                continue
            over = above.get(id(cell))
            if over is not None and (is_cut or self._is_merged(over, cell)):
                over.row_span += cell.row_span - is_cut
                over.gap, over.room, over.is_open = cell.gap, cell.room, cell.is_open
                over.paragraphs += paragraphs
                continue
            row = base + cell.row
            self.cells.append(
                _Cell(
                    row,
                    cell.row_span,
                    cell.x0,
                    cell.x1,
                    paragraphs,
                    cell.gap,
                    cell.room,
                    cell.line,
                    cell.is_open,
                )
            )
        self.rows = base + table.rows

    def _above(self, cell: PageCell) -> _Cell | None:
        """The cell at the bottom of the table, so far, that has the same sides."""
        return next(
            (
                one
                for one in reversed(self.cells)
                if one.row + one.row_span >= self.rows
                and abs(one.x0 - cell.x0) <= _SAME_EDGE
                and abs(one.x1 - cell.x1) <= _SAME_EDGE
            ),
            None,
        )

    def _is_merged(self, above: _Cell, cell: PageCell) -> bool:
        """Whether a cell at the top of a page is the rest of one that is merged over the page break."""
        if cell.text or not above.text:
            return False
        return (
            above.is_open
            or cell.row_span > 1
            or above.row_span > 1
            or self._column(cell.x0) in ("serial", "area")
        )

    def _find_header(self, rows: Sequence[Sequence[PageCell]], names: ColumnNames) -> None:
        for number, row in enumerate(rows[:_ROWS_OF_HEADER]):
            named = {cell.x0: found for cell in row if cell.text and (found := names.column_of(cell.text))}
            exact = [column for column, doubt in named.values() if doubt < 0.5]
            is_short = names.names_a_short_header([text for text in _texts(row) if text])
            if len({family(column) for column in exact}) >= _FEWEST_NAMED or is_short:
                self.header = [_texts(one) for one in rows[: number + 1]]
                meanings = one_content(column for column, _ in named.values())
                self.columns = {x0: meanings[column] for x0, (column, _) in named.items()}
                return

    def _repeated(self, rows: Sequence[Sequence[PageCell]]) -> int:
        """How many of a page's first rows repeat the header: all its rows, or the last that names columns."""
        if not self.header or not rows:
            return 0
        texts = [_texts(row) for row in rows[: len(self.header)]]
        if texts == self.header:
            return len(self.header)
        return 1 if texts[0] == self.header[-1] else 0

    def _column(self, x0: float) -> str:
        """What the column at a place means; '' where its header does not say."""
        near = min(self.columns, key=lambda place: abs(place - x0), default=None)
        return self.columns[near] if near is not None and abs(near - x0) <= _SAME_EDGE else ""

    def _content(self) -> set[str]:
        """The columns of tasks and measures that the table has."""
        return {"task", "measure"} & set(self.columns.values())

    def _last_row(self) -> dict[str, _Cell]:
        """The cells at the bottom of the table, by what their columns mean."""
        last = [cell for cell in self.cells if cell.row + cell.row_span >= self.rows]
        return {self._column(cell.x0): cell for cell in last}

    def _is_cut(self, first: Sequence[PageCell]) -> bool:
        """Whether the first row of a page goes on with the last of the page before.

        A text that goes on was broken where its line was full and its cell too; in a row of its own hardly
        any cell is empty.
        """
        above = self._last_row()
        below = {self._column(cell.x0): cell for cell in first}
        content = self._content()
        if "measure" not in content or not content <= below.keys() & above.keys():
            return False
        serial = below["serial"].text if "serial" in below else ""
        if serial and SERIAL_PATTERN.fullmatch(serial):
            return False
        evidence = _evidence_of_gap(self.gap, _PAGE_GAPS)
        if self.has_open_cells:
            evidence += _OPEN if above["measure"].is_open else -_OPEN
        if self._numbers_rows() and "serial" in above and above["serial"].text:
            evidence += _WITHOUT_SERIAL
        for name in ("task", "measure", "departments"):
            own = next((one for one in below if family(one) == name), None)
            if own is None or own not in above:
                continue
            if not below[own].text:
                evidence += _EMPTY[name]
                continue
            evidence += _FILLED[name]
            if above[own].text:
                evidence += _evidence_of_gap(above[own].gap - self.padding, _CELL_GAPS)
                evidence += _evidence_of_text(above[own], below[own].text, name)
        self.is_unsure = abs(evidence) < _SURE
        return evidence > 0

    def _numbers_rows(self) -> bool:
        """Whether nearly every row so far has a serial of its own."""
        serials = [c for c in self.cells if self._column(c.x0) == "serial" and c.row >= len(self.header)]
        own = sum(cell.row_span == 1 and bool(SERIAL_PATTERN.fullmatch(cell.text)) for cell in serials)
        first = "task" if "task" in self._content() else "measure"
        rows = sum(self._column(c.x0) == first and bool(c.text) for c in self.cells) - 1
        return own >= 0.8 * max(rows, 1)

    def add_to(self, builder: DocumentBuilder) -> None:
        """Add the whole table to a document; edges of columns that are near one another are one."""
        edges: list[float] = []
        for edge in sorted({x for cell in self.cells for x in (cell.x0, cell.x1)}):
            if not edges or edge - edges[-1] > _SAME_EDGE:
                edges.append(edge)
        for cell in sorted(self.cells, key=lambda cell: (cell.row, cell.x0)):
            first, last = (_nearest(edges, edge) for edge in (cell.x0, cell.x1))
            builder.add_cell(
                cell.row, first, cell.paragraphs, row_span=cell.row_span, column_span=max(1, last - first)
            )
        builder.end_table(has_spans=self.has_rules)
        for place in self.unsure:
            builder.add_loss(Loss("page_break_unsure", place))
        for text, place in self.repeated:
            builder.add_line(text, place, "header")
        for text, place, character_class in self.between:
            builder.add_line(text, place, character_class)


def _evidence_of_text(above: _Cell, text: str, name: str) -> float:
    """How likely a text goes on with that of a cell, rather than begins a row: the log of the odds.

    Where it goes on, the last line has no room for its first word, unless a paragraph ends there; where
    it does not, that is so once in as many lines as a line has characters.
    """
    evidence = 0.0
    found = _FIRST_WORD.match(text)
    word = found.group() if found else ""
    needed = sum(0.5 if letter.isascii() else 1.0 for letter in word)
    # Programs differ in the room that they leave beside Latin letters and before punctuation.
    needed += _TOLERANCE if len(word) < 2 else _TOLERANCE_OF_WORDS
    by_chance = min(0.5, needed / max(above.line, 2.0))
    ends = _PARAGRAPH_ENDS[name]
    is_full = above.room < needed
    evidence += log((1 - ends) / by_chance) if is_full else log(ends / (1 - by_chance))
    if name == "measure":
        evidence += (_FULL_LINE if is_full else _PARAGRAPH)[bool(_SENTENCE_END.search(above.text))]
    evidence += _HANGING if _HANGS.search(above.text) or _is_unclosed(above.text) else _NOT_HANGING
    return evidence + (_LEAD if name == "departments" and _LEADS.match(text) else 0.0)


def _is_unclosed(text: str) -> bool:
    """Whether a bracket or a quotation mark is open at the end of a text."""
    return any(text.count(begin) > text.count(end) for begin, end in ("（）", "《》", "“”", "()"))


def _evidence_of_gap(gap: float, steps: Sequence[tuple[float, float]]) -> float:
    return next(evidence for most, evidence in steps if gap < most)


def _rows(table: PageTable) -> list[list[PageCell]]:
    return [[cell for cell in table.cells if cell.row == row] for row in range(table.rows)]


def _texts(row: Sequence[PageCell]) -> tuple[str, ...]:
    return tuple("".join(cell.text.split()) for cell in row)


def _nearest(edges: Sequence[float], edge: float) -> int:
    return min(range(len(edges)), key=lambda index: abs(edges[index] - edge))
