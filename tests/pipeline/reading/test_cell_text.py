"""What stands in cells and is none of their text: names of columns, footnote marks, markup."""

from contextlib import nullcontext
from html import unescape
from pathlib import Path

import pytest

from pipeline.reading.cell_text import clean_cells
from pipeline.reading.columns.layout import split_fragments
from pipeline.reading.columns.rows import Cell, PlanRows, Row
from pipeline.schema.errors import SourceError
from pipeline.taxonomy.header_words import load_column_names
from tests.documents.scoring import read_plans
from tests.pipeline.reading.cells.test_office_tables import HEAD, PLAIN, Text, flat, read, rows_of


@pytest.mark.parametrize("suffix", ["html", "csv"])
@pytest.mark.parametrize(
    "cell, before, after, character_class",
    [
        (4, "责任部门：", "", "header"),
        (4, "责任单位:", "", "header"),
        (4, "（责任单位：", "）", "header"),
        (4, "【主管部门】", "", "header"),
        (4, "", "②", "footnote"),
        (4, "（责任单位：", "）①", "footnote"),
        (2, "", "[3]", "footnote"),
        (3, "主要措施：", "", "header"),
        (3, "建设平台[12]", "", "footnote"),
        (3, "&amp;nbsp;&amp;ensp;", "", "delimiter"),
        (4, "&amp;nbsp;", "&lt;br/&gt;", "delimiter"),
        (4, "", "&lt;BR&gt;", "delimiter"),
    ],
)
def test_layout_text_in_cells_is_none_of_theirs(
    tmp_path: Path, cell: int, before: str, after: str, character_class: str, suffix: str
) -> None:
    kept = "建设平台" if before.startswith("建设平台") else ""
    expected, rows = flat(), flat()
    for line, row in zip(expected, rows, strict=True):
        line[cell] = kept + line[cell]
        row[cell] = before + row[cell] + after
    if suffix == "csv":
        rows = [list(map(unescape, row)) for row in rows]
    plan, doubts = read(tmp_path, [HEAD, *rows], suffix)
    assert rows_of(plan) == [line[1:] for line in expected]
    assert character_class in {span.character_class for span in plan.spans}
    assert {one.kind for one in doubts} <= {"match_low"}


def test_a_cell_of_many_thousand_marks() -> None:
    """A cost that grows with the square of the length would take minutes here."""
    line = "建设 &nbsp; " * 12_000
    measure = Cell(tuple(split_fragments([line], 1)))
    departments = Cell(tuple(split_fragments([f"省财政厅{'①' * 20_000}、省公安厅{'①' * 20_000}局"], 2)))
    row = Row(Cell(), Cell(), measure, departments)
    cleaned = clean_cells(PlanRows((row,), ()), (), load_column_names(), has_cells=True)
    assert cleaned.rows[0].measure.text == "建设" * 12_000
    assert cleaned.rows[0].departments.text == f"省财政厅、省公安厅{'①' * 20_000}局"
    assert len(cleaned.furniture) == 12_001


@pytest.mark.parametrize("column", [2, 3, 4])
def test_layout_text_of_merged_cells_is_left_out_once(tmp_path: Path, column: int) -> None:
    grid = [[line[0], line[2], line[3], line[4]] for line in flat()]
    shared = grid[0][column - 1]
    merged: list[list[Text]] = [[*line] for line in grid]
    merged[0][column - 1] = f"{PLAIN[column - 1]}：{shared}&amp;nbsp;", 2, 1
    del merged[1][column - 1]
    plan, _ = read(tmp_path, [PLAIN, *merged], "html")
    assert [row[column - 1] for row in rows_of(plan)[:3]] == [shared, shared, grid[2][column - 1]]


@pytest.mark.parametrize(
    "departments",
    [
        "责任单位：省知识产权局；配合单位：省财政厅",
        "牵头单位：省知识产权局配合单位：省财政厅",
        "（省知识产权局）",
        "①省知识产权局；②省财政厅",
        "省知识产权局（牵头）、省财政厅",
    ],
)
def test_roles_of_bodies_stay_in_their_cell(tmp_path: Path, departments: str) -> None:
    rows = [[*line[:4], departments] for line in flat()]
    plan, _ = read(tmp_path, [HEAD, *rows], "html")
    assert {row[3] for row in rows_of(plan)} == {departments}


