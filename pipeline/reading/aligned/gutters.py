"""Find the blank strips that separate the columns of aligned text, below the cells of its header.

Where they are blank over a whole page, the place of a word alone tells its column, whatever its words and
whatever columns there are.
"""

import re
from bisect import bisect
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby, pairwise
from operator import itemgetter
from typing import Final, NamedTuple, TypeAlias

from pipeline.reading.aligned.places import choose_measure, measure_places
from pipeline.reading.plan_job import PlanJob
from pipeline.reading.plans.headers import UNIQUE_COLUMNS, is_in_usual_order, most_complete_header

_MAX_CROSSED_SHARE: Final = 0.2
"""Maximum share of a page's lines with text across a strip, such as headings."""
_MAX_OVERHANG: Final = 4
"""Maximum width of text that hangs over a strip."""
_MIN_STRIP: Final = 2
"""Minimum width of a strip on a page without a header."""
_Spans: TypeAlias = tuple[tuple[int, int], ...]
_WORD, _PIECE = re.compile(r"\S+"), re.compile(r"\S+(?: \S+)*")


class _Word(NamedTuple):
    """The index of a word's start in its line, and the places where it starts and ends."""

    start: int
    left: int
    right: int


def find_word_columns(job: PlanJob) -> Mapping[int, Mapping[int, str]] | None:
    """Return the column of each word of a plan, by the number of its line and by its start.

    Lines whose words cross strips are left out, and pages without a header or as many strips. None if a page
    has none below its header, or if what is left out may hold words of columns that are none of a plan's.
    """
    header = most_complete_header(job.columns)
    if header is None or not header.spans:
        return None
    has_others = not (set(header.columns) <= UNIQUE_COLUMNS and is_in_usual_order(header))
    measure = choose_measure(job.lines)
    spans = {one.line: one.spans for one in job.columns if len(one.spans) == len(header.spans)}
    found: dict[int, Mapping[int, str]] = {}
    for here, page in _split_pages(job, spans):
        places = {
            number: _list_pieces(line, measure_places(line, measure))
            for number, line in page
            if number not in job.furniture_lines and line.strip()
        }
        taken = Counter(
            place
            for pieces in places.values()
            for piece in pieces
            for word in piece
            for place in range(word.left, word.right)
        )
        strips = (
            _find_strips(taken, len(places), here) if here else _find_all_strips(taken, len(header.spans))
        )
        if strips is None:
            if here or has_others:
                return None
            continue
        for number, pieces in places.items():
            if columns := _assign_pieces(pieces, strips):
                found[number] = {start: header.columns[column] for start, column in columns.items()}
            elif has_others and len(pieces) > 1:
                return None
    return found


def _split_pages(job: PlanJob, spans: Mapping[int, _Spans]) -> list[tuple[_Spans, list[tuple[int, str]]]]:
    """Return the numbered lines of each page and the places of its header; a second header begins another."""
    found: list[tuple[_Spans, list[tuple[int, str]]]] = [((), [])]
    for number, line in enumerate(job.lines, job.first_line):
        here, page = found[-1]
        if "\f" in line or (here and number in spans):
            here, page = (), []
            found.append((here, page))
        if number in spans:
            found[-1] = spans[number], page
        page.append((number, line))
    return found


def _list_pieces(line: str, places: Sequence[int]) -> list[list[_Word]]:
    """Return the words of a line, in pieces with wider gaps between."""
    return [
        [
            _Word(start := piece.start() + word.start(), places[start], places[piece.start() + word.end()])
            for word in _WORD.finditer(piece.group())
        ]
        for piece in _PIECE.finditer(line)
    ]


def _assign_pieces(pieces: Sequence[Sequence[_Word]], strips: Sequence[int]) -> dict[int, int]:
    """Return the number of the column of each word by its start; empty if words cross strips.

    A piece that does, such as text wider than its place in a PDF, is in the column in which it begins, if
    no other is.
    """
    columns: dict[int, int] = {}
    for piece in pieces:
        within = all(bisect(strips, word.left) == bisect(strips, word.right - 1) for word in piece)
        first = bisect(strips, piece[0].left)
        columns |= {word.start: bisect(strips, word.left) if within else first for word in piece}
        if not within and (
            len(pieces) == 1
            or piece[-1].right > strips[first] + _MAX_OVERHANG
            or sum(bisect(strips, one[0].left) == first for one in pieces) > 1
        ):
            return {}
    return columns


def _find_strips(taken: Counter[int], lines: int, spans: _Spans) -> tuple[int, ...] | None:
    """Return the middle of the widest blank strip between each two cells of the header; None without one.

    ``taken`` counts the lines with text at each place.
    """
    found = []
    for left, right in pairwise(spans):
        between = range(sum(left) // 2 + 1, sum(right) // 2)
        crossed = [taken[place] for place in between]
        least = min(crossed, default=lines + 1)
        if least > _MAX_CROSSED_SHARE * lines:
            return None
        runs = [
            [place for place, _ in run]
            for count, run in groupby(zip(between, crossed, strict=True), itemgetter(1))
            if count == least
        ]
        widest = max(runs, key=len)
        found.append(widest[len(widest) // 2])
    return tuple(found)


def _find_all_strips(taken: Iterable[int], columns: int) -> tuple[int, ...] | None:
    """Return the middle of each strip that is blank on all lines; None if they do not make ``columns``."""
    gaps = [(left, right) for left, right in pairwise(sorted(taken)) if right - left > _MIN_STRIP]
    return tuple(sum(gap) // 2 for gap in gaps) if len(gaps) == columns - 1 else None
