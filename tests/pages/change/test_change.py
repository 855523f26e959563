"""The change page: numbers of both years, over small corpora of two and three years."""

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Final

import pytest

from pages.ui.text import LANGUAGES
from tests.corpora import CORPORA, LOCAL_TASKS, MEASURES, TASKS, Corpus, Plan, Row, build_corpus
from tests.pages.charts.exported_files import offers
from tests.pages.charts.page_charts import ask, complete, open_with_charts, rows_of
from tests.pages.views import View, open_view

pytestmark = pytest.mark.page

Built = Callable[[str], Path]

TARGET: Final = "每万人口发明专利拥有量达到{}件。"


def _plan(region: str, year: int, *measures: str, first: int = 0) -> Plan:
    rows = [Row(TASKS[first + number], measure) for number, measure in enumerate(measures)]
    return Plan(region, (*rows, Row(LOCAL_TASKS[0], MEASURES[5])), year)


ALIKE: Final = tuple(
    _plan(region, 2018, *MEASURES[4:7], TARGET.format(12)) for region in ("北京市", "上海市", "重庆市")
)
CASES: Final[dict[str, Corpus]] = {
    "alike": (*ALIKE, *(replace(plan, year=2019) for plan in ALIKE)),
    "changed": (
        *ALIKE[:2],
        _plan("北京市", 2019, MEASURES[4], "", MEASURES[6], TARGET.format(15), MEASURES[4]),
        _plan("重庆市", 2019, MEASURES[4]),
    ),
    "everything": (
        _plan("北京市", 2018, *MEASURES[4:7]),
        _plan("北京市", 2019, MEASURES[7], MEASURES[8], first=20),
    ),
    "three years": (
        _plan("广东省", 2017, MEASURES[4]),
        _plan("广东省", 2018, *MEASURES[4:6]),
        _plan("广东省", 2019, *MEASURES[4:6]),
    ),
    "turned": (
        _plan("北京市", 2018, "年底前建成知识产权运营中心。", "开展专利保险试点工作，完善机制。"),
        _plan("北京市", 2019, "6月底前建成知识产权运营中心。", "不再开展专利保险试点工作，完善机制。"),
    ),
    "repeated": (
        _plan("北京市", 2018, TARGET.format(12), f"加强保护。{TARGET.format(12)}"),
        _plan("北京市", 2019, MEASURES[4], f"加强保护。{TARGET.format(12)}"),
    ),
    "one year": CORPORA["no targets"],
}
SEE: Final = ("coverage", "targets", "texts", "names")
SEVERAL_YEARS: Final = ("alike", "changed", "everything", "three years")


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    found: dict[str, Path] = {}

    def build(name: str) -> Path:
        if name not in found:
            found[name] = build_corpus(CASES[name], tmp_path_factory.mktemp("change"))
        return found[name]

    return build


def page_text(built: Path, patch: pytest.MonkeyPatch, language: str = "en", **choices: str) -> str:
    """Return the text of the page at a URL, without HTML."""
    patch.setenv("PLAN_ATLAS_BUILT", str(built))
    opened = open_view(View("change", tuple(choices.items())), language)
    assert opened.faults == []
    return re.sub("<[^>]+>", "", " ".join(opened.texts))


def covered(built: Path, year: int) -> int:
    depths = "('generic', 'specific', 'quantified')"
    return int(ask(built, f"SELECT count(*) FROM coverage WHERE year = ? AND depth IN {depths}", year)[0][0])


def test_same_plans_have_no_changes(built: Built, monkeypatch: pytest.MonkeyPatch) -> None:
    said = page_text(built("alike"), monkeypatch)
    cells = covered(built("alike"), 2018)
    assert f"Nothing changed from 2018 to 2019: both years cover {cells} cells" in said
    assert "没有任何变化" in page_text(built("alike"), monkeypatch, "zh")
    assert "All 6 targets stayed as they were" in page_text(built("alike"), monkeypatch, see="targets")


@pytest.mark.parametrize("name", ["changed", "everything"])
def test_steps_add_up_to_totals(name: str, built: Built, monkeypatch: pytest.MonkeyPatch) -> None:
    said = page_text(built(name), monkeypatch)
    [(first, steps, last)] = re.findall(r"Covered cells: (\d+)((?: [+−] \d+ \([^)]+\))+) = (\d+)", said)
    assert (int(first), int(last)) == (covered(built(name), 2018), covered(built(name), 2019))
    signed = [int(sign.replace("−", "-") + count) for sign, count in re.findall(r" ([+−]) (\d+) ", steps)]
    assert int(first) + sum(signed) == int(last)
    [others] = re.findall(r"Measures: (.*?)\. Targets: (.*?)\.", said)
    for said_changes, table in zip(others, ("measure", "target"), strict=True):
        counted = f"SELECT count(*) FROM {table}_changes WHERE year = 2019"
        assert sum(map(int, re.findall(r"\d+", said_changes))) == ask(built(name), counted)[0][0]


