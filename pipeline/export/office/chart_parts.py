"""Common parts of the native charts: workbook, fonts, plot area and legend."""

from __future__ import annotations

import io
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final
from xml.sax.saxutils import escape

import xlsxwriter
from pptx.chart.data import XyChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn
from pptx.util import Pt

from pipeline.export.office.drawn import Canvas, StyledText, font_xml
from pipeline.export.office.ink import EAST_ASIAN, INK, LATIN, QUIET, RULE, tint
from pipeline.export.office.measure import Box, width_of
from pipeline.export.office.printable import one_line, printable
from pipeline.schema.chart import Entry

_CHART: Final = (
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
)
_SYMBOLS: Final = {
    "circle": "circle",
    "ring": "circle",
    "diamond": "diamond",
    "square": "square",
    "triangle": "triangle",
    "cross": "x",
    "plus": "plus",
    "star": "star",
}
_TALL: Final = 1.42
"""Height of a Chinese font's line in parts of its size; in lower rows some programs leave labels out."""

_KEY: Final = 34.0
"""Width of an entry of a native legend beside its name, in points."""


@dataclass(frozen=True)
class Track:
    """A series of a plane: points with their labels; None parts one line from the next."""

    name: str
    points: tuple[tuple[float, float, str] | None, ...]


def add_chart(slide: Any, canvas: Canvas, kind: Any, data: Any, box: Box, alt: str) -> Any:
    """Place a chart, described for those who don't see it."""
    frame = slide.shapes.add_chart(kind, Pt(box.left), Pt(box.top), Pt(box.width), Pt(box.height), data)
    properties = frame._element.nvGraphicFramePr.cNvPr
    properties.set("id", str(next(canvas.numbers)))
    properties.set("name", "Chart")
    properties.set("descr", printable(alt))
    frame.chart.has_title = False
    frame.chart.has_legend = False
    frame.chart.font.size = Pt(12)
    frame.chart.font.color.rgb = rgb(INK)
    return frame.chart


def add_plane(slide: Any, canvas: Canvas, tracks: Sequence[Track], box: Box, alt: str) -> Any:
    """Add an XY chart; its workbook labels each point."""
    data = XyChartData()
    # LibreOffice draws no series at all where the first one has fewer points than another: gaps fill it up.
    most = max(len(track.points) for track in tracks)
    tracks = [
        replace(track, points=(*track.points, *(None,) * (most - len(track.points)))) for track in tracks
    ]
    for track in tracks:
        series = data.add_series(one_line(track.name))
        for point in track.points:
            x, y = point[:2] if point else (None, None)
            series.add_data_point(x, y)
    chart = add_chart(slide, canvas, XL_CHART_TYPE.XY_SCATTER, data, box, alt)
    chart.part.chart_workbook.update_from_xlsx_blob(_plane_workbook(tracks))
    return chart


def category_workbook(
    categories: Sequence[str], series: Sequence[tuple[str, Sequence[float | None]]]
) -> bytes:
    """The workbook behind a bar chart, at the places to which the library's charts refer."""

    def fill(page: Any) -> None:
        for row, category in enumerate(categories, start=1):
            page.write_string(row, 0, category)
        for column, (name, values) in enumerate(series, start=1):
            page.write_string(0, column, name)
            for row, value in enumerate(values, start=1):
                if value is not None:
                    page.write_number(row, column, value)

    return _workbook(fill)


def finish(chart: Any) -> None:
    """Name the fonts of every text, and draw no frame."""
    space = chart._chartSpace
    for properties in space.iter(qn("a:defRPr"), qn("a:rPr"), qn("a:endParaRPr")):
        for tag in ("a:latin", "a:ea", "a:cs"):
            for element in properties.findall(qn(tag)):
                properties.remove(element)
        fonts = [
            parse_xml(f'<a:{tag} {_CHART} typeface="{font}"/>')
            for tag, font in (("latin", LATIN), ("ea", EAST_ASIAN), ("cs", LATIN))
        ]
        after = ("}hlinkClick", "}hlinkMouseOver", "}sym", "}rtl", "}extLst")
        before = [child for child in properties if not child.tag.endswith(after)]
        for place, font in enumerate(fonts, start=len(before)):
            properties.insert(place, font)
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


