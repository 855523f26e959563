"""Finds layout text on lines of its own: table headers, titles, page heads and page numbers."""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import takewhile
from types import MappingProxyType
from typing import Final

from pipeline.reading.aligned.headers import find_aligned_headers, parse_aligned_headers
from pipeline.reading.aligned.places import is_aligned
from pipeline.reading.columns.layout import display_width
from pipeline.reading.plans.headers import (
    HeaderColumns,
    extend_headers,
    find_headers,
    find_unknown_headers,
    parse_headers,
)
from pipeline.reading.plans.page_numbers import find_page_numbers, number_pages
from pipeline.reading.plans.titles import MAX_HEADER_DISTANCE, Title, find_titles
from pipeline.taxonomy.header_words import ColumnNames, load_column_names
from pipeline.taxonomy.loading import Region, load_title_nouns

_SPACE: Final = re.compile(r"\s+")
_AREA_LABEL: Final = re.compile("[（(]?[一二三四五六七八九十]{1,3}[)）、.．]")
_DIGITS: Final = re.compile(r"\d+")
_MAX_WIDTH: Final = 80
"""Maximum width of a running head, in half-width characters; addresses of web pages have that many."""
_EDGE_LINES: Final = 2
_MIN_PAGE_SHARE: Final = 0.6
_MIN_EDGE_SHARE: Final = 0.8
_MIN_PAGES: Final = 2
_MIN_FOOT_PAGES: Final = 3


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
    columns = (*parse_aligned_headers(aligned, names), *parse_headers(lines, unaligned, names))
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


def find_page_heads(
    lines: Sequence[str],
    filled: Sequence[int],
    squeezed: dict[int, str],
    headers: Sequence[range],
    excluded: Collection[int],
) -> set[int]:
    """Return the lines printed at the top or bottom of most pages of a source.

    Pages are separated by form feeds; without these, lines above repeated table headers are compared. A foot
    has to be on more pages than a head, unless it holds the page's number, as the last line of a page may
    belong to a cell, and departments repeat often.

    Parameters
    ----------
    lines, filled, squeezed
        The source's lines; the numbers (1-based) of the non-blank ones; their text without white space.
    headers
        The lines of table headers.
    excluded
        Lines known to be titles, headers or page numbers.
    """
    header_lines = {number for header in headers for number in header}
    pages = _lines_by_page(lines, filled)
    if len(pages) < _MIN_PAGES:
        return _find_above_headers(filled, squeezed, headers, excluded)
    anywhere = Counter(_mask_digits(squeezed[number]) for number in filled)
    found: set[int] = set()
    for from_top in (True, False):
        edges = [_edge_lines(page, excluded, header_lines, squeezed, from_top) for page in pages]
        counts = Counter(
            text for edge in edges for text in {_mask_digits(squeezed[number]) for number in edge}
        )
        unnumbered = {
            _mask_digits(squeezed[line])
            for number, edge in enumerate(edges, 1)
            for line in edge
            if str(number) not in _DIGITS.findall(squeezed[line])
        }
        # Text that also occurs within pages belongs to cells, such as repeated departments.
        heads = {
            text
            for text, n in counts.items()
            if n >= (_MIN_PAGES if from_top or text not in unnumbered else _MIN_FOOT_PAGES)
            and n >= max(_MIN_PAGE_SHARE * len(pages), _MIN_EDGE_SHARE * anywhere[text])
        }
        found |= {n for edge in edges for n in edge if _mask_digits(squeezed[n]) in heads}
    return found


def _lines_by_page(lines: Sequence[str], filled: Sequence[int]) -> list[list[int]]:
    """Return the numbers of the non-blank lines of each page; one page if there are no form feeds."""
    numbered = number_pages(lines)
    pages: dict[int, list[int]] = {}
    for number in filled:
        pages.setdefault(numbered[number - 1], []).append(number)
    return list(pages.values())


def _edge_lines(
    page: Sequence[int],
    excluded: Collection[int],
    header_lines: Collection[int],
    squeezed: dict[int, str],
    from_top: bool,
) -> list[int]:
    """Return the first or last lines of a page that could be its head or foot, up to a table header."""
    edge: list[int] = []
    for number in page if from_top else reversed(page):
        if number in header_lines or display_width(squeezed[number]) > _MAX_WIDTH or len(edge) == _EDGE_LINES:
            break
        if number not in excluded:
            edge.append(number)
    return edge


def _find_above_headers(
    filled: Sequence[int], squeezed: dict[int, str], headers: Sequence[range], excluded: Collection[int]
) -> set[int]:
    """Return the lines above table headers that repeat one above the first header, where no cell can be."""
    places = {number: index for index, number in enumerate(filled)}
    starts = sorted(header.start for header in headers)
    if len(starts) < _MIN_PAGES:
        return set()
    heads = {
        squeezed[n]
        for n in filled[: places[starts[0]]]
        if n not in excluded and display_width(squeezed[n]) <= _MAX_WIDTH
    }
    before = {
        number
        for start in starts
        for number in filled[max(0, places[start] - _EDGE_LINES) : places[start]]
        if number not in excluded and squeezed[number] in heads
    }
    again = {squeezed[number] for number in before if number > starts[0]}
    return {number for number in before if squeezed[number] in again}


def _mask_digits(text: str) -> str:
    return _DIGITS.sub("#", text)
