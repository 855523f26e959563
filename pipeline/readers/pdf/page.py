"""Read a page as text: its lines and tables from top to bottom."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby, pairwise
from statistics import median
from typing import Any, Final, NamedTuple

from pipeline.readers.pdf.drawing import Rule, split_runs
from pipeline.readers.pdf.extraction import Character, PageContent, extract_page
from pipeline.readers.pdf.footnotes import remove_footnotes
from pipeline.readers.pdf.lines import TextLine, group_by_column, group_lines, is_wide
from pipeline.readers.pdf.overlays import find_overlaid_rows, take_overlays, take_struck
from pipeline.readers.pdf.row_lines import find_joined_rows, find_ruled_rows
from pipeline.readers.pdf.ruled import PdfCell, PdfTable, find_tables, has_same_sides
from pipeline.readers.pdf.unruled import Columns, find_unruled
from pipeline.taxonomy.header_words import REQUIRED, ColumnNames, row_column

_DEFAULT_PITCH: Final = 1.3
"""Line pitch in line heights, where no cell has two lines."""
_COLUMN_WIDTH: Final = 100.0
"""Width given to each column of an unruled table, in points."""
_MIN_SPACE: Final = 0.6
_COLUMN_GAP: Final = 4
"""Width added between columns on the grid of aligned lines, in half-width cells."""
_MIN_BLANK_LINE: Final = 1.9
_MAX_OFF_CENTRE: Final = 0.5
"""Maximum difference between the free widths on both sides of a centred line, in characters."""
_MAX_JOINED_ROWS: Final = 2
"""Maximum number of rows, with the header, of a page's table whose rows no lines may separate."""
_EMPTY_LINE_WIDTH: Final = 10.0
"""Number of characters assumed for a line of an empty cell."""
_MIN_NAMES: Final = 3
_MAX_SHIFT_DIFFERENCE: Final = 3.0
"""Maximum difference between the distances of equal names in both headers, in points."""


@dataclass(frozen=True, slots=True)
class PageCell:
    """A cell of a page's table; ``x0`` and ``x1`` are in points from the left edge of the table.

    ``gap`` is the space below its text, in lines. ``free_width`` is that of its last line and ``line_width``
    the width of a full one, in wide characters. ``is_open_above`` and ``is_open_below`` tell whether the
    table ends there without a line.
    """

    row: int
    row_span: int
    x0: float
    x1: float
    text: str
    gap: float
    free_width: float
    line_width: float = _EMPTY_LINE_WIDTH
    is_open_above: bool = False
    is_open_below: bool = False


@dataclass(frozen=True, slots=True)
class PageTable:
    """A table on a page."""

    top: float
    bottom: float
    width: float
    rows: int
    cells: tuple[PageCell, ...]
    pitch: float
    """Distance between lines of a cell, in points."""
    has_rules: bool = True
    """Whether ruling lines show which cells are merged."""
    doubts: tuple[tuple[str, int], ...] = ()
    """Kinds of findings, each with the row that it is about."""


@dataclass(frozen=True, slots=True)
class PageLine:
    """A line of text outside tables."""

    top: float
    bottom: float
    text: str


@dataclass(frozen=True)
class Page:
    """A page as text.

    ``aligned`` holds all its lines, with spaces for the gaps between columns; empty if it has ruled tables.
    ``lacks_cells`` tells whether the columns of its table are known, but neither lines nor print order give
    the cells. ``footnotes`` holds the lines of its notes and their marks in the text; ``note_count`` is the
    number of notes. ``overlays`` is the text printed over it, ``struck`` that with a line through it.
    ``unmapped`` counts the characters of each font that have no Unicode value.
    """

    height: float
    characters: int
    blocks: tuple[PageLine | PageTable, ...]
    aligned: tuple[str, ...] = ()
    lacks_cells: bool = False
    invisible: tuple[str, ...] = ()
    footnotes: tuple[str, ...] = ()
    note_count: int = 0
    overlays: str = ""
    struck: str = ""
    images: int = 0
    image_share: float = 0.0
    unmapped: Counter[str] = field(default_factory=Counter)
    number: int = 0
    half: int = 0
    """Number from 1, and 1 for the right half of a page with two tables side by side."""

    @property
    def tables(self) -> list[PageTable]:
        return [block for block in self.blocks if isinstance(block, PageTable)]


