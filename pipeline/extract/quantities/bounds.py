"""Bounds of a number: words and signs before it and after its unit."""

import re
from dataclasses import dataclass, replace
from typing import Final, Literal

from pipeline.extract.patterns import load_patterns
from pipeline.extract.quantities.numerals import CHINESE, NUMERAL, is_bare

Comparator = Literal["=", "range", ">=", "<=", "~"]

RANGE_SIGN: Final = r"(?:[-－—–―‐‑−~～〜∼]{1,2}|至|到)"
"""Between the ends of a range."""

_WITH: Final = r"[（(](?:不?包?含|包括)[^（）()]{0,8}[）)]"
BOUND_AFTER: Final = (
    rf"(?:\s{{0,2}}(?:{_WITH})?[（(]?[及或]?(?:(?P<least_after>以上|为下限)"
    r"|(?P<most_after>以下(?!简称|统称)|以内|之内|封顶|为上限|为限)"
    r"|之间|(?P<about_after>左右|上下(?!游)|余(?!下|额|姚)))[）)]?"
    rf"(?:[（(](?:不?包?含|包括)(?:本数|{NUMERAL}[^（）()，、]{{0,3}})?[）)])?)?"
)
"""Words after a unit that make the number a bound, with brackets that include or exclude the number."""

_NOT: Final = "(?:不(?:得|能|可|应|宜|许|准|要|会|再|允许)?|严?禁止?|勿)"
_LEAST: Final = rf"{_NOT}(?:少于|低于|小于|短于|下于)|不下(?![设发达乡])|至少|最少|起码"
_MOST: Final = rf"{_NOT}(?:超过|高于|多于|大于|长于|超出|突破)|不超|至多|最多"
_LEAST_SIGN: Final = "大于或?等于|等于或大于|≥|≧|⩾|[>＞][=＝]?"
_MOST_SIGN: Final = "小于或?等于|等于或小于|≤|≦|⩽|[<＜][=＝]?"
_NOT_ABOUT: Final = "签节履预违制契集简解续缔失邀公协条盟租誓守毁隐"
_BEFORE: Final = re.compile(
    r"(?:达到|(?<![发到表下])达)?\s{0,2}"
    rf"(?:(?P<most>{_MOST}|{_MOST_SIGN}|最高|低于|少于|小于|不足|不到|不满|未满|未达到?|(?P<kept>控制在))"
    rf"|(?P<least>{_LEAST}|{_LEAST_SIGN}|最低|超过|超出|突破|大于|高于|多于|优于|逾|超))?\s{{0,2}}"
    rf"(?P<about>(?:大约|(?<![{_NOT_ABOUT}])(?:(?<!合)|(?<=[折综组整联结融配混，（共]合))约|将近|接近|(?<![最附靠邻亲相临])近|大概)为?)?\s{{0,2}}$"
)
_FURTHER_BEFORE: Final = re.compile(
    rf"(?!最[多少](?!可|能).*的$)(?:(?P<most>{_MOST})|(?P<least>{_LEAST}))(?:(?:每[{CHINESE}]{{1,2}})?[^\W\d{CHINESE}]{{1,8}}|[^，。；：、\d]{{2,16}}的)$"
)
"""A bound before other words. 投诉最多的10个问题 has none, 最多可申请的3项 has one."""
_PATTERNS: Final = load_patterns("bounds")
_LIMIT: Final = re.compile(
    rf"(?:(?P<most>最高|最多|最长|上限|封顶)|(?P<least>最低|最少|最短|下限|保底|托底))(?:{_PATTERNS.limit_words.pattern}){{0,5}}\s{{0,2}}$"
)
_LOWER_BOUND_PREFIX: Final = {
    True: re.compile("(?:上|(?<![经通])过|(?<![侦打攻击])破)$"),
    False: re.compile("(?<![经通])过$"),
}
"""Prefixes of lower bounds: 上千家, 过百家, 破万件, 过半数. Before other numbers 上 is a place."""

