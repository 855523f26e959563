"""Quantities of sentences as plans print them, and of what only looks like one."""

from __future__ import annotations

import pytest

from pipeline.extract.numerals import span_of
from pipeline.extract.targets import Target, find_targets

Said = tuple[str, float | None, float | None, str, str]


def said(text: str) -> list[Said]:
    """What a sentence says of each quantity."""
    return [(t.quote, t.value_min, t.value_max, t.unit, t.comparator) for t in find_targets(text)]


def only(text: str) -> Target:
    (target,) = find_targets(text)
    return target


@pytest.mark.parametrize(
    ("numeral", "span"),
    [
        ("12", (12, 12)),
        ("１２", (12, 12)),
        ("1.5", (1.5, 1.5)),
        ("１．５万", (15000, 15000)),
        ("1,200", (1200, 1200)),
        ("10余万", (100_000, 100_000)),
        ("1.5万亿", (1.5e12, 1.5e12)),
        ("两", (2, 2)),
        ("十二", (12, 12)),
        ("两千五百", (2500, 2500)),
        ("千", (1000, 1000)),
        ("三四", (3, 4)),
        ("十五六", (15, 16)),
        ("三四十", (30, 40)),
        ("二〇一八", None),
        ("一二三", None),
        ("三十五十", None),
        ("十十两", None),
    ],
)
def test_numerals(numeral: str, span: tuple[float, float] | None) -> None:
    assert span_of(numeral) == span


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("新增示范企业两家。", ("两家", 2, 2, "家", "=")),
        ("在八家高校中实施", ("八家", 8, 8, "家", "=")),
        ("引进1-2家代理机构", ("1-2家", 1, 2, "家", "range")),
        ("设立1—2个中医中心", ("1—2个", 1, 2, "个", "range")),
        ("选择1~2个产业", ("1~2个", 1, 2, "个", "range")),
        ("选择3至5个市场", ("3至5个", 3, 5, "个", "range")),
        ("引进10家-15家机构", ("10家-15家", 10, 15, "家", "range")),
        ("引进１０－２０家机构", ("１０－２０家", 10, 20, "家", "range")),
        ("引进10 - 20 家机构", ("10 - 20 家", 10, 20, "家", "range")),
        ("引进两三家机构", ("两三家", 2, 3, "家", "range")),
        ("资助1-2万元", ("1-2万元", 10_000, 20_000, "元", "range")),
        ("办理8000-1万件", ("8000-1万件", 8000, 10_000, "件", "range")),
        ("为10家以上的企业服务", ("10家以上", 10, None, "家", ">=")),
        ("申报3件及以上", ("3件及以上", 3, None, "件", ">=")),
        ("申报不少于4个", ("不少于4个", 4, None, "个", ">=")),
        ("至少举办一期培训班", ("至少举办一期", 1, None, "期", ">=")),
        ("申请量超过100件", ("超过100件", 100, None, "件", ">=")),
        ("融资额超12亿元", ("超12亿元", 1.2e9, None, "元", ">=")),
        ("办案数量达到千件以上", ("达到千件以上", 1000, None, "件", ">=")),
        ("报酬不低于转化收入的50%", ("不低于转化收入的50%", 50, None, "%", ">=")),
        ("人数不超过10名", ("不超过10名", None, 10, "名", "<=")),
        ("评选5项以内", ("5项以内", None, 5, "项", "<=")),
        ("办理500件左右案件", ("500件左右", 500, 500, "件", "~")),
        ("安排约2.5亿元", ("约2.5亿元", 2.5e8, 2.5e8, "元", "~")),
        ("组织30余家企业", ("30余家", 30, 30, "家", "~")),
        ("举办培训100余期以上", ("100余期以上", 100, None, "期", ">=")),
        ("认证企业达到100家", ("达到100家", 100, 100, "家", "=")),
        ("培训2万人（次）", ("2万人（次）", 20_000, 20_000, "人次", "=")),
        ("全省半数设区市建立平台", ("半数", 50, 50, "%", "=")),
        ("百分之三十以上的企业", ("百分之三十以上", 30, None, "%", ">=")),
        ("审查周期缩短至3个月以内", ("3个月以内", None, 3, "个月", "<=")),
        ("推进甲、乙、丙和丁四大专项试点平台建设", ("四大专项试点平台", 4, 4, "平台", "=")),
        ("实现零投诉目标。", ("零投诉", 0, 0, "", "=")),
        ("组织执法队伍深入4市县开展执法", ("4市县", 4, 4, "市县", "=")),
        ("新增5家 企业", ("5家", 5, 5, "家", "=")),
        ("新增5家（含）以上企业", ("5家（含）以上", 5, None, "家", ">=")),
        ("建设3家园区", ("3家", 3, 3, "家", "=")),
        ("培养10名优秀发明人", ("10名", 10, 10, "名", "=")),
        ("召开2次年会", ("2次", 2, 2, "次", "=")),
        ("年底前10家企业通过认证", ("10家", 10, 10, "家", "=")),
    ],
)
def test_values_units_and_comparators(text: str, expected: Said) -> None:
    assert said(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "2018年12月31日前完成2017-2020年规划",
        "开展“4.26”、3.15和4·26宣传",
        "拨打12330热线，启动12330市州服务平台",
        "按照赣府发〔2016〕37号和GB/T 29490-2013",
        "公布第三批名单，举办第13届文交会，约谈第1-3名、排名后三位和前10名，第3个年度，两个年度",
        "一是组织，二是推进，2.建立机制，（3）总结",
        "培育一批企业，出台一系列政策，打造一支素质过硬的队伍，创造一个良好的氛围，进一步统一",
        "“三合一”改革，“1+10”计划，《知识产权五折页》，“百千万”工程，“最多跑一次”，百人计划，十三五",
        "京津冀三地协作，两法衔接，双创，市、县两级，一对一，一企一策，一户一档，百强企业，四级联动",
        "增强四个意识，落实八项规定精神",
        "二期工程建设，一期项目",
        "每万人口，万人发明专利，每5家企业",
        "几家机构，十几家企业，数百家用户，若干项",
        "十大典型案例，五大计划和四大工程",
        "十分重视，万分感谢，一部分，一家亲，两部委托",
        "3年内、30天内、6个月内办结，5个工作日",
    ],
)
def test_what_is_no_quantity(text: str) -> None:
    assert find_targets(text) == ()


