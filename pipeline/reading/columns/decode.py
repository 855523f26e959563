"""Assign the fragments of a plan to columns and rows by a beam search in reading order.

A hypothesis is the current row with its open cells. Each fragment continues an open cell, starts a cell,
or starts the next row. The score is a sum of log probabilities: the columns' language models
(:mod:`.column_models`), line lengths relative to column widths, paragraph ends and blank lines
(:mod:`.layout`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from pipeline.reading.columns.cell_starts import find_bracketed, find_labels
from pipeline.reading.columns.column_scores import (
    AREA,
    DELIVERABLE,
    DEPARTMENTS,
    MEASURE,
    PAGE_NUMBER,
    SERIAL,
    TASK,
    ColumnScores,
    Decoded,
    Label,
)
from pipeline.reading.columns.costs import WRAPPED, TransitionCosts
from pipeline.reading.columns.hypotheses import (
    NO_CELLS,
    Hypothesis,
    OpenCell,
    count_backwards,
    make_hypothesis,
    set_cell,
    skip_fragment,
    slot_of,
)
from pipeline.reading.columns.layout import Fragment, Layout, LayoutScores
from pipeline.reading.columns.margins import Arc, label_margins
from pipeline.reading.columns.serials import previous_items

_IMPOSSIBLE: Final = -1e9
_SHARED: Final = -1
_MIN_ENDING: Final = -14.0
_CONTEXT: Final = 256
"""Characters of a cell kept as context; more would slow down the search in long cells."""


_CONTINUE: Final = tuple(Label(column, False, False) for column in range(5))
_START: Final = tuple(Label(column, True, False) for column in range(5))
_START_ROW: Final = tuple(Label(column, True, True) for column in range(4))
_SERIAL_LABEL: Final = Label(SERIAL, False, False)
_PAGE_NUMBER_LABEL: Final = Label(PAGE_NUMBER, False, False)


class _BeamSearch:
    """The search over one plan, with all data on its fragments that does not depend on a hypothesis."""

    def __init__(
        self,
        fragments: Sequence[Fragment],
        page_breaks: Sequence[bool],
        column_scores: ColumnScores,
        layout: Layout,
        standard_tasks: frozenset[str],
        serials: Sequence[float | None],
        page_numbers: Sequence[int | None],
        costs: TransitionCosts,
        has_deliverables: bool,
    ) -> None:
        self.has_deliverables = has_deliverables
        self.fragments = fragments
        self.page_breaks = page_breaks
        self.costs = costs
        self.standard_tasks = standard_tasks
        self.serials = serials
        self.page_numbers = page_numbers
        self.layout = LayoutScores(layout, fragments, page_breaks)
        self.column_scores = column_scores
        self.previous_items = previous_items(fragments)
        self.in_brackets = find_bracketed(fragments)
        self.labels = find_labels(fragments)

    def run(self) -> Decoded:
        hypotheses = [Hypothesis(0.0, None, None, AREA, False, NO_CELLS, 0.0)]
        steps: list[list[Arc]] = []
        for index in range(len(self.fragments)):
            best: dict[tuple[object, ...], Hypothesis] = {}
            before = {id(h): h.score for h in hypotheses}
            arcs: list[tuple[tuple[object, ...], Hypothesis]] = []
            for successor in self.successors(hypotheses, index):
                key = (
                    successor.column,
                    successor.row_open,
                    successor.label is _SERIAL_LABEL,
                    *(cell and cell.last for cell in successor.cells),
                    (measure := successor.cells[MEASURE]) and measure.column,
                )
                arcs.append((key, successor))
                rival = best.get(key)
                if rival is None or rival.score < successor.score:
                    best[key] = successor
            ranked = sorted(best.items(), key=lambda item: -item[1].estimate)
            floor = ranked[0][1].estimate - self.costs.margin
            kept = {key: h for key, h in ranked[: self.costs.beam] if h.estimate >= floor}
            hypotheses = list(kept.values())
            steps.append(
                [
                    Arc(id(h.parent), id(kept[key]), h.label, h.score - before[id(h.parent)])
                    for key, h in arcs
                    if key in kept
                ]
            )
        totals = [h.score + self.close_cells(h, AREA) for h in hypotheses]
        winner = hypotheses[totals.index(max(totals))]
        labels: list[Label] = []
        step: Hypothesis | None = winner
        while step is not None and step.label is not None:
            labels.append(step.label)
            step = step.parent
        labels.reverse()
        ends = {id(h): total - h.score for h, total in zip(hypotheses, totals, strict=True)}
        return Decoded(labels, label_margins(steps, labels, ends))

    def successors(self, hypotheses: Sequence[Hypothesis], index: int) -> Iterator[Hypothesis]:
        started = [self.start_cell(column, index) for column in range(4 + self.has_deliverables)]
        extended: dict[int, tuple[float, float, OpenCell] | None] = {}
        serial, sequence = self.serials[index], self.page_numbers[index]
        for h in hypotheses:
            if serial is not None:
                yield skip_fragment(h, _SERIAL_LABEL, serial)
            if sequence is not None:
                yield skip_fragment(h, _PAGE_NUMBER_LABEL, self.costs.page_number[sequence])
            after_serial = h.label is _SERIAL_LABEL
            if not after_serial:
                yield from self.continue_cells(h, index, extended)
            if h.cells[AREA] is None or h.row_open:
                score, cell = started[AREA]
                score += h.score + self.close_cells(h, AREA) + self.row_end_cost(h) + self.costs.new_area
                score += 0.0 if after_serial else self.costs.unnumbered_area
                yield make_hypothesis(score, h, _START[AREA], AREA, False, (cell, None, None, None))
            if self.starts_page(h, index) and h.row_open and h.cells[AREA] is not None:
                score, cell = started[AREA]
                score += h.score + self.costs.repeated_area
                yield make_hypothesis(score, h, _CONTINUE[AREA], AREA, True, set_cell(h.cells, AREA, cell))
            yield self.start_row(h, index, started[TASK])
            if h.row_open and not after_serial:
                yield from self.start_cells(h, index, started)
            elif h.row_open and h.cells[MEASURE] is not None:
                yield self.share_task(h, started[MEASURE])

    def continue_cells(
        self, h: Hypothesis, index: int, extended: dict[int, tuple[float, float, OpenCell] | None]
    ) -> Iterator[Hypothesis]:
        """Yield hypotheses in which the fragment continues an open cell."""
        costs = self.costs
        for column in range(4):
            cell = h.cells[column]
            if cell is None or (column != AREA and not h.row_open):
                continue
            if id(cell) not in extended:
                extended[id(cell)] = self.extend_cell(cell, column, index)
            extension = extended[id(cell)]
            if extension is None:
                continue
            wrapped, paragraph, longer = extension
            if column < h.column:
                paragraph += costs.backwards_to_new_paragraph
                score = max(wrapped, paragraph)
                score += self.backwards_cost(h, index)
            else:
                score = max(wrapped, paragraph)
            cells = set_cell(h.cells, column, longer)
            yield make_hypothesis(h.score + score, h, _CONTINUE[cell.column], column, h.row_open, cells)

    def starts_page(self, h: Hypothesis, index: int) -> bool:
        return self.page_breaks[index] or h.label is _PAGE_NUMBER_LABEL

    def backwards_cost(self, h: Hypothesis, index: int) -> float:
        """Return the cost of continuing a cell to the left of the current column."""
        if self.starts_page(h, index) or h.column == AREA:
            return self.costs.backwards_at_page_break
        fragment = self.fragments[index]
        shares_line = fragment.starts_line and not fragment.ends_line
        cost = self.costs.backwards_on_shared_line if shares_line else self.costs.backwards
        return cost + self.costs.backwards_with_number * fragment.is_number

    def start_row(self, h: Hypothesis, index: int, started: tuple[float, OpenCell]) -> Hypothesis:
        """Return the hypothesis in which the fragment starts the task cell of a new row."""
        score, cell = started
        score += h.score + self.costs.labelled_task * bool(self.labels[index])
        score += self.costs.row_without_area * (h.cells[AREA] is None)
        if h.row_open:
            score += self.close_cells(h, TASK) + self.row_end_cost(h)
            after_serial = h.label is _SERIAL_LABEL
            if not self.fragments[index].starts_line and h.column != AREA and not after_serial:
                score += self.costs.new_row_on_same_line
        return make_hypothesis(score, h, _START_ROW[TASK], TASK, True, (h.cells[AREA], cell, None, None))

    def start_cells(
        self, h: Hypothesis, index: int, started: Sequence[tuple[float, OpenCell]]
    ) -> Iterator[Hypothesis]:
        """Yield hypotheses that start a measure or departments cell, here or in a row with the same task."""
        costs = self.costs
        area, task, measure, departments = h.cells
        score, cell = started[MEASURE]
        if measure is None:
            score = h.score + score + (costs.backwards if h.column == DEPARTMENTS else 0.0)
            yield make_hypothesis(score, h, _START[MEASURE], MEASURE, True, (area, task, cell, departments))
        else:
            yield self.share_task(h, started[MEASURE])
            if self.has_deliverables and measure.column == MEASURE and departments is None:
                score, cell = started[DELIVERABLE]
                score += h.score + measure.ending
                is_item = self.previous_items[index] >= measure.first
                score += costs.deliverable_with_number * (is_item or self.has_amount_at_start(index))
                cells = area, task, cell, departments
                yield make_hypothesis(score, h, _START[DELIVERABLE], MEASURE, True, cells)
        if departments is None:
            score, cell = started[DEPARTMENTS]
            score = h.score + score + self.deliverable_cost(measure)
            if measure is None:
                seen = self.fragments[index].after_empty_cell
                score += costs.skip_measure_seen if seen else costs.skip_measure
            yield make_hypothesis(
                score, h, _START[DEPARTMENTS], DEPARTMENTS, True, (area, task, measure, cell)
            )

    def has_amount_at_start(self, index: int) -> bool:
        """Whether a number that numbers no list item starts the fragment, or is before it on its line."""
        is_counted = not self.fragments[index].starts_line and self.fragments[index - 1].is_number
        return is_counted or self.column_scores.starts_with_amount(index)

    def share_task(self, h: Hypothesis, started: tuple[float, OpenCell]) -> Hypothesis:
        """Return the hypothesis in which the fragment starts the measure of a new row with the same task."""
        area, task, measure, departments = h.cells
        score, cell = started
        score = h.score + score + self.close_cells(h, MEASURE)
        score += (
            self.costs.share_task_cell
            if departments is not None
            else self.costs.share_task_cell_without_departments + self.deliverable_cost(measure)
        )
        shared = task and task._replace(first=_SHARED)
        return make_hypothesis(score, h, _START_ROW[MEASURE], MEASURE, True, (area, shared, cell, None))

    def start_cell(self, column: int, index: int) -> tuple[float, OpenCell]:
        """Return the log probability of a cell that starts with the fragment, and the cell."""
        fragment = self.fragments[index]
        words = slot_of(column)
        score, plain = self.score_fragment(words, "", "", index)
        score += (
            self.layout.score_width(column, fragment.width)
            + self.costs.within_brackets * self.in_brackets[index]
        )
        text = self.column_scores.score_start(words, index)[1]
        return score, self.make_cell(column, text, index, index, fragment.width, plain)

    def extend_cell(self, cell: OpenCell, column: int, index: int) -> tuple[float, float, OpenCell] | None:
        """Return the scores of the fragment as a wrapped line and as a new paragraph, and the longer cell.

        None if the layout rules out that the fragment continues the cell.
        """
        fragment, before = self.fragments[index], self.fragments[cell.last]
        width = fragment.width
        if before.line == fragment.line:
            if cell.last != index - 1:
                return None
            score, plain = self.score_fragment(column, cell.text, cell.text, index)
            beside_letters = before.text[-1] < "\u2e80" or fragment.text[0] < "\u2e80"
            score += self.costs.space_beside_letters if beside_letters else self.costs.space_in_cell
            width += cell.width
            wrapped = score + self.layout.score_width(cell.column, width)
            longer = self.make_cell(
                cell.column, cell.text + self.column_scores.texts[index], cell.first, index, width, plain
            )
            return wrapped, _IMPOSSIBLE, longer
        fits = self.layout.score_width(cell.column, width)
        score, plain = self.score_fragment(column, cell.text, cell.text, index)
        wrapped = score + self.layout.score_wrap(cell.column, cell.last, cell.width, index) + fits
        paragraph = _IMPOSSIBLE
        if cell.ending > _MIN_ENDING:
            restart, _ = self.score_fragment(column, "", "", index)
            paragraph = restart + cell.ending + self.costs.paragraph_in_cell[column] + fits
        if column == MEASURE and cell.last == index - 1 and self.previous_items[index] >= cell.first:
            item, _ = self.score_fragment(column, "", "", index)
            ending = max(cell.ending, self.costs.plain_ending)
            paragraph = max(paragraph, item + ending + self.costs.list_item + fits)
        longer = self.make_cell(
            cell.column, cell.text + self.column_scores.texts[index], cell.first, index, width, plain
        )
        return wrapped, paragraph, longer

    def score_fragment(self, column: int, before: str, plain_before: str, index: int) -> tuple[float, bool]:
        """Return the fragment's score after ``before``, and whether the model of measures fits better."""
        own = self.column_scores.score(column, before, index)
        if column == MEASURE:
            return own + self.costs.labelled_measure * (self.labels[index] == "bodies"), False
        plain = self.column_scores.score(MEASURE, plain_before, index) + self.costs.plain_words[column]
        return (plain, True) if plain > own else (own, False)

    def make_cell(self, column: int, text: str, first: int, last: int, width: int, plain: bool) -> OpenCell:
        score = self.column_scores.score_end(slot_of(column), text)
        if plain:
            score = max(score, self.costs.plain_ending)
        score += self.layout.score_end(column, last)
        return OpenCell(column, text[-_CONTEXT:], first, last, width, score)

    def close_cells(self, h: Hypothesis, first: int) -> float:
        """Return the log probability that the open cells from column ``first`` on end here."""
        total = 0.0
        for cell in h.cells[first:]:
            if cell is not None:
                total += cell.ending
        task = h.cells[TASK]
        if first <= TASK and task is not None and task.text in self.standard_tasks:
            total += self.costs.standard_task
        return total

    def row_end_cost(self, h: Hypothesis) -> float:
        """Return the cost of closing the row with missing cells."""
        if not h.row_open:
            return 0.0
        _, task, measure, departments = h.cells
        if measure is None and departments is None:
            beside = task is not None and not self.fragments[task.first].starts_line
            return self.costs.skip_both_merged if beside else self.costs.skip_both
        if departments is not None:
            return 0.0
        shared = task is not None and task.first == _SHARED
        missing = self.costs.share_task_cell_without_departments if shared else self.costs.skip_departments
        return missing + self.deliverable_cost(measure)

    def deliverable_cost(self, measure: OpenCell | None) -> float:
        """Return the cost of a measure without its deliverable, before the departments."""
        if not self.has_deliverables or measure is None or measure.column == DELIVERABLE:
            return 0.0
        is_known = self.layout.layout.widths[DELIVERABLE] is not None
        return self.costs.skip_deliverable if is_known else self.costs.skip_deliverable_of_unknown_width


