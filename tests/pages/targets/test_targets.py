"""The page of targets: its figures are those of the tables, and everything in it leads to its sentence."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import pytest
from streamlit.testing.v1 import AppTest

from pages.targets.data import export_table
from pipeline.store import store
from tests.pages.charts.page_charts import ask, figures_of
from tests.pages.conftest import HOSTILE, MACROS, OpenOver
from tests.pages.elements import answer_of, bare, html_of, table
from tests.pages.targets.targets_pages import drawn, legend_of, open_targets, parts
from tests.pages.ui.test_evidence import Reader
from tests.pipeline.built_fixture import BEIJING, JIANGSU, SMALL, Rows, write_built

LANGUAGES: Final = ("zh", "en")
TEXT: Final = f"{HOSTILE}。培训500人次，融资不少于2亿元；新增8-12家。"

Open = Callable[..., AppTest]


def target(
    plan_id: str, place: str, quote: str, low: float, high: float | None, **more: Any
) -> dict[str, Any]:
    """A target of a measure, as ``9-T1`` is the first of measure 9."""
    start = TEXT.index(quote)
    return {
        "target_id": f"{plan_id}-{place}",
        "measure_id": f"{plan_id}-{place.partition('-')[0]}",
        "plan_id": plan_id,
        "region_id": plan_id[-6:],
        "area_id": "1",
        "task_id": "1.1",
        "quote": quote,
        "value_min": low,
        "value_max": high,
        "comparator": "=",
        "kind": "target",
        "char_start": start,
        "char_end": start + len(quote),
        **more,
    }


TRAINED: Final = {"indicator_id": "trained", "unit": "人次", "metric": HOSTILE}
LENT: Final = {"indicator_id": "lent", "unit": "元", "comparator": ">="}
TARGETS: Final[Rows] = [
    target(JIANGSU, "9-T1", "500人次", 500, 500, **TRAINED),
    target(JIANGSU, "9-T2", "不少于2亿元", 2e8, None, **LENT),
    target(JIANGSU, "9-T3", "8-12家", 8, 12, unit="家", comparator="range", metric="企业"),
    target(JIANGSU, "12-T1", "500人次", 500, 500, **{**TRAINED, "repeat_of": f"{JIANGSU}-9-T1"}, task_id=""),
    target(JIANGSU, "12-T2", "500人次", 40, 40, **{**TRAINED, "kind": "fact"}, task_id=""),
    target(BEIJING, "1-T1", "500人次", 20, 30, **{**TRAINED, "comparator": "range"}),
    target(BEIJING, "1-T2", "500人次", 70, 70, **{**TRAINED, "comparator": "~"}),
]
INDICATORS: Final[Rows] = [
    {"indicator_id": "lent", "name_zh": "融资额", "name_en": "Financing", "unit_zh": "元", "unit_en": "yuan"},
    {
        "indicator_id": "trained",
        "name_zh": HOSTILE,
        "name_en": HOSTILE,
        "unit_zh": "人次",
        "unit_en": "places",
    },
    {"indicator_id": "nobody", "name_zh": "无", "name_en": "None", "unit_zh": "个", "unit_en": "things"},
]
COUNTS: Final = {"lent": (1, 1), "trained": (3, 2), "nobody": (0, 0)}


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two plans with targets: exact, open, ranges, about, repeated, only stated, of no indicator."""
    keys = ("macro_id", "macro_zh", "macro_en")
    elsewhere = ("west", "西部", "West")
    macros = [
        dict(zip(keys, MACROS.get(row["region_id"], elsewhere), strict=True)) for row in SMALL["regions"]
    ]
    tables: dict[str, Rows] = {
        "regions": [{**row, **macro} for row, macro in zip(SMALL["regions"], macros, strict=True)],
        "areas": [{**row, "short_zh": row["name_zh"], "short_en": row["name_en"]} for row in SMALL["areas"]],
        "tasks": [{**row, "short_zh": "短名", "short_en": "Short"} for row in SMALL["tasks"]],
        "measures": [{**row, "measure_text": TEXT} for row in SMALL["measures"]],
        "coverage": [
            {**row, "depth": "quantified" if row["measure_ids"] == f"{JIANGSU}-9" else row["depth"]}
            for row in SMALL["coverage"]
        ],
        "targets": TARGETS,
        "indicators": [
            {**row, "targets": COUNTS[row["indicator_id"]][0], "regions": COUNTS[row["indicator_id"]][1]}
            for row in INDICATORS
        ],
    }
    return write_built(tmp_path_factory.mktemp("targets") / "built", tables)


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> Open:
    """Opens the page over some tables at an address: ``opened(small, lang="en", see="region")``."""
    return lambda built, **address: open_targets(built, monkeypatch, **address)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_summary_counts_regions_and_targets_once(opened: Open, small: Path, lang: str) -> None:
    said = bare(html_of(opened(small, lang=lang, indicator="trained")))
    expected = {
        "zh": (
            f"2 个有工作要点的地区中，2 个为“{HOSTILE}”定了 3 个目标",
            "中位数 70 人次",
            "500 人次（江苏）",
            "20–30 人次（北京）",
            "1 处不计",
        ),
        "en": (
            f"2 of 2 regions with a plan set 3 targets for “{HOSTILE}”",
            "a median of 70 places",
            "500 places (Jiangsu)",
            "20–30 places (Beijing)",
            "1 repeat is",
        ),
    }[lang]
    assert [words for words in expected if words not in said] == []


