"""Indicators: sentences that their rules match, sentences that they do not, and errors in invalid rules."""

import re
from pathlib import Path
from typing import Final

import pytest

from pipeline.extract.quantities.indicators import (
    INDICATORS_FILE,
    find_indicator,
    load_indicators,
    matching_indicators,
)
from pipeline.extract.quantities.targets import Target
from pipeline.schema.errors import TaxonomyError
from pipeline.taxonomy.loading import load_taxonomy

INDICATORS: Final = load_indicators()


def target_in(sentence: str, kind: str = "target") -> tuple[Target, str]:
    """The target that stands as ``[quote|unit]`` in a sentence, and the sentence without the marks."""
    before, _, rest = sentence.partition("[")
    marked, _, after = rest.partition("]")
    quote, _, unit = marked.partition("|")
    end = len(before) + len(quote)
    return Target(len(before), end, quote, 1.0, 1.0, unit, "=", kind, ""), before + quote + after


def reported(sentence: str, task: str = "", kind: str = "target") -> str:
    target, text = target_in(sentence, kind)
    return find_indicator(target, text, task, INDICATORS)


@pytest.mark.parametrize(
    ("indicator_id", "sentence", "task"),
    [
        ("patents-per-10000", "全省每万人口发明专利拥有量[达到12.5件|件]，位居前列。", ""),
        ("patents-per-10000", "力争万人有效发明专利拥有量[6件以上|件]。", ""),
        ("patent-databases", "建设[2个|个]新能源产业专利专题数据库。", ""),
        ("new-varieties", "选育农作物新品种[15个|个]。", ""),
        ("award-places", "评选出省专利奖金奖[5项|项]、银奖10项。", "设置知识产权奖励项目"),
        ("regulated-markets", "新培育[4家|家]知识产权保护规范化市场。", ""),
        ("aid-for-companies", "开展维权援助进园区活动，服务中小企业[40家|家]。", ""),
        ("aid-stations", "在县区新建[3个|个]知识产权维权援助工作站。", ""),
        ("protection-centres", "争取设立[1家|家]国家级知识产权保护中心。", ""),
        ("exhibition-enforcement", "开展展会专利执法[不少于5次|次]。", ""),
        ("enforcement-inspections", "全年组织[6次|次]联合执法检查。", ""),
        ("online-patent-cases", "办理电子商务领域专利案件[300件以上|件]。", ""),
        ("pledge-financing", "专利质押融资额[突破8亿元|元]。", ""),
        ("operators", "培育[2家|家]知识产权运营机构。", "加快建设知识产权运营服务体系"),
        ("service-agencies", "引进[3家|家]品牌知识产权服务机构。", ""),
        ("university-transfer-bodies", "推动[6所|所]高校建立技术转移中心。", ""),
        ("service-clusters", "新建省级知识产权服务业集聚区[1个|个]。", ""),
        ("patent-alliances", "组建[2个|个]产业知识产权联盟。", ""),
        ("navigation-industries", "围绕[3个|个]重点产业，开展专利导航分析。", "实施专利导航项目"),
        ("navigation-companies", "支持[20家|家]企业实施专利微导航。", "实施专利导航项目"),
        ("patent-information-companies", "指导[50家|家]企业开展专利信息分析。", ""),
        ("reviews", "完成[5项|项]重大经济科技活动知识产权评议。", ""),
        ("standards", "制修订[30项|项]地方标准。", ""),
        ("ip-management-standard", "新增[80家|家]企业通过贯标认证。", ""),
        ("national-ip-companies", "新增国家知识产权示范企业[3家|家]。", ""),
        ("provincial-ip-companies", "认定[20家|家]省级知识产权优势企业。", ""),
        ("brand-companies", "重点培育[5家|家]制造品牌企业。", ""),
        ("national-ip-cities", "新增国家知识产权示范城市[1个|个]。", "推进知识产权强省、强市建设"),
        ("information-outlets", "新建[10个|个]专利信息工作站。", "增加知识产权信息服务网点"),
        ("university-information-centres", "建设[2家|家]高校知识产权信息服务中心。", ""),
        ("training-attendances", "全年培训[5000人次|人次]。", ""),
        ("people-trained", "培训专利代理人[60名|名]。", ""),
        ("people-trained", "完成[60个|个]专利代理人业务能力培训。", ""),
        ("training-courses", "举办[4期|期]知识产权培训班。", ""),
        ("pilot-schools", "新认定知识产权教育试点学校[12所|所]。", ""),
        ("model-schools", "评选[5所|所]知识产权教育示范学校。", ""),
        ("national-pilot-schools", "推荐[2所|所]学校申报全国中小学知识产权教育试点学校。", ""),
    ],
)
def test_a_sentence_is_recognised_by_the_rules(indicator_id: str, sentence: str, task: str) -> None:
    target, text = target_in(sentence)
    assert list(matching_indicators(target, text, task, INDICATORS)) == [indicator_id]


