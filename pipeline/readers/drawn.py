"""Tables drawn with characters, as pandoc, w3m and databases write them: ``+---+``, ``│ … │``."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, groupby, pairwise
from operator import itemgetter
from pathlib import Path
from typing import Final

from pipeline.readers.document import Document, DocumentBuilder, Place
from pipeline.schema.errors import SourceError

_RULE: Final = re.compile(r"[-=─━═╌┄]+")
_BARS: Final = "|│┃║"
_JOINTS: Final = "+┌┐└┘├┤┬┴┼╔╗╚╝╠╣╦╩╬┏┓┗┛┣┫┳┻╋"
_DRAWN_LINE: Final = re.compile(rf"\s*[{re.escape(_BARS + _JOINTS)}].*[{re.escape(_BARS + _JOINTS)}]\s*")
_FULL_RULE: Final = re.compile(rf"\s*[{re.escape(_JOINTS)}](?:[-=─━═╌┄]+[{re.escape(_JOINTS)}])+\s*")
_PART_OF_RULE: Final = re.compile(rf"[{re.escape(_JOINTS)}][-=─━═╌┄]{{2,}}[{re.escape(_JOINTS)}]")
_BOX_CHARACTERS: Final = frozenset(_BARS + _JOINTS + "-=─━═╌┄")
_WIDTH_CLASSES: Final = ("WF", "WFA")
"""Width classes of characters that take two screen columns; some programs include the ambiguous ones (A)."""
_MIN_COLUMNS: Final = 3
_MIN_RULES: Final = 4
"""Minimum number of rules: above and below the header, between two rows, and at the end."""
_MAX_ONE_DIGIT_WIDTH: Final = 4
_MARKDOWN_RULE: Final = re.compile(r"\s*:?-{2,}:?\s*")
_MIN_EDGE_SHARE: Final = 0.3
"""Minimum share of lines with the same column edges; without padding, hardly two lines share them."""
_MIN_FREE_WIDTH: Final = 4
"""Minimum free screen columns at the end of a line of a cell that show that its text ends there."""
_MIN_NEW_TEXTS: Final = 2
_MAX_NEW_TEXT_SHARE: Final = 0.2
"""Maximum share of bands of several lines with a line that starts `_MIN_NEW_TEXTS` texts. Tables of pandoc,
w3m and elinks with cells of several paragraphs mostly have 0.1, those without rows' rules 0.3 or more."""
_MARKUP: Final = re.compile(r"\*\*|\\(?=[!-/:-@\[-`{-~]|\s*$)")
"""Markdown for bold text, escaped characters, and line breaks."""


@dataclass(frozen=True)
class _DrawnLine:
    """A line of a drawn table.

    ``cuts`` maps the index of each column edge to its position in ``text``; ``ruled_columns`` are the columns
    in which the line is a rule.
    """

    number: int
    text: str
    cuts: dict[int, int]
    ruled_columns: frozenset[int]

    def cell_text(self, first: int, stop: int) -> str:
        """Return the text between two edges."""
        return self._padded(first, stop).strip()

    def free_width(self, first: int, stop: int) -> int:
        """Return the free screen columns between the end of that text and the second edge."""
        return _free_width(self._padded(first, stop))

    def _padded(self, first: int, stop: int) -> str:
        return self.text[self.cuts[first] + 1 : self.cuts[stop]]


def read_drawn(document: Document) -> Document | None:
    """Return a text document with its drawn tables as tables of cells, or None if it has none.

    Raises SourceError if a drawn table does not show where its rows or cells end.
    """
    builder = DocumentBuilder()
    for is_drawn, group in groupby(
        enumerate(document.lines, 1), key=lambda line: bool(_DRAWN_LINE.fullmatch(line[1]))
    ):
        lines = list(group)
        if is_drawn and sum(bool(_PART_OF_RULE.search(text)) for _, text in lines) >= _MIN_RULES:
            _add_table(builder, lines, document.path)
        elif is_drawn and _is_wrapped([text.strip() for _, text in lines]):
            raise _unclear_error(document.path, lines[0][0])
        else:
            for number, text in lines:
                builder.add_line(_MARKUP.sub("", text), _line_place(number))
    if not builder.tables:
        return None
    built = builder.build(document.path, b"", document.format)
    return replace(document, lines=built.lines, starts=built.starts, places=built.places, tables=built.tables)


