"""Find the rows of text aligned by spaces, jointly for a whole plan.

Rows share no lines. In each column, the text on a row's lines is one cell, unless the cell is merged over
several rows. At each line, the search decides which columns start a cell. A reading is scored by the log
probability of its cells (:mod:`pipeline.reading.aligned.cells`) and their vertical alignment: top or centred.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Final, NamedTuple

from pipeline.reading.aligned.cells import CellScores
from pipeline.reading.columns.margins import MAX_MARGIN, Arc, label_margins

_T, _M, _D = range(3)
_ALL: Final = (_T, _M, _D)
_IMPOSSIBLE: Final = -1e9
_START_COSTS: Final = {
    (_T, _M, _D): 0.0,
    (_M, _D): -3.0,
    (_T, _M): -6.0,
    (_M,): -8.0,
    (_T,): -10.0,
    (_T, _D): -12.0,
}
"""Cost of a row start, by the columns (task, measure, departments) that start a cell there."""
_TASK_GOES_ON: Final = -6.0
"""Cost of a row whose first line has text of a task that began above: merged cells seldom wrap just there."""
_EMPTY_COSTS: Final = (-16.0, -6.0, -5.0)
_OPEN_EMPTY_COST: Final = -2.0
"""The same for open cells that may be centred: their text can start further down."""
_BELOW_TOP_COST, _BELOW_TOP_COST_PER_LINE = -5.0, -2.0
_OFF_CENTRE_COSTS: Final = ((0.0, -0.1), (0.5, -0.7), (1.0, -2.0), (1.5, -4.0))
"""Cost by the difference between a cell's distances from the top and the bottom of its row, in lines."""
_OFF_CENTRE_COST_PER_LINE: Final = -2.5
_MIN_ALIGNMENT: Final = -14.0
_SERIAL_MISSING, _SERIAL_TWICE, _SERIAL_BELOW = -6.0, -12.0, -5.0
_AREA_INSIDE: Final = -8.0
_MIN_START_SCORE: Final = -16.0
_MAX_CELL_LINES: Final = 150
"""Maximum number of lines of a cell; taller ones are cut, so that the search stays linear."""
_BEAM_WIDTH: Final = 32
_BEAM_MARGIN: Final = 25.0

TOP, CENTRE, MERGED = "top", "centre", "merged"
"""Vertical alignment of cells: top, centred, or centred only if merged over rows."""


class RowSpan(NamedTuple):
    """A row: the range of its lines, the columns that start a cell in its first line, and its margin.

    ``new_cells`` contains 0 for the task, 1 for the measure, 2 for the departments. The margin is the score
    minus that of the best reading without the row.
    """

    start: int
    stop: int
    new_cells: tuple[int, ...]
    margin: float = MAX_MARGIN


class RowReading(NamedTuple):
    """A plan's rows under one alignment mode, with their log probability."""

    mode: str
    score: float
    rows: tuple[RowSpan, ...]


class _Node(NamedTuple):
    """A search state at a line: starts of the open cells and the row, and the columns that start here."""

    starts: tuple[int, int, int]
    row_start: int
    new_cells: tuple[int, ...]


@dataclass(frozen=True)
class _Level:
    """The nodes kept at a line, the best score of a path to each, and all arcs to them."""

    nodes: list[_Node]
    scores: list[float]
    arcs: list[Arc]


def find_rows(
    heights: Sequence[float],
    cells: Sequence[CellScores],
    serials: Collection[int] | None,
    area_starts: Collection[int],
    mode: str,
) -> RowReading:
    """Return the most probable rows under one alignment mode, by a beam search linear in the lines.

    Parameters
    ----------
    heights
        Vertical position of each line with cells, in lines.
    cells
        Scores of task, measure and departments cells.
    serials
        Indexes of the lines with a serial, if rows are numbered; else None.
    area_starts
        Indexes of the lines in which the name of a key area starts.
    mode
        TOP, CENTRE or MERGED.
    """
    search = _RowSearch(heights, cells, serials, area_starts, mode)
    levels = [_Level([_Node((0, 0, 0), 0, _ALL)], [0.0], [])]
    for place in range(1, len(heights) + 1):
        levels.append(search.next_level(levels[-1], place))
    return _best_reading(levels, mode)


def _best_reading(levels: Sequence[_Level], mode: str) -> RowReading:
    """Return the best path, and for each row the margin to the best path without it."""
    total = max(levels[-1].scores)
    path = [levels[-1].scores.index(total)]
    for level, before in pairwise(reversed(levels)):
        into = (arc for arc in level.arcs if arc.after == path[-1])
        path.append(max(into, key=lambda arc: before.scores[arc.before] + arc.gain).before)
    labels = [level.nodes[index].new_cells for level, index in zip(levels, reversed(path), strict=True)]
    ends = dict.fromkeys(range(len(levels[-1].nodes)), 0.0)
    margins = [MAX_MARGIN, *label_margins([level.arcs for level in levels[1:]], labels[1:], ends)]
    starts = [place for place, new_cells in enumerate(labels[:-1]) if new_cells]
    rows = tuple(
        RowSpan(start, stop, labels[start], min(margins[start : stop + 1]))
        for start, stop in pairwise([*starts, len(levels) - 1])
    )
    return RowReading(mode, total, rows)


