"""Plans whose columns are aligned by spaces: read back from a layout that is made here."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby, zip_longest
from typing import Final

import pytest

from pipeline.build.findings import plan_findings
from pipeline.reading.aligned.cells import CellScores, Piece
from pipeline.reading.aligned.places import is_aligned
from pipeline.reading.columns.column_models import load_column_models
from pipeline.reading.columns.column_scores import DEPARTMENTS
from pipeline.reading.columns.layout import display_width
from pipeline.schema.errors import SourceError
from tests.pipeline.layouts import Habit, SampleRow, lay_out
from tests.pipeline.sample_plans import HEADER, ROWS, TAXONOMY, cells, furniture, gaps, read_one, written

TITLE: Final = "河北省 2018 年工作要点"
WORDS: Final = tuple(HEADER.split())


@dataclass(frozen=True)
class PageLayout:
    """Widths of the five columns in characters, the spaces between them, and where cells stand in their rows.

    ``page`` is how many lines a page has (0: all on one), ``blank`` whether a blank line follows each line.
    """

    widths: tuple[int, int, int, int, int] = (2, 6, 11, 18, 9)
    between: int = 3
    centred: bool = False
    page: int = 0
    blank: bool = False


def wrap(text: str, width: int) -> list[str]:
    """A text cut into lines of a width, no line beginning with a mark."""
    lines: list[str] = []
    while text:
        end = width
        while end < len(text) and text[end] in "，。、；）”%" and end > 1:
            end -= 1
        lines.append(text[:end])
        text = text[end:]
    return lines


def beside(columns: Sequence[list[str]], centred: bool) -> list[list[str]]:
    """Cells side by side, at the top or centred: the pieces of each line."""
    height = max(map(len, columns))
    filled = [[""] * ((height - len(column)) // 2) * centred + column for column in columns]
    return [list(pieces) for pieces in zip_longest(*filled, fillvalue="")]


def printed(pieces: Sequence[str], layout: PageLayout) -> str:
    """One line: each piece at its column's place, or one space after the piece before it."""
    line = ""
    for column, piece in enumerate(pieces):
        start = sum(layout.widths[:column]) + column * layout.between
        if piece:
            line = line.ljust(max(start, len(line) + bool(line.strip()))) + piece
    return line


def laid_out(rows: Sequence[SampleRow], layout: PageLayout, shared: frozenset[int] = frozenset()) -> str:
    """A plan as text; the rows whose places are ``shared`` share the task of the row above."""
    words = [wrap(word, width) for word, width in zip(WORDS, layout.widths, strict=True)]
    header = [printed(pieces, layout) for pieces in beside(words, False)]
    body: list[list[str]] = []
    for number, (area, group) in enumerate(groupby(enumerate(rows), lambda pair: pair[1].area), 1):
        block: list[list[str]] = []
        for place, row in group:
            texts = ("" if place in shared else row.task, row.measure, row.departments)
            columns = [wrap(text, width) for text, width in zip(texts, layout.widths[2:], strict=True)]
            block += beside(columns, layout.centred)
        name = wrap(area, layout.widths[1])
        block += [["", "", ""]] * (len(name) - len(block))
        body += [
            [str(number) if not index else "", name[index] if index < len(name) else "", *pieces]
            for index, pieces in enumerate(block)
        ]
    lines = [printed(pieces, layout) for pieces in body]
    pages = (
        [lines[i : i + layout.page] for i in range(0, len(lines), layout.page)] if layout.page else [lines]
    )
    text = "\n\f".join("\n".join([*header, *page]) for page in pages)
    text = f"{' ' * 20}{TITLE}\n{text}\n"
    return text.replace("\n", "\n\n") if layout.blank else text


TOP: Final = PageLayout()


@pytest.mark.parametrize(
    "layout",
    [
        TOP,
        PageLayout(blank=True),
        PageLayout(page=7),
        PageLayout(page=5, blank=True),
        PageLayout(widths=(2, 5, 9, 14, 7), between=1),
        PageLayout(widths=(2, 6, 8, 24, 12), page=6),
        PageLayout(centred=True, widths=(2, 6, 11, 18, 7)),
    ],
    ids=["top", "blank lines", "pages", "short pages", "columns touch", "wide", "centred"],
)
def test_cells_come_back_from_their_places(layout: PageLayout) -> None:
    text = laid_out(ROWS, layout)
    plan = read_one(text)
    assert cells(plan) == written()
    assert not gaps(text, [plan])


