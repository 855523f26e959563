"""Text of paragraphs of Word documents, with deleted and hidden text set apart."""

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import takewhile
from typing import Final

from lxml import etree

from pipeline.readers.document import is_footnote_mark
from pipeline.readers.packages import Package

_OFF: Final = ("0", "false", "off", "none")
_CODE: Final = re.compile("[0-9A-Fa-f]{1,4}")
_UNMAPPED: Final = range(0xD800, 0xF900)
"""Surrogates, which are half a character, and private-use characters, which only their font defines."""
_STYLES: Final = "word/styles.xml"
_LEAVES_OUT: Final = re.compile(rb":(?:vanish|d?strike)\b")
_STYLE_PROPERTIES: Final = ("vanish", "strike", "dstrike")
_SPACE_ELEMENTS: Final = frozenset(("tab", "br", "cr", "ptab"))
_SKIPPED: Final = frozenset(
    (
        *("pPr", "rPr", "instrText", "delInstrText", "fldChar", "bookmarkStart", "bookmarkEnd", "proofErr"),
        *("commentRangeStart", "commentRangeEnd", "commentReference", "annotationRef", "sdtPr", "sdtEndPr"),
        *("footnoteReference", "endnoteReference", "footnoteRef", "endnoteRef", "rt"),
        *("separator", "continuationSeparator", "softHyphen", "smartTagPr", "customXmlPr", "fldData"),
        "lastRenderedPageBreak",
    )
)


@dataclass
class ParagraphText:
    """A paragraph: its text, (text, character class) of deleted and hidden text, and its text boxes."""

    text: str = ""
    side_texts: list[tuple[str, str]] = field(default_factory=list)
    boxes: list[etree._Element] = field(default_factory=list)


class TextReader:
    """Reads paragraphs, and adds revisions and what it leaves out to ``losses`` by kind of finding."""

    def __init__(self, styles: Mapping[str, Mapping[str, bool]], losses: Counter[str]) -> None:
        self.losses = losses
        self.styles = styles
        self._paragraph_style = ""

    def read(self, paragraph: etree._Element) -> ParagraphText:
        """Read a paragraph with tracked changes accepted."""
        found = ParagraphText()
        self._paragraph_style = _style_name(paragraph.find("{*}pPr"), "pStyle") if self.styles else ""
        pieces = defaultdict[str, list[str]](list)
        pieces[""] = []
        self._walk(paragraph, "", found, pieces)
        found.text = "".join(pieces.pop(""))
        found.side_texts = [
            (text, kind) for kind, parts in pieces.items() if (text := "".join(parts)).strip()
        ]
        return found

    def _walk(
        self, parent: etree._Element, kind: str, found: ParagraphText, pieces: dict[str, list[str]]
    ) -> None:
        """Add the text of an element to that of its class: ``kind``, unless a child says otherwise."""
        for element in parent.iterchildren(tag=etree.Element):
            name, inner = local_name(element), kind
            if name in ("t", "delText"):
                pieces[kind].append(element.text or "")
            elif name in _SPACE_ELEMENTS:
                pieces[kind].append(" ")
            elif name == "noBreakHyphen":
                pieces[kind].append("-")
            elif name == "sym":
                pieces[kind].append(self._symbol(element))
            elif name == "AlternateContent":
                # The same content in two forms, for newer programs and for older ones.
                choice = next((one for one in element if local_name(one) in ("Choice", "Fallback")), None)
                if choice is not None:
                    self._walk(choice, kind, found, pieces)
            elif name in ("drawing", "pict", "object"):
                self._read_drawing(element, found)
            elif name not in _SKIPPED:
                if name in ("ins", "moveTo"):
                    self.losses["revisions_accepted"] += 1
                elif name in ("del", "moveFrom"):
                    self.losses["revisions_accepted"] += 1
                    inner = "deleted"
                elif name == "r" and not kind:
                    inner = self._run_class(element, pieces[""])
                self._walk(element, inner, found, pieces)

    def _run_class(self, run: etree._Element, before: Sequence[str]) -> str:
        """Return the class that a run has by its properties, its style or that of its paragraph; or ''."""
        own = run.find("{*}rPr")
        properties = _read_properties(own)
        if self.styles:
            run_style = _style_name(own, "rStyle")
            used = [self.styles.get(self._paragraph_style, {})]
            used += [self.styles.get(run_style, {})] if run_style else []
            set_by_style = {name: True for one in used for name, is_set in one.items() if is_set}
            properties = set_by_style | properties
        if properties.get("vanish"):
            return "hidden"
        if properties.get("strike") or properties.get("dstrike"):
            self.losses["struck_left_out"] += 1
            return "deleted"
        is_mark = own is not None and _is_mark(run, own, before)
        self.losses["footnotes_left_out"] += is_mark
        return "footnote" if is_mark else ""

    def _read_drawing(self, element: etree._Element, found: ParagraphText) -> None:
        boxes = [one for one in element.iter("{*}txbxContent") if not _is_within_fallback(one, element)]
        found.boxes += boxes
        self.losses["images_left_out"] += sum(1 for _ in element.iter("{*}blip", "{*}imagedata"))

    def _symbol(self, element: etree._Element) -> str:
        """Return a character of a symbol font; '' if its code is of none, or of a private-use one."""
        code = attribute(element, "char")
        number = int(code, 16) if _CODE.fullmatch(code) else 0
        if number in _UNMAPPED or not number:
            self.losses["characters_unmapped"] += 1
            return ""
        return chr(number)


