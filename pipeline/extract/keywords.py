"""Extract terms, the content words of a measure, with a dictionary that an analyst can edit.

Text is tokenised by jieba with its own dictionary, the words of ``terms.toml`` and the names of
``departments.toml``, without its HMM, which would add unlisted words.
"""

import logging
import marshal
import re
import sys
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final, NamedTuple

from pipeline.extract.patterns import compile_words
from pipeline.schema.errors import TaxonomyError
from pipeline.taxonomy.loading import DEFAULT, load_regions
from pipeline.taxonomy.toml_files import open_file, require_section

TERMS_FILE: Final = "terms.toml"
_DEPARTMENTS_FILE: Final = "departments.toml"

_WORD_FREQUENCY: Final = 100_000
"""Frequency of our words in jieba's dictionary, high enough that they are never split."""
_JIEBA_CACHE: Final = "jieba.cache"
_MIN_DEPARTMENT_LENGTH: Final = 4
"""Shorter names occur in other words (奖励办 in 奖励办法), and jieba knows the usual ones."""

_AUTHORITY: Final = re.compile(r"(各|有关|相关).*|.*(局|厅|委|办|署|部|政府|部门|单位|办公室|委员会)")
_CHARACTER: Final = r"[\u4e00-\u9fd5A-Za-z0-9+#&._%-]"
_WORD: Final = re.compile(rf"{_CHARACTER}{{2,}}")
"""Characters that jieba allows in words; it splits at all others before any lookup."""
_NAME: Final = re.compile(rf"(?=..){_CHARACTER}+(?:、{_CHARACTER}+)*")
"""Words that may contain 、, as 双随机、一公开, which is matched before tokenising with jieba."""
_LETTERS: Final = re.compile(r"(?=.*[^\W\d_]).{2,}")
_COUNTS: Final = re.compile(r"\d.*|第?[〇一二三四五六七八九十百千万亿两]+.?")
_COUNTY: Final = re.compile(r"..[县市区州旗]")
_HALF_WIDTH: Final = {ord("＋"): "+", ord("·"): ".", ord("．"): "."} | {
    code: chr(code - 0xFEE0)
    for first, last in ("０９", "ＡＺ", "ａｚ")
    for code in range(ord(first), ord(last) + 1)
}


class Term(NamedTuple):
    """A use of a term in a text."""

    start: int
    end: int
    term: str


_MAX_WORD_LENGTH: Final = 60
"""In characters; longer tokens are runs of digits or letters."""


@dataclass(frozen=True, eq=False)
class Lexicon:
    """Words to keep whole, stop words, words to remove from jieba's dictionary, and place names.

    Compared by identity, as comparing the words for each text would take longer than tokenising.
    """

    words: frozenset[str]
    stop_words: frozenset[str]
    cut_words: frozenset[str]
    places: tuple[str, ...]


def load_lexicon(folder: Path = DEFAULT) -> Lexicon:
    """Read the dictionary, the stop list, and the names of departments and places.

    Raises :class:`TaxonomyError` where a file or list is invalid, or a word is in dictionary and stop list.
    """
    source, document = open_file(folder, TERMS_FILE)
    words = _read_word_lists(source, document, "dictionary")
    stop_words = _read_word_lists(source, document, "stop")
    if both := sorted(words & stop_words):
        raise TaxonomyError.of("term_in_two_lists", source=source, word=both[0])
    departments = frozenset(_department_names(folder)) - words - stop_words
    authorities = frozenset(name for name in departments if _AUTHORITY.fullmatch(name))
    return Lexicon(
        words=words | (departments - authorities),
        stop_words=stop_words | authorities,
        cut_words=_read_word_lists(source, document, "cut"),
        places=tuple(
            name for region in load_regions(folder)[1] for name in (region.name_zh, *region.identifying_words)
        ),
    )


