"""Find which rows merged cells of unruled tables cover, from the position of their text."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import inf
from typing import Final

from pipeline.readers.pdf.lines import TextLine

_NO_CELL_COST, _NO_CELL_AT_END_COST = 1.0, 0.1
"""Cost of a row without a cell, and of such a row at either end, whose cell can be on another page."""
_CENTRED_COST: Final = 0.3
"""Cost of a cell centred over rows while most are at the top of theirs."""
_MAX_CERTAIN_DISTANCE: Final = 0.6
"""Maximum distance of a text from its expected position if its rows are certain, in line pitches."""
_MIN_MARGIN: Final = 0.6
"""Minimum difference in cost between certain rows and the next best ones."""
_MAX_ROWS: Final = 25


@dataclass(frozen=True)
class Block:
    """Lines of one column that a page prints consecutively: a cell, or a part of one."""

    column: int
    lines: tuple[TextLine, ...]

    @property
    def top(self) -> float:
        return self.lines[0].baseline

    @property
    def bottom(self) -> float:
        return self.lines[-1].baseline

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


def assign_merged_cells(column: int, rows: list[list[Block]], pitch: float, *, at_top: bool) -> set[int]:
    """Put each cell of a column into the first of the rows that it covers, so that all fit best.

    ``rows`` are modified unless each has a cell of the column; rows that held nothing else can become empty.
    ``at_top`` tells whether cells of the column are at the top of their rows, rather than in the middle. The
    rows whose cell may be the wrong one are returned.
    """
    cells = sorted((one for row in rows for one in row if one.column == column), key=lambda one: one.middle)
    places = [place for place, row in enumerate(rows) if any(one.column != column for one in row)]
    if not len(cells) < len(places):
        return set()
    for row in rows:
        row[:] = [one for one in row if one.column != column]
    tops = [min(one.top for one in rows[place]) for place in places]
    bottoms = [max(one.bottom for one in rows[place]) for place in places]

    def distance(cell: Block, first: int, last: int) -> float:
        top, bottom = tops[first], max(bottoms[first : last + 1])
        found = abs(cell.middle - (top + bottom) / 2) / pitch
        if at_top and first < last:
            found += _CENTRED_COST
        return min(found, abs(cell.top - top) / pitch) if at_top or first == last else found

    spans, ambiguous = _best_spans(cells, len(places), distance)
    unsure = set(places)
    for cell, (first, last) in zip(cells, spans, strict=True):
        rows[places[first]].append(cell)
        # Between blank cells, a cell of the middle row looks like one merged over all of them.
        middles = [(tops[row] + bottoms[row]) / 2 for row in range(first + 1, last + 1)]
        is_one_row = any(abs(cell.middle - middle) <= _MAX_CERTAIN_DISTANCE * pitch for middle in middles)
        if distance(cell, first, last) <= _MAX_CERTAIN_DISTANCE and not is_one_row:
            unsure -= set(places[first : last + 1])
    return unsure | {places[row] for row in ambiguous}


def _best_spans(
    cells: Sequence[Block], count: int, distance: Callable[[Block, int, int], float]
) -> tuple[list[tuple[int, int]], set[int]]:
    """Return the first and last row of each cell, in order, with the minimum total cost.

    Also return the rows that could have another cell, or none, at nearly the same cost.
    """
    size = len(cells)
    blank = [_NO_CELL_AT_END_COST, *[_NO_CELL_COST] * (size - 1), _NO_CELL_AT_END_COST]
    # By cell and row: the minimum cost from there on and the last row of that cell, and that up to there.
    after = [[inf] * (count + 1) for _ in cells] + [[blank[size] * (count - n) for n in range(count + 1)]]
    ends = [[-1] * count for _ in cells]
    for place in reversed(range(size)):
        for row in reversed(range(count)):
            after[place][row] = after[place][row + 1] + blank[place]
            for last in range(row, min(row + _MAX_ROWS, count)):
                rest = after[place + 1][last + 1]
                if (
                    rest < after[place][row]
                    and (cost := rest + distance(cells[place], row, last)) < after[place][row]
                ):
                    after[place][row], ends[place][row] = cost, last
    spans: list[tuple[int, int]] = []
    row = 0
    while len(spans) < size:
        last = ends[len(spans)][row]
        if last >= 0:
            spans.append((row, last))
        row = max(row, last) + 1
    near = after[0][0] + _MIN_MARGIN
    owners: list[set[int]] = [set() for _ in range(count)]
    before = [[inf] * (count + 1) for _ in range(size + 1)]
    before[0][0] = 0.0
    for place in range(size + 1):
        for row in range(count):
            if (cost := before[place][row] + blank[place]) + after[place][row + 1] < near:
                before[place][row + 1] = min(before[place][row + 1], cost)
                owners[row].add(-1)
            for last in range(row, min(row + _MAX_ROWS, count)) if place < size else ():
                rest = after[place + 1][last + 1]
                if before[place][row] + rest < near:
                    cost = before[place][row] + distance(cells[place], row, last)
                    if cost + rest < near:
                        before[place + 1][last + 1] = min(before[place + 1][last + 1], cost)
                        for one in owners[row : last + 1]:
                            one.add(place)
    return spans, {row for row, own in enumerate(owners) if len(own) > 1}
