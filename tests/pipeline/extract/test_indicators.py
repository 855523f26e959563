"""Indicators: sentences that their rules match, sentences that they do not, and errors in invalid rules."""

import json
import re
from pathlib import Path
from typing import Final

import pytest

from pipeline.extract.quantities.targets import (
    INDICATORS_FILE,
    Target,
    find_indicator,
    load_indicators,
    matching_indicators,
)
from pipeline.schema.errors import TaxonomyError
from pipeline.taxonomy.loading import load_taxonomy
from tests.sentences.judging import FOLDER

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


def test_sentences_have_the_indicators_that_their_rules_match_and_no_others() -> None:
    """Each line of ``indicators.jsonl`` has a sentence as :func:`target_in` reads it, and its indicators."""
    lines = (FOLDER / "indicators.jsonl").read_text(encoding="utf-8").splitlines()
    for item in map(json.loads, lines):
        target, text = target_in(item["sentence"])
        found = list(matching_indicators(target, text, item.get("task", ""), INDICATORS))
        assert found == item["indicators"], item


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
