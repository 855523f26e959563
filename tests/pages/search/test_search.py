"""The search page over a few measures: counts, cards, doubts, ways on, export and hostile words."""

import json
import re
from collections.abc import Callable
from html import unescape
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from pages.search import cards as search_cards
from pages.search import data as search_data
from pages.ui.evidence.marks import Mark
from pipeline import search as text_search
from tests.pages.elements import bare
from tests.pages.scripts import open_page, sound
from tests.pipeline.built_fixture import BEIJING, JIANGSU
from tests.pipeline.search_corpus import write_corpus, write_merged

Open = Callable[..., AppTest]

HOSTILE = "<img src=x onerror=alert(1)> $x^2$ **粗** :red[红]"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_corpus(tmp_path_factory.mktemp("search") / "built")


@pytest.fixture
def opened(built: Path, monkeypatch: pytest.MonkeyPatch) -> Open:
    """Opens the page at an address; nothing on it may be an error."""
    monkeypatch.setenv("PLAN_ATLAS_BUILT", str(built))

    return lambda **address: sound(open_page("search", address))


def drawn(app: AppTest) -> list[str]:
    """What answer, facets and cards are made of, as HTML."""
    components = [one for one in app.get("bidi_component") if one.proto.component_name == "plan_atlas_search"]
    return [str(json.loads(one.proto.json)) for one in components]


def answer(app: AppTest) -> str:
    (found,) = re.findall(r'<p class="answer">.*?</p>', drawn(app)[0])
    return bare(found)


def doubts(app: AppTest) -> str:
    return bare("".join(re.findall(r'<p class="doubt">.*?</p>', drawn(app)[0])))


def facets(app: AppTest) -> dict[str, int]:
    buttons = re.findall(
        r'<button class="bar-button" data-open="([^"]+)".*?class="figure">([\d,]+)<', drawn(app)[0]
    )
    return {code: int(figure) for code, figure in buttons}


def cards(app: AppTest) -> list[str]:
    return re.findall(r'<article class="hit">.*?</article>', drawn(app)[1], re.DOTALL)


def opens(card: str) -> str:
    found = re.search(r'data-open="hit:([^"]+)"', card)
    assert found
    return found[1]


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("zh", "“專利導航”：1 个地区的 3 条举措，共出现 6 处。"),
        ("en", "專利導航: 3 measures of 1 region; 6 places."),
    ],
)
def test_the_answer_counts_measures_regions_and_places(opened: Open, lang: str, said: str) -> None:
    page = opened(q="專利導航", lang=lang)
    assert answer(page) == said
    assert facets(page) == {"region:320000": 3, "area:1": 1, "area:2": 2}
    assert [opens(card) for card in cards(page)] == [f"{JIANGSU}-{number}" for number in (1, 3, 2)]
    assert "<mark" in cards(page)[0]


@pytest.mark.parametrize(
    ("lang", "words"),
    [("en", "Found by name: Department Commerce"), ("zh", "按名称找到： 责任部门 商务部门")],
)
def test_named_items_are_linked_above_the_summary(opened: Open, lang: str, words: str) -> None:
    page = opened(q="ＣＯＭＭＥＲＣＥ", lang=lang)
    found, _, rest = drawn(page)[0].partition('<p class="answer">')
    assert rest
    assert words in bare(found.replace("</p>", " "))
    assert f"departments?duty=body&amp;body=commerce&amp;lang={lang}" in found


def test_named_regions_and_groups_link_to_their_pages(opened: Open) -> None:
    page = opened(q="长三角", lang="zh")
    assert "coverage?group=yangtze-delta&amp;lang=zh" in drawn(page)[0]
    assert "region?region=110000&amp;lang=en" in drawn(opened(q="beijing", lang="en"))[0]
    assert "by-name" not in drawn(opened(q="推进", lang="zh"))[0]


def test_typing_changes_counts_and_address(opened: Open) -> None:
    page = opened(lang="zh", q="专利")
    sound(page.text_input(key="q").set_value("pct").run())
    assert answer(page) == "“pct”：2 个地区的 2 条举措，共出现 2 处。"
    assert page.query_params["q"] == "pct"
    sound(page.text_input(key="q").set_value("").run())
    assert "q" not in page.query_params
    assert "在上面输入" in page.info[0].value


@pytest.mark.parametrize(("lang", "words"), [("zh", "检索语法"), ("en", "Search syntax")])
def test_an_empty_box_explains_itself(opened: Open, lang: str, words: str) -> None:
    page = opened(lang=lang)
    assert words in "".join(str(element.proto.body) for element in page.get("html"))


