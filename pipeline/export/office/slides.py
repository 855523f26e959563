"""Charts as 16:9 PowerPoint slides with native, editable objects."""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from pptx.oxml import parse_xml
from pptx.oxml.ns import qn
from pptx.util import Pt

from pipeline.export.exported_values import office_text, one_line
from pipeline.export.office.colours import BORDER, MUTED, is_light
from pipeline.export.office.measure import MIN_SIZE, Box, FittedText, shrink_text, text_width
from pipeline.export.office.shapes import NAMESPACES, Canvas, Shape, StyledText, text_xml
from pipeline.export.office.slide_bars import draw_bar_panels
from pipeline.export.office.slide_dots import draw_dots, draw_scatter
from pipeline.export.office.slide_grid import draw_overview, layout_overview
from pipeline.export.office.slide_legend import draw_legend, draw_legend_column, measure_legend
from pipeline.export.office.slide_parts import split_chart
from pipeline.export.office.slide_table import draw_table
from pipeline.export.office.template import HEIGHT, PROGRAM, WIDTH, empty_deck
from pipeline.schema.chart import Bars, Chart, Dots, Entry, Grid, Plane, Tile, Tiles
from pipeline.schema.errors import PlanAtlasError

_MARGIN: Final = 36.0
_TOP: Final = 22.0
_FOOT: Final = 14.0
_CONTENT_WIDTH: Final = WIDTH - 2 * _MARGIN
_LEGEND_WIDTH: Final = 280.0
_LEGEND_SIZE: Final = 16.0
_LEGEND_GAP: Final = 30.0
_DENSE_ROWS: Final = 15
"""A matrix with at least this many rows gets a smaller title."""

_GAP: Final = 3.0
_WRAPPED_SIZE: Final = 11.0
_MAX_TILE_RATIO: Final = 1.75
"""Maximum width of a tile relative to its height; its texts need the width."""


@dataclass(frozen=True)
class _SlideLayout:
    """Texts above and below a chart by shape name, and the box that they leave for its body."""

    title: FittedText
    under: dict[str, FittedText]
    foot: dict[str, FittedText]
    room: Box


def make_deck(charts: Sequence[Chart], language: str) -> bytes:
    """Charts as a PPTX file, each on one slide or on several if it would be illegible.

    ``language`` (``zh`` or ``en``) is that of the texts. Raises PlanAtlasError where there are no charts.
    """
    if not charts:
        raise PlanAtlasError.of("no_chart_chosen")
    first = one_line(charts[0].title)
    title = first if len(charts) == 1 else f"{PROGRAM} · {first} (+{len(charts) - 1})"
    presentation, layout = empty_deck(title, language)
    for chart in charts:
        parts = split_chart(chart, language, _body_box)
        divided = [part for part, is_overview in parts if not is_overview]
        for part, is_overview in parts:
            canvas = Canvas(presentation.slides.add_slide(layout), language)
            _draw_slide(canvas, part, divided, is_overview=is_overview)
    stream = io.BytesIO()
    presentation.save(stream)
    return stream.getvalue()


def _draw_slide(canvas: Canvas, chart: Chart, parts: Sequence[Chart], *, is_overview: bool) -> None:
    layout = _layout_slide(chart)
    box = Box(_MARGIN, _TOP, _CONTENT_WIDTH, layout.title.height)
    _write_title(canvas.slide.shapes.title, layout.title, box, canvas.language)
    _write_lines(canvas, layout.under, box.bottom + 3)
    _draw_body(canvas, chart, parts, layout.room, is_overview=is_overview)
    _write_lines(canvas, layout.foot, layout.room.bottom + 6)
    texts = (chart.title, chart.subtitle, chart.alt, chart.source, chart.cite, chart.link)
    # The speaker notes have all texts in full, as the slide may truncate them.
    notes = "\n".join(dict.fromkeys(office_text(text) for text in texts if text))
    canvas.slide.notes_slide.notes_text_frame.text = notes


