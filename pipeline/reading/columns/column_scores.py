"""Score a plan's fragments with the language model of each column."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from pipeline.reading.columns.column_models import (
    COLUMN_NAMES,
    END,
    ColumnModels,
    model_text,
    numbering_length,
)
from pipeline.reading.columns.layout import Fragment

AREA, TASK, MEASURE, DEPARTMENTS, DELIVERABLE = range(5)
"""Deliverables have a width of their own, and the words of measures."""
_IMPOSSIBLE: Final = -1e9
_MAX_AREA_CHARACTERS: Final = 20
_NUMBERING_COSTS: Final = (-6.0, -4.0, -4.0, -7.0)
"""Log probability that a cell starts with a list number, by column."""
SERIAL, PAGE_NUMBER = 5, 6
"""Labels outside all columns; :mod:`.column_scores` numbers the columns."""


class ColumnScores:
    """Log probability of each fragment in each column; the parts independent of context are cached."""

    def __init__(self, fragments: Sequence[Fragment], models: ColumnModels) -> None:
        self.models = [models[name] for name in COLUMN_NAMES]
        self.context_lengths = [model.order - 1 for model in self.models]
        self.texts = [model_text(fragment.text) for fragment in fragments]
        self.unnumbered = [text[numbering_length(text) :] for text in self.texts]
        columns = range(len(self.models))
        self.prefixes = [[text[:memory] for text in self.texts] for memory in self.context_lengths]
        self.suffix_scores = [[self._score_suffix(column, text) for text in self.texts] for column in columns]
        self.start_scores = [
            [self._score_start(column, index) for index in range(len(fragments))] for column in columns
        ]

    def _score_suffix(self, column: int, text: str) -> float:
        if column == AREA and len(text) > _MAX_AREA_CHARACTERS:
            return _IMPOSSIBLE
        memory = self.context_lengths[column]
        return self.models[column].score(text[:memory], text[memory:])

    def _score_start(self, column: int, index: int) -> tuple[float, str]:
        text, unnumbered = self.texts[index], self.unnumbered[index]
        if column == AREA and len(text) > _MAX_AREA_CHARACTERS:
            return _IMPOSSIBLE, text
        own = self.models[column].score_start(text)
        # A bare 1.5 at the start of a cell is an amount in a measure, but may number a task.
        if len(unnumbered) == len(text) or (column != TASK and not unnumbered and text[-1] == "0"):
            return own, text
        numbered = _NUMBERING_COSTS[column] + self.models[column].score_start(unnumbered)
        return max((own, text), (numbered, unnumbered))

    def score_start(self, column: int, index: int) -> tuple[float, str]:
        """Return the log probability that a cell starts here, and the fragment without any list number."""
        return self.start_scores[column][index]

    def starts_with_amount(self, index: int) -> bool:
        """Whether a fragment starts with a number that numbers no item of a list."""
        return self.texts[index][:1] == "0" and self.unnumbered[index] == self.texts[index]

    def score(self, column: int, before: str, index: int) -> float:
        """Return the log probability of a fragment in a column after the text ``before`` it in its cell.

        ``before`` is a :func:`pipeline.reading.columns.column_models.model_text`, empty at a cell's start.
        """
        if not before:
            return self.start_scores[column][index][0]
        head = self.models[column].score(before, self.prefixes[column][index])
        own = head + self.suffix_scores[column][index]
        unnumbered = self.unnumbered[index]
        if column == DEPARTMENTS and unnumbered and unnumbered != self.texts[index]:
            return max(own, _NUMBERING_COSTS[column] + self.models[column].score(before, unnumbered))
        return own

    def likeliest_column(self, index: int) -> int:
        """Return the column with the highest score for a fragment, regardless of context."""
        return max(range(len(self.models)), key=lambda column: self.score_anywhere(column, index))

    def score_anywhere(self, column: int, index: int) -> float:
        """Return the log probability of a fragment in a column, regardless of context."""
        return self.models[column].score("", self.prefixes[column][index]) + self.suffix_scores[column][index]

    def score_end(self, column: int, text: str) -> float:
        """Return the log probability that a cell of the column ends after ``text``."""
        return self.models[column].log_probability(text, END)


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
