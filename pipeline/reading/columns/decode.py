"""Tells the columns of a plan jointly: the likeliest way in which its fragments are cells of rows.

A beam search over the fragments in reading order. A hypothesis is a row with its open cells;
each fragment goes on with one of them, begins another, or begins the next row. What speaks for
a reading is how the words sound (:mod:`pipeline.reading.columns.voices`), how full the lines are for the
column's width, and what the dump shows of ends of paragraphs and gaps
(:mod:`pipeline.reading.columns.layout`). All terms are log probabilities and simply add up.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final, NamedTuple

from pipeline.reading.columns.cell_starts import goes_on_in_brackets, labels_of
from pipeline.reading.columns.costs import WRAPPED, TransitionCosts
from pipeline.reading.columns.labels import PAGE_NUMBER, SERIAL, Decoded, Label
from pipeline.reading.columns.layout import Fragment, Layout, LayoutScores
from pipeline.reading.columns.margins import Arc, label_margins
from pipeline.reading.columns.serials import items_before
from pipeline.reading.columns.sounds import AREA, DEPARTMENTS, MEASURE, TASK, Sounds

_NEVER: Final = -1e9
_SHARED: Final = -1
_HARDLY_AN_END: Final = -14.0
_HABIT: Final = 0.1
_NO_HABIT: Final = -12.0
_REMEMBERED: Final = 256
"""Letters of a cell that what follows can depend on; more would make long cells slow to read."""


class _Cell(NamedTuple):
    text: str
    first: int
    last: int
    width: int
    ending: float


_Cells = tuple[_Cell | None, _Cell | None, _Cell | None, _Cell | None]


class _Hypothesis(NamedTuple):
    score: float
    parent: _Hypothesis | None
    label: Label | None
    column: int
    row_open: bool
    cells: _Cells
    prospect: float


_NOTHING: Final = (None, None, None, None)
_CONTINUES: Final = tuple(Label(column, False, False) for column in range(4))
_BEGINS: Final = tuple(Label(column, True, False) for column in range(4))
_BEGINS_ROW: Final = tuple(Label(column, True, True) for column in range(4))
_IS_SERIAL: Final = Label(SERIAL, False, False)
_IS_PAGE_NUMBER: Final = Label(PAGE_NUMBER, False, False)


class _Search:
    """One plan's search: its fragments with everything that can be known of them beforehand."""

    def __init__(
        self,
        fragments: Sequence[Fragment],
        page_breaks: Sequence[bool],
        sounds: Sounds,
        layout: Layout,
        standard_tasks: frozenset[str],
        serials: Sequence[float | None],
        page_numbers: Sequence[int | None],
        costs: TransitionCosts,
    ) -> None:
        self.fragments = fragments
        self.page_breaks = page_breaks
        self.costs = costs
        self.standard_tasks = standard_tasks
        self.serials = serials
        self.page_numbers = page_numbers
        self.layout = LayoutScores(layout, fragments, page_breaks)
        self.sounds = sounds
        self.items = items_before(fragments)
        self.in_brackets = goes_on_in_brackets(fragments)
        self.labelled = labels_of(fragments)

    def run(self) -> Decoded:
        hypotheses = [_Hypothesis(0.0, None, None, AREA, False, _NOTHING, 0.0)]
        steps: list[list[Arc]] = []
        for index in range(len(self.fragments)):
            best: dict[tuple[object, ...], _Hypothesis] = {}
            before = {id(h): h.score for h in hypotheses}
            arcs: list[tuple[tuple[object, ...], _Hypothesis]] = []
            for successor in self.successors(hypotheses, index):
                key = (
                    successor.column,
                    successor.row_open,
                    successor.label is _IS_SERIAL,
                    *(cell and cell.last for cell in successor.cells),
                )
                arcs.append((key, successor))
                rival = best.get(key)
                if rival is None or rival.score < successor.score:
                    best[key] = successor
            ranked = sorted(best.items(), key=lambda item: -item[1].prospect)
            floor = ranked[0][1].prospect - self.costs.margin
            kept = {key: h for key, h in ranked[: self.costs.beam] if h.prospect >= floor}
            hypotheses = list(kept.values())
            steps.append(
                [
                    Arc(id(h.parent), id(kept[key]), h.label, h.score - before[id(h.parent)])
                    for key, h in arcs
                    if key in kept
                ]
            )
        totals = [h.score + self.close(h, AREA) for h in hypotheses]
        winner = hypotheses[totals.index(max(totals))]
        labels: list[Label] = []
        step: _Hypothesis | None = winner
        while step is not None and step.label is not None:
            labels.append(step.label)
            step = step.parent
        labels.reverse()
        ends = {id(h): total - h.score for h, total in zip(hypotheses, totals, strict=True)}
        return Decoded(labels, label_margins(steps, labels, ends))

    def successors(self, hypotheses: Sequence[_Hypothesis], index: int) -> Iterator[_Hypothesis]:
        fresh = [self.fresh(column, index) for column in range(4)]
        grown: dict[int, tuple[float, float, _Cell] | None] = {}
        serial, sequence = self.serials[index], self.page_numbers[index]
        for h in hypotheses:
            if serial is not None:
                yield _aside(h, _IS_SERIAL, serial)
            if sequence is not None:
                yield _aside(h, _IS_PAGE_NUMBER, self.costs.page_number[sequence])
            after_serial = h.label is _IS_SERIAL
            if not after_serial:
                yield from self.go_on(h, index, grown)
            if h.cells[AREA] is None or h.row_open:
                score, cell = fresh[AREA]
                score += h.score + self.close(h, AREA) + self.leave_row(h) + self.costs.new_area
                score += 0.0 if after_serial else self.costs.unnumbered_area
                yield made(score, h, _BEGINS[AREA], AREA, False, (cell, None, None, None))
            if self.breaks(h, index) and h.row_open and h.cells[AREA] is not None:
                score, cell = fresh[AREA]
                score += h.score + self.costs.repeated_area
                yield made(score, h, _CONTINUES[AREA], AREA, True, _put(h.cells, AREA, cell))
            yield self.begin_row(h, index, fresh[TASK])
            if h.row_open and not after_serial:
                yield from self.begin_cell(h, index, fresh)
            elif h.row_open and h.cells[MEASURE] is not None:
                yield self.share_task(h, fresh[MEASURE])

    def go_on(
        self, h: _Hypothesis, index: int, grown: dict[int, tuple[float, float, _Cell] | None]
    ) -> Iterator[_Hypothesis]:
        """The fragment continues one of the open cells."""
        costs = self.costs
        for column in range(4):
            cell = h.cells[column]
            if cell is None or (column != AREA and not h.row_open):
                continue
            if id(cell) not in grown:
                grown[id(cell)] = self.grow(cell, column, index)
            growth = grown[id(cell)]
            if growth is None:
                continue
            wrapped, paragraph, longer = growth
            if column < h.column:
                paragraph += costs.backwards_to_new_paragraph
                score = max(wrapped, paragraph)
                score += self.back(h, index)
            else:
                score = max(wrapped, paragraph)
            yield made(
                h.score + score, h, _CONTINUES[column], column, h.row_open, _put(h.cells, column, longer)
            )

    def breaks(self, h: _Hypothesis, index: int) -> bool:
        """Whether a page begins with the fragment."""
        return self.page_breaks[index] or h.label is _IS_PAGE_NUMBER

    def back(self, h: _Hypothesis, index: int) -> float:
        """What it costs to go on with a cell to the left of the column that was read last."""
        if self.breaks(h, index) or h.column == AREA:
            return self.costs.backwards_at_page_break
        fragment = self.fragments[index]
        shares_line = fragment.starts_line and not fragment.ends_line
        cost = self.costs.backwards_on_shared_line if shares_line else self.costs.backwards
        return cost + self.costs.backwards_with_number * fragment.is_number

    def begin_row(self, h: _Hypothesis, index: int, fresh: tuple[float, _Cell]) -> _Hypothesis:
        """The fragment begins the task cell of a new row."""
        score, cell = fresh
        score += h.score + self.costs.labelled_task * bool(self.labelled[index])
        if h.row_open:
            score += self.close(h, TASK) + self.leave_row(h)
            after_serial = h.label is _IS_SERIAL
            if not self.fragments[index].starts_line and h.column != AREA and not after_serial:
                score += self.costs.new_row_on_same_line
        return made(score, h, _BEGINS_ROW[TASK], TASK, True, (h.cells[AREA], cell, None, None))

    def begin_cell(
        self, h: _Hypothesis, index: int, fresh: Sequence[tuple[float, _Cell]]
    ) -> Iterator[_Hypothesis]:
        """The fragment begins the measure or the departments, of this row or of one that shares its task."""
        costs = self.costs
        area, task, measure, departments = h.cells
        heard, cell = fresh[MEASURE]
        if measure is None:
            score = h.score + heard + (costs.backwards if h.column == DEPARTMENTS else 0.0)
            yield made(score, h, _BEGINS[MEASURE], MEASURE, True, (area, task, cell, departments))
        else:
            yield self.share_task(h, fresh[MEASURE])
        if departments is None:
            heard, cell = fresh[DEPARTMENTS]
            score = h.score + heard
            if measure is None:
                seen = self.fragments[index].after_empty_cell
                score += costs.skip_measure_seen if seen else costs.skip_measure
            yield made(score, h, _BEGINS[DEPARTMENTS], DEPARTMENTS, True, (area, task, measure, cell))

    def share_task(self, h: _Hypothesis, fresh: tuple[float, _Cell]) -> _Hypothesis:
        """The fragment begins the measure of a new row that shares the task cell of the last one."""
        area, task, _, departments = h.cells
        heard, cell = fresh
        score = h.score + heard + self.close(h, MEASURE)
        score += (
            self.costs.share_task_cell
            if departments is not None
            else self.costs.share_task_cell_without_departments
        )
        shared = task and task._replace(first=_SHARED)
        return made(score, h, _BEGINS_ROW[MEASURE], MEASURE, True, (area, shared, cell, None))

    def fresh(self, column: int, index: int) -> tuple[float, _Cell]:
        """A cell that begins with this fragment, and how likely its words are to begin one."""
        fragment = self.fragments[index]
        score, plain = self.hear(column, "", "", index)
        score += (
            self.layout.fits(column, fragment.width) + self.costs.within_brackets * self.in_brackets[index]
        )
        text = self.sounds.begin(column, index)[1]
        return score, self.cell(column, text, index, index, fragment.width, plain)

    def grow(self, cell: _Cell, column: int, index: int) -> tuple[float, float, _Cell] | None:
        """The cell with this fragment added; None where layout forbids it.

        The two scores are those of a line that was wrapped and of a new paragraph of the cell.
        """
        fragment, before = self.fragments[index], self.fragments[cell.last]
        width = fragment.width
        if before.line == fragment.line:
            if cell.last != index - 1:
                return None
            heard, plain = self.hear(column, cell.text, cell.text, index)
            beside_letters = before.text[-1] < "\u2e80" or fragment.text[0] < "\u2e80"
            heard += self.costs.space_beside_letters if beside_letters else self.costs.space_in_cell
            width += cell.width
            wrapped = heard + self.layout.fits(column, width)
            longer = self.cell(column, cell.text + self.sounds.texts[index], cell.first, index, width, plain)
            return wrapped, _NEVER, longer
        fits = self.layout.fits(column, width)
        heard, plain = self.hear(column, cell.text, cell.text, index)
        wrapped = heard + self.layout.inside(column, cell.last, cell.width, index) + fits
        paragraph = _NEVER
        if cell.ending > _HARDLY_AN_END:
            anew, _ = self.hear(column, "", "", index)
            paragraph = anew + cell.ending + self.costs.paragraph_in_cell[column] + fits
        if column == MEASURE and cell.last == index - 1 and self.items[index] >= cell.first:
            item, _ = self.hear(column, "", "", index)
            ending = max(cell.ending, self.costs.plain_ending)
            paragraph = max(paragraph, item + ending + self.costs.list_item + fits)
        longer = self.cell(column, cell.text + self.sounds.texts[index], cell.first, index, width, plain)
        return wrapped, paragraph, longer

    def hear(self, column: int, before: str, plain_before: str, index: int) -> tuple[float, bool]:
        """How the fragment sounds in a column after what stands before it, and whether like plain words."""
        own = self.sounds.sound(column, before, index)
        if column in (AREA, MEASURE):
            labels = column == MEASURE and self.labelled[index] == "bodies"
            return own + self.costs.labelled_measure * labels, False
        plain = self.sounds.sound(MEASURE, plain_before, index) + self.costs.plain_words[column]
        return (plain, True) if plain > own else (own, False)

    def cell(self, column: int, text: str, first: int, last: int, width: int, plain: bool) -> _Cell:
        spoken = self.sounds.ending(column, text)
        if plain:
            spoken = max(spoken, self.costs.plain_ending)
        return _Cell(text[-_REMEMBERED:], first, last, width, spoken + self.layout.ending(column, last))

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
        if departments is not None:
            return 0.0
        shared = task is not None and task.first == _SHARED
        return self.costs.share_task_cell_without_departments if shared else self.costs.skip_departments


