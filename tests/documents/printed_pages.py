"""A document as a word processor prints it: a PDF of pages that are laid out here, line by line."""

import io
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate, pairwise
from typing import Final

from reportlab.pdfgen.canvas import Canvas

from tests.documents.document import Document
from tests.documents.line_breaks import CHINESE, WESTERN, Line, break_lines, set_line, width_of
from tests.documents.word_file import WordStyle, draw_word_style, table_rows

_RULE: Final = 0.48
_DOTS: Final = 1.5
"""From dot to dot of a dotted line, in points."""
_SIDE: Final = 5.4
"""The room at the sides of a cell: 0.19 cm, as Word has it; in points."""
_CM: Final = 28.35
_GREY, _STRIP = 0.85, 0.72
"""How light shades are, and how high the strip of them at the foot of a cell is, in points."""
_NAMES: Final = ("serial", "area", "task", "measure", "departments")


@dataclass(frozen=True)
class PrintStyle:
    """How pages are printed, beside what :class:`WordStyle` tells.

    Parameters
    ----------
    rules
        ``pieces`` for filled rectangles from corner to corner and squares at the corners, as Word draws them;
        ``thin`` for whole ones; ``strokes`` for lines, as WPS draws them; ``dots`` for
        dotted ones, as browsers print them; ``levels`` where only lines between rows are drawn; ``stripes``
        where every second row is shaded and no line is drawn; ``none``.
    padding
        The room above and below the text of a cell, in points; Word has none.
    hangs
        Whether a punctuation mark for which a line has no room stands in the margin.
    justified
        Whether full lines reach from side to side.
    indent
        How many characters the first line of a measure's paragraph is indented.
    spaces
        Whether a space ends each paragraph.
    struck
        How often the header is printed, one over the other.
    left_out
        The share of rows with no line below them.
    shaded
        Whether the header is shaded, as Word does: the cells, each line of text, and a strip at the foot.
    by_lines
        Whether a page is printed from its top to its bottom, as some drivers do, and not cell by cell.
    """

    rules: str = "thin"
    padding: float = 0.0
    hangs: bool = True
    justified: bool = True
    indent: int = 0
    spaces: bool = True
    struck: int = 1
    left_out: float = 0.0
    shaded: bool = False
    by_lines: bool = False


def draw_print_style(name: str, rules: str = "") -> PrintStyle:
    """The style of the document of this name, which is its seed; with or without rules where asked."""
    chance = random.Random(f"print {name}")
    return PrintStyle(
        rules or chance.choice(("pieces", "thin", "strokes")),
        chance.choice((0.0, 0.0, 2.0, 4.0)),
        chance.random() < 0.5,
        chance.random() < 0.6,
        chance.choice((0, 0, 2)),
        chance.random() < 0.5,
        chance.choice((1, 1, 1, 2)),
        shaded=chance.random() < 0.4,
    )


@dataclass
class _Region:
    """A cell, or cells that are merged: what is left to print, and where its part of the page began."""

    lines: list[Line]
    last_row: int
    vertical: str
    top: float = 0.0
    is_whole: bool = True


