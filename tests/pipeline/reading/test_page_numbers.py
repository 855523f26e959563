"""Page numbers, running heads and serials are recognised by their sequence, never by their look alone."""

import pytest

from pipeline.reading.columns.layout import split_fragments
from pipeline.reading.columns.serials import serial_costs
from pipeline.reading.plans.furniture import Furniture, find_furniture
from pipeline.reading.plans.page_numbers import parse_page_number
from tests.pipeline.sample_plans import HEADER, TAXONOMY

CELL = ["建立机制，加强培训。"] * 14


def furniture_of(lines: list[str]) -> Furniture:
    return find_furniture(lines, TAXONOMY.regions)


def pages(numbers: list[str], *, header: bool) -> list[str]:
    lines = ["河北省 2018年工作要点", HEADER]
    for number in numbers:
        lines += [*CELL, number, *([HEADER] if header else [])]
    return [*lines, *CELL]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("3", 3),
        ("-3-", 3),
        ("—３—", 3),
        ("第3页", 3),
        ("第十二页", 12),
        ("第3页共30页", 3),
        ("共30页第3页", 3),
        ("3/30", 3),
        ("Page3of30", 3),
        ("iv", 4),
        ("·3·", 3),
    ],
)
def test_a_number_in_any_dress(text: str, value: int) -> None:
    read = parse_page_number(text)
    assert read is not None
    assert read[0] == value


@pytest.mark.parametrize("text", ["3个", "第3批", "2018年", "12330", "3.5", "1.5天", "第三季度", "i级"])
def test_text_is_no_page_number(text: str) -> None:
    assert parse_page_number(text) is None


@pytest.mark.parametrize("style", ["{}", "- {} -", "第{}页", "{}/9", "第 {} 页 共 9 页"])
def test_numbers_before_a_header_that_comes_again(style: str) -> None:
    lines = pages([style.format(n) for n in (4, 5, 6)], header=True)
    found = furniture_of(lines).page_numbers
    assert [lines[n - 1] for n in sorted(found)] == [style.format(n) for n in (4, 5, 6)]


def test_a_number_that_does_not_grow_with_the_pages_is_text() -> None:
    lines = pages(["4", "5", "500", "7"], header=True)
    found = furniture_of(lines).page_numbers
    assert [lines[n - 1] for n in sorted(found)] == ["4", "5", "7"]


def test_bare_numbers_within_pages_are_left_to_the_cells_around_them() -> None:
    found = furniture_of(pages(["4", "5", "6", "7"], header=False))
    assert found.page_numbers == frozenset()
    assert set(found.possible_page_numbers.values()) == {2}


def test_form_feeds_show_the_pages() -> None:
    lines = ["河北省 2018年工作要点", HEADER, *CELL, "1", "\f" + CELL[0], "20", *CELL, "2", "\f" + CELL[0]]
    found = furniture_of(lines).page_numbers
    assert [lines[n - 1] for n in sorted(found)] == ["1", "2"]


def test_a_number_at_the_head_of_a_page_is_its_number() -> None:
    lines = ["河北省 2018年工作要点", HEADER, *CELL, "\f2", *CELL[:9], "20", *CELL[9:], "\f3", *CELL]
    found = furniture_of(lines).page_numbers
    assert [lines[n - 1] for n in sorted(found)] == ["\f2", "\f3"]


def test_a_line_at_the_top_of_most_pages_is_a_running_head() -> None:
    lines = ["内部资料", "河北省 2018年工作要点", HEADER, *CELL]
    for _ in range(3):
        lines += ["\f内部资料", HEADER, *CELL]
    found = furniture_of(lines)
    assert {lines[n - 1].strip() for n in found.page_heads} == {"内部资料"}
    assert len(found.page_heads) == 4


@pytest.mark.parametrize("pages", [2, 3])
def test_the_address_and_number_that_a_browser_prints_below_each_page_are_no_text(pages: int) -> None:
    address = "https://www.example.gov.cn/art/2018/3/5/art_46143_8260001.html"
    lines = ["河北省 2018年工作要点", HEADER]
    for page in range(1, pages + 1):
        lines += [*CELL, f"{address}    {page}/{pages}", "\f3/5/18, 2:06 PM"]
    found = furniture_of(lines[:-1]).page_heads
    feet = {n for n, line in enumerate(lines, 1) if address in line}
    assert found & feet == feet


def costs(*lines: str) -> list[float | None]:
    return serial_costs(split_fragments(lines, 1))


def test_a_serial_has_its_neighbours() -> None:
    alone = costs("完善机制", "20 班次以上")[1]
    sequence = costs("1 完善机制", "2 加强培训", "3 开展宣传")
    assert alone is not None
    assert all(cost > alone for cost in (sequence[0], sequence[2], sequence[4]) if cost is not None)


def test_an_amount_between_serials_is_not_in_their_sequence() -> None:
    found = costs("1 完善机制", "4 月底前完成", "2 加强培训", "3 开展宣传")
    assert found[2] is not None
    assert found[0] is not None
    assert found[2] < found[0]
