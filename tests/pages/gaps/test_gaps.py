"""The gaps page: answers of the tables, with links to the source."""

import re
from functools import partial
from html import unescape
from pathlib import Path
from typing import Final

import pytest
from streamlit.testing.v1 import AppTest

from pipeline.export.table_files import frame_to_csv
from pipeline.schema.model import GAP_DEPTHS, SPECIFIC_DEPTHS
from pipeline.store import store
from tests.pages.conftest import OpenOver
from tests.pages.elements import answer_of, bare, html_of, table
from tests.pipeline.built_fixture import SMALL, write_built

LANGUAGES: Final = ("zh", "en")


@pytest.fixture
def opened(open_over: OpenOver) -> OpenOver:
    """Opens the page over some tables at an address: ``opened(corpus, lang="en", view="task")``."""
    return partial(open_over, "gaps")


def cards(page: AppTest) -> list[str]:
    """Return the HTML of the foldable cards, in order."""
    return re.findall(r'<details class="gap".*?</details>', html_of(page), re.DOTALL)


def in_address(page: AppTest, *wanted: str) -> list[str]:
    found = [page.query_params[name] for name in wanted]
    return [codes if isinstance(codes, str) else ",".join(codes) for codes in found]


def names(built: Path, language: str) -> dict[str, str]:
    regions = store.table(built, "regions")
    return dict(zip(regions["region_id"], regions[f"short_{language}"], strict=True))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_which_regions_lack_3_4(opened: OpenOver, corpus: Path, lang: str) -> None:
    page = opened(corpus, lang=lang, view="task", for_task="3.4")
    lacking = store.coverage(corpus, task_ids=["3.4"], depths=GAP_DEPTHS)
    short = names(corpus, lang)
    said = answer_of(page)
    assert said.startswith(f"{len(lacking)} ")
    assert [short[code] for code in lacking["region_id"] if short[code] not in said] == []
    having = set(store.coverage(corpus, task_ids=["3.4"])["region_id"]) - set(lacking["region_id"])
    assert [short[code] for code in having if re.search(rf"\b{short[code]}\b", said)] == []
    assert short["540000"] not in said
    assert {"zh": "没有可读的工作要点，不计在内：西藏", "en": "No plan to read, so not counted: Tibet"}[
        lang
    ] in bare(html_of(page))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_text_of_jiangsu_for_3_4_with_its_lines(opened: OpenOver, corpus: Path, lang: str) -> None:
    page = opened(corpus, lang=lang, view="task", for_task="3.4")
    card = re.search(r'<section class="answer" id="320000:3.4">(.*?)</section>', html_of(page), re.DOTALL)
    assert card
    wrote = store.measures(corpus, region_ids=["320000"], task_ids=["3.4"])
    assert len(wrote) > 0
    for measure in wrote.itertuples():
        assert str(measure.measure_text) in bare(card[1])
        assert str(measure.departments_text) in bare(card[1])
        assert f"{measure.first_line}–{measure.last_line}" in bare(card[1])
    assert 'data-open="320000:3.4:source"' in card[1]
    assert f'href="region?region=320000&amp;lang={lang}"' in card[1]
    assert f'href="task?task=3.4&amp;lang={lang}"' in html_of(page)


def compared_with(built: Path, region_id: str, method: str) -> list[str]:
    regions = store.table(built, "regions").set_index("region_id")
    similar = store.similar_plans(built, str(regions.at[region_id, "plan_id"]))["region_id"].tolist()
    macro = regions["macro_id"].to_dict()
    same = [code for code in similar if macro[code] == macro[region_id]]
    return {"macro": same, "similar": similar[:10], "all": similar}[method]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("method", ["macro", "similar", "all"])
