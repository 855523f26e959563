"""Extract tables from ruling lines: a grid of line positions, merged where no line separates cells."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise, product
from typing import Final

from pipeline.readers.pdf.drawing import Rule, join_rules
from pipeline.readers.pdf.extraction import Character, PageContent
from pipeline.readers.pdf.lines import group_lines

_MAX_TOUCHING_GAP, _MAX_DRAWN_GAP = 4.0, 1.0
"""Maximum gaps between lines of a table, and between those of one in a cell of another, in points."""
MAX_OFFSET: Final = 4.0
"""Lines closer than this, such as double ones, count as one; in points."""
_MIN_RULED_SHARE, _MAX_OPEN_LENGTH = 0.5, 8.0
"""Minimum share of a cell's side that a line covers, and maximum length it leaves open, in points:
underlines of text leave the padding of the cell open."""
_MIN_TEXT_GAP: Final = 3.0
"""Minimum gap between the texts on both sides of a line that is not drawn, in points."""
_MAX_SIDE_DISTANCE: Final = 120.0
_MIN_INSIDE_SHARE: Final = 0.9
_MIN_COLUMNS: Final = 2


@dataclass(eq=False)
class PdfCell:
    """A cell of a table on one page, with its box, rows and characters."""

    x0: float
    x1: float
    top: float
    bottom: float
    row: int
    row_span: int
    characters: list[Character] = field(default_factory=list)
    is_open_above: bool = False
    is_open_below: bool = False
    """Whether the table ends there without a line, as it can where a page break cuts a row."""

    def contains(self, one: Character) -> bool:
        return self.x0 <= one.x <= self.x1 and self.top <= one.y <= self.bottom


@dataclass
class PdfTable:
    """A table on one page, with its column edges and its cells row by row."""

    edges: list[float]
    top: float
    bottom: float
    rows: int
    cells: list[PdfCell]
    levels: list[float] = field(default_factory=list)
    """Positions of the horizontal lines, including top and bottom."""
    grid: dict[tuple[int, int], PdfCell] = field(default_factory=dict)
    """The cell at each row and column of the grid of levels and edges."""
    hollow_cells: list[PdfCell] = field(default_factory=list)
    """Cells that surround others, and L-shaped cells."""
    text_starts: list[float] = field(default_factory=list)
    """Baselines at which text begins side by side in the cells."""
    unsure_rows: list[int] = field(default_factory=list)
    """Rows that may be several: texts begin side by side in their cells without a line between."""

    def cell_at(self, x: float, y: float) -> PdfCell | None:
        """Return the cell at a point, or None outside the table."""
        if not (self.edges[0] <= x <= self.edges[-1] and self.top <= y <= self.bottom):
            return None
        row = min(bisect_right(self.levels, y), len(self.levels) - 1) - 1
        column = min(bisect_right(self.edges, x), len(self.edges) - 1) - 1
        return self.grid[row, column]


def find_tables(content: PageContent, before: Sequence[float] = ()) -> tuple[list[PdfTable], list[Character]]:
    """Return the ruled tables of a page from top to bottom, and the characters outside them.

    ``before`` are the edges of the last table on the previous pages: a table of the same width can continue
    with its columns, whether or not a line is drawn between them.
    """
    horizontal, vertical = _remove_nested(join_rules(content.horizontal), join_rules(content.vertical))
    tables: list[PdfTable] = []
    for rows, columns in _group_connected(horizontal, vertical):
        table = build_table(rows, columns)
        if table is not None and (beyond := _sides_beyond(table, before)):
            columns += beyond
            table = build_table(rows, columns)
        if table is not None and (missing := _find_undrawn_rules(table, rows, content.characters, before)):
            table = build_table(rows, [*columns, *missing])
        if table is not None:
            tables.append(table)
    rest = fill_cells(tables, content.characters)
    for table in tables:
        mark_open_cells(table, horizontal)
    return sorted(tables, key=lambda table: table.top), rest


def fill_cells(tables: Sequence[PdfTable], characters: Iterable[Character]) -> list[Character]:
    """Put each character into the cell at its position; return those outside all cells."""
    rest: list[Character] = []
    for one in characters:
        cell = next((found for table in tables if (found := table.cell_at(one.x, one.y))), None)
        (rest if cell is None else cell.characters).append(one)
    for table in tables:
        rest += _merge_insets(table)
    return rest


def _sides_beyond(table: PdfTable, before: Sequence[float]) -> list[Rule]:
    """Return lines at the edges of the last table beside one with the same columns, of which it lacks some.

    No line closes an outer column that a merged cell fills from page break to page break.
    """
    if not _has_edges(before, table.edges):
        return []
    first, last = table.edges[0] - MAX_OFFSET, table.edges[-1] + MAX_OFFSET
    return [Rule(edge, table.top, table.bottom) for edge in before if not first <= edge <= last]


def _find_undrawn_rules(
    table: PdfTable, rows: Sequence[Rule], characters: Iterable[Character], before: Sequence[float]
) -> list[Rule]:
    """Return the lines not drawn between adjacent cells whose texts are separated by white space."""
    own: dict[int, list[Character]] = defaultdict(list)
    for one in characters:
        if (cell := table.cell_at(one.x, one.y)) is not None:
            own[id(cell)].append(one)
    inner = [one for one in table.cells if any(_surrounds(other, one) for other in table.hollow_cells)]
    cells = [
        one for one in table.cells if one not in inner and not any(_surrounds(one, other) for other in inner)
    ]
    edges = [x for one in cells for x in (one.x0, one.x1)]
    continues = has_same_sides(table.edges, before) and _has_edges(before, table.edges)
    edges = merge_positions([*edges, *(before if continues else ())])
    sides = {
        (edge, id(cell)): _text_sides(edge, own[id(cell)])
        for cell in cells
        for edge in edges
        if cell.x0 + MAX_OFFSET < edge < cell.x1 - MAX_OFFSET
    }
    separated = {edge for (edge, _), filled in sides.items() if filled == {"left", "right"}}
    found = []
    for cell in cells:
        inside = [edge for edge in edges if (edge, id(cell)) in sides]
        for edge in inside:
            filled = sides[edge, id(cell)]
            # Text on one side only may be merged over two columns, except where the cell is not
            # rectangular or lines between rows end within it.
            is_separated = cell in table.hollow_cells or any(_ends_within(rule, cell, edge) for rule in rows)
            may_be_two = is_separated or (len(inside) == 1 and (edge in separated or not filled))
            if filled == {"left", "right"} or (filled is not None and may_be_two):
                found.append(Rule(edge, cell.top, cell.bottom))
    return found


def _ends_within(rule: Rule, cell: PdfCell, edge: float) -> bool:
    """Return whether a line extends from a side of a cell to an edge within it."""
    is_inside = cell.top + MAX_OFFSET < rule.at < cell.bottom - MAX_OFFSET
    from_left = rule.start <= cell.x0 + MAX_OFFSET and abs(rule.end - edge) <= MAX_OFFSET
    from_right = rule.end >= cell.x1 - MAX_OFFSET and abs(rule.start - edge) <= MAX_OFFSET
    return is_inside and (from_left or from_right)


def _has_edges(edges: Sequence[float], others: Sequence[float]) -> bool:
    """Return whether the edges of a table include others."""
    return all(any(abs(edge - other) <= MAX_OFFSET for edge in edges) for other in others)


def has_same_sides(edges: Sequence[float], other: Sequence[float]) -> bool:
    """Return whether two tables have the same left and right edges."""
    return bool(edges and other) and all(abs(edges[side] - other[side]) <= MAX_OFFSET for side in (0, -1))


def _text_sides(edge: float, characters: Sequence[Character]) -> set[str] | None:
    """Return the sides of an edge that have text; None if text crosses it or no white space is there."""
    found: set[str] = set()
    for line in group_lines(characters):
        inks = [one.ink for one in line.characters]
        left = [x1 for x0, x1 in inks if x0 + x1 < 2 * edge]
        right = [x0 for x0, x1 in inks if x0 + x1 >= 2 * edge]
        if max(left, default=edge) > edge or min(right, default=edge) < edge:
            return None
        if left and right and min(right) - max(left) < _MIN_TEXT_GAP:
            return None
        found |= {"left"} if left else set()
        found |= {"right"} if right else set()
    return found


def mark_open_cells(table: PdfTable, horizontal: Sequence[Rule]) -> None:
    """Mark the cells at the top and bottom of a table that no line closes there."""
    for cell in table.cells:
        cell.is_open_above = cell.top == table.top and not _is_closed(cell, cell.top, horizontal)
        cell.is_open_below = cell.bottom == table.bottom and not _is_closed(cell, cell.bottom, horizontal)


def _is_closed(cell: PdfCell, y: float, horizontal: Sequence[Rule]) -> bool:
    """Return whether lines cover most of a cell's side at height ``y``."""
    near = (rule for rule in horizontal if abs(rule.at - y) <= MAX_OFFSET)
    covered = sum(max(0.0, min(rule.end, cell.x1) - max(rule.start, cell.x0)) for rule in near)
    return covered >= _MIN_RULED_SHARE * (cell.x1 - cell.x0)


