"""Conservation: each character that is not white space has one character class, and a hole is found."""

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from pipeline.reading.ledger import Gap, find_gaps
from pipeline.reading.plan import ParsedPlan
from pipeline.schema.errors import SourceError
from pipeline.schema.model import CELL_CLASSES, CHARACTER_CLASSES
from tests.pipeline.layouts import Habit
from tests.pipeline.sample_plans import HEADER, gaps, read_one, read_plans, small_plan, source_of

PLAN = small_plan(Habit(page_lines=14))
LINES = PLAN.splitlines()
BELOW_TITLE = 1

strange = st.text(
    " \t\u3000\x0b\x0c\x1c\x85\u2028\ufeff\u200b序号工作重点任务措施部门12一、。第页—河北省2018年要点"
)
plain = st.sampled_from(
    [
        *LINES,
        HEADER,
        f" {HEADER} ",
        "7",
        "- 7 -",
        "1.",
        "工作工作工作工作。。。。",
        "加强海关知识产权保护  石家庄海关 ",
        "2实施严格的知识产权保护",
        "序号 工作重点 工作内容",
        "四川省 2018年工作要点",
    ]
)
lines = st.lists(st.one_of(strange, plain), max_size=6)


def check_account(text: str, plans: list[ParsedPlan]) -> None:
    """Spans are where they say they are, in the order of the source, each with a character class."""
    source = source_of(text)
    before = 0
    for span in (span for plan in plans for span in plan.spans):
        assert span.character_class in CHARACTER_CLASSES
        assert span.text == source.lines[span.line - 1][span.start : span.end]
        assert span.text == text[span.offset : span.offset + len(span.text)]
        assert not any(character.isspace() for character in span.text)
        assert span.offset >= before
        before = span.offset + len(span.text)
        in_cell = span.character_class in CELL_CLASSES
        assert (span.cell_start >= 0) == in_cell
        assert bool(span.measure_id) == in_cell or span.character_class == "overprint"


def check_cells(plan: ParsedPlan) -> None:
    """The spans of a cell, put together, are its text; a merged cell is booked on its first row.

    Deliverables have columns of their own in text with delimiters only.
    """
    printed: dict[tuple[str, str], str] = {}
    for span in sorted(plan.spans, key=lambda span: span.cell_start):
        if span.cell_start >= 0:
            key = span.measure_id, span.character_class
            assert len(printed.get(key, "")) == span.cell_start
            printed[key] = printed.get(key, "") + span.text
    for measure in plan.measures:
        for character_class in ("task", "measure", "departments"):
            text = "" if character_class in measure.row.merged else getattr(measure.row, character_class).text
            assert printed.pop((measure.measure_id, character_class), "") == text
    assert printed == {}


def read_readable(text: str) -> list[ParsedPlan]:
    """The plans of a dump; none where it is refused as a whole, which is no matter of the ledger."""
    try:
        return read_plans(text)
    except SourceError:
        return []


def test_every_character_of_a_plan_has_one_class() -> None:
    plan = read_one(PLAN)
    assert gaps(PLAN, [plan]) == []
    check_account(PLAN, [plan])
    check_cells(plan)
    assert sum(len(span.text) for span in plan.spans) == len("".join(PLAN.split()))


@settings(max_examples=60)
@given(where=st.integers(BELOW_TITLE, len(LINES)), strange_lines=lines)
@example(where=20, strange_lines=["四川省 2018年工作要点", HEADER])
@example(where=1, strange_lines=["河北省知识产权战略推进计划", "河北省2018年工作要点"])
@example(where=12, strange_lines=["河北2000—要点", "0000", "省", "石家庄海关 "])
@example(where=78, strange_lines=["河北2000—要点", *["2实施严格的知识产权保护"] * 2])
@example(where=len(LINES), strange_lines=["", "\x0c", "12"])
def test_whatever_lines_stand_in_a_plan_none_is_lost(where: int, strange_lines: list[str]) -> None:
    text = "\n".join([*LINES[:where], *strange_lines, *LINES[where:]]) + "\n"
    plans = read_readable(text)
    assume(plans)
    assert gaps(text, plans) == []
    check_account(text, plans)
    for plan in plans:
        check_cells(plan)


@settings(max_examples=30)
@given(strange_lines=lines)
@example(strange_lines=["2018年地方知识产权工作要点汇编"])
def test_lines_before_the_first_plan_are_its_preface(strange_lines: list[str]) -> None:
    text = "\n".join([*strange_lines, *LINES]) + "\n"
    plans = read_readable(text)
    assume(plans)
    first = plans[0].job.plan.first_line
    layout_text = {"preface", "header", "title", "page_number"}
    assert all(span.character_class in layout_text for span in plans[0].spans if span.line < first)
    assert gaps(text, plans) == []


def spans_of(plan: ParsedPlan) -> list[tuple[int, int, int]]:
    return [(span.line, span.start, span.end) for span in plan.spans]


@pytest.mark.parametrize("place", [0, 7, 30, -1])
def test_a_span_that_is_missing_is_found(place: int) -> None:
    plan = read_one(PLAN)
    missing = plan.spans[place]
    rest = [span for span in spans_of(plan) if span != (missing.line, missing.start, missing.end)]
    assert find_gaps(source_of(PLAN), rest) == [Gap(missing.line, missing.start, missing.text, 0)]


@pytest.mark.parametrize("place", [0, 7, 30, -1])
def test_a_span_that_is_booked_twice_is_found(place: int) -> None:
    plan = read_one(PLAN)
    twice = plan.spans[place]
    booked = [*spans_of(plan), (twice.line, twice.start, twice.end)]
    assert find_gaps(source_of(PLAN), booked) == [Gap(twice.line, twice.start, twice.text, 2)]


def test_a_span_that_is_too_short_or_too_long_is_found() -> None:
    source = source_of("加强海关 保护")
    assert find_gaps(source, [(1, 0, 4), (1, 5, 7)]) == []
    assert find_gaps(source, [(1, 0, 3), (1, 5, 7)]) == [Gap(1, 3, "关", 0)]
    assert find_gaps(source, [(1, 0, 7), (1, 5, 7)]) == [Gap(1, 5, "保护", 2)]
    assert find_gaps(source, [(1, 0, 99)]) == []
    assert find_gaps(source, [(2, 0, 7)]) == [Gap(1, 0, "加强海关保护", 0)]


def test_white_space_needs_no_class() -> None:
    assert find_gaps(source_of(" \t\u3000\n\x0c\n"), []) == []


def test_overprint_is_booked_apart_from_the_cell_that_it_stands_in() -> None:
    bold = "加大加大加大加大查处力度。"
    text = PLAN.replace("加大对进出口侵权货物的查处力度，", bold)
    spans = [span for span in read_one(text).spans if span.line == text[: text.index(bold)].count("\n") + 1]
    assert [(span.character_class, span.text, span.cell_start) for span in spans] == [
        ("measure", "加大", 0),
        ("overprint", "加大加大加大", -1),
        ("measure", spans[2].text, 2),
    ]
    assert spans[2].text.startswith("查处力度。")
