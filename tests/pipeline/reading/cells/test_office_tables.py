"""Tables as offices lay them out: the same rows in each layout, as a web page and as delimited text."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import pytest

from pipeline.build.findings import Finding, plan_findings
from pipeline.readers import read_document
from pipeline.readers.provenance import Provenance
from pipeline.reading.ledger import find_gaps
from pipeline.reading.plan import ParsedPlan, read_plan
from tests.documents.evaluate import TAXONOMY, list_jobs
from tests.pipeline.sample_plans import AREAS, ROWS

TITLE: Final = "河北省2018年知识产权工作要点任务分解表"
HEAD: Final = ["序号", "工作重点", "工作内容", "具体举措", "责任部门"]
PLAIN: Final = ["序号", "工作内容", "具体举措", "责任部门"]
NUMERALS: Final = "一二三四五六七八"

Text = str | tuple[str, int, int]
"""A cell: its text, or its text with the rows and the columns that it covers."""
Grid = Sequence[Sequence[Text]]


def flat(first: int = 0, last: int = len(ROWS)) -> list[list[str]]:
    rows = enumerate(ROWS[first:last], first + 1)
    return [[str(n), row.area, row.task, row.measure, row.departments] for n, row in rows]


def under(*headings: Sequence[Text]) -> Grid:
    """Rows without their area, each area's under its heading."""
    parts = ([[str(n), *line[2:]] for n, line in enumerate(flat(), 1) if line[1] == area] for area in AREAS)
    return [
        PLAIN,
        *(line for heading, part in zip(headings, parts, strict=False) for line in (heading, *part)),
    ]


def read(path: Path, grid: Grid, suffix: str, between: str = "") -> tuple[ParsedPlan, list[Finding]]:
    """The plan of a table, and the findings that are no notes."""
    cells = [[cell if isinstance(cell, tuple) else (cell, 1, 1) for cell in line] for line in grid]
    if suffix == "html":
        lines = (
            "".join(f"<td rowspan={height} colspan={width}>{text}</td>" for text, height, width in line)
            for line in cells
        )
        text = f"<p>{TITLE}</p><table>{''.join(f'<tr>{line}</tr>' for line in lines)}</table>"
    else:
        stream = io.StringIO()
        written = (
            [piece for text, _, width in line for piece in (text, *[""] * (width - 1))] for line in cells
        )
        csv.writer(stream).writerows([[TITLE, *[""] * (len(HEAD) - 1)], *written])
        text = stream.getvalue()
    source = path / f"plan.{suffix}"
    source.write_text(text)
    document = read_document(source)
    (job,) = list_jobs(document, Provenance("plans", 2018, "", ""))
    plan = read_plan(job)
    assert find_gaps(document, ((s.line, s.start, s.end) for s in plan.spans)) == []
    return plan, [one for one in plan_findings(plan, TAXONOMY) if one.severity != "note"]


def over(text: str) -> Text:
    """A cell over three columns."""
    return text, 1, 3


def rows_of(plan: ParsedPlan) -> list[list[str]]:
    rows = [measure.row for measure in plan.measures]
    return [[row.area.text, row.task.text, row.measure.text, row.departments.text] for row in rows]


LAYOUTS: Final[dict[str, Grid]] = {
    "serial and area over the rest": under(*([NUMERALS[n], over(area)] for n, area in enumerate(AREAS))),
    "serial of another kind": under(*([NUMERALS[n], area, "", ""] for n, area in enumerate(AREAS))),
    "area with its departments": under(
        *([NUMERALS[n], area, "", "省知识产权局"] for n, area in enumerate(AREAS))
    ),
    "area beside no serial": under(*(["", f"一、{area}", "", ""] for area in AREAS)),
    "letters as serials": under(*(["AB"[n % 2], area, "", ""] for n, area in enumerate(AREAS))),
    "totals": [HEAD, *flat(0, 3), ["小计", "", "3项", "", ""], *flat(3), ["合计：8项", "", "8", "8", ""]],
    "signed": [HEAD, *flat(), ["填表人：张三", "", "审核人：李四", "", "2018年3月5日"]],
    "counted columns": [HEAD, ["（1）", "（2）", "（3）", "（4）", "（5）"], *flat()],
    "letters over columns": [HEAD, ["A", "B", "C", "D", "E"], *flat()],
    "same as above": [
        HEAD,
        *([*line[:1], line[1] if n in (0, 3, 6) else "同上", *line[2:]] for n, line in enumerate(flat())),
    ],
    "deadline and departments in one column": [[*HEAD[:4], "责任单位及完成时限"], *flat()],
    "person beside departments": [[*HEAD[:4], "责任单位/责任人"], *flat()],
}


