"""A matrix as a native table with fixed row heights."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from pptx.oxml import parse_xml
from pptx.oxml.ns import qn
from pptx.util import Pt

from pipeline.export.office.drawn import NAMESPACES, Canvas, StyledText, emu, paragraphs_xml
from pipeline.export.office.ink import BAND, INK, PAPER
from pipeline.export.office.measure import Box, shrink_text
from pipeline.export.office.printable import one_line, printable
from pipeline.export.office.table_layout import SMALLEST, TableLayout, layout_of, lines_in
from pipeline.schema.chart import Grid, GridCell

_NO_STYLE: Final = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"


def draw_table(slide: Any, canvas: Canvas, grid: Grid, box: Box, alt: str) -> None:
    """Draw a matrix as a table; groups are merged cells over its head."""
    layout = layout_of(grid, box)
    lines = [*([layout.band] if grid.groups else []), layout.heads.height, *layout.highs]
    frame = slide.shapes.add_table(
        len(lines),
        len(grid.columns) + 1,
        Pt(box.left),
        Pt(box.top),
        Pt(layout.left + layout.wide * len(grid.columns)),
        Pt(sum(lines)),
    )
    properties = frame._element.nvGraphicFramePr.cNvPr
    properties.set("id", str(next(canvas.numbers)))
    properties.set("name", "Table")
    properties.set("descr", printable(alt))
    table = frame._element.find(f".//{qn('a:tbl')}")
    _plain(table)
    for place, column in enumerate(table.find(qn("a:tblGrid"))):
        column.set("w", str(emu(layout.wide if place else layout.left)))
    writer = _Writer(grid, layout, canvas.language)
    for line, height, cells in zip(table.findall(qn("a:tr")), lines, writer.lines(), strict=True):
        line.set("h", str(emu(height)))
        for old in line.findall(qn("a:tc")):
            line.remove(old)
        for place, cell in enumerate(cells):
            line.insert(place, parse_xml(cell))


def _plain(table: Any) -> None:
    """Take the library's table style away: the colours are those of the cells."""
    properties = table.find(qn("a:tblPr"))
    for name in list(properties.attrib):
        del properties.attrib[name]
    properties.set("firstRow", "1")
    properties.set("firstCol", "1")
    for style in properties.findall(qn("a:tableStyleId")):
        style.text = _NO_STYLE


@dataclass(frozen=True)
class _Writer:
    """The cells of a table, line by line, as XML."""

    grid: Grid
    layout: TableLayout
    language: str

    def lines(self) -> Iterator[list[str]]:
        if self.grid.groups:
            yield self._groups()
        yield self._heads()
        for name, cells in zip(self.layout.names, self.grid.cells, strict=True):
            words = StyledText(name.text, name.size)
            yield [self._cell(words), *(self._cell(self._words(cell), cell.fill) for cell in cells)]

    def _heads(self) -> list[str]:
        heads = self.layout.heads
        words = [
            StyledText(name, heads.size, bold=True, align="ctr", anchor="b", upright=heads.upright)
            for name in heads.names
        ]
        return [self._cell(head) for head in (StyledText("", heads.size), *words)]

    def _words(self, cell: GridCell) -> StyledText:
        size, room = self.layout.cell_size, self.layout.wide - 2 * self.layout.margin
        words = shrink_text(
            one_line(cell.text),
            room,
            largest=size,
            smallest=min(size, SMALLEST),
            most_lines=lines_in(min(self.layout.highs), size),
        )
        return StyledText(words.text, words.size, cell.ink, align="ctr")

    def _groups(self) -> list[str]:
        size, empty = self.layout.band_size, self._cell(StyledText("", SMALLEST), BAND)
        cells, left = [self._cell(StyledText("", SMALLEST))], len(self.grid.columns)
        for name, asked in self.grid.groups:
            columns = min(asked, left)
            if columns < 1:
                continue
            left -= columns
            words = shrink_text(
                one_line(name),
                self.layout.wide * columns - 6,
                largest=size,
                smallest=size,
                most_lines=self.layout.band_lines,
                bold=True,
            )
            span = f' gridSpan="{columns}"' if columns > 1 else ""
            cells.append(
                self._cell(StyledText(words.text, words.size, INK, bold=True, align="ctr"), BAND, span)
            )
            cells += [empty.replace("<a:tc ", '<a:tc hMerge="1" ', 1)] * (columns - 1)
        return [*cells, *[self._cell(StyledText("", SMALLEST))] * left]

    def _cell(self, words: StyledText, fill: str = PAPER, span: str = "") -> str:
        """A cell; an empty one needs its own small font, as the default would make its row higher."""
        edges = "".join(
            f'<a:{edge} w="9525"><a:solidFill><a:srgbClr val="FFFFFF"/></a:solidFill></a:{edge}>'
            for edge in ("lnL", "lnR", "lnT", "lnB")
        )
        upright = ' vert="vert270"' if words.upright else ""
        anchor = "ctr" if words.upright else words.anchor
        align = StyledText(
            words.text, words.size, words.ink, words.bold, "l" if words.upright else words.align
        )
        margin = emu(self.layout.margin)
        return (
            f"<a:tc {NAMESPACES}{span}><a:txBody><a:bodyPr/><a:lstStyle/>"
            f"{paragraphs_xml(align, self.language)}</a:txBody>"
            f'<a:tcPr marL="{margin}" marR="{margin}" marT="6350" marB="6350" anchor="{anchor}"{upright}>'
            f'{edges}<a:solidFill><a:srgbClr val="{fill.lstrip("#").upper()}"/></a:solidFill></a:tcPr></a:tc>'
        )
