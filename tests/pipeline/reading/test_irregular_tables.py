"""Tables with the irregularities of every day: what can't be told is a doubt, and no row is lost."""

from pathlib import Path

import pytest

from pipeline.build.findings import plan_findings
from pipeline.reading.columns.layout import display_width
from pipeline.schema.errors import SourceError
from tests.documents.scoring import read_plans
from tests.pipeline.reading.cells.test_office_tables import HEAD, PLAIN, TITLE, Grid, flat, read, rows_of
from tests.pipeline.sample_plans import TAXONOMY


@pytest.mark.parametrize("suffix", ["html", "csv"])
@pytest.mark.parametrize("first", ["①", "⑴", "Ⅰ", "１"])
def test_a_row_without_a_measure_is_no_heading_whatever_its_serial(
    tmp_path: Path, first: str, suffix: str
) -> None:
    rows = [[first[:-1] + chr(ord(first[-1]) + n), *line[2:]] for n, line in enumerate(flat())]
    rows[3][2] = ""
    plan, _ = read(tmp_path, [PLAIN, *rows], suffix)
    assert [row[1:] for row in rows_of(plan)] == [row[1:] for row in rows]


@pytest.mark.parametrize("suffix", ["html", "csv"])
def test_a_title_above_an_empty_column_is_no_header(tmp_path: Path, suffix: str) -> None:
    plan, _ = read(tmp_path, [["", *line] for line in (HEAD, *flat())], suffix)
    source = tmp_path / f"plan.{suffix}"
    title = plan.job.plan.title.removesuffix("任务分解表")
    source.write_text(source.read_text().replace(plan.job.plan.title, title))
    (plan,) = read_plans(source)
    assert plan.job.plan.title == title
    assert rows_of(plan) == [line[1:] for line in flat()]


@pytest.mark.parametrize("cell", ["measure", "departments"])
@pytest.mark.parametrize("place", [1, 3], ids=["within-an-area", "first-of-an-area"])
def test_a_blank_cell_below_a_filled_one_may_be_merged(tmp_path: Path, place: int, cell: str) -> None:
    rows = flat()
    assert (rows[place - 1][1] != rows[place][1]) is (place == 3)
    rows[place][3 if cell == "measure" else 4] = ""
    plan, doubts = read(tmp_path, [HEAD, *rows], "csv")
    assert rows_of(plan) == [line[1:] for line in rows]
    assert [(one.measure_id, one.kind) for one in doubts] == [
        (plan.measures[place].measure_id, "cell_maybe_merged")
    ]


def test_no_cell_is_merged_over_the_heading_of_an_area(tmp_path: Path) -> None:
    rows = [[line[0], *line[2:]] for line in flat()]
    rows[3][3] = ""
    areas = dict.fromkeys(line[1] for line in flat())
    grid: Grid = [PLAIN, *rows[:3], [f"二、{list(areas)[1]}", "", "", ""], *rows[3:]]
    plan, doubts = read(tmp_path, grid, "csv")
    assert [row[1:] for row in rows_of(plan)] == [row[1:] for row in rows]
    assert doubts == []


@pytest.mark.parametrize("name", ["工作要求及完成时限", "年度工作及时限", "工作要求和备注"])
def test_a_column_of_deadlines_that_begins_with_something_else_is_told_by_its_cells(
    tmp_path: Path, name: str
) -> None:
    plan, doubts = read(tmp_path, [[*HEAD[:3], name, HEAD[4]], *flat()], "html")
    assert rows_of(plan) == [line[1:] for line in flat()]
    assert [one.kind for one in doubts] == ["columns_by_place"]


@pytest.mark.parametrize("suffix", ["html", "csv"])
def test_a_long_title_with_text_between_it_and_the_table(tmp_path: Path, suffix: str) -> None:
    title = "附件2：河北省2018年度知识产权强省建设重点工作任务分解表"
    text = "为贯彻落实国务院文件，制定本计划。"
    source = tmp_path / f"plan.{suffix}"
    plan, _ = read(tmp_path, [HEAD, *flat()], suffix)
    plain = source.read_text()
    joint = "</p><p>" if suffix == "html" else "\n"
    source.write_text(plain.replace(plan.job.plan.title, f"通知{joint}{title}{joint}{text}"))
    (plan,) = read_plans(source)
    assert plan.job.plan.title == title
    assert rows_of(plan) == [line[1:] for line in flat()]


