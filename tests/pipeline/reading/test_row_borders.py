"""Borders between rows that the words of their cells correct."""

from dataclasses import replace
from typing import Any

import pytest

from pipeline.extract.departments.mentions import find_departments
from pipeline.extract.facts import load_vocabularies
from pipeline.reading import row_borders
from pipeline.reading.columns.layout import Fragment, split_fragments
from pipeline.reading.columns.rows import Cell, PlanRows, Row
from pipeline.reading.row_borders import join_rows, join_tasks, split_rows
from pipeline.taxonomy.loading import DEFAULT
from pipeline.taxonomy.match import TaskMatcher
from tests.pipeline.sample_plans import TAXONOMY

DIRECTORY = load_vocabularies(DEFAULT).directory
REGION = next(region for region in TAXONOMY.regions if region.name_zh == "河北省")


def read_as_one(text: str) -> Row:
    """One row: in each line, the text before ``|`` is the measure's, that after it the departments'."""
    measure, departments = list[Fragment](), list[Fragment]()
    for number, line in enumerate(text.splitlines(), 1):
        for column, piece in zip((measure, departments), line.split("|"), strict=True):
            column += split_fragments([" " * 40 * (column is departments) + piece] if piece else [], number)
    return Row(Cell(), Cell(), Cell(tuple(measure)), Cell(tuple(departments)))


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (
            "开展行动。|省农业农村厅\n建设平台。|省文化和旅游厅、海关",
            [("开展行动。", "省农业农村厅"), ("建设平台。", "省文化和旅游厅、海关")],
        ),
        (
            "开展行动。|（牵头单位：省工商局）\n|\n建设平台。|省水利厅会同省商务厅",
            [("开展行动。", "（牵头单位：省工商局）"), ("建设平台。", "省水利厅会同省商务厅")],
        ),
        (
            "开展行动。|省审计厅牵头\n建设平台。|（牵头单位：省商务厅）\n完成调研。|省商务厅",
            [
                ("开展行动。", "省审计厅牵头"),
                ("建设平台。", "（牵头单位：省商务厅）"),
                ("完成调研。", "省商务厅"),
            ],
        ),
    ],
)
def test_departments_that_begin_again_after_a_sentence_are_those_of_another_row(
    text: str, parts: list[tuple[str, str]]
) -> None:
    found = split_rows(PlanRows((read_as_one(text),), ()), REGION, DIRECTORY).rows
    assert [(row.measure.text, row.departments.text) for row in found] == parts
    assert [row.merged for row in found] == [(), *[("task",)] * (len(parts) - 1)]
    assert all(row.doubts == ("row_maybe_one",) for row in found)


def test_a_row_of_a_thousand_parts_is_split(monkeypatch: pytest.MonkeyPatch) -> None:
    reads = list[str]()

    def count_reads(text: str, *others: Any) -> Any:
        reads.append(text)
        return find_departments(text, *others)

    monkeypatch.setattr(row_borders, "find_departments", count_reads)
    row = read_as_one("开展行动。|省农业农村厅\n建设平台。|省商务厅\n" * 600)
    found = split_rows(PlanRows((row,), ()), REGION, DIRECTORY).rows
    assert [part.departments.text for part in found] == ["省农业农村厅", "省商务厅"] * 600
    assert len(reads) == 1


@pytest.mark.parametrize(
    "text",
    [
        "开展行动，|省农业农村厅\n建设平台。|省文化和旅游厅",
        "开展行动。|省农业农村厅、\n建设平台。|省文化和旅游厅",
        "开展行动。|省农业农村\n建设平台。|厅、省文化和旅游厅",
        "开展行动。|省农业农村厅\n建设平台。|（牵头）、省文化和旅游厅",
        "开展行动。|省农业农村厅\n建设平台。|会同省文化和旅游厅",
        "开展行动。|牵头单位：省农业农村厅\n建设平台。|配合单位：省文化和旅游厅",
        "开展行动。|省农业农村厅\n|省文化和旅游厅",
    ],
)
def test_a_list_that_goes_on_is_of_one_row(text: str) -> None:
    row = read_as_one(text)
    assert split_rows(PlanRows((row,), ()), REGION, DIRECTORY).rows == (row,)


