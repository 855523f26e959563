"""Quantities of sentences as plans print them, and of what only looks like one."""

import pytest

from pipeline.extract.quantities.numerals import numeral_range
from pipeline.extract.quantities.quantities import unread_quantities
from pipeline.extract.quantities.targets import Target, find_targets


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
        ("1，050", (1050, 1050)),
        ("12 000", (12_000, 12_000)),
        ("13万2千", (132_000, 132_000)),
        ("12万3456", (123_456, 123_456)),
        ("1亿5千万", (1.5e8, 1.5e8)),
        ("四百二十点五", (420.5, 420.5)),
        ("一点五亿", (1.5e8, 1.5e8)),
        ("一百二十万零五百", (1_200_500, 1_200_500)),
        ("三百五", (350, 350)),
        ("一万二", (12_000, 12_000)),
        ("贰拾伍万", (250_000, 250_000)),
        ("二十来万", (200_000, 200_000)),
        ("一两千", (1000, 2000)),
        ("五六百万", (5e6, 6e6)),
        ("3万5", None),
        ("2千3万", None),
        ("2018百", None),
        ("千八百", None),
        ("二〇一八", None),
        ("一二三", None),
        ("三十五十", None),
        ("十十两", None),
    ],
)
def test_numerals(numeral: str, span: tuple[float, float] | None) -> None:
    assert numeral_range(numeral) == span


def test_additions_to_an_existing_total_are_distinguished() -> None:
    found = find_targets("由黑河学院一所高校再拓展2至3所高校，四个区域各建立1个基地")
    assert [(t.quote, t.kind) for t in found] == [
        ("一所", "fact"),
        ("2至3所", "target"),
        ("四个", "fact"),
        ("1个", "target"),
    ]


@pytest.mark.parametrize(
    ("text", "unread"),
    [("新增3万5家", ["3万5家"]), ("10-5家", ["10-5家"]), ("0家，“3万5家”，一二三类，5家", [])],
)
def test_numbers_whose_value_is_ambiguous_are_named(text: str, unread: list[str]) -> None:
    assert unread_quantities(text) == unread
    assert all(target.quote not in unread for target in find_targets(text))


def test_a_list_holds_one_target_for_each_number() -> None:
    text = "新增强市1个、示范城市1-2个，制修订60项“两大平原”标准、6项“亿亩良田”标准和62项产品"
    assert [target.quote for target in find_targets(text)] == ["1个", "1-2个", "60项", "6项", "62项"]


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
        "、" * 100_000,
        "（" * 100_000,
        "1，" * 50_000,
        "1 000 " * 16_666,
        "一点" * 50_000,
        "从1" * 50_000,
        "由5增到" * 25_000,
        "1千2" * 33_333,
        "1/" * 50_000,
        "提高到" * 33_333,
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
