"""Rows come back from dumps that lie: one test for each way in which a source does."""

import pytest

from pipeline.reading.plan import ParsedPlan
from tests.pipeline.layouts import Habit
from tests.pipeline.sample_plans import (
    HEADER,
    ROWS,
    cells,
    dump,
    furniture,
    gaps,
    read_one,
    small_plan,
    written,
)

CUSTOMS = ROWS[4]
PLAN = small_plan()
PRINTED = dump("""加强海关知识产权保护␣

加大对进出口侵权货物的查处力度，开展“龙腾”专项行动，及时向社会
公布典型案件。␣

石家庄海关␣
""")
"""How ``CUSTOMS`` stands in ``PLAN``; each test prints something else there."""


def with_row(printed: str, plan: str = PLAN) -> str:
    assert plan.count(PRINTED) == 1
    return plan.replace(PRINTED, dump(printed))


def read_whole(text: str) -> ParsedPlan:
    plan = read_one(text)
    assert gaps(text, [plan]) == []
    return plan


def read_in_place(printed: str) -> list[tuple[str, str, str]]:
    """The rows that come of what is printed in the place of ``CUSTOMS``; those around it are as ever."""
    found = cells(read_whole(with_row(printed)))
    assert found[:4] == written(ROWS[:4])
    assert found[-3:] == written(ROWS[5:])
    return found[4:-3]


def texts_of_class(text: str, character_class: str) -> list[str]:
    return [printed for kind, printed in furniture(read_whole(text)) if kind == character_class]


WIDE_TASK = "加强非物质文化遗产、民间文艺和传统知识的保护，推进文化创意产业发展"
WIDE_MEASURE = (
    "加大对非物质文化遗产的保护力度，开展传统知识资源调查，建立保护名录，支持传承人开展传承活动，"
    "推动文化创意、设计服务与相关产业融合发展。"
)
BROKEN_ABOVE = """加强非物质文化遗产、民间文艺和传
统知识的保护，推进文化创意产业发

加大对非物质文化遗产的保护力度，开展传统知识资源调查，建立保护名
录，支持传承人开展传承活动，推动文化创意、设计服务与相关产业融合

省文化厅、省农业
厅、省知识产权
"""
BROKEN_BELOW = """展␣

发展。␣

局␣
"""
BREAKS = {
    "number and header": f"7\n {HEADER} \n\n",
    "header": f" {HEADER} \n\n",
    "blank lines, number and header": f"\n\n\n74 \n \n\n{HEADER} \n",
    "styled number": "— 7 —\n\n",
    "nothing but white space": " ",
    "header renamed": "7\n 序号 重点工作 主要任务 具体措施和成果形式 责任单位 \n\n",
    "header cut": "7\n 序号 工作重点 工作内容 \n\n",
    "header wrapped": "7\n 序号 工作重点 工作内容 \n具体举措及成\n果形式 \n责任部门 \n\n",
    "header cut in words": "7\n 序号 工作重\n点 工作内容 具体任务 责任部\n门 \n",
    "header a line each": "7\n 序号\n\n工作重点\n\n工作内容\n\n具体任务\n\n责任部门\n\n",
}


@pytest.mark.parametrize("between", BREAKS.values(), ids=BREAKS)
def test_a_page_breaks_inside_all_three_cells_at_once(between: str) -> None:
    found = read_in_place(BROKEN_ABOVE + between + BROKEN_BELOW)
    assert found == [(WIDE_TASK, WIDE_MEASURE, "省文化厅、省农业厅、省知识产权局")]


@pytest.mark.parametrize("between", BREAKS.values(), ids=BREAKS)
def test_a_page_breaks_inside_a_measure_whose_neighbours_are_whole(between: str) -> None:
    above = PRINTED.partition("公布")[0]
    assert read_in_place(f"{above}{between}公布典型案件。 \n\n石家庄海关 \n") == written((CUSTOMS,))


def test_text_of_a_cell_stands_behind_a_repeated_header() -> None:
    above, _, departments = PRINTED.rpartition("\n\n石家庄海关")
    assert read_in_place(f"{above}\n7\n{HEADER} 石家庄海关{departments}") == written((CUSTOMS,))


def test_a_page_breaks_between_two_rows() -> None:
    assert read_in_place(f"{PRINTED}\n7\n {HEADER} \n") == written((CUSTOMS,))