def legend_height(names: Sequence[str], width: float, size: float = 13) -> float:
    """Height of a native legend above the plot; 0 where there is one entry."""
    if len(names) < 2:
        return 0.0
    needed = sum(width_of(name, size) + _KEY for name in names)
    return math.ceil(needed / (width * 0.85)) * size * 1.6 + 6


def add_legend(chart: Any, *, hidden: Sequence[int] = (), size: float = 13) -> None:
    """Show the native legend above the plot, without the series that only carry labels."""
    chart.has_legend = True
    legend: Any = chart.legend
    legend.position = XL_LEGEND_POSITION.TOP
    legend.include_in_layout = False
    legend.font.size = Pt(size)
    legend.font.color.rgb = rgb(INK)
    for number in reversed(hidden):
        entry = f'<c:legendEntry {_CHART}><c:idx val="{number}"/><c:delete val="1"/></c:legendEntry>'
        legend._element.find(qn("c:legendPos")).addnext(parse_xml(entry))


def style_value_axis(axis: Any, number_format: str, unit: str, size: float = 11) -> None:
    """Quiet numbers over faint lines, with the unit at the end."""
    axis.has_major_gridlines = True
    axis.major_gridlines.format.line.color.rgb = rgb(RULE)
    axis.major_gridlines.format.line.width = Pt(0.75)
    axis.format.line.fill.background()
    axis.tick_labels.font.size = Pt(size)
    axis.tick_labels.font.color.rgb = rgb(QUIET)
    axis.tick_labels.number_format = number_format
    axis.tick_labels.number_format_is_linked = False
    axis.has_title = bool(unit)
    if unit:
        frame = axis.axis_title.text_frame
        frame.text = one_line(unit)
        frame.paragraphs[0].runs[0].font.size = Pt(size)
        frame.paragraphs[0].runs[0].font.bold = False
        frame.paragraphs[0].runs[0].font.color.rgb = rgb(QUIET)


def cross_at(axis: Any, place: str | float) -> None:
    """Let an axis cross the other one at ``max``, or at a value of that one."""
    old = axis._element.find(qn("c:crosses"))
    tag = "crosses" if isinstance(place, str) else "crossesAt"
    old.addprevious(parse_xml(f'<c:{tag} {_CHART} val="{place}"/>'))
    axis._element.remove(old)


def label_xml(
    number: int, words: StyledText, position: str, language: str, *, before: str = "", after: str = ""
) -> str:
    """A custom label at one point, separated from it by ``before`` or ``after``."""
    text = f"{before}{escape(one_line(words.text))}{after}"
    return (
        f'<c:dLbl {_CHART}><c:idx val="{number}"/><c:tx><c:rich><a:bodyPr wrap="none"/><a:lstStyle/>'
        f"<a:p><a:r>{font_xml('rPr', words, language)}<a:t>{text}</a:t></a:r></a:p>"
        f'</c:rich></c:tx><c:dLblPos val="{position}"/><c:showLegendKey val="0"/><c:showVal val="1"/>'
        '<c:showCatName val="0"/><c:showSerName val="0"/><c:showPercent val="0"/><c:showBubbleSize val="0"/>'
        "</c:dLbl>"
    )


def put_labels(series: Any, labels: Sequence[str]) -> None:
    """Show these labels of a series, and no others."""
    element = series._element
    shown = "".join(
        f'<c:show{what} val="0"/>'
        for what in ("LegendKey", "Val", "CatName", "SerName", "Percent", "BubbleSize")
    )
    for old in element.findall(qn("c:dLbls")):
        element.remove(old)
    first = next(child for child in element if child.tag in (qn("c:xVal"), qn("c:errBars"), qn("c:cat")))
    first.addprevious(parse_xml(f"<c:dLbls {_CHART}>{''.join(labels)}{shown}</c:dLbls>"))


