"""The ledger: the class of each character of a source that is not white space, and its completeness check."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from pipeline.readers.document import Document
from pipeline.reading.columns.layout import Fragment
from pipeline.reading.columns.rows import Cell, PlanRows
from pipeline.reading.plan_job import PlanJob, Span
from pipeline.reading.plans.split import PlanText

_FRAGMENT: Final = re.compile(r"\S+")


@dataclass(frozen=True)
class Gap:
    """Characters of a source that are in no span or in several (``span_count``)."""

    line: int
    start: int
    text: str
    span_count: int


def plan_spans(job: PlanJob, rows: PlanRows, measure_ids: Sequence[str]) -> list[Span]:
    """Return the spans of one plan in source order; a merged cell belongs to its first row."""
    found: list[Span] = []
    recorded: set[tuple[int, int]] = set()
    last_cells: dict[str, Cell] = {}

    def record(fragment: Fragment, character_class: str, measure_id: str, cell_start: int) -> None:
        index = fragment.line - job.first_line
        line = job.lines[index]
        for start, end, kept in _split_runs(fragment, line):
            found.append(
                Span(
                    line=fragment.line,
                    start=start,
                    end=end,
                    offset=job.starts[index] + start,
                    character_class=character_class if kept else "overprint",
                    measure_id=measure_id,
                    cell_start=cell_start if kept else -1,
                    text=line[start:end],
                )
            )
            if kept and cell_start >= 0:
                cell_start += end - start

    for row, measure_id in zip(rows.rows, measure_ids, strict=True):
        deliverable = {(fragment.line, fragment.start) for fragment in row.deliverable}
        for column, cell in row.cells.items():
            if cell is last_cells.get(column):  # a merged cell, already recorded with its first row
                continue
            last_cells[column] = cell
            position = 0
            for fragment in cell.fragments:
                # Text inserted by the reader has no place in the source.
                place = fragment.line, fragment.start
                if fragment.offsets and place not in recorded:
                    recorded.add(place)
                    character_class = "deliverable" if place in deliverable else column
                    record(fragment, character_class, measure_id, position)
                position += len(fragment.text)
    for fragment, character_class in rows.furniture:
        record(fragment, character_class, "", -1)
    return sorted(found, key=lambda span: (span.line, span.start))


def preface_spans(
    lines: Sequence[str], starts: Sequence[int], before: int, furniture_lines: Mapping[int, str]
) -> list[Span]:
    """Return the spans of a source's lines before line ``before``, where its first plan starts.

    ``furniture_lines`` are the lines recognised as layout text; all others, such as a cover or a foreword,
    are preface.
    """
    return [
        span
        for number in range(1, before)
        for span in _line_spans(lines, starts, number, furniture_lines.get(number, "preface"))
    ]


def unread_spans(source: Document, unread_plans: Sequence[PlanText], read_lines: Iterable[int]) -> list[Span]:
    """Return the spans of the unread lines of a source some of whose plans (``unread_plans``) can't be read.

    ``read_lines`` are the lines of the plans that were read. Other lines before the first plan are the
    preface of a plan that was left out, and count as unread.
    """
    if not unread_plans:
        return []
    read = set(read_lines)
    first = min([*read, *(plan.first_line for plan in unread_plans)])
    unread_lines = {number for plan in unread_plans for number in range(plan.first_line, plan.last_line + 1)}
    return [
        span
        for number in sorted(unread_lines.union(range(1, first)) - read)
        for span in _line_spans(source.lines, source.starts, number, "unread")
    ]


def _line_spans(
    lines: Sequence[str], starts: Sequence[int], number: int, character_class: str
) -> Iterator[Span]:
    """Yield the spans of a line outside cells, all of one class."""
    for match in _FRAGMENT.finditer(lines[number - 1]):
        yield Span(
            line=number,
            start=match.start(),
            end=match.end(),
            offset=starts[number - 1] + match.start(),
            character_class=character_class,
            measure_id="",
            cell_start=-1,
            text=match.group(),
        )


def _split_runs(fragment: Fragment, line: str) -> Iterator[tuple[int, int, bool]]:
    """Yield the runs (start, end, kept) of a fragment; those not kept are overprint."""
    kept = set(fragment.offsets)
    start = fragment.start
    for position in range(fragment.start + 1, fragment.end + 1):
        ends = position == fragment.end or line[position].isspace() or (position in kept) != (start in kept)
        if not ends:
            continue
        if not line[start].isspace():
            yield start, position, start in kept
        start = position


def find_gaps(source: Document, spans: Iterable[tuple[int, int, int]]) -> list[Gap]:
    """Return the characters of ``source`` that are in no span or in several.

    ``spans`` are (line, start, end). The list is empty if every non-white-space character is in exactly one
    span.
    """
    by_line: Mapping[int, list[tuple[int, int]]] = defaultdict(list)
    for line, start, end in spans:
        by_line[line].append((start, end))
    gaps: list[Gap] = []
    for number, text in enumerate(source.lines, 1):
        counts = [0] * len(text)
        for start, end in by_line.get(number, ()):
            for position in range(start, min(end, len(text))):
                counts[position] += 1
        wrong = [p for p, c in enumerate(text) if not c.isspace() and counts[p] != 1]
        if wrong:
            text_of_gap = "".join(text[p] for p in wrong)
            gaps.append(Gap(number, wrong[0], text_of_gap, counts[wrong[0]]))
    return gaps
