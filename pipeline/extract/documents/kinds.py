"""Classify documents by the last word of their titles."""

import re
from typing import Final

from pipeline.extract.patterns import load_lists, load_patterns

_PATTERNS: Final = load_patterns("document_kinds")
_KIND_OF: Final = {word: kind for kind, words in load_lists("document_kind_words").items() for word in words}
_LISTED: Final = "|".join(sorted(_KIND_OF, key=len, reverse=True))

KIND_WORD: Final = re.compile(rf"{_LISTED}|(?:专利|商标|种子|著作权|标准化){_PATTERNS.law.pattern}")
"""A word that indicates a kind of document."""

_ENDS_IN_WORD: Final = re.compile(rf"({_LISTED}){_PATTERNS.remark.pattern}$")
_ENDS_IN_LAW: Final = re.compile(rf"{_PATTERNS.law.pattern}{_PATTERNS.remark.pattern}$")


def is_medium(title: str, before: str, after: str) -> bool:
    """Whether a title (without marks) is a platform, periodical, book, film or programme, not a document.

    ``before`` and ``after`` are its context: 《…》杂志, 播出《…》. A title that ends with a word for a kind
    of document is a document in any context.
    """
    if _PATTERNS.names_medium.search(title):
        return True
    if _ENDS_IN_WORD.search(title) or _ENDS_IN_LAW.search(title):
        return False
    return bool(_PATTERNS.medium_after.match(after) or _PATTERNS.medium_before.search(before))


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
    if notice := _PATTERNS.notice_after.match(after):
        return _KIND_OF[notice[1]]
    return "other" if _PATTERNS.no_document.search(title) else "publication"
