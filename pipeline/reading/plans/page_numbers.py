"""Finds page numbers by evidence from a whole source, never from one line alone.

A line that could be a page number is a candidate. Evidence for it: it is at the edge of a page (at a form
feed, or beside a repeated header or title), it is decorated like a page number (``- 3 -``, ``第3页``), or it
belongs to a sequence that increases with the pages. A number with too little evidence is text, which the
analysis of columns handles.
"""

import re
import unicodedata
from bisect import bisect
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from math import inf
from typing import Final

from pipeline.reading.columns.serials import best_sequence, parse_chinese

_NUMBER: Final = re.compile(r"\d{1,4}")
_ROMAN: Final = re.compile(r"(?=[ivx])(x{0,3})(ix|iv|v?i{0,3})")
_CHINESE: Final = re.compile(r"第([一二三四五六七八九十]{1,3})页")
_DASHED: Final = re.compile(r"[-–—―−~·•*|_=<>\[【〔].*[-–—―−~·•*|_=<>\]】〕]")
_DECORATION: Final = re.compile(
    r"[-–—―−~·•*|_=<>\[\]【】〔〕/,:.、()（）]+|第|页码|页|共|总|page|pages|of|p", re.IGNORECASE
)
_SERIAL_MARKS: Final = frozenset(".、()（）:,")

_MIN_PAGE_LINES, _MAX_PAGE_LINES = 3, 250
"""Minimum and maximum number of lines of a page; a full page may have blank lines between."""
_MIN_REGULAR_LINES: Final = 12
_MAX_CHARACTERS: Final = 16
_LOOK_BACK: Final = 60
_RESTART: Final = -2.0
_EDGE, DECORATED, _PARTLY_DECORATED, _BARE = 3.0, 3.0, 1.0, 0.5
_MIN_SEQUENCE: Final = 4
_MAX_INDENTED_SHARE: Final = 0.3
"""Maximum share of lines with leading white space for which such white space marks the start of a page."""
_MAX_STEP_RATIO: Final = 3.0
_MIN_INDENT: Final = 8
"""Minimum indent, in spaces beyond that of most lines, of a number that is centred or at the right."""


@dataclass(frozen=True)
class PageNumbers:
    """The page numbers among the lines (1-based) of a source.

    Parameters
    ----------
    certain
        Lines that contain a page number and nothing else.
    possible
        Lines of a bare number that is not at the edge of a page: a page number within a cell, a serial,
        or text. The value is 2 for one of a regular sequence, 1 for one of any sequence, else 0.
    """

    certain: frozenset[int]
    possible: Mapping[int, int]


@dataclass(frozen=True)
class _Candidate:
    line: int
    index: int
    value: int
    style: str
    weight: float
    is_decorated: bool
    at_edge: bool
    page: int


def find_page_numbers(
    lines: Sequence[str],
    filled: Sequence[int],
    squeezed: dict[int, str],
    headers: Collection[int],
    titles: Collection[int],
) -> PageNumbers:
    """Find the page numbers of a source; the lines numbered in ``headers`` and ``titles`` hold none.

    ``filled`` are the numbers (1-based) of the non-blank ``lines``, ``squeezed`` their text without white
    space.
    """
    pages = number_pages(lines)
    candidates = _find_candidates(lines, filled, squeezed, {*headers, *titles}, pages)
    if not candidates:
        return PageNumbers(frozenset(), {})
    if pages[-1] > 1:
        return PageNumbers(frozenset(_match_pages(candidates)), {})
    certain, possible = set[int](), dict[int, int]()
    title_lines = sorted(titles)
    for style in sorted({candidate.style for candidate in candidates}):
        alike = [c for c in candidates if c.style == style]
        weights = [candidate.weight for candidate in alike]
        steps = partial(_step_score, alike, title_lines)
        chain = [alike[place] for place in best_sequence(weights, steps, _LOOK_BACK)]
        certain |= {c.line for c in chain if c.at_edge or c.weight >= DECORATED}
        if chain[0].is_decorated:
            certain |= {c.line for c in chain if len(chain) > 1}
            continue
        possible |= dict.fromkeys((c.line for c in alike), 0)
        if len(chain) > 1:
            possible |= dict.fromkeys((c.line for c in chain), 2 if _is_regular(chain) else 1)
    return PageNumbers(
        frozenset(certain), {n: support for n, support in possible.items() if n not in certain}
    )


def number_pages(lines: Sequence[str]) -> list[int]:
    """Return the page of each line by the form feeds before it; all 1 if there are none."""
    page, pages = 1, []
    for line in lines:
        page += line.count("\f") if line.strip() else 0
        pages.append(page)
        page += 0 if line.strip() else line.count("\f")
    return pages or [1]


