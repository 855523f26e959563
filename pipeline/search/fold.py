"""Spelling variants: full or half width, upper or lower case, traditional or simplified.

Texts are not rewritten for searching, so that offsets of matches stay those of the printed text. Instead
the word is expanded to a pattern: each character matches all its variants (专 also 專, p also Ｐ), with
optional white space between any two, because printed cells are wrapped and spaced arbitrarily.
"""

from __future__ import annotations

import re
import string
import unicodedata
from collections import defaultdict
from functools import cache
from typing import Final

_PLANES: Final = (range(0x80, 0xAC00), range(0xF900, 0x10000), range(0x2F800, 0x2FA20))
"""Ranges with variant characters above the first 128: around Hangul and private use."""

_UNSEEN: Final = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
"""What takes no room on paper, and comes along when text is copied from a page or a PDF."""

_DIGIT: Final = "0-9０-９"
_POINT: Final = ".．"
_BEFORE: Final = f"(?:^|[^{_DIGIT}{_POINT}]|(?:^|[^{_DIGIT}])[{_POINT}])"
_LOOKED_AT: Final = f"(?<![{_DIGIT}])(?<![{_DIGIT}][{_POINT}])"
"""What may not precede a number: 5家 is not found in 15家, nor 5% in 3.5%."""


def fold_text(text: str) -> str:
    """The text in half width, small letters and simplified characters, without white space.

    One character becomes one; what would become several (``㎡``) stays as it is.
    """
    return text.translate(_folds())


def pattern_of(word: str, *, looks_back: bool = False) -> str:
    """A regular expression for all variants of a word; a number only matches at its printed start.

    Parameters
    ----------
    word
        As returned by `fold_text`, not empty.
    looks_back
        Whether the character before a number is checked by a lookbehind, which ``re`` supports and RE2
        does not.
    """
    signs = f"{_any_of(_spaces())}*".join(_any_of((sign, *_ways().get(sign, ()))) for sign in word)
    return (_LOOKED_AT if looks_back else _BEFORE) + signs if word[0] in string.digits else signs


def _any_of(signs: tuple[str, ...]) -> str:
    return re.escape(signs[0]) if len(signs) == 1 else f"[{''.join(map(_in_class, signs))}]"


def _in_class(sign: str) -> str:
    return f"\\{sign}" if sign in "\\]^[-&~|" else sign


@cache
def _spaces() -> tuple[str, ...]:
    return (*(chr(code) for code in range(0x3001) if chr(code).isspace()), *_UNSEEN)


@cache
def _folds() -> dict[int, str | None]:
    """What each character is folded to, those left out that stay as they are."""
    signs = [chr(code) for codes in _PLANES for code in codes]
    narrow = [_single(unicodedata.normalize("NFKC", sign).lower(), sign) for sign in signs]
    # Twice, because the result of one dictionary entry may have another one (薴, 苧, 苎).
    ends = _simplified(_simplified(narrow))
    found = {ord(sign): end for sign, end in zip(signs, ends, strict=True) if end != sign}
    capitals = {ord(sign): sign.lower() for sign in string.ascii_uppercase}
    return {**capitals, **found, **dict.fromkeys(map(ord, _spaces()))}


@cache
def _ways() -> dict[str, tuple[str, ...]]:
    """The variants of a folded character."""
    ways: defaultdict[str, list[str]] = defaultdict(list)
    for code, end in _folds().items():
        if end is not None:
            ways[end].append(chr(code))
    return {end: tuple(signs) for end, signs in ways.items()}


def _single(changed: str, sign: str) -> str:
    return changed if len(changed) == 1 else sign


def _simplified(signs: list[str]) -> list[str]:
    """Each character by itself, as OpenCC simplifies it."""
    # Its dictionaries are loaded when somebody searches, not with the pages.
    from opencc import OpenCC

    changed = OpenCC("t2s").convert("\n".join(signs)).split("\n")
    return [_single(end, sign) for sign, end in zip(signs, changed, strict=True)]
