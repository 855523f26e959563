"""The overview: its numbers are those of the tables, its pictures say all that they have to, twice over."""

import re
from collections.abc import Callable
from functools import partial
from html import unescape
from pathlib import Path
from typing import Any, Final

import pytest
from streamlit.testing.v1 import AppTest

from pages.charts.count_grids import share_fill
from pages.ui.codes import DEPTHS, name_of
from pages.ui.text import whole_percent
from pages.ui.theme import DARK_STEPS, LIGHT_STEPS, contrast, readable_on
from pipeline.export.office.colours import luminance
from pipeline.schema.chart import Bars, Chart, Tiles
from tests.pages.charts.page_charts import ask, complete, open_with_charts, words_on
from tests.pages.scripts import open_page

COVERED: Final = "depth IN ('generic', 'specific', 'quantified')"
FILE: Final = "plan-atlas-overview"
CHARTS: Final = ("map", "areas", "least-covered", "most-covered")

Open = Callable[..., AppTest]
Charts = Callable[..., dict[str, Chart]]
Query = Callable[..., list[tuple[Any, ...]]]


@pytest.fixture
def opened(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> Open:
    """Opens the overview at an address, such as ``opened(lang="en", macro="east")``."""
    monkeypatch.setenv("PLAN_ATLAS_BUILT", str(corpus))

    return lambda **address: open_page("overview", address)


@pytest.fixture
def charts(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> Charts:
    """The charts of the overview at an address, by file name."""
    return lambda **address: open_with_charts(corpus, monkeypatch, "overview", **address)[1]


@pytest.fixture
def query(corpus: Path) -> Query:
    """Rows of a query over the built tables, which are views of their names."""
    return partial(ask, corpus)


def answer_of(page: AppTest) -> str:
    """The first sentence, without its tags."""
    bodies = [element.proto.body for element in page.get("html")]
    return bare(next(body for body in bodies if 'class="answer"' in body))


def bare(html: str) -> str:
    return unescape(re.sub(r"<[^>]+>", "", html))


@pytest.mark.parametrize("lang", ("zh", "en"))
def test_summary_counts_the_tables(opened: Open, query: Query, lang: str) -> None:
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
    assert "西藏：未见工作要点" in said if lang == "zh" else "Tibet: no plan found" in said


@pytest.mark.parametrize("lang", ("zh", "en"))
def test_map_has_no_zero_for_regions_without_a_plan(charts: Charts, query: Query, lang: str) -> None:
    chart = charts(lang=lang)["plan-atlas-overview-map"]
    assert isinstance(chart.body, Tiles)
    tiles = {tile.label: tile for tile in chart.body.tiles}
    rows = query(
        f"""SELECT short_{lang}, region_id, status, tile_column, tile_row, avg(({COVERED})::INT)
        FROM regions LEFT JOIN coverage USING (region_id) GROUP BY ALL"""
    )
    assert set(tiles) == {row[0] for row in rows}
    for name, region_id, status, column, row, share in rows:
        tile = tiles[name]
        assert (tile.column, tile.row) == (column, row)
        assert (tile.hatched, tile.dashed) == (status == "no_plan", status == "outside")
        assert tile.key == ("" if share is None else region_id)
        assert ("%" in tile.text) == (share is not None)
        if share is not None:
            assert tile.text == whole_percent(share)
    legend = ("未见工作要点", "不在来源范围") if lang == "zh" else ("no plan found", "outside the source")
    assert {entry.name: entry.hatched for entry in chart.legend}.items() >= dict(
        zip(legend, (True, False), strict=True)
    ).items()


@pytest.mark.parametrize("lang", ("zh", "en"))
def test_bars_of_key_areas_are_shares_of_cells(charts: Charts, query: Query, lang: str) -> None:
    chart = charts(lang=lang)["plan-atlas-overview-areas"]
    assert isinstance(chart.body, Bars)
    counted = query(
        f"""SELECT coalesce(area_id, ''), count(*), count(*) FILTER ({COVERED})
        FROM coverage GROUP BY ROLLUP (area_id)"""
    )
    totals = {area_id: (cells, covered) for area_id, cells, covered in counted}
    assert list(chart.body.keys) == sorted(totals)
    for at, area_id in enumerate(chart.body.keys):
        cells, covered = totals[area_id]
        note = {"zh": f"覆盖 {covered / cells:.0%}", "en": f"{covered / cells:.0%} covered"}[lang]
        detail = {"zh": f"{covered:,}/{cells:,} 格", "en": f"{covered:,} of {cells:,} cells"}[lang]
        assert (chart.body.notes[at], chart.body.details[at]) == (note, detail)
        shares = {series.name: series.values[at] or 0 for series in chart.body.series}
        assert sum(shares.values()) == pytest.approx(1)
        where, values = ("area_id = ?", (area_id,)) if area_id else ("true", ())
        for depth, share in query(
            f"SELECT depth, count(*) / {cells} FROM coverage WHERE {where} GROUP BY depth", *values
        ):
            assert shares[name_of(DEPTHS, depth, lang)] == pytest.approx(share)  # type: ignore[arg-type]


@pytest.mark.parametrize("lang", ("zh", "en"))
@pytest.mark.parametrize(("name", "order"), (("least-covered", "ASC"), ("most-covered", "DESC")))
def test_tasks_are_ranked_named_and_counted(
    charts: Charts, query: Query, lang: str, name: str, order: str
) -> None:
    chart = charts(lang=lang)[f"{FILE}-{name}"]
    assert isinstance(chart.body, Bars)
    counted = query(
        f"""SELECT task_id, count(*) FILTER ({COVERED}) AS covered, short_{lang}, name_{lang}
        FROM coverage JOIN tasks USING (task_id) GROUP BY task_id, short_{lang}, name_{lang}, official_order
        ORDER BY covered {order}, count(*) FILTER (depth IN ('specific', 'quantified')) {order},
            official_order
        LIMIT 8"""
    )
    assert list(chart.body.keys) == [task_id for task_id, *_ in counted]
    assert chart.frame.iloc[:, 0].tolist() == [f"{task_id} {name}" for task_id, _, _, name in counted]
    for at, (task_id, covered, short_name, _) in enumerate(counted):
        assert chart.body.notes[at] == f"{covered}/31"
        assert chart.body.categories[at] == f"{task_id} {short_name}"
        shown = {series.name: series.values[at] for series in chart.body.series if series.values[at]}
        depths = query("SELECT depth, count(*) FROM coverage WHERE task_id = ? GROUP BY ALL", task_id)
        assert shown == {name_of(DEPTHS, depth, lang): count for depth, count in depths}  # type: ignore[arg-type]


@pytest.mark.parametrize("lang", ("zh", "en"))
def test_every_chart_is_self_contained(charts: Charts, lang: str) -> None:
    made = charts(lang=lang)
    assert set(made) == {f"{FILE}-{name}" for name in CHARTS}
    for chart in made.values():
        complete(chart, lang)
        assert len(chart.alt) > 60
        assert chart.legend
        written = " ".join(words_on(chart, lang))
        assert chart.title in written
        assert chart.source in written


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


def test_unselected_regions_are_on_the_map_without_numbers(
    corpus: Path, monkeypatch: pytest.MonkeyPatch, query: Query
) -> None:
    page, made = open_with_charts(corpus, monkeypatch, "overview", lang="en", macro="southwest")
    [(plans, cells)] = query(
        "SELECT count(DISTINCT region_id), count(*) FROM coverage JOIN regions USING (region_id) "
        "WHERE macro_id = 'southwest'"
    )
    chart = made["plan-atlas-overview-map"]
    assert isinstance(chart.body, Tiles)
    assert f"{plans} plans set out" in answer_of(page)
    assert f"of {cells} cells" in answer_of(page)
    assert sum(bool(tile.key) for tile in chart.body.tiles) == plans
    assert len(chart.body.tiles) == 35
    assert "has a plan, not chosen" in {entry.name for entry in chart.legend}


def test_key_areas_narrow_tasks_cells_and_measures(
    corpus: Path, monkeypatch: pytest.MonkeyPatch, query: Query
) -> None:
    page, made = open_with_charts(corpus, monkeypatch, "overview", lang="zh", area="5")
    [(measures,)] = query("SELECT count(*) FROM measures WHERE area_id = '5'")
    assert f"{measures} 条举措" in answer_of(page)
    assert "31 个地区 × 4 项标准任务" in answer_of(page)
    assert made["plan-atlas-overview-areas"].keys == ("5",)
    assert sorted(made[f"{FILE}-least-covered"].keys + made[f"{FILE}-most-covered"].keys) == [
        "5.1",
        "5.2",
        "5.3",
        "5.4",
    ]


@pytest.mark.parametrize(("lang", "what"), (("zh", "重置筛选"), ("en", "Reset filters")))
def test_regions_without_any_plan_are_explained(opened: Open, lang: str, what: str) -> None:
    page = opened(lang=lang, macro="hmt")
    [said] = [info.value for info in page.info]
    assert what in said
    assert ("不在来源范围" if lang == "zh" else "outside the source") in said
    assert not page.error


@pytest.mark.parametrize(
    ("share", "written"),
    ((0.0, "0%"), (0.0001, "<1%"), (0.5, "50%"), (0.994, "99%"), (0.9999, ">99%"), (1.0, "100%")),
)
def test_zero_and_hundred_per_cent_are_exact(share: float, written: str) -> None:
    assert whole_percent(share) == written


def test_classes_of_the_map_begin_where_the_legend_says() -> None:
    shares = (0, 0.199, 0.2, 0.4, 0.6, 0.8, 0.999, 1)
    assert [LIGHT_STEPS.index(share_fill(share)) for share in shares] == [0, 0, 1, 2, 3, 4, 4, 5]


@pytest.mark.parametrize(("steps", "darker"), ((LIGHT_STEPS, True), (DARK_STEPS, False)))
def test_colours_of_the_map_are_in_order_without_hue_and_carry_their_numbers(
    steps: tuple[str, ...], darker: bool
) -> None:
    assert [luminance(step) for step in steps] == sorted(map(luminance, steps), reverse=darker)
    assert min(contrast(step, readable_on(step)) for step in steps) >= 4.5
