"""The departments page: numbers of the tables, each of which opens its measures."""

import re
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, Final

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from pages.ui import data
from pipeline.store import store
from tests.pages.charts.grids import texts_of
from tests.pages.conftest import HOSTILE, OpenOver, _areas, _measures, _regions, _tasks
from tests.pages.elements import answer_of, components, html_of
from tests.pages.ui.test_evidence import Reader
from tests.pages.views import View, open_view
from tests.pipeline.built_fixture import SMALL, write_built
from tests.pipeline.departments_fixture import BODIES, DEPARTMENTS

LANGUAGES: Final = ("zh", "en")
VIEWS: Final[list[dict[str, str]]] = [
    {"duty": "matrix"},
    {"duty": "matrix", "across": "task"},
    {"duty": "body", "body": "customs"},
    {"duty": "body", "body": "ip", "across": "task"},
    {"duty": "region", "of_region": "320000"},
    {"duty": "task"},
    {"duty": "task", "of_task": "1.1"},
]

Open = Callable[..., AppTest]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    tables = {
        **SMALL,
        "regions": _regions(),
        "tasks": _tasks(),
        "areas": _areas(),
        "measures": _measures(),
        "bodies": BODIES,
        "departments": DEPARTMENTS,
    }
    return write_built(tmp_path_factory.mktemp("departments") / "built", tables)


@pytest.fixture
def opened(built: Path, open_over: OpenOver) -> Open:
    """Opens the page at an address; nothing on it may be an error."""
    return partial(open_over, "departments", built)


def grids(page: AppTest) -> list[dict[str, Any]]:
    """Return the data of the grids of the page."""
    return [data["grid"] for data in components(page, "plan_atlas_grid")]


def rows(page: AppTest) -> dict[str, str]:
    """Return the notes of the bars by their keys."""
    figures = [data["figure"] for data in components(page, "plan_atlas_plot")]
    return {row["key"]: row["note"] for figure in figures for row in figure["layout"]["meta"]["rows"]}


def parts(grid: dict[str, Any]) -> dict[str, str]:
    """Return the texts of cells and headers of a grid by their keys."""
    names = zip(grid["row_keys"], grid["rows"], grid["row_totals"], strict=True)
    heads = {key: f"{name} {total}" for key, name, total in names if key}
    columns = dict(zip(grid["column_keys"], grid["columns"], strict=False))
    return heads | columns | texts_of(grid)


@pytest.mark.parametrize("address", VIEWS, ids=lambda address: "-".join(address.values()))
@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_view_has_an_answer_a_chart_and_a_table(
    opened: Open, lang: str, address: dict[str, str]
) -> None:
    page = opened(lang=lang, **address)
    if address != {"duty": "task"}:
        assert answer_of(page)
        assert bool(grids(page)) != bool(rows(page))
        assert len(page.dataframe) >= 1
    words = answer_of(page) if address != {"duty": "task"} else page.info[0].value
    assert bool(re.search("[\u4e00-\u9fff]", words)) == (lang == "zh")


def test_hostile_names_and_texts_are_shown_as_they_are_written(opened: Open) -> None:
    for address in VIEWS:
        page = opened(lang="en", **address)
        reader = Reader(html_of(page))
        assert "script" not in reader.tags
        assert "ip" not in reader.tags
    page = opened(lang="en", duty="body", body="ip", open="ip~1.1~320000")
    assert HOSTILE in Reader(html_of(page)).words


def test_the_answer_counts_measures_and_bodies_and_names_those_named_most(opened: Open) -> None:
    said = answer_of(opened(lang="en"))
    assert said.startswith("7 of 7 measures (100%; Beijing, Jiangsu)")
    assert "naming 4 bodies. Most fall to The <ip>, 4 (57%); then The <customs>, 2" in said


def test_measures_that_name_nobody_are_in_the_share_of_the_answer(open_over: OpenOver, corpus: Path) -> None:
    measures = store.measures(corpus)
    assigned, total = int((measures["departments_text"] != "").sum()), len(measures)
    assert 0.995 <= assigned / total < 1
    said = answer_of(open_over("departments", corpus, lang="en"))
    assert said.startswith(f"{assigned:,} of {total:,} measures (>99%; ")


def test_regions_can_be_counted_instead_of_measures(opened: Open) -> None:
    found = parts(grids(opened(lang="en", count_of="regions", across="task"))[0])
    assert (found["ip~1.1"], found["customs~1.1"], found["ip~2.10"]) == ("2", "2", "1")


@pytest.mark.parametrize("address", VIEWS, ids=lambda address: "-".join(address.values()))
def test_every_number_opens_as_many_measures(opened: Open, address: dict[str, str]) -> None:
    page = opened(lang="en", **address)
    shown = [rows(page), *map(parts, grids(page))]
    codes = {code: said for found in shown for code, said in found.items() if "~" in code}
    assert bool(codes) == (address != {"duty": "task"})
    for code, said in list(codes.items())[:3]:
        drawer = html_of(opened(lang="en", open=code, **address))
        measures = drawer.count('<div class="measure">')
        number = re.findall(r"\d+", said.split()[-1])
        assert measures == (int(number[0]) if number else 1), code
        assert 'class="chip role-' in drawer


def test_parts_count_with_their_whole_or_apart(opened: Open) -> None:
    assert "customs~1" in parts(grids(opened(lang="en"))[0])
    apart = parts(grids(opened(lang="en", parts="own"))[0])
    assert "house~1" in apart
    assert "customs~1" not in apart
    said = html_of(opened(lang="en", duty="body", body="customs"))
    assert "Counted with 1 part" in said
    assert "It is part of" in html_of(opened(lang="en", duty="body", body="house"))


