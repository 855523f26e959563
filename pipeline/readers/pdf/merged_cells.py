"""Find which rows merged cells of unruled tables cover, from the position of their text."""

from collections.abc import Container, Sequence
from dataclasses import dataclass
from math import inf
from typing import Any, Final, Literal

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from pipeline.readers.pdf.lines import TextLine

_NO_CELL_COST, _NO_CELL_AT_END_COST = 1.0, 0.1
"""Cost of a row without a cell, and of such a row at either end, whose cell can be on another page."""
_CENTRED_COST: Final = 0.3
"""Cost of a cell centred over rows while most are at the top or bottom of theirs."""
_MAX_CERTAIN_DISTANCE: Final = 0.6
"""Maximum distance of a text from its expected position if its rows are certain, in line pitches."""
_MIN_MARGIN: Final = 0.6
"""Minimum difference in cost between certain rows and the next best ones."""
_MAX_ROWS: Final = 25

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
    ends = sliding_window_view(np.append(bottoms, np.full(_MAX_ROWS - 1, inf)), _MAX_ROWS)
    ends = np.maximum.accumulate(ends, axis=1)

    def distances(cell: Block, *, are_centred: bool) -> Any:
        """Return how far the cell is from its place, by its first row and the number of further rows.

        ``are_centred`` tells whether merged cells are, even if others are not.
        """
        found = abs(cell.middle - (tops[:, None] + ends) / 2)
        found[:, 1:] += _CENTRED_COST * pitch * (level != "middle" and not are_centred)
        aligned = np.repeat(abs(cell.top - tops)[:, None], _MAX_ROWS, axis=1)
        if level == "bottom":
            aligned = abs(cell.bottom - ends)
            aligned[is_cut, 1:] = inf
        # A merged cell at the bottom of its rows looks like one below blank cells.
        is_either = level == "top" or (level == "bottom" and is_filled)
        reach = _MAX_ROWS if is_either and not are_centred else 1
        found[:, :reach] = np.minimum(found[:, :reach], aligned[:, :reach])
        if level != "bottom":
            # A cell that a page break cuts begins at its top.
            last = np.arange(count := len(places))[-_MAX_ROWS:]
            to_end = last, count - 1 - last
            found[to_end] = np.minimum(found[to_end], aligned[to_end])
        found /= pitch
        return found + np.maximum(0.0, found - _MAX_CERTAIN_DISTANCE)

    costs = [distances(cell, are_centred=False) for cell in cells]
    spans, ambiguous = _best_spans(costs)
    pairs = zip(cells, spans, strict=True)
    below_top = [cell.top - tops[first] for cell, (first, last) in pairs if first < last]
    if level == "top" and is_filled and max(below_top, default=0.0) > _MAX_CERTAIN_DISTANCE * pitch:
        costs = [distances(cell, are_centred=True) for cell in cells]
        spans, ambiguous = _best_spans(costs)
    unsure = set(places)
    merged: dict[int, int] = {}
    for cell, own, (first, last) in zip(cells, costs, spans, strict=True):
        rows[places[first]].append(cell)
        middles = (tops + bottoms)[first + 1 : last + 1] / 2
        # Between blank cells, a cell of the middle row looks like one merged over all of them; at the bottom
        # of its row, like one merged with the blank cell above, which can belong to the one above that.
        is_one_row = any(abs(cell.middle - middles) <= _MAX_CERTAIN_DISTANCE * pitch)
        is_one_row |= level == "bottom" and first < last
        if own[first, last - first] <= _MAX_CERTAIN_DISTANCE and not is_one_row:
            unsure -= set(places[first : last + 1])
        if first < last and (is_filled or own[first : last + 1, 0].min() > _MAX_CERTAIN_DISTANCE):
            merged[places[first]] = places[last]
    return unsure | {places[row] for row in ambiguous}, merged


def _best_spans(costs: Sequence[Any]) -> tuple[list[tuple[int, int]], set[int]]:
    """Return the first and last row of each cell, in order, with the minimum total cost.

    ``costs`` holds those of each cell by its first row and the number of further rows. Also return the rows
    that could have another cell, or none, at nearly the same cost.
    """
    size, (count, width) = len(costs), costs[0].shape
    blank = [_NO_CELL_AT_END_COST, *[_NO_CELL_COST] * (size - 1), _NO_CELL_AT_END_COST]
    steps = np.arange(count + 1)
    # By cell and row: the minimum cost from there on, and up to there.
    after = np.full((size + 1, count + width), inf)
    after[size, : count + 1] = blank[size] * (count - steps)
    for place in reversed(range(size)):
        rest = sliding_window_view(after[place + 1, 1:], width)[:count]
        best = np.append((costs[place] + rest).min(axis=1), inf) + blank[place] * steps
        after[place, : count + 1] = np.minimum.accumulate(best[::-1])[::-1] - blank[place] * steps
    near = after[0, 0] + _MIN_MARGIN
    owners = np.zeros(count, dtype=int)
    """Number of cells that each row could have; none counts as one."""
    spans: list[tuple[int, int]] = []
    before = blank[0] * steps
    blanks = np.zeros(count, dtype=bool)
    row = 0
    for place in range(size + 1):
        blanks |= before[:-1] + blank[place] + after[place, 1 : count + 1] < near
        if place == size:
            break
        totals = costs[place] + sliding_window_view(after[place + 1, 1:], width)[:count]
        best = totals.min(axis=1) + blank[place] * steps[:-1]
        first = row + int(best[row:].argmin())
        row = first + int(totals[first].argmin()) + 1
        spans.append((first, row - 1))
        is_near = before[:-1, None] + totals < near
        own = np.zeros(count + width, dtype=int)
        for further in range(width):
            own[:count] += is_near[:, further]
            own[further + 1 : further + 1 + count] -= is_near[:, further]
        owners += np.cumsum(own)[:count] > 0
        reached = np.full(count + width, inf)
        for further in range(width):
            part = reached[further + 1 : further + 1 + count]
            np.minimum(part, before[:-1] + costs[place][:, further], out=part)
        slope = blank[place + 1] * steps
        before = np.minimum.accumulate(reached[: count + 1] - slope) + slope
    return spans, {int(row) for row in np.flatnonzero(owners + blanks > 1)}
