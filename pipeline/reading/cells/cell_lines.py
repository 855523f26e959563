"""Reads text in which every cell of a table, also a blank one, has a line of its own.

Word processors save tables as such text. The lines are assigned to the columns of the header by a Viterbi
search over all readings, in which a cell has one line or, at a cost, several paragraphs.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from pipeline.readers.records import Record, make_text_cell
from pipeline.reading.cells.cell_line_headers import find_header_starts, list_headers
from pipeline.reading.columns.cell_starts import SUPPORT_LABEL
from pipeline.reading.columns.column_models import COLUMN_NAMES, ColumnModels, model_text
from pipeline.reading.columns.margins import MAX_MARGIN
from pipeline.reading.columns.ngrams import END
from pipeline.reading.plans.headers import assign_columns
from pipeline.taxonomy.header_words import (
    SERIAL_PATTERN,
    ColumnNames,
    map_task_to_measure,
    may_be_name,
    row_column,
)

_SENTENCE_MARK: Final = re.compile("[。，；！？]")
_DEADLINE: Final = re.compile(
    r"(?=.*[年月季./-])[第本今\d一二三四五六七八九十年月日季度旬上中下底末初前半全至到完成~～—–./-]{2,}"
    "|(?:长期|常年|持续|每年|适时|及时|立即)(?:推进|实施|开展|坚持|进行|落实)?"
)
_PARAGRAPH_END: Final = re.compile("[。；：！？;:!?][”’）》]*$")
_MAX_WRAPPED_SHARE: Final = 0.1
"""Maximum number of lines that end in mid-sentence within a cell, for each row."""
_MIN_ROWS: Final = 3
_MAX_LINES: Final = 20_000
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
_MAX_HEADING_LENGTH: Final = 30
_MIN_HEADINGS: Final = 2
_MIN_FILLED_SHARE: Final = 2 / 3
"""Minimum share of rows with a line in a column, unless it shares its cells or its rows leave them blank."""
_MAX_LONGER_SHARE: Final = 0.2
"""Maximum share of rows with several lines of departments, for those of them to be doubtful."""
_MISSING: Final = -24.0
"""Cost of a cell without a line; a text that has such cells is not read by their number."""
_MIN_LINES_PER_BLANK: Final = 20
"""Minimum number of lines for each blank one in text where blank cells have no line."""
_BLANK_WITHOUT_LINE: Final = -2.0
"""Added for a blank cell where none has a line."""
_MIN_TABLE_LINES: Final = 3
_MIN_SPACED_SHARE: Final = 0.9
"""Minimum share of lines with a blank one below; where blank ones are cells, few columns are blank."""


class _Parse(NamedTuple):
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
        return [line for line, label in enumerate(self.labels) if label == (-1, True)]


def list_cell_line_records(lines: Sequence[str], names: ColumnNames, models: ColumnModels) -> list[Record]:
    """Return the rows of all tables and the lines between them; empty if not every cell has a line.

    Three and more lines below a table are a table of their own, whose cells are unknown. Blank lines below
    each line, as programs print between paragraphs, are no cells. The names of a header can be on one line.
    """
    kept = _skip_spacing(lines)
    pieces = [piece for line in kept for piece in _split_header(lines[line], line, names)]
    records = _list_records([lines[line][start:end] for line, start, end in pieces], names, models)
    rows = [record for record in records if (record.table or 0) % 2 and not record.wide]
    # Below the names of columns on one line, other lines may hold several cells, or wrap, as well.
    if len(pieces) > len(kept) and any(len(cell.runs) != 1 for row in rows for cell in row.cells):
        return []
    return [_renumber(record, pieces) for record in records]


def _split_header(line: str, number: int, names: ColumnNames) -> list[tuple[int, int, int]]:
    """Return the places of the names if a line is a header, else that of the line."""
    cells = line.strip().split(" ")
    is_header = len(cells) > 1 and all(map(may_be_name, cells)) and names.is_short_header(cells)
    spans = [match.span() for match in re.finditer(r"\S+", line)] if is_header else [(0, len(line))]
    return [(number, *span) for span in spans]


def _skip_spacing(lines: Sequence[str]) -> list[int]:
    """Return the indexes of the lines, without the blank ones below each where most text has as many."""
    filled = [line for line, text in enumerate(lines) if text.strip()]
    runs = [below - line - 1 for line, below in pairwise([*filled, len(lines)])]
    (usual, _), *_ = Counter(runs[:-1]).most_common(1) or [(0, 0)]
    if not usual or sum(map(bool, runs[:-1])) < _MIN_SPACED_SHARE * len(runs[:-1]):
        return list(range(len(lines)))
    return [line + n for line, run in zip(filled, runs, strict=True) for n in range(1 + run // (usual + 1))]


def _renumber(record: Record, pieces: Sequence[tuple[int, int, int]]) -> Record:
    """Return a record of pieces of lines with their places in the source."""
    cells = []
    for cell in record.cells:
        places = [(*pieces[number - 1][:2], start, end) for number, start, end in cell.runs]
        runs = tuple((line + 1, first + start, first + end) for line, first, start, end in places)
        cells.append(cell._replace(runs=runs))
    first, last = (pieces[number - 1][0] + 1 for number in (record.first_line, record.last_line))
    return replace(record, first_line=first, last_line=last, cells=tuple(cells))


def _list_records(lines: Sequence[str], names: ColumnNames, models: ColumnModels) -> list[Record]:
    if len(lines) > _MAX_LINES:
        return []
    starts = list(find_header_starts(lines, names))
    records = _list_outside_lines(lines, 0, starts[0] if starts else 0, 0)
    for table, (start, stop) in enumerate(zip(starts, [*starts[1:], len(lines)], strict=False)):
        readings = []
        for heads, first in list_headers(lines, start, stop, names):
            if not any(line.strip() for line in lines[first:stop]):
                return []
            header = ["".join(lines[line] for line in cell) for cell in heads[0]]
            parse = _assign_lines(lines[first:stop], header, names, models)
            if len(parse.headings) < _MIN_HEADINGS:
                parse = _assign_lines(lines[first:stop], header, names, models, heading_cost=_IMPOSSIBLE)
            readings.append((_list_rows(parse, lines[first:stop], len(header)), parse, heads, first))
        # A short first cell can be taken for a cell of the header, and most lines for text below the table.
        rows, parse, heads, first = max(
            readings, key=lambda one: (bool(one[0]), not _has_sparse_column(one[0], one[1]), one[1].score)
        )
        if not rows:
            return []
        records += [_make_record(lines, head, 2 * table + 1) for head in heads]
        longer = _find_longer_lists(rows, parse, lines[first:stop])
        unsure = _find_unsure_rows(rows, parse, lines[first:stop])
        for place, row in enumerate(rows):
            cells = [[first + line for line in cell] for cell in row]
            margin = min(float(parse.margins[line]) for cell in row for line in cell)
            doubts = (*["row_joined"] * (place in longer), *["cell_unsure"] * (place in unsure))
            records.append(replace(_make_record(lines, cells, 2 * table + 1, margin), doubts=doubts))
        records += [
            _make_heading(lines, first + line, len(parse.columns), 2 * table + 1) for line in parse.headings
        ]
        end = 1 + max(first + line for cell in rows[-1] for line in cell)
        below = [line for line in lines[end:stop] if line.strip()]
        if _has_more_rows(below, [lines[first + row[0][0]] for row in rows if row[0]], parse.columns[0]):
            return []
        is_table = len(below) >= _MIN_TABLE_LINES
        records += _list_outside_lines(lines, end, stop, 2 * table + 2 if is_table else 0)
    return sorted(records, key=lambda record: record.first_line)


def _assign_lines(
    below: Sequence[str],
    head: Sequence[str],
    names: ColumnNames,
    models: ColumnModels,
    *,
    heading_cost: float = _HEADING,
) -> _Parse:
    """Return the most probable columns of the lines below a header."""
    assigned = assign_columns(["".join(cell.split()) for cell in head], names)
    order = [cell.column for cell in assigned]
    meanings = map_task_to_measure(order)
    columns = [row_column(meanings[column]) for column in order]
    width = len(columns)
    lines = ["".join(line.split()) for line in below]
    gains = _score_lines(lines, columns, models)
    gains[:, -1] += heading_cost
    leaves_out = _MIN_LINES_PER_BLANK * lines.count("") < len(lines)
    steps = _score_steps(columns, leaves_out)
    ahead = np.zeros_like(gains)
    # Blank lines at the end of a file may have been removed.
    blanks = [sum(_BLANK.get(column, _OTHER_BLANK) for column in columns[n + 1 :]) for n in range(width)]
    ahead[-1, : 2 * width] = np.repeat(blanks, 2)
    ahead[-1, -1] = _IMPOSSIBLE
    for line in range(len(lines) - 2, -1, -1):
        ahead[line] = (steps + gains[line + 1] + ahead[line + 1]).max(axis=1)
    behind = np.full_like(gains, _IMPOSSIBLE)
    starts = [0, 2 * width + 1]
    behind[0, starts] = gains[0, starts]
    for line in range(1, len(lines)):
        behind[line] = (behind[line - 1][:, None] + steps).max(axis=0) + gains[line]
    through = behind + ahead
    state = int(through[0].argmax())
    labels, margins = list[tuple[int, bool]](), list[float]()
    for line in range(len(lines)):
        if line:
            state = int((steps[state] + gains[line] + ahead[line]).argmax())
        labels.append((-1, state % 2 == 1) if state >= 2 * width else (state // 2, state % 2 == 0))
        rivals = np.delete(through[line], state)
        margins.append(max(0.0, min(MAX_MARGIN, through[line, state] - rivals.max())))
    unknown = sum(not cell.column or cell.by_position for cell in assigned)
    score = float(through[0].max()) + _OUTSIDE * unknown
    return _Parse(score, columns, leaves_out, labels, np.array(margins))


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
                is_open = column != "departments" and not _PARAGRAPH_END.search(lines[line - 1])
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


def _list_rows(parse: _Parse, lines: Sequence[str], width: int) -> list[list[list[int]]]:
    """Return the lines of each cell of each row; empty if cells have no line, or lines are wrapped."""
    cells: list[list[int]] = []
    wrapped = 0
    for line, (column, starts) in enumerate(parse.labels):
        if starts:
            missing = (max(column, 0) - len(cells)) % width
            if missing and not parse.leaves_out:
                return []
            cells += ([] for _ in range(missing + (column >= 0)))
        elif column >= 0 and parse.columns[column] != "departments":
            wrapped += not _PARAGRAPH_END.search(lines[line - 1].rstrip())
        if column >= 0:
            cells[-1].append(line)
    cells += [[]] * (-len(cells) % width)
    rows = [cells[n : n + width] for n in range(0, len(cells), width)]
    rows = [row for row in rows if any(row)]
    return rows if len(rows) >= max(_MIN_ROWS, wrapped / _MAX_WRAPPED_SHARE) else []


def _find_longer_lists(
    rows: Sequence[Sequence[Sequence[int]]], parse: _Parse, lines: Sequence[str]
) -> frozenset[int]:
    """Return the places of rows whose departments have lines without a label, as those of few rows do."""
    found = {
        place
        for place, row in enumerate(rows)
        for column, cell in zip(parse.columns, row, strict=True)
        if column == "departments" and any(not SUPPORT_LABEL.match(lines[line].strip()) for line in cell[1:])
    }
    return frozenset(found if len(found) <= _MAX_LONGER_SHARE * len(rows) else ())


def _find_unsure_rows(
    rows: Sequence[Sequence[Sequence[int]]], parse: _Parse, lines: Sequence[str]
) -> frozenset[int]:
    """Return the places of rows whose blank cells may be others, where blank cells have no line.

    Then only the words tell which cell is blank: a row that begins with a measure may begin with a task if
    that ends no sentence, and the row above is unsure; a line in a column that some rows leave blank may be
    of another.
    """
    if not parse.leaves_out:
        return frozenset()
    starts, measures = (
        [place for place, column in enumerate(parse.columns) if column in names]
        for names in (("serial", "task"), ("measure",))
    )
    bare = []
    for place, row in enumerate(rows if starts else ()):
        ends = [lines[line].rstrip() for n in measures for line in row[n][-1:]]
        if not any(row[n] for n in starts) and not any(map(_PARAGRAPH_END.search, ends)):
            bare.append(place)
    rare = set[int]()
    for column, name in enumerate(parse.columns):
        filled = [place for place, row in enumerate(rows) if row[column]]
        if name in ("", "note") and len(filled) < _MIN_SPACED_SHARE * len(rows):
            rare.update(filled)
    return frozenset(rare.union(one for place in bare for one in (place - 1, place)))


def _has_sparse_column(rows: Sequence[Sequence[Sequence[int]]], parse: _Parse) -> bool:
    """Return whether a column of a plan, or one whose header is unknown, has no line in many rows."""
    own = [place for place, name in enumerate(parse.columns) if not name or name in COLUMN_NAMES]
    return any(sum(bool(row[place]) for row in rows) < _MIN_FILLED_SHARE * len(rows) for place in own)


def _has_more_rows(below: Sequence[str], firsts: Sequence[str], column: str) -> bool:
    """Return whether rows follow below the last row that was read: the next serial, or else sentences.

    ``firsts`` are the texts of the first cells of the rows, and ``column`` is their column.
    """
    serials = [int(text) for text in firsts if text.strip().isdecimal()] if column == "serial" else []
    if serials:
        return any(text.strip() == str(serials[-1] + 1) for text in below)
    return sum(bool(_PARAGRAPH_END.search(text.rstrip())) for text in below) >= _MIN_ROWS


def _make_record(
    lines: Sequence[str], cells: Sequence[Sequence[int]], table: int, margin: float | None = None
) -> Record:
    read = tuple(make_text_cell(lines, [number + 1 for number in numbers]) for numbers in cells)
    inside = sorted(number + 1 for numbers in cells for number in numbers)
    return Record(inside[0], inside[-1], read, table, margin=margin)


def _make_heading(lines: Sequence[str], line: int, width: int, table: int) -> Record:
    """Return a line as a cell that spans all columns."""
    record = _make_record(lines, [[line], *[[]] * (width - 1)], table)
    return replace(record, wide=frozenset(range(width - 1)))


def _list_outside_lines(lines: Sequence[str], first: int, stop: int, table: int) -> list[Record]:
    """Return the lines outside the tables, each as a cell."""
    return [_make_record(lines, [[line]], table) for line in range(first, stop) if lines[line].strip()]