def text_of(path: Path, grid: Grid, between: str) -> Path:
    """A table as text without cell borders: its cells on lines of their own, or the rows on lines."""
    source = path / "plan.txt"
    source.write_text("\n".join((TITLE, *(between.join(map(str, line)) for line in grid))))
    return source


@pytest.mark.parametrize("between", [" ", "    "], ids=["row-a-line", "aligned"])
@pytest.mark.parametrize("order", ["02134", "01324", "04123", "01243"])
def test_text_whose_columns_stand_in_another_order_is_refused(
    tmp_path: Path, order: str, between: str
) -> None:
    grid = [[line[int(place)] for place in order] for line in (HEAD, *flat())]
    with pytest.raises(SourceError, match="stand in another order"):
        read_plans(text_of(tmp_path, grid, between))
    assert len(read_plans(text_of(tmp_path, [HEAD, *flat()], between))[0].measures) == len(flat())


@pytest.mark.parametrize("place", [2, 3, 4, 5])
def test_text_whose_deliverables_do_not_follow_their_measures_is_refused(tmp_path: Path, place: int) -> None:
    rows = [*zip(("成果形式", *["形成工作报告"] * len(flat())), (HEAD, *flat()), strict=True)]
    source = text_of(tmp_path, [[*line[:place], own, *line[place:]] for own, line in rows], " ")
    if place == 4:
        assert read_plans(source)[0].measures[0].row.deliverable
    else:
        with pytest.raises(SourceError, match="stand in another order"):
            read_plans(source)


@pytest.mark.parametrize(
    "end",
    [["", "", "", "", "河北省知识产权局"], ["", "", "", "", "河北省知识产权局办公室"]],
    ids=["body", "office"],
)
@pytest.mark.parametrize("form", ["csv", "html", "cell-a-line"])
def test_a_signature_among_the_last_departments_is_a_doubt(tmp_path: Path, form: str, end: list[str]) -> None:
    if form == "cell-a-line":
        grid = [HEAD, *flat(), [end[-1]]]
        (plan,) = read_plans(text_of(tmp_path, grid, "\n"))
        doubts = [one for one in plan_findings(plan, TAXONOMY) if one.severity == "doubt"]
    else:
        plan, doubts = read(tmp_path, [HEAD, *flat(), end], form)
    assert plan.measures[-1].row.departments.text.endswith(end[-1])
    assert (plan.measures[-1].measure_id, "departments_maybe_signed") in [
        (one.measure_id, one.kind) for one in doubts
    ]


@pytest.mark.parametrize("date", ["2018年4月2日印发", "二〇一八年四月二日", "（2018年4月2日）"])
def test_the_date_below_a_signature_is_no_row(tmp_path: Path, date: str) -> None:
    """Copied from Word: tabs between cells, and rows of several lines without serials."""
    rows = [line[2:] for line in flat()]
    grid = [PLAIN[1:], *([task, f"{measure[:5]}\n{measure[5:]}", bodies] for task, measure, bodies in rows)]
    (plan,) = read_plans(text_of(tmp_path, [*grid, ["河北省知识产权局"], [date]], "\t"))
    assert [row[1:3] for row in rows_of(plan)] == [row[:2] for row in rows]
    assert plan.measures[-1].row.departments.text == rows[-1][2] + "河北省知识产权局"
    assert "departments_maybe_signed" in {one.kind for one in plan_findings(plan, TAXONOMY)}


@pytest.mark.parametrize("every", [2, 3, 9])
def test_rows_of_tabs_without_departments_may_lack_the_last_tab(tmp_path: Path, every: int) -> None:
    """Editors remove white space at the ends of lines."""
    rows = [line[2:] for line in flat()]
    grid = [[*row[:2], *([] if number % every else row[2:])] for number, row in enumerate(rows)]
    (plan,) = read_plans(text_of(tmp_path, [PLAIN[1:], *grid], "\t"))
    assert [row[1:] for row in rows_of(plan)] == [[*line, ""][:3] for line in grid]


