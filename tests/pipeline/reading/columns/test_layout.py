"""Fragments carry what the dump shows of their place; a plan shows the widths of its columns."""

import pytest

from pipeline.reading.columns.layout import (
    Fragment,
    Layout,
    LayoutScores,
    display_width,
    measure_layout,
    split_fragments,
)
from tests.pipeline.layouts import Habit
from tests.pipeline.sample_plans import ROWS, small_plan

USUAL = ["专项行动，及时 ", "", "执法 海关"] * 4
"""Lines around those that a test is about: white space tells only where it is not the habit."""


def fragments(*lines: str) -> list[Fragment]:
    return [f for f in split_fragments([*lines, "", *USUAL], 1) if f.line <= len(lines)]


@pytest.mark.parametrize(
    ("text", "width"),
    [("知识产权", 8), ("PCT", 3), ("建 5家", 6), ("“云端”", 8), ("，。（）", 8), ("2018年", 6), ("", 0)],
)
def test_a_chinese_character_is_twice_as_wide_as_a_digit(text: str, width: int) -> None:
    assert display_width(text) == width


def test_fragments_stand_between_white_space() -> None:
    found = fragments("加强海关保护  石家庄海关 ", " 选择\u30001-2家")
    assert [(f.line, f.start, f.end, f.text) for f in found] == [
        (1, 0, 6, "加强海关保护"),
        (1, 8, 13, "石家庄海关"),
        (2, 1, 3, "选择"),
        (2, 4, 8, "1-2家"),
    ]
    assert [f.starts_line for f in found] == [True, False, True, False]
    assert [f.ends_line for f in found] == [False, True, False, True]


def test_white_space_at_the_end_of_a_line_ends_a_paragraph() -> None:
    assert [f.ends_paragraph for f in fragments("加强 海关 ", "保护")] == [False, True, False]


def test_a_blank_line_is_a_gap() -> None:
    assert [f.gap_after for f in fragments("加强 海关", "", "保护", "执法")] == [False, True, False, True]


def test_more_white_space_than_needed_is_what_an_empty_cell_leaves() -> None:
    found = fragments("智库建设  知识产权局", " 石家庄海关", "执法 海关")
    assert [f.after_empty_cell for f in found] == [False, True, True, False, False]


def test_a_space_before_a_line_shows_a_page_break() -> None:
    assert [f.indented for f in fragments("及时", " 公布", "典型")] == [False, True, False]


@pytest.mark.parametrize("wide", [" 执法  海关", "  执法  海关", "\u3000\u3000执法   海关"])
def test_a_habit_of_the_whole_document_shows_nothing(wide: str) -> None:
    found = split_fragments([wide] * 10, 1)
    assert not any(f.after_empty_cell or f.indented for f in found)


def test_overprint_does_not_make_a_fragment_wider() -> None:
    (found,) = fragments("加大加大加大加大力度")
    assert (found.text, found.width, found.offsets) == ("加大力度", 8, (0, 1, 8, 9))
    assert (found.start, found.end) == (0, 10)


def columns_of(found: list[Fragment]) -> list[int | None]:
    """Which column a fragment of the small plan is in: 1 task, 2 measure, 3 departments."""
    cells = [(row.task, row.measure, row.departments) for row in ROWS]
    texts: list[str] = ["".join(row[column] for row in cells) for column in range(3)]
    return [next((c + 1 for c, text in enumerate(texts) if f.text in text), None) for f in found]


@pytest.mark.parametrize(
    "widths", [(12, 30, 64, 16), (12, 24, 50, 12)], ids=lambda widths: "-".join(map(str, widths))
)
def test_a_plan_shows_the_widths_of_its_columns(widths: tuple[int, int, int, int]) -> None:
    title_and_header = 7
    found = split_fragments(small_plan(Habit(widths=widths)).splitlines(), 1)[title_and_header:]
    layout = measure_layout(found, [False] * len(found), columns_of(found))
    assert layout.widths[2] == pytest.approx(widths[2], abs=2)
    assert layout.widths[3] == pytest.approx(widths[3], abs=4)


def test_too_few_lines_show_no_width() -> None:
    found = fragments("加强海关保护", "石家庄海关")
    assert measure_layout(found, [False, False], [1, 3]).widths == (None,) * 5


LAYOUT = Layout((12, 30, 64, 16), 0.05, 0.95, (0.5,) * 4, (0.9,) * 4)


def test_a_full_line_goes_on_and_a_short_one_ends() -> None:
    found = fragments("加强海关保护 ", "", "石家庄海关")
    scores = LayoutScores(LAYOUT, found, [False, False])
    assert scores.score_wrap(1, 1, 30, 1) > scores.score_wrap(1, 1, 26, 1) > scores.score_wrap(1, 1, 10, 1)
    assert scores.score_end(1, 0) > scores.score_wrap(1, 0, 10, 1)


def test_a_line_is_wrapped_before_a_number_that_does_not_fit() -> None:
    found = fragments("举办知识产权培训", "12.75万人次以上", "班次以上")
    scores = LayoutScores(LAYOUT, found, [False] * 3)
    assert scores.score_wrap(1, 0, 25, 1) > scores.score_wrap(1, 0, 25, 2)


def test_a_line_that_is_wider_than_its_column_is_unlikely_to_be_of_it() -> None:
    scores = LayoutScores(LAYOUT, fragments("加强"), [False])
    assert scores.score_width(1, 30) == scores.score_width(1, 32) == 0
    assert 0 > scores.score_width(1, 34) > scores.score_width(1, 50)


def test_a_column_of_unknown_width_holds_any_line() -> None:
    layout = Layout((None,) * 4, 0.05, 0.95, (0.5,) * 4, (0.9,) * 4)
    assert LayoutScores(layout, fragments("加强"), [False]).score_width(1, 200) == 0