def test_marks_and_brackets_that_are_text_stay(tmp_path: Path) -> None:
    rows = flat()
    rows[2][3] = "[1]建设平台；[2]培训人员①。"
    rows[3][3] = "主要措施：建设平台。"
    rows[4][3] = "完成两项工作：[1]建设平台。[2]培训人员。"
    rows[5][3] = "落实国发〔85〕7号文件，试点&lt;patent1&gt;系统，指标a&lt;p且b&gt;c。"
    plan, _ = read(tmp_path, [HEAD, *rows], "html")
    assert rows_of(plan) == [list(map(unescape, line[1:])) for line in rows]


@pytest.mark.parametrize("number", ["{}.", "{}、", "（{}）"])
def test_numbers_before_tasks_are_as_printed(tmp_path: Path, number: str) -> None:
    rows = [[line[0], number.format(n) + line[2], *line[3:]] for n, line in enumerate(flat(), 1)]
    for first in (0, 1):
        plan, _ = read(tmp_path, [line[first:] for line in (PLAIN, *rows)], "csv")
        assert [row[1] for row in rows_of(plan)] == [line[1] for line in rows]


@pytest.mark.parametrize("number", ["{}.", "{}、", "（{}）"])
def test_numbers_of_headings_in_prose_are_serials(tmp_path: Path, number: str) -> None:
    lines = ["河北省2018年工作要点"]
    for n, (_, _, task, measure, bodies) in enumerate(flat(), 1):
        lines += [number.format(n) + task, f"{measure.rstrip('。')}。", f"（责任单位：{bodies}）"]
    path = tmp_path / "plan.txt"
    path.write_text("\n\n".join(lines), encoding="utf-8")
    (plan,) = read_plans(path)
    assert [row[1] for row in rows_of(plan)] == [line[2] for line in flat()]
    assert sum(span.character_class == "serial" for span in plan.spans) == len(flat())


def test_names_repeated_in_parts_of_a_cell_are_left_out(tmp_path: Path) -> None:
    header = [*PLAIN[:3], "成果形式", "牵头单位", "配合单位"]
    rows = [
        [*line[:1], *line[2:4], "成果形式：报告", "牵头部门：省知识产权局", "配合单位：省财政厅"]
        for line in flat()
    ]
    plan, _ = read(tmp_path, [header, *rows], "html")
    assert [row[2:] for row in rows_of(plan)] == [
        [f"{line[3]}｜报告", "牵头单位：省知识产权局；配合单位：省财政厅"] for line in flat()
    ]
    assert [span.text for span in plan.spans if span.character_class == "deliverable"] == ["报告"] * len(rows)


@pytest.mark.parametrize(
    ("header", "is_moved"),
    [
        (["工作内容", "具体举措", "具体任务", "责任部门"], True),
        (["工作内容", "项目名称", "具体举措", "责任部门"], True),
        (["重点工作", "工作内容", "具体举措", "责任部门"], False),
        (["重点领域", "重点工作", "工作内容", "责任单位"], False),
    ],
)
def test_names_that_are_read_as_other_columns_without_need_are_a_doubt(
    tmp_path: Path, header: list[str], is_moved: bool
) -> None:
    _, doubts = read(tmp_path, [header, *(line[1:] for line in flat())], "csv")
    assert ("columns_moved" in {one.kind for one in doubts}) is is_moved


@pytest.mark.parametrize("name", ["责任单位", "责任单位（续）", "责任单位3"])
def test_columns_of_one_meaning_are_joined(tmp_path: Path, name: str) -> None:
    header = [*PLAIN[:2], "主要举措", "具体措施", "责任单位", name]
    rows = [[*line[:1], line[2], *line[3].split("，", 1), "省知识产权局", "省财政厅"] for line in flat()]
    plan, doubts = read(tmp_path, [header, *rows], "csv")
    assert [row[1:] for row in rows_of(plan)] == [
        [line[1], line[2] + line[3], "省知识产权局、省财政厅"] for line in rows
    ]
    assert [one.kind for one in doubts] == ["columns_same"]


def test_columns_of_one_meaning_are_joined_also_over_others(tmp_path: Path) -> None:
    header = [*PLAIN[:2], "主要举措", "责任单位", "具体措施"]
    rows = [[line[0], *line[2:], f"第{line[0]}次安排。"] for line in flat()]
    plan, doubts = read(tmp_path, [header, *rows], "csv")
    assert [row[1:] for row in rows_of(plan)] == [[line[1], line[2] + line[4], line[3]] for line in rows]
    assert [one.kind for one in doubts] == ["columns_same"]


