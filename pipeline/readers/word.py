"""DOCX reader: paragraphs and tables with all tracked changes accepted."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from lxml import etree

from pipeline.readers.document import Document, DocumentBuilder, Loss, Place, is_layout_table
from pipeline.readers.packages import Package, damaged_error
from pipeline.readers.word_text import (
    ParagraphText,
    TextReader,
    attribute,
    is_enabled,
    local_name,
    property_value,
    read_styles,
)
from pipeline.schema.errors import SourceError

_SIDE_PARTS: Final = (
    (re.compile(r"word/header\d*\.xml"), "running_head", ("页眉", "header"), "running_heads_left_out"),
    (re.compile(r"word/footer\d*\.xml"), "running_head", ("页脚", "footer"), "running_heads_left_out"),
    (re.compile(r"word/footnotes\d*\.xml"), "footnote", ("脚注", "footnote"), "footnotes_left_out"),
    (re.compile(r"word/endnotes\d*\.xml"), "footnote", ("尾注", "endnote"), "footnotes_left_out"),
    (re.compile(r"word/comments\d*\.xml"), "comment", ("批注", "comment"), "comments_left_out"),
)
_MAX_SPAN: Final = 63
"""Maximum number of columns of a table in Word."""
_MIN_CHARACTERS: Final = 200
_TRANSPARENT: Final = frozenset(("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag"))


@dataclass
class _GridCell:
    """A cell of a table that is being read, at its first row and column."""

    row: int
    column: int
    column_span: int
    element: etree._Element
    row_span: int = 1
    hidden: list[etree._Element] = field(default_factory=list)
    """Cells merged into this one; Word does not display their content."""


def read_docx(path: Path, data: bytes) -> Document:
    """Read a Word document.

    Headers, footers, notes, comments, hidden and deleted text are added at the end, as lines of their own
    character class. Raises SourceError if the file is damaged, too large when unpacked, has no text, or has
    images instead of tables.
    """
    package = Package(path, data)
    main = _main_part(package)
    body = next((part for part in package.read_xml(main) if local_name(part) == "body"), None)
    if body is None:
        raise damaged_error(path, main)
    reader = _BlockReader(read_styles(package))
    reader.read_blocks(body)
    reader.losses["parts_left_out"] = sum(1 for _ in body.iter("{*}altChunk", "{*}subDoc"))
    reader.add_side_lines(package)
    reader.add_losses()
    document = reader.builder.build(path, data, "docx")
    _require_text(document, reader.losses["images_left_out"])
    return document


def _main_part(package: Package) -> str:
    """Return the name of the main part, as stated by the relationships of the package."""
    if "_rels/.rels" in package.names:
        for relation in package.read_xml("_rels/.rels"):
            if relation.get("Type", "").endswith("/officeDocument"):
                return str(relation.get("Target", "")).lstrip("/")
    return "word/document.xml"


def _require_text(document: Document, images: int) -> None:
    if images and not document.tables and document.characters < _MIN_CHARACTERS:
        raise SourceError.of("document_has_pictures_only", source=document.path)
    if not document.characters:
        raise SourceError.of("document_without_text", source=document.path)


class _BlockReader:
    """Adds the blocks of a file to a document in order, and counts content that rows leave out."""

    def __init__(self, styles: Mapping[str, Mapping[str, bool]]) -> None:
        self.builder = DocumentBuilder()
        self.losses: Counter[str] = Counter()
        self.text = TextReader(styles, self.losses)
        self.side_lines: list[tuple[str, str, Place]] = []
        self.paragraphs = 0
        self.table = 0

    def read_blocks(self, parent: etree._Element) -> None:
        for block in _iter_named(parent, "p", "tbl"):
            if local_name(block) == "tbl":
                self._read_table(block)
                continue
            self.paragraphs += 1
            place = Place((("paragraph", self.paragraphs),))
            paragraph = self._read_paragraph(block, place)
            if paragraph.text.strip():
                self.builder.add_line(paragraph.text, place)
            for box in paragraph.boxes:
                self.read_blocks(box)

    def _read_paragraph(self, element: etree._Element, place: Place) -> ParagraphText:
        """Return a paragraph, and count its boxes; its hidden and deleted text goes to ``side_lines``."""
        paragraph = self.text.read(element)
        self.side_lines += [(text, character_class, place) for text, character_class in paragraph.side_texts]
        self.losses["text_boxes_read"] += len(paragraph.boxes)
        return paragraph

    def _read_table(self, table: etree._Element) -> None:
        if _is_layout(table):
            for row in table.iterchildren("{*}tr"):
                for cell in _iter_named(row, "tc"):
                    self.read_blocks(cell)
            return
        self.table += 1
        cells = list(self._grid_cells(table))
        for cell in cells:
            place = self._row_place(cell.row)
            lines = list(self._cell_lines(cell.element, place))
            for hidden in cell.hidden:
                self.side_lines += [(line, "hidden", place) for line in self._cell_lines(hidden, place)]
            self.builder.add_cell(cell.row, cell.column, lines, cell.row_span, cell.column_span)
        self.builder.end_table(Place((("table", self.table),)))

    def _row_place(self, row: int) -> Place:
        return Place((("table", self.table), ("row", row + 1)))

    def _cell_lines(self, cell: etree._Element, place: Place) -> Iterator[str]:
        for block in _iter_named(cell, "p", "tbl"):
            if local_name(block) == "tbl":
                self.losses["nested_tables_joined"] += 1
                for row in _iter_named(block, "tr"):
                    for one in _iter_named(row, "tc"):
                        yield from self._cell_lines(one, place)
                continue
            paragraph = self._read_paragraph(block, place)
            if paragraph.text.strip():
                yield paragraph.text
            for box in paragraph.boxes:
                yield from self._cell_lines(box, place)

    def _grid_cells(self, table: etree._Element) -> Iterator[_GridCell]:
        """Yield the cells of a table in order, with their row and column spans."""
        above: dict[int, _GridCell] = {}
        found: list[_GridCell] = []
        number = 0
        for row in _iter_named(table, "tr"):
            properties = row.find("{*}trPr")
            if properties is not None and (kind := _row_class(properties)):
                self.losses["revisions_accepted"] += kind == "deleted"
                place = self._row_place(number)
                texts = (line for cell in _iter_named(row, "tc") for line in self._cell_lines(cell, place))
                self.side_lines += [(line, kind, place) for line in texts]
                continue
            column = min(property_value(properties, "gridBefore"), _MAX_SPAN)
            last: _GridCell | None = None
            for cell in _iter_named(row, "tc"):
                own = cell.find("{*}tcPr")
                if own is not None and own.find("{*}cellDel") is not None:
                    self.losses["revisions_accepted"] += 1
                    place = self._row_place(number)
                    self.side_lines += [(line, "deleted", place) for line in self._cell_lines(cell, place)]
                    continue
                span = min(max(1, property_value(own, "gridSpan", 1)), _MAX_SPAN)
                merge = own.find("{*}vMerge") if own is not None else None
                beside = own.find("{*}hMerge") if own is not None else None
                if beside is not None and attribute(beside, "val") != "restart" and last is not None:
                    last.column_span += span
                    last.hidden.append(cell)
                elif merge is not None and attribute(merge, "val") != "restart" and column in above:
                    above[column].row_span = number - above[column].row + 1
                    above[column].hidden.append(cell)
                    last = above[column]
                else:
                    last = _GridCell(number, column, span, cell)
                    found.append(last)
                    above = {at: one for at, one in above.items() if not column <= at < column + span}
                    if merge is not None:
                        above[column] = last
                column += span
            number += 1
        yield from found

    def add_side_lines(self, package: Package) -> None:
        """Add headers, footers, notes, comments and the text in ``side_lines`` as lines outside content."""
        for pattern, character_class, (zh, en), loss in _SIDE_PARTS:
            number = 0
            for name in sorted(filter(pattern.fullmatch, package.names)):
                for part in _list_notes(package.read_xml(name)):
                    number += 1
                    place = Place((("note", (f"{zh} {number}", f"{en} {number}")),))
                    paragraphs = [self.text.read(one) for one in part.iter("{*}p")]
                    lines = [one.text for one in paragraphs if one.text.strip()]
                    for line in lines:
                        self.builder.add_line(line, place, character_class)
                    self.losses[loss] += bool(lines)
        for text, character_class, place in self.side_lines:
            self.builder.add_line(text, place, character_class)

    def add_losses(self) -> None:
        hidden = [place for _, character_class, place in self.side_lines if character_class == "hidden"]
        if hidden:
            self.builder.add_loss(Loss("hidden_left_out", hidden[0], len(hidden)))
        for kind, number in sorted(self.losses.items()):
            self.builder.add_loss(Loss(kind, number=number))


def _list_notes(root: etree._Element) -> list[etree._Element]:
    """Return the notes or comments of a part, without separators, or a header or footer as a whole."""
    if local_name(root) in ("hdr", "ftr"):
        return [root]
    return [note for note in root if "eparator" not in attribute(note, "type")]


def _iter_named(parent: etree._Element, *names: str) -> Iterator[etree._Element]:
    """Yield the blocks, rows or cells of these names in an element, including those in content controls."""
    for child in parent.iterchildren(tag=etree.Element):
        name = local_name(child)
        if name in names:
            yield child
        elif name in _TRANSPARENT:
            yield from _iter_named(child, *names)


def _row_class(properties: etree._Element) -> str:
    """Return the character class of a row that is not displayed, or '' if it is."""
    if properties.find("{*}del") is not None:
        return "deleted"
    hidden = properties.find("{*}hidden")
    return "hidden" if hidden is not None and is_enabled(hidden) else ""


def _is_layout(table: etree._Element) -> bool:
    """Whether a table is only layout around another one that is large enough to hold a plan."""
    inner = (
        [sum(1 for _ in _iter_named(row, "tc")) for row in _iter_named(one, "tr")]
        for one in table.iterdescendants("{*}tbl")
    )
    full = (sum(map(_has_paragraph, _iter_named(row, "tc"))) for row in _iter_named(table, "tr"))
    return is_layout_table(full, inner)


def _has_paragraph(cell: etree._Element) -> bool:
    """Whether a cell has text outside nested tables."""
    return any(text.text for block in _iter_named(cell, "p") for text in block.iter("{*}t"))
