"""Common parts of the native charts: workbook, fonts, plot area, legend, and XY charts of tracks."""

from __future__ import annotations

import io
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final
from xml.sax.saxutils import escape

import xlsxwriter
from pptx.chart.data import XyChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION, XL_MARKER_STYLE
from pptx.enum.dml import MSO_LINE
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Pt

from pipeline.export.exported_values import one_line
from pipeline.export.office.ink import EAST_ASIAN, GRIDLINE, INK, LATIN, MUTED, lighten
from pipeline.export.office.measure import Box, font_sizes, text_width
from pipeline.export.office.shapes import Canvas, StyledText, font_xml
from pipeline.schema.chart import Entry

_CHART: Final = nsdecls("c", "a")
_LINE_HEIGHT: Final = 1.42
"""Height of a Chinese font's line in parts of its size; in lower rows some programs leave labels out."""

_LEGEND_KEY_WIDTH: Final = 34.0
"""Width of an entry of a native legend beside its name, in points."""

_LEGEND_SIZE: Final = 13.0
_AXIS_SIZE: Final = 11.0
_MAX_LABEL_SIZE: Final = 14.0
_MIN_LABEL_SIZE: Final = 6.0
_MARKERS: Final = {
    "circle": XL_MARKER_STYLE.CIRCLE,
    "ring": XL_MARKER_STYLE.CIRCLE,
    "diamond": XL_MARKER_STYLE.DIAMOND,
    "square": XL_MARKER_STYLE.SQUARE,
    "triangle": XL_MARKER_STYLE.TRIANGLE,
    "cross": XL_MARKER_STYLE.X,
    "plus": XL_MARKER_STYLE.PLUS,
    "star": XL_MARKER_STYLE.STAR,
}
_LABEL_PARTS: Final = ("LegendKey", "Val", "CatName", "SerName", "Percent", "BubbleSize")


@dataclass(frozen=True)
class XySeries:
    """A series of an XY chart: points (x, y, label) and how they are drawn; None parts two lines.

    ``line`` is the colour of the line and ``marker`` one of the contract's with ``colour`` and ``size``;
    None where there is none. ``unmarked`` are the numbers of points without a marker, ``labels`` the labels
    as XML, None for those that the library makes.
    """

    name: str
    points: tuple[tuple[float, float, str] | None, ...]
    line: str | None = None
    width: float = 2.25
    dashed: bool = False
    marker: str | None = None
    colour: str = INK
    size: int = 10
    unmarked: tuple[int, ...] = ()
    labels: tuple[str, ...] | None = None


def add_chart(canvas: Canvas, kind: Any, data: Any, rows: Iterable[Sequence[Any]], box: Box, alt: str) -> Any:
    """Place a chart; ``rows`` are those of its workbook."""
    place = (Pt(box.left), Pt(box.top), Pt(box.width), Pt(box.height))
    frame = canvas.slide.shapes.add_chart(kind, *place, data)
    canvas.describe(frame, "Chart", alt)
    chart = frame.chart
    chart.has_title = False
    chart.has_legend = False
    chart.font.size = Pt(12)
    chart.font.color.rgb = rgb(INK)
    chart.part.chart_workbook.update_from_xlsx_blob(_build_workbook(rows))
    return chart


def add_xy_chart(canvas: Canvas, tracks: Sequence[XySeries], box: Box, alt: str) -> Any:
    """Add an XY chart of tracks; its workbook labels each point."""
    data = XyChartData()
    rows: list[Sequence[Any]] = []
    # LibreOffice draws no series at all where the first one has fewer points than another: gaps fill it up.
    most = max(len(track.points) for track in tracks)
    for track in tracks:
        points = [*track.points, *[None] * (most - len(track.points))]
        cells = [(*point[:2], one_line(point[2])) if point else () for point in points]
        rows += [(None, one_line(track.name)), *cells, ()]
        series = data.add_series(one_line(track.name))
        for point in points:
            x, y = point[:2] if point else (None, None)
            series.add_data_point(x, y)
    chart = add_chart(canvas, XL_CHART_TYPE.XY_SCATTER, data, rows, box, alt)
    lines: list[Any] = list(chart.plots[0].series)
    for track, line in zip(tracks, lines, strict=True):
        _set_line(line, track)
        _set_markers(line, track)
        if track.labels is not None:
            _set_labels(line, track.labels)
    return chart


def finish_chart(chart: Any) -> None:
    """Name the fonts of every text, and draw no frame."""
    space = chart._chartSpace
    for properties in space.iter(qn("a:defRPr"), qn("a:rPr"), qn("a:endParaRPr")):
        for tag, font in (("a:latin", LATIN), ("a:ea", EAST_ASIAN), ("a:cs", LATIN)):
            for element in properties.findall(qn(tag)):
                properties.remove(element)
            properties.append(parse_xml(f'<{tag} {_CHART} typeface="{font}"/>'))
    frameless = f"<c:spPr {_CHART}><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>"
    space.find(qn("c:chart")).addnext(parse_xml(frameless))


def place_plot(chart: Any, left: float, top: float, right: float, bottom: float, box: Box) -> None:
    """Put the plot, without its labels, at these distances in points from the edges of its box."""
    values = {
        "x": left / box.width,
        "y": top / box.height,
        "w": (box.width - left - right) / box.width,
        "h": (box.height - top - bottom) / box.height,
    }
    area = chart._chartSpace.find(f".//{qn('c:plotArea')}")
    for layout in area.findall(qn("c:layout")):
        area.remove(layout)
    placed = "".join(f'<c:{name} val="{value:.5f}"/>' for name, value in values.items())
    area.insert(
        0,
        parse_xml(
            f'<c:layout {_CHART}><c:manualLayout><c:layoutTarget val="inner"/><c:xMode val="edge"/>'
            f'<c:yMode val="edge"/>{placed}</c:manualLayout></c:layout>'
        ),
    )


