"""Gives rows of text their task where the tasks of several rows are centred beside them.

Such a task stands in the text behind the first of its rows, which then seem to share the task above.
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby, pairwise
from typing import Final

from pipeline.reading.columns.rows import PlanRows, Row
from pipeline.taxonomy.match import TaskMatcher

_MIN_EVIDENCE: Final = 0.2
"""Minimum lead of one task over another, by the words of a measure. In the plans of 2018, where no task is
centred, the largest lead of the task below is 0.1."""
_USUAL_LEAD: Final = -0.1
"""Midway between the mean leads where tasks are centred, about 0.1, and where they are not, about -0.25."""
_MIN_CHARACTERS: Final = 5
"""Minimum length of a task to be told by the words of a measure: 运用 is in many."""
_OFF_CENTRE: Final = 0.1
"""Cost of each row by which a task is off the middle of its rows, in terms of that lead."""


def centre_tasks(rows: PlanRows, matcher: TaskMatcher) -> PlanRows:
    """Give the rows between two tasks that of the one or the other, if tasks are centred beside their rows.

    They are if the measure of one of these rows surely names the task below, and the others don't mostly name
    the one above. Then those rows are doubtful whose measure doesn't tell their task.
    """
    groups = [list(own) for _, own in groupby(rows.rows, key=lambda row: id(row.task))]
    leads = [
        [_lead_of_below(row, above[0], below[0], matcher) for row in above[1:]]
        for above, below in pairwise(groups)
    ]
    telling = [lead for own in leads for lead in own if lead]
    if max(telling, default=0.0) < _MIN_EVIDENCE or sum(telling) < _USUAL_LEAD * len(telling):
        return rows
    leads.append([0.0] * (len(groups[-1]) - 1))
    found = list[Row]()
    moved = list[Row]()
    for own, lead, kept in zip(groups, leads, _count_kept(leads), strict=True):
        others = [
            row if abs(one) >= _MIN_EVIDENCE else replace(row, doubts=(*row.doubts, "task_centred"))
            for row, one in zip(own[1:], lead, strict=True)
        ]
        found += _share_task([*moved, own[0], *others[:kept]], own[0])
        moved = others[kept:]
    return replace(rows, rows=tuple(found))


def _lead_of_below(row: Row, above: Row, below: Row, matcher: TaskMatcher) -> float:
    """Return by how much a row's measure agrees better with the task below than with the one above."""
    text = row.measure.text
    if len(below.task.text) < _MIN_CHARACTERS:
        return 0.0
    return matcher.rate_measure(text, below.task.text) - matcher.rate_measure(text, above.task.text)


def _count_kept(leads: Sequence[Sequence[float]]) -> list[int]:
    """Return how many of the rows below each task are its own, so that leads and positions agree best."""
    best: dict[int, tuple[float, list[int]]] = {0: (0.0, [])}
    """By the number of rows above the task that are its own: the score, and the rows kept by those before."""
    for place, own in enumerate(leads):
        ahead = dict[int, tuple[float, list[int]]]()
        for before, (score, kept) in best.items():
            for after in range(len(own) + 1) if place + 1 < len(leads) else [len(own)]:
                off_centre = max(0, abs(before - after - 1) - 1)
                total = score + sum(own[after:]) - _OFF_CENTRE * off_centre
                moved = len(own) - after
                if moved not in ahead or ahead[moved][0] < total:
                    ahead[moved] = total, [*kept, after]
        best = ahead
    return best[0][1]


def _share_task(rows: Sequence[Row], own: Row) -> list[Row]:
    return [
        replace(
            row,
            area=own.area,
            task=own.task,
            merged=(*["task"] * (number > 0), *(name for name in row.merged if name != "task")),
        )
        for number, row in enumerate(rows)
    ]
