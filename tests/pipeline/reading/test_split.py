"""A source is split into plans by titles, and without them by what the plans say."""

import pytest

from pipeline.reading.plans.furniture import find_furniture
from pipeline.reading.plans.split import PlanText, apply_file_name, set_last_lines, split_plans
from tests.pipeline.layouts import Habit
from tests.pipeline.sample_plans import AREAS, HEADER, ROWS, TAXONOMY, small_plan

HEBEI = small_plan()
SICHUAN = small_plan(Habit(region="四川省")).replace("石家庄", "成都").replace("省公安厅", "四川省公安厅")
"""A plan whose words tell whose it is: 成都 and 四川 stand in its cells."""


def split(text: str) -> tuple[PlanText, ...]:
    lines = text.splitlines()
    return split_plans(lines, find_furniture(lines, TAXONOMY.regions), TAXONOMY)


def without_title(text: str) -> str:
    return text.split("\n", 1)[1]


def test_plans_begin_at_their_titles() -> None:
    plans = split(HEBEI + "\n" + SICHUAN)
    assert [(plan.region_id, plan.title, plan.year) for plan in plans] == [
        ("130000", "河北省2018年工作要点", 2018),
        ("510000", "四川省2018年工作要点", 2018),
    ]
    lines = (HEBEI + "\n" + SICHUAN).splitlines()
    assert plans[0].first_line == 1
    assert lines[plans[0].last_line - 1] == "财政厅、省金融办 "
    assert lines[plans[1].first_line - 1] == "四川省 2018年工作要点 "
    assert plans[1].last_line == len("\n".join(lines).rstrip().splitlines())


@pytest.mark.parametrize(
    "title, region",
    [
        ("省政府办公厅关于印发江苏省2024年工作要点的通知", "320000"),
        ("中共江苏省委办公厅关于印发《2024年工作要点》的通知", "320000"),
        ("省政府办公厅转发省知识产权局关于下达河北省2024年任务的通知", "130000"),
        ("廣東省2024年知識產權工作要點", "440000"),
    ],
)
def test_a_title_names_its_region_after_its_issuer_and_in_traditional_characters(
    title: str, region: str
) -> None:
    (plan,) = split(f"# {title}\n{without_title(HEBEI)}")
    assert (plan.region_id, plan.title, plan.year) == (region, title, 2024)


def test_the_line_that_addresses_a_notice_is_no_part_of_its_title() -> None:
    title = "省政府关于印发江苏省2024年工作要点的通知"
    (plan,) = split(f"{title}\n各市、县人民政府：\n{without_title(HEBEI)}")
    assert plan.title == title
    (plan,) = split(f"{title}\n各有关单位：\n{without_title(HEBEI)}")
    assert plan.title == title


def test_a_lost_title_is_recognised_from_header_and_key_area_and_the_region_from_words() -> None:
    lost = without_title(SICHUAN)
    text = HEBEI + lost + small_plan(Habit(region="青海省"))
    plans = split(text)
    assert [plan.region_id for plan in plans] == ["130000", "510000", "630000"]
    guessed = plans[1]
    assert guessed.title == ""
    assert text.splitlines()[guessed.first_line - 1] == f"{HEADER} "
    assert guessed.last_line == plans[2].first_line - 2
    assert guessed.votes == (lost.count("四川") + lost.count("成都"), lost.count("保定"))
    assert guessed.runner_up == "130000"


def test_without_title_and_header_the_first_key_area_shows_that_a_plan_begins() -> None:
    bare = without_title(SICHUAN).replace(HEADER + " \n", "", 1)
    assert bare != without_title(SICHUAN)
    assert [plan.region_id for plan in split(HEBEI + bare)] == ["130000", "510000"]


def test_a_source_that_begins_with_a_header_has_lost_its_title() -> None:
    (plan,) = split(without_title(SICHUAN))
    assert (plan.region_id, plan.title) == ("510000", "")


def test_a_source_that_begins_within_a_plan_begins_with_that_plan() -> None:
    paged = small_plan(Habit(region="四川省", page_lines=12)).replace("石家庄", "成都")
    cut = paged[paged.index("典型案件") :]
    plans = split(cut + HEBEI)
    assert (plans[0].region_id, plans[0].first_line) == ("510000", 1)
    assert [plan.region_id for plan in plans] == ["510000", "130000"]


def test_the_rest_of_a_plan_is_recognised_by_its_tasks_where_no_header_comes_again() -> None:
    cut = SICHUAN[SICHUAN.index("加大对进出口") :]
    assert HEADER not in cut
    assert [plan.region_id for plan in split(cut + HEBEI)] == ["510000", "130000"]