class _RowSearch:
    def __init__(
        self,
        heights: Sequence[float],
        cells: Sequence[CellScores],
        serials: Collection[int] | None,
        area_starts: Collection[int],
        mode: str,
    ) -> None:
        self.heights, self.cells, self.serials, self.area_starts = heights, cells, serials, area_starts
        self.mode = mode
        self.pieces_before = [_count_before([p.place for p in own.pieces], len(heights)) for own in cells]
        self.starts = [_find_starts(own) for own in cells]
        self.serials_before = _count_before(serials or (), len(heights))
        self.cache: dict[tuple[int, int, int, bool], float] = {}

    def next_level(self, level: _Level, place: int) -> _Level:
        """Return the nodes of a line that follow from the line before, limited to the beam."""
        found: dict[_Node, float] = {}
        steps: list[tuple[int, _Node, float]] = []
        for before, (node, score) in enumerate(zip(level.nodes, level.scores, strict=True)):
            for successor, gain in self.successors(node, place):
                steps.append((before, successor, gain))
                found[successor] = max(found.get(successor, _IMPOSSIBLE), score + gain)
        estimates = {node: score + self.estimate(node, place) for node, score in found.items()}
        ranked = sorted(found, key=lambda node: -estimates[node])[:_BEAM_WIDTH]
        kept = [node for node in ranked if estimates[node] >= estimates[ranked[0]] - _BEAM_MARGIN]
        numbers = {node: number for number, node in enumerate(kept)}
        return _Level(
            kept,
            [found[node] for node in kept],
            [Arc(before, numbers[n], n.new_cells, gain) for before, n, gain in steps if n in numbers],
        )

    def successors(self, node: _Node, place: int) -> Iterator[tuple[_Node, float]]:
        """Yield the possible decisions at a line: continue all cells, or start a cell in some columns."""
        is_end = place == len(self.heights)
        area = self.mode == TOP and place in self.area_starts
        too_tall = place - min(node.starts) >= _MAX_CELL_LINES
        if not is_end and not too_tall:
            yield _Node(node.starts, node.row_start, ()), _AREA_INSIDE * area
        serials = self.serial_cost(node.row_start, place)
        for new_cells, cost in _START_COSTS.items():
            if is_end and new_cells != _ALL:
                continue
            if not (is_end or (too_tall and new_cells == _ALL) or self.can_start(new_cells, place)):
                continue
            gain = cost + serials
            if _T not in new_cells and self.mode != CENTRE and not is_end:
                tasks = self.pieces_before[_T]
                gain += _TASK_GOES_ON * (tasks[place + 1] > tasks[place])
            starts = list(node.starts)
            for column in new_cells:
                shared = starts[column] < node.row_start
                gain += self.score_cell(column, starts[column], place, shared)
                starts[column] = place
            yield _Node((starts[0], starts[1], starts[2]), place, new_cells), gain

    def can_start(self, new_cells: tuple[int, ...], place: int) -> bool:
        """Whether cells can start at a line: it has text in the columns, which can start a cell."""
        starts = [self.starts[column].get(place) for column in new_cells]
        return False not in starts and True in starts

    def score_cell(self, column: int, start: int, stop: int, shared: bool) -> float:
        """Return the log probability that a column's pieces on these lines are one well-aligned cell."""
        key = (column, start, stop, shared)
        value = self.cache.get(key)
        if value is None:
            value = self.cache[key] = self._score_cell(column, start, stop, shared)
        return value

    def _score_cell(self, column: int, start: int, stop: int, shared: bool) -> float:
        first, last = self.pieces_before[column][start], self.pieces_before[column][stop]
        if first == last:
            return _EMPTY_COSTS[column]
        cells = self.cells[column]
        score = cells.score(first, last)
        top, bottom = cells.pieces[first], cells.pieces[last - 1]
        above = top.height - self.heights[start]
        if self.mode == CENTRE or (self.mode == MERGED and shared):
            if top.page != bottom.page:
                return score
            off = abs(above - (self.heights[stop - 1] - bottom.height))
            cost = next(
                (cost for most, cost in _OFF_CENTRE_COSTS if off <= most), _OFF_CENTRE_COST_PER_LINE * off
            )
            return score + max(_MIN_ALIGNMENT, cost)
        return score + (
            max(_MIN_ALIGNMENT, _BELOW_TOP_COST + _BELOW_TOP_COST_PER_LINE * above) if above else 0.0
        )

    def estimate(self, node: _Node, place: int) -> float:
        """Return the log probability that the open cells end here, with the cost of a row's second serial."""
        serials = self.serials_before[place] - self.serials_before[node.row_start]
        total = _SERIAL_TWICE * max(0, serials - 1)
        for column, start in enumerate(node.starts):
            before = self.pieces_before[column]
            if before[start] < before[place]:
                total += self.score_cell(column, start, place, start < node.row_start)
            elif place > start:
                total += _EMPTY_COSTS[column] if self.mode == TOP else _OPEN_EMPTY_COST
        return total

    def serial_cost(self, start: int, stop: int) -> float:
        """Return the cost of a numbered row with no serial, several, or (top-aligned) one below its top."""
        if self.serials is None:
            return 0.0
        held = self.serials_before[stop] - self.serials_before[start]
        if held != 1:
            return _SERIAL_TWICE * (held - 1) if held else _SERIAL_MISSING
        return _SERIAL_BELOW if self.mode == TOP and start not in self.serials else 0.0


def _find_starts(cells: CellScores) -> dict[int, bool]:
    """Return the lines with text in a column, each with whether a cell can start there."""
    known = {first for first, _ in cells.known_names}
    found: dict[int, bool] = {}
    for index, piece in enumerate(cells.pieces):
        ends = cells.end_scores[index - 1] + cells.start_scores[index] if index else 0.0
        goes_on = cells.join_scores[index] - cells.join_scores[index - 1] if index else 0.0
        can_start = index == 0 or index in known or ends - goes_on >= _MIN_START_SCORE
        found.setdefault(piece.place, can_start)
    return found


def _count_before(places: Collection[int], count: int) -> list[int]:
    """Return the number of pieces before each line."""
    held = [0] * (count + 2)
    for place in places:
        held[place + 1] += 1
    return list(accumulate(held))
