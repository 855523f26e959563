"""Finds the titles of plans: lines that name a region and a kind of document, judged by their context."""

import re
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from itertools import product
from typing import Final

from pipeline.schema.folding import find_year, fold_compatibility, fold_traditional
from pipeline.taxonomy.loading import Region

_PREFIX: Final = re.compile(
    r"(?:附件[\d一二三四五六七八九十]*[:：.、]?|[\d〇○零一二三四五六七八九]{3,4}年度?|\d+[.、:：]?|[《（(#*>]|中共)*"
)
_ISSUED: Final = re.compile("关于(?:印发|下达|转发)《?")
"""What stands between an issuer that names no region (省政府办公厅) and the title of its plan."""
_LOCALITY: Final = re.compile(
    r".{0,8}?兵团|.{1,8}?(?<![强城社小校园范])(?:[市州县盟旗]|(?<!自治)区)(?=[\d一二]|(?:人民)?政府|[党市州县区]委|关于)"
)
"""What stands behind a region's name in the name of a place within it, or of another region."""
_SENTENCE_MARK: Final = re.compile("[。，；！？、]")
_ADDRESSEE: Final = re.compile("[:：]$")
_NOTICE: Final = re.compile("(?:关于|印发|下达).+的(?:通知|函)$")
_DATE: Final = re.compile(r"\d{1,2}月\d{1,2}日$")
_FIRST_SERIAL: Final = re.compile(r"[（(]?(?:0?1|一)[)）]?[.、．]?")
_MAX_CHARACTERS, _MAX_CHARACTERS_ALONE = 50, 24
_MAX_TAIL_CHARACTERS: Final = 14
"""Maximum characters after a title's noun: 任务分解表, （征求意见稿）."""
MAX_HEADER_DISTANCE: Final = 4
"""The most lines from a title to the header of its table."""


@dataclass(frozen=True)
class Title:
    """A plan's title: its lines, region, year (None if not stated), and whether it names no place within."""

    first_line: int
    last_line: int
    text: str
    region_id: str
    year: int | None
    is_certain: bool


def find_titles(
    filled: Sequence[int],
    squeezed: dict[int, str],
    headers: Sequence[range],
    regions: Sequence[Region],
    nouns: Sequence[str],
    paragraphs: Set[int] = frozenset(),
) -> Iterable[Title]:
    """Yield the titles of a source, of one or two lines each.

    A title starts with a region and states a year and the kind of document; one of these two may be missing
    directly above a table header. If no header is near, a title has to state both, and to be the first in the
    source, to repeat another title, or to be the last line: a line of a cell that names a region, a year and
    a plan must not count. Titles above the first header (on the first line if there is none) may be longer,
    as may notices (关于印发…的通知), whose issuer may be on a line of its own. A paragraph that states both
    is the title of a plan without a table if no other title names its region and year.

    Parameters
    ----------
    filled, squeezed
        The numbers of the non-blank lines, and their text without white space.
    headers
        The lines of each table header.
    regions, nouns
        The regions and the kinds of documents that a title can name.
    paragraphs
        The lines that are whole paragraphs, so not part of a cell.
    """
    noun = re.compile("|".join(map(re.escape, nouns)))

    def read(first: int, last: int, text: str, before_header: bool) -> Title | None:
        found = _parse_title(text, before_header, before_header or first < above, regions, noun)
        return found and Title(first, last, text.strip("#*"), *found)

    header_starts = {header.start for header in headers}
    header_lines = {number for header in headers for number in header}
    above = min(header_starts, default=filled[0] + 1 if filled else 0)
    used: set[int] = set()
    seen: set[str] = set()
    named: set[tuple[str, int | None]] = set()
    lonely: list[Title] = []
    for index, number in enumerate(filled):
        if number in header_lines or number in used:
            continue
        after = [n for n in filled[index + 1 : index + 3] if n not in header_lines]
        before_header = filled[index + 1 : index + 2] and filled[index + 1] in header_starts
        title = read(number, number, squeezed[number], bool(before_header))
        wrapped = filled[index + 2 : index + 3] and filled[index + 2] in header_starts
        is_notice = title is None and after[:1] and _NOTICE.match(squeezed[after[0]])
        if (
            after[:1]
            and (wrapped or is_notice)
            and not _ADDRESSEE.search(squeezed[after[0]])
            and read(after[0], after[0], squeezed[after[0]], True) is None
        ):
            text = squeezed[number] + squeezed[after[0]]
            title = read(number, after[0], text, True) or title
        if title is None:
            continue
        following = filled[index + 1 : index + 1 + MAX_HEADER_DISTANCE]
        starts_table = any(n in header_starts for n in following) or (
            following and _FIRST_SERIAL.match(squeezed[following[0]]) is not None
        )
        if starts_table or not seen or title.text in seen or not following:
            used.update(range(title.first_line, title.last_line + 1))
            seen.add(title.text)
            named.add((title.region_id, title.year))
            yield title
        elif number in paragraphs:
            lonely.append(title)
    yield from (title for title in lonely if (title.region_id, title.year) not in named)


def _parse_title(
    text: str, before_header: bool, may_be_long: bool, regions: Sequence[Region], nouns: re.Pattern[str]
) -> tuple[str, int | None, bool] | None:
    """Return the region, the year, and whether the region is certain; None if the text is no title."""
    folded = fold_traditional(fold_compatibility(text))
    longest = _MAX_CHARACTERS if may_be_long or _NOTICE.search(folded) else _MAX_CHARACTERS_ALONE
    if len(folded) > longest or _DATE.search(folded):
        return None
    year = find_year(folded)
    noun = max(nouns.finditer(folded), key=re.Match.end, default=None)
    if noun is not None and len(folded) - noun.end() > _MAX_TAIL_CHARACTERS:
        noun = None
    if _SENTENCE_MARK.search(folded) or not (year or noun) or not (before_header or (year and noun)):
        return None
    begins = [match.end() for match in (_PREFIX.match(folded), _ISSUED.search(folded)) if match]
    for begin, name in product(begins, ("name_zh", "short_zh")):
        if named := [r for r in regions if folded.startswith(getattr(r, name), begin)]:
            region = max(named, key=lambda r: len(r.name_zh))
            end, places = begin + len(getattr(region, name)), tuple(w for r in regions for w in r.words)
            is_part = _LOCALITY.match(folded, end) or any(folded.startswith(places, n) for n in (begin, end))
            return region.id, year, not is_part
    return None
