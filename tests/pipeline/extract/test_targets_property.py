"""Targets of any text: spans that are inside it, in order and apart, and bounds that fit their comparator."""

import math

import pytest
from cn2an import an2cn
from hypothesis import given
from hypothesis import strategies as st

from pipeline.extract.quantities.targets import find_targets

NUMBERS = (
    "1",
    "12",
    "０",
    "５０",
    "2.5",
    "1,000",
    "两",
    "十",
    "三四",
    "百",
    "万",
    "亿",
    "零",
    "半数",
    "百分之",
)
UNITS = ("家", "个", "%", "万元", "人次", "市县", "个月", "大平台", "次", "期")
BOUNDS = (
    "不少于",
    "至少",
    "超过",
    "不超过",
    "约",
    "达到",
    "以上",
    "以内",
    "左右",
    "余",
    "-",
    "—",
    "～",
    "至",
    "负",
)
WORDS = (
    "第",
    "每",
    "“",
    "”",
    "《",
    "》",
    "（",
    "）",
    "，",
    "。",
    "、",
    " ",
    "\n",
    "企业",
    "已",
    "的",
    "缩短",
    "对",
    "给予",
)
TEXTS = st.lists(st.sampled_from(NUMBERS + UNITS + BOUNDS + WORDS), max_size=40).map("".join)


@given(TEXTS | st.text())
def test_spans_are_in_the_text_and_disjoint(text: str) -> None:
    end = 0
    for target in find_targets(text):
        assert end <= target.start < target.end <= len(text)
        assert target.quote == text[target.start : target.end]
        assert target.kind in ("target", "fact")
        assert len(target.metric) <= 30
        assert target.metric in text
        end = target.end


@given(TEXTS)
def test_bounds_fit_their_comparator(text: str) -> None:
    for target in find_targets(text):
        low, high = target.value_min, target.value_max
        values = [value for value in (low, high) if value is not None]
        assert values
        assert all(math.isfinite(value) and value >= 0 for value in values)
        if len(values) == 1:
            assert target.comparator == (">=" if high is None else "<=")
        elif values[0] < values[1]:
            assert target.comparator == "range"
        else:
            assert values[0] == values[1]
            assert target.comparator in ("=", "~")


@given(st.text("0123456789０１２３４５６７８９.,-—~ 年月日号"))
def test_digits_without_a_unit_are_no_targets(text: str) -> None:
    assert find_targets(text) == ()


@given(st.text("“”‘’「」『』《》〈〉\"'"))
def test_quotation_marks_alone_are_no_targets(text: str) -> None:
    assert find_targets(text) == ()


@given(st.integers(2, 99_999_999))
def test_all_ways_to_print_a_number_say_the_same(number: int) -> None:
    wide = str(number).translate({ord("0") + digit: ord("０") + digit for digit in range(10)})
    printed = [str(number), f"{number:,}", wide]
    if number >= 10:
        printed.append(an2cn(number))
    for numeral in printed:
        (target,) = find_targets(f"新增示范企业{numeral}家。")
        assert (target.quote, target.value_min, target.value_max) == (f"{numeral}家", number, number)


@given(
    st.integers(1, 500), st.integers(1, 500), st.sampled_from("-－—–~～至"), st.sampled_from(["", " ", "\n"])
)
def test_a_range_is_read_wherever_it_is_broken(low: int, more: int, to: str, space: str) -> None:
    (target,) = find_targets(f"引进{low}{space}{to}{space}{low + more}{space}家机构")
    assert (target.value_min, target.value_max, target.comparator) == (low, low + more, "range")


@pytest.mark.parametrize("unit", ["家", "个", "%", "万元"])
@given(number=st.integers(1, 10_000))
def test_a_quantity_counts_the_same_in_any_surroundings(unit: str, number: int) -> None:
    alone = find_targets(f"培育{number}{unit}")
    among = find_targets(f"“专利”工作。2018年，培育{number}{unit}，并于12月底前总结。")
    assert [t.quote for t in alone] == [t.quote for t in among] == [f"{number}{unit}"]
