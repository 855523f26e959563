"""Write a report as a DOCX file with editable headings, tables and charts.

python-docx has no charts: a chart is drawn on a slide, and its part is moved into the document.
"""

import io
from collections.abc import Sequence
from typing import Any, Final

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.oxml import serialize_part_xml
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.shared import Pt

from pipeline.export.exported_values import office_text, one_line
from pipeline.export.office.colours import INK, MUTED
from pipeline.export.office.measure import Box
from pipeline.export.office.shapes import Canvas, emu
from pipeline.export.office.slide_bars import draw_bars
from pipeline.export.office.template import empty_deck
from pipeline.export.reports import document as doc
from pipeline.export.reports.report_table import (
    FONT_SIZE,
    WIDTH,
    add_field,
    add_table,
    empty_document,
    grid_table,
    write_runs,
)
from pipeline.schema.chart import Bars, Chart, Grid

_SMALL_SIZE: Final = 9.0
_LARGE_SIZE: Final = 12.0
_CHART_MARGINS: Final = 46.0
"""Height of a chart's legend and axis, in points."""

_MAX_COLUMNS: Final = 9
"""Grids with more columns use a smaller font."""

_FIGURE: Final = {"zh": ("图 ", "　"), "en": ("Figure ", ". ")}
_OPEN_LINK: Final = {"zh": "在看板中打开", "en": "Open in the dashboard"}
_SOURCE: Final = {"zh": "来源与引用", "en": "Source and citation"}
_CHART: Final = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_WORKBOOK: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_CHARTS: Final = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_RELATIONS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_SCALE: Final = 0.68
"""Font sizes relative to those of slides."""


def write_document(document: doc.Document, base: str = "") -> bytes:
    """Write a report as an A4 DOCX file with headings, repeated table headers, and native charts.

    ``base`` is the address that links to the dashboard start with, as ``http://host/``; without it they are
    plain text.
    """
    language = document.language
    docx = empty_document(document.title, language)
    docx.add_paragraph(one_line(document.title), style="Title")
    if document.answer:
        _add_paragraph(docx, document.answer, base, _LARGE_SIZE).paragraph_format.space_after = Pt(6)
    if document.aside:
        _add_paragraph(docx, document.aside, base, _SMALL_SIZE, MUTED)
    for section in document.sections:
        docx.add_paragraph(one_line(section.title), style="Heading 1")
        if section.link and base:
            link = _add_paragraph(docx, (doc.Run(_OPEN_LINK[language], section.link),), base, _SMALL_SIZE)
            link.paragraph_format.keep_with_next = True
        heading = section.title
        for block in section.blocks:
            heading = block.text if isinstance(block, doc.Heading) else heading
            _add_block(docx, block, base, heading, language)
    if document.source or document.cite:
        docx.add_paragraph(_SOURCE[language], style="Heading 1")
        for text in (document.source, document.cite):
            _add_paragraph(docx, (doc.Run(text),), base)
    stream = io.BytesIO()
    docx.save(stream)
    return stream.getvalue()


def _add_block(docx: Any, block: doc.Block, base: str, heading: str, language: str) -> None:
    if isinstance(block, doc.Heading):
        docx.add_paragraph(one_line(block.text), style=f"Heading {min(max(block.level, 1), 3)}")
    elif isinstance(block, doc.Paragraph):
        small = block.kind == "quiet"
        _add_paragraph(docx, block.runs, base, _SMALL_SIZE if small else 0.0, MUTED if small else INK)
    elif isinstance(block, doc.Table):
        add_table(docx, block, base, description=heading)
    else:
        _add_figure(docx, block, base, heading, language)


def _add_figure(docx: Any, figure: doc.Figure, base: str, heading: str, language: str) -> None:
    """Add caption, figure and source: bars as a native chart, other charts as tables."""
    chart = figure.chart
    if chart.title:
        _add_caption(docx, one_line(chart.title), language)
    if chart.subtitle:
        subtitle = _add_paragraph(docx, (doc.Run(one_line(chart.subtitle), muted=True),), base, _SMALL_SIZE)
        subtitle.paragraph_format.keep_with_next = True
    if isinstance(chart.body, Bars):
        height = _CHART_MARGINS + figure.row * max(len(chart.body.categories), 1)
        add_chart(docx, chart, chart.body, WIDTH, height)
    else:
        grid = chart.body if isinstance(chart.body, Grid) else None
        table = grid_table(grid) if grid else _data_table(chart)
        size = FONT_SIZE - 2 if grid and len(grid.columns) > _MAX_COLUMNS else FONT_SIZE
        add_table(docx, table, base, size, description=chart.alt or chart.title or heading)
    if chart.source:
        _add_paragraph(docx, (doc.Run(one_line(chart.source)),), base, _SMALL_SIZE - 1, MUTED)


def _add_caption(docx: Any, title: str, language: str) -> None:
    """Add a numbered caption, which editors include in a list of figures."""
    before, after = _FIGURE[language]
    caption = docx.add_paragraph(before, style="Caption")
    number = sum(paragraph.style.name == "Caption" for paragraph in docx.paragraphs)
    add_field(caption, r"SEQ Figure \* ARABIC", str(number))
    caption.add_run(f"{after}{title}")
    caption.paragraph_format.keep_with_next = True


def _data_table(chart: Chart) -> doc.Table:
    frame = chart.frame
    texts = frame.astype("str").where(frame.notna(), "")
    rows = tuple(
        tuple(doc.TableCell((doc.Run(str(text)),)) for text in row) for row in texts.itertuples(index=False)
    )
    return doc.Table(tuple(doc.TableColumn(str(name)) for name in frame.columns), rows)


def _add_paragraph(docx: Any, runs: Sequence[doc.Run], base: str, size: float = 0.0, ink: str = INK) -> Any:
    paragraph = docx.add_paragraph()
    write_runs(paragraph, runs, base, size=size, ink=ink)
    return paragraph


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