def test_a_line_of_one_column_stays_in_it() -> None:
    """Text that reads like a measure is a task where it stands in the task column."""
    row = ROWS[0]
    rows: tuple[SampleRow, ...] = (
        row,
        SampleRow(row.area, "开展展会维权并推进专利导航项目培育扩大开放", "完成3项。", "省商务厅"),
        *ROWS[1:],
    )
    assert cells(read_one(laid_out(rows, TOP))) == written(rows)


HEALTH: Final = tuple(
    SampleRow("", *cells)
    for cells in (
        ("公立医院高质量发展", "遴选9家省级试点医院；四级手术占比≥9.5%。", "省民政厅"),
        (
            "医保支付方式改革",
            "DRG/DIP付费统筹地区全覆盖，按病种付费占比达78%（2025年目标为90%）。",
            "省中医药局",
        ),
        ("药品耗材集中带量采购", "开展药品集采不少于9批，累计达490个品种。", "省财政厅、省残联"),
        ("紧密型县域医共体", "县域内住院率达到84%，基层诊疗量占比超过65%。", "省民政厅、省疾控局"),
        ("疾控体系改革", "8月底前完成省、市、县三级疾控机构“三定”规定印发工作。", "省卫生健康委"),
        ("重大传染病防控", "艾滋病、结核病报告发病率控制在34/10万以下。", "省医保局"),
        ("适龄儿童免疫规划", "以乡镇为单位接种率≥95%。", "省市场监管局、省残联"),
        ("职业病防治", "为60000名劳动者免费体检；建设康复站8个。", "省财政厅"),
        ("中医馆建设", "乡镇卫生院中医馆设置率100%。", "省中医药局、省药监局"),
        ("医养结合", "新增医养结合机构5家。", "各设区市人民政府"),
    )
)
"""Tasks of another field than the models', which read like key areas."""


def test_without_a_column_of_key_areas_no_task_is_one() -> None:
    """As pandoc pads cells: to the same place on a screen, not to the same number of characters."""
    names = ("工作内容", "具体措施", "责任单位")
    lines = [names, *((row.task, row.measure, row.departments) for row in HEALTH)]
    widths = [max(map(display_width, column)) + 3 for column in zip(*lines, strict=True)]
    padded = [
        "".join(cell + " " * (width - display_width(cell)) for cell, width in zip(line, widths, strict=True))
        for line in lines
    ]
    assert "area" not in {kind for kind, _ in furniture(read_one("\n".join((TITLE, *padded))))}


def test_serials_above_the_first_row_stop_no_rows() -> None:
    """Headings and the rest of a title, in the column of serials, are serials of the first row too."""
    layout = PageLayout()
    lines = [["序号", "", "工作内容", "具体措施", "责任单位"], ["点"], ["一、深化医药卫生体制改革"]]
    for number, row in enumerate(HEALTH, 1):
        texts = (str(number), "", row.task, row.measure, row.departments)
        lines += beside([wrap(*one) for one in zip(texts, layout.widths, strict=True)], centred=False)
    assert cells(read_one("\n".join((TITLE, *(printed(line, layout) for line in lines))))) == written(HEALTH)


def test_numbers_at_the_beginning_of_lines_are_kept() -> None:
    """A number beside spaces is a cell's: not a serial, nor a page number."""
    measure = "面向小微企业开办专利托管实务培训20班次以上，引进品牌服务机构500家，完成评议项目10项。"
    rows = (SampleRow(ROWS[0].area, ROWS[0].task, measure, "省知识产权局"), *ROWS[1:])
    text = laid_out(rows, TOP).replace("培训20班次", "培训 20 班次")
    assert cells(read_one(text))[0][1] == measure


def test_a_task_merged_over_rows_is_served_to_each() -> None:
    """Where only the task's column is empty beside a row, its task is that above."""
    second = SampleRow(
        ROWS[0].area, ROWS[0].task, "建设信息服务网点12个，培训专业人员300人次。", "省财政厅、省科技厅"
    )
    rows = (ROWS[0], second, *ROWS[1:])
    plan = read_one(laid_out(rows, TOP, shared=frozenset((1,))))
    assert cells(plan) == written(rows)
    assert plan.measures[1].row.merged == ("task",)


def test_header_cells_that_are_wrapped_within_words_are_put_together() -> None:
    """Narrow columns cut 序号, 工作重点 and 责任部门 in two; no rest of them is left for the cells."""
    layout = PageLayout(widths=(1, 3, 9, 18, 6), between=2)
    plan = read_one(laid_out(ROWS, layout))
    assert cells(plan) == written()
    assert {text for kind, text in furniture(plan) if kind == "header"} >= {
        "序",
        "号",
        "工作重",
        "点",
    }


