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
_BOX: Final = frozenset(_BARS + _JOINTS + "-=─━═╌┄")
_WIDE: Final = ("WF", "WFA")
"""Width classes of characters that take two screen columns; some programs include the ambiguous ones (A)."""
_FEWEST_COLUMNS: Final = 3
_FEWEST_RULES: Final = 4
"""Minimum number of rules: above and below the header, between two rows, and at the end."""
_ONE_DIGIT: Final = 4
_MARKDOWN_RULE: Final = re.compile(r"\s*:?-{2,}:?\s*")
_SAME_EDGES: Final = 0.3
"""Minimum share of lines with the same column edges; without padding, hardly two lines share them."""
_ROOM: Final = 4
"""Minimum free screen columns at the end of a line of a cell that show that its text ends there."""
_FRESH_CELLS: Final = 2
_MOST_FRESH: Final = 0.2
"""Maximum share of bands of several lines with a line that starts `_FRESH_CELLS` texts. Tables of pandoc, w3m
and elinks with cells of several paragraphs mostly have 0.1, those without rules between rows 0.3 and more."""
_MARKUP: Final = re.compile(r"\*\*|\\(?=[!-/:-@\[-`{-~]|\s*$)")
"""Markdown for bold text, escaped characters, and line breaks."""


@dataclass(frozen=True)
class _Line:
    """A line of a drawn table.

    ``cuts`` maps the index of each column edge to its position in ``text``; ``ruled`` are the columns
    in which the line is a rule.
    """

    number: int
    text: str
    cuts: dict[int, int]
    ruled: frozenset[int]

    def cell(self, first: int, stop: int) -> str:
        """Return the text between two edges."""
        return self._padded(first, stop).strip()

    def room(self, first: int, stop: int) -> int:
        """Return the free screen columns between the end of that text and the second edge."""
        return _room(self._padded(first, stop))

    def _padded(self, first: int, stop: int) -> str:
        return self.text[self.cuts[first] + 1 : self.cuts[stop]]


def read_drawn(document: Document) -> Document | None:
    """Return a text document with its drawn tables as tables of cells, or None if it has none.

    Raises
    ------
    SourceError
        A drawn table does not show where its rows or cells end.
    """
    builder = DocumentBuilder()
    for is_drawn, group in groupby(
        enumerate(document.lines, 1), key=lambda line: bool(_DRAWN_LINE.fullmatch(line[1]))
    ):
        lines = list(group)
        if is_drawn and sum(bool(_PART_OF_RULE.search(text)) for _, text in lines) >= _FEWEST_RULES:
            _add_table(builder, lines, document.path)
        elif is_drawn and _is_wrapped([text.strip() for _, text in lines]):
            raise _unclear(document.path, lines[0][0])
        else:
            for number, text in lines:
                builder.add_line(_MARKUP.sub("", text), _place(number))
    if not builder.tables:
        return None
    built = builder.build(document.path, document.sha256, document.format)
    return replace(built, encoding=document.encoding, losses=document.losses)


def _add_table(builder: DocumentBuilder, numbered: Sequence[tuple[int, str]], path: Path) -> None:
    edges = sorted({at for _, text in numbered if _FULL_RULE.fullmatch(text) for at, _ in _joints(text)})
    lines = [_cut(number, text, edges) for number, text in numbered]
    bands = [list(band) for is_rule, band in groupby(lines, key=lambda line: bool(line.ruled)) if not is_rule]
    first = numbered[0][0]
    if (
        len(edges) <= _FEWEST_COLUMNS
        or len(bands) < _FEWEST_RULES - 1
        or any(_holds_rows(band, edges[1] - edges[0]) for band in bands)
        or _begin_rows([band for band in bands if len(band) > 1])
    ):
        raise _unclear(path, first)
    try:
        for row, column, rows, columns, texts in _cells(lines, len(edges) - 1):
            paragraphs = [(_MARKUP.sub("", text), _place(number)) for number, text in texts]
            builder.add_cell(row, column, paragraphs, row_span=rows, column_span=columns)
    except KeyError as error:
        raise _unclear(path, first) from error
    builder.end_table()


