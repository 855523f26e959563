"""Gives rows of text their task where the tasks of several rows are centred beside them.

Such a task stands in the text behind the first of its rows, which then seem to share the task above.
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby, pairwise
from typing import Final

import numpy as np

from pipeline.reading.columns.rows import PlanRows, Row
from pipeline.taxonomy.match import TaskMatcher

_MIN_EVIDENCE: Final = 0.25
"""Minimum lead of one task over another, by the words of a measure. In the plans of 2018, where no task is
centred, the largest lead of the task below is 0.1."""
_MIN_RATIO: Final = 0.3
"""Minimum number of measures that name the task below, for each that names the one above."""
_MIN_SINGLE_SHARE: Final = 0.1
"""Minimum share of a single such measure: one of many can mention the next task."""
_MIN_CHARACTERS: Final = 5
"""Minimum length of a task to be told by the words of a measure: 运用 is in many."""
_OFF_CENTRE: Final = 0.1
"""Cost of each row by which a task is off the middle of its rows, in terms of that lead."""


def centre_tasks(rows: PlanRows, matcher: TaskMatcher) -> PlanRows:
    """Give the rows between two tasks that of the one or the other, if tasks are centred beside their rows.

    They may be if measures that seem to share a task surely name the next one, and hardly fewer do than name
    that task. Then those rows are doubtful whose measure doesn't tell their task, else those that name the
    next one.
    """
    groups = [list(own) for _, own in groupby(rows.rows, key=lambda row: id(row.task))]
    leads = [
        [_lead_of_below(row, above[0], below[0], matcher) for row in above[1:]]
        for above, below in pairwise(groups)
    ]
    between = np.array([lead for own in leads for lead in own])
    name_below, name_above = (np.count_nonzero(side >= _MIN_EVIDENCE) for side in (between, -between))
    if not name_below:
        return rows
    # No task is below the last rows.
    leads += [[-1.0] * (len(own) - 1) for own in groups[-1:]]
    may_be_centred = name_below >= _MIN_RATIO * name_above
    are_centred = may_be_centred and name_below > min(1.0, _MIN_SINGLE_SHARE * len(between))
    counts = _count_kept(leads) if are_centred else list(map(len, leads))
    found = list[Row]()
    moved = list[Row]()
    for own, lead, kept in zip(groups, leads, counts, strict=True):
        agreement = np.append(-np.array(lead[:kept]), lead[kept:])
        is_doubtful = agreement < (_MIN_EVIDENCE if may_be_centred else -_MIN_EVIDENCE)
        others = [
            row.add_doubts("task_centred") if doubt else row
            for row, doubt in zip(own[1:], is_doubtful, strict=True)
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
    above, scores, steps = np.zeros(1), np.zeros(1), list[list[int]]()
    """By the rows below the last task that are its own: the others, above this one, and the score so far."""
    for own in leads:
        steps.append([])
        totals = np.append(np.cumsum(own[::-1])[::-1], 0.0)
        for kept in range(len(own) + 1):
            fits = scores - _OFF_CENTRE * np.maximum(0, abs(above - kept - 1) - 1)
            steps[-1].append(int(fits.argmax()))
            totals[kept] += fits.max()
        above, scores = np.arange(len(own), -1.0, -1.0), totals
    counts = [len(leads[-1])]
    for step in reversed(steps[1:]):
        counts.append(step[counts[-1]])
    return counts[::-1]


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
