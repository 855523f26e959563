"""Find quantities: numbers with units and bounds."""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain, pairwise
from typing import Final

from pipeline.extract.patterns import is_free
from pipeline.extract.quantities import numerals, units
from pipeline.extract.quantities.bounds import (
    BOUND_AFTER,
    RANGE_SIGN,
    Comparator,
    Quantity,
    join_bounds,
    make_quantity,
)
from pipeline.extract.quantities.numerals import CHINESE, NUMERAL
from pipeline.extract.quantities.shares import find_changes, find_shares
from pipeline.extract.quantities.units import UNIT

__all__ = ["Comparator", "Quantity", "find_quantities", "unread_quantities"]

_NEIGHBOURS: Final = "|".join(
    rf"(?<={low}、)(?={high}(?![\d、{CHINESE}]))"
    for digits in ("123456789", "一二三四五六七八九")
    for low, high in pairwise(digits)
)
_COUNTED: Final = re.compile(
    rf"(?P<low>{NUMERAL})(?:\s{{0,2}}[（(]含[）)])?"
    rf"(?:\s{{0,3}}(?P<low_unit>{UNIT})?\s{{0,3}}(?:{RANGE_SIGN}\s{{0,3}}|(?P<or>、)(?:{_NEIGHBOURS}))(?P<high>{NUMERAL}))?"
    rf"(?P<more>\s{{0,2}}[余多几来+＋])?\s{{0,2}}(?P<bracket>[（(【［\[]\s?)?(?P<unit>{UNIT})(?(bracket)\s?[）)】］\]](?P<turn>次)?){BOUND_AFTER}"
)
_PAIR_WORD: Final = re.compile(
    "(?<![妻哥姐弟妹爷娘母父子们咱他她你我这那兄弟])(?P<low>[俩仨])(?=[一-鿿])(?![月天年字人])"
)
_COUNTED_WITH_DA: Final = re.compile(
    rf"(?<![{CHINESE}第等])(?P<low>[{CHINESE}]{{1,3}})大"
    r"(?P<counted>[^，。；、：\d]{0,8}?(?P<unit>平台|中心|基地|园区|示范区|集聚区|数据库|联盟))"
)
_NAMES: Final = re.compile(
    "《[^《》]{1,80}》|〈[^〈〉]{1,80}〉|“[^“”。；]{1,60}”|‘[^‘’。；]{1,60}’|「[^「」。；]{1,60}」"
    '|『[^『』。；]{1,60}』|"[^"。；]{1,40}"'
    f"|{units.FIXED_NAMES}"
)
_ORDINAL: Final = re.compile(
    rf"第[\d０-９{CHINESE}、至和及-]{{0,6}}$|(?:(?<![底末日月年之以])前|排名|排名后|倒数|跑|[二三四五六七八九两]、)$"
)
_PAIRED_ONE: Final = re.compile(r"一[^\W\d]{1,4}$")
_LARGE_POWER: Final = re.compile("[万亿]+$")
_LIST: Final = re.compile("[〇零一二三四五六七八九]{3,}")
_SESSION: Final = re.compile("[^，。；]{0,6}(?:会议|全会)")
_A_THING: Final = re.compile(rf"[^，。；、：的]{{0,20}}?{units.THINGS}")
_MINUS: Final = ("-", "−", "－", "负", "±")
_ORDINAL_UNITS: Final = frozenset("期批类种组版轮集节讲辑卷条")
"""With these units adjacent numbers are ordinals (一、二期工程), with others a range (三、四家)."""

_PLUS: Final = ("+", "＋")
_MAX_PLACE_COUNT: Final = 999
_WINDOW: Final = 14


def find_quantities(text: str) -> list[Quantity]:
    """Find all quantities of a text in text order, without overlaps.

    Dates, ordinals, names in brackets or quotation marks, numbers without a unit, negative numbers and zero
    are left out, except a zero that is the aim (实现零投诉目标, 降为零).
    """
    names = [match.span() for match in _NAMES.finditer(text)]
    finders = (_find_counted, find_shares, find_changes, _find_pairs, _find_counted_with_da)
    found = chain.from_iterable(find(text) for find in finders)
    kept: list[Quantity] = []
    for quantity in sorted(found, key=lambda quantity: (quantity.start, -quantity.end)):
        if kept and quantity.start < kept[-1].end:
            continue
        # 实现“零投诉” is a quoted aim, not a name.
        is_aim = quantity.value_max == 0 and bool(quantity.counted)
        if is_aim or is_free(quantity.number, quantity.number + 1, names):
            kept.append(quantity)
    return join_bounds(text, kept)


def unread_quantities(text: str) -> list[str]:
    """Numbers with a unit whose value is ambiguous, other than zero: 3万5家, 10-5家."""
    outside = _NAMES.sub(lambda name: "□" * len(name[0]), text)
    return [
        match[0]
        for match in _COUNTED.finditer(outside)
        if _bounds(match) is None
        and numerals.numeral_range(match["low"]) != (0, 0)
        and not _LIST.fullmatch(match["low"])
        and not _is_not_a_count(outside, match)
    ]


