"""A matrix as a native table with fixed row heights; sizes are in points."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from pptx.oxml import parse_xml
from pptx.oxml.ns import qn
from pptx.util import Pt

from pipeline.export.exported_values import office_text, one_line
from pipeline.export.office import measure
from pipeline.export.office.colours import HEADER_FILL, WHITE
from pipeline.export.office.measure import LINE_HEIGHT, MIN_SIZE, Box, FittedText, shrink_text
from pipeline.export.office.shapes import NAMESPACES, Canvas, StyledText, emu, paragraphs_xml, solid_fill
from pipeline.schema.chart import Grid, GridCell

MIN_CELL_SIZE: Final = 7.0
"""Smallest font size; a matrix is split over slides before it is needed."""

_NO_STYLE: Final = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
_EDGES: Final = "".join(
    f'<a:{edge} w="9525">{solid_fill(WHITE)}</a:{edge}>' for edge in ("lnL", "lnR", "lnT", "lnB")
)
_EMPTY_TEXT: Final = StyledText("", MIN_CELL_SIZE)
"""Empty cells need a small font, as the default would make their rows higher."""

Cell = tuple[StyledText, str, str]
"""Text, fill colour and XML attributes."""


_NAME_SHARES: Final = (0.24, 0.2, 0.16, 0.3, 0.36, 0.42)
"""Shares of the width for row names, best first."""

_LARGE_ENOUGH: Final = 12.0
_MAX_CELL_SIZE: Final = 16.0
_MAX_NAME_SIZE: Final = 14.0
_MAX_HEADER_SIZE: Final = 13.0
_MAX_HEADER_SHARE: Final = 0.55
_MAX_HEADER_LINES: Final = 4
_MAX_NAME_LINES: Final = 3
_MAX_ROW_HEIGHT: Final = 44.0
_MAX_COLUMN_WIDTH: Final = 150.0
_MIN_ROW_HEIGHT: Final = MIN_SIZE * LINE_HEIGHT + 2
_GROUP_SIZES: Final = ((12.0, 1), (11.0, 1), (10.0, 1), (11.0, 2), (10.0, 2), (9.0, 2), (8.0, 2))
"""Font sizes of group names with their maximum number of lines, best first."""


@dataclass(frozen=True)
class Header:
    """Column names, their font size, the height of their row, and whether they are upright."""

    names: tuple[str, ...]
    size: float
    height: float
    upright: bool


@dataclass(frozen=True)
class TableLayout:
    """Sizes: ``left`` is the width of row names, ``wide`` that of a column, ``highs`` are row heights."""

    left: float
    wide: float
    margin: float
    band_size: float
    band_lines: int
    heads: Header
    highs: tuple[float, ...]
    names: tuple[FittedText, ...]
    cell_size: float

    def with_letters_of(self, layouts: Sequence["TableLayout"]) -> "TableLayout":
        """The same layout with the smallest letters of several, for names, column names and cells."""
        names = min((name.size for one in layouts for name in one.names), default=_MAX_NAME_SIZE)
        return replace(
            self,
            heads=replace(self.heads, size=min(one.heads.size for one in layouts)),
            names=tuple(replace(name, size=min(name.size, names)) for name in self.names),
            cell_size=min(one.cell_size for one in layouts),
        )

    @property
    def band(self) -> float:
        """The height of the row of groups."""
        return _band_height(self.band_size, self.band_lines)

    @property
    def smallest(self) -> float:
        """The smallest font size."""
        bands = [self.band_size] if self.band_lines else []
        return min([self.heads.size, self.cell_size, *bands, *(name.size for name in self.names)])

    @property
    def whole(self) -> bool:
        """Whether no name is truncated."""
        texts = [name.text for name in self.names] + list(self.heads.names)
        return not any(text.endswith("…") for text in texts)


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


def layout_table(grid: Grid, box: Box) -> TableLayout:
    """The layout with complete names and the largest fonts, over several widths of the row names."""
    layouts = [_layout_columns(grid, box, box.width * share) for share in _NAME_SHARES]
    return max(layouts, key=lambda layout: (layout.whole, min(layout.smallest, _LARGE_ENOUGH)))


def fit_lines(height: float, size: float) -> int:
    """Number of lines of a font size that fit a row."""
    return max(1, int((height - 2) / (size * LINE_HEIGHT) + 1e-9))


def _band_height(size: float, lines: int) -> float:
    return lines * size * LINE_HEIGHT + 6 if lines else 0.0


def _layout_columns(grid: Grid, box: Box, max_name_width: float) -> TableLayout:
    rows = [one_line(row) for row in grid.rows]
    columns = [one_line(column) for column in grid.columns]
    longest = max([measure.text_width(row, _MAX_NAME_SIZE) for row in rows], default=0.0)
    left = min(max_name_width, longest + 12)
    wide = min((box.width - left) / max(len(columns), 1), _MAX_COLUMN_WIDTH)
    margin = 3.0 if wide >= 40 else 1.0 if wide >= 20 else 0.5
    band_size, band_lines = _fit_groups(grid, wide)
    band = _band_height(band_size, band_lines)
    heads = _layout_header(columns, wide - 2 * margin, box.height - band, len(rows))
    names, highs = _layout_rows(rows, left - 2 * margin, box.height - heads.height - band)
    texts = {office_text(cell.text) for cells in grid.cells for cell in cells}
    size = _cell_size(texts, wide - 2 * margin, min(highs, default=_MAX_ROW_HEIGHT))
    return TableLayout(left, wide, margin, band_size, band_lines, heads, highs, names, size)


def _fit_groups(grid: Grid, wide: float) -> tuple[float, int]:
    if not grid.groups:
        return MIN_SIZE, 0
    groups = [(one_line(name), columns * wide - 6) for name, columns in grid.groups]
    for size, lines in _GROUP_SIZES:
        if all(len(measure.wrap_text(name, size, room, bold=True)) <= lines for name, room in groups):
            return size, lines
    return _GROUP_SIZES[-1]


def _layout_header(columns: Sequence[str], room: float, height: float, rows: int) -> Header:
    """Horizontal column names if they fit, else upright ones."""
    max_height = min(height * _MAX_HEADER_SHARE, max(height - rows * _MIN_ROW_HEIGHT, height * 0.2))
    for size in measure.font_sizes(_MAX_HEADER_SIZE, MIN_SIZE):
        lines = max((len(measure.wrap_text(name, size, room, bold=True)) for name in columns), default=1)
        needed = lines * size * LINE_HEIGHT + 4
        if (
            lines <= _MAX_HEADER_LINES
            and needed <= max_height
            and all(measure.text_width(word, size, bold=True) <= room for word in _unbreakable_words(columns))
        ):
            return Header(tuple(columns), size, needed, upright=False)
    longest = max((measure.text_width(name, 1.0, bold=True) for name in columns), default=1.0)
    size = max(min(12.0, (max_height - 8) / max(longest, 1.0) / 1.02, room / LINE_HEIGHT), MIN_CELL_SIZE)
    needed = min(max_height, longest * size * 1.02 + 8)
    names = tuple(measure.truncate_text(name, size, (needed - 6) / 1.07) for name in columns)
    return Header(names, size, needed, upright=True)


def _unbreakable_words(names: Iterable[str]) -> Iterable[str]:
    return (word for name in names for word in name.split() if word.isascii())


def _layout_rows(
    rows: Sequence[str], room: float, height: float
) -> tuple[tuple[FittedText, ...], tuple[float, ...]]:
    """Row names, in one font size if legible, and row heights.

    A name on two lines makes only its own row higher.
    """
    even = min(height / max(len(rows), 1), _MAX_ROW_HEIGHT)
    size = min(_MAX_NAME_SIZE, (even - 2) / LINE_HEIGHT)
    while size >= MIN_SIZE:
        names = tuple(FittedText(row, size, len(measure.wrap_text(row, size, room))) for row in rows)
        highs = _row_heights([name.height + 2 for name in names], height)
        if highs and max((name.lines for name in names), default=1) <= _MAX_NAME_LINES:
            return names, highs
        size -= 0.5
    return tuple(_fit_name(row, room, even) for row in rows), (even,) * len(rows)


def _row_heights(least: Sequence[float], height: float) -> tuple[float, ...]:
    """Row heights as even as their minimum heights allow, by bisection; empty if they don't fit."""
    if sum(least) > height:
        return ()
    low, high = 0.0, _MAX_ROW_HEIGHT
    for _ in range(24):
        middle = (low + high) / 2
        fits = sum(max(minimum, middle) for minimum in least) <= height
        low, high = (middle, high) if fits else (low, middle)
    return tuple(max(minimum, low) for minimum in least)


def _fit_name(row: str, room: float, high: float) -> FittedText:
    for size in measure.font_sizes(min(MIN_SIZE, (high - 2) / LINE_HEIGHT), MIN_CELL_SIZE):
        if len(measure.wrap_text(row, size, room)) <= fit_lines(high, size):
            break
    return measure.shrink_text(row, room, largest=size, smallest=size, most_lines=fit_lines(high, size))


def _cell_size(texts: Iterable[str], room: float, high: float) -> float:
    """The largest font size at which no cell is truncated, if there is one."""
    longest_first = sorted(texts, key=len, reverse=True)
    for size in measure.font_sizes(_MAX_CELL_SIZE, MIN_CELL_SIZE):
        lines = fit_lines(high, size)
        if (
            size * LINE_HEIGHT + 2 <= high + 1e-6
            and all(len(measure.wrap_text(text, size, room)) <= lines for text in longest_first)
            and all(measure.text_width(word, size) <= room for word in _unbreakable_words(longest_first))
        ):
            break
    return min(size, max((high - 2) / LINE_HEIGHT, 1.0))
