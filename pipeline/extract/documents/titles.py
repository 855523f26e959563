"""Normalise titles of documents, and extract them from notices that forward them."""

import re
from typing import Final

STATE: Final = "中华人民共和国"

_FULL_WIDTH: Final = str.maketrans(
    "()<>《》﹤﹥＜＞[]【】—–―~～－•‧∙.", "（）〈〉〈〉〈〉〈〉〔〕〔〕------····"
)
_WHITE_SPACE: Final = re.compile(r"\s+")
_NOTICE: Final = re.compile(
    r".{0,40}?(?:印发|转发|公布|发布|下发)"
    r"(?:〈(?P<quoted>.+)〉.{0,30}?"
    r"|(?P<plain>.+(?:意见|方案|办法|规划|计划|纲要|规定|细则)(?:（[^（）]*）)?))"
    r"的(?:通知|公告|决定|函)(?:（[^（）]*）)?"
)

_BRACKETS: Final = re.compile(r"（[^（）]*）")
_PERIOD: Final = re.compile(r"(?:19|20)\d{2}(?:年?-(?:19|20)?\d{2,4})?年?度?")
_ISSUER: Final = re.compile(
    r".{0,30}?(?:国务院|政府|办公厅|办公室|委员会|省委|市委|党委|党组|常委会|[局厅署院部])+关于"
)
_EMPTY_WORDS: Final = re.compile(rf"{STATE}|若干|关于|[^\w]|的")


def normalise_title(printed: str) -> str:
    """A title with full-width marks and without white space."""
    return _WHITE_SPACE.sub("", printed).translate(_FULL_WIDTH)


def unwrap_notice(title: str) -> str:
    """The title of the document that a notice forwards (关于印发〈甲办法〉的通知), else the title."""
    notice = _NOTICE.fullmatch(title)
    return (notice["quoted"] or notice["plain"]) if notice else title


def title_key(title: str) -> str:
    """Key of a document, the same for all wordings of its title.

    Issuer, years, remarks in brackets, 中华人民共和国, 若干, 关于, 的 and all marks are removed.
    """
    bare = _PERIOD.sub("", _BRACKETS.sub("", normalise_title(title)))
    return _EMPTY_WORDS.sub("", _ISSUER.sub("", bare, count=1))


def find_years(title: str) -> tuple[str, ...]:
    """The years that distinguish editions of a document."""
    return tuple(re.findall(r"(?<!\d)(?:19|20)\d{2}(?!\d)", title))
