"""What numbers are printed with in plans, and the words that only begin like it."""

from __future__ import annotations

import re
from typing import Final

PLACES_AND_BODIES: Final = frozenset(
    (
        *("设区市", "市县", "县市", "市州", "州市", "盟市", "旗县", "区县", "县区", "地市", "省市", "省份"),
        *(
            "县（市、区）",
            "县（区）",
            "市（州）",
            "乡镇",
            "镇街",
            "行政村",
            "建制村",
            "自然村",
            "部门",
            "部委",
        ),
    )
)
"""Counted without a classifier: 4市县, 四部门."""

BODIES: Final = frozenset(("部门", "部委", "省市"))

ONE_COUNTS: Final = frozenset(("家", "所", "名", "次", "期", "场", "倍", "个百分点", "百分点"))
"""Units with which 一 is a number. With the others it mostly says “a” (一支队伍)."""

ONE_OF_A_THING: Final = frozenset("个支项件份部本座")
"""Units with which 一 is a number where one of the things follows."""

PRINTED_DIGITS_ONLY: Final = frozenset("分路面队字单讲节首度站方口头米克兆县市村")
"""Units that follow Chinese numerals in other words only: 三方, 两路, 五面."""

THINGS: Final = (
    "(?:中心|平台|基地|示范区|集聚区|聚集区|试验区|园区|工作站|站点|网点|分站|基金|数据库|联盟|学院|学校|机构|企业"
    "|市场|项目|报告|方案|办法|法庭|试点)"
)
"""What a plan can set up, and be seen to have set up."""

FIXED_NAMES: Final = (
    "八项规定|四项基本原则|三项制度|[四4]个意识|[四4]个自信|[四4]个全面|[两2]个维护|[两2]个确立|[两2]个一百年|[三3]个代表"
    "|一件事|一次办|一门式|一站式|[三3]品一标|[三四五六七八]个(?:一(?!百分)|最严|统一|统筹|结合|坚持|严格|精准|不放松|不放过|到位|转变)"
)
"""What is called by a number and counts nothing."""

_UNITS: Final = re.findall(
    r"\S+",
    # shares
    "个百分点 百分点 个基点 % ％ ‰ 倍 "
    # length, area, volume, mass
    "公里 千米 米 延米 海里 厘米 毫米 平方公里 平方千米 平方米 平米 公顷 亩 立方米 立方 方 升 毫升 吨 公斤 "
    "千克 克 毫克 微克 斤 "
    "吨标准煤 吨标煤 km² km2 m² m2 ㎡ m³ m3 km kg mg μg µg ug "
    # energy, power, data
    "千瓦时 度 千瓦 兆瓦 吉瓦 兆瓦时 千伏安 兆伏安 kWh kW MW GW TB GB PB Mbps Gbps 分贝 兆 "
    # money
    "元 圆 元人民币 美元 欧元 港元 港币 日元 英镑 韩元 卢布 "
    # time that is spent
    "课时 学时 工时 机时 人天 人日 人月 人年 工日 间夜 "
    # people and turns
    "人 名 位 户 人次 户次 家次 件次 场次 批次 期次 班次 车次 架次 艘次 辆次 台次 趟次 航次 轮次 站次 校次 "
    "例次 剂次 诊次 头次 "
    "家 个 件 项 次 期 所 支 条 篇 部 份 种 类 批 轮 套 台 本 册 处 座 门 只 张 宗 起 例 款 枚 场 辆 笔 集 "
    "组 版 席 片 分 学分 "
    "台套 台（套） 台(套) 幢 栋 间 床 株 棵 颗 粒 羽 头 尾 匹 艘 架 列 趟 堂 讲 节 站 标箱 标准箱 字 页 首 "
    "幅 卷 辑 面 块 盏 "
    "袋 箱 瓶 盒 桶 则 封 单 双 对 队 口 眼 路 剂 针 人份 县 市 村",
)
_TURNS: Final = tuple(
    f"{unit}{bracket}" for unit in "人家户场件台车架辆批期" for bracket in ("（次）", "(次)")
)

