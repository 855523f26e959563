"""Reads plans in prose: numbered items under headings, with the bodies responsible at the end of each."""

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, field, replace
from itertools import groupby
from operator import attrgetter
from typing import Final

from pipeline.extract.facts import load_vocabularies
from pipeline.reading.cell_text import BODIES_AT_END
from pipeline.reading.columns.layout import Fragment, display_width, split_fragments
from pipeline.reading.columns.rows import Cell, PlanRows, Row, insert_text
from pipeline.reading.plan_job import PlanJob
from pipeline.reading.prose_marks import Labels, cut, find_number
from pipeline.schema.folding import fold_compatibility
from pipeline.schema.model import LIST_MARK, MEASURE_END, ROLE_MARK, SENTENCE_END
from pipeline.taxonomy.header_words import ColumnNames

_BODIES: Final = re.compile(
    r"(?:牵头|责任|负责|配合|落实)[^，。；：:、（）()]{0,2}(?:单位|部门)[：:]|分工[：:]|(?:牵头|负责|配合|[局厅委办部院])[)）〕】][。；]?$"
)
_CLOSING: Final = re.compile(
    r"[-—–]\d{1,3}[-—–]|[（(]此件[^，。]*|附件\d{0,2}[:：].*|[^，。]{0,20}\d{4}年\d{1,2}月\d{1,2}日(?:印发)?"
)
_END_MARKS: Final = "。；;.，,"
_HEADING: Final = re.compile("[^。；：]{1,60}")
_FIRST_SENTENCE: Final = re.compile("[^。；;：:]{2,60}。(?=.)")
_SHORT: Final = re.compile("[^，,]{2,30}")
_MIN_HEADED_SHARE, _MIN_SHORT_SHARE = 0.8, 0.6
"""Minimum shares of measures that begin with a sentence, and with a short one, for it to be their heading."""
_WIDE_LINES, _FULL_LINE, _MIN_WRAPPED = 0.95, 8, 3
"""Share of lines up to the width of the page, room below which a line is full, and the number of full lines
that end in mid-sentence in wrapped text."""
_MAX_PARAGRAPH, _LOOK_BACK = 600, 5
"""Characters that a line can continue, and items above that show if a list has bodies: time is linear."""
_MIN_ITEMS: Final = 2
_MIN_SHARE_WITH_BODIES: Final = 0.5
_MAX_OUTSIDE_SHARE: Final = 0.25


@dataclass
class _Entry:
    """Text up to the bodies responsible for it, by paragraph."""

    paragraphs: list[list[Fragment]] = field(default_factory=list)
    departments: list[Fragment] = field(default_factory=list)
    deadline: list[Fragment] = field(default_factory=list)

    @property
    def text(self) -> list[Fragment]:
        return [one for paragraph in self.paragraphs for one in paragraph]

    @property
    def fragments(self) -> list[Fragment]:
        return [*self.text, *self.departments, *self.deadline]


@dataclass
class _Node:
    """A heading or an item: what its number begins, up to the next one, and what is numbered below it."""

    level: int
    marker: list[Fragment]
    is_unsure: bool = False
    entries: list[_Entry] = field(default_factory=lambda: [_Entry()])
    children: "list[_Node]" = field(default_factory=list)
    bodies: int = 0
    """The number of texts with bodies, here and below."""

    @property
    def nodes(self) -> "Iterator[_Node]":
        """The node and all below it."""
        yield self
        for child in self.children:
            yield from child.nodes

    @property
    def has_items(self) -> bool:
        """Whether several texts below have bodies, or the only one below 一、 does."""
        is_alone = len(self.children) == 1 and self.level < 2
        return sum(child.bodies for child in self.children) > (not is_alone)


