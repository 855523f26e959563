"""An empty deck: 16:9, one layout with a title, fonts for both languages, and no author."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any, Final

import pptx
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.presentation import Presentation

from pipeline.export.office.drawn import emu
from pipeline.export.office.ink import EAST_ASIAN, LATIN

WIDTH: Final = 960.0
HEIGHT: Final = 540.0
PROGRAM: Final = "Plan Atlas"

_LANGUAGES: Final = {"zh": "zh-CN", "en": "en-US"}
_TITLE_ONLY: Final = "Title Only"


def empty_deck(title: str, language: str) -> tuple[Presentation, Any]:
    """Return a presentation without slides, and its layout."""
    presentation = pptx.Presentation()
    _widen(presentation)
    layout = _keep_one_layout(presentation)
    _set_theme_fonts(presentation)
    _drop_leftovers(presentation)
    _tell_program(presentation)
    name_file(presentation.core_properties, title, language)
    return presentation, layout


def _widen(presentation: Any) -> None:
    """Make the 4:3 slides of the library's own template 16:9, with all that its layouts place on them."""
    before = presentation.slide_width
    presentation.slide_width, presentation.slide_height = emu(WIDTH), emu(HEIGHT)
    size: Any = presentation.part._element.sldSz
    size.attrib.pop("type", None)
    stretched = presentation.slide_width / before
    scaled = presentation.slide_height / 6_858_000
    for page in (presentation.slide_master, *presentation.slide_layouts):
        for shape in page.placeholders:
            if shape.element.find(".//{*}xfrm") is not None:
                shape.left, shape.width = round(shape.left * stretched), round(shape.width * stretched)
                shape.top, shape.height = round(shape.top * scaled), round(shape.height * scaled)


def _keep_one_layout(presentation: Presentation) -> Any:
    kept = next(layout for layout in presentation.slide_layouts if layout.name == _TITLE_ONLY)
    for layout in list(presentation.slide_layouts):
        if layout is not kept:
            presentation.slide_layouts.remove(layout)
    return kept


def _set_theme_fonts(presentation: Presentation) -> None:
    """Shapes added in an editor use the theme's fonts."""
    theme: Any = presentation.slide_master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    text = theme.blob.decode("utf-8")
    text = re.sub(r'(<a:(?:major|minor)Font>\s*<a:latin typeface=)"[^"]*"', rf'\1"{LATIN}"', text)
    text = re.sub(r'(<a:latin typeface="[^"]*"/>\s*<a:ea typeface=)"[^"]*"', rf'\1"{EAST_ASIAN}"', text)
    theme._blob = text.encode("utf-8")


def _drop_leftovers(presentation: Presentation) -> None:
    """Leave out the preview picture and the printer's settings of who made the library's template."""
    for part in (presentation.part.package, presentation.part):
        relations: Any = part._rels
        for key, relation in list(relations.items()):
            if relation.reltype.endswith(("/thumbnail", "/printerSettings")):
                relations.pop(key)


def _tell_program(presentation: Presentation) -> None:
    """The library's template states that it was made as 4:3, on a Mac."""
    package: Any = presentation.part.package
    part_xml = next(part for part in package.iter_parts() if part.partname == "/docProps/app.xml")
    text = part_xml.blob.decode("utf-8")
    text = re.sub(r"(<Application>)[^<]*", rf"\1{PROGRAM}", text)
    part_xml._blob = re.sub(r"(<PresentationFormat>)[^<]*", r"\1Widescreen", text).encode("utf-8")


def name_file(core: Any, title: str, language: str) -> None:
    """Set the properties of a presentation or a text document: its title and language, and no person."""
    core.title, core.subject, core.language = title[:255], "", _LANGUAGES[language]
    core.author = core.last_modified_by = PROGRAM
    core.comments = core.keywords = core.category = ""
    core.created = core.modified = datetime.now(UTC).replace(tzinfo=None)
    core.revision = 1
