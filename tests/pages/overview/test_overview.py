"""The overview: its numbers are those of the tables, its pictures say all that they have to, twice over."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import Any, Final

import duckdb
import pytest
from streamlit.testing.v1 import AppTest

from pages.charts.drawing import svg
from pages.charts.drawing.steps import DARK_STEPS, LIGHT_STEPS, step_of_share
from pages.ui.text import whole_percent
from pages.ui.theme import contrast, luminance, readable_on

ROOT: Final = Path(__file__).resolve().parents[3]
COVERED: Final = "depth IN ('generic', 'specific', 'quantified')"
FILE: Final = "plan-atlas-overview"
PICTURES: Final = ("map", "areas", "least-covered", "most-covered")
LEGENDS: Final = {
    True: {"zh": "不在来源范围", "en": "outside the source"},
    False: {"zh": "具体", "en": "specific"},
}

Open = Callable[..., AppTest]
Query = Callable[..., list[tuple[Any, ...]]]


@pytest.fixture
def opened(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> Open:
    """Opens the overview at an address, such as ``opened(lang="en", macro="east")``."""
    monkeypatch.setenv("PLAN_ATLAS_BUILT", str(corpus))

    def follow(**address: str) -> AppTest:
        page = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=60)
        for name, code in address.items():
            page.query_params[name] = code
        return page.run()

    return follow


@pytest.fixture
def query(corpus: Path) -> Query:
    """Rows of a query over the built tables, which are views of their names."""
    connection = duckdb.connect()
    for file in corpus.glob("*.parquet"):
        connection.execute(f"CREATE VIEW {file.stem} AS SELECT * FROM '{file}'")
    return lambda sql, *values: connection.execute(sql, values).fetchall()


def answer_of(page: AppTest) -> str:
    """The first sentence, without its tags."""
    bodies = [element.proto.body for element in page.get("html")]
    return bare(next(body for body in bodies if 'class="answer"' in body))


def drawn(page: AppTest, name: str) -> str:
    """A picture of the page, as SVG in its first layout."""
    data = next(
        json.loads(element.proto.json)
        for element in page.get("bidi_component")
        if element.proto.component_name == "plan_atlas_picture"
        and element.proto.id.endswith(f"{FILE}-{name}")
    )
    return str(data[0]["svg"])


def parts(svg: str) -> dict[str, str]:
    """What each part of a picture shows, by what it opens."""
    found = re.findall(r'<g class="part" data-open="([^"]+)"(.*?)</g>', svg, re.DOTALL)
    return {code: " ".join(texts(inside)) for code, inside in found}


def texts(svg: str) -> list[str]:
    return [unescape(text) for text in re.findall(r"<text[^>]*>([^<]*)</text>", svg)]


def bare(html: str) -> str:
    return unescape(re.sub(r"<[^>]+>", "", html))


@pytest.mark.parametrize("lang", ("zh", "en"))
def test_first_sentence_counts_what_the_tables_hold(opened: Open, query: Query, lang: str) -> None:
    said = answer_of(opened(lang=lang))
    [(plans, measures, specific)] = query(
        "SELECT (SELECT count(*) FROM plans), count(*), count(*) FILTER (level = 'specific') FROM measures"
    )
    [(cells, tasks, share)] = query(
        f"SELECT count(*), count(DISTINCT task_id), avg(({COVERED})::INT) FROM coverage"
    )
    numbers = (plans, measures, specific, cells, tasks)
    assert plans == 31
    assert [f"{number:,}" for number in numbers if f"{number:,}" not in said] == []
    assert f"{100 * share:.0f}%" in said
    assert "西藏：未见工作要点" in said if lang == "zh" else "Tibet: no plan published" in said


@pytest.mark.parametrize("lang", ("zh", "en"))
def test_map_gives_every_region_its_number_and_no_zero_to_those_without_a_plan(
    opened: Open, query: Query, lang: str
) -> None:
    svg = drawn(opened(lang=lang), "map")
    shown = parts(svg)
    counted = query(f"SELECT region_id, avg(({COVERED})::INT) FROM coverage GROUP BY region_id")
    assert len(re.findall('<g class="part"', svg)) == 35
    assert {code: text.split()[-1] for code, text in shown.items()} == {
        code: f"{100 * share:.0f}%" for code, share in counted
    }
    others = query(f"SELECT short_{lang} FROM regions WHERE status <> 'plan'")
    unlinked = re.findall(r'<g class="part" role="img"(.*?)</g>', svg, re.DOTALL)
    assert len(unlinked) == len(others) == 4
    assert not any("%" in "".join(texts(tile)) for tile in unlinked)
    assert [tile for tile in unlinked if 'class="no_plan' in tile and "url(#hatch" in tile] == [
        tile for tile in unlinked if ("西藏" if lang == "zh" else "Tibet") in tile
    ]
    legend = ("未见工作要点", "不在来源范围") if lang == "zh" else ("no plan published", "outside the source")
    assert set(legend) <= set(texts(svg))


@pytest.mark.parametrize("lang", ("zh", "en"))
def test_bars_of_key_areas_agree_with_the_tables(opened: Open, query: Query, lang: str) -> None:
    shown = parts(drawn(opened(lang=lang), "areas"))
    counted = query(f"SELECT area_id, count(*), count(*) FILTER ({COVERED}) FROM coverage GROUP BY area_id")
    assert set(shown) == {area_id for area_id, _, _ in counted}
    for area_id, cells, covered in counted:
        words = {
            "zh": (f"覆盖 {covered / cells:.0%}", f"{covered:,}/{cells:,} 格"),
            "en": (f"{covered / cells:.0%} covered", f"{covered:,} of {cells:,} cells"),
        }[lang]
        assert all(word in shown[area_id] for word in words)


@pytest.mark.parametrize("lang", ("zh", "en"))
@pytest.mark.parametrize(("name", "order"), (("least-covered", "ASC"), ("most-covered", "DESC")))
def test_tasks_are_ranked_named_in_full_and_counted(
    opened: Open, query: Query, lang: str, name: str, order: str
) -> None:
    svg = drawn(opened(lang=lang), name)
    counted = query(
        f"""SELECT task_id, count(*) FILTER ({COVERED}) AS covered, name_{lang}
        FROM coverage JOIN tasks USING (task_id) GROUP BY task_id, name_{lang}, official_order
        ORDER BY covered {order}, count(*) FILTER (depth IN ('specific', 'quantified')) {order},
            official_order
        LIMIT 8"""
    )
    shown = parts(svg)
    assert list(shown) == [task_id for task_id, _, _ in counted]
    for task_id, covered, full_name in counted:
        assert shown[task_id].replace(" ", "").endswith(f"{covered}/31")
        assert full_name.replace(" ", "") in shown[task_id].replace(" ", "")


@pytest.mark.parametrize("lang", ("zh", "en"))
@pytest.mark.parametrize("name", PICTURES)
def test_every_picture_stands_on_its_own(opened: Open, lang: str, name: str) -> None:
    svg = drawn(opened(lang=lang), name)
    written = "".join(texts(svg))
    source = "来源：2018年地方知识产权工作要点" if lang == "zh" else "Source: 2018 provincial"
    alt = re.search(r'aria-label="([^"]+)"', svg)
    assert source in written
    assert 'font-size="18" font-weight="650"' in svg
    assert LEGENDS[name == "map"][lang] in texts(svg)
    assert alt
    assert len(alt[1]) > 60


@pytest.mark.parametrize("lang", ("zh", "en"))
def test_each_depth_has_an_example_from_the_tables(opened: Open, query: Query, lang: str) -> None:
    page = opened(lang=lang)
    cards = [element.proto.body for element in page.get("html") if 'class="depth-card"' in element.proto.body]
    counts: dict[str, int] = dict(query("SELECT depth, count(*) FROM coverage GROUP BY depth"))
    depths = ("absent", "blank", "none", "generic", "specific", "quantified")
    assert len(cards) == len(depths)
    for depth, card in zip(depths, cards, strict=True):
        count = counts.get(depth, 0)
        assert re.search(rf"(?<![\d,]){count:,} (格|cells?)", bare(card))
        assert ("<blockquote>" in card) == (count > 0)
        if depth in ("generic", "specific") and count:
            quote = unescape(re.search(r'<blockquote><span lang="zh">(.*?)</span>', card)[1])  # type: ignore[index]
            line = re.search(r"(?:原文第|Source text, lines?) ?(\d+)", bare(card))
            found = query("SELECT first_line, level FROM measures WHERE measure_text = ?", quote)
            assert line
            assert (int(line[1]), depth) in found
    links = [element.proto.query_string for element in page.get("page_link")]
    assert sum("open=" in link for link in links) == sum(depth in counts for depth in depths)


def test_a_macro_region_leaves_the_others_on_the_map_without_numbers(opened: Open, query: Query) -> None:
    page = opened(lang="en", macro="southwest")
    [(plans, cells)] = query(
        "SELECT count(DISTINCT region_id), count(*) FROM coverage JOIN regions USING (region_id) "
        "WHERE macro_id = 'southwest'"
    )
    svg = drawn(page, "map")
    assert f"{plans} plans set out" in answer_of(page)
    assert f"of {cells} cells" in answer_of(page)
    assert len(parts(svg)) == plans
    assert len(re.findall('<g class="part"', svg)) == 35
    assert "has a plan, not chosen" in texts(svg)


def test_key_areas_narrow_tasks_cells_and_measures(opened: Open, query: Query) -> None:
    page = opened(lang="zh", area="5")
    [(measures,)] = query("SELECT count(*) FROM measures WHERE area_id = '5'")
    assert f"{measures} 条举措" in answer_of(page)
    assert "31 个地区 × 4 项标准任务" in answer_of(page)
    assert list(parts(drawn(page, "areas"))) == ["5"]
    listed = [*parts(drawn(page, "least-covered")), *parts(drawn(page, "most-covered"))]
    assert sorted(listed) == ["5.1", "5.2", "5.3", "5.4"]


@pytest.mark.parametrize(("lang", "what"), (("zh", "重置筛选"), ("en", "Reset filters")))
def test_regions_without_any_plan_are_explained(opened: Open, lang: str, what: str) -> None:
    page = opened(lang=lang, macro="hmt")
    [said] = [info.value for info in page.info]
    assert what in said
    assert ("不在来源范围" if lang == "zh" else "outside the source") in said
    assert not page.error


@pytest.mark.parametrize("lang", ("zh", "en"))
def test_any_choice_of_filters_can_be_shown(opened: Open, query: Query, lang: str) -> None:
    for (macro_id,) in query("SELECT DISTINCT macro_id FROM regions WHERE status = 'plan' ORDER BY 1"):
        page = opened(lang=lang, macro=macro_id, area="5")
        assert not page.error
        assert not page.exception
        assert answer_of(page)


def test_what_the_address_says_wrongly_is_dropped(opened: Open, query: Query) -> None:
    page = opened(lang="en", macro="atlantis", area="99")
    [(measures,)] = query("SELECT count(*) FROM measures")
    assert f"{measures:,} measures" in answer_of(page)


def test_downloads_hold_codes_both_names_and_all_counts(opened: Open) -> None:
    page = opened(lang="en")
    assert not page.get("download_button")
    for kind in ("regions", "areas", "tasks"):
        page.session_state[f"take_plan-atlas-overview-{kind}"] = True
    labels = [button.proto.label for button in page.run().get("download_button")]
    assert labels == ["CSV", "XLSX", "Parquet", "JSON", "About the CSV"] * 3
    assert [len(table.value) for table in page.dataframe] == [35, 6, 57]


@pytest.mark.parametrize(
    ("share", "written"),
    ((0.0, "0%"), (0.0001, "<1%"), (0.5, "50%"), (0.994, "99%"), (0.9999, ">99%"), (1.0, "100%")),
)
def test_only_nothing_is_zero_and_only_all_is_a_hundred_per_cent(share: float, written: str) -> None:
    assert whole_percent(share) == written


def test_classes_of_the_map_begin_where_the_legend_says() -> None:
    shares = (0, 0.199, 0.2, 0.4, 0.6, 0.8, 0.999, 1)
    assert [step_of_share(share) for share in shares] == [0, 0, 1, 2, 3, 4, 4, 5]


@pytest.mark.parametrize(("steps", "darker"), ((LIGHT_STEPS, True), (DARK_STEPS, False)))
def test_colours_of_the_map_are_in_order_without_hue_and_carry_their_numbers(
    steps: tuple[str, ...], darker: bool
) -> None:
    assert [luminance(step) for step in steps] == sorted(map(luminance, steps), reverse=darker)
    assert min(contrast(step, readable_on(step)) for step in steps) >= 4.5


def test_lines_fit_and_keep_punctuation_and_marks_with_their_words() -> None:
    text = "保护和传承老字号，大力推动中医药等企业“走出去”；covered\u00a0=\u00a0●\u00a0specific or generic"
    for room in range(90, 600, 7):
        lines = svg.wrapped(text, 13, room)
        assert all(svg.width_of(line, 13) <= room for line in lines if len(line) > 24 or " " in line)
        assert "".join(lines).replace(" ", "") == text.replace(" ", "")
        assert not any(line[0] in "，、。；：”）" for line in lines)


def test_a_title_on_two_lines_is_broken_at_a_comma() -> None:
    title = "3 regions cover all 57 standard tasks; Hainan the fewest (20)"
    assert svg.balanced(title, 18, 430, weight=650) == [
        "3 regions cover all 57 standard tasks;",
        "Hainan the fewest (20)",
    ]


def test_words_of_the_tables_stay_words_in_a_picture() -> None:
    drawn = svg.part("", code='"><script>', hint=["<b>", "&"], said="'\"")
    assert "<script" not in drawn
    assert "<b>" not in drawn