def _group_connected(
    horizontal: Sequence[Rule], vertical: Sequence[Rule]
) -> list[tuple[list[Rule], list[Rule]]]:
    """Group lines that touch each other or are beside each other, largest group first."""
    found = _group_touching(horizontal, vertical, _MAX_TOUCHING_GAP)
    # No line connects the columns on both sides of a merged cell that fills the page.
    whole: list[tuple[list[Rule], list[Rule]]] = []
    for rows, columns in found:
        beside = next((other for other in whole if _are_beside(other[1], columns)), None)
        if beside is None:
            whole.append((rows, columns))
        else:
            beside[0].extend(rows)
            beside[1].extend(columns)
    return whole


def _group_touching(
    horizontal: Sequence[Rule], vertical: Sequence[Rule], gap: float
) -> list[tuple[list[Rule], list[Rule]]]:
    """Group lines with no more than a gap between them, largest group first."""
    touching = [
        (row, column)
        for row, line in enumerate(horizontal)
        for column, upright in enumerate(vertical, len(horizontal))
        if line.start - gap <= upright.at <= line.end + gap
        and upright.start - gap <= line.at <= upright.end + gap
    ]
    roots = _find_roots(len(horizontal) + len(vertical), touching)
    groups: dict[int, tuple[list[Rule], list[Rule]]] = defaultdict(lambda: ([], []))
    for place, rule in enumerate([*horizontal, *vertical]):
        groups[roots[place]][place >= len(horizontal)].append(rule)
    return sorted(groups.values(), key=lambda group: -(len(group[0]) + len(group[1])))


