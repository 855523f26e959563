"""Documents as workbooks and web pages: the same rows in the layouts that offices use."""

import io
import random
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from typing import Final

import xlsxwriter

from tests.documents.document import Document
from tests.documents.word_file import draw_word_style, table_rows

_NAMES: Final = ("serial", "area", "task", "measure", "departments")


@dataclass(frozen=True)
class GridStyle:
    """How a document looks as a grid.

    Parameters
    ----------
    title_above
        Whether the title stands in a merged row above the header, else in a paragraph or a single cell.
    left
        How many empty columns stand before the table.
    deadline
        Whether a column of deadlines stands at the end.
    banners
        Whether key areas stand in rows of their own, over the whole width, in place of their column.
    parts
        In how many sheets or tables the rows stand, each with the header.
    """

    title_above: bool = True
    left: int = 0
    deadline: bool = False
    banners: bool = False
    parts: int = 1


@dataclass(frozen=True)
class GridCell:
    """A cell with the rows and columns that it covers."""

    text: str
    height: int = 1
    width: int = 1


Grid = list[dict[int, GridCell]]


def draw_grid_style(name: str) -> GridStyle:
    """The style of a document, by its name."""
    chance = random.Random(f"grid {name}")
    return GridStyle(
        chance.random() < 0.6,
        chance.choice((0, 0, 1)),
        chance.random() < 0.3,
        chance.random() < 0.25,
        chance.choice((1, 1, 1, 2, 3)),
    )


def grids_of(document: Document, style: GridStyle) -> list[Grid]:
    """The tables of a document: rows of cells by their columns."""
    rows = list(table_rows(document, draw_word_style(document.name)))
    stops = [round(len(rows) * part / style.parts) for part in range(style.parts + 1)]
    return [_grid(document, style, rows, first, last) for first, last in pairwise(stops)]


def _grid(
    document: Document, style: GridStyle, rows: Sequence[tuple[list[str], set[str]]], first: int, last: int
) -> Grid:
    """The table of the rows from ``first`` to ``last``, with the merged cells that begin before it."""
    before: dict[str, str] = {}
    for texts, _ in rows[:first]:
        before |= {name: text for name, text in zip(_NAMES, texts, strict=True) if text}
    names = [name for name in _NAMES if not (style.banners and name == "area")]
    width = len(names) + style.deadline
    header = [document.header[_NAMES.index(name)] for name in names] + ["完成时限"] * style.deadline
    grid: Grid = []
    if style.title_above and not first:
        grid.append({0: GridCell(document.title, 1, width)})
    grid.append({place: GridCell(text) for place, text in enumerate(header)})
    above: dict[str, tuple[int, int]] = {}
    area = ""
    for texts, shares in rows[first:last]:
        by_name = dict(zip(_NAMES, texts, strict=True))
        if style.banners and by_name["area"] and by_name["area"] != area:
            area = by_name["area"]
            grid.append({0: GridCell(area, 1, width)})
            above = {}
        line: dict[int, GridCell] = {}
        for place, name in enumerate(names):
            if name in shares and name in above:
                row, column = above[name]
                cell = grid[row][column]
                grid[row][column] = GridCell(cell.text, cell.height + 1)
                continue
            above[name] = len(grid), place
            line[place] = GridCell(by_name[name] or (before.get(name, "") if name in shares else ""))
        if style.deadline:
            line[width - 1] = GridCell("12月底前")
        grid.append(line)
    return grid


def workbook_of(document: Document, style: GridStyle) -> bytes:
    """The document as XLSX: a sheet for each of its tables."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    top = book.add_format({"valign": "top", "text_wrap": True})
    for number, grid in enumerate(grids_of(document, style), 1):
        sheet = book.add_worksheet(f"任务表{number}")
        first = 0
        if number == 1 and not style.title_above:
            sheet.write_string(0, 0, document.title)
            first = 2
        for row, line in enumerate(grid, first):
            for place, cell in line.items():
                column = place + style.left
                if (cell.height, cell.width) == (1, 1):
                    if cell.text.isdecimal():
                        sheet.write_number(row, column, int(cell.text), top)
                    else:
                        sheet.write_string(row, column, cell.text, top)
                    continue
                last = row + cell.height - 1, column + cell.width - 1
                sheet.merge_range(row, column, *last, cell.text, top)
    book.close()
    return stream.getvalue()


def web_page_of(document: Document, style: GridStyle) -> bytes:
    """The document as HTML; key areas between tables are headings."""
    pieces = ["<!DOCTYPE html><html><head><meta charset=utf-8><title>通知</title></head><body>\n"]
    if not style.title_above:
        pieces.append(f"<h1>{escape(document.title)}</h1>\n")
    for grid in grids_of(document, style):
        pieces.append('<table border="1"><tbody>\n')
        for line in grid:
            pieces.append("<tr>")
            for _, cell in sorted(line.items()):
                spans = f' rowspan="{cell.height}"' * (cell.height > 1) + f" colspan={cell.width}" * (
                    cell.width > 1
                )
                text = "</p><p>".join(escape(part) for part in cell.text.split("\n"))
                pieces.append(f"<td{spans}><p>{text}</p></td>\n")
            pieces.append("</tr>\n")
        pieces.append("</tbody></table>\n")
    pieces.append("</body></html>")
    return "".join(pieces).encode()
