"""Folds compatibility and traditional characters for matching, and reads years in any digits."""

import re
import unicodedata
from collections.abc import Sequence
from functools import cache
from typing import Final

_IDEOGRAPH_RANGES: Final = (
    (0x2E80, 0x2FD5),  # CJK and Kangxi radicals: ⼯ for 工
    (0xF900, 0xFAFF),  # CJK compatibility ideographs: 行 (U+FA08) for 行
    (0x2F800, 0x2FA1F),
)
_IDEOGRAPHS: Final = range(0x4E00, 0xA000)
_COMPATIBILITY_RANGES: Final = (
    *_IDEOGRAPH_RANGES,
    (0xFF10, 0xFF19),  # full-width digits and Latin letters; full-width marks are Chinese as they are
    (0xFF21, 0xFF3A),
    (0xFF41, 0xFF5A),
)
_UNMAPPED_RADICALS: Final = str.maketrans(
    "⺠⻁⻄⻅⻆⻉⻋⻑⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻨⻩⻬⻮⻰",
    "民虎西见角贝车長长门青韦页风飞食马骨鬼鱼鸟麦黄齐齿龙",
)
"""CJK radicals without a Unicode mapping that PDF fonts use in place of the characters."""
_CHINESE_DIGITS: Final = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_YEAR: Final = re.compile(r"(?:19|20)\d\d(?=年|度|-|—)")
_CHINESE_YEAR: Final = re.compile("[一二][〇○零一二三四五六七八九]{3}(?=年)")


def fold_compatibility(text: str) -> str:
    """Replace Kangxi radicals, CJK compatibility ideographs, and full-width digits and letters.

    The result is as long as ``text``, so offsets are the same in both.
    """
    return text if text.isascii() else text.translate(_fold_table(_COMPATIBILITY_RANGES))


def ideograph_folds() -> dict[int, str]:
    """Return the ideograph for the code of each radical and compatibility ideograph."""
    return _fold_table(_IDEOGRAPH_RANGES)


@cache
def _fold_table(ranges: tuple[tuple[int, int], ...]) -> dict[int, str]:
    folds = {code: chr(plain) for code, plain in _UNMAPPED_RADICALS.items()}
    for first, last in ranges:
        for code in range(first, last + 1):
            plain = unicodedata.normalize("NFKC", chr(code))
            if len(plain) == 1 and plain != chr(code):
                folds[code] = plain
    return folds


def simplify(chars: Sequence[str]) -> list[str]:
    """Return the simplified form of each character; itself if it has none, or one of several characters."""
    # Its dictionaries are loaded with the first use, not with the pages.
    from opencc import OpenCC

    changed = OpenCC("t2s").convert("\n".join(chars)).split("\n")
    return [simple if len(simple) == 1 else char for char, simple in zip(chars, changed, strict=True)]


def fold_traditional(text: str) -> str:
    """Replace traditional characters by simplified ones; the result is as long as ``text``."""
    return text if text.isascii() else text.translate(_traditional_table())


@cache
def _traditional_table() -> dict[int, str]:
    chars = [chr(code) for code in _IDEOGRAPHS]
    return {ord(char): simple for char, simple in zip(chars, simplify(chars), strict=True) if simple != char}


def find_year(text: str) -> int | None:
    """Return the year in a title, in any digits (2018年, ２０１８年, 二〇一八年); None if there is none."""
    folded = fold_compatibility(text)
    if match := _YEAR.search(folded):
        return int(match.group())
    chinese = _CHINESE_YEAR.search(folded)
    digits = chinese.group().translate(_CHINESE_DIGITS) if chinese else ""
    return int(digits) if digits[:2] in ("19", "20") else None