def test_a_key_area_broken_by_a_page_is_put_together() -> None:
    label = "\n2 \n\n实施严格的知\n识产权保护 \n"
    assert label in PLAN
    broken = PLAN.replace(label, f"\n2 \n\n实施严格的知\n\n7\n {HEADER} \n\n识产权保护 \n")
    plan = read_whole(broken)
    assert cells(plan) == written()
    assert [text for kind, text in furniture(plan) if kind == "area"][3:5] == ["实施严格的知", "识产权保护"]


def test_a_key_area_named_again_on_the_next_page_is_furniture() -> None:
    again = f"\n {HEADER} \n\n2 \n\n实施严格的知\n识产权保护 \n\n{PRINTED}"
    assert read_in_place(again) == written((CUSTOMS,))


@pytest.mark.parametrize("serial", ["1 ", "7、 ", "（9） ", "三、 ", "3. "])
def test_a_serial_restarts_or_skips(serial: str) -> None:
    text = PLAN.replace("\n3 \n", f"\n{serial}\n")
    plan = read_whole(text)
    assert cells(plan) == written()
    assert [measure.area_id for measure in plan.measures] == list("11122233")
    assert serial.strip() in texts_of_class(text, "serial")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("\n3 \n", "\n"),
        ("\n2 \n\n实施严格", "\n2实施严格"),
        ("\n2 \n\n实施严格", "\n二、实施严格"),
        ("\n2 \n\n实施严格", "\n2 实施严格"),
    ],
    ids=["missing", "glued", "glued and written out", "on one line"],
)
def test_a_serial_is_missing_or_glued_to_the_key_area(old: str, new: str) -> None:
    assert old in PLAN
    plan = read_whole(PLAN.replace(old, new))
    assert cells(plan) == written()
    assert [measure.area_id for measure in plan.measures] == list("11122233")
    assert all(measure.row.area.text.lstrip("2二、")[0] in "推实促" for measure in plan.measures)


def test_key_areas_glued_to_serials_again_and_again_are_read() -> None:
    again = "2实施严格的知识产权保护␣\n" * 3
    assert cells(read_whole(with_row(again + PRINTED))) == written()


def test_key_areas_without_any_label_are_recognised_by_their_tasks() -> None:
    text = PLAN
    for label in ("2 \n\n实施严格的知\n识产权保护 \n\n", "3 \n\n促进知识产权\n创造运用 \n\n"):
        assert label in text
        text = text.replace(label, "")
    plan = read_whole(text)
    assert cells(plan) == written()
    assert [measure.area_id for measure in plan.measures] == list("11122233")


@pytest.mark.parametrize(
    "printed",
    [
        "加强海关知识产权保护  石家庄海关 \n",
        "加强海关知识产权保护 \n\n 石家庄海关 \n",
        "加强海关知识产权保护 \n\n石家庄海关 \n",
        "加强海关知识\n产权保护 \n\n \n\n石家庄海关 \n",
    ],
    ids=["two spaces", "a space before the line", "nothing", "a line of white space"],
)
def test_a_blank_measure_stays_blank(printed: str) -> None:
    assert read_in_place(printed) == [(CUSTOMS.task, "", "石家庄海关")]


def test_blank_departments_stay_blank() -> None:
    printed = PRINTED.replace("\n石家庄海关 \n", "")
    assert read_in_place(printed) == [(CUSTOMS.task, CUSTOMS.measure, "")]


@pytest.mark.parametrize("space", [" ", "\u3000", "\t"])
def test_cells_share_a_line(space: str) -> None:
    printed = space.join((CUSTOMS.task, "严查进出口侵权货物，开展专项行动。", "石家庄海关"))
    assert read_in_place(printed + " \n") == [
        (CUSTOMS.task, "严查进出口侵权货物，开展专项行动。", "石家庄海关")
    ]


def test_the_end_of_one_cell_shares_a_line_with_the_next() -> None:
    printed = """加强海关知识
产权保护 加大对进出口侵权货物的查处力度，开展“龙腾”专项行动，及时向社会
公布典型案件。 石家庄海
关␣
"""
    assert read_in_place(printed) == written((CUSTOMS,))


def test_lines_that_stand_side_by_side_are_printed_side_by_side() -> None:
    printed = """加强海关知识 加大对进出口侵权货物的查处力度，开展“龙腾”专项行动，及时向社会 石家庄海关、省公
产权保护 公布典型案件。 安厅␣
"""
    assert read_in_place(printed) == [(CUSTOMS.task, CUSTOMS.measure, "石家庄海关、省公安厅")]