@pytest.mark.parametrize("suffix", ["html", "csv"])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_rows_come_back_whatever_stands_between_them(tmp_path: Path, layout: str, suffix: str) -> None:
    plan, doubts = read(tmp_path, LAYOUTS[layout], suffix)
    found = [[area.split("、")[-1], *others] for area, *others in rows_of(plan)]
    assert found == [line[1:] for line in flat()]
    assert doubts == []


def test_bodies_in_several_rows_beside_one_measure_are_joined(tmp_path: Path) -> None:
    first, *others = flat(0, 3)
    grid: Grid = [
        HEAD,
        [*((text, 2, 1) for text in first[:4]), "牵头：省知识产权局"],
        ["配合：省财政厅"],
        *others,
    ]
    plan, doubts = read(tmp_path, grid, "html")
    assert rows_of(plan) == [
        [*first[1:4], "牵头：省知识产权局配合：省财政厅"],
        *(line[1:] for line in others),
    ]
    assert [one.role for one in plan.measures[0].facts.departments] == ["lead", "support"]
    assert doubts == []


@pytest.mark.parametrize("suffix", ["html", "csv"])
def test_a_measure_with_a_row_for_each_body_is_one_row_with_a_doubt(tmp_path: Path, suffix: str) -> None:
    rows = flat()
    bodies = ["省公安厅", "省财政厅", "省知识产权局"]
    grid = [HEAD, *rows[:2], *([*rows[2][:4], body] for body in bodies), *rows[3:]]
    plan, doubts = read(tmp_path, grid, suffix)
    expected = [line[1:] for line in rows]
    expected[2][3] = "、".join(bodies)
    assert rows_of(plan) == expected
    assert [(one.kind, one.measure_id) for one in doubts] == [("row_joined", plan.measures[2].measure_id)]


@pytest.mark.parametrize("deadline", ["", "6月底"])
def test_more_bodies_below_a_row_are_no_text_with_a_lost_quotation_mark(
    tmp_path: Path, deadline: str
) -> None:
    rows = [[*line[:4], f"牵头：{line[4]}", deadline] for line in flat()]
    grid = [[*HEAD, "完成时限"], *(line for row in rows for line in (row, [*[""] * 4, "配合：省财政厅", ""]))]
    plan, doubts = read(tmp_path, grid, "csv")
    assert [row[3] for row in rows_of(plan)] == [f"{row[4]}配合：省财政厅" for row in rows]
    assert doubts == []


def test_a_heading_over_all_columns_needs_no_serial(tmp_path: Path) -> None:
    headings = (f"{NUMERALS[n]}、{area}" for n, area in enumerate(AREAS))
    grid = [line[1:] for line in under(*(["", over(text)] for text in headings))]
    plan, _ = read(tmp_path, grid, "html")
    assert [row[0].split("、")[1] for row in rows_of(plan)] == [line[1] for line in flat()]
    assert [row[1:] for row in rows_of(plan)] == [line[2:] for line in flat()]


@pytest.mark.parametrize("suffix", ["html", "csv"])
def test_a_row_that_holds_the_name_of_an_area_alone_is_its_heading(tmp_path: Path, suffix: str) -> None:
    plan, _ = read(tmp_path, [line[-3:] for line in under(*(["", area, "", ""] for area in AREAS))], suffix)
    assert rows_of(plan) == [line[1:] for line in flat()]


@pytest.mark.parametrize("suffix", ["html", "csv"])
@pytest.mark.parametrize("count", ["", "（共2项）"])
def test_headings_that_name_bodies_are_the_departments_of_their_rows(
    tmp_path: Path, count: str, suffix: str
) -> None:
    first, second = (
        f"{numeral}、{body}{count}"
        for numeral, body in zip("一二", ("省公安厅", "省知识产权局"), strict=True)
    )
    rows = [[line[0], *line[2:4]] for line in flat(0, 3)]
    grid: Grid = [PLAIN[:3], [over(first)], rows[0], [over(second)], *rows[1:]]
    plan, doubts = read(tmp_path, grid, suffix)
    assert rows_of(plan) == [
        ["", *row[1:], body] for row, body in zip(rows, (first, second, second), strict=True)
    ]
    assert [body.department_id for body in plan.measures[2].facts.departments] == ["ip-office"]
    assert {one.kind for one in doubts} == ({"departments_number"} if count else set())


