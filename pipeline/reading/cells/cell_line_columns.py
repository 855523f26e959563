"""Assigns the lines of text in which every cell has a line of its own to the columns of a header.

It is a Viterbi search over all readings, in which a cell has one line or, at a cost, several paragraphs.
"""

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from pipeline.reading.columns.cell_starts import SUPPORT_LABEL
from pipeline.reading.columns.column_models import COLUMN_NAMES, END, ColumnModels, model_text
from pipeline.reading.columns.margins import MAX_MARGIN
from pipeline.reading.plans.headers import assign_columns
from pipeline.taxonomy.header_words import SERIAL_PATTERN, ColumnNames, map_task_to_measure, row_column

_SENTENCE_MARK: Final = re.compile("[。，；！？]")
_DEADLINE: Final = re.compile(
    r"(?=.*[年月季./-])[第本今\d一二三四五六七八九十年月日季度旬上中下底末初前半全至到完成~～—–./-]{2,}"
    "|(?:长期|常年|持续|每年|适时|及时|立即)(?:推进|实施|开展|坚持|进行|落实)?"
)
PARAGRAPH_END: Final = re.compile("[。；：！？;:!?][”’）》]*$")
_SCORED_LENGTH: Final = 60
_IMPOSSIBLE: Final = -1e9
_BLANK: Final = {"task": -3.0, "measure": -6.0, "departments": -3.0}
_PARAGRAPH: Final = {"measure": -4.0, "departments": -4.0}
"""Cost of a blank cell, and of each further paragraph of a cell, by column."""
_WITHIN_SENTENCE: Final = -8.0
"""Added for a paragraph below a line that ends in mid-sentence."""
_OTHER_BLANK, _OTHER_PARAGRAPH = 0.0, -14.0
_SUPPORT_START: Final = -12.0
"""Added where a line that names supporting departments starts a cell; as a paragraph it costs nothing."""
_NOT_A_SERIAL, _IS_A_SERIAL = -30.0, -15.0
_MIN_RELATIVE_SCORE: Final = -9.0
"""Lowest score of a line in a column relative to its best: a cell can resemble those of another column."""
_OTHER_COLUMN: Final = -3.0
"""Added to a line's best score in any column if it is in a column that a plan does not have."""
_OUTSIDE: Final = -4.0
"""The same for a line below the table, and for a header cell of unknown words."""
_END: Final = -12.0
"""Cost of text below the table."""
_HEADING: Final = -6.0
_HEADING_LABEL: Final = (-1, True)
_MAX_HEADING_LENGTH: Final = 30
_MIN_HEADINGS: Final = 2
_MISSING: Final = -24.0
"""Cost of a cell without a line; a text that has such cells is not read by their number."""
_MIN_LINES_PER_BLANK: Final = 20
"""Minimum number of lines for each blank one in text where blank cells have no line."""
_BLANK_WITHOUT_LINE: Final = -2.0
"""Added for a blank cell where none has a line."""


class LineColumns(NamedTuple):
    """The column and whether it starts a cell, for each line below a header; ``starts`` alone for a heading.

    The column of a heading, and of a line below the table, is -1.
    """

    score: float
    columns: list[str]
    leaves_out: bool
    labels: list[tuple[int, bool]]
    margins: NDArray[np.float64]

    @property
    def headings(self) -> list[int]:
        """The indexes of the lines that are headings between rows."""
        return [line for line, label in enumerate(self.labels) if label == _HEADING_LABEL]


def assign_lines(
    below: Sequence[str], head: Sequence[str], names: ColumnNames, models: ColumnModels
) -> LineColumns:
    """Return the most probable columns of the lines below a header."""
    assigned = assign_columns(["".join(cell.split()) for cell in head], names)
    order = [cell.column for cell in assigned]
    meanings = map_task_to_measure(order)
    columns = [row_column(meanings[column]) for column in order]
    lines = ["".join(line.split()) for line in below]
    gains = _score_lines(lines, columns, models)
    leaves_out = _MIN_LINES_PER_BLANK * lines.count("") < len(lines)
    steps = _score_steps(columns, leaves_out)
    # Blank lines at the end of a file may have been removed.
    blanks = [
        sum(_BLANK.get(column, _OTHER_BLANK) for column in columns[n + 1 :]) for n in range(len(columns))
    ]
    ends = np.array([*np.repeat(blanks, 2), 0.0, _IMPOSSIBLE])
    for cost in (_HEADING, _IMPOSSIBLE):
        gains[:, -1] += cost
        score, labels, margins = _search(gains, steps, ends)
        if labels.count(_HEADING_LABEL) >= _MIN_HEADINGS:
            break
    unknown = sum(not cell.column or cell.by_position for cell in assigned)
    return LineColumns(score + _OUTSIDE * unknown, columns, leaves_out, labels, margins)


