"""Titles, table headers and page numbers are distinguished from cells, in any wording and wrapping."""

import pytest

from pipeline.reading.plans.furniture import Furniture, find_furniture
from pipeline.reading.plans.titles import Title
from pipeline.taxonomy.loading import Region
from tests.pipeline.sample_plans import HEADER, TAXONOMY


def furniture_of(*lines: str) -> Furniture:
    return find_furniture(lines, TAXONOMY.regions)


def title_of(*lines: str) -> Title:
    (title,) = furniture_of(*lines).titles
    return title


@pytest.mark.parametrize(
    ("text", "region_id", "year"),
    [
        ("河北省 2018年工作要点 ", "130000", 2018),
        (" 河北省2018年工作要点", "130000", 2018),
        ("内蒙古自治区 2021年工作要点", "150000", 2021),
        ("新疆维吾尔自治区 2018年工作要点", "650000", 2018),
        ("新疆生产建设兵团 2018年工作要点", "660000", 2018),
        ("2019年广东省知识产权工作计划", "440000", 2019),
        ("附件2：上海市2020年重点任务分工", "310000", 2020),
        ("1上海市2020年重点任务分工", "310000", 2020),
        (">2020年度上海市重点任务分工", "310000", 2020),
        ("《江苏省知识产权强省建设2017年推进计划》", "320000", 2017),
        ("宁夏2018年知识产权工作安排", "640000", 2018),
        ("广东省2024年政府工作报告重点任务分工", "440000", 2024),
        ("2024年北京市政府工作报告主要目标任务责任分解", "110000", 2024),
        ("山西省人民政府办公厅关于印发2023年省政府工作报告重点工作分工方案的通知", "140000", 2023),
    ],
)
def test_a_title_names_a_region_and_a_year(text: str, region_id: str, year: int) -> None:
    title = title_of(text, "", HEADER)
    assert (title.region_id, title.year, title.is_certain) == (region_id, year, True)
    assert (title.first_line, title.last_line) == (1, 1)
    assert title.text == "".join(text.split())


@pytest.mark.parametrize(
    ("text", "region_id"),
    [
        ("新疆生产打造兵团 2018年工作要点", "650000"),
        ("2018年新疆兵团知识产权工作要点", "650000"),
        ("新疆喀什地区2018年工作要点", "650000"),
        ("吉林市2018年工作要点", "220000"),
        ("2018年江苏省南京市知识产权工作要点", "320000"),
        ("河北某某县2018年工作要点", "130000"),
        ("广西自治区某某市人民政府关于印发2018年工作要点的通知", "450000"),
    ],
)
def test_the_region_of_a_title_is_not_certain_where_its_name_may_be_part_of_another(
    text: str, region_id: str
) -> None:
    title = title_of(text, "", HEADER)
    assert (title.region_id, title.is_certain) == (region_id, False)


@pytest.mark.parametrize("region", TAXONOMY.regions, ids=lambda region: region.short_en)
@pytest.mark.parametrize(
    "rest",
    [
        "2018年工作要点",
        "老旧小区改造2018年计划",
        "知识产权示范城市2018年工作要点",
        "人民政府关于印发2018年工作要点的通知",
    ],
)
def test_the_region_of_a_title_is_certain(region: Region, rest: str) -> None:
    for name in (region.name_zh, region.short_zh):
        title = title_of(name + rest, "", HEADER)
        assert (title.region_id, title.is_certain) == (region.id, True)


def test_a_title_may_leave_the_year_to_the_header_below() -> None:
    assert title_of("河北省知识产权工作要点", HEADER).year is None
    assert furniture_of("河北省知识产权工作要点", "其他文字。").titles == ()


def test_a_title_may_be_wrapped() -> None:
    title = title_of("河北省知识产权战略实施", "2018年推进计划", "", HEADER)
    assert (title.first_line, title.last_line, title.year) == (1, 2, 2018)
    assert title.text == "河北省知识产权战略实施2018年推进计划"


