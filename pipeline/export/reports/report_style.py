"""Parts of a text document: an empty one with its styles and numbered pages, texts, links and fields."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor

from pipeline.export.exported_values import office_text, one_line
from pipeline.export.office.ink import INK, MUTED
from pipeline.export.office.template import set_properties
from pipeline.export.reports.document import Run

WIDTH: Final = (210.0 - 2 * 20.0) / 25.4 * 72
"""Of the text on a page of the template, in points."""

_TEMPLATE: Final = Path(__file__).with_name("template.docx")
_LINK: Final = "#1f5f99"
_PAGE_OF: Final = {"zh": ("第 ", " 页，共 ", " 页"), "en": ("Page ", " of ", "")}


def empty_document(title: str, language: str) -> Any:
    """Return a document with the styles of `template.docx` and a footer that numbers the pages."""
    document = docx.Document(str(_TEMPLATE))
    _number_pages(document.sections[0], title, language)
    set_properties(document.core_properties, one_line(title), language)
    return document


def _number_pages(section: Any, title: str, language: str) -> None:
    paragraph = section.footer.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    before, between, after = _PAGE_OF[language]
    paragraph.add_run(f"{one_line(title)} · {before}")
    add_field(paragraph, "PAGE")
    paragraph.add_run(between)
    add_field(paragraph, "NUMPAGES")
    if after:
        paragraph.add_run(after)


def add_field(paragraph: Any, instruction: str, shown: str = "1") -> None:
    """Add a field that the editor computes; ``shown`` is displayed until it does."""
    field = make_element("w:fldSimple", instr=instruction)
    run = paragraph.add_run(shown)._r
    field.append(run)
    paragraph._p.append(field)


def write_runs(
    paragraph: Any, runs: Iterable[Run], base: str = "", *, size: float = 0.0, ink: str = INK
) -> None:
    """Write runs into a paragraph; links become hyperlinks where ``base`` is their start."""
    for run in runs:
        written = paragraph.add_run(office_text(run.text))
        written.bold = run.bold or None
        if size:
            written.font.size = Pt(size)
        linked = bool(run.link and base)
        colour = _LINK if linked and ink == INK else MUTED if run.quiet else ink
        if colour != INK:
            written.font.color.rgb = RGBColor.from_string(colour.lstrip("#").upper())
        if linked:
            _add_link(paragraph, written, base + run.link)


def make_element(tag: str, **attributes: str) -> Any:
    """An OOXML element with attributes of its own namespace."""
    element = OxmlElement(tag)
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), value)
    return element


def _add_link(paragraph: Any, written: Any, address: str) -> None:
    """Wrap the written runs into a hyperlink."""
    relation = paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), relation)
    written._r.addprevious(link)
    link.append(written._r)
