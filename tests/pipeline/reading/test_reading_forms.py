"""Documents that no model has learnt come back in each form that users have, one habit at a time."""

import random
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tests.documents.document import RADICALS, Document, with_radicals
from tests.documents.drawing import Contents, Filler, draw_document, draw_rows
from tests.documents.scoring import read_plans
from tests.documents.text_forms import TableStyle, comma_separated, one_cell_a_line, tab_separated
from tests.pipeline.aligned_layout import AlignedHabit, lay_out_aligned
from tests.pipeline.layouts import PAGE_NUMBERS, Habit, SampleRow, lay_out
from tests.pipeline.sample_plans import TAXONOMY, cells

pytestmark = pytest.mark.property

# As narrow as the columns of a page of A4, nothing parting the cells.
WORD_MADE = Habit(
    widths=(22, 40, 24, 40),
    page_lines=44,
    page_number=4,
    blank_lines="none",
    marks_paragraphs=False,
    marks_pages=False,
    shows_empty_cells=False,
    word_spaces=True,
)


def changes(habit: object, usual: object) -> str:
    """What of a habit is not as usual, as the name of a test."""
    fields = {name: value for name, value in vars(habit).items() if value != vars(usual)[name]}
    return ",".join(f"{name}={value!r}" for name, value in fields.items()) or "usual"


def plan_of(contents: Contents, seed: int = 5) -> Document:
    """A plan of 河北省 for 2018 with rows of these contents."""
    chance = random.Random(seed)
    region = next(region for region in TAXONOMY.regions if region.id == "130000")
    return replace(
        draw_document("plain"),
        region_id=region.id,
        year=2018,
        title="河北省2018年工作要点",
        header=("序号", "工作重点", "工作内容", "具体举措及成果形式", "责任部门"),
        rows=tuple(draw_rows(chance, contents, Filler(chance, 2018, region))),
        radicals=frozenset(),
    )


def sample_rows(document: Document) -> list[SampleRow]:
    return [
        SampleRow(document.areas[row.area - 1], row.task, row.measure, row.departments, "task" in row.shares)
        for row in document.rows
    ]


def read(text: str, folder: Path, encoding: str = "utf-8") -> list[tuple[str, str, str]]:
    """The cells of the one plan that a text holds."""
    path = folder / "plan.txt"
    path.write_bytes(text.encode(encoding))
    (plan,) = read_plans(path)
    assert (plan.job.plan.region_id, plan.job.year) == ("130000", 2018)
    return cells(plan)


def assert_comes_back(found: list[tuple[str, str, str]], document: Document, *, inexact: int = 0) -> None:
    """No row is missed or invented; of rows that no model has learnt, so many are not exact."""
    rows = written(document)
    assert len(found) == len(rows)
    wrong = [(ours, theirs) for ours, theirs in zip(rows, found, strict=True) if ours != theirs]
    assert len(wrong) <= inexact, wrong


def written(document: Document) -> list[tuple[str, str, str]]:
    return [
        ("".join(row.task.split()), "".join(row.measure.split()), "".join(row.departments.split()))
        for row in document.rows
    ]


@pytest.mark.parametrize(
    "habit",
    [
        Habit(word_spaces=True),
        WORD_MADE,
        replace(WORD_MADE, widths=(16, 24, 48, 20)),
        replace(WORD_MADE, shares="rows", shares_lines=1.0),
        replace(WORD_MADE, header_repeats=False),
        *(replace(WORD_MADE, page_number=style) for style in range(0, len(PAGE_NUMBERS), 3)),
        *(replace(WORD_MADE, page_number=style, page_number_at="head") for style in range(len(PAGE_NUMBERS))),
        replace(WORD_MADE, page_number=0, page_number_margin=36),
        replace(WORD_MADE, page_number=0, header_repeats=False),
        replace(WORD_MADE, serial=5),
        replace(WORD_MADE, numbers_rows=True),
        replace(WORD_MADE, repeats_areas=True),
        replace(WORD_MADE, year_digits="full width"),
        replace(WORD_MADE, year_digits="chinese"),
    ],
    ids=lambda habit: changes(habit, WORD_MADE),
)
def test_a_word_made_dump_of_one_more_habit(habit: Habit, tmp_path: Path) -> None:
    document = plan_of(Contents(sentences=(3, 3), left_out=0.5))
    assert_comes_back(read(lay_out(sample_rows(document), habit), tmp_path), document)


@pytest.mark.parametrize(
    "contents",
    [
        Contents(sentences=(1, 1)),
        Contents(sentences=(3, 9)),
        Contents(number_first=1.0),
        Contents(lists=0.5),
        Contents(reworded=0.5),
        Contents(left_out=0.6),
        Contents(generic=0.5),
        Contents(long_departments=0.5),
        Contents(shared_tasks=0.15),
        Contents(blank_measures=0.05),
        Contents(blank_departments=0.05),
        Contents(task_number="{area}.{n}{task}"),
        Contents(task_number="（{zh}）{task}"),
    ],
    ids=lambda contents: changes(contents, Contents()),
)
def test_a_word_made_dump_of_any_contents(contents: Contents, tmp_path: Path) -> None:
    document = plan_of(contents)
    assert_comes_back(read(lay_out(sample_rows(document), WORD_MADE), tmp_path), document, inexact=1)


