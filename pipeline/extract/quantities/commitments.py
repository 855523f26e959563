"""Decide whether a plan commits to a quantity, or only states it."""

import re
from typing import Final

from pipeline.extract.quantities.changes import CHANGE_TO, CHANGE_VERBS
from pipeline.extract.quantities.numerals import CHINESE, is_chinese
from pipeline.extract.quantities.quantities import Quantity
from pipeline.extract.quantities.units import BODIES

_ACTION_VERBS: Final = re.compile(
    "新增|新建|建立|建设|建成|设立|成立|筹建|组建|培育|培养|引进|引导|推动|推进|支持|扶持|举办|召开|开展|组织|实施"
    "|完成|实现|达到|认定|评定|评选|遴选|选择|选取|选定|确定|申报|推荐|争取|打造|发布|制定|修订|出台|形成|办理|查处"
    "|培训|服务|提供|资助|安排|发放|转化|拓展|扩大|增加|增设|增长|覆盖|入选|命名|创建|评审|审定|获得|指导|布局|搭建"
    "|开发|编制|编印|出版|发表|帮助|鼓励"
)
_SELECTION_VERBS: Final = re.compile("选择|选取|选定|确定|遴选|新增|覆盖|增加|建立|建成")
_EXISTING: Final = re.compile(
    "已(?!知)|曾|先后|截[至止](?![^，。；]{0,8}[底末])|目前|现有|原有|(?<![为除])了(?!解)|(?<![较比同与和])(?:去年|上年)(?!末|底|的?基础|同期|水平)"
)
_OF_LAST_YEAR: Final = re.compile("(?:去年|上年)(?:同期)?的$")
_MEANS_BEFORE: Final = re.compile(
    "(?:依托|(?<![再综])利用(?!率|量|水平|效率|面积|系数|能力)|借助|根据|按照|发挥)([^，。；]*)$"
)
_EXISTING_MEANS: Final = re.compile("依托(?:全[省市区国]|我[省市区]|现有|已)[^，。；]*$")
_STATED: Final = re.compile(
    r"(?:提出|规定|明确|要求)的$|[较比](?:20\d\d年|上一?年|去年)[^，。；\d]{0,6}的$|[+＋]$"
)
"""Before a quantity that is demanded elsewhere, compared with, or part of a formula."""
_FROM_BEFORE: Final = re.compile(rf"[由从](?:20\d\d年)?([^，。；\d{CHINESE}]{{0,14}})$")
_GROWTH_AFTER: Final = re.compile(rf"[^，。；]{{0,14}}(?:再|{CHANGE_VERBS})")
_CHANGE_AFTER: Final = re.compile(
    rf"{CHANGE_TO}[^，。；]|的?基础(?:上|之上)|[^，。；、“”]{{0,14}}[+＋][\d{CHINESE}]"
)
"""After the starting point of a change, or a part of a formula."""
_CHANGE_START: Final = re.compile(
    rf"(?:[从由][^，。；]{{1,30}}?|[\d{CHINESE}][^，。；\d]{{0,4}})({CHANGE_TO})"
)
_GRANT_VERBS: Final = "给予|予以|奖励|补助|资助|补贴|奖补"
_OFFER: Final = re.compile(
    rf"(?:[对凡]|达到|超过|不[低少]于)[^。；]{{1,80}}?的[^，。；\d{CHINESE}]{{0,10}}"
    rf"(?:[，,]?(?:将|可|按规定)?(?:给予|予以)|[，,][^，。；\d{CHINESE}]{{0,8}}(?:一次性)?(?:{_GRANT_VERBS})(?!力度|机制|政策|办法))"
)
_CONDITION: Final = re.compile(
    rf"[^，。；的\d{CHINESE}]{{0,8}}的(?:[^，。；\d{CHINESE}]{{1,12}}[，,]?|[，,])"
    rf"(?:可(?!持续|能)|(?:将|最高|分别|一次性)*(?:{_GRANT_VERBS})|享受|优先|免予|不得(?![超高低少多])|须|应(?!用|急|对)|要(?!素|求)|实行)"
)
_QUALITY: Final = re.compile(
    "(?:额|面积|规模|产值|产量|收入|投资|资金|资产|注册资本|税收|利润|人口|人数|存栏量?|出栏量?|装机|容量|排放量|用量|能耗|用水量|用电量|高度|长度|跨度)"
    "(?:在|为|达到?)?$"
)
_OF_THINGS: Final = re.compile(
    "的(?:[，,、；。）]|(?!目标|任务|要求|水平|成绩|成效|效果|效益|增[长速幅]|收入|规模|产值|产能|能力|[^，。；]{0,4}(?:目标|任务|要求)))"
)
"""After a bound that selects a group: 年产值1亿元以上的企业, 存栏500头以上的，."""
_OF_WORTH: Final = re.compile(
    "的?[^，。；、的\\d]{0,6}?(?:项目|企业|工程|集群|园区|合同|订单|大户|公司)(?![^，。；、\\d]{0,2}(?:资金|贷款|投资|融资|建设|支出|收入))"
)
"""After an amount of money, the value of the things meant: 10亿元以上项目20个."""
_OF_SIZE: Final = re.compile("的?(?:自然|行政|建制)?(?:村(?!民)|屯|集镇|建制镇|小区|城市|县城|超?大班额)")
"""After households or people, the size of the places meant: 20户以上自然村."""
_OF_COUNTED: Final = re.compile(r"的?[^，。；、\d]{2,14}?(?:达|不少于|超过)?\d+[个家座台套处项条所场期]")
_SIZES: Final = frozenset(
    ("元", "千瓦", "兆瓦", "吨", "亩", "公顷", "平方米", "立方米", "公里", "人", "户", "头", "张")
)
"""Units of size, before counted things: 10兆瓦以上电站12座."""
_EFFECT_VERBS: Final = re.compile("惠及|带动|涉及|用于|拉动|撬动|受益|吸引|改造|治理|救助|减少|节约")
_GRANT_AFTER: Final = re.compile(
    f"(?:的(?:标准|比例|额度|幅度))?(?:进行|一次性)?(?:给予|予以|{_GRANT_VERBS})"
)
_OF_AFTER: Final = re.compile("[^，。；的\\d]{0,8}的")
_SHORTFALL: Final = re.compile("(?:不足|不到|不满|未满|未达到?|达不到)")
_PER_CASE: Final = {
    "元": re.compile("给予|予以|[每单]一?[个家件项名人篇户次所份亩笔]|一次性|最高(?:奖|补|资助|可)"),
    "分": re.compile("给予|予以|每一?[个家件项名人篇户次所份]|[加扣减计]$"),
    "%": re.compile("给予|予以"),
}
_RAISED_RATE: Final = re.compile(
    rf"(?:标准|水平|收入|待遇|养老金|工资)[^，。；]{{0,10}}(?:{CHANGE_VERBS}|达)(?:到|至|为)?(?:每[一-鿿]{{1,3}}){{0,2}}(?:[\d.]{{1,8}}元[、和]){{0,4}}$"
)
"""Raised rates, such as pensions, are commitments, not terms of an offer."""
_SHARE_OF: Final = re.compile("占(?!比)(?![^，。；]*(?:达|提高|增|比重|比例))[^，。；]*$")
_SCOPE: Final = re.compile(
    "[^，。；、的]{0,4}?(?:领域|方面|区域|地区|层面|层次|体系|环节|维度|板块|阶段|方向|指标|步骤)(?!性)"
)
_LISTED: Final = re.compile(r"(?:、|和|与|及)[^\W\d]{1,14}$")
_MULTI_YEAR: Final = re.compile("每[两二三四五六2-6]年")
_CLAUSE_END: Final = re.compile("[，。；！？,;]")
_YEAR: Final = re.compile(
    r"(?<![比较在与以从自照])(20\d{2})年(?!度?以?来|度?的?基础|[^，。；]{0,6}同期|[^《》]*》)"
    r"|(?<![比较在与以从自照])([今本明]年)(?!以?来|的?基础)"
)
_WINDOW: Final = 90