def set_marker(series: Any, marker: str, colour: str, size: int) -> None:
    """Draw the points of a series with one of the contract's markers."""
    element = series._element
    symbol = _SYMBOLS.get(marker, "circle")
    paint = _paint(colour)
    # Some programs draw no outline, and a ring with white inside would be invisible.
    inside = _paint(tint(colour)) if marker == "ring" else paint
    for old in element.findall(qn("c:marker")):
        element.remove(old)
    drawn = parse_xml(
        f'<c:marker {_CHART}><c:symbol val="{symbol}"/><c:size val="{size}"/>'
        f'<c:spPr>{inside}<a:ln w="22225">{paint}</a:ln></c:spPr></c:marker>'
    )
    _after_shape_properties(element).addnext(drawn)


def hide_markers(series: Any) -> None:
    """Draw a series without points."""
    element = series._element
    for old in element.findall(qn("c:marker")):
        element.remove(old)
    _after_shape_properties(element).addnext(
        parse_xml(f'<c:marker {_CHART}><c:symbol val="none"/></c:marker>')
    )


def set_line(series: Any, colour: str | None, width: float = 2.25, *, dashed: bool = False) -> None:
    """Draw the line of a series, or none."""
    if colour is None:
        series.format.line.fill.background()
        return
    series.format.line.color.rgb = rgb(colour)
    series.format.line.width = Pt(width)
    if dashed:
        line = series._element.find(qn("c:spPr")).find(qn("a:ln"))
        line.find(qn("a:solidFill")).addnext(parse_xml(f'<a:prstDash {_CHART} val="sysDash"/>'))


def marked(name: str, legend: Sequence[Entry]) -> str:
    """A series' name, led by the mark that its entry of the legend has."""
    mark = next((entry.mark for entry in legend if entry.name == name), "")
    return one_line(f"{mark} {name}" if mark else name)


def size_for_rows(labels: Sequence[str], row: float, room: float, largest: float = 14.0) -> float:
    """The largest font in which every label fits its row, on as many lines as the row is high."""
    size = largest
    while size > 6.0:
        lines = max(1, int(row / (size * _TALL)))
        if size * _TALL <= row and all(_lines_of(label, size, room * 0.9) <= lines for label in labels):
            break
        size -= 0.5
    return size


def _lines_of(label: str, size: float, room: float) -> int:
    return sum(max(1, math.ceil(width_of(line, size) / room)) for line in label.split("\n"))


def rgb(colour: str) -> RGBColor:
    """A colour of the contract as the library wants it."""
    red, green, blue = bytes.fromhex(colour.lstrip("#"))
    return RGBColor(red, green, blue)


def _paint(colour: str) -> str:
    return f'<a:solidFill><a:srgbClr val="{colour.lstrip("#").upper()}"/></a:solidFill>'


def _after_shape_properties(element: Any) -> Any:
    found = [element.find(qn(tag)) for tag in ("c:spPr", "c:tx", "c:order")]
    return next(child for child in found if child is not None)


def _plane_workbook(tracks: Sequence[Track]) -> bytes:
    def fill(page: Any) -> None:
        row = 0
        for track in tracks:
            page.write_string(row, 1, one_line(track.name))
            for point in track.points:
                row += 1
                if point:
                    page.write_number(row, 0, point[0])
                    page.write_number(row, 1, point[1])
                    page.write_string(row, 2, one_line(point[2]))
            row += 2

    return _workbook(fill)


def _workbook(fill: Any) -> bytes:
    """A workbook in which a text that begins like a formula or an address stays a text."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(
        stream, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    fill(book.add_worksheet("Sheet1"))
    book.close()
    return stream.getvalue()