def test_a_notice_may_have_its_issuer_on_a_line_of_its_own_and_its_text_before_the_table() -> None:
    notice = "关于印发2023年省政府工作报告重点工作分工方案的通知"
    text = ("各市、县人民政府：", "请认真贯彻落实。", "山西省人民政府办公厅", "2023年2月10日")
    title = title_of("山西省人民政府办公厅", notice, *text, HEADER)
    assert (title.first_line, title.last_line, title.region_id, title.year) == (1, 2, "140000", 2023)


def test_titles_name_the_kinds_of_documents_that_are_listed() -> None:
    lines = ("河北省2024年为民办实事", "一、教育", HEADER)
    assert furniture_of(*lines).titles == ()
    (title,) = find_furniture(lines, TAXONOMY.regions, nouns=("实事",)).titles
    assert (title.region_id, title.year) == ("130000", 2024)


@pytest.mark.parametrize(
    "line",
    [
        "研究制定并组织实施 2017年江苏省知识产权宣传工作要点，发布《2017年",
        "产权强省建设工作要点和目标任务，加强部门联动提供知识产权服务，组织",
        "广西壮族自治区发布2018年知识产权工作计划，明确全年任务。",
        "北京知识产权法院",
        "河北省知识产权局",
        "快知识产权强市建设工作要点》。",
    ],
)
def test_what_a_measure_says_of_plans_is_no_title(line: str) -> None:
    assert furniture_of(HEADER, line, "省知识产权局").titles == ()


HEADERS_FOUND = {
    "usual": ["序号 工作重点 工作内容 具体举措及成果形式 责任部门"],
    "重点工作": ["序号 重点工作 工作内容 具体举措及成果形式 责任部门"],
    "具体任务": ["序号 工作重点 工作内容 具体任务 责任部门"],
    "other words": ["编号 重点领域 主要任务 工作举措 牵头单位"],
    "more words": ["序号 类别 任务内容 主要措施 负责单位"],
    "wide spaces": ["序号　工作重点　工作内容　具体措施　责任单位及配合单位"],
    "cut": ["序号 工作重点 工作内容"],
    "wrapped": ["序号 工作重点 工作内容", "", "具体举措及成", "果形式", "", "责任部门"],
    "cut in words": ["序号 工作重", "点 工作内容 具体举措及成果形", "式 责任部门"],
    "a line each": ["序号", "工作重点", "工作内容", "具体举措及成果形式", "责任部门"],
}


@pytest.mark.parametrize("lines", HEADERS_FOUND.values(), ids=HEADERS_FOUND)
def test_a_header_renamed_wrapped_or_cut(lines: list[str]) -> None:
    filled = {number for number, line in enumerate(lines, 2) if line}
    found = furniture_of("及时公布典型案件。", *lines, "加强海关知识产权保护", "石家庄海关")
    (header,) = found.headers
    assert filled <= set(header) <= set(range(2, 2 + len(lines)))


def test_a_header_in_words_that_nobody_knows_stands_below_the_title_and_comes_again() -> None:
    strange = "排序 板块名 干什么 怎么干 谁来干"
    found = furniture_of("河北省 2018年工作要点", strange, "1", "加强海关知识产权保护", strange, "石家庄海关")
    assert [list(header) for header in found.headers] == [[2], [5]]


@pytest.mark.parametrize(
    "lines",
    [
        ["落实责任部门"],
        ["工作内容"],
        ["完善重点任务分工和责任落实"],
        ["推进重点工作，完成任务。", "责任部门"],
        ["知识产权重点工作内容具体措施成果部门"],
    ],
)
def test_words_of_a_header_do_not_make_one(lines: list[str]) -> None:
    assert furniture_of("加强海关知识产权保护", *lines, "石家庄海关").headers == ()


def test_the_tail_of_a_cell_beside_a_header_is_no_part_of_it() -> None:
    found = furniture_of("一是明确各部门的职责和", "工作要求", HEADER, "公布典型案件。")
    assert [list(header) for header in found.headers] == [[3]]


