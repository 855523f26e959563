"""Score whether pieces of one column form one cell, by their words and line widths."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from pipeline.reading.columns.column_models import (
    COLUMN_NAMES,
    END,
    ColumnModels,
    model_text,
    numbering_length,
)
from pipeline.reading.columns.column_scores import AREA, DEPARTMENTS, MEASURE, TASK
from pipeline.reading.columns.layout import display_width, leading_width

_NUMBERING_COSTS: Final = {AREA: -6.0, TASK: -4.0, MEASURE: -4.0, DEPARTMENTS: -8.0}
_PARAGRAPH_COSTS: Final = {AREA: -9.0, TASK: -13.0, MEASURE: -5.0, DEPARTMENTS: -3.0}
_MEASURE_MODEL_COSTS: Final = {AREA: -6.0, TASK: -3.5, MEASURE: 0.0, DEPARTMENTS: -9.0}
_MEASURE_MODEL_END_COST: Final = -2.5
_CONTINUATION: Final = re.compile(
    "(?:配合|协助|协同|协办|参与|参加)(?:单位|部门)|[②-⑳]|[（(]?[二三四五六七八九][)）、]|[二三四五六七八九]是"
)
_CONTINUATION_COST: Final = -8.0
"""Cost of a cell that starts with the second or a later item of a list, or with supporting bodies."""
_LIST_END, _LIST_MARK = re.compile("(?:负责|落实)$"), re.compile("[、，,；;：:。）)和及与等]")
_LIST_END_COST: Final = -8.0
"""Cost of a cell of departments that goes on, without a mark, after the end of its list."""
_KNOWN_NAME_SCORE: Final = 8.0
_MAX_NAME_LINES: Final = 16
"""Maximum number of lines of a known name."""
_OUTLIER_SHARE: Final = 0.03
_HALF_LINE_COST, _LINE_GAP_COST = -3.0, -8.0
"""Cost of a next line within a cell that is too low by half a line, or by more."""
_HISTORY_CHARACTERS: Final = 8
_PAGE_BREAK_COST: Final = -0.5
_INSIDE_PAGE_COST: Final = -5.0


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
    width
        The least width of the column, if its place tells it.
    """

    def __init__(
        self,
        pieces: Sequence[Piece],
        column: int,
        models: ColumnModels,
        names: frozenset[str],
        centred: bool,
        width: int = 0,
    ) -> None:
        self.pieces = pieces
        self.column = column
        self.texts = [model_text(piece.text) for piece in pieces]
        self.column_model, self.measure_model = models[COLUMN_NAMES[column]], models["measure"]
        self.width = max(width, usual_width([display_width(piece.text) for piece in pieces]))
        self.centred = centred
        self.start_scores = [self._score_start(index) for index in range(len(pieces))]
        self.end_scores = [self._score_end(index) for index in range(len(pieces))]
        self.join_scores = [0.0]
        for index in range(1, len(pieces)):
            self.join_scores.append(self.join_scores[-1] + self._score_join(index))
        self.known_names = self._find_known_names(names)

    def score(self, first: int, stop: int) -> float:
        """Return the log probability that the pieces from ``first`` to ``stop`` (exclusive) are one cell."""
        return (
            self.score_open(first, stop)
            + self.end_scores[stop - 1]
            + self.known_names.get((first, stop), 0.0)
        )

    def score_open(self, first: int, stop: int) -> float:
        """Return the log probability that a cell starts with these pieces."""
        continues = _CONTINUATION_COST * bool(_CONTINUATION.match(self.texts[first]))
        return self.start_scores[first] + continues + self.join_scores[stop - 1] - self.join_scores[first]

    def _score_start(self, index: int) -> float:
        text = self.texts[index]
        own, plain = self.column_model.score_start(text), self.measure_model.score_start(text)
        unnumbered = text[numbering_length(text) :]
        if len(unnumbered) < len(text):
            own = max(own, _NUMBERING_COSTS[self.column] + self.column_model.score_start(unnumbered))
        return max(own, plain + _MEASURE_MODEL_COSTS[self.column])

    def _score_end(self, index: int) -> float:
        history = self._history(index + 1)
        ending = max(
            self.column_model.log_probability(history, END),
            self.measure_model.log_probability(history, END)
            + _MEASURE_MODEL_END_COST
            + _MEASURE_MODEL_COSTS[self.column] / 2,
        )
        return ending - math.log(self.width)

    def _history(self, index: int) -> str:
        text, place = "", index
        while place > 0 and len(text) < _HISTORY_CHARACTERS:
            place -= 1
            text = self.texts[place] + text
        return text

    def _score_join(self, index: int) -> float:
        """Return the log probability that a cell continues from the last piece to this one."""
        before, here = self.pieces[index - 1], self.pieces[index]
        history = self._history(index)
        text = self.texts[index]
        score = max(
            self.column_model.score(history, text),
            self.measure_model.score(history, text) + _MEASURE_MODEL_COSTS[self.column],
        )
        room = self.width - display_width(before.text) - leading_width(here.text)
        wrapped = score + _score_wrap(room)
        restart = self.end_scores[index - 1] + self.start_scores[index] + _PARAGRAPH_COSTS[self.column]
        ended = self.column == DEPARTMENTS and _LIST_END.search(history) and not _LIST_MARK.match(text)
        return max(wrapped, restart) + self._step_cost(before, here) + _LIST_END_COST * bool(ended)

    def _step_cost(self, before: Piece, here: Piece) -> float:
        if before.page != here.page:
            cost = _PAGE_BREAK_COST
            if not self.centred:
                cost += _INSIDE_PAGE_COST * (not here.at_top) + _INSIDE_PAGE_COST * (not before.at_bottom)
            return cost
        down = here.height - before.height
        return 0.0 if down <= 1 else _HALF_LINE_COST if down < 2 else _LINE_GAP_COST

    def _find_known_names(self, names: frozenset[str]) -> dict[tuple[int, int], float]:
        longest = max(map(len, names), default=0) + _HISTORY_CHARACTERS
        found = {}
        for first in range(len(self.texts)):
            text = ""
            for stop in range(first + 1, min(first + _MAX_NAME_LINES, len(self.texts)) + 1):
                text += self.texts[stop - 1]
                if len(text) > longest:
                    break
                if text in names or text[numbering_length(text) :] in names:
                    found[first, stop] = _KNOWN_NAME_SCORE
        return found


def usual_width(widths: Sequence[int]) -> int:
    """Return the width of a column: that of its fullest lines, without a few outliers."""
    ranked = sorted(widths, reverse=True)
    return max(2, ranked[int(_OUTLIER_SHARE * len(ranked))]) if ranked else 2


def _score_wrap(room: int) -> float:
    """Return the log probability that a line was wrapped with ``room`` half-width units left."""
    if room < 0:
        return -0.2
    if room < 2:
        return -1.0
    if room < 4:
        return -3.0
    return -6.0 - min(4.0, room * 0.05)
