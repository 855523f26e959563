"""Finds the table headers of a source and the columns that they name."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, takewhile
from operator import itemgetter
from typing import Final

from pipeline.taxonomy.header_words import REQUIRED, ColumnNames, normalise_header, row_column

_MAX_HEADER_LINES: Final = 8
_MAX_HEADER_CHARACTERS: Final = 60
_MAX_CELL_CHARACTERS: Final = 24
_MAX_CELLS: Final = 40
_MAX_PIECE_CHARACTERS: Final = 12
_MIN_COLUMNS: Final = 3
_SENTENCE_MARK: Final = re.compile("[。，；！？、]")
_PIECE: Final = re.compile(r"\S+")

_CONTINUATIONS: Final = frozenset("和及与或、）)")
_CONTINUATION_COST: Final = 5.0
_NAME_COST, _BARE_BODIES_COST = 0.2, 0.6
_SPACE_COST, _LINE_END_COST, _IN_WORD_COST = -0.5, -0.4, 0.1
"""Cost of splitting a header at a position: spaces separate columns, but a line can end within a cell."""

_LAST_COLUMNS: Final = frozenset(("departments", "deadline", "note"))
_USUAL_ORDER: Final = ("serial", "area", "task", "measure", "departments")
_COLUMN_ORDER: Final = {"area": 0, "task": 1, "measure": 2, "deliverable": 3, "departments": 4, "lead": 4}
UNIQUE_COLUMNS: Final = frozenset((*_USUAL_ORDER, "lead", "support"))
_JOINED_COLUMNS: Final = frozenset(("measure", "departments", "lead", "support"))
"""Columns that several cells can name, if all their words do; the cells below are joined."""
_JOINED_COST: Final = 0.95
_OTHER_MEANING_COST, _UNKNOWN_COST, _BY_POSITION_COST, _ORDER_COST = 1.0, 1.5, 1.8, 0.5
_ROLE_COST, _BESIDE_ROLE_COST = 0.05, 0.1
"""Cost of the role in a cell of both (责任单位 above 配合), and of departments beside a column of a role."""
_ROLES: Final = frozenset(("lead", "support"))
_DISSIMILARITY_COST: Final = 3.0
"""Cost of a column for a cell of unknown words when no cell below resembles it; half of it is prohibitive."""
_MISSING_COSTS: Final = {"serial": 0.4, "area": 0.4, "task": 2.0, "measure": 2.0, "departments": 2.0}


@dataclass(frozen=True)
class HeaderCell:
    """A header cell as printed, without white space, and the column it names ('' if unknown).

    ``by_position`` is true if its words are unknown and the column was inferred from its position.
    `EMPTY_CELL` is a column with neither a name nor text.
    """

    text: str
    column: str
    by_position: bool = False


EMPTY_CELL: Final = HeaderCell("", "empty")


@dataclass(frozen=True)
class HeaderColumns:
    """The columns named by one header, in order; ``line`` is its first line.

    ``spans`` are the horizontal places at which the cells of aligned text start and end.
    """

    line: int
    cells: tuple[HeaderCell, ...]
    spans: tuple[tuple[int, int], ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(cell.column for cell in self.cells)

    @property
    def missing(self) -> tuple[str, ...]:
        """The required columns of a plan that no cell names."""
        named = {row_column(column) for column in self.columns if column != "deliverable"}
        return tuple(column for column in REQUIRED if column not in named)

    @property
    def unknown(self) -> tuple[str, ...]:
        """The texts of the cells that name no column."""
        return tuple(cell.text for cell in self.cells if not cell.column)

    def has(self, column: str) -> bool:
        """Return whether a cell names the column."""
        return column in self.columns


def most_complete_header(headers: Sequence[HeaderColumns]) -> HeaderColumns | None:
    """Return the header that names the most columns (others may be cut at a page break); None if none."""
    return max(headers, key=lambda header: len(set(header.columns) - {""}), default=None)


def is_in_usual_order(header: HeaderColumns) -> bool:
    """Return whether the columns of a header that rows have stand in their usual order."""
    positions = [_COLUMN_ORDER[name] for name in header.columns if name in _COLUMN_ORDER]
    return positions == sorted(positions)


def find_headers(filled: Sequence[int], squeezed: Mapping[int, str], names: ColumnNames) -> list[range]:
    """Return the table headers: runs of lines that together name most columns and contain nothing else.

    A header may wrap over several lines, even within words. Header words above it that add no column are
    excluded. Lines below it are included if they end its last cell or name an optional column, and stand
    below all headers of the same words: elsewhere they are the end of a cell from the page before.

    ``filled`` are the numbers of the non-blank lines, ``squeezed`` their text without white space.
    """
    folded = {number: normalise_header(squeezed[number]) for number in filled}
    found: dict[str, list[tuple[int, int, tuple[str, ...]]]] = {}
    position = 0
    while position < len(filled):
        window = [folded[n] for n in filled[position : position + _MAX_HEADER_LINES]]
        length, named = _match_header(window, names)
        if len(named) < _MIN_COLUMNS:
            position += 1
            continue
        end = position + length
        while names.row_columns("".join(folded[n] for n in filled[position + 1 : end])) == named:
            position += 1
        start, core = position, end
        while end < len(filled) and _is_header_end(folded[filled[end]], names):
            end += 1
        texts = [folded[number] for number in filled[start:end]]
        below = tuple(texts[core - start :])
        found.setdefault("".join(texts[: core - start]), []).append((start, core, below))
        position = end
    headers = list[range]()
    for same in found.values():
        columns = zip(*(below for *_, below in same), strict=False)
        common = sum(1 for _ in takewhile(lambda texts: len(set(texts)) == 1, columns))
        headers += (range(filled[start], filled[core + common - 1] + 1) for start, core, _ in same)
    return sorted(headers, key=lambda header: header.start)


def _is_header_end(text: str, names: ColumnNames) -> bool:
    """Return whether a line below a header ends its last cell or names an optional column.

    Other header words may be the name of a key area or a task: 重点项目.
    """
    named = [names.names[text]] if text in names.names else names.find_columns(text)
    return bool(named) and {row_column(column) for column in named or ()} <= _LAST_COLUMNS


def _match_header(lines: Sequence[str], names: ColumnNames) -> tuple[int, set[str]]:
    """Return the smallest number of leading lines that name the most columns, and these columns."""
    best, named = 0, set[str]()
    if not names.starts_with_word(lines[0]):
        return best, named
    for length in range(1, len(lines) + 1):
        text = "".join(lines[:length])
        if len(text) > _MAX_HEADER_CHARACTERS:
            break
        row_columns = names.row_columns(text) or _name_row_columns(lines[:length], names)
        if row_columns is not None and len(row_columns) > len(named):
            best, named = length, row_columns
    return best, named


def _name_row_columns(lines: Sequence[str], names: ColumnNames) -> set[str] | None:
    """Return the plan columns named by lines that are whole cells; None if a line is not a column name."""
    if not all(map(names.is_name, lines)):
        return None
    return set[str]().union(*(names.row_columns(line) or () for line in lines))


def extend_headers(
    lines: Sequence[str], headers: Iterable[range], filled: Sequence[int], names: ColumnNames
) -> Iterable[range]:
    """Yield the headers, extended by the lines below that end their cells: 号 域 below 序 重点领 主要任务.

    Only headers of one line can be extended. ``filled`` are the numbers of the non-blank lines.
    """
    after = dict(pairwise(filled))
    for header in headers:
        stop = header.stop
        while len(header) == 1 and stop - 1 in after:
            longer = after[stop - 1] + 1
            if not _join_wrapped_cells(lines[header.start - 1 : longer - 1], names):
                break
            stop = longer
        yield range(header.start, stop)


def _join_wrapped_cells(lines: Sequence[str], names: ColumnNames) -> list[str]:
    """Return the cells of a header whose first line starts each of them; empty if the lines don't fit."""
    first, *others = (line.split() for line in lines)
    for ends in filter(None, others):
        first = _append_ends(first, ends, names)
    return first


