"""Find the columns of unruled tables, from the white space between the pieces of text that a page prints."""

from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from pipeline.readers.pdf.extraction import Character
from pipeline.readers.pdf.lines import TextLine
from pipeline.readers.runs import split_runs

_EDGE_POSITION: Final = 0.7
_MAX_LETTER_GAP: Final = 0.5
"""Maximum gap between letters of justified text, in line heights."""
_MAX_FONT_GAP: Final = 0.25
"""Maximum gap between letters of different fonts, in line heights."""


def find_column_edges(lines: Sequence[TextLine], gap: float) -> list[float]:
    """Return the outer edges and a position in each gap, at least ``gap`` wide, that no character crosses."""
    left = min(line.x0 for line in lines)
    apart = [line for line in lines if not (line.is_continuous and line.x0 - left < line.height)]
    edges = _gap_edges(apart or lines, gap)
    banners, others = split_banners(lines, edges)
    kept = others if banners and others else lines
    return _filter_edges(_gap_edges(kept, gap), kept)


def _filter_edges(edges: list[float], lines: Sequence[TextLine]) -> list[float]:
    """Keep edges with text on both sides in a line: a header can be aligned differently from its column."""
    own = [{_piece_column(piece, edges) for piece in _join_consecutive(line)} for line in lines]
    # Centred cells of one row have lines between each other's lines.
    near = [
        one | other
        for (above, one), (below, other) in pairwise(zip(lines, own, strict=True))
        if below.baseline - above.baseline < above.height
    ]
    places = own + near
    # Letters of one text, though several fonts print them.
    texts = [text for line in lines for text in _join_consecutive(line, _MAX_FONT_GAP)]
    last = 0
    kept = [edges[0]]
    for column in range(1, len(edges) - 1):
        if any(column in one and not one.isdisjoint(range(last, column)) for one in places):
            cuts = [sum(one[0].x0 < edge < one[-1].x1 for one in texts) for edge in edges[column:last:-1]]
            kept.append(edges[column - cuts.index(min(cuts))])
            last = column
    return [*kept, edges[-1]]


def _piece_column(piece: Sequence[Character], edges: Sequence[float]) -> int:
    """Return the column that contains the middle of a piece of text."""
    x = (piece[0].x0 + piece[-1].x1) / 2
    return max(0, min(len(edges) - 2, sum(edge <= x for edge in edges) - 1))


def _gap_edges(lines: Sequence[TextLine], gap: float) -> list[float]:
    spans = sorted((piece[0].ink[0], piece[-1].ink[1]) for line in lines for piece in line.pieces)
    edges = [spans[0][0] - 1]
    reach = spans[0][1]
    for x0, x1 in spans:
        if x0 - reach >= gap:
            # Text begins at the left of its column and seldom fills it.
            edges.append(reach + _EDGE_POSITION * (x0 - reach))
        reach = max(reach, x1)
    return [*edges, reach + 1]


def split_banners(lines: Sequence[TextLine], edges: Sequence[float]) -> tuple[list[TextLine], list[TextLine]]:
    """Separate lines that stand alone across several columns, such as names of key areas, from the others."""
    banners: list[TextLine] = []
    others: list[TextLine] = []
    for line in lines:
        over = any(
            piece[0].x0 + line.height < edge < piece[-1].x1 - line.height
            for piece in _join_consecutive(line)
            for edge in edges[1:-1]
        )
        (banners if over and line.is_continuous else others).append(line)
    return banners, others


def _join_consecutive(line: TextLine, letter_gap: float = _MAX_LETTER_GAP) -> list[list[Character]]:
    """Return the pieces of a line, joined where a change of font or justification splits a text."""
    gap = letter_gap * line.height
    return split_runs(
        line.characters,
        lambda one, other: (
            one.piece == other.piece or (other.piece == one.piece + 1 and other.x0 - one.x1 <= gap)
        ),
    )


def group_by_column(lines: Sequence[TextLine], edges: Sequence[float]) -> dict[int, list[TextLine]]:
    """Group the pieces of lines by column."""
    found: dict[int, list[TextLine]] = defaultdict(list)
    for line in lines:
        by_column: dict[int, list[Character]] = defaultdict(list)
        for piece in line.pieces:
            by_column[_piece_column(piece, edges)] += piece
        for column, characters in by_column.items():
            found[column].append(TextLine(tuple(characters)))
    return dict(found)
