"""A document as Word holds it: a table in a DOCX file, in the styles that offices use."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import docx
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Emu, Pt
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from tests.documents.document import Document, DocumentRow, by_area

FOOTERS: Final = (
    "",
    "",
    "{PAGE}",
    "{PAGE}",
    "- {PAGE} -",
    "—{PAGE}—",
    "第 {PAGE} 页",
    "第{PAGE}页",
    "第 {PAGE} 页 共 {NUMPAGES} 页",
    "{PAGE}/{NUMPAGES}",
    "·{PAGE}·",
    "{PAGE \\* roman}",
)
PAGE_HEADERS: Final = ("内部资料", "附件2", "征求意见稿", "知识产权工作领导小组办公室")
_ALIGNMENTS: Final = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
}
_MERGED: Final = ("area", "task", "measure", "departments")


@dataclass(frozen=True)
class WordStyle:
    """How a document looks in Word.

    Parameters
    ----------
    widths
        Shares of the page's width: serial, key area, task, measure, departments.
    points
        Size of the text of the cells.
    line_spacing
        As a multiple of single spacing.
    vertical
        Where the text of cells stands: ``top``, ``center``, or ``merged`` for centred in merged cells alone.
    rows_split
        Whether a page break may fall inside a row.
    header_repeats
        Whether the table's header stands on every page.
    serials
        ``area`` for one to each key area, ``row`` for one to each row, or ``none``.
    area_merged
        Whether the name of a key area stands in one cell over its rows; else it stands in every row.
    footer, page_header
        What stands below and above the table on each page; ``{PAGE}`` and ``{NUMPAGES}`` are fields.
    """

    landscape: bool = False
    margin_cm: float = 2.5
    widths: tuple[float, float, float, float, float] = (1, 3, 5, 8, 4)
    points: float = 10.5
    line_spacing: float = 1.0
    font: str = "Noto Sans CJK SC"
    western_font: str = "Liberation Serif"
    vertical: str = "top"
    rows_split: bool = True
    header_repeats: bool = True
    header_bold: bool = False
    serials: str = "area"
    area_merged: bool = True
    centred: bool = False
    footer: str = ""
    footer_alignment: str = "center"
    page_header: str = ""


def draw_word_style(name: str) -> WordStyle:
    """The style of the document of this name, which is its seed."""
    chance = random.Random(f"word {name}")
    return WordStyle(
        landscape=chance.random() < 0.4,
        margin_cm=chance.choice((1.5, 2.0, 2.54, 3.17)),
        widths=chance.choice(
            (
                (1, 3, 5, 8, 4),
                (1, 2, 4, 9, 3),
                (1, 1, 1, 1, 1),
                (1, 3, 6, 4, 6),
                (1, 2, 5, 6, 5),
                (1, 2, 6, 12, 4),
            )
        ),
        points=chance.choice((8, 9, 10, 10.5, 10.5, 12)),
        line_spacing=chance.choice((1.0, 1.0, 1.15, 1.5)),
        font=chance.choice(("Noto Sans CJK SC", "Noto Serif CJK SC")),
        western_font=chance.choice(("Liberation Serif", "Liberation Sans", "Noto Sans CJK SC")),
        vertical=chance.choice(("top", "top", "center", "merged")),
        rows_split=chance.random() < 0.6,
        header_repeats=chance.random() < 0.75,
        header_bold=chance.random() < 0.3,
        serials=chance.choice(("area", "area", "area", "row", "none")),
        area_merged=chance.random() < 0.75,
        centred=chance.random() < 0.15,
        footer=chance.choice(FOOTERS),
        footer_alignment=chance.choice(("left", "center", "center", "right")),
        page_header=chance.choice(("",) * 7 + PAGE_HEADERS[:2]),
    )


def write_word_file(document: Document, style: WordStyle, path: Path) -> None:
    """Write the document as DOCX."""
    word = docx.Document()
    _set_up_page(word, style)
    _set_up_text(word, style)
    title = word.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = title.add_run(document.title)
    run.font.size, run.font.bold = Pt(style.points + 4), True
    _write_table(word, document, style)
    word.save(str(path))


def _set_up_page(word: WordDocument, style: WordStyle) -> None:
    section = word.sections[0]
    width, height = (Cm(29.7), Cm(21.0)) if style.landscape else (Cm(21.0), Cm(29.7))
    section.orientation = WD_ORIENT.LANDSCAPE if style.landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = width, height
    section.left_margin = section.right_margin = Cm(style.margin_cm)
    if style.footer:
        paragraph = section.footer.paragraphs[0]
        paragraph.alignment = _ALIGNMENTS[style.footer_alignment]
        _write_fields(paragraph, style.footer)
    if style.page_header:
        section.header.paragraphs[0].text = style.page_header


def _set_up_text(word: WordDocument, style: WordStyle) -> None:
    normal = word.styles["Normal"]
    normal.font.size, normal.font.name = Pt(style.points), style.western_font
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), style.font)
    normal.paragraph_format.space_after = normal.paragraph_format.space_before = Pt(0)
    normal.paragraph_format.line_spacing = style.line_spacing


def _write_fields(paragraph: Paragraph, pattern: str) -> None:
    for piece in pattern.replace("{", "\0{").replace("}", "}\0").split("\0"):
        run = paragraph.add_run()
        if not piece.startswith("{"):
            run.text = piece
            continue
        for kind, text in (("begin", ""), ("", piece[1:-1]), ("end", "")):
            element: Any = OxmlElement("w:fldChar" if kind else "w:instrText")
            if kind:
                element.set(qn("w:fldCharType"), kind)
            else:
                element.text = text
            run._r.append(element)


def _write_table(word: WordDocument, document: Document, style: WordStyle) -> None:
    rows = list(table_rows(document, style))
    has_serial = style.serials != "none"
    header = document.header[0 if has_serial else 1 :]
    table = word.add_table(rows=len(rows) + 1, cols=len(header), style="Table Grid")
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    # Row by row in a list: python-docx finds a cell anew, in time that grows with the table, at each access.
    cells = [list(row.cells) for row in table.rows]
    for cell, text in zip(cells[0], header, strict=True):
        cell.text = text
        cell.paragraphs[0].runs[0].font.bold = style.header_bold
    for line, (texts, _) in zip(cells[1:], rows, strict=True):
        for cell, text in zip(line, texts if has_serial else texts[1:], strict=True):
            _write_cell(cell, text, style)
    _merge_cells(cells, [shares for _, shares in rows], style, has_serial)
    _size_columns(table, cells, style, word, has_serial)
    for row, is_header in zip(table.rows, (True, *(False for _ in rows)), strict=True):
        properties = row._tr.get_or_add_trPr()
        if is_header and style.header_repeats:
            properties.append(OxmlElement("w:tblHeader"))
        if not style.rows_split:
            properties.append(OxmlElement("w:cantSplit"))


def table_rows(document: Document, style: WordStyle) -> Iterator[tuple[list[str], set[str]]]:
    """The texts of each row's five cells, empty where merged with the row above, and which those are."""
    number = 0
    for place, (_, name, rows) in enumerate(by_area(document), 1):
        for index, row in enumerate(rows):
            number += 1
            shares = set(row.shares)
            if index and style.area_merged:
                shares |= {"area", "serial"} if style.serials == "area" else {"area"}
            serial = {"area": str(place) if index == 0 else "", "row": str(number)}.get(style.serials, "")
            yield [serial, "" if "area" in shares else name, *cell_texts(row)], shares


