"""The result of every reader: lines with their places, and tables of cells."""

import re
from array import array
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from itertools import accumulate
from operator import attrgetter
from pathlib import Path
from typing import Any, Final, NamedTuple

from pipeline.schema.errors import SourceError, format_lines

TERMINATOR: Final = re.compile(r"(\r\n?|\n)")
"""Line terminators. Form feeds and other Unicode line breaks are white space within a line."""

_INVISIBLE: Final = (
    "\x00-\x08\x0e-\x1b\x7f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
    "\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e0fff"
)
"""Control and format characters, variation selectors, and invisible letters (Hangul fillers)."""
_LOST: Final = "\ufffd\ufdd0-\ufdef\ufffe\uffff\ue000-\uf8ff"
"""Placeholders for lost characters."""
_INVISIBLE_SIGN: Final = re.compile(f"[{_INVISIBLE}]")
_BAD_SIGN: Final = re.compile(f"[{_LOST}{_INVISIBLE}]")
_BAD_KINDS: Final = {"characters_lost": re.compile(f"[{_LOST}]"), "characters_invisible": _INVISIBLE_SIGN}
"""By kind of finding."""
_MAX_CODES: Final = 5
_MIN_TABLE_SIZE: Final = 3
"""Minimum number of rows and of columns of a table. A nested table that has them makes the table around it a
layout table."""
_MIN_FULL_ROWS: Final = 2
"""Number of rows with text in three columns from which the outer table is a data table as well."""
_FOOTNOTE_MARK: Final = re.compile(r"[\[［〔【(（]?注?(?:\d{1,2}|[①-⒇]|[*＊※†‡]{1,3})[\]］〕】)）]?")

_PARTS: Final = {
    "page": ("第 {} 页", "page {}"),
    "sheet": ("工作表“{}”", "sheet {}"),
    "table": ("表 {}", "table {}"),
    "row": ("第 {} 行", "row {}"),
    "cell": ("{}", "{}"),
    "paragraph": ("第 {} 段", "paragraph {}"),
    "note": ("{}", "{}"),
    "line": ("第 {} 行", "line {}"),
}
"""The parts of a place in order, as Chinese and English format strings."""


class Place(NamedTuple):
    """Position of a line in its file: (part, value) pairs in the order of `_PARTS`, such as page, table, row.

    The value of ``note`` is a Chinese and an English text, such as the name of a header or a comment.
    """

    parts: tuple[tuple[str, int | str | tuple[str, str]], ...]

    def format(self, language: str) -> str:
        """Format the place in ``zh`` or ``en``: page 12 · table 2 · row 5."""
        index = 0 if language == "zh" else 1
        return " · ".join(
            _PARTS[part][index].format(
                value[index] if isinstance(value, tuple) else f"{value:,}" if part == "line" else value
            )
            for part, value in self.parts
        )


class TableCell(NamedTuple):
    """A cell of a table by its first row and column, from 0, and its lines in the document, from 1.

    ``last_line`` is inclusive, and less than ``first_line`` if the cell is empty.
    """

    row: int
    column: int
    first_line: int
    last_line: int
    row_span: int = 1
    column_span: int = 1


@dataclass(frozen=True)
class Table:
    """A table: its cells row by row and from left to right, each once.

    ``numbers`` are the fields of each `TableCell`, one after the other: an array is fast to fill, and to send
    from the process that reads. ``place`` is that of the table, if that of a cell follows from it;
    ``has_spans`` is whether the format states which cells are merged.
    """

    numbers: "array[int]"
    place: Place | None = None
    has_spans: bool = True

    @cached_property
    def cells(self) -> tuple[TableCell, ...]:
        fields = [iter(self.numbers)] * len(TableCell._fields)
        return tuple(map(TableCell._make, zip(*fields, strict=True)))

    @property
    def first_line(self) -> int:
        return self.cells[0].first_line

    @property
    def last_line(self) -> int:
        """Its last line; less than ``first_line`` if all cells are empty."""
        return self.cells[-1].last_line

    def find_place(self, line: int) -> Place | None:
        """Return the place of the cell with a line: its address in a sheet, else its row."""
        cell = self.cells[bisect_right(self.cells, line, key=attrgetter("first_line")) - 1]
        if self.place is None or line > cell.last_line:
            return None
        if self.place.parts[0][0] == "sheet":
            return Place((*self.place.parts, ("cell", cell_address(cell.row, cell.column))))
        return Place((*self.place.parts, ("row", cell.row + 1)))


