"""Texts of a text document: runs, links, fonts for both scripts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor
from docx.text.run import Run as Written

from pipeline.export.office.ink import INK, QUIET
from pipeline.export.office.printable import printable
from pipeline.export.reports.document import Run

LINK: Final = "#1f5f99"


def write(paragraph: Any, runs: Iterable[Run], base: str = "", *, size: float = 0.0, ink: str = INK) -> None:
    """Write runs into a paragraph; links become hyperlinks where ``base`` is their start."""
    for run in runs:
        written = paragraph.add_run(printable(run.text))
        written.bold = run.bold or None
        if size:
            written.font.size = Pt(size)
        linked = bool(run.link and base)
        colour = LINK if linked and ink == INK else QUIET if run.quiet else ink
        if colour != INK:
            written.font.color.rgb = RGBColor.from_string(colour.lstrip("#").upper())
        if linked:
            _link(paragraph, written, base + run.link)


def element_of(tag: str, **attributes: str) -> Any:
    """An OOXML element with attributes of its own namespace."""
    element = OxmlElement(tag)
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), value)
    return element


def _link(paragraph: Any, written: Written, address: str) -> None:
    """Wrap the written runs into a hyperlink."""
    relation = paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), relation)
    written._r.addprevious(link)
    link.append(written._r)
