"""Whether a plan prints serials before its key areas, and which items continue a list."""

import pytest

from pipeline.reading.columns.layout import split_fragments
from pipeline.reading.columns.serials import has_numbered_areas, previous_items, serial_costs

AREAS = ("促进创造运用", "加强行政执法", "扩大对外合作")


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["1", "促进创造运用", "任务", "2", "加强行政执法", "任务"], True),
        (["1 促进创造运用", "任务", "2 加强行政执法", "任务"], True),
        (["1", "促进创造运用", "任务", "促进创造运用", "任务", "2", "加强行政执法"], True),
        (["1", "促进创造运用", "任务", "2", "加强行政执法", "任务", "扩大对外合作"], False),
        (["1", "促进创造运用", "任务"], False),
        (["促进创造运用", "任务", "加强行政执法", "任务"], False),
    ],
)
def test_key_areas_are_numbered_where_all_that_stand_are(lines: list[str], expected: bool) -> None:
    fragments = list(split_fragments(lines, 1))
    assert has_numbered_areas(fragments, serial_costs(fragments, AREAS), AREAS) is expected


@pytest.mark.parametrize(
    "lines", [["继续推进。 1.出台办法；", "2.形成报告。"], ["继续推进。", "1.出台办法；", "2.形成报告。"]]
)
def test_the_first_item_of_a_list_may_share_a_line(lines: list[str]) -> None:
    assert previous_items(split_fragments(lines, 1)) == [-1, -1, 1]
