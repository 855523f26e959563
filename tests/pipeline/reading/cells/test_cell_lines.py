"""Text in which every cell of a table has a line: read by the number of cells of its header."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import pytest

from pipeline.build.findings import Finding, plan_findings
from pipeline.reading.plan import ParsedPlan
from tests.documents.scoring import read_plans
from tests.pipeline.reading.cells.test_office_tables import HEAD, TITLE, Grid, flat, rows_of
from tests.pipeline.sample_plans import TAXONOMY, gaps


def read_lines(
    path: Path, grid: Grid, *below: str, blank_lines: bool = True
) -> tuple[ParsedPlan, list[Finding]]:
    """The only plan of a table with its cells on lines of their own, and its doubts."""
    source = path / "plan.txt"
    cells = [str(cell) for line in grid for cell in line]
    source.write_text("\n".join((TITLE, *(cell for cell in cells if cell or blank_lines), *below)))
    (plan,) = read_plans(source)
    return plan, [one for one in plan_findings(plan, TAXONOMY) if one.severity == "doubt"]


@pytest.mark.parametrize("order", ["01234", "02134", "01324", "04123", "01243"])
def test_columns_may_stand_in_any_order(tmp_path: Path, order: str) -> None:
    plan, doubts = read_lines(tmp_path, [[line[int(place)] for place in order] for line in (HEAD, *flat())])
    assert rows_of(plan) == [line[1:] for line in flat()]
    assert doubts == []


@pytest.mark.parametrize("place", [2, 3, 4, 5])
@pytest.mark.parametrize(
    ("name", "texts", "kind"),
    [("联系人", ["张三"], ""), ("资金（万元）", ["20", "30"], "columns_unknown"), ("备注", ["", "新增"], "")],
)
def test_other_columns_are_in_no_row(
    tmp_path: Path, place: int, name: str, texts: list[str], kind: str
) -> None:
    head = [*HEAD[:place], name, *HEAD[place:]]
    grid = [[*line[:place], texts[n % len(texts)], *line[place:]] for n, line in enumerate(flat())]
    plan, doubts = read_lines(tmp_path, [head, *grid])
    assert rows_of(plan) == [line[1:] for line in flat()]
    assert [one.kind for one in doubts] == [kind] * bool(kind)


@pytest.mark.parametrize("blank_lines", [True, False])
def test_a_second_measure_of_a_task_is_a_row(tmp_path: Path, blank_lines: bool) -> None:
    rows = flat()
    second = ["", "", "", "开展专利执法培训，举办两期培训班。", "省公安厅"]
    plan, _ = read_lines(tmp_path, [HEAD, *rows[:2], second, *rows[2:]], blank_lines=blank_lines)
    wanted = [line[1:] for line in rows]
    wanted.insert(2, [*rows[1][1:3], *second[3:]])
    assert rows_of(plan) == wanted


def test_paragraphs_of_a_cell_belong_to_its_column(tmp_path: Path) -> None:
    rows = flat()
    rows[1][3] = f"{rows[1][3]}\n组织开展专利执法培训。"
    rows[2][4] = "牵头单位：省公安厅\n配合单位：省商务厅"
    plan, _ = read_lines(tmp_path, [HEAD, *rows])
    assert rows_of(plan) == [["".join(cell.split("\n")) for cell in line[1:]] for line in rows]


@pytest.mark.parametrize("spacing", ["\n\n", "\n \n", "\n\u3000\n\n", "\n\n\n\n"])
@pytest.mark.parametrize("blank_lines", [True, False])
def test_blank_lines_after_each_line_are_no_cells(tmp_path: Path, blank_lines: bool, spacing: str) -> None:
    rows = flat()
    rows[2][4] = ""
    plan, _ = read_lines(tmp_path, [HEAD, *rows], blank_lines=blank_lines)
    spaced = tmp_path / "spaced.txt"
    spaced.write_text((tmp_path / "plan.txt").read_text().replace("\n", spacing))
    (found,) = read_plans(spaced)
    assert rows_of(found) == rows_of(plan) == [row[1:] for row in rows]
    count = spacing.count("\n")
    assert [one.row.lines for one in found.measures] == [
        (count * (first - 1) + 1, count * (last - 1) + 1)
        for first, last in (one.row.lines for one in plan.measures)
    ]


def test_a_line_in_a_column_that_most_rows_leave_blank_is_doubted(tmp_path: Path) -> None:
    rows = [[*line, "新增" * (n == 2)] for n, line in enumerate(flat())]
    _, doubts = read_lines(tmp_path, [[*HEAD, "备注"], *rows], blank_lines=False)
    assert [(one.kind, one.measure_id[-3:]) for one in doubts] == [("cell_unsure", "003")]


def test_a_serial_in_the_cell_below_it_is_doubted(tmp_path: Path) -> None:
    rows = flat()
    rows[3][3] = f"{rows[3][0]}{rows[3][3]}"
    _, doubts = read_lines(tmp_path, [HEAD, *rows])
    assert [(one.kind, one.measure_id[-3:]) for one in doubts] == [("serial_in_cell", "004")]


@pytest.mark.parametrize("spacing", ["\n", "\n\n"])
@pytest.mark.parametrize("head", [("工作任务", "责任单位"), ("重点工作", "牵头单位")])
def test_two_columns_are_read_with_departments_on_several_lines(
    tmp_path: Path, head: Sequence[str], spacing: str
) -> None:
    rows = [(row[3], row[4]) for row in flat()]
    lines = [*head, *(text for measure, bodies in rows for text in (measure, *bodies.split("、")))]
    (tmp_path / "plan.txt").write_text(spacing.join((TITLE, *lines)))
    (plan,) = read_plans(tmp_path / "plan.txt")
    assert [row[2:] for row in rows_of(plan)] == [[text, bodies.replace("、", "")] for text, bodies in rows]


@pytest.mark.parametrize("label", ["配合单位：", "协办单位:", "（参与部门："])
@pytest.mark.parametrize("blank_lines", [True, False])
def test_supporting_departments_start_no_row(tmp_path: Path, label: str, blank_lines: bool) -> None:
    rows = flat()
    for row in rows:
        row[4] = f"牵头单位：省公安厅\n{label}省商务厅" + "）" * label.startswith("（")
    rows[2][2] = ""
    plan, _ = read_lines(tmp_path, [HEAD, *rows], blank_lines=blank_lines)
    assert [row[3] for row in rows_of(plan)] == [row[4].replace("\n", "") for row in rows]


def test_a_table_of_few_rows_and_columns_is_read(tmp_path: Path) -> None:
    plan, _ = read_lines(tmp_path, [line[2:] for line in (HEAD, *flat()[:3])])
    assert plan.job.has_cells
    assert rows_of(plan) == [["", *line[2:]] for line in flat()[:3]]


@pytest.mark.parametrize("content", ["工作任务", "主 要 工 作 任 务", "目标与任务"])
@pytest.mark.parametrize("leader", [(), ("分 管 县领导",), ("挂钩领导",)])
def test_names_of_columns_may_be_told_by_their_words(
    tmp_path: Path, content: str, leader: Sequence[str]
) -> None:
    rows = [[line[0], line[3], *["张三"] * len(leader), line[4]] for line in flat()]
    plan, doubts = read_lines(tmp_path, [["序号", content, *leader, "责任单位"], *rows])
    assert plan.job.has_cells
    assert [row[2:] for row in rows_of(plan)] == [line[3:] for line in flat()]
    assert {one.kind for one in doubts} <= {"match_low", "match_near"}


def test_a_table_below_the_plan_is_in_no_row(tmp_path: Path) -> None:
    other = [
        "指标名称",
        "单位",
        "2017年",
        "2018年",
        "专利申请量",
        "件",
        "20",
        "30",
        "商标注册量",
        "万件",
        "5",
        "6",
    ]
    plan, doubts = read_lines(tmp_path, [HEAD, *flat()], *other)
    assert rows_of(plan) == [line[1:] for line in flat()]
    assert [one.kind for one in doubts] == ["table_left_out"]


def test_numbers_of_columns_are_part_of_the_header(tmp_path: Path) -> None:
    plan, doubts = read_lines(tmp_path, [HEAD, ["1", "2", "3", "4", "5"], *flat()])
    assert rows_of(plan) == [line[1:] for line in flat()]
    assert doubts == []


@pytest.mark.parametrize("blanks_below", [["", "", "", ""], []])
def test_roles_in_a_second_row_of_the_header_are_columns(tmp_path: Path, blanks_below: list[str]) -> None:
    rows = [[*line[:4], "省知识产权局", "省公安厅"] for line in flat()]
    head = [[*HEAD[:4], "责任单位"], [*blanks_below, "牵头单位", "配合单位"]]
    plan, doubts = read_lines(tmp_path, [*head, *rows])
    assert [line[:3] for line in rows_of(plan)] == [line[1:4] for line in rows]
    roles = [(one.quote, one.role) for one in plan.measures[0].facts.departments]
    assert roles == [("省知识产权局", "lead"), ("省公安厅", "support")]
    assert doubts == []


TASKS: Final = [
    "稳定粮食播种面积",
    "建设高标准农田",
    "推广良种良法",
    "发展农产品加工业",
    "完善冷链物流",
    "推进厕所革命",
]
MEASURES: Final = [
    "粮食播种面积稳定在9600万亩以上。",
    "新建高标准农田425万亩，亩均投入不低于3000元。",
    "遴选主导品种60个、主推技术30项。",
    "农产品加工业产值达到2000亿元。",
    "建设产地冷藏保鲜设施1000个。",
    "新建农村户厕30万户，普及率达到92%。",
]
BODIES: Final = [
    "省农业农村厅、省财政厅",
    "省水利厅",
    "省科技厅、省教育厅",
    "省商务厅",
    "省交通运输厅",
    "省生态环境厅",
]


@pytest.mark.parametrize("has_serials", [True, False])
@pytest.mark.parametrize(
    "headings", [(), ("一、抓好粮食生产", "二、发展乡村产业"), ("（一）抓好粮食生产", "（二）发展乡村产业")]
)
def test_tasks_and_headings_of_another_subject_are_no_cells_of_the_header(
    tmp_path: Path, headings: Sequence[str], has_serials: bool
) -> None:
    """The first line below the header resembles a task, a key area, or the name of another column."""
    rows = [list(row) for row in zip(TASKS, MEASURES, BODIES, strict=True)]
    lines = [[str(n), *row] if has_serials else row for n, row in enumerate(rows, 1)]
    for place, heading in reversed(list(zip((0, 3), headings, strict=False))):
        lines.insert(place, [heading])
    head = ["序号", "工作任务", "具体举措", "责任单位"][not has_serials :]
    plan, _ = read_lines(tmp_path, [head, *lines])
    assert [row[1:] for row in rows_of(plan)] == rows


def test_few_departments_of_several_lines_are_doubted(tmp_path: Path) -> None:
    rows = flat()
    rows[3][4] += "\n省商务厅"
    plan, doubts = read_lines(tmp_path, [HEAD, *rows])
    assert [one.kind for one in doubts] == ["row_joined"]
    assert doubts[0].measure_id == plan.measures[3].measure_id


def test_rows_that_begin_with_a_measure_like_a_task_are_doubted_with_the_rows_above(tmp_path: Path) -> None:
    rows = [list(row) for row in zip(TASKS, MEASURES, BODIES, strict=True)]
    rows[2][1] = ""
    plan, doubts = read_lines(tmp_path, [["工作任务", "具体举措", "责任单位"], *rows], blank_lines=False)
    assert {plan.measures[place].measure_id for place in (1, 2)} <= {one.measure_id for one in doubts}


@pytest.mark.parametrize("dates", [("6月底前", "", "持续推进"), ("2018年12月", "全年", ""), ("", "第三季度")])
def test_tasks_are_no_deadlines_and_deadlines_no_tasks(tmp_path: Path, dates: Sequence[str]) -> None:
    """A row without a line for its deadline, and one without a line for its task, which it shares."""
    rows = [list(row) for row in 2 * list(zip(TASKS, MEASURES, BODIES, strict=True))]
    lines = [[*row, dates[n % len(dates)]] for n, row in enumerate(rows)]
    lines[4][0], rows[4][0] = "", rows[3][0]
    head = ["工作任务", "具体举措", "责任单位", "完成时限"]
    plan, _ = read_lines(tmp_path, [head, *lines], blank_lines=False)
    assert [row[1:] for row in rows_of(plan)] == rows


def test_the_names_of_a_header_may_be_on_one_line(tmp_path: Path) -> None:
    rows = [list(row) for row in zip(TASKS, MEASURES, BODIES, strict=True)]
    source = tmp_path / "plan.txt"
    source.write_text("\n".join((TITLE, " ".join(HEAD[2:]), *(cell for row in rows for cell in row))))
    (plan,) = read_plans(source)
    assert rows_of(plan) == [["", *row] for row in rows]
    assert gaps(source.read_text(), [plan]) == []
