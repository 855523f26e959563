"""Find titles in title marks.

《》 are the usual marks; typed texts also have ‹›, «», 〈〉, ≪≫, <> and <<>>. Titles may be nested:
《关于印发《甲办法》的通知》 is one title. If a 》 is missing, the title ends with the last word for a kind of
document in the clause (《甲条例，加强…); without such a word there is no title. Unmatched closing marks are
ignored. Comparison signs (<, ＜) mark a title only if it ends with such a word.
"""

import re
from collections.abc import Iterator
from typing import Final

from pipeline.extract.documents.kinds import KIND_WORD

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
