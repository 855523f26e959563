"""Reads plans in prose: numbered items under headings, with the bodies responsible at the end of each."""

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from operator import attrgetter
from typing import Final

from pipeline.extract.departments.mentions import Directory, has_only_departments
from pipeline.reading.cell_text import BODIES_AT_END, Cut, cut_cell
from pipeline.reading.columns.layout import Fragment, display_width, split_fragments
from pipeline.reading.columns.rows import Cell, PlanRows, Row, insert_text
from pipeline.reading.columns.serials import UNITS, parse_chinese
from pipeline.reading.plan_job import PlanJob
from pipeline.schema.folding import fold_compatibility
from pipeline.schema.model import ROLE_MARK, SENTENCE_END
from pipeline.taxonomy.header_words import ColumnNames, row_column

_CHINESE: Final = "[一二三四五六七八九十]{1,3}"
_MARKERS: Final = (
    rf"第({_CHINESE})[章节部分]+",
    rf"({_CHINESE})[、.．]",
    rf"[（(]({_CHINESE})[)）][、.．]?",
    r"(\d{1,3})[.．、﹒](?!\d)",
    rf"\d{{1,3}}(?:\.\d{{1,2}})*\.(\d{{1,2}})(?![\d.]|{UNITS.pattern})[、．]?",
    r"[（(]?(\d{1,3})[)）][、.．]?",
    "([①-⑳])",
    "(——|[—●■◆▪])",
)
"""What headings and items begin with, from the highest level down."""
_LABEL: Final = re.compile("(?:^|(?<=[。；;，,）)]))([^，,。；;：:、（）()]{2,10})[：:]")
_PERSON: Final = re.compile("领导|责任人|负责人|联系人|联络员")
_DIVISION: Final = re.compile("分工$")
_MAX_LABEL_DOUBT: Final = 0.2
_DUTY_AT_END: Final = re.compile("(?:牵头|负责|配合|落实|参与|协同)$")
_BODIES: Final = re.compile(
    r"(?:牵头|责任|负责|配合|落实)[^，。；：:、（）()]{0,2}(?:单位|部门)[：:]|分工[：:]|(?:牵头|负责|配合)[)）〕】][。；]?$"
)
_END_MARKS: Final = "。；;.，,"
_MAX_HEADING: Final = 40
_SENTENCES: Final = re.compile("([^，,。；;：:]{2,30})。(?=.)")
"""A short first sentence with text behind it."""
_MIN_HABIT: Final = 0.8
"""Minimum share of items that begin with such a sentence, for it to be their heading."""
_FULL_LINE, _MIN_FULL_SHARE = 8, 0.15
"""Room below which a line is full, and the share of such lines in text that is wrapped."""
_MIN_ITEMS: Final = 2
_MIN_SHARE_WITH_BODIES: Final = 0.5
_MAX_OUTSIDE_SHARE: Final = 0.25


@dataclass
class _Entry:
    """Text up to the bodies that are responsible for it, by paragraph."""

    paragraphs: list[list[Fragment]] = field(default_factory=list)
    departments: list[Fragment] = field(default_factory=list)
    deadline: list[Fragment] = field(default_factory=list)

    @property
    def text(self) -> list[Fragment]:
        return [one for paragraph in self.paragraphs for one in paragraph]


@dataclass
class _Node:
    """A heading or an item: what its number begins, up to the next one, and what is numbered below it."""

    level: int
    marker: list[Fragment]
    entries: list[_Entry] = field(default_factory=lambda: [_Entry()])
    children: "list[_Node]" = field(default_factory=list)
    is_unsure: bool = False

    @property
    def closings(self) -> int:
        """The number of texts with bodies, here and below."""
        return sum(bool(one.departments) for one in self.entries) + sum(one.closings for one in self.children)

    @property
    def nodes(self) -> "Iterator[_Node]":
        yield self
        for child in self.children:
            yield from child.nodes


