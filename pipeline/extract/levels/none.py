"""Detect measures that deny that there is such work: 不涉及, 暂无此项工作安排, 由国家组织，地方无任务."""

import re
import unicodedata
from typing import Final

from pipeline.extract.levels.features import load_level_words, remove_words

_MAX_LENGTH: Final = 120
_CLAUSE_END: Final = re.compile(r"[,。;!:.|()\s—-]+")

_NEGATION: Final = re.compile(
    "暂无|尚无|并无|没有|未有|暂未|尚未|从未|仍未|还未|暂不|拟不|不再|不涉及|未涉及|无需|无须|不需要?|未|不|无|非"
)
_STRONG_NEGATIONS: Final = (
    *("暂无", "尚无", "并无", "没有", "未有", "暂未", "尚未"),
    *("从未", "仍未", "还未", "暂不", "不涉及", "未涉及"),
)
"""May be followed by the missing thing."""

_SUBJECT: Final = re.compile(
    r"目前|现阶段|暂时|当前|截至|为止|今年|本年度?|全年|近期|\d{4}年?度?|年度|年内|国家|中央|上级|对此|经研究|原则上|因此|故|[我本全各该此这]"
    r"|省|市|区|州|县|盟|旗|自治|兵团|师团|团场|地方|各地|地区|辖区|境内|范围|行政|区域|单位|部门|局|厅|委|层面|级|内|上|项"
    r"|类|项目|事项|工作|任务|内容|方面|试点|业务|在|于|对|的|均|还|仍|也|都|确|既|又|并|暂|尚|基本|年"
)
_NAMED_SUBJECT: Final = re.compile(
    r".{0,20}(?:工作|任务|事项|方面|业务|试点|项目|省|市|自治区|兵团)(?:我[省市区]|目前|今年|尚|暂|也|均|还)?"
)
_ACTIVE: Final = re.compile(
    "督促|帮助|指导|推动|支持|鼓励|要求|对于?.{1,12}的|清理|加强|推进|完善|继续|[建开]设|开展|组织|确保|做到"
)

_WORK: Final = re.compile(
    "开展|启动|部署|安排|列入|纳入|涉及|承担|设立|设有|组织|实施|制定|出台|建立|具备|适用|下达|布置|参与|明确|接到|收到|提出|形成|推行|考虑|存在"
    "|规划|计划|进行|属于?|曾|予以|另行|再|过|有|在|于|此|该|本|这|上述|项|类|方面|的|相关|有关|具体|专门|专项|相应|类似|对应|实质性?|国家|省级|地方|[我本][省市区局厅]"
    "|年度|首批|重点|工作|任务|事项|内容|措施|举措|项目|业务|活动|试点|政策|要求|职能|职责|打算|规定|情况|需求|条件|情形|范围|范畴|名单|机构|案件|资源|基础|之列|内|实行|试行|办法|文件|细则|地区|省份|城市|是|作|统一|一"
)
_COMMITMENT: Final = re.compile(
    "的(?!工作|任务|安排|计划|条件|事项|情况|措施|需求|规定|要求|资源|案件|基础|项目|试点"
    "|(?:企业|单位|机构|园区|产品|主体|对象|院校|高校|市场|城市|地区)$)|全部|一律|均|将|应当?|须|要|予以|给予|优先|年[内底]|月底|季度|限期|补|不得|可"
    "|整改|通报|纳入|推荐|支持|鼓励|帮助|辅导|扶持|实现|完成|达到|建成|加快|推进|加强"
)
_MAX_NAMED_LENGTH, _MAX_THING_LENGTH = 30, 14
_PART_OF_WORD: Final = re.compile("[断定得动仅良锡人线障证偿形公烟废纸害理效假缝抵还接感忧疫毒疑论缘穷]")
"""After 无 that is not a negation: 无锡, 无人机, 无线电, 无障碍, 无证, 无偿."""
_REGION_ITSELF: Final = re.compile("(?:目前)?[我本][省市区县州](?:目前)?(?:暂时)?")

_REASON: Final = re.compile(
    r"(?:因为?|由于|鉴于|受|根据|按照|依据|按|经).{1,40}"
    r"|.{0,24}[由归].{1,24}(?:组织|负责|实施|部署|承担|开展|管理|推进|办理|主管|统筹)(?:实施|开展|推进)?"
    r"|.{0,24}(?:属于?|系|为).{1,16}(?:事权|职责|职能|范围|范畴|权限|工作|任务)"
    r"|.{0,24}已.{0,12}(?:取消|终止|停止|撤销|划转|移交)"
    r"|[待俟等].{1,30}(?:开展|实施|部署|安排|推进|研究|落实|执行)"
    r"|.{0,20}(?:尚处于?|尚在|处于|正在).{1,16}(?:阶段|之中|中|时期|期)"
)
_INTENTION: Final = re.compile("将(?!由)|拟(?!不)|力争|争取|下一步|底前")


def is_denial(measure: str) -> bool:
    """Whether a measure only declares that the region does not have or do this work, and why.

    All clauses have to be denials or reasons: neither 没有工作站的县区年底前全部补齐 nor
    我省尚未启动，将遴选3个县先行先试 is a denial.
    """
    if len(measure) > _MAX_LENGTH or not _NEGATION.search(measure):
        return False
    clauses = [clause for clause in _CLAUSE_END.split(unicodedata.normalize("NFKC", measure)) if clause]
    if any(_INTENTION.search(clause) for clause in clauses):
        return False
    others = [clause for clause in clauses if not _denies_work(clause)]
    return len(others) < len(clauses) and all(
        _REASON.fullmatch(clause) or _denies_thing(clause) for clause in others
    )


def _denies_work(clause: str) -> bool:
    for negation in _NEGATION.finditer(clause):
        subject, negated = clause[: negation.start()], clause[negation.end() :]
        if not _is_subject(subject) or (negation[0] in ("不", "非") and not negated):
            continue
        is_named = len(negated) <= _MAX_NAMED_LENGTH and not _COMMITMENT.search(negated, 2)
        if not _WORK.sub("", negated) or (negation[0] in _STRONG_NEGATIONS and is_named):
            return True
        if negation[0] == "无" and _REGION_ITSELF.fullmatch(subject) and _is_thing(negated):
            return True
    return False


def _denies_thing(clause: str) -> bool:
    """Whether a clause denies something that the work needs: 也未设海关机构."""
    subject, *rest = re.split("[未无不没]", clause, maxsplit=1)
    return bool(rest) and _is_subject(subject) and _is_thing(rest[0])


def _is_thing(negated: str) -> bool:
    is_short = len(negated) <= _MAX_THING_LENGTH
    return is_short and not _COMMITMENT.search(negated) and not _PART_OF_WORD.match(negated)


def _is_subject(subject: str) -> bool:
    if not _SUBJECT.sub("", remove_words(subject, load_level_words().places)):
        return True
    return bool(_NAMED_SUBJECT.fullmatch(subject)) and not _ACTIVE.search(subject)
