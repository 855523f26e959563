"""Read key areas of aligned text: their names, and the rows that belong to each."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import groupby
from operator import attrgetter
from typing import Final, NamedTuple

from pipeline.reading.aligned.cells import CellScores, Piece
from pipeline.reading.aligned.places import choose_measure, measure_places
from pipeline.reading.columns.column_models import ColumnModels, model_text
from pipeline.reading.columns.column_scores import AREA
from pipeline.reading.plan_job import PlanJob
from pipeline.reading.plans.headers import most_complete_header
from pipeline.taxonomy.header_words import SERIAL_PATTERN
from pipeline.taxonomy.loading import Taxonomy

_MAX_NAME_LINES: Final = 24
_NEW_NAME_COST: Final = -1.0
_OFF_CENTRE_COST: Final = -0.1
_KNOWN_TASK_SCORE: Final = 4.0

_WORD, _PIECE = re.compile(r"\S+"), re.compile(r"\S+(?: \S+)*")
_NUMBERED: Final = re.compile(
    "[（(]?[一二三四五六七八九十]{1,3}[)）、.．]|第[一二三四五六七八九十]{1,3}|[Ⅰ-Ⅻ]"
)
_SENTENCE: Final = re.compile("[。；！？]|，.*，")
_MAX_HEADING_CHARACTERS: Final = 30
_MAX_OFF, _MAX_RARE = 1, 2
"""Maximum distance of the start of a piece from those at its place, and their number if it is no cell's."""
_MIN_EVEN_SHARE: Final = 0.9
"""Minimum share of pieces beside others that start at the place of a cell, where cells are not centred."""


class AreaName(NamedTuple):
    """A key area's name: its pieces from ``first`` to ``stop`` (exclusive), and its first and last line."""

    first: int
    stop: int
    top: int
    bottom: int
    text: str


def find_headings(job: PlanJob) -> Mapping[int, Mapping[int, str]]:
    """Return the lines of aligned text that are headings over all columns, each as an area by its start.

    Such a line is alone and short. It starts where no cell does, or at the left, with a number that no text
    beside others has or in the place of a serial. Below a header that names key areas, there is none.
    """
    if job.has_areas:
        return {}
    measure, header = choose_measure(job.lines), most_complete_header(job.columns)
    pieces = {
        number: [(match.start(), measure_places(line, measure)[match.start()], match[0]) for match in matches]
        for number, line in enumerate(job.lines, job.first_line)
        if number not in job.furniture_lines and (matches := list(_PIECE.finditer(line)))
    }
    beside = [own for own in pieces.values() if len(own) > 1]
    starts = Counter(place for own in beside for _, place, _ in own)
    left = min(starts, default=0)

    def is_start(place: int) -> bool:
        return sum(starts[place + off] for off in range(-_MAX_OFF, _MAX_OFF + 1)) > _MAX_RARE

    usual = sum(number for place, number in starts.items() if is_start(place))
    are_even = usual > _MIN_EVEN_SHARE * starts.total()
    are_numbered = any(_NUMBERED.match(text) for own in beside for _, _, text in own[:2])
    has_serials = header is not None and header.columns[0] == "serial"
    found: dict[int, Mapping[int, str]] = {}
    below: tuple[int | None, bool] = (None, False)
    for number, [(start, place, text), *others] in reversed(pieces.items()):
        # A line that another one at its place follows, which is no heading, is the beginning of a cell.
        goes_on = below[0] is not None and abs(place - below[0]) <= _MAX_OFF and not below[1]
        below = (None if others else place), False
        label = _NUMBERED.match(text)
        if others or len(text) > _MAX_HEADING_CHARACTERS or text[-1] in "，、；。" or _SENTENCE.search(text):
            continue
        is_at_left = place <= left + _MAX_OFF
        is_serial = SERIAL_PATTERN.fullmatch(text) is not None
        if (
            (label and not are_numbered and (is_at_left or not is_start(place)))
            or (has_serials and is_at_left and not is_serial)
            or (are_even and not is_start(place) and not goes_on)
        ):
            found[number] = {start + word.start(): "area" for word in _WORD.finditer(text)}
            below = place, True
    return found


