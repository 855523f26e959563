"""Measures and source lines as HTML: text from documents is escaped."""

import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from pages.ui import data
from pages.ui.evidence.evidence import measure_html, source_html
from pages.ui.evidence.marks import Mark
from tests.pages.conftest import HOSTILE, OpenOver

MEASURE: dict[str, Any] = {
    "task_text": HOSTILE,
    "measure_text": HOSTILE,
    "departments_text": HOSTILE,
    "level": "specific",
    "first_line": 3,
    "last_line": 5,
    "measure_id": "anywhere-1",
    "plan_id": "anywhere",
}
SPANS = pd.DataFrame(
    [(3, 2, 4, 10, "task", "工作"), (3, 6, 8, 14, "measure", "开展"), (4, 0, 9, 20, "measure", HOSTILE[:9])],
    columns=["line", "char_start", "char_end", "offset", "character_class", "text"],
)


SOURCE_TAGS = {"details", "summary", "ol", "li", "a"}


@pytest.fixture(autouse=True)
def _ledger_of_the_measure(small_built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Answer what the ledger has of the measure, which is in no build."""
    monkeypatch.setenv("PLAN_ATLAS_BUILT", str(small_built))
    query = data.query

    def answer(name: str, /, **arguments: Any) -> Any:
        return SPANS if "anywhere" in str(arguments) else query(name, **arguments)

    monkeypatch.setattr(data, "query", answer)


class Reader(HTMLParser):
    """Collect tags and text of HTML."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.words = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)

    def handle_data(self, data: str) -> None:
        self.words += data


def test_a_measure_is_shown_as_it_is_written() -> None:
    found = Reader(measure_html(MEASURE, heading=HOSTILE))
    assert found.words.count(HOSTILE) == 4
    assert found.tags <= {"div", "span", "strong", *SOURCE_TAGS}


@pytest.mark.parametrize("template", ["", HOSTILE])
def test_the_task_is_repeated_only_where_its_wording_differs(template: str) -> None:
    assert Reader(measure_html(MEASURE, template=template)).words.count(HOSTILE) == (2 if template else 3)


def test_facts_are_marked_in_a_measure() -> None:
    found = Reader(measure_html(MEASURE, found=[Mark(0, 8, "campaign", HOSTILE), Mark(4, 12, "target")]))
    assert found.words.count(HOSTILE) == 3
    assert found.tags <= {"div", "span", "strong", "mark", *SOURCE_TAGS}


def test_a_specific_measure_with_a_target_is_quantified() -> None:
    assert "depth-specific" in measure_html({**MEASURE, "targets": 0})
    assert "depth-quantified" in measure_html({**MEASURE, "targets": 2})
    assert "depth-generic" in measure_html({**MEASURE, "level": "generic", "targets": 2})


def test_the_confidence_is_shown_and_explained() -> None:
    found = measure_html({**MEASURE, "confidence": 0.973, "doubtful": False})
    assert "置信度 0.97：" in Reader(found).words
    assert "存疑" not in found
    assert '<details class="source">' in found


def test_a_doubtful_reading_is_labelled_and_its_source_unfolded() -> None:
    found = measure_html({**MEASURE, "confidence": 0.52, "doubtful": True})
    assert "? 读取存疑" in Reader(found).words
    assert "请对照下面的原文核对" in found
    assert '<details class="source" open>' in found


def test_a_blank_measure_says_so() -> None:
    assert "本格为空" in measure_html({**MEASURE, "measure_text": ""})


def test_source_lines_keep_their_spacing() -> None:
    found = Reader(source_html(SPANS))
    assert "3  工作  开展" in found.words
    assert HOSTILE[:9] in found.words
    assert "script" not in found.tags


def test_spans_of_other_measures_are_dimmed() -> None:
    html = source_html(SPANS, own={14})
    assert html.count('class="other"') == 2
    assert html.count('class="class-measure"') == 1


@pytest.mark.parametrize(
    ("confidence", "noted", "unsure"), [(0.58, True, True), (0.9, True, False), (1.0, False, False)]
)
def test_the_level_confidence_is_shown_also_without_a_chip(
    confidence: float, noted: bool, unsure: bool
) -> None:
    found = measure_html({**MEASURE, "level_confidence": confidence}, with_chip=False)
    assert ("层级置信度" in found) == noted
    assert ("两可" in found) == unsure
    assert "depth-" not in found
    assert "层级置信度" not in measure_html({**MEASURE, "level_confidence": confidence}, with_level=False)


@pytest.mark.page
def test_a_link_to_source_lines_unfolds_them(open_over: OpenOver, corpus: Path) -> None:
    def sources(code: str) -> list[str]:
        page = open_over("coverage", corpus, open=code)
        found = [str(element.proto.body) for element in page.get("html")]
        return [tag for html in found for tag in re.findall('<details class="source".*?>', html)]

    assert set(sources("320000:3.4")) == {'<details class="source">'}
    assert set(sources("320000:3.4:source")) == {'<details class="source" open>'}
