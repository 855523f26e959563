"""Metrics: what a quantity counts, in the words of its sentence."""

from __future__ import annotations

import re
from typing import Final

from pipeline.extract.quantities.changes import TURNS_TO
from pipeline.extract.quantities.numerals import CHINESE
from pipeline.extract.quantities.quantities import Quantity
from pipeline.extract.quantities.units import PLACES_AND_BODIES

_LONGEST: Final = 30
_WINDOW: Final = 60
_PLACES: Final = tuple("县市区乡镇村校")
"""Counted things with a name of one character."""
_SHORTEST: Final = 2
_REACH: Final = 40
"""The longest clause that selects which things are meant."""

_QUOTED: Final = "“[^“”]{1,24}”|《[^《》]{1,24}》|[（(][^（）()]{1,12}[）)]"
_LETTER: Final = r"[^，。；、：！？!?;,:“”《》（）()\s\d]"
_NEXT: Final = rf"[和与及][{CHINESE}]"
_VERBS: Final = (
    "开展(?!率|情况)|实施(?!方案|细则|意见|办法|条例|主体|单位|计划|项目|率|情况)|进行|建立|建成(?!率)|建有"
    "|设有|设立"
    "|完成(?!率|情况|量|额)|通过(?!率)|提供(?!者|商|方)|列入|纳入|列为|成为|作为|入选(?!企业|项目|作品|案例"
    "|单位|名单|率)"
    "|申报(?!项目|材料|单位|主体|企业|数|量|率)|获得(?!感|者|率)|获评|获批|获奖(?!企业|项目|作品|单位|人|者"
    "|数|率)|获(?=国家|省|市|全国)"
    "|达到|达标(?!率|企业|车间|工程|建设)|实现(?!率)|推动(?!者|力)|围绕|参与(?!企业|单位|主体|国家|方(?!案|式)|人|度|率)"
    "|参加(?!单位|人员|人数|企业|者)|加入|入驻(?!企业|机构|商户|率)|晋升|升级为|转型为|发展(?=特色|壮大|新"
    "|绿色|现代)"
    "|全面(?!小康)|深入|探索(?!者|性|区)|每年|分别|各(?=建|设|有)|按需|按照|给予|享受|享有|向社会|用于|用作"
    "|用以|投入(?!品|量|资金|产出)"
    "|挂牌(?!企业|公司|仪式|督办|数|量)|能够|可以|适应(?!性|症|期|证)|符合(?!率)|具有|具备|拥有(?!量)|选取"
    "|覆盖(?!率|面|范围|人口|网络)"
    "|联合(?!体|会|国|执法|实验|检查|行动|整治|惩戒|攻关|创新|研究|研发|培养|办学|演练|督查|调研|工会|社"
    "|中心|基地|培训|宣传)"
    "|赴(?=[^约会])|通(?=宽带|公交|客车|硬化|动力|光纤|自来水)|被|由(?!来)|对(?=[其各有全省市符在重])"
    "|需(?=[要在由于])|向(?=[社企公其重])"
    "|占(?!比|地|用|有)|推进(?!会|工程|计划|办|力|情况|工作|机制)|(?<![行人作以认])为(?!民)|将(?!来|军)"
    "|验收合格|验收通过"
    "|对标(?!企业|管理)|再(?!生|就业|制造|贷款|担保|融资|保险|研发|教育)"
    "|[与和同](?=[^，。；、]{1,8}?(?:对接|签约|结对|共建|签订|建立))"
)
"""Verbs for what a thing does or undergoes: not part of its name, except in nouns that start alike."""
_LATER_VERBS: Final = (
    "(?<!的)(?:制定|制订|(?<!制)修订|出台|担任|共建|结合|依托|借助|采用|采取|使用(?!权|率|情况|者)|加强"
    "|加大|加快|强化|扩大|(?<![力量质平能])(?:提高|提升)(?!工程|行动|计划|项目|班)"
    "|促进(?!会|中心|条例|工程|计划|局)|保持|形成|构建|搭建|打造|创建(?!工作|活动|单位|县|市|示范)|组建"
    "|成立|签订|签署|承担|承接|承办(?!单位|方)|举办(?!地)|召开"
    "|获取|取得|增加|减少|降低|改善|落实|履行|执行(?!力|局|标准|情况|案件|人员|院|率|保险)|编制(?!数|内|外)"
    "|带动|吸纳|吸引|引导(?!基金|员|资金)"
    "|支持|鼓励|帮助|协助|争取|力争|争创|确保|从事|处于|位于|来自|融入|进入|走进|走向|走上|迈入|落户"
    "|上市(?!公司|企业|后备)|投产|立项(?!数|率)|开工|竣工"
    "|投用|率先|陆续|分批|按期|如期|按时|及时|积极|主动|进一步|切实|不断|稳步|(?<!可)持续"
    "|完善|健全|优化(?!升级|方案|工程)|接入|接通|连通|牵头(?!单位|部门|人)|创成|晋级|跻身|迈进|跨入"
    "|突破(?!性|口)|超过|不少于|不低于|不超过|推出|推广(?!应用|站|会|基地|中心|项目)"
    "|引进(?!人才|项目|技术|来)|引入|改建|扩建|新建|改为|转为|变为|升格|脱贫(?!攻坚)|摘帽|退出|关停"
    "|整改(?!工作|方案|任务|措施|率)|启动(?!资金|仪式|会|区)|推行|施行"
    "|实行|贯彻|遵守|接受|参评|参展(?!企业|商|品|单位)|参会|参赛(?!队|选手|作品|项目|单位)|申领|领取|荣获"
    "|斩获|维持|稳定(?=在|达|运行)|全部|普遍|共同|联手|携手"
    "|配齐|配备|安装|上线|下沉|进驻|落地(?!转化|项目|率)|解决(?!方案)|克服|消除|避免|防止|杜绝|控制在|受益"
    "|增收|参保(?!率|人)|负责(?!人)|主持(?!人)|主办(?!方|单位)"
    "|协办|打通|连接|辐射|上报|提交|(?<![内存现所潜实])在(?![线建职校岗编研册途])|转移就业|返乡创业"
    "|开设|开办|开通|创办|达成|购买|租赁|缴纳|举行|参观|观看|收看|缔结|结成|组成(?!部分)|派驻|派出(?!所"
    "|机构)|完善|吸收|招收|招聘(?!会|活动|信息)|录用|安置(?!房|点|区|小区)|接收|公布|发布(?!会|平台|厅))"
)
"""The same for words that a name can begin with too (2个创建单位): they end one, but not at its start."""

