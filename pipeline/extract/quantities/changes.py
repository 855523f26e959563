"""Quantities in changes: from 80万 to 120万, durations that are cut to a value."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from pipeline.extract.quantities.bounds import BOUND_AFTER, RANGE_SIGN, Quantity, make_quantity
from pipeline.extract.quantities.numerals import CHINESE, NUMERAL, numeral_power, numeral_range
from pipeline.extract.quantities.units import UNIT, unit_name

CHANGE_VERBS: Final = (
    "增加|增长|提高|提升|扩大|扩展|扩充|拓展|上升|上调|调增|调高|发展|壮大|降低|下降|下调|调低|减少|缩减|压减|压降|压缩|缩短|缩小|回落|调整|优化"
    "|增|升|扩|提|降|减|涨|翻|压|缩|调"
)
CHANGE_TO: Final = rf"(?:左右)?(?:再|逐步|稳步|大幅|进一步)?(?:{CHANGE_VERBS}){{1,2}}(?:到|至|为|成)"
"""Words between the present and the future value."""

_END: Final = "(?=[，。；、！）)的]|$)"
_FROM_TO: Final = re.compile(
    rf"[从由](?:20\d\d年)?[^\W\d{CHINESE}]{{0,6}}(?P<low>{NUMERAL})\s?(?P<low_unit>{UNIT})?"
    rf"{CHANGE_TO}\s?(?:约|近)?(?P<high>{NUMERAL})\s?(?P<high_unit>{UNIT})?"
)
_NUMBER_ALONE: Final = re.compile(rf"(?P<low>{NUMERAL}){BOUND_AFTER}{_END}")
_REACH_BEFORE: Final = re.compile(
    rf"(?:达到|达|资金|经费|金额|补助|奖励|投入|贷款|融资|额|产值|收入|(?:{CHANGE_VERBS})(?:到|至|为))\s?$"
)
_TIME: Final = re.compile(
    rf"(?P<low>{NUMERAL})\s{{0,2}}(?:{RANGE_SIGN}\s{{0,2}}(?P<high>{NUMERAL})\s{{0,2}})?"
    rf"(?P<unit>个月|个工作日|工作日|个自然日|自然日|个小时|小时|天|日(?!前|起)|分钟|秒(?!杀)|岁){BOUND_AFTER}(?P<within>内(?!部|容|外|地))?"
)
_CUT_BEFORE: Final = re.compile(
    rf"(?:缩短|压缩|压减|缩减|控制|减少|降低|缩|压|减|降)[^，。；\d{CHINESE}]{{0,6}}[至到在为]\s{{0,2}}(?:\d{{1,3}}个?[、和]){{0,3}}$"
    r"|(?:缩短|压缩|压减|缩减)(?:了|约|近|时间|时限)?$"
)
_TIME_BEFORE: Final = re.compile(
    rf"(?:时限|时间|周期|用时|期限|时长|天数|耗时|工时|培训|学习)[^，。；\d{CHINESE}]{{0,8}}$"
)
_FROM_BEFORE: Final = re.compile(rf"[从由](?:20\d\d年)?[^，。；\d{CHINESE}]{{0,6}}$")
_CHANGE_AFTER: Final = re.compile(CHANGE_TO)
_LIFE_BEFORE: Final = re.compile("寿命[^，。；]{0,14}$")
_TIME_WORDS: Final = re.compile("[缩压减降]|寿命|控制|时限|时间|周期|用时|期限|时长|天数|耗时|工时|培训|学习")
_REACH_VERB: Final = re.compile("(?:达到|增加|提高到|增加到)$")
_WINDOW: Final = 24


def find_changes(text: str) -> Iterator[Quantity]:
    """Find numbers without a unit in a change, and durations that are cut or bounded.

    These include life expectancy (寿命达到78.6岁); other durations are deadlines (3个月内办结).
    """
    # Most texts have none of these words, and substring searches are fast.
    if "从" in text or "由" in text:
        yield from _find_changed_values(text)
    if "万" in text or "亿" in text:
        yield from _find_large_numbers(text)
    if _TIME_WORDS.search(text):
        yield from _find_times(text)


def _find_changed_values(text: str) -> Iterator[Quantity]:
    """Find both values of a change if one of them has no unit: 从80万提高到120万."""
    for match in _FROM_TO.finditer(text):
        low, high = numeral_range(match["low"]), numeral_range(match["high"])
        if not (low and high and low[0] == low[1] > 0 and high[0] == high[1] > 0):
            continue
        unit = unit_name(match["high_unit"] or match["low_unit"] or "")
        end = None if match["high_unit"] else _NUMBER_ALONE.match(text, match.start("high"))
        if not match["low_unit"] and (end or match["high_unit"]):
            power = numeral_power(match["high"]) if numeral_power(match["low"]) == 1 else 1.0
            value = low[0] * power if low[0] * power < high[0] else low[0]
            start = match.start("low")
            yield Quantity(start, start, match.end("low"), value, value, unit, "=", match["low"])
        if end:
            yield make_quantity(text, end, *high, unit)


def _find_large_numbers(text: str) -> Iterator[Quantity]:
    """Find numbers in 万 or 亿 without a unit at the end of a clause: 突破3000万."""
    for match in _NUMBER_ALONE.finditer(text):
        span = numeral_range(match["low"]) if "万" in match["low"] or "亿" in match["low"] else None
        if span and span[0] > 0:
            quantity, start = make_quantity(text, match, *span, ""), match.start()
            if quantity.comparator != "=" or _REACH_BEFORE.search(text, max(0, start - _WINDOW), start):
                yield quantity


def _find_times(text: str) -> Iterator[Quantity]:
    for match in _TIME.finditer(text):
        low, high = numeral_range(match["low"]), numeral_range(match["high"] or match["low"])
        if not (low and high and 0 < low[0] <= high[1]):
            continue
        start = match.start()
        before = text[max(0, start - _WINDOW) : start]
        quantity = make_quantity(text, match, low[0], high[1], match["unit"])
        if match["unit"] == "岁":
            # Other ages describe groups of people: 65岁以上老人.
            if _LIFE_BEFORE.search(before):
                yield quantity
            continue
        is_cut = bool(_CUT_BEFORE.search(before))
        if match["within"]:
            # 3日内 is a deadline, unless durations are cut to it.
            if is_cut:
                yield replace(quantity, value_min=None, comparator="<=")
            continue
        is_bound = quantity.comparator in (">=", "<=", "range") or _REACH_VERB.search(before)
        is_start = _CHANGE_AFTER.match(text, match.end()) and _FROM_BEFORE.search(before)
        if (
            is_cut
            or is_start
            or (is_bound and _TIME_BEFORE.search(text, start - len(before), quantity.start))
        ):
            yield quantity
