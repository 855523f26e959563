"""The page on local tasks: its numbers are those of the tables, and every one leads to its sentences."""

import re
from collections import Counter
from collections.abc import Callable
from functools import partial
from html import escape
from pathlib import Path
from typing import Any, Final

import pytest
from streamlit.testing.v1 import AppTest

from pages.local.cards import mark_words
from tests.pages.charts.grids import given, texts_of
from tests.pages.charts.page_charts import ask, open_with_charts, slide_of, table_of
from tests.pages.conftest import HOSTILE, OpenOver, _areas, _measures, _regions, _tasks
from tests.pages.elements import answer_of, bare, html_of, table
from tests.pipeline.built_fixture import BEIJING, JIANGSU, SMALL, write_built

LANGUAGES: Final = ("zh", "en")

Open = Callable[..., AppTest]


@pytest.fixture
def opened(corpus: Path, open_over: OpenOver) -> Open:
    """Opens the page over the corpus at an address: ``opened(lang="en", region="440000")``."""
    return partial(open_over, "local", corpus)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_summary_counts_local_tasks(opened: Open, corpus: Path, lang: str) -> None:
    [(tasks, regions, plans)] = ask(
        corpus,
        "SELECT count(*), count(DISTINCT region_id), (SELECT count(*) FROM plans) FROM measures "
        "WHERE task_id = ''",
    )
    [(other,)] = ask(corpus, "SELECT count(*) FROM measures WHERE task_id = '' AND task_text LIKE '%未列入%'")
    ideas = ask(
        corpus,
        "SELECT group_id FROM local_tasks GROUP BY ALL HAVING count(DISTINCT region_id) > 1",
    )
    expected = {
        "zh": f"{plans} 个地区的工作要点中，有 {regions} 个在模板之外写了 {tasks} 项自设任务："
        f"{tasks - other} 项有自己的名称，{other} 项没有。其中 {len(ideas)} 个想法不止一个地区提出",
        "en": f"{regions} of {plans} regions with a plan added {tasks} local tasks to the template: "
        f"{tasks - other} with a name of their own, {other} without a name, described by the measure. "
        f"{len(ideas)} ideas stand in more than one region",
    }
    assert answer_of(opened(lang=lang)).startswith(expected[lang])


@pytest.mark.parametrize("lang", LANGUAGES)
def test_chart_counts_by_region_and_key_area(opened: Open, corpus: Path, lang: str) -> None:
    grid = given(opened(lang=lang))["grid"]
    expected = ask(
        corpus, "SELECT region_id, area_id, count(*) FROM measures WHERE task_id = '' GROUP BY ALL"
    )
    assert texts_of(grid) == {f"at~{region}~{area}": str(count) for region, area, count in expected}
    names = dict(ask(corpus, f"SELECT region_id, short_{lang} FROM regions"))
    totals: Counter[str] = Counter()
    for region, _, count in expected:
        totals[region] += count
    rows = zip(grid["row_keys"], grid["rows"], grid["row_totals"], strict=True)
    assert {code: told for code, *told in rows} == {
        f"at~{region}~": [names[region], count] for region, count in totals.items()
    }
    assert sum(grid["column_totals"]) == totals.total()


def test_shared_ideas_show_all_texts_and_lines(opened: Open, corpus: Path) -> None:
    html = html_of(opened(lang="zh"))
    groups = ask(
        corpus,
        "SELECT group_id, group_name, list(measure_id), list(measure_text), list(departments_text) "
        "FROM local_tasks JOIN measures USING (measure_id) GROUP BY group_id, group_name "
        "HAVING count(DISTINCT local_tasks.region_id) > 1",
    )
    assert groups
    for group_id, name, measure_ids, texts, departments in groups:
        card = html.partition(f'data-key="{group_id}"')[2].partition("</details>")[0]
        assert escape(name) in card
        for measure_id, text, who in zip(measure_ids, texts, departments, strict=True):
            assert f'data-open="said~{measure_id}"' in card
            assert bare(text) in bare(card)
            assert escape(who) in card


def test_every_local_task_is_on_one_card(opened: Open, corpus: Path) -> None:
    html = html_of(opened(lang="en"))
    ids = [code for (code,) in ask(corpus, "SELECT measure_id FROM measures WHERE task_id = ''")]
    assert {code: html.count(f'data-open="said~{code}"') for code in ids} == dict.fromkeys(ids, 1)


