"""A report as a text document: headings, tables and figures that an analyst can edit further."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any, Final

from docx.shared import Pt

from pipeline.export.office.ink import INK, QUIET
from pipeline.export.office.printable import one_line
from pipeline.export.reports.document import (
    Block,
    Document,
    Figure,
    Heading,
    Paragraph,
    Run,
    Section,
    Table,
    TableCell,
)
from pipeline.export.reports.document import TableColumn as Column
from pipeline.export.reports.report_chart import add_chart
from pipeline.export.reports.report_style import WIDTH, add_field, empty_document
from pipeline.export.reports.report_table import SIZE, add_table, grid_table
from pipeline.export.reports.report_text import write
from pipeline.schema.chart import Bars, Chart, Grid

_SMALL: Final = 9.0
_LARGE: Final = 12.0
_AROUND_BARS: Final = 46.0
"""Height of a chart's legend and axis, in points."""

_MOST_COLUMNS: Final = 9
"""A grid with more columns is set in smaller letters."""

_FIGURE: Final = {"zh": ("图 ", "　"), "en": ("Figure ", ". ")}
_OPEN: Final = {"zh": "在看板中打开", "en": "Open in the dashboard"}
_SOURCE: Final = {"zh": "来源与引用", "en": "Source and citation"}


def write_document(document: Document, base: str = "") -> bytes:
    """Write a document as a DOCX file.

    Parameters
    ----------
    document
        Its content.
    base
        What the links to the dashboard start with, as ``http://host/``; without it they are plain text.
    """
    ending = Section(
        "source",
        _SOURCE[document.language],
        (Paragraph((Run(document.source),)), Paragraph((Run(document.cite),))),
    )
    sections = [*document.sections, *([ending] if document.source or document.cite else [])]
    return report(
        document.title,
        sections,
        language=document.language,
        answer=document.answer,
        aside=document.aside,
        base=base,
    )


def report(
    title: str,
    sections: Sequence[Section],
    *,
    language: str,
    answer: Sequence[Run] = (),
    aside: Sequence[Run] = (),
    base: str = "",
) -> bytes:
    """Write sections as a DOCX file: A4, with real headings, repeated table headers, and native charts.

    Parameters
    ----------
    title
        Of the whole, above everything and in the footer.
    sections
        In this order, each under a heading of the first level.
    language
        ``zh`` or ``en``: the language of the texts, and of the few words added here.
    answer, aside
        The text at the beginning, in larger letters, and the small print under it.
    base
        As in `write_document`.

    Returns
    -------
    bytes
        The DOCX file.
    """
    made = empty_document(title, language)
    made.add_paragraph(one_line(title), style="Title")
    if answer:
        _write(made, answer, base, _LARGE)
    if aside:
        _write(made, aside, base, _SMALL, QUIET)
    for section in sections:
        made.add_paragraph(one_line(section.title), style="Heading 1")
        if section.link and base:
            way = _write(made, (Run(_OPEN[language], section.link),), base, _SMALL)
            way.paragraph_format.keep_with_next = True
        heading = section.title
        for block in section.blocks:
            heading = block.text if isinstance(block, Heading) else heading
            _add(made, block, base, heading, language)
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def _add(made: Any, block: Block, base: str, heading: str, language: str) -> None:
    """Add a block below the given heading."""
    if isinstance(block, Heading):
        made.add_paragraph(one_line(block.text), style=f"Heading {min(max(block.level, 1), 3)}")
    elif isinstance(block, Paragraph):
        small = block.kind == "quiet"
        _write(made, block.runs, base, _SMALL if small else 0.0, QUIET if small else INK)
    elif isinstance(block, Table):
        add_table(made, block, WIDTH, base, description=heading)
    else:
        _add_figure(made, block, base, heading, language)


def _add_figure(made: Any, figure: Figure, base: str, heading: str, language: str) -> None:
    """A chart between its caption and its source: bars as a chart, a matrix or data as a table."""
    exhibit = figure.exhibit
    description = exhibit.alt or exhibit.title or heading
    if exhibit.title:
        _write_caption(made, one_line(exhibit.title), language)
    if exhibit.subtitle:
        under = _write(made, (Run(one_line(exhibit.subtitle), quiet=True),), base, _SMALL)
        under.paragraph_format.keep_with_next = True
    if isinstance(exhibit.body, Bars):
        height = _AROUND_BARS + figure.row * max(len(exhibit.body.categories), 1)
        add_chart(made, exhibit, WIDTH, height)
    elif isinstance(exhibit.body, Grid):
        many = len(exhibit.body.columns) > _MOST_COLUMNS
        add_table(
            made, grid_table(exhibit.body), WIDTH, base, SIZE - 2 if many else SIZE, description=description
        )
    else:
        add_table(made, _data_table(exhibit), WIDTH, base, description=description)
    if exhibit.source:
        _write(made, (Run(one_line(exhibit.source)),), base, _SMALL - 1, QUIET)


def _write_caption(made: Any, title: str, language: str) -> None:
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
    return Table(tuple(Column(str(name)) for name in frame.columns), rows)


def _write(made: Any, runs: Sequence[Run], base: str, size: float = 0.0, ink: str = INK) -> Any:
    written = made.add_paragraph()
    write(written, runs, base, size=size, ink=ink)
    if size == _LARGE:
        written.paragraph_format.space_after = Pt(6)
    return written


DOCX_MIME: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
