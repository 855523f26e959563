"""HTML reader: paragraphs and tables, with cells that span rows and columns."""

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import accumulate, chain, groupby
from pathlib import Path
from typing import Final

from lxml import etree, html

from pipeline.readers.document import (
    Document,
    DocumentBuilder,
    Loss,
    Place,
    is_footnote_mark,
    is_layout_table,
)
from pipeline.readers.text import decode, find_encoding_losses
from pipeline.schema.errors import SourceError

_CHARSET: Final = re.compile(rb"""<meta[^>]+?charset\s*=\s*["']?\s*([\w-]+)""", re.IGNORECASE)
_CHINESE: Final = re.compile(r"(?i)gb2312|gbk|gb_2312-80|x-gbk|hz-gb-2312")
_HIDDEN: Final = re.compile(
    r"(?i)(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|mso-hide\s*:\s*all)"
)
_TITLE_MARKS: Final = re.compile(r"\s*[|_｜—]+\s*|\s*-+\s*")
_STRUCK: Final = re.compile(r"(?i)text-decoration[\w-]*\s*:[^;]*line-through")
_MEDIA_RULE: Final = re.compile(r"@[^{;]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}")
_RULE: Final = re.compile(r"([^{}]*)\{([^{}]*)\}")
_COMPOUND: Final = re.compile(r"(?:[a-zA-Z][a-zA-Z0-9]*)?(?:[.#][\w-]+)*")
"""A part of a selector that names an element, classes and ids; others are ignored."""
_NAME: Final = re.compile(r"([.#]?)([\w-]+)")
_CONDITIONS: Final = {
    "": "[name()='{}']",
    ".": "[contains(concat(' ', normalize-space(@class), ' '), ' {} ')]",
    "#": "[@id='{}']",
}
"""XPath for the names of a selector, by the sign before them."""
_SKIPPED: Final = frozenset(
    (
        *("script", "style", "noscript", "template", "head", "svg", "iframe", "object"),
        *("button", "select", "textarea", "rt", "rp"),
    )
)
_INLINE: Final = frozenset(
    (
        *("a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "dfn", "em", "font", "i"),
        *("ins", "kbd", "label", "mark", "nobr", "q", "ruby", "rb", "samp", "small", "span", "strong", "sub"),
        *("sup", "time", "tt", "u", "var", "wbr"),
    )
)
_LOSSES: Final = {
    "hidden": "hidden_left_out",
    "deleted": "struck_left_out",
    "footnote": "footnotes_left_out",
}
_MAX_SPAN: Final = 1000
_MAX_COLUMNS: Final = 1000


@dataclass(frozen=True)
class _TextLine:
    text: str
    kind: str = ""


def read_html(path: Path, data: bytes) -> Document:
    """Read an HTML page.

    Hidden and deleted text become lines of their own character class; scripts and styles are skipped. Raises
    SourceError if the encoding can't be detected, a table is too wide, or the page has no text.
    """
    text, losses = _decode(path, data)
    parser = html.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, huge_tree=False)
    try:
        root = html.document_fromstring(text, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise SourceError.of("page_without_text", source=path) from error
    _apply_style_sheets(root)
    reader = _PageReader(path)
    for loss in losses:
        reader.builder.add_loss(loss)
    reader.add_title(root)
    reader.read_blocks(root)
    reader.builder.add_loss(Loss("images_left_out", number=sum(1 for _ in root.iter("img"))))
    return reader.builder.build(path, data, "html", "page_without_text")


def _decode(path: Path, data: bytes) -> tuple[str, tuple[Loss, ...]]:
    """Decode a page by its byte order mark or strict decoding, else by the charset it declares.

    Returns the text, and a finding if its encoding is a guess.
    """
    try:
        encoding, text = decode(path, data)
    except SourceError:
        stated = _CHARSET.search(data[:4096])
        name = _CHINESE.sub("gb18030", stated.group(1).decode("ascii", "replace")) if stated else ""
        with suppress(LookupError, ValueError):
            return _remove_declaration(data.decode(name)), ()
        raise
    return _remove_declaration(text), find_encoding_losses(encoding)


def _remove_declaration(text: str) -> str:
    """Remove the XML declaration, whose encoding no longer applies."""
    return re.sub(r"^\s*<\?xml[^>]*\?>", "", text)


class _PageReader:
    """Adds the blocks of a page to a document in order."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.builder = DocumentBuilder()
        self.paragraphs = 0
        self.table = 0

    def add_title(self, root: etree._Element) -> None:
        """Add the page title, without the name of the site, unless the text of the page contains it."""
        stated = [str(one.get("content") or "") for one in root.iterfind(".//meta[@name='ArticleTitle']")]
        title = _TITLE_MARKS.split((stated or [root.findtext(".//title") or ""])[0].strip())[0]
        body = root.find("body")
        shown = "" if body is None else "".join(body.text_content().split())
        if title and "".join(title.split()) not in shown:
            self.builder.add_line(title, Place((("note", ("网页标题", "title of the page")),)))

    def read_blocks(self, element: etree._Element) -> None:
        for piece in _iter_pieces(element):
            if isinstance(piece, _TextLine):
                self.paragraphs += 1
                self.builder.add_line(piece.text, Place((("paragraph", self.paragraphs),)), piece.kind)
            else:
                self._read_table(piece)

    def _read_table(self, table: etree._Element) -> None:
        rows = list(_iter_rows(table))
        if _is_layout(table):
            for row in rows:
                for cell in row.iterchildren("td", "th"):
                    self.read_blocks(cell)
            return
        self.table += 1
        caption = table.find("caption")
        if caption is not None:
            self.read_blocks(caption)
        hidden_lines: list[tuple[_TextLine, Place]] = []
        nested = 0
        occupied: dict[int, int] = {}
        stops = _row_group_ends(rows)
        for number, row in enumerate(rows):
            column = 0
            place = Place((("table", self.table), ("row", number + 1)))
            for cell in row.iterchildren("td", "th"):
                if kind := _hidden_class(row) or _hidden_class(cell):
                    hidden_lines += [(line, place) for line in _hidden_text(cell, kind)]
                    continue
                while occupied.get(column, 0) > number:
                    column += 1
                height, width = _read_span(cell, "rowspan"), _read_span(cell, "colspan")
                height = min(height or stops[number] - number, stops[number] - number)
                if column + width > _MAX_COLUMNS:
                    raise SourceError.of(
                        "page_table_too_wide", source=self.path, table=self.table, most=_MAX_COLUMNS
                    )
                occupied.update(dict.fromkeys(range(column, column + width), number + height))
                lines, inner = _cell_lines(cell)
                nested += inner
                hidden_lines += [(line, place) for line in lines if line.kind]
                texts = [line.text for line in lines if not line.kind]
                self.builder.add_cell(number, column, texts, height, width)
                column += width
        self.builder.end_table(Place((("table", self.table),)))
        for kind, loss in _LOSSES.items():
            own = [(line.text, place) for line, place in hidden_lines if line.kind == kind]
            self.builder.add_left_out(loss, kind, own)
        self.builder.add_loss(Loss("nested_tables_joined", Place((("table", self.table),)), nested))


def _row_group_ends(rows: Sequence[etree._Element]) -> list[int]:
    """Return the end of the row group (``tbody``) of each row; no cell spans beyond it."""
    groups = (list(group) for _, group in groupby(rows, key=lambda row: row.getparent()))
    sizes = [len(group) for group in groups]
    return [end for size, end in zip(sizes, accumulate(sizes), strict=True) for _ in range(size)]


def _read_span(cell: etree._Element, name: str) -> int:
    """Return the row or column span of a cell; 0 for rows up to the end of its row group."""
    text = (cell.get(name) or "1").strip()
    span = int(text[:9]) if text.isdecimal() else 1
    return min(span, _MAX_SPAN) if name == "rowspan" else min(max(span, 1), _MAX_SPAN)


def _iter_rows(table: etree._Element) -> Iterator[etree._Element]:
    """Yield the rows of a table, those of its ``tfoot`` last."""
    foot: list[etree._Element] = []
    for child in table:
        if child.tag == "tr":
            yield child
        elif child.tag in ("thead", "tbody"):
            yield from child.iterchildren("tr")
        elif child.tag == "tfoot":
            foot += child.iterchildren("tr")
    yield from foot


def _is_layout(table: etree._Element) -> bool:
    """Whether a table is only layout around another one that is large enough to hold a plan."""
    inner = ([len(row) for row in _iter_rows(one)] for one in table.iterdescendants("table"))
    full = (sum(map(_has_text, row.iterchildren("td", "th"))) for row in _iter_rows(table))
    return is_layout_table(full, inner)


def _has_text(cell: etree._Element) -> bool:
    """Whether a cell has text outside nested tables."""
    return any(isinstance(piece, _TextLine) for piece in _iter_pieces(cell))


def _cell_lines(cell: etree._Element) -> tuple[list[_TextLine], int]:
    """Return the lines of a cell, including nested tables, and the number of these tables."""
    lines: list[_TextLine] = []
    nested = 0
    for piece in _iter_pieces(cell):
        if isinstance(piece, _TextLine):
            lines.append(piece)
            continue
        nested += 1
        for row in _iter_rows(piece):
            for one in row.iterchildren("td", "th"):
                inner, more = _cell_lines(one)
                lines += inner
                nested += more
    return lines, nested


def _iter_pieces(element: etree._Element) -> Iterator[_TextLine | etree._Element]:
    """Yield the lines and tables of an element in order; a block or a line break ends a line."""
    pending: list[str] = []
    for event in (*_iter_events(element), "\n"):
        if isinstance(event, str) and event != "\n":
            pending.append(event)
        elif isinstance(event, _TextLine) and event.kind == "footnote":
            yield event
        else:
            if text := "".join(pending).strip():
                yield _TextLine(text)
            pending = []
            if not isinstance(event, str):
                yield event


def _iter_events(element: etree._Element) -> Iterator[str | _TextLine | etree._Element]:
    r"""Yield the texts of an element, ``\n`` where a block begins or ends, hidden lines, and tables."""
    if element.text:
        yield _join_lines(element.text)
    for child in element:
        tag = child.tag if isinstance(child.tag, str) else ""
        kind = _hidden_class(child) or _mark_class(child)
        if tag in _SKIPPED or not tag:
            pass
        elif tag == "br":
            yield "\n"
        elif kind:
            yield from _hidden_text(child, kind)
        elif tag == "table":
            yield child
        else:
            ends = [] if tag in _INLINE or ":" in tag else ["\n"]
            yield from (*ends, *_iter_events(child), *ends)
        if child.tail:
            yield _join_lines(child.tail)


def _hidden_text(element: etree._Element, kind: str) -> Iterator[_TextLine]:
    """Yield all text of a hidden element as one line with its character class."""
    text = " ".join("".join(map(str, element.itertext())).split())
    if text:
        yield _TextLine(text, kind)


def _hidden_class(element: etree._Element) -> str:
    """Return the character class of an element that is not displayed, or '' if it is."""
    style = element.get("style") or ""
    if element.tag in ("del", "s", "strike") or _STRUCK.search(style):
        return "deleted"
    return "hidden" if element.get("hidden") is not None or _HIDDEN.search(style) else ""


def _mark_class(element: etree._Element) -> str:
    """Return the class of a superscript that refers to a footnote, or ''."""
    is_mark = element.tag == "sup" and is_footnote_mark(
        "".join(map(str, element.itertext())), _text_before(element)
    )
    return "footnote" if is_mark else ""


def _text_before(element: etree._Element) -> str:
    """Return the end of the text before a superscript on its line; '' at the start of a line."""
    while True:
        before, parent = element.getprevious(), element.getparent()
        if before is not None:
            # Of several marks, the first tells what they follow.
            own = before.itertext() if before.tag in _INLINE and before.tag != "sup" else ()
            text = before.tail or "".join(map(str, own))
            above = before
        else:
            text = (parent.text or "") if parent is not None else ""
            above = parent
        if text.strip() or above is None or above.tag not in _INLINE:
            return text.strip()
        element = above


def _apply_style_sheets(root: etree._Element) -> None:
    """Copy the rules that hide text or strike it through to the elements in rows of tables that they are for.

    Other elements that are hidden can be shown by a script, such as the contents of tabs.
    """
    sheets = _MEDIA_RULE.sub("", "".join(style.text_content() for style in root.iter("style")))
    known = {f".{name}" for one in root.xpath("//@class") for name in one.split()}
    known |= {f"#{name}" for name in root.xpath("//@id")}
    shown, found = set[str](), []
    for selectors, rule in _RULE.findall(sheets):
        if _HIDDEN.search(rule) or _STRUCK.search(rule):
            found += [(one.replace(">", " ").split(), rule) for one in selectors.split(",")]
        elif "display" in rule:
            shown.update(re.findall(r"\.[\w-]+", selectors))
    for parts, rule in found:
        names = [_NAME.findall(one) for one in parts if _COMPOUND.fullmatch(one)]
        used = [{sign + name for sign, name in one if sign} for one in names]
        # Most rules of a page are for names that it lacks, and each search reads all of it.
        is_read = bool(parts) and len(used) == len(parts) and known.issuperset(chain(*used))
        if not is_read or not shown.isdisjoint(used[-1]):
            continue
        *outer, own = ("".join(_CONDITIONS[sign].format(name) for sign, name in one) for one in names)
        around = "".join(f"[ancestor::*{one}]" for one in outer)
        for element in root.xpath(f"//tr/descendant-or-self::*{own}{around}"):
            element.set("style", f"{element.get('style') or ''};{rule}")


def _join_lines(text: str) -> str:
    """Replace line breaks with spaces, which is what they mean in HTML."""
    return re.sub(r"[\r\n]+", " ", text)