def test_a_column_named_by_a_part_of_its_words_is_not_joined(tmp_path: Path) -> None:
    rows = [[*line[:1], *line[2:4], "旧的安排。", line[4]] for line in flat()]
    plan, doubts = read(tmp_path, [[*PLAIN[:3], "2017年举措", PLAIN[3]], *rows], "csv")
    assert [row[2:] for row in rows_of(plan)] == [line[3:] for line in flat()]
    assert [one.kind for one in doubts] == ["columns_unknown"]


def test_bodies_in_columns_of_one_name_have_no_roles(tmp_path: Path) -> None:
    rows = [[*line[:1], *line[2:4], "省知识产权局", "省财政厅"] for line in flat()]
    plan, _ = read(tmp_path, [[*PLAIN[:3], ("责任部门", 1, 2)], *rows], "html")
    assert {row[3] for row in rows_of(plan)} == {"省知识产权局、省财政厅"}


def test_a_blank_task_beside_a_serial_of_its_own_is_a_doubt(tmp_path: Path) -> None:
    rows = [[line[0], *line[2:]] for line in flat()]
    rows[2][1] = rows[5][1] = ""
    rows[5][0] = rows[4][0]
    plan, doubts = read(tmp_path, [PLAIN, *rows], "csv")
    assert [(one.measure_id, one.kind) for one in doubts] == [
        (plan.measures[2].measure_id, "task_maybe_blank")
    ]


def pieces(text: str, width: int) -> list[str]:
    return [text[place : place + width] for place in range(0, len(text), width)]


@pytest.mark.parametrize("suffix", ["html", "csv"])
@pytest.mark.parametrize("broken", [(2,), (1, 2, 3)], ids=["measures", "all-cells"])
def test_rows_whose_records_are_lines_of_text_are_joined(
    tmp_path: Path, broken: tuple[int, ...], suffix: str
) -> None:
    rows = []
    for number, *line in ([line[0], *line[2:]] for line in flat()):
        lines = [pieces(text, 9) if place in broken else [text] for place, text in enumerate([number, *line])]
        height = max(map(len, lines))
        rows += [[cell[n] if n < len(cell) else "" for cell in lines] for n in range(height)]
    plan, doubts = read(tmp_path, [PLAIN, *rows], suffix)
    assert [row[1:] for row in rows_of(plan)] == [line[2:] for line in flat()]
    assert {one.measure_id for one in doubts if one.kind == "row_joined"} == {
        one.measure_id for one in plan.measures
    }


def test_measures_of_one_task_without_full_stops_are_rows(tmp_path: Path) -> None:
    rows = [
        line
        for number, _, task, measure, bodies in flat()
        for line in ([number, task, measure.rstrip("。"), bodies], ["", "", f"继续开展{task}", bodies])
    ]
    plan, doubts = read(tmp_path, [PLAIN, *rows], "csv")
    assert len(plan.measures) == len(rows)
    assert "row_joined" not in [one.kind for one in doubts]


@pytest.mark.parametrize("suffix", ["html", "csv"])
@pytest.mark.parametrize(
    "serial, task, bodies",
    [
        ("4", "{}", "{}"),
        ("4", "{}（续）", ""),
        ("", "", ""),
        ("", "（续）", "{}"),
        ("4", "", "{}"),
        ("4", "{}", ""),
    ],
)
def test_a_row_broken_by_a_repeated_header_is_joined(
    tmp_path: Path, serial: str, task: str, bodies: str, suffix: str
) -> None:
    rows = [[line[0], *line[2:]] for line in flat()]
    if task == "{}" and not bodies:
        rows[3][2] = f"建设平台。{rows[3][2]}"
    half = 5 if rows[3][2].startswith("建设平台。") else len(rows[3][2]) // 2
    first = [*rows[3][:2], rows[3][2][:half], rows[3][3]]
    second = [serial, task.format(rows[3][1]), rows[3][2][half:], bodies.format(rows[3][3])]
    plan, doubts = read(tmp_path, [PLAIN, *rows[:3], first, PLAIN, second, *rows[4:]], suffix)
    assert [row[1:] for row in rows_of(plan)] == [line[1:] for line in rows]
    assert [(one.measure_id, one.kind) for one in doubts] == [(plan.measures[3].measure_id, "row_joined")]