def test_unnamed_local_tasks_are_grouped_apart(opened: Open, corpus: Path) -> None:
    html = html_of(opened(lang="zh"))
    for area_id in "123456":
        card = html.partition(f'data-key="area-{area_id}"')[2].partition("</details>")[0]
        own, _, other = card.partition("没有自己的名称")
        for kind, said in (("local", own), ("other", other)):
            alone = ask(
                corpus,
                f"SELECT measure_id FROM local_tasks WHERE area_id = '{area_id}' AND kind = '{kind}' "
                "AND group_regions = 1",
            )
            assert sorted(f"said~{code}" for (code,) in alone) == sorted(
                piece.partition('"')[0] for piece in said.split('data-open="')[1:] if piece[:4] == "said"
            )


@pytest.mark.parametrize("lang", LANGUAGES)
def test_nearest_standard_task_is_named_if_there_is_one(opened: Open, corpus: Path, lang: str) -> None:
    near = ask(
        corpus,
        "SELECT nearest_task_id, nearest_score, nearest_words FROM local_tasks WHERE nearest_score > 0",
    )
    told = [piece for piece in html_of(opened(lang=lang)).split("<p ") if "△" in piece]
    assert len(near) == len(told) > 0
    for task_id, score, words in near:
        assert any(
            f'data-open="{task_id}"' in piece
            and {"zh": f"（{score:.2f}；", "en": f" ({score:.2f}; "}[lang] in piece
            and words.replace(";", "、") in piece
            for piece in told
        )


def test_shared_words_of_an_idea_are_listed_and_highlighted(opened: Open, corpus: Path) -> None:
    html = html_of(opened(lang="zh"))
    shared = ask(corpus, "SELECT group_id, shared_words FROM local_tasks WHERE group_regions > 1")
    assert shared
    for group_id, words in shared:
        card = html.partition(f'data-key="{group_id}"')[2].partition("</details>")[0]
        reason, *texts = card.split('<section class="answer">')
        assert all(word in reason for word in words.split(";"))
        assert all('<mark class="mark-term">' in text for text in texts)
    alone = html.partition('data-key="area-1"')[2]
    assert alone
    assert "<mark" not in alone


@pytest.mark.parametrize(
    ("text", "words", "marked"),
    [
        ("推进军民融合，军民共建。", ["融合", "军民"], ["军民融合", "军民"]),
        ("发明专利拥有量", ["拥有量", "拥有"], ["拥有量"]),
        ("pct申请", ["PCT"], ["pct"]),
        ("甲.乙", ["."], ["."]),
        ("没有", [], []),
    ],
)
def test_adjacent_shared_words_are_one_mark(text: str, words: list[str], marked: list[str]) -> None:
    assert [text[mark.start : mark.end] for mark in mark_words(text, words)] == marked


def test_table_holds_all_selected_local_tasks(opened: Open, corpus: Path) -> None:
    page = opened(lang="en", macro="east", area=["3", "5"])
    expected = ask(
        corpus,
        "SELECT measure_id, measure_text FROM measures JOIN regions USING (region_id) "
        "WHERE task_id = '' AND macro_id = 'east' AND area_id IN ('3', '5')",
    )
    shown = table(page)
    assert expected
    assert sorted(zip(shown["Measure id"], shown["Measure"], strict=True)) == sorted(expected)


