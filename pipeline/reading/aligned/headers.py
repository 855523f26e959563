"""Find table headers in text aligned by spaces, where the lines of a cell are below each other."""

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from pipeline.reading.aligned.places import choose_measure, measure_places
from pipeline.reading.plans.headers import HeaderColumns, assign_columns
from pipeline.taxonomy.header_words import ColumnNames, normalise_header

_WORD: Final = re.compile(r"\S+")
_MAX_HEADER_LINES: Final = 4
_MIN_COLUMNS: Final = 3
_MAX_WORD_CHARACTERS: Final = 16
_MAX_GAP: Final = 2
"""Maximum horizontal gap between lines of one cell, in characters."""


@dataclass(frozen=True)
class AlignedHeader:
    """The line numbers (1-based) of a header, and its cell texts and places from left to right."""

    lines: range
    cells: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]


def parse_aligned_headers(headers: Sequence[AlignedHeader], names: ColumnNames) -> tuple[HeaderColumns, ...]:
    """Return the columns that each header names; repeated headers are analysed once."""
    known = {cells: assign_columns(cells, names) for cells in {header.cells for header in headers}}
    return tuple(HeaderColumns(header.lines.start, known[header.cells], header.spans) for header in headers)


def find_aligned_headers(
    lines: Sequence[str], filled: Sequence[int], names: ColumnNames
) -> list[AlignedHeader]:
    """Find the headers of a source whose columns are aligned by spaces.

    A header is a run of lines that contain only header words and name at least three columns. Its cells
    may be wrapped, also within words. A line below that could belong to the header or to a cell belongs to
    the header if it follows most of the source's headers with the same text.

    Parameters
    ----------
    lines
        All lines of the source.
    filled
        Numbers (1-based) of the lines that are not blank.
    names
        Known header cells.
    """
    measure = choose_measure(lines)
    found: list[list[AlignedHeader]] = []
    position = 0
    while position < len(filled):
        window = filled[position : position + _MAX_HEADER_LINES]
        readings = _candidate_headers(lines, window, names, measure)
        if readings and _named_columns(readings, names) != _named_columns(
            _candidate_headers(lines, window[1:], names, measure), names
        ):
            found.append(readings)
            position += sum(number in readings[-1].lines for number in window)
        else:
            position += 1
    often = Counter(header.cells for readings in found for header in readings)
    headers = [max(readings, key=lambda h: (often[h.cells], len(h.lines))) for readings in found]
    following = dict(pairwise(filled))
    return [_with_numbers(header, lines, following) for header in headers]


def _with_numbers(header: AlignedHeader, lines: Sequence[str], following: Mapping[int, int]) -> AlignedHeader:
    """Return a header with the line below it that numbers its columns, if there is one."""
    below = following.get(header.lines.stop - 1, 0)
    numbers = [str(number) for number in range(1, len(header.cells) + 1)]
    if (
        below
        and re.findall(r"\d+", lines[below - 1]) == numbers
        and len(lines[below - 1].split()) == len(numbers)
    ):
        return replace(header, lines=range(header.lines.start, below + 1))
    return header


def _candidate_headers(
    lines: Sequence[str], numbers: Sequence[int], names: ColumnNames, measure: Callable[[str], int]
) -> list[AlignedHeader]:
    """Return the headers formed by the first one, two … of these lines that name the most columns."""
    found = []
    for count in range(1, len(numbers) + 1):
        cells = _split_cells([lines[number - 1] for number in numbers[:count]], names, measure)
        if not cells:
            break
        texts = tuple(text for _, _, text in cells)
        if all(
            names.is_name(text) or names.row_columns(normalise_header(text)) is not None for text in texts
        ):
            spans = tuple((left, right) for left, right, _ in cells)
            found.append(AlignedHeader(range(numbers[0], numbers[count - 1] + 1), texts, spans))
    most = max((len(_named_columns([header], names)) for header in found), default=0)
    if most < _MIN_COLUMNS:
        return []
    return [header for header in found if len(_named_columns([header], names)) == most]


def _named_columns(headers: Sequence[AlignedHeader], names: ColumnNames) -> set[str]:
    """Return the columns that the first header names."""
    return (
        {family for cell in headers[0].cells for family in names.row_columns(normalise_header(cell)) or ()}
        if headers
        else set()
    )


def _split_cells(
    lines: Sequence[str], names: ColumnNames, measure: Callable[[str], int]
) -> list[tuple[int, int, str]]:
    """Return start, end and text of a header's cells from left to right; empty if a word is too long."""
    # Before places are measured, since most lines of a plan are no header.
    if any(len(word) > _MAX_WORD_CHARACTERS for line in lines for word in _WORD.findall(line)):
        return []
    cells: list[tuple[int, int, str]] = []
    for number, line in enumerate(lines):
        places = measure_places(line, measure)
        for match in _WORD.finditer(line):
            start, end = places[match.start()], places[match.end()]
            place = _nearest_cell(cells, start, end) if number else None
            if place is None and not number and cells and start - cells[-1][1] == 1:
                place = len(cells) - 1 if _is_one_word(cells[-1][2], match.group(), names) else None
            if place is None:
                cells.append((start, end, match.group()))
            else:
                left, right, text = cells[place]
                cells[place] = (min(left, start), max(right, end), text + match.group())
        cells.sort()
    return cells


def _is_one_word(before: str, word: str, names: ColumnNames) -> bool:
    """Return whether both make a name, or the word is a letter apart from the others of a wrapped name."""
    text = normalise_header(before + word)
    return text in names.names or (len(word) == 1 and any(name.startswith(text) for name in names.names))


def _nearest_cell(cells: Sequence[tuple[int, int, str]], start: int, end: int) -> int | None:
    """Return the index of the nearest cell above a word; None if it is too far off."""
    distances = [max(left - end, start - right) for left, right, _ in cells]
    nearest = min(range(len(cells)), key=lambda index: distances[index])
    return nearest if distances[nearest] <= _MAX_GAP else None