def _is_wrapped(lines: Sequence[str]) -> bool:
    """Whether rows without rules between them wrap over several lines, as in the output of antiword.

    The lines are cut at the same screen columns, and one of them only continues texts of the line above.
    """
    cells = [[] if _FULL_RULE.fullmatch(line) else line[1:-1].split(line[0]) for line in lines]
    counts = [Counter(tuple(_width(cell, wide) for cell in row) for row in cells if row) for wide in _WIDE]
    usual, count = max((one.most_common(1)[0] for one in counts if one), key=itemgetter(1), default=((), 0))
    if any(all(map(_MARKDOWN_RULE.fullmatch, row)) for row in cells if row):
        return False
    if len(usual) < _FEWEST_COLUMNS or count < max(_FEWEST_RULES, _SAME_EDGES * counts[0].total()):
        return False
    return any(len(above) == len(below) and _goes_on(above, below) for above, below in pairwise(cells))


def _goes_on(above: Sequence[str], below: Sequence[str]) -> bool:
    """Whether a line has blank cells, and its other cells continue texts that fill the line above."""
    rooms = [_room(over) for over, under in zip(above, below, strict=True) if under.strip()]
    return 0 < len(rooms) < len(below) and max(rooms) < _ROOM


def _room(cell: str) -> int:
    return len(cell) - len(cell.rstrip())


def _width(text: str, wide: str) -> int:
    return sum(2 if unicodedata.east_asian_width(sign) in wide else 1 for sign in text)


def _joints(text: str) -> Iterator[tuple[int, int]]:
    """Yield the screen column and the position in the text of each joint of a rule."""
    for (at, _), (place, sign) in zip(_columns(text), enumerate(text), strict=True):
        if sign in _JOINTS:
            yield at, place


def _columns(text: str) -> list[tuple[int, int]]:
    """Return the minimum and maximum screen column at which each character begins.

    Characters of ambiguous width (quotation marks, dashes) take one or two columns, depending on the program.
    """
    narrow, wide = [], []
    for sign in text:
        kind = unicodedata.east_asian_width(sign)
        narrow.append(0 if unicodedata.combining(sign) else 2 if kind in "WF" else 1)
        wide.append(narrow[-1] + (kind == "A" and sign not in _BOX))
    return list(zip(accumulate(narrow, initial=0), accumulate(wide, initial=0), strict=True))[: len(text)]


def _cut(number: int, text: str, edges: Sequence[int]) -> _Line:
    """Cut a line at the border characters below the column edges.

    If there are as many as edges, they are matched in order: in a narrow column, a wide character shifts the
    borders that pandoc draws.
    """
    parting = _BARS + _JOINTS if _PART_OF_RULE.search(text) else _BARS
    places = [place for place, sign in enumerate(text) if sign in parting]
    cuts = dict(enumerate(places)) if len(places) == len(edges) else dict[int, int]()
    signs = [(at, most, place) for place, (at, most) in enumerate(_columns(text)) if text[place] in _BOX]
    for edge, column in enumerate(() if cuts else edges):
        after = cuts.get(edge - 1, -1)
        fitting = [
            place
            for at, most, place in signs
            if at <= column <= most and place > after and text[place] in parting
        ]
        if fitting:
            cuts[edge] = fitting[-1]
    ruled = set[int]()
    for first, stop in pairwise(sorted(cuts)):
        if _RULE.fullmatch(text[cuts[first] + 1 : cuts[stop]]):
            ruled.update(range(first, stop))
    return _Line(number, text, cuts, frozenset(ruled))