def _add_table(builder: DocumentBuilder, numbered: Sequence[tuple[int, str]], path: Path) -> None:
    rules = [text for _, text in numbered if _FULL_RULE.fullmatch(text)]
    border = min((1, 2), key=lambda width: len({_screen_columns(text, width)[-1][0] for _, text in numbered}))
    joints = (pair for text in rules for pair in zip(text, _screen_columns(text, border), strict=True))
    edges = sorted({at for sign, (at, _) in joints if sign in _JOINTS})
    lines = [_split_line(number, text, edges, border) for number, text in numbered]
    bands = [
        list(band)
        for is_rule, band in groupby(lines, key=lambda line: bool(line.ruled_columns))
        if not is_rule
    ]
    first = numbered[0][0]
    if (
        len(edges) <= _MIN_COLUMNS
        or len(bands) < _MIN_RULES - 1
        or any(_has_several_rows(band, edges[1] - edges[0]) for band in bands)
        or _have_several_rows([band for band in bands if len(band) > 1])
    ):
        raise _unclear_error(path, first)
    try:
        for row, column, rows, columns, texts in _iter_cells(lines, len(edges) - 1):
            first = builder.add_cell(row, column, [_MARKUP.sub("", text) for _, text in texts], rows, columns)
            builder.set_places(first, (_line_place(number) for number, _ in texts))
    except KeyError as error:
        raise _unclear_error(path, first) from error
    builder.end_table()


def _is_wrapped(lines: Sequence[str]) -> bool:
    """Whether rows without rules between them wrap over several lines, as in the output of antiword.

    The lines are cut at the same screen columns, and one of them only continues texts of the line above.
    """
    cells = [[] if _FULL_RULE.fullmatch(line) else line[1:-1].split(line[0]) for line in lines]
    counts = [
        Counter(tuple(_width(cell, wide) for cell in row) for row in cells if row) for wide in _WIDTH_CLASSES
    ]
    usual, count = max((one.most_common(1)[0] for one in counts if one), key=itemgetter(1), default=((), 0))
    if any(all(map(_MARKDOWN_RULE.fullmatch, row)) for row in cells if row):
        return False
    if len(usual) < _MIN_COLUMNS or count < max(_MIN_RULES, _MIN_EDGE_SHARE * counts[0].total()):
        return False
    return any(len(above) == len(below) and _continues_line(above, below) for above, below in pairwise(cells))


def _continues_line(above: Sequence[str], below: Sequence[str]) -> bool:
    """Whether a line has blank cells, and its other cells continue texts that fill the line above."""
    rooms = [_free_width(over) for over, under in zip(above, below, strict=True) if under.strip()]
    return 0 < len(rooms) < len(below) and max(rooms) < _MIN_FREE_WIDTH


def _free_width(cell: str) -> int:
    return len(cell) - len(cell.rstrip())


def _width(text: str, wide: str) -> int:
    return sum(2 if unicodedata.east_asian_width(sign) in wide else 1 for sign in text)


def _screen_columns(text: str, border: int) -> list[tuple[int, int]]:
    """Return the minimum and maximum screen column at which each character begins.

    Characters of ambiguous width (quotation marks, dashes) take one or two columns, depending on the program;
    ``border`` is the width of lines and corners, which is two in databases that count bytes of GBK.
    """
    narrow, wide = [], []
    for sign in text:
        kind = unicodedata.east_asian_width(sign)
        is_border = kind == "A" and sign in _BOX_CHARACTERS
        narrow.append(border if is_border else 0 if unicodedata.combining(sign) else 2 if kind in "WF" else 1)
        wide.append(narrow[-1] + (kind == "A" and not is_border))
    return list(zip(accumulate(narrow, initial=0), accumulate(wide, initial=0), strict=True))[: len(text)]


def _split_line(number: int, text: str, edges: Sequence[int], border: int) -> _DrawnLine:
    """Cut a line at the border characters below the column edges.

    If there are as many as edges, they are matched in order: in a narrow column, a wide character shifts the
    borders that pandoc draws.
    """
    separators = _BARS + _JOINTS if _PART_OF_RULE.search(text) else _BARS
    places = [place for place, sign in enumerate(text) if sign in separators]
    cuts = dict(enumerate(places)) if len(places) == len(edges) else dict[int, int]()
    signs = [
        (at, most, place)
        for place, (at, most) in enumerate(_screen_columns(text, border))
        if text[place] in _BOX_CHARACTERS
    ]
    for edge, column in enumerate(() if cuts else edges):
        after = cuts.get(edge - 1, -1)
        fitting = [
            place
            for at, most, place in signs
            if at <= column <= most and place > after and text[place] in separators
        ]
        if fitting:
            cuts[edge] = fitting[-1]
    ruled = set[int]()
    for first, stop in pairwise(sorted(cuts)):
        if _RULE.fullmatch(text[cuts[first] + 1 : cuts[stop]]):
            ruled.update(range(first, stop))
    return _DrawnLine(number, text, cuts, frozenset(ruled))