def test_counts_and_order_of_gaps_follow_the_comparison(
    opened: OpenOver, corpus: Path, lang: str, method: str
) -> None:
    page = opened(corpus, lang=lang, for_region="110000", compare=method)
    assert f'href="region?region=110000&amp;lang={lang}"' in html_of(page)
    cells, pool = store.coverage(corpus), compared_with(corpus, "110000", method)
    gaps = cells[(cells["region_id"] == "110000") & cells["depth"].isin(GAP_DEPTHS)]
    elsewhere = cells[cells["region_id"].isin(pool) & cells["depth"].isin(SPECIFIC_DEPTHS)]
    counts = elsewhere["task_id"].value_counts().reindex(gaps["task_id"], fill_value=0)
    shown = [re.search(r'data-key="110000:([\d.]+)"', card)[1] for card in cards(page)]  # type: ignore[index]
    assert sorted(shown) == sorted(gaps["task_id"])
    assert [counts[task_id] for task_id in shown] == sorted(counts, reverse=True)
    for code, card in zip(shown, cards(page), strict=True):
        assert f'href="task?task={code}&amp;lang={lang}"' in card
        told = {"zh": f"{counts[code]}/{len(pool)} ", "en": f"{counts[code]} of {len(pool)} "}[lang]
        assert told in bare(card)
    said = answer_of(page)
    assert f"{len(gaps)} " in said
    assert re.search(rf"\b{(counts > len(pool) / 2).sum()}\b", said)
    assert f"{counts.max()}{ {'zh': '/', 'en': ' of '}[lang] }{len(pool)}" in said


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_gap_says_who_leads_the_task_elsewhere(opened: OpenOver, corpus: Path, lang: str) -> None:
    page = opened(corpus, lang=lang, for_region="320000", open="320000:1.1")
    lead = store.list_assignments(corpus, task_ids=["1.1"]).query("role == 'lead' and region_id != '320000'")
    bodies = store.bodies(corpus).set_index("department_id")[f"short_{lang}"]
    words = {"zh": "其他地区的牵头部门：", "en": "Lead bodies in other regions: "}[lang]
    told = re.findall(rf"{words}(.*?)[。.]<", html_of(page))
    assert any(str(bodies[code]) in one for code in lead["department_id"] for one in told)
    assert {"zh": "其他地区没有写明牵头部门", "en": "No other region names a lead"}[lang] in html_of(page)


def test_comparable_regions_are_of_the_macro_region(opened: OpenOver, corpus: Path) -> None:
    shown = table(opened(corpus, lang="zh", for_region="320000"))
    regions = store.table(corpus, "regions")
    east = set(regions.loc[regions["macro_id"] == "east", "short_zh"]) - {"江苏"}
    assert set(shown["对照地区"]) - {""} <= east
    assert set(shown["对照深度"]) - {""} <= {"具体", "量化"}
    assert shown.groupby("任务编号")["对照地区"].nunique().max() <= 5


def test_comparable_regions_are_the_most_similar_that_have_a_measure(opened: OpenOver, corpus: Path) -> None:
    page = opened(corpus, lang="zh", for_region="110000", compare="similar")
    shown, short = table(page), names(corpus, "zh")
    plan_id = store.table(corpus, "regions").set_index("region_id").at["110000", "plan_id"]
    similar = [short[code] for code in store.similar_plans(corpus, str(plan_id))["region_id"]]
    assert f"与北京最相近：{similar[0]}" in bare(html_of(page))
    cells = store.coverage(corpus, task_ids=["3.4"], depths=SPECIFIC_DEPTHS)
    having = {short[code] for code in cells["region_id"]}
    wanted = [name for name in similar if name in having][:5]
    assert list(dict.fromkeys(shown.loc[shown["任务编号"] == "3.4", "对照地区"])) == wanted


