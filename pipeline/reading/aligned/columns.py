"""Assign the words of text aligned by spaces (``pdftotext -layout``) to columns.

Column positions vary by a few characters between pages and where columns nearly touch. A dynamic program
therefore assigns the words of each line from left to right, scored by the positions of the columns in
nearby lines and by the columns' language models.
"""

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from math import log, log1p
from operator import attrgetter
from statistics import mean, median
from typing import Final, NamedTuple

from pipeline.reading.aligned.places import choose_measure, measure_places
from pipeline.reading.columns.column_scores import AREA, DEPARTMENTS, MEASURE, SERIAL, TASK, ColumnScores
from pipeline.reading.columns.layout import Fragment
from pipeline.reading.plan_job import PlanJob
from pipeline.reading.plans.page_numbers import number_pages
from pipeline.taxonomy.header_words import row_column

COLUMNS: Final = (SERIAL, AREA, TASK, MEASURE, DEPARTMENTS)
COLUMN_NAMES: Final = ("serial", "area", "task", "measure", "departments")
"""Columns from left to right, and their names in headers."""

_NUMBER: Final = re.compile(r"第?[（(]?(?:\d{1,3}|[一二三四五六七八九十]{1,3}|[①-⑳])[)）]?[.、．:：]?")

_MIN_CELL_GAP: Final = 3
"""Minimum number of spaces that always separates two cells."""
_LETTERS_BESIDE: Final = re.compile(r"[0-9A-Za-z](?=[一-鿿])|[一-鿿](?=[0-9A-Za-z])")
_SPACE_BESIDE_LETTERS, _SPACE_IN_TEXT, _TWO_SPACES = -0.2, -5.0, -5.0
_NEW_COLUMN_COSTS: Final = {1: -1.0, 2: -0.5}
_ENUMERATOR: Final = re.compile("[①-⑳●■◆★▪•]")
_AFTER_ENUMERATOR: Final = -6.0
_UNNAMED_COLUMN: Final = -12.0
"""Cost of a cell in a column that the header does not name."""
_IS_NUMBER, _NO_NUMBER = -1.0, -14.0
_MIN_SCORE: Final = -9.0
_SCORE_WEIGHTS: Final = (1.0, 0.4, 0.4)
"""Weight of the language models in each pass; the first pass knows no column positions."""
_NEAREST: Final = 8
_MIN_PIECES: Final = 2
_MIN_SHIFT_PIECES: Final = 3
_MIN_SPREAD: Final = 0.8
_UNSEEN_SPREAD: Final = 6.0
_FAR_SPREAD: Final = 0.5
_MAX_DISTANCE: Final = 16.0
_DISTANCE_EXPONENT: Final = 2.0
"""Exponent by which the density of positions falls with distance: outliers are rare, but far off."""
_PUSHED_WEIGHT: Final = 0.4
"""Weight of a piece's offset to the right if the piece before it ends one space before it."""


class AlignedLine(NamedTuple):
    """A line, with the indexes of its fragments in each column."""

    number: int
    page: int
    cells: Mapping[int, range]


class _Expected(NamedTuple):
    """Expected start (or middle, if ``centred``) of a column's pieces, and their mean deviation from it."""

    position: float
    spread: float
    centred: bool


class _Position(NamedTuple):
    """Start and middle of a column's piece on a line."""

    start: float
    middle: float


@dataclass(frozen=True)
class _LineWords:
    """The words of one line, from fragment ``first`` on, with their start and end positions."""

    number: int
    page: int
    first: int
    starts: tuple[int, ...]
    ends: tuple[int, ...]


def align_columns(
    job: PlanJob,
    fragments: Sequence[Fragment],
    column_scores: ColumnScores,
    known: Mapping[int, Mapping[int, str]],
) -> list[AlignedLine]:
    """Assign every fragment of aligned text to a column by its position.

    Parameters
    ----------
    job
        The plan; if its header names no key areas, they stand on lines of their own.
    fragments
        The plan's words in reading order, without layout text.
    column_scores
        Scores of ``fragments`` by the columns' language models.
    known
        The column of each word by line and start, where strips separate columns (`find_word_columns`); on
        other lines, columns are found by words and places. Words of columns that are none of a plan's are in
        no cell.
    """
    words = _split_words(job, fragments)
    relative_scores = [
        _relative_scores(column_scores, index, fragments[index]) for index in range(len(fragments))
    ]
    beside_letters = _cost_beside_letters(fragments)
    by_strips = [_split_by_strips(line, fragments, known.get(line.number, {})) for line in words]
    found: list[tuple[range, ...]] = []
    for weight in _SCORE_WEIGHTS:
        places = _ColumnPositions(words, found) if found else None
        found = [
            by_strips[index]
            or _assign_words(
                line,
                index,
                fragments,
                relative_scores,
                weight,
                places,
                beside_letters=beside_letters,
                has_areas=not job.columns or job.has_areas,
            )
            for index, line in enumerate(words)
        ]
    return [
        AlignedLine(line.number, line.page, dict(zip(COLUMNS, cells, strict=True)))
        for line, cells in zip(words, found, strict=True)
    ]


