"""A report as a text document: headings, tables and figures that an analyst can edit further."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any, Final

from docx.shared import Pt

from pipeline.export.exported_values import one_line
from pipeline.export.office.ink import INK, MUTED
from pipeline.export.reports.document import (
    Block,
    Document,
    Figure,
    Heading,
    Paragraph,
    Run,
    Table,
    TableCell,
    TableColumn,
)
from pipeline.export.reports.report_chart import add_chart
from pipeline.export.reports.report_style import WIDTH, add_field, empty_document, write_runs
from pipeline.export.reports.report_table import FONT_SIZE, add_table, grid_table
from pipeline.schema.chart import Bars, Chart, Grid

_SMALL_SIZE: Final = 9.0
_LARGE_SIZE: Final = 12.0
_CHART_MARGINS: Final = 46.0
"""Height of a chart's legend and axis, in points."""

_MAX_COLUMNS: Final = 9
"""A grid with more columns is set in smaller letters."""

_FIGURE: Final = {"zh": ("图 ", "　"), "en": ("Figure ", ". ")}
_OPEN_LINK: Final = {"zh": "在看板中打开", "en": "Open in the dashboard"}
_SOURCE: Final = {"zh": "来源与引用", "en": "Source and citation"}


def write_document(document: Document, base: str = "") -> bytes:
    """Write a document as a DOCX file: A4, with real headings, repeated table headers, and native charts.

    Parameters
    ----------
    document
        Its content; source and citation end it as a section.
    base
        What the links to the dashboard start with, as ``http://host/``; without it they are plain text.
    """
    language = document.language
    made = empty_document(document.title, language)
    made.add_paragraph(one_line(document.title), style="Title")
    if document.answer:
        _add_paragraph(made, document.answer, base, _LARGE_SIZE).paragraph_format.space_after = Pt(6)
    if document.aside:
        _add_paragraph(made, document.aside, base, _SMALL_SIZE, MUTED)
    for section in document.sections:
        made.add_paragraph(one_line(section.title), style="Heading 1")
        if section.link and base:
            way = _add_paragraph(made, (Run(_OPEN_LINK[language], section.link),), base, _SMALL_SIZE)
            way.paragraph_format.keep_with_next = True
        heading = section.title
        for block in section.blocks:
            heading = block.text if isinstance(block, Heading) else heading
            _add_block(made, block, base, heading, language)
    if document.source or document.cite:
        made.add_paragraph(_SOURCE[language], style="Heading 1")
        for text in (document.source, document.cite):
            _add_paragraph(made, (Run(text),), base)
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def _add_block(made: Any, block: Block, base: str, heading: str, language: str) -> None:
    """Add a block below the given heading."""
    if isinstance(block, Heading):
        made.add_paragraph(one_line(block.text), style=f"Heading {min(max(block.level, 1), 3)}")
    elif isinstance(block, Paragraph):
        small = block.kind == "quiet"
        _add_paragraph(made, block.runs, base, _SMALL_SIZE if small else 0.0, MUTED if small else INK)
    elif isinstance(block, Table):
        add_table(made, block, WIDTH, base, description=heading)
    else:
        _add_figure(made, block, base, heading, language)


def _add_figure(made: Any, figure: Figure, base: str, heading: str, language: str) -> None:
    """A chart between its caption and its source: bars as a chart, a matrix or data as a table."""
    exhibit = figure.exhibit
    description = exhibit.alt or exhibit.title or heading
    if exhibit.title:
        _add_caption(made, one_line(exhibit.title), language)
    if exhibit.subtitle:
        under = _add_paragraph(made, (Run(one_line(exhibit.subtitle), quiet=True),), base, _SMALL_SIZE)
        under.paragraph_format.keep_with_next = True
    if isinstance(exhibit.body, Bars):
        height = _CHART_MARGINS + figure.row * max(len(exhibit.body.categories), 1)
        add_chart(made, exhibit, exhibit.body, WIDTH, height)
    else:
        grid = exhibit.body if isinstance(exhibit.body, Grid) else None
        table = grid_table(grid) if grid else _data_table(exhibit)
        size = FONT_SIZE - 2 if grid and len(grid.columns) > _MAX_COLUMNS else FONT_SIZE
        add_table(made, table, WIDTH, base, size, description=description)
    if exhibit.source:
        _add_paragraph(made, (Run(one_line(exhibit.source)),), base, _SMALL_SIZE - 1, MUTED)


def _add_caption(made: Any, title: str, language: str) -> None:
    """A numbered caption, from which an editor can make a list of figures."""
    before, after = _FIGURE[language]
    caption = made.add_paragraph(before, style="Caption")
    number = sum(paragraph.style.name == "Caption" for paragraph in made.paragraphs)
    add_field(caption, r"SEQ Figure \* ARABIC", str(number))
    caption.add_run(f"{after}{title}")
    caption.paragraph_format.keep_with_next = True


def _data_table(exhibit: Chart) -> Table:
    frame = exhibit.frame
    texts = frame.astype("str").where(frame.notna(), "")
    rows = tuple(tuple(TableCell((Run(str(text)),)) for text in row) for row in texts.itertuples(index=False))
    return Table(tuple(TableColumn(str(name)) for name in frame.columns), rows)


def _add_paragraph(made: Any, runs: Sequence[Run], base: str, size: float = 0.0, ink: str = INK) -> Any:
    written = made.add_paragraph()
    write_runs(written, runs, base, size=size, ink=ink)
    return written


DOCX_MIME: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
