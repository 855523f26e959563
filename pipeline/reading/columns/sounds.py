"""How the fragments of a plan sound in each column: their log probabilities under the columns' models."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pipeline.reading.columns.layout import Fragment
from pipeline.reading.columns.ngrams import END, START
from pipeline.reading.columns.voices import Voices, model_text, numbering_length

AREA, TASK, MEASURE, DEPARTMENTS = range(4)
COLUMN_NAMES: Final = ("area", "task", "measure", "departments")
_NEVER: Final = -1e9
_LONGEST_AREA_LINE: Final = 20
_NUMBERED: Final = (-6.0, -4.0, -4.0, -7.0)
"""Log probability that a cell begins with a number of its own, by column."""


class Sounds:
    """How each fragment of a plan sounds in each column; what does not change is worked out once."""

    def __init__(self, fragments: Sequence[Fragment], voices: Voices) -> None:
        self.models = [voices[name] for name in COLUMN_NAMES]
        self.memory = [model.order - 1 for model in self.models]
        self.texts = [model_text(fragment.text) for fragment in fragments]
        self.unnumbered = [text[numbering_length(text) :] for text in self.texts]
        columns = range(len(self.models))
        self.heads = [[text[:memory] for text in self.texts] for memory in self.memory]
        self.bodies = [[self._body(column, text) for text in self.texts] for column in columns]
        self.begins = [[self._begin(column, index) for index in range(len(fragments))] for column in columns]

    def _body(self, column: int, text: str) -> float:
        if column == AREA and len(text) > _LONGEST_AREA_LINE:
            return _NEVER
        memory = self.memory[column]
        return self.models[column].score(text[:memory], text[memory:])

    def _begin(self, column: int, index: int) -> tuple[float, str]:
        text, unnumbered = self.texts[index], self.unnumbered[index]
        if column == AREA and len(text) > _LONGEST_AREA_LINE:
            return _NEVER, text
        own = self.models[column].score(START * self.memory[column], text)
        # A bare 1.5 that begins a line is an amount in a measure, and may number a task.
        if len(unnumbered) == len(text) or (column != TASK and not unnumbered and text[-1] == "0"):
            return own, text
        numbered = _NUMBERED[column] + self.models[column].score(START * self.memory[column], unnumbered)
        return max((own, text), (numbered, unnumbered))

    def begin(self, column: int, index: int) -> tuple[float, str]:
        """Log probability that a cell of a column begins with a fragment, and its text without a number."""
        return self.begins[column][index]

    def sound(self, column: int, before: str, index: int) -> float:
        """Log probability of a fragment's words in a column after what stands before it there.

        ``before`` is a :func:`pipeline.reading.columns.voices.model_text`; where it is empty, a cell begins.
        """
        if not before:
            return self.begins[column][index][0]
        head = self.models[column].score(before, self.heads[column][index])
        own = head + self.bodies[column][index]
        unnumbered = self.unnumbered[index]
        if column == DEPARTMENTS and unnumbered and unnumbered != self.texts[index]:
            return max(own, _NUMBERED[column] + self.models[column].score(before, unnumbered))
        return own

    def alone(self, index: int) -> int:
        """The column that a fragment sounds most like, whatever stands around it."""
        return max(range(len(self.models)), key=lambda column: self.within(column, index))

    def within(self, column: int, index: int) -> float:
        """Log probability of a fragment's words in a column, whatever stands before them."""
        return self.models[column].score("", self.heads[column][index]) + self.bodies[column][index]

    def ending(self, column: int, text: str) -> float:
        """Log probability that a cell of the column ends after ``text``."""
        return self.models[column].log_probability(text, END)
