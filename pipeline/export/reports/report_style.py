"""Parts of a text document: an empty one with its styles and numbered pages, texts, links and fields."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from pipeline.export.office.ink import EAST_ASIAN, INK, LATIN, QUIET
from pipeline.export.office.printable import one_line, printable
from pipeline.export.office.template import name_file
from pipeline.export.reports.document import Run

MARGIN: Final = 20.0
"""In millimetres."""

WIDTH: Final = (210.0 - 2 * MARGIN) / 25.4 * 72
"""Of the text, in points."""

_LINK: Final = "#1f5f99"
_STYLES: Final = {
    # Size, room above, room below, in points.
    "Normal": (10.5, 0, 5),
    "Title": (22, 0, 4),
    "Heading 1": (15, 16, 5),
    "Heading 2": (12.5, 11, 4),
    "Heading 3": (11, 9, 3),
    "Caption": (10.5, 4, 2),
    "Footer": (9, 0, 0),
}
_PAGE_OF: Final = {"zh": ("第 ", " 页，共 ", " 页"), "en": ("Page ", " of ", "")}


def empty_document(title: str, language: str) -> Any:
    """Return a document with the styles set and a footer that numbers the pages."""
    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(MARGIN)
    section.footer_distance = Mm(10)
    _set_defaults(document, language)
    for name, (size, above, below) in _STYLES.items():
        _set_style(document.styles[name], size, above, below)
    _number_pages(section, title, language)
    name_file(document.core_properties, one_line(title), language)
    return document


def _set_defaults(document: Any, language: str) -> None:
    """Default fonts and languages of all texts."""
    properties = document.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    properties.replace(properties.find(qn("w:rFonts")), _fonts())
    spoken = properties.find(qn("w:lang"))
    spoken.set(qn("w:val"), "en-US")
    spoken.set(qn("w:eastAsia"), "zh-CN")
    document.settings.element.find(qn("w:themeFontLang")).set(qn("w:eastAsia"), "zh-CN")


def _set_style(style: Any, size: float, above: float, below: float) -> None:
    properties = style.element.get_or_add_rPr()
    for fonts in properties.findall(qn("w:rFonts")):
        properties.remove(fonts)
    properties.insert(0, _fonts())
    style.font.size = Pt(size)
    style.font.color.rgb = _rgb(QUIET if style.name == "Footer" else INK)
    layout = style.paragraph_format
    layout.space_before, layout.space_after = Pt(above), Pt(below)
    layout.line_spacing = 1.15
    for border in style.element.iter(qn("w:pBdr")):
        border.getparent().remove(border)


def _fonts() -> Any:
    return element_of("w:rFonts", ascii=LATIN, hAnsi=LATIN, eastAsia=EAST_ASIAN, cs=LATIN)


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
    field = element_of("w:fldSimple", instr=instruction)
    run = paragraph.add_run(shown)._r
    field.append(run)
    paragraph._p.append(field)


def write(paragraph: Any, runs: Iterable[Run], base: str = "", *, size: float = 0.0, ink: str = INK) -> None:
    """Write runs into a paragraph; links become hyperlinks where ``base`` is their start."""
    for run in runs:
        written = paragraph.add_run(printable(run.text))
        written.bold = run.bold or None
        if size:
            written.font.size = Pt(size)
        linked = bool(run.link and base)
        colour = _LINK if linked and ink == INK else QUIET if run.quiet else ink
        if colour != INK:
            written.font.color.rgb = _rgb(colour)
        if linked:
            _link(paragraph, written, base + run.link)


def element_of(tag: str, **attributes: str) -> Any:
    """An OOXML element with attributes of its own namespace."""
    element = OxmlElement(tag)
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), value)
    return element


def _link(paragraph: Any, written: Any, address: str) -> None:
    """Wrap the written runs into a hyperlink."""
    relation = paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), relation)
    written._r.addprevious(link)
    link.append(written._r)


def _rgb(colour: str) -> RGBColor:
    return RGBColor.from_string(colour.lstrip("#").upper())
