"""What every reader yields: lines, each with its place, and the tables whose cells hold them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from pathlib import Path
from typing import Final, NamedTuple

TERMINATOR: Final = re.compile(r"(\r\n?|\n)")
"""What ends a line. A form feed, or any other break that Unicode knows, is white space within a line."""

_INVISIBLE: Final = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
    "\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e0fff]"
)
"""Control and format characters, selectors of variants, and letters without a shape (Hangul fillers)."""

_ODD_CHARACTERS: Final = {
    "characters_lost": re.compile("[\ufffd\ufdd0-\ufdef\ufffe\uffff\ue000-\uf8ff]"),
    "characters_invisible": _INVISIBLE,
}
"""By the kind of finding: what stands for another character, and what nobody sees."""
_CODES_SHOWN: Final = 5

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
"""The parts of a place, in order, in both languages."""


class Place(NamedTuple):
    """Where a line stands in its file: (part, value) pairs in the order of `_PARTS`, as of page, table, row.

    The part ``note`` is a Chinese and an English text, such as the name of a header or a comment.
    """

    parts: tuple[tuple[str, int | str | tuple[str, str]], ...]

    def in_words(self, language: str) -> str:
        """The place as a person can follow it, in ``zh`` or ``en``: page 12 · table 2 · row 5."""
        index = 0 if language == "zh" else 1
        return " · ".join(
            _PARTS[part][index].format(
                value[index] if isinstance(value, tuple) else f"{value:,}" if part == "line" else value
            )
            for part, value in self.parts
        )


class TableCell(NamedTuple):
    """A cell of a table and the lines of the document with its text.

    Parameters
    ----------
    row, column
        Of its first row and column in the table, from 0.
    first_line, last_line
        In the document, from 1, both included; the last is before the first where the cell is empty.
    row_span, column_span
        How many rows and columns it covers.
    """

    row: int
    column: int
    first_line: int
    last_line: int
    row_span: int = 1
    column_span: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its cells row by row and, within a row, from left to right, each once.

    ``has_spans`` tells whether the format states which cells are merged.
    """

    cells: tuple[TableCell, ...]
    has_spans: bool = True


@dataclass(frozen=True, slots=True)
class Loss:
    """Something that the format holds and the rows do not: a finding.

    ``kind`` is one of :data:`~pipeline.schema.codebook.FINDING_KINDS`, ``number`` how many of it there
    are, and ``line`` the first line at fault, 0 where it has none.
    """

    kind: str
    place: Place | None = None
    number: int = 1
    text: str = ""
    line: int = 0


@dataclass(frozen=True)
class Document:
    """A document that has been read.

    Parameters
    ----------
    path
        The file, as it was named.
    sha256
        Of the bytes of the file, in hexadecimal.
    encoding
        Of text, as Python names it: ``utf-8``, ``utf-8-sig`` (with a byte order mark), ``utf-16-le``,
        ``utf-16-be`` or ``gb18030``. Empty where the format states it.
    lines
        Without their terminators; line 1 comes first. A paragraph of a cell is a line.
    starts
        ``starts[i]`` is where ``lines[i]`` begins in the text of the document, in characters from 0.
        Terminators count, a leading byte order mark does not.
    format
        As `pipeline.readers.READERS` names it.
    places
        The place of each line; empty for text, whose lines are numbered.
    tables
        In order, with lines that do not overlap; lines between them are paragraphs.
    classes
        The character class of each line that is no content: headers, comments, hidden text.
    losses
        What the file holds beside its lines.
    """

    path: Path
    sha256: str
    encoding: str
    lines: tuple[str, ...]
    starts: tuple[int, ...]
    format: str = "text"
    places: tuple[Place, ...] = ()
    tables: tuple[Table, ...] = ()
    classes: Mapping[int, str] = field(default_factory=dict)
    losses: tuple[Loss, ...] = ()

    @property
    def characters(self) -> int:
        """How many characters are not white space."""
        return len("".join("".join(self.lines).split()))

    def place(self, line: int) -> Place:
        """The place of a line (from 1)."""
        return self.places[line - 1] if self.places else Place((("line", line),))