@dataclass
class _Printer:
    """Prints rows from the top of a page to its bottom; y downward."""

    canvas: Canvas
    word: WordStyle
    style: PrintStyle
    document: Document
    edges: list[float]
    height: float
    width: float
    y: float = 0.0
    page: int = 1
    regions: dict[int, _Region] = field(default_factory=dict)
    texts: list[tuple[float, float, str, float]] = field(default_factory=list)

    @property
    def pitch(self) -> float:
        return self.word.points * 1.3 * self.word.line_spacing

    @property
    def margin(self) -> float:
        return self.word.margin_cm * _CM

    @property
    def room(self) -> float:
        return self.height - self.margin - self.y

    def write(self, x: float, baseline: float, text: str, points: float) -> None:
        self.texts.append((baseline, x, text, points))

    def print_texts(self) -> None:
        """Print what was written on the page."""
        for baseline, x, text, points in sorted(self.texts) if self.style.by_lines else self.texts:
            self._print_text(x, baseline, text, points)
        self.texts = []

    def _print_text(self, x: float, baseline: float, text: str, points: float) -> None:
        font = WESTERN if text.isascii() else CHINESE
        self.canvas.setFont(font, points)
        self.canvas.drawString(x, self.height - baseline, text)

    def write_centred(self, text: str, baseline: float, points: float) -> None:
        x = (self.width - width_of(text, points)) / 2
        for letter in text:
            self.write(x, baseline, letter, points)
            x += width_of(letter, points)

    def draw_rule(self, x0: float, y0: float, x1: float, y1: float) -> None:
        if self.style.rules == "levels" and x0 == x1:
            return
        if self.style.rules in ("thin", "levels"):
            half = _RULE / 2
            self.fill(x0 - half, y0 - half, x1 + half, y1 + half)
        elif self.style.rules == "pieces":
            half = _RULE / 2
            corners = [edge for edge in self.edges if x0 <= edge <= x1] if y0 == y1 else [x0]
            for x in corners:
                for y in {y0, y1}:
                    self.fill(x - half, y - half, x + half, y + half)
            for left, right in pairwise(corners):
                self.fill(left + half, y0 - half, right - half, y0 + half)
            if x0 == x1:
                self.fill(x0 - half, y0 + half, x0 + half, y1 - half)
        elif self.style.rules == "dots":
            for step in range(int(max(x1 - x0, y1 - y0) / _DOTS) + 1):
                x, y = (x0, y0 + step * _DOTS) if x0 == x1 else (x0 + step * _DOTS, y0)
                self.fill(x - _RULE, y - _RULE, x + _RULE, y + _RULE)
        elif self.style.rules == "strokes":
            self.canvas.setLineWidth(_RULE)
            self.canvas.line(x0, self.height - y0, x1, self.height - y1)

    def fill(self, x0: float, y0: float, x1: float, y1: float, grey: float = 0.0) -> None:
        self.canvas.setFillGray(grey)
        self.canvas.rect(x0, self.height - y1, x1 - x0, y1 - y0, stroke=0, fill=1)
        self.canvas.setFillGray(0)

    def shade(self, bottom: float) -> None:
        """Shade the row that begins here."""
        for left, right in pairwise(self.edges):
            self.fill(left + _RULE, self.y + _RULE, right - _RULE, bottom - _RULE, _GREY)
            self.fill(left + _SIDE, self.y + _RULE, right - _SIDE, self.y + self.pitch, _GREY)
            self.fill(left + _RULE, bottom - _RULE - _STRIP, right - _RULE, bottom - _RULE, _GREY)

    def begin_page(self) -> None:
        self.y = self.margin
        if self.word.page_header:
            self.write_centred(self.word.page_header, self.margin / 2, 9)
        number = self.word.footer.replace("{PAGE \\* roman}", "{PAGE}").replace("{PAGE}", str(self.page))
        footer = number.replace("{NUMPAGES}", "99")
        if footer:
            self.write_centred(footer, self.height - self.margin / 2, 9)

    def end_page(self) -> None:
        for region in self.regions.values():
            region.is_whole = False
        self.print_regions(list(self.regions))
        self.print_texts()
        self.canvas.showPage()
        self.page += 1
        self.begin_page()

    def print_header(self) -> None:
        names = self.document.header[0 if self.word.serials != "none" else 1 :]
        cells = [self.wrap(name, column, 0) for column, name in enumerate(names)]
        bottom = self.y + max(map(len, cells)) * self.pitch + 2 * self.style.padding
        if self.style.shaded:
            self.shade(bottom)
        for column, lines in enumerate(cells):
            for _ in range(self.style.struck):
                self.print_lines(column, lines, self.y, bottom, "top")
        self.draw_across(self.y)
        self.draw_sides(self.y, bottom)
        self.y = bottom
        self.draw_across(self.y)

    def draw_across(self, y: float) -> None:
        self.draw_rule(self.edges[0], y, self.edges[-1], y)

    def draw_sides(self, top: float, bottom: float) -> None:
        for edge in self.edges:
            self.draw_rule(edge, top, edge, bottom)

    def print_lines(
        self, column: int, lines: Sequence[Line], top: float, bottom: float, vertical: str
    ) -> None:
        spare = bottom - top - 2 * self.style.padding - len(lines) * self.pitch
        y = top + self.style.padding + (max(0.0, spare) / 2 if vertical == "center" else 0.0)
        for line in lines:
            baseline = y + self.pitch - 0.3 * self.word.points
            for x, letter in line.characters:
                self.write(self.edges[column] + _SIDE + x, baseline, letter, self.word.points)
            y += self.pitch

    def print_regions(self, columns: Sequence[int], *, is_ruled: bool = True) -> None:
        """Print what fits of the cells of some columns between where they begin on the page and here."""
        for column in columns:
            region = self.regions[column]
            count = int((self.y - region.top - 2 * self.style.padding + 0.01) / self.pitch)
            vertical = region.vertical if region.is_whole else "top"
            self.print_lines(column, region.lines[:count], region.top, self.y, vertical)
            region.lines = region.lines[count:]
            region.top = self.y
            if self.y > self.margin and is_ruled:
                self.draw_rule(self.edges[column], self.y, self.edges[column + 1], self.y)

    def needed(self, row: int) -> float:
        """The height that a row still needs on this page."""
        return max(
            len(region.lines) * self.pitch - (self.y - region.top) + 2 * self.style.padding
            for region in self.regions.values()
            if region.last_row == row
        )

    def print_row(self, row: int) -> None:
        """Print a row whose regions have begun; over as many pages as it takes."""
        while True:
            needed = max(self.needed(row), self.pitch + 2 * self.style.padding)
            if needed <= self.room + 0.01:
                break
            fits = int((self.room - 2 * self.style.padding) / self.pitch)
            is_tall = needed > self.height - 2 * self.margin - 4 * self.pitch
            if (self.word.rows_split or is_tall) and fits >= 1:
                top = self.y
                self.y += fits * self.pitch + 2 * self.style.padding
                self.draw_sides(top, self.y)
            self.end_page()
            if self.word.header_repeats:
                self.print_header()
            for region in self.regions.values():
                region.top = self.y
            self.draw_across(self.y)
        top = self.y
        self.y += needed
        if self.style.rules == "stripes" and row % 2:
            self.fill(self.edges[0], top, self.edges[-1], self.y, _GREY)
        self.draw_sides(top, self.y)
        done = [column for column, region in self.regions.items() if region.last_row == row]
        chance = random.Random(f"line {self.document.name} {row}")
        self.print_regions(done, is_ruled=chance.random() >= self.style.left_out)
        for column in done:
            del self.regions[column]

    def wrap(self, text: str, column: int, indent: int) -> list[Line]:
        """The lines of a text in a column."""
        room = self.edges[column + 1] - self.edges[column] - 2 * _SIDE
        points = self.word.points
        lines: list[Line] = []
        for paragraph in text.split("\n"):
            ended = paragraph + " " * (self.style.spaces and bool(paragraph))
            pieces = list(break_lines(ended, room, points, indent * points, self.style.hangs))
            for place, piece in enumerate(pieces):
                start = indent * points if place == 0 else 0.0
                is_full = place + 1 < len(pieces)
                lines.append(set_line(piece, room, points, start, is_full and self.style.justified))
        return lines