@pytest.mark.parametrize("terms", [[], ["专利", "商标", "导航"]], ids=["none", "some"])
def test_an_empty_box_names_examples_only_if_there_are_some(
    terms: list[str], opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    st.cache_data.clear()
    monkeypatch.setattr("pages.ui.names.distinctive_terms", lambda: terms)
    page = opened(lang="zh")
    offered = [button for button in page.button if str(button.key).startswith("try_")]
    assert bool(offered) == bool(terms) == ("例子" in page.info[0].value)


def test_filters_of_the_sidebar_narrow_what_is_shown_and_facets_count_what_they_would_show(
    opened: Open,
) -> None:
    page = opened(lang="zh", q="商标", region="110000")
    assert answer(page) == "在当前筛选内，“商标”：1 个地区的 1 条举措，共出现 1 处。"
    assert facets(page) == {"region:110000": 1, "region:320000": 1, "area:1": 1, "area:2": 0}
    assert re.search(r'data-open="region:110000" aria-pressed="true"', drawn(page)[0])
    assert [opens(card) for card in cards(page)] == [f"{BEIJING}-1"]
    page = opened(lang="zh", q="专利", depth="quantified")
    assert [opens(card) for card in cards(page)] == [f"{JIANGSU}-2"]


@pytest.mark.parametrize(("lang", "told"), [("zh", "读取存疑"), ("en", "doubtful reading")])
def test_doubtful_rows_can_be_filtered_and_are_labelled(opened: Open, lang: str, told: str) -> None:
    page = opened(lang=lang, q="专利")
    assert [told in bare(card) for card in cards(page)].count(True) == 1
    sound(page.multiselect(key="doubt").set_value(["yes"]).run())
    assert page.query_params["doubt"] == "yes"
    (card,) = cards(page)
    assert opens(card) == f"{JIANGSU}-3"
    assert "0.50" in bare(card)
    (card,) = cards(opened(lang=lang, q="doubt:yes"))
    assert opens(card) == f"{JIANGSU}-3"
    assert len(cards(opened(lang=lang, q="专利", doubt="no"))) == 2


@pytest.mark.parametrize(("number", "share", "doubtful"), [(3, "0.50", True), (1, "1.00", False)])
def test_drawer_shows_the_confidence_of_a_hit(opened: Open, number: int, share: str, doubtful: bool) -> None:
    page = opened(lang="en", q="专利", open=f"hit:{JIANGSU}-{number}")
    (html,) = [
        str(one.proto.body) for one in page.get("html") if '<div class="measure">' in str(one.proto.body)
    ]
    assert f"Confidence {share}: the probability" in bare(html)
    assert ("? doubtful reading" in bare(html)) == doubtful
    assert ("Hold it against the source" in bare(html)) == doubtful


def test_hits_are_sorted_by_region(opened: Open) -> None:
    page = opened(lang="en", q="-蟑螂", by="region")
    assert [opens(card)[-8:] for card in cards(page)][:2] == ["110000-1", "110000-2"]


def test_hits_and_facets_link_to_profiles(opened: Open) -> None:
    page = opened(lang="zh", q="pct 商标")
    (card,) = cards(page)
    ways = [unescape(way) for way in re.findall(r'class="profile-way" href="([^"]+)"', card)]
    assert ways == ["region?region=110000&lang=zh", "task?task=1.1&lang=zh", "task?task=1.2&lang=zh"]
    assert 'href="region?region=110000&amp;lang=zh"' in drawn(page)[0]
    grouped = drawn(opened(lang="zh", q="商标", by="region"))[1]
    assert re.findall(r'<h3 class="group">(\S+) <span>· ([^·]+) ·', grouped) == [
        ("北京", "1 条"),
        ("江苏", "1 条"),
    ]


def test_merged_measure_counts_once_with_a_note(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    merged = write_merged(tmp_path / "built")
    monkeypatch.setenv("PLAN_ATLAS_BUILT", str(merged))
    page = sound(open_page("search", {"q": "商标", "lang": "zh", "by": "region"}))
    # The word stands in two tasks, one of which is printed once for two rows, and in two measures.
    said = "“商标”：1 个地区的 2 条举措，共出现 4 处；另有 1 行与它们合用举措，不重复计。"
    assert answer(page) == said
    assert facets(page) == {"region:320000": 2, "area:1": 1, "area:2": 2}
    first, second = (bare(card) for card in cards(page))
    assert ("合用" in first, "合用" in second) == (True, False)
    hits = text_search.search(merged, "商标", sort="region").hits
    table = search_data.export_table(hits, search_data.Names({"320000": "江苏"}, {}, {}, "zh", "?"))
    assert table[["task_id", "area_id", "places"]].to_numpy().tolist() == [
        ["1.1;2.1", "1;2", 3],
        ["2.1", "2", 2],
    ]
    assert table["also"].tolist() == [f"{JIANGSU}-2", ""]


def test_region_name_as_a_word_is_explained(opened: Open) -> None:
    assert "请写“地区:江苏”" in doubts(opened(lang="zh", q="江苏"))
    assert doubts(opened(lang="zh", q="江苏 地区:北京")) == ""


def test_invalid_field_value_is_reported_and_ignored(opened: Open) -> None:
    page = opened(lang="zh", q="region:江素 商标")
    assert "江素" in doubts(page)
    assert "江苏" in doubts(page)
    assert "2 条举措" in answer(page)


@pytest.mark.parametrize(
    ("lang", "label"), [("zh", "“专利导行”换成“专利导航” · 3 条"), ("en", "专利导航 instead of 专利导行")]
)
def test_suggestions_where_nothing_is_found(opened: Open, lang: str, label: str) -> None:
    page = opened(lang=lang, q="专利导行")
    (button,) = [button for button in page.button if button.label.startswith(label)]
    sound(button.click().run())
    assert page.query_params["q"] == "专利导航"
    assert len(cards(page)) == 3


def test_empty_selection_offers_to_reset_the_filters(opened: Open) -> None:
    page = opened(lang="en", q="老字号", region="110000")
    (button,) = [button for button in page.button if button.label.startswith("Without the filters")]
    sound(button.click().run())
    assert "region" not in page.query_params
    assert len(cards(page)) == 1


def test_region_without_a_plan_is_explained(opened: Open) -> None:
    page = opened(lang="zh", q="专利", region="540000")
    assert "西藏：未见工作要点" in page.info[0].value


def test_hit_opens_with_its_matches_highlighted(opened: Open) -> None:
    page = opened(lang="zh", q="商标", open=f"hit:{JIANGSU}-2")
    texts = [str(element.proto.body) for element in page.get("html")]
    (measure,) = [text for text in texts if '<div class="measure">' in text]
    assert measure.count('class="mark-term"') == 2
    labels = [button.label for button in page.button]
    assert "江苏对 2.1 的全部举措" in labels
    sound(opened(lang="zh", q="商标", open="hit:nobody"))
    sound(opened(lang="zh", q="小微", open=f"hit:{BEIJING}-2"))


@pytest.mark.parametrize(
    "text", [HOSTILE, "“", "-", "(" * 300, "专" * 10_000, "\\", "`", "%00", "q=1&open=x"]
)
def test_any_typed_text_is_escaped(opened: Open, text: str) -> None:
    page = opened(lang="en", q=text)
    html = [*(str(element.proto.body) for element in page.get("html")), *drawn(page)]
    assert "<img" not in "".join(html)


def test_the_export_holds_all_hits_with_a_link_to_each(built: Path) -> None:
    hits = text_search.search(built, "-蟑螂").hits
    names = search_data.Names(
        {"320000": "江苏", "110000": "北京"}, {"1.1": "1.1 改革"}, {}, "zh", "?q=x&open=hit:"
    )
    table = search_data.export_table(hits, names)
    assert table["measure_id"].tolist() == hits["measure_id"].tolist()
    assert table["link"].tolist() == [f"?q=x&open=hit:{code}" for code in hits["measure_id"]]
    assert table["task"].tolist() == ["1.1 改革", "2.1", "自设任务", "1.1 改革、1.2", "2.10"]
    assert set(table.columns) == set(search_data.LABELS)


@pytest.mark.parametrize("place", [0, 150, 395])
def test_excerpt_of_a_long_text_contains_its_matches(place: int) -> None:
    text = "".join(chr(0x4E00 + number) for number in range(400))
    html = search_cards.excerpt(text, [Mark(place, place + 3, "term")])
    shown = bare(html)
    assert len(shown) < 120
    assert f'<mark class="mark-term">{text[place : place + 3]}</mark>' in html
    assert shown.startswith("… ") == (place > 50)
    assert shown.endswith(" …") == (place < 350)


def test_excerpt_repeats_no_text() -> None:
    text = "专利" * 200
    marks = [Mark(start, start + 2, "term") for start in range(0, 400, 2)]
    stretches = search_cards.excerpt_spans(text, marks)
    assert all(one[1] < other[0] for one, other in pairwise(stretches))
    assert bare(search_cards.excerpt("短文", [])) == "短文"


def test_every_word_of_a_hit_is_shown_on_its_card(built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLAN_ATLAS_BUILT", str(built))
    names: Any = search_data.Names({"320000": "江苏", "110000": "北京"}, {}, {}, "zh", "?")
    for text in ("专利导航", "公安 商标", "国家 推进", "保护 专利"):
        result = text_search.search(built, text)
        assert len(result.hits)
        for hit in result.hits.to_dict("records"):
            html = search_cards.hit_card({str(name): value for name, value in hit.items()}, names)
            assert html.count("<mark") >= len(result.query.wanted)
