"""A second collection takes no code: the task tables of government work reports, alone and beside plans."""

import re
import shutil
from pathlib import Path

import pandas as pd
import pytest

from pipeline.build.build import build, read_all
from pipeline.build.check import check_built
from pipeline.readers import find_sources
from pipeline.schema.errors import SourceError
from pipeline.schema.model import Edition
from pipeline.store import store
from pipeline.taxonomy.loading import SHARED
from tests.corpora import SHIPPED
from tests.documents.conversion import convert
from tests.libreoffice import require_libreoffice
from tests.pages.views import PAGES, View, open_view
from tests.report_tasks.documents import (
    REGIONS,
    Layout,
    format_of,
    grid_of,
    rows_of,
    word_file,
    write_documents,
)

COLLECTION = Path(__file__).with_name("government-report-tasks")
YEARS = (2023, 2024)
SHIPPED_PLANS = 4
"""How many of the shipped plans stand beside the second collection."""


def taxonomy_in(folder: Path, *, beside: bool) -> Path:
    """The taxonomy with the second collection, beside the shipped one or in its place."""
    taxonomy = folder / "taxonomy"
    shutil.copytree(SHARED, taxonomy, ignore=None if beside else shutil.ignore_patterns("ip-work-plans"))
    shutil.copytree(COLLECTION, taxonomy / COLLECTION.name)
    return taxonomy


def built_in(folder: Path, *, beside: bool) -> Path:
    """The tables of the made-up documents, beside the first of the shipped plans or by themselves."""
    documents = folder / COLLECTION.name
    write_documents(documents, YEARS)
    paths = [documents]
    if beside:
        paths.append(shutil.copytree(SHIPPED, folder / SHIPPED.name))
        (shipped,) = find_sources(paths[1:])
        plans = re.split("(?m)^(?= ?.{2,10} 2018年工作要点 $)", shipped.read_text(encoding="utf-8"))
        shipped.write_text("".join(plans[: SHIPPED_PLANS + 1]), encoding="utf-8")
    report = build(paths, folder / "built", taxonomy_folder=taxonomy_in(folder, beside=beside))
    assert (report.clean, report.left_out) == (True, ())
    return folder / "built"


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built_in(tmp_path_factory.mktemp("alone"), beside=False)


@pytest.fixture(scope="module")
def edition(alone: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[int, Path]:
    folders = {year: tmp_path_factory.mktemp("edition") / "built" for year in YEARS}
    for year, folder in folders.items():
        folder.mkdir()
        store.write_edition(alone, Edition(COLLECTION.name, year), folder)
    return folders


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize("region_id", REGIONS)
def test_rows_come_back_with_their_tasks_and_deadlines(
    edition: dict[int, Path], region_id: str, year: int
) -> None:
    measures = store.measures(edition[year])
    found = measures[measures["region_id"] == region_id]
    header = format_of(region_id, year)[2].header
    expected = [
        (
            row.task if "具体举措" in header else "",
            row.measure,
            row.deadline,
            row.task_id,
        )
        for row in rows_of(region_id, year)
    ]
    columns = ["task_text", "measure_text", "deadline_text", "task_id"]
    assert list(found[columns].itertuples(index=False, name=None)) == expected
    assert set(found["level"]) == {"specific"}


def test_text_of_a_table_that_no_model_has_learnt_is_refused(tmp_path: Path) -> None:
    layout = Layout(("序号", "重点领域", "重点任务", "具体举措", "责任单位"), banners=False)
    grid = grid_of([row for region_id in REGIONS for row in rows_of(region_id, 2023)], layout)
    dump = tmp_path / COLLECTION.name / "dump.txt"
    dump.parent.mkdir()
    cells = "\n".join(cell for line in grid[1:] for cell in line)
    dump.write_text(f"河北省2023年政府工作报告重点任务分工\n{' '.join(grid[0])}\n{cells}\n", encoding="utf-8")
    with pytest.raises(SourceError):
        read_all([dump], taxonomy_folder=taxonomy_in(tmp_path, beside=False))


@pytest.mark.parametrize("year", YEARS)
def test_departments_have_the_roles_of_their_columns(edition: dict[int, Path], year: int) -> None:
    found = pd.read_parquet(edition[year] / "departments.parquet")
    for region_id in REGIONS:
        roles = found[found["region_id"] == region_id].groupby("role", observed=True)["quote"].agg(set)
        rows = rows_of(region_id, year)
        leads = {row.lead for row in rows}
        supports = {body for row in rows for body in row.support.split("、")}
        if "牵头单位" in format_of(region_id, year)[2].header:
            assert (roles["lead"], roles["support"]) == (leads, supports)
        else:
            assert set().union(*roles) == leads | supports


def test_rows_that_page_breaks_cut_are_one(tmp_path: Path) -> None:
    require_libreoffice()
    end = "加强统筹协调，压实工作责任，强化跟踪督办，确保取得实效。"
    drawn = sorted(
        (row for region_id in REGIONS for row in rows_of(region_id, 2023)), key=lambda row: row.area
    )
    rows = [row._replace(measure=row.measure + end * (n % 4)) for n, row in enumerate(drawn)]
    documents = tmp_path / COLLECTION.name
    documents.mkdir()
    for region, layout in (("河北省", Layout()), ("山西省", Layout(("重点任务", "责任单位")))):
        content = word_file(f"{region}2023年政府工作报告重点任务分工", grid_of(rows, layout))
        (documents / f"{region}.docx").write_bytes(content)
    convert(list(documents.glob("*.docx")), "pdf", documents)
    taxonomy = taxonomy_in(tmp_path, beside=False)
    sources = read_all(sorted(documents.glob("*.pdf")), taxonomy_folder=taxonomy).sources
    for source in sources:
        measures = [measure.row.measure.text for plan in source.plans for measure in plan.measures]
        assert measures == [row.measure for row in rows]
    assert len(sources) == 2


def test_the_tables_hold_against_their_sources(alone: Path) -> None:
    assert check_built(alone).holds


@pytest.mark.page
@pytest.mark.parametrize("page", PAGES)
def test_every_page_shows_it(alone: Path, monkeypatch: pytest.MonkeyPatch, page: str) -> None:
    monkeypatch.setenv("PLAN_ATLAS_BUILT", str(alone))
    assert open_view(View(page, (("year", str(YEARS[0])),)), "en").faults == []


@pytest.mark.page
def test_beside_the_shipped_plans_both_are_as_by_themselves(
    alone: Path, corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    beside = built_in(tmp_path, beside=True)
    both = store.measures(beside)
    assert both["plan_id"].nunique() == len(REGIONS) * len(YEARS) + SHIPPED_PLANS
    for single in (alone, corpus):
        rows = store.measures(single)
        rows = rows[rows["plan_id"].isin(both["plan_id"])].reset_index(drop=True)
        mine = both[both["measure_id"].isin(rows["measure_id"])].reset_index(drop=True)
        assert mine.drop(columns="plan_id").equals(rows.drop(columns="plan_id"))
    monkeypatch.setenv("PLAN_ATLAS_BUILT", str(beside))
    for collection, year in ((COLLECTION.name, "2024"), ("ip-work-plans", "2018")):
        for page in PAGES:
            view = View(page, (("collection", collection), ("year", year)))
            assert open_view(view).faults == []
