"""What numbers are printed with in plans, and the words that only begin like it."""

from __future__ import annotations

import re
from typing import Final

PLACES_AND_BODIES: Final = frozenset(
    ("设区市", "市县", "县市", "市州", "区县", "县区", "地市", "省市", "部门", "部委")
)
"""Counted without a classifier: 4市县, 四部门."""

BODIES: Final = frozenset(("部门", "部委", "省市"))

ONE_COUNTS: Final = frozenset("家所名次期场")
"""Units with which 一 is a number. With the others it mostly says “a” (一支队伍)."""

ONE_OF_A_THING: Final = frozenset("个支项件份部本座")
"""Units with which 一 is a number where one of the things follows."""

THINGS: Final = (
    "(?:中心|平台|基地|示范区|集聚区|聚集区|试验区|园区|工作站|站点|网点|分站|基金|数据库|联盟|学院|学校|机构|企业"
    "|市场|项目|报告|方案|办法|法庭|试点)"
)
"""What a plan can set up, and be seen to have set up."""

FIXED_NAMES: Final = (
    "八项规定|四项基本原则|三项制度|[四4]个意识|[四4]个自信|[四4]个全面|[两2]个维护|[两2]个确立|[两2]个一百年|[三3]个代表"
    "|一件事|一次办|一门式|一站式|[三3]品一标"
)
"""What is called by a number and counts nothing."""

UNIT_NAMES: Final = {"％": "%", "人（次）": "人次", "人(次)": "人次"}
"""Units that are printed in more than one way."""

_UNITS: Final = re.findall(
    r"\S+",
    "个百分点 百分点 平方公里 平方米 公里 公斤 公顷 美元 欧元 课时 学时 人次 人（次） 人(次) "
    "车次 架次 场次 件次 户次 家次 "
    "家 个 件 项 名 人 次 期 所 支 条 元 % ％ ‰ 篇 部 份 种 类 批 轮 套 台 本 册 户 处 座 门 只 张 "
    "位 宗 起 例 款 枚 场 倍 亩 吨 辆 笔 集 组 版 席 片 分",
)

_OTHER_WORDS: Final = {
    "个": "月|年|工作日|自然日|交易日|季度|小时|星期|学期|学年",
    "家": "庭|亲|乡|园(?!区)|喻",
    "人": "才|均|口|计划|工程",
    "所": "有|属|在|需|得|谓",
    "支": "持|撑|付|行(?!业)|援",
    "部委": "托",
    "部": "分|署|委|门|级|队",
    "场": "所|景|馆|地(?!方)",
    "名": "牌|录",
    "本": "科|级|身|质",
    "起": "来|点|草|步|诉",
    "例": "如|行|会",
    "处": "理|罚|置|级|长",
    "台": "湾|账|州|商",
    "期": "工程|建设|间|限|改造",
    "集": "聚|中|群|团|成|体|约",
    "组": "织|成|建|合",
    "版": "权|图",
    "片": "区",
    "次": "性|方(?!案|式|法)|生(?!产)|要(?!案)|日|年(?!会|度)",
    "条": "例|件",
    "位": "一体|于|置|数",
    "门": "类|户|店|式|槛",
    "套": "路",
    "类": "似|型|别",
    "轮": "驱动|训",
    "只": "有|是|要|能",
    "分": "之|钟|别|类|析|中心|局|支|公司|站|布|行|享|级|院|会|册|为|工|层|期|批|解|担",
}
"""A unit that goes on like this is the beginning of another word."""


def _pattern(unit: str) -> str:
    others = _OTHER_WORDS.get(unit)
    return f"{unit}(?!{others})" if others else re.escape(unit)


_BY_LENGTH: Final = sorted({*_UNITS, *PLACES_AND_BODIES}, key=len, reverse=True)
UNIT: Final = "(?:" + "|".join(_pattern(unit) for unit in _BY_LENGTH) + ")"
"""The pattern of a unit; the longest that fits wins."""