@pytest.mark.parametrize(
    "text",
    [
        "新增0家",
        "新增零家",
        "新增００家",
        "新增-5家",
        "新增－5家",
        "净增负5家",
        "不少于0%",
        "10-5家",
        "0-0家",
    ],
)
def test_nought_and_negative_numbers_are_no_targets(text: str) -> None:
    assert find_targets(text) == ()


@pytest.mark.parametrize(
    "text",
    [
        "已将6项执法职权纳入平台",
        "现有试点20个",
        "先后出台了14个政策",
        "去年办理30件",
        "依托全省4家服务网点，开展工作",
        "依托全省设立11家培训基地，开展培训",
        "利用三个交易会的平台扩大开放",
        "四部门联合印发通知",
        "落实《意见》提出的12条措施",
        "对申请3件及以上的企业，给予奖励",
        "并给予每人10万元奖金",
        "成绩占年终考核的60%",
        "每项增加1分",
        "强化四个领域的标准",
        "在杭州、宁波、温州三个地区推进",
        "提升省和市两个受理点工作效率",
        "利用每年一次的调整机会",
        "每两年评选一次",
        "以1个产业+10个企业为模式",
        "由黑河学院一所高校再拓展到全省",
        "截至目前办理10件",
    ],
)
def test_what_is_only_stated_is_a_fact(text: str) -> None:
    found = find_targets(text)
    assert found
    assert {target.kind for target in found} == {"fact"}


