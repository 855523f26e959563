"""Find documents named without title marks: 国家知识产权“十三五”规划, 2018年宣传工作要点, 专利法.

Unlike a description (制定实施方案, 出台相关政策), a name ends with a word for a kind of document, follows a
verb applied to documents (落实, 修订, 印发) or another listed name, and has a feature of names: place,
issuer, year, five-year plan, 若干, 试行 or a period in brackets. Without these the document may not exist.
Laws, documents with ``unmarked`` wordings in ``documents.toml``, and regulations after a verb of applying
(落实节约用水条例) need only their name.
"""

import re
from collections.abc import Iterator
from functools import cache
from itertools import zip_longest
from typing import Final

from pipeline.extract.documents.names import DocumentNames
from pipeline.extract.wordings import is_free

_KIND: Final = re.compile(
    r"条例|办法|实施细则|细则|章程|(?:若干|暂行|管理|试行)规定|意见|若干(?:政策)?措施|规划纲要|纲要|规划"
    r"|(?:行动|推进|工作|实施|培训|宣传|立法|执法|监测|抽检|审计|考核)计划|计划(?=[（(](?:19|20)\d{2}年?[-—–~至])|要点|方案|预案|指南|指引|导则|大纲|白皮书|蓝皮书"
    r"|目录|名录|(?:发展|年度)报告|年鉴|(?:的|若干)(?:通知|决定|公告|批复)"
)
_NOT_AFTER_KIND: Final = re.compile(
    r"[类院局处厅室库化性师图书稿箱针者组法]|设计|编制|生育|单列|建设|布局|征集|项目|中的?|草案"
)
_REMARK: Final = re.compile(
    r"[（(](?:试行|暂行|修订|修正|征求意见稿|(?:19|20)\d{2}(?:年?[-—–~至](?:19|20)?\d{2,4})?年?(?:[版本]|修订|修正)?)[）)]"
)
_PERIOD_OR_TRIAL: Final = re.compile(r"[（(](?:试行|暂行|.*[-—–~至])")
_NUMBERED: Final = re.compile(r"\s?[（(][^（()）]{2,24}[〔﹝\[（(【［]\s?(?:19|20)\d{2}|\s?[（(](?:GB|DB|T/)")

_YEAR: Final = r"(?:19|20)\d{2}(?:年?[-—–~至](?:19|20)?\d{2,4})?年度?"
_FIVE_YEARS: Final = r"[“\"]?十[二三四五六]五[”\"]?"
_OWN: Final = r"(?:[我本全][省市区](?!域)|自治区|兵团|(?:省|市)(?![级际会外内油部直场值民县区容辖属委管长]))"
_NATIONAL: Final = (
    r"(?:国家(?!级|局|标准|重点|实验|自主|高新|自贸|有关|相关|和)|全国(?!性)|国务院|中共中央|中央"
    r"|中华人民共和国|中国(?!特色|式|梦))"
)
_NOT_NATIONAL: Final = re.compile(r"国家.*(?:示范区|城市|平台|中心|基地|园区|企业|项目)")

