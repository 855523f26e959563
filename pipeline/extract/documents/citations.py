"""Extract the documents that a measure cites in title marks, by number alone, or without marks.

Numbers: 国发〔2018〕1号, 国务院令第732号, 2018年第3号公告, GB/T 29490-2013.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Final

from pipeline.extract.documents.names import (
    NATIONAL,
    STATE_BODY,
    DocumentNames,
    find_maker,
    find_unmarked,
    replace_place,
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
from pipeline.extract.patterns import is_free, load_patterns, split_lists
from pipeline.taxonomy.loading import Region

_LETTER: Final = re.compile(r"[^\W_]")
_LISTED: Final = re.compile(r"[、，,]?(?:和|与|及|以及|或)?")
_EMPTY_BRACKETS: Final = re.compile(r"[（(]\s*[）)]")
_CONTEXT: Final = 40
_BRACKETS: Final = str.maketrans("[]()", "〔〕（）")
MAX_NUMBER_LENGTH: Final = 48
"""In characters, including the issuing body."""
_HALF_WIDTH: Final = {
    **{code: code - 0xFEE0 for code in range(ord("！"), ord("～") + 1)},
    **str.maketrans("〔﹝【〕﹞】—–－‐−　", "[[[]]]----- "),
}
"""One character for one, so that offsets stay the same."""
_YEAR: Final = r"(?:19|20)\d{2}"
_SPACE: Final = r"\s{0,2}"
_COUNT: Final = rf"{_SPACE}(?:\d{{1,5}}|[〇零一二三四五六七八九十百]{{1,7}}){_SPACE}号"
_BRACKETED_YEAR: Final = rf"[\[(]{_SPACE}{_YEAR}{_SPACE}年?{_SPACE}[\])]"
_DATED: Final = rf"{_SPACE}(?:{_BRACKETED_YEAR}|{_YEAR}{_SPACE}年)?{_SPACE}"
_ISSUED: Final = r"(?:令|公告|通告)"
_SECTORS: Final = (
    "AQ BB CB CH CJ CY DA DL DZ FZ GA GH GM GY HB HG HJ HY JB JC JG JJF JJG JR JT JY LB LD LS LY MH MT MZ "
    "NB NY QB QC QJ QX RB SB SC SF SH SJ SL SN SY TB TD TY WB WH WM WS WW XB YB YC YD YS YY YZ ZY"
)
_EDITION: Final = rf"\s?[-:]{{1,2}}\s?{_YEAR}"
_STANDARD: Final = (
    r"(?<![A-Za-z\d])(?:"
    rf"GB\s?\d{{1,3}}(?:\.\d+)*{_EDITION}|GB\s?\d{{4,6}}(?:\.\d+)*(?:{_EDITION})?"
    rf"|(?:GB/?[TZ]|DB\d{{2,4}}/T|ISO(?:/[A-Z]{{2,3}})?|IEC|T/[A-Z]{{2,10}})\s?\d{{2,6}}(?:\.\d+)*(?:{_EDITION})?"
    rf"|(?:DB\d{{2,4}}/?|(?:{'|'.join(_SECTORS.split())})(?:/[TZ])?)\s?\d{{2,6}}(?:\.\d+)*{_EDITION})(?!\d)"
)
_NUMBER: Final = re.compile(
    rf"(?P<symbol>{_SPACE}{_BRACKETED_YEAR}{_SPACE}第?{_COUNT})"
    rf"|(?P<issued>{_ISSUED}\(?{_DATED}第?{_COUNT}|{_DATED}第?{_COUNT}[部局署省市]?{_ISSUED}(?![栏牌]))"
    rf"|(?P<standard>{_STANDARD})"
)
_BODY: Final = re.compile(r"[\u4e00-\u9fff]*$")
_MAX_BODY_LENGTH: Final = 24
_MIN_BODY_LENGTH: Final = {"symbol": 2, "issued": 1}
_NEEDS_NO_BODY: Final = re.compile(r"(?:公告|通告|.*号[部局署省市]?(?:令|公告|通告)$)")
_NUMBER_PATTERNS: Final = load_patterns("document_numbers")
_OPEN_BRACKET: Final = re.compile(r"\s?(?:[(][^()]*)?")
_REGIONAL_STANDARD: Final = re.compile(r"DB(\d{2})")
_NATIONAL_NUMBER: Final = re.compile(rf"国(?!资)|中[办发]|{STATE_BODY}|(?!DB|ISO|IEC|[TQ]/)[A-Z]{{2}}")


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
class DocumentNumber:
    """A number with its span; ``form`` is ``symbol``, ``issued`` (an order) or ``standard``."""

    start: int
    end: int
    form: str


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


def to_half_width(text: str) -> str:
    """Replace full-width characters, brackets and dashes; offsets stay the same."""
    return text.translate(_HALF_WIDTH)


def find_numbers(text: str) -> Iterator[DocumentNumber]:
    """Find the document numbers of a half-width text, sorted and disjoint."""
    last = 0
    for found in _NUMBER.finditer(text):
        form, start, end = str(found.lastgroup), found.start(), found.end()
        if form != "standard":
            # The start of the issuing body: 国 in 落实国务院令第….
            body = _BODY.search(text, max(last, start - _MAX_BODY_LENGTH), start)
            lead = _NUMBER_PATTERNS.lead.match(text, body.start(), start) if body else None
            start = lead.end() if lead else body.start() if body else start
            if found.start() - start < _MIN_BODY_LENGTH[form] and not _NEEDS_NO_BODY.match(found[0]):
                continue
        if text[end : end + 1] == ")" and "(" in found[0] and ")" not in found[0]:
            end += 1
        yield DocumentNumber(start, end, form)
        last = end


def number_after(text: str, end: int, numbers: list[DocumentNumber]) -> list[DocumentNumber]:
    """The numbers of the title that ends here: directly after it, or in brackets after it."""
    opened = text[end : end + 2].lstrip().startswith("(")
    limit = text.find(")", end, end + 2 * MAX_NUMBER_LENGTH) if opened else end + 1
    near = [number for number in numbers if number.start >= end]
    if not near or not _OPEN_BRACKET.fullmatch(text, end, near[0].start):
        return []
    return [number for number in near if number.start <= limit] if opened else near[:1]


def is_before_title(text: str, number: DocumentNumber, start: int) -> bool:
    """Whether a number precedes and belongs to the title that starts here: 国务院令第722号公布的《…》."""
    return number.end <= start <= number.end + 12 and bool(
        _NUMBER_PATTERNS.up_to_title.fullmatch(text, number.end, start)
    )


def find_number_maker(number: str) -> str:
    """Id of the region that issued a half-width number, ``national``, or '' if unknown."""
    if regional := _REGIONAL_STANDARD.match(number):
        return f"{regional[1]}0000"
    return NATIONAL if _NATIONAL_NUMBER.match(number) else ""
