"""Find titles of documents in title marks, normalise them, and tell the kind of a document by its title.

《》 are the usual marks; typed texts also have ‹›, «», 〈〉, ≪≫, <> and <<>>. Titles may be nested:
《关于印发《甲办法》的通知》 is one title. If a 》 is missing, the title ends with the last word for a kind of
document in the clause (《甲条例，加强…); without such a word there is no title. Unmatched closing marks are
ignored. Comparison signs (<, ＜) mark a title only if it ends with such a word.
"""

import re
from collections.abc import Iterator
from typing import Final

from pipeline.extract.patterns import load_lists, load_patterns

STATE: Final = "中华人民共和国"

_FULL_WIDTH: Final = str.maketrans(
    "()<>《》﹤﹥＜＞[]【】—–―~～－•‧∙.", "（）〈〉〈〉〈〉〈〉〔〕〔〕------····"
)
_WHITE_SPACE: Final = re.compile(r"\s+")
_PATTERNS: Final = load_patterns("document_titles")

_BRACKETS: Final = re.compile(r"（[^（）]*）")
_PERIOD: Final = re.compile(r"(?:19|20)\d{2}(?:年?-(?:19|20)?\d{2,4})?年?度?")
_EMPTY_WORDS: Final = re.compile(rf"{STATE}|若干|关于|[^\w]|的")
MAX_TITLE_LENGTH: Final = 120
"""In characters; the longest titles of the State Council have fewer than a hundred."""
_CLOSING: Final = dict(zip("《«≪‹〈<＜", "》»≫›〉>＞", strict=True)) | {"<<": ">>", "＜＜": "＞＞"}
_COMPARISON_SIGNS: Final = "<＜"
_OPENING: Final = re.compile(r"<<|＜＜|[《«≪‹〈<＜]")
_ANY_MARK: Final = r"<<|>>|＜＜|＞＞|[《》«»≪≫‹›〈〉<>＜＞]"
_MARKS: Final = {
    opening: re.compile(f"{opening}|{closing}|[。；！？\n]") for opening, closing in _CLOSING.items()
}
_CLAUSE_END: Final = re.compile(r"[《》，。；：！？、,;:\n]")
_LETTERS: Final = re.compile(r"[^\W_].*[^\W_]", re.DOTALL)
_OUTER: Final = re.compile(rf"^(?:{_ANY_MARK})|(?:{_ANY_MARK})$")
_KINDS: Final = load_patterns("document_kinds")
_KIND_OF: Final = {word: kind for kind, words in load_lists("document_kind_words").items() for word in words}
_KIND_WORDS: Final = "|".join(sorted(_KIND_OF, key=len, reverse=True))
KIND_WORD: Final = re.compile(rf"{_KIND_WORDS}|(?:专利|商标|种子|著作权|标准化){_KINDS.law.pattern}")
"""A word that indicates a kind of document."""
_ENDS_IN_WORD: Final = re.compile(rf"({_KIND_WORDS}){_KINDS.remark.pattern}$")
_ENDS_IN_LAW: Final = re.compile(rf"{_KINDS.law.pattern}{_KINDS.remark.pattern}$")


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


def find_titles(text: str) -> Iterator[tuple[int, int]]:
    """Spans (start, end) of titles with their marks, sorted and disjoint."""
    opening = _OPENING.search(text)
    while opening:
        at, mark = opening.start(), opening[0]
        end = _find_closing_mark(text, at, mark) or (_find_unclosed_end(text, at) if mark == "《" else 0)
        if end and _LETTERS.search(text, at, end):
            yield at, end
        opening = _OPENING.search(text, end or opening.end())


def without_marks(quote: str) -> str:
    """A title without its marks."""
    return _OUTER.sub("", quote)


def _find_closing_mark(text: str, start: int, mark: str) -> int:
    closing = _CLOSING[mark]
    limit = min(len(text), start + MAX_TITLE_LENGTH)
    depth = 0
    for found in _MARKS[mark].finditer(text, start, limit):
        if found[0] == mark:
            depth += 1
        elif found[0] == closing:
            depth -= 1
        else:
            return 0
        if depth == 0:
            return found.end() if _is_title_end(text, found.start(), mark) else 0
    return 0


def _is_title_end(text: str, end: int, mark: str) -> bool:
    return mark[0] not in _COMPARISON_SIGNS or any(
        word.end() == end for word in KIND_WORD.finditer(text, max(0, end - 6), end)
    )


def _find_unclosed_end(text: str, start: int) -> int:
    limit = min(len(text), start + MAX_TITLE_LENGTH)
    clause = _CLAUSE_END.search(text, start + 1, limit)
    words = list(KIND_WORD.finditer(text, start + 1, clause.start() if clause else limit))
    return words[-1].end() if words else 0


def is_medium(title: str, before: str, after: str) -> bool:
    """Whether a title (without marks) is a platform, periodical, book, film or programme, not a document.

    ``before`` and ``after`` are its context: 《…》杂志, 播出《…》. A title that ends with a word for a kind
    of document is a document in any context.
    """
    if _KINDS.names_medium.search(title):
        return True
    if _ENDS_IN_WORD.search(title) or _ENDS_IN_LAW.search(title):
        return False
    return bool(_KINDS.medium_after.match(after) or _KINDS.medium_before.search(before))


def kind_of(title: str, after: str = "") -> str:
    """The kind of a document, one of ``DOCUMENT_KINDS`` of `pipeline.schema.model`.

    ``title`` is without marks; ``after`` is the text after it: 《…》的通知 is a notice. Titles without a word
    for a kind are printed works such as handbooks (``publication``), or ``other`` if they name a project or
    the like.
    """
    if word := _ENDS_IN_WORD.search(title):
        return _KIND_OF[word[1]]
    if _ENDS_IN_LAW.search(title) and len(title) > len("说法"):
        return "law"
    if notice := _KINDS.notice_after.match(after):
        return _KIND_OF[notice[1]]
    return "other" if _KINDS.no_document.search(title) else "publication"