def cell_address(row: int, column: int) -> str:
    """Return the address of a cell by its row and column, from 0: A1, Z1, AA1."""
    letters = ""
    while column >= 0:
        letters = chr(ord("A") + column % 26) + letters
        column = column // 26 - 1
    return f"{letters}{row + 1}"


@dataclass(frozen=True, slots=True)
class Loss:
    """Content of a file that is missing from the rows; becomes a finding.

    ``kind`` is one of :data:`~pipeline.schema.codebook.FINDING_KINDS`, ``number`` a count, and ``line`` the
    first line concerned, or 0.
    """

    kind: str
    place: Place | None = None
    number: int = 1
    text: str = ""
    line: int = 0


@dataclass(frozen=True)
class Document:
    """A document that has been read: its lines without terminators, and its tables.

    Each paragraph of a cell is a line. Tables are in order, and lines between them are paragraphs.
    """

    path: Path
    sha256: str
    encoding: str
    """Python's name for the encoding of text, such as ``utf-8-sig``; empty for other formats."""
    lines: tuple[str, ...]
    starts: tuple[int, ...]
    """Offset of each line in the text, in characters from 0; a leading byte order mark does not count."""
    format: str = "text"
    """A key of `pipeline.readers.READERS`."""
    places: Mapping[int, Place] = field(default_factory=dict)
    """Place of each line, by number from 1, whose cell does not tell it; empty for text."""
    tables: tuple[Table, ...] = ()
    classes: Mapping[int, str] = field(default_factory=dict)
    """Character class of lines that are not content (headers, comments, hidden text), by number."""
    losses: tuple[Loss, ...] = ()

    def __getstate__(self) -> dict[str, Any]:
        """Pickle lines as one text, in a third of the time."""
        return {**vars(self), "lines": "\n".join(self.lines) if self.lines else None}

    def __setstate__(self, state: dict[str, Any]) -> None:
        text = state["lines"]
        vars(self).update(state, lines=() if text is None else tuple(text.split("\n")))

    @property
    def characters(self) -> int:
        """Number of characters that are not white space."""
        return len("".join("".join(self.lines).split()))

    def place(self, line: int) -> Place:
        """Return the place of a line (from 1)."""
        if line in self.places:
            return self.places[line]
        table = bisect_right(self.tables, line, key=attrgetter("first_line")) - 1
        found = self.tables[table].find_place(line) if table >= 0 else None
        return found or Place((("line", line),))

    @property
    def is_text(self) -> bool:
        """Whether the places of lines are their numbers."""
        return not (self.places or self.tables)


def find_character_losses(lines: Sequence[str]) -> tuple[Loss, ...]:
    """Return a finding for each line with lost characters, and for each with invisible ones."""
    if not _BAD_SIGN.search("".join(lines)):
        return ()
    found = []
    for kind, pattern in _BAD_KINDS.items():
        for line, text in enumerate(lines, 1):
            if signs := pattern.findall(text):
                codes = [f"U+{ord(sign):04X}" for sign in dict.fromkeys(signs)]
                shown = ", ".join(codes[:_MAX_CODES]) + "…" * (len(codes) > _MAX_CODES)
                found.append(Loss(kind, number=len(signs), text=shown, line=line))
    return tuple(found)


def is_layout_table(full: Iterable[int], inner: Iterable[Sequence[int]]) -> bool:
    """Return whether a table is only layout around another one that is large enough to hold a plan.

    ``full`` is the number of cells with text, outside nested tables, of each row; ``inner`` that of the cells
    of each row of each nested table.
    """
    is_nested = any(len(rows) >= _MIN_TABLE_SIZE <= max(rows) for rows in inner)
    return is_nested and sum(cells >= _MIN_TABLE_SIZE for cells in full) < _MIN_FULL_ROWS


def is_footnote_mark(raised: str, before: str) -> bool:
    """Return whether superscript text refers to a footnote; after a Latin letter or a digit it may not."""
    is_exponent = before[-1:].isascii() and before[-1:].isalnum()
    return bool(_FOOTNOTE_MARK.fullmatch(raised.strip())) and not is_exponent


