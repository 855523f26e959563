"""Quantities: a number with its unit, and what bounds it."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Final, Literal

from pipeline.extract.numerals import CHINESE, NUMERAL, is_bare, is_chinese, power_of, span_of
from pipeline.extract.units import (
    FIXED_NAMES,
    ONE_COUNTS,
    ONE_OF_A_THING,
    PLACES_AND_BODIES,
    THINGS,
    UNIT,
    UNIT_NAMES,
)

Comparator = Literal["=", "range", ">=", "<=", "~"]

_TO: Final = r"(?:[-－—–―‐‑−~～〜∼]{1,2}|至|到)"
_AFTER: Final = (
    r"(?:\s{0,2}(?:[（(]含[^（）()]{0,4}[）)])?[及或]?(?:(?P<least_after>以上)|(?P<most_after>以下|以内|之内)"
    r"|(?P<about_after>左右|上下|余(?!下|额|姚))))?"
)
_COUNTED: Final = re.compile(
    rf"(?P<low>{NUMERAL})"
    rf"(?:\s{{0,3}}(?P<low_unit>{UNIT})?\s{{0,3}}{_TO}\s{{0,3}}(?P<high>{NUMERAL}))?"
    rf"(?P<more>\s{{0,2}}[余多几])?\s{{0,2}}(?P<unit>{UNIT}){_AFTER}"
)
_SHARE: Final = re.compile(
    rf"(?:百分之(?P<percent>{NUMERAL})(?!分)|(?<![{CHINESE}])(?P<whole>[两三四五六七八九])分之(?P<part>[一二三四五六七八])"
    rf"|(?P<half>半数|一半(?=以上|左右|的))){_AFTER}"
)
_SHORTENED: Final = re.compile(
    rf"(?:缩短|压缩|压减|缩减|控制)[^，。；\d{CHINESE}]{{0,6}}[至到在为]\s{{0,2}}"
    rf"(?P<quote>(?P<low>{NUMERAL})\s{{0,2}}(?P<unit>个月|个工作日|工作日|天|日|小时){_AFTER})"
)
_GREAT: Final = re.compile(
    rf"(?<![{CHINESE}第等])(?P<low>[{CHINESE}]{{1,3}})大"
    r"(?P<counted>[^，。；、：\d]{0,8}?(?P<unit>平台|中心|基地|园区|示范区|集聚区|数据库|联盟))"
)
_NONE_LEFT: Final = re.compile(r"(?<=实现|确保|做到|达到|保持)零(?P<counted>[一-鿿]{2})(?=目标|的目标)")

_LEAST: Final = "不少于|不得少于|不低于|不得低于|不小于|不下于|至少|最少|起码"
_MOST: Final = "不超过|不得超过|不高于|不得高于|不多于|不大于|至多|最多"
_BEFORE: Final = re.compile(
    r"(?:达到|(?<![发到表下])达)?\s{0,2}"
    rf"(?:(?P<most>{_MOST}|低于|少于|小于|控制在)|(?P<least>{_LEAST}|超过|突破|大于|高于|多于|逾|超))?"
    r"(?P<about>大约|(?<![签节履预合违制契])约|将近|接近|(?<![最附靠邻])近|大概)?\s{0,2}$"
)
_FURTHER_BEFORE: Final = re.compile(rf"(?:(?P<most>{_MOST})|(?P<least>{_LEAST}))[^\W\d{CHINESE}]{{1,8}}$")
_WINDOW: Final = 14

_NAMES: Final = re.compile(
    "《[^《》]{1,80}》|〈[^〈〉]{1,80}〉|“[^“”。；]{1,60}”|‘[^‘’。；]{1,60}’|「[^「」。；]{1,60}」"
    '|『[^『』。；]{1,60}』|"[^"。；]{1,40}"'
    f"|{FIXED_NAMES}"
)
_ORDINAL: Final = re.compile(
    rf"第[\d０-９{CHINESE}、至和及-]{{0,6}}$|(?:(?<![底末日月年之以])前|排名|排名后|倒数|最多跑|只跑)$"
)
_PAIRED: Final = re.compile(r"一[^\W\d]{1,4}$")
_A_THING: Final = re.compile(rf"[^，。；、：的]{{0,20}}?{THINGS}")
_MINUS: Final = ("-", "−", "－", "负")
_LARGEST_PLACE: Final = 999


@dataclass(frozen=True)
class Quantity:
    """A number with its unit and what bounds it; the number itself starts at ``number``.

    ``counted`` is what it counts, where the quantity itself says so.
    """

    start: int
    number: int
    end: int
    value_min: float | None
    value_max: float | None
    unit: str
    comparator: Comparator
    numeral: str
    counted: str = ""


def find_quantities(text: str) -> list[Quantity]:
    """All quantities of a text in its order; they do not overlap.

    Dates, ordinals, names in brackets or quotation marks and numbers without a unit are left out, and so are
    negative numbers and nought: a plan commits to neither. The one nought that is a commitment says so
    (实现零投诉目标).
    """
    names = deque(match.span() for match in _NAMES.finditer(text))
    found = chain(_counted(text), _shares(text), _shortened(text), _great(text), _none_left(text))
    kept: list[Quantity] = []
    for quantity in sorted(found, key=lambda quantity: (quantity.start, -quantity.end)):
        if kept and quantity.start < kept[-1].end:
            continue
        while names and names[0][1] <= quantity.number:
            names.popleft()
        if not (names and names[0][0] <= quantity.number):
            kept.append(quantity)
    return kept


def _counted(text: str) -> Iterator[Quantity]:
    for match in _COUNTED.finditer(text):
        bounds = _bounds(match)
        if bounds and not _is_no_count(text, match):
            about = "余" in match[0] or "多" in match[0]
            quantity = _bounded(
                text, match, *bounds, UNIT_NAMES.get(match["unit"], match["unit"]), about=about
            )
            if not is_bare(match["low"]) or quantity.comparator != "=" or quantity.start < match.start():
                yield quantity


def _shares(text: str) -> Iterator[Quantity]:
    """Shares in words, as percentages: 百分之三十, 三分之二, 半数."""
    for match in _SHARE.finditer(text):
        if match["half"]:
            value = 50.0
        elif match["percent"]:
            span = span_of(match["percent"])
            value = span[0] if span else 0.0
        else:
            whole, part = span_of(match["whole"]), span_of(match["part"])
            value = 100 * part[0] / whole[0] if part and whole else 0.0
        if value:
            yield _bounded(text, match, value, value, "%", about=False)


def _shortened(text: str) -> Iterator[Quantity]:
    """What a time is to be cut down to (审查周期压缩至3个月以内); other spans of time set dates."""
    for match in _SHORTENED.finditer(text):
        span = span_of(match["low"])
        if span and span[0] > 0:
            place, most = match.start("quote"), bool(match["most_after"])
            low = None if most else span[0]
            comparator: Comparator = "<=" if most else "=" if span[0] == span[1] else "range"
            yield Quantity(place, place, match.end(), low, span[1], match["unit"], comparator, match["low"])


def _great(text: str) -> Iterator[Quantity]:
    """What is counted with 大 and its noun: 四大平台. The great ten (十大案件) are a title."""
    for match in _GREAT.finditer(text):
        span = span_of(match["low"])
        if span and 0 < span[0] == span[1] and match["low"] != "十":
            yield Quantity(*_places(match), *span, match["unit"], "=", match["low"], match["counted"])


def _none_left(text: str) -> Iterator[Quantity]:
    for match in _NONE_LEFT.finditer(text):
        yield Quantity(*_places(match), 0.0, 0.0, "", "=", "零", match["counted"])


def _places(match: re.Match[str]) -> tuple[int, int, int]:
    return match.start(), match.start(), match.end()


def _bounds(match: re.Match[str]) -> tuple[float, float] | None:
    """The lowest and highest value, as they stand in the text; None where they make no sense."""
    low = span_of(match["low"])
    if low is None or match["high"] is None:
        return low if low and low[1] > 0 else None
    high = span_of(match["high"])
    if high is None:
        return None
    lowest = low[0]
    power = power_of(match["high"]) or 1.0
    shares_power = not match["low_unit"] and power_of(match["low"]) == 1
    if shares_power and lowest < high[1] / power:
        # 1-2万元 runs from 10000, not from 1.
        lowest *= power
    return (lowest, high[1]) if lowest < high[1] else None


def _is_no_count(text: str, match: re.Match[str]) -> bool:
    """Whether a number with a unit counts nothing: an ordinal, a name, a negative number."""
    start, numeral, unit = match.start(), match["low"], match["unit"]
    before = text[max(0, start - _WINDOW) : start]
    if before.endswith(_MINUS) or _ORDINAL.search(before) or (match["more"] or "").endswith("几"):
        return True
    if before.endswith("每") or (before.endswith(("几", "数")) and (is_bare(numeral) or numeral == "十")):
        return True
    if unit in PLACES_AND_BODIES and (span_of(numeral) or (0, 0))[1] > _LARGEST_PLACE:
        return True
    if is_chinese(numeral) and unit == "分":
        return True
    # 二 counts only in ranges: alone it is the second, since two of a thing are 两.
    if numeral == "二" and not match["high"]:
        return True
    return numeral == "一" and not match["high"] and _is_idle_one(text, match, before)


def _is_idle_one(text: str, match: re.Match[str], before: str) -> bool:
    """Whether a 一 with a unit only says “a”: 一支素质过硬的队伍, 一企一策, 一系列."""
    unit, end = match["unit"], match.end()
    if text[end : end + 1] in ("一", "对") or _PAIRED.search(before) or match["high"]:
        return True
    if unit in ONE_COUNTS:
        return unit == "期" and text.startswith("项目", end)
    return unit not in ONE_OF_A_THING or not _A_THING.match(text, end)


def _bounded(text: str, match: re.Match[str], low: float, high: float, unit: str, *, about: bool) -> Quantity:
    """The quantity with the words before and after it that bound it."""
    number = match.start()
    before = _BEFORE.search(text, max(0, number - _WINDOW), number)
    if not (before and (before["most"] or before["least"])):
        before = _FURTHER_BEFORE.search(text, max(0, number - _WINDOW), number) or before
    said = before.groupdict() if before else {}
    start = before.start() + len(before[0]) - len(before[0].lstrip()) if before else number
    bare_least = is_bare(match[0]) and text[start - 1 : start] == "上"
    comparator: Comparator
    if low < high:
        comparator = "range"
    elif said.get("least") or match["least_after"] or bare_least:
        comparator = ">="
    elif said.get("most") or match["most_after"]:
        comparator = "<="
    else:
        comparator = "~" if about or said.get("about") or match["about_after"] else "="
    return Quantity(
        start - bare_least,
        number,
        match.end(),
        None if comparator == "<=" else low,
        None if comparator == ">=" else high,
        unit,
        comparator,
        match[0],
    )
