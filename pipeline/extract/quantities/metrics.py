"""Extract the metric of a quantity: the counted thing in the words of its sentence."""

import re
from typing import Final

from pipeline.extract.quantities.changes import CHANGE_TO
from pipeline.extract.quantities.numerals import CHINESE
from pipeline.extract.quantities.quantities import Quantity
from pipeline.extract.quantities.units import PLACES_AND_BODIES, WORDS

_MAX_LENGTH: Final = 30
_WINDOW: Final = 60
_PLACES: Final = tuple("县市区乡镇村校")
"""Counted things with a name of one character."""
_MIN_LENGTH: Final = 2
_MAX_CLAUSE: Final = 40
"""Of a relative clause, in characters."""

_QUOTED: Final = "“[^“”]{1,24}”|《[^《》]{1,24}》|[（(][^（）()]{1,12}[）)]"
_LETTER: Final = r"[^，。；、：！？!?;,:“”《》（）()\s\d]"
_NEXT: Final = rf"[和与及][{CHINESE}]"
_WORDS: Final = {name: "|".join(words) for name, words in WORDS["counted"].items()}
_VERBS: Final = _WORDS["verbs"]
_RELATIVE_WORDS: Final = _WORDS["which"]

_NOUNS: Final = re.compile(
    rf"(?:{_QUOTED}|(?!{_VERBS}|{_NEXT}){_LETTER})(?:{_QUOTED}|(?!{_VERBS}|(?<!的)(?:{_WORDS['later_verbs']})"
    rf"|{_NEXT}){_LETTER})*"
)
_WITHIN: Final = "[^，。；：！？!?;,:的]"
_RELATIVE: Final = re.compile(
    rf"(?:{_LETTER}{{1,8}}(?:{_WORDS['qualities']})的|(?:{_RELATIVE_WORDS})(?:{_WITHIN}{{0,20}}，(?={_RELATIVE_WORDS}))?{_WITHIN}{{0,{_MAX_CLAUSE}}}的)+"
    rf"(?:(?![和与及]){_LETTER}{{1,12}}?的(?={_LETTER}{{2}}))?"
)
_BOUND: Final = rf"(?:超过?|达到?|不少于|不低于|突破|高于|低于|大于|小于)(?:[\d.{CHINESE}]{{1,9}})"
_ATTRIBUTE: Final = re.compile(rf"{_LETTER}{{2,20}}?{_BOUND}[^，。；的]{{0,8}}的")
_BETWEEN: Final = re.compile("(?:[（(][^（）()]{1,20}[）)])?(?:的|各类|各)*")
_MEASURED: Final = re.compile("[量数额率比](?:超过|达到|达|不少于|不低于|不超过)\\Z")
_TAIL: Final = re.compile(
    "(?:的|和|与|及|等|并|及其|以及|中|各|上|内|共|为|在|以|进|要|稳定|全部|基本|共同|免费|力争|争取|应|将"
    "|均|都|可|已|再|也|\\+)+\\Z"
)

_OPEN: Final = re.compile("(?:“[^”]*|《[^》]*|[（(][^）)]*)\\Z")

_DONE_TO: Final = re.compile(_WORDS["done_to"])
_ACT: Final = (
    rf"新?(?:(?:{_WORDS['acts']})(?=.{{2}})|(?:{_WORDS['acts_or_nouns']})"
    rf"(?=.{{2}})(?!(?:企业|单位|人员|学校)\Z)(?!.{{0,3}}(?:{_WORDS['act_nouns']})\Z))"
)
_ACTS: Final = re.compile(f"{_ACT}+")
"""Verbs at the start of the phrase; elsewhere these words are parts of nouns."""

