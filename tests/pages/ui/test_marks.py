"""Marks in a text: they keep the text, and nest whatever overlaps."""

import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages.ui.evidence.evidence import STYLE_TAG
from pages.ui.evidence.marks import (
    MARK_NAMES,
    Mark,
    MarkKind,
    campaign_title,
    citation_title,
    mark_text,
    marks_legend,
    target_title,
)
from pages.ui.theme import DARK, LIGHT, contrast
from tests.pages.conftest import HOSTILE, JIANGSU, OpenAt
from tests.pages.scripts import open_page
from tests.pipeline.built_fixture import SMALL, Rows, write_built

KINDS = get_args(MarkKind)


class Reader(HTMLParser):
    """Collect the text of HTML, with the marks around each character."""

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
def test_marks_keep_the_text_and_their_positions(text: str, marks: list[Mark]) -> None:
    found = Reader(mark_text(text, marks))
    assert found.words == text
    assert found.open == []
    for place, over in enumerate(found.over):
        kinds = {f"mark-{mark.kind}" for mark in marks if mark.start <= place < mark.end}
        assert over == kinds
    assert set(found.titles) <= {"", HOSTILE}


def test_marks_are_nested_and_split_where_they_overlap() -> None:
    text = "制定《2018年计划》，开展行动"
    within = [Mark(2, 11, "citation", "甲"), Mark(3, 7, "target", "乙")]
    assert mark_text(text, within) == (
        '制定<mark class="mark-citation" title="甲" tabindex="0">《'
        '<mark class="mark-target" title="乙" tabindex="0">2018</mark>年计划》</mark>，开展行动'
    )
    crossing = [Mark(0, 2, "term"), Mark(1, 4, "campaign")]
    assert mark_text("甲乙丙丁", crossing) == (
        '<mark class="mark-term">甲<mark class="mark-campaign">乙</mark></mark>'
        '<mark class="mark-campaign">丙丁</mark>'
    )


def test_titles_of_marks_are_keyboard_accessible() -> None:
    told = mark_text("甲乙", [Mark(0, 1, "target", "丙\u202e"), Mark(1, 2, "term", "丁")])
    # A term means the same wherever it stands, and its legend says so: no stop at each of them.
    assert told == (
        '<mark class="mark-target" title="丙[U+202E]" tabindex="0">甲</mark>'
        '<mark class="mark-term" title="丁">乙</mark>'
    )
    assert ".said mark[tabindex]:focus::after { content: attr(title)" in STYLE_TAG


def test_hostile_text_stays_text() -> None:
    found = Reader(mark_text(HOSTILE, [Mark(0, len(HOSTILE), "term", HOSTILE)]))
    assert found.words == HOSTILE
    assert found.titles == [HOSTILE]


@pytest.mark.parametrize("span", [(0, 0), (5, 3), (9, 12), (-4, 0)])
def test_an_empty_mark_is_not_drawn(span: tuple[int, int]) -> None:
    assert mark_text("甲乙", [Mark(*span, "term")]) == "甲乙"


def test_the_legend_lists_the_kinds_that_occur_in_a_fixed_order() -> None:
    assert marks_legend([]) == ""
    assert "<mark" in marks_legend(["campaign"])
    both = marks_legend(["campaign", "target", "campaign"])
    assert both.index("mark-target") < both.index("mark-campaign")
    assert both.count("<mark") == 2
    assert both.count("<p") == 1


def test_marks_have_contrast_in_light_and_dark() -> None:
    assert set(MARK_NAMES) == set(KINDS)
    for kind in KINDS:
        pairs = [pair.split(",") for pair in re.findall(r"light-dark\(([^)]+)\)", _rule(kind))]
        for at, colours in enumerate((LIGHT, DARK)):
            # A citation is left on the paper.
            tint, line = [colours.paper, *(pair[at] for pair in pairs)][-2:]
            assert contrast(colours.ink, tint) >= 4.5
            assert contrast(line, tint) >= 3
            assert contrast(line, colours.paper) >= 3


def test_marks_of_facts_differ_without_colour() -> None:
    lines = {
        kind: re.findall("inset|dotted|dashed", _rule(kind)) for kind in ("target", "citation", "campaign")
    }
    assert lines == {"target": ["inset"], "citation": ["dotted"], "campaign": ["dashed"]}


def _rule(kind: MarkKind) -> str:
    return STYLE_TAG.split(f"mark.mark-{kind} {{")[1].split("}")[0]


def test_titles_describe_the_marked_fact() -> None:
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


@pytest.fixture
def marked_built(tmp_path: Path) -> Path:
    """A measure with a target in a citation, a campaign beside them, and a quantity that is no target."""
    text = f"制定《2018年计划》，开展“剑网”行动5次{HOSTILE}"
    measure_id = f"{JIANGSU}-9"
    place = {"measure_id": measure_id, "region_id": "320000"}
    number = {"value_min": 5.0, "value_max": 5.0, "unit": "次", "comparator": "=", "metric": HOSTILE}
    tables: dict[str, Rows] = {
        "measures": [
            {**row, "measure_text": text} if row["measure_id"] == measure_id else row
            for row in SMALL["measures"]
        ],
        "targets": [
            {**place, **number, "kind": "target", "char_start": 20, "char_end": 22},
            {**place, **number, "kind": "fact", "char_start": 3, "char_end": 7},
        ],
        "citations": [{**place, "title": HOSTILE, "kind": "plan", "char_start": 2, "char_end": 11}],
        "campaigns": [{**place, "name": "剑网", "kind": "action", "char_start": 14, "char_end": 18}],
    }
    return write_built(tmp_path / "built", tables)


@pytest.mark.parametrize(("lang", "legend_says"), [("zh", "文中标出"), ("en", "Marked in the text")])
def test_a_cell_marks_its_facts_in_the_text(
    marked_built: Path, monkeypatch: pytest.MonkeyPatch, lang: str, legend_says: str
) -> None:
    monkeypatch.setenv("PLAN_ATLAS_BUILT", str(marked_built))
    app = open_page("coverage", {"open": "320000:1.1", "lang": lang})
    shown = [element.proto.body for element in app.get("html") if "<style>" not in element.proto.body]
    assert sum(legend_says in body for body in shown) == 1
    [said] = [body for body in shown if 'class="said"' in body]
    found = dict(re.findall(r'<mark class="mark-(\w+)" title="[^"]*" tabindex="0">([^<]*)</mark>', said))
    assert found == {"citation": "《2018年计划》", "campaign": "“剑网”", "target": "5次"}
    assert "<script>" not in said


def test_a_cell_without_facts_has_no_legend(open_at: OpenAt) -> None:
    app = open_at(lang="zh", open="110000:1.1")
    bodies = "".join(element.proto.body for element in app.get("html") if "<style>" not in element.proto.body)
    assert "推进改革" in bodies
    assert "mark-legend" not in bodies