def test_a_row_that_shares_its_departments_stays_whole() -> None:
    row = read_as_one("开展行动。|省农业农村厅\n建设平台。|省文化和旅游厅")
    below = Row(
        Cell(), Cell(), Cell(tuple(split_fragments(["推广。"], 9))), row.departments, ("departments",)
    )
    assert split_rows(PlanRows((row, below), ()), REGION, DIRECTORY).rows == (row, below)


def read_rows(*rows: tuple[str, str, str], shared: int = -1) -> PlanRows:
    """Rows of a task, a measure and departments, each of whose cells may have several lines."""
    made = list[Row]()
    for number, texts in enumerate(rows):
        cells = [
            Cell(
                tuple(
                    one
                    for at, line in enumerate(text.split("\n"), 100 * number + 10 * place + 1)
                    for one in split_fragments([line], at)
                )
                if text
                else ()
            )
            for place, text in enumerate(texts)
        ]
        if number == shared:
            cells[0] = made[-1].task
        task, measure, departments = cells
        merged = ("task",) if number == shared else ()
        made.append(Row(Cell(), task, measure, departments, merged=merged))
    return PlanRows(tuple(made), ())


def texts_of(rows: PlanRows) -> list[tuple[str, str, str]]:
    return [(row.task.text, row.measure.text, row.departments.text) for row in rows.rows]


ITEMS = [
    "（一）{}；（二）{}；（三）{}。",
    "1.{}；2.{}；3.{}。",
    "①{}；②{}；③{}。",
    "⼀是{}；⼆是{}；三是{}。",
]


@pytest.mark.parametrize("items", ITEMS)
@pytest.mark.parametrize("place", [1, 2])
@pytest.mark.parametrize("shared", [True, False])
def test_a_list_goes_on_below_the_border_of_a_row(items: str, place: int, shared: bool) -> None:
    lines = items.format("建立台账", "开展培训", "总结评估").replace("；", "；\n").split("\n")
    above, below = "\n".join(lines[:place]), "\n".join(lines[place:])
    rest = ("", below, "省公安厅") if shared else (below, "", "省公安厅")
    rows = read_rows(("完善机制", above, ""), rest, shared=1 if shared else -1)
    whole = ("完善机制", "".join(lines), "省公安厅")
    assert texts_of(join_rows(rows, DIRECTORY)) == [whole]
    assert [row.doubts for row in join_rows(rows, DIRECTORY).rows] == [("row_joined",)]
    named = replace(rows.rows[0], departments=rows.rows[1].departments)
    kept = replace(rows, rows=(named, rows.rows[1]))
    assert join_rows(kept, DIRECTORY) == kept, "both have departments"


def test_other_numbers_start_rows_of_their_own() -> None:
    for first, second in [
        ("1.甲；", "3.乙。"),
        ("（一）甲；", "2.乙。"),
        ("1.甲。", "2.乙。"),
        ("甲；", "2.乙。"),
    ]:
        rows = read_rows(("完善机制", first, ""), ("", second, "省公安厅"), shared=1)
        assert join_rows(rows, DIRECTORY) == rows


def test_supporting_departments_belong_to_the_row_of_those_that_lead() -> None:
    lead, support = "牵头单位：省公安厅", "配合单位：省商务厅、\n省财政厅"
    whole, below = lead + support.replace("\n", ""), ("推广。", "省林业厅")
    for task, wanted in [(support, "完善机制"), (f"{support}\n建设平台", "建设平台")]:
        rows = read_rows(("完善机制", "开展行动。", lead), (task, *below))
        assert texts_of(join_rows(rows, DIRECTORY)) == [("完善机制", "开展行动。", whole), (wanted, *below)]
    rows = read_rows(("完善机制", "开展行动。", lead), ("", f"{support}\n推广。", below[1]), shared=1)
    assert texts_of(join_rows(rows, DIRECTORY)) == [("完善机制", "开展行动。", whole), ("完善机制", *below)]
    rows = read_rows(("完善机制", "开展行动。", lead), ("", "建设平台。", support), shared=1)
    assert texts_of(join_rows(rows, DIRECTORY)) == [("完善机制", "开展行动。建设平台。", whole)]


