"""The ledger: the fate of every source character that is not white space, and the proof of it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from pipeline.readers.source import Source
from pipeline.reading.columns.layout import Fragment
from pipeline.reading.columns.rows import Cell, PlanRows
from pipeline.reading.plans.split import PlanText

_FRAGMENT: Final = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class Span:
    """A run of characters of one line with one fate; ``start`` and ``end`` are offsets in the line."""

    line: int
    start: int
    end: int
    offset: int
    fate: str
    measure_id: str
    cell_start: int
    text: str


@dataclass(frozen=True)
class Gap:
    """Characters of a source that are in no span, or in two: a hole in the ledger."""

    line: int
    start: int
    text: str
    claims: int


def plan_spans(
    rows: PlanRows, measure_ids: Sequence[str], lines: Sequence[str], starts: Sequence[int], first_line: int
) -> list[Span]:
    """The spans of one plan in the order of the source; a merged cell belongs to its first row.

    ``lines`` are the plan's own, ``starts`` where each begins in the decoded source, and
    ``first_line`` is the number of the first.
    """
    found: list[Span] = []
    booked: set[tuple[int, int]] = set()
    above: dict[str, Cell] = {}

    def book(fragment: Fragment, fate: str, measure_id: str, cell_start: int) -> None:
        line = lines[fragment.line - first_line]
        for start, end, kept in _runs(fragment, line):
            found.append(
                Span(
                    line=fragment.line,
                    start=start,
                    end=end,
                    offset=starts[fragment.line - first_line] + start,
                    fate=fate if kept else "overprint",
                    measure_id=measure_id,
                    cell_start=cell_start if kept else -1,
                    text=line[start:end],
                )
            )
            if kept and cell_start >= 0:
                cell_start += end - start

    for row, measure_id in zip(rows.rows, measure_ids, strict=True):
        cells = (("task", row.task), ("measure", row.measure), ("departments", row.departments))
        deliverable = {(fragment.line, fragment.start) for fragment in row.deliverable}
        for column, cell in cells:
            if cell is above.get(column):  # a merged cell, which was booked on the first row that it covers
                continue
            above[column] = cell
            position = 0
            for fragment in cell.fragments:
                # A text that the reader put in stands nowhere in the source.
                place = fragment.line, fragment.start
                if fragment.kept and place not in booked:
                    booked.add(place)
                    fate = "deliverable" if place in deliverable else column
                    book(fragment, fate, measure_id, position)
                position += len(fragment.text)
    for fragment, fate in rows.furniture:
        book(fragment, fate, "", -1)
    return sorted(found, key=lambda span: (span.line, span.start))


def preface_spans(
    lines: Sequence[str], starts: Sequence[int], before: int, furniture_lines: Mapping[int, str]
) -> list[Span]:
    """The spans of a source's lines before line ``before``, where its first plan begins.

    ``furniture_lines`` are the lines that were told to be furniture; what else stands there, such
    as a cover or a foreword, is preface.
    """
    return [
        span
        for number in range(1, before)
        for span in _line_spans(lines, starts, number, furniture_lines.get(number, "preface"))
    ]


def unread_spans(source: Source, left_out: Sequence[PlanText], read_lines: Iterable[int]) -> list[Span]:
    """The spans of what was not read in a source of which plans were left out.

    Parameters
    ----------
    source
        The source.
    left_out
        The plans that could not be read.
    read_lines
        The lines of the plans that were read. With a plan that was left out its preface can be, too: of the
        lines before all plans, those that are not among these were not read either.
    """
    if not left_out:
        return []
    read = set(read_lines)
    first = min([*read, *(plan.first_line for plan in left_out)])
    missed = {number for plan in left_out for number in range(plan.first_line, plan.last_line + 1)}
    return [
        span
        for number in sorted(missed.union(range(1, first)) - read)
        for span in _line_spans(source.lines, source.starts, number, "unread")
    ]


def _line_spans(lines: Sequence[str], starts: Sequence[int], number: int, fate: str) -> Iterator[Span]:
    """A line that is in no cell, as spans of one class."""
    for match in _FRAGMENT.finditer(lines[number - 1]):
        yield Span(
            line=number,
            start=match.start(),
            end=match.end(),
            offset=starts[number - 1] + match.start(),
            fate=fate,
            measure_id="",
            cell_start=-1,
            text=match.group(),
        )


def _runs(fragment: Fragment, line: str) -> Iterator[tuple[int, int, bool]]:
    """The fragment's characters as runs that are kept and runs that were printed over them."""
    kept = set(fragment.kept)
    start = fragment.start
    for position in range(fragment.start + 1, fragment.end + 1):
        ends = position == fragment.end or line[position].isspace() or (position in kept) != (start in kept)
        if not ends:
            continue
        if not line[start].isspace():
            yield start, position, start in kept
        start = position


def find_gaps(source: Source, spans: Iterable[tuple[int, int, int]]) -> list[Gap]:
    """Where the ledger does not hold: characters of ``source`` in no span or in more than one.

    ``spans`` are (line, start, end); an empty list is the proof that every character that is
    not white space belongs to exactly one of them.
    """
    by_line: Mapping[int, list[tuple[int, int]]] = defaultdict(list)
    for line, start, end in spans:
        by_line[line].append((start, end))
    gaps: list[Gap] = []
    for number, text in enumerate(source.lines, 1):
        claims = [0] * len(text)
        for start, end in by_line.get(number, ()):
            for position in range(start, min(end, len(text))):
                claims[position] += 1
        wrong = [p for p, c in enumerate(text) if not c.isspace() and claims[p] != 1]
        if wrong:
            shown = "".join(text[p] for p in wrong)
            gaps.append(Gap(number, wrong[0], shown, claims[wrong[0]]))
    return gaps