@dataclass
class _Reader:
    directory: Directory
    names: ColumnNames
    furniture: list[tuple[Fragment, str]] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    outside: int = 0
    """The number of characters below the first number that are in no row and no heading."""
    cut_rows: list[int] = field(default_factory=list)
    """The indexes of the rows with such text behind them."""
    headings: list[Cell] = field(default_factory=list)
    heading_levels: frozenset[int] = frozenset()

    def exclude(self, fragments: Sequence[Fragment], character_class: str) -> None:
        self.furniture += [(one, character_class) for one in fragments if one.offsets]

    def parse(self, lines: Sequence[Cell]) -> _Node:
        """Return the outline of a text: a node without a number, whose own text is the preface."""
        root = _Node(-1, [])
        stack, last = [root], Counter[int]()
        full = _full_width([display_width(line.text) for line in lines])
        kind, is_full = "text", False
        for line in lines:
            text = fold_compatibility(line.text)
            entry = stack[-1].entries[-1]
            before = _text(entry.text)
            has_ended = bool(entry.departments) or bool(SENTENCE_END.search(before)) or not is_full
            level, number, end = _find_marker(text)
            follows = number in (1, last[level] + 1)
            if end and (follows or has_ended):
                _pop(stack, level)
                marker, rest = _cut(line, end)
                node = _Node(level, marker, is_unsure=not follows)
                stack[-1].children.append(node)
                stack.append(node)
                last[level] = number
                line, kind, is_full = Cell(tuple(rest)), "text", False
            goes_on = is_full or before.endswith("、")
            kind = self._add_line(stack[-1], line, kind if goes_on else "text", goes_on)
            is_full = display_width(text) >= full
        return root

    def _add_line(self, node: _Node, line: Cell, kind: str, goes_on: bool) -> str:
        """Add a line to a node; ``kind`` is what it continues. Return what its end is."""
        text = fold_compatibility(line.text)
        above = _text(node.entries[-1].paragraphs[-1]) if goes_on and node.entries[-1].paragraphs else ""
        starts = [(0, kind)]
        for match in _LABEL.finditer(text):
            signs = Counter(above + text[: match.start()])
            is_inside = sum(signs[sign] for sign in "（(〔【[") > sum(signs[sign] for sign in "）)〕】]")
            if not is_inside and (named := self._name_label(match[1])):
                starts.append((match.start(), named))
                if _DIVISION.search(match[1]):
                    starts += [(match.start(), "header"), (match.end(), named)]
        for (start, kind), (stop, _) in zip(starts, [*starts[1:], (len(text), "")], strict=True):
            piece = _cut(Cell(tuple(_cut(line, stop)[0])), start)[1]
            if piece:
                self._add_piece(node, piece, kind, goes_on and not start)
        return kind

    def _add_piece(self, node: _Node, piece: list[Fragment], kind: str, goes_on: bool) -> None:
        entry = node.entries[-1]
        if kind == "text":
            if entry.departments:
                entry = _Entry()
                node.entries.append(entry)
            if goes_on and entry.paragraphs:
                entry.paragraphs[-1] += piece
            else:
                entry.paragraphs.append(piece)
            self._close(entry)
        elif kind in ("departments", "deadline"):
            own: list[Fragment] = getattr(entry, kind)
            if own and not goes_on and own[-1].text[-1] not in _END_MARKS:
                own.append(insert_text(ROLE_MARK, piece[0]))
            own += piece
        else:
            self.exclude(piece, kind)

    def _name_label(self, label: str) -> str:
        """Return what follows a label: ``departments``, ``deadline``, ``other_column`` or '' for text."""
        if _PERSON.search(label):
            return "other_column"
        match = self.names.match_column(label)
        column = row_column(match[0]) if match and match[1] <= _MAX_LABEL_DOUBT else ""
        return column if column in ("departments", "deadline") else ""

    def _close(self, entry: _Entry) -> None:
        """Move bodies in brackets at the end of an entry's text to its departments."""
        cell = Cell(tuple(entry.paragraphs[-1]))
        match = BODIES_AT_END.search(fold_compatibility(cell.text).rstrip(_END_MARKS))
        if match and self._is_bodies(match[1]):
            start, end = match.span(1)
            entry.paragraphs[-1], rest = _cut(cell, start - 1)
            mark, bodies = _cut(Cell(tuple(rest)), 1)
            entry.departments, marks = _cut(Cell(tuple(bodies)), end - start)
            self.exclude([*mark, *marks], "header")

    def _is_bodies(self, text: str) -> bool:
        label = _LABEL.match(text)
        named = self._name_label(label[1]) if label else ""
        return (
            named == "departments"
            or (bool(_DUTY_AT_END.search(text)) and "。" not in text)
            or has_only_departments(text, self.directory)
        )

    def read(self, node: _Node, above: Sequence[Cell]) -> None:
        """Add the rows of a node below some headings."""
        if not self.is_heading(node):
            self._read_item(node, above)
            return
        self.exclude(node.marker, "serial")
        first, *others = node.entries
        heading = Cell(tuple(first.paragraphs[0] if first.paragraphs else ()))
        self.headings.append(heading)
        self._leave_out(fragment for paragraph in first.paragraphs[1:] for fragment in paragraph)
        self._leave_out([*first.departments, *first.deadline])
        for entry in others:
            self._leave_out([*entry.text, *entry.departments, *entry.deadline])
        for child in node.children:
            self.read(child, [*above, heading] if heading.fragments else above)

    def is_heading(self, node: _Node) -> bool:
        return bool(node.children) and (
            sum(child.closings for child in node.children) > 1 or node.level in self.heading_levels
        )

    def _leave_out(self, fragments: "Iterator[Fragment] | list[Fragment]") -> None:
        left_out = list(fragments)
        self.outside += sum(len(one.text) for one in left_out if one.offsets)
        self.exclude(left_out, "other_column")

    def _read_item(self, node: _Node, above: Sequence[Cell]) -> None:
        """Add an item: a row for each of its texts with bodies, all of it where there is one at most."""
        self.exclude(node.marker, "serial")
        task = Cell()
        parts = [(one is node, entry) for one in node.nodes for entry in _with_marker(one, node)]
        first = parts[0][1]
        has_more = not first.departments and len(node.children) + len(node.entries) > 1
        if len(first.paragraphs) > 1 or (first.paragraphs and has_more):
            task = _heading_of(first.paragraphs[0])
        if task.fragments:
            del first.paragraphs[0]
        area = above[0] if above else Cell()
        task = task if task.fragments or len(above) < _MIN_ITEMS else above[-1]
        doubts = ("item_unsure",) * node.is_unsure
        start, text = len(self.rows), list[Fragment]()
        for is_own, entry in parts:
            text += entry.text
            if entry.departments:
                row = Row(area, task, Cell(tuple(text)), Cell(tuple(entry.departments)), doubts=doubts)
                self._add_row(row, entry.deadline)
                text = []
            elif text and len(self.rows) > start and not is_own:
                last = self.rows[-1]
                self.rows[-1] = Row(
                    area, task, Cell((*last.measure.fragments, *text)), last.departments, doubts=doubts
                )
                text = []
        if len(self.rows) == start:
            row = Row(area, task, Cell(tuple(text)), Cell(), doubts=("item_unsure",))
            self._add_row(row, [one for _, entry in parts for one in entry.deadline])
        elif text:
            self.cut_rows.append(len(self.rows) - 1)
            self._leave_out(text)

    def _add_row(self, row: Row, deadline: Sequence[Fragment]) -> None:
        shared = self.rows and row.task.fragments and self.rows[-1].task is row.task
        merged = ("task",) if shared else ()
        if row.task.fragments or row.measure.fragments or row.departments.fragments:
            self.rows.append(
                Row(
                    row.area,
                    row.task,
                    row.measure,
                    row.departments,
                    merged,
                    deadline=Cell(tuple(deadline)),
                    doubts=row.doubts,
                )
            )