def _put(cells: _Cells, column: int, cell: _Cell) -> _Cells:
    area, task, measure, departments = cells
    if column == AREA:
        return cell, task, measure, departments
    if column == TASK:
        return area, cell, measure, departments
    return (area, task, cell, departments) if column == MEASURE else (area, task, measure, cell)


def _aside(h: _Hypothesis, label: Label, cost: float) -> _Hypothesis:
    """The hypothesis with a fragment that belongs to no column."""
    return h._replace(score=h.score + cost, parent=h, label=label, prospect=h.prospect + cost)


def made(
    score: float, parent: _Hypothesis, label: Label, column: int, row_open: bool, cells: _Cells
) -> _Hypothesis:
    """A hypothesis whose prospect is its score if the cells that are not being read ended here."""
    prospect = score
    for place, cell in enumerate(cells):
        if cell is not None and place != column:
            prospect += cell.ending
    return _Hypothesis(score, parent, label, column, row_open, cells, prospect)


def decode(
    fragments: Sequence[Fragment],
    page_breaks: Sequence[bool],
    sounds: Sounds,
    layout: Layout,
    standard_tasks: frozenset[str],
    serials: Sequence[float | None],
    page_numbers: Sequence[int | None],
    costs: TransitionCosts = WRAPPED,
) -> Decoded:
    """The likeliest label of every fragment of one plan, and the margins of the labels.

    Parameters
    ----------
    fragments
        The plan's fragments in reading order, titles, headers and page numbers taken out.
    page_breaks
        For each fragment, whether a page begins with it.
    sounds
        How the fragments sound in each column.
    layout
        Widths of the columns and habits of the dump, see :func:`.layout.measure_layout`.
    standard_tasks
        Names of the standard tasks, which need no guessing where a cell holds one.
    serials
        What it costs to take a fragment for a printed serial, see :func:`.serials.serial_costs`.
        A row or a key area has to follow one.
    page_numbers
        Where a fragment could be a page number in the middle of a cell: 2 if it is one of a regular
        sequence, 1 of any, 0 if it stands alone; None elsewhere.
    """
    if not fragments:
        return Decoded([], [])

    def search(costs: TransitionCosts) -> Decoded:
        return _Search(
            fragments, page_breaks, sounds, layout, standard_tasks, serials, page_numbers, costs
        ).run()

    decoded = search(costs)
    # A dump has the lines of neighbouring cells in turn or it has not: where that is told of a few
    # rows only, it is told wrongly.
    told = [pair for pair in zip(decoded.labels, page_breaks, strict=True) if pair[0].column <= DEPARTMENTS]
    steps = sum(
        not label.begins_cell and AREA < label.column < before.column and not breaks
        for (before, _), (label, breaks) in pairwise(told)
    )
    if 0 < steps < _HABIT * sum(label.begins_row for label, _ in told):
        never = replace(costs, backwards=_NO_HABIT, backwards_on_shared_line=_NO_HABIT)
        return search(never)
    return decoded
