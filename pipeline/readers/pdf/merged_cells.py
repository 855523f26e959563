"""Find which rows merged cells of unruled tables cover, from the position of their text."""

from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass
from functools import partial
from math import inf
from typing import Any, Final, Literal

import numpy as np

from pipeline.readers.pdf.lines import TextLine

_NO_CELL_COST, _NO_CELL_AT_END_COST = 1.0, 0.1
"""Cost of a row without a cell, and of such a row at either end, whose cell can be on another page."""
_CENTRED_COST: Final = 0.3
"""Cost of a cell centred over rows while most are at the top or bottom of theirs."""
_MAX_CERTAIN_DISTANCE: Final = 0.6
"""Maximum distance of a text from its expected position if its rows are certain, in line pitches."""
_MIN_MARGIN: Final = 0.6
"""Minimum difference in cost between certain rows and the next best ones."""

Level = Literal["top", "middle", "bottom"]
"""Point at which the cells of a row are aligned with each other."""


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


def assign_merged_cells(
    column: int,
    rows: list[list[Block]],
    merged_before: Container[tuple[int, int]],
    pitch: float,
    level: Level,
    *,
    is_filled: bool = False,
) -> tuple[set[int], dict[int, int]]:
    """Put each cell of a column into the first of the rows that it covers, so that all fit best.

    ``rows`` are modified unless each has a cell of the column; rows that held nothing else can become empty.
    Cells ``merged_before``, by their first row and column, do not tell where a row is.
    ``level`` is the point at which cells of the column are aligned with their rows: at top and bottom, only
    ``is_filled`` tells merged cells from those beside blank ones. The rows whose cell may be the wrong one
    are returned, and the last row of each merged cell by its first.
    """
    cells = sorted((one for row in rows for one in row if one.column == column), key=lambda one: one.middle)
    others = {
        place: [one for one in row if one.column != column and (place, one.column) not in merged_before]
        for place, row in enumerate(rows)
    }
    places = [place for place, row in others.items() if row]
    tops = np.array([min(one.top for one in others[n]) for n in places])
    bottoms = np.array([max(one.bottom for one in others[n]) for n in places])
    while cells and places and cells[0].bottom < tops.min() - pitch / 2 and len(rows[0]) == 1:
        # The rest of a row that a page break cut.
        cells = cells[1:]
    if not 0 < len(cells) < len(places):
        return set(), {}
    for row in rows:
        row[:] = [one for one in row if one not in cells]
    # A row of one cell at the top of a page is the rest of one that a page break cut.
    is_cut = [n == 0 and len(rows[place]) == 1 for n, place in enumerate(places)]
    is_span = np.tri(len(places), dtype=bool).T
    is_one_row = np.eye(len(places), dtype=bool)
    ends = np.maximum.accumulate(np.where(is_span, bottoms, -inf), axis=1)

    def distances(cell: Block, *, are_centred: bool) -> Any:
        """Return how far the cell is from its place, by its first row and its last.

        ``are_centred`` tells whether merged cells are, even if others are not.
        """
        found = abs(cell.middle - (tops[:, None] + ends) / 2)
        found += _CENTRED_COST * pitch * (level != "middle" and not are_centred) * ~is_one_row
        if level == "bottom":
            aligned = abs(cell.bottom - ends)
            aligned[is_cut] = np.where(is_one_row[is_cut], aligned[is_cut], inf)
        else:
            aligned = np.where(is_span, abs(cell.top - tops)[:, None], inf)
            # A cell that a page break cuts begins at its top.
            found[:, -1] = np.minimum(found[:, -1], aligned[:, -1])
        # A merged cell at the bottom of its rows looks like one below blank cells.
        is_either = level == "top" or (level == "bottom" and is_filled)
        may_be_aligned = is_span if is_either and not are_centred else is_one_row
        found = np.where(may_be_aligned, np.minimum(found, aligned), found) / pitch
        return found + np.maximum(0.0, found - _MAX_CERTAIN_DISTANCE)

    costs = [partial(distances, cell, are_centred=False) for cell in cells]
    spans, ambiguous = _best_spans(costs, len(places))
    pairs = zip(cells, spans, strict=True)
    below_top = [cell.top - tops[first] for cell, (first, last) in pairs if first < last]
    if level == "top" and is_filled and max(below_top, default=0.0) > _MAX_CERTAIN_DISTANCE * pitch:
        costs = [partial(distances, cell, are_centred=True) for cell in cells]
        spans, ambiguous = _best_spans(costs, len(places))
    unsure = set(places)
    merged: dict[int, int] = {}
    for cell, cost, (first, last) in zip(cells, costs, spans, strict=True):
        rows[places[first]].append(cell)
        own = cost()
        middles = (tops + bottoms)[first + 1 : last + 1] / 2
        # Between blank cells, a cell of the middle row looks like one merged over all of them; at the bottom
        # of its row, like one merged with the blank cell above, which can belong to the one above that.
        may_be_one_row = any(abs(cell.middle - middles) <= _MAX_CERTAIN_DISTANCE * pitch)
        may_be_one_row |= level == "bottom" and first < last
        if own[first, last] <= _MAX_CERTAIN_DISTANCE and not may_be_one_row:
            unsure -= set(places[first : last + 1])
        if first < last and (is_filled or own.diagonal()[first : last + 1].min() > _MAX_CERTAIN_DISTANCE):
            merged[places[first]] = places[last]
    return unsure | {places[row] for row in ambiguous}, merged


def _best_spans(costs: Sequence[Callable[[], Any]], count: int) -> tuple[list[tuple[int, int]], set[int]]:
    """Return the first and last row of each cell, in order, with the minimum total cost.

    ``costs`` give those of each cell by its first row and its last of ``count``; those of all cells of a page
    of hundreds of rows would fill the memory. Also return the rows that could have another cell, or none, at
    nearly the same cost (max-marginals over all steps from border to border).
    """
    borders = np.arange(count + 1)
    skipped = np.where(np.tri(count + 1, dtype=bool).T, borders - borders[:, None], inf)
    ends = 0, 2 * len(costs)

    def step(number: int) -> Any:
        """Return the costs of blank rows, or, at odd numbers, of the rows of a cell."""
        if number % 2:
            return np.pad(costs[number // 2](), ((0, 1), (1, 0)), constant_values=inf)
        return (_NO_CELL_AT_END_COST if number in ends else _NO_CELL_COST) * skipped

    steps = range(ends[1] + 1)
    after = [np.where(borders == count, 0.0, inf)]
    for number in reversed(steps):
        after.append((step(number) + after[-1]).min(axis=1))
    after.reverse()
    near = after[0][0] + _MIN_MARGIN
    before = np.where(borders == 0, 0.0, inf)
    owners, may_be_blank = np.zeros(count, dtype=int), np.zeros(count, dtype=bool)
    spans, row = list[tuple[int, int]](), 0
    for number, rest in zip(steps, after[1:], strict=True):
        own = step(number)
        totals = before[:, None] + own
        is_near = totals + rest < near
        is_within = np.cumsum(is_near.sum(axis=1) - is_near.sum(axis=0))[:-1] > 0
        before, start, row = totals.min(axis=0), row, int((own[row] + rest).argmin())
        if number % 2:
            spans.append((start, row - 1))
            owners += is_within
        else:
            may_be_blank |= is_within
    return spans, {int(row) for row in np.flatnonzero(owners + may_be_blank > 1)}