@pytest.mark.parametrize("rule", ["-", "=", "─"])
@pytest.mark.parametrize("joint", [" ", ""], ids=["over-each-column", "over-all"])
def test_rules_between_aligned_columns_are_in_no_cell(tmp_path: Path, rule: str, joint: str) -> None:
    table = [HEAD, *flat(5)]
    widths = [max(map(display_width, column)) for column in zip(*table, strict=True)]
    lines = [
        "   ".join(
            cell + " " * (width - display_width(cell)) for cell, width in zip(line, widths, strict=True)
        )
        for line in table
    ]
    ruled = joint.join(rule * width for width in widths)
    source = text_of(tmp_path, [[line] for line in (ruled, lines[0], ruled, *lines[1:], ruled)], "")
    (plan,) = read_plans(source)
    assert rows_of(plan) == [line[1:] for line in flat(5)]


@pytest.mark.parametrize("first", [5, 4])
def test_plans_copied_with_tabs_have_as_many_columns_as_each_header(tmp_path: Path, first: int) -> None:
    wide, narrow = [HEAD, *flat()], [PLAIN, *([line[0], *line[2:]] for line in flat())]
    titles = [TITLE], [TITLE.replace("河北", "甘肃")]
    tables = (wide, narrow) if first == 5 else (narrow, wide)
    grid = [line for title, table in zip(titles, tables, strict=True) for line in (title, *table)]
    plans = read_plans(text_of(tmp_path, grid[1:], "\t"))
    assert [plan.job.delimiter for plan in plans] == ["\t", "\t"]
    assert [[row[1:] for row in rows_of(plan)] for plan in plans] == [[line[2:] for line in flat()]] * 2


@pytest.mark.parametrize("between", ["\t", "：", "\n", " "], ids=["tab", "colon", "line", "space"])
@pytest.mark.parametrize("name", ["重点任务", "工作内容", "任务名称"])
def test_text_in_which_each_task_is_a_form_is_refused(tmp_path: Path, name: str, between: str) -> None:
    names = (name, "具体举措", "责任单位")
    grid = [pair for line in flat() for pair in zip(names, line[2:], strict=True)]
    with pytest.raises(SourceError):
        read_plans(text_of(tmp_path, grid, between))


@pytest.mark.parametrize("has_table", [False, True])
def test_a_title_without_a_table_is_a_plan_without_rows(tmp_path: Path, has_table: bool) -> None:
    read(tmp_path, [HEAD, *flat()], "html")
    source = tmp_path / "plan.html"
    first = source.read_text()
    middle = "江苏省2018年知识产权工作要点"
    text = "".join(f"<p>{line}</p>" for line in (middle, *(f"开展第{n}次行动。" for n in "一二三四五")))
    others = [middle, "湖北省2018年知识产权工作要点"][not has_table :]
    source.write_text(first + text + "".join(first.replace(TITLE, other) for other in others))
    found = [(plan.job.plan.region_id, len(plan.measures)) for plan in read_plans(source)]
    rows = len(flat())
    assert found == [("130000", rows), ("320000", rows if has_table else 0), ("420000", rows)]


@pytest.mark.parametrize("suffix, between", [("csv", ","), ("csv", ";"), ("tsv", "\t"), ("txt", " ")])
@pytest.mark.parametrize("title", ["", TITLE])
def test_a_header_without_rows_is_a_plan_without_rows(
    tmp_path: Path, title: str, suffix: str, between: str
) -> None:
    source = tmp_path / f"plan.{suffix}"
    source.write_text("\n".join(filter(None, (title, between.join(HEAD)))), encoding="utf-8")
    with pytest.raises(SourceError, match="no table row below it"):
        read_plans(source)


@pytest.mark.parametrize("texts", [1, 8])
def test_a_sentence_below_most_rows_that_is_in_no_column_is_a_doubt(tmp_path: Path, texts: int) -> None:
    grid: list[list[str | tuple[str, int, int]]] = [["重点任务", "责任单位"]]
    for number, line in enumerate(flat()):
        grid.append([line[2], line[4]])
        if number < texts:
            grid.append([(line[3], 1, 2)])
    plan, doubts = read(tmp_path, grid, "html")
    doubted = [one.measure_id for one in doubts if one.kind == "text_below_left_out"]
    assert doubted == [one.measure_id for one in plan.measures] * (texts > 1)


@pytest.mark.parametrize("place", range(5))
def test_a_page_number_between_rows_is_no_row(tmp_path: Path, place: int) -> None:
    rows, number = flat(), [""] * 5
    number[place] = "第 1 页 共 3 页"
    plan, doubts = read(tmp_path, [HEAD, *rows[:4], number, *rows[4:]], "csv")
    assert rows_of(plan) == [line[1:] for line in rows]
    assert doubts == []