def test_figures_that_are_repeated_in_one_year_are_said(
    built: Built, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted = "SELECT count(*) FROM targets WHERE year = 2018 AND kind = 'target' AND repeat_of = ''"
    said = page_text(built("repeated"), monkeypatch, see="targets")
    assert ask(built("repeated"), counted) == [(2,)]
    assert "From 3 targets in 2018 to 2 in 2019" in said
    assert "1 figure of these counts as a target in the other year only." in said
    assert "其中 1 个数量只在另一年计为目标。" in page_text(
        built("repeated"), monkeypatch, "zh", see="targets"
    )


def test_regions_without_a_plan_in_a_year_are_named(built: Built, monkeypatch: pytest.MonkeyPatch) -> None:
    said = page_text(built("changed"), monkeypatch)
    assert "No plan found for 2018, not compared: Chongqing" in said
    assert "No plan found for 2019, not compared: Shanghai" in said


def test_reversed_texts_and_changed_deadlines(built: Built, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLAN_ATLAS_BUILT", str(built("turned")))
    opened = open_view(View("change", (("see", "texts"), ("open", "ip-work-plans-2019-110000-001"))), "en")
    assert "Deadlines that changed" in [header.value for header in opened.app.header]
    said = re.sub("<[^>]+>", "", " ".join(opened.texts))
    assert "1 reworded, 1 reversed (a clause says the opposite)" in said
    assert "deadline brought forward: 年底前 → 6月底前" in said


@pytest.mark.parametrize("see", SEE)
@pytest.mark.parametrize("name", SEVERAL_YEARS)
def test_charts_are_complete_in_every_view(
    name: str, see: str, built: Built, monkeypatch: pytest.MonkeyPatch
) -> None:
    language = LANGUAGES[(SEVERAL_YEARS.index(name) + SEE.index(see)) % 2]
    _, charts = open_with_charts(built(name), monkeypatch, "change", see=see, lang=language)
    for chart in charts.values():
        complete(chart, language)


def test_rows_open_changes_and_show_both_numbers(built: Built, monkeypatch: pytest.MonkeyPatch) -> None:
    _, charts = open_with_charts(built("changed"), monkeypatch, "change", lang="en")
    rows = rows_of(charts["plan-atlas-change-regions"])
    assert rows["110000"] == ["Beijing", "", "+1"]
    assert rows["310000"] == ["Shanghai", "no plan found for 2019", ""]
    assert "Beijing 3 → 4" in charts["plan-atlas-change-regions"].alt
    matrix = charts["plan-atlas-change-matrix"].body
    marks = {cell.key: cell.text for line in matrix.cells for cell in line if cell.key}  # type: ignore[union-attr]
    assert len(marks) == len(TASKS)
    assert sorted(mark for mark in marks.values() if mark != "·") == ["+", "+", "−"]


def test_texts_are_side_by_side_with_changes_marked(built: Built, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLAN_ATLAS_BUILT", str(built("changed")))
    [(code,)] = ask(built("changed"), "SELECT target_id FROM target_changes WHERE change = 'raised'")
    opened = open_view(View("change", (("see", "targets"), ("open", code))), "en")
    [pair] = [text for text in opened.texts if 'class="pair"' in text]
    assert "<del>12</del>" in pair
    assert "<ins>15</ins>" in pair
    assert "targets?open=" in pair
    assert "year=2018" in pair
    assert "year=2019" in pair


def test_a_cell_a_region_and_a_task_open(built: Built, monkeypatch: pytest.MonkeyPatch) -> None:
    [(task_id,)] = ask(
        built("changed"), "SELECT task_id FROM task_changes WHERE change = 'lost' AND region_id = '110000'"
    )
    said = page_text(built("changed"), monkeypatch, open=f"110000:{task_id}")
    assert "the task is listed, its measure is left empty" in said
    assert "Profile of the region" in page_text(built("changed"), monkeypatch, open="110000")
    assert "no plan found for 2019" in page_text(built("changed"), monkeypatch, open=task_id)


def test_first_year_links_to_later_year(built: Built, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "no plans of an earlier year" in page_text(built("three years"), monkeypatch, year="2017")
    assert "1 cell was covered in 2017" in page_text(built("three years"), monkeypatch, year="2018")
    assert "Nothing changed from 2018" in page_text(built("three years"), monkeypatch)


def test_page_is_missing_with_one_year(built: Built, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLAN_ATLAS_BUILT", str(built("one year")))
    assert "Overview" in [title.value for title in open_view(View("change"), "en").app.title]


def test_drawer_lists_the_cells_of_a_region_without_a_later_plan(
    built: Built, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = page_text(built("changed"), monkeypatch, open="310000")
    assert "no plan found for 2019" in text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("see", SEE)
def test_files_name_both_years_and_explain_every_column(
    see: str, language: str, built: Built, monkeypatch: pytest.MonkeyPatch
) -> None:
    offered = offers(monkeypatch, built("changed"), "change", {"see": see, "lang": language})
    assert offered
    for name, offer in offered.items():
        own = {"measured"} if name.endswith("indicator") else set()
        assert set(offer.filters) == {"year", "year_before", *own}
        assert offer.filters["year_before"] == ["2018"]
    hollow = {
        (name, column["name"])
        for name, offer in offered.items()
        for column in offer.columns
        for meaning in column["dc:description"]
        if meaning["@value"].strip() in ("", column["name"])
    }
    assert hollow == set()


def test_coverage_cell_links_to_its_change(built: Built, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLAN_ATLAS_BUILT", str(built("changed")))
    opened = open_view(View("coverage", (("open", "110000:1.2"),)), "en")
    assert any('href="change?open=110000%3A1.2&amp;lang=en&amp;year=2019"' in text for text in opened.texts)
    assert not page_text(built("one year"), monkeypatch).count("What changed since")


def test_unknown_values_are_reported(built: Built, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLAN_ATLAS_BUILT", str(built("changed")))
    names = ("region", "area", "see", "open", "year")
    [warning] = open_view(View("change", tuple((name, "999") for name in names)), "en").app.warning
    assert [name for name in names if f"{name}=999" not in warning.value.replace("\\", "")] == []
