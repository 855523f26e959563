"""Extract tables with rows separated by lines or shading, and columns separated only by white space."""

from bisect import bisect
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from pipeline.readers.pdf.drawing import Rule, join_pieces
from pipeline.readers.pdf.extraction import Character, PageContent
from pipeline.readers.pdf.ruled import (
    SAME_PLACE,
    PdfCell,
    PdfTable,
    fill_cells,
    find_open_cells,
    places_of,
    table_of,
)

_FEWEST_LEVELS: Final = 4
"""Minimum number of lines: fewer are found at the ends of a table and below its header alone."""
_SHARE_OF_ROWS: Final = 0.7
"""Minimum spaces between lines, as a share of the rows found in the text: fewer separate groups of rows."""
_BESIDE_TEXT: Final = 12.0
"""Maximum distance of a table's lines from its text, and of line ends from column edges, in points."""


def find_rows(
    content: PageContent,
    edges: Sequence[float],
    text: PdfTable,
    *,
    has_header: bool,
    is_in_order: bool,
    goes_on: bool,
) -> tuple[PdfTable | None, list[Character]]:
    """Return the table whose rows horizontal lines or shading separate, and no lines its columns, if any.

    Parameters
    ----------
    content
        The page.
    edges
        Column edges, found from the text.
    text
        The table as found from its text alone.
    has_header
        Whether its first row is the header.
    is_in_order
        Whether the page prints its text cell by cell.
    goes_on
        Whether the previous page has such a table: then few lines are enough, or none within a row.

    Returns
    -------
    table, rest
        The table, and the characters outside it.
    """
    lines = _lines_across(content.horizontal, edges, text)
    # Shading separates pairs of rows at best: print order is better evidence, and lines are the best.
    inside = lines if is_in_order else _lines_across([*content.horizontal, *content.shades], edges, text)
    levels = places_of(rule.at for rule in inside)
    if len(levels) < _FEWEST_LEVELS and not goes_on:
        return None, content.characters
    # A row cut by a page break has no line there.
    top, bottom = (levels[0], levels[-1]) if levels else (text.bottom, text.top)
    if text.top < top - SAME_PLACE:
        top = text.top - 1
    if text.bottom > bottom + SAME_PLACE:
        bottom = text.bottom + 1
    rows = places_of((*levels, top, bottom))
    if len(rows) - 1 < _SHARE_OF_ROWS * text.rows and not goes_on:
        return None, content.characters
    sides = list(edges)
    if not goes_on:
        ends = sorted({end for rule in inside for end in (rule.start, rule.end)})
        nearest = [(edge, min(ends, key=lambda end: abs(end - edge))) for edge in edges[1:-1]]
        inner = [end if abs(end - edge) <= _BESIDE_TEXT else edge for edge, end in nearest]
        sides = [ends[0], *inner, ends[-1]]
    parted = [
        (above, below)
        for above, below in _gaps(text, has_header=has_header and is_in_order)
        if not any(above - 1 <= y <= below + 1 for y in levels)
    ]
    added = [(above + below) / 2 for above, below in parted]
    across = [Rule(level, sides[0], sides[-1]) for level in (top, *added, bottom)]
    whole = _whole_rows(text, places_of((*levels, *added, top, bottom)))
    stops = [top, *(y for row in whole for y in row), bottom]
    uprights = [Rule(side, top, bottom) for side in (sides[0], sides[-1])]
    uprights += [
        Rule(side, *part) for side in sides[1:-1] for part in zip(stops[::2], stops[1::2], strict=True)
    ]
    table = table_of([*inside, *across], uprights)
    if table is None or len(table.edges) != len(edges):
        return None, content.characters
    rest = fill_cells([table], content.characters)
    if len(places_of(rule.at for rule in lines)) > _SHARE_OF_ROWS * len(levels):
        find_open_cells(table, lines)
    table.unsure = [
        row
        for row, (above, below) in enumerate(pairwise(table.levels))
        if sum(above < start < below for start in text.beginnings) > 1
    ]
    return table, rest


def _lines_across(rules: Sequence[Rule], edges: Sequence[float], text: PdfTable) -> list[Rule]:
    """Return lines across at least one column within a table's text, and the next ones above and below."""
    lines = [
        rule
        for rule in join_pieces(rules)
        if any(rule.start - _BESIDE_TEXT < x0 and x1 < rule.end + _BESIDE_TEXT for x0, x1 in pairwise(edges))
    ]
    first, last = text.top - _BESIDE_TEXT, text.bottom + _BESIDE_TEXT
    found = [rule for rule in lines if first <= rule.at <= last]
    sides = {(round(rule.start), round(rule.end)) for rule in found}
    beyond = [rule for rule in lines if (round(rule.start), round(rule.end)) in sides]
    if not any(rule.at < text.top for rule in found):
        found += sorted((rule for rule in beyond if rule.at < first), key=lambda rule: -rule.at)[:1]
    if not any(rule.at > text.bottom for rule in found):
        found += sorted((rule for rule in beyond if rule.at > last), key=lambda rule: rule.at)[:1]
    return found


def _gaps(text: PdfTable, *, has_header: bool) -> list[tuple[float, float]]:
    """Return the gaps in the text below the header, and above and below text that spans all columns."""
    whole = {cell.row for cell in text.cells if _is_whole(cell, text)}
    found = []
    for row in sorted({*whole, *(row + 1 for row in whole), *range(1, 1 + has_header)}):
        above = [one.bottom for cell in text.cells if cell.row < row for one in cell.characters]
        below = [one.top for cell in text.cells if cell.row >= row for one in cell.characters]
        if above and below:
            found.append((max(above), min(below)))
    return found


def _whole_rows(text: PdfTable, levels: Sequence[float]) -> list[tuple[float, float]]:
    """Return the levels above and below each text that spans all columns, from top to bottom."""
    middles = [cell.characters[0].y for cell in text.cells if _is_whole(cell, text)]
    places = sorted({bisect(levels, y) for y in middles})
    return [(levels[place - 1], levels[place]) for place in places if 0 < place < len(levels)]


def _is_whole(cell: PdfCell, text: PdfTable) -> bool:
    return (cell.x0, cell.x1) == (text.edges[0], text.edges[-1]) and bool(cell.characters)