def test_a_region_is_shown_with_those_that_have_its_idea(opened: Open) -> None:
    page = opened(lang="en", region="610000")
    assert answer_of(page).startswith(
        "Shaanxi added 1 local task to the template: with a name of its own. "
        "1 idea stands in more than one region"
    )
    html = html_of(page)
    assert "said~ip-work-plans-2018-510000-007" in html
    assert list(table(page)["Region"]) == ["Shaanxi"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_region_without_local_tasks_is_explained(opened: Open, lang: str) -> None:
    page = opened(lang=lang, region="640000")
    assert ("重置筛选" if lang == "zh" else "press Reset filters") in page.info[0].value
    assert not page.dataframe


@pytest.mark.parametrize(
    ("code", "count"),
    [("at~440000~3", 4), ("at~440000~", 8), ("said~ip-work-plans-2018-610000-006", 1)],
)
def test_what_is_opened_shows_measures_with_their_source(opened: Open, code: str, count: int) -> None:
    html = html_of(opened(lang="zh", open=code))
    assert html.count('<div class="measure">') == count
    assert html.count('<details class="source"') == count


@pytest.mark.parametrize("code", ["said~nowhere", "at~999999~3", "at~", "said~", "~"])
def test_unknown_address_is_explained_or_ignored(opened: Open, code: str) -> None:
    page = opened(lang="en", open=code)
    assert answer_of(page)
    assert all("Close this and choose again" in info.value for info in page.info)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_slide_has_the_texts_of_the_chart(corpus: Path, monkeypatch: pytest.MonkeyPatch, lang: str) -> None:
    _, charts = open_with_charts(corpus, monkeypatch, "local", lang=lang)
    exhibit = charts["plan-atlas-local-tasks-picture"]
    head, *lines = table_of(slide_of(exhibit, lang))
    names = dict(ask(corpus, f"SELECT region_id, short_{lang} FROM regions"))
    counted = Counter(ask(corpus, "SELECT region_id, area_id FROM measures WHERE task_id = ''"))
    expected = {
        names[region]: [str(counted[region, area] or "") for area in "123456"] for region, _ in counted
    }
    total = [str(sum(n for (_, area), n in counted.items() if area == code)) for code in "123456"]
    assert [name[0] for name in head[1:7]] == list("123456")
    assert {line[0]: line[1:7] for line in lines[:-1]} == expected
    assert lines[-1][1:] == [*total, str(counted.total())]
    assert exhibit.frame.iloc[:, 1].sum() == counted.total()


def local_task(measure: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A measure of the small tables as a local task."""
    keys = ("measure_id", "plan_id", "region_id", "area_id")
    return {**{key: measure[key] for key in keys}, "year": 2018, "group_regions": 1, "kind": "local", **more}


def test_long_lists_are_paginated(tmp_path: Path, open_over: OpenOver) -> None:
    measures = [{**SMALL["measures"][3], "measure_id": f"{JIANGSU}-{place}"} for place in range(101, 251)]
    tables = {"regions": _regions(), "tasks": _tasks(), "areas": _areas(), "measures": measures}
    built = write_built(tmp_path / "built", {**tables, "local_tasks": [*map(local_task, measures)]})
    pages = [open_over("local", built, lang="en", page=str(page)) for page in (1, 2, 4)]
    shown = [re.findall('data-open="said~(.*?)"', html_of(page)) for page in pages]
    ids = [str(measure["measure_id"]) for measure in measures]
    assert shown == [ids[:40], ids[40:80], ids[120:]]
    assert "150 local tasks, 40 on this page" in html_of(pages[0])
    assert len(table(pages[0])) == 100
    assert len(table(pages[0].toggle(key="local_all_rows").set_value(True).run())) == 150


def small(folder: Path) -> Path:
    """Two local tasks of two regions, one of which would like to be HTML, as one idea."""
    measures = [
        *(measure for measure in _measures() if measure["task_id"]),
        {**SMALL["measures"][3], "measure_id": f"{JIANGSU}-12", "task_text": HOSTILE},
        {**SMALL["measures"][4], "measure_id": f"{BEIJING}-4", "task_id": "", "measure_text": HOSTILE},
    ]
    local = [
        local_task(
            measure,
            kind=kind,
            name=HOSTILE,
            group_id="G001",
            group_name=HOSTILE,
            group_regions=2,
            score=0.5,
            shared_words=f"<b>;{HOSTILE}",
            nearest_task_id="1.1",
            nearest_score=0.6,
            nearest_words=f"<script>;{HOSTILE}",
        )
        for measure, kind in zip(measures[-2:], ("local", "other"), strict=True)
    ]
    tables = {
        "regions": _regions(),
        "tasks": _tasks(),
        "areas": _areas(),
        "measures": measures,
        "local_tasks": local,
    }
    return write_built(folder, tables)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_text_of_documents_is_escaped(tmp_path: Path, open_over: OpenOver, lang: str) -> None:
    page = open_over("local", small(tmp_path / "built"), lang=lang)
    html = html_of(page)
    assert "<script>" not in html
    assert "Management <b>" not in html
    assert bare(html).count(HOSTILE) >= 3


def test_build_without_local_tasks_is_explained(tmp_path: Path, open_over: OpenOver) -> None:
    tables = {"regions": _regions(), "tasks": _tasks(), "areas": _areas()}
    page = open_over("local", write_built(tmp_path / "built", tables), lang="en")
    assert "no local task" in page.info[0].value
