"""Terms: the words of a measure that say something, cut by a dictionary that an analyst can edit.

Text is cut by jieba: by its own dictionary, the words of ``terms.toml`` and the names of
``departments.toml``, and never by its model of unknown words, which would make words that nobody has listed.
"""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final, NamedTuple

from pipeline.errors import TaxonomyError
from pipeline.taxonomy import DEFAULT, Region, load_taxonomy, read_toml

TERMS_FILE: Final = "terms.toml"
_DEPARTMENTS_FILE: Final = "departments.toml"

_WHOLE: Final = 100_000
"""How often jieba is told that a word of ours is used: so often that it is kept whole, whatever is in it."""
_SAYS_SOMETHING: Final = re.compile(r"(?!\d)(?=.*[^\W\d_]).{2,}")
_PLACE_ENDINGS: Final = ("省", "市", "区", "县", "州", "盟")
_FULL_WIDTH: Final = {ord("＋"): "+"} | {
    code: chr(code - 0xFEE0)
    for first, last in ("０９", "ＡＺ", "ａｚ")
    for code in range(ord(first), ord(last) + 1)
}


class Term(NamedTuple):
    """A use of a term in a text."""

    start: int
    end: int
    term: str


@dataclass(frozen=True)
class Lexicon:
    """The words that are kept whole, those that say nothing, and the names of places."""

    words: frozenset[str]
    stop_words: frozenset[str]
    places: frozenset[str]


def load_lexicon(folder: Path = DEFAULT) -> Lexicon:
    """Read the dictionary and the stop list, and the names of departments and of places.

    Raises
    ------
    TaxonomyError
        A file is missing or no TOML, or a list is no list of words, or a word is both kept and left out.
    """
    source = folder / TERMS_FILE
    document = read_toml(source)
    kept, left_out = _words_of(source, document, "dictionary"), _words_of(source, document, "stop")
    if both := sorted(kept & left_out):
        raise TaxonomyError(
            f"“{both[0]}”既在 [dictionary] 又在 [stop] 中；请删去其中一处。",
            f"“{both[0]}” stands under [dictionary] and under [stop]; take it out of one.",
            source=source,
        )
    return Lexicon(
        words=kept | frozenset(_department_names(folder)),
        stop_words=left_out,
        places=frozenset(_place_names(load_taxonomy(folder).regions)),
    )


def find_terms(text: str, lexicon: Lexicon) -> tuple[Term, ...]:
    """All uses of terms in a measure in the order of its text; they do not overlap.

    A term is a word of two characters or more that holds a letter, begins with no digit (unless the
    dictionary lists it), is on no stop list and names no place. It is told in half width and capitals, so it
    is the text between its offsets but for that.
    """
    found = []
    start = 0
    for word in _tokenizer(lexicon.words).cut(normalise(text), HMM=False):
        end = start + len(word)
        if _is_term(word, lexicon):
            found.append(Term(start, end, sys.intern(word)))
        start = end
    return tuple(found)


def normalise(text: str) -> str:
    """Letters, digits and ＋ in half width, Latin letters as capitals; no character more or less."""
    return "".join(
        other if len(other := character.upper()) == 1 else character
        for character in text.translate(_FULL_WIDTH)
    )


@cache
def _is_term(word: str, lexicon: Lexicon) -> bool:
    if word in lexicon.stop_words or not (word in lexicon.words or _SAYS_SOMETHING.fullmatch(word)):
        return False
    return word not in lexicon.places and not (
        word.endswith(_PLACE_ENDINGS) and word[:-1] in lexicon.places and word not in lexicon.words
    )


@cache
def _tokenizer(words: frozenset[str]) -> Any:
    import jieba  # not at the top: what only reads the built tables has no need of it

    jieba.setLogLevel(logging.WARNING)
    tokenizer = jieba.Tokenizer()
    tokenizer.initialize()
    for word in words:
        tokenizer.add_word(normalise(word), _WHOLE)
    return tokenizer


def _words_of(source: Path, document: dict[str, Any], table: str) -> frozenset[str]:
    lists = document.get(table)
    if not isinstance(lists, dict) or not lists:
        raise TaxonomyError(
            f"没有 [{table}] 段；请写上它，并在其中按名列出词表。",
            f"There is no [{table}]; write it, with named lists of words under it.",
            source=source,
        )
    words: set[str] = set()
    for name, values in lists.items():
        if not isinstance(values, list) or not all(isinstance(v, str) and len(v) >= 2 for v in values):
            raise TaxonomyError(
                f"[{table}] 的 {name} 应为词的列表，每个词至少两个字；请改正。",
                f"[{table}] {name} should be a list of words of two characters or more; mend it.",
                source=source,
            )
        words.update(map(normalise, values))
    return frozenset(words)


def _department_names(folder: Path) -> Iterable[str]:
    for department in read_toml(folder / _DEPARTMENTS_FILE).get("department", ()):
        yield from (department["name_zh"], *department.get("aliases_zh", ()))


def _place_names(regions: Iterable[Region]) -> Iterable[str]:
    for region in regions:
        yield from (region.name_zh, *region.telling_words)
