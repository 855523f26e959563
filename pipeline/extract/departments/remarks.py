"""Text of a department cell other than bodies: deadlines, people, telephone and list numbers, clauses."""

import re
from typing import Final

CLAUSE_ENDS: Final = "，；。\n"
MAX_NAME_LENGTH: Final = 30

_DATE: Final = re.compile(
    r"(?:(?:19|20)\d\d年?|本年度?|当年|次年|明年|今年)?(?:至|-|—|～)?"
    r"(?:[上下]半年|第?[一二三四1-4]季度|全年|年[初中底末内度]|\d{1,2}月(?:\d{1,2}[日号])?(?:[上中下]旬|[初中底末])?)"
    r"(?:之?前|以前|起)?(?:完成|启动|办结)?"
    r"|(?:19|20)\d\d年?(?:[初中底末内])?(?:之?前|以前)?(?:完成|启动)?"
    r"|(?:长期|持续|常年|全年)(?:坚持|推进|实施|开展)?|\d{1,2}[./]\d{1,2}(?:前|日)"
)
_DATE_STARTS: Final = frozenset("0123456789本当次明今上下第一二三四全年长持常")
_PERSON_OR_DATE_LABEL: Final = re.compile(
    r"(?:(?:第一|主要|直接|具体|牵头|分管|主管|包保|联系|经办|负责|责任)(?:责任|分管|牵头)?(?:人员?|领导|同志)|分管(?:省长|市长|负责人)"
    r"|(?:联系|办公|咨询|手机)?(?:电话|方式|手机|邮箱|号码)|(?:完成|办结|起止|实施|整改|计划|推进|落实|预期)?(?:时限|时间|期限|日期)"
    r"(?:节点|要求|安排)?|(?:完成|工作|推进|实施)?进度(?:安排|要求)?|时间节点|工作要求|备注|说明|目标任务)(?:和(?:联系)?电话)?[：\s]+"
)
_NUMBER: Final = re.compile(
    r"[①-⑳⑴-⒇⒈-⒛㈠-㈩]|（(?:\d{1,2}|[一二三四五六七八九十]{1,3})）|(?:\d{1,2}|[一二三四五六七八九十]{1,3})[.．、）](?!\d)"
)
_GROUP_COUNT: Final = re.compile(
    r"等(?:\d{1,3}|[一二两三四五六七八九十]{1,3}|多|几)(?:余|多)?[个家]?(?:省直|市直|相关|有关)?(?:部门和单位|部门、单位|部门|单位|机构|委办局|处室)"
)
_EXCLUDING: Final = re.compile(r"(?:不含|不包括|除)[^）]*")
_INCLUDING: Final = re.compile("含|包括|包含|即|其中")
_CLAUSE_START: Final = re.compile(
    "结合|根据|按照|依照|依据|遵照|确保|力争|抓好|做好|抓紧|并(?!购)|报[省市国区县经送请]|经[省市国区批审]|适时|于|定期|每[年季半]|要求|加强|加大|落实|完成|推进|推动"
    "|组织(?!部|委)|开展|实行|实施|建立|通过|本着|坚持|突出|积极|认真|切实|及时|统一|同步|逐步|具体"
)
_LEAD_LEGEND: Final = re.compile(
    "(?:注：?)?(?:(?:排名|排序|排列?|列|位列)?在?(?:第一|首)(?:位|个|名)?的?(?:单位|部门)?的?"
    r"|(?:标注?|带|加|打)?有?“?(?P<mark>[★☆▲△●◆※*#])”?号?的?(?:者|单位|部门)?"
    "|(?:加粗|黑体|下划线|加下划线)字?体?的?(?:者|单位|部门)?)"
    "(?:为|是|即|系|表示)(?:总)?牵头(?:责任)?(?:单位|部门)?(?:，?下同)?：?"
)
_BODY_END: Final = re.compile(
    "(?:局|厅|委|办|处|室|科|司|署|所|院|站|队|部|社|校|馆|园|厂|集团|兵团|社团|协会|学会|委员会|基金会|联合会|商会|理事会"
    "|促进会|研究会|工会|总会|分会|红十字会|联盟|中心|公司|大学|银行|分行|支行|总行|海关|法庭|基地|政府|机构|企业|单位|部门"
    "|组|专班|电网|电视台|电台|报社|党委|团委|工委|区|县|市|州|盟|旗|镇|乡|街道|农场|林场|牧场)$"
)
_DIVISION_END: Final = re.compile("(?:处|室|科|办|队|庭|所|院|组|站|中心|办公厅|委员会|分局)$")
_NO_BODY: Final = re.compile(
    r"结合|落实|抓好|做好|完成|负责(?!任)|按照|根据|时限|期限|日期|实际|确保|开展|之处|牵头|配合|参与"
    r"|(?:举办|主办|承办|协办|督办|部署|全部|内部|外部|场所|好处|用处|到位|委派|职责|分工|情况|进度|工作|同志|领导)$"
)


def remark_length(cell: str, at: int, opens_clause: bool) -> int:
    """Length of a deadline, list number or similar remark at a position, or 0.

    ``opens_clause`` is whether a clause or list item can start there.
    """
    char, patterns = cell[at], []
    if char == "等":
        patterns.append(_GROUP_COUNT)
    if cell[at - 1 : at] == "（":
        patterns += [_EXCLUDING, _INCLUDING]
    if opens_clause or "①" <= char <= "㈩":
        patterns.append(_NUMBER)
    if char in _DATE_STARTS:
        patterns.append(_DATE)
    return next((match.end() - at for pattern in patterns if (match := pattern.match(cell, at))), 0)


def label_length(cell: str, at: int) -> int:
    """Length of a label that introduces no body (完成时限：, 责任人：), or 0."""
    match = _PERSON_OR_DATE_LABEL.match(cell, at)
    return match.end() - at if match else 0


def match_lead_legend(cell: str, at: int) -> re.Match[str] | None:
    """Match a remark that defines the lead bodies by position (列首位的为牵头单位) or by a ``mark``."""
    return _LEAD_LEGEND.match(cell, at)


def is_remark_start(cell: str, at: int) -> bool:
    """Whether a clause that starts here describes how something is done, and names no body."""
    return bool(_CLAUSE_START.match(cell, at))


def is_body_name(text: str) -> bool:
    """Whether an unlisted text can be the name of a body."""
    return 1 < len(text) <= MAX_NAME_LENGTH and bool(_BODY_END.search(text)) and not _NO_BODY.search(text)


def is_division_name(text: str) -> bool:
    """Whether a text directly after a body can be the name of its division."""
    return len(text) <= MAX_NAME_LENGTH and bool(_DIVISION_END.search(text)) and not _NO_BODY.search(text)