def test_text_without_wide_white_space_is_not_aligned() -> None:
    assert not is_aligned(lay_out(ROWS, Habit()).split("\n"))
    assert is_aligned(laid_out(ROWS, TOP).split("\n"))


def test_a_list_of_departments_that_has_ended_does_not_go_on_without_a_mark() -> None:
    def join(first: str, second: str) -> float:
        pieces = [Piece(n, float(n), 1, text, False, False) for n, text in enumerate((first, second))]
        models = load_column_models()
        return CellScores(pieces, DEPARTMENTS, models, frozenset(), centred=False).join_scores[1]

    assert join("按职责分工负责", "省财政厅") < join("按职责分工负责", "、省财政厅") - 5
    assert join("按职责分工负责", "省财政厅") < join("按职责分工配合", "省财政厅") - 5


def test_departments_without_a_mark_are_doubted_where_others_have_marks() -> None:
    marked = [replace(row, departments=row.departments.replace("、", "，")) for row in ROWS * 2]
    joined = replace(ROWS[3], departments="省公安厅省财政厅")

    def count_doubts(*rows: SampleRow) -> int:
        found = plan_findings(read_one(laid_out(rows, TOP)), TAXONOMY)
        return sum(one.kind == "departments_maybe_two" for one in found)

    assert count_doubts(*marked, joined) == 1
    assert count_doubts(*marked) == 0
    parted = [replace(row, departments=row.departments.replace("、", "")) for row in ROWS]
    assert count_doubts(*parted) == 0, "lines part the bodies of all cells"


UNFAMILIAR: Final = tuple(
    (task, f"开展{task}试点，建成{number}个示范点。", "省民政厅、省财政厅" if number % 2 else "省大数据局")
    for number, task in enumerate(("助餐服务", "家庭床位", "银发经济", "老年教育", "探访关爱", "医养结合"), 3)
)
"""Rows of a field that no model has learnt, with tasks of equal width."""
CELLS_WITH_OTHERS: Final = {
    "序号": [str(number) for number in range(1, len(UNFAMILIAR) + 1)],
    "重点领域": ["居家社区", "", "", "产业发展", "", ""],
    "工作任务": [task for task, _, _ in UNFAMILIAR],
    "工作措施": [measure for _, measure, _ in UNFAMILIAR],
    "责任单位": [bodies for _, _, bodies in UNFAMILIAR],
    "时间节点": ["全年", "12月底", "持续推进", "6月", "全年", "12月底"],
    "备注": ["", "续建", "", "", "续建", ""],
    "成果形式": ["印发文件", "形成报告", "印发文件", "建成平台", "印发文件", "形成报告"],
    "具体举措": ["加强宣传。", "组织培训。", "开展检查。", "召开会议。", "组织评估。", "开展督导。"],
}


def single_lines(*names: str, numbered: bool = False, between: int = 3, header: Sequence[str] = ()) -> str:
    """The columns of `CELLS_WITH_OTHERS` beside each other, each row on one line."""
    columns = [[name, *CELLS_WITH_OTHERS[one]] for name, one in zip(header or names, names, strict=True)]
    if numbered:
        columns = [[name, f"（{number}）", *texts] for number, (name, *texts) in enumerate(columns, 1)]
    widths = [max(map(display_width, column)) + between for column in columns]
    lines = zip(*columns, strict=True)
    return "\n".join(
        ["江苏省2018年养老服务工作要点"]
        + [
            "".join(t + " " * (w - display_width(t)) for t, w in zip(line, widths, strict=True))
            for line in lines
        ]
    )


@pytest.mark.parametrize(
    "names",
    [
        ("序号", "重点领域", "工作任务", "工作措施", "责任单位"),
        ("序号", "工作任务", "工作措施", "责任单位"),
        ("工作任务", "工作措施", "责任单位"),
        ("序号", "工作任务", "工作措施", "责任单位", "时间节点", "备注"),
        ("序号", "工作任务", "时间节点", "工作措施", "责任单位"),
        ("序号", "责任单位", "工作任务", "工作措施"),
    ],
    ids=["areas", "serials", "no serials", "other columns", "deadline within", "another order"],
)
@pytest.mark.parametrize("between", [3, 5])
@pytest.mark.parametrize("numbered", [False, True], ids=["", "numbered columns"])
def test_blank_strips_below_a_header_separate_any_columns(
    names: tuple[str, ...], numbered: bool, between: int
) -> None:
    text = single_lines(*names, numbered=numbered, between=between)
    plan = read_one(text)
    assert cells(plan) == list(UNFAMILIAR)
    assert not gaps(text, [plan])