class DocumentBuilder:
    """Collects the lines and tables of a document in order; see `Document` for the terms.

    Readers add paragraphs, or the cells of a table row by row followed by ``end_table``.
    """

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._places: dict[int, Place] = {}
        self._classes: dict[int, str] = {}
        self._tables: list[Table] = []
        self._numbers: list[int] = []
        self._losses: list[Loss] = []

    def add_line(self, text: str, place: Place, character_class: str = "") -> None:
        """Add a paragraph, with its ``character_class`` if it is not content."""
        self._lines.append(text)
        self._places[len(self._lines)] = place
        if character_class:
            self._classes[len(self._lines)] = character_class

    def add_cell(
        self, row: int, column: int, paragraphs: Sequence[str], row_span: int = 1, column_span: int = 1
    ) -> int:
        """Add a cell and its paragraphs to the current table; return its first line number."""
        first = len(self._lines) + 1
        self._lines += paragraphs
        self._numbers += (row, column, first, len(self._lines), row_span, column_span)
        return first

    def set_places(self, first: int, places: Iterable[Place]) -> None:
        """Set the places of lines from ``first`` on that their cell doesn't tell."""
        self._places.update(enumerate(places, first))

    def end_table(self, place: Place | None = None, *, has_spans: bool = True) -> None:
        """End the table of the cells that were added since the last one."""
        if self._numbers:
            self._tables.append(Table(array("i", self._numbers), place, has_spans))
        self._numbers = []

    def add_loss(self, loss: Loss) -> None:
        """Add a finding, unless it is about nothing."""
        if loss.number:
            self._losses.append(loss)

    def add_left_out(
        self, kind: str, character_class: str, lines: Sequence[tuple[str, Place]], number: int = 0
    ) -> None:
        """Add (text, place) lines that are not content, and a finding with their number if there are any."""
        for text, place in lines:
            self.add_line(text, place, character_class)
        if lines:
            self.add_loss(Loss(kind, lines[0][1], number or len(lines)))

    @property
    def tables(self) -> int:
        """Number of tables that have ended."""
        return len(self._tables)

    def build(self, path: Path, data: bytes, format: str, refusal: str = "") -> Document:
        """Return a document of everything that was added to it from the content of a file.

        Control and zero-width characters, which editors leave behind, are removed. Raises SourceError if the
        document has no text: the error has the code ``refusal``, if there is one.
        """
        lines = tuple(self._lines)
        text = "\n".join(lines)
        if "\r" in text or text.count("\n") >= len(lines) or _BAD_SIGN.search(text):
            lines = tuple(TERMINATOR.sub(" ", _INVISIBLE_SIGN.sub("", line)) for line in lines)
            self._losses += find_character_losses(lines)
        document = Document(
            path,
            sha256(data).hexdigest(),
            "",
            lines,
            tuple(accumulate((len(line) + 1 for line in lines[:-1]), initial=0))[: len(lines)],
            format,
            self._places,
            tuple(self._tables),
            self._classes,
            tuple(self._losses),
        )
        if refusal and not document.characters:
            raise SourceError.of(refusal, source=path)
        return document


def format_places(document: Document, first: int, last: int, language: str) -> str:
    """Format the places of lines ``first`` to ``last`` in ``zh`` or ``en``: page 3 · table 1 · row 4."""
    if document.is_text:
        return format_lines(first, last, language)
    begin, end = document.place(first), document.place(last)
    if begin == end:
        return begin.format(language)
    same = [one for one, other in zip(begin.parts, end.parts, strict=False) if one == other]
    rest = end.parts[len(same) :] if same == list(begin.parts[: len(same)]) else end.parts
    return f"{begin.format(language)} – {Place(tuple(rest)).format(language)}"


def find_place(document: Document, first: int, last: int) -> tuple[str, str] | None:
    """Return the places of lines in Chinese and English; None in text, where line numbers are the places."""
    if document.is_text:
        return None
    return format_places(document, first, last, "zh"), format_places(document, first, last, "en")


def split_lines(text: str) -> tuple[tuple[str, ...], tuple[int, ...]]:
    r"""Split text at ``\n``, ``\r\n`` or ``\r``; return the lines, and the offset of each in characters."""
    pieces = TERMINATOR.split(text)
    if not pieces[-1]:
        pieces.pop()
    places = accumulate(map(len, pieces), initial=0)
    return tuple(pieces[::2]), tuple(places)[: len(pieces) : 2]
