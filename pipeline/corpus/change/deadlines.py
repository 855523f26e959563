"""Says how the deadlines of a measure moved between two years."""

from __future__ import annotations

from typing import Final, NamedTuple

from rapidfuzz import fuzz, process

from pipeline.extract.deadlines import Deadline, find_deadlines
from pipeline.reading.plan import Measure
from pipeline.schema.folding import fold_compatibility

_AROUND: Final = 24
_SAME_WORDS: Final = 50
"""Likeness, in %, of the words around two deadlines from which they are of the same thing."""


class DeadlineChange(NamedTuple):
    """The deadlines of both years as printed, joined by ``；``, and what became of them, or ''."""

    before: str
    after: str
    change: str


class _Due(NamedTuple):
    """A deadline as printed, with its date (None where it has none: 长期) and the words around it."""

    quote: str
    date: tuple[int, int, int] | None
    words: str


def compare_deadlines(
    before: Measure | None, after: Measure | None, year_before: int, year: int
) -> DeadlineChange:
    """What became of the deadlines of a measure, as the codebook's column ``deadline_change`` says.

    Dates within their plans' years are compared by month and day, others as they are: of plans of 2018 and
    2019, 2018年6月底前 and 2019年6月底前 is kept, 2020年底前 and 2021年底前 is later.
    """
    old, new = _deadlines_of(before, year_before), _deadlines_of(after, year)
    was, now = ("；".join(due.quote for due in side) for side in (old, new))
    if not (before and after and (old or new)):
        return DeadlineChange(was, now, "")
    kinds, left = set(), list(old)
    for due in new:
        one = _take_alike(due, left, alone=len(old) == len(new) == 1)
        kinds.add(_compare(one, due, year_before, year) if one else "new")
    kinds |= {"dropped"} if left else set()
    moved = kinds - {"kept"}
    return DeadlineChange(was, now, "kept" if not moved else moved.pop() if len(moved) == 1 else "moved")


def _deadlines_of(measure: Measure | None, year: int) -> list[_Due]:
    if measure is None:
        return []
    text, cell = measure.row.measure.text, measure.row.deadline.text
    found = [
        _Due(text[due.start : due.end], due.date, _words_around(text, due))
        for due in find_deadlines(fold_compatibility(text), year)
    ]
    if cell:
        dates = [due.date for due in find_deadlines(fold_compatibility(cell), year, is_column=True)]
        found.append(_Due(cell, max(dates, default=None), ""))
    return found


def _words_around(text: str, due: Deadline) -> str:
    return text[max(0, due.start - _AROUND) : due.start] + text[due.end : due.end + _AROUND]


def _take_alike(due: _Due, left: list[_Due], *, alone: bool) -> _Due | None:
    """The earlier deadline of the same thing, taken out of those that are left; of two columns, the cell."""
    same = [place for place, other in enumerate(left) if bool(other.words) == bool(due.words)]
    if alone and left:
        return left.pop()
    if due.words and same:
        found = process.extractOne(
            due.words, [left[place].words for place in same], scorer=fuzz.ratio, score_cutoff=_SAME_WORDS
        )
        same = [same[found[2]]] if found else []
    return left.pop(same[0]) if same else None


def _compare(before: _Due, after: _Due, year_before: int, year: int) -> str:
    if before.date is None or after.date is None:
        return "kept" if before.quote == after.quote else "moved"
    was, now = before.date, after.date
    if (was[0], now[0]) == (year_before, year):
        was, now = (0, *was[1:]), (0, *now[1:])
    return "kept" if was == now else "earlier" if now < was else "later"
