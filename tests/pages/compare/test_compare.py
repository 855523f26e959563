"""The comparison page: numbers of the tables and texts of the plans."""

import re
from functools import partial
from html import unescape
from itertools import combinations
from pathlib import Path
from typing import Final

import duckdb
import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from pages.compare.data import describe_similarity
from pages.ui.codes import DEPTHS, name_of
from pipeline.schema.model import COVERED_DEPTHS
from pipeline.store import store
from tests.pages.charts.page_charts import bars_of, complete, open_with_charts, rows_of
from tests.pages.conftest import HOSTILE, OpenOver
from tests.pages.elements import answer_of, bare, components, html_of

LANGUAGES: Final = ("zh", "en")
THREE: Final = ("110000", "320000", "440000")
ALIKE: Final = ("510000", "620000")


@pytest.fixture
def opened(open_over: OpenOver) -> OpenOver:
    """Opens the page over some tables at an address: ``opened(corpus, lang="en", region=["110000"])``."""
    return partial(open_over, "compare")


def cells(page: AppTest) -> dict[str, str]:
    """Return the HTML of the cells by code, such as ``320000:3.4``."""
    found = re.findall(r'<article class="cell" id="([^"]+)">(.*?)</article>', html_of(page), re.DOTALL)
    assert len(dict(found)) == len(found)
    return dict(found)


def measure_texts(cell: str) -> list[str]:
    """Return the texts of the measures of a cell, without additions of the page."""
    texts = re.findall(r'<p class="said" lang="zh">(.*?)</p>', cell, re.DOTALL)
    return [bare(re.sub(r'<small class="like">.*?</small>', "", text)) for text in texts]


def query(built: Path, sql: str, *values: object) -> pd.DataFrame:
    """Run SQL over the tables of a build."""
    for name in ("coverage", "measures", "targets", "departments", "bodies", "likeness", "regions"):
        sql = re.sub(rf"\b(FROM|JOIN) {name}\b", rf"\1 '{built}/{name}.parquet'", sql)
    return duckdb.execute(sql, list(values)).df()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_answer_counts_what_all_one_and_none_cover(opened: OpenOver, corpus: Path, lang: str) -> None:
    page = opened(corpus, lang=lang, region=list(THREE))
    counted = query(
        corpus,
        """SELECT covering, count(*) AS tasks, sum((depths > 1)::INT) AS differing FROM (
               SELECT count(*) FILTER (depth IN ('generic', 'specific', 'quantified')) AS covering,
                      count(DISTINCT depth) AS depths
               FROM coverage WHERE region_id IN (SELECT unnest(?)) GROUP BY task_id
           ) GROUP BY covering""",
        list(THREE),
    ).set_index("covering")
    tasks = counted["tasks"].reindex([3, 2, 1, 0], fill_value=0).tolist()
    differing = int(counted["differing"].sum())
    numbers = [int(number) for number in re.findall(r"\d+", answer_of(page))]
    wanted = [sum(tasks), *tasks, differing]
    assert numbers == wanted
    assert min(wanted[:3]) > 0


@pytest.mark.parametrize("lang, none", [("zh", "0 项只有"), ("en", "only one")])
def test_no_task_of_one_region_only_is_not_mentioned(
    opened: OpenOver, corpus: Path, lang: str, none: str
) -> None:
    assert none not in answer_of(opened(corpus, lang=lang, region=list(THREE), task=["1.1", "1.2"]))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_charts_show_the_numbers_of_the_tables(
    monkeypatch: pytest.MonkeyPatch, corpus: Path, lang: str
) -> None:
    _, shown = open_with_charts(corpus, monkeypatch, "compare", lang=lang, region=list(THREE), area=["3"])
    charts = list(shown.values())
    for chart in charts:
        complete(chart, lang)
        assert chart.keys == THREE
    totals = query(
        corpus,
        """SELECT region_id, sum(characters) AS characters, count(*) AS measures FROM measures
           WHERE starts_with(task_id, '3.') AND NOT contains(merged, 'measure') GROUP BY region_id""",
    ).set_index("region_id")
    targets = query(
        corpus,
        """SELECT region_id, count(*) AS targets FROM targets
           WHERE kind = 'target' AND repeat_of = '' AND starts_with(task_id, '3.') GROUP BY region_id""",
    ).set_index("region_id")["targets"]
    bodies = query(
        corpus,
        """SELECT region_id,
                  count(DISTINCT coalesce(nullif(part_of, ''), departments.department_id)) AS bodies
           FROM departments JOIN bodies ON bodies.department_id = departments.department_id
           WHERE starts_with(task_id, '3.') GROUP BY region_id""",
    ).set_index("region_id")["bodies"]
    depths = query(
        corpus, "SELECT region_id, depth, count(*) AS n FROM coverage WHERE area_id = '3' GROUP BY ALL"
    )
    first, *others = charts
    stacked = bars_of(first, lang)
    numbers = [[value for _, (value,) in bars_of(chart, lang)] for chart in others]
    for at, code in enumerate(THREE):
        wanted = [targets.get(code, 0), bodies[code], totals.at[code, "characters"]]
        assert [values[at] for values in numbers] == wanted
        assert [rows_of(chart)[code][-1] for chart in others] == [f"{value:,.0f}" for value in wanted]
        own = depths[depths["region_id"] == code].set_index("depth")["n"]
        row = first.frame.iloc[at]
        assert {depth: row[name_of(DEPTHS, depth, lang)] for depth in own.index} == own.to_dict()  # type: ignore[arg-type]
        assert sorted(filter(None, stacked[at][1])) == sorted(own)
        assert row[{"zh": "举措", "en": "Measures"}[lang]] == totals.at[code, "measures"]
        covered = own.reindex(COVERED_DEPTHS, fill_value=0).sum()
        assert rows_of(first)[code][-1] == f"{covered}/{own.sum()}" == f"{covered}/17"


