"""Common parts of native charts: workbook, fonts, plot area, legend, and XY charts."""

import io
import math
import re
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
from pipeline.export.office.colours import EAST_ASIAN, GRIDLINE, INK, LATIN, MUTED, lighten
from pipeline.export.office.measure import Box, font_sizes, text_width
from pipeline.export.office.shapes import Canvas, StyledText, font_xml
from pipeline.schema.chart import Entry

_CHART: Final = nsdecls("c", "a")
_LINE_HEIGHT: Final = 1.42
"""Line height of a Chinese font relative to its size; in lower rows some programs omit labels."""

_LEGEND_KEY_WIDTH: Final = 34.0
"""Width of a native legend entry without its name, in points."""

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
    """A series of an XY chart: points (x, y, label), where None interrupts the line.

    ``line`` is the line's colour; ``marker`` (as in `pipeline.schema.chart`) has ``colour`` and ``size``;
    None for no line or marker. ``unmarked`` are indices of points without a marker. ``labels`` are label XML;
    None for the library's own.
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
    frame = canvas.slide.shapes.add_chart(
        kind, Pt(box.left), Pt(box.top), Pt(box.width), Pt(box.height), data
    )
    canvas.describe(frame, "Chart", alt)
    chart = frame.chart
    chart.has_title = chart.has_legend = False
    chart.font.size = Pt(12)
    chart.font.color.rgb = rgb(INK)
    chart.part.chart_workbook.update_from_xlsx_blob(_build_workbook(rows))
    return chart


def add_xy_chart(canvas: Canvas, series: Sequence[XySeries], box: Box, alt: str) -> Any:
    """Add an XY chart whose workbook labels each point."""
    data = XyChartData()
    rows: list[Sequence[Any]] = []
    # LibreOffice draws no series if the first has fewer points than another, so gaps are appended.
    length = max(len(one.points) for one in series)
    for one in series:
        points = [*one.points, *[None] * (length - len(one.points))]
        cells = [(*point[:2], one_line(point[2])) if point else () for point in points]
        rows += [(None, one_line(one.name)), *cells, ()]
        added = data.add_series(one_line(one.name))
        for point in points:
            added.add_data_point(*(point[:2] if point else (None, None)))
    chart = add_chart(canvas, XL_CHART_TYPE.XY_SCATTER, data, rows, box, alt)
    for one, drawn in zip(series, chart.plots[0].series, strict=True):
        _set_line(drawn, one)
        _set_markers(drawn, one)
        if one.labels is not None:
            _set_labels(drawn, one.labels)
    return chart


def finish_chart(chart: Any) -> None:
    """Set the fonts of all texts, and remove the frame."""
    space = chart._chartSpace
    for properties in space.iter(qn("a:defRPr"), qn("a:rPr"), qn("a:endParaRPr")):
        for tag, font in (("a:latin", LATIN), ("a:ea", EAST_ASIAN), ("a:cs", LATIN)):
            for element in properties.findall(qn(tag)):
                properties.remove(element)
            properties.append(parse_xml(f'<{tag} {_CHART} typeface="{font}"/>'))
    frameless = f"<c:spPr {_CHART}><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>"
    space.find(qn("c:chart")).addnext(parse_xml(frameless))


def place_plot(chart: Any, left: float, top: float, right: float, bottom: float, box: Box) -> None:
    """Set the inner plot area by its distances in points from the edges of its box."""
    values = {
        "x": left / box.width,
        "y": top / box.height,
        "w": (box.width - left - right) / box.width,
        "h": (box.height - top - bottom) / box.height,
    }
    area = chart._chartSpace.find(f".//{qn('c:plotArea')}")
    for layout in area.findall(qn("c:layout")):
        area.remove(layout)
    position = "".join(f'<c:{name} val="{value:.5f}"/>' for name, value in values.items())
    layout = (
        f'<c:layout {_CHART}><c:manualLayout><c:layoutTarget val="inner"/><c:xMode val="edge"/>'
        f'<c:yMode val="edge"/>{position}</c:manualLayout></c:layout>'
    )
    area.insert(0, parse_xml(layout))


def legend_height(names: Sequence[str], width: float) -> float:
    """Height of a native legend above the plot; 0 for fewer than two entries."""
    if len(names) < 2:
        return 0.0
    total = sum(text_width(name, _LEGEND_SIZE) + _LEGEND_KEY_WIDTH for name in names)
    return math.ceil(total / (width * 0.85)) * _LEGEND_SIZE * 1.6 + 6


def add_legend(chart: Any, *, hidden: Sequence[int] = ()) -> None:
    """Show the native legend above the plot, without the ``hidden`` series."""
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
    """Style gridlines, tick labels and the unit of a value axis."""
    axis.has_major_gridlines = True
    axis.major_gridlines.format.line.color.rgb = rgb(GRIDLINE)
    axis.major_gridlines.format.line.width = Pt(0.75)
    axis.format.line.fill.background()
    labels = axis.tick_labels
    labels.font.size, labels.font.color.rgb = Pt(_AXIS_SIZE), rgb(MUTED)
    # Decimals would be zeros at most ticks.
    ticks = "General" if re.fullmatch(r"[#,]*0\.0+", number_format) else number_format
    labels.number_format, labels.number_format_is_linked = ticks, False
    axis.has_title = bool(unit)
    if unit:
        frame = axis.axis_title.text_frame
        frame.text = one_line(unit)
        font = frame.paragraphs[0].runs[0].font
        font.size, font.bold, font.color.rgb = Pt(_AXIS_SIZE), False, rgb(MUTED)


def label_xml(
    number: int, words: StyledText, position: str, language: str, *, before: str = "", after: str = ""
) -> str:
    """A custom label of one point, with padding ``before`` or ``after`` each line of the text."""
    font, side = font_xml("rPr", words, language), "r" if position == "l" else "l"
    lines = [f"{before}{escape(one_line(line))}{after}" for line in words.text.split("\n")]
    paragraphs = "".join(
        f'<a:p><a:pPr algn="{side}"/><a:r>{font}<a:t>{line}</a:t></a:r></a:p>' for line in lines
    )
    flags = "".join(f'<c:show{part} val="{part == "Val":d}"/>' for part in _LABEL_PARTS)
    return (
        f'<c:dLbl {_CHART}><c:idx val="{number}"/><c:tx><c:rich><a:bodyPr wrap="none"/><a:lstStyle/>'
        f'{paragraphs}</c:rich></c:tx><c:dLblPos val="{position}"/>{flags}</c:dLbl>'
    )


def series_label(name: str, legend: Sequence[Entry]) -> str:
    """A series' name, preceded by the mark of its legend entry."""
    mark = next((entry.mark for entry in legend if entry.name == name), "")
    return one_line(f"{mark} {name}" if mark else name)


