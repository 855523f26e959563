"""Page furniture that stands on lines of its own: titles, page numbers and table headers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from pipeline.columns import ColumnNames, load_column_names
from pipeline.headers import HeaderColumns, columns_of_headers, find_headers, find_headers_with_unknown_cells
from pipeline.taxonomy import Region

_NUMBER: Final = r"\d{1,4}"
_PAGE_NUMBER: Final = re.compile(
    rf"(?P<styled>第{_NUMBER}页(?:[，,/]?共{_NUMBER}页)?|[-—–·―－•~]+{_NUMBER}[-—–·―－•~]+|{_NUMBER}[/／]{_NUMBER}|{_NUMBER}页)"
    rf"|(?P<plain>{_NUMBER})"
)
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
    """The lines (1-based) of a source that belong to no cell, by kind."""

    titles: tuple[Title, ...]
    headers: tuple[range, ...]
    page_numbers: frozenset[int]
    columns: tuple[HeaderColumns, ...] = ()
    """The columns that each header names, in the order of their lines."""

    def lines(self) -> dict[int, str]:
        """The fate of every furniture line."""
        fates = dict.fromkeys(self.page_numbers, "page_number")
        for header in self.headers:
            fates.update((number, "header") for number in header)
        for title in self.titles:
            fates.update((n, "title") for n in range(title.first_line, title.last_line + 1))
        return fates


def find_furniture(
    lines: Sequence[str], regions: Sequence[Region], names: ColumnNames | None = None
) -> Furniture:
    """All furniture lines of a source; what shares a line with a cell is told later, with the cells.

    ``names`` is what header cells can say; without it, what the project ships.
    """
    names = names or load_column_names()
    filled = [number for number, line in enumerate(lines, 1) if not _is_blank(line)]
    squeezed = {number: _SPACE.sub("", lines[number - 1]) for number in filled}
    headers = tuple(find_headers(filled, squeezed, names))
    titles = tuple(find_titles(filled, squeezed, headers, regions))
    told = {n for header in headers for n in header} | {
        n for title in titles for n in range(title.first_line, title.last_line + 1)
    }
    places = {number: index for index, number in enumerate(filled)}
    after_titles = [n for title in titles for n in filled[places[title.last_line] + 1 :][:1]]
    rest = [number for number in filled if number not in told]
    headers += tuple(find_headers_with_unknown_cells(lines, rest, after_titles, names))
    taken = {n for h in headers for n in h} | {
        n for t in titles for n in range(t.first_line, t.last_line + 1)
    }
    pages = find_page_numbers(lines, filled, squeezed, taken)
    return Furniture(titles, headers, frozenset(pages), columns_of_headers(lines, headers, names))


def _is_blank(line: str) -> bool:
    return not line or line.isspace()


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


def find_page_numbers(
    lines: Sequence[str], filled: Sequence[int], squeezed: dict[int, str], taken: set[int]
) -> Iterable[int]:
    """Lines that hold a page number: styled as one, or a bare number where a page ends."""
    for index, number in enumerate(filled):
        match = _PAGE_NUMBER.fullmatch(squeezed[number])
        if match is None or number in taken:
            continue
        follower = filled[index + 1] if index + 1 < len(filled) else None
        before_furniture = follower is None or follower in taken
        if match.group("styled") or before_furniture or _opens_page(lines, number, follower):
            yield number


def _opens_page(lines: Sequence[str], number: int, follower: int | None) -> bool:
    """Whether the line after a bare number is led by white space, and the number is not."""
    return follower is not None and lines[follower - 1][:1].isspace() and not lines[number - 1][:1].isspace()
