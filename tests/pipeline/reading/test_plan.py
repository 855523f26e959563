"""The description of a row after reading: its key area, its tasks, its level."""

import pickle

import pytest

from pipeline.reading.plan import match_area
from tests.pipeline.sample_plans import AREAS, TAXONOMY, dump, read_one, small_plan

PLAN = small_plan()


@pytest.mark.parametrize(
    ("label", "area_id"),
    [
        *zip(AREAS, "123456", strict=True),
        ("推进知识产权管理体制改革", "1"),
        ("严格知识产权保护", "2"),
        ("促进知识产权创造和运用", "3"),
        ("知识产权对外合作", "5"),
        ("组织实施和政策保障", "6"),
        ("知识产权", ""),
        ("其他", ""),
        ("", ""),
        ("2018年工作", ""),
    ],
)
def test_a_label_names_a_key_area(label: str, area_id: str) -> None:
    assert match_area(label, TAXONOMY) == area_id


def test_a_standard_task_knows_its_key_area_better_than_the_label_does() -> None:
    wrong = PLAN.replace("实施严格的知\n识产权保护 ", "加强组织实施\n和政策保障 ")
    assert [measure.area_id for measure in read_one(wrong).measures] == list("11122233")


def test_a_local_task_is_of_the_key_area_that_it_stands_under() -> None:
    label = dump("2␣\n\n实施严格的知\n识产权保护␣\n\n")
    assert label in PLAN
    first = dump("完善知识产权快速维权机制␣\n")
    local = dump("建设雄安新区知识产权保护示范区␣\n")
    assert [m.area_id for m in read_one(PLAN.replace(first, local)).measures] == list("11122233")


def test_levels_are_judged_against_the_task_and_the_standard_task() -> None:
    generic = PLAN.replace(
        "加大对进出口侵权货物的查处力度，开展“龙腾”专项行动，及时向社会\n公布典型案件。",
        "加强海关知识产权保护。",
    )
    levels = [measure.level for measure in read_one(generic).measures]
    assert levels == ["specific"] * 4 + ["generic"] + ["specific"] * 3


def test_a_plan_travels_to_another_process_and_back() -> None:
    read = read_one(PLAN)
    assert pickle.loads(pickle.dumps(read.job)) == read.job
    assert vars(pickle.loads(pickle.dumps(read))) == vars(read)