def is_commitment(text: str, quantity: Quantity, year: int | None = None) -> bool:
    """Whether a plan of a given year commits to deliver, reach, keep or spend a quantity of a measure.

    False for existing things (已建成5家; in a plan for 2018, 2017年建成5家), means of the work
    (依托全省4家网点), counted actors and fields (四部门, 四个领域), and terms of an offer
    (对……的，给予2万元奖励).
    """
    sentence = _CHANGE_START.sub(r"\1", _text_since("。；！？;", text, quantity.start))
    clause = _text_since("，,", sentence, len(sentence))
    quoted = text[quantity.start : quantity.end]
    after = text[quantity.end : quantity.end + _WINDOW]
    return not (
        quantity.unit in BODIES
        or _EXISTING.search(_OF_LAST_YEAR.sub("", clause) if quantity.unit == "倍" else clause)
        or _is_past(sentence, year)
        or (not quoted.startswith("达") and _is_means(clause, after))
        or _STATED.search(clause)
        or _CHANGE_AFTER.match(after)
        or ("按" in clause and _GRANT_AFTER.match(after))
        or _is_offer(sentence, quoted + after)
        or _is_condition(clause, quoted, after, quantity)
        or (
            quantity.unit in _PER_CASE
            and _PER_CASE[quantity.unit].search(clause + quoted)
            and not _RAISED_RATE.search(clause)
        )
        or (quantity.unit == "%" and quantity.comparator == "=" and _SHARE_OF.search(clause + quoted))
        or _is_scope(clause, after, quantity)
        or _is_sum(clause, quantity)
        or (quantity.unit == "次" and _MULTI_YEAR.search(clause))
        or (quantity.unit in ("次", "期") and "每" in clause and after.startswith("的"))
    )


