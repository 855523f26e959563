"""Text of tables with centred tasks, and with deliverables in a column of their own."""

import random
from collections.abc import Iterator, Sequence
from typing import Final

import pytest

from pipeline.build.findings import plan_findings
from pipeline.reading.columns.layout import split_fragments
from pipeline.reading.columns.rows import (
    Cell,
    Row,
    doubt_deliverable,
    fill_merged_cells,
    join_deliverable,
)
from pipeline.reading.plan import ParsedPlan
from pipeline.taxonomy.match import TaskMatcher
from tests.documents.drawing import Contents, Filler, draw_departments, draw_measure
from tests.documents.line_breaks import break_lines
from tests.pipeline.sample_plans import TAXONOMY, cells, read_one

REGION = next(region for region in TAXONOMY.regions if region.name_zh == "河北省")
HEADERS = {
    False: "序号 工作重点 工作内容 具体举措及成果形式 责任部门",
    True: "序号 工作重点 工作内容 具体任务 成果形式 责任部门",
}
DELIVERABLES = (
    "形成年度工作报告",
    "出台《实施意见》。",
    "建成3个示范园区，每个园区引进服务机构不少于5家，服务企业100家以上",
    "举办培训班2期",
    "发布年度白皮书；公布典型案例10件",
)
PLAIN: Final = "按照年度安排抓好落实。"
Group = tuple[str, str, list[tuple[str, str, str]]]
"""A key area, a task, and the measure, deliverable and departments of each of its rows."""


def draw_groups(seed: int, *, sizes: Sequence[int], deliverables: bool = False) -> list[Group]:
    """Every other standard task, each with measures that name it."""
    chance = random.Random(seed)
    fill = Filler(chance, 2018, REGION)
    areas = {area.id: area.name_zh for area in TAXONOMY.areas}
    groups: list[Group] = []
    for task in TAXONOMY.tasks[seed % 2 :: 2]:
        rows = []
        for _ in range(chance.choice(sizes)):
            contents = Contents(sentences=(1, 3), generic=0.0)
            named = task.name_zh.split("，")[0]
            measure = f"{draw_measure(chance, contents, fill)}做好{named}工作。"
            deliverable = chance.choice(DELIVERABLES) if deliverables else ""
            departments = draw_departments(chance, contents, fill).replace("\n", "；")
            rows.append((measure, deliverable, departments))
        groups.append((areas[task.area_id], task.name_zh, rows))
    return groups


def without_name(task: str, row: tuple[str, str, str]) -> tuple[str, str, str]:
    """A row whose measure does not name its task."""
    measure, deliverable, departments = row
    named = task.split("，")[0]
    return measure.replace(f"做好{named}工作。", ""), deliverable, departments


def lay_out(groups: Sequence[Group], widths: Sequence[int], *, centred: bool) -> str:
    """A dump of a table cell by cell: tasks stand before the row at the middle of theirs, or the first."""
    return "\n".join(["河北省 2018年工作要点", "", *_lines(groups, widths, centred=centred), ""])