_FOR_WHOM: Final = re.compile(rf"(?:向|给|为|对){_LETTER}{{1,10}}?(?={_ACT})")
_LEAD: Final = re.compile(
    r"^(?:[一二三四五六]是|其中|[今本明去]年|年?底前?|末前|确保|到(?=20\d\d年|[今本明]?年?[底末])"
    "|建设(?!用地|项目|单位|规模|资金|工程)|力争|争取|全年|年度|本年度"
    "|20[0-9]{2}年度?|年(?![产均度龄轻销收营利用处检货报会])|计划(?!生育|单列|免疫)|继续|积极|全[省市区]"
    "|我[省市区]|[省市]内"
    "|共计|共(?![享建同性])|拟|再(?!生|制造|贷款|担保|保险)|和(?![美谐平])|与|及|并(?![购网])|以及|向|为"
    "|在(?![线建职校岗编研])|对(?![外口])|出(?![口版生租入行资境台让访])|的|各类|各|每年|至少|分别)+"
)
_TRAIL: Final = re.compile(
    "(?:(?:提高|提升|上升|下降|降低|增长|增加|扩大|减少|缩短|压缩|压减|降)[到至]|(?:稳定|保持|维持|控制|巩固)在"
    "|力争|争取|20[0-9]{2}年|保持|的?占"
    "|达到|达|不少于|不低于|超过|超|约|近|为|共|均|各|的|实现|总数|合计|至少|新增|至"
    "|到|上|等|和|与|及|于)+\\Z"
)
_OPENING: Final = re.compile("^[^（）()]*[（(](?=[^）)]*\\Z)")
# An earlier quantity is not part of the name: 6-8家年度专利申请量超过100件.
_EARLIER_QUANTITY: Final = re.compile(r"^.*\d(?:余|多)?[家个项件所名次](?:及?以上)?(?=.{2})")
_FROM: Final = re.compile(rf"[由从](?=[\d{CHINESE}])[^由从]*\Z")
_CHANGE_AFTER: Final = re.compile(CHANGE_TO)
_NOT_A_THING: Final = re.compile("^(?:通过|获得|取得|达到|能够)|将(?!来|军)")
"""Words for acts or outcomes, which can't be counted."""
_BREAK: Final = re.compile("[，。；、：！？!?;,:]")


def find_metric(text: str, quantity: Quantity) -> str:
    """The counted thing of a quantity, at most 30 characters, or ''.

    It is after the unit (新增5家省级试点企业), else before the number (发明专利拥有量达到8件). What the
    things do (10家企业开展贯标) and relative clauses (3家能够适应需求的机构) are left out.
    """
    if quantity.counted:
        return quantity.counted
    before = _metric_before(text, quantity)
    names_them = quantity.unit in PLACES_AND_BODIES and text.endswith(quantity.unit, 0, quantity.end)
    start = quantity.end - names_them * len(quantity.unit)
    window = text[start : start + _WINDOW]
    # The quantity is an attribute of things: 申请量超过100件的企业.
    stem = text[max(0, quantity.number - _MAX_LENGTH) : quantity.number]
    if window.startswith("的") and _MEASURED.search(stem) and len(before) >= _MIN_LENGTH:
        return before
    after = "" if _CHANGE_AFTER.match(window) else _metric_after(window)
    if len(after) >= _MIN_LENGTH:
        return after
    return before if len(before) >= _MIN_LENGTH else after if after in _PLACES else ""


def _metric_after(window: str) -> str:
    """The thing after the unit, without brackets, 的 and relative clauses."""
    start = _match_end(_BETWEEN, window, 0)
    which = _match_end(_ATTRIBUTE, window, start)
    which = _match_end(_RELATIVE, window, which)
    match = _NOUNS.match(window, _match_end(_BETWEEN, window, which))
    return _shorten_phrase(match[0]) if match else ""


def _match_end(pattern: re.Pattern[str], window: str, start: int) -> int:
    match = pattern.match(window, start)
    return match.end() if match else start


def _shorten_phrase(phrase: str) -> str:
    """Shorten a long phrase to the part before 和, 与, 及 or 并."""
    if len(phrase) > _MAX_LENGTH:
        joint = max(phrase.rfind(joint, _MIN_LENGTH, _MAX_LENGTH + 1) for joint in "和与及并")
        phrase = _OPEN.sub("", phrase[: max(joint, 0)])
    return _TAIL.sub("", phrase)


def _metric_before(text: str, quantity: Quantity) -> str:
    window = text[max(0, quantity.start - _WINDOW) : quantity.start]
    clause = _TRAIL.sub("", _FROM.sub("", _OPENING.sub("", _BREAK.split(window)[-1])))
    # Remove the verb, unless it ends the phrase: 推荐申报.
    for verb in reversed(list(_DONE_TO.finditer(clause))):
        rest = _LEAD.sub("", clause[verb.end() :])
        if len(rest) >= _MIN_LENGTH and not _DONE_TO.fullmatch(rest):
            clause = rest
            break
    phrase = _EARLIER_QUANTITY.sub("", clause)
    phrase = _LEAD.sub("", phrase[_match_end(_FOR_WHOM, phrase, 0) :])
    phrase = _LEAD.sub("", phrase[_match_end(_ACTS, phrase, 0) :])
    phrase = phrase[_match_end(_RELATIVE, phrase, 0) :]
    if len(phrase) > _MAX_LENGTH:
        owner, _, owned = phrase.rpartition("的")
        phrase = owned if owner else ""
    no_thing = len(phrase) > _MAX_LENGTH or _DONE_TO.fullmatch(phrase) or _NOT_A_THING.search(phrase)
    return "" if no_thing else phrase