def fit_row_labels(labels: Sequence[str], row: float, room: float) -> float:
    """The largest font size at which every label fits its row."""
    for size in font_sizes(_MAX_LABEL_SIZE, _MIN_LABEL_SIZE):
        height = size * _LINE_HEIGHT
        if height <= row and all(_count_lines(label, size, room) <= row / height for label in labels):
            break
    return size


def _count_lines(label: str, size: float, room: float) -> int:
    return sum(max(1, math.ceil(text_width(line, size) / (room * 0.9))) for line in label.split("\n"))


def rgb(colour: str) -> RGBColor:
    """A ``#rrggbb`` colour for python-pptx."""
    return RGBColor(*bytes.fromhex(colour.lstrip("#")))


def _set_line(drawn: Any, series: XySeries) -> None:
    line = drawn.format.line
    if series.line is None:
        line.fill.background()
        return
    line.color.rgb, line.width = rgb(series.line), Pt(series.width)
    if series.dashed:
        line.dash_style = MSO_LINE.SQUARE_DOT


def _set_markers(drawn: Any, series: XySeries) -> None:
    marker = drawn.marker
    if not series.marker:
        marker.style = XL_MARKER_STYLE.NONE
        return
    marker.style, marker.size = _MARKERS[series.marker], series.size
    marker.format.fill.solid()
    # Some programs draw no outline, and a ring with white inside would be invisible.
    inside = lighten(series.colour) if series.marker == "ring" else series.colour
    marker.format.fill.fore_color.rgb = rgb(inside)
    marker.format.line.color.rgb, marker.format.line.width = rgb(series.colour), Pt(1.75)
    for index in series.unmarked:
        drawn.points[index].marker.style = XL_MARKER_STYLE.NONE


def _set_labels(drawn: Any, labels: Sequence[str]) -> None:
    """Show only these labels."""
    element = drawn._element
    flags = "".join(f'<c:show{part} val="0"/>' for part in _LABEL_PARTS)
    for old in element.findall(qn("c:dLbls")):
        element.remove(old)
    element.find(qn("c:xVal")).addprevious(parse_xml(f"<c:dLbls {_CHART}>{''.join(labels)}{flags}</c:dLbls>"))


def _build_workbook(rows: Iterable[Sequence[Any]]) -> bytes:
    """A workbook that keeps texts that look like formulas or URLs as texts."""
    stream = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(stream, options) as workbook:
        sheet = workbook.add_worksheet("Sheet1")
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return stream.getvalue()