def _find_counted(text: str) -> Iterator[Quantity]:
    for match in _COUNTED.finditer(text):
        bounds = _bounds(match)
        if bounds and not _is_not_a_count(text, match):
            more = (match["more"] or "").strip()
            about = bool(more) or numerals.is_rounded(match["low"])
            unit = units.unit_name(match["unit"] + (match["turn"] or ""))
            quantity = make_quantity(text, match, *bounds, unit, about=about)
            if more in _PLUS and quantity.comparator == "~":
                quantity = replace(quantity, value_max=None, comparator=">=")
            is_bound = quantity.comparator != "=" or quantity.start < match.start()
            if is_bound or not numerals.is_bare(match["low"]):
                yield quantity


def _find_pairs(text: str) -> Iterator[Quantity]:
    """Find 俩 and 仨, which are numbers with a classifier: 俩基地."""
    for match in _PAIR_WORD.finditer(text) if "俩" in text or "仨" in text else ():
        value = 2.0 if match["low"] == "俩" else 3.0
        start, end = match.span()
        yield Quantity(start, start, end, value, value, "个", "=", match["low"])


def _find_counted_with_da(text: str) -> Iterator[Quantity]:
    """Find things counted with 大: 四大平台, but not 十大, which is a title (十大案件)."""
    for match in _COUNTED_WITH_DA.finditer(text):
        span = numerals.numeral_range(match["low"])
        if span and 0 < span[0] == span[1] and match["low"] != "十":
            start, end = match.span()
            yield Quantity(start, start, end, *span, match["unit"], "=", match["low"], match["counted"])


def _bounds(match: re.Match[str]) -> tuple[float, float] | None:
    low = numerals.numeral_range(match["low"])
    if low is None or match["high"] is None:
        return low if low and low[1] > 0 else None
    high = numerals.numeral_range(match["high"])
    if high is None:
        return None
    lowest = low[0]
    for power in () if match["low_unit"] else _shared_powers(match["low"], match["high"]):
        if lowest < high[1] / power:
            # 1-2万元 runs from 10000, not from 1.
            lowest *= power
            break
    return (lowest, high[1]) if lowest < high[1] else None


def _shared_powers(low: str, high: str) -> Iterator[float]:
    """Powers of the upper end of a range that may apply to the lower end: 1-2千万元, 一百至两百万元."""
    if numerals.numeral_power(low) == 1:
        yield numerals.numeral_power(high)
    great = _LARGE_POWER.search(high)
    if great and not _LARGE_POWER.search(low):
        yield numerals.numeral_value(great[0]) or 1.0


def _is_not_a_count(text: str, match: re.Match[str]) -> bool:
    """Whether a number with a unit is an ordinal, a name or a negative number."""
    start, numeral, unit = match.start(), match["low"], match["unit"]
    before = text[max(0, start - _WINDOW) : start]
    if before.endswith(_MINUS) or _ORDINAL.search(before) or (match["more"] or "").endswith("几"):
        return True
    is_power = numerals.is_bare(numeral) or numeral == "十"
    if before.endswith("每") or (before.endswith(("几", "数")) and is_power):
        return True
    if match["or"] and (unit in _ORDINAL_UNITS or before.endswith(("、", "第")) or match["low_unit"]):
        return True
    if text.startswith("级", match.end()) and not text.startswith("级别", match.end()):
        # 10万吨级 is a class.
        return True
    if unit == "类" and (match["least_after"] or match["most_after"]):
        # 三类以上 is a class too.
        return True
    if unit == "次" and "届" in before and _SESSION.match(text, match.end()):
        return True
    if unit in units.PLACES_AND_BODIES and (numerals.numeral_range(numeral) or (0, 0))[1] > _MAX_PLACE_COUNT:
        return True
    if unit == "分" and "点" in numeral:
        # 8点30分 is a time of day.
        return True
    if numerals.is_chinese(numeral) and (unit == "分" or (unit in units.DIGITS_ONLY and len(numeral) == 1)):
        return True
    # 二 counts only in ranges; otherwise it is an ordinal, as the cardinal is 两.
    if numeral == "二" and not match["high"]:
        return True
    return numeral == "一" and not match["high"] and _is_article(text, match, before)


def _is_article(text: str, match: re.Match[str], before: str) -> bool:
    """Whether 一 with a unit is just an article: 一支素质过硬的队伍, 一企一策, 一系列."""
    unit, end = match["unit"], match.end()
    if text[end : end + 1] in ("一", "对") or _PAIRED_ONE.search(before):
        return True
    if unit in units.ONE_BEFORE_THING and (match["least_after"] or match["most_after"]):
        # 一个以上 always counts.
        return False
    if unit in units.ONE_COUNTS:
        return unit == "期" and text.startswith("项目", end)
    return unit not in units.ONE_BEFORE_THING or not _A_THING.match(text, end)