@pytest.mark.parametrize("suffix", ["html", "csv"])
def test_a_row_whose_texts_begin_like_notes_is_a_row(tmp_path: Path, suffix: str) -> None:
    rows: Grid = [
        ["注册商标：品牌培育", "开展培训。", "省工商局"],
        ["累计培育企业", "培育企业5家。", "省科技厅"],
    ]
    plan, _ = read(tmp_path, [PLAIN[1:], *rows], suffix)
    assert [row[1:] for row in rows_of(plan)] == rows


@pytest.mark.parametrize("tasks", [["任务分解", "", ""], [("任务分解", 1, 3)]])
def test_a_header_whose_lower_row_names_the_columns(tmp_path: Path, tasks: list[Text]) -> None:
    is_merged = len(tasks) == 1
    upper = [
        ("序号", 2, 1) if is_merged else "序号",
        *tasks,
        *([("责任单位", 1, 2)] if is_merged else ["责任单位", ""]),
    ]
    lower = [*HEAD[1:4], "牵头单位", "配合单位"]
    rows = [[*line, "省财政厅"] for line in flat()]
    grid: Grid = [upper, lower if is_merged else ["", *lower], *rows]
    plan, doubts = read(tmp_path, grid, "html" if is_merged else "csv")
    assert [row[:3] for row in rows_of(plan)] == [line[1:4] for line in flat()]
    assert plan.measures[4].row.departments.text == "牵头单位：石家庄海关；配合单位：省财政厅"
    assert doubts == []


def test_all_rows_that_cells_of_a_header_reach_into_belong_to_it(tmp_path: Path) -> None:
    first: list[Text] = [("序号", 3, 1), ("任务分解", 1, 3), ("落实", 1, 3)]
    second: list[Text] = [*((name, 2, 1) for name in HEAD[1:4]), over("责任单位")]
    rows = [[*line, "省财政厅", "省政府办公厅"] for line in flat()]
    plan, _ = read(tmp_path, [first, second, ["牵头单位", "配合单位", "督办单位"], *rows], "html")
    assert [row[:3] for row in rows_of(plan)] == [line[1:4] for line in flat()]
    assert plan.measures[4].row.departments.text == "牵头单位：石家庄海关；配合单位：省财政厅"


def test_a_header_over_serials_and_texts_names_the_texts(tmp_path: Path) -> None:
    rows = [[line[0], *line[2:]] for line in flat()]
    plan, _ = read(tmp_path, [[("工作内容", 1, 2), "具体举措", "责任部门"], *rows], "html")
    assert [row[1:] for row in rows_of(plan)] == [line[1:] for line in rows]


def test_cells_that_are_merged_hold_in_every_column(tmp_path: Path) -> None:
    header = ["序号", "工作内容", "具体举措", "成果形式", "牵头单位", "配合单位", "完成时限"]
    first: list[Text] = [
        "1",
        "甲",
        "办培训。",
        ("报告", 2, 1),
        ("省知识产权局", 2, 1),
        "省财政厅",
        ("全年", 3, 1),
    ]
    grid: Grid = [
        header,
        first,
        ["2", "乙", "办展览。", "省公安厅"],
        ["3", "丙", "办比赛。", "", "省科技厅", "同上"],
    ]
    plan, doubts = read(tmp_path, grid, "html")
    assert [row[2:] for row in rows_of(plan)] == [
        ["办培训。｜报告", "牵头单位：省知识产权局；配合单位：省财政厅"],
        ["办展览。｜报告", "牵头单位：省知识产权局；配合单位：省公安厅"],
        ["办比赛。", "牵头单位：省科技厅；配合单位：省公安厅"],
    ]
    assert [measure.row.deadline.text for measure in plan.measures] == ["全年"] * 3
    assert doubts == []


