"""Changes between different templates and plans: tasks split and dropped, missing plans."""

from collections import Counter
from dataclasses import replace
from typing import Any

import pytest

from pipeline.corpus.change.tables import YearPlans, pair_tasks
from pipeline.schema.model import Edition
from pipeline.taxonomy.loading import Task, Taxonomy
from tests.pipeline.corpus.change.planted import (
    IDS,
    TAXONOMY,
    Corpus,
    Row,
    changes_of,
    gold_plans,
    read_year,
)
from tests.pipeline.sample_plans import read_plans

TWO = ("beijing", "anhui")


def corpus_of(*names: str) -> Corpus:
    return {name: list(gold_plans()[name]) for name in names}


def cells(rows: list[dict[str, Any]], name: str, **wanted: str) -> list[dict[str, Any]]:
    return [row for row in rows if row["region_id"] == IDS[name] and wanted.items() <= row.items()]


def with_tasks(*tasks: Task) -> Taxonomy:
    return replace(TAXONOMY, tasks=tasks)


def test_the_same_plans_have_not_changed() -> None:
    corpus = corpus_of("jiangsu", "shanghai")
    found = changes_of(read_year(corpus, 2018), read_year(corpus, 2019))
    assert {row["change"] for row in found["task_changes"]} == {"same"}
    assert {(row["change"], row["certain"]) for row in found["measure_changes"]} == {("unchanged", True)}
    assert {(row["change"], row["certain"]) for row in found["target_changes"]} == {("kept", True)}


def test_each_year_is_compared_with_the_one_before_it() -> None:
    years = [read_year(corpus_of("beijing"), year) for year in (2021, 2018, 2019)]
    found = changes_of(*years)
    pairs = Counter((row["year_before"], row["year"]) for row in found["task_changes"])
    assert pairs == {(2018, 2019): len(TAXONOMY.tasks), (2019, 2021): len(TAXONOMY.tasks)}
    assert changes_of(years[0]) == {"task_changes": [], "measure_changes": [], "target_changes": []}


def test_collections_are_not_compared_with_each_other() -> None:
    one, other = read_year(corpus_of("beijing"), 2018), read_year(corpus_of("beijing"), 2019)
    apart = replace(other, edition=other.edition._replace(collection="others"))
    assert not any(changes_of(one, apart).values())


def test_a_missing_plan_is_neither_lost_nor_gained() -> None:
    found = changes_of(read_year(corpus_of(*TWO), 2018), read_year(corpus_of("anhui"), 2019))
    assert {row["change"] for row in cells(found["task_changes"], "beijing")} == {"no_plan"}
    assert {row["depth"] for row in cells(found["task_changes"], "beijing")} == {""}
    assert not cells(found["measure_changes"], "beijing")
    back = changes_of(read_year(corpus_of("anhui"), 2018), read_year(corpus_of(*TWO), 2019))
    assert {row["change"] for row in cells(back["task_changes"], "beijing")} == {"no_plan_before"}


def test_an_unread_plan_is_distinguished_from_a_missing_one() -> None:
    unread = frozenset((IDS["beijing"],))
    found = changes_of(read_year(corpus_of(*TWO), 2018), read_year(corpus_of("anhui"), 2019, unread=unread))
    assert {row["change"] for row in cells(found["task_changes"], "beijing")} == {"unread"}
    back = changes_of(read_year(corpus_of("anhui"), 2018, unread=unread), read_year(corpus_of(*TWO), 2019))
    assert {row["change"] for row in cells(back["task_changes"], "beijing")} == {"unread_before"}


