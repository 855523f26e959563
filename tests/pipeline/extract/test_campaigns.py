"""Campaigns: names in quotation marks that a noun tells, known names, and quoted words that are no names."""

import shutil
from pathlib import Path

import pytest

from pipeline.extract.campaigns.campaigns import Campaign, find_campaigns
from pipeline.extract.campaigns.names import load_campaigns, normalise_name
from pipeline.extract.campaigns.quotations import find_quotations
from pipeline.schema.errors import TaxonomyError
from pipeline.taxonomy.loading import SHARED

NAMES = load_campaigns()


def named(text: str) -> list[tuple[str, str]]:
    return [(campaign.name, campaign.kind) for campaign in find_campaigns(text, NAMES)]


def test_campaign_offsets() -> None:
    text = "组织开展“剑网2018”专项行动，加强网络的日常审查。"
    assert find_campaigns(text, NAMES) == (Campaign(4, 12, "“剑网2018”", "剑网", "action"),)


@pytest.mark.parametrize(
    "text",
    [
        "开展“雷霆”专项行动",
        "开展‘雷霆’专项行动",
        '开展"雷霆"专项行动',
        "开展「雷霆」行动",
        "开展“雷霆行动”",
        "开展“雷霆2018”行动",
        "开展“2018雷霆”行动",
        "开展专项行动“雷霆”",
        "开展雷霆专项行动",
        "开展雷霆执法专项行动",
        "开展雷霆行动",
    ],
)
def test_one_campaign_in_all_its_wordings(text: str) -> None:
    assert named(text) == [("雷霆", "action")]


def test_each_name_of_a_list_has_the_noun_that_ends_it() -> None:
    assert named("开展“冬雷”“春风”、“夏雨”和“秋叶”等专项行动。") == [
        (name, "action") for name in ("冬雷", "春风", "夏雨", "秋叶")
    ]


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("实施“红盾助农”工程", "红盾助农", "project"),
        ("纳入“海纳百川”高端人才聚集计划", "海纳百川", "project"),
        ("“1+10”专利导航产业发展创新计划项目", "1+10专利导航产业发展创新计划", "project"),
        ("实施“助力强企富农三年行动计划”", "助力强企富农三年行动计划", "project"),
        ("在“信用青海”平台上公示", "信用青海", "platform"),
        ("综合服务大平台“知果汇”运营", "知果汇", "platform"),
        ("建立“专利专题数据库”", "专利专题数据库", "platform"),
        ("举办“京津冀”知识产权大数据论坛", "京津冀知识产权大数据论坛", "event"),
        ("承办“第十届金砖国家知识产权局局长会议”", "金砖国家知识产权局局长会议", "event"),
        ("开展“兰洽会”展会执法", "兰洽会", "event"),
        ("参评“中国商标金奖”", "中国商标金奖", "other"),
        ("利用“互联网+”", "互联网+", "strategy"),
        ("推进“互联网+政务服务”", "互联网+", "strategy"),
        ("推进互联网+知识产权保护", "互联网+", "strategy"),
        ("推进“互联网+知识产权”行动", "互联网+知识产权", "action"),
        ("落实“中国制造2025”方案", "中国制造2025", "strategy"),
    ],
)
def test_kinds_and_names(text: str, name: str, kind: str) -> None:
    assert named(text) == [(name, kind)]


@pytest.mark.parametrize(
    ("text", "name", "quote"),
    [
        ("开展“4.26”知识产权宣传周活动", "全国知识产权宣传周", "“4.26”知识产权宣传周"),
        ("以“4·26”宣传周为契机", "全国知识产权宣传周", "“4·26”宣传周"),
        ("做好4.26宣传周活动", "全国知识产权宣传周", "4.26宣传周"),
        ("围绕“4.26知识产权宣传周”等主题", "全国知识产权宣传周", "“4.26知识产权宣传周”"),
        ("在“4.26”期间组织", "世界知识产权日", "“4.26”"),
        ("“4.26”世界知识产权日", "世界知识产权日", "“4.26”世界知识产权日"),
    ],
)
def test_the_date_of_an_event_is_part_of_it(text: str, name: str, quote: str) -> None:
    (found,) = find_campaigns(text, NAMES)
    assert (found.name, found.quote) == (name, quote)


