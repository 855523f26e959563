"""Identify the issuer of a document: the state, or a region."""

import re
from typing import Final

from pipeline.extract.documents.names import DocumentNames
from pipeline.extract.documents.titles import STATE
from pipeline.taxonomy.loading import Region

NATIONAL: Final = "national"
_MINISTRY: Final = (
    "(?:财政|教育|科技|科学技术|商务|公安|司法|文化|文化和旅游|农业|农业农村|工业和信息化|工信|生态环境|自然资源|水利"
    "|民政|交通运输|人力资源和?社会保障|人社|住房和?城乡建设|应急管理|退役军人事务|外交|国土资源)部"
)
STATE_BODY: Final = (
    rf"(?:国务院|国家|全国|中共中央|中央|中办|国办|最高人民|主席令|中国人民银行|海关总署|{_MINISTRY}"
    r"|[\u4e00-\u9fff]{2,8}总[局署])"
)
"""Starts of names of state bodies."""

_NATIONAL_TITLE: Final = re.compile(rf"(?:关于)?(?:{STATE}|中国(?!（)|{STATE_BODY})")
_NATIONAL_BEFORE: Final = re.compile(
    r"(?:国家|国务院|国办|中办|两办|中共中央|中央|总局|总署|部委|最高人民|"
    rf"{_MINISTRY})[^，。；、]*$"
)
_OWN_BODY_BEFORE: Final = re.compile(
    r"(?:省|市|自治区|区|兵团)(?:委|政府|人民政府|[\u4e00-\u9fff]{1,10}[厅局委院办署])[^，。；]{0,12}$|我[省市区]$"
)
_OWN_VERB_BEFORE: Final = re.compile(
    r"(?:制定|制订|出台|修订|修改|完善|起草|编制|编印|编发|编写|编撰|编辑|拟定|拟订|发布|公布|印发|签订)"
    r"(?:[并和、]|组织|实施|出台|印发|发布|出版|完善|落实)*$"
)
_OWN_TITLE: Final = re.compile(
    r"强[省市区](?!域)|我[省市区]|全[省区](?!域)"
    r"|(?:实施意见|推进计划|工作要点)(?:（[^（）]*）)?$"
)
_LEAD: Final = r"^(?P<lead>(?:\d{4}年度?)?(?:关于)?)"
_PLACE_ABBREVIATIONS: Final = {
    "province": re.compile(rf"{_LEAD}省(?![级际会外内油部直])|(?:我省|本省|全省)"),
    "municipality": re.compile(rf"{_LEAD}市(?![级场值民政县区容辖直])|(?:我市|本市|全市)"),
    "autonomous_region": re.compile(rf"{_LEAD}自治区(?!域)|(?:我区|本区|全区(?!域))"),
    "corps": re.compile(rf"{_LEAD}兵团|我兵团"),
}


def replace_place(title: str, region: Region) -> str:
    """Replace an abbreviation of the region with its name: 省专利条例 in the plan of 四川."""
    pattern = _PLACE_ABBREVIATIONS.get(region.kind)
    if pattern is None:
        return title
    return pattern.sub(lambda match: f"{match['lead'] or ''}{region.name_zh}", title, count=1)


def find_maker(title: str, before: str, region: Region, names: DocumentNames) -> str:
    """The id of the issuing region, ``national``, or '' if unknown.

    ``title`` is a result of `replace_place`, ``before`` the text before it or its list, ``region`` the
    plan's. A title that names a region is that region's; one that names a city is the plan's region's if the
    city is in it. One without a place is the region's if a verb of issuing (制定、出台) or a body of the
    region precedes it, or if it is typical of provinces (强省意见, 实施意见).
    """
    if _NATIONAL_TITLE.match(title):
        return NATIONAL
    if named := names.regions_named(title):
        by_name = names.regions_named(title, of_places=False)
        own = region.id if region.id in named else ""
        return next(iter(by_name), own) if len(named) == 1 else ""
    if _NATIONAL_BEFORE.search(before):
        return NATIONAL
    is_own = _OWN_TITLE.search(title) or _OWN_VERB_BEFORE.search(before) or _OWN_BODY_BEFORE.search(before)
    return region.id if is_own else ""
