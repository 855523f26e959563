"""Charts as slides: one each, 16:9, of objects that PowerPoint can edit."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any, Final

from pptx.oxml import parse_xml
from pptx.oxml.ns import qn
from pptx.util import Pt

from pipeline.errors import PlanAtlasError
from pipeline.office.drawn import NAMESPACES, Canvas, Shape, Words, text_xml
from pipeline.office.exhibit import Bars, Dots, Entry, Exhibit, Grid, Scatter, Tiles
from pipeline.office.ink import QUIET
from pipeline.office.measure import Box, Fitted, fitted
from pipeline.office.printable import one_line, printable
from pipeline.office.slide_bars import draw_bars
from pipeline.office.slide_dots import draw_dots
from pipeline.office.slide_grid import draw_grid, is_large
from pipeline.office.slide_legend import draw_legend, draw_legend_column
from pipeline.office.slide_scatter import draw_scatter
from pipeline.office.slide_tiles import draw_tiles, tiles_box
from pipeline.office.template import HEIGHT, PROGRAM, WIDTH, empty_deck

_MARGIN: Final = 36.0
_TOP: Final = 22.0
_FOOT: Final = 14.0
_ROOM: Final = WIDTH - 2 * _MARGIN
_LEGEND_WIDTH: Final = 250.0


def deck(exhibits: Sequence[Exhibit], language: str) -> bytes:
    """Charts as a PowerPoint file.

    Parameters
    ----------
    exhibits
        The charts, a slide each, in this order.
    language
        ``zh`` or ``en``: the language of the texts, for fonts, spelling and the few words added here.

    Returns
    -------
    bytes
        The PPTX file.

    Raises
    ------
    PlanAtlasError
        When there is no chart.
    """
    if not exhibits:
        raise PlanAtlasError(
            "没有选中任何图表，无法制作幻灯片；请先选一张图。",
            "No chart was chosen, so there are no slides to make; choose a chart first.",
        )
    first = one_line(exhibits[0].title)
    title = first if len(exhibits) == 1 else f"{PROGRAM} · {first} (+{len(exhibits) - 1})"
    presentation, layout = empty_deck(title, language)
    for exhibit in exhibits:
        _add_slide(presentation.slides.add_slide(layout), exhibit, language)
    stream = io.BytesIO()
    presentation.save(stream)
    return stream.getvalue()


def _add_slide(slide: Any, exhibit: Exhibit, language: str) -> None:
    canvas = Canvas(slide.shapes._spTree, language)
    dense = isinstance(exhibit.body, Grid) and is_large(exhibit.body)
    top = _write_head(slide, canvas, exhibit, dense=dense)
    bottom = _foot_top(exhibit)
    room = Box(_MARGIN, top + 8, _ROOM, bottom - top - 14)
    _draw(slide, canvas, exhibit, room)
    _write_foot(canvas, exhibit)
    slide.notes_slide.notes_text_frame.text = _notes(exhibit)


def _draw(slide: Any, canvas: Canvas, exhibit: Exhibit, room: Box) -> None:
    body, alt = exhibit.body, exhibit.alt
    if isinstance(body, Tiles):
        box = tiles_box(body, Box(room.left, room.top, room.width - _LEGEND_WIDTH - 30, room.height))
        left = box.right + 30
        draw_legend_column(
            canvas, exhibit.legend, Box(left, room.top, room.right - left, min(room.height, 320.0))
        )
        draw_tiles(canvas, body, box, alt)
        return
    used = draw_legend(canvas, _drawn_entries(exhibit), room)
    below = used + 8 if used else 0.0
    box = Box(room.left, room.top + below, room.width, room.height - below)
    if isinstance(body, Bars):
        draw_bars(slide, canvas, body, box, alt, exhibit.legend)
    elif isinstance(body, Dots):
        draw_dots(slide, canvas, body, box, alt, exhibit.legend)
    elif isinstance(body, Scatter):
        draw_scatter(slide, canvas, body, box, alt, exhibit.legend)
    else:
        draw_grid(slide, canvas, body, box, alt)


def _drawn_entries(exhibit: Exhibit) -> Sequence[Entry]:
    """The entries that no native legend shows."""
    body = exhibit.body
    if isinstance(body, (Bars, Dots, Scatter)):
        told = {series.name for series in body.series}
        return [entry for entry in exhibit.legend if entry.name not in told]
    return exhibit.legend


def _write_head(slide: Any, canvas: Canvas, exhibit: Exhibit, *, dense: bool) -> float:
    """Write title and subtitle; returns where they end."""
    title = _title(one_line(exhibit.title), dense=dense)
    box = Box(_MARGIN, _TOP, _ROOM, title.height)
    _write_title(slide.shapes.title, Words(title.text, title.size, bold=True, anchor="t"), box, canvas)
    if not exhibit.subtitle:
        return box.bottom
    subtitle = fitted(
        one_line(exhibit.subtitle), _ROOM * 0.98, largest=13 if dense else 16, smallest=10, most_lines=2
    )
    under = Box(_MARGIN, box.bottom + 3, _ROOM, subtitle.height)
    canvas.add(Shape(under, Words(subtitle.text, subtitle.size, QUIET, anchor="t"), name="Subtitle"))
    return under.bottom


def _title(text: str, *, dense: bool) -> Fitted:
    """A large title; over a large matrix, which needs the room, on one line if that can be."""
    on_a_line = fitted(text, _ROOM * 0.98, largest=24, smallest=18, bold=True)
    if dense and on_a_line.text == text:
        return on_a_line
    largest = 20 if dense else 28
    return fitted(text, _ROOM * 0.98, largest=largest, smallest=16, most_lines=2, bold=True)


def _write_title(shape: Any, words: Words, box: Box, canvas: Canvas) -> None:
    shape.left, shape.top = Pt(box.left), Pt(box.top)
    shape.width, shape.height = Pt(box.width), Pt(box.height)
    body = shape._element.find(qn("p:txBody"))
    for child in list(body):
        body.remove(child)
    written = parse_xml(f"<p:txBody {NAMESPACES}>{text_xml(words, canvas.language)}</p:txBody>")
    for child in list(written):
        body.append(child)


def _foot(exhibit: Exhibit) -> tuple[Fitted | None, Fitted | None]:
    source, cite = one_line(exhibit.source), one_line(exhibit.cite)
    return (
        fitted(source, _ROOM * 0.98, largest=11, smallest=9, most_lines=2) if source else None,
        fitted(cite, _ROOM * 0.98, largest=9, smallest=8, most_lines=2) if cite else None,
    )


def _foot_top(exhibit: Exhibit) -> float:
    return HEIGHT - _FOOT - sum(line.height for line in _foot(exhibit) if line)


def _write_foot(canvas: Canvas, exhibit: Exhibit) -> None:
    y = _foot_top(exhibit)
    for line, name in zip(_foot(exhibit), ("Source", "Citation"), strict=True):
        if line:
            words = Words(line.text, line.size, QUIET, anchor="t")
            canvas.add(Shape(Box(_MARGIN, y, _ROOM, line.height), words, name=name))
            y += line.height


def _notes(exhibit: Exhibit) -> str:
    """All that is said of the chart, whole, also where the slide has no room for it."""
    said = (exhibit.title, exhibit.subtitle, exhibit.alt, exhibit.source, exhibit.cite, exhibit.link)
    return "\n".join(dict.fromkeys(printable(text) for text in said if text))