def test_a_second_deadline_of_a_measure_is_in_no_row(tmp_path: Path) -> None:
    line: list[Text] = ["1", *((text, 2, 1) for text in ("甲", "办培训。", "省知识产权局")), "6月底"]
    plan, _ = read(tmp_path, [[*PLAIN, "完成时限"], line, ["2", "12月底"]], "html")
    assert [measure.row.deadline.text for measure in plan.measures] == ["6月底"]


@pytest.mark.parametrize(
    ("changed", "kind", "places"),
    [
        ([["2", "", "", "", ""], ["", "", "", "续下一行", ""]], "row_maybe_continued", [1, 2]),
        ([["2", "", "", "", ""], ["", ROWS[1].area, "", "续下一行", ""]], "row_maybe_continued", [1, 2]),
        ([["2", "", "", "在“信用河北”", ""], ["", "", "", "公示。", ""]], "row_maybe_continued", [1, 2]),
        ([["2", "", "", "增长7.", ""], ["", "", "", "5%以上。", ""]], "row_maybe_continued", [1, 2]),
        ([["2", "", "", "引进机构5家", "另有文字", "省财政厅"]], "cell_without_header", [1]),
        ([["2", "", "", "", "同第1项、省财政厅"]], "departments_elsewhere", [1]),
    ],
)
def test_rows_that_may_be_wrong_are_doubts(
    tmp_path: Path, changed: Grid, kind: str, places: list[int]
) -> None:
    rows = flat()
    usual = [*rows[1][:3], "推进集聚区建设，引进服务", rows[1][4]]
    first = [text or usual[place] for place, text in enumerate(changed[0])]
    plan, doubts = read(tmp_path, [HEAD, rows[0], first, *changed[1:], *rows[2:]], "csv")
    ids = [one.measure_id for one in doubts if one.kind == kind]
    assert ids == [plan.measures[place].measure_id for place in places]


@pytest.mark.parametrize("suffix", ["html", "csv"])
@pytest.mark.parametrize("mark", ["同上、", "同上，", "〃、", "同上及"])
def test_the_bodies_above_and_more(tmp_path: Path, suffix: str, mark: str) -> None:
    rows = [[*line[:4], "省知识产权局、省公安厅"] for line in flat()]
    rows[1][4], rows[2][4], rows[3][4] = f"{mark}省财政厅", "同上", "省知识产权局牵头，省公安厅配合"
    rows[4][4] = f"{mark}省财政厅"
    plan, doubts = read(tmp_path, [HEAD, *rows], suffix)
    bodies = [measure.row.departments.text for measure in plan.measures]
    assert bodies[1:3] == ["省知识产权局、省公安厅、省财政厅"] * 2
    quotes = [mention.quote for mention in plan.measures[1].facts.departments]
    assert quotes == ["省知识产权局", "省公安厅", "省财政厅"]
    # Where the cell above has roles, the role of what is added can't be told.
    assert bodies[4] == f"{mark}省财政厅"
    assert ("departments_elsewhere" in [one.kind for one in doubts]) is ("同" in mark)


@pytest.mark.parametrize(
    "serials",
    [
        "1 2 3 4",
        "1.1 1.2 1.3 1.4",
        "（1） （2） （3） （4）",
        "一 二 三 四",
        "① ② ③ ④",
        "第1项 第2项 第3项 第4项",
    ],
)
def test_a_blank_task_beside_a_serial_of_its_own_is_a_doubt(tmp_path: Path, serials: str) -> None:
    rows = [[serial, *row[2:]] for serial, row in zip(serials.split(), flat(), strict=False)]
    rows[2][1] = ""
    plan, doubts = read(tmp_path, [PLAIN, *rows], "csv")
    assert [(one.measure_id, one.kind) for one in doubts] == [
        (plan.measures[2].measure_id, "task_maybe_blank")
    ]


def test_a_blank_task_beside_a_serial_is_a_doubt_in_the_smallest_table(tmp_path: Path) -> None:
    rows = [[str(n), *row[2:]] for n, row in enumerate(flat()[:2], 1)]
    rows[1][1] = ""
    plan, doubts = read(tmp_path, [PLAIN, *rows], "csv")
    assert (plan.measures[1].measure_id, "task_maybe_blank") in [(one.measure_id, one.kind) for one in doubts]


