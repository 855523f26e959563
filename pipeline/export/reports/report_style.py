"""Parts of DOCX files: an empty document with styles and page numbers, texts, links and fields."""

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
from pipeline.export.office.colours import INK, MUTED
from pipeline.export.office.template import set_properties
from pipeline.export.reports.document import Run

WIDTH: Final = (210.0 - 2 * 20.0) / 25.4 * 72
"""Text width of the template's pages in points."""

_TEMPLATE: Final = Path(__file__).with_name("template.docx")
_LINK: Final = "#1f5f99"
_PAGE_OF: Final = {"zh": ("第 ", " 页，共 ", " 页"), "en": ("Page ", " of ", "")}


def empty_document(title: str, language: str) -> Any:
    """A document with the styles of `template.docx` and page numbers in the footer."""
    document: Any = docx.Document(str(_TEMPLATE))
    paragraph = document.sections[0].footer.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    before, between, after = _PAGE_OF[language]
    paragraph.add_run(f"{one_line(title)} · {before}")
    add_field(paragraph, "PAGE")
    paragraph.add_run(between)
    add_field(paragraph, "NUMPAGES")
    if after:
        paragraph.add_run(after)
    set_properties(document.core_properties, one_line(title), language)
    return document


def add_field(paragraph: Any, instruction: str, shown: str = "1") -> None:
    """Add a field that the editor computes; ``shown`` is displayed until then."""
    field = make_element("w:fldSimple", instr=instruction)
    field.append(paragraph.add_run(shown)._r)
    paragraph._p.append(field)


def write_runs(
    paragraph: Any, runs: Iterable[Run], base: str = "", *, size: float = 0.0, ink: str = INK
) -> None:
    """Write runs into a paragraph, with hyperlinks if ``base`` is given."""
    for run in runs:
        docx_run = paragraph.add_run(office_text(run.text))
        docx_run.bold = run.bold or None
        if size:
            docx_run.font.size = Pt(size)
        is_link = bool(run.link and base)
        colour = _LINK if is_link and ink == INK else MUTED if run.muted else ink
        if colour != INK:
            docx_run.font.color.rgb = RGBColor.from_string(colour.lstrip("#").upper())
        if is_link:
            target = base + run.link
            relation = paragraph.part.relate_to(target, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
            link = OxmlElement("w:hyperlink")
            link.set(qn("r:id"), relation)
            docx_run._r.addprevious(link)
            link.append(docx_run._r)


def make_element(tag: str, **attributes: str) -> Any:
    """A WordprocessingML element with attributes of the same namespace."""
    element = OxmlElement(tag)
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), value)
    return element