def _lines(groups: Sequence[Group], widths: Sequence[int], *, centred: bool) -> Iterator[str]:
    yield HEADERS[any(deliverable for _, _, rows in groups for _, deliverable, _ in rows)]
    above, serial = "", 0
    for area, task, rows in groups:
        if area != above:
            serial, above = serial + 1, area
            yield from (str(serial), *_wrap(area, 7))
        for number, row in enumerate(rows):
            if number == (len(rows) // 2 if centred else 0):
                yield from _wrap(task, 12)
            for cell, width in zip(row, widths, strict=True):
                yield from _wrap(cell, width)


def _wrap(text: str, width: int) -> list[str]:
    return list(break_lines(text, 10.0 * width, 10, 0.0, hangs=False)) if text else []


def written(groups: Sequence[Group]) -> list[tuple[str, str, str]]:
    return [
        (task, "｜".join(text for text in (measure, deliverable) if text), departments)
        for _, task, rows in groups
        for measure, deliverable, departments in rows
    ]


def doubts(plan: ParsedPlan) -> dict[str, set[str]]:
    """The kinds of the doubts about each measure, by its id; those about the plan under ``''``."""
    found: dict[str, set[str]] = {measure.measure_id: set() for measure in plan.measures}
    for finding in plan_findings(plan, TAXONOMY):
        if finding.severity == "doubt":
            found.setdefault(finding.measure_id, set()).add(finding.kind)
    return found


def count_silent(plan: ParsedPlan, groups: Sequence[Group]) -> tuple[int, int]:
    """How many rows are right, and how many are wrong without a doubt."""
    true, found = set(written(groups)), doubts(plan)
    right = [row in true for row in cells(plan)]
    silent = [
        not one and not found[measure.measure_id] and measure.confidence >= 0.9
        for one, measure in zip(right, plan.measures, strict=True)
    ]
    return sum(right), sum(silent)


@pytest.mark.parametrize("seed", range(4))
def test_rows_before_a_centred_task_are_its_own(seed: int) -> None:
    groups = draw_groups(seed, sizes=(1, 2, 2, 3))
    plan = read_one(lay_out(groups, (34, 20, 9), centred=True))
    right, silent = count_silent(plan, groups)
    assert right >= 0.95 * len(written(groups))
    assert silent <= 1


@pytest.mark.parametrize("seed", range(2))
def test_rows_below_their_task_are_not_taken_for_rows_of_the_next(seed: int) -> None:
    groups = draw_groups(seed, sizes=(1, 2, 3))
    plan = read_one(lay_out(groups, (34, 20, 9), centred=False))
    assert count_silent(plan, groups)[0] >= 0.95 * len(written(groups))
    assert not any("task_centred" in kinds for kinds in doubts(plan).values())


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("others_name_theirs", [True, False])
def test_one_of_many_measures_that_mentions_the_next_task_moves_no_row(
    seed: int, others_name_theirs: bool
) -> None:
    groups = draw_groups(seed, sizes=(1, 2, 3))
    for _, task, rows in groups:
        if not others_name_theirs:
            rows[1:] = [without_name(task, row) for row in rows[1:]]
    place = next(n for n, (_, _, rows) in enumerate(groups) if len(rows) > 1)
    groups[place][2][1] = (f"结合{groups[place + 1][1]}，抓好落实。", *groups[place][2][1][1:])
    plan = read_one(lay_out(groups, (34, 20, 9), centred=False))
    assert cells(plan) == written(groups)
    found = [n for n, kinds in enumerate(doubts(plan).values()) if "task_centred" in kinds]
    mentioned = next(n for n, row in enumerate(cells(plan)) if row[1].startswith("结合"))
    assert found == [mentioned] if others_name_theirs else mentioned in found


@pytest.mark.parametrize("seed", range(2))
def test_few_measures_that_name_their_centred_task_are_enough(seed: int) -> None:
    groups = draw_groups(seed, sizes=(1, 2, 2, 3))
    for place, (_, task, rows) in enumerate(groups):
        if place % 6:
            rows[:] = [without_name(task, row) for row in rows]
    plan = read_one(lay_out(groups, (34, 20, 9), centred=True))
    right, silent = count_silent(plan, groups)
    assert right >= 0.7 * len(written(groups))
    assert silent <= 2


def test_rows_below_the_last_task_are_its_own_where_tasks_are_centred() -> None:
    groups = draw_groups(0, sizes=(3,))
    area, task, rows = groups[-1]
    groups[-1] = area, task, [*rows[:2], (PLAIN, *rows[2][1:])]
    plan = read_one(lay_out(groups, (34, 20, 9), centred=True))
    assert cells(plan)[-1] == written(groups)[-1]
    assert "task_centred" not in doubts(plan)[plan.measures[-1].measure_id]


def test_a_measure_that_names_another_task_than_its_place_gives_is_doubtful() -> None:
    groups = draw_groups(0, sizes=(5,))[:6]
    (_, task, rows), (_, below, _) = groups[3:5]
    rows[3] = rows[3][0].replace(task, below), *rows[3][1:]
    plan = read_one(lay_out(groups, (34, 20, 9), centred=True))
    place = cells(plan).index((task, *written(groups)[18][1:]))
    assert "task_centred" in doubts(plan)[plan.measures[place].measure_id]


def test_a_measure_that_names_no_task_leaves_a_doubt_where_tasks_are_centred() -> None:
    area, task, rows = draw_groups(0, sizes=(1,))[0]
    named = draw_groups(0, sizes=(2,))[1:8]
    other = [(PLAIN, "", "省财政厅"), *rows]
    groups: list[Group] = [
        (area, task, rows),
        *named[:3],
        (named[3][0], named[3][1], [*named[3][2], other[0]]),
    ]
    plan = read_one(lay_out([*groups, *named[4:]], (34, 20, 9), centred=True))
    (place,) = (n for n, row in enumerate(cells(plan)) if row[1] == PLAIN)
    assert "task_centred" in doubts(plan)[plan.measures[place].measure_id]


@pytest.mark.parametrize("widths", [(17, 14, 9), (24, 12, 7), (14, 22, 9)])
@pytest.mark.parametrize("centred", [False, True])
def test_deliverables_begin_where_lines_and_words_tell(widths: tuple[int, int, int], centred: bool) -> None:
    groups = draw_groups(1, sizes=(1, 1, 1, 2), deliverables=True)
    plan = read_one(lay_out(groups, widths, centred=centred))
    right, silent = count_silent(plan, groups)
    assert right >= 0.9 * len(written(groups))
    assert silent <= 0.03 * len(written(groups))


def test_a_measure_without_its_deliverable_is_doubtful() -> None:
    groups = draw_groups(0, sizes=(1,), deliverables=True)
    area, task, ((_, _, departments),) = groups[9]
    groups[9] = area, task, [("开展专项行动。", "", departments)]
    plan = read_one(lay_out(groups, (18, 14, 9), centred=False))
    kinds = [doubts(plan)[measure.measure_id] for measure in plan.measures]
    assert "deliverable_missing" in kinds[9]


@pytest.mark.parametrize("seed", range(3))
def test_a_measure_is_not_cut_in_silence_where_deliverables_are_blank(seed: int) -> None:
    chance = random.Random(seed)
    groups = [
        (
            area,
            task,
            [(one, deliverable if chance.random() < 0.7 else "", body) for one, deliverable, body in rows],
        )
        for area, task, rows in draw_groups(seed, sizes=(1, 1, 2), deliverables=True)
    ]
    plan = read_one(lay_out(groups, (18, 14, 9), centred=False))
    assert count_silent(plan, groups)[1] <= 0.15 * len(written(groups))


def test_a_measure_agrees_best_with_the_task_that_it_names() -> None:
    matcher = TaskMatcher(TAXONOMY.tasks)
    measure = "开展知识产权保护进乡村专项行动，查处侵权货物。"
    rates = {task.name_zh: matcher.rate_measure(measure, task.name_zh) for task in TAXONOMY.tasks}
    assert max(rates, key=rates.__getitem__) == "开展知识产权保护进乡村专项行动"
    assert all(0 <= rate <= 1 for rate in rates.values())
    assert matcher.rate_measure("", "开展知识产权保护进乡村专项行动") == 0


def test_a_plan_of_one_row_has_its_deliverable_parted_where_a_line_begins() -> None:
    lines = ["建立联系制度,组织执法培训", "形成案例汇编;办理案件", "90 起以上", "省公安厅、", "南京海关"]
    plan = read_one("\n".join(["河北省 2018年工作要点", HEADERS[True], "加强海关知识产权保护", *lines, ""]))
    measure = "建立联系制度,组织执法培训｜形成案例汇编;办理案件90起以上"
    assert cells(plan) == [("加强海关知识产权保护", measure, "省公安厅、南京海关")]


def test_a_row_merged_with_the_measure_above_has_its_deliverable() -> None:
    task, measure, deliverable, departments = split_fragments(["甲", "乙", "丙", "丁 戊"], 1)[:4]
    (below,) = split_fragments(["丁 戊"], 4)[1:]
    joined = join_deliverable(Cell((measure,)), Cell((deliverable,)))
    above = Row(Cell(), Cell((task,)), joined, Cell((departments,)), deliverable=(deliverable,))
    row = fill_merged_cells(Row(Cell(), Cell((below,)), Cell(), Cell()), above)
    assert (row.measure.text, row.deliverable) == ("乙｜丙", (deliverable,))
    assert doubt_deliverable(row, (None,) * 5).doubts == ()


def test_rows_of_known_tasks_need_no_key_area_above_them() -> None:
    groups = [("", task, rows) for _, task, rows in draw_groups(1, sizes=(1,), deliverables=True)[6:12]]
    plan = read_one(lay_out(groups, (18, 14, 9), centred=False))
    assert count_silent(plan, groups)[0] >= len(groups) - 1


def test_two_standard_tasks_that_run_together_are_doubtful() -> None:
    groups = draw_groups(0, sizes=(1,))
    area, task, rows = groups[4]
    groups[4] = area, task + groups[5][1], rows
    plan = read_one(lay_out([*groups[:5], *groups[6:]], (34, 20, 9), centred=False))
    assert "task_maybe_two" in doubts(plan)[plan.measures[4].measure_id]
