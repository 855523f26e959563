"""What a quantity counts, in the words of its sentence."""

from __future__ import annotations

import re
from typing import Final

from pipeline.extract.quantities import Quantity

_LONGEST: Final = 20
_WINDOW: Final = 60
_SHORTEST: Final = 2
_QUOTED: Final = "“[^“”]{1,24}”|《[^《》]{1,24}》|[（(][^（）()]{1,12}[）)]"
_VERBS: Final = (
    "开展|实施|进行|建立|建成|完成|通过|提供|列入|入选|申报|获得|设立|达到|实现|推动|围绕|参与|参加|全面|深入"
    "|每年|分别|按需|给予|向社会|用于|作为|纳入|挂牌|平台应用"
)
_PHRASE: Final = re.compile(rf"(?:{_QUOTED}|(?!{_VERBS})[^，。；、：！？!?;,:“”《》（）()\s\d])+")
_LINK: Final = re.compile("^(?:的|各类)+|(?:的|和|与|及|等|并|及其|以及)+$")
_LEAD: Final = re.compile(
    "^(?:一是|二是|三是|四是|五是|力争|争取|全年|年度内|本年度|计划|继续|积极|重点|全省|全市|全区|我省|我市|我区|省内|市内|"
    "共计|共|拟|再|新增设|新增|新建设|新建|新确定|新设立|建立|建设|建成|设立|筹建|组建|培育备案|培育遴选|培育|引进|引导|"
    "推动|推进|支持|完成|实现|认定|评定|评审|评选出|评选|遴选|选择|选取|申报|推荐|打造|发布|形成|组织|开展|举办|"
    "召开|探索|分别|每年|至少|鼓励|指导|为|在|向|对|和|与|及|并|各|年)+"
)
_TAIL: Final = re.compile(
    "(?:力争|争取|达到|达|不|少于|低于|超过|超|约|近|为|共|均|各|的|实现|总数|合计|至少|新增|至|到|上|等|和|与|及|于)+$"
)
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
    after, before = _after(text, quantity), _before(text, quantity)
    prefers_before = quantity.unit in ("元", "人次") or quantity.unit == "%"
    first, second = (before, after) if prefers_before and len(before) > _SHORTEST else (after, before)
    return first if len(first) >= _SHORTEST else second


def _after(text: str, quantity: Quantity) -> str:
    window = text[quantity.end : quantity.end + _WINDOW]
    lead = len(window) - len(_LINK.sub("", window, count=1)) if window.startswith(("的", "各类")) else 0
    phrase = _PHRASE.match(window, lead)
    return _LINK.sub("", phrase[0][:_LONGEST]) if phrase else ""


def _before(text: str, quantity: Quantity) -> str:
    window = text[max(0, quantity.start - _WINDOW) : quantity.start]
    clause = _BREAK.split(window)[-1]
    return _TAIL.sub("", _LEAD.sub("", clause))[-_LONGEST:]
