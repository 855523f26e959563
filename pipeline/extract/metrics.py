"""What a quantity counts, in the words of its sentence."""

from __future__ import annotations

import re
from typing import Final

from pipeline.extract.numerals import CHINESE
from pipeline.extract.quantities import Quantity
from pipeline.extract.units import PLACES_AND_BODIES

_LONGEST: Final = 20
_WINDOW: Final = 60
_SHORTEST: Final = 2
_LONGEST_ALONE: Final = 4
"""A noun up to this length (企业, 高校) says too little without what it does."""

_QUOTED: Final = "“[^“”]{1,24}”|《[^《》]{1,24}》|[（(][^（）()]{1,12}[）)]"
_LETTER: Final = r"[^，。；、：！？!?;,:“”《》（）()\s\d]"
_NEXT: Final = rf"[和与及][{CHINESE}]"
_VERBS: Final = (
    "开展|实施|进行|建立|建成|完成|通过|提供|列入|入选|申报|获得|设立|达到|实现|推动|围绕|参与|参加"
    "|全面|深入|探索|每年|分别|按需|给予|向社会|用于|作为|纳入|挂牌|能够|适应|联合|选取"
)
_NOUNS: Final = re.compile(rf"(?:{_QUOTED}|(?!{_VERBS}|{_NEXT}){_LETTER})+")
_NOUNS_AND_VERBS: Final = re.compile(rf"(?:{_QUOTED}|(?!{_NEXT}){_LETTER})+")
_BETWEEN: Final = re.compile("(?:[（(][^（）()]{1,20}[）)])?(?:的|各类|各)*")
_ATTRIBUTE: Final = re.compile(
    rf"{_LETTER}{{2,20}}?(?:超过|达到|不少于|不低于)[\d.{CHINESE}]{{1,9}}[^，。；\d的]{{1,4}}的"
)
_MEASURED: Final = re.compile("[量数额率比](?:超过|达到|达|不少于|不低于|不超过)\\Z")
_TAIL: Final = re.compile("(?:的|和|与|及|等|并|及其|以及|中|各|上|内)+\\Z")

_OPEN: Final = re.compile("(?:“[^”]*|《[^》]*|[（(][^）)]*)\\Z")

_DONE_TO: Final = re.compile(
    "新增设|新增|新建设|新建|新确定|新设立|新创建|建立|建成|设立|筹建|组建|备案|遴选|培育|引进|引导|推动|推进|支持"
    "|完成|实现|认定|评定|评审|评选出|评选|选择|选取|申报|推荐|打造|发布|形成|组织|开展|举办|召开|鼓励|指导|批复|办理|发放|提出"
)
_LEAD: Final = re.compile(
    "^(?:[一二三四五六]是|其中|建设|力争|争取|全年|年度|本年度|20[0-9]{2}年度?|年|计划|继续|积极|重点|全[省市区]|我[省市区]|[省市]内"
    "|共计|共|拟|再|新|和|与|及|并|以及|向|为|在|对|出|的|各类|各|每年|至少|分别)+"
)
_TRAIL: Final = re.compile(
    "(?:力争|争取|20[0-9]{2}年|达到|达|不少于|不低于|超过|超|约|近|为|共|均|各|的|实现|总数|合计|至少|新增|至|到|上|等|和|与|及|于)+\\Z"
)
_OPENING: Final = re.compile("^[^（）()]*[（(](?=[^）)]*\\Z)")
# A quantity of its own, which is no part of the name of the next: 6-8家年度专利申请量超过100件.
_EARLIER: Final = re.compile(r"^.*\d(?:余|多)?[家个项件所名次](?:及?以上)?(?=.{2})")
_FROM: Final = re.compile(rf"[由从](?=[\d{CHINESE}])[^由从]*\Z")
_BREAK: Final = re.compile("[，。；、：！？!?;,:]")


def metric_of(text: str, quantity: Quantity) -> str:
    """What is counted, at most 20 characters, cut from the sentence.

    Parameters
    ----------
    text
        The measure.
    quantity
        One of its quantities.

    Returns
    -------
    str
        The words after the unit (新增5家省级试点企业), else those before the number (发明专利拥有量达到8件);
        '' where there are none.
    """
    if quantity.counted:
        return quantity.counted
    before = _before(text, quantity)
    names_them = quantity.unit in PLACES_AND_BODIES and text.endswith(quantity.unit, 0, quantity.end)
    start = quantity.end - names_them * len(quantity.unit)
    window = text[start : start + _WINDOW]
    if _is_attribute(text, quantity, window) and len(before) >= _SHORTEST:
        return before
    after = _after(window)
    if len(after) >= _SHORTEST:
        return after
    return before if len(before) >= _SHORTEST else _cut(_NOUNS_AND_VERBS, window, _skip(window))


def _is_attribute(text: str, quantity: Quantity, window: str) -> bool:
    """Whether the quantity tells which things are meant: 申请量超过100件的企业."""
    stem = text[max(0, quantity.number - _LONGEST) : quantity.number]
    return window.startswith("的") and bool(_MEASURED.search(stem))


def _after(window: str) -> str:
    start = _skip(window)
    nouns = _cut(_NOUNS, window, start)
    alone = _SHORTEST <= len(nouns) <= _LONGEST_ALONE
    return _cut(_NOUNS_AND_VERBS, window, start) if alone else nouns


def _skip(window: str) -> int:
    """Where the noun begins: after brackets, 的, and what only tells which things are meant."""
    attribute = _ATTRIBUTE.match(window)
    between = _BETWEEN.match(window, attribute.end() if attribute else 0)
    return between.end() if between else 0


def _cut(pattern: re.Pattern[str], window: str, start: int) -> str:
    """The longest phrase that fits, whole where a 和 or 及 allows it."""
    match = pattern.match(window, start)
    phrase = match[0] if match else ""
    if len(phrase) > _LONGEST:
        joint = max(phrase.rfind(joint, _LONGEST_ALONE, _LONGEST + 1) for joint in "和与及并")
        phrase = _OPEN.sub("", phrase[: joint if joint > 0 else _LONGEST])
    return _TAIL.sub("", phrase)


def _before(text: str, quantity: Quantity) -> str:
    window = text[max(0, quantity.start - _WINDOW) : quantity.start]
    clause = _TRAIL.sub("", _FROM.sub("", _OPENING.sub("", _BREAK.split(window)[-1])))
    # What is done to the thing is left out, but for a verb that ends the phrase: 推荐申报.
    for verb in reversed(list(_DONE_TO.finditer(clause))):
        rest = _LEAD.sub("", clause[verb.end() :])
        if len(rest) >= _SHORTEST and not _DONE_TO.fullmatch(rest):
            clause = rest
            break
    phrase = _LEAD.sub("", _EARLIER.sub("", clause))
    if len(phrase) > _LONGEST:
        owner, _, owned = phrase.rpartition("的")
        phrase = owned if owner and len(owned) >= _LONGEST_ALONE else phrase[-_LONGEST:]
    return "" if _DONE_TO.fullmatch(phrase) else phrase[-_LONGEST:]