def test_regions_chosen_by_hand_are_all_shown_in_their_order(opened: OpenOver, corpus: Path) -> None:
    page = opened(corpus, lang="en", for_region="110000", compare="chosen", others=["650000", "320000"])
    shown = table(page)
    for _, rows in shown.groupby("Task no."):
        assert list(dict.fromkeys(rows["Comparable region"])) == ["Xinjiang", "Jiangsu"]
    assert "absent" in set(shown["Its depth"])


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_region_without_a_plan_says_so(opened: OpenOver, corpus: Path, lang: str) -> None:
    page = opened(corpus, lang=lang, for_region="540000")
    assert {"zh": "未见工作要点", "en": "no plan found"}[lang] in answer_of(page)
    assert cards(page) == []
    assert len(page.dataframe) == 0
    assert re.findall(r'data-open="(\d+)"', html_of(page)) == ["500000", "510000", "520000", "530000"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_combination_answers_with_its_cells(opened: OpenOver, corpus: Path, lang: str) -> None:
    page = opened(corpus, lang=lang, view="query", all_of="1.2", none_of="3.4")
    found = store.find_covering_regions(corpus, ["1.2"], none_of=["3.4"], covered=SPECIFIC_DEPTHS)
    short = names(corpus, lang)
    assert found
    assert re.findall(r'data-key="(\d+)"', "".join(cards(page))) == found
    assert (
        answer_of(page).rstrip("。.").endswith({"zh": "、", "en": ", "}[lang].join(short[c] for c in found))
    )
    shown = table(page)
    tasks = {"zh": "任务编号", "en": "Task no."}[lang]
    assert shown.groupby({"zh": "地区", "en": "Region"}[lang])[tasks].agg(set).tolist() == [
        {"1.2", "3.4"}
    ] * len(found)


def test_generic_can_count_as_covered(opened: OpenOver, corpus: Path) -> None:
    page = opened(corpus, lang="zh", view="query", all_of="3.4", least="generic")
    found = store.find_covering_regions(corpus, ["3.4"])
    assert len(found) > len(store.find_covering_regions(corpus, ["3.4"], covered=SPECIFIC_DEPTHS))
    assert f"有 {len(found)} 个覆盖 3.4" in answer_of(page)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_explanation_if_no_region_meets_a_combination(opened: OpenOver, corpus: Path, lang: str) -> None:
    page = opened(corpus, lang=lang, view="query", all_of="3.4", none_of="3.4")
    assert {"zh": "没有地区覆盖 3.4", "en": "No region covers 3.4"}[lang] in answer_of(page)
    assert {"zh": "去掉一个条件", "en": "Remove a condition"}[lang] in bare(html_of(page))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_empty_query_offers_examples(opened: OpenOver, corpus: Path, lang: str) -> None:
    page = opened(corpus, lang=lang, view="query")
    assert len(page.info) == 1
    page.button(key="gap_example_1").click().run()
    assert "3" in answer_of(page)
    assert in_address(page, "all_of", "none_of", "view") == ["1.2", "3.4", "query"]


def test_explanation_if_filters_leave_nothing(opened: OpenOver, corpus: Path) -> None:
    page = opened(corpus, lang="en", macro="hmt")
    assert "Reset filters" in page.info[0].value
    assert len(page.dataframe) == 0


def test_key_area_filters_the_list_of_a_region(opened: OpenOver, corpus: Path) -> None:
    page = opened(corpus, lang="en", for_region="110000", area="6")
    tasks = store.table(corpus, "tasks")
    assert f"{(tasks['area_id'] == '6').sum()} standard tasks" in answer_of(page)
    assert {task_id.partition(".")[0] for task_id in table(page)["Task no."]} == {"6"}


def test_one_kind_of_gap_only(opened: OpenOver, corpus: Path) -> None:
    page = opened(corpus, lang="en", for_region="340000", kind="absent")
    assert set(table(page)["Depth"]) == {"absent"}
    assert all("depth-absent" in card for card in cards(page))


def test_choices_are_in_the_url(opened: OpenOver, corpus: Path) -> None:
    page = opened(corpus, lang="zh")
    page.selectbox(key="for_region").select("110000").run()
    assert in_address(page, "for_region") == ["110000"]
    page.segmented_control(key="compare").set_value("similar").run()
    page.segmented_control(key="view").set_value("task").run()
    page.selectbox(key="for_task").select("3.4").run()
    assert in_address(page, "view", "for_task") == ["task", "3.4"]
    assert answer_of(page) == answer_of(opened(corpus, lang="zh", view="task", for_task="3.4"))
    page.segmented_control(key="view").set_value("region").run()
    assert in_address(page, "for_region", "compare") == ["110000", "similar"]


HOSTILE: Final = '=1+1 <script>alert("x")</script> **bold** $x^2$ & [a](b) :red[c] ' + "长" * 40_000


def hostile(folder: Path) -> Path:
    """Build the small tables with hostile text."""
    measures = [dict(row) for row in SMALL["measures"]]
    measures[0].update(measure_text=HOSTILE, departments_text="<b>局</b>")
    regions = [
        {**row, "macro_id": "all", "macro_zh": "全国", "macro_en": "China"} for row in SMALL["regions"]
    ]
    regions = [{**row, "tile_column": place, "tile_row": 0} for place, row in enumerate(regions)]
    tasks = [{**row, "name_en": f"Task {row['task_id']}"} for row in SMALL["tasks"]]
    return write_built(folder, {"measures": measures, "regions": regions, "tasks": tasks})


@pytest.mark.parametrize("lang", LANGUAGES)
def test_declared_none_is_listed_apart_and_is_no_gap(opened: OpenOver, tmp_path: Path, lang: str) -> None:
    page = opened(hostile(tmp_path), lang=lang, for_region="110000")
    said, html = answer_of(page), html_of(page)
    assert {"zh": "有 3 个缺口", "en": "has 3 gaps"}[lang] in said
    title = {"zh": "声明暂无，不算缺口", "en": "Declared none, which is no gap"}[lang]
    before, _, after = html.partition(f'<p class="group-title">{title}')
    assert 'data-key="110000:2.1"' in after
    assert 'data-key="110000:2.1"' not in before
    assert before.count("<details class=") == 3


@pytest.mark.parametrize(
    "address",
    [{"for_region": "110000"}, {"view": "task", "for_task": "1.1"}, {"view": "query", "all_of": "1.1"}],
)
def test_plan_texts_are_escaped(opened: OpenOver, tmp_path: Path, address: dict[str, str]) -> None:
    page = opened(hostile(tmp_path), lang="en", **address)
    html = html_of(page)
    assert "<script>" not in html
    assert "<b>局</b>" not in html
    assert HOSTILE in unescape(html)
    assert not [one for one in page.markdown if "alert" in one.value]


def test_long_text_is_complete_in_the_export(opened: OpenOver, tmp_path: Path) -> None:
    shown = table(opened(hostile(tmp_path), lang="en", view="task", for_task="1.1"))
    assert HOSTILE in shown["Measure"].tolist()
    assert HOSTILE in frame_to_csv(shown).decode("utf-8-sig").replace('""', '"')


@pytest.mark.parametrize("lang", LANGUAGES)
def test_table_and_cards_have_the_same_texts(opened: OpenOver, corpus: Path, lang: str) -> None:
    page = opened(corpus, lang=lang, for_region="110000")
    shown = table(page)
    task, measure = {"zh": ("任务编号", "举措"), "en": ("Task no.", "Measure")}[lang]
    in_cards = []
    for card in cards(page):
        task_id = re.search(r'data-key="110000:([\d.]+)"', card)[1]  # type: ignore[index]
        others = card.split('<div class="own">')[0] + card.partition("</section></div>")[2]
        said = [bare(text) for text in re.findall(r'<p class="said"[^>]*>(.*?)</p>', others, re.DOTALL)]
        in_cards += [(task_id, text) for text in said] or [(task_id, "")]
    assert list(zip(shown[task], shown[measure], strict=True)) == in_cards
