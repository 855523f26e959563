"""Tables with delimiters come back cell by cell, as spreadsheets and word processors save them."""

import random
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.build.build import build
from pipeline.build.findings import plan_findings
from pipeline.reading.plan import ParsedPlan
from pipeline.schema.errors import SourceError
from tests.pipeline.cell_layouts import CellHabit, draw_cell_habit, lay_out_cells
from tests.pipeline.reading.test_reading_property import cells_of, draw_rows
from tests.pipeline.sample_plans import (
    AREAS,
    ROWS,
    TAXONOMY,
    cells,
    furniture,
    gaps,
    read_one,
    read_plans,
    written,
)

TITLE = "河北省 2018年工作要点,,,,\n"
HEADER = "序号,工作重点,工作内容,具体举措,责任部门\n"
FIRST = f"1,{AREAS[0]},探索开展知识产权综合管理改革试点,建立试点10个。,省知识产权局\n"


def kinds(plan: ParsedPlan) -> set[str]:
    return {finding.kind for finding in plan_findings(plan, TAXONOMY)}


@pytest.mark.property
@settings(max_examples=100, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(seed=st.integers(0, 10**6), number=st.integers(3, 40))
def test_rows_come_back_from_tables_of_any_habits(seed: int, number: int) -> None:
    chance = random.Random(seed)
    habit = draw_cell_habit(chance)
    rows = draw_rows(chance, number)
    text = lay_out_cells(rows, habit, seed)
    (plan,) = plans = read_plans(text)
    assert cells(plan) == cells_of(rows)
    assert (plan.job.plan.region_id, plan.job.year) == ("130000", habit.year)
    assert gaps(text, plans) == []
    if "area" in habit.columns:
        assert [m.row.area.text.split("、")[-1] for m in plan.measures] == [row.area for row in rows]


@pytest.mark.parametrize("border", ["", "| "], ids=["bare", "bordered"])
@pytest.mark.parametrize(
    "rule", ["", "---|:--|--:|:-:|---", ":-:|---|---|---|---", "--- | --- | --- | --- | ---"]
)
def test_tables_parted_by_pipes(border: str, rule: str) -> None:
    header, *rows = ([*line.split(",")] for line in (HEADER + FIRST).split())
    rows += [[str(n), row.area, row.task, row.measure, row.departments] for n, row in enumerate(ROWS[1:], 2)]
    rows[0][3] = r"建立试点<br>1\~10个\|家。"
    lines = [border + " | ".join(line) + border.rstrip() for line in (header, *rows)]
    lines[1:1] = [border.strip() + rule + border.strip()] if rule else []
    text = "\n".join(("# 河北省2018年工作要点", "", *lines))
    (plan,) = plans = read_plans(text)
    assert [one.row.measure.text for one in plan.measures] == [
        "建立试点1~10个|家。",
        *(r.measure for r in ROWS[1:]),
    ]
    assert [one.row.departments.text for one in plan.measures[1:]] == [row.departments for row in ROWS[1:]]
    assert gaps(text, plans) == []


@pytest.mark.parametrize(
    ("name", "encoding"),
    [("a.csv", "utf-8-sig"), ("a.csv", "gb18030"), ("a.tsv", "utf-16"), ("a.txt", "utf-8")],
)
def test_a_file_in_any_encoding_is_built_and_accounted_for(tmp_path: Path, name: str, encoding: str) -> None:
    habit = CellHabit(delimiter="\t" if name == "a.tsv" else ",", line_end="\r\n", empty_columns=2)
    (tmp_path / name).write_bytes(lay_out_cells(ROWS, habit).encode(encoding))
    report = build([tmp_path / name], tmp_path / "built")
    assert (report.plans, report.measures, report.clean) == (1, len(ROWS), True)
    ledger = pq.read_table(tmp_path / "built" / "ledger.parquet", columns=["character_class"])
    classes = ledger["character_class"].to_pylist()
    assert ("delimiter" in classes) == (name != "a.tsv")


def test_several_plans_in_one_file_with_notes_below() -> None:
    one = lay_out_cells(ROWS, CellHabit(region="河北省")) + "注：由各单位填报。,,,,\n,,,,\n"
    two = lay_out_cells(ROWS, CellHabit(region="甘肃省", areas="repeated", header=1))
    plans = read_plans(one + two)
    assert [plan.job.plan.region_id for plan in plans] == ["130000", "620000"]
    assert [cells(plan) for plan in plans] == [written()] * 2
    assert gaps(one + two, plans) == []
    (note,) = [f for f in plan_findings(plans[0], TAXONOMY) if f.kind == "line_left_out"]
    assert "注：由各单位填报。" in note.message_zh


def test_a_task_cell_that_is_merged_is_shared_and_other_empty_cells_are_blank() -> None:
    text = (
        TITLE + HEADER + FIRST + ",,,出台办法2项。,\n,,,召开会议3次。,省财政厅\n"
        ",,知识产权服务业集聚区建设,引进机构5家。,\n,,重大经济活动知识产权评议,,\n"
        ",,按国家有关规定，设置知识产权奖励项目,,省公安厅\n"
    )
    plan = read_one(text)
    assert [measure.row.merged for measure in plan.measures] == [
        (),
        ("task", "departments"),
        ("task",),
        (),
        (),
        (),
    ]
    assert {task for task, _, _ in cells(plan)[:3]} == {"探索开展知识产权综合管理改革试点"}
    assert [departments for _, _, departments in cells(plan)] == [
        "省知识产权局",
        "省知识产权局",
        "省财政厅",
        "",
        "",
        "省公安厅",
    ]
    doubts = [f for f in plan_findings(plan, TAXONOMY) if f.kind == "cell_maybe_merged"]
    assert [(f.first_line, f.severity) for f in doubts] == [(line, "doubt") for line in (6, 7, 7, 8)]
    assert gaps(text, [plan]) == []


def test_the_first_row_of_an_area_shares_nothing_with_the_one_before() -> None:
    plan = read_one(TITLE + HEADER + FIRST + f"2,{AREAS[1]},,开展行动。,石家庄海关\n")
    assert [measure.row.merged for measure in plan.measures] == [(), ()]
    assert cells(plan)[1] == ("", "开展行动。", "石家庄海关")
    assert "task_blank" in kinds(plan)


def test_a_deliverable_is_joined_to_its_measure_and_distinguished_in_the_ledger() -> None:
    header = "序号,工作重点,工作内容,具体任务,成果形式,责任部门\n"
    text = f"{TITLE}{header}1,{AREAS[0]},知识产权服务业集聚区建设,引进机构。,办理案件120起以上,省知识产权局\n"
    plan = read_one(text)
    assert cells(plan) == [("知识产权服务业集聚区建设", "引进机构。｜办理案件120起以上", "省知识产权局")]
    spans = {span.character_class: span for span in plan.spans}
    assert spans["deliverable"].text == "办理案件120起以上"
    assert spans["deliverable"].cell_start == len("引进机构。｜")
    assert spans["deliverable"].measure_id == plan.measures[0].measure_id
    assert "deliverable_joined" in kinds(plan)
    assert [target.quote for target in plan.measures[0].facts.targets] == ["120起以上"]
    assert gaps(text, [plan]) == []


def test_delimiters_within_a_deadline_are_text_of_it() -> None:
    text = TITLE + HEADER.strip() + ",完成时限\n" + FIRST.strip() + ',"6月底, ""12月底"""\n'
    plan = read_one(text)
    assert [measure.row.deadline.text for measure in plan.measures] == ['6月底,"12月底"']
    assert gaps(text, [plan]) == []


def test_more_departments_of_a_row_with_a_second_deadline_are_accounted_for() -> None:
    text = TITLE + HEADER.strip() + ",完成时限\n" + FIRST.strip() + ",6月底\n,,,,省财政厅,12月底\n"
    text += "2,,知识产权服务业集聚区建设,引进机构。,省财政厅,9月底\n,,,,省公安厅,12月底\n"
    text += "3,,重大经济活动知识产权评议,完成评议。,省财政厅,同上\n"
    plan = read_one(text)
    assert [measure.row.deadline.text for measure in plan.measures] == ["6月底", "9月底", "12月底"]
    assert gaps(text, [plan]) == []


def test_more_departments_of_a_row_stay_out_of_one_that_shares_only_the_lead() -> None:
    text = (
        f"{TITLE}序号,工作内容,具体举措,牵头单位,配合单位\n"
        "1,知识产权服务业集聚区建设,引进机构。,省知识产权局,省财政厅\n"
        "2,重大经济活动知识产权评议,完成评议。,同上,\n,,,省公安厅,\n"
    )
    plan = read_one(text)
    assert [len(measure.facts.departments) for measure in plan.measures] == [2, 2]
    assert "省财政厅" in cells(plan)[0][2]
    assert gaps(text, [plan]) == []


def test_columns_of_those_who_lead_and_support_are_joined_with_their_roles() -> None:
    header = "序号,工作内容,具体举措,牵头单位,配合单位,完成时限\n"
    text = (
        f"{TITLE}{header}1,知识产权服务业集聚区建设,引进机构。,省知识产权局,省财政厅、省公安厅,12月底\n"
        "2,重大经济活动知识产权评议,完成评议。,,省财政厅,\n"
    )
    plan = read_one(text)
    assert [departments for _, _, departments in cells(plan)] == [
        "牵头单位：省知识产权局；配合单位：省财政厅、省公安厅",
        "配合单位：省财政厅",
    ]
    roles = [(one.quote, one.role) for one in plan.measures[0].facts.departments]
    assert roles == [("省知识产权局", "lead"), ("省财政厅", "support"), ("省公安厅", "support")]
    assert [measure.row.deadline.text for measure in plan.measures] == ["12月底", ""]
    assert "columns_joined" in kinds(plan)
    assert "columns_left_out" not in kinds(plan)
    assert gaps(text, [plan]) == []


def test_a_header_of_two_rows_and_one_over_two_columns() -> None:
    header = "序号,工作任务,,具体举措,责任单位,\n,,,,牵头单位,配合单位\n"
    text = f"{TITLE}{header}" + "".join(
        f"{number},{row.area},{row.task},{row.measure},{row.departments},省财政厅\n"
        for number, row in enumerate(ROWS, 1)
    )
    plan = read_one(text)
    assert [(task, measure) for task, measure, _ in cells(plan)] == [(r.task, r.measure) for r in ROWS]
    assert [m.row.area.text for m in plan.measures] == [row.area for row in ROWS]
    assert {
        character_class for character_class, span in furniture(plan) if span in ("牵头单位", "配合单位")
    } == {"header"}
    assert "columns_by_place" in kinds(plan)


def test_columns_in_unknown_words_are_recognised_by_what_stands_below() -> None:
    rows = "".join(f"{row.departments},{row.measure},{row.task},{row.area}\n" for row in ROWS)
    plan = read_one(f"河北省 2018年工作要点,,,\n谁来做,怎么做,条目,篇章\n{rows}")
    assert cells(plan) == written()
    assert "columns_by_place" in kinds(plan)


def test_the_name_of_its_column_before_a_cell_is_no_part_of_it() -> None:
    header = "序号,工作内容,具体举措,责任部门\n"
    rows = "".join(
        f"{number},工作内容：{row.task},具体举措: {row.measure},{row.departments}\n"
        for number, row in enumerate(ROWS, 1)
    )
    text = f"{TITLE}{header}{rows}"
    plan = read_one(text)
    assert cells(plan) == written()
    assert gaps(text, [plan]) == []


def test_an_unknown_column_is_kept_out_with_a_doubt() -> None:
    header = "序号,工作内容,具体举措,责任部门,风险等级\n"
    plan = read_one(f"{TITLE}{header}1,知识产权服务业集聚区建设,引进机构。,省知识产权局,高\n")
    assert cells(plan) == [("知识产权服务业集聚区建设", "引进机构。", "省知识产权局")]
    (finding,) = [f for f in plan_findings(plan, TAXONOMY) if f.kind == "columns_unknown"]
    assert "“风险等级”" in finding.message_zh
    assert finding.first_line == 2


def test_of_two_columns_of_one_kind_the_second_is_left_out_with_a_doubt() -> None:
    header = "序号,工作内容,原举措,修改后举措,责任部门\n"
    plan = read_one(f"{TITLE}{header}1,知识产权服务业集聚区建设,引进机构。,引进两家机构。,省知识产权局\n")
    assert cells(plan) == [("知识产权服务业集聚区建设", "引进机构。", "省知识产权局")]
    (finding,) = [f for f in plan_findings(plan, TAXONOMY) if f.kind == "columns_unknown"]
    assert "“修改后举措”" in finding.message_zh


def test_a_quote_that_has_lost_its_counterpart_leaves_a_doubt() -> None:
    text = (
        TITLE
        + HEADER
        + FIRST.replace("建立", '"建立')
        + FIRST.replace("1,", "2,").replace("。", '。"')
        + FIRST
    )
    assert "cell_holds_rows" in kinds(read_one(text))
    assert "cell_holds_rows" not in kinds(
        read_one(TITLE + HEADER + FIRST.replace("建立试点", '"建立\n试点"'))
    )


@pytest.mark.parametrize(
    ("header", "row", "message"),
    [
        ("序号,工作任务,完成时限", "1,产值增长5%。,12月底", "责任部门"),
        ("序号,具体举措,备注", "1,开展行动。,无", "工作内容"),
        ("城市,人口,面积", "北京,2000,100", "工作内容"),
    ],
)
def test_a_table_without_a_column_that_is_needed_is_refused(header: str, row: str, message: str) -> None:
    with pytest.raises(SourceError) as refused:
        read_plans(f"{TITLE}{header}\n" + f"{row}\n" * 4)
    assert message in refused.value.message_zh
    assert refused.value.line == 2
    assert "columns.toml" in refused.value.message_en


def test_a_table_without_a_header_is_refused() -> None:
    with pytest.raises(SourceError, match="No header was found"):
        read_plans(TITLE + FIRST * 5)


def test_a_table_without_departments_is_read_with_a_doubt() -> None:
    plan = read_one(f"{TITLE}序号,工作内容,具体举措\n1,知识产权服务业集聚区建设,引进机构。\n")
    assert cells(plan) == [("知识产权服务业集聚区建设", "引进机构。", "")]
    assert "departments_missing" in kinds(plan)


def test_cells_of_many_lines_cost_no_more_than_their_number() -> None:
    lines = "一是推进工作。\n" * 20_000
    text = f"河北省 2018年工作要点\n{HEADER}".replace(",", "\t")
    text += f"1\t{AREAS[0]}\t知识产权服务业集聚区建设\t{lines}完成。\t省知识产权局\n"
    text += "2\t\t重大经济活动知识产权评议\t完成评议。\t省知识产权局\n" * 3
    assert len(read_one(text).measures) == 4
