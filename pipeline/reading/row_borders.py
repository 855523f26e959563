"""Corrects rows of text by their words: borders between them, and tasks centred beside several."""

import re
from bisect import bisect, bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby, pairwise
from typing import Final

import numpy as np

from pipeline.extract.departments.mentions import Directory, find_departments, has_only_departments
from pipeline.reading.columns.cell_starts import SUPPORT_LABEL
from pipeline.reading.columns.layout import Fragment
from pipeline.reading.columns.rows import Cell, PlanRows, Row
from pipeline.reading.columns.serials import previous_items
from pipeline.schema.folding import fold_compatibility
from pipeline.schema.model import MEASURE_END
from pipeline.taxonomy.loading import Region
from pipeline.taxonomy.match import TaskMatcher

_LIST_END: Final = re.compile("(?:[^、，,；;：:]*(?:负责|牵头|[）)]))?")
_LIST_START: Final = re.compile("(?:[（(](?:[^、，,；;：:]*[:：])?)?")
"""What can stand between the last name of a cell of departments and the first of the next cell."""
LEAD_LABEL: Final = re.compile("[（(]?(?:牵头|主办|责任|负责)(?:责任)?(?:单位|部门)[:：]")
_OPEN_ITEM: Final = ("；", ";")
_MAX_SUPPORT_LINES: Final = 30
"""Maximum number of lines of supporting departments; the time to read them is quadratic."""
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


def split_rows(rows: PlanRows, region: Region, directory: Directory) -> PlanRows:
    """Split each row whose departments end, and begin again after a sentence of the measure.

    The parts share the task and are doubtful; a row that shares another cell is left whole. ``region`` is the
    plan's.
    """
    uses = Counter(id(cell) for row in rows.rows for cell in (row.measure, row.departments))
    found = list[Row]()
    for row in rows.rows:
        is_alone = uses[id(row.measure)] == uses[id(row.departments)] == 1
        found += _split_row(row, region, directory) if is_alone else [row]
    return replace(rows, rows=tuple(found))


def _split_row(row: Row, region: Region, directory: Directory) -> Iterator[Row]:
    borders = list(_find_borders(row, region, directory))
    if not borders:
        yield row
        return
    measure, departments = row.measure.fragments, row.departments.fragments
    ends = [*borders, (len(measure), len(departments))]
    for (first, name), (last, last_name) in pairwise([(0, 0), *ends]):
        yield replace(
            row,
            measure=Cell(measure[first:last]),
            departments=Cell(departments[name:last_name]),
            merged=tuple(dict.fromkeys((*row.merged, *["task"] * (first > 0)))),
        ).add_doubts("row_maybe_one")


def _find_borders(row: Row, region: Region, directory: Directory) -> Iterator[tuple[int, int]]:
    """Yield the number of fragments of the measure and of the departments before each border."""
    places = [(one.line, one.start) for one in row.measure.fragments]
    candidates, end = list[tuple[int, int, int]](), 0
    for number, (here, after) in enumerate(pairwise(row.departments.fragments), 1):
        end += len(here.text)
        first, last = (bisect(places, (one.line, one.start)) for one in (here, after))
        if 0 < first < last and MEASURE_END.search(row.measure.fragments[first - 1].text):
            candidates.append((first, number, end))
    if not candidates:
        return
    text = row.departments.text
    names = find_departments(text, region, directory)
    ends, starts = [0, *(name.end for name in names)], [*(name.start for name in names), len(text)]
    above, start = 0, 0
    for first, number, end in candidates:
        before, behind = max(start, ends[bisect(ends, end) - 1]), starts[bisect_left(starts, end)]
        if (
            above < first
            and _LIST_END.fullmatch(text[before:end])
            and _LIST_START.fullmatch(text[end:behind])
        ):
            yield first, number
            above, start = first, end


def join_rows(rows: PlanRows, directory: Directory) -> PlanRows:
    """Join rows that only together are one: a list that goes on, and departments without those that lead.

    Such a row is doubtful. The text of a row whose first words only name the supporting departments of the
    row above goes there.
    """
    found = list[Row]()
    for row in rows.rows:
        if not found or {*found[-1].merged, *row.merged} - {"task"}:
            found.append(row)
            continue
        found[-1], row = _move_support(found[-1], row, directory)
        if _continues_list(found[-1], row) or _continues_departments(found[-1], row):
            found[-1] = _join(found[-1], row)
        else:
            found.append(row)
    return replace(rows, rows=tuple(found))


