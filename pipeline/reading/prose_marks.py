"""Finds what marks the parts of plans in prose: numbers, labels, and bodies in brackets."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Final

from pipeline.extract.departments.mentions import Directory, has_only_departments
from pipeline.reading.cell_text import NO_OTHER_BRACKET, Cut, cut_cell
from pipeline.reading.columns.layout import Fragment, display_width
from pipeline.reading.columns.rows import Cell
from pipeline.reading.columns.serials import parse_chinese
from pipeline.schema.folding import fold_compatibility
from pipeline.taxonomy.header_words import ColumnNames, row_column

_CHINESE: Final = "[一二三四五六七八九十]{1,3}"
_NUMBERS: Final = (
    rf"第({_CHINESE})[章节部分]+",
    rf"({_CHINESE})[、.．]",
    rf"[（(]({_CHINESE})[)）][、.．]?",
    rf"(?:第|任务|措施|举措)({_CHINESE}|\d{{1,3}})[，,、：:.．]",
    r"(\d{1,3})[.．、﹒](?!\d{1,2}(?![\d月日]))",
    r"\d{1,3}(?:\.\d{1,2})*\.(\d{1,2})(?![\d.万亿百千%％倍])[、．]?",
    r"[（(]?(\d{1,3})[)）][、.．]?",
    rf"({_CHINESE})是",
    "([①-⑳])",
    "(——|[—●■◆▪])",
)
"""What headings and items begin with, from the highest level down."""
_PLAIN: Final = re.compile(r"\d{1,2}")
_LABEL: Final = re.compile("([^，,。；;：:、（）()]{2,10})[：:]")
_COLONS: Final = ("：", ":")
"""What ends a label; in a list of bodies, one of four signs (配合单位) also begins behind a lost blank."""
_LABEL_INSIDE: Final = re.compile("(?:^|[。；;，,])" + _LABEL.pattern)
_LIST_MARKS: Final = "；;，,"
_LABEL_MARKS: Final = f"。{_LIST_MARKS}）)〕"
_BODIES_WITHIN: Final = re.compile(
    rf"(?<=[。；;])[(（〔【]{NO_OTHER_BRACKET}([^()（）〔〕【】]*(?:[(（][^()（）]{{0,99}}[)）][^()（）〔〕【】]*){{0,9}})[)）〕】][。；;]?(?=.)"
)
_PERSON: Final = re.compile("领导|责任人|负责人|联系人|联络员")
_MAX_LABEL_DOUBT: Final = 0.2
_DUTY_AT_END: Final = re.compile("[^。]*(?:牵头|负责|配合|落实|参与|协同)")


def find_number(line: Cell) -> tuple[int, int, int]:
    """Return the level, the number (0 for a dash) and the end of the number of a line; 0 if it has none."""
    text = fold_compatibility(line.text)
    for level, pattern in enumerate(_NUMBERS):
        if match := re.match(pattern, text):
            return level, _value(match[1]), match.end()
    first, *others = line.fragments
    is_text = all(after.start - one.start - len(one.text) < 2 for one, after in pairwise(others))
    if others and is_text and _PLAIN.fullmatch(first.text):
        # A number with a blank behind it, and no cells of a table.
        return 4, int(first.text), len(first.text)
    return 0, 0, 0


def _value(sign: str) -> int:
    if "①" <= sign <= "⑳":
        return ord(sign) - ord("①") + 1
    return int(sign) if sign.isdecimal() else parse_chinese(sign)


def cut(cell: Cell, at: int) -> tuple[list[Fragment], list[Fragment]]:
    """Cut the fragments of a cell at an index of its text."""
    if not 0 < at < len(cell.text):
        return (list(cell.fragments), []) if at else ([], list(cell.fragments))
    rest, head = cut_cell(cell, [Cut(0, at, "")])
    return [one for one, _ in head], list(rest.fragments)


@dataclass(frozen=True)
class Labels:
    """Finds labels of bodies and deadlines (责任单位：) by the names of columns, and bodies in brackets."""

    directory: Directory
    names: ColumnNames

    def split(self, line: Cell, kind: str) -> list[tuple[list[Fragment], str]]:
        """Cut a line of this kind at the labels in it; return the pieces, each with what it is."""
        text = fold_compatibility(line.text)
        begins = {0, *accumulate(len(one.text) for one in line.fragments)}
        starts, depth, label_end = [(0, kind)], 0, 0
        for start, sign in enumerate(text):
            is_behind = (
                start >= label_end and text[start + 4 : start + 5] in _COLONS and starts[-1][1] != "text"
            )
            may_start = not depth and (start in begins or text[start - 1] in _LABEL_MARKS or is_behind)
            match = _LABEL.match(text, start) if may_start else None
            if match and (named := self._name(match[1])):
                is_layout = named == "deadline" or match[1].endswith("分工")
                is_mark = (
                    named != "departments" and starts[-1][1] != "text" and text[start - 1] in _LIST_MARKS
                )
                starts += [(start - is_mark, "header" if is_layout else named)]
                starts += [(match.end(), named)] * is_layout
                label_end = match.end()
            depth = max(0, depth + (sign in "（(〔【[") - (sign in "）)〕】]"))
        stops = [*(start for start, _ in starts[1:]), len(text)]
        pieces = [
            (cut(Cell(tuple(cut(line, stop)[0])), start)[1] if stop > start else [], named)
            for (start, named), stop in zip(starts, stops, strict=True)
        ]
        return [*((piece, named) for piece, named in pieces[:-1] if piece), pieces[-1]]

    def are_bodies(self, text: str) -> bool:
        """Whether text in brackets is bodies: a label names them, or a verb, or it has nothing else."""
        if any(self._name(match[1]) == "departments" for match in _LABEL_INSIDE.finditer(text)):
            return True
        return _DUTY_AT_END.fullmatch(text) is not None or has_only_departments(text, self.directory)

    def split_behind_bodies(self, line: Cell) -> Iterator[tuple[Cell, int]]:
        """Cut a line behind bodies in brackets; yield the pieces and their widths, 0 for all but the last."""
        text, start, rest = fold_compatibility(line.text), 0, line
        for match in _BODIES_WITHIN.finditer(text):
            if self.are_bodies(match[1]):
                head, tail = cut(rest, match.end() - start)
                yield Cell(tuple(head)), 0
                start, rest = match.end(), Cell(tuple(tail))
        yield rest, display_width(line.text)

    def _name(self, label: str) -> str:
        """Return what follows a label: ``departments``, ``deadline``, ``other_column`` or '' for text."""
        if _PERSON.search(label):
            return "other_column"
        match = self.names.match_column(label)
        column = row_column(match[0]) if match and match[1] <= _MAX_LABEL_DOUBT else ""
        return column if column in ("departments", "deadline") else ""