def test_similarity_of_pairs_in_wording_and_depth(opened: OpenOver, corpus: Path) -> None:
    page = opened(corpus, lang="en", region=list(THREE))
    pairs = next(table.value for table in page.dataframe if "words" in table.value)
    plans = store.table(corpus, "regions").set_index("region_id")["plan_id"]
    names = store.table(corpus, "regions").set_index("region_id")["short_en"]
    wanted = set()
    for one, other in combinations(THREE, 2):
        cosine = query(
            corpus, "SELECT cosine FROM likeness WHERE plan_id = ? AND other_id = ?", plans[one], plans[other]
        )["cosine"].item()
        depths = query(
            corpus,
            """SELECT 1 - avg(abs(list_position(d, a.depth) - list_position(d, b.depth))) / 5 AS alike
               FROM coverage AS a JOIN coverage AS b ON b.task_id = a.task_id,
                    (SELECT ['absent', 'blank', 'none', 'generic', 'specific', 'quantified'] AS d)
               WHERE a.region_id = ? AND b.region_id = ?""",
            one,
            other,
        )["alike"].item()
        wanted.add((names[one], names[other], round(cosine, 9), round(depths, 9)))
    found = {
        (row["region"], row["other_region"], round(row["words"], 9), round(row["depths"] / 100, 9))
        for row in pairs.to_dict("records")
    }
    assert found == wanted


@pytest.mark.parametrize("lang", LANGUAGES)
def test_texts_are_complete_and_in_the_order_chosen(opened: OpenOver, corpus: Path, lang: str) -> None:
    page = opened(corpus, lang=lang, region=list(reversed(THREE)), task=["3.4", "6.11"])
    shown = cells(page)
    assert list(shown) == [f"{code}:{task}" for task in ("3.4", "6.11") for code in reversed(THREE)]
    wrote = store.measures(corpus)
    for code, cell in shown.items():
        region, _, task = code.partition(":")
        of_task = wrote["task_id"].str.split(";").map({task}.issubset)
        own = wrote[of_task & (wrote["region_id"] == region)]
        assert measure_texts(cell) == own["measure_text"].tolist()
        for row in own.to_dict("records"):
            assert str(row["departments_text"]) in bare(cell)
            assert f"{row['first_line']}–{row['last_line']}" in bare(cell)
            assert f'data-open="{code}:source"' in cell
    assert "mark-target" in shown["320000:6.11"]


def test_tasks_are_shown_one_key_area_at_a_time(opened: OpenOver, corpus: Path) -> None:
    page = opened(corpus, region=list(THREE))
    assert {code.partition(":")[2].partition(".")[0] for code in cells(page)} == {"1"}
    page = opened(corpus, region=list(THREE), part="6")
    assert len(cells(page)) == 3 * 12
    page = opened(corpus, region=list(THREE), area=["5"])
    assert len(cells(page)) == 3 * 4


@pytest.mark.parametrize("only", ["differ", "everyone", "some", "one", "nobody"])
def test_only_tasks_of_a_kind_are_shown(opened: OpenOver, corpus: Path, only: str) -> None:
    page = opened(corpus, region=list(THREE), only=only, print="1")
    coverage = store.coverage(corpus, region_ids=THREE)
    kept = []
    for task, depths in coverage.groupby("task_id")["depth"]:
        covering = int(depths.isin(["generic", "specific", "quantified"]).sum())
        group = {0: "nobody", 1: "one", 3: "everyone"}.get(covering, "some")
        if only == group or (only == "differ" and depths.nunique() > 1):
            kept.append(task)
    assert {code.partition(":")[2] for code in cells(page)} == set(kept)
    assert kept