_DRAFTING_VERBS: Final = ("制定", "制订", "出台", "编制", "编印", "起草", "拟定", "拟订", "草拟")
"""Verbs for future documents, which the following words may only describe."""
_ISSUING_VERBS: Final = (*_DRAFTING_VERBS, "印发", "发布", "公布", "颁布", "下发")
_REVISING_VERBS: Final = ("修订", "修改", "完善", "废止", "清理", "转发")
_APPLYING_VERBS: Final = (
    "落实|贯彻|执行|实施|按照|依照|根据|依据|遵照|对照|对标|对接|衔接|对表|参照|比照|参考|围绕|紧扣|遵循|依循|推行|推广|宣传|解读"
    "|学习|宣讲|宣贯|宣介|普及|推进|推动|做好|抓好|抓实|用好|用足|适用|援引|恪守|严守|遵守|履行|兑现|细化|分解|承接|评估|检视|吃透|领会|传达"
    "|研读|融入|依(?![托法靠规然])"
)
_IN_FORCE: Final = re.compile("落实|贯彻|执行|按照|依照|根据|依据|遵守|宣传|宣贯|学习|普及|解读")
_VERBS: Final = f"(?:{'|'.join([*_ISSUING_VERBS, *_REVISING_VERBS, _APPLYING_VERBS])})"
_VERB: Final = re.compile(
    rf"{_VERBS}(?:[并和、]?(?:组织|{_VERBS}))*(?:好|了)?(?:新?(?:修订|修正|颁布|出台|印发|发布)的|最新的?)?"
)
_NAME_BREAK: Final = re.compile(rf"[和与及的对按]|{_VERBS}(?!意见|方案|计划|细则)")
_VERB_AFTER: Final = re.compile(r"(?:[》”\"])?(?:印发|出台|发布|颁布|公布|实施|修订|修改|起草|编制)")
_AND: Final = re.compile(r"(?:[和与及或]|以及)")
_NOT_IN_TITLE: Final = re.compile(
    r"制定|制订|出台|印发|发布|修订|修改|起草|(?<!机构)编制|下发|公布|颁布|拟定|拟订|形成|提出|征求|召开|举办|完成|按照|根据|对照"
    r"|纳入|列入|围绕|签订|签署|有关|相关|配套|[将把各并]|要求|以及|\d个"
)
_BEGINS_WITH_VERB: Final = re.compile(
    r"组织|开展|推进|推动|实施|落实|启动|建立|加强|继续|制|出|研究|完善|计划"
)
_GENERIC: Final = re.compile(
    r"实施|工作|试点|管理|推进|总体|具体|专项|配套|行动|[一二三五]年|年度|[和及的\W]|若干|指导|发展|建设|重点|任务|规划|条例|办法|细则"
    r"|意见|措施|政策|纲要|计划|要点|方案|预案|指南|指引|目录|名录|报告|规定"
)
_TITLE_WORDS: Final = re.compile(r"关于|若干|[指实][导施]意见|工作意见")
_BODY_END: Final = "[厅局委办院部府]"
_BOUNDARY: Final = re.compile(
    r"[，。；：！？,;:\n《》〈〉‹›«»]|[一二三四五六]是"
    rf"|(?<!{_BODY_END})、|、(?![\u4e00-\u9fff、]{{2,24}}{_BODY_END}关于)"
)
"""Boundaries of names, but not between joint issuers: 省委办公厅、省政府办公厅关于…."""
_WORDED_AS_TITLE: Final = re.compile(
    rf"若干(?:政策)?(?:意见|措施|规定)$|^(?:[\u4e00-\u9fff、]{{2,30}}?{_BODY_END})?关于.+(?:意见|决定|通知|公告|批复|办法|规定|措施|方案)$"
)
_MAX_LENGTH: Final = 80
_MIN_CONTENT: Final = 2
_MIN_CONTENT_UNPLACED: Final = 5
_MIN_CONTENT_WITH_REMARK: Final = 4


@cache
def _start_pattern(places: str) -> re.Pattern[str]:
    place = f"(?:{places})(?!知识产权局|经济|技术开发)"
    body = r"(?:[\u4e00-\u9fff]{0,12}?(?:政府|[厅局委办])(?=关于))?"
    return re.compile(
        rf"(?P<year>{_YEAR})?(?P<plan>{_FIVE_YEARS})?(?P<of>{_NATIONAL}|{_OWN}|{place})?{body}(?P<late_year>{_YEAR})?"
    )


def find_unmarked(
    text: str, names: DocumentNames, excluded: list[tuple[int, int]]
) -> Iterator[tuple[int, int]]:
    """Spans (start, end) of names outside the excluded spans, sorted and disjoint."""
    has_known = any(word in text for word in names.unmarked_words)
    known = [found.span() for found in names.unmarked.finditer(text)] if has_known else []
    found = sorted(
        [*known, *_find_in_clauses(text, names, {end for _, end in [*excluded, *known]})],
        key=lambda span: span[0],
    )
    last = 0
    for start, end in found:
        if start >= last and is_free(start, end, excluded):
            yield start, end
            last = end


