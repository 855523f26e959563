"""Rows of text that is aligned by spaces, told jointly for a whole plan.

A row is a stretch of lines: no line holds cells of two rows, and what each column holds on the row's lines is
one cell, unless that is merged over several rows. The search goes from line to line and decides at each which
columns begin a cell there. What speaks for a reading is how likely the cells are (:mod:`pipeline.aligned_cells`),
and where they stand in their row: at its top, or centred in it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from pipeline.aligned_cells import CellScores

_T, _M, _D = range(3)
_BREAKS: Final = {
    (_T, _M, _D): 0.0,
    (_M, _D): -3.0,
    (_T, _M): -6.0,
    (_M,): -8.0,
    (_T,): -10.0,
    (_T, _D): -12.0,
}
"""Which columns (task, measure, departments) begin a cell where a row begins, and what that costs."""
_EMPTY: Final = (-16.0, -6.0, -5.0)
_NOT_AT_TOP, _FURTHER_DOWN = -6.0, -1.0
_OFF_CENTRE: Final = -1.2
_FURTHEST: Final = -14.0
_SERIAL_MISSING, _SERIAL_TWICE, _SERIAL_BELOW = -6.0, -12.0, -5.0
_AREA_INSIDE: Final = -8.0
_HOPELESS: Final = -16.0
_TALLEST: Final = 150
"""Lines of a cell; a taller one is cut, so that the search stays linear."""
_BEAM: Final = 24
_NARROW: Final = 25.0

TOP, CENTRE, MERGED = "top", "centre", "merged"
"""Where cells stand in their rows: at the top, centred, or centred where they are merged over rows."""


class Decision(NamedTuple):
    """The columns that begin a cell at a line, and how much better that is than the next best."""

    place: int
    begins: tuple[int, ...]


@dataclass(frozen=True)
class Evidence:
    """What is known of the lines that hold cells.

    Parameters
    ----------
    count
        How many lines there are.
    cells
        Task, measure and departments.
    serials
        For each line how many serials stand on the lines before it, if each row has one; else None.
    serial_lines
        The lines that such serials stand on.
    area_starts
        The lines on which a key area's name begins.
    """

    count: int
    cells: tuple[CellScores, CellScores, CellScores]
    serials: Sequence[int] | None
    serial_lines: frozenset[int]
    area_starts: frozenset[int]


class _Node(NamedTuple):
    starts: tuple[int, int, int]
    row_start: int
    score: float
    parent: int
    begins: tuple[int, ...]


def find_rows(evidence: Evidence, mode: str) -> tuple[float, list[Decision]]:
    """The likeliest beginnings of rows and their log probability, for one of the modes."""
    search = _Search(evidence, mode)
    return search.run()


class _Search:
    def __init__(self, evidence: Evidence, mode: str) -> None:
        self.evidence = evidence
        self.mode = mode
        self.before = [_pieces_before(cell, evidence.count) for cell in evidence.cells]
        self.memory: dict[tuple[int, int, int, bool], float] = {}

    def run(self) -> tuple[float, list[Decision]]:
        count = self.evidence.count
        levels: list[list[_Node]] = [[_Node((0, 0, 0), 0, 0.0, -1, (_T, _M, _D))]]
        for place in range(1, count + 1):
            best: dict[tuple[int, int, int, int], tuple[float, _Node]] = {}
            for parent, node in enumerate(levels[-1]):
                for successor in self.successors(node, parent, place):
                    prospect = successor.score + self.prospect(successor, place)
                    key = (*successor.starts, successor.row_start)
                    rival = best.get(key)
                    if rival is None or rival[0] < prospect:
                        best[key] = (prospect, successor)
            ranked = sorted(best.values(), key=lambda pair: -pair[0])
            floor = ranked[0][0] - _NARROW
            levels.append([node for prospect, node in ranked[:_BEAM] if prospect >= floor])
        last = max(range(len(levels[-1])), key=lambda i: levels[-1][i].score)
        total = levels[-1][last].score
        decisions, index = [], last
        for place in range(count, 0, -1):
            node = levels[place][index]
            if node.begins and place < count:
                decisions.append(Decision(place, node.begins))
            index = node.parent
        decisions.append(Decision(0, (_T, _M, _D)))
        return total, decisions[::-1]

    def successors(self, node: _Node, parent: int, place: int) -> list[_Node]:
        """What can be decided at a line: to go on with all cells, or that some columns begin one."""
        found = []
        is_end = place == self.evidence.count
        if not is_end and place - min(node.starts) < _TALLEST:
            cost = _AREA_INSIDE if place in self.evidence.area_starts and self.mode == TOP else 0.0
            found.append(_Node(node.starts, node.row_start, node.score + cost, parent, ()))
        serials = self.serials(node.row_start, place)
        area = place in self.evidence.area_starts and self.mode == TOP
        for begins, cost in _BREAKS.items():
            if is_end and len(begins) < 3:
                continue
            if not is_end and not self.plausible(begins, place):
                continue
            score = node.score + cost + serials + (_AREA_INSIDE if area and _T not in begins else 0.0)
            for column in begins:
                score += self.close(column, node.starts[column], place, node.starts[column] < node.row_start)
            t, m, d = node.starts
            starts = (
                place if _T in begins else t,
                place if _M in begins else m,
                place if _D in begins else d,
            )
            found.append(_Node(starts, place, score, parent, begins))
        return found

    def plausible(self, begins: tuple[int, ...], place: int) -> bool:
        """Whether cells can begin at a line: it holds one of theirs, and its words can begin one."""
        any_piece = False
        for column in begins:
            before = self.before[column]
            index = before[place]
            if before[place + 1] > index:
                any_piece = True
                cells = self.evidence.cells[column]
                if index:
                    go_on = cells.inside[index] - cells.inside[index - 1]
                    known = any((index, stop) in cells.known for stop in range(index + 1, index + 9))
                    if not known and cells.ends[index - 1] + cells.begins[index] - go_on < _HOPELESS:
                        return False
        return any_piece

    def close(self, column: int, start: int, stop: int, shared: bool) -> float:
        """Log probability that the column's pieces on these lines are one cell that stands well in its row."""
        key = (column, start, stop, shared)
        value = self.memory.get(key)
        if value is None:
            value = self.memory[key] = self._close(column, start, stop, shared)
        return value

    def _close(self, column: int, start: int, stop: int, shared: bool) -> float:
        first, last = self.before[column][start], self.before[column][stop]
        if first == last:
            return _EMPTY[column]
        cells = self.evidence.cells[column]
        score = cells.score(first, last)
        top, bottom = cells.pieces[first], cells.pieces[last - 1]
        above = top.place - start
        if self.mode == CENTRE or (self.mode == MERGED and shared):
            if top.page != bottom.page:
                return score
            off = abs(above - (stop - 1 - bottom.place))
            return score + max(_FURTHEST, _OFF_CENTRE * max(0, off - 1))
        return score + (max(_FURTHEST, _NOT_AT_TOP + _FURTHER_DOWN * above) if above else 0.0)

    def prospect(self, node: _Node, place: int) -> float:
        """How likely the open cells are so far."""
        total = 0.0
        for column, start in enumerate(node.starts):
            first, last = self.before[column][start], self.before[column][place]
            if first == last:
                continue
            cells = self.evidence.cells[column]
            total += cells.so_far(first, last)
            if self.mode == TOP and cells.pieces[first].place > start:
                total += _NOT_AT_TOP
        return total

    def serials(self, start: int, stop: int) -> float:
        """What it costs that a row holds no serial or several, where each row has one."""
        counts = self.evidence.serials
        if counts is None:
            return 0.0
        held = counts[stop] - counts[start]
        if held != 1:
            return _SERIAL_TWICE * (held - 1) if held else _SERIAL_MISSING
        below = self.mode == TOP and start not in self.evidence.serial_lines
        return _SERIAL_BELOW if below else 0.0


def _pieces_before(cells: CellScores, count: int) -> list[int]:
    """For each line how many of a column's pieces stand on the lines before it."""
    held = [0] * (count + 2)
    for piece in cells.pieces:
        held[piece.place + 1] += 1
    for place in range(1, count + 2):
        held[place] += held[place - 1]
    return held
