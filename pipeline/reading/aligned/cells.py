"""Score whether pieces of one column form one cell, by their words and line widths."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from pipeline.reading.columns.column_models import ColumnModels, model_text, numbering_length
from pipeline.reading.columns.column_scores import AREA, DEPARTMENTS, MEASURE, TASK
from pipeline.reading.columns.layout import display_width, leading_width
from pipeline.reading.columns.ngrams import END, START

_NAMES: Final = {AREA: "area", TASK: "task", MEASURE: "measure", DEPARTMENTS: "departments"}
_NUMBERED: Final = {AREA: -6.0, TASK: -4.0, MEASURE: -4.0, DEPARTMENTS: -8.0}
_PARAGRAPH: Final = {AREA: -9.0, TASK: -13.0, MEASURE: -5.0, DEPARTMENTS: -3.0}
_PLAIN_WORDS: Final = {AREA: -6.0, TASK: -3.5, MEASURE: 0.0, DEPARTMENTS: -9.0}
_PLAIN_ENDING: Final = -2.5
_CONTINUATION: Final = re.compile(
    "(?:配合|协助|协同|协办|参与|参加)(?:单位|部门)|[②-⑳]|[（(]?[二三四五六七八九][)）、]|[二三四五六七八九]是"
)
_CONTINUES_A_CELL: Final = -8.0
"""Cost of a cell that starts with the second or a later item of a list, or with supporting bodies."""
_STANDARD: Final = 8.0
_LONGEST_NAME: Final = 16
"""Maximum number of lines of a known name."""
_FULLEST: Final = 0.03
_HALF_A_LINE, _LINES_BETWEEN = -3.0, -8.0
"""Cost of a next line within a cell that is too low by half a line, or by more."""
_HISTORY: Final = 8
_OVER_PAGE: Final = -0.5
_NOT_AT_PAGE_EDGE: Final = -5.0


@dataclass(frozen=True)
class Piece:
    """The text of one column on one line.

    ``place`` is the index of the line among the plan's lines with cells, ``height`` its vertical position
    in lines, ``at_top`` and ``at_bottom`` whether it is the first or last of its page.
    """

    place: int
    height: float
    page: int
    text: str
    at_top: bool
    at_bottom: bool


class CellScores:
    """Log probabilities that consecutive pieces of a column are one cell, each in constant time.

    Parameters
    ----------
    pieces
        Pieces of one column, in order.
    column
        Number of the column.
    models
        The columns' language models.
    names
        Known cell texts, as :func:`pipeline.reading.columns.column_models.model_text`.
    centred
        Whether cells may be vertically centred, so that a page break can split them anywhere.
    """

    def __init__(
        self,
        pieces: Sequence[Piece],
        column: int,
        models: ColumnModels,
        names: frozenset[str],
        centred: bool,
    ) -> None:
        self.pieces = pieces
        self.column = column
        self.texts = [model_text(piece.text) for piece in pieces]
        self.own, self.plain = models[_NAMES[column]], models["measure"]
        self.width = usual_width([display_width(piece.text) for piece in pieces])
        self.centred = centred
        self.begins = [self._begin(index) for index in range(len(pieces))]
        self.ends = [self._end(index) for index in range(len(pieces))]
        self.inside = [0.0]
        for index in range(1, len(pieces)):
            self.inside.append(self.inside[-1] + self._go_on(index))
        self.known = self._known_names(names)

    def score(self, first: int, stop: int) -> float:
        """Return the log probability that the pieces from ``first`` to ``stop`` (exclusive) are one cell."""
        return self.so_far(first, stop) + self.ends[stop - 1] + self.known.get((first, stop), 0.0)

    def so_far(self, first: int, stop: int) -> float:
        """Return the log probability that a cell starts with these pieces."""
        continues = _CONTINUES_A_CELL * bool(_CONTINUATION.match(self.texts[first]))
        return self.begins[first] + continues + self.inside[stop - 1] - self.inside[first]

    def _begin(self, index: int) -> float:
        text = self.texts[index]
        own, plain = self._hear_start(text), self.plain.score(START * (self.plain.order - 1), text)
        unnumbered = text[numbering_length(text) :]
        if len(unnumbered) < len(text):
            own = max(own, _NUMBERED[self.column] + self._hear_start(unnumbered))
        return max(own, plain + _PLAIN_WORDS[self.column])

    def _hear_start(self, text: str) -> float:
        return self.own.score(START * (self.own.order - 1), text)

    def _end(self, index: int) -> float:
        history = self._history(index + 1)
        spoken = max(
            self.own.log_probability(history, END),
            self.plain.log_probability(history, END) + _PLAIN_ENDING + _PLAIN_WORDS[self.column] / 2,
        )
        return spoken - math.log(self.width)

    def _history(self, index: int) -> str:
        text, place = "", index
        while place > 0 and len(text) < _HISTORY:
            place -= 1
            text = self.texts[place] + text
        return text

    def _go_on(self, index: int) -> float:
        """Return the log probability that a cell continues from the last piece to this one."""
        before, here = self.pieces[index - 1], self.pieces[index]
        history = self._history(index)
        text = self.texts[index]
        score = max(
            self.own.score(history, text), self.plain.score(history, text) + _PLAIN_WORDS[self.column]
        )
        room = self.width - display_width(before.text) - leading_width(here.text)
        wrapped = score + _left_room(room)
        restart = self.ends[index - 1] + self.begins[index] + _PARAGRAPH[self.column]
        return max(wrapped, restart) + self._step(before, here)

    def _step(self, before: Piece, here: Piece) -> float:
        if before.page != here.page:
            cost = _OVER_PAGE
            if not self.centred:
                cost += _NOT_AT_PAGE_EDGE * (not here.at_top) + _NOT_AT_PAGE_EDGE * (not before.at_bottom)
            return cost
        down = here.height - before.height
        return 0.0 if down <= 1 else _HALF_A_LINE if down < 2 else _LINES_BETWEEN

    def _known_names(self, names: frozenset[str]) -> dict[tuple[int, int], float]:
        longest = max(map(len, names), default=0) + _HISTORY
        found = {}
        for first in range(len(self.texts)):
            text = ""
            for stop in range(first + 1, min(first + _LONGEST_NAME, len(self.texts)) + 1):
                text += self.texts[stop - 1]
                if len(text) > longest:
                    break
                if text in names or text[numbering_length(text) :] in names:
                    found[first, stop] = _STANDARD
        return found


def usual_width(widths: Sequence[int]) -> int:
    """Return the width of a column: that of its fullest lines, without a few outliers."""
    ranked = sorted(widths, reverse=True)
    return max(2, ranked[int(_FULLEST * len(ranked))]) if ranked else 2


def _left_room(room: int) -> float:
    """Return the log probability that a line was wrapped with ``room`` half-width units left."""
    if room < 0:
        return -0.2
    if room < 2:
        return -1.0
    if room < 4:
        return -3.0
    return -6.0 - min(4.0, room * 0.05)
