"""Labels of fragments: the result of the search for columns."""

from typing import NamedTuple

SERIAL, PAGE_NUMBER = 4, 5
"""Labels outside all columns; the columns are numbered in :mod:`.column_scores`."""


class Label(NamedTuple):
    """The label of one fragment: its column, whether it starts a cell, whether it starts a row."""

    column: int
    begins_cell: bool
    begins_row: bool


class Decoded(NamedTuple):
    """The label of every fragment, and its margin over the next best label.

    A margin is the log probability of the best reading minus that of the best one that labels the
    fragment differently, within the search beam; see :data:`.margins.SURE`.
    """

    labels: list[Label]
    margins: list[float]