_WINDOW: Final = 20
_OPEN_MARK: Final = re.compile("[<＜][^<＜>＞]*$")
_EACH: Final = re.compile("分别[^，。；、]{0,14}$")
_AND: Final = re.compile("[、，,/和及与]|以及")
_BETWEEN: Final = re.compile("[、，,]?(?:且|并且?|但是?|而|同时|和|到|至)?")


@dataclass(frozen=True)
class Quantity:
    """A number with unit and bounds; ``number`` is its start, ``counted`` the counted thing if included."""

    start: int
    number: int
    end: int
    value_min: float | None
    value_max: float | None
    unit: str
    comparator: Comparator
    numeral: str
    counted: str = ""


def make_quantity(
    text: str, match: re.Match[str], low: float, high: float, unit: str, *, about: bool = False
) -> Quantity:
    """The quantity of a match that ends with ``BOUND_AFTER``, with the bounds before and after it."""
    number = match.start()
    before = _match_bound_before(text, number)
    bound = before.groupdict() if before else {}
    start = before.start() + len(before[0]) - len(before[0].lstrip()) if before else number
    bare_least = bool(_LOWER_BOUND_PREFIX[is_bare(match[0])].search(text, max(0, start - 2), start))
    is_around = bool(about or bound.get("about") or match["about_after"])
    comparator: Comparator
    if low < high:
        comparator = "range"
    elif bound.get("least") or match["least_after"] or bare_least:
        comparator = ">="
    elif match["most_after"] or (bound.get("most") and not (bound.get("kept") and is_around)):
        comparator = "<="
    else:
        comparator = "~" if is_around else "="
    quantity = Quantity(start - bare_least, number, match.end(), low, high, unit, comparator, match[0])
    return _with_comparator(quantity, comparator)


def _match_bound_before(text: str, number: int) -> re.Match[str] | None:
    since = max(0, number - _WINDOW)
    near = _BEFORE.search(text, since, number)
    if near and near["least"] in (">", "＞") and _OPEN_MARK.search(text, since, near.start("least")):
        # <意见> is a title.
        return None
    if near and (near["most"] or near["least"]):
        return near
    return _LIMIT.search(text, since, number) or _FURTHER_BEFORE.search(text, since, number) or near


def join_bounds(text: str, quantities: list[Quantity]) -> list[Quantity]:
    """Relate the bounds of neighbouring quantities.

    A lower and an upper bound of the same thing become a range (2场以上、5场以下); a bound before the first
    of a list is said of each (分别不低于22%和25%).
    """
    kept: list[Quantity] = []
    is_each = False
    for quantity in quantities:
        last = kept[-1] if kept else None
        if last and last.unit == quantity.unit and {last.comparator, quantity.comparator} == {">=", "<="}:
            low = quantity.value_min if last.value_min is None else last.value_min
            high = quantity.value_max if last.value_max is None else last.value_max
            between = _BETWEEN.fullmatch(text, last.end, quantity.start)
            if between and low is not None and high is not None and low < high:
                kept[-1] = replace(last, end=quantity.end, value_min=low, value_max=high, comparator="range")
                continue
        is_each = (
            last is not None
            and quantity.comparator == "="
            and bool(_AND.fullmatch(text, last.end, quantity.start))
            and (is_each or _is_said_of_each(text, last))
        )
        kept.append(_with_comparator(quantity, last.comparator) if last and is_each else quantity)
    return kept


def _is_said_of_each(text: str, first: Quantity) -> bool:
    """Whether the bound of the first quantity of a list stands before it, after 分别."""
    is_before = text[first.start : first.number].strip() not in ("", "达", "达到")
    return is_before and bool(_EACH.search(text, max(0, first.start - _WINDOW), first.start))


def _with_comparator(quantity: Quantity, comparator: Comparator) -> Quantity:
    low = None if comparator == "<=" else quantity.value_min
    high = None if comparator == ">=" else quantity.value_max
    return replace(quantity, value_min=low, value_max=high, comparator=comparator)