def character_losses(lines: Sequence[str]) -> tuple[Loss, ...]:
    """The findings of characters that were lost before, or that nobody sees, for each line with some."""
    found = []
    for kind, odd in _ODD_CHARACTERS.items():
        if not odd.search("".join(lines)):
            continue
        for line, text in enumerate(lines, 1):
            if signs := odd.findall(text):
                codes = [f"U+{ord(sign):04X}" for sign in dict.fromkeys(signs)]
                shown = ", ".join(codes[:_CODES_SHOWN]) + "…" * (len(codes) > _CODES_SHOWN)
                found.append(Loss(kind, number=len(signs), text=shown, line=line))
    return tuple(found)


class DocumentBuilder:
    """Collects the lines and tables of a document in their order; see `Document` for the terms.

    A reader adds paragraphs and, row by row, the cells of a table, which ``end_table`` ends.
    """

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._places: list[Place] = []
        self._classes: dict[int, str] = {}
        self._tables: list[Table] = []
        self._cells: list[TableCell] = []
        self._losses: list[Loss] = []

    def add_line(self, text: str, place: Place, character_class: str = "") -> int:
        """Add a paragraph; ``character_class`` where it is no content. Returns its number.

        Control characters and those without width, which editors leave, are no part of it.
        """
        text = _INVISIBLE.sub("", text)
        self._lines.append(TERMINATOR.sub(" ", text) if "\n" in text or "\r" in text else text)
        self._places.append(place)
        if character_class:
            self._classes[len(self._lines)] = character_class
        return len(self._lines)

    def add_cell(
        self,
        row: int,
        column: int,
        paragraphs: Sequence[tuple[str, Place]],
        *,
        row_span: int = 1,
        column_span: int = 1,
    ) -> int:
        """Add a cell of the table that has not ended: its paragraphs, each with its place.

        Returns the number of its first line.
        """
        first = len(self._lines) + 1
        for text, place in paragraphs:
            self.add_line(text, place)
        self._cells.append(TableCell(row, column, first, len(self._lines), row_span, column_span))
        return first

    def end_table(self, *, has_spans: bool = True) -> None:
        """End the table whose cells were added since the last one."""
        if self._cells:
            self._tables.append(Table(tuple(self._cells), has_spans))
        self._cells = []

    def add_loss(self, loss: Loss) -> None:
        self._losses.append(loss)

    @property
    def tables(self) -> int:
        """How many tables have ended."""
        return len(self._tables)

    def build(self, path: Path, sha256: str, format: str) -> Document:
        """The document of what was added."""
        starts = tuple(accumulate((len(line) + 1 for line in self._lines[:-1]), initial=0))
        return Document(
            path,
            sha256,
            "",
            tuple(self._lines),
            starts[: len(self._lines)],
            format,
            tuple(self._places),
            tuple(self._tables),
            self._classes,
            (*self._losses, *character_losses(self._lines)),
        )


def places_in_words(document: Document, first: int, last: int, language: str) -> str:
    """Where the lines from ``first`` to ``last`` stand, in ``zh`` or ``en``: page 3 · table 1 · row 4."""
    if not document.places:
        lines = f"{first}" if first == last else f"{first}–{last}"
        return f"第 {lines} 行" if language == "zh" else f"line{'s' * (first != last)} {lines}"
    begin, end = document.place(first), document.place(last)
    if begin == end:
        return begin.in_words(language)
    same = [one for one, other in zip(begin.parts, end.parts, strict=False) if one == other]
    rest = end.parts[len(same) :] if same == list(begin.parts[: len(same)]) else end.parts
    return f"{begin.in_words(language)} – {Place(tuple(rest)).in_words(language)}"


def split_lines(text: str) -> tuple[tuple[str, ...], tuple[int, ...]]:
    r"""The lines of a text and where each begins.

    Parameters
    ----------
    text
        Lines end with ``\n``, ``\r\n`` or ``\r``; what follows the last terminator is a line if there is any.

    Returns
    -------
    lines, starts
        Equally long; ``starts`` in characters from 0.
    """
    pieces = TERMINATOR.split(text)
    if not pieces[-1]:
        pieces.pop()
    places = accumulate(map(len, pieces), initial=0)
    return tuple(pieces[::2]), tuple(places)[: len(pieces) : 2]