def test_tasks_of_another_template_are_aligned_by_what_they_replace() -> None:
    tasks = {task.id: task for task in TAXONOMY.tasks}
    split = [
        replace(tasks["1.1"], id=code, name_zh=name, replaces=("1.1",))
        for code, name in (("1.1", "甲"), ("1.20", "乙"))
    ]
    renamed = replace(tasks["1.2"], id="1.21", name_zh=tasks["1.2"].name_zh + "工作")
    unlike = replace(tasks["1.3"], name_zh="完全不同的另一项任务")
    added = replace(tasks["1.4"], id="9.9", name_zh="全新任务")
    rest = [task for code, task in tasks.items() if code not in ("1.1", "1.2", "1.3", "1.5")]
    template = with_tasks(*split, renamed, unlike, added, *rest)
    found = changes_of(read_year(corpus_of("beijing"), 2018), read_year(corpus_of("beijing"), 2019, template))
    pairs = {(row["task_id_before"], row["task_id"]) for row in found["task_changes"]}
    assert {("1.1", "1.1"), ("1.1", "1.20"), ("1.2", "1.21")} <= pairs
    assert {("", "1.3"), ("1.3", ""), ("", "9.9"), ("1.5", "")} <= pairs
    changes = {(row["task_id_before"], row["task_id"]): row["change"] for row in found["task_changes"]}
    assert changes["", "9.9"] == changes["", "1.3"] == "new_task"
    assert changes["1.5", ""] == changes["1.3", ""] == "dropped_task"
    assert set(changes.values()) <= {
        "same",
        "deepened",
        "thinned",
        "gained",
        "lost",
        "new_task",
        "dropped_task",
    }


@pytest.mark.parametrize(
    ("name", "change", "certain"),
    [
        ("开展宠物登记", "unchanged", True),
        ("宠物登记工作", "unchanged", True),
        ("建设海洋牧场示范区", "unchanged", True),
    ],
)
def test_a_local_task_is_found_again_under_another_name(name: str, change: str, certain: bool) -> None:
    measure = "建立宠物登记制度，发放宠物登记证，登记犬只。"
    before, after = corpus_of("beijing"), corpus_of("beijing")
    before["beijing"].append(Row("开展宠物登记", measure, "市公安局", ""))
    after["beijing"].insert(0, Row(name, measure, "市公安局", ""))
    found = changes_of(read_year(before, 2018), read_year(after, 2019))["measure_changes"]
    (local,) = [row for row in found if not row["task_id"]]
    assert (local["change"], local["certain"]) == (change, certain)


def test_two_unlike_texts_for_a_task_are_a_doubtful_pair() -> None:
    before, after = corpus_of("beijing"), corpus_of("beijing")
    row = after["beijing"][0]
    after["beijing"][0] = replace(row, measure="编制年度报告并向社会公布，接受公众监督。")
    (found,) = [
        found
        for found in changes_of(read_year(before, 2018), read_year(after, 2019))["measure_changes"]
        if found["change"] != "unchanged"
    ]
    assert (found["change"], found["certain"]) == ("reworded", False)
    assert found["similarity"] < 0.3


def test_numbers_differ_by_their_point() -> None:
    before, after = corpus_of("beijing"), corpus_of("beijing")
    row = before["beijing"][0]
    for corpus, number in ((before, "1.5"), (after, "15")):
        corpus["beijing"][0] = replace(row, measure=f"质押融资额达到{number}亿元，支持企业发展。")
    found = changes_of(read_year(before, 2018), read_year(after, 2019))
    assert Counter(row["change"] for row in found["measure_changes"])["reworded"] == 1
    assert [(r["value_before"], r["value"]) for r in found["target_changes"] if r["change"] == "raised"] == [
        (1.5e8, 1.5e9)
    ]


@pytest.mark.parametrize(
    ("was", "now", "change", "certain"),
    [
        ("建设服务站2018个", "建设服务站2019个", "raised", True),
        ("培训专利人才3至5万人次", "培训专利人才3万人次以上", "reworded", True),
        ("培训专利人才40至60人", "培训专利人才45至50人", "reworded", True),
        ("培训专利人才50人以上", "培训专利人才60人以下", "reversed", True),
        ("专利覆盖率达到45%以上", "专利覆盖率达到50%至55%", "raised", True),
        ("专利审查时限压缩至20个工作日以内", "专利审查时限压缩至15个工作日以内", "lowered", True),
        ("支持企业创新发展，完成投资80000万元", "支持企业创新发展，完成投资12亿元", "raised", True),
        ("建设产业园区3平方公里", "建设产业园区300公顷", "kept", True),
        ("专利申请量增长一倍", "专利申请量增长90%", "lowered", True),
        ("培训专利人才100人", "培训专利人才100人次", "reworded", True),
        ("专利授权周期缩短至24个月", "专利授权周期缩短至2年", "dropped", False),
        ("培训专利人才100人", "不再培训专利人才100人", "reversed", True),
        ("新增国家级示范企业5家", "国家级示范企业达到50家", "raised", False),
        ("每年培训专利人才100人", "三年累计培训专利人才300人", "raised", False),
        ("各市培育示范企业不少于100家", "全省培育示范企业1000家", "raised", False),
    ],
)
def test_a_figure_is_compared_by_its_bounds_and_by_what_it_counts(
    was: str, now: str, change: str, certain: bool
) -> None:
    (found,) = changes_of_first(was, now)["target_changes"]
    assert (found["change"], found["certain"]) == (change, certain)