@pytest.mark.parametrize("tail", ["负责", "单位", "部门"])
def test_the_end_of_a_cell_below_a_repeated_header_is_no_part_of_it(tail: str) -> None:
    found = furniture_of(HEADER, "公布典型案件。", "省公安厅按职责分工", HEADER, tail, "加强海关保护")
    assert [list(header) for header in found.headers] == [[1], [4]]
    due = "完成时限"
    found = furniture_of(HEADER, due, "公布典型案件。", "省公安厅按职责分工", HEADER, due, tail)
    assert [list(header) for header in found.headers] == [[1, 2], [5, 6]]
    other = "序号 工作任务 主要举措 责任单位"
    found = furniture_of(HEADER, "公布典型案件。", other, "公布典型案件。", HEADER, tail)
    assert [list(header) for header in found.headers] == [[1], [3], [5]]


@pytest.mark.parametrize("number", ["7", "- 7 -", "—7—", "第7页", "第 7 页 共 30 页", "7/30"])
def test_a_page_number_before_a_header(number: str) -> None:
    assert furniture_of("及时向社会", number, "", f" {HEADER}", "公布").page_numbers == {2}


def test_a_bare_number_is_a_page_number_where_the_next_line_opens_a_page() -> None:
    above = ["按照任务分工", "抓好工作落实"]
    assert furniture_of(*above, "及时向社会", "7", " 公布典型案件。").page_numbers == {4}
    assert furniture_of("及时向社会", "7").page_numbers == {2}


def test_a_bare_number_within_a_page_is_left_to_be_a_serial() -> None:
    assert furniture_of("石家庄海关 ", "", "2 ", "", "实施严格的知识产权保护").page_numbers == frozenset()
    assert furniture_of("2018年", "12330", "专利 7 件").page_numbers == frozenset()


@pytest.mark.parametrize("text", ["省知识产权局", "省文化厅、省知识产权局", "发布案例 10 件。 省知识产权局"])
@pytest.mark.parametrize("last", [HEADER, "具体举措及成果形式 责任部门"])
def test_text_behind_a_repeated_header_is_no_part_of_it(text: str, last: str) -> None:
    header = [*["序号 工作重点 工作内容"] * (last != HEADER), last]
    found = furniture_of(
        "河北省 2018年工作要点", *header, "公布典型案件。", "7", *header[:-1], f"{last} {text}"
    )
    assert [tuple(one.text for one in columns.cells) for columns in found.columns] == [
        tuple(HEADER.split())
    ] * 2
    assert found.header_ends == {found.headers[-1][-1]: len(last) + 1}


def test_a_longer_header_may_have_another_column() -> None:
    found = furniture_of("河北省 2018年工作要点", HEADER, "公布典型案件。", f"{HEADER} 备注", "公布")
    assert not found.header_ends
    assert [len(columns.cells) for columns in found.columns] == [5, 6]


def test_every_furniture_line_has_one_class() -> None:
    found = furniture_of("河北省 2018年工作要点", "", HEADER, "公布", "7", "", f" {HEADER}", "典型案件。")
    assert found.line_classes() == {1: "title", 3: "header", 5: "page_number", 7: "header"}


def test_nothing_is_found_in_nothing() -> None:
    assert furniture_of() == Furniture((), (), frozenset())
    assert furniture_of("", "  ", "\x0c") == Furniture((), (), frozenset())


@pytest.mark.parametrize(
    ("below", "last_line"),
    [
        (["2018年3月5日"], 2),
        (["填报单位：省知识产权局", "2018年3月"], 3),
        (["（征求意见稿）", "一、加快重点领域改革"], 2),
        (["推进试点。", "省科技厅", "推进培训。", "省财政厅"], 1),
    ],
    ids=["date", "two lines", "above a key area", "header too far below"],
)
def test_lines_between_a_title_and_the_header_near_below_are_in_no_cell(
    below: list[str], last_line: int
) -> None:
    assert title_of("河北省 2018年工作要点", *below, HEADER, "1").last_line == last_line