def test_a_cell_has_spaces_of_its_own() -> None:
    printed = """加强海关知识产权保护␣

选择 1-2家企业开展 PCT 申请培训，在 2018 年底前培育 10 家，公布
典型案件 3 件。␣

石家庄海关␣
"""
    measure = "选择1-2家企业开展PCT申请培训，在2018年底前培育10家，公布典型案件3件。"
    assert read_in_place(printed) == [(CUSTOMS.task, measure, "石家庄海关")]


EXHIBITIONS = "加大国际展会、电子商务等领域知识产权执法力度"


def test_one_measure_and_its_departments_serve_two_tasks() -> None:
    printed = """加强海关知识产权保护␣
加大对进出口侵权货物的查处力度，开展“龙腾”专项行动，及时向社会
公布典型案件。␣
石家庄海关 加大国际展会、电子商务等领域知识
产权执法力度␣
"""
    assert read_in_place(printed) == [
        (CUSTOMS.task, CUSTOMS.measure, "石家庄海关"),
        (EXHIBITIONS, CUSTOMS.measure, "石家庄海关"),
    ]
    rows = [measure.row for measure in read_whole(with_row(printed)).measures]
    assert rows[4].merged == ()
    assert rows[5].merged == ("measure", "departments")


def test_one_department_cell_serves_two_tasks() -> None:
    other = "开展电子商务领域执法维权专项行动，加强展会知识产权保护。"
    printed = f"""加强海关知识产权保护␣
加大对进出口侵权货物的查处力度，开展“龙腾”专项行动，及时向社会
公布典型案件。␣
石家庄海关、省公
安厅 加大国际展会、电子商务等领域知识
产权执法力度␣
{other}␣
"""
    assert read_in_place(printed) == [
        (CUSTOMS.task, CUSTOMS.measure, "石家庄海关、省公安厅"),
        (EXHIBITIONS, other, "石家庄海关、省公安厅"),
    ]
    assert read_whole(with_row(printed)).measures[5].row.merged == ("departments",)


def test_several_measures_answer_one_task() -> None:
    training = "组织海关执法人员培训，提高发现和处置侵权货物的能力，培训不少于2次。"
    transfer = "建立海关与公安机关的执法协作机制，及时移送涉嫌犯罪的案件。"
    printed = f"{PRINTED}\n{training} \n\n石家庄海关、省商\n务厅 \n\n{transfer} \n\n省公安厅 \n"
    assert read_in_place(printed) == [
        (CUSTOMS.task, CUSTOMS.measure, "石家庄海关"),
        (CUSTOMS.task, training, "石家庄海关、省商务厅"),
        (CUSTOMS.task, transfer, "省公安厅"),
    ]
    plan = read_whole(with_row(printed))
    assert [measure.row.merged for measure in plan.measures[4:7]] == [(), ("task",), ("task",)]
    assert [measure.match.task_ids for measure in plan.measures[4:7]] == [("2.3",)] * 3
    first, last = plan.measures[5].row.lines
    assert with_row(printed).splitlines()[first - 1] == f"{training} "
    assert with_row(printed).splitlines()[last - 1] == "务厅 "


def test_a_page_breaks_inside_a_task_that_several_measures_share() -> None:
    training = (
        "组织海关执法人员培训，提高发现和处置侵权货物的能力，建立与公安机关的执法协作机制，"
        "及时移送涉嫌犯罪的案件。"
    )
    printed = f"""加强非物质文化遗产、民间文艺和传
统知识的保护，推进文化创意产业发

加大对非物质文化遗产的保护力度，及时向社会公布典型案件。␣

石家庄海关␣

{training[:33]}

石家庄海关、省商
 {HEADER}␣

展␣

{training[33:]}␣

务厅␣
"""
    assert read_in_place(printed) == [
        (WIDE_TASK, "加大对非物质文化遗产的保护力度，及时向社会公布典型案件。", "石家庄海关"),
        (WIDE_TASK, training, "石家庄海关、省商务厅"),
    ]


def test_a_task_cell_names_two_standard_tasks() -> None:
    printed = """广泛开展知识产权普及型教育；加强
知识产权公益宣传和咨询服务␣

举办知识产权宣传周活动，面向企业和高校举办知识产权培训班。␣

省知识产权局、省
教育厅␣
"""
    assert [task for task, _, _ in read_in_place(printed)] == [
        "广泛开展知识产权普及型教育；加强知识产权公益宣传和咨询服务"
    ]
    assert read_whole(with_row(printed)).measures[4].match.task_ids == ("6.11", "6.12")


