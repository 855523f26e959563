"""Tables with one column of content: it is the measure, and text that can't hold such a table is refused."""

from pathlib import Path

import pytest

from pipeline.build.findings import plan_findings
from pipeline.reading.plan import Measure
from pipeline.reading.plan_checks import require_plan
from pipeline.schema.errors import SourceError
from tests.documents.scoring import read_plans
from tests.pipeline.sample_plans import AREAS, TAXONOMY, gaps, read_one

TITLE = "河北省2018年政府工作报告重点任务分工\n"
FIRST, SECOND = "建设知识产权服务业集聚区，引进机构5家", "加强海关知识产权保护，查办案件10件"
HEADERS = (
    "序号,重点任务,牵头单位,配合单位,完成时限",
    "序号,工作任务,责任单位,完成时限",
    "重点任务,责任单位,完成时限",
    "重点任务,牵头单位,配合单位",
    "工作任务,责任单位",
    "序号,主要目标,责任单位",
    "序号,重点领域,重点任务,责任单位",
)


def measures_of(text: str) -> list[Measure]:
    plan = read_one(text)
    assert gaps(text, [plan]) == []
    return list(plan.measures)


@pytest.mark.parametrize("banner", [f"一、{AREAS[0]}", ""])
@pytest.mark.parametrize("header", HEADERS)
def test_the_content_is_the_measure_and_names_its_task(header: str, banner: str) -> None:
    names = header.split(",")
    cells = {"序号": "1", "责任单位": "省知识产权局", "牵头单位": "省知识产权局", "重点领域": AREAS[0]}

    def row(content: str) -> str:
        texts = {"配合单位": "省财政厅", "完成时限": "12月底前", **cells}
        return ",".join(texts.get(name, content) for name in names) + "\n"

    lines = banner + "," * (len(names) - 1) + "\n" if banner else ""
    first, second = measures_of(f"{TITLE}{header}\n{lines}{row(FIRST)}{row(SECOND)}")
    assert [one.row.measure.text for one in (first, second)] == [FIRST, SECOND]
    assert (first.row.task.text, first.match.task_ids, first.depth) == ("", ("1.3",), "quantified")
    assert second.match.task_ids == ("2.3",)
    assert first.row.deadline.text == ("12月底前" if "完成时限" in names else "")
    assert {one.department_id for one in first.facts.departments} >= {"ip-office"}


def test_an_empty_cell_of_departments_is_blank_and_no_task_is_missed() -> None:
    text = f"{TITLE}序号,重点任务,责任单位\n1,{FIRST},省知识产权局\n2,{SECOND},\n"
    plan = read_one(text)
    assert [one.row.departments.text for one in plan.measures] == ["省知识产权局", ""]
    found = plan_findings(plan, TAXONOMY)
    assert "task_blank" not in {finding.kind for finding in found}
    (blank,) = (finding for finding in found if finding.kind == "departments_blank")
    assert SECOND in blank.message_zh


def test_a_heading_over_rows_names_their_task_where_they_do_not() -> None:
    rows = "1,引进机构5家,省知识产权局\n2,出台办法2项,省知识产权局\n"
    text = f"{TITLE}序号,重点任务,责任单位\n（一）推进知识产权服务业集聚区建设,,\n{rows}"
    assert [one.match.task_ids for one in measures_of(text)] == [("1.3",), ("1.3",)]


def test_headings_over_rows_are_their_tasks_whatever_the_rows_name(tmp_path: Path) -> None:
    tasks = ("知识产权服务业集聚区建设", "加强海关知识产权保护", "建设示范大街")
    parts = (
        f"<tr><td colspan=2>{n}.{task}</td></tr><tr><td>{FIRST}，引进机构。</td><td>省知识产权局</td></tr>"
        for n, task in enumerate(tasks, 1)
    )
    source = tmp_path / "plan.html"
    head = "<tr><th>工作举措</th><th>责任单位</th></tr>"
    source.write_text(f"<p>{TITLE}</p><table>{head}{''.join(parts)}</table>")
    (plan,) = read_plans(source)
    assert [one.match.task_ids for one in plan.measures] == [("1.3",), ("2.3",), ("1.3",)]


def test_a_column_of_tasks_that_holds_key_areas_leaves_the_task_to_the_measure() -> None:
    text = f"{TITLE}重点领域,主要目标,责任单位\n{AREAS[0]},{FIRST},省知识产权局\n"
    (measure,) = measures_of(text)
    assert (measure.row.area.text, measure.row.task.text) == (AREAS[0], "")
    assert (measure.area_id, measure.match.task_ids) == ("1", ("1.3",))


def test_a_short_header_counts_only_where_there_is_no_other() -> None:
    plan = f"序号,工作内容,具体举措,责任部门\n1,{FIRST},{FIRST}。,省知识产权局\n"
    measures = measures_of(f"{TITLE}{plan}任务,单位,,\n{SECOND},省公安厅,,\n")
    assert measures[0].row.task.text == FIRST
    assert all(measure.row.measure.text != SECOND for measure in measures)


def test_text_of_one_cell_a_line_is_read() -> None:
    rows = "".join(f"{n}\n{FIRST}\n省知识产权局、\n省财政厅\n12月底前\n" for n in range(1, 6))
    measures = measures_of(f"{TITLE}{chr(10).join(HEADERS[1].split(','))}\n{rows}")
    assert [(one.row.measure.text, one.row.departments.text, one.row.deadline.text) for one in measures] == [
        (FIRST, "省知识产权局、省财政厅", "12月底前")
    ] * 5


def test_text_without_cell_borders_is_refused_with_what_to_do() -> None:
    header = " ".join(HEADERS[0].split(","))
    rows = "".join(f"{n} {FIRST[:9]}\n{FIRST[9:]}\n省知识产权局 省财政厅\n12月底前\n" for n in range(1, 6))
    with pytest.raises(SourceError, match="one column of content") as refused:
        read_one(f"{TITLE}{header}\n{rows}")
    assert "CSV" in refused.value.message_zh


def test_text_of_which_many_rows_are_doubtful_is_refused() -> None:
    rows = "".join(f"{n}\n{FIRST}\n省知识产权局\n" for n in range(1, 8))
    plan = read_one(f"{TITLE}{rows}")
    with pytest.raises(SourceError, match="can't be read reliably"):
        require_plan(plan)
