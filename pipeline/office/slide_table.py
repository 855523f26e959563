"""A small matrix as a real table, its rows as high as they are given and no higher."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from pptx.oxml import parse_xml
from pptx.oxml.ns import qn
from pptx.util import Pt

from pipeline.office.drawn import NAMESPACES, Canvas, Words, emu, paragraphs_xml
from pipeline.office.exhibit import Grid
from pipeline.office.ink import BAND, INK, PAPER
from pipeline.office.measure import LINE, Box, cut, fitted, width_of, wrapped
from pipeline.office.printable import one_line, printable

_NO_STYLE: Final = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
_MARGIN: Final = 3.0
_HEAD_LINES: Final = 3
_TALLEST: Final = 34.0
_SMALLEST: Final = 7.0


def draw_table(slide: Any, canvas: Canvas, grid: Grid, box: Box, alt: str) -> None:
    """Draw a matrix as a table; groups are merged cells over its head."""
    rows, columns = [one_line(row) for row in grid.rows], [one_line(column) for column in grid.columns]
    left = min(box.width * 0.3, max([width_of(row, 13) for row in rows], default=0) + 2 * _MARGIN + 4)
    wide = (box.width - left) / max(len(columns), 1)
    wide = min(wide, 150.0)
    heads, head_size, head, upright = _heads(columns, wide, box.height)
    band = 22.0 if grid.groups else 0.0
    high = min((box.height - head - band) / max(len(rows), 1), _TALLEST)
    frame = slide.shapes.add_table(
        len(rows) + 1 + bool(grid.groups),
        len(columns) + 1,
        Pt(box.left),
        Pt(box.top),
        Pt(left + wide * len(columns)),
        Pt(head + band + high * len(rows)),
    )
    told = frame._element.nvGraphicFramePr.cNvPr
    told.set("id", str(next(canvas.numbers)))
    told.set("name", "Table")
    told.set("descr", printable(alt))
    table = frame._element.find(f".//{qn('a:tbl')}")
    _plain(table)
    for place, column in enumerate(table.find(qn("a:tblGrid"))):
        column.set("w", str(emu(wide if place else left)))
    size = _size(grid, wide, high)
    lines = [*([band] if grid.groups else []), head, *[high] * len(rows)]
    filled = [
        *([_group_cells(grid, wide, canvas.language)] if grid.groups else []),
        _head_cells(heads, head_size, canvas.language, upright=upright),
        *_row_cells(grid, rows, size, Box(0, 0, wide, high), left, canvas.language),
    ]
    for line, height, cells in zip(table.findall(qn("a:tr")), lines, filled, strict=True):
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


def _heads(columns: Sequence[str], wide: float, height: float) -> tuple[list[str], float, float, bool]:
    """Names over the columns, their size, the height of their row, and whether they run upwards."""
    room = wide - 2 * _MARGIN
    for size in (13.0, 12.0, 11.0, 10.0, 9.0):
        lines = [len(wrapped(name, size, room, bold=True)) for name in columns]
        if max(lines, default=1) <= _HEAD_LINES and all(
            width_of(word, size, bold=True) <= room
            for name in columns
            for word in name.split()
            if word.isascii()
        ):
            return list(columns), size, max(lines, default=1) * size * LINE + 4, False
    most = height * 0.34
    longest = max(width_of(name, 1.0, bold=True) for name in columns)
    size = max(min(12.0, (most - 8) / longest, room / LINE), _SMALLEST)
    head = min(most, longest * size + 8)
    return [cut(name, size, (head - 6) / 1.07) for name in columns], size, head, True


def _size(grid: Grid, wide: float, high: float) -> float:
    """The largest font in which all cells are whole, as far as there is one."""
    size = 14.0
    while size > _SMALLEST:
        most = max(1, int((high - 2) / (size * LINE)))
        whole = all(
            len(wrapped(printable(cell.text), size, wide - 2 * _MARGIN)) <= most
            for cells in grid.cells
            for cell in cells
        )
        if whole and size * LINE + 2 <= high:
            break
        size -= 0.5
    return min(size, max((high - 2) / LINE, 1.0))


def _head_cells(heads: Sequence[str], size: float, language: str, *, upright: bool) -> list[str]:
    words = [Words(name, size, bold=True, align="ctr", anchor="b", upright=upright) for name in heads]
    return [_cell("", said, PAPER, language) for said in (Words("", size), *words)]


def _row_cells(
    grid: Grid, rows: Sequence[str], size: float, place: Box, left: float, language: str
) -> Iterator[list[str]]:
    for row, cells in zip(rows, grid.cells, strict=True):
        said = fitted(row, left - 2 * _MARGIN, largest=size, smallest=min(size, _SMALLEST))
        name = Words(said.text, said.size)
        yield [
            _cell("", name, PAPER, language),
            *(
                _cell("", _words(cell.text, size, cell.ink, place.width, place.height), cell.fill, language)
                for cell in cells
            ),
        ]


def _words(text: str, size: float, ink: str, wide: float, high: float) -> Words:
    most = max(1, int((high - 2) / (size * LINE)))
    said = fitted(
        one_line(text), wide - 2 * _MARGIN, largest=size, smallest=min(size, _SMALLEST), most_lines=most
    )
    return Words(said.text, said.size, ink, align="ctr")


def _group_cells(grid: Grid, wide: float, language: str) -> list[str]:
    cells, left = [_cell("", Words("", 8), PAPER, language)], len(grid.columns)
    for name, asked in grid.groups:
        columns = min(asked, left)
        if columns < 1:
            continue
        left -= columns
        said = fitted(one_line(name), wide * columns - 2 * _MARGIN, largest=12, smallest=7, bold=True)
        words = Words(said.text, said.size, INK, bold=True, align="ctr")
        span = f' gridSpan="{columns}"' if columns > 1 else ""
        cells.append(_cell(span, words, BAND, language))
        cells += [_cell(' hMerge="1"', Words("", 8), BAND, language)] * (columns - 1)
    return [*cells, *[_cell("", Words("", 8), PAPER, language)] * left]


def _cell(span: str, words: Words, fill: str, language: str) -> str:
    """A cell; an empty one has its own small font too, for the usual one would make its row higher."""
    edges = "".join(
        f'<a:{edge} w="9525"><a:solidFill><a:srgbClr val="FFFFFF"/></a:solidFill></a:{edge}>'
        for edge in ("lnL", "lnR", "lnT", "lnB")
    )
    upright = ' vert="vert270"' if words.upright else ""
    anchor = "ctr" if words.upright else words.anchor
    align = Words(words.text, words.size, words.ink, words.bold, "l" if words.upright else words.align)
    return (
        f"<a:tc {NAMESPACES}{span}><a:txBody><a:bodyPr/><a:lstStyle/>{paragraphs_xml(align, language)}"
        f'</a:txBody><a:tcPr marL="{emu(_MARGIN)}" marR="{emu(_MARGIN)}" marT="6350" marB="6350" '
        f'anchor="{anchor}"{upright}>{edges}<a:solidFill><a:srgbClr val="{fill.lstrip("#").upper()}"/>'
        "</a:solidFill></a:tcPr></a:tc>"
    )