@pytest.mark.parametrize(
    "text",
    [
        "支持企业“走出去”，开展“一对一”帮扶活动",
        "落实“十三五”规划",
        "推进“三合一”审判机制改革",
        "发挥“12330”维权援助热线作用",
        "“100+100”地理标志产品互认互保工作",
        "开展“盐池滩羊”注册商标专用权保护专项整治行动",
        "形成“一个中心、N个分中心”的格局",
        "明确提出“加大激励力度。开展行动”",
        "按照“全面引导、重点培育”的原则，开展专项行动",
        "组织“双一流”高校招聘等系列活动",
        "为企业发展保驾护航",
        "利用“互联网”平台",
    ],
)
def test_quoted_words_that_name_no_campaign(text: str) -> None:
    assert named(text) == []


@pytest.mark.parametrize(
    ("text", "quotations"),
    [
        ("“甲”“乙”、‘丙’", ["“甲”", "“乙”", "‘丙’"]),
        ('"甲"和"乙"', ['"甲"', '"乙"']),
        ("开展“甲“行动，强化执法。“乙”", ["“甲“", "“乙”"]),
        ("开展“甲，强化“乙”行动", ["“乙”"]),
        ("甲”和“乙”", ["“乙”"]),
        ("“甲。乙”“丙”", ["“丙”"]),
        ('“”““””「」""\'', []),
        ("“" + "甲" * 100 + "”“乙”", ["“乙”"]),
    ],
)
def test_quotation_marks_are_matched(text: str, quotations: list[str]) -> None:
    assert [text[start:end] for start, end in find_quotations(text)] == quotations


def test_names_without_years_and_numbers() -> None:
    wordings = ["剑网", "剑网2018", "剑网行动", "剑网专项行动", "2018-剑网", "“剑网2018年”"[1:-1]]
    assert {normalise_name(wording) for wording in wordings} == {"剑网"}
    assert normalise_name("商标品牌战略2018浙江行动") == "商标品牌战略浙江行动"
    assert normalise_name("2018") == "2018"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('actions = "护航"', "actions"),
        ("not_names = [1]", "not_names"),
        ("campaign = 1", "[[campaign]]"),
        ('[[campaign]]\nname = "甲"', "kind"),
        ('[[campaign]]\nname = "甲"\nkind = "x"\nwordings = []\nunquoted = []', "platform"),
        ('[[campaign]]\nname = ""\nkind = "action"\nwordings = []\nunquoted = []', "#1"),
        ('actions = ["甲"]\n[[campaign]]\nname = "甲"\nkind = "event"\nwordings = []\nunquoted = []', "甲"),
    ],
)
def test_a_mistake_in_the_list_is_explained(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "campaigns.toml").write_text(text, encoding="utf-8")
    with pytest.raises(TaxonomyError) as reported:
        load_campaigns(tmp_path)
    assert "campaigns.toml" in str(reported.value)
    assert message in str(reported.value)


def test_an_empty_list_has_no_names(tmp_path: Path) -> None:
    (tmp_path / "campaigns.toml").write_text("", encoding="utf-8")
    names = load_campaigns(tmp_path)
    assert [found.name for found in find_campaigns("开展护航行动、“剑网”行动", names)] == ["剑网"]


def test_a_collection_without_campaigns_finds_none_even_in_empty_text(tmp_path: Path) -> None:
    shutil.copy(SHARED / "campaigns.toml", tmp_path)
    names = load_campaigns(tmp_path / "another-collection")
    assert [names.unquoted.search(text) for text in ("", "开展剑网行动")] == [None, None]
