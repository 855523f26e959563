"""Extract the documents that a measure cites in title marks, by number alone, or without marks."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Final

from pipeline.extract.documents.names import NATIONAL, DocumentNames, find_maker, replace_place
from pipeline.extract.documents.numbers import (
    MAX_NUMBER_LENGTH,
    DocumentNumber,
    find_number_maker,
    find_numbers,
    is_before_title,
    number_after,
    to_half_width,
)
from pipeline.extract.documents.titles import (
    STATE,
    find_titles,
    find_years,
    is_medium,
    kind_of,
    normalise_title,
    title_key,
    unwrap_notice,
    without_marks,
)
from pipeline.extract.documents.unmarked_titles import find_unmarked
from pipeline.extract.wordings import is_free, split_lists
from pipeline.taxonomy.loading import Region

_LETTER: Final = re.compile(r"[^\W_]")
_LISTED: Final = re.compile(r"[、，,]?(?:和|与|及|以及|或)?")
_EMPTY_BRACKETS: Final = re.compile(r"[（(]\s*[）)]")
_CONTEXT: Final = 40


@dataclass(frozen=True)
class Citation:
    """A document cited by a measure.

    ``quote`` includes title marks, ``title`` does not; both are the number of a document cited by number
    alone. ``maker`` is the id of the issuing region, ``national``, or '' if unknown.
    """

    start: int
    end: int
    quote: str
    title: str
    kind: str
    number: str
    issued_year: int
    maker: str


@dataclass(frozen=True)
class _MeasureText:
    """A measure, its text in half width (``half``), and its document numbers."""

    text: str
    half: str
    numbers: list[DocumentNumber]


def find_citations(text: str, region: Region, names: DocumentNames) -> tuple[Citation, ...]:
    """Extract all citations of a measure in text order, without overlaps.

    ``region`` is the plan's: 《省专利条例》 is that region's. A number directly before or after a title, or
    in brackets after it, belongs to the title. Platforms, periodicals, books, films and programmes in title
    marks are not citations.
    """
    half = to_half_width(text)
    read = _MeasureText(text, half, list(find_numbers(half)))
    marked = list(find_titles(text))
    spans = sorted([*marked, *find_unmarked(text, names, marked)])
    used: set[int] = set()
    found: list[Citation] = []
    before, last = "", 0
    for (start, end), is_work in zip(spans, _flag_media(text, spans), strict=True):
        if not found or not _LISTED.fullmatch(text, last, start):
            before = text[max(0, start - _CONTEXT) : start]
        numbers = _find_title_numbers(read, start, end)
        used.update(number.start for number in numbers)
        if not is_work:
            found.append(_cite_title(read, start, end, before, numbers, region, names))
        last = end
    found += _cite_numbers(read, spans, used)
    return tuple(sorted(found, key=lambda citation: citation.start))


def _flag_media(text: str, spans: Sequence[tuple[int, int]]) -> list[bool]:
    """Whether each title is that of a medium or work; the context of a list applies to all its titles."""
    media: list[bool] = []
    previous = 0
    for listed in split_lists(text, spans, _LISTED):
        first, last = listed[0][0], listed[-1][1]
        before, after = text[max(previous, first - _CONTEXT) : first], text[last : last + _CONTEXT]
        media += [is_medium(without_marks(text[start:end]), before, after) for start, end in listed]
        previous = last
    return media


def _find_title_numbers(read: _MeasureText, start: int, end: int) -> list[DocumentNumber]:
    """The numbers in a title, else those after it, else the one before it."""
    distance, key = 2 * MAX_NUMBER_LENGTH, attrgetter("start")
    first = bisect_left(read.numbers, start - distance, key=key)
    near = read.numbers[first : bisect_left(read.numbers, end + distance, key=key)]
    if inside := [number for number in near if start <= number.start and number.end <= end]:
        return inside
    after = number_after(read.half, end, near)
    return after or [number for number in near if is_before_title(read.half, number, start)][-1:]


def _cite_title(
    read: _MeasureText,
    start: int,
    end: int,
    before: str,
    numbers: list[DocumentNumber],
    region: Region,
    names: DocumentNames,
) -> Citation:
    quote, after = read.text[start:end], read.text[end : end + _CONTEXT]
    number = read.text[numbers[0].start : numbers[-1].end] if numbers else ""
    printed = without_marks(quote)
    unnumbered = _EMPTY_BRACKETS.sub("", printed.replace(number, "")) if number else printed
    title = replace_place(
        unwrap_notice(normalise_title(unnumbered if _LETTER.search(unnumbered) else printed)), region
    )
    kind = "standard" if numbers and numbers[0].form == "standard" else kind_of(title, after)
    known = names.known.get(title_key(title))
    if known:
        title, kind, maker = known.title, known.kind, NATIONAL
    elif kind == "law":
        title, maker = STATE + title.removeprefix(STATE), NATIONAL
    else:
        maker = find_maker(title, before, region, names)
        if maker == region.id and not names.regions_named(title):
            title = f"{title}（{region.short_zh}）"
    year = int(next(iter(find_years(to_half_width(number)) or find_years(printed)), 0))
    return Citation(start, end, quote, title, kind, number, year, maker)


_BRACKETS: Final = str.maketrans("[]()", "〔〕（）")


def _cite_numbers(read: _MeasureText, spans: Sequence[tuple[int, int]], used: set[int]) -> Iterator[Citation]:
    """Citations by number alone."""
    for number in read.numbers:
        start, end = number.start, number.end
        if start in used or not is_free(start, end, spans):
            continue
        quote, plain = read.text[start:end], "".join(read.half[start:end].split())
        # Numbers of orders and letters indicate no kind.
        kind = "notice" if "公告" in plain or "通告" in plain else "other"
        kind = "standard" if number.form == "standard" else kind
        year, maker = int(next(iter(find_years(plain)), 0)), find_number_maker(plain)
        yield Citation(start, end, quote, plain.translate(_BRACKETS), kind, quote, year, maker)
