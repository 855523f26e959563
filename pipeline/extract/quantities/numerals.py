"""Parse numerals: 12, １２, 1，200, 1.5, 13万2千, 10余万, 十二, 两点六万, 一两千, 贰拾伍万."""

import re
import unicodedata
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise
from typing import Final

CHINESE: Final = "零〇一二两三四五六七八九十百千万亿"
"""Characters of Chinese numerals."""

_FORMAL: Final = "壹贰叁肆伍陆柒捌玖拾佰仟"
_PLAIN: Final = str.maketrans(_FORMAL + "〇", "一二三四五六七八九十百千零")

_DIGITS: Final = "0-9０-９"
_POWER: Final = "(?:[百万亿]|千(?![米克瓦伏])){1,3}"
_THIN_SPACES: Final = " \u3000\u00a0\u2009\u202f'’"
_PLAIN_DIGITS: Final = rf"[{_DIGITS}]{{1,3}}(?:[,，][{_DIGITS}]{{3}}){{1,3}}|[{_DIGITS}]{{1,12}}"
_GROUPED_DIGITS: Final = rf"[{_DIGITS}]{{1,3}}(?:[{_THIN_SPACES}][{_DIGITS}]{{3}}){{1,3}}(?![{_DIGITS}])"
_ARABIC: Final = rf"(?:{_GROUPED_DIGITS}|{_PLAIN_DIGITS})(?:[.．点][{_DIGITS}]{{1,6}})?"
_LOWER_PARTS: Final = rf"(?:[零\s]?[{_DIGITS}]{{1,4}}\s?{_POWER}){{0,3}}(?:零?[{_DIGITS}]{{1,4}})?"
_NOT_IN_NUMBER: Final = (
    rf"(?<![{_DIGITS}.．])(?<![{_DIGITS}][,点{_THIN_SPACES}])(?<![{_DIGITS}][百千万亿])"
    rf"(?:(?<![{_DIGITS}]，)|(?![{_DIGITS}]{{3}}(?![{_DIGITS}])))"
)
_OF_UNIT: Final = "千(?=[瓦米克伏])"
NUMERAL: Final = (
    # digits with powers and lower parts
    rf"(?:{_NOT_IN_NUMBER}{_ARABIC}(?![{_DIGITS}]|[.．，,点][{_DIGITS}])"
    rf"(?:\s{{0,2}}[余多来]?{_POWER}{_LOWER_PARTS})?(?![{_DIGITS}])"
    # Chinese numerals, then those of banks: 伍 and 陆 are numerals only where a power follows
    rf"|(?<![{CHINESE}{_DIGITS}])(?<![{CHINESE}]点)[{CHINESE}]{{1,20}}(?:点[{CHINESE}]{{1,9}})?(?:[余多来]{_POWER})?"
    rf"(?!(?!{_OF_UNIT})[{CHINESE}]|点[{CHINESE}])"
    rf"|(?<![大内登着水海队入{_FORMAL}])[{_FORMAL[:9]}](?=[{_FORMAL[9:]}万亿])[{_FORMAL}零万亿]{{1,20}}"
    rf"(?![{_FORMAL}{CHINESE}]))"
)
"""Pattern of a complete numeral, for use in larger patterns."""

