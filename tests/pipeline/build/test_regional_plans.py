"""Several plans of a region for a year count together; copies are refused."""

from dataclasses import replace
from itertools import permutations
from pathlib import Path

import pytest

from pipeline.build.build import build
from pipeline.build.check import check_built
from tests.corpora import LOCAL_TASKS, TASKS, Plan, Row, corpus_text
from tests.pipeline.build.test_build import frame

FIRST = Plan(
    "广东省",
    (
        Row(TASKS[1], "推进专利导航，开展培训3场次。", "科技厅"),
        Row(TASKS[2], "完善执法协作，办理案件40件。", "科技厅"),
        Row(TASKS[3], "建设服务平台，引进机构6家。", "科技厅"),
    ),
)
SECOND = Plan(
    "广东省",
    (
        Row(TASKS[3], "组织宣讲8场次，建立协作机制。", "公安厅"),
        Row(TASKS[8], "建设服务平台，引进机构6家。", "公安厅"),
        Row(LOCAL_TASKS[0], "建立地方标准，完成登记100件。", "公安厅"),
    ),
)
NEIGHBOUR = Plan("福建省", (Row(TASKS[1], "完善制度，加强协作。", "商务厅"),))


def write(folder: Path, *plans: Plan) -> list[Path]:
    """One file for each plan."""
    files = []
    for number, plan in enumerate(plans, 1):
        files.append(folder / f"plan{number}.txt")
        files[-1].write_text(corpus_text([plan]), encoding="utf-8")
    return files


def test_the_measures_of_both_plans_answer_the_tasks_of_the_region(tmp_path: Path) -> None:
    out = tmp_path / "built"
    report = build(write(tmp_path, FIRST, NEIGHBOUR, SECOND), out)
    assert (report.clean, report.plans, report.measures) == (True, 3, 7)
    assert [p.rpartition("-2018-")[2] for p in frame(out, "plans")["plan_id"]] == [
        "440000",
        "350000",
        "440000-2",
    ]
    measures = frame(out, "measures")
    assert set(measures["plan_id"]) == set(frame(out, "plans")["plan_id"])
    assert measures["measure_id"].is_unique
    coverage = frame(out, "coverage").query("region_id == '440000'").set_index("task_id")
    assert coverage.index.is_unique
    assert coverage["measures"].sum() == 5
    shared = measures.query("region_id == '440000' and task_id != ''")["task_id"].value_counts().idxmax()
    assert coverage.at[shared, "measures"] == 2
    assert coverage.at[shared, "depth"] == "quantified"
    regions = frame(out, "regions").set_index("region_id")
    assert str(regions.at["440000", "plan_id"]).endswith("-440000")
    assert set(frame(out, "plan_map")["region_id"]) == {"440000", "350000"}
    checked = check_built(out)
    assert checked.balanced
    assert not checked.disagreements


def test_a_target_that_both_plans_state_counts_once(tmp_path: Path) -> None:
    build(write(tmp_path, FIRST, SECOND), tmp_path / "built")
    targets = frame(tmp_path / "built", "targets")
    (again,) = targets[targets["repeat_of"] != ""].to_dict("records")
    assert again["plan_id"].endswith("-440000-2")
    assert again["repeat_of"].startswith(again["plan_id"].removesuffix("-2") + "-0")


def test_findings_distinguish_files_with_the_same_name(tmp_path: Path) -> None:
    folders = [tmp_path / name for name in ("one", "two")]
    for folder, plan in zip(folders, (FIRST, SECOND), strict=True):
        folder.mkdir()
        write(folder, plan)
    report = build(folders, tmp_path / "built")
    (found,) = [finding for finding in report.findings if finding.kind == "several_plans"]
    assert "one/plan1.txt" in found.message_en


def test_the_second_plan_is_named_with_the_place_of_the_first(tmp_path: Path) -> None:
    build(write(tmp_path, FIRST, SECOND), tmp_path / "built")
    findings = frame(tmp_path / "built", "findings")
    (found,) = findings[findings["kind"] == "several_plans"].to_dict("records")
    assert found["severity"] == "doubt"
    assert found["plan_id"].endswith("-440000-2")
    assert "plan1.txt" in found["message_zh"]
    assert "plan1.txt, line 1" in found["message_en"]


@pytest.mark.parametrize(
    "copy",
    [
        FIRST,
        replace(FIRST, rows=FIRST.rows[:2]),
        replace(FIRST, rows=(*FIRST.rows, *SECOND.rows)),
        replace(FIRST, rows=(*FIRST.rows[:2], replace(FIRST.rows[2], measure="另作部署。"))),
    ],
    ids=["the same", "a part of it", "a longer version", "a revised version"],
)
def test_a_version_of_the_same_plan_is_left_out(tmp_path: Path, copy: Plan) -> None:
    first, second = write(tmp_path, FIRST, copy)
    report = build([first, second], tmp_path / "built")
    (lost,) = report.left_out
    assert (lost.error.source, report.plans, report.measures) == (second, 1, len(FIRST.rows))
    assert f"{first}:1" in lost.error.message_en


def test_a_plan_whose_region_is_only_guessed_is_no_further_plan(tmp_path: Path) -> None:
    first, second = write(tmp_path, FIRST, SECOND)
    untitled = second.read_text(encoding="utf-8").replace("广东省 2018年工作要点", "", 1)
    second.write_text(untitled.replace("公安厅", "广东省公安厅"), encoding="utf-8")
    report = build([first, second], tmp_path / "built")
    assert len(report.left_out) == 1
    assert report.plans == 1


@pytest.mark.parametrize("plans", [*permutations((FIRST, SECOND))])
def test_a_title_that_may_name_another_region_is_doubted_and_adds_nothing(
    tmp_path: Path, plans: tuple[Plan, Plan]
) -> None:
    """The first plan alone is read with a doubt; beside another of the region, the later one is left out."""
    files = write(tmp_path, *(replace(p, region="广东某某县") if p is SECOND else p for p in plans))
    report = build(files, tmp_path / "built")
    assert ([lost.error.source for lost in report.left_out], report.plans) == (files[1:], 1)
    doubts = [f.message_zh for f in report.findings if f.kind == "region_of_title"]
    assert ["广东某某县2018年工作要点" in text for text in doubts] == [True] * (plans[0] is SECOND)


def test_the_plan_of_another_year_is_the_first_of_its_year(tmp_path: Path) -> None:
    build(write(tmp_path, FIRST, replace(FIRST, year=2019)), tmp_path / "built")
    assert [p.rpartition("work-plans-")[2] for p in frame(tmp_path / "built", "plans")["plan_id"]] == [
        "2018-440000",
        "2019-440000",
    ]