def _split_words(job: PlanJob, fragments: Sequence[Fragment]) -> list[_LineWords]:
    measure, pages = choose_measure(job.lines), number_pages(job.lines)
    found, first = [], 0
    for number, own in groupby(fragments, key=attrgetter("line")):
        words = list(own)
        places = measure_places(job.lines[number - job.first_line], measure)
        starts, ends = (tuple(places[getattr(word, side)] for word in words) for side in ("start", "end"))
        found.append(_LineWords(number, pages[number - job.first_line], first, starts, ends))
        first += len(words)
    return found


def _split_by_strips(
    line: _LineWords, fragments: Sequence[Fragment], known: Mapping[int, str]
) -> tuple[range, ...]:
    """Return the columns of a line's words by the strips between them; empty if they cross one."""
    if not known:
        return ()
    places = range(line.first, line.first + len(line.starts))
    named = (known[fragments[place].start] for place in places)
    names = [name if name == "deliverable" else row_column(name) for name in named]
    found = []
    for name in COLUMN_NAMES:
        own = [place for place, one in zip(places, names, strict=True) if one == name]
        found.append(range(own[0], own[-1] + 1) if own else range(0))
    return tuple(found)


def _relative_scores(column_scores: ColumnScores, index: int, fragment: Fragment) -> tuple[float, ...]:
    """Return a fragment's log probability in each column, relative to its best column."""
    scores = [column_scores.score_anywhere(column, index) for column in (AREA, TASK, MEASURE, DEPARTMENTS)]
    best = max(scores)
    serial = _IS_NUMBER if fragment.starts_line and _NUMBER.fullmatch(fragment.text) else _NO_NUMBER
    return (serial, *(max(_MIN_SCORE, value - best) for value in scores))