_OTHER_WORDS: Final = {
    "个": "月|年|工作日|自然日|交易日|季度|小时|星期|学期|学年|亿(?=[，。；、以左]|$)",
    "家": "庭|亲|乡|园(?!区)|喻",
    "人": "才|均|口|计划|工程",
    "所": "有|属|在|需|得|谓",
    "支": "持|撑|付|行(?!业)|援|部|教|出",
    "部委": "托",
    "部门": "类",
    "部": "分|署|委|门|级|队|位|件|落|属|际",
    "场": "所|景|馆|地(?!方)",
    "名": "牌|录|额|单|称",
    "本": "科|级|身|质",
    "起": "来|点|草|步|诉|到",
    "例": "如|行|会",
    "处": "理|罚|置|级|长",
    "台": "湾|账|州|商",
    "期": "工程|建设|间|限|改造",
    "集": "聚|中|群|团|成|体|约",
    "组": "织|成|建|合",
    "版": "权|图",
    "片": "区",
    "批": "发|准|复|量",
    "种": "子|业|质|植(?!物)",
    "份": "额",
    "次": "性|方(?!案|式|法)|生(?!产)|要(?!案)|日|年(?!会|度)",
    "条": "例|件|款|块",
    "位": "一体|于|置|数",
    "门": "类|户|店|式|槛|诊|票|禁",
    "套": "路",
    "座": "谈",
    "类": "似|型|别",
    "轮": "驱动|训",
    "只": "有|是|要|能",
    "分": "之|钟|别|类|析|中心|局|支|公司|站|布|行|享|级|院|会|册|为|工|层|期|批|解|担",
    "户": "外|籍|口|型",
    "元": "素|旦|宵|件|化",
    "件": "套",
    "米": "粉|线|业|字|其",
    "克": "服|隆|拉|难",
    "方": "面|案|式|法|向|便|圆|针|言|位|阵|程|略|格|米|可|协|合|联",
    "兆": "瓦|帕|赫|字",
    "升": "级|降|值|格|学|温|华|至|到|为|规|本",
    "吨": "位",
    "床": "位|垫",
    "间": "接|隔|断|谍|歇",
    "头": "部|条|戏|目|雁|顶|号|衔",
    "尾": "气|矿|款|水|号|部",
    "匹": "配",
    "架": "构|设|桥|空",
    "列": "入|支|出|为|明|席|举|养|管|编|示|表|名|第|强",
    "讲": "话|师|课|述|好|解|学|究|台|坛|堂|座|习|清",
    "节": "能|水|约|点|日|目|庆|假|会|电|气|省|育|奏|余|俭",
    "站": "式|点|台|长|址|区|内|位|立|在",
    "字": "体|典|画|段|母|号|符|库|样|幕|头|经|塔",
    "页": "面|岩|码|眉",
    "首": "批|次|个|届|创|家|位|都|席|发|先|要|府|部|例|台|套|期|年|推|展|问|长|责",
    "幅": "度|员|面",
    "卷": "烟|宗|入|首|积",
    "辑": "录",
    "面": "向|积|对|临|貌|上|议|授|世|谈|料|包|试|部|粉|签|板|条",
    "块": "状|链|钱",
    "粒": "子|度",
    "封": "闭|山|顶|存|育|控|杀|堵|面|装",
    "单": "位|独|一|列|项|个|元|体|纯|价|调|双|据|证|次|亩|产|身|晶|行|品|向|机",
    "双": "方|重|边|向|创|随|高|百|一流|学|招|拥|选|赢|师|控|减|碳|语|月",
    "队": "伍|员|列|友|长|形|内|旗",
    "口": "岸|径|味|号|碑|语|头|腔|罩|才|述|粮|感|服|红|译|子",
    "眼": "前|光|下|科|镜|睛|界|底",
    "路": "径|线|段|口|网|灯|面|演|桥|况|政|长|局|由|基|权|畅|小|大",
    "针": "对|织|灸",
    "剂": "量|型",
    "袋": "鼠|装",
    "桶": "装",
    "颗": "粒",
    "县": "级|域|城|委|政|长|里|市|区|乡|直|处|内|属|联",
    "市": "场|级|民|委|政|直|区|县|州|值|辖|域|盈|容|长|面|价|内|属|联|知|局|财|科|人",
    "村": "级|民|集|委|庄|镇|居|域|两|务|干|规|里|内|官",
}
"""A unit that goes on like this is the beginning of another word."""

_ONLY_BEFORE: Final = {
    "度": "电|以[上下内]|左右",
    "则": "消息|信息|新闻|案例|动态|报道|公告|以上|左右",
    "对": "夫妻|师徒|青年|新人|老人|客车|列车|高铁|动车|航班|以上|左右",
}
"""A unit that is one only where it goes on like this, or ends its clause."""

_SHARED_BY: Final = (
    "人次|人年|人|年|月|日|天|小时|分钟|秒|季度|季|学期|平方公里|平方千米|平方米|立方米|吨标准煤|吨|亩|公顷|升|公斤|千克|斤|户|家|件|次|期"
    "|场|例|床|张|只|头|株|辆|台|公里|千瓦时|千瓦|度|美元|元|班|村|县|m³|m3|m²|㎡|km²|L|l|kg|s"
)
_PER: Final = (
    rf"(?:(?:[/／](?:每)?[百千万亿]{{0,2}}|每(?=立方米|平方公里|平方米|升|吨|亩|公顷|公斤|千克|千瓦时|小时|秒))"
    rf"(?:{_SHARED_BY})(?:[·・](?:{_SHARED_BY}))?){{0,2}}"
)
_LATIN: Final = re.compile("[A-Za-z]")


def _pattern(unit: str) -> str:
    others = _OTHER_WORDS.get(unit)
    after = f"(?!{others})" if others else "(?![A-Za-z])" if _LATIN.search(unit) else ""
    if unit in _ONLY_BEFORE:
        after = f"(?={_ONLY_BEFORE[unit]}|[，。；、）)]|$)"
    before = "(?<=[百千万亿])" if unit == "方" else ""
    return before + re.escape(unit) + after


_BY_LENGTH: Final = sorted({*_UNITS, *_TURNS, *PLACES_AND_BODIES}, key=len, reverse=True)
UNIT: Final = "(?:" + "|".join(_pattern(unit) for unit in _BY_LENGTH) + ")" + _PER
"""The pattern of a unit, and of what it is counted by (微克/立方米); the longest that fits wins."""

_ONE_NAME: Final = {"％": "%", "圆": "元", "元人民币": "元"}
_TURN: Final = re.compile(r"(.)[（(]次[）)]")


def unit_name(printed: str) -> str:
    """The one name of a unit that is printed in more than one way: ％, 人（次）, 人/次."""
    if printed in ("人/次", "人／次"):
        return "人次"
    return _ONE_NAME.get(printed, _TURN.sub(r"\1次", printed))