def _move_support(above: Row, row: Row, directory: Directory) -> tuple[Row, Row]:
    """Return both rows, the supporting departments at the start of the second moved to the first."""
    shares_task = "task" in row.merged
    fragments = (row.measure if shares_task else row.task).fragments
    label = SUPPORT_LABEL.match("".join(one.text for one in fragments))
    if not above.departments.text or not label:
        return above, row
    for count in range(min(len(fragments), _MAX_SUPPORT_LINES), 0, -1):
        text, rest = "".join(one.text for one in fragments[:count]), Cell(fragments[count:])
        if len(text) >= label.end() and has_only_departments(text[label.end() :], directory):
            if shares_task:
                row = replace(row, measure=rest)
            elif rest.fragments:
                row = replace(row, task=rest)
            else:
                row = replace(row, task=above.task, merged=("task", *row.merged))
            departments = Cell((*above.departments.fragments, *fragments[:count]))
            return replace(above, departments=departments), row
    return above, row


def _continues_list(above: Row, row: Row) -> bool:
    """Return whether a row begins with the next item of the list that the row above ends with."""
    if above.departments.fragments and row.departments.fragments:
        return False
    if above.area != row.area or not above.measure.text.endswith(_OPEN_ITEM):
        return False
    fragments = (*above.measure.fragments, *_own_text(row)[:1])
    lines = [0, *(one.line for one in fragments)]
    items = [
        replace(one, text=fold_compatibility(one.text), starts_line=one.line != line)
        for one, line in zip(fragments, lines, strict=False)
    ]
    return previous_items(items)[-1] >= 0


def _continues_departments(above: Row, row: Row) -> bool:
    """Return whether a row of the same task has the supporting departments of the row above."""
    is_same = "task" in row.merged and bool(SUPPORT_LABEL.match(row.departments.text))
    leads = LEAD_LABEL.match(above.departments.text)
    return is_same and bool(leads) and not SUPPORT_LABEL.search(above.departments.text)


def _join(above: Row, row: Row) -> Row:
    return replace(
        above,
        measure=Cell(above.measure.fragments + _own_text(row)),
        departments=Cell(above.departments.fragments + row.departments.fragments),
        margin=min(above.margin, row.margin),
    ).add_doubts(*row.doubts, "row_joined")


def _own_text(row: Row) -> tuple[Fragment, ...]:
    """Return the fragments of a row's task, unless it shares it, and of its measure."""
    return (*(() if "task" in row.merged else row.task.fragments), *row.measure.fragments)


def join_tasks(rows: PlanRows, matcher: TaskMatcher) -> PlanRows:
    """Join the tasks of neighbouring rows if only together they are the name of a standard task.

    A cell merged over rows is printed across their border, where it can be taken for two. The rows share the
    joined task and are doubtful; a row without other text is not one.
    """
    groups = [list(own) for _, own in groupby(rows.rows, key=lambda row: id(row.task))]
    found = groups[:1]
    for own in groups[1:]:
        above, below = found[-1][0].task, own[0].task
        names = (above.text, below.text)
        is_whole = not all(names) or any(map(matcher.is_name, names))
        if not is_whole and matcher.is_name("".join(names)):
            both = [*found[-1], *own]
            kept = [row for row in both if len(row.fragments) > len(row.task.fragments)] or both[:1]
            joined = _share_task(kept, both[0].area, Cell(above.fragments + below.fragments))
            found[-1] = [row.add_doubts("task_joined") for row in joined]
        else:
            found.append(own)
    return replace(rows, rows=tuple(row for own in found for row in own))


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
        found += _share_task([*moved, own[0], *others[:kept]], own[0].area, own[0].task)
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


def _share_task(rows: Sequence[Row], area: Cell, task: Cell) -> list[Row]:
    return [
        replace(
            row,
            area=area,
            task=task,
            merged=(*["task"] * (number > 0), *(name for name in row.merged if name != "task")),
        )
        for number, row in enumerate(rows)
    ]