@pytest.mark.parametrize(
    ("was", "now", "change"),
    [
        ("总结2016年的经验，办好2018年的宣传周", "总结2017年的经验，办好2019年的宣传周", "unchanged"),
        ("到2020年底，建成运营中心", "到2021年底，建成运营中心", "reworded"),
    ],
)
def test_a_deadline_that_is_put_off_is_a_change(was: str, now: str, change: str) -> None:
    (found,) = changes_of_first(was, now)["measure_changes"]
    assert found["change"] == change


def changes_of_first(was: str, now: str) -> dict[str, list[dict[str, Any]]]:
    row = corpus_of("beijing")["beijing"][0]
    before, after = ({"beijing": [replace(row, measure=text)]} for text in (was, now))
    return changes_of(read_year(before, 2018), read_year(after, 2019))


@pytest.mark.parametrize(
    ("now", "certain"), [("建设服务站一个，加强培训。", False), ("加强人才培训，完善工作机制。", True)]
)
def test_a_figure_whose_words_stay_is_dropped_doubtfully(now: str, certain: bool) -> None:
    found = changes_of_first("建设服务站1个，加强培训。", now)["target_changes"]
    assert [(row["change"], row["certain"]) for row in found] == [("dropped", certain)]


def test_a_reworded_measure_tells_how_alike_its_texts_are() -> None:
    was, now = "建设知识产权运营平台，完善交易规则。", "建设知识产权运营平台，完善收费规则。"
    (found,) = changes_of_first(was, now)["measure_changes"]
    assert (found["change"], found["similarity"]) == ("reworded", 28 / 32)


def test_a_measure_merged_into_another_is_dropped_doubtfully() -> None:
    row = corpus_of("beijing")["beijing"][0]
    texts = "建设知识产权运营平台，完善交易规则。", "开展专利导航普查，保存分析报告5000份。"
    apart = {"beijing": [replace(row, measure=text) for text in texts]}
    merged = {"beijing": [replace(row, measure="".join(texts).replace("5000", "6000"))]}
    for before, after, kind in ((apart, merged, "dropped"), (merged, apart, "new")):
        found = changes_of(read_year(before, 2018), read_year(after, 2019))["measure_changes"]
        assert [row["certain"] for row in found if row["change"] == kind] == [False]


def test_a_template_that_holds_for_two_years_has_the_same_tasks_in_both() -> None:
    tasks = {task.id: task for task in TAXONOMY.tasks}
    split = replace(tasks["1.1"], id="1.20", name_zh="综合改革的另一项任务", replaces=("1.1",))
    template = with_tasks(*tasks.values(), split)
    found = changes_of(
        read_year(corpus_of("beijing"), 2019, template), read_year(corpus_of("beijing"), 2020, template)
    )
    assert {row["change"] for row in found["task_changes"]} == {"same"}
    assert all(row["task_id"] == row["task_id_before"] for row in found["task_changes"])


def test_a_part_of_a_split_task_has_lost_only_what_was_its_own() -> None:
    tasks = {task.id: task for task in TAXONOMY.tasks if task.id in ("1.1", "1.2")}
    parts = [replace(task, replaces=("1.1",)) for task in tasks.values()]
    row = corpus_of("beijing")["beijing"][0]
    first, other = (
        replace(row, task=tasks[code].name_zh, measure=text)
        for code, text in (("1.1", "建设知识产权运营平台，完善交易规则。"), ("1.2", "开展专利导航普查。"))
    )
    before = read_year({"beijing": [first]}, 2018, with_tasks(tasks["1.1"]))
    for rows, change in (([first], "same"), ([first, other], "gained")):
        found = changes_of(before, read_year({"beijing": rows}, 2019, with_tasks(*parts)))["task_changes"]
        changes = {row["task_id"]: (row["depth_before"], row["change"]) for row in found}
        assert changes["1.1"][1] == "same"
        assert changes["1.2"] == ("absent", change)