_NOUNS: Final = re.compile(
    rf"(?:{_QUOTED}|(?!{_VERBS}|{_NEXT}){_LETTER})(?:{_QUOTED}|(?!{_VERBS}|{_LATER_VERBS}"
    rf"|{_NEXT}){_LETTER})*"
)
_WHICH: Final = (
    "能够?|可|提供(?!者|商|方)|具有|具备|拥有|符合|适应|适合|适用|满足|达到|通过|获|取得|列入|纳入|入选"
    "|参与|参加|从事|开展|实施|完成|实现"
    "|建有|设有|带有|有(?!效|色|机|限|关|声|轨)|集(?!中|聚|群|团|成|体|约|贸|市|装)|由|以(?!上|下|内)"
    "|在(?!线|建|职|校|岗|编|研|库|册)"
    "|经(?!济|营|验|费|典|纪|销|理)|围绕|针对|面向|服务于|为(?!民)|对(?!外|口|标|接)|适于|体现|代表|带动"
    "|突出|贯彻|掌握|熟悉|影响|覆盖(?!率|面|范围)|涵盖|涉及|包含|包括|引领|支撑|反映|结合|有利于|便于|懂"
    "|会(?=[管经用操])|连接|连通|年(?=出栏|产|销|营|处理|加工|接待)|来自|位于|处于|属于|善于|敢于|愿意|持有"
    "|接受|急需|解决|立足|扎根|横跨|贯通|打通|辐射|服务(?=全[省市国区县]|企业|基层|农|社会|群众|地方|产业)"
    "|推动|促进|未|已"
)
"""Starts of clauses that select which things are meant: 能够适应需求的机构."""

