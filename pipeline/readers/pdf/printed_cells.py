"""Find the rows of unruled tables from print order, where a page prints its text cell by cell."""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from operator import attrgetter
from typing import Final, get_args

from pipeline.readers.pdf.drawing import split_runs
from pipeline.readers.pdf.lines import TextLine
from pipeline.readers.pdf.merged_cells import Block, Level, assign_merged_cells
from pipeline.schema.model import SENTENCE_END

MAX_LINE_DISTANCE: Final = 1.12
_MAX_PARAGRAPH_DISTANCE: Final = 2.5
"""Maximum distances between lines of a cell, and between its paragraphs, in line pitches."""
MIN_FREE_WIDTH: Final = 1.3
"""A line with this much free width, in characters, was not broken for lack of space."""
_MIN_ORDERED_SHARE: Final = 0.8
_MAX_OVER_GAPS_SHARE: Final = 0.5
MAX_LEVEL_OFFSET: Final = 0.3
"""Maximum difference between cells at the same level, in line pitches."""


_LEVELS: Final[dict[Level, Callable[[Block], float]]] = {name: attrgetter(name) for name in get_args(Level)}


def find_blocks(cells: Mapping[int, Sequence[TextLine]]) -> list[Block] | None:
    """Return the cells, or their paragraphs, of each column; None if the page prints in another order."""
    pitch = measure_pitch(cells)
    full: list[bool] = []
    over_gaps: list[bool] = []
    blocks: list[Block] = []
    for column, lines in cells.items():
        right = max(line.x1 for line in lines)
        own = [lines[0]]
        for above, below in pairwise(lines):
            follows = _is_printed_after(above, below)
            is_next = below.baseline - above.baseline <= MAX_LINE_DISTANCE * pitch
            if is_next and _is_full(above, right):
                full.append(follows)
            elif not is_next and len(own) > 1:
                over_gaps.append(follows)
            if follows and is_next:
                own.append(below)
            else:
                blocks.append(Block(column, tuple(own)))
                own = [below]
        blocks.append(Block(column, tuple(own)))
    in_order = sum(full) >= _MIN_ORDERED_SHARE * len(full)
    return blocks if in_order and sum(over_gaps) <= _MAX_OVER_GAPS_SHARE * len(over_gaps) else None