@pytest.mark.parametrize("suffix", ["html", "csv"])
def test_a_row_below_a_repeated_header_is_one_of_its_own(tmp_path: Path, suffix: str) -> None:
    rows = [[line[0], *line[2:]] for line in flat()]
    rows[3][1] = "简化专利质押登记手续"
    plan, doubts = read(tmp_path, [PLAIN, *rows[:3], PLAIN, *rows[3:]], suffix)
    assert [row[1:] for row in rows_of(plan)] == [line[1:] for line in rows]
    assert doubts == []


@pytest.mark.parametrize("suffix", ["html", "csv"])
@pytest.mark.parametrize("gap", [[], [""]], ids=["touching", "apart"])
@pytest.mark.parametrize("height, repeated", [(4, []), (2, []), (2, [PLAIN])])
def test_tables_side_by_side_are_read_one_after_the_other(
    tmp_path: Path, height: int, repeated: list[list[str]], gap: list[str], suffix: str
) -> None:
    rows = [[line[0], *line[2:]] for line in flat()]
    tables = [[PLAIN, *rows[place : place + height]] for place in range(0, len(rows), height)]
    tables = [[*table, *repeated, *table[1:]] for table in tables] if repeated else tables
    grid = [[text for line in lines for text in (*gap, *line)] for lines in zip(*tables, strict=True)]
    plan, doubts = read(tmp_path, grid, suffix)
    expected = rows + rows if repeated else rows
    assert [row[1:] for row in rows_of(plan)] == [line[1:] for line in expected]
    assert doubts == []


@pytest.mark.parametrize("suffix", ["html", "csv"])
@pytest.mark.parametrize(("year", "refused"), [("2017", True), ("2018", False)])
def test_tables_of_different_years_side_by_side_are_refused(
    tmp_path: Path, year: str, refused: bool, suffix: str
) -> None:
    rows = [[line[0], *line[2:]] for line in flat()]
    titles = ["2018年任务", "", "", "", f"{year}年任务", "", "", ""]
    grid = [titles, *([*one, *one] for one in (PLAIN, *rows))]
    with pytest.raises(SourceError, match="side by side") if refused else nullcontext():
        read(tmp_path, grid, suffix)


@pytest.mark.parametrize("suffix", ["html", "csv"])
@pytest.mark.parametrize("start", ["", "责任单位：", "详见通知，"])
@pytest.mark.parametrize("end", ["", "。"])
def test_bodies_in_brackets_at_the_end_of_measures_are_the_departments(
    tmp_path: Path, start: str, end: str, suffix: str
) -> None:
    grid = [[line[0], line[2], f"{line[3][:-1]}（{start}{line[4]}）{end}"] for line in flat()]
    plan, doubts = read(tmp_path, [PLAIN[:3], *grid], suffix)
    is_read = start != "详见通知，"
    assert [row[1:] for row in rows_of(plan)] == (
        [[line[2], line[3][:-1] + end, line[4]] for line in flat()]
        if is_read
        else [[*line[1:], ""] for line in grid]
    )
    assert ("departments_missing" in [one.kind for one in doubts]) is not is_read


@pytest.mark.parametrize("brackets", ["（）", "〔〕", "【】", "[]"])
@pytest.mark.parametrize("contact", ["，联系人：张三", "；联系电话：0551-6212345", ""])
def test_contacts_beside_bodies_in_brackets_are_in_no_cell(
    tmp_path: Path, contact: str, brackets: str
) -> None:
    grid = [
        [line[0], line[2], f"{line[3]}{brackets[0]}责任单位：{line[4]}{contact}{brackets[1]}"]
        for line in flat()
    ]
    plan, doubts = read(tmp_path, [PLAIN[:3], *grid], "html")
    assert [row[1:] for row in rows_of(plan)] == [line[2:] for line in flat()]
    assert doubts == []


def test_bodies_in_the_brackets_of_a_merged_measure_are_those_of_all_its_rows(tmp_path: Path) -> None:
    grid: list[list[Text]] = [[line[0], line[2], f"{line[3][:-1]}（{line[4]}）"] for line in flat()]
    grid[0][2] = str(grid[0][2]), 2, 1
    del grid[1][2]
    plan, _ = read(tmp_path, [PLAIN[:3], *grid], "html")
    assert [row[3] for row in rows_of(plan)[:3]] == [flat()[0][4]] * 2 + [flat()[2][4]]


