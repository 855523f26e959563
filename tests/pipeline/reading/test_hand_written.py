"""Small plans written by hand: numbers at line starts, page numbers, titles, false plan starts, lists."""

from typing import Final

import pytest

from tests.pipeline.sample_plans import AREAS, HEADER, cells, gaps, read_one, read_plans

TITLE: Final = "江西省 2018年工作要点"
CUT: Final = "侦破案件总数达\n"
ROWS: Final = (
    (
        0,
        "推进知识产权综合管理改革试点",
        "支持赣江新区开展知识产权综合管理改革，年内出台试点\n方案并组织实施，建设专利、商标、版权集中服务窗口，\n"
        "30 个县（市、区）设立分窗口，受理量达到\n1.2 万件。",
        "省知识产权局、省编办",
    ),
    (0, "开展知识产权评议", "选择两个重大产业项目开展知识产权评议，形成评议报告。", "省知识产权局"),
    (1, "加强海关知识产权保护", "对出口货物开展专项查验，公布十大典型案例。", "南昌海关"),
    (
        1,
        "打击侵犯知识产权犯罪",
        "对重大侵权假冒案件挂牌督办，组织集群战役，联合南昌\n海关查处出口侵权货物，形成协作机制，" + CUT,
        "省公安厅",
    ),
    (2, "实施专利质量提升工程", "修订专利资助办法，引导提高专利申请质量。", "省知识产权局、省财政厅"),
    (
        2,
        "发展知识产权金融",
        "推广专利权质押融资和专利保险，新增保险企业二十家。",
        "省金融办、江西保监局",
    ),
)
"""Key area, task, measure and departments; the fourth measure goes on with :data:`TAIL`."""
TAIL: Final = "50 起以上，移送起诉率不低于八成。"


def plan(title: str = TITLE, *, at_cut: str = "", after_row: str = "") -> str:
    """A plan's text; ``at_cut`` stands within a measure, ``after_row`` behind the second row."""
    lines, area = [title, HEADER], -1
    for place, (own, task, measure, departments) in enumerate(ROWS):
        if own != area:
            area = own
            lines.append(f"{area + 1} {AREAS[area]}")
        text = measure + at_cut + TAIL if measure.endswith(CUT) else measure
        lines += [task, text, departments, ""]
        lines += [after_row] if place == 1 and after_row else []
    return "\n".join(lines) + "\n"


def written() -> list[tuple[str, str, str]]:
    found = []
    for _, task, measure, departments in ROWS:
        text = measure + TAIL if measure.endswith(CUT) else measure
        found.append((task, "".join(text.split()), departments))
    return found


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("全省每万人口发明专利拥有量预计达到", "2.6 件以上，增长明显。"),
        ("组织专家深入重点企业开展上门辅导，全年服务", "30-50 家企业。"),
        ("积极组织申报并及时公布国家知识产权示范城市", "第3 批名单。"),
        ("推动规模以上工业企业中开展专利申请的占比达到", "1/3 以上。"),
        ("全年专利侵权纠纷案件的结案率确保稳定保持在", "95%以上。"),
        ("各设区市完成本地区软件正版化工作自查并务必在", "12月底前上报。"),
        ("面向县域中小企业培养专利信息分析的专门人才", "100 人次。"),
        ("联合公安海关等部门集中开展打击侵权假冒行动", "6 次以上。"),
        ("引导银行开展专利权质押贷款业务，融资额突破", "10 亿元。"),
        ("进一步发挥知识产权维权援助与举报投诉服务热线", "12330 的作用。"),
        ("鼓励我省龙头企业实施海外专利布局，力争培育世界", "500 强企业1家。"),
    ],
)
def test_a_number_at_the_start_of_a_line_of_a_plan_of_one_row_stays(first: str, second: str) -> None:
    task, departments = "加强专利执法维权工作", "省知识产权局"
    text = "\n".join([TITLE, HEADER, "1", AREAS[0], task, first, second, departments, ""])
    read = read_one(text)
    assert cells(read) == [(task, first + second.replace(" ", ""), departments)]
    assert gaps(text, [read]) == []


