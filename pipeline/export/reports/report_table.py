"""Tables of DOCX files: repeated header rows, fixed widths, coloured cells."""

from collections.abc import Sequence
from typing import Any, Final

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Pt
from docx.text.paragraph import Paragraph

from pipeline.export.exported_values import office_text
from pipeline.export.office.colours import HEADER_FILL, INK
from pipeline.export.reports.document import Run, Table, TableCell, TableColumn
from pipeline.export.reports.report_style import WIDTH, make_element, write_runs
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