class _ColumnPositions:
    """Positions of each column's pieces in nearby lines, according to the last pass."""

    def __init__(self, words: Sequence[_LineWords], found: Sequence[tuple[range, ...]]) -> None:
        columns = range(len(COLUMNS))
        self.pages = [line.page for line in words]
        self.seen: list[dict[int, tuple[list[int], list[_Position]]]] = [{} for _ in columns]
        everywhere: list[list[_Position]] = [[] for _ in columns]
        for index, (line, cells) in enumerate(zip(words, found, strict=True)):
            for column, cell in enumerate(cells):
                if cell:
                    place = _piece_position(line, cell[0] - line.first, cell[-1] - line.first)
                    lines, places = self.seen[column].setdefault(line.page, ([], []))
                    lines.append(index)
                    places.append(place)
                    everywhere[column].append(place)
        self.usual = [_median_position(places) for places in everywhere]
        self.shifts = {page: self._measure_shift(page) for page in set(self.pages)}
        spreads = [self._measure_spread(column) for column in columns]
        self.centred = [middle < start for start, middle in spreads]
        self.spreads = [max(_MIN_SPREAD, min(spread)) for spread in spreads]

    def _measure_spread(self, column: int) -> tuple[float, float]:
        """Return the mean deviation of the column's starts and of its middles from those of nearby pieces."""
        starts, middles = [], []
        for lines, places in self.seen[column].values():
            for index, place in zip(lines, places, strict=True):
                around = self.nearby(column, index)
                if around is not None:
                    starts.append(min(_MAX_DISTANCE, abs(place.start - around.start)))
                    middles.append(min(_MAX_DISTANCE, abs(place.middle - around.middle)))
        return (mean(starts), mean(middles)) if starts else (_UNSEEN_SPREAD, _UNSEEN_SPREAD)

    def _measure_shift(self, page: int) -> float:
        """Return the horizontal offset of a page's columns from their positions in the whole plan.

        Columns with few pieces are ignored, since these could belong to other columns.
        """
        shifts: list[float] = []
        for seen, usual in zip(self.seen, self.usual, strict=True):
            here = (
                _median_position(seen[page][1])
                if page in seen and len(seen[page][1]) >= _MIN_SHIFT_PIECES
                else None
            )
            if here is not None and usual is not None:
                shifts.append(here.start - usual.start)
        return median(shifts) if shifts else 0.0

    def nearby(self, column: int, index: int) -> _Position | None:
        """Return the median position of the column's nearest pieces on the page, without the line itself."""
        lines, places = self.seen[column].get(self.pages[index], ((), ()))
        here = bisect_left(lines, index)
        own = here < len(lines) and lines[here] == index
        low, high = max(0, here - _NEAREST // 2), here + own + _NEAREST // 2
        near = [*places[low:here], *places[here + own : high]]
        return _median_position(near) if len(near) >= _MIN_PIECES else None

    def expected_positions(self, index: int) -> list[_Expected | None]:
        """Return the expected position of each column's piece on a line; None for columns not in the plan."""
        found: list[_Expected | None] = []
        for column, usual in enumerate(self.usual):
            near = self.nearby(column, index)
            shift, spread, centred = 0.0, self.spreads[column], self.centred[column]
            if near is None:
                near, shift, spread = usual, self.shifts[self.pages[index]], spread + _FAR_SPREAD
            if near is None:
                found.append(None)
            else:
                found.append(_Expected((near.middle if centred else near.start) + shift, spread, centred))
        return found


def _piece_position(line: _LineWords, first: int, last: int) -> _Position:
    return _Position(line.starts[first], (line.starts[first] + line.ends[last]) / 2)


def _median_position(places: Sequence[_Position]) -> _Position | None:
    if not places:
        return None
    return _Position(median(p.start for p in places), median(p.middle for p in places))


def _assign_words(
    line: _LineWords,
    index: int,
    fragments: Sequence[Fragment],
    relative_scores: Sequence[tuple[float, ...]],
    weight: float,
    positions: _ColumnPositions | None,
    *,
    beside_letters: float,
    has_areas: bool,
) -> tuple[range, ...]:
    """Return the most probable columns of a line's words, from left to right."""
    count, columns = len(line.starts), len(COLUMNS)
    expected = positions.expected_positions(index) if positions else None
    gaps = [0, *(line.starts[i] - line.ends[i - 1] for i in range(1, count))]
    is_beside = max(gaps) >= _MIN_CELL_GAP and not has_areas
    costs = [_UNNAMED_COLUMN if is_beside and column == AREA else 0.0 for column in COLUMNS]
    joins = [
        0.0,
        *(
            _join_cost(gaps[i], fragments[line.first + i - 1], fragments[line.first + i], beside_letters)
            for i in range(1, count)
        ),
    ]
    best: list[list[tuple[float, int, int]]] = [[(0.0, 0, -1)] * (columns + 1)]
    for stop in range(1, count + 1):
        row = [(-1e9, 0, -1)] * (columns + 1)
        inside = 0.0
        scores = [0.0] * columns
        for start in reversed(range(stop)):
            for column in range(columns):
                scores[column] += relative_scores[line.first + start][column]
            entry = _NEW_COLUMN_COSTS.get(gaps[start], 0.0) if start else 0.0
            if start and _ENUMERATOR.fullmatch(fragments[line.first + start - 1].text):
                entry += _AFTER_ENUMERATOR
            for column in range(columns):
                before = best[start][column]
                score = before[0] + costs[column] + entry + inside + weight * max(scores[column], _MIN_SCORE)
                if expected is not None:
                    score += _score_position(line, start, stop - 1, expected[column], gaps[start])
                if score > row[column + 1][0]:
                    row[column + 1] = (score, start, column)
            if gaps[start] >= _MIN_CELL_GAP:
                break
            inside += joins[start]
        for column in range(1, columns + 1):
            if row[column - 1][0] > row[column][0]:
                row[column] = row[column - 1]
        best.append(row)
    cells = [range(0)] * columns
    stop, bound = count, columns
    while stop:
        _, start, column = best[stop][bound]
        cells[column] = range(line.first + start, line.first + stop)
        stop, bound = start, column
    return tuple(cells)


def _cost_beside_letters(fragments: Sequence[Fragment]) -> float:
    """Return the cost of a space beside letters and digits, which some sources print and others do not."""
    joined = sum(len(_LETTERS_BESIDE.findall(fragment.text)) for fragment in fragments)
    apart = sum(_is_beside_letters(before, after) for before, after in pairwise(fragments))
    return _SPACE_BESIDE_LETTERS if joined <= apart else _SPACE_IN_TEXT


def _is_beside_letters(before: Fragment, after: Fragment) -> bool:
    return not after.starts_line and (before.text[-1].isascii() or after.text[0].isascii())


def _join_cost(gap: int, before: Fragment, after: Fragment, beside_letters: float) -> float:
    """Return the cost of assigning two words to one cell."""
    if gap > 1:
        return _TWO_SPACES
    # A number at the start of a line may be a serial or go on with the line above.
    if _ENUMERATOR.fullmatch(before.text) or (before.starts_line and _NUMBER.fullmatch(before.text)):
        return _SPACE_BESIDE_LETTERS
    return beside_letters if _is_beside_letters(before, after) else _SPACE_IN_TEXT


def _score_position(line: _LineWords, first: int, last: int, expected: _Expected | None, gap: int) -> float:
    """Return the log probability of words at this position in a column, up to a constant."""
    if expected is None:
        return -_MAX_DISTANCE
    here = _piece_position(line, first, last)
    off = here.middle - expected.position if expected.centred else here.start - expected.position
    pushed = _PUSHED_WEIGHT if gap == 1 and off > 0 else 1.0
    return -_DISTANCE_EXPONENT * log1p(pushed * abs(off) / expected.spread) - log(expected.spread)