def test_radicals_are_kept_and_read_as_their_ideographs(tmp_path: Path) -> None:
    document = replace(plan_of(Contents()), radicals=frozenset(RADICALS) - set("年"))
    printed = with_radicals(document)
    title = replace(printed, title=document.title)
    assert read(one_cell_a_line(title, TableStyle()), tmp_path) == written(printed)
    assert_comes_back(read(lay_out(sample_rows(printed), WORD_MADE), tmp_path), printed)


def test_merged_tasks_stand_in_the_first_of_their_rows(tmp_path: Path) -> None:
    document = plan_of(Contents(shared_tasks=0.1))
    dump = lay_out(sample_rows(document), Habit(merged_tasks="first"))
    assert_comes_back(read(dump, tmp_path), document)


@pytest.mark.parametrize(
    "habit",
    [
        AlignedHabit(),
        AlignedHabit(word_spaces=True),
        AlignedHabit(centred=True),
        AlignedHabit(row_gap=1),
        AlignedHabit(line_gap=1),
        AlignedHabit(columns_a_unit=0.9),
        AlignedHabit(columns_a_unit=0.5),
        AlignedHabit(widths=(4, 22, 40, 24, 40), word_spaces=True),
        AlignedHabit(page_lines=18, page_number="- {n} -"),
    ],
    ids=lambda habit: changes(habit, AlignedHabit()),
)
@pytest.mark.parametrize("shared", [0.0, 0.1])
def test_columns_side_by_side(habit: AlignedHabit, shared: float, tmp_path: Path) -> None:
    if shared and habit.widths != AlignedHabit().widths:
        pytest.skip("a merged cell in columns that touch is told only with a doubt")
    document = plan_of(Contents(shared_tasks=shared, left_out=0.0 if habit.word_spaces else 0.5))
    dump = lay_out_aligned(sample_rows(document), document.title, habit)
    assert_comes_back(read(dump, tmp_path), document, inexact=habit.word_spaces)


@pytest.mark.parametrize(
    "style",
    [
        TableStyle(),
        TableStyle(serials="row"),
        TableStyle(serials="row", areas="every"),
        TableStyle(serials="none"),
        TableStyle(blank_lines=False),
        TableStyle(breaks="\n"),
        TableStyle(encoding="gb18030", line_end="\r\n"),
        TableStyle(encoding="utf-16"),
        TableStyle(merged="again"),
    ],
    ids=lambda style: changes(style, TableStyle()),
)
@pytest.mark.parametrize("form", [one_cell_a_line, tab_separated, comma_separated])
def test_tables_as_programs_save_and_copy_them(
    form: Callable[[Document, TableStyle], str], style: TableStyle, tmp_path: Path
) -> None:
    in_lines = form is one_cell_a_line
    if in_lines and style.breaks:
        pytest.skip("where cells break into lines, lines do not tell cells")
    # A line that is empty says that a cell is: not which, where the area is printed in every row.
    shared = 0.0 if in_lines and style.areas == "every" else 0.05
    document = plan_of(Contents(paragraphs=True, lists=0.2, shared_tasks=shared, left_out=0.5))
    assert read(form(document, style), tmp_path, style.encoding) == written(document)


@pytest.mark.parametrize(
    "label", ["完成时限：12月底", "完成时间：2018年11月", "责任处室：版权管理处", "完成期限：年底前"]
)
def test_a_label_in_a_department_cell_begins_no_row(label: str, tmp_path: Path) -> None:
    labelled = f"牵头部门：省版权局 责任部门：省委宣传部 {label}"
    rows = [
        replace(row, departments=labelled) if at % 6 == 3 else row
        for at, row in enumerate(sample_rows(plan_of(Contents(sentences=(1, 2)))))
    ]
    found = read(lay_out(rows, Habit(widths=(14, 26, 70, 16))), tmp_path)
    assert len(found) == len(rows)
    for row, cells_found in zip(rows, found, strict=True):
        assert cells_found[2] == "".join(row.departments.split())


@pytest.mark.parametrize(
    "sentence",
    [
        "落实《关于促进“互联网+医疗健康”发展的意见》（国办发 〔2018〕 26号）。",
        "按照《商标代理办法》（令第 45 号）规范代理。",
        "举办培训班（每期 2 天 ）12期。",
        "推广“一窗 通办”。",
    ],
)
def test_a_space_within_brackets_parts_no_cells(sentence: str, tmp_path: Path) -> None:
    rows = [
        replace(row, measure=sentence) if at % 6 == 3 else row
        for at, row in enumerate(sample_rows(plan_of(Contents(sentences=(1, 2)))))
    ]
    found = read(lay_out(rows, Habit(widths=(14, 26, 90, 16))), tmp_path)
    assert len(found) == len(rows)
    for row, cells_found in zip(rows, found, strict=True):
        assert cells_found[1] == "".join(row.measure.split())
