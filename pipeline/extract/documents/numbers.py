"""Find document numbers: 国发〔2018〕1号, 国务院令第732号, 2018年第3号公告, GB/T 29490-2013."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from pipeline.extract.documents.names import NATIONAL, STATE_BODY
from pipeline.extract.patterns import load_patterns

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
_PATTERNS: Final = load_patterns("document_numbers")
_OPEN_BRACKET: Final = re.compile(r"\s?(?:[(][^()]*)?")
_REGIONAL_STANDARD: Final = re.compile(r"DB(\d{2})")
_NATIONAL_NUMBER: Final = re.compile(rf"国(?!资)|中[办发]|{STATE_BODY}|(?!DB|ISO|IEC|[TQ]/)[A-Z]{{2}}")


@dataclass(frozen=True)
class DocumentNumber:
    """A number with its span; ``form`` is ``symbol``, ``issued`` (an order) or ``standard``."""

    start: int
    end: int
    form: str


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
            lead = _PATTERNS.lead.match(text, body.start(), start) if body else None
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
        _PATTERNS.up_to_title.fullmatch(text, number.end, start)
    )


def find_number_maker(number: str) -> str:
    """Id of the region that issued a half-width number, ``national``, or '' if unknown."""
    if regional := _REGIONAL_STANDARD.match(number):
        return f"{regional[1]}0000"
    return NATIONAL if _NATIONAL_NUMBER.match(number) else ""