def cell_texts(row: DocumentRow) -> list[str]:
    """Task, measure and departments; empty where the cell is merged with that of the row above."""
    texts = {"task": row.task, "measure": row.measure, "departments": row.departments}
    return ["" if name in row.shares else text for name, text in texts.items()]


def _write_cell(cell: _Cell, text: str, style: WordStyle) -> None:
    for place, part in enumerate(text.split("\n")):
        paragraph = cell.paragraphs[0] if place == 0 else cell.add_paragraph()
        paragraph.add_run(part)
        if style.centred:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    if style.vertical == "center":
        cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER


def _merge_cells(
    cells: list[list[_Cell]], shares: list[set[str]], style: WordStyle, has_serial: bool
) -> None:
    names = ("serial", *_MERGED) if has_serial else _MERGED
    for column, name in enumerate(names):
        for (above, below), shared in zip(pairwise(cells[1:]), shares[1:], strict=True):
            if name not in shared:
                continue
            _set_merge(above[column], "restart")
            _set_merge(below[column], "continue")
            if style.vertical == "merged":
                above[column].vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER


def _set_merge(cell: _Cell, value: str) -> None:
    properties: Any = cell._tc.get_or_add_tcPr()
    if properties.vMerge is None:
        properties.get_or_add_vMerge().val = value


def _size_columns(
    table: Table, cells: list[list[_Cell]], style: WordStyle, word: WordDocument, has_serial: bool
) -> None:
    shares = style.widths if has_serial else style.widths[1:]
    section = word.sections[0]
    room = (section.page_width or 0) - (section.left_margin or 0) - (section.right_margin or 0)
    widths = [Emu(int(room * share / sum(shares))) for share in shares]
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for line in cells:
        for cell, width in zip(line, widths, strict=True):
            cell.width = width