def read_prose(job: PlanJob, directory: Directory, names: ColumnNames) -> PlanRows | None:
    """Return the rows of a plan in prose; None if a text is none, or not clearly."""
    reader = _Reader(directory, names)
    fragments = split_fragments(job.lines, job.first_line)
    lines = list[Cell]()
    for number, group in groupby(fragments, key=attrgetter("line")):
        if character_class := job.furniture_lines.get(number):
            reader.exclude(list(group), character_class)
        else:
            lines.append(Cell(tuple(group)))
    root = reader.parse(lines)
    sections = root.children
    reader.heading_levels = _find_heading_levels(root)
    with_bodies = [place for place, one in enumerate(sections) if one.closings]
    if root.closings < _MIN_ITEMS or not with_bodies:
        return None
    for entry in root.entries:
        reader.exclude([*entry.text, *entry.departments, *entry.deadline], "preface")
    for place, section in enumerate(sections):
        is_outside = not with_bodies[0] <= place <= with_bodies[-1]
        if is_outside and (section.level in reader.heading_levels or place < with_bodies[0]):
            # What comes before and after the tasks: requirements, and how the plan is put into practice.
            for node in section.nodes:
                for entry in _with_marker(node, None):
                    reader.exclude([*entry.text, *entry.deadline], "other_column")
        else:
            reader.read(section, [])
    return _check(reader)


