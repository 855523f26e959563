"""Read key areas of aligned text: their names, and the rows that belong to each."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from pipeline.reading.aligned.cells import CellScores, Piece
from pipeline.reading.columns.column_models import ColumnModels, model_text
from pipeline.reading.columns.column_scores import AREA
from pipeline.taxonomy.loading import Taxonomy

_MAX_NAME_LINES: Final = 24
_NEW_NAME_COST: Final = -1.0
_OFF_CENTRE_COST: Final = -0.1
_KNOWN_TASK_SCORE: Final = 4.0


class AreaName(NamedTuple):
    """A key area's name: its pieces from ``first`` to ``stop`` (exclusive), and its first and last line."""

    first: int
    stop: int
    top: int
    bottom: int
    text: str


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
    names: Sequence[AreaName],
    rows: Sequence[tuple[int, int]],
    tasks: Sequence[str],
    taxonomy: Taxonomy,
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