def _search(
    gains: NDArray[np.float64], steps: NDArray[np.float64], ends: NDArray[np.float64]
) -> tuple[float, list[tuple[int, bool]], NDArray[np.float64]]:
    """Return the best score, and the label of each line with its margin over the next best one.

    ``gains`` are the scores of each line in each state, ``steps`` those of a state after another, and
    ``ends`` those of the state of the last line.
    """
    outside = len(ends) - 2
    ahead = np.zeros_like(gains)
    ahead[-1] = ends
    for line in range(len(gains) - 2, -1, -1):
        ahead[line] = (steps + gains[line + 1] + ahead[line + 1]).max(axis=1)
    behind = np.full_like(gains, _IMPOSSIBLE)
    starts = [0, outside + 1]
    behind[0, starts] = gains[0, starts]
    for line in range(1, len(gains)):
        behind[line] = (behind[line - 1][:, None] + steps).max(axis=0) + gains[line]
    through = behind + ahead
    state = int(through[0].argmax())
    labels, margins = list[tuple[int, bool]](), list[float]()
    for line in range(len(gains)):
        if line:
            state = int((steps[state] + gains[line] + ahead[line]).argmax())
        labels.append((-1, state % 2 == 1) if state >= outside else (state // 2, state % 2 == 0))
        rivals = np.delete(through[line], state)
        margins.append(max(0.0, min(MAX_MARGIN, through[line, state] - rivals.max())))
    return float(through[0].max()), labels, np.array(margins)


def _score_lines(lines: Sequence[str], columns: Sequence[str], models: ColumnModels) -> NDArray[np.float64]:
    """Return the score of each line as start and as paragraph of a cell, outside, and as a heading."""
    outside, heading = 2 * len(columns), 2 * len(columns) + 1
    gains = np.full((len(lines), heading + 1), _IMPOSSIBLE)
    deadlines = set(filter(_DEADLINE.fullmatch, lines)) if "deadline" in columns else set()
    # Other words (与项目同步) are as good in a column of which less than a third are dates.
    are_dates = 3 * len(columns) * sum(line in deadlines for line in lines) >= len(lines)
    for line, text in enumerate(lines):
        scored = model_text(text[:_SCORED_LENGTH])
        likeness = {
            name: models[name].score_start(scored)
            + (models[name].log_probability(scored, END) if len(text) <= _SCORED_LENGTH else 0.0)
            for name in COLUMN_NAMES
        }
        best = max(likeness.values())
        is_serial = SERIAL_PATTERN.fullmatch(text) is not None
        is_value = is_serial or text in deadlines
        for place, column in enumerate(columns):
            if not text:
                gains[line, 2 * place] = _BLANK.get(column, _OTHER_BLANK)
                continue
            if column == "serial":
                gain = best if is_serial else best + _NOT_A_SERIAL
            elif column in likeness:
                gain = max(likeness[column], best + _MIN_RELATIVE_SCORE) + _IS_A_SERIAL * is_value
            else:
                is_odd = column == "deadline" and are_dates and text not in deadlines
                gain = best + (_MIN_RELATIVE_SCORE if is_odd else _OTHER_COLUMN)
            supports = columns.count("departments") == 1 and SUPPORT_LABEL.match(text) is not None
            gains[line, 2 * place] = gain + _SUPPORT_START * supports
            if line and lines[line - 1] and column != "serial":
                is_support = supports and column == "departments"
                paragraph = 0.0 if is_support else _PARAGRAPH.get(column, _OTHER_PARAGRAPH)
                is_open = column != "departments" and not PARAGRAPH_END.search(lines[line - 1])
                own = min(gain, likeness.get(column, gain))
                gains[line, 2 * place + 1] = own + paragraph + _WITHIN_SENTENCE * is_open
        gains[line, outside] = best + _OUTSIDE if text else 0.0
        if 0 < len(text) <= _MAX_HEADING_LENGTH and not is_value and not _SENTENCE_MARK.search(text):
            gains[line, heading] = best
    return gains


def _score_steps(columns: Sequence[str], leaves_out: bool) -> NDArray[np.float64]:
    """Return the cost of each step from the column of a line to that of the next; see `_score_lines`.

    ``leaves_out`` is whether blank cells have no line, as the text has hardly any blank line.
    """
    width = len(columns)
    outside, heading = 2 * width, 2 * width + 1
    steps = np.full((heading + 1, heading + 1), _IMPOSSIBLE)
    for place in range(width):
        for state in (2 * place, 2 * place + 1):
            steps[state, 2 * place + 1] = cost = 0.0
            for after in range(place + 1, place + 1 + width):
                column = columns[after % width]
                steps[state, 2 * (after % width)] = cost
                if after == width:
                    steps[state, outside], steps[state, heading] = _END + cost, cost
                cost += _BLANK.get(column, _OTHER_BLANK) + _BLANK_WITHOUT_LINE if leaves_out else _MISSING
    steps[outside, outside] = 0.0
    # A row starts below a heading as it does below another row.
    steps[heading, : 2 * width] = steps[2 * width - 1, : 2 * width]
    steps[heading, 2 * width - 1] = _IMPOSSIBLE
    return steps
