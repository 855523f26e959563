"""Lines of text outside rows: notes, marks that a table goes on, and headings; columns of regions."""

from collections.abc import Sequence
from typing import Final

import pytest

from pipeline.build.findings import plan_findings
from pipeline.reading.columns.layout import display_width
from pipeline.reading.plans.notes import find_notes
from pipeline.schema.errors import SourceError
from tests.pipeline.sample_plans import TAXONOMY, cells, gaps, read_one

TITLE: Final = "江西省2018年工作要点"
HEADER: Final = ("序号", "工作任务", "具体举措", "责任单位")
ROWS: Final = (
    ("新建健身步道", "新建健身步道500公里，其中登山步道120公里。", "省体育局、省林草局"),
    ("培训社会体育指导员", "培训社会体育指导员6000名，每千人拥有2.3名。", "省体育局、省总工会"),
    ("整治建筑施工", "起重机械、深基坑等危大工程专项检查4次。", "省住房城乡建设厅"),
    ("建设应急救援基地", "建成省级基地3个，配备装备2500台（套）。", "省应急厅、省财政厅"),
    ("推进智慧监管", "建成风险监测预警平台，接入高危企业1000家。", "省应急厅"),
    ("推广运动处方", "在二级以上医院开设运动门诊20个。", "省卫生健康委"),
)
WIDTHS: Final = (6, 22, 50, 24)
NOTES: Final = (
    ("主办单位：省政府办公厅", "联系人：张三  电话：0791-87654321"),
    ("附注：1.排在第一位的为牵头单位。", "2.完成时限以通知为准。"),
    ("有关要求：", "一、各单位要高度重视，加强组织领导，明确专人负责。"),
    ("联系方式", "单位 联系人 电话", "省财政厅 李四 0791-87654322"),
    ("抄送：省委办公厅。", "省政府办公厅秘书处 2018年3月5日印发"),
)
FORMS: Final = ("aligned", "cells", "tabs")


def align(texts: Sequence[str]) -> str:
    padded = (text + " " * (width - display_width(text)) for text, width in zip(texts, WIDTHS, strict=True))
    return "".join(padded).rstrip()


def lay_out(form: str, between: Sequence[Sequence[str]] = (), below: Sequence[str] = ()) -> str:
    """A plan; ``between`` are the lines above each row, and ``below`` those under the last one."""
    lines = [TITLE]
    above = [[], *between, *[()] * len(ROWS)]
    for place, row in enumerate([HEADER, *((str(n), *row) for n, row in enumerate(ROWS, 1))]):
        lines += above[place]
        lines += row if form == "cells" else [align(row) if form == "aligned" else "\t".join(row)]
    return "\n".join([*lines, *below]) + "\n"


def read_rows(text: str) -> list[tuple[str, str, str]]:
    plan = read_one(text)
    assert not gaps(text, [plan])
    doubts = {one.kind for one in plan_findings(plan, TAXONOMY) if one.severity == "doubt"}
    assert doubts <= {"department_unknown", "match_near"}
    return cells(plan)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("notes", NOTES, ids=[notes[0] for notes in NOTES])
def test_notes_below_the_table_are_in_no_row(form: str, notes: tuple[str, ...]) -> None:
    assert read_rows(lay_out(form, below=notes)) == [*ROWS]


@pytest.mark.parametrize("form", FORMS)
def test_a_line_like_a_note_above_a_short_table_does_not_end_it(form: str) -> None:
    title, _, table = lay_out(form).partition("\n")
    assert read_rows(f"{title}\n（此件公开发布）\n{table}") == [*ROWS]


def test_a_line_like_a_note_above_two_cells_a_row_does_not_end_the_table() -> None:
    lines = [TITLE, "（此件公开发布）", "年度重点任务", "牵头单位"]
    lines += [cell for _, *row in ROWS for cell in row]
    assert cells(read_one("\n".join(lines))) == [("", *row) for _, *row in ROWS]