def _holds_rows(band: Sequence[_Line], width: int) -> bool:
    """Whether the lines between two rules are several rows, judged by their serials.

    In a column of ``width`` that has no room for two digits, two lines can be one serial.
    """
    firsts = [
        line.cell(0, min(set(line.cuts) - {0})) for line in band if len(line.cuts) > 1 and 0 in line.cuts
    ]
    serials = [int(text) for text in firsts if text.isdecimal()]
    rising = serials == list(range(serials[0], serials[0] + len(serials))) if serials else False
    return rising and len(serials) > (1 if width > _ONE_DIGIT else 2)


def _begin_rows(bands: Sequence[Sequence[_Line]]) -> bool:
    """Whether bands contain several rows each: too many have a line that starts several texts."""
    fresh = sum(any(count >= _FRESH_CELLS for count in _fresh_cells(band)) for band in bands)
    return fresh > _MOST_FRESH * len(bands)


def _fresh_cells(band: Sequence[_Line]) -> Iterator[int]:
    """Yield, for each line below the first, the number of texts it starts although the line above had room.

    Of two lines of one text, the first fills its cell, or the second, as pandoc breaks Chinese.
    """
    begun = set[int]()
    for above, below in pairwise(band):
        edges = list(pairwise(sorted(below.cuts))) if above.cuts.keys() == below.cuts.keys() else []
        begun.update(first for first, stop in edges if above.cell(first, stop))
        yield sum(
            first in begun
            and bool(below.cell(first, stop))
            and above.room(first, stop) >= _ROOM
            and (not above.cell(first, stop) or below.room(first, stop) >= _ROOM)
            for first, stop in edges
        )


Cell = tuple[int, int, int, int, list[tuple[int, str]]]
"""Row, column, row span, column span, and lines as (number, text)."""


def _cells(lines: Sequence[_Line], columns: int) -> Iterator[Cell]:
    """Yield the cells of a table row by row.

    Raises
    ------
    KeyError
        A line is not cut where a cell ends, or a cell is not a rectangle.
    """
    rows, breaks = list[list[_Line]](), [list[_Line]()]
    for is_rule, group in groupby(lines, key=lambda line: bool(line.ruled)):
        if is_rule:
            breaks[-1] += group
        else:
            rows.append(list(group))
            breaks.append([])
    spans = [_spans(row, columns) for row in rows]
    taken = set[tuple[int, int]]()
    for row, (own, cells) in enumerate(zip(rows, spans, strict=True)):
        for first, stop in cells:
            if (row, first) in taken:
                continue
            texts = [(line.number, line.cell(first, stop)) for line in own]
            last = row
            while last + 1 < len(rows) and not _is_ruled(breaks[last + 1], first, stop):
                last += 1
                if (first, stop) not in spans[last]:
                    raise KeyError(first)
                texts += [(line.number, line.cell(first, stop)) for line in (*breaks[last], *rows[last])]
                taken.add((last, first))
            yield row, first, last - row + 1, stop - first, [text for text in texts if text[1]]


def _spans(row: Sequence[_Line], columns: int) -> list[tuple[int, int]]:
    """Return the first and last edge of each cell; raise KeyError if lines are cut at different edges."""
    cuts = set(row[0].cuts)
    if any(set(line.cuts) != cuts for line in row) or not {0, columns} <= cuts:
        raise KeyError(columns)
    return list(pairwise(sorted(cuts)))


def _is_ruled(lines: Sequence[_Line], first: int, stop: int) -> bool:
    """Whether a rule crosses all columns of a cell; raise KeyError if it crosses only some."""
    ruled = {column in line.ruled for line in lines for column in range(first, stop)}
    if len(ruled) > 1 and len(lines) == 1:
        raise KeyError(first)
    return True in ruled


def _place(number: int) -> Place:
    return Place((("line", number),))


def _unclear(path: Path, line: int) -> SourceError:
    return SourceError(
        "从此处开始的表格是用字符画成的，看不出各行、各单元格的边界；"
        "请把原文件存为 DOCX、XLSX、HTML 或 CSV。",
        "The table that begins here is drawn with signs, and they do not tell where its rows or cells end; "
        "save the original as DOCX, XLSX, HTML or CSV.",
        source=path,
        line=line,
    )