class Fold(NamedTuple):
    """Position between two tables side by side, and offset of the right one from the left one, in points."""

    at: float
    shift: float


class PageState(NamedTuple):
    """State from previous pages: columns of an unruled table, edges of a ruled one, fold, and overlays."""

    columns: Columns | None = None
    edges: tuple[float, ...] = ()
    fold: Fold | None = None
    overlays: str = ""


def read_page(
    document: Any, number: int, names: ColumnNames, state: PageState
) -> tuple[list[Page], PageState]:
    """Read a page (from 0) of an open PDFium document, as two if it has two tables side by side.

    ``state`` is that from the previous pages, for tables that continue; that for the next one is returned.
    Raises PageError if the page can't be loaded, or has more characters or objects than any printed page.
    """
    content = extract_page(document, number)
    before = state.overlays
    overlays, struck = take_overlays(content, before), take_struck(content)
    footnotes, notes = remove_footnotes(content)
    fold = _find_fold(content, state.fold)
    halves = _split_page(content, fold) if fold is not None else (content,)
    pages: list[Page] = []
    for place, half in enumerate(half for half in halves if half is halves[0] or half.characters):
        page, state = _read_half(half, names, state)
        pages.append(replace(page, number=number + 1, half=place))
    pages[0] = replace(
        pages[0], footnotes=tuple(footnotes), note_count=notes, overlays=overlays, struck=struck
    )
    return pages, state._replace(fold=fold, overlays=overlays or before)


def _find_fold(content: PageContent, before: Fold | None) -> Fold | None:
    """Return the fold between two tables of a page, if any; ``before`` is that of the previous page."""
    for line in group_lines(content.characters):
        words = _split_words(line)
        half = len(words) // 2
        texts = ["".join(one.text for one in word) for word in words]
        if half < _MIN_NAMES or texts[:half] != texts[half:]:
            continue
        shifts = [right[0].x0 - left[0].x0 for left, right in zip(words[:half], words[half:], strict=True)]
        if max(shifts) - min(shifts) <= _MAX_SHIFT_DIFFERENCE:
            at = _widest_gap(content, words[half - 1][-1].x1, words[half][0].x0, line.top)
            return Fold(at, shifts[0])
    if before is not None and any(one.x0 < before.at < one.x1 for one in content.characters):
        return None
    return before


def _split_words(line: TextLine) -> list[list[Character]]:
    """Split a line into texts at gaps wider than a character."""
    return split_runs(line.characters, lambda one, other: other.x0 - one.x1 <= line.height)


def _widest_gap(content: PageContent, left: float, right: float, top: float) -> float:
    """Return the middle of the widest gap in a range of x without vertical lines or text below ``top``."""
    spans = [(one.x0, one.x1) for one in content.characters if one.top >= top]
    spans += [(rule.at, rule.at) for rule in content.vertical]
    reach, found = left, (0.0, (left + right) / 2)
    for x0, x1 in sorted([*(span for span in spans if left <= span[1] and span[0] <= right), (right, right)]):
        found = max(found, (x0 - reach, (x0 + reach) / 2))
        reach = max(reach, x1)
    return found[1]


def _split_page(content: PageContent, fold: Fold) -> tuple[PageContent, PageContent]:
    """Return both halves of a page, the right one moved to the left; the left has what crosses the fold."""
    at, shift = fold
    pieces = [list(piece) for _, piece in groupby(content.characters, key=lambda one: one.piece)]
    halves: list[PageContent] = []
    for is_left in (True, False):
        half = replace(content) if is_left else PageContent(content.width, content.height)
        by = 0.0 if is_left else shift
        own = [one for piece in pieces if (piece[0].x0 < at) is is_left for one in piece]
        half.characters = [replace(one, x0=one.x0 - by, x1=one.x1 - by) for one in own]
        half.horizontal, half.shades = (
            [Rule(level, x0 - by, x1 - by) for level, x0, x1 in rules if (x0 < at) is is_left]
            for rules in (content.horizontal, content.shades)
        )
        half.vertical = [Rule(x - by, *ends) for x, *ends in content.vertical if (x < at) is is_left]
        halves.append(half)
    return halves[0], halves[1]


