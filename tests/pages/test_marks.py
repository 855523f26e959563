"""Marks in a sentence: what is marked reads as it is written, and marks nest whatever overlaps."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages.shared.fact_marks import campaign_title, citation_title, target_title
from pages.shared.marks import INKS, MARK_NAMES, TINTS, Mark, MarkKind, legend, marked, style
from pages.shared.theme import DARK, LIGHT, contrast
from tests.pages.conftest import HOSTILE

KINDS = get_args(MarkKind)


class Reader(HTMLParser):
    """The words of some HTML, with the marks that each character lies in."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.words = ""
        self.over: list[frozenset[str]] = []
        self.titles: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag == "mark"
        told = dict(attrs)
        self.open.append(str(told["class"]))
        self.titles.append(told.get("title") or "")

    def handle_endtag(self, tag: str) -> None:
        self.open.pop()

    def handle_data(self, data: str) -> None:
        self.words += data
        self.over += [frozenset(self.open)] * len(data)


MARKS = st.lists(
    st.builds(
        Mark, st.integers(0, 70), st.integers(0, 90), st.sampled_from(KINDS), st.sampled_from(["", HOSTILE])
    ),
    max_size=12,
)


@given(st.text("甲<&\"'乙", max_size=80), MARKS)
def test_the_text_stays_as_it_is_and_each_mark_lies_where_it_was_set(text: str, marks: list[Mark]) -> None:
    found = Reader(marked(text, marks))
    assert found.words == text
    assert found.open == []
    for place, over in enumerate(found.over):
        kinds = {f"mark-{mark.kind}" for mark in marks if mark.start <= place < mark.end}
        assert over == kinds
    assert set(found.titles) <= {"", HOSTILE}


def test_what_lies_within_is_nested_and_what_crosses_is_split() -> None:
    text = "制定《2018年计划》，开展行动"
    within = [Mark(2, 11, "citation", "甲"), Mark(3, 7, "target", "乙")]
    assert marked(text, within) == (
        '制定<mark class="mark-citation" title="甲">《'
        '<mark class="mark-target" title="乙">2018</mark>年计划》</mark>，开展行动'
    )
    crossing = [Mark(0, 2, "term"), Mark(1, 4, "campaign")]
    assert marked("甲乙丙丁", crossing) == (
        '<mark class="mark-term">甲<mark class="mark-campaign">乙</mark></mark>'
        '<mark class="mark-campaign">丙丁</mark>'
    )


def test_hostile_text_stays_text() -> None:
    found = Reader(marked(HOSTILE, [Mark(0, len(HOSTILE), "term", HOSTILE)]))
    assert found.words == HOSTILE
    assert found.titles == [HOSTILE]


@pytest.mark.parametrize("span", [(0, 0), (5, 3), (9, 12), (-4, 0)])
def test_a_mark_of_nothing_is_none(span: tuple[int, int]) -> None:
    assert marked("甲乙", [Mark(*span, "term")]) == "甲乙"


def test_the_legend_names_the_kinds_that_occur_in_one_order() -> None:
    assert legend([]) == ""
    assert "<mark" in legend(["campaign"])
    both = legend(["campaign", "target", "campaign"])
    assert both.index("mark-target") < both.index("mark-campaign")
    assert both.count("<mark") == 2
    assert both.count("<p") == 1


def test_marks_are_read_in_light_and_in_dark() -> None:
    assert set(INKS) == set(TINTS) == set(MARK_NAMES) == set(KINDS)
    for kind in KINDS:
        for colours, line, tint in zip((LIGHT, DARK), INKS[kind], TINTS[kind], strict=True):
            assert contrast(colours.ink, tint) >= 4.5
            assert contrast(line, tint) >= 3
            assert contrast(line, colours.paper) >= 3


def test_no_two_marks_of_facts_are_drawn_alike_without_colour() -> None:
    lines = {
        kind: re.findall("inset|dotted|dashed", _rule(kind)) for kind in ("target", "citation", "campaign")
    }
    assert lines == {"target": ["inset"], "citation": ["dotted"], "campaign": ["dashed"]}


def _rule(kind: MarkKind) -> str:
    return style().split(f".mark-legend mark.mark-{kind}{{")[1].split("}")[0]


def test_titles_say_what_is_marked() -> None:
    target: dict[str, Any] = {
        "value_min": 1000.0,
        "value_max": float("nan"),
        "unit": "件",
        "unit_zh": "",
        "unit_en": "",
        "comparator": ">=",
        "name_zh": "专利申请量",
        "name_en": "Applications",
        "metric": "申请",
    }
    citation = {"kind": "notice", "title": "关于甲的通知", "number": "国发〔2015〕71号"}
    assert target_title(target) == "量化目标：≥ 1,000 件 · 专利申请量"
    assert target_title({**target, "name_zh": ""}) == "量化目标：≥ 1,000 件 · 申请"
    assert citation_title(citation) == "引用文件（通知与公告）：关于甲的通知 · 国发〔2015〕71号"
    assert campaign_title({"kind": "action", "name": "剑网"}) == "专项（行动）：剑网"
