"""Lays rows out as ``pdftotext -layout`` does: cells side by side, separated by their position."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from tests.pipeline.layouts import HEADERS, SampleRow, word_spaced, wrap


@dataclass(frozen=True)
class AlignedHabit:
    """How a page with columns is laid out.

    Parameters
    ----------
    widths
        Of the cells, in half-width units: serial, key area, task, measure, departments.
    centred
        Whether cells stand in the middle of their row's height, and merged ones in that of their rows.
    columns_a_unit
        Columns of text that the program takes for a half-width unit of the page; an ideograph is one
        column of text and two units, so that cells do not begin in the same column on every line.
    page_lines
        Lines on a page; rows are kept together.
    line_gap, row_gap
        Empty lines after each line, and after each row.
    page_number
        A pattern for :meth:`str.format`, with ``{n}``.
    """

    widths: tuple[int, int, int, int, int] = (4, 16, 30, 40, 24)
    centred: bool = False
    columns_a_unit: float = 0.6
    page_lines: int = 40
    line_gap: int = 0
    row_gap: int = 0
    page_number: str = ""
    word_spaces: bool = False


def lay_out_aligned(rows: Sequence[SampleRow], title: str, habit: AlignedHabit) -> str:
    """The rows as the text of pages with columns; each page begins with a form feed and the header."""
    pages: list[list[_Block]] = [[]]
    for serial, (area, group) in enumerate(groupby(rows, key=lambda row: row.area), 1):
        for place, part in enumerate(_blocks(list(group))):
            # A cell that a page break cuts has its text on the first of its pages.
            label = (str(serial), area) if place == 0 else ("", "")
            block = _Block(part, serial, label, habit)
            used = sum(other.height for other in pages[-1])
            if pages[-1] and used + block.height > habit.page_lines:
                pages.append([])
            pages[-1].append(block)
    texts = []
    for number, blocks in enumerate(pages, 1):
        lines = [" " * 20 + title] if number == 1 else []
        lines += [_set_line(list(enumerate(HEADERS[0])), habit), *_page_lines(blocks, habit)]
        if habit.page_number:
            lines += ["", " " * 40 + habit.page_number.format(n=number)]
        texts.append("\n".join(lines) + "\n")
    return "\f".join(texts)


class _Block:
    """Rows that share a task cell, as the lines of each of their cells."""

    def __init__(
        self, rows: Sequence[SampleRow], group: int, label: tuple[str, str], habit: AlignedHabit
    ) -> None:
        def cell(text: str, column: int) -> list[str]:
            return wrap(word_spaced(text) if habit.word_spaces else text, habit.widths[column])

        self.group = group
        self.serial, self.area = cell(label[0], 0), cell(label[1], 1)
        self.task = cell(rows[0].task, 2)
        self.rows = [(cell(row.measure, 3), cell(row.departments, 4)) for row in rows]
        self.heights = [max(1, len(measure), len(departments)) for measure, departments in self.rows]
        self.heights[-1] += max(0, len(self.task) - sum(self.heights))
        self.height = sum(self.heights)


def _blocks(rows: Sequence[SampleRow]) -> Iterator[Sequence[SampleRow]]:
    starts = [place for place, row in enumerate(rows) if not row.shares_task]
    for start, end in pairwise([*starts, len(rows)]):
        yield rows[start:end]


def _page_lines(blocks: Sequence[_Block], habit: AlignedHabit) -> Iterator[str]:
    """The lines of a page: each cell's put where its row, or the rows that it is merged over, stand."""
    height = sum(block.height for block in blocks)
    places: list[list[tuple[int, str]]] = [[] for _ in range(height)]
    ends, top = set(), 0
    for _, group in groupby(blocks, key=lambda block: block.group):
        members = list(group)
        span = sum(block.height for block in members)
        _put(places, 0, members[0].serial, top, span, habit)
        _put(places, 1, members[0].area, top, span, habit)
        for block in members:
            _put(places, 2, block.task, top, block.height, habit)
            for (measure, departments), rows in zip(block.rows, block.heights, strict=True):
                _put(places, 3, measure, top, rows, habit)
                _put(places, 4, departments, top, rows, habit)
                top += rows
                ends.add(top)
    for number, pieces in enumerate(places, 1):
        yield _set_line(sorted(pieces), habit)
        yield from [""] * (habit.line_gap + (habit.row_gap if number in ends else 0))


def _put(
    places: list[list[tuple[int, str]]],
    column: int,
    lines: list[str],
    top: int,
    height: int,
    habit: AlignedHabit,
) -> None:
    first = top + (max(0, height - len(lines)) // 2 if habit.centred else 0)
    for number, line in enumerate(lines[: len(places) - first]):
        places[first + number].append((column, line))


def _set_line(pieces: Sequence[tuple[int, str]], habit: AlignedHabit) -> str:
    """One line: each piece begins at its column's place, or one space after the piece before it."""
    line = ""
    for column, text in pieces:
        place = round(sum(habit.widths[:column]) * habit.columns_a_unit)
        line += " " * max(1 if line else 0, place - len(line)) + text
    return line
