"""Finds running heads and feet: short lines repeated at the edges of pages."""

import re
from collections import Counter
from collections.abc import Collection, Sequence
from typing import Final

from pipeline.reading.columns.layout import display_width
from pipeline.reading.plans.page_numbers import number_pages

_DIGITS: Final = re.compile(r"\d+")
_MAX_WIDTH: Final = 80
"""Maximum width of a running head, in half-width characters; addresses of web pages have that many."""
_EDGE_LINES: Final = 2
_MIN_PAGE_SHARE: Final = 0.6
_MIN_EDGE_SHARE: Final = 0.8
_MIN_PAGES: Final = 2
_MIN_FOOT_PAGES: Final = 3


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