def _layout_slide(chart: Chart) -> _SlideLayout:
    dense = isinstance(chart.body, Grid) and len(chart.body.rows) >= _DENSE_ROWS
    title = _fit_title(one_line(chart.title), dense=dense)
    under = _fit_line("Subtitle", chart.subtitle, 14.0 if dense else 16.0, 11.0, most_lines=2)
    foot = {
        **_fit_line("Source", chart.source, 11, 9, most_lines=3),
        **_fit_line("Citation", chart.cite, 9, 9, most_lines=2),
    }
    top = _TOP + title.height + sum(3 + line.height for line in under.values()) + 8
    bottom = HEIGHT - _FOOT - sum(line.height for line in foot.values()) - 6
    return _SlideLayout(title, under, foot, Box(_MARGIN, top, _CONTENT_WIDTH, bottom - top))


def _fit_title(text: str, *, dense: bool) -> FittedText:
    """A title on one line if it fits at a large size, else on two; smaller above a dense matrix."""
    largest, smallest = (24, 18) if dense else (28, 24)
    single = shrink_text(text, _CONTENT_WIDTH * 0.98, largest=largest, smallest=smallest, bold=True)
    if single.text == text:
        return single
    largest = 20 if dense else 28
    return shrink_text(text, _CONTENT_WIDTH * 0.98, largest=largest, smallest=16, most_lines=2, bold=True)


def _fit_line(
    name: str, text: str, largest: float, smallest: float, *, most_lines: int
) -> dict[str, FittedText]:
    text, room = one_line(text), _CONTENT_WIDTH * 0.98
    fitted = shrink_text(text, room, largest=largest, smallest=smallest, most_lines=most_lines)
    return {name: fitted} if text else {}


def _body_box(chart: Chart) -> Box:
    room = _layout_slide(chart).room
    return _below_legend(room, measure_legend(_legend_entries(chart), room))


def _below_legend(room: Box, legend_height: float) -> Box:
    used = legend_height + 8 if legend_height else 0.0
    return Box(room.left, room.top + used, room.width, room.height - used)


def _draw_body(canvas: Canvas, chart: Chart, parts: Sequence[Chart], room: Box, *, is_overview: bool) -> None:
    """Draw the body of a slide; ``parts`` are all slides of its chart but an overview."""
    body, alt, bodies = chart.body, chart.alt, [part.body for part in parts]
    if isinstance(body, Tiles):
        _draw_map(canvas, chart, body, room)
        return
    box = _below_legend(room, draw_legend(canvas, _legend_entries(chart), room))
    if isinstance(body, Bars):
        bars = [part for part in bodies if isinstance(part, Bars)]
        draw_bar_panels(canvas, body, box, alt, chart.legend, bars)
    elif isinstance(body, Dots):
        draw_dots(canvas, body, box, alt, chart.legend, [part for part in bodies if isinstance(part, Dots)])
    elif isinstance(body, Plane):
        draw_scatter(canvas, body, box, alt, chart.legend)
    elif is_overview and (layout := layout_overview(body, box)):
        draw_overview(canvas, body, layout, alt)
    else:
        grids = [(part.body, _body_box(part)) for part in parts if isinstance(part.body, Grid)]
        draw_table(canvas, body, box, alt, grids)


def _draw_map(canvas: Canvas, chart: Chart, tiles: Tiles, room: Box) -> None:
    """Draw a map with its legend to the right, which is as wide as its names need."""
    longest = max((text_width(one_line(entry.name), _LEGEND_SIZE) for entry in chart.legend), default=0.0)
    legend_width = min(longest + 2 * _LEGEND_SIZE + _LEGEND_GAP, _LEGEND_WIDTH)
    box = tiles_box(tiles, Box(room.left, room.top, room.width - legend_width, room.height))
    left = box.right + _LEGEND_GAP
    draw_legend_column(canvas, chart.legend, Box(left, room.top, room.right - left, min(room.height, 320.0)))
    draw_tiles(canvas, tiles, box, chart.alt)


