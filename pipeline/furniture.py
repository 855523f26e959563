"""Page furniture that stands on lines of its own: table headers, titles and page numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from pipeline.page_numbers import PageNumbers, find_page_numbers
from pipeline.taxonomy import Region

_HEADER_WORDS: Final = {
    "serial": "序号 编号 序 No. No",
    "area": "重点 领域 方面 类别 板块 方向 分类 模块 专题",
    "task": "内容 任务 事项 项目 要点",
    "measure": "举措 措施 成果 做法",
    "departments": "部门 单位 牵头 责任 负责 主体 机构 处室",
    "": (
        "工作 主要 具体 形式 要求 目标 安排 落实 推进 实施 保障 完成 时限 进度 配合 承办 主办 分工 "
        "名称 备注 年度 及 和 与 或 、 号 / （ ） ( )"
    ),
}
"""What table headers are made of, by the column that a word can name; '' names none."""

_ROLE_OF: Final = {word: role for role, words in _HEADER_WORDS.items() for word in words.split()}
_WORD: Final = re.compile("|".join(map(re.escape, sorted(_ROLE_OF, key=len, reverse=True))))
_LONGEST_HEADER: Final = 8
_MOST_HEADER_LETTERS: Final = 60
_LONGEST_HEADER_PIECE: Final = 12
_FEWEST_COLUMNS: Final = 3

_TITLE_NOUN: Final = re.compile("要点|计划|方案|安排|清单|分工|任务|措施|台账|意见")
_TITLE_YEAR: Final = re.compile(r"(?:19|20)\d\d(?=年|度|-|—)")
_TITLE_LEAD: Final = re.compile(r"(?:附件\d*[:：.、]?|\d+[.、]|[《（(]|(?:19|20)\d\d年度?)*")
_SENTENCE_MARK: Final = re.compile("[。，；！？、]")
_LONGEST_TITLE, _LONGEST_LONE_TITLE = 50, 24
_SPACE: Final = re.compile(r"\s+")


@dataclass(frozen=True)
class Title:
    """A plan's title: where it stands, whose plan it names, for which year (None if not said)."""

    first_line: int
    last_line: int
    text: str
    region_id: str
    year: int | None


@dataclass(frozen=True)
class Furniture:
    """The lines (1-based) of a source that belong to no cell, by kind.

    ``possible_page_numbers`` hold a bare number that only the cells around it can tell from text,
    see :class:`pipeline.page_numbers.PageNumbers`.
    """

    titles: tuple[Title, ...]
    headers: tuple[range, ...]
    page_numbers: frozenset[int]
    possible_page_numbers: Mapping[int, int] = field(default_factory=dict)

    def lines(self) -> dict[int, str]:
        """The fate of every furniture line."""
        fates = dict.fromkeys(self.page_numbers, "page_number")
        for header in self.headers:
            fates.update((number, "header") for number in header)
        for title in self.titles:
            fates.update((n, "title") for n in range(title.first_line, title.last_line + 1))
        return fates


def find_furniture(lines: Sequence[str], regions: Sequence[Region]) -> Furniture:
    """All furniture lines of a source; what shares a line with a cell is told later, with the cells."""
    filled = [number for number, line in enumerate(lines, 1) if not _is_blank(line)]
    squeezed = {number: _SPACE.sub("", lines[number - 1]) for number in filled}
    headers = tuple(find_headers(filled, squeezed))
    titles = tuple(find_titles(filled, squeezed, headers, regions))
    headers += tuple(find_strange_headers(lines, filled, squeezed, headers, titles))
    in_headers = {n for h in headers for n in h}
    in_titles = {n for t in titles for n in range(t.first_line, t.last_line + 1)}
    pages: PageNumbers = find_page_numbers(lines, filled, squeezed, in_headers, in_titles)
    return Furniture(titles, headers, pages.sure, pages.possible)


def _is_blank(line: str) -> bool:
    return not line or line.isspace()


def _roles(text: str) -> set[str] | None:
    """The columns that a text names if it is made of header words only, else None."""
    roles, position = set(), 0
    while position < len(text):
        match = _WORD.match(text, position)
        if match is None:
            return None
        roles.add(_ROLE_OF[match.group()])
        position = match.end()
    return roles - {""}