@dataclass
class _Reader:
    labels: Labels
    furniture: list[tuple[Fragment, str]] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    headings: list[Cell] = field(default_factory=list)
    left_out: list[Fragment] = field(default_factory=list)
    """Text below headings and items that is in neither."""
    cut_rows: set[int] = field(default_factory=set)
    """The indexes of the rows with such text behind them."""

    def exclude(self, fragments: Iterable[Fragment], character_class: str) -> None:
        self.furniture += [(one, character_class) for one in fragments if one.offsets]

    def parse(self, lines: Sequence[Cell]) -> _Node:
        """Return the outline of a text: a node without a number, whose own text is the preface."""
        stack, last = [_Node(-1, [])], Counter[int]()
        full = _full_width(lines)
        margin = min((line.fragments[0].start for line in lines), default=0)
        kind, is_full = "text", False
        for line, line_width in (piece for one in lines for piece in self.labels.split_behind_bodies(one)):
            if _CLOSING.fullmatch(line.text):
                self.exclude(line.fragments, "other_column" if stack[0].children else "preface")
                continue
            node = stack[-1]
            before = Cell(tuple(*node.entries[-1].paragraphs[-1:])).text
            has_ended, is_closed = bool(SENTENCE_END.search(before)), bool(node.entries[-1].departments)
            level, number, end = find_number(line)
            levels = [one.level for one in stack]
            siblings = stack[levels.index(level) - 1].children if level in levels else []
            is_first = number == 1 and not any(one.bodies for one in siblings[-_LOOK_BACK:])
            follows = number in (last[level] + 1, 0) or is_first
            if line.text[:end].isdecimal() and (not follows or (is_full and not (has_ended or is_closed))):
                end = 0
            if end and (follows or is_closed or not (has_ended or siblings)):
                # Below a heading, a number of a higher level can be that of its items: 1、…（一）….
                is_below = siblings or (before and not (has_ended or is_closed))
                while level in levels[: len(stack)] or (stack[-1].level > level and not is_below):
                    stack.pop()
                marker, rest = cut(line, end)
                stack[-1].children.append(_Node(level, marker, not follows))
                stack.append(stack[-1].children[-1])
                last[level], line, is_full, before = number, Cell(tuple(rest)), False, ""
            elif end and has_ended:
                node.is_unsure = True
            is_indented = bool(line.fragments) and line.fragments[0].start > margin
            goes_on = (is_full and not is_indented) or before.endswith(LIST_MARK)
            kind = self._add_line(stack, line, kind if goes_on else "text", goes_on)
            is_full = line_width >= full
        return stack[0]

    def _add_line(self, stack: Sequence[_Node], line: Cell, kind: str, goes_on: bool) -> str:
        """Add a line to the last node; ``kind`` is what it continues. Return what its end is."""
        entries = stack[-1].entries
        entry, before = entries[-1], _count_bodies(entries)
        is_open = goes_on and kind == "text" and entry.paragraphs and not entry.departments
        last = entry.paragraphs[-1] if is_open else ()
        if last and sum(len(one.text) for one in last) < _MAX_PARAGRAPH:
            line, goes_on = Cell((*entry.paragraphs.pop(), *line.fragments)), False
        pieces = self.labels.split(line, kind)
        for place, (piece, named) in enumerate(pieces):
            self._add_piece(entries, piece, named, goes_on and not place)
        for node in stack:
            node.bodies += _count_bodies(entries) - before
        return pieces[-1][1]

    def _add_piece(self, entries: list[_Entry], piece: list[Fragment], kind: str, goes_on: bool) -> None:
        if not piece:
            return
        if kind == "text":
            entries += [_Entry()] if entries[-1].departments else []
            entries[-1].paragraphs.append(piece)
            self._move_bodies(entries[-1])
        elif kind in ("departments", "deadline"):
            own: list[Fragment] = getattr(entries[-1], kind)
            if own and not goes_on and own[-1].text[-1] not in _END_MARKS:
                own.append(insert_text(ROLE_MARK, piece[0]))
            own += piece
        else:
            self.exclude(piece, kind)

    def _move_bodies(self, entry: _Entry) -> None:
        """Move bodies in brackets at the end of an entry to its departments."""
        cell = Cell(tuple(entry.paragraphs[-1]))
        match = BODIES_AT_END.search(fold_compatibility(cell.text).rstrip(_END_MARKS))
        if match is None:
            return
        if self.labels.are_bodies(match[1]):
            start, end = match.span(1)
            entry.paragraphs[-1], rest = cut(cell, start - 1)
            mark, bodies = cut(Cell(tuple(rest)), 1)
            inner, marks = cut(Cell(tuple(bodies)), end - start)
            self.exclude([*mark, *marks], "header")
            for piece, kind in self.labels.split(Cell(tuple(inner)), "departments"):
                self._add_piece([entry], piece, kind, goes_on=True)

    def read(self, node: _Node, above: Sequence[Cell], heading_levels: Set[int]) -> None:
        """Add the rows of a node below some headings."""
        self.exclude(node.marker, "serial")
        if not node.has_items and not (node.children and node.level in heading_levels):
            self._read_item(node, above)
            return
        heading, *others = node.entries[0].paragraphs or [[]]
        self.headings.append(Cell(tuple(heading)))
        node.entries[0].paragraphs = others
        self.left_out += [one for entry in node.entries for one in entry.fragments]
        below = [*above, self.headings[-1]]
        for child in node.children:
            self.read(child, below, heading_levels)

    def _read_item(self, node: _Node, above: Sequence[Cell]) -> None:
        """Add a row for each text of an item that has bodies, with what is numbered below it."""
        area, task = (above[0], above[-1]) if len(above) > 1 else (*above, Cell(), Cell())[:2]
        paragraphs = node.entries[0].paragraphs
        has_more = len(paragraphs) + len(node.entries) + len(node.children) > 2
        if paragraphs and has_more and _HEADING.fullmatch(Cell(tuple(paragraphs[0])).text):
            task = Cell(tuple(paragraphs.pop(0)))
            if not above and node.bodies > 1:
                self.headings.append(task)
                area, task = task, Cell()
        elif len(node.entries) > 1 and node.entries[1].departments and above and not task.fragments:
            match = _FIRST_SENTENCE.match(Cell(tuple(node.entries[0].text)).text)
            if match and _SHORT.fullmatch(match[0]):
                # The heading of all texts of the item.
                head, rest = cut(Cell(tuple(node.entries[0].text)), match.end())
                node.entries[0].paragraphs, task = [rest], Cell(tuple(head))
        # Bodies for a section may be meant for each of its items, or for the last one.
        parts = [Cell(tuple(child.entries[0].text)).text for child in node.children] if not above else []
        is_section = len(parts) > 1 and all(_FIRST_SENTENCE.match(part) for part in parts)
        doubts, first = ("item_unsure",) * (node.is_unsure or is_section), len(self.rows)
        text, deadline = list[Fragment](), list[Fragment]()
        for one in node.nodes:
            text += one.marker if one is not node else []
            for entry in one.entries:
                text += entry.text
                deadline += entry.deadline
                if entry.departments:
                    self._add_row(area, task, text, entry.departments, deadline, doubts)
                    text, deadline = [], []
            if text and one is not node and len(self.rows) > first:
                # A list behind the bodies.
                last = self.rows[-1]
                self.rows[-1] = replace(last, measure=Cell((*last.measure.fragments, *text)))
                text = []
        if len(self.rows) == first:
            self._add_row(area, task, text, [], deadline, ("item_unsure",))
        elif text or deadline:
            self.cut_rows.add(len(self.rows) - 1)
            self.left_out += [*text, *deadline]

    def _add_row(
        self,
        area: Cell,
        task: Cell,
        measure: Sequence[Fragment],
        departments: Sequence[Fragment],
        deadline: Sequence[Fragment],
        doubts: tuple[str, ...],
    ) -> None:
        is_shared = bool(self.rows and task.fragments) and self.rows[-1].task is task
        row = Row(area, task, Cell(tuple(measure)), Cell(tuple(departments)), ("task",) * is_shared)
        if row.measure.fragments or row.departments.fragments:
            self.rows.append(replace(row, deadline=Cell(tuple(deadline)), doubts=doubts))
        else:
            self.left_out += [*task.fragments, *deadline]


