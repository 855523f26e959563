"""A document as programs save or copy its table: one cell a line, tab-separated, CSV."""

import csv
import io
import random
from collections.abc import Iterator
from dataclasses import dataclass

from tests.documents.document import Document, by_area
from tests.documents.word_file import cell_texts


@dataclass(frozen=True)
class TableStyle:
    """How the cells of a table are written out.

    Parameters
    ----------
    serials
        ``area`` for one to each key area, ``row`` for one to each row, or ``none``: no such column.
    areas
        Where a key area's name stands: in its ``first`` row, or in ``every`` row.
    merged
        What stands in a cell that is merged with the one above: ``blank``, or its text ``again``.
    breaks
        What parts the paragraphs of a cell: a line break, or nothing.
    encoding
        As Python names it.
    line_end
        Between the rows.
    title_cells
        Whether the title's row has all the columns, the others empty.
    blank_lines
        Whether an empty cell has a line, where each cell has a line of its own.
    """

    serials: str = "area"
    areas: str = "first"
    merged: str = "blank"
    breaks: str = ""
    encoding: str = "utf-8"
    line_end: str = "\n"
    title_cells: bool = False
    blank_lines: bool = True


def draw_table_style(form: str, name: str) -> TableStyle:
    """The style of the document of this name, for one of the forms ``word-txt``, ``tsv`` and ``csv``."""
    chance = random.Random(f"{form} {name}")
    every = chance.random() < 0.35
    encodings = {
        "word-txt": ("utf-8", "utf-8", "gb18030", "utf-16"),
        "tsv": ("utf-8", "utf-8", "utf-8", "utf-16"),
        "csv": ("utf-8-sig", "utf-8-sig", "gb18030", "utf-8"),
    }
    return TableStyle(
        serials=chance.choice(("row", "row", "area", "none") if every else ("area", "area", "row", "none")),
        areas="every" if every else "first",
        merged=chance.choice(("blank", "blank", "again")),
        breaks=chance.choice(("", "\n")),
        encoding=chance.choice(encodings[form]),
        line_end=chance.choice(("\n", "\r\n")),
        title_cells=form == "csv" or chance.random() < 0.2,
        blank_lines=chance.random() < 0.5,
    )


def table_rows(document: Document, style: TableStyle) -> Iterator[list[str]]:
    """The header and the rows, each as its cells; without the serials' column where there are none."""
    first = 1 if style.serials == "none" else 0
    yield list(document.header[first:])
    number = 0
    for place, (_, area, rows) in enumerate(by_area(document), 1):
        for index, row in enumerate(rows):
            number += 1
            opens = index == 0
            serial = {"area": str(place) if opens or style.areas == "every" else "", "row": str(number)}
            texts = [row.task, row.measure, row.departments] if style.merged == "again" else cell_texts(row)
            cells = [serial.get(style.serials, ""), area if opens or style.areas == "every" else "", *texts]
            yield [style.breaks.join(cell.split("\n")) for cell in cells[first:]]


def one_cell_a_line(document: Document, style: TableStyle) -> str:
    """What a word processor saves as plain text: each paragraph of each cell on a line of its own."""
    cells = [cell for row in table_rows(document, style) for cell in row]
    lines = [document.title, *(cell for cell in cells if cell or style.blank_lines)]
    return style.line_end.join("\n".join(lines).split("\n")) + style.line_end


def tab_separated(document: Document, style: TableStyle) -> str:
    """What the clipboard holds when a table is copied: tabs between cells, none of them quoted.

    A cell of several paragraphs is quoted, as a spreadsheet does it, or else its rows would break.
    """
    columns = len(document.header) - (style.serials == "none")
    title = document.title + "\t" * (columns - 1) * style.title_cells
    text = io.StringIO()
    writer = csv.writer(text, delimiter="\t", lineterminator=style.line_end, quoting=csv.QUOTE_MINIMAL)
    writer.writerows(table_rows(document, style))
    return title + style.line_end + text.getvalue()


def comma_separated(document: Document, style: TableStyle) -> str:
    """What a spreadsheet saves: quotes only around the cells that need them."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator=style.line_end)
    rows = list(table_rows(document, style))
    title = [document.title] + [""] * (len(rows[0]) - 1) * style.title_cells
    writer.writerows([title, *rows])
    return text.getvalue()