def _remove_nested(
    horizontal: Sequence[Rule], vertical: Sequence[Rule]
) -> tuple[Sequence[Rule], Sequence[Rule]]:
    """Return the lines without those of tables in cells, however near the lines of these are."""
    kept: tuple[list[Rule], list[Rule]] = [], []
    around: list[tuple[int, PdfCell]] = []
    for rows, columns in _group_touching(horizontal, vertical, _MAX_DRAWN_GAP):
        xs, ys = ([one.at for one in own] for own in (columns, rows))
        if len(xs) > 1 < len(ys):
            box = PdfCell(min(xs), max(xs), min(ys), max(ys), 0, 1)
            if any(len(xs) + len(ys) < size and _surrounds(other, box) for size, other in around):
                continue
            around.append((len(xs) + len(ys), box))
        kept[0].extend(rows)
        kept[1].extend(columns)
    return kept


def _find_roots(count: int, pairs: Iterable[tuple[int, int]]) -> list[int]:
    """Return, for each of some numbers, one that stands for all that pairs connect with it."""
    parents = list(range(count))

    def root(one: int) -> int:
        while parents[one] != one:
            parents[one] = parents[parents[one]]
            one = parents[one]
        return one

    for one, other in pairs:
        parents[root(other)] = root(one)
    return [root(one) for one in range(count)]


def _are_beside(group: Sequence[Rule], uprights: Sequence[Rule]) -> bool:
    """Return whether vertical lines are beside those of a group for most of their length."""
    if not group or not uprights:
        return False
    first, last = min(rule.start for rule in group), max(rule.end for rule in group)
    inside = sum(max(0.0, min(rule.end, last) - max(rule.start, first)) for rule in uprights)
    left, right = min(rule.at for rule in group), max(rule.at for rule in group)
    near = all(left - _MAX_SIDE_DISTANCE <= rule.at <= right + _MAX_SIDE_DISTANCE for rule in uprights)
    return near and inside >= _MIN_INSIDE_SHARE * sum(rule.end - rule.start for rule in uprights)


def merge_positions(places: Iterable[float], offset: float = MAX_OFFSET) -> list[float]:
    """Sort positions and merge those no further apart than ``offset``."""
    found: list[float] = []
    for place in sorted(places):
        if not found or place - found[-1] > offset:
            found.append(place)
    return found