_QUALITIES: Final = (
    "完善|健全|齐全|突出|显著|明显|良好|较好|优良|先进|领先|较高|较强|较大|集中|合理|规范"
    "|成熟|丰富|雄厚|活跃|过硬|扎实|广泛"
)
_WITHIN: Final = "[^，。；：！？!?;,:的]"
_RELATIVE: Final = re.compile(
    rf"(?:{_LETTER}{{1,8}}(?:{_QUALITIES})的|(?:{_WHICH})(?:{_WITHIN}{{0,20}}，(?={_WHICH}))?{_WITHIN}{{0,{_REACH}}}的)+"
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

_DONE_TO: Final = re.compile(
    "拥有(?!量)|新增设|新增(?!就业)|新建设|新建|新确定|新设立|新创建|建立|建成(?!区)|设立|筹建|组建|备案"
    "|遴选|培育|引进|引导|推动|推进|支持"
    "|完成|实现|认定|评定|评审|评选出|评选|选择|选取|申报|推荐|打造|发布|形成|组织|开展|举办|召开|鼓励|指导"
    "|批复|办理|发放|提出"
)
_ACT: Final = (
    "新?(?:(?:制修订|制定|修订|编制完成|选派|选拔|选聘|聘请|提供|引育|招引|推广|颁发|核发|授予|捣毁|清理"
    "|取缔|拆除|排查|消除|解决|救助|安置|输送|汇编|录制|拍摄|铺设|架设|安装|修缮|复垦|接待|受理|办结|查处"
    "|查办|发表|刊发|编印|印发|印制|编制|征集|收集|安排|投入|筹措|投放|布设|新建改建|改扩建|新建|改建|扩建"
    "|修建"
    "|关停|淘汰|处置|化解|栽植|走访|惠及|吸引|吸纳|拉动|撬动|减少|节约|压减|压缩|表彰|命名|创建|设置|配备"
    "|配置|购置|采购|招聘|招录|招收|引入|落实|审结"
    "|破获|侦破|抓获|缴获|开设|开通|公布|推出|推送|推介|播出|张贴|悬挂|收录|归集|签订|签约|达成|资助|扶持"
    "|发布)(?=.{2})"
    "|(?:培训|轮训|培养|服务|建设|改造|整治|治理|检测|抽检|抽查|检查|帮扶|带动|转移|转化落地|转化|补贴|补助"
    "|奖励|登记|审查|种植|制作|储备|谋划|修复|实施|发展|提升|提高|优化|开发|研发|孵化|认证|更新|升级|维修)"
    "(?=.{2})(?!(?:企业|单位|人员|学校)\\Z)(?!.{0,3}(?:班|班次|人数|人次|机构|基地|中心|面积|力度|资金|经费"
    "|项目|数量|工作|平台|任务|对象|标准|率|面|费用|产品|时间|情况|总量|总数"
    "|规模|量|额|数|专项|规划|方案|计划|报告|基金|指数|速度|水平|质量|能力)\\Z))"
)
_ACTS: Final = re.compile(f"{_ACT}+")
"""Verbs applied to the thing, at the start of the phrase only; elsewhere these words are part of nouns."""

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
# A separate quantity is no part of the name of the next: 6-8家年度专利申请量超过100件.
_EARLIER: Final = re.compile(r"^.*\d(?:余|多)?[家个项件所名次](?:及?以上)?(?=.{2})")
_FROM: Final = re.compile(rf"[由从](?=[\d{CHINESE}])[^由从]*\Z")
_TURNS: Final = re.compile(TURNS_TO)
_NO_THING: Final = re.compile("^(?:通过|获得|取得|达到|能够)|将(?!来|军)")
"""Words for an act or an outcome, which name nothing that could be counted."""
_BREAK: Final = re.compile("[，。；、：！？!?;,:]")


def metric_of(text: str, quantity: Quantity) -> str:
    """The counted thing, at most 30 characters, cut from the sentence.

    It ends where the thing ends: what the things do (10家企业开展贯标), what is done with them and which of
    them are meant (3家能够适应需求的机构) is left out.

    Parameters
    ----------
    text
        The measure.
    quantity
        One of its quantities.

    Returns
    -------
    str
        The words after the unit (新增5家省级试点企业), else those before the number (发明专利拥有量达到8件);
        '' where there are none.
    """
    if quantity.counted:
        return quantity.counted
    before = _before(text, quantity)
    names_them = quantity.unit in PLACES_AND_BODIES and text.endswith(quantity.unit, 0, quantity.end)
    start = quantity.end - names_them * len(quantity.unit)
    window = text[start : start + _WINDOW]
    if _is_attribute(text, quantity, window) and len(before) >= _SHORTEST:
        return before
    after = "" if _TURNS.match(window) else _after(window)
    if len(after) >= _SHORTEST:
        return after
    return before if len(before) >= _SHORTEST else after if after in _PLACES else ""


def _is_attribute(text: str, quantity: Quantity, window: str) -> bool:
    """Whether the quantity selects which things are meant: 申请量超过100件的企业."""
    stem = text[max(0, quantity.number - _LONGEST) : quantity.number]
    return window.startswith("的") and bool(_MEASURED.search(stem))


def _after(window: str) -> str:
    """The thing after the unit, without brackets, 的, and words that only select which things are meant."""
    start = _end(_BETWEEN, window, 0)
    which = _end(_ATTRIBUTE, window, start)
    which = _end(_RELATIVE, window, which)
    match = _NOUNS.match(window, _end(_BETWEEN, window, which))
    return _cut(match[0]) if match else ""


def _end(pattern: re.Pattern[str], window: str, start: int) -> int:
    match = pattern.match(window, start)
    return match.end() if match else start


def _cut(phrase: str) -> str:
    """The phrase, or its first part up to 和 or 及 where it is too long for one thing."""
    if len(phrase) > _LONGEST:
        joint = max(phrase.rfind(joint, _SHORTEST, _LONGEST + 1) for joint in "和与及并")
        phrase = _OPEN.sub("", phrase[: max(joint, 0)])
    return _TAIL.sub("", phrase)


def _before(text: str, quantity: Quantity) -> str:
    window = text[max(0, quantity.start - _WINDOW) : quantity.start]
    clause = _TRAIL.sub("", _FROM.sub("", _OPENING.sub("", _BREAK.split(window)[-1])))
    # The verb is left out, unless it ends the phrase: 推荐申报.
    for verb in reversed(list(_DONE_TO.finditer(clause))):
        rest = _LEAD.sub("", clause[verb.end() :])
        if len(rest) >= _SHORTEST and not _DONE_TO.fullmatch(rest):
            clause = rest
            break
    phrase = _EARLIER.sub("", clause)
    phrase = _LEAD.sub("", phrase[_end(_FOR_WHOM, phrase, 0) :])
    phrase = _LEAD.sub("", phrase[_end(_ACTS, phrase, 0) :])
    phrase = phrase[_end(_RELATIVE, phrase, 0) :]
    if len(phrase) > _LONGEST:
        owner, _, owned = phrase.rpartition("的")
        phrase = owned if owner else ""
    no_thing = len(phrase) > _LONGEST or _DONE_TO.fullmatch(phrase) or _NO_THING.search(phrase)
    return "" if no_thing else phrase
