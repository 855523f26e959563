"""Campaigns: names in quotation marks that a noun tells, known names, and quoted words that are no names."""

import shutil
from pathlib import Path

import pytest

from pipeline.extract.campaigns.campaigns import Campaign, find_campaigns, find_quotations
from pipeline.extract.campaigns.names import load_campaigns, normalise_name
from pipeline.schema.errors import TaxonomyError
from pipeline.taxonomy.loading import SHARED

NAMES = load_campaigns()


def named(text: str) -> list[tuple[str, str]]:
    return [(campaign.name, campaign.kind) for campaign in find_campaigns(text, NAMES)]


def test_campaign_offsets() -> None:
    text = "组织开展“剑网2018”专项行动，加强网络的日常审查。"
    assert find_campaigns(text, NAMES) == (Campaign(4, 12, "“剑网2018”", "剑网", "action"),)


def test_each_name_of_a_list_has_the_noun_that_ends_it() -> None:
    assert named("开展“冬雷”“春风”、“夏雨”和“秋叶”等专项行动。") == [
        (name, "action") for name in ("冬雷", "春风", "夏雨", "秋叶")
    ]


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