def measure_pitch(cells: Mapping[int, Sequence[TextLine]]) -> float:
    """Return the distance between lines of a cell, in points."""
    pairs = [pair for lines in cells.values() for pair in pairwise(lines)]
    steps = sorted(
        below.baseline - above.baseline for above, below in pairs if _is_printed_after(above, below)
    )
    return steps[len(steps) // 4] if steps else 12.0


def _is_printed_after(above: TextLine, below: TextLine) -> bool:
    """Return whether a page prints one line immediately after another."""
    last = max(one.piece for one in above.characters)
    first = min(one.piece for one in below.characters)
    return 0 <= first - last <= 1


def split_tails(blocks: Sequence[Block], content: Sequence[int], pitch: float) -> list[Block]:
    """Split the first cells of a page where the next row begins, if a page break cut the row above it.

    That is where the last of the ``content`` columns begins, and all others, if cells are at the top of rows.
    """
    firsts: dict[int, Block] = {}
    rights: dict[int, float] = {}
    for one in blocks:
        firsts[one.column] = min(firsts.get(one.column, one), one, key=attrgetter("top"))
        rights[one.column] = max(rights.get(one.column, 0.0), *(line.x1 for line in one.lines))
    own = [firsts[column] for column in content if column in firsts]
    start = max((one.top for one in own), default=0.0)
    others = [one for one in blocks if one.column in content and one not in own]
    level = _choose_level(others, others, pitch)
    if level == "middle":
        return [
            part
            for one in blocks
            for part in (_split_centred(one, blocks, pitch) if one.column in content else [one])
        ]
    if level != "top":
        return list(blocks)
    parts: dict[Block, list[Block]] = {}
    for one in own:
        if one.bottom < start - MAX_LEVEL_OFFSET * pitch:
            continue
        levels = [abs(line.baseline - start) <= MAX_LEVEL_OFFSET * pitch for line in one.lines]
        place = levels.index(True) if True in levels else -1
        above = one.lines[place - 1]
        if place < 0 or (place and _is_full(above, rights[one.column]) and not above.text.endswith("。")):
            return list(blocks)
        if place:
            parts[one] = [Block(one.column, one.lines[:place]), Block(one.column, one.lines[place:])]
    return [part for one in blocks for part in parts.get(one, [one])]


def _split_centred(tall: Block, blocks: Sequence[Block], pitch: float) -> list[Block]:
    """Split a block between sentences into the cells beside whose middles other columns have theirs."""
    lines = tall.lines
    ends = {place for place, line in enumerate(lines, 1) if SENTENCE_END.search(line.text)}
    stops = sorted({*ends, len(lines)})
    bottoms = [lines[stop - 1].baseline for stop in stops]
    cuts = {0, len(lines)}
    for other in blocks:
        if other.column == tall.column or not (tall.top < other.top and other.bottom <= tall.bottom):
            continue
        found = []
        for start in [0, *stops]:
            if start == len(lines) or lines[start].baseline > other.top:
                break
            # A part ends as far below the middle of the other cell as it begins above it.
            end = 2 * other.middle - lines[start].baseline
            near = slice(bisect_left(bottoms, end - pitch), bisect_left(bottoms, end + pitch))
            found += [(start, stop) for stop in stops[near] if _is_centred(other, lines[start:stop], pitch)]
        if len(found) == 1:
            cuts |= {*found[0]}
    return [Block(tall.column, lines[slice(*part)]) for part in pairwise(sorted(cuts))]


def _is_centred(own: Block, beside: Sequence[TextLine], pitch: float) -> bool:
    """Return whether a block is beside the middle of lines of another column."""
    if not beside or not beside[0].baseline <= own.top <= own.bottom <= beside[-1].baseline:
        return False
    return abs(own.middle - Block(own.column, tuple(beside)).middle) <= MAX_LEVEL_OFFSET * pitch


def _is_full(line: TextLine, right: float) -> bool:
    """Return whether a line was broken for lack of space."""
    return right - line.x1 <= MIN_FREE_WIDTH * line.height


def group_rows(
    blocks: Sequence[Block], content: Sequence[int], pitch: float, task: int
) -> tuple[list[list[Block]], dict[int, set[int]], dict[tuple[int, int], int]]:
    """Return the rows of a table from top to bottom, and for each column the rows whose cell is not certain.

    Also return the last row of each merged cell, by its first row and column. ``task`` is the column that has
    no blank cells.

    One of the columns of ``content``, the anchor, has a cell in nearly every row. Cells level with one of its
    belong to that row; others, such as cells merged over rows, to the first row beside them that has none.
    """
    counts = Counter(one.column for one in blocks)
    anchor = max(content, key=lambda column: (counts[column], column))
    others = [one for one in blocks if one.column != anchor]
    cells = split_runs(
        sorted((one for one in blocks if one.column == anchor), key=attrgetter("top")),
        lambda above, below: _is_paragraph(above, below, pitch) and not _is_level(below, others, pitch),
    )
    anchors = [Block(anchor, tuple(line for one in own for line in one.lines)) for own in cells]
    rows = [[one] for one in anchors]
    by_column: dict[int, list[Block]] = defaultdict(list)
    for one in others:
        by_column[one.column].append(one)
    left: list[Block] = []
    for own in by_column.values():
        level = _LEVELS[_choose_level(own, anchors, pitch)]
        for one in own:
            row = min(rows, key=lambda row: abs(level(row[0]) - level(one)), default=left)
            is_level = row is not left and abs(level(row[0]) - level(one)) <= MAX_LEVEL_OFFSET * pitch
            (row if is_level and not _has_cell(row, one.column) else left).append(one)
    for one in sorted(left, key=lambda one: (not _rows_beside(one, rows), one.top, one.column)):
        _place_block(one, rows, pitch)
    unsure: dict[int, set[int]] = {}
    merged: dict[tuple[int, int], int] = {}
    for column, own in sorted(by_column.items(), key=lambda one: one[0] in content):
        alignment = _choose_level(own, anchors, pitch)
        unsure[column], spans = assign_merged_cells(
            column, rows, merged, pitch, alignment, is_filled=column == task
        )
        merged |= {(first, column): last for first, last in spans.items()}
    kept = [place for place, row in enumerate(rows) if row]
    numbers = {place: bisect_left(kept, place) for place in range(len(rows))}
    return (
        [rows[place] for place in kept],
        {column: {numbers[place] for place in own if rows[place]} for column, own in unsure.items()},
        {(numbers[first], column): numbers[last] for (first, column), last in merged.items()},
    )


def _is_paragraph(above: Block, below: Block, pitch: float) -> bool:
    """Return whether a block can be another paragraph of the cell above."""
    return (
        _is_printed_after(above.lines[-1], below.lines[0])
        and below.top - above.bottom <= _MAX_PARAGRAPH_DISTANCE * pitch
    )


def _is_level(one: Block, others: Sequence[Block], pitch: float) -> bool:
    return any(
        abs(level(one) - level(other)) <= MAX_LEVEL_OFFSET * pitch
        for level in _LEVELS.values()
        for other in others
    )


def _choose_level(own: Sequence[Block], anchors: Sequence[Block], pitch: float) -> Level:
    """Return the point at which most cells of a column are aligned with those of the anchor."""
    counts = Counter(
        name
        for name, level in _LEVELS.items()
        for a in own
        if any(a.column != b.column and abs(level(a) - level(b)) <= MAX_LEVEL_OFFSET * pitch for b in anchors)
    )
    return max(_LEVELS, key=counts.__getitem__)


def _has_cell(row: Sequence[Block], column: int) -> bool:
    return any(one.column == column for one in row)


def _place_block(one: Block, rows: list[list[Block]], pitch: float) -> None:
    """Put a block level with no row into the cell that it is a paragraph of, or into a row without one."""
    for row in rows:
        for place, other in enumerate(row):
            if other.column == one.column and _is_paragraph(other, one, pitch):
                row[place] = Block(one.column, (*other.lines, *one.lines))
                return
    place = sum(_top(row) < one.top for row in rows)
    beside = _rows_beside(one, rows)
    # A centred cell merged over two rows can be between them; above all is the rest of a row cut by a break.
    between = rows[place - 1 : place + 1] if place else []
    free = [row for row in beside or between if not _has_cell(row, one.column)]
    if free:
        free[0].append(one)
    else:
        rows.insert(place, [one])


def _rows_beside(one: Block, rows: Sequence[list[Block]]) -> list[list[Block]]:
    return [row for row in rows if _top(row) <= one.bottom and one.top <= max(b.bottom for b in row)]


def _top(row: Sequence[Block]) -> float:
    return min(one.top for one in row)
