"""Labels of fragments: what the search for columns tells of each."""

from __future__ import annotations

from typing import NamedTuple

SERIAL, PAGE_NUMBER = 4, 5
"""What a fragment is that belongs to no column; the columns are numbered in :mod:`.column_scores`."""


class Label(NamedTuple):
    """The fate of one fragment: its column, whether it begins a cell, whether it begins a row."""

    column: int
    begins_cell: bool
    begins_row: bool


class Decoded(NamedTuple):
    """The label of every fragment, and by how much it is better than any other there could be.

    A margin is the log probability of the best reading less that of the best one with another
    label for the fragment, as far as the search has looked; see :data:`.margins.SURE`.
    """

    labels: list[Label]
    margins: list[float]
