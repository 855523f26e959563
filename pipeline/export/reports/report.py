"""Write a report as a DOCX file with editable headings, tables and charts."""

import io
from collections.abc import Sequence
from typing import Any, Final

from docx.shared import Pt

from pipeline.export.exported_values import one_line
from pipeline.export.office.colours import INK, MUTED
from pipeline.export.reports import document as doc
from pipeline.export.reports.report_chart import add_chart
from pipeline.export.reports.report_style import WIDTH, add_field, empty_document, write_runs
from pipeline.export.reports.report_table import FONT_SIZE, add_table, grid_table
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