def _read_half(content: PageContent, names: ColumnNames, state: PageState) -> tuple[Page, PageState]:
    """Read a page, or half of one."""
    tables, rest = find_tables(content, state.edges)
    edges = state.edges
    if tables and not (has_same_sides(tables[-1].edges, edges) and len(tables[-1].edges) < len(edges)):
        edges = tuple(tables[-1].edges)
    lines = [_cell_lines(table) for table in tables]
    joined = [find_joined_rows(own) for own in lines]
    aligned: tuple[str, ...] = ()
    columns: Columns | None = None
    is_short = len(tables) == 1 and tables[0].rows <= max(_MAX_JOINED_ROWS, 2 * len(joined[0]))
    if content.characters and (not tables or is_short):
        text = _find_text_table(content, names, state.columns)
        if not tables or _parts_more_rows(text, tables[0], state.columns):
            aligned, columns, rest = text.aligned, text.columns, text.rest
            has_cells = text.table is not None and bool(text.table.cells)
            tables = [text.table] if text.table is not None and has_cells else []
            lines, joined = [_cell_lines(table) for table in tables], [set()]
    for table, rows in zip(tables, joined, strict=False):
        table.unsure_rows += rows
    found = [
        _make_table(table, own, content.corrections, has_rules=not aligned)
        for table, own in zip(tables, lines, strict=True)
    ]
    others = [PageLine(line.top, line.bottom, line.text) for line in group_lines(rest)]
    blocks: list[PageLine | PageTable] = [*found, *others]
    page = Page(
        content.height,
        len(content.characters),
        tuple(sorted(blocks, key=lambda block: block.top)),
        aligned,
        bool(aligned) and columns is not None and not tables,
        tuple(line.text for line in group_lines(content.invisible)),
        images=content.images,
        image_share=content.covered,
        unmapped=content.unmapped,
    )
    return page, PageState(columns, edges)


class TextTable(NamedTuple):
    """The table of a page as found from its text, what is outside it, and the lines if none separate rows."""

    table: PdfTable | None
    columns: Columns | None
    rest: list[Character]
    aligned: tuple[str, ...]


def _find_text_table(content: PageContent, names: ColumnNames, before: Columns | None) -> TextTable:
    table, columns, rest = find_unruled(content, names, before)
    if table is None or columns is None:
        return TextTable(None, None, rest, tuple(_align_lines(content)))
    if set(REQUIRED) <= set(map(row_column, columns.names)):
        continues = before is not None and before.has_row_rules and before.edges == columns.edges
        rows, others = find_ruled_rows(content, columns, table, continues=continues)
        if rows is not None:
            columns = replace(columns, edges=tuple(rows.edges), has_row_rules=True)
            return TextTable(rows, columns, others, ())
    aligned = tuple(_align_lines(content, table))
    return TextTable(table, columns, rest if table.cells else content.characters, aligned)


def _parts_more_rows(text: TextTable, table: PdfTable, before: Columns | None) -> bool:
    """Return whether text shows more rows in the columns of a ruled table, or goes on from such a table."""
    if text.table is None or len(text.table.edges) != len(table.edges):
        return False
    return before is not None or 2 * text.table.rows > 3 * table.rows


def _cell_lines(table: PdfTable) -> list[tuple[PdfCell, list[TextLine]]]:
    return [(cell, group_lines(cell.characters)) for cell in table.cells]