def find_terms(text: str, lexicon: Lexicon) -> tuple[Term, ...]:
    """Find all terms of a measure in text order, without overlaps.

    A term is a dictionary word, or another word of two characters or more that has a letter, is no count
    (第三批), no stop word and not made of two stop words. Words that start with a place name are not terms,
    as they identify the region; nor are authorities, which are in the table of departments. Terms are
    normalised (:func:`normalise`).
    """
    terms = []
    start = 0
    for word in tokenize(text, lexicon):
        end = start + len(word)
        if _is_term(word, lexicon):
            terms.append(Term(start, end, sys.intern(word)))
        start = end
    return tuple(terms)


def tokenize(text: str, lexicon: Lexicon) -> Iterator[str]:
    """Split a text into normalised tokens without leaving anything out."""
    tokenizer, special_words = _tokenizer(lexicon), _special_names(lexicon)
    for index, part in enumerate(special_words.split(normalise(text))):
        if index % 2:
            yield part
        elif part:
            yield from tokenizer.cut(part, HMM=False)


def normalise(text: str) -> str:
    """Convert letters, digits, + and . to half width, and letters to capitals; the length stays the same."""
    return "".join(
        other if len(other := character.upper()) == 1 else character
        for character in text.translate(_HALF_WIDTH)
    )


@cache
def _is_term(word: str, lexicon: Lexicon) -> bool:
    if word.startswith(lexicon.places):
        return False
    if word in lexicon.words:
        return True
    stop_words = lexicon.stop_words
    if len(word) > _MAX_WORD_LENGTH or word in stop_words or not _LETTERS.fullmatch(word):
        return False
    if any(word[:at] in stop_words and word[at:] in stop_words for at in range(2, len(word) - 1)):
        return False
    return not (_COUNTS.fullmatch(word) or _COUNTY.fullmatch(word))


@cache
def _tokenizer(lexicon: Lexicon) -> Any:
    import jieba  # here, as readers of the built tables do not need it

    jieba.setLogLevel(logging.WARNING)
    tokenizer = jieba.Tokenizer()
    known = _cached_dictionary()
    if known:
        tokenizer.FREQ, tokenizer.total = known
        tokenizer.initialized = True
    else:
        tokenizer.initialize()
    for word in lexicon.cut_words:
        tokenizer.del_word(word)
    for word in lexicon.words | lexicon.stop_words:
        tokenizer.add_word(word, _WORD_FREQUENCY)
    return tokenizer


@cache
def _special_names(lexicon: Lexicon) -> re.Pattern[str]:
    """Pattern of the words with a 、, at which jieba would split them."""
    return re.compile(f"({compile_words(word for word in lexicon.words if '、' in word).pattern})")


def _cached_dictionary() -> tuple[dict[str, int], int] | None:
    """Word frequencies and total of jieba's cache file, twice as fast as its own loading; None without it."""
    try:
        known = marshal.loads((Path(tempfile.gettempdir()) / _JIEBA_CACHE).read_bytes())
    except (OSError, ValueError, EOFError, TypeError):
        return None
    return known if isinstance(known, tuple) and len(known) == 2 else None


def _read_word_lists(source: Path, document: dict[str, Any], table: str) -> frozenset[str]:
    words: set[str] = set()
    for name, values in require_section(source, f"[{table}]", document.get(table), "texts").items():
        listed = _NAME if table == "dictionary" else _WORD
        if wrong := next((value for value in values if not listed.fullmatch(normalise(value))), None):
            raise TaxonomyError.of("term_invalid", source=source, table=table, name=name, wrong=wrong)
        words.update(map(normalise, values))
    return frozenset(words)


def _department_names(folder: Path) -> Iterable[str]:
    for department in open_file(folder, _DEPARTMENTS_FILE)[1].get("department", ()):
        for name in (department["name_zh"], *department.get("aliases_zh", ())):
            if len(name) >= _MIN_DEPARTMENT_LENGTH and _WORD.fullmatch(normalise(name)):
                yield normalise(name)
