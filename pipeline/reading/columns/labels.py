"""Labels of fragments: the result of the search for columns."""

from typing import NamedTuple

SERIAL, PAGE_NUMBER = 5, 6
"""Labels outside all columns; :mod:`.column_scores` numbers the columns."""


class Label(NamedTuple):
    """The label of a fragment: its column, and whether it starts a cell and a row."""

    column: int
    starts_cell: bool
    starts_row: bool


class Decoded(NamedTuple):
    """The label of every fragment, and its margin over the next best label.

    A margin is the log probability of the best reading minus that of the best one in the search beam that
    labels the fragment differently; see :data:`.margins.MAX_MARGIN`.
    """

    labels: list[Label]
    margins: list[float]
