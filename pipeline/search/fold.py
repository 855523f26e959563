"""Spelling variants: full or half width, upper or lower case, traditional or simplified.

Texts are not rewritten for searching, so that offsets of matches stay those of the printed text. Instead the
word is expanded to a pattern: each character matches all its variants (专 also 專, p also Ｐ), with optional
white space between any two, because printed cells are wrapped and spaced arbitrarily.
"""

import re
import string
import unicodedata
from collections import defaultdict
from functools import cache
from typing import Final

from pipeline.schema.folding import simplify

_PLANES: Final = (range(0x80, 0xAC00), range(0xF900, 0x10000), range(0x2F800, 0x2FA20))
"""Ranges with variant characters above the first 128: around Hangul and private use."""

_INVISIBLE: Final = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
"""Zero-width characters in text that is copied from a page or a PDF."""

_DIGIT: Final = "0-9０-９"
_POINT: Final = ".．"
_NUMBER_START: Final = f"(?:^|[^{_DIGIT}{_POINT}]|(?:^|[^{_DIGIT}])[{_POINT}])"
_NUMBER_LOOKBEHIND: Final = f"(?<![{_DIGIT}])(?<![{_DIGIT}][{_POINT}])"
"""What may precede a number: 5家 is not found in 15家, nor 5% in 3.5%."""


def fold_text(text: str) -> str:
    """Convert to half width, lower case and simplified characters, without white space.

    Characters that would become several (``㎡``) stay.
    """
    return text.translate(_folds())


def pattern_of(word: str, *, looks_back: bool = False) -> str:
    """Return a regular expression for all variants of a word; a number only matches at its printed start.

    ``word`` is a result of `fold_text`, not empty. With ``looks_back``, a lookbehind checks the character
    before a number; ``re`` supports it, RE2 does not.
    """
    pattern = f"{_char_class(_spaces())}*".join(_char_class((c, *_variants().get(c, ()))) for c in word)
    if word[0] not in string.digits:
        return pattern
    return (_NUMBER_LOOKBEHIND if looks_back else _NUMBER_START) + pattern


def _char_class(chars: tuple[str, ...]) -> str:
    if len(chars) == 1:
        return re.escape(chars[0])
    return "[" + "".join(f"\\{char}" if char in "\\]^[-&~|" else char for char in chars) + "]"


@cache
def _spaces() -> tuple[str, ...]:
    return (*(chr(code) for code in range(0x3001) if chr(code).isspace()), *_INVISIBLE)


@cache
def _folds() -> dict[int, str | None]:
    """Return the folded form of each character that changes."""
    chars = [chr(code) for codes in _PLANES for code in codes]
    folded = [unicodedata.normalize("NFKC", char).lower() for char in chars]
    narrow = [fold if len(fold) == 1 else char for char, fold in zip(chars, folded, strict=True)]
    # Twice, because the result of one dictionary entry may have another one (薴, 苧, 苎).
    simple = simplify(simplify(narrow))
    changed = {ord(char): fold for char, fold in zip(chars, simple, strict=True) if fold != char}
    capitals = {ord(char): char.lower() for char in string.ascii_uppercase}
    return {**capitals, **changed, **dict.fromkeys(map(ord, _spaces()))}


@cache
def _variants() -> dict[str, list[str]]:
    """Return the variants of each folded character."""
    variants: defaultdict[str, list[str]] = defaultdict(list)
    for code, fold in _folds().items():
        if fold is not None:
            variants[fold].append(chr(code))
    return variants
