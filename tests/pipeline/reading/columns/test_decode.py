"""The labels of fragments: always a reading that a table can have, and the likeliest of them."""

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.reading.columns.column_models import load_column_models
from pipeline.reading.columns.column_scores import (
    AREA,
    DELIVERABLE,
    DEPARTMENTS,
    MEASURE,
    SERIAL,
    TASK,
    ColumnScores,
    Label,
)
from pipeline.reading.columns.decode import decode
from pipeline.reading.columns.layout import DEFAULT_LAYOUT, Fragment, Layout, split_fragments
from pipeline.reading.columns.serials import serial_costs
from tests.pipeline.sample_plans import AREAS, TAXONOMY, dump, read_one, small_plan

LAYOUT = Layout((12, 30, 64, 16), 0.04, 0.96, (0.05,) * 4, (0.95,) * 4)
NAMES = frozenset(task.name_zh for task in TAXONOMY.tasks)


def labels_of(
    text: str, layout: Layout = LAYOUT, *, has_deliverables: bool = False
) -> list[tuple[Fragment, Label]]:
    fragments = split_fragments(dump(text).splitlines(), 1)
    column_scores = ColumnScores(fragments, load_column_models())
    breaks = [False] * len(fragments)
    nowhere = [None] * len(fragments)
    serials = serial_costs(fragments)
    labels, _ = decode(
        fragments,
        breaks,
        column_scores,
        layout,
        NAMES,
        serials,
        nowhere,
        has_deliverables=has_deliverables,
    )
    return list(zip(fragments, labels, strict=True))


def columns_of(text: str, layout: Layout = LAYOUT) -> list[int]:
    return [label.column for _, label in labels_of(text, layout)]


def test_no_fragments_have_no_labels() -> None:
    assert labels_of("") == []


def test_a_row_in_column_order() -> None:
    text = f"1␣\n\n{AREAS[1]}␣\n\n加强海关知识产权保护␣\n\n开展专项行动，查处侵权货物。␣\n\n石家庄海关␣\n"
    found = [label for _, label in labels_of(text)]
    assert found == [
        Label(SERIAL, False, False),
        Label(AREA, True, False),
        Label(TASK, True, True),
        Label(MEASURE, True, False),
        Label(DEPARTMENTS, True, False),
    ]


def test_a_wrapped_line_goes_on_with_its_cell() -> None:
    text = (
        "探索开展知识产权综合管理改革试\n点␣\n\n制定方案，推进试点工作。␣\n\n省发展改革委、省\n知识产权局␣\n"
    )
    assert columns_of(text) == [TASK, TASK, MEASURE, DEPARTMENTS, DEPARTMENTS]
    assert [label.starts_cell for _, label in labels_of(text)] == [True, False, True, True, False]


def test_cells_that_share_a_line_are_recognised_by_their_words() -> None:
    text = "加强海关知识产权保护 开展专项行动，查处侵权货物。 石家庄海关␣\n"
    assert columns_of(text) == [TASK, MEASURE, DEPARTMENTS]


def test_a_second_measure_begins_a_row_of_its_own() -> None:
    text = (
        "加强海关知识产权保护␣\n\n开展专项行动，查处侵权货物。␣\n\n石家庄海关␣\n\n"
        "建立执法协作机制，移送涉嫌犯罪案件。␣\n\n省公安厅␣\n"
    )
    labels = [label for _, label in labels_of(text)]
    assert [label.column for label in labels] == [TASK, MEASURE, DEPARTMENTS, MEASURE, DEPARTMENTS]
    assert [label.starts_row for label in labels] == [True, False, False, True, False]


def test_words_alone_show_columns_where_a_layout_shows_nothing() -> None:
    text = "加强海关知识产权保护\n开展专项行动，查处侵权货物，公布典型案件。\n石家庄海关\n"
    assert columns_of(text, DEFAULT_LAYOUT) == [TASK, MEASURE, DEPARTMENTS]


@cache
def pieces() -> tuple[str, ...]:
    return tuple(line for line in small_plan().splitlines() if line.strip())


@pytest.mark.parametrize("has_deliverables", [False, True])
@settings(max_examples=40)
@given(data=st.data())
def test_any_lines_at_all_are_read_as_a_table(has_deliverables: bool, data: st.DataObject) -> None:
    words = st.one_of(st.sampled_from(pieces()), st.text("1一、。知识产权局厅 保护\u3000“”%", max_size=30))
    text = "\n".join(data.draw(st.lists(words, max_size=25)))
    in_row: set[int] = set()
    columns = {AREA, TASK, MEASURE, DEPARTMENTS, SERIAL, *[DELIVERABLE] * has_deliverables}
    layout = DEFAULT_LAYOUT if has_deliverables else LAYOUT
    for fragment, label in labels_of(text, layout, has_deliverables=has_deliverables):
        assert label.column in columns, fragment
        if label.column == SERIAL:
            assert label == Label(SERIAL, False, False)
            continue
        if label.starts_row:
            assert label.starts_cell
            assert label.column == TASK or (label.column == MEASURE and TASK in in_row)
            in_row = in_row & {AREA} | {TASK}
        if label.starts_cell:
            assert label.starts_row or label.column not in in_row or label.column == AREA
            assert label.column != DELIVERABLE or (MEASURE in in_row and DEPARTMENTS not in in_row)
            in_row = {AREA} if label.column == AREA else in_row | {label.column}
        else:
            assert label.column in in_row or label.column == AREA


@pytest.mark.parametrize(
    "text", ["知" * 2000, "1\n" * 500, "省知识产权局、" * 300, "\n".join("，。、" * 200)]
)
def test_text_that_is_no_table_is_labelled_all_the_same(text: str) -> None:
    assert len(labels_of(text)) == len(text.split())


@pytest.mark.parametrize("number", ["", "（一）", "一、"])
def test_the_first_line_below_a_header_is_a_key_area_where_the_header_names_them(number: str) -> None:
    rows = [
        "新建健身步道\n新建健身步道500公里，其中登山步道200公里。\n省体育局、省财政厅",
        "举办全民健身运动会\n举办省运动会，设17个项目。\n省体育局、省教育厅",
        "开放学校场馆\n符合条件的学校体育场馆开放率达到80%以上。\n省教育厅、省体育局",
    ]
    for head, area in (("工作内容", []), ("工作重点 工作内容", [f"{number}完善服务网络"])):
        text = "\n".join([f"河北省2018年体育工作要点\n{head} 具体举措 责任部门", *area, *rows])
        plan = read_one(text)
        assert [one.row.area.text for one in plan.measures] == [*area, *area, *area] or [""] * 3
        assert plan.measures[0].row.task.text == "新建健身步道"