def _append_ends(cells: Sequence[str], ends: Sequence[str], names: ColumnNames) -> list[str]:
    """Return the cells joined to their ends so that each is a column name; empty if an end fits no cell."""
    rest = list(ends)
    longer = []
    for cell in cells:
        is_end = rest and names.is_name(normalise_header(cell + rest[0]))
        longer.append(cell + rest.pop(0) if is_end else cell)
    return longer if ends and not rest else []


def find_unknown_headers(
    lines: Sequence[str], filled: Sequence[int], after_titles: Iterable[int], names: ColumnNames
) -> list[range]:
    """Return the one-line headers of short pieces that contain unknown words.

    Parameters
    ----------
    lines
        All lines of the source.
    filled
        The numbers of the lines that are not blank and not known to be headers or titles.
    after_titles
        The lines below a title. There, a line of short pieces is a header whatever its words, and so are
        its repetitions. Elsewhere, the pieces have to name most columns.
    names
        The known header cells.
    """
    places = set(after_titles)
    texts = {_strip_spaces(lines[n - 1]) for n in places if _are_short_pieces(lines[n - 1].split())}
    following = dict(pairwise(filled))
    found = []
    for number in filled:
        cells = lines[number - 1].split()
        ends = lines[following.get(number, number) - 1].split()
        if (
            _strip_spaces(lines[number - 1]) in texts
            or _has_most_columns(cells, names)
            or (_are_short_pieces(cells) and _has_most_columns(_append_ends(cells, ends, names), names))
        ):
            found.append(range(number, number + 1))
    return found


