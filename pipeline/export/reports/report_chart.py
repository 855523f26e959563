"""Native bar charts in DOCX files, with workbooks so that they can be edited.

python-docx has no charts: the chart is drawn on a slide, and its part is moved into the document.
"""

from typing import Any, Final

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.oxml import serialize_part_xml
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml

from pipeline.export.exported_values import office_text
from pipeline.export.office.measure import Box
from pipeline.export.office.shapes import Canvas, emu
from pipeline.export.office.slide_bars import draw_bars
from pipeline.export.office.template import empty_deck
from pipeline.schema.chart import Bars, Chart

_CHART: Final = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_WORKBOOK: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_CHARTS: Final = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_RELATIONS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_SCALE: Final = 0.68
"""Font sizes relative to those of slides."""


def add_chart(document: Any, exhibit: Chart, bars: Bars, width: float, height: float) -> None:
    """Add a bar chart in its own paragraph; ``width`` and ``height`` in points."""
    xml, workbook = _draw_chart(exhibit, bars, width / _SCALE, height / _SCALE)
    relation = _add_parts(document.part, xml, workbook)
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.keep_with_next = True
    number = len(document.part.element.xpath("//wp:docPr")) + 1
    paragraph.add_run()._r.append(_drawing_xml(relation, number, exhibit, width, height))


def _draw_chart(exhibit: Chart, bars: Bars, width: float, height: float) -> tuple[Any, bytes]:
    """The XML and the workbook of a chart on a slide of this size, with fonts scaled."""
    presentation, layout = empty_deck("", "zh")
    slide = presentation.slides.add_slide(layout)
    draw_bars(Canvas(slide, "zh"), bars, Box(0, 0, width, height), exhibit.alt, exhibit.legend)
    chart = next(shape.chart for shape in slide.shapes if shape.has_chart)
    xml: Any = parse_xml(chart.part.blob)
    for properties in xml.iter("{*}defRPr", "{*}rPr", "{*}endParaRPr"):
        if size := properties.get("sz"):
            properties.set("sz", str(round(int(size) * _SCALE / 50) * 50))
    return xml, chart.part.chart_workbook.xlsx_part.blob


def _add_parts(main: Any, xml: Any, workbook: bytes) -> str:
    """Add chart and workbook to the package; returns the id of the document's relationship to the chart."""
    package = main.package
    number = sum(str(part.partname).startswith("/word/charts/") for part in package.iter_parts()) + 1
    name = PackURI(f"/word/embeddings/Microsoft_Excel_Sheet{number}.xlsx")
    chart = Part(PackURI(f"/word/charts/chart{number}.xml"), _CHART, b"", package)
    sheet_id = chart.relate_to(Part(name, _WORKBOOK, workbook, package), RELATIONSHIP_TYPE.PACKAGE)
    xml.find(f"{{{_CHARTS}}}externalData").set(f"{{{_RELATIONS}}}id", sheet_id)
    chart._blob = serialize_part_xml(xml)
    return str(main.relate_to(chart, RELATIONSHIP_TYPE.CHART))


def _drawing_xml(relation: str, number: int, exhibit: Chart, width: float, height: float) -> Any:
    drawing = parse_xml(
        '<w:drawing xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
        'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
        'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
        '<wp:inline distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{emu(width)}" cy="{emu(height)}"/><wp:effectExtent l="0" t="0" r="0" b="0"/>'
        f'<wp:docPr id="{number}" name="Chart {number}"/><wp:cNvGraphicFramePr/>'
        f'<a:graphic><a:graphicData uri="{_CHARTS}">'
        f'<c:chart xmlns:c="{_CHARTS}" xmlns:r="{_RELATIONS}" r:id="{relation}"/>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing>"
    )
    drawing.find(".//{*}docPr").set("descr", office_text(exhibit.alt))
    return drawing