def read_prose(job: PlanJob, names: ColumnNames) -> PlanRows | None:
    """Return the rows of a plan in prose; None if a text is none, or not clearly.

    It is prose if at least two numbered items have bodies at their end, at least half of all have, and little
    text below the first number is in no item. Sections before and after the items that have are no tasks.
    """
    if not has_items(job.lines):
        return None
    reader, lines = _Reader(Labels(load_vocabularies(job.taxonomy_folder).directory, names)), list[Cell]()
    for number, group in groupby(split_fragments(job.lines, job.first_line), key=attrgetter("line")):
        if character_class := job.furniture_lines.get(number):
            reader.exclude(group, character_class)
        else:
            lines.append(Cell(tuple(group)))
    root = reader.parse(lines)
    heading_levels = _find_heading_levels(root)
    with_bodies = [place for place, section in enumerate(root.children) if section.bodies]
    nodes = [node for section in root.children for node in section.nodes]
    if sum(any(entry.departments for entry in node.entries) for node in nodes) < _MIN_ITEMS:
        return None
    reader.exclude([one for entry in root.entries for one in entry.fragments], "preface")
    for place, section in enumerate(root.children):
        if place < with_bodies[0] or (place > with_bodies[-1] and section.level in heading_levels):
            for node in section.nodes:
                own = (one for entry in node.entries for one in entry.fragments)
                reader.exclude([*node.marker, *own], "other_column")
        else:
            reader.read(section, [], heading_levels)
    rows, outside = reader.rows, sum(len(one.text) for one in reader.left_out)
    with_departments = sum(bool(row.departments.fragments) for row in rows)
    if with_departments < max(
        _MIN_ITEMS, _MIN_SHARE_WITH_BODIES * len(rows)
    ) or outside > _MAX_OUTSIDE_SHARE * sum(len(one.text) for row in rows for one in row.fragments):
        return None
    for place in reader.cut_rows - {len(rows) - 1}:
        rows[place] = rows[place].add_doubts("item_unsure")
    rows = _split_headings(rows)
    has_tasks = 2 * sum(bool(row.task.fragments) for row in rows) > len(rows)
    for place, row in enumerate(rows):
        # The number after an item without bodies may be one of a list in it.
        is_unsure = place and not rows[place - 1].departments.fragments
        if is_unsure or (has_tasks and not row.task.fragments):
            rows[place] = row.add_doubts("item_unsure")
    tasks = {id(row.task) for row in rows}
    for heading in reader.headings:
        if id(heading) not in tasks:
            reader.exclude(heading.fragments, "area")
    reader.exclude(reader.left_out, "other_column")
    rows, stops = _leave_out_stops(rows)
    reader.exclude(stops, "delimiter")
    return PlanRows(tuple(rows), tuple(reader.furniture))