def _strip_spaces(line: str) -> str:
    return "".join(line.split())


def _are_short_pieces(pieces: Sequence[str]) -> bool:
    return len(pieces) > _MIN_COLUMNS and all(
        len(piece) <= _MAX_PIECE_CHARACTERS and not _SENTENCE_MARK.search(piece) for piece in pieces
    )


def _has_most_columns(pieces: Sequence[str], names: ColumnNames) -> bool:
    if not _are_short_pieces(pieces):
        return False
    return len(names.named_columns(filter(names.is_name, pieces)) & set(_USUAL_ORDER)) >= _MIN_COLUMNS


def parse_headers(
    lines: Sequence[str], headers: Iterable[range], names: ColumnNames
) -> tuple[HeaderColumns, ...]:
    """Return the columns of each header of a source, in line order; repeated headers are analysed once."""
    known: dict[tuple[str, ...], HeaderColumns] = {}
    found = []
    for header in sorted(headers, key=lambda header: header.start):
        text = tuple(lines[header.start - 1 : header.stop - 1])
        if text not in known:
            known[text] = parse_header(text, header.start, names)
        found.append(replace(known[text], line=header.start))
    return tuple(found)


def parse_header(lines: Sequence[str], first_line: int, names: ColumnNames) -> HeaderColumns:
    """Return the columns of a header in lines of text, separated by white space.

    ``lines`` are the lines of the header, of which some may be blank; ``first_line`` is the number of the
    first.
    """
    if len(lines) > 1 and (cells := _join_wrapped_cells(lines, names)):
        return HeaderColumns(first_line, assign_columns(cells, names))
    text, breaks = "", list[float]()
    for line in lines:
        for number, piece in enumerate(_PIECE.findall(line)):
            breaks.append(_SPACE_COST if number else _LINE_END_COST)
            breaks += [_IN_WORD_COST] * (len(piece) - 1)
            text += piece
    return HeaderColumns(first_line, assign_columns(_split_cells(text, breaks, names), names))


def _split_cells(text: str, breaks: Sequence[float], names: ColumnNames) -> list[str]:
    """Split the text of a header into cells at the lowest cost.

    ``breaks[i]`` is the cost of a break before ``text[i]``.
    """
    best: list[tuple[float, int]] = [(0.0, 0)]
    for end in range(1, len(text) + 1):
        starts = range(max(0, end - _MAX_CELL_CHARACTERS), end)
        costs = ((best[s][0] + (breaks[s] if s else 0.0) + _cell_cost(text[s:end], names), s) for s in starts)
        best.append(min(costs))
    cells, end = list[str](), len(text)
    while end:
        start = best[end][1]
        cells.append(text[start:end])
        end = start
    return cells[::-1]


def _cell_cost(text: str, names: ColumnNames) -> float:
    """Return the cost of reading a text as one header cell; one that starts with “and” continues the last."""
    if text[0] in _CONTINUATIONS:
        return _CONTINUATION_COST + len(text)
    cell = normalise_header(text)
    if names.is_name(cell):
        # 部门 alone is more often the end of 责任部门和配合部门 than a cell.
        return _BARE_BODIES_COST if names.words.get(cell) == "departments" else _NAME_COST
    columns = names.find_columns(cell)
    if columns:
        return len(set(map(row_column, columns))) - 0.5 + 0.05 * len(cell)
    return 0.3 + len(cell)


