"""Splits rows of text without cells whose border only the departments show."""

import re
from bisect import bisect
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from typing import Final

from pipeline.extract.departments.mentions import Directory, find_departments
from pipeline.reading.columns.rows import Cell, PlanRows, Row
from pipeline.schema.model import SENTENCE_END
from pipeline.taxonomy.loading import Region

_LIST_END: Final = re.compile("(?:[^、，,；;：:]*(?:负责|牵头|[）)]))?")
_LIST_START: Final = re.compile("(?:[（(](?:[^、，,；;：:]*[:：])?)?")
"""What can stand between the last name of a cell of departments and the first of the next cell."""


def split_rows(rows: PlanRows, region: Region, directory: Directory) -> PlanRows:
    """Split each row whose departments end, and begin again after a sentence of the measure.

    The parts share the task and are doubtful. ``region`` is the plan's.
    """
    return replace(rows, rows=tuple(part for row in rows.rows for part in _split_row(row, region, directory)))


def _split_row(row: Row, region: Region, directory: Directory) -> Iterator[Row]:
    border = _find_border(row, region, directory)
    if border is None:
        yield row
        return
    sentences, names = border
    measure, departments = row.measure.fragments, row.departments.fragments
    doubts = tuple(dict.fromkeys((*row.doubts, "row_maybe_one")))
    yield replace(
        row, measure=Cell(measure[:sentences]), departments=Cell(departments[:names]), doubts=doubts
    )
    rest = replace(
        row,
        measure=Cell(measure[sentences:]),
        departments=Cell(departments[names:]),
        merged=tuple(dict.fromkeys((*row.merged, "task"))),
        doubts=doubts,
    )
    yield from _split_row(rest, region, directory)


def _find_border(row: Row, region: Region, directory: Directory) -> tuple[int, int] | None:
    """Return the number of fragments of the measure and of the departments before the border."""
    places = [(one.line, one.start) for one in row.measure.fragments]
    text, end = row.departments.text, 0
    for number, (here, after) in enumerate(pairwise(row.departments.fragments), 1):
        end += len(here.text)
        first, last = (bisect(places, (one.line, one.start)) for one in (here, after))
        if not 0 < first < last or not SENTENCE_END.search(row.measure.fragments[first - 1].text):
            continue
        names = find_departments(text, region, directory)
        before = max((name.end for name in names if name.end <= end), default=0)
        behind = min((name.start for name in names if name.start >= end), default=0)
        if _LIST_END.fullmatch(text[before:end]) and _LIST_START.fullmatch(text[end:behind]):
            return first, number
    return None
