"""Extract tables without ruling lines: columns from white space, rows from print order."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, pairwise
from math import inf
from operator import itemgetter
from statistics import median
from typing import Final

from pipeline.readers.pdf.drawing import join_rules
from pipeline.readers.pdf.extraction import Character, PageContent
from pipeline.readers.pdf.lines import (
    DECORATED_PAGE_NUMBER,
    PAGE_NUMBER,
    TextLine,
    find_column_edges,
    group_by_column,
    group_lines,
    split_banners,
)
from pipeline.readers.pdf.printed_cells import (
    MAX_LEVEL_OFFSET,
    MAX_LINE_DISTANCE,
    MIN_FREE_WIDTH,
    find_blocks,
    group_rows,
    measure_pitch,
    split_tails,
)
from pipeline.readers.pdf.ruled import PdfCell, PdfTable, has_same_sides
from pipeline.taxonomy.header_words import SERIAL_PATTERN, ColumnNames, map_task_to_measure, row_column

_NARROW_GAPS, _WIDE_GAPS = (0.3, 1.2), (2.5, 4.0, 6.0, 9.0)
"""Candidates for the minimum white space between columns, in points. Justified letters in a narrow column
can be as far apart, so the smallest width at which the header cells have known names is used."""
_MIN_LINES: Final = 4
_MIN_RULES: Final = 3
"""Minimum number of lines of a table whose rows they separate, with its header."""
_MARGIN: Final = 0.1
_MIN_ISOLATION: Final = 1.6
"""Minimum distance of running heads and page numbers from the text, in line pitches."""
_MIN_ALIGNED: Final = 3
"""Minimum number of texts of a page that begin at one place if cells do."""
_MIN_START_GAP: Final = 0.5
"""Minimum gap between texts of a line, in line heights."""
_MAX_COMPARED_LINES: Final = 13
"""Number of lines whose spacing is compared."""
_MAX_CROSSING_SHARE: Final = 0.005
_MIN_COLUMNS: Final = 3
_MAX_EDGE_OFFSET: Final = 15.0
"""Maximum shift of a column edge of one table from page to page, in points."""
_MAX_HEADER_LINES: Final = 6
_CELLS: Final = ("task", "measure", "departments")
_ROLES: Final = ("lead", "support")
_ALL_COLUMNS: Final = -1
"""Key of a line of a row that stands alone across several columns."""


@dataclass(frozen=True)
class Columns:
    """Edges and meanings of the columns of unruled tables, and the minimum white space between them.

    ``header_lines`` is 0 on pages without a header, and ``has_row_rules`` tells whether lines separate the
    rows.
    """

    edges: tuple[float, ...]
    names: tuple[str, ...]
    gap: float
    header_lines: int = 0
    has_row_rules: bool = False

    @property
    def content(self) -> list[int]:
        """Places of the columns of tasks, measures and departments."""
        return [place for place, name in enumerate(self.names) if row_column(name) in _CELLS]


def find_unruled(
    content: PageContent, names: ColumnNames, before: Columns | None
) -> tuple[PdfTable | None, Columns | None, list[Character]]:
    """Extract the unruled table of a page, its columns, and the characters outside the table.

    The table begins where lines name columns; without a header, the columns are those of the page ``before``.
    If print order does not give its cells, it has none.
    """
    lines, outside = _split_margins(group_lines(content.characters), content)
    end = _find_end(content)
    lines, outside = (
        [one for one in lines if one.top < end],
        (*outside, *(one for one in lines if one.top >= end)),
    )
    header = _find_header(lines, names)
    if header is None:
        if before is None:
            return None, None, content.characters
        own = find_column_edges(lines, before.gap)
        inner = zip(own[1:-1], before.edges[1:-1], strict=False)
        is_shifted = len(own) == len(before.edges) and all(abs(a - b) <= _MAX_EDGE_OFFSET for a, b in inner)
        edges = tuple(own) if is_shifted and not before.has_row_rules else before.edges
        columns = replace(before, header_lines=0, edges=edges)
        if not _columns_fit(lines, columns):
            return None, None, content.characters
        start = 0
    else:
        start, columns = header
        if (
            before is not None
            and before.has_row_rules
            and (before.names == columns.names or start == 0)
            and _columns_fit(lines[start:], before, by_piece=before.names == columns.names)
        ):
            columns = replace(before, header_lines=columns.header_lines)
    body = lines[start:]
    return (
        _build_printed_table(body, columns) or _measure_text(body, columns),
        columns,
        [one for line in (*outside, *lines[:start]) for one in line.characters],
    )


def _find_end(content: PageContent) -> float:
    """Return where the lines of a table end above those of another, of other ends; infinity without one."""
    rules = [rule for rule in join_rules(content.horizontal) if 2 * (rule.end - rule.start) > content.width]
    same = [has_same_sides(rule[1:], rules[0][1:]) for rule in rules]
    number = sum(same)
    is_apart = number >= _MIN_RULES <= len(rules) - number and all(same[:number])
    return rules[number - 1].at if is_apart else inf


def _split_margins(
    lines: Sequence[TextLine], content: PageContent
) -> tuple[Sequence[TextLine], Sequence[TextLine]]:
    """Split off page numbers and isolated lines in the margins of a page, outside all its ruling lines."""
    levels = [rule.at for rule in (*content.horizontal, *content.shades)]
    highest, lowest = min(levels, default=content.height), max(levels, default=0.0)
    if len(lines) < _MIN_LINES:
        return lines, ()
    first, last = 0, len(lines)
    if _is_apart(lines[::-1], content) and lines[0].baseline < min(highest, _MARGIN * content.height):
        first = 1
    if _is_apart(lines, content) and lines[-1].baseline > max(lowest, (1 - _MARGIN) * content.height):
        last -= 1
    return lines[first:last], (*lines[:first], *lines[last:])


def _is_apart(lines: Sequence[TextLine], content: PageContent) -> bool:
    """Return whether the last line is a page number, or is isolated and in none of the inner columns."""
    starts = Counter(round(x) for line in lines for x in _starts(line))
    aligned = sorted(x for x, count in starts.items() if count >= _MIN_ALIGNED)
    is_cell = any(round(x) in aligned[1:] for x in _starts(lines[-1]))
    return _is_page_number(lines[-1], content) or (not is_cell and _is_isolated(lines))


def _starts(line: TextLine) -> list[float]:
    """Return where the texts of a line begin that are further apart than letters."""
    far = _MIN_START_GAP * line.height
    return [line.x0, *(own.x0 for before, own in pairwise(line.characters) if own.x0 - before.x1 > far)]


def _is_page_number(line: TextLine, content: PageContent) -> bool:
    """Return whether a line is a decorated page number, or one in the middle of the page."""
    is_centred = abs(line.x0 + line.x1 - content.width) <= 2 * line.height
    return bool(
        DECORATED_PAGE_NUMBER.fullmatch(line.text) or (is_centred and PAGE_NUMBER.fullmatch(line.text))
    )


def _is_isolated(lines: Sequence[TextLine]) -> bool:
    """Return whether the last line is further from its neighbour than the lines before it are.

    Lines of centred cells lie between those of adjacent cells: only lines that overlap horizontally count.
    """
    gaps = [_gap_before(lines, place) for place in range(len(lines) - 1, 0, -1)[:_MAX_COMPARED_LINES]]
    return gaps[0] > _MIN_ISOLATION * median(gaps[1:])


def _gap_before(lines: Sequence[TextLine], place: int) -> float:
    """Return the distance from a line to the nearest previous one that overlaps it horizontally."""
    own = lines[place]
    for other in reversed(lines[:place]):
        if any(a.x0 < b.x1 and b.x0 < a.x1 for a in own.characters for b in other.characters):
            return abs(own.baseline - other.baseline)
    return inf


def _find_header(lines: Sequence[TextLine], names: ColumnNames) -> tuple[int, Columns] | None:
    """Find the first line of the header, and the columns whose header texts are known names.

    Words of a title can name columns too: of nearby lines, the last that names the most columns is used.
    """
    found: list[tuple[int, Columns]] = []
    for start in range(len(lines)):
        if found and start > found[0][0] + _MAX_HEADER_LINES:
            break
        columns = _read_columns(lines[start:], names)
        if columns is not None:
            found.append((start, columns))
    return max(found, key=lambda one: (len(one[1].names), one[0]), default=None)


def _read_columns(lines: Sequence[TextLine], names: ColumnNames) -> Columns | None:
    """Return the columns whose header starts with the first of the lines, or None."""
    # Of cells that are not aligned at the top, one of several lines can begin above all others.
    near = lines[: _MAX_HEADER_LINES // 2]
    if not any(names.match_column(word) for line in near for word in line.text.split()):
        return None
    lines = _without_wide_names(lines, names)
    for gap in (*_NARROW_GAPS, *_WIDE_GAPS):
        edges = find_column_edges(lines, gap)
        if len(edges) <= _MIN_COLUMNS:
            return None
        if gap in _NARROW_GAPS and find_blocks(group_by_column(lines, edges)) is None:
            # Letters of a cell can be as far apart: only print order distinguishes them from columns.
            continue
        named = [_match_columns(lines[: n + 1], edges, names) for n in range(_MAX_HEADER_LINES)]
        heights = [height for height, (_, columns) in enumerate(named, 1) if columns]
        if heights:
            # The first lines of a cell can be a name too, and a name with text below it is nearly one.
            height = min(heights, key=lambda height: (named[height - 1][0], -height))
            return Columns(tuple(edges), named[height - 1][1], gap, height)
    return None


def _without_wide_names(lines: Sequence[TextLine], names: ColumnNames) -> Sequence[TextLine]:
    """Return the lines; of a header, without a name that stands over the space between two roles."""
    kept = list(lines)
    for place, line in enumerate(lines[:_MAX_HEADER_LINES]):
        pieces = [TextLine(tuple(piece)) for one in lines[place + 1 : place + 3] for piece in one.pieces]
        roles = [one for one in pieces if one.text in names.names and names.names[one.text] in _ROLES]
        gaps = [(one.x1, other.x0) for one, other in pairwise(sorted(roles, key=lambda role: role.x0))]
        own = [
            piece
            for piece in line.pieces
            if not any(start < (piece[0].x0 + piece[-1].x1) / 2 < end for start, end in gaps)
        ]
        kept[place] = TextLine(tuple(chain.from_iterable(own))) if own else line
    return kept


def _match_columns(
    lines: Sequence[TextLine], edges: Sequence[float], names: ColumnNames
) -> tuple[float, tuple[str, ...]]:
    """Return the doubt about the names of the columns if some lines are the header, and the names.

    If the lines are not a complete header, the doubt is infinite and there are no names.
    """
    cells = group_by_column(lines, edges)
    texts = ["".join(line.text for line in cells.get(place, ())) for place in range(len(edges) - 1)]
    found = [names.match_column("".join(text.split())) if text else None for text in texts]
    exact = {row_column(one[0]) for one in found if one is not None and one[1] < 0.5}
    if len(exact) < _MIN_COLUMNS or not all(found):
        return inf, ()
    columns = [one[0] if one else "" for one in found]
    doubt = sum(one[1] for one in found if one)
    return doubt, tuple(map(map_task_to_measure(columns).__getitem__, columns))


def _columns_fit(lines: Sequence[TextLine], columns: Columns, *, by_piece: bool = False) -> bool:
    """Return whether the previous page's columns apply: hardly any character crosses their edges.

    ``by_piece`` tests whole pieces of text, which are of one cell where rows are ruled.
    """
    _, others = split_banners(lines, columns.edges)
    pieces = [piece for line in others for piece in line.pieces]
    units = pieces if by_piece else [[one] for piece in pieces for one in piece]
    inner = columns.edges[1:-1]
    crossing = sum(any(one[0].x0 + 1 < edge < one[-1].x1 - 1 for edge in inner) for one in units)
    return bool(units) and crossing <= _MAX_CROSSING_SHARE * len(units)


def _measure_text(lines: Sequence[TextLine], columns: Columns) -> PdfTable:
    """Return the table without its cells: its rows are as many as the levels at which all columns begin."""
    cells = group_by_column(lines, columns.edges)
    steps = [below.baseline - above.baseline for own in cells.values() for above, below in pairwise(own)]
    below = lines[columns.header_lines].baseline if 0 < columns.header_lines < len(lines) else -inf
    starts = _find_text_starts(cells, columns, median(steps) if steps else 12.0, below)
    return PdfTable(list(columns.edges), lines[0].top, lines[-1].bottom, len(starts), [], text_starts=starts)


def _build_printed_table(lines: Sequence[TextLine], columns: Columns) -> PdfTable | None:
    """Build the table from the order in which the page prints its cells; None if it uses another order."""
    header, body = lines[: columns.header_lines], lines[columns.header_lines :]
    banners, others = split_banners(body, columns.edges)
    cells = group_by_column(others, columns.edges)
    blocks, content = find_blocks(cells), columns.content
    if not blocks or not content:
        return None
    pitch = measure_pitch(cells)
    blocks = split_tails(blocks, content, pitch)
    task = columns.names.index("task") if "task" in columns.names else -1
    rows, unsure, merged = group_rows(blocks, content, pitch, task)
    texts = [{one.column: one.lines for one in row} for row in rows]
    blank = next((number for number, row in enumerate(texts) if task in row), len(texts))
    if task >= 0 and blank > 1:
        merged[0, task] = blank - 1  # the rest of a cell merged over rows that a page break parts
    # Cells of other columns can be merged over rows, with text anywhere.
    tops = [min(one.top for column in own.keys() & content or own for one in own[column]) for own in texts]
    found: list[tuple[float, int, Mapping[int, Sequence[TextLine]]]] = [
        *zip(tops, range(len(texts)), texts, strict=True),
        *((line.top, -number, {_ALL_COLUMNS: [line]}) for number, line in enumerate(banners, 1)),
    ]
    found.sort(key=itemgetter(0, 1))
    if header:
        found.insert(0, (lines[0].top, len(texts), group_by_column(header, columns.edges)))
    places = {number: place for place, (_, number, _) in enumerate(found)}
    spans = {
        (places[first], column): places[last]
        for (first, column), last in merged.items()
        if places[last] - places[first] == last - first  # there is no heading or the like between its rows
    }
    table = _make_table(lines, columns, [(top, own) for top, _, own in found], spans)
    # Rows cut by a page break are handled where pages are joined.
    doubted = {places[number] for column in content for number in unsure.get(column, ())}
    table.unsure_rows = sorted(place for place in doubted if place > (1 if header else 0))
    return table


def _make_table(
    lines: Sequence[TextLine],
    columns: Columns,
    rows: Sequence[tuple[float, Mapping[int, Sequence[TextLine]]]],
    merged: Mapping[tuple[int, int], int],
) -> PdfTable:
    """Make a table of rows, each with its top and the lines of its cells by column.

    ``merged`` holds the last row of each merged cell by its first row and column.
    """
    ends = [*(top for top, _ in rows[1:]), lines[-1].bottom + 1]
    bounds = dict(enumerate(pairwise(columns.edges)))
    cells: list[PdfCell] = []
    covered: set[tuple[int, int]] = set()
    for row, (top, own) in enumerate(rows):
        is_banner = _ALL_COLUMNS in own
        sides = {_ALL_COLUMNS: (columns.edges[0], columns.edges[-1])} if is_banner else bounds
        for column, (x0, x1) in sides.items():
            if (row, column) in covered and column not in own:
                continue
            last = merged.get((row, column), row)
            covered |= {(other, column) for other in range(row + 1, last + 1)}
            characters = [one for line in own.get(column, ()) for one in line.characters]
            cells.append(PdfCell(x0, x1, top, ends[last], row, last - row + 1, characters))
    return PdfTable(list(columns.edges), lines[0].top, lines[-1].bottom, len(rows), cells)


def _find_text_starts(
    cells: Mapping[int, Sequence[TextLine]], columns: Columns, pitch: float, below_header: float
) -> list[float]:
    """Return the first baseline, and those at which cells of all columns begin, or one with a serial."""
    offset = MAX_LEVEL_OFFSET * pitch
    begins = {place: _find_cell_starts(own, pitch) for place, own in cells.items()}
    levels = sorted({one.baseline for own in cells.values() for one in own})
    starts = levels[:1]
    for level in levels[1:]:
        if level < below_header + offset or level - starts[-1] < offset:
            continue
        near = {
            place: one for place, own in begins.items() for one in own if abs(one.baseline - level) < offset
        }
        has_serial = any(
            columns.names[place] == "serial" and SERIAL_PATTERN.fullmatch(one.text)
            for place, one in near.items()
        )
        if has_serial or near.keys() >= {*columns.content}:
            starts.append(level)
    return starts


def _find_cell_starts(lines: Sequence[TextLine], pitch: float) -> list[TextLine]:
    """Return the lines of a column below a gap, or below a line that is not full."""
    right = max(line.x1 for line in lines)
    return [
        *lines[:1],
        *(
            line
            for above, line in pairwise(lines)
            for last in above.characters[-1:]
            if line.baseline - above.baseline > MAX_LINE_DISTANCE * pitch
            or right - last.x1 > MIN_FREE_WIDTH * (last.bottom - last.top)
        ),
    ]