def _count_bodies(entries: Sequence[_Entry]) -> int:
    """Return how many texts of a node have bodies: only the last one can lack them."""
    return len(entries) - (not entries[-1].departments)


def has_items(lines: Sequence[str]) -> bool:
    """Return whether several lines end with bodies in brackets or begin with their label."""
    return sum(bool(_BODIES.search("".join(line.split()))) for line in lines) >= _MIN_ITEMS


def _find_heading_levels(root: _Node) -> frozenset[int]:
    """Return the levels of which most nodes with others below have several texts with bodies there."""
    above = [node for node in root.nodes if node.children and node is not root]
    several = Counter(node.level for node in above if node.has_items)
    counts = Counter(node.level for node in above)
    return frozenset(level for level in several if 2 * several[level] > counts[level])


def _split_headings(rows: Sequence[Row]) -> list[Row]:
    """Return the rows; where most measures without a task begin with a heading, it is their task."""
    firsts = {id(row): _FIRST_SENTENCE.match(row.measure.text) for row in rows if not row.task.fragments}
    sentences = [match.group() for match in firsts.values() if match]
    short = sum(bool(_SHORT.fullmatch(sentence)) for sentence in sentences)
    if len(sentences) < _MIN_HEADED_SHARE * len(firsts) or short < _MIN_SHORT_SHARE * len(firsts):
        return list(rows)
    found = list[Row]()
    for row in rows:
        if match := firsts.get(id(row)):
            head, rest = cut(row.measure, match.end())
            row = replace(row, task=Cell(tuple(head)), measure=Cell(tuple(rest)))
        found.append(row)
    return found


def _leave_out_stops(rows: Sequence[Row]) -> tuple[list[Row], list[Fragment]]:
    """Return the rows without the full stops behind their tasks, which are headings, and these."""
    heads = dict[int, tuple[list[Fragment], list[Fragment]]]()
    for row in rows:
        if row.task.text.endswith("。"):
            heads.setdefault(id(row.task), cut(row.task, len(row.task.text) - 1))
    tasks = {place: Cell(tuple(kept)) for place, (kept, _) in heads.items()}
    found = [replace(row, task=tasks.get(id(row.task), row.task)) for row in rows]
    return found, [one for _, stops in heads.values() for one in stops]


def _full_width(lines: Sequence[Cell]) -> float:
    """Return the width from which lines are full; infinite where text is not wrapped in mid-sentence."""
    widths = sorted(display_width(line.text) for line in lines)
    full = widths[int(_WIDE_LINES * len(widths))] - _FULL_LINE if widths else 0
    texts = [line.text for line in lines if display_width(line.text) >= full]
    wrapped = sum(not MEASURE_END.search(text) for text in texts)
    return full if wrapped >= max(_MIN_WRAPPED, len(texts) / 2) else math.inf