@pytest.mark.parametrize(
    ("sentence", "task"),
    [
        ("每万人口发明专利拥有量增长[10%|%]。", ""),
        ("每万人口发明专利申请量[达到12件|件]。", ""),
        ("每万人口发明专利拥有量2020年[达到12件|件]。", ""),
        ("知识产权质押融资额增长[20%|%]。", ""),
        ("开展知识产权质押融资的企业[30家|家]。", ""),
        ("设立知识产权质押融资风险补偿基金[5000万元|元]。", ""),
        ("全省通过贯标认证的企业累计[达到100家|家]。", ""),
        ("新增[1个|个]省级知识产权培训基地。", ""),
        ("培训覆盖[5个|个]设区市。", ""),
        ("为[200家|家]知识产权优势企业提供检索账号。", ""),
        ("争取[2所|所]学校入选国家知识产权教育示范学校。", ""),
        ("各市每年确定[5个|个]专业市场开展专利执法专项，规范市场秩序。", ""),
        ("在[2个|个]重大领域开展知识产权评议。", ""),
        ("建成[4家|家]专利导航产业发展实验区。", "实施专利导航项目"),
        ("制作[2期|期]特刊，做好培训宣传。", ""),
        ("开展展会维权宣传[3次|次]。", ""),
        ("新建[6个|个]版权服务工作站。", "增加知识产权信息服务网点"),
        ("全省[3个|个]国家知识产权示范城市通过验收。", "推进知识产权强省、强市建设"),
    ],
)
def test_what_only_looks_alike_stays_by_itself(sentence: str, task: str) -> None:
    assert reported(sentence, task) == ""


def test_a_fact_belongs_to_no_indicator() -> None:
    assert reported("去年培训[5000人次|人次]。") == "training-attendances"
    assert reported("去年培训[5000人次|人次]。", kind="fact") == ""


def test_other_clauses_are_ignored() -> None:
    assert reported("举办培训班20期，新增工作站[5次|次]。") == ""
    assert reported("新建工作站5家，举办培训班[20期|期]。") == "training-courses"


def test_a_task_completes_the_sentence() -> None:
    sentence = "完成[2家|家]区县工作站挂牌。"
    assert (
        reported(sentence, "增加知识产权信息服务网点，完善知识产权信息公共服务网络") == "information-outlets"
    )
    assert reported(sentence, "完善知识产权快速维权机制") == ""


@pytest.mark.parametrize("filling", ["培训", "#", "知识产权质押", "\\", "[家个]"])
def test_a_text_without_punctuation_is_seen_only_near_the_target(filling: str) -> None:
    far = filling * 50_000
    target = Target(len(far) + 2, len(far) + 6, "500人", 500.0, 500.0, "人", "=", "target", "")
    assert find_indicator(target, f"{far}培训500人{far}", "", INDICATORS) == "people-trained"


def test_no_rule_names_a_region_or_a_year() -> None:
    rules = [
        text
        for indicator in INDICATORS
        for text in (*indicator.any_of, *indicator.none_of, *indicator.sentence, *indicator.task)
    ]
    names = [word for region in load_taxonomy().regions for word in region.identifying_words]
    assert [(rule, name) for rule in rules for name in names if name in rule] == []
    assert [rule for rule in rules if re.search(r"20\d\d", rule)] == []


ENTRY: Final = {
    "id": '"visits"',
    "name_zh": '"检查次数"',
    "name_en": '"Visits"',
    "unit_zh": '"次"',
    "unit_en": '"visits"',
    "units": '["次"]',
    "any_of": '["检查"]',
}


def complaint(folder: Path, *entries: dict[str, str]) -> TaxonomyError:
    """The error for a file with these entries; each lists only its difference from a valid one."""
    lines = []
    for entry in entries:
        lines.append("[[indicator]]")
        lines += [f"{key} = {value}" for key, value in {**ENTRY, **entry}.items() if value]
    (folder / INDICATORS_FILE).write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(TaxonomyError) as caught:
        load_indicators(folder)
    assert caught.value.source == folder / INDICATORS_FILE
    return caught.value


@pytest.mark.parametrize(
    ("spoilt", "said_zh", "said_en"),
    [
        ({"none_off": '["展会"]'}, "未知的键 none_off", "unknown keys: none_off"),
        ({"any_of": ""}, "缺少 any_of", "lacks any_of"),
        ({"units": ""}, "缺少 units", "lacks units"),
        ({"units": "[]"}, "units 是空的", "units is empty"),
        ({"any_of": "[]"}, "any_of 是空的", "any_of is empty"),
        ({"unit_zh": '""'}, "unit_zh 应为", "unit_zh should be"),
        ({"units": '"次"'}, "units 应为", "units should be"),
        ({"any_of": '["(检查"]'}, "“(检查”不是正则表达式", "“(检查” in any_of is no regular expression"),
        ({"sentence": '["[家"]'}, "“[家”不是正则表达式", "“[家” in sentence is no regular expression"),
    ],
)
def test_a_mistake_is_named_with_its_entry(
    tmp_path: Path, spoilt: dict[str, str], said_zh: str, said_en: str
) -> None:
    error = complaint(tmp_path, spoilt)
    for message, expected_text in ((error.message_zh, said_zh), (error.message_en, said_en)):
        assert "[[indicator]] visits" in message
        assert expected_text in message


@pytest.mark.parametrize("key", ["id", "name_zh", "name_en"])
def test_two_entries_with_one_name(tmp_path: Path, key: str) -> None:
    other = {"id": '"calls"', "name_zh": '"走访次数"', "name_en": '"Calls"'}
    error = complaint(tmp_path, {}, {**other, key: ENTRY[key]})
    for message in (error.message_zh, error.message_en):
        assert key in message
        assert "visits" in message


def test_a_collection_can_have_no_indicators(tmp_path: Path) -> None:
    assert load_indicators(tmp_path) == ()
