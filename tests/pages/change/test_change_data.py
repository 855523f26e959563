"""Frames and charts of changes: templates that differ, missing and unread plans."""

from functools import partial
from typing import Final

import pandas as pd
import pytest

from pages.change import data as words
from pages.change.charts import matrix_chart, regions_chart
from pages.change.data import Pair, count_by_region, count_kinds, count_steps, is_unchanged
from pages.charts import parts
from pages.charts.parts import Heading
from pages.ui.codes import name_of
from pipeline.schema.chart import Dots, Grid
from pipeline.schema.model import Edition

pytestmark = pytest.mark.unit

PAIR: Final = Pair(Edition("plans", 2018), Edition("plans", 2019))
COLUMNS: Final = (
    "region_id", "region", "column", "task", "task_id_before", "task_id", "depth_before", "depth", "change",
)  # fmt: skip
CELLS: Final = pd.DataFrame(
    [
        ("1", "甲", "1.1", "1.1 一", "1.1", "1.1", "absent", "specific", "gained"),
        ("1", "甲", "1.2", "1.2 二", "1.2", "1.2", "specific", "specific", "same"),
        ("1", "甲", "1.3", "1.3 三", "1.2", "1.3", "specific", "quantified", "deepened"),
        ("1", "甲", "1.4", "1.4 四", "", "1.4", "", "specific", "new_task"),
        ("1", "甲", "1.3@2018", "1.3 旧", "1.3", "", "generic", "", "dropped_task"),
        ("2", "乙", "1.1", "1.1 一", "1.1", "1.1", "", "specific", "unread_before"),
        ("3", "丙", "1.1", "1.1 一", "1.1", "1.1", "quantified", "", "no_plan"),
    ],
    columns=COLUMNS,
).assign(area_id="1", code="")
BEFORE: Final = pd.DataFrame({"region_id": ["1", "1", "3"], "task_id": ["1.2", "1.3", "1.1"]})
"""The covered cells of 2018: task 1.2 of the first region corresponds to two tasks of 2019."""


@pytest.fixture(autouse=True)
def without_build(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "Heading", partial(Heading, source="来源"))


def test_steps_count_an_earlier_cell_once() -> None:
    found = count_steps(CELLS, len(BEFORE))
    steps = {"gained": 1, "new_task": 1, "dropped_task": -1, "unread_before": 1, "no_plan": -1, "split": 1}
    assert found == steps
    assert words.sum_line(PAIR, len(BEFORE), found).endswith("+ 1（模板拆分或合并的任务） = 5")


def test_same_text_at_another_depth_is_a_separate_step() -> None:
    cells = CELLS.head(1).assign(change="same")
    assert count_steps(cells, 0) == {"judged": 1}


def test_regions_are_sorted_by_gain_with_reasons_for_exclusion() -> None:
    found = count_by_region(CELLS, BEFORE).set_index("region_id")
    assert found.index.tolist() == ["1", "2", "3"]
    assert found[["covered_before", "covered", "difference", "gained"]].to_numpy()[0].tolist() == [2, 4, 2, 1]
    assert found["excluded"].tolist() == ["", "unread_before", "no_plan"]
    assert found[["covered_before", "covered"]].isna().to_numpy().tolist() == [
        [False, False], [True, False], [False, True]
    ]  # fmt: skip


def test_each_reason_for_exclusion_is_named() -> None:
    assert words.reason_lines(PAIR, CELLS) == [
        "2018 年文件未能读取，不比较：乙",
        "2019 年未见工作要点，不比较：丙",
        "模板新增的任务，不比较：1.4 四",
        "模板取消的任务，不比较：1.3 旧",
    ]


def test_matrix_marks_each_change_and_has_columns_for_dropped_tasks() -> None:
    chart = matrix_chart(PAIR, CELLS, {"1": "1 改革"})
    assert isinstance(chart.body, Grid)
    assert chart.body.column_keys[-1] == "1.3@2018"
    assert [cell.text for cell in chart.body.cells[0]] == ["+", "·", "▲", "◇", "×"]
    assert chart.body.notes == ("", "2018 年文件未能读取", "2019 年未见工作要点")
    assert chart.body.row_totals == (2, None, None)
    assert {entry.mark for entry in chart.legend} == {"+", "▲", "·", "◇", "×", "/"}


def test_equal_values_of_both_years_are_one_mark_that_says_so() -> None:
    regions = count_by_region(CELLS, BEFORE)
    body = regions_chart(PAIR, regions.assign(covered=regions["covered_before"])).body
    assert isinstance(body, Dots)
    points = {series.name: [point.row for point in series.points] for series in body.series}
    assert points == {"2018": [], "2019": [], "2018 = 2019": [0, 2]}
    assert body.series[-1].marker == "diamond"


def test_is_unchanged_only_if_all_is_the_same() -> None:
    same, kept = (pd.DataFrame({"change": [kind]}) for kind in ("same", "kept"))
    unchanged, reworded = (
        pd.DataFrame({"change": [kind], "deadline_change": ""}) for kind in ("unchanged", "reworded")
    )
    assert is_unchanged(same, unchanged, kept)
    assert is_unchanged(same, unchanged, kept.head(0))
    assert not is_unchanged(same, reworded, kept)
    assert not is_unchanged(same, unchanged.assign(deadline_change="later"), kept)


def test_kinds_are_counted_for_each_region() -> None:
    counts = count_kinds(CELLS, ("gained", "lost"))
    assert counts.to_numpy().tolist() == [["1", "甲", 1, 0], ["2", "乙", 0, 0], ["3", "丙", 0, 0]]
    assert name_of(words.CHANGES, "gained", "en") == "newly covered"


def test_a_title_says_none_instead_of_zero() -> None:
    regions = count_by_region(CELLS, BEFORE)
    fewer = regions.assign(difference=-1.0)
    assert regions_chart(PAIR, regions).title == "2018—2019 年：1 个地区覆盖增加，没有减少的"
    assert regions_chart(PAIR, fewer).title == "2018—2019 年：没有地区覆盖增加，3 个减少"
    measures = pd.DataFrame({"change": ["new"], "certain": [True]})
    answer = words.texts_answer(PAIR, measures)
    assert "没有一条（0%）原文沿用" in answer
    assert "1 条新增" in answer
