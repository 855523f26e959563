"""Find quantities in words without units (shares, multiples, zero), in changes, and durations."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Final

from pipeline.extract.patterns import load_patterns
from pipeline.extract.quantities.bounds import BOUND_AFTER, RANGE_SIGN, Quantity, make_quantity
from pipeline.extract.quantities.numerals import CHINESE, NUMERAL, is_chinese, numeral_power, numeral_range
from pipeline.extract.quantities.units import PER, UNIT, unit_name

_PARTS: Final = {
    "百": (1, "%"),
    "千": (1, "‰"),
    "万": (0.01, "%"),
    "十万": (1, "/10万"),
    "百万": (1, "/100万"),
}
_PARTS_OF: Final = re.compile(
    rf"(?P<of>十万|百万|[百千万])分之(?P<low>{NUMERAL})(?:{RANGE_SIGN}(?:[百千万]分之)?(?P<high>{NUMERAL}))?(?!分){BOUND_AFTER}"
)
_RATE: Final = re.compile(rf"(?P<low>{NUMERAL})[/／](?P<per>10万|100万|十万|百万)(?![人元次]){BOUND_AFTER}")
"""A rate of the population: 12/10万."""
_AS_DIGITS: Final = str.maketrans({"十": "10", "百": "100"})
_FRACTION: Final = re.compile(
    rf"(?:(?<![{CHINESE}])(?P<whole>[二两三四五六七八九十])分之(?P<part>[一二两三四五六七八九])(?![{CHINESE}])"
    r"|(?<![\d０-９./／年月\-—×A-Za-z第])(?P<above>[1-9])[/／](?P<below>[2-9]|10)(?![\d/／.年月日号级类期版批线楼届])"
    r"){after}".replace("{after}", BOUND_AFTER)
)
_HALF: Final = re.compile(
    r"(?:半数|(?<![一大])一半(?=以上|左右|以内|的|[一-鿿、，。；）)]|$)|(?<=过)半(?!数|百|径|夜|月|年|天)"
    r"|(?<![小])减半(?!征|收|缴|缴纳|计)|对半)" + BOUND_AFTER
)
_PATTERNS: Final = load_patterns("shares")
_TENTH: Final = "[一二两三四五六七八九1-9１-９]"
_TENTHS: Final = re.compile(
    rf"(?<![{CHINESE}\d０-９.．第组构合完达形生变])(?P<low>{_TENTH}(?:{RANGE_SIGN}?{_TENTH})?)成"
    rf"(?:(?P<half>半)|(?P<rest>[一二三四五六七八九](?![{CHINESE}]|成)))?"
    "(?!果|立|为|员|熟|效|功|本(?!地)|都|品|绩|交|份|套|分|人(?!口)|形|型|语|因|就|名|活|衣|像|婚|龄|不变|群(?!众)|年(?!轻)|长|串|片|章)"
    "(?P<more>[多余])?" + BOUND_AFTER
)
_DOUBLING: Final = re.compile(
    rf"(?:翻(?P<over>了)?(?P<times>[一两二三四五])?番|翻(?:了)?倍|(?<![成加双])倍增(?=[，。；、）)！的]|目标|以上|左右|$)|(?P<low>{NUMERAL})倍半){BOUND_AFTER}"
)
_QUOTES: Final = ("“", '"')

_CHANGES: Final = load_patterns("changes", {"chinese": CHINESE})
CHANGE_VERBS: Final = _CHANGES.change_verbs.pattern
CHANGE_TO: Final = _CHANGES.change_to.pattern
"""Words between the present and the future value."""

_FROM_TO: Final = re.compile(
    rf"[从由](?:20\d\d年)?[^\W\d{CHINESE}]{{0,6}}(?P<low>{NUMERAL})\s?(?P<low_unit>{UNIT})?"
    rf"{CHANGE_TO}\s?(?:约|近)?(?P<high>{NUMERAL})\s?(?P<high_unit>{UNIT})?"
)
_NUMBER_ALONE: Final = re.compile(rf"(?P<low>{NUMERAL}){BOUND_AFTER}{_CHANGES.end.pattern}")
_TIME: Final = re.compile(
    rf"(?P<low>{NUMERAL})\s{{0,2}}(?:{RANGE_SIGN}\s{{0,2}}(?P<high>{NUMERAL})\s{{0,2}})?"
    rf"(?P<unit>(?:个月|个工作日|工作日|个自然日|自然日|个小时|小时|天|日(?!前|起)|分钟|秒(?!杀)|岁|周(?![年边期末岁一二三四五六日转密知围])|年){PER}){BOUND_AFTER}(?P<within>内(?!部|容|外|地))?"
)
_SENTENCE_END: Final = re.compile("[。；]")
_CHANGE_WINDOW: Final = 24
_LONGEST_LIFE: Final = 120


def find_shares(text: str) -> Iterator[Quantity]:
    """Find shares, as percentages (三分之二, 1/4, 七成五, 半数), multiples (翻两番) and zero (降为零)."""
    for marks, find in _FINDERS:
        # Most texts have none of the marks, and substring searches are fast.
        if any(mark in text for mark in marks):
            yield from find(text)


def _find_parts(text: str) -> Iterator[Quantity]:
    for match in _PARTS_OF.finditer(text):
        low, high = numeral_range(match["low"]), numeral_range(match["high"] or match["low"])
        scale, unit = _PARTS[match["of"]]
        if low and high and 0 < low[0] <= high[1]:
            yield make_quantity(text, match, low[0] * scale, high[1] * scale, unit)


def _find_fractions(text: str) -> Iterator[Quantity]:
    for match in _FRACTION.finditer(text):
        part, whole = (
            numeral_range(match["part"] or match["above"]),
            numeral_range(match["whole"] or match["below"]),
        )
        if part and whole and part[0] < whole[0]:
            share = 100 * part[0] / whole[0]
            yield make_quantity(text, match, share, share, "%")


def _find_rates(text: str) -> Iterator[Quantity]:
    for match in _RATE.finditer(text):
        span = numeral_range(match["low"])
        if span and span[0] > 0:
            yield make_quantity(text, match, *span, "/" + match["per"].translate(_AS_DIGITS))


def _find_tenths(text: str) -> Iterator[Quantity]:
    """Find shares in tenths: 三成, 七成五, 两到三成, 七八成."""
    for match in _TENTHS.finditer(text):
        ends = [numeral_range(letter) for letter in (match["low"][0], match["low"][-1])]
        rest = numeral_range(match["rest"]) if match["rest"] else None
        more = 5.0 if match["half"] else rest[0] if rest else 0.0
        low, high = (10 * end[0] + more if end else 0.0 for end in ends)
        if 0 < low <= high:
            yield make_quantity(text, match, low, high, "%", about=bool(match["more"]))


def _find_halves(text: str) -> Iterator[Quantity]:
    for match in _HALF.finditer(text):
        if not _PATTERNS.no_half.search(text, max(0, match.start() - 3), match.start()):
            yield make_quantity(text, match, 50.0, 50.0, "%")


def _find_multiples(text: str) -> Iterator[Quantity]:
    for match in _DOUBLING.finditer(text):
        times = numeral_range(match["times"]) if match["times"] else None
        single = numeral_range(match["low"]) if match["low"] else None
        value = single[0] + 0.5 if single else 2.0 ** (times[0] if times else 1)
        yield make_quantity(text, match, value, value, "倍")


def _find_zeros(text: str) -> Iterator[Quantity]:
    for match in _PATTERNS.zero_before_noun.finditer(text):
        before = text[max(0, match.start() - 20) : match.start()]
        if not before.endswith(_QUOTES) or _PATTERNS.aim_before.search(before):
            yield _make_zero(match.start(), match.end(), "", match["aim"] or match["counted"])
    for match in _PATTERNS.zero_after.finditer(text):
        quote = "quote" if match["quote"] else "none"
        yield _make_zero(match.start(quote), match.end(quote), match["unit"] or match["turn"] or "")
    for match in _PATTERNS.cleared.finditer(text):
        yield _make_zero(match.start(), match.end(), "")


def _make_zero(start: int, end: int, unit: str, counted: str = "") -> Quantity:
    return Quantity(start, start, end, 0.0, 0.0, unit, "=", "零", counted)


_FINDERS: Final[tuple[tuple[tuple[str, ...], Callable[[str], Iterator[Quantity]]], ...]] = (
    (("分之",), _find_parts),
    (("分之", "/", "／"), _find_fractions),
    (("10万", "100万", "十万", "百万"), _find_rates),
    (("成",), _find_tenths),
    (("半",), _find_halves),
    (("番", "翻", "倍增", "倍半"), _find_multiples),
    (("零", "0", "０"), _find_zeros),
)


def find_changes(text: str) -> Iterator[Quantity]:
    """Find numbers without a unit in a change, and durations that are cut or bounded.

    These include years of life and of schooling (寿命达到78.6岁); others are deadlines (3个月内办结).
    """
    # Most texts have none of these words, and substring searches are fast.
    if "从" in text or "由" in text:
        yield from _find_changed_values(text)
    if "万" in text or "亿" in text or _CHANGES.index.search(text):
        yield from _find_numbers_alone(text)
    if _CHANGES.time_words.search(text):
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
        start, since = match.start(), max(0, match.start() - _CHANGE_WINDOW)
        reach = _CHANGES.reach_before
        if "万" not in match["low"] and "亿" not in match["low"]:
            if is_chinese(match["low"]) or not _CHANGES.index_before.search(text, since, start):
                continue
            reach = _CHANGES.reach_index
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
        before = text[max(0, start - _CHANGE_WINDOW) : start]
        quantity = make_quantity(text, match, low[0], high[1], match["unit"])
        is_group = bool(_CHANGES.group_after.match(text, match.end()))
        if match["unit"] in ("岁", "年"):
            # Other ages and years describe groups and periods: 65岁以上老人, 使用年限超过15年的电梯.
            if _CHANGES.life_before.search(before) and high[1] <= _LONGEST_LIFE and not is_group:
                yield quantity
            continue
        is_cut = bool(_CHANGES.cut_before.search(before))
        if match["within"]:
            # 3日内 is a deadline, unless durations are cut to it.
            if is_cut:
                yield replace(quantity, value_min=None, comparator="<=")
            continue
        is_bound = quantity.comparator in (">=", "<=", "range") or _CHANGES.reach_verb.search(before)
        is_start = _CHANGES.change_to.match(text, match.end()) and _CHANGES.from_before.search(before)
        # A lower bound is no deadline: 每周开放不少于56小时.
        is_least = quantity.comparator == ">=" and not (
            is_group
            or _CHANGES.exceeded.match(text, quantity.start)
            or _CHANGES.exceeded_before.search(before)
            or (match["least_after"] and not _CHANGES.end.match(text, match.end()))
        )
        # What is said of the one duration is said of the next: 时长小学不超60分钟，初中不超90分钟.
        is_next = last and last.unit == quantity.unit and not _SENTENCE_END.search(text, last.end, start)
        is_of_time = is_next or _CHANGES.time_before.search(before)
        if is_cut or is_start or is_least or (is_bound and is_of_time):
            last = quantity
            yield quantity
