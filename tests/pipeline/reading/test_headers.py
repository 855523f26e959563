"""What a header's cells mean, whatever they are called, wherever they are wrapped."""

import shutil
from pathlib import Path

import pytest

from pipeline.reading.plans.furniture import find_furniture
from pipeline.reading.plans.headers import HeaderColumns, parse_header
from pipeline.schema.errors import TaxonomyError
from pipeline.taxonomy.header_words import load_column_names
from pipeline.taxonomy.loading import SHARED

NAMES = load_column_names()


def columns(*lines: str) -> HeaderColumns:
    return parse_header(lines, 1, NAMES)


@pytest.mark.parametrize(
    ("header", "order"),
    [
        ("序号 工作重点 工作内容 具体举措及成果形式 责任部门", "serial area task measure departments"),
        ("序号 工作重点 工作内容 具体任务 责任部门", "serial area task measure departments"),
        (
            "序号 工作重点 工作内容 具体任务 成果形式 责任部门",
            "serial area task measure deliverable departments",
        ),
        ("序号 任务目标 落实举措 执行部门 完成时限", "serial task measure departments deadline"),
        ("序号 工作任务 牵头单位 配合单位 完成时限", "serial task lead support deadline"),
        ("序号 重点工作 工作措施 责任单位", "serial task measure departments"),
        ("序号 重点工作 工作内容 工作措施 责任单位", "serial area task measure departments"),
        ("编号 重点领域 主要任务 工作举措 牵头单位", "serial area task measure lead"),
        ("序号 工作任务 具体任务 责任单位 备注", "serial task measure departments note"),
        ("序号 重点任务 主要任务 工作措施 牵头单位及配合单位", "serial area task measure departments"),
        ("序号工作重点工作内容具体举措及成果形式责任部门", "serial area task measure departments"),
        ("序 号 工作 重点 工作 内容 具体 举措 责任 部门", "serial area task measure departments"),
        ("⼯作重点 ⼯作内容 具体举措 责任部⻔", "area task measure departments"),
        ("序号 工作内容 落实举措 负责单位（排第一的牵头）", "serial task measure departments"),
        ("责任单位 具体措施 主要任务 重点领域 序号", "departments measure task area serial"),
    ],
)
def test_cells_are_recognised_by_meaning(header: str, order: str) -> None:
    found = columns(header)
    assert found.columns == tuple(order.split())
    assert not any(cell.by_position for cell in found.cells)


def test_a_wrapped_header_is_one() -> None:
    wrapped = columns("序", "", "号", "工作重点 工作内容 具体举措及", "成果形式", "", "责任部门")
    assert [cell.text for cell in wrapped.cells] == [
        "序号",
        "工作重点",
        "工作内容",
        "具体举措及成果形式",
        "责任部门",
    ]


@pytest.mark.parametrize(
    ("lines", "stop"),
    [
        (("序 重点领 主要任务 工作举措 牵头单位", "号 域", "1 推进改革 深化 开展。 省科技厅"), 3),
        (("序 工作 工作内 具体举措及 责任部", "重点 容 成果形式 门", "1 推进改革 深化 开展。 省科技厅"), 3),
        (("序号 工作重 工作内容 具体举措 责任部门", "", "点", "推进改革 深化 开展。 省科技厅"), 4),
        (("序号 工作重点 工作内容 具体举措 责任部门", "重点项目", "1 深化 开展。 省科技厅"), 2),
        (("序号 工作重点 工作内容 具体举措 责任部门", "1 点 深化 开展。 省科技厅"), 2),
    ],
)
def test_lines_that_end_the_cells_of_a_header_are_header(lines: tuple[str, ...], stop: int) -> None:
    for text in (lines, (*lines, "", *lines)):
        furniture = find_furniture(text, [])
        assert furniture.headers[0] == range(1, stop)
        assert all(len(header) == stop - 1 for header in furniture.headers)
        assert not furniture.columns[0].unknown
        assert furniture.columns[0].missing == ()


def test_words_that_nobody_knows_take_the_columns_that_are_missing() -> None:
    found = columns("顺次 篇章 条目 怎么做 谁来做")
    assert found.columns == ("serial", "area", "task", "measure", "departments")
    assert all(cell.by_position for cell in found.cells)
    (guessed,) = [
        cell for cell in columns("序号 工作重点 工作内容 怎么做 责任部门").cells if cell.by_position
    ]
    assert (guessed.text, guessed.column) == ("怎么做", "measure")


def test_what_is_missing_and_what_is_unknown() -> None:
    assert columns("序号 工作任务 牵头单位 配合单位 完成时限").missing == ("measure",)
    assert columns("工作重点 工作内容 责任部门").missing == ("measure",)
    more = columns("序号 工作重点 工作内容 具体举措 责任部门 风险等级")
    assert (more.missing, more.unknown) == ((), ("风险等级",))
    assert columns("序号 工作重点 工作内容 具体任务 成果形式 责任部门").has("deliverable")


def test_a_missing_file_or_column_is_reported(tmp_path: Path) -> None:
    file = Path(shutil.copy(SHARED / "columns.toml", tmp_path))
    text = file.read_text(encoding="utf-8")
    start = text.index('[[column]]\nid = "note"')
    file.write_text(text[:start] + text[text.index("# Words of headers") :], encoding="utf-8")
    with pytest.raises(TaxonomyError, match=r"no \[\[column\]\] note"):
        load_column_names(tmp_path)
    file.unlink()
    load_column_names.cache_clear()
    with pytest.raises(TaxonomyError, match="missing"):
        load_column_names(tmp_path)