def test_a_local_task_stands_among_standard_ones() -> None:
    printed = """建设雄安新区知识产权保护示范区␣

在雄安新区探索知识产权保护新模式，制定示范区建设方案。␣

雄安新区管委会␣
"""
    local = ("建设雄安新区知识产权保护示范区", "在雄安新区探索知识产权保护新模式，制定示范区建设方案。")
    assert read_in_place(printed) == [(*local, "雄安新区管委会")]
    measure = read_whole(with_row(printed)).measures[4]
    assert (measure.match.task_ids, measure.match.method, measure.area_id) == ((), "local", "2")


@pytest.mark.parametrize(
    ("bold", "meant"),
    [
        ("加大查处力度加大查处力度加大查处力度加大查处力度。。。。", "加大查处力度。"),
        ("加大加大加大加大查处力度查处力度查处力度查处力度，，，，", "加大查处力度，"),
    ],
    ids=["whole", "in pieces"],
)
def test_overprint_is_removed_from_a_measure(bold: str, meant: str) -> None:
    rest = "开展“龙腾”专项行动，向社会公布案件。"
    printed = f"{CUSTOMS.task} \n\n{bold}{rest} \n\n石家庄海关 \n"
    assert read_in_place(printed) == [(CUSTOMS.task, meant + rest, "石家庄海关")]
    removed = "".join(texts_of_class(with_row(printed), "overprint"))
    assert len(removed) == len(bold) - len(meant)


def test_marks_that_a_writer_repeats_stay() -> None:
    measure = "加大对进出口侵权货物的查处力度，开展专项行动等。。。。"
    printed = f"{CUSTOMS.task} \n\n{measure} \n\n石家庄海关 \n"
    assert read_in_place(printed) == [(CUSTOMS.task, measure, "石家庄海关")]
    assert texts_of_class(with_row(printed), "overprint") == []


def test_a_page_number_is_distinguished_from_a_serial_that_it_equals() -> None:
    text = with_row(PRINTED.replace("公布", f"\n3 \n\n {HEADER} \n\n公布"))
    assert cells(read_whole(text)) == written()
    numbers = [(kind, printed) for kind, printed in furniture(read_one(text)) if printed == "3"]
    assert numbers == [("page_number", "3"), ("serial", "3")]


def test_a_bare_page_number_within_a_measure_without_a_header() -> None:
    text = with_row(PRINTED.replace("公布", "3\n 公布"))
    assert cells(read_whole(text)) == written()
    assert texts_of_class(text, "page_number") == ["3"]


@pytest.mark.parametrize("shares", ["few", "ends", "rows"])
@pytest.mark.parametrize("blank_lines", ["every", "cells", "none", "some"])
def test_blank_lines_after_every_line_or_only_between_cells(blank_lines: str, shares: str) -> None:
    text = small_plan(Habit(blank_lines=blank_lines, shares=shares, page_lines=15))
    assert cells(read_whole(text)) == written()


def test_a_plan_of_one_row() -> None:
    assert cells(read_whole(small_plan(rows=ROWS[1:2]))) == written(ROWS[1:2])


def test_lines_of_a_row_are_those_that_hold_its_cells() -> None:
    for measure, (task, _, departments) in zip(read_whole(PLAN).measures, written(), strict=True):
        first, last = measure.row.lines
        lines = PLAN.splitlines()
        assert task.startswith(lines[first - 1].strip())
        assert departments.endswith(lines[last - 1].strip())


@pytest.mark.parametrize("width", [200, 20_000])
def test_a_line_of_one_letter_is_read_soon(width: int) -> None:
    plan = read_whole(with_row(f"{CUSTOMS.task} \n\n{'知' * width}\n\n石家庄海关 \n"))
    assert cells(plan)[-3:] == written(ROWS[5:])


def test_a_measure_of_thousands_of_lines_is_read_soon() -> None:
    long = "推进知识产权保护，完善工作机制，\n" * 4000
    plan = read_whole(with_row(f"{CUSTOMS.task} \n\n{long}公布典型案件。 \n\n石家庄海关 \n"))
    assert len(cells(plan)[4][1]) > 60_000
