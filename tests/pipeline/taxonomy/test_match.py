"""Task cells are matched despite rewording, truncation and misspelling; local tasks stay local."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from pipeline.taxonomy.match import ACCEPT, ACCEPT_IN_AREA, Match, TaskMatcher, normalise
from tests.pipeline.sample_plans import TAXONOMY

MATCHER = TaskMatcher(TAXONOMY.tasks)


def cut_short(name: str) -> Iterator[str]:
    yield from (name[: len(name) * 3 // 4], name[: len(name) * 3 // 5], name[len(name) // 4 :])


def misspelt(name: str) -> Iterator[str]:
    yield from (f"{name[:place]}錯{name[place + 1 :]}" for place in range(0, len(name), 2))


def letter_lost(name: str) -> Iterator[str]:
    yield from (name[:place] + name[place + 1 :] for place in range(0, len(name), 2))


def letter_doubled(name: str) -> Iterator[str]:
    yield from (name[:place] + name[place] + name[place:] for place in range(0, len(name), 2))


def words_added(name: str) -> Iterator[str]:
    yield from (f"{name}工作", f"继续{name}", f"（一）{name}。")


def test_the_name_of_a_task_is_that_task() -> None:
    for task in TAXONOMY.tasks:
        expected = Match((task.id,), "exact", 1.0)
        for printed in (task.name_zh, f"{task.name_zh}。", f" {task.name_zh[:4]} {task.name_zh[4:]}"):
            assert MATCHER.match(printed) == expected
            assert MATCHER.match(printed, "6") == expected


@pytest.mark.parametrize("change", [cut_short, misspelt, letter_lost, letter_doubled, words_added])
def test_a_changed_name_is_still_that_task(change: Callable[[str], Iterator[str]]) -> None:
    for task in TAXONOMY.tasks:
        for printed in change(task.name_zh):
            match = MATCHER.match(printed, task.area_id)
            assert match.task_ids == (task.id,), printed
            assert match.method in {"exact", "similar"}
            assert ACCEPT_IN_AREA <= match.score <= 1


@pytest.mark.parametrize(
    ("printed", "area_id", "task_id"),
    [
        ("知识产权行政管理改革", "1", "1.1"),
        ("推进自贸区知识产权综合管理改革", "1", "1.1"),
        ("加强对非物质文化遗产的生产性保护", "3", "3.13"),
        ("建立完善知识产权快速维权机制", "2", "2.2"),
        ("加强展会、电商等领域的知识产权执法", "2", "2.4"),
    ],
)
def test_a_reworded_task_is_matched_under_its_key_area(printed: str, area_id: str, task_id: str) -> None:
    match = MATCHER.match(printed, area_id)
    assert (match.task_ids, match.method) == ((task_id,), "similar")


@pytest.mark.parametrize(
    "printed",
    [
        "建设雄安新区知识产权保护示范区",
        "其他：未列入但地方开展的创新性工作",
        "其他",
        "推进商标品牌富农",
        "地理标志精准扶贫",
        "知识产权强县工程",
        "",
        "。。。",
        "12330",
    ],
)
def test_a_local_task_stays_local(printed: str) -> None:
    for area_id in ("", *"123456"):
        match = MATCHER.match(printed, area_id)
        assert (match.task_ids, match.method) == ((), "local")
        assert 0 <= match.score < ACCEPT


@pytest.mark.parametrize(
    ("printed", "task_ids"),
    [
        ("广泛开展知识产权普及型教育；加强知识产权公益宣传和咨询服务", ("6.11", "6.12")),
        ("加强知识产权公益宣传和咨询服务，广泛开展知识产权普及型教育", ("6.11", "6.12")),
        ("加大宣传力度；加大对各类创新人才的知识产权培训力度", ("6.6", "6.10")),
        ("加强海关知识产权保护和加大知识产权犯罪打击力度", ("2.3", "2.5")),
        ("完善知识产权快速维权机制、加强海关知识产权保护工作", ("2.2", "2.3")),
    ],
)
def test_a_cell_names_two_tasks(printed: str, task_ids: tuple[str, str]) -> None:
    match = MATCHER.match(printed)
    assert (match.task_ids, match.method) == (task_ids, "joined")


def test_a_task_named_twice_is_one() -> None:
    assert MATCHER.match("加强海关知识产权保护；加强海关知识产权保护").task_ids == ("2.3",)


def test_only_letters_count() -> None:
    assert normalise(" 加强，海关 （ＩＰ）１2.") == "加强海关IP12"
    assert MATCHER.match("加强　海关\n知识产权、保护") == Match(("2.3",), "exact", 1.0)


def test_a_measure_names_its_task_in_any_clause() -> None:
    for task in TAXONOMY.tasks:
        name = task.name_zh
        for measure in (f"{name}。办理案件100件。", f"出台办法，切实{name}，新增企业5家。"):
            assert MATCHER.match_measure(measure, task.area_id).task_ids == (task.id,), measure
            assert MATCHER.match_measure(measure).task_ids in ((task.id,), ()), measure


@pytest.mark.parametrize("measure", ["", "。", "建成高速公路100公里。", "加强知识产权工作。"])
def test_a_measure_that_names_no_task_has_none(measure: str) -> None:
    for area_id in ("", "1", "2"):
        match = MATCHER.match_measure(measure, area_id)
        assert (match.task_ids, match.method) == ((), "local")


def test_the_words_of_a_task_name_it_in_measures() -> None:
    measure = "新增“专精特新”企业50家。"
    tasks = [replace(task, words=("专精特新",)) if task.id == "3.2" else task for task in TAXONOMY.tasks]
    assert MATCHER.match_measure(measure, "3").task_ids == ()
    assert TaskMatcher(tasks).match_measure(measure, "3").task_ids == ("3.2",)
