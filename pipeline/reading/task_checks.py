"""Finds the tasks of text without cell borders that may be two, or hold the text of another cell."""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import groupby, pairwise
from math import inf
from operator import attrgetter
from typing import Final

import numpy as np

from pipeline.reading.aligned.places import is_aligned
from pipeline.reading.columns.layout import display_width, leading_width
from pipeline.reading.columns.rows import Cell
from pipeline.reading.plan import ParsedPlan

_HEADING_NUMBER: Final = re.compile("[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)]")
_MAX_NUMBERED_SHARE: Final = 0.5
"""Maximum share of tasks with such a number; where more have one, it is the task's own."""
_MIN_NUMBERED: Final = 2
_MIN_SHARED: Final = 3
_PERCENTILE, _MIN_WRAPPED, _MAX_EXCESS = 90, 8, 5
"""Of the widths of wrapped lines: the percentile that is the width of the column, and their minimum number;
and by how many half-width cells a line can be wider, as marks may hang over the edge."""
_LIST: Final = re.compile("[；;，,：:]$")
_NEVER_FIRST: Final = re.compile("[，。、；：！？）》”…]")
_MARK: Final = re.compile("[，。、；：！？（）《》“”‘’…—·]")
"""Marks whose width programs count differently, or that may hang over the edge of a column."""


def find_joined_tasks(parsed: ParsedPlan) -> frozenset[int]:
    """Return the indexes of the rows whose task seems to hold another text, or to be that of other rows."""
    if parsed.job.has_cells:
        return frozenset()
    lines = [_list_lines(measure.row.task) for measure in parsed.measures]
    found = _find_numbered(lines) | _find_shared(parsed)
    if is_aligned(parsed.job.lines):
        found |= _find_short_lines(lines)
    return frozenset(found)


def find_measures_in_tasks(parsed: ParsedPlan) -> frozenset[int]:
    """Return the indexes of the rows whose task seems to hold their measure, or its start, as few tasks do.

    Such a task ends within a list, is longer than all others and has no measure beside it, or has a line
    wider than its column.
    """
    if parsed.job.has_cells:
        return frozenset()
    tasks = [measure.row.task for measure in parsed.measures]
    blank = {place for place, measure in enumerate(parsed.measures) if not measure.row.measure.text}
    longest = max((len(task.text) for place, task in enumerate(tasks) if place not in blank), default=0)
    found = {place for place in blank if len(tasks[place].text) > longest}
    found |= {place for place, task in enumerate(tasks) if _LIST.search(task.text)}
    found = found if 2 * len(found) < len(tasks) else set()
    return frozenset(found | _find_wide([_list_lines(task) for task in tasks]))


def _find_wide(tasks: Sequence[tuple[str, ...]]) -> set[int]:
    """Return the places of tasks with a line that is wider than those that are wrapped."""
    wrapped = [display_width(line) for lines in {*tasks} for line in lines[:-1]]
    most = _MAX_EXCESS + np.percentile(wrapped, _PERCENTILE) if len(wrapped) >= _MIN_WRAPPED else inf
    return {place for place, lines in enumerate(tasks) if any(display_width(line) > most for line in lines)}


def _list_lines(task: Cell) -> tuple[str, ...]:
    by_line = groupby(task.fragments, key=attrgetter("line"))
    return tuple("".join(one.text for one in fragments) for _, fragments in by_line)


def _find_numbered(tasks: Sequence[tuple[str, ...]]) -> set[int]:
    """Return the places of tasks with a line that has the number of a heading, as few tasks have."""
    found = {place for place, lines in enumerate(tasks) if any(_HEADING_NUMBER.match(line) for line in lines)}
    numbered = len({tasks[place] for place in found})
    are_headings = _MIN_NUMBERED <= numbered <= _MAX_NUMBERED_SHARE * len({*tasks})
    return found if are_headings else set()


def _find_shared(parsed: ParsedPlan) -> set[int]:
    """Return the places of rows that share their task with most rows of the plan."""
    tasks = [measure.row.task.fragments for measure in parsed.measures]
    most = max(_MIN_SHARED, len(tasks) / 2)
    shared = {task for task, rows in Counter(filter(None, tasks)).items() if rows > most}
    return {place for place, task in enumerate(tasks) if task in shared}


def _find_short_lines(tasks: Sequence[tuple[str, ...]]) -> set[int]:
    """Return the places of tasks with a line that ends where the start of the next one had room."""
    room = max((display_width(_MARK.sub("", line)) for lines in tasks for line in lines), default=0)
    return {
        place
        for place, lines in enumerate(tasks)
        if any(
            # A mark is not parted from what is before it.
            display_width(above)
            + leading_width(below)
            + display_width(below[1:2]) * bool(_NEVER_FIRST.match(below, 1))
            <= room
            for above, below in pairwise(lines)
        )
    }
