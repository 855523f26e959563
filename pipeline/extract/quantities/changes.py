"""Quantities in changes: from 80万 to 120万, durations that are cut to a value."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from pipeline.extract.patterns import load_patterns
from pipeline.extract.quantities.bounds import BOUND_AFTER, RANGE_SIGN, Quantity, make_quantity
from pipeline.extract.quantities.numerals import CHINESE, NUMERAL, is_chinese, numeral_power, numeral_range
from pipeline.extract.quantities.units import PER, UNIT, unit_name

_PATTERNS: Final = load_patterns("changes", {"chinese": CHINESE})
CHANGE_VERBS: Final = _PATTERNS.change_verbs.pattern
CHANGE_TO: Final = _PATTERNS.change_to.pattern
"""Words between the present and the future value."""

_FROM_TO: Final = re.compile(
    rf"[从由](?:20\d\d年)?[^\W\d{CHINESE}]{{0,6}}(?P<low>{NUMERAL})\s?(?P<low_unit>{UNIT})?"
    rf"{CHANGE_TO}\s?(?:约|近)?(?P<high>{NUMERAL})\s?(?P<high_unit>{UNIT})?"
)
_NUMBER_ALONE: Final = re.compile(rf"(?P<low>{NUMERAL}){BOUND_AFTER}{_PATTERNS.end.pattern}")
_TIME: Final = re.compile(
    rf"(?P<low>{NUMERAL})\s{{0,2}}(?:{RANGE_SIGN}\s{{0,2}}(?P<high>{NUMERAL})\s{{0,2}})?"
    rf"(?P<unit>(?:个月|个工作日|工作日|个自然日|自然日|个小时|小时|天|日(?!前|起)|分钟|秒(?!杀)|岁|周(?![年边期末岁一二三四五六日转密知围])|年){PER}){BOUND_AFTER}(?P<within>内(?!部|容|外|地))?"
)
_SENTENCE_END: Final = re.compile("[。；]")
_WINDOW: Final = 24
_LONGEST_LIFE: Final = 120


def find_changes(text: str) -> Iterator[Quantity]:
    """Find numbers without a unit in a change, and durations that are cut or bounded.

    These include years of life and of schooling (寿命达到78.6岁); others are deadlines (3个月内办结).
    """
    # Most texts have none of these words, and substring searches are fast.
    if "从" in text or "由" in text:
        yield from _find_changed_values(text)
    if "万" in text or "亿" in text or _PATTERNS.index.search(text):
        yield from _find_numbers_alone(text)
    if _PATTERNS.time_words.search(text):
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


def _find_numbers_alone(text: str) -> Iterator[Quantity]:
    """Find numbers without a unit at the end of a clause: large ones (突破3000万), and values of an index."""
    for match in _NUMBER_ALONE.finditer(text):
        start, since = match.start(), max(0, match.start() - _WINDOW)
        reach = _PATTERNS.reach_before
        if "万" not in match["low"] and "亿" not in match["low"]:
            if is_chinese(match["low"]) or not _PATTERNS.index_before.search(text, since, start):
                continue
            reach = _PATTERNS.reach_index
        span = numeral_range(match["low"])
        if span and span[0] > 0:
            quantity = make_quantity(text, match, *span, "")
            if quantity.comparator != "=" or reach.search(text, since, start):
                yield quantity


def _find_times(text: str) -> Iterator[Quantity]:
    last: Quantity | None = None
    for match in _TIME.finditer(text):
        low, high = numeral_range(match["low"]), numeral_range(match["high"] or match["low"])
        if not (low and high and 0 < low[0] <= high[1]):
            continue
        start = match.start()
        before = text[max(0, start - _WINDOW) : start]
        quantity = make_quantity(text, match, low[0], high[1], match["unit"])
        is_group = bool(_PATTERNS.group_after.match(text, match.end()))
        if match["unit"] in ("岁", "年"):
            # Other ages and years describe groups and periods: 65岁以上老人, 使用年限超过15年的电梯.
            if _PATTERNS.life_before.search(before) and high[1] <= _LONGEST_LIFE and not is_group:
                yield quantity
            continue
        is_cut = bool(_PATTERNS.cut_before.search(before))
        if match["within"]:
            # 3日内 is a deadline, unless durations are cut to it.
            if is_cut:
                yield replace(quantity, value_min=None, comparator="<=")
            continue
        is_bound = quantity.comparator in (">=", "<=", "range") or _PATTERNS.reach_verb.search(before)
        is_start = _PATTERNS.change_to.match(text, match.end()) and _PATTERNS.from_before.search(before)
        # A lower bound is no deadline: 每周开放不少于56小时.
        is_least = quantity.comparator == ">=" and not (
            is_group
            or _PATTERNS.exceeded.match(text, quantity.start)
            or _PATTERNS.exceeded_before.search(before)
            or (match["least_after"] and not _PATTERNS.end.match(text, match.end()))
        )
        # What is said of the one duration is said of the next: 时长小学不超60分钟，初中不超90分钟.
        is_next = last and last.unit == quantity.unit and not _SENTENCE_END.search(text, last.end, start)
        is_of_time = is_next or _PATTERNS.time_before.search(before)
        if is_cut or is_start or is_least or (is_bound and is_of_time):
            last = quantity
            yield quantity
