"""Cells that do not look like a plan's are doubted; a table of such rows is refused."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from pipeline.build.build import build
from pipeline.build.findings import plan_findings
from pipeline.extract.departments.mentions import find_departments
from pipeline.extract.facts import load_vocabularies
from pipeline.reading.columns.layout import split_fragments
from pipeline.reading.columns.rows import Cell
from pipeline.reading.plan import ParsedPlan
from pipeline.reading.plans.headers import HeaderCell, HeaderColumns
from pipeline.reading.row_checks import (
    find_doubtful_cells,
    has_paired_brackets,
    has_two_lists,
    is_date_or_number,
)
from pipeline.reading.task_checks import find_joined_tasks, find_measures_in_tasks
from pipeline.schema.errors import SourceError
from pipeline.taxonomy.loading import DEFAULT
from tests.pipeline.cell_layouts import CellHabit, lay_out_cells
from tests.pipeline.layouts import Habit, SampleRow
from tests.pipeline.sample_plans import ROWS, TAXONOMY, read_one, read_plans, small_plan

TASKS = tuple(task.name_zh for task in TAXONOMY.tasks)
LINES_HEADER = "河北省 2018年工作要点\n{header}\n加强海关知识产权保护\n开展行动。\n石家庄海关\n{more}\n"


def doubts(plan: ParsedPlan) -> list[tuple[str, int]]:
    found = plan_findings(plan, TAXONOMY)
    return [(f.kind, f.first_line) for f in found if f.severity == "doubt" and f.kind != "match_near"]


def plan_with(changed: SampleRow) -> ParsedPlan:
    return read_one(lay_out_cells((*ROWS[:3], changed, *ROWS[4:]), CellHabit(areas="repeated")))


@pytest.mark.parametrize(
    ("changed", "kind"),
    [
        (replace(ROWS[3], task="12月底"), "cell_number"),
        (replace(ROWS[3], measure="95%"), "cell_number"),
        (replace(ROWS[3], task="省公安厅、省检察院"), "task_departments"),
        (replace(ROWS[3], task=f"{TASKS[3][:-5]}{ROWS[3].task}"), "task_maybe_two"),
        (replace(ROWS[3], task=f"{ROWS[3].task}{TASKS[3][5:]}"), "task_maybe_two"),
        (replace(ROWS[3], task="建设平台产业规划。", measure="形成企"), "task_holds_measure"),
        (replace(ROWS[3], departments="2018年12月"), "departments_none_known"),
        (replace(ROWS[3], departments="建设维权中心，提供服务。"), "departments_none_known"),
        (replace(ROWS[3], task="".join(row.measure for row in ROWS)), "cell_long"),
        (replace(ROWS[3], measure="开展行动。" * 400), "cell_long"),
        (replace(ROWS[3], measure="建设平台（含分平台。"), "cell_unpaired"),
        (replace(ROWS[3], departments="省知识产权局）"), "cell_unpaired"),
        (replace(ROWS[3], departments="“”省知识产权局"), "cell_unpaired"),
        (replace(ROWS[3], departments="省知识产权局、省公安厅达到95.5%"), "departments_number"),
        (replace(ROWS[3], departments="2018.03.05收省知识产权局"), "departments_number"),
        (replace(ROWS[3], departments="省公安厅按职责分工负责省财政厅"), "departments_maybe_two"),
        (replace(ROWS[3], departments="（牵头单位：省公安厅）省财政厅"), "departments_maybe_two"),
        (replace(ROWS[3], departments="省公安厅、省财政厅省财政厅（牵头）"), "departments_maybe_two"),
        (replace(ROWS[3], departments="省公安厅（牵头单位：省财政厅）"), "departments_maybe_two"),
        (replace(ROWS[3], departments="省公安厅负责牵头单位：省财政厅"), "departments_maybe_two"),
        (replace(ROWS[3], departments="省公安厅牵头省财政厅牵头"), "departments_maybe_two"),
        (replace(ROWS[3], departments="（牵头）、省公安厅"), "departments_elsewhere"),
        (replace(ROWS[3], departments="、省公安厅"), "departments_elsewhere"),
        (replace(ROWS[3], departments="省公安厅（牵头）、"), "departments_elsewhere"),
        (replace(ROWS[3], measure="3①月底前总结；②开展培训。"), "cell_unpaired"),
        (replace(ROWS[3], measure="①月底前总结；②开展培训。"), "cell_unpaired"),
    ],
)
def test_a_cell_that_does_not_fit_is_doubted_at_its_row(changed: SampleRow, kind: str) -> None:
    assert (kind, 6) in doubts(plan_with(changed))
    assert doubts(plan_with(ROWS[3])) == []


@pytest.mark.parametrize(
    "task", ["大中型灌区", "中小学校", "老旧小区", "工业园区", "各市政府", "省财政厅", "石家庄市"]
)
def test_kinds_of_places_and_institutions_are_tasks_as_well(task: str) -> None:
    is_body = task in ("各市政府", "省财政厅", "石家庄市")
    assert (
        "task_departments" in [kind for kind, _ in doubts(plan_with(replace(ROWS[3], task=task)))]
    ) is is_body


def test_a_task_with_a_full_stop_is_not_doubted_where_measures_have_none() -> None:
    rows = [replace(row, measure=row.measure.rstrip("。")) for row in ROWS]
    rows[3] = replace(rows[3], task=f"{rows[3].task}。")
    assert doubts(read_one(lay_out_cells(tuple(rows), CellHabit(areas="repeated")))) == []


@pytest.mark.parametrize(
    "departments",
    [
        "省公安厅负责，省财政厅配合",
        "省公安厅（牵头）省财政厅",
        "省公安厅牵头省财政厅配合",
        "省公安厅省财政厅",
        "（牵头单位：省公安厅）、省财政厅",
        "省公安厅（配合）省财政厅",
        "省公安厅（配合单位：省财政厅）",
        "省公安厅负责省财政厅、省商务厅配合",
        "牵头单位：省公安厅配合单位：省财政厅",
    ],
)
def test_departments_of_one_list_are_not_doubted(departments: str) -> None:
    assert doubts(plan_with(replace(ROWS[3], departments=departments))) == []


def test_lists_are_told_apart_in_a_long_cell() -> None:
    """A pattern that tries all divisions of the text would take a minute here."""
    departments = f"省公安厅{'负责' * 2000}、省财政厅"
    mentions = find_departments(departments, TAXONOMY.regions[0], load_vocabularies(DEFAULT).directory)
    ends = [replace(mentions[0], end=4), mentions[-1]]
    assert not has_two_lists(departments, ends)


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("", True),
        ("（一）建设；(二)推广（含【试点】）。", True),
        ("1）建设；2)推广；十二）总结。", True),
        ("建设（含推广）试点）", False),
        ("建设（含推广", False),
    ],
)
def test_brackets_have_partners_but_behind_the_numbers_of_lists(text: str, pairs: bool) -> None:
    assert has_paired_brackets(text) is pairs


@pytest.mark.parametrize(
    "departments", ["1.省公安厅 2.省教育厅", "省教育厅、11个市州人民政府", "各市（含第2批试点市）"]
)
def test_numbers_of_lists_and_bodies_are_no_doubt(departments: str) -> None:
    assert "departments_number" not in dict(doubts(plan_with(replace(ROWS[3], departments=departments))))


@pytest.mark.parametrize(
    "text", ["12月底", "2018年6月", "二〇一八年", "95%", "１２", "2018.6-2018.12", "第四季度"]
)
def test_dates_and_numbers(text: str) -> None:
    assert is_date_or_number(text)


@pytest.mark.parametrize("text", ["", "全年", "专利12件", "2018年完成", "“12330”热线"])
def test_what_is_more_than_a_date_or_a_number(text: str) -> None:
    assert not is_date_or_number(text)


@pytest.mark.parametrize("item", ["①年底前总结", "①年度计划", "①月度通报", "①日常巡查", "①12月底前总结"])
def test_an_item_that_begins_with_a_time_has_lost_no_number(item: str) -> None:
    changed = replace(ROWS[3], measure=f"{item}；②开展培训。")
    assert not [kind for kind, _ in doubts(plan_with(changed)) if kind == "cell_unpaired"]


@pytest.mark.parametrize(
    ("tasks", "doubted"),
    [
        (["治理工业污染", "管控秸秆露天焚\n烧", "治理移动源\n整治黑臭水体"], [2]),
        (["治理工业污染", "管控秸秆露天焚\n烧", "整治城市黑臭水\n体"], []),
        (["建设“无废城市”", "管控秸秆露天焚\n烧", "开展“回头看”\n（一期）行动"], []),
        (
            ["一、分级诊疗\n推进医共体建设", "规范签约服务", "二、医疗保障\n深化支付改革", "完善大病保险"],
            [0, 2],
        ),
        (["规范签约服务\n二、医疗保障", "深化支付改革", "完善大病保险", "三、公共卫生"], [0, 3]),
        (["一、分级诊疗", "二、医疗保障", "三、公共卫生", "完善大病保险"], []),
    ],
)
def test_a_task_with_a_line_of_another_text_is_doubted(tasks: list[str], doubted: list[int]) -> None:
    plan = read_one(small_plan())
    measures = [
        replace(measure, row=replace(measure.row, task=Cell(tuple(split_fragments(task.splitlines(), 1)))))
        for measure, task in zip(plan.measures, tasks, strict=False)
    ]
    lines = ("治理工业污染    完成改造。    省生态环境厅",) * 20
    aligned = replace(plan, job=replace(plan.job, lines=lines), measures=tuple(measures))
    assert sorted(find_joined_tasks(aligned)) == doubted


@pytest.mark.parametrize(
    ("task", "is_wide"),
    [
        ("建设知识产权运营公\n共服务平台", False),
        ("建设知识产权运营公。", False),
        ("建设知识产权运营公共服务", True),
    ],
)
def test_a_line_of_a_task_is_no_wider_than_its_column(task: str, is_wide: bool) -> None:
    plan = read_one(small_plan())
    tasks = [*(["实施知识产权战略", f"推进工程{number}"] for number in range(8)), task.splitlines()]
    measures = [
        replace(
            plan.measures[0], row=replace(plan.measures[0].row, task=Cell(tuple(split_fragments(one, 1))))
        )
        for one in tasks
    ]
    assert find_measures_in_tasks(replace(plan, measures=tuple(measures))) == ({8} if is_wide else set())


@pytest.mark.parametrize(
    ("changed", "kind"),
    [
        ({"task": "建设平台开展知识产权培训；"}, "task_holds_measure"),
        (
            {"task": "建设知识产权运营公共服务平台并推动专利转化实施增长5.5%以上" * 3, "measure": ""},
            "task_holds_measure",
        ),
        ({"task": "建设平台。", "measure": ""}, "task_holds_measure"),
        ({"task": "12建设平台"}, "serial_in_cell"),
        ({"measure": "3建设平台，开展培训。"}, "serial_in_cell"),
        ({"measure": "30万家企业建设平台。"}, ""),
        ({"measure": "24小时开放平台。"}, ""),
        ({"measure": "100强企业建设平台。"}, ""),
        ({"measure": "3强化平台建设。"}, "serial_in_cell"),
        ({"measure": "2018年建设平台。"}, ""),
        ({"departments": "牵头单位：省公安厅配合单位：省商务厅牵头单位：省财政厅"}, "departments_maybe_two"),
        ({"departments": "牵头单位：省公安厅配合单位：省商务厅"}, ""),
        ({"departments": "牵头单位：省公安厅；责任单位：省商务厅"}, ""),
        ({"departments": "责任单位省公安厅"}, "header_in_cell"),
        ({"departments": "责任单位（牵头）：省公安厅"}, ""),
        ({"departments": "主管部门、省公安厅"}, ""),
        ({"departments": "牵头单位配合单位省公安厅"}, "header_in_cell"),
    ],
)
def test_a_row_of_text_with_the_text_of_another_cell_is_doubted(changed: dict[str, str], kind: str) -> None:
    plan = read_one(small_plan())
    measure = plan.measures[3]
    cells: dict[str, Any] = {name: Cell(tuple(split_fragments([text], 1))) for name, text in changed.items()}
    spoilt = replace(measure, row=replace(measure.row, **cells))
    header = HeaderColumns(1, (HeaderCell("序号", "serial"),))
    job = replace(plan.job, columns=(header, *plan.job.columns))
    found = find_doubtful_cells(
        replace(plan, job=job, measures=(*plan.measures[:3], spoilt, *plan.measures[4:]))
    )
    assert kind in ["", *(one for _, one, _ in found)]
    assert all(cell in changed for _, one, cell in found if one == kind)
    assert kind or not found


@pytest.mark.parametrize(("number", "doubted"), [("{}", True), ("2.{}", False)])
def test_numbers_at_the_start_of_all_cells_are_serials_unless_they_are_of_tasks(
    number: str, doubted: bool
) -> None:
    plan = read_one(small_plan())
    header = HeaderColumns(1, (HeaderCell("序号", "serial"),))
    measures = [
        replace(
            one, row=replace(one.row, task=Cell(tuple(split_fragments([f"{number.format(n)}{text}"], 1))))
        )
        for n, one in enumerate(plan.measures, 1)
        if (text := one.row.task.text)
    ]
    job = replace(plan.job, columns=(header, *plan.job.columns))
    found = find_doubtful_cells(replace(plan, job=job, measures=tuple(measures)))
    assert any(kind == "serial_in_cell" for _, kind, _ in found) is doubted


def test_bodies_in_brackets_are_no_doubt_where_no_header_tells_the_columns() -> None:
    plan = plan_with(replace(ROWS[3], measure="开展行动（省公安厅），建设平台。"))
    assert doubts(replace(plan, job=replace(plan.job, columns=()))) == []


def test_a_table_of_rows_that_do_not_fit_is_refused(tmp_path: Path) -> None:
    rows = [replace(row, task=f"{month}月底") for month, row in enumerate(ROWS, 1)]
    (tmp_path / "a.csv").write_text(lay_out_cells(rows, CellHabit()), encoding="utf-8")
    with pytest.raises(SourceError, match="does not look like a work plan"):
        build([tmp_path / "a.csv"], tmp_path / "built")


@pytest.mark.parametrize(
    ("header", "message"),
    [
        ("序号 任务目标 落实举措 执行部门 完成时限", "“完成时限”"),
        ("序号 工作重点 工作内容 具体举措 责任部门 备注", "“备注”"),
        ("序号 工作重点 工作内容 具体举措 责任部门 风险等级", "“风险等级”"),
        ("序号 工作内容 具体举措 牵头单位 配合单位", "“配合单位”"),
        ("序号 工作任务 牵头单位 配合单位 完成时限", "一列工作内容"),
        ("序号 工作重点 工作内容 具体举措", "“责任部门”"),
    ],
)
def test_text_without_cell_borders_and_with_other_columns_is_refused(header: str, message: str) -> None:
    with pytest.raises(SourceError) as refused:
        read_plans(LINES_HEADER.format(header=header, more="12月底"))
    assert message in refused.value.message_zh
    assert refused.value.line == 2


@pytest.mark.parametrize("after", ["责任单位", "责任单位\n备注"])
def test_a_column_that_is_not_read_is_refused_where_each_cell_of_the_header_has_a_line(after: str) -> None:
    header = f"序号\n重点工作\n工作内容\n具体举措\n{after}\n完成时限"
    with pytest.raises(SourceError, match="完成时限"):
        read_plans(LINES_HEADER.format(header=header, more="12月底"))


@pytest.mark.parametrize("mark", ["|", "｜"])
def test_a_header_that_is_not_recognised_is_refused(tmp_path: Path, mark: str) -> None:
    rows = [[str(n), row.measure, "俞悦", row.departments, "各单位"] for n, row in enumerate(ROWS, 1)]
    grid = [["序号", "目标与任务", "分管县领导", "牵头责任单位", "责任单位"], *rows]
    text = "".join(f"{cell} {mark}\n" for line in grid for cell in line)
    (tmp_path / "a.txt").write_text(f"河北省2018年工作要点\n{text}", encoding="utf-8")
    with pytest.raises(SourceError, match="was not recognised"):
        build([tmp_path / "a.txt"], tmp_path / "built")


def test_the_end_of_a_wrapped_header_is_in_no_row() -> None:
    whole, wrapped = "责任部门和配合部门", "责任部门和配合\n部门"
    text = small_plan(Habit(page_lines=8, header_repeats=True)).replace("责任部门", whole)
    assert text.count(whole) > 1
    plan = read_one(text.replace(whole, wrapped))
    assert [m.row.departments.text for m in plan.measures] == [row.departments for row in ROWS]
    assert [m.row.task.text for m in plan.measures] == [row.task for row in ROWS]


def test_a_key_area_of_header_words_below_a_header_is_none_of_it() -> None:
    text = "河北省 2018年工作要点\n序号\n重点工作\n工作内容\n具体举措\n责任单位\n重点项目\n{rows}"
    rows = "\n".join(f"{row.task}\n{row.measure}\n{row.departments}" for row in ROWS)
    plan = read_one(text.format(rows=rows))
    assert "重点项目" not in "".join(span.text for span in plan.spans if span.character_class == "header")


@pytest.mark.parametrize(
    ("unsure", "rows", "doubted"), [(2, 10, 2), (3, 10, 11), (4, 30, 4), (5, 30, 6), (8, 30, 31)]
)
def test_many_doubtful_rows_of_text_are_a_doubt_about_others(unsure: int, rows: int, doubted: int) -> None:
    plan = read_one(small_plan())
    measures = (list(plan.measures) * rows)[:rows]
    spoilt = [replace(one, confidence=0.1 if n < unsure else 1.0) for n, one in enumerate(measures)]
    found = doubts(replace(plan, measures=tuple(spoilt)))
    assert len(found) == doubted
    assert [kind for kind, _ in found].count("many_rows_doubtful") == doubted - unsure
    with_cells = read_one(lay_out_cells(ROWS, CellHabit()))
    spoilt = [replace(one, confidence=0.1) for one in with_cells.measures[:5]]
    assert len(doubts(replace(with_cells, measures=(*spoilt, *with_cells.measures[5:])))) == 5


def test_a_header_in_unknown_words_in_the_usual_places_is_read_with_a_doubt() -> None:
    plan = read_one(small_plan(Habit(header=6)))
    assert len(plan.measures) == len(ROWS)
    assert doubts(plan) == [("columns_by_place", 3)]


def test_a_header_that_is_cut_at_a_page_break_is_no_missing_column() -> None:
    text = small_plan(Habit(page_lines=8, header_repeats=True))
    assert text.count("责任部门") > 1
    cut = text[::-1].replace("责任部门"[::-1] + " ", "", 1)[::-1]
    assert cut != text
    assert len(read_plans(cut)) == 1


def test_the_words_of_the_project_are_loaded_once() -> None:
    assert load_vocabularies() is load_vocabularies()


@pytest.mark.parametrize(("rows", "doubted"), [(3, 4), (4, 5), (5, 1)])
def test_a_doubtful_row_of_few_is_a_doubt_about_the_others(rows: int, doubted: int) -> None:
    plan = read_one(small_plan())
    measures = (list(plan.measures) * rows)[:rows]
    spoilt = [replace(one, confidence=0.1 if n == 0 else 1.0) for n, one in enumerate(measures)]
    found = doubts(replace(plan, measures=tuple(spoilt)))
    assert [kind for kind, _ in found].count("many_rows_doubtful") == doubted - 1


@pytest.mark.parametrize(("shared", "doubted"), [(0, 0), (3, 0), (4, 4), (6, 6)])
def test_a_task_of_most_rows_of_a_text_may_be_several(shared: int, doubted: int) -> None:
    plan = read_one(small_plan())
    measures = (list(plan.measures) * 2)[:6]
    task = measures[0].row.task
    rows = [replace(one.row, task=task if n < shared else Cell(())) for n, one in enumerate(measures)]
    parsed = replace(plan, measures=tuple(map(lambda one, row: replace(one, row=row), measures, rows)))
    assert [kind for kind, _ in doubts(parsed)].count("task_maybe_two") == doubted
