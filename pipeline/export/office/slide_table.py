"""A matrix as a native table with fixed row heights."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, Final

from pptx.oxml import parse_xml
from pptx.oxml.ns import qn
from pptx.util import Pt

from pipeline.export.exported_values import one_line
from pipeline.export.office.colours import HEADER_FILL, WHITE
from pipeline.export.office.measure import Box, shrink_text
from pipeline.export.office.shapes import NAMESPACES, Canvas, StyledText, emu, paragraphs_xml, solid_fill
from pipeline.export.office.table_layout import MIN_CELL_SIZE, TableLayout, fit_lines, layout_table
from pipeline.schema.chart import Grid, GridCell

_NO_STYLE: Final = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
_EDGES: Final = "".join(
    f'<a:{edge} w="9525">{solid_fill(WHITE)}</a:{edge}>' for edge in ("lnL", "lnR", "lnT", "lnB")
)
_EMPTY_TEXT: Final = StyledText("", MIN_CELL_SIZE)
"""Empty cells need a small font, as the default would make their rows higher."""

Cell = tuple[StyledText, str, str]
"""Text, fill colour and XML attributes."""


def draw_table(canvas: Canvas, grid: Grid, box: Box, alt: str, parts: Sequence[tuple[Grid, Box]]) -> None:
    """Draw a matrix as a table with merged cells for groups above the header.

    ``parts`` are the tables of all slides of the chart: their letters have the same size on each.
    """
    layout = layout_table(grid, box).with_letters_of([layout_table(*part) for part in parts])
    heights = [*([layout.band] if grid.groups else []), layout.heads.height, *layout.highs]
    width = Pt(layout.left + layout.wide * len(grid.columns))
    frame = canvas.slide.shapes.add_table(
        len(heights), len(grid.columns) + 1, Pt(box.left), Pt(box.top), width, Pt(sum(heights))
    )
    canvas.describe(frame, "Table", alt)
    table = frame._element.find(f".//{qn('a:tbl')}")
    _remove_style(table)
    for index, column in enumerate(table.find(qn("a:tblGrid"))):
        column.set("w", str(emu(layout.wide if index else layout.left)))
    rows = table.findall(qn("a:tr"))
    for row, height, cells in zip(rows, heights, _table_rows(grid, layout), strict=True):
        row.set("h", str(emu(height)))
        for old in row.findall(qn("a:tc")):
            row.remove(old)
        for index, cell in enumerate(cells):
            row.insert(index, parse_xml(_cell_xml(*cell, layout.margin, canvas.language)))


def _remove_style(table: Any) -> None:
    """Remove the library's table style, as the cells have their own colours."""
    properties = table.find(qn("a:tblPr"))
    properties.attrib.clear()
    properties.set("firstRow", "1")
    properties.set("firstCol", "1")
    for style in properties.findall(qn("a:tableStyleId")):
        style.text = _NO_STYLE


def _table_rows(grid: Grid, layout: TableLayout) -> Iterator[list[Cell]]:
    if grid.groups:
        yield _group_cells(grid, layout)
    heads = layout.heads
    texts = [
        StyledText(name, heads.size, bold=True, align="ctr", anchor="b", upright=heads.upright)
        for name in heads.names
    ]
    yield [(text, WHITE, "") for text in (StyledText("", heads.size), *texts)]
    for name, cells in zip(layout.names, grid.cells, strict=True):
        values = [(_cell_text(cell, layout), cell.fill, "") for cell in cells]
        yield [(StyledText(name.text, name.size), WHITE, ""), *values]


def _cell_text(cell: GridCell, layout: TableLayout) -> StyledText:
    size, room = layout.cell_size, layout.wide - 2 * layout.margin
    lines, smallest = fit_lines(min(layout.highs), size), min(size, MIN_CELL_SIZE)
    text = shrink_text(one_line(cell.text), room, largest=size, smallest=smallest, most_lines=lines)
    return StyledText(text.text, text.size, cell.ink, align="ctr")


def _group_cells(grid: Grid, layout: TableLayout) -> list[Cell]:
    size, lines = layout.band_size, layout.band_lines
    cells: list[Cell] = [(_EMPTY_TEXT, WHITE, "")]
    for name, columns in grid.groups:
        if columns:
            room = layout.wide * columns - 6
            text = shrink_text(one_line(name), room, largest=size, smallest=size, most_lines=lines, bold=True)
            span = f' gridSpan="{columns}"' if columns > 1 else ""
            cells.append((StyledText(text.text, text.size, bold=True, align="ctr"), HEADER_FILL, span))
            cells += [(_EMPTY_TEXT, HEADER_FILL, ' hMerge="1"')] * (columns - 1)
    return [*cells, *[(_EMPTY_TEXT, WHITE, "")] * (len(grid.columns) + 1 - len(cells))]


def _cell_xml(words: StyledText, fill: str, attributes: str, margin: float, language: str) -> str:
    upright, side, anchor = "", emu(margin), words.anchor
    if words.upright:
        upright, anchor, words = ' vert="vert270"', "ctr", replace(words, align="l")
    return (
        f"<a:tc {NAMESPACES}{attributes}><a:txBody><a:bodyPr/><a:lstStyle/>"
        f"{paragraphs_xml(words, language)}</a:txBody>"
        f'<a:tcPr marL="{side}" marR="{side}" marT="6350" marB="6350" anchor="{anchor}"{upright}>'
        f"{_EDGES}{solid_fill(fill)}</a:tcPr></a:tc>"
    )