def _legend_entries(chart: Chart) -> Sequence[Entry]:
    """The legend entries that no native legend shows."""
    body = chart.body
    names = {series.name for series in body.series} if isinstance(body, (Bars, Dots, Plane)) else set()
    return [entry for entry in chart.legend if entry.name not in names]


def _write_title(shape: Any, title: FittedText, box: Box, language: str) -> None:
    shape.left, shape.top = Pt(box.left), Pt(box.top)
    shape.width, shape.height = Pt(box.width), Pt(box.height)
    words = StyledText(title.text, title.size, bold=True, anchor="t")
    body = shape._element.find(qn("p:txBody"))
    body[:] = parse_xml(f"<p:txBody {NAMESPACES}>{text_xml(words, language)}</p:txBody>")


def _write_lines(canvas: Canvas, lines: dict[str, FittedText], top: float) -> None:
    for name, line in lines.items():
        words = StyledText(line.text, line.size, MUTED, anchor="t")
        canvas.add(Shape(Box(_MARGIN, top, _CONTENT_WIDTH, line.height), words, name=name))
        top += line.height


def tiles_box(tiles: Tiles, room: Box) -> Box:
    """The left part of ``room`` that the map fills."""
    columns, rows, *_ = _map_size(tiles)
    width = min(room.width / columns, room.height / rows * _MAX_TILE_RATIO)
    height = min(room.height / rows, width)
    return Box(room.left, room.top, width * columns, height * rows)


def draw_tiles(canvas: Canvas, tiles: Tiles, box: Box, alt: str) -> None:
    """Draw the map in the box returned by `tiles_box`."""
    columns, rows, first_column, first_row = _map_size(tiles)
    width, height = box.width / columns, box.height / rows
    shapes: list[Shape] = []
    for tile in tiles.tiles:
        left, top = box.left + (tile.column - first_column) * width, box.top + (tile.row - first_row) * height
        line = MUTED if tile.dashed else BORDER if is_light(tile.fill) else None
        tile_box = Box(left, top, width - _GAP, height - _GAP)
        shapes.append(Shape(tile_box, None, tile.fill, line, tile.dashed, one_line(tile.label)))
        shapes += _tile_texts(tile, tile_box)
    canvas.add_group(shapes, box, "Map", alt)


def _map_size(tiles: Tiles) -> tuple[int, int, int, int]:
    """Number of columns and rows, first column, first row."""
    columns, rows = [tile.column for tile in tiles.tiles] or [0], [tile.row for tile in tiles.tiles] or [0]
    return max(columns) - min(columns) + 1, max(rows) - min(rows) + 1, min(columns), min(rows)


def _tile_texts(tile: Tile, box: Box) -> Iterator[Shape]:
    """The label and the value below it, in separate boxes so that both can be moved."""
    left, width, value, name = box.left + 2, box.width - 4, one_line(tile.text), one_line(tile.label)
    label = shrink_text(name, width, largest=min(14.0, box.height * 0.32), smallest=MIN_SIZE)
    if label.text != name:
        size = min(_WRAPPED_SIZE, box.height * 0.27)
        label = shrink_text(name, width, largest=size, smallest=min(size, 7.0), most_lines=2)
    below = shrink_text(value, width, largest=min(15.0, box.height * 0.32), smallest=7, bold=True)
    top = box.top + (box.height - label.height - (below.height if value else 0.0)) / 2
    text = StyledText(label.text, label.size, tile.ink, align="ctr", wrap=label.lines > 1)
    yield Shape(Box(left, top, width, label.height), text)
    if value:
        text = StyledText(below.text, below.size, tile.ink, bold=True, align="ctr", wrap=False)
        yield Shape(Box(left, top + label.height, width, below.height), text)