def test_chart_has_exactly_the_counted_targets(opened: Open, small: Path) -> None:
    page = opened(small, lang="zh", indicator="trained")
    assert list(parts(page)) == [f"{JIANGSU}-9-T1", f"{BEIJING}-1-T2", f"{BEIJING}-1-T1"]
    assert legend_of(page) == {"定数", "区间", "约数"}
    assert {"未见工作要点：西藏。", "不在来源范围：台湾。"} <= set(drawn(page)["source"].split("\n"))
    assert "有工作要点而" not in drawn(page)["source"]


@pytest.mark.parametrize(
    ("lang", "value", "left"), [("zh", "≥ 2亿元", "北京"), ("en", "≥ CNY 200 million", "Beijing")]
)
def test_open_bound_is_an_arrow_and_missing_is_no_zero(
    opened: Open, small: Path, lang: str, value: str, left: str
) -> None:
    page = opened(small, lang=lang, indicator="lent")
    [words] = parts(page).values()
    assert value in words
    [figure] = figures_of(page)
    assert "triangle-right" in json.dumps(figure["data"])
    assert not figure["layout"].get("shapes"), "one target has no median"
    absent = next(line for line in drawn(page)["source"].split("\n") if left in line)
    assert {"zh": "（1 个，不等于零）", "en": "(1; absent is not zero)"}[lang] in absent


def test_text_of_documents_is_escaped(opened: Open, small: Path) -> None:
    page = opened(small, lang="en", indicator="trained", open=f"{JIANGSU}-9-T1")
    assert HOSTILE in drawn(page)["title"], "as text: the browser escapes it"
    assert "<script" not in html_of(page)
    assert HOSTILE in Reader(html_of(page)).words


def test_target_opens_its_measure_and_repeats(opened: Open, small: Path) -> None:
    page = opened(small, lang="zh", open=f"{JIANGSU}-9-T1")
    words = Reader(html_of(page)).words
    assert "江苏：500 人次" in words
    assert TEXT in words
    assert "同一目标还写在第 120–122 行；只计一次" in words
    assert re.findall(r'<mark class="mark-target"[^>]*>(.*?)</mark>', html_of(page)) == ["500人次"]
    [link] = [element.proto for element in page.get("page_link")]
    assert "open=320000%3A1.1" in link.query_string


def test_stated_facts_are_in_the_table_on_request(opened: Open, small: Path) -> None:
    page = opened(small, lang="en", indicator="trained")
    before = table(page)
    page.segmented_control(key="quantities").set_value("all").run()
    after = table(page)
    assert (len(before), len(after)) == (4, 5)
    assert before["again"].tolist().count("repeat") == 1
    assert after["kind"].tolist().count("only stated") == 1
    assert list(parts(page)) == [f"{JIANGSU}-9-T1", f"{BEIJING}-1-T2", f"{BEIJING}-1-T1"]
    assert page.query_params["quantities"] in ("all", ["all"])


def test_tables_show_sentences_and_lines(opened: Open, small: Path) -> None:
    rows = table(opened(small, lang="zh", see="region", of="320000"))
    assert rows["sentence"].tolist()[1:3] == ["培训500人次，融资不少于2亿元；", "新增8-12家。"]
    assert rows["lines"].tolist()[0] == "第 90–92 行"
    assert rows["value"].tolist() == ["500 人次", "≥ 2亿元", "8–12 家", "500 人次"]


