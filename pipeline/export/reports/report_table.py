"""Tables of a text document: header rows that repeat, fixed widths, colours of depths."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Pt
from docx.text.paragraph import Paragraph

from pipeline.export.exported_values import office_text
from pipeline.export.office.ink import HEADER_FILL, INK
from pipeline.export.reports.document import Run, Table, TableCell, TableColumn
from pipeline.export.reports.report_style import make_element, write_runs
from pipeline.schema.chart import Grid
from pipeline.schema.grids import with_totals

FONT_SIZE: Final = 9.0
"""Of the letters in tables, in points."""

_STYLE: Final = "Plan Atlas"
"""Of the template: quiet lines between the rows, and room in the cells."""

_SHORT_TABLE: Final = 4
"""A table of so few rows stays on one page."""

_BREAKABLE_LENGTH: Final = 600
"""Cells with more characters than this may break across pages."""


def add_table(
    document: Any,
    table: Table,
    width: float,
    base: str = "",
    size: float = FONT_SIZE,
    *,
    description: str = "",
) -> None:
    """Add a table ``width`` points wide.

    Parameters
    ----------
    base
        What links start with; without it there are none.
    size
        Of the letters, in points.
    description
        What the table shows, for those who have it read aloud.
    """
    if not table.rows:
        return
    headed = any(column.name for column in table.columns)
    made = document.add_table(rows=len(table.rows) + headed, cols=len(table.columns), style=_STYLE)
    made.autofit = False
    if description:
        made._tbl.tblPr.append(make_element("w:tblDescription", val=office_text(description)))
    _set_widths(made, table.columns, width)
    lines = made._tbl.tr_lst
    if headed:
        _repeat(lines[0])
        for element, column in zip(lines[0].tc_lst, table.columns, strict=True):
            _fill_cell(
                element, TableCell((Run(column.name, bold=True),), fill=HEADER_FILL), column, base, size, made
            )
    for line, cells in zip(lines[headed:], table.rows, strict=True):
        _keep_whole(line, cells)
        for element, cell, column in zip(line.tc_lst, cells, table.columns, strict=True):
            _fill_cell(element, cell, column, base, size, made)
    _keep_together(lines if len(lines) <= _SHORT_TABLE else lines[:2])
    document.add_paragraph().paragraph_format.space_after = Pt(2)


def grid_table(grid: Grid) -> Table:
    """A grid of a chart as a table with coloured cells."""
    grid = with_totals(grid)
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
    element: Any, cell: TableCell, column: TableColumn, base: str, size: float, within: Any
) -> None:
    written = Paragraph(element.p_lst[0], within)
    written.paragraph_format.space_after = written.paragraph_format.space_before = Pt(1)
    if column.numeric:
        written.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    write_runs(written, cell.runs, base, size=size, ink=cell.ink or INK)
    if cell.fill:
        fill = cell.fill.lstrip("#").upper()
        shade = make_element("w:shd", val="clear", color="auto", fill=fill)
        element.get_or_add_tcPr().append(shade)


def _set_widths(made: Any, columns: Sequence[TableColumn], width: float) -> None:
    whole = sum(column.width for column in columns)
    twips = [str(round(20 * width * column.width / whole)) for column in columns]
    for grid, one in zip(made._tbl.tblGrid.gridCol_lst, twips, strict=True):
        grid.set(qn("w:w"), one)
    for line in made._tbl.tr_lst:
        for element, one in zip(line.tc_lst, twips, strict=True):
            element.tcPr.find(qn("w:tcW")).set(qn("w:w"), one)


def _repeat(line: Any) -> None:
    """Repeat a header row at the top of every page of its table."""
    properties = line.get_or_add_trPr()
    properties.append(make_element("w:cantSplit"))
    properties.append(make_element("w:tblHeader"))


def _keep_whole(line: Any, cells: Sequence[TableCell]) -> None:
    """No page break within a row, unless its texts are so long that pages would stay half empty."""
    if max(len(cell.text) for cell in cells) <= _BREAKABLE_LENGTH:
        line.get_or_add_trPr().append(make_element("w:cantSplit"))


def _keep_together(lines: Sequence[Any]) -> None:
    for line in lines[:-1]:
        for paragraph in line.iter(qn("w:p")):
            paragraph.get_or_add_pPr().insert(0, make_element("w:keepNext"))
