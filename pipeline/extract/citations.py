"""Citations: the documents in 《》 that a measure names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from pipeline.extract.document_kinds import kind_of
from pipeline.extract.document_makers import NATIONAL, maker_of, with_place
from pipeline.extract.document_names import DocumentNames
from pipeline.extract.document_titles import STATE, key_of, tidy, unwrap, years_of
from pipeline.extract.title_marks import find_titles
from pipeline.taxonomy import Region

_NUMBER: Final = (
    r"(?:[\u4e00-\u9fff]{1,12}[〔\[（(【［](?:19|20)\d{2}[〕\]）)】］]\s?第?\d{1,4}号"
    r"|[\u4e00-\u9fff]{1,20}令第?\d{1,4}号|第?\d{1,4}号令|[\u4e00-\u9fff]{0,16}公告\d{4}年第\d{1,4}号"
    r"|(?:GB|DB|ISO|[A-Z]{2})\d{0,4}(?:\s?/\s?[A-Z]{1,2})?\s?\d{2,6}(?:\.\d+)?\s?[-—–:：]\s?(?:19|20)\d{2})"
)
_NUMBER_AFTER: Final = re.compile(rf"\s?[（(]?({_NUMBER})")
_NUMBER_BEFORE: Final = re.compile(rf"({_NUMBER})[）)]?\s?$")
_NUMBER_INSIDE: Final = re.compile(rf"[（(]?({_NUMBER})[）)]?")
_LEADING_VERB: Final = re.compile(r"^.*(?:落实|按照|根据|依据|依照|贯彻|执行|印发|修订|对)")
_LETTER: Final = re.compile(r"[^\W_]")
_LISTED: Final = re.compile(r"[、，,]?(?:和|与|及|以及|或)?")
_BEFORE: Final = 40


@dataclass(frozen=True)
class Citation:
    """A document as a measure names it.

    ``quote`` has the brackets, ``title`` doesn't. ``maker`` is the id of the region whose document it is,
    ``national``, or '' where nothing tells.
    """

    start: int
    end: int
    quote: str
    title: str
    kind: str
    number: str
    issued_year: int
    maker: str


def find_citations(text: str, region: Region, names: DocumentNames) -> tuple[Citation, ...]:
    """All citations of a measure in the order of its text; they do not overlap.

    Parameters
    ----------
    text
        The measure cell.
    region
        The region whose plan it stands in: 《省专利条例》 is that region's.
    names
        The known documents and places.
    """
    found: list[Citation] = []
    before, last = "", 0
    for start, end in find_titles(text):
        if not found or not _LISTED.fullmatch(text, last, start):
            before = text[max(0, start - _BEFORE) : start]
        found.append(_citation(text, start, end, before, region, names))
        last = end
    return tuple(found)


def _citation(text: str, start: int, end: int, before: str, region: Region, names: DocumentNames) -> Citation:
    quote, after = text[start:end], text[end : end + _BEFORE]
    printed = quote[1:].removesuffix("》")
    number = _number_of(text, start, printed, after)
    unnumbered = _NUMBER_INSIDE.sub("", printed)
    title = with_place(unwrap(tidy(unnumbered if _LETTER.search(unnumbered) else printed)), region)
    kind = kind_of(title, after)
    known = names.known.get(key_of(title))
    if known:
        title, kind, maker = known.title, known.kind, NATIONAL
    elif kind == "law":
        title, maker = STATE + title.removeprefix(STATE), NATIONAL
    else:
        maker = maker_of(title, before, region, names)
        if maker == region.id and not names.regions_named(title):
            title = f"{title}（{region.short_zh}）"
    years = years_of(number) or years_of(printed)
    return Citation(start, end, quote, title, kind, number, int(years[0]) if years else 0, maker)


def _number_of(text: str, start: int, printed: str, after: str) -> str:
    found = (
        _NUMBER_INSIDE.search(printed)
        or _NUMBER_AFTER.match(after)
        or _NUMBER_BEFORE.search(text[max(0, start - _BEFORE) : start])
    )
    return _LEADING_VERB.sub("", found[1]) if found else ""
