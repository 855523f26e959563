"""Corrects borders between rows that only the words of the cells show."""

import re
from bisect import bisect, bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby, pairwise
from typing import Final

from pipeline.extract.departments.mentions import Directory, find_departments
from pipeline.reading.columns.rows import Cell, PlanRows, Row
from pipeline.schema.model import MEASURE_END
from pipeline.taxonomy.loading import Region
from pipeline.taxonomy.match import TaskMatcher

_LIST_END: Final = re.compile("(?:[^、，,；;：:]*(?:负责|牵头|[）)]))?")
_LIST_START: Final = re.compile("(?:[（(](?:[^、，,；;：:]*[:：])?)?")
"""What can stand between the last name of a cell of departments and the first of the next cell."""


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
            doubts=tuple(dict.fromkeys((*row.doubts, "row_maybe_one"))),
        )


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


def join_tasks(rows: PlanRows, matcher: TaskMatcher) -> PlanRows:
    """Join the tasks of neighbouring rows if only together they are the name of a standard task.

    A cell merged over rows is printed across their border, where it can be taken for two. The rows share the
    joined task and are doubtful; a row without other text is not one.
    """
    groups = [list(own) for _, own in groupby(rows.rows, key=lambda row: id(row.task))]
    found = groups[:1]
    for own in groups[1:]:
        above, below = found[-1][0].task, own[0].task
        if _is_cut(above.text, below.text, matcher):
            found[-1] = _share_task([*found[-1], *own], Cell(above.fragments + below.fragments))
        else:
            found.append(own)
    return replace(rows, rows=tuple(row for own in found for row in own))


def _is_cut(above: str, below: str, matcher: TaskMatcher) -> bool:
    is_whole = not above or not below or matcher.is_name(above) or matcher.is_name(below)
    return not is_whole and matcher.is_name(above + below)


def _share_task(rows: Sequence[Row], task: Cell) -> list[Row]:
    others = ("measure", "departments", "deadline")
    kept = [row for row in rows if any(getattr(row, name).fragments for name in others)] or rows[:1]
    return [
        replace(
            row,
            area=rows[0].area,
            task=task,
            merged=(*["task"] * (number > 0), *(name for name in row.merged if name != "task")),
            doubts=tuple(dict.fromkeys((*row.doubts, "task_joined"))),
        )
        for number, row in enumerate(kept)
    ]