def find_headers(filled: Sequence[int], squeezed: dict[int, str]) -> Iterable[range]:
    """Table headers: runs of lines that together name most columns and hold nothing else.

    A header may be wrapped over several lines, and words may be cut where it is. A tail of a
    cell that is made of header words and stands beside it is left out: with it, the header
    would name no more.
    """
    position = 0
    while position < len(filled):
        length, named = _longest_header([squeezed[n] for n in filled[position : position + _LONGEST_HEADER]])
        if len(named) < _FEWEST_COLUMNS:
            position += 1
            continue
        end = position + length
        while _roles("".join(squeezed[n] for n in filled[position + 1 : end])) == named:
            position += 1
        yield range(filled[position], filled[end - 1] + 1)
        position = end


def _longest_header(lines: Sequence[str]) -> tuple[int, set[str]]:
    """The fewest of the first lines that name the most columns, and those columns."""
    best, named = 0, set[str]()
    if not _WORD.match(lines[0]):
        return best, named
    for length in range(1, len(lines) + 1):
        text = "".join(lines[:length])
        if len(text) > _MOST_HEADER_LETTERS:
            break
        roles = _roles(text)
        if roles is not None and len(roles) > len(named):
            best, named = length, roles
    return best, named


def find_strange_headers(
    lines: Sequence[str],
    filled: Sequence[int],
    squeezed: dict[int, str],
    headers: Sequence[range],
    titles: Sequence[Title],
) -> Iterable[range]:
    """Headers in words that are not known: a line of short pieces right after a title, and its like."""
    known = {number for header in headers for number in header}
    places = {number: index for index, number in enumerate(filled)}
    texts = set()
    for title in titles:
        after = places[title.last_line] + 1
        if after == len(filled) or filled[after] in known:
            continue
        pieces = lines[filled[after] - 1].split()
        short = all(len(piece) <= _LONGEST_HEADER_PIECE for piece in pieces)
        if len(pieces) > _FEWEST_COLUMNS and short and not _SENTENCE_MARK.search(squeezed[filled[after]]):
            texts.add(squeezed[filled[after]])
    return [range(n, n + 1) for n in filled if squeezed[n] in texts and n not in known]


def find_titles(
    filled: Sequence[int],
    squeezed: dict[int, str],
    headers: Sequence[range],
    regions: Sequence[Region],
) -> Iterable[Title]:
    """Titles: one or two lines before a header that name a region, or one that also says the year."""
    header_starts = {header.start for header in headers}
    header_lines = {number for header in headers for number in header}
    taken: set[int] = set()
    for index, number in enumerate(filled):
        if number in header_lines or number in taken:
            continue
        after = [n for n in filled[index + 1 : index + 3] if n not in header_lines]
        before_header = filled[index + 1 : index + 2] and filled[index + 1] in header_starts
        title = _read_title(number, number, squeezed[number], bool(before_header), regions)
        wrapped = after[:1] and filled[index + 2 : index + 3] and filled[index + 2] in header_starts
        if wrapped and _read_title(after[0], after[0], squeezed[after[0]], True, regions) is None:
            text = squeezed[number] + squeezed[after[0]]
            title = _read_title(number, after[0], text, True, regions) or title
        if title is not None:
            taken.update(range(title.first_line, title.last_line + 1))
            yield title


def _read_title(
    first: int, last: int, text: str, before_header: bool, regions: Sequence[Region]
) -> Title | None:
    year = _TITLE_YEAR.search(text)
    noun = _TITLE_NOUN.search(text)
    if len(text) > (_LONGEST_TITLE if before_header else _LONGEST_LONE_TITLE):
        return None
    if _SENTENCE_MARK.search(text) or not (year or noun) or not (before_header or (year and noun)):
        return None
    lead = _TITLE_LEAD.match(text)
    begin = lead.end() if lead else 0
    named = [r for r in regions if text.startswith(r.name_zh, begin)]
    named = named or [r for r in regions if text.startswith(r.short_zh, begin)]
    if not named:
        return None
    region = max(named, key=lambda r: len(r.name_zh))
    return Title(first, last, text, region.id, int(year.group()) if year else None)