def _text_since(marks: str, text: str, end: int) -> str:
    """The text before a position, from the last of ``marks`` on."""
    window = text[max(0, end - _WINDOW) : end]
    return window[max(window.rfind(mark) for mark in marks) + 1 :]


def _is_past(sentence: str, year: int | None) -> bool:
    """Whether the last year before a quantity is over; years of comparison don't count."""
    years = [match[1] for match in _YEAR.finditer(sentence)]
    return year is not None and bool(years) and bool(years[-1]) and int(years[-1]) < year


def _is_means(clause: str, after: str) -> bool:
    """Whether the quantity is a means or starting point of the work."""
    if _EXISTING_MEANS.search(clause):
        return True
    by = _MEANS_BEFORE.search(clause)
    if by is None and _GROWTH_AFTER.match(after):
        by = _FROM_BEFORE.search(clause)
    return by is not None and not _ACTION_VERBS.search(by[1])


def _is_offer(before: str, rest: str) -> bool:
    return any(
        offer.start() < len(before) and not _CLAUSE_END.search(before, offer.end())
        for offer in _OFFER.finditer(before + rest)
    )


def _is_condition(clause: str, quoted: str, after: str, quantity: Quantity) -> bool:
    """Whether it is a condition of a rule: 达到50件以上的企业可享受……, 不足100家的市要补齐."""
    if _SHORTFALL.match(quoted):
        return bool(_OF_AFTER.match(after))
    is_rule = bool(_CONDITION.match(after)) and not _ACTION_VERBS.search(clause)
    return is_rule or _is_size(clause, quoted, after, quantity)


def _is_size(clause: str, quoted: str, after: str, quantity: Quantity) -> bool:
    """Whether it is the size of the things meant: 年产值1亿元以上的企业, 20户以上自然村."""
    if quantity.comparator not in (">=", "<=") or not quoted.endswith(("以上", "以下")):
        return False
    if _QUALITY.search(clause) and _OF_THINGS.match(after):
        return True
    things = [_OF_WORTH.match(after)] if quantity.unit.endswith("元") else []
    things += [_OF_SIZE.match(after)] if quantity.unit in ("户", "人") else []
    things += [_OF_COUNTED.match(after)] if quantity.unit in _SIZES else []
    found = [thing[0] for thing in things if thing]
    return any(not _ACTION_VERBS.search(thing) and not _EFFECT_VERBS.search(thing) for thing in found)


def _is_scope(clause: str, after: str, quantity: Quantity) -> bool:
    """Whether it counts fields of work instead of deliverables."""
    if quantity.comparator != "=" or not _SCOPE.match(after) or _SELECTION_VERBS.search(clause):
        return False
    return is_chinese(quantity.numeral) or bool(_LISTED.search(clause))


def _is_sum(clause: str, quantity: Quantity) -> bool:
    """Whether it sums up a list of existing things (省和市两个受理点)."""
    listed = quantity.unit == "个" and is_chinese(quantity.numeral) and _LISTED.search(clause)
    return bool(listed) and "在" not in clause and not _ACTION_VERBS.search(clause)