def test_a_cover_before_the_first_title_is_no_plan() -> None:
    cover = "2018年地方知识产权\n\n工作资料汇编\n\n国家知识产权局编\n\n"
    (plan,) = split(cover + HEBEI)
    assert plan.first_line == 7


def test_words_that_speak_for_nobody_leave_the_region_open() -> None:
    silent = without_title(HEBEI).replace("石家庄", "").replace("保定、廊坊", "有关")
    (plan,) = split(silent)
    assert plan.region_id == ""
    assert plan.votes == (0, 0)


def test_words_that_speak_for_two_alike_leave_the_region_open() -> None:
    (plan,) = split(f"{HEADER}\n1\n{AREAS[0]}\n知识产权服务业集聚区建设\n与青海、海南合作。\n")
    assert plan.region_id == ""
    assert plan.votes == (1, 1)


def test_a_title_that_is_repeated_before_the_table_begins_no_plan() -> None:
    (plan,) = split("河北省知识产权战略2018年推进计划\n\n" + HEBEI)
    assert (plan.first_line, plan.title) == (1, "河北省知识产权战略2018年推进计划")
    (plan,) = split(f"河北省 2018年工作要点\n{HEADER}\n\n7\n" + HEBEI)
    assert plan.first_line == 1
    assert len(split(HEBEI + HEBEI)) == 2


def test_serials_that_start_again_within_a_plan_begin_no_plan() -> None:
    for printed in ("1 ", "1.", ""):
        restarted = HEBEI.replace("\n2 \n", f"\n{printed}\n").replace("\n3 \n", f"\n{printed}\n")
        assert len(split(restarted)) == 1


def test_key_areas_in_any_order_begin_no_plan_where_serials_run_on() -> None:
    rows = [
        f"{number}\t{AREAS[area]}\t{ROWS[number].task}\t{ROWS[number].measure}"
        for number, area in enumerate((1, 2, 3, 4, 0, 2, 0), 1)
    ]
    assert len(split("\n".join(["河北省2018年工作要点", "序号\t工作重点\t工作内容\t具体举措", *rows]))) == 1


def test_a_key_area_named_again_on_each_page_begins_no_plan() -> None:
    label = "1 \n\n推进知识产权\n管理体制机制\n改革 \n"
    assert label in HEBEI
    again = HEBEI.replace("\n知识产权服务业", f"\n {HEADER} \n\n{label}\n知识产权服务业")
    assert len(split(again)) == 1


def test_the_year_of_a_plan_without_a_title_is_the_one_it_speaks_of_most() -> None:
    message = without_title(SICHUAN).replace("专利导航项目", "2019年专利导航项目，总结2018年，到2019年底")
    (plan,) = split(message)
    assert plan.year == 2019
    assert [plan.year for plan in split(without_title(SICHUAN))] == [None]


def test_no_plan_in_what_is_none() -> None:
    assert split("") == ()
    assert split("春眠不觉晓，处处闻啼鸟。\n夜来风雨声，花落知多少。\n") == ()
    assert split("\n".join(row.task for row in ROWS)) == ()


def test_many_bare_numbers_are_read_soon() -> None:
    (plan,) = split("河北省 2018年工作要点\n" + HEADER + "\n1" * 20_000)
    assert plan.last_line == 20_002


def test_a_measure_that_begins_with_the_first_key_areas_name_below_a_header_begins_no_plan() -> None:
    plan = small_plan(Habit(page_lines=14, serial=0))
    header = "序号 工作重点 工作内容 具体举措及成果形式 责任部门"
    measure = "推进知识产权管理体制机制改革试点，出台实施方案。"
    text = plan + f" {header}\n{measure}\n"
    assert len(split(text)) == 1


def test_lines_without_a_plan_have_no_last_line() -> None:
    assert set_last_lines((), ("甲,乙",)) == ()


def test_the_year_of_a_plan_without_a_title_is_that_above_its_header() -> None:
    later = without_title(SICHUAN).replace("专利", "2020年专利")
    assert [plan.year for plan in split(later)] == [2020]
    assert [plan.year for plan in split("二、2019年分工表\n" + later)] == [2019]


def test_the_name_of_a_file_shows_the_region_of_its_only_plan() -> None:
    (plan,) = split(without_title(SICHUAN))
    named = apply_file_name(plan, "青海省2024年任务分工", TAXONOMY.regions)
    assert (named.region_id, named.year, named.named_by) == ("630000", 2024, "file")
    assert apply_file_name(plan, "青海2024", TAXONOMY.regions).year == 2024
    assert apply_file_name(plan, "青海和四川", TAXONOMY.regions) == plan
    assert apply_file_name(plan, "新疆生产建设兵团", TAXONOMY.regions).region_id == "660000"
    (titled,) = split(SICHUAN)
    assert apply_file_name(titled, "青海省2024年任务分工", TAXONOMY.regions) == titled