def print_pages(document: Document, style: PrintStyle) -> bytes:
    """The document as PDF, in the style that its name draws for Word."""
    word = draw_word_style(document.name)
    width, height = (29.7 * _CM, 21.0 * _CM) if word.landscape else (21.0 * _CM, 29.7 * _CM)
    margin = word.margin_cm * _CM
    has_serial = word.serials != "none"
    shares = word.widths if has_serial else word.widths[1:]
    scale = (width - 2 * margin) / sum(shares)
    edges = [margin + scale * share for share in accumulate(shares, initial=0)]
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=(width, height))
    printer = _Printer(canvas, word, style, document, edges, height, width)
    printer.begin_page()
    printer.write_centred(document.title, printer.y + 10, word.points + 4)
    printer.y += 30
    printer.print_header()
    rows = list(table_rows(document, word))
    names = _NAMES if has_serial else _NAMES[1:]
    for row, (texts, shares_) in enumerate(rows):
        cells = dict(zip(_NAMES, texts, strict=True))
        for column, name in enumerate(names):
            if row and name in shares_:
                continue
            last = row
            while last + 1 < len(rows) and name in rows[last + 1][1]:
                last += 1
            is_centred = word.vertical == "center" or (word.vertical == "merged" and last > row)
            lines = printer.wrap(cells[name], column, style.indent if name == "measure" else 0)
            vertical = "center" if is_centred else "top"
            printer.regions[column] = _Region(lines, last, vertical, printer.y)
        printer.print_row(row)
    printer.print_texts()
    canvas.save()
    return stream.getvalue()
