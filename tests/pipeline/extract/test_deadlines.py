"""Deadlines are told from days of events, from the past and from spans of time."""

import pytest

from pipeline.extract.deadlines import find_deadlines


@pytest.mark.parametrize(
    ("text", "quote", "date"),
    [
        ("力争6月底前完成", "6月底前", (2018, 6, 30)),
        ("十二月中旬前建成", "十二月中旬前", (2018, 12, 20)),
        ("9月30日前报送", "9月30日前", (2018, 9, 30)),
        ("三季度出台办法", "三季度", (2018, 9, 30)),
        ("上半年组织培训", "上半年", (2018, 6, 30)),
        ("3月完成编制", "3月", (2018, 3, 31)),
        ("明年6月前建成", "明年6月前", (2019, 5, 31)),
        ("2019年前建成", "2019年前", (2018, 12, 31)),
        ("到2020年，建成强省", "到2020年", (2020, 12, 31)),
        ("拥有量2020年达到3件", "2020年", (2020, 12, 31)),
        ("4月26日举办宣传周", "", None),
        ("截至2017年底，拥有量5件", "", None),
        ("2019年1月1日起施行", "", None),
        ("每年底前总结，全年培训5次，30日内办结", "", None),
        ("落实行动计划（2018-2020年）", "", None),
    ],
)
def test_a_deadline_in_a_measure(text: str, quote: str, date: tuple[int, int, int] | None) -> None:
    found = [(text[due.start : due.end], due.date) for due in find_deadlines(text, 2018)]
    assert found == ([(quote, date)] if quote else [])


@pytest.mark.parametrize(
    ("cell", "date"),
    [
        ("2018.12", (2018, 12, 31)),
        ("2018-06-30", (2018, 6, 30)),
        ("全年", (2018, 12, 31)),
        ("6月", (2018, 6, 30)),
        ("2019年", (2019, 12, 31)),
        ("长期", None),
    ],
)
def test_a_cell_of_a_column_of_deadlines(cell: str, date: tuple[int, int, int] | None) -> None:
    assert [due.date for due in find_deadlines(cell, 2018, is_column=True)] == ([date] if date else [])
