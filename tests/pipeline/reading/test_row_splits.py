"""Two rows read as one are split where the departments begin again."""

import pytest

from pipeline.extract.facts import load_vocabularies
from pipeline.reading.columns.layout import Fragment, split_fragments
from pipeline.reading.columns.rows import Cell, PlanRows, Row
from pipeline.reading.row_splits import split_rows
from pipeline.taxonomy.loading import DEFAULT
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