def local_name(element: etree._Element) -> str:
    """Return the name of an element without its namespace."""
    tag = str(element.tag)
    return tag[tag.rfind("}") + 1 :]


def attribute(element: etree._Element, name: str) -> str:
    """Return an attribute of an element by its name without the namespace; '' if it is missing."""
    return next((str(v) for k, v in element.attrib.items() if etree.QName(k).localname == name), "")


def property_value(properties: etree._Element | None, name: str, default: int = 0) -> int:
    """Return the value of a property as a number; ``default`` if it is missing or not a number."""
    element = properties.find("{*}" + name) if properties is not None else None
    text = "" if element is None else attribute(element, "val")
    return int(text) if text.isdecimal() else default


def read_styles(package: Package) -> dict[str, dict[str, bool]]:
    """Return what the styles of a document say of hidden and struck-through text, by id.

    A style says what those say that it is based on, unless it says otherwise. Paragraphs without a style have
    the default one, whose id is given as ''.
    """
    if _STYLES not in package.names or not _LEAVES_OUT.search(package.read(_STYLES)):
        return {}
    root = package.read_xml(_STYLES)
    styles = {attribute(one, "styleId"): one for one in root.iterfind("{*}style")}
    found = {}
    for name in styles:
        chain = [name]
        while (base := _style_name(styles[chain[-1]], "basedOn")) in styles and base not in chain:
            chain.append(base)
        properties = _read_properties(root.find("{*}docDefaults/{*}rPrDefault/{*}rPr"))
        for one in reversed(chain):
            properties |= _read_properties(styles[one].find("{*}rPr"))
        found[name] = properties
        if attribute(styles[name], "default") == "1" and attribute(styles[name], "type") == "paragraph":
            found[""] = properties
    return found


def _read_properties(properties: etree._Element | None) -> dict[str, bool]:
    """Return which properties that leave text out are set, and which of them are turned off."""
    if properties is None:
        return {}
    return {name: is_enabled(one) for one in properties if (name := local_name(one)) in _STYLE_PROPERTIES}


def _style_name(properties: etree._Element | None, name: str) -> str:
    style = None if properties is None else properties.find("{*}" + name)
    return "" if style is None else attribute(style, "val")


def _is_mark(run: etree._Element, properties: etree._Element, before: Sequence[str]) -> bool:
    """Whether a run is a superscript that refers to a footnote; ``before`` is the text before it."""
    raised = properties.find("{*}vertAlign")
    is_raised = raised is not None and "superscript" in raised.attrib.values()
    return is_raised and is_footnote_mark("".join(map(str, run.itertext("{*}t"))), "".join(before))


def is_enabled(element: etree._Element) -> bool:
    """Whether a property is not turned off by its value."""
    return not any(str(value).lower() in _OFF for value in element.attrib.values())


def _is_within_fallback(box: etree._Element, stop: etree._Element) -> bool:
    within = takewhile(lambda parent: parent is not stop, box.iterancestors())
    return any(local_name(parent) == "Fallback" for parent in within)
