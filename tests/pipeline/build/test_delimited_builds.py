"""Delimited tables are built and checked like any other text."""

import random
import tempfile
from pathlib import Path
from typing import Final

import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.build.build import build
from pipeline.build.check import check_built
from pipeline.build.proof import rebuilt_cell
from tests.corpora import InThisProcess
from tests.pipeline.build.test_build import info_of
from tests.pipeline.build.test_check_changes import change, sign
from tests.pipeline.cell_layouts import CellHabit, draw_cell_habit, lay_out_cells
from tests.pipeline.reading.test_reading_property import draw_rows
from tests.pipeline.sample_plans import AREAS, ROWS, gaps, read_one

TITLE: Final = "河北省 2018年工作要点\n"
JOINED: Final = (
    f"{TITLE}序号,工作重点,工作内容,具体任务,成果形式,牵头单位,配合单位\n"
    f"1,{AREAS[0]},知识产权服务业集聚区建设,引进机构。,办理案件120起以上,省知识产权局,省财政厅\n"
    f"2,{AREAS[0]},重大经济活动知识产权评议,完成评议。,评议报告,,省公安厅\n"
)


def built_of(text: str, folder: Path) -> Path:
    source = folder / "plans.csv"
    source.write_text(text, encoding="utf-8")
    build([source], folder / "built", executor=InThisProcess(), keep_going=True)
    return folder / "built"


@pytest.mark.property
@settings(max_examples=25, derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(seed=st.integers(0, 10**6), number=st.integers(3, 12))
def test_delimited_tables_in_any_style_pass_the_check(seed: int, number: int) -> None:
    chance = random.Random(seed)
    text = lay_out_cells(draw_rows(chance, number), draw_cell_habit(chance), seed)
    with tempfile.TemporaryDirectory() as folder:
        built = built_of(text, Path(folder))
        assert check_built(built).disagreements == ()
        sign(built, fingerprint="of another version")
        report = check_built(built)
    assert (report.read_again, report.disagreements, report.balanced) == (False, (), True)


def test_inserted_labels_pass_the_check(tmp_path: Path) -> None:
    built = built_of("前言：各单位填报\n" + JOINED, tmp_path)
    measures = pq.read_table(built / "measures.parquet").to_pylist()
    assert measures[0]["measure_text"] == "引进机构。｜办理案件120起以上"
    assert measures[1]["departments_text"] == "配合单位：省公安厅"
    assert check_built(built).holds
    sign(built, fingerprint="of another version")
    assert check_built(built).holds


@pytest.mark.parametrize(
    ("header", "first", "second", "cells"),
    [
        ("责任部门,责任部门", "省知识产权局,省财政厅", "省公安厅,", ["省知识产权局、省财政厅", "省公安厅"]),
        ("责任部门", "省知识产权局", "同上、省公安厅", ["省知识产权局", "省知识产权局、省公安厅"]),
    ],
)
def test_departments_of_several_columns_or_rows_pass_the_check(
    tmp_path: Path, header: str, first: str, second: str, cells: list[str]
) -> None:
    text = (
        f"{TITLE}序号,工作重点,工作内容,具体举措,{header}\n"
        f"1,{AREAS[0]},知识产权服务业集聚区建设,引进机构。,{first}\n"
        f"2,{AREAS[0]},重大经济活动知识产权评议,完成评议。,{second}\n"
    )
    built = built_of(text, tmp_path)
    measures = pq.read_table(built / "measures.parquet").to_pylist()
    assert [row["departments_text"] for row in measures] == cells
    assert check_built(built).holds
    sign(built, fingerprint="of another version")
    assert check_built(built).holds


@pytest.mark.parametrize(
    ("column", "stored", "forged"),
    [
        ("measure_text", "｜", "、"),
        ("measure_text", "｜", "不"),
        ("departments_text", "牵头单位：", "配合单位："),
        ("departments_text", "牵头单位：", "不牵头的："),
        ("departments_text", "；配合单位：", "、配合单位："),
    ],
)
def test_unknown_inserted_text_is_reported(tmp_path: Path, column: str, stored: str, forged: str) -> None:
    built = built_of(JOINED, tmp_path)
    change(built, "measures", lambda rows: rows[0].update({column: rows[0][column].replace(stored, forged)}))
    report = check_built(built)
    assert ("measures", 1) in {(odd.table, odd.row) for odd in report.disagreements}


def test_only_known_labels_are_inserted_between_spans() -> None:
    spans = [{"cell_start": 5, "text": "省知识产权局"}]
    assert rebuilt_cell("departments", spans, "牵头单位：省知识产权局") == "牵头单位：省知识产权局"
    assert rebuilt_cell("departments", spans, "伪造单位：省知识产权局") == "省知识产权局"


def test_departments_that_go_on_below_a_merged_cell_are_shared(tmp_path: Path) -> None:
    text = (
        f"{TITLE}序号,工作重点,工作内容,具体举措,责任部门\n"
        f"1,{AREAS[0]},知识产权服务业集聚区建设,引进机构。,省知识产权局、\n"
        ",,,出台办法2项。,\n,,,,省财政厅\n"
    )
    plan = read_one(text)
    assert [measure.row.departments.text for measure in plan.measures] == ["省知识产权局、省财政厅"] * 2
    assert gaps(text, [plan]) == []
    assert check_built(built_of(text, tmp_path)).holds


REFUSED: Final = {
    "no column of departments": "四川省 2018年工作要点\n序号,重点领域,工作任务,完成时限\n"
    + "1,产业,产值增长5%。,12月底\n" * 3,
    "no plan's cells": "四川省 2018年工作要点\n序号,工作内容,具体举措,责任部门\n"
    + "1,12月底,2018年,95%\n" * 4,
}


@pytest.mark.parametrize("place", [0, 1, 2])
@pytest.mark.parametrize("refused", REFUSED)
def test_other_tables_are_read_when_one_is_refused(tmp_path: Path, refused: str, place: int) -> None:
    plans = [lay_out_cells(ROWS, CellHabit(region=region)) for region in ("河北省", "甘肃省")]
    plans.insert(place, REFUSED[refused])
    built = built_of("知识产权工作资料汇编\n" + "".join(plans), tmp_path)
    (lost,) = info_of(built)["left_out"]
    assert lost["region_id"] == "510000"
    ledger = pq.read_table(built / "ledger.parquet").to_pylist()
    unread = [span for span in ledger if span["character_class"] == "unread"]
    assert {(span["plan_id"], span["measure_id"]) for span in unread} == {("", "")}
    lines = [n for n in {span["line"] for span in unread} if lost["first_line"] <= n <= lost["last_line"]]
    assert len(lines) == lost["last_line"] - lost["first_line"] + 1
    report = check_built(built)
    (source,) = report.sources
    assert source.gaps == ()
    assert sum(source.classes.values()) == source.characters
    assert source.classes["unread"] >= len("".join(REFUSED[refused].split()))
    assert report.disagreements == ()
    assert not report.holds
