"""Tables that run over page breaks, put together: rows that a break cuts, and headers that are repeated."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from pipeline.readers.document import DocumentBuilder, Loss, Place
from pipeline.readers.pdf.page import PageCell, PageTable
from pipeline.readers.pdf.page_breaks import (
    CLEAR,
    SURE,
    WITH_SERIAL,
    WITHOUT_SERIAL,
    LastLine,
    breaks_off,
    evidence_of_cell,
    evidence_of_page,
)
from pipeline.taxonomy.header_words import SERIAL_PATTERN, ColumnNames, family, one_content

_SAME_WIDTH: Final = 10.0
_SAME_EDGE: Final = 5.0
"""In points."""
_SHARE_SHARED: Final = 0.8
_FEWEST_NAMED: Final = 3
_ROWS_OF_HEADER: Final = 4


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
    is_below_row: bool
    """Whether a row stands above it on the page where it begins."""

    @property
    def lacks_text(self) -> bool:
        """Whether its text is still to come: that of a merged cell can stand on a later page."""
        return self.is_below_row and not self.text

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

    is_unsure: bool = False
    unsure: list[Place] = field(default_factory=list)
    """First rows of pages of which it is not sure whether they go on with the last of the page before."""
    maybe_several: list[Place] = field(default_factory=list)
    """Rows without lines that part them that may be several."""
    cut_off: list[Place] = field(default_factory=list)
    """Where a measure ends within a sentence and no row goes on with it: the rest may not be printed."""
    task_runs_on: bool = False
    """Whether the text of a task goes on over the last page break though its row does not."""
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
        if self.cells:
            repeated = self._repeated(rows)
            first = rows[repeated] if repeated < len(rows) else []
            self.is_unsure = False
            self.task_runs_on = False
            is_cut = self._is_cut(first)
            if self.is_unsure:
                self.unsure.append(Place((("page", page), ("table", number), ("row", repeated + 1))))
            above = {id(cell): one for cell in first if (one := self._above(cell)) is not None}
        else:
            self._find_header(rows, names)
        self.padding = min((max(0.0, cell.gap) for cell in table.cells if cell.text), default=0.0)
        base = self.rows - repeated - is_cut
        places = [Place((("page", page), ("table", number), ("row", row + 1))) for row in range(table.rows)]
        self.maybe_several += [places[row] for row in table.unsure]
        for cell in table.cells:
            place = places[cell.row]
            paragraphs = [(cell.text, place)] if cell.text else []
            if cell.row < repeated:
                self.repeated += paragraphs
                continue
            over = above.get(id(cell))
            if over is not None and (is_cut or self._is_merged(over, cell)):
                over.row_span += cell.row_span - is_cut
                over.gap, over.room = cell.gap, cell.room
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
                    cell.row > repeated,
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
        if self._column(cell.x0) == "task" and cell.text and (self.task_runs_on or above.lacks_text):
            return True
        if cell.text or not above.text:
            return False
        return cell.row_span > 1 or above.row_span > 1 or self._column(cell.x0) in ("serial", "area")

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
        evidence = evidence_of_page(self.gap)
        if serial and SERIAL_PATTERN.fullmatch(serial):
            evidence += WITH_SERIAL
        elif self._numbers_rows() and "serial" in above and above["serial"].text:
            evidence += WITHOUT_SERIAL
        by_column = {}
        for column in ("task", "measure", "departments"):
            own = next((one for one in below if family(one) == column), None)
            if own is not None and own in above:
                by_column[own] = evidence_of_cell(column, self._last_line(above[own]), below[own].text)
        evidence += sum(by_column.values())
        task = by_column.get("task", 0.0)
        rest = evidence - task
        self.task_runs_on = task > CLEAR and rest < -CLEAR
        if self.task_runs_on:
            evidence = rest
        self.is_unsure = abs(evidence) < SURE or (task > CLEAR and -CLEAR <= rest < 0)
        if evidence <= -SURE and above["measure"].text and breaks_off(self._last_line(above["measure"])):
            self.cut_off.append(above["measure"].paragraphs[-1][1])
        return evidence > 0

    def _last_line(self, cell: _Cell) -> LastLine:
        return LastLine(cell.text, cell.gap - self.padding, cell.room, cell.line)

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
        lines: dict[Place, int] = {}
        for cell in sorted(self.cells, key=lambda cell: (cell.row, cell.x0)):
            first, last = (_nearest(edges, edge) for edge in (cell.x0, cell.x1))
            line = builder.add_cell(
                cell.row, first, cell.paragraphs, row_span=cell.row_span, column_span=max(1, last - first)
            )
            lines |= {place: number for number, (_, place) in enumerate(cell.paragraphs, line)}
        builder.end_table(has_spans=self.has_rules)
        found = {
            "page_break_unsure": self.unsure,
            "rows_unsure": self.maybe_several,
            "text_cut_off": self.cut_off,
        }
        for kind, places in found.items():
            for place in places:
                builder.add_loss(Loss(kind, place, line=lines.get(place, 0)))
        for text, place in self.repeated:
            builder.add_line(text, place, "header")
        for text, place, character_class in self.between:
            builder.add_line(text, place, character_class)


def _rows(table: PageTable) -> list[list[PageCell]]:
    return [[cell for cell in table.cells if cell.row == row] for row in range(table.rows)]


def _texts(row: Sequence[PageCell]) -> tuple[str, ...]:
    return tuple("".join(cell.text.split()) for cell in row)


def _nearest(edges: Sequence[float], edge: float) -> int:
    return min(range(len(edges)), key=lambda index: abs(edges[index] - edge))
