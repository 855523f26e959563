"""Names of campaigns without quotation marks, or without a noun of their kind.

Unquoted names are recognised by their noun and form: actions by a figurative word (春雷行动, 蓝天保卫战,
春雨工程), actions and projects by a count (百企强基工程, 双千计划), projects after a verb of implementation
by their aim (知识产权强企工程). Literal activities (联合执法行动, 农资打假行动), building works and figures
of speech (系统工程) are not names.

Quoted names without a noun are recognised by a count (“四书五进”) or as a loan or insurance product
(“天府知来贷”), both after a verb of launching.
"""

import re
from collections.abc import Iterator
from typing import Final

from pipeline.extract.campaigns.names import CampaignNames

_HAN: Final = r"[\u4e00-\u9fff]"
_BEFORE_NAMES: Final = (
    "组织|开展|实施|部署|启动|推进|推动|深化|参加|参与|配合|加入|继续|持续|深入|扎实|全面|积极|联合|做好|抓好|打好|打赢|落实"
    "|完成|结合|通过|推出|铺开|打造|发起|推行|做实|升级|国家|打假|执法|维权|整治|保护|全国|全省|全市|全区|我省|我市|我区|重点"
)
_NAME_BOUNDARY: Final = re.compile(rf"(?:^|[^\u4e00-\u9fff]|{_BEFORE_NAMES}|[和与及或的好了以在年等])$")
_LIST_SEPARATOR: Final = re.compile(r"[、和与及]$")
_YEAR: Final = re.compile(r"[-—－]?20\d{2}年?度?$")
_MODIFIERS: Final = re.compile(
    r"(?:等|[两三四五六七八九十]大|知识产权|网络|海关|环保|生态|国际|国内|联合|专项|集中|执法|整治|打击|检查|监督|维权)*$"
)
_ACTION: Final = re.compile(r"行动(?!计划|方案|者|力|自觉|指南|纲领|组|小组|起来|能力)|保卫战")
_COUNTED: Final = re.compile(
    r"(?:[双十百千万]|[三四五六七八九][百千])"
    r"(?!随机|一流|公里|人次|[大亿创方边向重语拥分元亩吨米户个项件条种里])"
    rf"(?:{_HAN}{{1,9}}|{_HAN}{{1,3}}[十百千万]{_HAN}{{1,11}})"
)
_NO_COUNTED_NAME: Final = re.compile(
    r"[亩元吨米个项件条种的等和与及]|工程|计划|行动|重点|重大|公里|平方|分之|千瓦|建设$|改造|农田"
)
_PROJECT: Final = re.compile(
    r"工程(?![师款]|技术|机械|建设|质量|系列|专业|研究|中心|实验|项目|造价|监理|总承包|教育|领域)"
    r"|计划(?![生单]|任务|项目)"
)
_PROJECT_CLAUSE: Final = re.compile(
    r"(?:实施|推进|启动|开展|深化)(?:好|了)?"
    r"(?P<name>[\u4e00-\u9fff（）]{4,24}工程)(?:[和、](?P<second>[\u4e00-\u9fff（）]{4,24}工程))?(?=[，。；！\n]|$)"
)
_AIM: Final = re.compile(
    r"(?:提升|培育|培养|创建|促进|推进|护航|引领|振兴|倍增|转型|升级|强[企县市区省农校基链国]|导航|创新|扶持"
    r"|富民|惠民|暖心|扶贫|帮扶|人才|示范|成长|赋能|领军|合作|优化|打造|文化建设|企业建设|队伍建设|人才建设|环境建设|产权化|抢救保护|下基层|进基层)工程$"
)
_BUILDING: Final = re.compile(
    r"[水路桥渠坝灌污铁港房厂楼厕供饮电气的等]|管网|农田|机场|改造|修复|治理|绿化|造林|防洪|设施|垃圾|取暖|供暖"
    r"|[一二三四五]期|扩建|新建|重点|重大|系统|民生|民心|一把手|德政|形象|实施|推进(?!工程)|[和与及]"
)
_MAX_ACTION_LENGTH: Final = 5
_MAX_COUNTED_LENGTH: Final = 16
_WINDOW: Final = 48