def _make_table(
    table: PdfTable,
    lines: Sequence[tuple[PdfCell, Sequence[TextLine]]],
    corrections: Sequence[Character],
    *,
    has_rules: bool,
) -> PageTable:
    padding: dict[float, float] = {}
    for cell, own in lines:
        left = min((line.x0 - cell.x0 for line in own), default=cell.x1 - cell.x0)
        padding[cell.x0] = max(0.0, min(left, padding.get(cell.x0, left)))
    steps = [below.top - above.top for _, own in lines for above, below in pairwise(own)]
    heights = [_DEFAULT_PITCH * (line.bottom - line.top) for _, own in lines for line in own]
    pitch = median(steps or heights or [1.0])
    left = table.edges[0]
    cells = tuple(_make_cell(cell, own, left, padding[cell.x0], pitch) for cell, own in lines)
    width = table.edges[-1] - left
    if not has_rules:
        # Edges found from white space shift from page to page with the words beside them; columns do not.
        places = [(table.edges.index(cell.x0), table.edges.index(cell.x1)) for cell in table.cells]
        cells = tuple(
            replace(cell, x0=_COLUMN_WIDTH * first, x1=_COLUMN_WIDTH * last)
            for cell, (first, last) in zip(cells, places, strict=True)
        )
        width = _COLUMN_WIDTH * (len(table.edges) - 1)
    doubts = [("rows_unsure", row) for row in table.unsure_rows]
    overlaid = find_overlaid_rows(lines, corrections, has_rules=has_rules)
    doubts += [("text_overlaid", row) for row in sorted(overlaid)]
    return PageTable(table.top, table.bottom, width, table.rows, cells, pitch, has_rules, tuple(doubts))


def _make_cell(
    cell: PdfCell, lines: Sequence[TextLine], left: float, padding: float, pitch: float
) -> PageCell:
    x0, x1 = cell.x0 - left, cell.x1 - left
    sides = cell.is_open_above, cell.is_open_below
    end, free, full = cell.top, _EMPTY_LINE_WIDTH, _EMPTY_LINE_WIDTH
    if lines:
        last = lines[-1]
        wide = [c.x1 - c.x0 for c in cell.characters if is_wide(c.text)]
        width = median(wide) if wide else last.bottom - last.top
        inner = x1 - x0 - 2 * padding
        beside = last.x0 - cell.x0 - padding
        room = inner - (last.x1 - last.x0)
        if abs(room - 2 * beside) > _MAX_OFF_CENTRE * width:
            room -= beside  # the first line of a paragraph is indented
        end, free, full = last.bottom, room / width, inner / width
    text = " ".join(line.text for line in lines)
    return PageCell(cell.row, cell.row_span, x0, x1, text, (cell.bottom - end) / pitch, free, full, *sides)


def _align_lines(content: PageContent, table: PdfTable | None = None) -> list[str]:
    """Return the lines of a page without ruled tables, each character on a grid of half-width cells.

    The columns of a ``table`` are moved apart, so that their texts, which can nearly touch, are not one.
    """
    lines = group_lines(content.characters)
    if not lines:
        return []
    wide = [c.x1 - c.x0 for line in lines for c in line.characters if is_wide(c.text)]
    unit = (median(wide) if wide else 10.0) / 2
    left = min(line.x0 for line in lines)
    found: list[str] = []
    for before, line in pairwise([lines[0], *lines]):
        if line.top - before.top > _MIN_BLANK_LINE * line.height:
            found.append("")
        if table is None or not table.top <= line.top <= table.bottom:
            found.append(_fill_grid(line.characters, left, unit))
            continue
        text = ""
        for column, own in sorted(group_by_column([line], table.edges).items()):
            place = round((own[0].x0 - left) / unit) + _COLUMN_GAP * column
            text = _fill_to(text, place) + own[0].text
        found.append(text)
    return found


def _fill_to(text: str, place: int) -> str:
    """Return a text with spaces up to a place, at least one behind other text."""
    width = sum(2 if is_wide(one) else 1 for one in text)
    return text + " " * max(place - width, 1 if text else 0)


def _fill_grid(characters: tuple[Character, ...], left: float, unit: float) -> str:
    text = ""
    before: Character | None = None
    for one in characters:
        if before is None or one.is_spaced or one.x0 - before.x1 > _MIN_SPACE * unit:
            text = _fill_to(text, round((one.x0 - left) / unit))
        text += one.text
        before = one
    return text