def legend_height(names: Sequence[str], width: float) -> float:
    """Height of a native legend above the plot; 0 where there is one entry."""
    if len(names) < 2:
        return 0.0
    needed = sum(text_width(name, _LEGEND_SIZE) + _LEGEND_KEY_WIDTH for name in names)
    return math.ceil(needed / (width * 0.85)) * _LEGEND_SIZE * 1.6 + 6


def add_legend(chart: Any, *, hidden: Sequence[int] = ()) -> None:
    """Show the native legend above the plot, without the series that only carry labels."""
    chart.has_legend = True
    legend: Any = chart.legend
    legend.position = XL_LEGEND_POSITION.TOP
    legend.include_in_layout = False
    legend.font.size = Pt(_LEGEND_SIZE)
    legend.font.color.rgb = rgb(INK)
    for number in reversed(hidden):
        entry = f'<c:legendEntry {_CHART}><c:idx val="{number}"/><c:delete val="1"/></c:legendEntry>'
        legend._element.find(qn("c:legendPos")).addnext(parse_xml(entry))


def style_value_axis(axis: Any, number_format: str, unit: str) -> None:
    """Quiet numbers over faint lines, with the unit at the end."""
    axis.has_major_gridlines = True
    axis.major_gridlines.format.line.color.rgb = rgb(GRIDLINE)
    axis.major_gridlines.format.line.width = Pt(0.75)
    axis.format.line.fill.background()
    labels = axis.tick_labels
    labels.font.size, labels.font.color.rgb = Pt(_AXIS_SIZE), rgb(MUTED)
    labels.number_format, labels.number_format_is_linked = number_format, False
    axis.has_title = bool(unit)
    if unit:
        frame = axis.axis_title.text_frame
        frame.text = one_line(unit)
        font = frame.paragraphs[0].runs[0].font
        font.size, font.bold, font.color.rgb = Pt(_AXIS_SIZE), False, rgb(MUTED)


def label_xml(
    number: int, words: StyledText, position: str, language: str, *, before: str = "", after: str = ""
) -> str:
    """A custom label at one point, separated from it by ``before`` or ``after``."""
    text = f"{before}{escape(one_line(words.text))}{after}"
    shown = "".join(f'<c:show{what} val="{what == "Val":d}"/>' for what in _LABEL_PARTS)
    return (
        f'<c:dLbl {_CHART}><c:idx val="{number}"/><c:tx><c:rich><a:bodyPr wrap="none"/><a:lstStyle/>'
        f"<a:p><a:r>{font_xml('rPr', words, language)}<a:t>{text}</a:t></a:r></a:p>"
        f'</c:rich></c:tx><c:dLblPos val="{position}"/>{shown}</c:dLbl>'
    )


def series_label(name: str, legend: Sequence[Entry]) -> str:
    """A series' name, led by the mark that its entry of the legend has."""
    mark = next((entry.mark for entry in legend if entry.name == name), "")
    return one_line(f"{mark} {name}" if mark else name)


def fit_row_labels(labels: Sequence[str], row: float, room: float) -> float:
    """The largest font in which every label fits its row, on as many lines as the row is high."""
    for size in font_sizes(_MAX_LABEL_SIZE, _MIN_LABEL_SIZE):
        lines = max(1, int(row / (size * _LINE_HEIGHT)))
        if size * _LINE_HEIGHT <= row and all(
            _count_lines(label, size, room * 0.9) <= lines for label in labels
        ):
            break
    return size


def _count_lines(label: str, size: float, room: float) -> int:
    return sum(max(1, math.ceil(text_width(line, size) / room)) for line in label.split("\n"))


def rgb(colour: str) -> RGBColor:
    """A colour of the contract as the library wants it."""
    red, green, blue = bytes.fromhex(colour.lstrip("#"))
    return RGBColor(red, green, blue)


def _set_line(series: Any, track: XySeries) -> None:
    line = series.format.line
    if track.line is None:
        line.fill.background()
        return
    line.color.rgb, line.width = rgb(track.line), Pt(track.width)
    if track.dashed:
        line.dash_style = MSO_LINE.SQUARE_DOT


def _set_markers(series: Any, track: XySeries) -> None:
    marker = series.marker
    if not track.marker:
        marker.style = XL_MARKER_STYLE.NONE
        return
    marker.style, marker.size = _MARKERS[track.marker], track.size
    marker.format.fill.solid()
    # Some programs draw no outline, and a ring with white inside would be invisible.
    inside = lighten(track.colour) if track.marker == "ring" else track.colour
    marker.format.fill.fore_color.rgb = rgb(inside)
    marker.format.line.color.rgb, marker.format.line.width = rgb(track.colour), Pt(1.75)
    for number in track.unmarked:
        series.points[number].marker.style = XL_MARKER_STYLE.NONE


def _set_labels(series: Any, labels: Sequence[str]) -> None:
    """Show these labels of a series, and no others."""
    element = series._element
    shown = "".join(f'<c:show{what} val="0"/>' for what in _LABEL_PARTS)
    for old in element.findall(qn("c:dLbls")):
        element.remove(old)
    element.find(qn("c:xVal")).addprevious(parse_xml(f"<c:dLbls {_CHART}>{''.join(labels)}{shown}</c:dLbls>"))


def _build_workbook(rows: Iterable[Sequence[Any]]) -> bytes:
    """A workbook in which a text that begins like a formula or an address stays a text."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(
        stream, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    page = book.add_worksheet("Sheet1")
    for number, row in enumerate(rows):
        page.write_row(number, 0, row)
    book.close()
    return stream.getvalue()