_PROJECT_VERB: Final = re.compile(
    r"(?:开展|实施|推出|启动|推进|组织|深化|继续|铺开|打造|部署|推行|做实|做优|升级|办好|发起)(?:了|好)?$"
)
_LAUNCH_VERB: Final = re.compile(
    r"(?:开展|实施|推出|启动|打造|推进|推行|推广|扩大|深化|落实|组织|举办|发起)"
    r"(?:[\u4e00-\u9fff]{0,6})$"
)
_ADJACENT_LAUNCH_VERB: Final = re.compile(r"(?:开展|实施|推出|启动|发起)(?:了|好)?$")
_COUNTS: Final = re.compile(
    r"[两双二三四五六七八九十百千万][^\W\d_]{1,3}[两双一二三四五六七八九十百千万][^\W\d_]{1,4}$"
)
_PRODUCT: Final = re.compile(r"[^\W\d_]{1,7}(?:贷|保|险|宝|码|券)$")
_GENERIC_PRODUCT: Final = re.compile(
    r"(?:专利|商标|知识产权|版权|信用|科技|质押|抵押|税)贷$|(?:担|医|社|环|确|应|力|低|^新农|^农|统|参|投|承)保$|保险$"
    r"|(?:风|保|专利|商标|责任|知识产权|人身|财产|特色)险$|(?:二维|健康|条形|代)码$|(?:创新|消费|服务|科技|专利)券$"
)
_LIST_BEFORE: Final = re.compile(r"(?:[“‘\"][^“”‘’\"，。；]{1,12}[”’\"][、和与及]?)+$")
_NO_NAME: Final = re.compile(
    r"^(?:一|[两三四五六七八九]个)|[，。；：、+＋]|[的为以和与及是在]"
    r"|(?:[式化制型性度力链圈带区]|高地|体系|格局|机制|模式|中心|样板|品牌|通道|窗口|战略|规划|方针|原则|理念|合一|一体|同时)$"
)
_WORK_AFTER: Final = re.compile(r"等?(?:工作|服务(?!平台)|[，。；！\n]|$)")
_PRODUCT_AFTER: Final = re.compile(
    r"等?(?:[，。；！、“‘\"\n]|$"
    r"|(?:金融|信贷|融资|贷款|保险|专属|特色|普惠|惠农|创新){0,3}(?:产品|业务|服务|规模|试点|覆盖|贷款|投放|发放|授信|余额|额度|扩面|承保|投保))"
)


FoundName = tuple[int, int, str, str]
"""The span of a name without marks, including the noun, then the name and its kind."""


def find_unquoted(text: str, names: CampaignNames) -> Iterator[FoundName]:
    """Find unquoted names with a noun of their kind; they may overlap."""
    for noun in _ACTION.finditer(text):
        yield from _find_actions(text, noun.start(), noun.end(), names)
    for noun in _PROJECT.finditer(text):
        yield from _find_counted(text, noun.start(), noun.end())
        yield from _find_figurative(text, noun.start(), noun.end(), names)
    for works in _PROJECT_CLAUSE.finditer(text):
        for group in ("name", "second"):
            name = works[group]
            if name and _AIM.search(name) and not _BUILDING.search(name):
                yield works.start(group), works.end(group), name, "project"


def _find_actions(text: str, at: int, end: int, names: CampaignNames) -> Iterator[FoundName]:
    """Find the names before 行动, from the last to the first of a list (护航、雷霆等专项行动)."""
    head = text[max(0, at - _WINDOW) : at]
    offset = at - len(head)
    suffix = text[at:end] if text[at:end] != "行动" else ""
    stem = _YEAR.sub("", _MODIFIERS.sub("", head, count=1))
    stop = end
    while name := _figurative_name(stem, names):
        start = len(stem) - len(name)
        yield offset + start, stop, name + suffix, "action"
        separator = _LIST_SEPARATOR.search(stem, 0, start)
        if not separator:
            return
        stop = offset + separator.start()
        stem = _YEAR.sub("", stem[: separator.start()])
    if stop == end:
        yield from _find_counted(text, at, end)


def _figurative_name(stem: str, names: CampaignNames) -> str:
    """The figurative name at the end of ``stem``, if it starts where names start."""
    for length in range(2, _MAX_ACTION_LENGTH + 1):
        name = stem[-length:]
        if len(name) < length or not re.fullmatch(rf"{_HAN}+", name):
            return ""
        if _NAME_BOUNDARY.search(stem, 0, len(stem) - length) and (
            name in names.actions or names.is_image(name)
        ):
            return name
    return ""


def _find_counted(text: str, at: int, end: int) -> Iterator[FoundName]:
    """Find a name such as 百企强基 or 双千 before the noun."""
    for start in range(max(0, at - _MAX_COUNTED_LENGTH), at - 1):
        name = _COUNTED.fullmatch(text, start, at)
        starts_here = name and _NAME_BOUNDARY.search(text, max(0, start - 4), start)
        if name and starts_here and not _NO_COUNTED_NAME.search(name[0]):
            kind = "action" if text[at:end] == "行动" else "project"
            yield start, end, text[start:end], kind
            return


def _find_figurative(text: str, at: int, end: int, names: CampaignNames) -> Iterator[FoundName]:
    """Find a project with a figurative name, after a verb that launches projects (启动春雨工程)."""
    head = text[max(0, at - _WINDOW) : at]
    name = _figurative_name(head, names)
    start = at - len(name)
    if name and not _BUILDING.search(name) and _PROJECT_VERB.search(text, max(0, start - 4), start):
        yield start, end, name + text[at:end], "project"


def kind_without_noun(text: str, start: int, end: int, words: str) -> str:
    """The kind of quoted words without a noun, or '' where they are not a name."""
    if _NO_NAME.search(words):
        return ""
    before = _LIST_BEFORE.sub("", text[max(0, start - _WINDOW) : start])
    if _PRODUCT.match(words) and not _GENERIC_PRODUCT.search(words):
        return "project" if _LAUNCH_VERB.search(before) and _PRODUCT_AFTER.match(text, end) else ""
    if not _WORK_AFTER.match(text, end):
        return ""
    if _COUNTS.match(words) and _LAUNCH_VERB.search(before):
        return "action"
    coined = re.fullmatch(rf"{_HAN}{{4,8}}", words)
    return "action" if coined and _ADJACENT_LAUNCH_VERB.search(before) else ""
