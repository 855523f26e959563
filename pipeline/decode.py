"""Tells the columns of a plan jointly: the likeliest way in which its fragments are cells of rows.

A beam search over the fragments in reading order. A hypothesis is a row with its open cells;
each fragment goes on with one of them, begins another, or begins the next row. What speaks for
a reading is how the words sound (:mod:`pipeline.voices`), how full the lines are for the
column's width, and what the dump shows of ends of paragraphs and gaps
(:mod:`pipeline.layout`). All terms are log probabilities and simply add up.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from pipeline.layout import Fragment, Layout, LayoutScores
from pipeline.ngrams import END, START
from pipeline.voices import Voices

AREA, TASK, MEASURE, DEPARTMENTS = range(4)
COLUMN_NAMES: Final = ("area", "task", "measure", "departments")
SERIAL: Final = 4


@dataclass(frozen=True)
class Reluctance:
    """What each uncommon step costs, in log probability; measured on plans read by hand."""

    backwards: float = -3.0
    backwards_at_page_break: float = -1.0
    skip_measure: float = -5.0
    skip_measure_seen: float = -0.5
    skip_departments: float = -4.0
    skip_both: float = -16.0
    skip_both_merged: float = -2.0
    share_task_cell: float = -2.0
    share_task_cell_without_departments: float = -14.0
    new_row_on_same_line: float = -3.0
    new_area: float = -1.0
    local_task: float = -4.0
    standard_task: float = 4.0
    serial: float = -3.0
    space_in_cell: float = -6.0
    space_beside_letters: float = -0.5
    paragraph_in_cell: tuple[float, float, float, float] = (-9.0, -7.0, -6.0, -3.5)
    beam: int = 12
    margin: float = 22.0


class Label(NamedTuple):
    """The fate of one fragment: its column, whether it begins a cell, whether it begins a row."""

    column: int
    begins_cell: bool
    begins_row: bool


class _Cell(NamedTuple):
    voice: int
    text: str
    first: int
    last: int
    width: int
    ending: float


class _Hypothesis(NamedTuple):
    score: float
    parent: _Hypothesis | None
    label: Label | None
    column: int
    row_open: bool
    cells: tuple[_Cell | None, _Cell | None, _Cell | None, _Cell | None]


_NOTHING: Final = (None, None, None, None)
_VOICE_NAMES: Final = ("area", "task", "measure", "departments", "local_task")
_LOCAL: Final = 4


def prospect(h: _Hypothesis) -> float:
    """The score with what the cells that are not being read now would cost if they ended here."""
    total = h.score
    for column, cell in enumerate(h.cells):
        if cell is not None and column != h.column:
            total += cell.ending
    return total


class _Search:
    """One plan's search: its fragments with everything that can be known of them beforehand."""

    def __init__(
        self,
        fragments: Sequence[Fragment],
        page_breaks: Sequence[bool],
        voices: Voices,
        layout: Layout,
        standard_tasks: frozenset[str],
        serial_like: Callable[[int], bool],
        costs: Reluctance,
    ) -> None:
        self.fragments = fragments
        self.page_breaks = page_breaks
        self.costs = costs
        self.standard_tasks = standard_tasks
        self.serial_like = serial_like
        self.layout = LayoutScores(layout, fragments, page_breaks)
        self.models = [voices[name] for name in _VOICE_NAMES]
        self.memory = [model.order - 1 for model in self.models]
        self.starts = [START * memory for memory in self.memory]
        self.bodies = [
            [model.score(f.text[:memory], f.text[memory:]) for f in fragments]
            for model, memory in zip(self.models, self.memory, strict=True)
        ]

    def run(self) -> list[Label]:
        hypotheses = [_Hypothesis(0.0, None, None, AREA, False, _NOTHING)]
        for index in range(len(self.fragments)):
            best: dict[tuple[object, ...], _Hypothesis] = {}
            for hypothesis in hypotheses:
                for successor in self.successors(hypothesis, index):
                    cells = successor.cells
                    key = (
                        successor.column,
                        successor.row_open,
                        *(cell and (cell.last, cell.voice) for cell in cells),
                    )
                    rival = best.get(key)
                    if rival is None or rival.score < successor.score:
                        best[key] = successor
            prospects = sorted(((prospect(h), h) for h in best.values()), key=lambda p: -p[0])
            floor = prospects[0][0] - self.costs.margin
            hypotheses = [h for score, h in prospects[: self.costs.beam] if score >= floor]
        winner = max(hypotheses, key=lambda h: h.score + self.close(h, AREA))
        labels: list[Label] = []
        step: _Hypothesis | None = winner
        while step is not None and step.label is not None:
            labels.append(step.label)
            step = step.parent
        return labels[::-1]

    def successors(self, h: _Hypothesis, index: int) -> list[_Hypothesis]:
        found: list[_Hypothesis] = []
        if self.serial_like(index):
            found.append(
                h._replace(score=h.score + self.costs.serial, parent=h, label=Label(SERIAL, False, False))
            )
        self.go_on(h, index, found)
        self.begin_area(h, index, found)
        self.begin_row(h, index, found)
        if h.row_open:
            self.begin_cell(h, index, found)
        return found

    def go_on(self, h: _Hypothesis, index: int, found: list[_Hypothesis]) -> None:
        """The fragment continues one of the open cells."""
        for column in range(4):
            cell = h.cells[column]
            if cell is None or (column != AREA and not h.row_open):
                continue
            grown = self.grow(cell, column, index)
            if grown is None:
                continue
            score, longer = grown
            if column < h.column:
                score += (
                    self.costs.backwards_at_page_break
                    if self.page_breaks[index] or h.column == AREA
                    else self.costs.backwards
                )
            found.append(self.step(h, score, Label(column, False, False), column, h.row_open, longer))

    def begin_area(self, h: _Hypothesis, index: int, found: list[_Hypothesis]) -> None:
        if h.cells[AREA] is not None and not h.row_open:
            return
        score = self.close(h, AREA) + self.leave_row(h) + self.costs.new_area
        heard, cell = self.fresh(AREA, AREA, index)
        label = Label(AREA, True, False)
        found.append(_Hypothesis(h.score + score + heard, h, label, AREA, False, (cell, None, None, None)))

    def begin_row(self, h: _Hypothesis, index: int, found: list[_Hypothesis]) -> None:
        """The fragment begins the task cell of a new row."""
        score = h.score
        if h.row_open:
            score += self.close(h, TASK) + self.leave_row(h)
            if not self.fragments[index].starts_line and h.column != AREA:
                score += self.costs.new_row_on_same_line
        label = Label(TASK, True, True)
        for voice in (TASK, _LOCAL):
            heard, cell = self.fresh(TASK, voice, index)
            if voice == _LOCAL:
                heard += self.costs.local_task
            found.append(_Hypothesis(score + heard, h, label, TASK, True, (h.cells[AREA], cell, None, None)))

    def begin_cell(self, h: _Hypothesis, index: int, found: list[_Hypothesis]) -> None:
        """The fragment begins the measure or the departments, of this row or of one that shares its task."""
        costs = self.costs
        area, task, measure, departments = h.cells
        heard, cell = self.fresh(MEASURE, MEASURE, index)
        if measure is None:
            score = heard + (costs.backwards if h.column == DEPARTMENTS else 0.0)
            found.append(self.step(h, score, Label(MEASURE, True, False), MEASURE, True, cell))
        else:
            score = heard + self.close(h, MEASURE)
            score += (
                costs.share_task_cell
                if departments is not None and h.column != MEASURE
                else costs.share_task_cell_without_departments
            )
            found.append(
                _Hypothesis(
                    h.score + score, h, Label(MEASURE, True, True), MEASURE, True, (area, task, cell, None)
                )
            )
        if departments is None:
            heard, cell = self.fresh(DEPARTMENTS, DEPARTMENTS, index)
            score = heard
            if measure is None:
                seen = self.fragments[index].after_empty_cell
                score += costs.skip_measure_seen if seen else costs.skip_measure
            found.append(self.step(h, score, Label(DEPARTMENTS, True, False), DEPARTMENTS, True, cell))

    def step(
        self, h: _Hypothesis, score: float, label: Label, column: int, row_open: bool, cell: _Cell
    ) -> _Hypothesis:
        cells = (*h.cells[:column], cell, *h.cells[column + 1 :])
        return _Hypothesis(h.score + score, h, label, column, row_open, cells)

    def fresh(self, column: int, voice: int, index: int) -> tuple[float, _Cell]:
        """A cell that begins with this fragment, and how likely its words are to begin one."""
        fragment = self.fragments[index]
        memory = self.memory[voice]
        score = self.models[voice].score(self.starts[voice], fragment.text[:memory])
        score += self.bodies[voice][index] + self.layout.fits(column, fragment.width)
        return score, self.cell(column, voice, fragment.text, index, index, fragment.width)

    def grow(self, cell: _Cell, column: int, index: int) -> tuple[float, _Cell] | None:
        """The cell with this fragment added, and how likely that is; None where layout forbids it."""
        fragments = self.fragments
        fragment, before = fragments[index], fragments[cell.last]
        memory = self.memory[cell.voice]
        heard = self.models[cell.voice].score(cell.text[-memory:], fragment.text[:memory])
        heard += self.bodies[cell.voice][index]
        width = fragment.width
        if before.line == fragment.line:
            if cell.last != index - 1:
                return None
            beside_letters = before.text[-1] < "\u2e80" or fragment.text[0] < "\u2e80"
            heard += self.costs.space_beside_letters if beside_letters else self.costs.space_in_cell
            width += cell.width
        else:
            wrapped = self.layout.inside(column, cell.last, cell.width)
            paragraph = cell.ending + self.costs.paragraph_in_cell[column]
            heard += max(wrapped, paragraph)
        heard += self.layout.fits(column, width)
        return heard, self.cell(column, cell.voice, cell.text + fragment.text, cell.first, index, width)

    def cell(self, column: int, voice: int, text: str, first: int, last: int, width: int) -> _Cell:
        model = self.models[voice]
        ending = model.log_probability(text, END) + self.layout.ending(column, last)
        return _Cell(voice, text, first, last, width, ending)

    def close(self, h: _Hypothesis, first: int) -> float:
        """How likely the open cells from column ``first`` on are to end as they do."""
        total = 0.0
        for cell in h.cells[first:]:
            if cell is not None:
                total += cell.ending
        task = h.cells[TASK]
        if first <= TASK and task is not None and task.text in self.standard_tasks:
            total += self.costs.standard_task
        return total

    def leave_row(self, h: _Hypothesis) -> float:
        """What it costs to leave the row with cells missing."""
        if not h.row_open:
            return 0.0
        _, task, measure, departments = h.cells
        if measure is None and departments is None:
            beside = task is not None and not self.fragments[task.first].starts_line
            return self.costs.skip_both_merged if beside else self.costs.skip_both
        return self.costs.skip_departments if departments is None else 0.0


def decode(
    fragments: Sequence[Fragment],
    page_breaks: Sequence[bool],
    voices: Voices,
    layout: Layout,
    standard_tasks: frozenset[str],
    serial_like: Callable[[int], bool],
    costs: Reluctance = Reluctance(),
) -> list[Label]:
    """The likeliest label of every fragment of one plan.

    Parameters
    ----------
    fragments
        The plan's fragments in reading order, titles, headers and page numbers taken out.
    page_breaks
        For each fragment, whether a page begins with it.
    layout
        Widths of the columns and habits of the dump, see :func:`pipeline.layout.measure_layout`.
    standard_tasks
        Names of the standard tasks, which need no guessing where a cell holds one.
    serial_like
        Whether the fragment at an index could be a printed serial.
    """
    if not fragments:
        return []
    search = _Search(fragments, page_breaks, voices, layout, standard_tasks, serial_like, costs)
    return search.run()