def test_a_row_that_says_that_the_table_continues_is_none(tmp_path: Path) -> None:
    rows = [[line[0], *line[2:]] for line in flat()]
    first, second = [*rows[3][:2], rows[3][2][:9], rows[3][3]], ["", "", rows[3][2][9:], ""]
    grid = [PLAIN, *rows[:3], first, ["（续表）", "", "", ""], PLAIN, second, *rows[4:]]
    plan, doubts = read(tmp_path, grid, "html")
    assert [row[1:] for row in rows_of(plan)] == [line[1:] for line in rows]
    assert [one.kind for one in doubts] == ["row_joined"]


@pytest.mark.parametrize("suffix", ["html", "csv"])
@pytest.mark.parametrize("end", ["", "。"])
def test_a_measure_continued_beside_departments_is_a_doubt(tmp_path: Path, end: str, suffix: str) -> None:
    rows = [[line[0], *line[2:]] for line in flat()]
    first = [*rows[3][:2], f"继续发挥维权热线作用{end}", "省知识产权局、"]
    grid = [PLAIN, *rows[:3], first, ["", "", "建设维权中心。", "省公安厅"], *rows[4:]]
    plan, doubts = read(tmp_path, grid, suffix)
    assert len(plan.measures) == len(rows) + 1
    assert [one.measure_id for one in doubts if one.kind == "row_maybe_continued"] == (
        [] if end else [one.measure_id for one in plan.measures[3:5]]
    )


@pytest.mark.parametrize("end, is_doubted", [("。", True), ("", False)])
def test_measures_seem_continued_only_where_others_end(tmp_path: Path, end: str, is_doubted: bool) -> None:
    rows = [[line[0], line[2], line[3].rstrip("。") + end, line[4]] for line in flat()]
    rows[3][2] = rows[3][2].rstrip("。")
    grid = [PLAIN, *rows[:4], ["", "", f"建设维权中心{end}", "省公安厅"], *rows[4:]]
    _, doubts = read(tmp_path, grid, "csv")
    assert ("row_maybe_continued" in [one.kind for one in doubts]) is is_doubted


def test_a_row_below_a_header_of_other_columns_is_one_of_its_own(tmp_path: Path) -> None:
    rows = [[line[0], *line[2:]] for line in flat()]
    rows[2][2] = rows[2][2].rstrip("。")
    other = [PLAIN[0], PLAIN[1], PLAIN[3], PLAIN[2]]
    below = [[line[0], line[1], line[3], line[2]] for line in rows[3:]]
    below[0][:2] = ["", ""]
    plan, doubts = read(tmp_path, [PLAIN, *rows[:3], other, *below], "csv")
    assert len(plan.measures) == len(rows)
    assert "row_joined" not in [one.kind for one in doubts]


@pytest.mark.parametrize("suffix", ["html", "csv"])
def test_rows_without_their_serials_are_not_joined(tmp_path: Path, suffix: str) -> None:
    rows = [["", line[2], line[3].rstrip("。"), line[4]] for line in flat()]
    rows[-1][2] += "。"
    plan, doubts = read(tmp_path, [PLAIN, *rows[:3], PLAIN, *rows[3:]], suffix)
    assert [row[1:] for row in rows_of(plan)] == [line[1:] for line in rows]
    assert doubts == []


@pytest.mark.parametrize(
    ("template", "printed"), [("{}<p>持续推进</p>", "{}持续推进"), ("{}<p>查看详情</p>", "{}查看详情")]
)
def test_words_that_all_measures_end_with_are_as_printed(tmp_path: Path, template: str, printed: str) -> None:
    rows = [[*line[:3], template.format(line[3]), line[4]] for line in flat()]
    plan, _ = read(tmp_path, [HEAD, *rows], "html")
    assert [row[2] for row in rows_of(plan)] == [printed.format(line[3]) for line in flat()]


@pytest.mark.parametrize(
    ("text", "read_as"), [("'建设平台。", "建设平台。"), ("'平台'建设。", "'平台'建设。")]
)
def test_a_mark_before_a_text_that_is_no_quotation_mark_is_outside_it(
    tmp_path: Path, text: str, read_as: str
) -> None:
    rows = flat()
    rows[2][3] = text
    plan, _ = read(tmp_path, [HEAD, *rows], "csv")
    assert plan.measures[2].row.measure.text == read_as
