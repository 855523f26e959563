"""Parts of DOCX files: styles, page numbers, texts, links, and tables with repeated headers."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Final

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor
from docx.text.paragraph import Paragraph

from pipeline.export.exported_values import office_text, one_line
from pipeline.export.office.colours import HEADER_FILL, INK, MUTED
from pipeline.export.office.template import set_properties
from pipeline.export.reports.document import Run, Table, TableCell, TableColumn
from pipeline.schema.chart import Grid
from pipeline.schema.grids import append_totals

FONT_SIZE: Final = 9.0
"""In points."""

_STYLE: Final = "Plan Atlas"
"""Table style of the template."""

_SHORT_TABLE: Final = 4
"""Tables with at most this many rows stay on one page."""

_BREAKABLE_LENGTH: Final = 600
"""Rows with longer cells, in characters, may break across pages, which would else stay half empty."""
WIDTH: Final = (210.0 - 2 * 20.0) / 25.4 * 72
"""Text width of the template's pages in points."""
_TEMPLATE: Final = Path(__file__).with_name("template.docx")
_LINK: Final = "#1f5f99"
_PAGE_OF: Final = {"zh": ("第 ", " 页，共 ", " 页"), "en": ("Page ", " of ", "")}


def add_table(
    document: Any, table: Table, base: str = "", size: float = FONT_SIZE, *, description: str = ""
) -> None:
    """Add a table with an alt text; ``base`` is the address that links start with."""
    if not table.rows:
        return
    header = [TableCell((Run(column.name, bold=True),), fill=HEADER_FILL) for column in table.columns]
    rows = [*([header] if any(column.name for column in table.columns) else []), *table.rows]
    drawn = document.add_table(rows=len(rows), cols=len(table.columns), style=_STYLE)
    drawn.autofit = False
    if description:
        drawn._tbl.tblPr.append(make_element("w:tblDescription", val=office_text(description)))
    _set_widths(drawn, table.columns)
    elements = drawn._tbl.tr_lst
    for row, cells in zip(elements, rows, strict=True):
        if cells is header or max(len(cell.text) for cell in cells) <= _BREAKABLE_LENGTH:
            row.get_or_add_trPr().append(make_element("w:cantSplit"))
        if cells is header:
            row.get_or_add_trPr().append(make_element("w:tblHeader"))
        for element, cell, column in zip(row.tc_lst, cells, table.columns, strict=True):
            _fill_cell(element, cell, column, base, size, drawn)
    # Keep short tables on one page, and the first row of others with the second.
    for row in elements[:-1] if len(elements) <= _SHORT_TABLE else elements[:1]:
        for paragraph in row.iter(qn("w:p")):
            paragraph.get_or_add_pPr().insert(0, make_element("w:keepNext"))
    document.add_paragraph().paragraph_format.space_after = Pt(2)


def grid_table(grid: Grid) -> Table:
    """A matrix as a table with coloured cells."""
    grid = append_totals(grid)
    columns = (TableColumn("", 2.4), *(TableColumn(name, 1.0) for name in grid.columns))
    rows = tuple(
        (
            TableCell((Run(name),)),
            *(TableCell((Run(cell.text),), fill=cell.fill, ink=cell.ink) for cell in cells),
        )
        for name, cells in zip(grid.rows, grid.cells, strict=True)
    )
    return Table(columns, rows)


def _fill_cell(
    element: Any, cell: TableCell, column: TableColumn, base: str, size: float, table: Any
) -> None:
    paragraph = Paragraph(element.p_lst[0], table)
    paragraph.paragraph_format.space_after = paragraph.paragraph_format.space_before = Pt(1)
    if column.numeric:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    write_runs(paragraph, cell.runs, base, size=size, ink=cell.ink or INK)
    if cell.fill:
        fill = cell.fill.lstrip("#").upper()
        element.get_or_add_tcPr().append(make_element("w:shd", val="clear", color="auto", fill=fill))


def _set_widths(table: Any, columns: Sequence[TableColumn]) -> None:
    total = sum(column.width for column in columns)
    twips = [str(round(20 * WIDTH * column.width / total)) for column in columns]
    for column, value in zip(table._tbl.tblGrid.gridCol_lst, twips, strict=True):
        column.set(qn("w:w"), value)
    for row in table._tbl.tr_lst:
        for cell, value in zip(row.tc_lst, twips, strict=True):
            cell.tcPr.find(qn("w:tcW")).set(qn("w:w"), value)


def empty_document(title: str, language: str) -> Any:
    """A document with the styles of `template.docx` and page numbers in the footer."""
    document: Any = docx.Document(str(_TEMPLATE))
    paragraph = document.sections[0].footer.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    before, between, after = _PAGE_OF[language]
    paragraph.add_run(f"{one_line(title)} · {before}")
    add_field(paragraph, "PAGE")
    paragraph.add_run(between)
    add_field(paragraph, "NUMPAGES")
    if after:
        paragraph.add_run(after)
    set_properties(document.core_properties, one_line(title), language)
    return document


def add_field(paragraph: Any, instruction: str, shown: str = "1") -> None:
    """Add a field that the editor computes; ``shown`` is displayed until then."""
    field = make_element("w:fldSimple", instr=instruction)
    field.append(paragraph.add_run(shown)._r)
    paragraph._p.append(field)


def write_runs(
    paragraph: Any, runs: Iterable[Run], base: str = "", *, size: float = 0.0, ink: str = INK
) -> None:
    """Write runs into a paragraph, with hyperlinks if ``base`` is given."""
    for run in runs:
        docx_run = paragraph.add_run(office_text(run.text))
        docx_run.bold = run.bold or None
        if size:
            docx_run.font.size = Pt(size)
        is_link = bool(run.link and base)
        colour = _LINK if is_link and ink == INK else MUTED if run.muted else ink
        if colour != INK:
            docx_run.font.color.rgb = RGBColor.from_string(colour.lstrip("#").upper())
        if is_link:
            target = base + run.link
            relation = paragraph.part.relate_to(target, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
            link = OxmlElement("w:hyperlink")
            link.set(qn("r:id"), relation)
            docx_run._r.addprevious(link)
            link.append(docx_run._r)


def make_element(tag: str, **attributes: str) -> Any:
    """A WordprocessingML element with attributes of the same namespace."""
    element = OxmlElement(tag)
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), value)
    return element
