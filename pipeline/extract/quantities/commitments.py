"""Decide whether a plan commits to a quantity, or only states it."""

import re
from typing import Final

from pipeline.extract.patterns import load_patterns
from pipeline.extract.quantities.changes import CHANGE_TO, CHANGE_VERBS
from pipeline.extract.quantities.numerals import CHINESE, is_chinese
from pipeline.extract.quantities.quantities import Quantity
from pipeline.extract.quantities.units import BODIES

_PATTERNS: Final = load_patterns(
    "commitments", {"chinese": CHINESE, "change_verbs": CHANGE_VERBS, "change_to": CHANGE_TO}
)
_SIZES: Final = frozenset(
    (
        *("元", "千瓦", "兆瓦", "千伏", "蒸吨", "吨", "亩", "公顷", "平方米", "立方米"),
        *("公里", "人", "户", "头", "张"),
    )
)
"""Units of size, before counted things: 10兆瓦以上电站12座."""
_WORTH_UNITS: Final = ("元", "标准煤", "瓦", "伏", "蒸吨")
"""Units of the worth or capacity of projects and companies: 年用能1万吨标准煤以上企业."""
_PER_CASE: Final = {
    "元": re.compile("给予|予以|[每单]一?[个家件项名人篇户次所份亩笔]|一次性|最高(?:奖|补|资助|可)"),
    "分": re.compile("给予|予以|每一?[个家件项名人篇户次所份]|[加扣减计]$"),
    "%": re.compile("给予|予以"),
}
_CLAUSE_END: Final = re.compile("[，。；！？,;]")
_WINDOW: Final = 90


def is_commitment(text: str, quantity: Quantity, year: int | None = None) -> bool:
    """Whether a plan of a given year commits to deliver, reach, keep or spend a quantity of a measure.

    False for existing things (已建成5家; in a plan for 2018, 2017年建成5家), means of the work
    (依托全省4家网点), counted actors and fields (四部门, 四个领域), and terms of an offer
    (对……的，给予2万元奖励).
    """
    sentence = _PATTERNS.change_start.sub(r"\1", _text_since("。；！？;", text, quantity.start))
    clause = _text_since("，,", sentence, len(sentence))
    quoted = text[quantity.start : quantity.end]
    after = text[quantity.end : quantity.end + _WINDOW]
    return not (
        quantity.unit in BODIES
        or _PATTERNS.existing.search(
            _PATTERNS.of_last_year.sub("", clause) if quantity.unit == "倍" else clause
        )
        or _is_past(sentence, year)
        or (not quoted.startswith("达") and _is_means(clause, after))
        or _PATTERNS.stated.search(clause)
        or _PATTERNS.change_after.match(after)
        or ("按" in clause and _PATTERNS.grant_after.match(after))
        or _is_offer(sentence, quoted + after)
        or _is_condition(clause, quoted, after, quantity)
        or (
            quantity.unit in _PER_CASE
            and _PER_CASE[quantity.unit].search(clause + quoted)
            and not _PATTERNS.raised_rate.search(clause)
            and not (quantity.comparator == ">=" and _PATTERNS.rate.search(clause))
        )
        or (
            quantity.unit == "%" and quantity.comparator == "=" and _PATTERNS.share_of.search(clause + quoted)
        )
        or _is_scope(clause, after, quantity)
        or _is_sum(clause, quantity)
        or (quantity.unit == "次" and _PATTERNS.multi_year.search(clause))
        or (quantity.unit in ("次", "期") and "每" in clause and after.startswith("的"))
    )


def _text_since(marks: str, text: str, end: int) -> str:
    """The text before a position, from the last of ``marks`` on."""
    window = text[max(0, end - _WINDOW) : end]
    return window[max(window.rfind(mark) for mark in marks) + 1 :]


def _is_past(sentence: str, year: int | None) -> bool:
    """Whether the last year before a quantity is over; years of comparison don't count."""
    last, number, _ = ([match.groups() for match in _PATTERNS.year.finditer(sentence)] or [(None,) * 3])[-1]
    return year is not None and (bool(last) or bool(number and int(number) < year))


def _is_means(clause: str, after: str) -> bool:
    """Whether the quantity is a means or starting point of the work."""
    if _PATTERNS.existing_means.search(clause):
        return True
    by = _PATTERNS.means_before.search(clause)
    if by is None and _PATTERNS.growth_after.match(after):
        by = _PATTERNS.from_before.search(clause)
    return by is not None and not _PATTERNS.action_verbs.search(by[1])


def _is_offer(before: str, rest: str) -> bool:
    return any(
        offer.start() < len(before) and not _CLAUSE_END.search(before, offer.end())
        for offer in _PATTERNS.offer.finditer(before + rest)
    )


def _is_condition(clause: str, quoted: str, after: str, quantity: Quantity) -> bool:
    """Whether it is a condition of a rule: 达到50件以上的企业可享受……, 不足100家的市要补齐."""
    if _PATTERNS.shortfall.match(quoted):
        return bool(_PATTERNS.of_after.match(after))
    # 80%的县要完成验收 demands it of a share of all.
    is_share = quantity.unit == "%" and not _PATTERNS.share_said.search(clause)
    is_rule = _PATTERNS.condition.match(after) and not _PATTERNS.action_verbs.search(clause) and not is_share
    return bool(is_rule) or _is_size(clause, quoted, after, quantity)


def _is_size(clause: str, quoted: str, after: str, quantity: Quantity) -> bool:
    """Whether it is the size of the things meant: 年产值1亿元以上的企业, 20户以上自然村."""
    if quantity.comparator not in (">=", "<="):
        return False
    is_counted = quantity.unit in _SIZES and bool(_PATTERNS.counted_things.match(after))
    is_quality = bool(_PATTERNS.quality.search(clause))
    is_of_things = bool(_PATTERNS.of_things.match(after))
    if not quoted.endswith(("以上", "以下")):
        # 人口超过3万人的乡镇, 产值超500亿元的集群2个
        is_rule = is_of_things and (is_quality or clause.startswith(("对", "凡")))
        is_size = is_counted or (is_rule and not _PATTERNS.action_verbs.search(clause))
        return is_size and bool(_PATTERNS.bounded.match(quoted))
    if is_counted or (is_quality and is_of_things):
        return True
    things = [_PATTERNS.of_worth.match(after)] if quantity.unit.endswith(_WORTH_UNITS) else []
    things += [_PATTERNS.of_size.match(after)] if quantity.unit in ("户", "人") else []
    things += [_PATTERNS.of_counted.match(after)] if quantity.unit in _SIZES else []
    found = [thing[0] for thing in things if thing]
    return any(
        not _PATTERNS.action_verbs.search(thing) and not _PATTERNS.effect_verbs.search(thing)
        for thing in found
    )


def _is_scope(clause: str, after: str, quantity: Quantity) -> bool:
    """Whether it counts fields of work instead of deliverables."""
    if (
        quantity.comparator != "="
        or not _PATTERNS.scope.match(after)
        or _PATTERNS.selection_verbs.search(clause)
    ):
        return False
    return is_chinese(quantity.numeral) or bool(_PATTERNS.listed.search(clause))


def _is_sum(clause: str, quantity: Quantity) -> bool:
    """Whether it sums up a list of existing things (省和市两个受理点)."""
    listed = quantity.unit == "个" and is_chinese(quantity.numeral) and _PATTERNS.listed.search(clause)
    return bool(listed) and "在" not in clause and not _PATTERNS.action_verbs.search(clause)