def join_headings(pieces: Sequence[Piece]) -> list[AreaName]:
    """Return the names of key areas on lines of their own; neighbouring lines are one."""
    names, first = [], 0
    for place, own in groupby(pieces, key=attrgetter("place")):
        texts = [piece.text for piece in own]
        names.append(AreaName(first, first + len(texts), place, place, "".join(texts)))
        first += len(texts)
    return names


def split_areas(pieces: Sequence[Piece], models: ColumnModels, taxonomy: Taxonomy) -> list[AreaName]:
    """Group the pieces of the area column into names."""
    known = frozenset(model_text(area.name_zh) for area in taxonomy.areas)
    cells = CellScores(pieces, AREA, models, known, centred=True)
    best: list[tuple[float, int]] = [(0.0, 0)]
    for stop in range(1, len(pieces) + 1):
        starts = range(max(0, stop - _MAX_NAME_LINES), stop)
        best.append(max((best[s][0] + cells.score(s, stop) + _NEW_NAME_COST, s) for s in starts))
    names, stop = [], len(pieces)
    while stop:
        first = best[stop][1]
        text = "".join(piece.text for piece in pieces[first:stop])
        names.append(AreaName(first, stop, pieces[first].place, pieces[stop - 1].place, text))
        stop = first
    return names[::-1]


def assign_areas(
    names: Sequence[AreaName],
    rows: Sequence[tuple[int, int]],
    tasks: Sequence[str],
    taxonomy: Taxonomy,
    at_top: bool,
) -> list[int | None]:
    """Return for each row the index of its key area's name; None before the first name.

    Parameters
    ----------
    names
        Names in order.
    rows
        Index of the first line of each row, and of the line after its last.
    tasks
        Task cells of the rows; a standard task indicates its key area.
    taxonomy
        Key areas and standard tasks.
    at_top
        Whether names are next to the first of their rows; otherwise centred next to all of them.
    """
    if not names:
        return [None] * len(rows)
    if at_top:
        found: list[int | None] = []
        for _, stop in rows:
            begun = [index for index, name in enumerate(names) if name.top < stop]
            found.append(begun[-1] if begun else None)
        return found
    return list(_assign_centred(names, rows, tasks, taxonomy))


def _assign_centred(
    names: Sequence[AreaName], rows: Sequence[tuple[int, int]], tasks: Sequence[str], taxonomy: Taxonomy
) -> list[int]:
    """Assign rows to vertically centred names by a dynamic program."""
    task_areas = {task.name_zh: task.area_id for task in taxonomy.tasks}
    area_names = {area.id: area.name_zh for area in taxonomy.areas}
    fits = [
        [_score_name(name.text, area_names.get(task_areas.get(task, ""), "")) for task in tasks]
        for name in names
    ]
    count = len(rows)
    best = [0.0] + [-1e9] * count
    back: list[list[int]] = []
    for index, name in enumerate(names):
        after, chosen = [-1e9] * (count + 1), [0] * (count + 1)
        for start in range(count + 1):
            if best[start] <= -1e9:
                continue
            score = best[start]
            for stop in range(start + 1, count + 1):
                score += fits[index][stop - 1]
                off = abs(name.top + name.bottom - rows[start][0] - rows[stop - 1][1] + 1)
                total = score + _OFF_CENTRE_COST * off
                if total > after[stop]:
                    after[stop], chosen[stop] = total, start
        best = after
        back.append(chosen)
    found = [0] * count
    stop = count
    for index in reversed(range(len(names))):
        start = back[index][stop]
        found[start:stop] = [index] * (stop - start)
        stop = start
    return found


def _score_name(name: str, title: str) -> float:
    """Score a name against the ``title`` of the key area of a row's standard task (empty if unknown)."""
    if not title:
        return 0.0
    letters, known = set(name), set(title)
    return _KNOWN_TASK_SCORE if 2 * len(letters & known) > len(letters | known) else -_KNOWN_TASK_SCORE