NUMBERS: Final = ("4", "- 4 -", "第4页", "第四页", "Page 4", "Page 4 of 20", "iv", "·4·", "4 / 20", "")


@pytest.mark.parametrize("number", NUMBERS)
def test_a_page_number_and_a_header_within_a_measure_leave_the_number_that_follows(number: str) -> None:
    broken = f"{number}\n{HEADER}\n" if number else f"{HEADER}\n"
    assert cells(read_one(plan(at_cut=broken))) == written()


@pytest.mark.parametrize("number", NUMBERS[:-2])
def test_a_page_number_without_a_header_within_a_measure_is_none_of_its_words(number: str) -> None:
    assert cells(read_one(plan(at_cut=number + "\n"))) == written()


@pytest.mark.parametrize("header", ["", HEADER + "\n"])
@pytest.mark.parametrize("number", ["3", *NUMBERS[:-2]])
def test_a_page_number_between_rows_is_none_of_their_words(number: str, header: str) -> None:
    assert cells(read_one(plan(after_row=f"{number}\n{header}"))) == written()


@pytest.mark.parametrize(
    "title",
    [
        "江西省二〇一八年知识产权工作要点",
        "二〇一八年江西省知识产权工作要点",
        "江西省二○一八年工作要点",
        "江西省二零一八年工作要点",
        "江西省 ２０１８年工作要点",
        "江⻄省 2018年⼯作要点",
    ],
)
def test_titles_in_other_digits_and_radicals(title: str) -> None:
    read = read_one(plan(title))
    assert (read.job.plan.region_id, read.job.year) == ("360000", 2018)
    assert cells(read) == written()


def test_departments_that_look_like_a_title_before_a_header_begin_no_other_plan() -> None:
    text = plan(after_row=f"江西省2018年专利工作计划\n{HEADER}")
    read = read_one(text)
    assert [task for task, _, _ in cells(read)] == [task for _, task, _, _ in ROWS]
    assert gaps(text, [read]) == []


def test_plans_of_two_years_of_a_region_are_distinguished() -> None:
    plans = read_plans(plan() + plan("江西省 2019年工作要点"))
    assert [read.job.year for read in plans] == [2018, 2019]
    assert [cells(read) for read in plans] == [written(), written()]


ITEMS: Final = (
    ("修订奖励办法；", "建立导师库；", "举办沙龙12场。"),
    ("修订我省专利奖励办法，评选表彰优秀专利项目；", "建立创业导师库，首批聘请专家；", "举办沙龙12场。"),
    ("推广示范文本。", "开展需求调查，", "举办沙龙12场"),
)


MARKS: Final = (
    ("1. ", "2. ", "3. "),
    ("1、", "2、", "3、"),
    ("（1）", "（2）", "（3）"),
    ("①", "②", "③"),
    ("一是", "二是", "三是"),
    ("（一）", "（二）", "（三）"),
    ("一、", "二、", "三、"),
)


@pytest.mark.parametrize("items", ITEMS)
@pytest.mark.parametrize("marks", MARKS)
@pytest.mark.parametrize("row", [2, 4])
def test_a_list_in_a_measure_is_one_cell(row: int, marks: tuple[str, ...], items: tuple[str, ...]) -> None:
    listed = [mark + item for mark, item in zip(marks, items, strict=True)]
    text = plan().replace(ROWS[row][2], "\n".join(listed))
    expected = written()
    expected[row] = (ROWS[row][1], "".join("".join(listed).split()), ROWS[row][3])
    assert cells(read_one(text)) == expected


def test_numbered_tasks_are_no_list() -> None:
    text, expected = plan(), []
    for number, (task, measure, departments) in enumerate(written(), 1):
        text = text.replace(f"\n{task}\n", f"\n{number}.{task}\n")
        expected.append((f"{number}.{task}", measure, departments))
    assert cells(read_one(text)) == expected