def test_similar_sentences_name_the_other_region(opened: OpenOver, corpus: Path) -> None:
    page = opened(corpus, lang="en", region=list(ALIKE), task=["1.2", "1.1"])
    shown = cells(page)
    for code, other in ((f"{ALIKE[0]}:1.2", "Gansu"), (f"{ALIKE[1]}:1.2", "Sichuan")):
        assert f'<small class="like">≈ {other} 97%</small>' in shown[code]
        assert '<span class="alike"' in shown[code]
    assert 'class="like"' not in shown[f"{ALIKE[0]}:1.1"]
    assert "≥ 80%" in bare(html_of(page))


def test_own_terms_occur_in_no_other_region(opened: OpenOver, corpus: Path) -> None:
    shown = cells(opened(corpus, region=list(THREE), task=["1.1", "1.2"]))
    counted = 0
    for code, cell in shown.items():
        region_id, task = code.split(":")
        others = "".join(
            text
            for region in THREE
            if region != region_id
            for text in measure_texts(shown[f"{region}:{task}"])
        )
        listed = re.search(r'<p class="own-terms">.*?</p>', cell, re.DOTALL)
        for term in map(unescape, re.findall(r"<mark[^>]*>(.*?)</mark>", listed[0]) if listed else ()):
            counted += 1
            assert term not in others
            assert term in "".join(measure_texts(cell))
    assert counted > 5


@pytest.mark.parametrize("lang", LANGUAGES)
def test_most_similar_plans_are_compared_by_default(opened: OpenOver, corpus: Path, lang: str) -> None:
    page = opened(corpus, lang=lang)
    first = store.rank_plan_pairs(corpus).iloc[0]
    names = store.table(corpus, "regions").set_index("region_id")[f"short_{lang}"]
    assert names[first["region_id"]] in answer_of(page)
    assert names[first["other_region_id"]] in answer_of(page)
    assert {"zh": "尚未选择地区", "en": "No region is chosen"}[lang] in bare(html_of(page))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_similar_regions_are_suggested_for_one_region(opened: OpenOver, corpus: Path, lang: str) -> None:
    page = opened(corpus, lang=lang, region=["110000", "540000"])
    shown = html_of(page)
    assert {"zh": "还差一个地区", "en": "One more region is needed"}[lang] in answer_of(page)
    assert {"zh": "西藏：未见工作要点", "en": "Tibet: no plan found"}[lang] in bare(shown)
    near = store.nearest_plans(corpus, plan_id="ip-work-plans-2018-110000")["region_id"].head(5)
    assert re.findall(r'data-open="\?region=110000&amp;region=(\d+)"', shown) == near.tolist()
    assert not components(page, "plan_atlas_plot")


def test_region_without_a_plan_is_left_out(opened: OpenOver, corpus: Path) -> None:
    page = opened(corpus, lang="en", region=["110000", "540000", "320000"], task=["3.4"])
    assert list(cells(page)) == ["110000:3.4", "320000:3.4"]
    assert "Tibet: no plan found, so it can't be compared" in bare(html_of(page))


def test_explanation_if_filters_leave_no_task(opened: OpenOver, corpus: Path) -> None:
    page = opened(corpus, lang="en", region=list(THREE), area=["1"], task=["3.4"])
    assert "Widen the key areas or the tasks" in bare(html_of(page))


def test_no_more_than_six_are_compared(opened: OpenOver, corpus: Path) -> None:
    codes = store.table(corpus, "regions").query("status == 'plan'")["region_id"].head(8).tolist()
    page = opened(corpus, region=codes, task=["3.4"])
    assert list(cells(page)) == [f"{code}:3.4" for code in codes[:6]]
    assert "另外 2 个没有列入" in bare(html_of(page))


def test_the_print_view_has_every_task_and_no_widget(opened: OpenOver, corpus: Path) -> None:
    page = opened(corpus, lang="en", region=list(ALIKE), print="1")
    assert len(cells(page)) == 57 * 2
    assert not [*page.multiselect, *page.dataframe, *page.get("link_button")]
    on_screen = opened(corpus, lang="en", region=list(ALIKE))
    assert on_screen.multiselect
    assert on_screen.dataframe


def test_the_link_to_the_print_view_holds_the_choice(opened: OpenOver, corpus: Path) -> None:
    page = opened(corpus, lang="en", region=list(ALIKE), area=["3"], only="one")
    [button] = [one.proto for one in page.get("link_button")]
    assert button.url == "compare?region=510000&region=620000&area=3&only=one&print=1&lang=en"


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("address", [{}, {"print": "1"}, {"only": "differ"}])
def test_document_texts_are_escaped(
    opened: OpenOver, small_built: Path, lang: str, address: dict[str, str]
) -> None:
    page = opened(small_built, lang=lang, **address)
    shown = cells(page)
    assert len(shown) >= 4
    assert measure_texts(shown["320000:1.1"]) == [HOSTILE]
    assert "<script>" not in html_of(page)
    assert "<i>局</i>" not in html_of(page)


def test_depths_that_differ_at_one_task_are_not_wholly_alike() -> None:
    pairs = pd.DataFrame({"words": [0.5], "depths": [1 - 1 / 285]})
    assert ">99%" in describe_similarity(pairs)