def decode(
    fragments: Sequence[Fragment],
    page_breaks: Sequence[bool],
    column_scores: ColumnScores,
    layout: Layout,
    standard_tasks: frozenset[str],
    serials: Sequence[float | None],
    page_numbers: Sequence[int | None],
    costs: TransitionCosts = WRAPPED,
    has_deliverables: bool = False,
) -> Decoded:
    """Return the most probable label of each fragment of a plan, and the margins of the labels.

    Parameters
    ----------
    fragments
        The plan's fragments in reading order, without titles, headers and page numbers.
    page_breaks
        Whether a page starts with the fragment, for each fragment.
    column_scores
        Log probabilities of the fragments in each column.
    layout
        Column widths and white-space rates of the plan, see :func:`.layout.measure_layout`.
    standard_tasks
        Names of the standard tasks; a task cell equal to one of them gets a bonus.
    serials
        Cost of reading each fragment as a serial, see :func:`.serials.serial_costs`. A serial must
        be followed by a row or a key area.
    page_numbers
        For each fragment, None if it can't be a page number within a cell; else 2 in a regular
        sequence, 1 in another sequence, 0 if isolated.
    costs
        Transition costs, by whether lines are wrapped or whole cells.
    has_deliverables
        Whether a column of deliverables is between those of measures and departments.
    """
    if not fragments:
        return Decoded([], [])
    search = _BeamSearch(
        fragments,
        page_breaks,
        column_scores,
        layout,
        standard_tasks,
        serials,
        page_numbers,
        costs,
        has_deliverables,
    )
    decoded = search.run()
    steps = count_backwards(decoded.labels, page_breaks)
    if not steps:
        return decoded
    # A dump interleaves the lines of adjacent cells or not: steps that a higher cost removes are errors.
    search.costs = costs.without_interleaving()
    other = search.run()
    return other if 2 * count_backwards(other.labels, page_breaks) <= steps else decoded
