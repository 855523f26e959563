"""How queries are parsed."""

import pytest

from pipeline.search.fold import fold_text
from pipeline.search.query import LONGEST, MOST_WORDS, parse, remove_part, replace_word, syntax_hints


def words(text: str) -> list[tuple[str, bool, bool]]:
    return [(word.folded, word.unwanted, word.phrase) for word in parse(text).words]


@pytest.mark.parametrize(
    "text", ['"专利 导航"', "“专利 导航”", "”专利 导航“", "＂专利 导航＂", "「专利 导航」", "『专利 导航』"]
)
def test_quotes_of_all_kinds_keep_words_together(text: str) -> None:
    assert words(text) == [("专利导航", False, True)]
    assert words(f"-{text}商标") == [("专利导航", True, True), ("商标", False, False)]


def test_words_are_split_by_space_and_by_marks_of_sentences() -> None:
    parted = [("专利", False, False), ("导航", False, False), ("pct", False, False)]
    assert words("专利，导航　ＰＣＴ。") == parted
    assert words("专利、导航 pct；专利") == parted


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("region:a", "region"),
        ("地区：a", "region"),
        ("地區：a", "region"),
        ("ＲＥＧＩＯＮ：a", "region"),
        ("area: a", "area"),
        ("重点:a", "area"),
        ("任务：a", "task"),
        ("部门:「a」", "department"),
        ("深度： a", "depth"),
    ],
)
def test_fields_have_names_in_both_languages(text: str, field: str) -> None:
    (condition,) = parse(text).conditions
    assert (condition.field, condition.values, condition.unwanted) == (field, ("a",), False)
    assert parse(f"-{text}").conditions[0].unwanted


def test_other_colons_and_dashes_are_characters_of_a_word() -> None:
    assert words("时间：12月 PCT-专利") == [("时间:12月", False, False), ("pct-专利", False, False)]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("“专利", "引号没有闭合"),
        ("专利 -", "“-”后面"),
        ("地区:", "“地区：”后面没有写值"),
        ("专" * (LONGEST + 1), f"前 {LONGEST} 个字符"),
        (" ".join(map(str, range(MOST_WORDS + 1))), f"前 {MOST_WORDS} 个"),
    ],
)
def test_what_cannot_be_followed_is_stated(text: str, message: str) -> None:
    (doubt,) = parse(text).doubts
    assert message in doubt.zh
    assert doubt.en


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("city:上海 专利", "“city:”"),
        ("专利 OR 商标", "没有“或”"),
        ("专利|商标", "没有“或”"),
        ("专利*", "通配符"),
    ],
)
def test_syntax_of_other_search_boxes_is_explained(text: str, message: str) -> None:
    (doubt,) = syntax_hints(parse(text))
    assert message in doubt.zh
    assert doubt.en
    assert syntax_hints(parse(f"“{text}” 12:30")) == ()


def test_parts_can_be_removed_and_replaced() -> None:
    query = parse("专利 -“商 标” region:江苏 导航")
    assert remove_part(query, query.words[1]) == "专利 region:江苏 导航"
    assert remove_part(query, query.conditions[0]) == "专利 -“商 标” 导航"
    assert replace_word(query, query.words[0], "版权") == "版权 -“商 标” region:江苏 导航"


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("ＰＣＴ　專利", "pct专利"),
        ("著作權 臺灣", "著作权台湾"),
        ("①㎡", "1㎡"),
        ("薴", "苎"),
        ("零\u200b宽", "零宽"),
    ],
)
def test_ways_of_writing_are_folded_character_by_character(text: str, same: str) -> None:
    assert fold_text(text) == same