@pytest.mark.parametrize("words", ["注重实效", "联系企业", "说明会", "附属设施", "电话回访", "审核把关"])
def test_text_that_begins_like_a_note_is_none(words: str) -> None:
    assert not find_notes([*lay_out("tabs").splitlines(), f"{words}：新建3处，", "培训500人。"], 1, {})


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("mark", ["续表", "（续）", "接上表", "（接上页）", "表1（续）", "续 表"])
@pytest.mark.parametrize("header", [(), HEADER], ids=["mark", "mark and header"])
def test_a_mark_that_the_table_goes_on_is_in_no_row(form: str, mark: str, header: tuple[str, ...]) -> None:
    repeated = (
        header
        if form == "cells" or not header
        else [align(header) if form == "aligned" else "\t".join(header)]
    )
    assert read_rows(lay_out(form, [(), (), (), (mark, *repeated)])) == [*ROWS]


@pytest.mark.parametrize("indent", [0, 30])
@pytest.mark.parametrize(
    "names",
    [
        ("一、场地设施", "二、专项整治", "三、健康指导"),
        ("（一）场地设施", "（二）专项整治", "（三）健康指导"),
        ("第一部分 场地设施", "第二部分 专项整治", "第三部分 健康指导"),
        ("Ⅰ 场地设施", "Ⅱ 专项整治", "Ⅲ 健康指导"),
        ("场地设施", "专项整治", "健康指导"),
    ],
    ids=lambda names: names[0],
)
def test_a_heading_over_aligned_columns_is_the_area_of_the_rows_below(
    names: tuple[str, ...], indent: int
) -> None:
    first, second, third = ([" " * indent + name] for name in names)
    text = lay_out("aligned", [first, (), second, (), (), third])
    assert read_rows(text) == [*ROWS]
    areas = [measure.row.area.text for measure in read_one(text).measures]
    assert areas == ["".join(names[place].split()) for place in (0, 0, 1, 1, 1, 2)]


@pytest.mark.parametrize("form", FORMS)
def test_a_table_with_a_column_of_regions_is_refused(form: str) -> None:
    regions = ("江西", "江苏", "山东")
    text = lay_out(form).replace("序号", "省份")
    for place in range(1, len(ROWS) + 1):
        name = regions[place % 3]
        old, new = (str(place), name) if form != "aligned" else (f"{place:<6}", f"{name}  ")
        text = text.replace(f"\n{old}", f"\n{new}", 1)
    with pytest.raises(SourceError, match="column of regions"):
        read_one(text)


def test_a_signature_above_a_date_is_a_doubt() -> None:
    plan = read_one(lay_out("tabs", below=("省政府办公厅", "2018年3月5日")))
    doubts = {one.kind for one in plan_findings(plan, TAXONOMY) if one.severity == "doubt"}
    assert "departments_maybe_signed" in doubts
    assert cells(plan)[:-1] == [*ROWS[:-1]]


@pytest.mark.parametrize("start", ["关闭退出不达标企业15家。", "打印服务进社区20处。", "联系方式全部公开。"])
def test_a_line_of_a_measure_that_begins_like_a_note_is_text(start: str) -> None:
    number, task, measure, departments = "4", *ROWS[3]
    wrapped = "\n".join([align((number, task, measure[:-1] + "，", departments)), align(("", "", start, ""))])
    text = lay_out("aligned").replace(align((number, *ROWS[3])), wrapped)
    rows = read_rows(text)
    assert rows[3] == (task, f"{measure[:-1]}，{start}", departments)
    assert len(rows) == len(ROWS)


def test_lines_below_a_repeated_header_that_go_on_at_other_columns_are_no_heading() -> None:
    header, last = align(HEADER), align(("6", *ROWS[5]))
    head, tail = "在二级以上医院开设运动", ("门诊20个，配备专职人员", "40名。")
    lines = [align(("6", ROWS[5][0], head, ROWS[5][2])), header, *(" " * 14 + one for one in tail)]
    rows = read_rows(lay_out("aligned").replace(last, "\n".join(lines)))
    assert rows[5] == (ROWS[5][0], head + "".join(tail), ROWS[5][2])
