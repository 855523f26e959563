"""Classify documents by the last word of their titles."""

import re
from typing import Final

_WORDS: Final = {
    "regulation": "条例",
    "rules": "规定 实施细则 细则 规则 制度 章程",
    "measures": "办法",
    "opinion": "意见",
    "policy": "政策措施 政策 措施 决定",
    "plan": "规划纲要 纲要 规划 计划 要点 工作目标 工作安排",
    "scheme": "方案 预案",
    "notice": "通知 公告 通告 批复 复函",
    "guide": "指南 指引 导则 大纲 须知",
    "standard": "规范 标准 通则",
    "agreement": "协议 协定 议定书 备忘录 公约 条约 合同 承诺书 倡议书 倡议",
    "report": "报告 白皮书 蓝皮书 状况 案例 月报 季报 年报 年鉴 通报 公报",
    "list": "目录 名录 清单 名单 指标体系 指标 评价表",
}
_LAW: Final = (
    r"(?<![办方做说看想写用手书语魔兵])(?<!执)(?<!(?<!公)司)(?<!立)(?<!普)法典?(?:修正案|修正草案|草案)?"
)
_KIND_OF: Final = {word: kind for kind, words in _WORDS.items() for word in words.split()}
_LISTED: Final = "|".join(sorted(_KIND_OF, key=len, reverse=True))

KIND_WORD: Final = re.compile(rf"{_LISTED}|(?:专利|商标|种子|著作权|标准化){_LAW}")
"""A word that indicates a kind of document."""

_REMARK: Final = r"(?:（[^（）]*）|\d{4}年?(?:版|修订|修正)?|修订版|修正案|[(][^()]*[)])*"
_ENDS_IN_WORD: Final = re.compile(rf"({_LISTED}){_REMARK}$")
_ENDS_IN_LAW: Final = re.compile(rf"{_LAW}{_REMARK}$")
_NO_DOCUMENT: Final = re.compile(rf"(?:工程|行动|项目|中心|活动){_REMARK}$")
_MEDIUM: Final = (
    r"(?:杂志|期刊|报纸|报刊|画册|节目|栏目|专栏|专版|专刊|频道|丛书|宣传片|纪录片|专题片|动画片|短片|短视频|微电影|电影|电视剧"
    r"|电视|广播|媒体|广告|歌曲|歌舞|[\u4e00-\u9fff]剧|小说|游戏|小品|一书|网站|平台|系统|数据库|小程序|公众号|客户端|APP)"
)
_NAMES_MEDIUM: Final = re.compile(
    r"(?:平台|系统|网站|(?<!联)网|数据库|小程序|公众号|客户端|APP|(?<![月季年通公])报|周刊|月刊|季刊|专刊|杂志|期刊|专栏|栏目"
    rf"|频道|节目|纪录片|宣传片|曝光台|大讲堂){_REMARK}$|[日早晚时月]报·",
    re.IGNORECASE,
)
_MEDIUM_AFTER: Final = re.compile(
    rf"(?:等[\u4e00-\u9fff]{{0,4}}?|(?:英文版|中文版|系列|电视)?){_MEDIUM}", re.IGNORECASE
)
_MEDIUM_BEFORE: Final = re.compile(
    rf"(?:{_MEDIUM}|播出|播放|拍摄|摄制|收看|观看|演出|上映|录制|订阅|征订)$", re.IGNORECASE
)
_NOTICE_AFTER: Final = re.compile(r"的(通知|公告|意见|方案|办法|规定)")


def is_medium(title: str, before: str, after: str) -> bool:
    """Whether a title (without marks) is a platform, periodical, book, film or programme, not a document.

    ``before`` and ``after`` are its context: 《…》杂志, 播出《…》. A title that ends with a word for a kind
    of document is a document in any context.
    """
    if _NAMES_MEDIUM.search(title):
        return True
    if _ENDS_IN_WORD.search(title) or _ENDS_IN_LAW.search(title):
        return False
    return bool(_MEDIUM_AFTER.match(after) or _MEDIUM_BEFORE.search(before))


def kind_of(title: str, after: str = "") -> str:
    """The kind of a document, one of ``DOCUMENT_KINDS`` of `pipeline.schema.model`.

    ``title`` is without marks; ``after`` is the text after it: 《…》的通知 is a notice. Titles without a word
    for a kind are printed works such as handbooks (``publication``), or ``other`` if they name a project or
    the like.
    """
    if word := _ENDS_IN_WORD.search(title):
        return _KIND_OF[word[1]]
    if _ENDS_IN_LAW.search(title) and len(title) > len("说法"):
        return "law"
    if notice := _NOTICE_AFTER.match(after):
        return _KIND_OF[notice[1]]
    return "other" if _NO_DOCUMENT.search(title) else "publication"