def rows_of(*tasks: tuple[str, str]) -> PlanRows:
    def cell(text: str, line: int) -> Cell:
        return Cell(tuple(split_fragments([text], line)) if text else ())

    made = [
        Row(Cell(), cell(task, 2 * line), cell(measure, 2 * line + 1), Cell())
        for line, (task, measure) in enumerate(tasks, 1)
    ]
    return PlanRows(tuple(made), ())


TASKS = tuple(task.name_zh for task in TAXONOMY.tasks)


@pytest.mark.parametrize("task", TASKS)
def test_two_cells_that_are_a_standard_task_together_are_one(task: str) -> None:
    matcher = TaskMatcher(TAXONOMY.tasks)
    half = len(task) // 2
    parts = (task[:half], "开展行动。"), (task[half:], "建设平台。")
    found = join_tasks(rows_of(*parts, ("完善机制", "推广。")), matcher).rows
    assert [(row.task.text, row.measure.text) for row in found] == [
        (task, "开展行动。"),
        (task, "建设平台。"),
        ("完善机制", "推广。"),
    ]
    assert [row.merged for row in found] == [(), ("task",), ()]
    assert [row.doubts for row in found] == [("task_joined",), ("task_joined",), ()]
    alone = join_tasks(rows_of(parts[0], (task[half:], "")), matcher).rows
    assert [(row.task.text, row.measure.text) for row in alone] == [(task, "开展行动。")]
    first, second = rows_of(parts[0], (task[half:], "")).rows
    due = replace(second, deadline=Cell(tuple(split_fragments(["12月底"], 9))))
    assert [row.deadline for row in join_tasks(PlanRows((first, due), ()), matcher).rows] == [
        Cell(),
        due.deadline,
    ]


def test_tasks_that_are_standard_or_local_by_themselves_stay_apart() -> None:
    rows = rows_of(
        (TASKS[0], "甲。"), (TASKS[1], "乙。"), ("建设平台", "丙。"), ("", "丁。"), ("推广", "戊。")
    )
    assert join_tasks(rows, TaskMatcher(TAXONOMY.tasks)) == rows


def test_tasks_are_joined_without_scoring_each_pair(monkeypatch: pytest.MonkeyPatch) -> None:
    scored = list[str]()
    monkeypatch.setattr(TaskMatcher, "_match", lambda _, text, *_others: scored.append(text))
    join_tasks(rows_of(("建设平台", "甲。"), ("推广", "乙。")), TaskMatcher(TAXONOMY.tasks))
    assert scored == []


def test_the_first_row_of_a_joined_task_does_not_take_it_from_above() -> None:
    task = TASKS[0]
    rows = rows_of((task[:4], ""), (task[4:], "")).rows
    last = Row(Cell(), rows[1].task, Cell(tuple(split_fragments(["推广。"], 9))), Cell(), ("task",))
    (found,) = join_tasks(PlanRows((*rows, last), ()), TaskMatcher(TAXONOMY.tasks)).rows
    assert (found.task.text, found.measure.text, found.merged) == (task, "推广。", ())


def test_supporting_departments_of_a_thousand_lines_are_not_read_again_for_each(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    reads = list[str]()

    def count_reads(text: str, *others: Any) -> bool:
        reads.append(text)
        return False

    monkeypatch.setattr(row_borders, "has_only_departments", count_reads)
    lines = split_fragments(["配合单位：省财政厅、", *["省公安厅、"] * 1000], 2)
    rows = [
        read_as_one("开展行动。|省商务厅"),
        replace(read_as_one("建设平台。|省水利厅"), task=Cell(tuple(lines))),
    ]
    assert len(join_rows(PlanRows(tuple(rows), ()), DIRECTORY).rows) == 2
    assert len(reads) < 100
