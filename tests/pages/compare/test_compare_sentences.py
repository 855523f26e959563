"""Similar sentences of two regions, and own terms of one."""

from typing import Any

import pytest

from pages.compare.sentences import (
    MAX_TERMS,
    MIN_SIMILARITY,
    find_similar_sentences,
    own_terms,
    split_sentences,
)

pytestmark = pytest.mark.unit

SICHUAN = "开展知识产权区域布局试点，推进区域知识产权资源配置和政策优化调整。"
GANSU = "开展知识产权区域布局试点，推进区域知识产权资源配置和政策优化调整调研。"


def measure(region: str, text: str, number: int = 1) -> dict[str, Any]:
    return {"region_id": region, "measure_id": f"{region}-{number}", "measure_text": text}


def test_sentences_have_spans_and_short_ones_are_left_out() -> None:
    text = f"暂无。 {SICHUAN}表彰奖励知识产权先进单位和个人；继续推进"
    found = list(split_sentences(measure("510000", text)))
    assert [text[one.start : one.end] for one in found] == [SICHUAN, "表彰奖励知识产权先进单位和个人；"]


def test_similar_sentence_is_reported_for_both_regions() -> None:
    alike = find_similar_sentences([measure("510000", SICHUAN), measure("620000", f"先做调研。{GANSU}")])
    assert alike.keys() == {("510000-1", 0, len(SICHUAN)), ("620000-1", 5, 5 + len(GANSU))}
    [one], [other] = alike.values()
    assert (one.region_id, other.region_id) == ("620000", "510000")
    # 31 letters of which the second sentence has two more: 2 * 31 / (31 + 33).
    assert one.similarity == other.similarity == pytest.approx(62 / 64)


def test_punctuation_makes_no_difference() -> None:
    quoted = "开展“知识产权保护规范化市场”培育工作。"
    alike = find_similar_sentences(
        [measure("230000", "开展知识产权保护规范化市场培育工作。"), measure("620000", quoted)]
    )
    assert {like.similarity for likes in alike.values() for like in likes} == {1.0}


def test_sentences_of_one_region_are_not_compared() -> None:
    assert find_similar_sentences([measure("510000", SICHUAN), measure("510000", SICHUAN, 2)]) == {}


def similarity_of(one: str, other: str) -> float:
    alike = find_similar_sentences([measure("510000", one), measure("620000", other)])
    return max((like.similarity for likes in alike.values() for like in likes), default=0.0)


def test_nothing_is_similar_below_the_threshold() -> None:
    assert similarity_of("出台广东省知识产权分析评议工作指南", "制定四川省知识产权评议工作指南") == 0.0
    assert (
        similarity_of("甲乙丙丁戊己庚辛壬癸" * 2, "甲乙丙丁戊己庚辛壬癸" * 2 + "子丑寅卯辰巳午未申酉")
        == MIN_SIMILARITY
    )


def test_the_order_of_the_regions_changes_nothing() -> None:
    one = (
        "积极推动企业建立知识产权分析评议机制推动在人才引进国际参展产品和技术进出口等活动开展知识产权风险评估"
    )
    other = "开展企业建立知识产权分析评议机制人才引进国际参展产品和技术进出口等知识产权风险评估调研"
    assert similarity_of(one, other) == similarity_of(other, one) >= MIN_SIMILARITY


def test_own_terms_occur_in_no_other_text_nor_the_task() -> None:
    texts = {"51": "设立质押基金，建设服务平台，推广“互联网+”保险。", "62": "“服务”平台和知识产权保险试点。"}
    uses = {
        "51": {"质押基金": 1, "服务平台": 20, "保险": 5, "互联网": 9},
        "62": {"保险": 5, "知识产权保险": 2, "服务平台": 20},
    }
    own = own_terms(texts, uses, "推进互联网保护", 31)
    assert own == {"51": ("质押基金",), "62": ("知识产权保险",)}


def test_long_and_rare_own_terms_come_first_without_substrings() -> None:
    rare = {f"词{sign}{sign}": 1 for sign in "甲乙丙丁戊己庚"}
    terms = {**rare, "地理信息": 1, "地理信息系统": 1, "宣传": 29}
    own = own_terms({"51": "、".join(terms), "62": "别的。"}, {"51": terms, "62": {}}, "", 31)["51"]
    assert own[0] == "地理信息系统"
    assert "地理信息" not in own
    assert "宣传" not in own
    assert len(own) == MAX_TERMS


def test_no_own_terms_if_one_region_alone_wrote() -> None:
    assert own_terms({"51": "质押基金。", "62": ""}, {"51": {"质押基金": 1}, "62": {}}, "", 31)["51"] == ()
