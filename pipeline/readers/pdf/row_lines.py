"""Extract tables with rows separated by lines, and columns separated only by white space."""

from bisect import bisect
from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from pipeline.readers.pdf.drawing import Rule, join_rules
from pipeline.readers.pdf.extraction import Character, PageContent
from pipeline.readers.pdf.lines import TextLine
from pipeline.readers.pdf.printed_cells import MAX_LEVEL_OFFSET, MAX_LINE_DISTANCE
from pipeline.readers.pdf.ruled import (
    MAX_OFFSET,
    PdfCell,
    PdfTable,
    build_table,
    fill_cells,
    mark_open_cells,
    merge_positions,
)
from pipeline.readers.pdf.unruled import Columns

_MIN_LEVELS: Final = 4
"""Minimum number of lines: fewer are found at the ends of a table and below its header alone."""
_MIN_ROW_SHARE: Final = 0.7
"""Minimum spaces between lines, as a share of the rows found in the text: fewer separate groups of rows."""
_MAX_TEXT_DISTANCE: Final = 12.0
"""Maximum distance of a table's lines from its text, and of line ends from column edges, in points."""


def find_ruled_rows(
    content: PageContent, columns: Columns, text: PdfTable, *, continues: bool
) -> tuple[PdfTable | None, list[Character]]:
    """Return the table whose rows lines separate, and no lines its columns; and what is outside.

    ``columns`` and ``text``, the table with or without its cells, are those found from the text alone.
    ``continues`` tells whether the previous page has such a table: then few lines are enough.
    """
    edges = columns.edges
    lines = _rules_across(content.horizontal, edges, text)
    levels = merge_positions(rule.at for rule in lines)
    if len(levels) < _MIN_LEVELS and not continues:
        return None, content.characters
    # A row cut by a page break has no line there.
    top, bottom = (levels[0], levels[-1]) if levels else (text.bottom, text.top)
    if text.top < top - MAX_OFFSET:
        top = text.top - 1
    if text.bottom > bottom + MAX_OFFSET:
        bottom = text.bottom + 1
    rows = merge_positions((*levels, top, bottom))
    if len(rows) - 1 < _MIN_ROW_SHARE * text.rows and not continues:
        return None, content.characters
    sides = list(edges)
    if not continues:
        ends = sorted({end for rule in lines for end in (rule.start, rule.end)})
        nearest = [(edge, min(ends, key=lambda end: abs(end - edge))) for edge in edges[1:-1]]
        inner = [end if abs(end - edge) <= _MAX_TEXT_DISTANCE else edge for edge, end in nearest]
        sides = [ends[0], *inner, ends[-1]]
    gaps = [
        (above, below)
        for above, below in _find_gaps(text, has_header=columns.header_lines > 0)
        if not any(above - 1 <= y <= below + 1 for y in levels)
    ]
    added = [(above + below) / 2 for above, below in gaps]
    across = [Rule(level, sides[0], sides[-1]) for level in (top, *added, bottom)]
    whole = _banner_rows(text, merge_positions((*levels, *added, top, bottom)))
    stops = [top, *(y for row in whole for y in row), bottom]
    uprights = [Rule(side, top, bottom) for side in (sides[0], sides[-1])]
    uprights += [
        Rule(side, *part) for side in sides[1:-1] for part in zip(stops[::2], stops[1::2], strict=True)
    ]
    table = build_table([*lines, *across], uprights)
    if table is None or len(table.edges) != len(edges):
        return None, content.characters
    rest = fill_cells([table], content.characters)
    mark_open_cells(table, lines)
    table.unsure_rows = [
        row
        for row, (above, below) in enumerate(pairwise(table.levels))
        if sum(above < start < below for start in text.text_starts) > 1
    ]
    return table, rest


def find_joined_rows(cells: Sequence[tuple[PdfCell, Sequence[TextLine]]]) -> set[int]:
    """Return the rows in which the text of several cells goes on below a gap at the same level.

    They may be several rows without a line between. ``cells`` are those of a table with their lines.
    """
    steps = sorted(below.baseline - above.baseline for _, lines in cells for above, below in pairwise(lines))
    pitch = steps[len(steps) // 4] if steps else 0.0
    starts: dict[int, list[float]] = defaultdict(list)
    for cell, lines in cells:
        for above, below in pairwise(lines):
            if cell.row_span == 1 and below.baseline - above.baseline > MAX_LINE_DISTANCE * pitch:
                starts[cell.row].append(below.baseline)
    return {
        row
        for row, levels in starts.items()
        if any(second - first <= MAX_LEVEL_OFFSET * pitch for first, second in pairwise(sorted(levels)))
    }


def _rules_across(rules: Sequence[Rule], edges: Sequence[float], text: PdfTable) -> list[Rule]:
    """Return lines across at least one column within a table's text, and the next ones above and below."""
    lines = [
        rule
        for rule in join_rules(rules)
        if any(
            rule.start - _MAX_TEXT_DISTANCE < x0 and x1 < rule.end + _MAX_TEXT_DISTANCE
            for x0, x1 in pairwise(edges)
        )
    ]
    first, last = text.top - _MAX_TEXT_DISTANCE, text.bottom + _MAX_TEXT_DISTANCE
    found = [rule for rule in lines if first <= rule.at <= last]
    sides = {(round(rule.start), round(rule.end)) for rule in found}
    beyond = [rule for rule in lines if (round(rule.start), round(rule.end)) in sides]
    if not any(rule.at < text.top for rule in found):
        found += sorted((rule for rule in beyond if rule.at < first), key=lambda rule: -rule.at)[:1]
    if not any(rule.at > text.bottom for rule in found):
        found += sorted((rule for rule in beyond if rule.at > last), key=lambda rule: rule.at)[:1]
    return found


def _find_gaps(text: PdfTable, *, has_header: bool) -> list[tuple[float, float]]:
    """Return the gaps in the text below the header, and above and below text that spans all columns."""
    whole = {cell.row for cell in text.cells if _is_banner(cell, text)}
    found = []
    for row in sorted({*whole, *(row + 1 for row in whole), *range(1, 1 + has_header)}):
        above = [one.bottom for cell in text.cells if cell.row < row for one in cell.characters]
        below = [one.top for cell in text.cells if cell.row >= row for one in cell.characters]
        if above and below:
            found.append((max(above), min(below)))
    return found


def _banner_rows(text: PdfTable, levels: Sequence[float]) -> list[tuple[float, float]]:
    """Return the levels above and below each text that spans all columns, from top to bottom."""
    middles = [cell.characters[0].y for cell in text.cells if _is_banner(cell, text)]
    places = sorted({bisect(levels, y) for y in middles})
    return [(levels[place - 1], levels[place]) for place in places if 0 < place < len(levels)]


def _is_banner(cell: PdfCell, text: PdfTable) -> bool:
    return (cell.x0, cell.x1) == (text.edges[0], text.edges[-1]) and bool(cell.characters)
