"""The hypotheses of the search for columns: readings of the fragments so far."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from pipeline.reading.columns.column_scores import AREA, DELIVERABLE, MEASURE, SERIAL, TASK, Label


class OpenCell(NamedTuple):
    """A cell that can go on: its column, text, first and last fragment, and the width of its last line.

    ``ending`` is the log probability that it ends here.
    """

    column: int
    text: str
    first: int
    last: int
    width: int
    ending: float


OpenCells = tuple[OpenCell | None, OpenCell | None, OpenCell | None, OpenCell | None]


class Hypothesis(NamedTuple):
    """A reading of the fragments up to one, as a linked list of labels.

    ``cells`` are those of the current row; ``estimate`` is the score to compare hypotheses by.
    """

    score: float
    parent: Hypothesis | None
    label: Label | None
    column: int
    row_open: bool
    cells: OpenCells
    estimate: float


NO_CELLS: Final = (None, None, None, None)


def slot_of(column: int) -> int:
    """Return the place of a column among the open cells: a deliverable replaces its measure."""
    return MEASURE if column == DELIVERABLE else column


def set_cell(cells: OpenCells, column: int, cell: OpenCell) -> OpenCells:
    """Return the open cells with another one in the place of a column."""
    area, task, measure, departments = cells
    if column == AREA:
        return cell, task, measure, departments
    if column == TASK:
        return area, cell, measure, departments
    return (area, task, cell, departments) if column == MEASURE else (area, task, measure, cell)


def skip_fragment(h: Hypothesis, label: Label, cost: float) -> Hypothesis:
    """Return the hypothesis in which the fragment belongs to no column, such as a serial."""
    return h._replace(score=h.score + cost, parent=h, label=label, estimate=h.estimate + cost)


def make_hypothesis(
    score: float, parent: Hypothesis, label: Label, column: int, row_open: bool, cells: OpenCells
) -> Hypothesis:
    """Return a hypothesis whose prospect is its score if all open cells but the current one ended here."""
    estimate = score
    for place, cell in enumerate(cells):
        if cell is not None and place != column:
            estimate += cell.ending
    return Hypothesis(score, parent, label, column, row_open, cells, estimate)


def count_backwards(labels: Sequence[Label], page_breaks: Sequence[bool]) -> int:
    """Return how often a cell goes on to the left of the column before it."""
    in_cells = [one for one in zip(labels, page_breaks, strict=True) if one[0].column < SERIAL]
    return sum(
        not label.starts_cell and AREA < slot_of(label.column) < slot_of(before.column) and not breaks
        for (before, _), (label, breaks) in pairwise(in_cells)
    )
