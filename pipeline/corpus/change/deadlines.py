"""Compares the deadlines of a measure between two years."""

from typing import Final, NamedTuple

from rapidfuzz import fuzz, process

from pipeline.extract.deadlines import find_deadlines
from pipeline.reading.plan import Measure
from pipeline.schema.folding import fold_compatibility

_CONTEXT: Final = 24
_MIN_RATIO: Final = 50
"""Minimum similarity, in %, of the words around two deadlines for the same thing."""


class DeadlineChange(NamedTuple):
    """The deadlines of both years as printed, joined by ``；``, and their change, or '', named as columns."""

    deadline_before: str
    deadline: str
    deadline_change: str


class _Due(NamedTuple):
    """A deadline as printed, with its date (None where it has none: 长期) and the words around it."""

    quote: str
    date: tuple[int, int, int] | None
    words: str


def compare_deadlines(
    before: Measure | None, after: Measure | None, year_before: int, year: int
) -> DeadlineChange:
    """Compare the deadlines of a measure; the values are those of the column ``deadline_change``.

    Dates within their plans' years are compared by month and day, others as they are: for plans of 2018 and
    2019, 2018年6月底前 and 2019年6月底前 is kept, 2020年底前 and 2021年底前 is later.
    """
    old, new = _find_deadlines(before, year_before), _find_deadlines(after, year)
    quote_before, quote = ("；".join(due.quote for due in side) for side in (old, new))
    if not (before and after and (old or new)):
        return DeadlineChange(quote_before, quote, "")
    changes, unpaired = set(), list(old)
    for due in new:
        earlier = _pop_similar(due, unpaired, is_only=len(old) == len(new) == 1)
        changes.add(_compare(earlier, due, year_before, year) if earlier else "new")
    changes |= {"dropped"} if unpaired else set()
    changes -= {"kept"}
    change = "kept" if not changes else changes.pop() if len(changes) == 1 else "moved"
    return DeadlineChange(quote_before, quote, change)


def _find_deadlines(measure: Measure | None, year: int) -> list[_Due]:
    if measure is None:
        return []
    text, cell = measure.row.measure.text, measure.row.deadline.text
    found = []
    for due in find_deadlines(fold_compatibility(text), year):
        words = text[max(0, due.start - _CONTEXT) : due.start] + text[due.end : due.end + _CONTEXT]
        found.append(_Due(text[due.start : due.end], due.date, words))
    if cell:
        dates = [due.date for due in find_deadlines(fold_compatibility(cell), year, is_column=True)]
        found.append(_Due(cell, max(dates, default=None), ""))
    return found


def _pop_similar(due: _Due, earlier: list[_Due], *, is_only: bool) -> _Due | None:
    """Remove and return the earlier deadline for the same thing; a deadline cell matches a deadline cell."""
    if is_only and earlier:
        return earlier.pop()
    same = [at for at, other in enumerate(earlier) if bool(other.words) == bool(due.words)]
    if due.words and same:
        match = process.extractOne(
            due.words, [earlier[at].words for at in same], scorer=fuzz.ratio, score_cutoff=_MIN_RATIO
        )
        same = [same[match[2]]] if match else []
    return earlier.pop(same[0]) if same else None


def _compare(before: _Due, after: _Due, year_before: int, year: int) -> str:
    if before.date is None or after.date is None:
        return "kept" if before.quote == after.quote else "moved"
    old, new = before.date, after.date
    if (old[0], new[0]) == (year_before, year):
        old, new = (0, *old[1:]), (0, *new[1:])
    return "kept" if old == new else "earlier" if new < old else "later"