def test_downloads_hold_the_codebooks_columns_and_both_names(
    small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PLAN_ATLAS_BUILT", str(small))
    frame = export_table(store.targets(small))
    assert frame.columns.tolist()[:6] == [
        "target_id",
        "measure_id",
        "region_id",
        "region_zh",
        "region_en",
        "year",
    ]
    assert frame["region_en"].tolist() == ["Jiangsu"] * 5 + ["Beijing"] * 2
    assert frame["indicator_zh"].tolist().count("") == 1
    assert frame["counted"].tolist() == [True, True, True, False, True, True, True]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_targets_of_a_region_are_grouped_by_key_area(opened: Open, small: Path, lang: str) -> None:
    page = opened(small, lang=lang, see="region", of="320000")
    shown = parts(page)
    assert list(shown) == [f"{JIANGSU}-9-T{number}" for number in (1, 2, 3)]
    area, peers, answer = {
        "zh": (
            "1 体制 · 3 个目标",
            "2 个地区的 3 个目标，中位数 70 人次",
            "江苏有 3 个量化目标；写得具体的 3 项标准任务中 1 项量化（33%，在 1 份工作要点中第 1）",
        ),
        "en": (
            "1 Institutions · 3 targets",
            "3 targets of 2 regions, median 70 places",
            "Jiangsu sets 3 targets; 1 of 3 standard tasks answered specifically is quantified",
        ),
    }[lang]
    assert [row["name"] for row in drawn(page)["rows"] if row["bold"]] == [area]
    assert peers in shown[f"{JIANGSU}-9-T1"]
    assert answer in answer_of(page)


@pytest.mark.parametrize(("of", "words"), [("540000", "未见工作要点"), ("710000", "不在来源范围")])
def test_region_without_a_plan_is_explained(opened: Open, small: Path, of: str, words: str) -> None:
    page = opened(small, lang="zh", see="region", of=of)
    assert words in answer_of(page)
    assert "不等于没有目标" in html_of(page)
    assert not page.get("bidi_component") or not page.dataframe


def test_region_without_targets_in_an_area_is_explained(opened: Open, small: Path) -> None:
    said = answer_of(opened(small, lang="zh", see="region", of="320000", area="2"))
    assert "没有量化目标" in said
    assert "0 个" not in said


def test_plans_are_ranked_by_share_and_by_number(opened: Open, small: Path) -> None:
    page = opened(small, lang="en", see="plans")
    assert {code: words[-1] for code, words in parts(page).items()} == {
        "320000": "33% (1/3) · 3",
        "110000": "– (0/0) · 2",
    }
    assert "2 plans set 5 targets; of 3 specific cells 1 is quantified (33%)" in answer_of(page)
    assert "No plan found: Xizang" in drawn(page)["source"]
    page.segmented_control(key="rank").set_value("targets").run()
    assert "Most: Jiangsu (3); fewest: Beijing (2)" in answer_of(page)


def test_filters_narrow_what_is_counted(opened: Open, small: Path) -> None:
    page = opened(small, lang="en", indicator="trained", macro="north")
    assert list(parts(page)) == [f"{BEIJING}-1-T2", f"{BEIJING}-1-T1"]
    assert "1 of 1 region with a plan sets 2 targets" in answer_of(page)
    nothing = opened(small, lang="en", indicator="trained", macro="west")
    assert "Reset filters" in nothing.info[0].value


@pytest.mark.parametrize(("lang", "words"), [("zh", "indicators.toml"), ("en", "plan-atlas build")])
def test_missing_indicators_are_explained(opened: Open, tmp_path: Path, lang: str, words: str) -> None:
    built = write_built(tmp_path / "built", {"indicators": [], "targets": []})
    assert words in opened(built, lang=lang).info[0].value


def test_empty_selection_names_the_others_and_offers_a_reset(open_over: OpenOver, corpus: Path) -> None:
    app = open_over("targets", corpus, lang="en", indicator="pledge-financing", region="110000", area="1")
    having = "SELECT region_id FROM targets WHERE indicator_id = 'pledge-financing' AND kind = 'target'"
    others = {name for (name,) in ask(corpus, f"SELECT short_en FROM regions WHERE region_id IN ({having})")}
    hint = app.info[0].value
    assert "no target for" in hint
    assert sum(name in hint for name in others) == min(len(others), 6)
    app.button(key="reset_filters_here").click().run()
    assert not app.info
    assert "region" not in app.query_params