@pytest.mark.parametrize(
    "header",
    [
        ("序號", "工作任務", "工作措施", "責任單位", "時間節點"),
        ("序 号", "工 作 任 务", "工 作 措 施", "责 任 单 位", "时 间 节 点"),
    ],
    ids=["traditional", "letters apart"],
)
def test_names_of_columns_may_be_printed_otherwise(header: tuple[str, ...]) -> None:
    names = ("序号", "工作任务", "工作措施", "责任单位", "时间节点")
    assert cells(read_one(single_lines(*names, header=header))) == list(UNFAMILIAR)


def test_text_of_a_browser_leaves_out_merged_cells() -> None:
    names = ("序号", "重点领域", "工作任务", "工作措施", "责任单位")
    rows = list(zip(*(CELLS_WITH_OTHERS[name] for name in names), strict=True))
    lines = ["\t".join(names), *("\t".join(cell for cell in row if cell) for row in rows)]
    plan = read_one("江苏省2018年养老服务工作要点\n" + "\n".join(lines))
    assert cells(plan) == list(UNFAMILIAR)
    assert [measure.row.area.text for measure in plan.measures] == ["居家社区"] * 3 + ["产业发展"] * 3


@pytest.mark.parametrize(
    "names",
    [
        ("序号", "工作任务", "工作措施", "责任单位", "成果形式"),
        ("工作任务", "工作措施", "成果形式", "责任单位"),
    ],
)
def test_a_deliverable_beside_a_strip_follows_its_measure(names: tuple[str, ...]) -> None:
    text = single_lines(*names)
    plan = read_one(text)
    things = CELLS_WITH_OTHERS["成果形式"]
    assert cells(plan) == [(t, f"{m}｜{d}", b) for (t, m, b), d in zip(UNFAMILIAR, things, strict=True)]
    assert not gaps(text, [plan])


@pytest.mark.parametrize(
    "names",
    [
        ("序号", "工作任务", "工作措施", "责任单位", "具体举措"),
        ("序号", "工作任务", "工作措施", "具体举措", "责任单位"),
    ],
)
def test_aligned_measures_in_two_columns_are_refused(names: tuple[str, ...]) -> None:
    with pytest.raises(SourceError, match="具体举措"):
        read_one(single_lines(*names))


@pytest.mark.parametrize(
    "names",
    [("序号", "责任单位", "工作任务", "工作措施"), ("工作任务", "责任单位", "成果形式", "工作措施")],
)
def test_columns_in_another_order_are_refused_where_they_touch(names: tuple[str, ...]) -> None:
    lines = single_lines(*names, between=5).split("\n")
    text = "\n".join([*lines[:3], *(" ".join(line.split()) for line in lines[3:5]), *lines[5:]])
    with pytest.raises(SourceError):
        read_one(text)


def test_each_header_shows_the_places_of_the_columns_below_it() -> None:
    names = ("序号", "工作任务", "工作措施", "责任单位", "时间节点")
    title, header, *rows = single_lines(*names).split("\n")
    shifted = [" " * 9 + line for line in (header, *rows[3:])]
    assert cells(read_one("\n".join([title, header, *rows[:3], *shifted]))) == list(UNFAMILIAR)


@pytest.mark.parametrize("unit", ["12家企业", "3C产品", "5G基站"])
def test_columns_that_touch_are_read_by_their_places(unit: str) -> None:
    """As a browser prints them: one space between full cells, and none beside digits."""
    rows = [
        (f"推进{task}工作", f"{unit}完成{task}第{number}批调查。", "省民政厅")
        for number, (task, _, _) in enumerate(UNFAMILIAR, 1)
    ] * 2
    rows = [
        (task, measure, bodies if n % 3 else "省大数据局、省财政厅")
        for n, (task, measure, bodies) in enumerate(rows)
    ]
    lines = [
        f"{task} {measure}{'' if n % 3 else ' ' * 5} {bodies}"
        for n, (task, measure, bodies) in enumerate(rows)
    ]
    header = "   工作任务            工作措施            责任单位"
    assert not is_aligned([line.replace("     ", "") for line in lines])
    assert cells(read_one("\n".join(["江苏省2018年养老服务工作要点", header, *lines]))) == rows
