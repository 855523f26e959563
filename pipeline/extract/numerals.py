"""Numerals as plans print them: 12, １２, 1.5, 2万, 10余万, 十二, 两千五百, 三四."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from decimal import Decimal
from functools import cache, lru_cache
from itertools import pairwise
from typing import Final

CHINESE: Final = "零〇一二两三四五六七八九十百千万亿"
"""What Chinese numerals are written with."""

_DIGITS: Final = "0-9０-９"
_ARABIC: Final = rf"[{_DIGITS}]{{1,12}}(?:,[{_DIGITS}]{{3}}){{0,3}}(?:[.．][{_DIGITS}]{{1,6}})?"
NUMERAL: Final = (
    rf"(?:(?<![{_DIGITS}.．])(?<![{_DIGITS}],){_ARABIC}(?![{_DIGITS}]|[.．,][{_DIGITS}])"
    r"(?:\s{0,2}[余多]?[百千万亿]{1,3})?"
    rf"|(?<![{CHINESE}])[{CHINESE}]{{1,20}}(?![{CHINESE}]))"
)
"""The pattern of a numeral, for use in larger ones; it never begins or ends within another."""

_DIGIT: Final = "一二三四五六七八九"
_NEIGHBOURS: Final = "|".join(a + b for a, b in pairwise(_DIGIT)) + "|两三|三五"
_SPOKEN_RANGE: Final = re.compile(rf"(十?)({_NEIGHBOURS})([十百千万亿]?)")
_ROW_OF_DIGITS: Final = re.compile(rf"[零〇两{_DIGIT}]{{2,}}")
_PRINTED: Final = re.compile(rf"([{_DIGITS},.．]+)\s*[余多]?([百千万亿]*)")
_POWERS: Final = tuple("百千万亿")


def span_of(numeral: str) -> tuple[float, float] | None:
    """The lowest and highest value of a numeral; None where it is malformed.

    Both are the same but for spoken ranges (三四 is 3 to 4).
    """
    spoken = _SPOKEN_RANGE.fullmatch(numeral)
    if spoken is None:
        value = value_of(numeral)
        return None if value is None else (value, value)
    ten, digits, power = spoken.groups()
    lowest, highest = (value_of(ten + digit + power) for digit in digits)
    return None if lowest is None or highest is None else (lowest, highest)


@lru_cache(maxsize=4096)
def value_of(numeral: str) -> float | None:
    """The value of a numeral that names one number; None where it is malformed."""
    printed = _PRINTED.fullmatch(numeral)
    if printed is None:
        return _chinese(numeral)
    digits = unicodedata.normalize("NFKC", printed[1]).replace(",", "")
    power = power_of(numeral)
    return None if power is None else float(Decimal(digits) * Decimal(power))


def power_of(numeral: str) -> float | None:
    """What digits are multiplied by (10000 in 2万); 1 where there is nothing of the kind."""
    printed = _PRINTED.fullmatch(numeral)
    return _chinese(printed[2]) if printed and printed[2] else 1.0


def is_bare(numeral: str) -> bool:
    """Whether it is a 百, 千, 万 or 亿 that nothing counts, as in 万人 and 百强."""
    return numeral.startswith(_POWERS)


def is_chinese(numeral: str) -> bool:
    return numeral[0] in CHINESE


def _chinese(numeral: str) -> float | None:
    if _ROW_OF_DIGITS.fullmatch(numeral):
        # 二〇一八 is a year and 一二三 a list: digits in a row count nothing.
        return None
    spelt = "一" + numeral if is_bare(numeral) else numeral
    try:
        return float(_converter()(spelt, "normal"))
    except (ValueError, LookupError):
        # 十十两 is looked up before it is checked.
        return None


@cache
def _converter() -> Callable[[str, str], float]:
    # Its import takes longer than many a plan, so it waits for the first Chinese numeral.
    from cn2an import cn2an

    convert: Callable[[str, str], float] = cn2an
    return convert