def has_items(lines: Sequence[str]) -> bool:
    """Return whether several lines end with bodies in brackets or begin with their label."""
    return sum(bool(_BODIES.search("".join(line.split()))) for line in lines) >= _MIN_ITEMS


def _check(reader: _Reader) -> PlanRows | None:
    for place in reader.cut_rows:
        # Below the last item, it closes the plan.
        if place < len(reader.rows) - 1:
            reader.rows[place] = reader.rows[place].add_doubts("item_unsure")
    rows = _split_headings(reader.rows)
    tasks = {id(row.task) for row in rows}
    for heading in reader.headings:
        if id(heading) not in tasks:
            reader.exclude(heading.fragments, "area")
    with_bodies = sum(bool(row.departments.fragments) for row in rows)
    inside = sum(len(one.text) for row in rows for one in row.fragments)
    if (
        with_bodies < _MIN_SHARE_WITH_BODIES * len(rows)
        or reader.outside > _MAX_OUTSIDE_SHARE * inside
        or len(rows) < _MIN_ITEMS
    ):
        return None
    return PlanRows(tuple(rows), tuple(reader.furniture))


def _split_headings(rows: Sequence[Row]) -> list[Row]:
    """Return the rows; where most measures begin with a short sentence, it is their task."""
    found = [_SENTENCES.match(row.measure.text) for row in rows]
    if sum(map(bool, found)) < _MIN_HABIT * len(rows):
        return list(rows)
    split = list[Row]()
    for row, match in zip(rows, found, strict=True):
        if match:
            head, rest = _cut(row.measure, match.end())
            row = Row(
                row.area,
                Cell(tuple(head)),
                Cell(tuple(rest)),
                row.departments,
                deadline=row.deadline,
                doubts=row.doubts,
            )
        split.append(row)
    return split


def _find_heading_levels(root: _Node) -> frozenset[int]:
    """Return the levels of which most nodes with others below have several texts with bodies."""
    above = [node for node in root.nodes if node.children and node is not root]
    all_of = Counter(node.level for node in above)
    several = Counter(node.level for node in above if sum(one.closings for one in node.children) > 1)
    return frozenset(level for level in several if 2 * several[level] > all_of[level])


def _with_marker(node: _Node, item: _Node | None) -> Iterator[_Entry]:
    """Yield the entries of a node; its number, below that of its ``item``, is part of the text."""
    first, *others = node.entries
    if node is not item:
        first.paragraphs.insert(0, node.marker)
    yield first
    yield from others


def _heading_of(paragraph: Sequence[Fragment]) -> Cell:
    text = _text(paragraph)
    is_heading = len(text) <= _MAX_HEADING and not re.search("[。；：]", text.rstrip("。"))
    return Cell(tuple(paragraph)) if is_heading else Cell()


def _find_marker(text: str) -> tuple[int, int, int]:
    """Return the level, the number and the end of the number of a line; the end is 0 if it has none."""
    for level, pattern in enumerate(_MARKERS):
        if (match := re.match(pattern, text)) and not UNITS.match(text, match.end()):
            sign = match[1]
            if sign.isdecimal():
                return level, int(sign), match.end()
            if sign in "——●■◆▪":
                return level, 1, match.end()
            number = ord(sign) - ord("①") + 1 if "①" <= sign <= "⑳" else parse_chinese(sign)
            return level, number, match.end()
    return 0, 0, 0


def _pop(stack: list[_Node], level: int) -> None:
    """Leave the nodes of a stack above which a number of some level stands."""
    levels = [node.level for node in stack]
    if level in levels:
        del stack[levels.index(level) :]
        return
    while stack[-1].level > level:
        stack.pop()


def _full_width(widths: Sequence[int]) -> float:
    """Return the width from which lines of wrapped text are full; infinite where text is not wrapped."""
    full = max(widths, default=0) - _FULL_LINE
    return full if sum(one >= full for one in widths) > _MIN_FULL_SHARE * len(widths) else math.inf


def _cut(cell: Cell, at: int) -> tuple[list[Fragment], list[Fragment]]:
    """Cut the fragments of a cell at an index of its text."""
    if at <= 0 or at >= len(cell.text):
        return (list(cell.fragments), []) if at > 0 else ([], list(cell.fragments))
    rest, head = cut_cell(cell, [Cut(0, at, "")])
    return [one for one, _ in head], list(rest.fragments)


def _text(fragments: Sequence[Fragment]) -> str:
    return "".join(one.text for one in fragments)