@pytest.mark.parametrize(
    ("was", "now", "change"),
    [
        ("年底前建成运营中心。", "6月底前建成运营中心。", "earlier"),
        ("2018年6月底前建成运营中心。", "2019年6月底前建成运营中心。", "kept"),
        ("到2020年，建成运营中心。", "到2022年，建成运营中心。", "later"),
        ("2019年底前建成运营中心。", "年底前建成运营中心。", "kept"),
        ("6月30日前建成运营中心。", "上半年建成运营中心。", "kept"),
        ("6月底前建成平台，年底前出台办法。", "9月底前建成平台，10月底前出台办法。", "moved"),
        ("6月底前建成平台，年底前出台办法。", "年底前出台办法，9月底前建成平台。", "later"),
        ("建成运营中心。", "6月底前建成运营中心。", "new"),
        ("第三季度完成专利导航报告。", "完成专利导航报告。", "dropped"),
        ("4月26日开展宣传。", "4月25日开展宣传。", ""),
    ],
)
def test_deadlines_that_moved(was: str, now: str, change: str) -> None:
    (found,) = changes_of_first(was, now)["measure_changes"]
    assert found["deadline_change"] == change


@pytest.mark.parametrize(
    ("was", "now", "change"),
    [
        ("12月底", "6月底", "earlier"),
        ("2018.6", "2019.12", "later"),
        ("长期", "年底", "moved"),
        ("", "6月", "new"),
    ],
)
def test_deadlines_of_a_column_that_moved(was: str, now: str, change: str) -> None:
    lines = (
        f"北京市{{year}}年工作要点\n序号\t工作内容\t具体举措\t责任部门\t完成时限\n"
        f"1\t{TAXONOMY.tasks[0].name_zh}\t建设知识产权运营平台。\t市知识产权局\t{{cell}}\n"
    )
    years = [
        YearPlans(Edition("plans", year), TAXONOMY, read_plans(lines.format(year=year, cell=cell), year=year))
        for year, cell in ((2018, was), (2019, now))
    ]
    (found,) = changes_of(*years)["measure_changes"]
    assert (found["change"], found["deadline_change"]) == ("unchanged", change)
    assert (found["deadline_before"], found["deadline"]) == (was, now)


@pytest.mark.parametrize(
    ("was", "now", "change"),
    [
        ("开展专利导航工作，建立预警机制。", "不再开展专利导航工作，建立预警机制。", "reversed"),
        ("禁止收取年费，建立交易平台制度。", "允许收取年费，建立交易平台制度。", "reversed"),
        ("禁止收取年费，建立交易平台制度。", "不允许收取年费，建立交易平台制度。", "reworded"),
        ("提高补助标准，扩大奖励范围。", "扩大奖励范围，降低补助标准。", "reversed"),
        ("完善预警机制，加强宣传。", "不断完善预警机制，加强宣传。", "reworded"),
        ("增加试点，减少环节。", "减少环节，增加新试点。", "reworded"),
    ],
)
def test_a_clause_that_says_the_opposite(was: str, now: str, change: str) -> None:
    (found,) = changes_of_first(was, now)["measure_changes"]
    assert found["change"] == change


def test_tasks_that_got_other_numbers_are_aligned_by_their_names() -> None:
    first, *others = TAXONOMY.tasks
    numbers = [task.id for task in TAXONOMY.tasks]
    later = [replace(task, id=number) for number, task in zip(numbers, others, strict=False)]
    pairs = {pair.after: pair.before for pair in pair_tasks(TAXONOMY.tasks, later)}
    assert pairs == {"": (first.id,)} | {new.id: (old.id,) for new, old in zip(later, others, strict=True)}