def _find_in_clauses(text: str, names: DocumentNames, cited: set[int]) -> Iterator[tuple[int, int]]:
    begin = previous = 0
    for boundary in [*_BOUNDARY.finditer(text), None]:
        end = boundary.start() if boundary else len(text)
        listed = text[begin - 1 : begin] == "、" and (begin - 1 in cited or begin - 1 == previous > 0)
        joined = _AND.match(text, begin, end) if begin in cited else None
        at = joined.end() if joined else begin
        for kind in _find_name_ends(text, at, end):
            start = _find_name_start(text, at, kind, names, listed=listed or bool(joined))
            if start < 0:
                continue
            previous = _remark_end(text, kind)
            yield start, previous
            joined = _AND.match(text, previous, end)
            at = joined.end() if joined else previous
        begin = boundary.end() if boundary else end


def _find_name_ends(text: str, begin: int, end: int) -> list[int]:
    """Possible ends of names: the last of adjacent words for kinds (工作计划实施方案)."""
    words = [kind for kind in _KIND.finditer(text, begin, end) if not _NOT_AFTER_KIND.match(text, kind.end())]
    return [
        word.end()
        for word, following in zip_longest(words, words[1:])
        if following is None
        or following.start() - word.end() > 8
        or _NAME_BREAK.search(text, word.end(), following.start())
    ]


def _find_name_start(text: str, begin: int, end: int, names: DocumentNames, *, listed: bool) -> int:
    """Start of the name that ends here, or -1."""
    begin = max(begin, end - _MAX_LENGTH)
    for verb in _VERB.finditer(text, begin, end):
        if _has_issuer_or_year(text, verb.end(), end, names, verb[0]) or _is_worded_as_title(
            text, verb.end(), end, verb[0]
        ):
            return verb.end()
        if _IN_FORCE.search(verb[0]) and _is_regulation(text[verb.end() : end]):
            return verb.end()
    if (listed or _VERB_AFTER.match(text, _remark_end(text, end))) and _has_issuer_or_year(
        text, begin, end, names, ""
    ):
        return begin
    if listed and _is_regulation(text[begin:end]):
        return begin
    return -1


def _has_issuer_or_year(text: str, start: int, end: int, names: DocumentNames, verb: str) -> bool:
    """Whether a span has an issuer or a year, and a subject."""
    sign = _start_pattern(names.places.pattern).match(text, start, end)
    if sign is None or sign.end() == start:
        return False
    inside = text[sign.end() : end]
    if _NOT_IN_TITLE.search(inside) or (inside.startswith("的") or ("的" in inside and "关于" not in inside)):
        return False
    if not sign["of"] and _BEGINS_WITH_VERB.match(inside):
        return False
    is_national = bool(sign["of"]) and bool(re.match(_NATIONAL, sign["of"]))
    if is_national and (_NOT_NATIONAL.match(text[start:end]) or verb in _ISSUING_VERBS):
        return False
    if inside.endswith("意见") and not _TITLE_WORDS.search(inside):
        return False
    if sign["of"] and sign["of"][0] in "我本全" and not sign["year"] and verb.startswith(_ISSUING_VERBS):
        return False
    five_years = bool(re.search(_FIVE_YEARS, text[start:end]))
    return (five_years and bool(sign["of"])) or len(_GENERIC.sub("", inside)) >= _MIN_CONTENT


def _is_worded_as_title(text: str, start: int, end: int, verb: str) -> bool:
    """Whether a name without issuer and year is worded as a title, or followed by a remark of titles."""
    inside, behind = text[start:end], text[end : end + 24]
    content = len(_GENERIC.sub("", inside))
    remarked = _PERIOD_OR_TRIAL.match(behind) and _REMARK.match(behind)
    if _NOT_IN_TITLE.search(inside) or content < (
        _MIN_CONTENT_WITH_REMARK if remarked else _MIN_CONTENT_UNPLACED
    ):
        return False
    if remarked or _NUMBERED.match(behind):
        return True
    exists = not any(word in verb for word in _DRAFTING_VERBS)
    return exists and bool(_WORDED_AS_TITLE.search(inside))


def _is_regulation(words: str) -> bool:
    """Whether words name a regulation; if applied, it exists: 落实节约用水条例."""
    if not words.endswith("条例") or words.startswith(("地方", "党内", "上位", "新")):
        return False
    if _VERB.match(words) or _BEGINS_WITH_VERB.match(words) or _NOT_IN_TITLE.search(words):
        return False
    return len(_GENERIC.sub("", words)) >= _MIN_CONTENT


def _remark_end(text: str, end: int) -> int:
    remark = _REMARK.match(text, end)
    return remark.end() if remark else end