def _has_several_rows(band: Sequence[_DrawnLine], width: int) -> bool:
    """Whether the lines between two rules are several rows, judged by their serials.

    In a column of ``width`` that has no room for two digits, two lines can be one serial.
    """
    firsts = [
        line.cell_text(0, min(set(line.cuts) - {0})) for line in band if len(line.cuts) > 1 and 0 in line.cuts
    ]
    serials = [int(text) for text in firsts if text.isdecimal()]
    rising = serials == list(range(serials[0], serials[0] + len(serials))) if serials else False
    return rising and len(serials) > (1 if width > _MAX_ONE_DIGIT_WIDTH else 2)


def _have_several_rows(bands: Sequence[Sequence[_DrawnLine]]) -> bool:
    """Whether bands contain several rows each: too many have a line that starts several texts."""
    fresh = sum(any(count >= _MIN_NEW_TEXTS for count in _count_new_texts(band)) for band in bands)
    return fresh > _MAX_NEW_TEXT_SHARE * len(bands)


def _count_new_texts(band: Sequence[_DrawnLine]) -> Iterator[int]:
    """Yield, for each line below the first, the number of texts it starts although the line above had room.

    Of two lines of one text, the first fills its cell, or the second, as pandoc breaks Chinese.
    """
    started = set[int]()
    for above, below in pairwise(band):
        edges = list(pairwise(sorted(below.cuts))) if above.cuts.keys() == below.cuts.keys() else []
        started.update(first for first, stop in edges if above.cell_text(first, stop))
        yield sum(
            first in started
            and bool(below.cell_text(first, stop))
            and above.free_width(first, stop) >= _MIN_FREE_WIDTH
            and (not above.cell_text(first, stop) or below.free_width(first, stop) >= _MIN_FREE_WIDTH)
            for first, stop in edges
        )


DrawnCell = tuple[int, int, int, int, list[tuple[int, str]]]
"""Row, column, row span, column span, and lines as (number, text)."""


def _iter_cells(lines: Sequence[_DrawnLine], columns: int) -> Iterator[DrawnCell]:
    """Yield the cells of a table row by row.

    Raises KeyError if a line is not cut where a cell ends, or a cell is not a rectangle.
    """
    rows, breaks = list[list[_DrawnLine]](), [list[_DrawnLine]()]
    for is_rule, group in groupby(lines, key=lambda line: bool(line.ruled_columns)):
        if is_rule:
            breaks[-1] += group
        else:
            rows.append(list(group))
            breaks.append([])
    spans = [_cell_edges(row, columns) for row in rows]
    covered = set[tuple[int, int]]()
    for row, (own, cells) in enumerate(zip(rows, spans, strict=True)):
        for first, stop in cells:
            if (row, first) in covered:
                continue
            texts = [(line.number, line.cell_text(first, stop)) for line in own]
            last = row
            while last + 1 < len(rows) and not _is_ruled(breaks[last + 1], first, stop):
                last += 1
                if (first, stop) not in spans[last]:
                    raise KeyError(first)
                texts += [(line.number, line.cell_text(first, stop)) for line in (*breaks[last], *rows[last])]
                covered.add((last, first))
            yield row, first, last - row + 1, stop - first, [text for text in texts if text[1]]


def _cell_edges(row: Sequence[_DrawnLine], columns: int) -> list[tuple[int, int]]:
    """Return the first and last edge of each cell; raise KeyError if lines are cut at different edges."""
    cuts = set(row[0].cuts)
    if any(set(line.cuts) != cuts for line in row) or not {0, columns} <= cuts:
        raise KeyError(columns)
    return list(pairwise(sorted(cuts)))


def _is_ruled(lines: Sequence[_DrawnLine], first: int, stop: int) -> bool:
    """Whether a rule crosses all columns of a cell; raise KeyError if it crosses only some."""
    ruled = {column in line.ruled_columns for line in lines for column in range(first, stop)}
    if len(ruled) > 1 and len(lines) == 1:
        raise KeyError(first)
    return True in ruled


def _line_place(number: int) -> Place:
    return Place((("line", number),))


def _unclear_error(path: Path, line: int) -> SourceError:
    return SourceError.of("drawn_rows_unclear", source=path, line=line)