def _find_candidates(
    lines: Sequence[str],
    filled: Sequence[int],
    squeezed: dict[int, str],
    excluded: Collection[int],
    pages: Sequence[int],
) -> list[_Candidate]:
    indents = {number: len(lines[number - 1]) - len(lines[number - 1].lstrip()) for number in filled}
    indented = sum(map(bool, indents.values()))
    indent_starts_page = indented <= _MAX_INDENTED_SHARE * len(filled)
    usual = max((indent for indent, count in Counter(indents.values()).items() if count > 1), default=0)
    found = []
    for index, number in enumerate(filled):
        if number in excluded or len(squeezed[number]) > _MAX_CHARACTERS:
            continue
        read = parse_page_number(squeezed[number])
        if read is None:
            continue
        value, style, weight = read
        is_indented = weight > _BARE and indents[number] >= usual + _MIN_INDENT
        at_edge = is_indented or _is_at_edge(index, lines, filled, excluded, pages, indent_starts_page)
        found.append(
            _Candidate(
                line=number,
                index=index,
                value=value,
                style=style,
                weight=weight + _EDGE * at_edge,
                is_decorated=weight > _BARE,
                at_edge=at_edge,
                page=pages[number - 1],
            )
        )
    return found


def _is_at_edge(
    index: int,
    lines: Sequence[str],
    filled: Sequence[int],
    excluded: Collection[int],
    pages: Sequence[int],
    indent_starts_page: bool,
) -> bool:
    """Return whether a line is the first or last of its page, judging by its neighbours."""
    number = filled[index]
    page = pages[number - 1]
    follower = filled[index + 1] if index + 1 < len(filled) else None
    if follower is None or follower in excluded or pages[follower - 1] != page:
        return True
    if pages[-1] > 1:
        return index == 0 or pages[filled[index - 1] - 1] != page
    return indent_starts_page and lines[follower - 1][0].isspace() and not lines[number - 1][0].isspace()


def parse_page_number(text: str) -> tuple[int, str, float] | None:
    """Return the number of a line, its style, and the evidence from the line alone; None for text.

    The style is the text without its numbers, the same for all page numbers of a document; '' for a bare one.
    """
    folded = unicodedata.normalize("NFKC", text).lower()
    chinese = _CHINESE.search(folded)
    if chinese is not None:
        folded = folded.replace(chinese.group(), f"第{parse_chinese(chinese.group(1))}页", 1)
    roman = _ROMAN.fullmatch(folded.strip("-–—· "))
    if roman is not None:
        return _parse_roman(roman.group()), "roman", _BARE
    numbers = _NUMBER.findall(folded)
    if not 1 <= len(numbers) <= 2:
        return None
    style = _NUMBER.sub("#", folded)
    decoration = style.replace("#", "")
    if _DECORATION.sub("", decoration):
        return None
    if not decoration or set(decoration) <= _SERIAL_MARKS:
        return (int(numbers[0]), decoration and style, _BARE) if len(numbers) == 1 else None
    total = re.search(r"(?:共|总)#页?", style)
    order = 1 if len(numbers) == 2 and total and total.start() < style.find("#") else 0
    is_decorated = bool(_DASHED.fullmatch(style)) or "第#页" in style or "page" in style
    style = style if len(numbers) == 1 else f"{style}{numbers[1 - order]}"
    return int(numbers[order]), style, DECORATED if is_decorated else _PARTLY_DECORATED


def _parse_roman(text: str) -> int:
    values = [{"i": 1, "v": 5, "x": 10}[letter] for letter in text]
    return sum(-a if a < b else a for a, b in pairwise([*values, 0]))


def _match_pages(candidates: Sequence[_Candidate]) -> list[int]:
    """Return the lines at page edges whose number has a constant offset from the page, given form feeds."""
    edges = [c for c in candidates if c.at_edge]
    if not edges:
        return []
    distances = Counter((c.style, c.value - c.page) for c in edges)
    found = []
    for candidate in edges:
        distance = candidate.value - candidate.page
        regular = distances[candidate.style, distance] > 1 or distance == 0
        if regular or candidate.weight >= _EDGE + DECORATED:
            found.append(candidate.line)
    return found


def _step_score(candidates: Sequence[_Candidate], titles: Sequence[int], before: int, after: int) -> float:
    """Return the evidence that one candidate follows another in a sequence."""
    earlier, later = candidates[before], candidates[after]
    pages, lines = later.value - earlier.value, later.index - earlier.index
    if pages > 0 and pages * _MIN_PAGE_LINES <= lines <= pages * _MAX_PAGE_LINES:
        return 0.0
    restarts = later.value <= 1 or bisect(titles, earlier.line) < bisect(titles, later.line)
    return _RESTART if pages <= 0 and restarts else -inf


def _is_regular(chain: Sequence[_Candidate]) -> bool:
    """Return whether bare numbers increase by one, at even distances of a page."""
    if len(chain) < _MIN_SEQUENCE:
        return False
    steps = [b.index - a.index for a, b in pairwise(chain)]
    one_by_one = all(b.value - a.value == 1 for a, b in pairwise(chain))
    return one_by_one and min(steps) >= _MIN_REGULAR_LINES and max(steps) <= _MAX_STEP_RATIO * min(steps)