@pytest.mark.parametrize(
    "text",
    [
        "较去年增长10%",
        "在去年的基础上增加5家",
        "为了加强保护，办理10件案件",
        "在1-2个重大领域开展评议",
        "选择3个领域开展评议",
        "在南宁、柳州2个高新区建成展示厅",
        "利用远程平台培训200人",
        "在中山大学、广州能源所等八家高校中实施",
        "知识产权占比达到30%",
        "每年组织一次法律咨询",
        "补贴资金200万元",
        "申请量增加10%",
        "发明专利占全部专利的30%以上",
        "开展3次“互联网+”培训",
        "由省局负责10家企业",
        "截至2018年底完成10件",
        "培育3家试点企业，对实施较好的项目给予资助",
    ],
)
def test_what_is_committed_to_is_a_target(text: str) -> None:
    assert only(text).kind == "target"


def test_what_a_sentence_adds_to_what_stands_is_told_apart() -> None:
    found = find_targets("由黑河学院一所高校再拓展2至3所高校，四个区域各建立1个基地")
    assert [(t.quote, t.kind) for t in found] == [
        ("一所", "fact"),
        ("2至3所", "target"),
        ("四个", "fact"),
        ("1个", "target"),
    ]


def test_a_list_holds_one_target_for_each_number() -> None:
    text = "新增强市1个、示范城市1-2个，制修订60项“两大平原”标准、6项“亿亩良田”标准和62项产品"
    assert [target.quote for target in find_targets(text)] == ["1个", "1-2个", "60项", "6项", "62项"]


@pytest.mark.parametrize(
    ("text", "metric"),
    [
        ("新增5家省级试点企业。", "省级试点企业"),
        ("每万人口发明专利拥有量达到8.5件。", "每万人口发明专利拥有量"),
        ("评定省级教育试点学校10-15所，并给予支持", "省级教育试点学校"),
        ("推动10家企业开展贯标", "企业"),
        ("建立不低于2000万元的风险补偿资金池", "风险补偿资金池"),
        ("发明专利申请量同比增长10%以上", "发明专利申请量同比增长"),
        ("制修订6项“亿亩良田”建设标准，形成体系", "“亿亩良田”建设标准"),
        ("年度PCT申请量超过100件的优势企业", "PCT申请量"),
        ("培育6-8家年度PCT申请量超过100件的优势企业", "PCT申请量"),
        ("开展3件及以上国际注册且延伸注册国10个以上。", "国际注册且延伸注册国"),
        ("试点企业由2家增加到5家", "试点企业"),
        ("做好服务，实现零投诉目标", "投诉"),
        ("共20家", ""),
    ],
)
def test_metric_is_cut_from_the_sentence(text: str, metric: str) -> None:
    assert find_targets(text)[-1].metric == metric


def test_quantities_in_an_unclosed_quotation_are_found() -> None:
    assert only("开展“护航行动，办理10件案件").quote == "10件"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1" * 100_000,
        "一" * 100_000,
        "“" * 100_000,
        "《" * 100_000,
        "1,2-" * 25_000,
        "百分之" * 33_333,
        "不少于" * 33_333,
    ],
)
def test_long_texts_of_one_kind_hold_no_target(text: str) -> None:
    assert find_targets(text) == ()


def test_a_long_measure_is_read_to_its_end() -> None:
    text = "新增企业5家，" * 12_500 + "至少培训20人"
    found = find_targets(text)
    assert len(text) > 80_000
    assert len(found) == 12_501
    assert (found[-1].quote, found[-1].value_min, found[-1].end) == ("至少培训20人", 20, len(text))


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("2017年，建成示范企业5家。", "fact"),
        ("2017年度评选出10件典型案例。", "fact"),
        ("2018年新增示范企业5家。", "target"),
        ("2017—2018年，新增示范企业5家。", "target"),
        ("到2020年，示范企业达到50家。", "target"),
        ("较2017年新增示范企业5家。", "target"),
        ("在2017年基础上新增示范企业5家。", "target"),
        ("贯彻《2017年行动计划》，新增示范企业5家。", "target"),
    ],
)
def test_what_an_earlier_year_brought_is_a_fact(text: str, kind: str) -> None:
    assert [target.kind for target in find_targets(text, 2018)] == [kind]
    assert [target.kind for target in find_targets(text)] == ["target"]