@pytest.mark.parametrize("start", [1, 2], ids=["beside its area", "without an area"])
def test_blank_tasks_that_nothing_shows_to_be_merged_are_doubts(tmp_path: Path, start: int) -> None:
    rows = [row[start:] for row in flat()[:2] + flat()[6:]]
    rows[1][2 - start] = rows[3][2 - start] = ""
    plan, doubts = read(tmp_path, [HEAD[start:], *rows], "csv")
    expected = [(plan.measures[place].measure_id, "task_maybe_blank") for place in (1, 3)]
    assert [(one.measure_id, one.kind) for one in doubts] == expected


def test_tasks_merged_over_most_rows_beside_serials_are_no_doubt(tmp_path: Path) -> None:
    rows = [[str(n), *row[2:]] for n, row in enumerate(flat() * 2, 1)]
    for place in range(len(rows)):
        rows[place][1] = rows[place][1] if place % 4 == 0 else ""
    _, doubts = read(tmp_path, [PLAIN, *rows], "csv")
    assert "task_maybe_blank" not in [one.kind for one in doubts]


def test_a_blank_task_in_a_table_with_merged_cells_is_a_doubt(tmp_path: Path) -> None:
    rows: list[list[Text]] = [[*line] for line in flat()]
    rows[1][0] = rows[1][2] = ""
    _, doubts = read(tmp_path, [HEAD, *rows], "html")
    assert "task_maybe_blank" not in [one.kind for one in doubts]
    rows[2][4], rows[3] = (str(rows[2][4]), 2, 1), rows[3][:4]
    plan, doubts = read(tmp_path, [HEAD, *rows], "html")
    assert [one.measure_id for one in doubts] == [plan.measures[1].measure_id]
    assert [one.kind for one in doubts] == ["task_maybe_blank"]


def test_cells_merged_in_the_header_alone_say_nothing_about_blank_ones(tmp_path: Path) -> None:
    rows = flat()
    rows[1][4] = ""
    head: list[Text] = [*((text, 2, 1) for text in HEAD[:4]), HEAD[4]]
    _, doubts = read(tmp_path, [head, ["牵头单位"], *rows], "html")
    assert [one.kind for one in doubts] == ["cell_maybe_merged"]


@pytest.mark.parametrize("suffix", ["html", "csv"])
@pytest.mark.parametrize(
    ("other", "kind"),
    [
        (["序号", "部门", "牵头任务数", "配合任务数", "合计"], "table_left_out"),
        (["序号", "责任部门", "联系人", "工作内容", "联系电话"], "table_other_subject"),
    ],
)
def test_the_end_of_a_table_with_another_subject_is_left_out(
    tmp_path: Path, suffix: str, other: list[str], kind: str
) -> None:
    below = [[str(n), "省司法厅", name, "收发文件", f"85{n}"] for n, name in enumerate(("张三", "李四"), 1)]
    plan, doubts = read(tmp_path, [HEAD, *flat(), other, *below], suffix)
    assert [row[1:] for row in rows_of(plan)] == [line[2:] for line in flat()]
    assert [one.kind for one in doubts] == [kind]


@pytest.mark.parametrize("suffix", ["html", "csv"])
def test_blank_cells_of_tables_without_merged_ones_are_doubts(tmp_path: Path, suffix: str) -> None:
    rows = [[*line[:4], line[4] if n != 1 else "", "全年" if n != 2 else ""] for n, line in enumerate(flat())]
    _, doubts = read(tmp_path, [[*HEAD, "完成时限"], *rows], suffix)
    assert [one.measure_id[-3:] for one in doubts if one.kind == "cell_maybe_merged"] == ["002", "003"]


@pytest.mark.parametrize(
    "names", [["序号", "姓名", "单位", "职务", "电话"], ["编号", "会议", "单位", "地点", "人数"]]
)
def test_a_table_of_another_subject_is_left_out(tmp_path: Path, names: list[str]) -> None:
    contacts = [
        names,
        *([str(n), "张三", "省司法厅", "处长", "8590"] for n in (1, 2, 3)),
    ]
    table = "".join(f"<tr>{''.join(f'<td>{text}' for text in line)}" for line in contacts)
    grid: Grid = [HEAD, *flat(), [(f"</table><p>附件2</p><table>{table}</table><table>", 1, 1)]]
    plan, doubts = read(tmp_path, grid, "html")
    assert [row[1:] for row in rows_of(plan)] == [line[2:] for line in flat()]
    assert [one.kind for one in doubts] == ["table_left_out"]
