"""Finds layout text on lines of its own: table headers, titles, page heads and page numbers."""

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import takewhile
from types import MappingProxyType
from typing import Final

from pipeline.reading.aligned.headers import find_aligned_headers, parse_aligned_headers
from pipeline.reading.aligned.places import is_aligned
from pipeline.reading.plans.headers import (
    HeaderColumns,
    extend_headers,
    find_headers,
    find_unknown_headers,
    parse_headers,
)
from pipeline.reading.plans.page_heads import find_page_heads
from pipeline.reading.plans.page_numbers import find_page_numbers
from pipeline.reading.plans.titles import MAX_HEADER_DISTANCE, Title, find_titles
from pipeline.taxonomy.header_words import ColumnNames, load_column_names
from pipeline.taxonomy.loading import Region, load_title_nouns

_SPACE: Final = re.compile(r"\s+")
_AREA_LABEL: Final = re.compile("[（(]?[一二三四五六七八九十]{1,3}[)）、.．]")


@dataclass(frozen=True)
class Furniture:
    """The lines (1-based) of a source that belong to no cell, by kind.

    ``possible_page_numbers`` are lines of a bare number that only the cells around it can distinguish from
    text, see :class:`.page_numbers.PageNumbers`. ``columns`` are the columns that each header names.
    """

    titles: tuple[Title, ...]
    headers: tuple[range, ...]
    page_numbers: frozenset[int]
    page_heads: frozenset[int] = frozenset()
    possible_page_numbers: Mapping[int, int] = field(default_factory=dict)
    columns: tuple[HeaderColumns, ...] = ()
    other_classes: Mapping[int, str] = field(default_factory=dict)
    """Lines that the format marks as not content, with their character class."""
    header_ends: Mapping[int, int] = field(default_factory=dict)
    """The offsets at which text of a cell starts behind a header on its line."""

    def line_classes(self) -> dict[int, str]:
        """Return the character class of each of these lines."""
        classes = dict.fromkeys(self.page_numbers, "page_number")
        classes.update(dict.fromkeys(self.page_heads, "header"))
        for header in self.headers:
            classes.update((number, "header") for number in header)
        for title in self.titles:
            classes.update((n, "title") for n in range(title.first_line, title.last_line + 1))
        return {**classes, **self.other_classes}


def find_furniture(
    lines: Sequence[str],
    regions: Sequence[Region],
    names: ColumnNames | None = None,
    other_classes: Mapping[int, str] = MappingProxyType({}),
    nouns: Sequence[str] = (),
) -> Furniture:
    """Find all lines of layout text; layout text that shares a line with a cell is found later.

    ``names`` are the known header cells and ``nouns`` the kinds of documents that titles can name; default:
    the project's. ``other_classes`` are the classes of lines that the format marks as not content.
    """
    names = names or load_column_names()
    filled = [n for n, line in enumerate(lines, 1) if line and not line.isspace() and n not in other_classes]
    squeezed = {number: _SPACE.sub("", lines[number - 1]) for number in filled}
    aligned = find_aligned_headers(lines, filled, names) if is_aligned(lines) else []
    headers = tuple(header.lines for header in aligned) or tuple(find_headers(filled, squeezed, names))
    titles = tuple(find_titles(filled, squeezed, headers, regions, nouns or load_title_nouns()))
    title_lines = {n for title in titles for n in range(title.first_line, title.last_line + 1)}
    excluded = title_lines | {n for header in headers for n in header}
    places = {number: index for index, number in enumerate(filled)}
    after_titles = [n for title in titles for n in filled[places[title.last_line] + 1 :][:1]]
    rest = [number for number in filled if number not in excluded]
    headers += tuple(find_unknown_headers(lines, rest, after_titles, names))
    if not aligned:
        headers = tuple(extend_headers(lines, headers, filled, names))
    titles = tuple(_extend_title(title, filled, squeezed, headers) for title in titles)
    title_lines = {n for title in titles for n in range(title.first_line, title.last_line + 1)}
    excluded |= title_lines | {n for header in headers for n in header}
    heads = find_page_heads(lines, filled, squeezed, headers, excluded)
    pages = find_page_numbers(lines, filled, squeezed, excluded | heads, title_lines)
    heads |= find_page_heads(lines, filled, squeezed, headers, excluded | heads | pages.certain)
    if not aligned and (ends := _find_header_ends(lines, headers, filled, names)):
        cut = [line[: ends.get(number)] for number, line in enumerate(lines, 1)]
        found = find_furniture(cut, regions, names, other_classes, nouns)
        return replace(found, header_ends={**ends, **found.header_ends})
    unaligned = headers[len(aligned) :]
    columns = (
        *parse_aligned_headers(aligned, names),
        *parse_headers(lines, unaligned, names),
    )
    columns = tuple(sorted(columns, key=lambda header: header.line))
    return Furniture(
        titles,
        headers,
        pages.certain,
        frozenset(heads - pages.certain),
        pages.possible,
        columns,
        other_classes,
    )


def _find_header_ends(
    lines: Sequence[str], headers: Sequence[range], filled: Sequence[int], names: ColumnNames
) -> dict[int, int]:
    """Return where text of a cell starts behind a header: text that others lack, and that names no column."""
    pieces = {n: tuple(lines[n - 1].split()) for n in filled}
    known = {tuple(pieces[n] for n in header if n in pieces) for header in headers}
    ends = dict[int, int]()
    for *above, last in sorted(known, key=lambda texts: len(texts[-1])):
        for place, number in enumerate(filled):
            start, rest = pieces[number][: len(last)], pieces[number][len(last) :]
            before = [pieces[n] for n in filled[max(0, place - len(above)) : place]]
            if rest and start == last and before == above and not any(map(names.is_name, rest)):
                line = lines[number - 1]
                ends.setdefault(number, len(line) - len(line.split(maxsplit=len(last))[-1]))
    return ends


def _extend_title(
    title: Title, filled: Sequence[int], squeezed: Mapping[int, str], headers: Sequence[range]
) -> Title:
    """Return the title with the lines down to the header near below it, such as a date, which no cell has."""
    starts = {header.start for header in headers}
    first = bisect_right(filled, title.last_line)
    below = filled[first : first + MAX_HEADER_DISTANCE]
    above = list(takewhile(lambda number: number not in starts, below))
    above_areas = list(takewhile(lambda number: not _AREA_LABEL.match(squeezed[number]), above))
    return replace(title, last_line=above_areas[-1]) if above_areas and len(above) < len(below) else title
