"""Join tables that continue over page breaks: rows cut by a break, and repeated headers."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import compress, pairwise
from typing import Final

from pipeline.readers.document import DocumentBuilder, Loss, Place
from pipeline.readers.pdf.page import PageCell, PageTable
from pipeline.readers.pdf.page_breaks import (
    CERTAIN,
    CLEAR,
    CLOSED_CELL,
    MIN_EVIDENCE,
    OPEN_CELL,
    PAGE_GAPS,
    CellBreak,
    JoinedCell,
    LastLine,
    cell_evidence,
    ends_mid_sentence,
    gap_evidence,
    merge_over_breaks,
    serial_evidence,
)
from pipeline.readers.pdf.ruled import merge_positions
from pipeline.taxonomy.header_words import SERIAL_PATTERN, ColumnNames, map_task_to_measure, row_column

_MAX_WIDTH_DIFFERENCE: Final = 10.0
_MAX_EDGE_OFFSET: Final = 5.0
"""Tolerances in points."""
_MIN_SHARED_EDGES: Final = 0.8
_MIN_NAMED_CELLS: Final = 3
_MAX_HEADER_ROWS: Final = 4


@dataclass
class JoinedTable:
    """A table over one or more pages, as read so far."""

    width: float
    has_rules: bool
    has_open_breaks: bool
    """Whether, anywhere in the document, no line closes what a page break cuts."""
    cells: list[JoinedCell] = field(default_factory=list)
    rows: int = 0
    header: list[tuple[str, ...]] = field(default_factory=list)
    """Cell texts of each row from the first to the last of the header."""
    repeated_headers: list[tuple[str, Place]] = field(default_factory=list)
    """Cells of the headers of later pages."""
    columns: dict[float, str] = field(default_factory=dict)
    names: dict[float, str] = field(default_factory=dict)
    """Meaning of the column that begins at each position, and its name in the header."""

    has_row_storeys: bool = False
    """Whether the header names columns below others, of which each row then has two lines of cells."""
    merged: set[str] = field(default_factory=set)
    """Columns with cells merged over rows."""
    is_break_unsure: bool = False
    doubts: list[tuple[str, Place]] = field(default_factory=list)
    """Kinds of findings, each with the row that it is about."""
    continued_columns: set[str] = field(default_factory=set)
    """Columns whose text continues over the last page break though the row does not."""
    evidence: dict[str, float] = field(default_factory=dict)
    """Log odds for each column that its cell continues over the last page break."""
    breaks: list[CellBreak] = field(default_factory=list)
    """Cells that may continue over a page break though their rows do not."""
    padding: float = 0.0
    """Minimum space below the text of a cell in the last part, in lines."""
    gap: float = 0.0
    """Distance from the end of the last part to where tables of full pages end, in lines."""

    def is_continued_by(self, table: PageTable) -> bool:
        """Return whether the next page's first table can continue this one: its columns are the same."""
        own = {edge for cell in self.cells for edge in (cell.x0, cell.x1)}
        edges = {edge for cell in table.cells for edge in (cell.x0, cell.x1)}
        shared = sum(any(abs(edge - other) <= _MAX_EDGE_OFFSET for other in own) for edge in edges)
        if shared < len(edges) and self._remove_headers(table)[1]:
            return False  # another table with the same header
        return abs(self.width - table.width) <= _MAX_WIDTH_DIFFERENCE and shared >= _MIN_SHARED_EDGES * len(
            edges
        )

    def add(self, table: PageTable, page: int, number: int, names: ColumnNames) -> None:
        """Add the part of the table on a page (from 1), the ``number``-th table of the page."""
        table, headers = self._remove_headers(table) if self.cells else (table, {})
        rows = _rows(table)
        places = [
            Place((("page", page), ("table", number), ("row", row + 1)))
            for row in range(table.rows + len(headers))
        ]
        above: dict[int, JoinedCell] = {}
        is_cut = False
        for row, texts in headers.items():
            self.repeated_headers += [(text, places[row]) for text in texts]
        places = [place for row, place in enumerate(places) if row not in headers]
        if self.cells:
            first = rows[0] if rows else []
            self.is_break_unsure = False
            self.continued_columns, self.evidence = set(), {}
            is_cut = self._is_cut(first)
            if self.is_break_unsure:
                above_break = [
                    one.paragraphs[0][1]
                    for one in self._last_row().values()
                    if one.row_span == 1 and one.text
                ]
                self.doubts += [("page_break_unsure", place) for place in (*above_break[:1], places[0])]
            above = {id(cell): one for cell in first if (one := self._find_cell_above(cell)) is not None}
        else:
            self._find_header(rows, names)
        self.padding = min((max(0.0, cell.gap) for cell in table.cells if cell.text), default=0.0)
        base = self.rows - is_cut
        self.doubts += [(kind, places[row]) for kind, row in table.doubts]
        for cell in table.cells:
            paragraphs = [(cell.text, places[cell.row])] if cell.text else []
            over = above.get(id(cell))
            if over is not None and (is_cut or self._is_merged(over, cell)):
                over.row_span += cell.row_span - is_cut
                over.last = cell
                over.paragraphs += paragraphs
                continue
            if cell.row_span > 1:
                self.merged.add(self._column(cell.x0))
            own = JoinedCell(base + cell.row, cell.row_span, paragraphs, cell, cell)
            self.cells.append(own)
            if over is not None:
                self.breaks.append(CellBreak(over, own, self.evidence.get(self._column(cell.x0), 0.0)))
        self.rows = base + table.rows

    def _find_cell_above(self, cell: PageCell) -> JoinedCell | None:
        """Return the cell with the same sides at the bottom of the table so far; none of a blank row."""
        last = [one for one in self.cells if one.row + one.row_span >= self.rows]
        is_same = [max(abs(one.x0 - cell.x0), abs(one.x1 - cell.x1)) <= _MAX_EDGE_OFFSET for one in last]
        same = list(compress(last, is_same)) if any(one.text for one in last) else []
        return same[-1] if same else None

    def _is_merged(self, above: JoinedCell, cell: PageCell) -> bool:
        """Return whether a cell at the top of a page continues one that is merged over the page break."""
        if above.last.is_open_below and cell.is_open_above:
            return True
        column = self._column(cell.x0)
        if cell.text:
            # The text of a merged cell can be on a later page, below a row.
            may_follow = column == "task" and above.first.row > 0 and not above.text
            return may_follow or column in self.continued_columns
        return bool(above.text) and (cell.row_span > 1 or column in ("serial", "area"))

    def _find_header(self, rows: Sequence[Sequence[PageCell]], names: ColumnNames) -> None:
        for number, row in enumerate(rows[:_MAX_HEADER_ROWS]):
            texts = [text for text in _texts(row) if text]
            if names.is_header(texts) or names.is_short_header(texts):
                # Lower cells, beside those merged over all rows of the header, name their columns.
                stop = min(max(cell.row + cell.row_span for cell in row), _MAX_HEADER_ROWS)
                further = {
                    names.match_column(text) for one in rows[stop : stop + 1] for text in _texts(one) if text
                }
                is_other = further.isdisjoint(map(names.match_column, texts))
                stop += bool(further) and is_other and all(one and not one[1] for one in further)
                self.header = [_texts(one) for one in rows[:stop]]
                cells = {cell.x0: cell for one in rows[number:stop] for cell in one if cell.text}
                named = {x0: match for x0, cell in cells.items() if (match := names.match_column(cell.text))}
                meanings = map_task_to_measure(column for column, _ in named.values())
                self.columns = {x0: meanings[column] for x0, (column, _) in named.items()}
                self.names = {x0: "".join(cells[x0].text.split()) for x0 in named}
                lower = [cell for x0, cell in cells.items() if x0 in named and cell.row > number]
                self.has_row_storeys = bool(lower) and all(_is_below_other(one, row, names) for one in lower)
                return

    def _remove_headers(self, table: PageTable) -> tuple[PageTable, dict[int, list[str]]]:
        """Return a page's table without repeated headers, and the texts of the removed rows.

        A header can also be at the end of a page, or share its row with the first one below. No line of the
        table above closes what follows a header.
        """
        rows = _rows(table)
        texts = [_texts(row) for row in rows]
        height = len(self.header)
        found: set[int] = set()
        for row in range(table.rows):
            if height and texts[row : row + height] == self.header:
                found |= set(range(row, row + height))
            elif height and texts[row] == self.header[-1]:
                found.add(row)
        kept = [row for row in range(table.rows) if row not in found]
        number = {row: place for place, row in enumerate(kept)}
        cells = [
            replace(
                cell,
                row=number[cell.row],
                row_span=sum(cell.row <= row < cell.row + cell.row_span for row in kept),
                is_open_above=cell.is_open_above or 0 in found,
            )
            for cell in table.cells
            if cell.row in number
        ]
        cells = self._remove_names(cells)
        doubts = tuple((kind, number[row]) for kind, row in table.doubts if row in number)
        return (
            replace(table, rows=len(kept), cells=tuple(cells), doubts=doubts),
            {row: [cell.text for cell in rows[row] if cell.text] for row in sorted(found)},
        )

    def _remove_names(self, cells: list[PageCell]) -> list[PageCell]:
        """Remove the column names from the first row of a page if each of its cells has one."""
        first = [cell for cell in cells if cell.row == 0]
        rests = [_remove_name(cell.text, self.names.get(self._nearest_column(cell.x0), "")) for cell in first]
        if len(first) < _MIN_NAMED_CELLS or None in rests:
            return cells
        others = [cell for cell in cells if cell.row != 0]
        named = zip(first, rests, strict=True)
        return [*(replace(cell, text=rest) for cell, rest in named if rest is not None), *others]

    def _column(self, x0: float) -> str:
        """Return the meaning of the column at a position; '' if the header has none."""
        return self.columns.get(self._nearest_column(x0), "")

    def _nearest_column(self, x0: float) -> float:
        """Return where the column at a position begins in the header."""
        near = min(self.columns, key=lambda place: abs(place - x0), default=x0)
        return near if abs(near - x0) <= _MAX_EDGE_OFFSET else x0

    def _content_columns(self) -> set[str]:
        """Return which of the columns of tasks and measures the table has."""
        return {"task", "measure"} & set(self.columns.values())

    def _last_row(self) -> dict[str, JoinedCell]:
        """Return the cells at the bottom of the table by the meaning of their columns."""
        last = [cell for cell in self.cells if cell.row + cell.row_span >= self.rows]
        return {self._column(cell.x0): cell for cell in last}

    def _is_cut(self, first: Sequence[PageCell]) -> bool:
        """Return whether the first row of a page continues the last row of the previous page.

        Text that continues was broken where its line and its cell were full; a separate row has hardly any
        empty cells.
        """
        above = self._last_row()
        below = {self._column(cell.x0): cell for cell in first}
        content = self._content_columns()
        if "measure" not in content or not content <= below.keys() & above.keys():
            return False
        evidence = gap_evidence(self.gap, PAGE_GAPS)
        if "serial" in below and "serial" in above:
            is_cut = above["serial"].last.is_open_below and not above["serial"].text
            if is_cut and SERIAL_PATTERN.fullmatch(below["serial"].text) and self._numbers_rows():
                return True  # it stands beside the middle of its row, on the next page
            serials = [cell.text for cell in self._serials() if cell.text or cell is above["serial"]]
            evidence += serial_evidence(serials, below["serial"].text, numbers_rows=self._numbers_rows())
        areas = [row["area"].text for row in (above, below) if "area" in row]
        if len(areas) == 2 and areas[0] == areas[1] != "":
            evidence -= CERTAIN  # each row has the name of its key area
        by_column = {}
        for column in ("task", "measure", "departments"):
            own = next((one for one in below if row_column(one) == column), None)
            if own is not None and own in above:
                by_column[own] = self._column_evidence(own, above[own], below[own])
        self.evidence = by_column
        evidence += sum(by_column.values())
        clear = {
            column: own
            for column, own in by_column.items()
            if own > (CLEAR if column == "task" else CERTAIN) and column != "measure"
        }
        rest = evidence - sum(clear.values())
        if rest < -CLEAR:
            self.continued_columns = set(clear)
            evidence = rest
        self.is_break_unsure = (
            abs(evidence) < MIN_EVIDENCE
            or (bool(clear) and -CLEAR <= rest < 0)
            or (evidence > 0 and min(by_column.values()) < -CLEAR)
            or (evidence < 0 and {column for column, cell in below.items() if cell.text} == {"measure"})
        )
        if (
            evidence <= -MIN_EVIDENCE
            and above["measure"].text
            and ends_mid_sentence(self._last_line(above["measure"]))
        ):
            # The rest may not be printed.
            self.doubts.append(("text_cut_off", above["measure"].paragraphs[-1][1]))
        return evidence > 0

    def _column_evidence(self, column: str, above: JoinedCell, below: PageCell) -> float:
        """Return the log odds that a column's cells above and below a page break belong to one row."""
        is_merged = column in self.merged
        evidence = cell_evidence(row_column(column), self._last_line(above), below.text, is_merged=is_merged)
        if above.last.is_open_below and below.is_open_above:
            return evidence + OPEN_CELL
        return evidence + (CLOSED_CELL if self.has_open_breaks else 0.0)

    def _last_line(self, cell: JoinedCell) -> LastLine:
        last = cell.last
        return LastLine(cell.text, last.gap - self.padding, last.free_width, last.line_width)

    def _serials(self) -> list[JoinedCell]:
        """Return the cells below the header in the column of serials."""
        return [c for c in self.cells if self._column(c.x0) == "serial" and c.row >= len(self.header)]

    def _numbers_rows(self) -> bool:
        """Return whether nearly every row so far has its own serial."""
        own = sum(c.row_span == 1 and bool(SERIAL_PATTERN.fullmatch(c.text)) for c in self._serials())
        first = "task" if "task" in self._content_columns() else "measure"
        rows = sum(self._column(c.x0) == first and bool(c.text) for c in self.cells) - 1
        return own >= 0.8 * max(rows, 1)

    def _find_fragments(self) -> list[Place]:
        """Return the rows that may be parts of others.

        These are unruled rows without a measure or with a measure alone, and the rows above them.
        """
        if self.has_row_storeys:
            return [
                cell.paragraphs[0][1] for cell in self.cells if cell.text and cell.row >= len(self.header)
            ]
        if self.has_rules or not self.columns:
            return []
        filled: dict[int, dict[str, JoinedCell]] = defaultdict(dict)
        for cell in self.cells:
            is_heading = cell.x1 - cell.x0 >= self.width - _MAX_WIDTH_DIFFERENCE
            if cell.text and cell.row >= len(self.header) and not is_heading:
                column = row_column(self._column(cell.x0))
                for number in cell.rows if column == "task" else cell.rows[:1]:
                    filled[number][column] = cell
        rows = [filled[number] for number in sorted(filled)]
        found: list[dict[str, JoinedCell]] = []
        for above, row in pairwise([{}, *rows]):
            lacks_measure = "measure" not in row and row.keys() & {"task", "departments"}
            if lacks_measure or set(row) == {"measure"}:
                found += [one for one in (above, row) if one]
        return [max(row.values(), key=lambda cell: cell.row).paragraphs[0][1] for row in found]

    def add_to(self, builder: DocumentBuilder) -> None:
        """Add the whole table to a document; column edges close to each other are merged."""
        body = [cell for cell in self.cells if cell.row >= len(self.header)]
        unsure = merge_over_breaks(body, self.breaks, self._column)
        self.cells = [cell for cell in self.cells if cell.row < len(self.header)] + body
        # The first cell of a row is on its page; a later one can be blank there, and continue on the next.
        firsts = {c.row: c.paragraphs[0][1] for c in reversed(body) if c.row in unsure and c.text}
        self.doubts += [("page_break_unsure", place) for place in firsts.values()]
        self.doubts += [("rows_unsure", place) for place in self._find_fragments()]
        edges = merge_positions((x for cell in self.cells for x in (cell.x0, cell.x1)), _MAX_EDGE_OFFSET)
        lines: dict[Place, int] = {}
        for cell in sorted(self.cells, key=lambda cell: (cell.row, cell.x0)):
            first, last = (
                min(range(len(edges)), key=lambda index: abs(edges[index] - side))
                for side in (cell.x0, cell.x1)
            )
            texts, places = [text for text, _ in cell.paragraphs], [place for _, place in cell.paragraphs]
            line = builder.add_cell(cell.row, first, texts, cell.row_span, max(1, last - first))
            builder.set_places(line, places)
            if self._column(cell.x0) not in ("serial", "area"):
                # Of the cells of a row, a later one can be shared by other rows.
                lines = {place: number for number, place in enumerate(places, line)} | lines
        builder.end_table(has_spans=self.has_rules)
        for kind, place in dict.fromkeys(self.doubts):
            builder.add_loss(Loss(kind, place, line=lines.get(place, 0)))
        for text, place in self.repeated_headers:
            builder.add_line(text, place, "header")


def _is_below_other(lower: PageCell, row: Sequence[PageCell], names: ColumnNames) -> bool:
    """Return whether a header cell is below, and as wide as, one of a row that names another column."""
    above = [cell for cell in row if lower.x0 <= cell.x0 and cell.x1 <= lower.x1 and cell.row < lower.row]
    named = [names.match_column(cell.text) for cell in (lower, *above)]
    return len({row_column(one[0]) for one in named if one is not None}) > 1


def _rows(table: PageTable) -> list[list[PageCell]]:
    return [[cell for cell in table.cells if cell.row == row] for row in range(table.rows)]


def _texts(row: Sequence[PageCell]) -> tuple[str, ...]:
    return tuple("".join(cell.text.split()) for cell in row)


def _remove_name(text: str, name: str) -> str | None:
    """Remove a name from a text, ignoring white space; None if the text does not contain it."""
    found = re.search(r"\s*".join(map(re.escape, name)), text) if name else None
    if found is None:
        return None
    return f"{text[: found.start()].rstrip()} {text[found.end() :].lstrip()}".strip()