def test_collective_names_are_marked_and_can_be_left_out(opened: Open) -> None:
    page = opened(lang="en")
    assert "all.*" in parts(grids(page)[0])["?duty=body&body=all"]
    assert "collective name" in grids(page)[0]["subtitle"]
    assert "?duty=body&body=all" not in parts(grids(opened(lang="en", collective="without"))[0])


def test_levels_narrow_what_is_counted(opened: Open) -> None:
    page = opened(lang="en", level="city")
    assert set(parts(grids(page)[0])) == {"?duty=body&body=ip", "ip~2"}
    assert "city or county" in answer_of(page)
    assert opened(lang="zh", level="other", collective="without").info[0].value.startswith("当前筛选下没有")


def test_duties_of_a_body_are_listed_with_role_and_source(opened: Open) -> None:
    page = opened(lang="en", duty="body", body="ip")
    table: pd.DataFrame = page.dataframe[-1].value
    assert table["region"].tolist() == ["Jiangsu", "Jiangsu", "Jiangsu", "Jiangsu", "Beijing"]
    assert table["role"].tolist() == ["leads", "named", "supports", "named", "named"]
    assert table["level"].tolist()[2] == "city or county"
    assert table["task"].tolist()[3].startswith("local: ")
    assert table["lines"].tolist()[0] == "lines 90–92"
    assert HOSTILE in table["measure"].tolist()
    assert "leads 1, supports 1, named 2" in answer_of(page)


def test_measures_of_a_region_by_body_and_role(opened: Open) -> None:
    page = opened(lang="en", duty="region", of_region="320000")
    assert rows(page) == {"ip~320000": "3", "all~320000": "1", "customs~320000": "1"}
    [data] = components(page, "plan_atlas_plot")
    texts = {trace["name"]: trace["text"][0] for trace in data["figure"]["data"] if trace["type"] == "bar"}
    assert texts == {"◆ leads": "◆ 1", "● named": "● 1", "○ supports": "○ 1"}


def test_a_region_without_a_plan_says_so(opened: Open) -> None:
    page = opened(lang="en", duty="region", of_region="540000")
    assert "no plan found" in answer_of(page)
    assert grids(page) == []


def test_bodies_of_a_task_by_region(opened: Open) -> None:
    page = opened(lang="en", duty="task", of_task="1.1")
    found = parts(grids(page)[0])
    assert (found["ip~1.1~320000"], found["ip~1.1~110000"], found["court~1.1~110000"]) == ("◆", "●", "○")
    assert "2 regions name 3 bodies" in answer_of(page)
    assert "Fewer than 3 regions" in html_of(page)
    table = page.dataframe[-1].value.set_index("region")
    assert table.loc["Beijing", "support"] == "The <court>"


def test_explanation_for_tasks_that_cannot_be_compared(opened: Open) -> None:
    assert "Choose more regions" in opened(lang="en", duty="task").info[0].value
    assert "names a body" in answer_of(opened(lang="en", duty="task", of_task="1.2"))


@pytest.mark.parametrize("address", VIEWS[:4], ids=lambda address: "-".join(address.values()))
def test_explanation_for_regions_without_a_plan(opened: Open, address: dict[str, str]) -> None:
    page = opened(lang="zh", region="540000", **address)
    assert "请在筛选中放宽条件" in page.info[0].value
    assert grids(page) == []


def test_explanation_if_levels_leave_nothing(opened: Open) -> None:
    for address in ({"duty": "matrix"}, {"duty": "region", "of_region": "110000"}):
        page = opened(lang="zh", level="city", region="110000", **address)
        assert "请在筛选中放宽" in page.info[0].value
        assert grids(page) == []
    assert "没有举措责成" in answer_of(opened(lang="zh", duty="body", body="court", level="city"))


def test_a_link_reopens_the_same_view_in_the_other_language(opened: Open) -> None:
    address = {"duty": "body", "body": "court", "across": "task", "parts": "own", "level": "provincial"}
    zh, en = (opened(lang=lang, **address) for lang in LANGUAGES)
    assert set(parts(grids(zh)[0])) == set(parts(grids(en)[0]))
    assert en.query_params["body"] == "court"
    assert answer_of(zh) != answer_of(en)


def test_unknown_codes_are_ignored(opened: Open) -> None:
    page = opened(lang="en", duty="what", open="nobody~1", body="nobody", of_task="9.9", level="lunar")
    assert len(grids(page)) == 1
    page = opened(lang="en", open="ip~9.9~999999~1")
    assert html_of(page).count('<div class="measure">') == 2


def test_counting_is_explained(opened: Open) -> None:
    for lang, words in (("zh", "分工差异"), ("en", "Difference")):
        assert any(words in element.value for element in opened(lang=lang).markdown)


def test_a_list_of_duties_takes_no_query_for_each(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLAN_ATLAS_BUILT", str(corpus))
    asked, run = [], data._run_query

    def ask(folder: Path, name: str, arguments: dict[str, Any]) -> Any:
        asked.append(name)
        return run(folder, name, arguments)

    monkeypatch.setattr(data, "_run_query", ask)
    page = open_view(View("departments", (("duty", "body"), ("body", "ip-office")))).app
    assert len(page.dataframe[-1].value) > 500
    assert len(asked) < 100
