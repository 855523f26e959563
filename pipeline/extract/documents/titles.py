"""Normalise titles of documents, and extract them from notices that forward them."""

import re
from typing import Final

from pipeline.extract.patterns import load_patterns

STATE: Final = "中华人民共和国"

_FULL_WIDTH: Final = str.maketrans(
    "()<>《》﹤﹥＜＞[]【】—–―~～－•‧∙.", "（）〈〉〈〉〈〉〈〉〔〕〔〕------····"
)
_WHITE_SPACE: Final = re.compile(r"\s+")
_PATTERNS: Final = load_patterns("document_titles")

_BRACKETS: Final = re.compile(r"（[^（）]*）")
_PERIOD: Final = re.compile(r"(?:19|20)\d{2}(?:年?-(?:19|20)?\d{2,4})?年?度?")
_EMPTY_WORDS: Final = re.compile(rf"{STATE}|若干|关于|[^\w]|的")


def normalise_title(printed: str) -> str:
    """A title with full-width marks and without white space."""
    return _WHITE_SPACE.sub("", printed).translate(_FULL_WIDTH)


def unwrap_notice(title: str) -> str:
    """The title of the document that a notice forwards (关于印发〈甲办法〉的通知), else the title."""
    notice = _PATTERNS.notice.fullmatch(title)
    return (notice["quoted"] or notice["plain"]) if notice else title


def title_key(title: str) -> str:
    """Key of a document, the same for all wordings of its title.

    Issuer, years, remarks in brackets, 中华人民共和国, 若干, 关于, 的 and all marks are removed.
    """
    bare = _PERIOD.sub("", _BRACKETS.sub("", normalise_title(title)))
    return _EMPTY_WORDS.sub("", _PATTERNS.issuer.sub("", bare, count=1))


def find_years(title: str) -> tuple[str, ...]:
    """The years that distinguish editions of a document."""
    return tuple(re.findall(r"(?<!\d)(?:19|20)\d{2}(?!\d)", title))
