"""Shapes and texts of a slide as DrawingML.

Written as XML for speed (a coverage matrix has two thousand cells), and because python-pptx has no settings
for the East Asian font, the language and exact line heights.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import Any, Final, Literal
from xml.sax.saxutils import escape, quoteattr

from pptx.oxml import parse_xml

from pipeline.export.exported_values import office_text
from pipeline.export.office.colours import EAST_ASIAN, INK, LATIN
from pipeline.export.office.measure import LINE_HEIGHT, Box

POINT: Final = 12_700
"""EMU in a point."""

NAMESPACES: Final = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
_LANGUAGES: Final = {"zh": 'lang="zh-CN" altLang="en-US"', "en": 'lang="en-US" altLang="zh-CN"'}

Align = Literal["l", "ctr", "r"]
Anchor = Literal["t", "ctr", "b"]


@dataclass(frozen=True)
class StyledText:
    """A text and its format; ``upright`` texts run from bottom to top."""

    text: str
    size: float
    ink: str = INK
    bold: bool = False
    align: Align = "l"
    anchor: Anchor = "ctr"
    wrap: bool = True
    upright: bool = False


@dataclass(frozen=True)
class Shape:
    """A rectangle with an optional text."""

    box: Box
    words: StyledText | None = None
    fill: str | None = None
    line: str | None = None
    dashed: bool = False
    name: str = ""


@dataclass
class Canvas:
    """A slide, its language, and the ids for its shapes."""

    slide: Any
    language: str
    numbers: Iterator[int] = field(default_factory=lambda: count(1000))

    def add(self, shape: Shape) -> None:
        """Draw a shape on top of the existing ones."""
        self.slide.shapes._spTree.append(parse_xml(self._shape(shape, NAMESPACES)))

    def describe(self, frame: Any, name: str, alt: str) -> None:
        """Set the id, name and alt text of a chart or table that the library has placed."""
        properties = frame._element.nvGraphicFramePr.cNvPr
        properties.set("id", str(next(self.numbers)))
        properties.set("name", name)
        properties.set("descr", office_text(alt))

    def add_group(self, shapes: Iterable[Shape], box: Box, name: str, alt: str) -> None:
        """Draw shapes as a group with one alt text."""
        children = "".join(self._shape(shape) for shape in shapes)
        group = (
            f'<p:grpSp {NAMESPACES}><p:nvGrpSpPr><p:cNvPr id="{next(self.numbers)}" '
            f"name={_quote(name)} descr={_quote(alt)}/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr>"
            f"<p:grpSpPr><a:xfrm>{_extent_xml(box)}{_extent_xml(box, 'chOff', 'chExt')}</a:xfrm></p:grpSpPr>"
            f"{children}</p:grpSp>"
        )
        self.slide.shapes._spTree.append(parse_xml(group))

    def _shape(self, shape: Shape, namespaces: str = "") -> str:
        number = next(self.numbers)
        name = shape.name or f"rect {number}"
        words = shape.words or StyledText("", 8)
        return (
            f'<p:sp {namespaces}><p:nvSpPr><p:cNvPr id="{number}" name={_quote(name)}/>'
            f"<p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr><a:xfrm>{_extent_xml(shape.box)}</a:xfrm>"
            f'<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>{solid_fill(shape.fill)}'
            f"{_line_xml(shape.line, dashed=shape.dashed)}</p:spPr>"
            f"<p:txBody>{text_xml(words, self.language)}</p:txBody></p:sp>"
        )


def text_xml(words: StyledText, language: str) -> str:
    """The content of a text body: no margins, no autofit, and the paragraphs."""
    upright = ' vert="vert270"' if words.upright else ""
    wrap = "square" if words.wrap else "none"
    return (
        f'<a:bodyPr wrap="{wrap}" lIns="0" tIns="0" rIns="0" bIns="0" rtlCol="0" '
        f'anchor="{words.anchor}"{upright}><a:noAutofit/></a:bodyPr><a:lstStyle/>'
        f"{paragraphs_xml(words, language)}"
    )


def paragraphs_xml(words: StyledText, language: str) -> str:
    """A paragraph for each line of a text."""
    height = round(words.size * LINE_HEIGHT * 100)
    properties = (
        f'<a:pPr algn="{words.align}"><a:lnSpc><a:spcPts val="{height}"/></a:lnSpc>'
        '<a:spcBef><a:spcPts val="0"/></a:spcBef><a:buNone/></a:pPr>'
    )
    font, end = font_xml("rPr", words, language), font_xml("endParaRPr", words, language)
    lines = office_text(words.text).split("\n")
    runs = (f"<a:r>{font}<a:t>{escape(line)}</a:t></a:r>" if line else "" for line in lines)
    return "".join(f"<a:p>{properties}{run}{end}</a:p>" for run in runs)


def font_xml(tag: str, words: StyledText, language: str) -> str:
    """Size, colour and fonts of a text, including the East Asian font."""
    return (
        f'<a:{tag} {_LANGUAGES[language]} sz="{round(words.size * 100)}" b="{words.bold:d}">'
        f'{solid_fill(words.ink)}<a:latin typeface="{LATIN}"/><a:ea typeface="{EAST_ASIAN}"/>'
        f'<a:cs typeface="{LATIN}"/></a:{tag}>'
    )


def emu(points: float) -> int:
    """Points as EMU."""
    return round(points * POINT)


def _extent_xml(box: Box, corner: str = "off", size: str = "ext") -> str:
    return (
        f'<a:{corner} x="{emu(box.left)}" y="{emu(box.top)}"/>'
        f'<a:{size} cx="{emu(box.width)}" cy="{emu(box.height)}"/>'
    )


def solid_fill(colour: str | None) -> str:
    """The fill of a shape, a line or a text; None for no fill."""
    if colour is None:
        return "<a:noFill/>"
    return f'<a:solidFill><a:srgbClr val="{colour.lstrip("#").upper()}"/></a:solidFill>'


def _line_xml(colour: str | None, *, dashed: bool) -> str:
    if colour is None:
        return "<a:ln><a:noFill/></a:ln>"
    dash = '<a:prstDash val="sysDash"/>' if dashed else ""
    return f'<a:ln w="{POINT}">{solid_fill(colour)}{dash}</a:ln>'


def _quote(text: str) -> str:
    return quoteattr(office_text(text))
