"""What fragments show of themselves that they begin no cell, or no row."""

import pytest

from pipeline.reading.columns.cell_starts import find_bracketed, find_labels
from pipeline.reading.columns.layout import split_fragments


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["落实《办法》（国办发 〔2018〕 26号）。 省教育厅"], [False, True, True, False]),
        (["推广《管理 办法》。 （二）培训"], [False, True, False]),
        (["1）开展培训 2）开展宣传"], [False, False]),
        (["举办培训班（每期", "2 天）12期。"], [False, False, True]),
        (["（牵头单位： 省商务厅", "省教育厅"], [False, True, False]),
    ],
)
def test_brackets_hold_text_together(lines: list[str], expected: list[bool]) -> None:
    assert find_bracketed(list(split_fragments(lines, 1))) == expected


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["省版权局 完成时", "限：12月底"], ["", "date", ""]),
        (["牵头单位：省商务厅"], ["bodies"]),
        (["责任人：王建国"], ["bodies"]),
        (["牵头单位 省科技厅 参加单位 省教育厅"], ["bodies", "", "bodies", ""]),
        (["完成时限要求不变"], [""]),
    ],
)
def test_labels_are_recognised_over_a_line_break(lines: list[str], expected: list[str]) -> None:
    assert find_labels(list(split_fragments(lines, 1))) == expected
