"""The coverage page in Streamlit's test driver: texts, charts and the drawer."""

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.charts.grids import given
from tests.pages.conftest import HOSTILE, OpenAt
from tests.pages.ui.test_evidence import Reader


def html(app: AppTest) -> str:
    """Return the HTML of a page without styles."""
    return "".join(element.proto.body for element in app.get("html") if "<style>" not in element.proto.body)


@pytest.mark.parametrize(
    ("lang", "answer"),
    [
        (
            "zh",
            "2 个地区 × 4 项任务共 8 格：**覆盖 5 格（62%）**，缺口 4 格"
            "（含原则性 2 格，同时计入覆盖与缺口）。"
            "最多的是江苏（4 项），最少的是北京（1 项）。",
        ),
        (
            "en",
            "2 regions × 4 tasks make 8 cells: **5 are covered (62%)**, 4 are gaps "
            "(including 2 generic answers, which also count as covered). "
            "Most: Jiangsu (4); fewest: Beijing (1).",
        ),
    ],
)
def test_the_answer_comes_first(open_at: OpenAt, lang: str, answer: str) -> None:
    assert open_at(lang=lang).markdown[0].value == answer


def test_the_matrix_marks_regions_without_a_plan(open_at: OpenAt) -> None:
    grid = given(open_at(lang="en"))["grid"]
    assert grid["notes"] == ["", "", "no plan found", "outside the source"]


def test_only_regions_without_a_plan(open_at: OpenAt) -> None:
    app = open_at(lang="en", region="540000")
    assert not app.error
    assert "No chosen region has a plan" in app.markdown[0].value
    assert len(given(app)["grid"]["cells"]) == 1


def test_filters_narrow_the_matrix(open_at: OpenAt) -> None:
    grid = given(open_at(lang="zh", area="2", macro="east"))["grid"]
    assert grid["row_keys"][0] == "320000"
    assert grid["column_keys"] == ["2.1", "2.10"]
    assert grid["subtitle"].endswith("；华东；保护")


def test_a_depth_that_is_not_chosen_is_not_counted(open_at: OpenAt) -> None:
    app = open_at(lang="en", depth=["absent", "blank"])
    assert "2 cells have the chosen depth. Most: Beijing (2); fewest: Jiangsu (0)." in app.markdown[0].value


def test_orders_are_in_the_url(open_at: OpenAt) -> None:
    app = open_at(lang="en")
    app.segmented_control(key="rows").set_value("coverage").run()
    assert app.query_params["rows"] == "coverage"
    assert given(app)["grid"]["row_keys"][0] == "320000"
    again = open_at(lang="en", rows="coverage", columns="similarity")
    assert again.segmented_control(key="columns").value == "similarity"


def test_an_opened_cell_shows_its_measure_as_text(open_at: OpenAt) -> None:
    app = open_at(lang="zh", open="320000:1.1")
    found = Reader(html(app))
    assert HOSTILE in found.words
    assert "script" not in found.tags
    assert not any(HOSTILE in markdown.value for markdown in app.markdown)
    assert "<i>局</i>" in found.words
    assert "原文第 90–92 行" in found.words
    assert given(app)["selected"] == "320000:1.1"


def test_an_opened_cell_without_measure_shows_what_others_wrote(open_at: OpenAt) -> None:
    app = open_at(lang="en", open="110000:1.2")
    found = Reader(html(app))
    assert "the plan does not list the task" in found.words
    assert "继续推进。" in found.words


def test_a_region_has_a_profile(open_at: OpenAt) -> None:
    app = open_at(lang="en", open="110000")
    words = Reader(html(app)).words
    assert "Covers 1 of 4 standard tasks (25%)." in words
    assert "北京市 2018年工作要点" in words
    assert any("3 gaps" in markdown.value for markdown in app.markdown)


def test_a_task_has_a_profile(open_at: OpenAt) -> None:
    words = Reader(html(open_at(lang="zh", open="2.1"))).words
    assert "2 个地区中 1 个覆盖，1 个没有。" in words
    assert "1 · 江苏" in words
    assert "建成中心。" in words


@pytest.mark.parametrize(("code", "said"), [("540000", "no plan found"), ("710000", "outside the source")])
def test_a_region_without_a_plan_has_no_zero(open_at: OpenAt, code: str, said: str) -> None:
    app = open_at(lang="en", open=code)
    assert said in app.info[0].value


@pytest.mark.parametrize("code", ["999999", "320000:9.9", "<b>", "9.9"])
def test_nonsense_in_the_address_opens_nothing(open_at: OpenAt, code: str) -> None:
    app = open_at(lang="en", open=code)
    assert not app.error
    assert given(app)["selected"] is None


def test_cell_links_to_its_task(open_at: OpenAt) -> None:
    app = open_at(lang="en", open="320000:1.1")
    app.button(key="way_1.1").click().run()
    assert app.query_params["open"] == "1.1"
    assert "Of 2 regions, 2 cover it and 0 do not." in Reader(html(app)).words


def test_list_of_cells_unfolds(open_at: OpenAt) -> None:
    app = open_at(lang="en")
    assert not app.dataframe
    app.session_state["table_unfolded"] = True
    app.run()
    table = app.dataframe[0].value
    assert len(table) == 8
    assert list(table.columns) == ["region", "task_id", "task", "depth_name", "measures", "characters"]
