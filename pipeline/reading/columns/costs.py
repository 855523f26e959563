"""Transition costs of the search for columns."""

from dataclasses import dataclass, replace
from math import inf
from typing import Final

_NO_BACKWARDS: Final = -12.0
_BLANK_DELIVERABLE: Final = -7.0
_PLAIN_AREA: Final = -3.5
_ROW_WITHOUT_AREA: Final = -30.0


@dataclass(frozen=True)
class TransitionCosts:
    """Log probabilities of uncommon transitions, tuned on plans read by hand."""

    backwards: float = -3.0
    backwards_on_shared_line: float = -2.0
    backwards_with_number: float = -6.0
    """Added for a number: at the start of a line it mostly continues the last sentence, not another cell."""
    backwards_at_page_break: float = -1.0
    backwards_to_new_paragraph: float = -8.0
    skip_measure: float = -5.0
    skip_measure_seen: float = -0.5
    skip_departments: float = -4.0
    skip_deliverable: float = -12.0
    skip_deliverable_of_unknown_width: float = -40.0
    """For a measure without its deliverable; where no width tells them apart, each is taken to have one."""
    deliverable_with_number: float = -12.0
    """Added for a deliverable that starts with, or behind, a number that numbers no item of its own list."""
    skip_both: float = -16.0
    skip_both_merged: float = -2.0
    share_task_cell: float = -4.0
    share_task_cell_without_departments: float = -14.0
    new_row_on_same_line: float = -3.0
    new_area: float = -1.0
    unnumbered_area: float = 0.0
    """For a key area without a serial; set if the plan prints serials before all known key areas."""
    repeated_area: float = -3.0
    standard_task: float = 4.0
    within_brackets: float = -10.0
    """For a cell that starts within brackets, or with text that closes some."""
    labelled_task: float = -12.0
    """For a row that starts with a label of the department column (完成时限：)."""
    labelled_measure: float = -6.0
    """For a paragraph of a measure that starts with a label of bodies (牵头单位：)."""
    page_number: tuple[float, float, float] = (-9.0, -5.0, -3.5)
    """For a number alone on its line: isolated, in a sequence, in a regular sequence."""
    space_in_cell: float = -6.0
    space_beside_letters: float = -0.5
    paragraph_in_cell: tuple[float, float, float, float] = (-9.0, -13.0, -6.0, -3.5)
    list_item: float = 2.0
    """For a paragraph of a measure that continues the list before it: 2. after 1., ② after ①."""
    plain_words: tuple[float, float, float, float] = (-inf, -3.5, 0.0, -9.0)
    """Added when a cell is scored by the model of measures (by column): local tasks read like measures."""
    row_without_area: float = 0.0
    """For a row above all key areas; set if their names are unknown, as it would be one."""
    plain_ending: float = -2.5
    """Minimum log probability of the end of such a cell."""
    beam: int = 10
    margin: float = 20.0

    def without_interleaving(self) -> "TransitionCosts":
        """Return the costs for a dump that prints cells one after another, never lines of several."""
        return replace(self, backwards=_NO_BACKWARDS, backwards_on_shared_line=_NO_BACKWARDS)

    def with_blank_deliverables(self) -> "TransitionCosts":
        """Return the costs for a plan that leaves some deliverables blank."""
        return replace(self, skip_deliverable=_BLANK_DELIVERABLE)

    def with_unknown_areas(self) -> "TransitionCosts":
        """Return the costs for text with a column of key areas whose names are unknown."""
        plain_words = (_PLAIN_AREA, *self.plain_words[1:])
        return replace(self, plain_words=plain_words, row_without_area=_ROW_WITHOUT_AREA)


WRAPPED: Final = TransitionCosts()
"""For text whose cells are wrapped at the column width."""

CELL_PER_LINE: Final = replace(
    WRAPPED,
    skip_departments=-8.0,
    skip_measure=-9.0,
    paragraph_in_cell=(-9.0, -13.0, -3.0, -3.0),
    plain_words=(-inf, -4.5, 0.0, -12.0),
    share_task_cell=-6.0,
)
"""For text whose lines are whole cells or paragraphs."""

UNNUMBERED_AREA: Final = -8.0
"""Log probability of a key area without a serial in a plan that numbers its key areas."""