_DIGIT: Final = "一二三四五六七八九"
_NEIGHBOURS: Final = re.compile("|".join(a + b for a, b in pairwise(_DIGIT)) + "|一两|两三|三五")
_SEPARATORS: Final = re.compile(rf"[,，\s余多来{_THIN_SPACES}]")
_YEAR: Final = re.compile("(?:19|20)[0-9]{2}[百千]")
_DECIMAL_DIGITS: Final = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_ROUNDING: Final = re.compile("[余多来]")
_DECIMAL: Final = re.compile(rf"([{CHINESE}]+)点([零{_DIGIT}]+)([百千万亿]*)")
_ONE_POWER: Final = re.compile("[^百千万亿]+([百千万亿]+)")
_SHORTENED: Final = re.compile(rf".+([百千万亿])([{_DIGIT}])")
_SECTION: Final = re.compile(
    rf"(?:([两{_DIGIT}])千)?(?:零?([两{_DIGIT}])百)?(?:零?([{_DIGIT}]?)(十))?(?:零?([两{_DIGIT}]))?"
)
_POWERS: Final = {"百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}


def numeral_range(numeral: str) -> tuple[float, float] | None:
    """Lowest and highest value of a numeral; None if malformed.

    They differ for spoken ranges: 三四 is 3 to 4, 一两千 is 1000 to 2000.
    """
    spoken = None if "点" in numeral else _NEIGHBOURS.search(numeral)
    if spoken is None:
        low = high = numeral_value(numeral)
    else:
        before, after = numeral[: spoken.start()], numeral[spoken.end() :]
        low, high = (numeral_value(before + digit + after) for digit in spoken[0])
    return None if low is None or high is None else (low, high)


@lru_cache(maxsize=4096)
def numeral_value(numeral: str) -> float | None:
    """Value of a numeral; None if malformed."""
    value = _arabic_value(numeral) if numeral[0].isdigit() else _chinese_value(_ROUNDING.sub("", numeral))
    return None if value is None else float(value)


def numeral_power(numeral: str) -> float:
    """Common power of a numeral's digits (10000 in 2万 and 五万), else 1."""
    powers = _ONE_POWER.fullmatch(numeral.translate(_PLAIN))
    return float(_chinese_value(powers[1]) or 1) if powers else 1.0


def is_bare(numeral: str) -> bool:
    """Whether it starts with 百, 千, 万 or 亿, as in 万人 and 百强."""
    return numeral.startswith(tuple(_POWERS))


def is_rounded(numeral: str) -> bool:
    """Whether a numeral is rounded: 10余万, 二十来万."""
    return bool(_ROUNDING.search(numeral))


def is_chinese(numeral: str) -> bool:
    return numeral[0] in CHINESE


def _arabic_value(numeral: str) -> Decimal | None:
    """Value of digits with powers and lower parts: 13万2千, 2亿3千5百万, 12万3456."""
    plain = unicodedata.normalize("NFKC", _SEPARATORS.sub("", numeral)).replace("点", ".")
    # 2018百家企业 is a year and 百家企业.
    return None if _YEAR.match(plain) else _parse_powers(plain)


def _parse_powers(numeral: str) -> Decimal | None:
    """Value of digits and powers; None if ambiguous: 3万5 may be 35,000 or 30,005."""
    for mark, places in (("亿", 8), ("万", 4), ("千", 3), ("百", 2)):
        head, found, tail = numeral.rpartition(mark)
        if found:
            high = _parse_powers(head) if head else None
            low = _parse_powers(tail.removeprefix("零")) if tail else Decimal(0)
            power = _POWERS[mark]
            if high is None or low is None or low >= power or (tail.isdigit() and len(tail) != places):
                return None
            return high * power + low
    return Decimal(numeral) if _DECIMAL_DIGITS.fullmatch(numeral) else None


def _chinese_value(numeral: str) -> Decimal | None:
    plain = numeral.translate(_PLAIN)
    decimal = _DECIMAL.fullmatch(plain)
    if decimal:
        whole, power = _whole_value(decimal[1]), _chinese_value(decimal[3]) if decimal[3] else Decimal(1)
        if whole is None or power is None:
            return None
        digits = "".join(str("零一二三四五六七八九".index(digit)) for digit in decimal[2])
        return Decimal(f"{whole}.{digits}") * power
    if is_bare(plain):
        # 千八百 is used for a little under a thousand.
        plain = "一" + plain if all(letter in _POWERS for letter in plain) else ""
    short = _SHORTENED.fullmatch(plain)
    if short:
        # 三百五 is 350, 一万二 is 12,000.
        head = _whole_value(plain[:-1])
        added = "零一二三四五六七八九".index(short[2]) * _POWERS[short[1]] // 10
        return None if head is None else Decimal(head + added)
    value = _whole_value(plain)
    return None if value is None else Decimal(value)


def _whole_value(numeral: str) -> int | None:
    """Value of a whole number; None if malformed: 二〇一八 is a year and 一二三 a list."""
    for mark in "亿万":
        head, found, tail = numeral.rpartition(mark)
        if found:
            high, low = _whole_value(head), _whole_value(tail.removeprefix("零")) if tail else 0
            if high is None or low is None or low >= _POWERS[mark]:
                return None
            return high * _POWERS[mark] + low
    if numeral == "零":
        return 0
    section = _SECTION.fullmatch(numeral)
    if not numeral or section is None:
        return None
    thousands, hundreds, tens, ten, ones = section.groups()
    places = (thousands, 1000), (hundreds, 100), (tens or ("一" if ten else ""), 10), (ones, 1)
    return sum(
        "零一二三四五六七八九".index("二" if digit == "两" else digit) * power
        for digit, power in places
        if digit
    )