def build_table(horizontal: Sequence[Rule], vertical: Sequence[Rule]) -> PdfTable | None:
    """Build the table formed by lines; None if they form none."""
    if not horizontal or not vertical:
        return None
    # Tables without lines at the sides, or at top and bottom, end where their other lines do.
    xs, ys = (
        merge_positions([*(rule.at for rule in own), *(end for rule in across for end in rule[1:])])
        for own, across in ((vertical, horizontal), (horizontal, vertical))
    )
    if len(xs) <= _MIN_COLUMNS or len(ys) < 2:
        return None
    column_rules = _ruled_intervals(vertical, xs, ys)
    row_rules = _ruled_intervals(horizontal, ys, xs)
    return _build_grid(xs, ys, column_rules, row_rules)


def _ruled_intervals(
    rules: Sequence[Rule], places: Sequence[float], stops: Sequence[float]
) -> set[tuple[int, int]]:
    """Return the (position, interval between stops) pairs that a rule mostly covers."""
    covered: dict[tuple[int, int], float] = defaultdict(float)
    for rule in rules:
        place = min(range(len(places)), key=lambda index: abs(places[index] - rule.at))
        for interval, (start, end) in enumerate(pairwise(stops)):
            covered[place, interval] += max(0.0, min(rule.end, end) - max(rule.start, start))
    sides = [end - start for start, end in pairwise(stops)]
    return {
        (place, interval)
        for (place, interval), length in covered.items()
        if length >= max(_MIN_RULED_SHARE * sides[interval], sides[interval] - _MAX_OPEN_LENGTH)
    }


def _build_grid(
    xs: list[float], ys: list[float], uprights: set[tuple[int, int]], levels: set[tuple[int, int]]
) -> PdfTable | None:
    """Build a table from a grid whose squares are merged where no line separates them."""
    width, height = len(xs) - 1, len(ys) - 1
    beside = {*product(range(1, width), range(height))} - uprights
    below = {*product(range(1, height), range(width))} - levels
    pairs = [(row * width + column - 1, row * width + column) for column, row in beside]
    pairs += [((row - 1) * width + column, row * width + column) for row, column in below]
    members: dict[int, list[int]] = defaultdict(list)
    for one, root in enumerate(_find_roots(width * height, pairs)):
        members[root].append(one)
    table = PdfTable(xs, ys[0], ys[-1], height, [], ys)
    for group in members.values():
        rows, columns = [one // width for one in group], [one % width for one in group]
        first, last = min(rows), max(rows)
        x0, x1 = xs[min(columns)], xs[max(columns) + 1]
        cell = PdfCell(x0, x1, ys[first], ys[last + 1], first, last - first + 1)
        table.cells.append(cell)
        table.grid |= {(one // width, one % width): cell for one in group}
        if len(group) < cell.row_span * (max(columns) + 1 - min(columns)):
            table.hollow_cells.append(cell)
    if len(table.cells) <= _MIN_COLUMNS:
        return None
    table.cells.sort(key=lambda cell: (cell.row, cell.x0))
    return table


def _merge_insets(table: PdfTable) -> list[Character]:
    """Put what is drawn within cells, such as pictures and tables, into these, and remove an outer frame.

    Return the characters that are only in the frame.
    """
    rest: list[Character] = []
    for cell in table.hollow_cells:
        inner = [one for one in table.cells if _surrounds(cell, one)]
        if inner and _is_frame(cell, inner, table):
            rest = cell.characters
            inner = [cell]
        else:
            cell.characters += [one for other in inner for one in other.characters]
        table.cells = [one for one in table.cells if not any(one is other for other in inner)]
    tops = sorted({cell.top for cell in table.cells} | {cell.bottom for cell in table.cells})
    table.edges = sorted({cell.x0 for cell in table.cells} | {cell.x1 for cell in table.cells})
    table.top, table.bottom, table.rows, table.levels = tops[0], tops[-1], len(tops) - 1, tops
    for cell in table.cells:
        cell.row = tops.index(cell.top)
        cell.row_span = tops.index(cell.bottom) - cell.row
    return rest


def _is_frame(cell: PdfCell, inner: Sequence[PdfCell], table: PdfTable) -> bool:
    """Return whether a cell is the frame around a whole table: it has text only above and below."""
    top, bottom = min(one.top for one in inner), max(one.bottom for one in inner)
    is_whole = (cell.x0, cell.x1, cell.row_span) == (table.edges[0], table.edges[-1], table.rows)
    return is_whole and not any(top < one.y < bottom for one in cell.characters)


def _surrounds(cell: PdfCell, other: PdfCell) -> bool:
    """Return whether a cell surrounds another one."""
    return cell.x0 < other.x0 and other.x1 < cell.x1 and cell.top < other.top and other.bottom < cell.bottom