@pytest.mark.parametrize("suffix", ["html", "csv"])
@pytest.mark.parametrize("lead", ["省知识产权局牵头", "牵头单位：省知识产权局", "5项"])
def test_blank_departments_below_a_heading_that_names_bodies_are_a_doubt(
    tmp_path: Path, lead: str, suffix: str
) -> None:
    rows = [[line[0], *line[2:4], "" if n < 2 else line[4]] for n, line in enumerate(flat(0, 3))]
    heading = [(f"（一）加强知识产权保护（{lead}）", 1, 4)]
    plan, doubts = read(tmp_path, [PLAIN, heading, *rows], suffix)
    doubted = [one.measure_id for one in doubts if one.kind == "departments_elsewhere"]
    assert doubted == ([one.measure_id for one in plan.measures[:2]] if "局" in lead else [])


@pytest.mark.parametrize("deadline", ["（6月底前）", "；2018年12月底前完成", "，12月31日前"])
def test_a_deadline_among_departments_is_no_doubt(tmp_path: Path, deadline: str) -> None:
    rows = [[line[0], *line[2:4], f"{line[4]}{deadline}"] for line in flat()]
    plan, doubts = read(tmp_path, [[*PLAIN[:3], "责任单位及完成时限"], *rows], "html")
    assert [row[3] for row in rows_of(plan)] == [row[3] for row in rows]
    assert doubts == []


@pytest.mark.parametrize("suffix", ["html", "csv"])
def test_a_row_with_a_measure_alone_may_continue_the_row_above(tmp_path: Path, suffix: str) -> None:
    rows = [row[:1] + row[2:] for row in flat()]
    grid = [PLAIN, *rows[:4], ["", "", "建设维权中心。", ""], *rows[4:]]
    plan, doubts = read(tmp_path, grid, suffix)
    expected = [(plan.measures[place].measure_id, "row_maybe_continued") for place in (3, 4)]
    assert [(one.measure_id, one.kind) for one in doubts] == expected


@pytest.mark.parametrize("suffix", ["html", "csv"])
@pytest.mark.parametrize("count", [3, 6])
def test_a_transposed_table_is_refused(tmp_path: Path, suffix: str, count: int) -> None:
    columns = zip([*PLAIN[1:], "完成时限"], *([*row[2:], "6月底前"] for row in flat()[:count]), strict=True)
    with pytest.raises(SourceError, match="transpose"):
        read(tmp_path, [[*column] for column in columns], suffix)


@pytest.mark.parametrize("suffix", ["html", "csv"])
@pytest.mark.parametrize(
    "head", [["重点任务", "工作内容及要求", "责任单位"], ["主要任务", "主要内容", "牵头单位"]]
)
def test_the_first_of_two_tables_has_a_header_of_few_columns(
    tmp_path: Path, suffix: str, head: list[str]
) -> None:
    rows = [row[2:] for row in flat()]
    plan, _ = read(tmp_path, [head, *rows[:3], PLAIN[1:], *rows[3:]], suffix)
    assert [row[1:] for row in rows_of(plan)] == rows


@pytest.mark.parametrize("suffix", ["html", "csv"])
def test_one_of_two_tables_names_departments_in_brackets(tmp_path: Path, suffix: str) -> None:
    rows = [[row[0], *row[2:]] for row in flat()]
    noted = [[number, task, f"{measure}（{bodies}）", "总结"] for number, task, measure, bodies in rows[3:]]
    plan, _ = read(tmp_path, [PLAIN, *rows[:3], [*PLAIN[:3], "成果形式"], *noted], suffix)
    assert [row[3] for row in rows_of(plan)] == [row[3] for row in rows]


def test_bodies_in_brackets_within_a_measure_may_be_those_of_another_row(tmp_path: Path) -> None:
    rows = [[number, task, f"{measure}（{bodies}）"] for number, _, task, measure, bodies in flat()]
    rows[:2] = [[*rows[0][:2], rows[0][2] + rows[1][2]]]
    _, found = read(tmp_path, [PLAIN[:3], *rows], "html")
    assert [one.measure_id[-1:] for one in found if one.kind == "departments_maybe_two"] == ["1"]