def assign_columns(
    cells: Sequence[str], names: ColumnNames, similarities: Sequence[Mapping[str, float]] | None = None
) -> tuple[HeaderCell, ...]:
    """Assign a column to each header cell, at the lowest total cost over all cells.

    Two cells get the same column only if all their words name it (主要举措, 具体措施). A cell takes another
    of its meanings if another cell fits the column better, or if a required column would be missing. A cell
    of unknown words takes a missing column at its position. A cell that is known by a part of its words
    (2018年举措) rather names no column than move the others to other meanings.

    Parameters
    ----------
    cells
        The header's cells.
    names
        The known header cells.
    similarities
        For each cell, the similarity of the cells below to each column (0 to 1), if known. It decides the
        columns of cells of unknown words, and of other cells only if the header has an empty cell, as a
        name may then span two columns.
    """
    may_span_two = similarities is not None and "" in cells
    states: dict[tuple[frozenset[str], int], tuple[float, tuple[HeaderCell, ...]]] = {
        (frozenset(), -1): (0.0, ())
    }
    for place, cell in enumerate(cells[:_MAX_CELLS]):
        similarity = similarities[place] if similarities else {}
        candidates = _column_candidates(cell, names, similarity, may_span_two)
        after: dict[tuple[frozenset[str], int], tuple[float, tuple[HeaderCell, ...]]] = {}
        for (used, rank), (cost, chosen) in states.items():
            for candidate, price in candidates:
                column = row_column(candidate.column)
                if candidate.column in used:
                    if price or candidate.column not in _JOINED_COLUMNS or not names.is_plain_name(cell):
                        continue
                    price = _JOINED_COST
                here = _USUAL_ORDER.index(column) if column in _USUAL_ORDER else rank
                total = cost + price + (_ORDER_COST if here < rank else 0.0)
                key = used | ({candidate.column} & UNIQUE_COLUMNS), max(rank, here)
                if key not in after or total < after[key][0]:
                    after[key] = total, (*chosen, candidate)
        states = after
    totals = ((cost + _set_cost(used), chosen) for (used, _), (cost, chosen) in states.items())
    assigned = min(totals, key=itemgetter(0))[1]
    return (*assigned, *(HeaderCell(cell, "") for cell in cells[_MAX_CELLS:]))


def _set_cost(used: frozenset[str]) -> float:
    """Return the cost of a set of columns: of those that it lacks, and of departments beside a role."""
    named = used | ({"departments"} if "lead" in used else set())
    beside = "departments" in used and not used.isdisjoint(_ROLES)
    lacking = sum(price for column, price in _MISSING_COSTS.items() if column not in named)
    return lacking + _BESIDE_ROLE_COST * beside


def _column_candidates(
    cell: str, names: ColumnNames, similarity: Mapping[str, float], may_span_two: bool
) -> list[tuple[HeaderCell, float]]:
    """Return the columns that a cell can name, each with its cost."""
    match = names.match_column(cell)
    if match is None:
        guesses = [
            (
                HeaderCell(cell, column, True),
                _BY_POSITION_COST + _DISSIMILARITY_COST * (1 - similarity.get(column, 1.0)),
            )
            for column in _USUAL_ORDER
        ]
        return [(HeaderCell(cell, ""), _UNKNOWN_COST), *guesses]
    column, doubt = match
    named = [(column, doubt), *((other, _OTHER_MEANING_COST + doubt) for other in names.also[column])]
    if column == "departments" and doubt:
        words = names.find_columns(normalise_header(cell)) or ()
        named += ((role, _ROLE_COST + doubt) for role in sorted(_ROLES.intersection(words)))
    if may_span_two:
        named = [(one, cost + _DISSIMILARITY_COST * (1 - similarity.get(one, 1.0))) for one, cost in named]
    return [
        *((HeaderCell(cell, one), cost) for one, cost in named),
        (HeaderCell(cell, ""), _UNKNOWN_COST if doubt else 2 * _UNKNOWN_COST),
    ]
