"""Lays rows out as text with delimiters, as spreadsheets and word processors write it: for property tests."""

import csv
import io
import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from tests.pipeline.layouts import SampleRow

HEADERS: Final = {
    "serial": ("序号", "编号", "No."),
    "area": ("工作重点", "重点领域", "工作方面", "类别"),
    "task": ("工作内容", "主要任务", "任务目标", "⼯作内容", "重点 任务"),
    "measure": ("具体举措及成果形式", "落实举措", "具体措施", "工作\n举措"),
    "departments": ("责任部门", "执行部门", "责任单位", "责任\n单位", "负责单位（排第一的牵头）"),
    "deadline": ("完成时限", "时间节点", "进度安排"),
    "note": ("备注",),
    "unknown": ("风险等级", "资金渠道"),
}
"""What the cells of a header say, by column."""

TITLES: Final = (
    "{region} {year}年工作要点",
    "{year}年{region}知识产权工作计划",
    "附件2：{region}{year}年任务清单",
)


@dataclass(frozen=True)
class CellHabit:
    """How a table is saved.

    ``columns`` are in the order in which they stand. ``paragraphs`` is where a word processor ends lines
    within measures and departments; with quotes (a spreadsheet) the cell is quoted, without it is not.
    """

    columns: tuple[str, ...] = ("serial", "area", "task", "measure", "departments")
    header: int = 0
    delimiter: str = ","
    quotes_all: bool = False
    quoted: bool = True
    title: int = 0
    titles_padded: bool = True
    subtitle: str = ""
    areas: str = "merged"
    serial: str = "rows"
    empty_columns: int = 0
    header_repeats: int = 0
    paragraphs: bool = False
    line_end: str = "\n"
    year: int = 2018
    region: str = "河北省"


def lay_out_cells(rows: Sequence[SampleRow], habit: CellHabit, seed: int = 0) -> str:
    """The rows as text with delimiters."""
    chance = random.Random(seed)
    width = len(habit.columns) + habit.empty_columns
    records = [_heading(TITLES[habit.title].format(region=habit.region, year=habit.year), habit, width)]
    if habit.subtitle:
        records.append(_heading(habit.subtitle, habit, width))
    header = [_named(HEADERS[column], habit) for column in habit.columns]
    records.append(header + [""] * habit.empty_columns)
    area, areas = "", 0
    for number, row in enumerate(rows, 1):
        if habit.header_repeats and number % habit.header_repeats == 0:
            records.append(header + [""] * habit.empty_columns)
        begins = row.area != area
        area, areas = row.area, areas + begins
        banner = habit.areas == "banners"
        if begins and banner:
            records.append([f"{'一二三四五六七八九十'[areas - 1]}、{area}", *[""] * (width - 1)])
        message = {
            "serial": str(number) if habit.serial == "rows" else str(areas) if begins and not banner else "",
            "area": area if (begins and not banner) or habit.areas == "repeated" else "",
            "task": row.task,
            "measure": _broken(row.measure, habit, chance),
            "departments": _broken(row.departments, habit, chance),
            "deadline": chance.choice(("12月底", "2018年6月", "全年", "")),
            "note": chance.choice(("", "", "新增")),
            "unknown": chance.choice(("高", "低", "财政资金")),
        }
        records.append([message[column] for column in habit.columns] + [""] * habit.empty_columns)
    return _written(records, habit)


def _named(names: Sequence[str], habit: CellHabit) -> str:
    name = names[habit.header % len(names)]
    return name if habit.quoted else name.replace("\n", "")


def _heading(text: str, habit: CellHabit, width: int) -> list[str]:
    return [text, *[""] * (width - 1)] if habit.titles_padded else [text]


def _broken(text: str, habit: CellHabit, chance: random.Random) -> str:
    """A cell with line breaks after sentences, or between bodies."""
    if not habit.paragraphs:
        return text
    pieces = text.replace("。", "。\0").replace("；", "；\0").replace("、", "、\0").split("\0")
    return "".join(piece + ("\n" if piece and chance.random() < 0.3 else "") for piece in pieces).strip("\n")


def _written(records: Sequence[Sequence[str]], habit: CellHabit) -> str:
    if not habit.quoted:
        return "".join(habit.delimiter.join(record) + habit.line_end for record in records)
    stream = io.StringIO()
    csv.writer(
        stream,
        delimiter=habit.delimiter,
        quoting=csv.QUOTE_ALL if habit.quotes_all else csv.QUOTE_MINIMAL,
        lineterminator=habit.line_end,
    ).writerows(records)
    return stream.getvalue()


def draw_cell_habit(chance: random.Random) -> CellHabit:
    """A habit drawn at random from those that programs have."""
    word = chance.random() < 0.35
    columns = ["serial", "area", "task", "measure", "departments"]
    extras = [name for name in ("deadline", "note", "unknown") if chance.random() < 0.25]
    columns += extras
    if chance.random() < 0.2:
        columns.remove("serial")
    if chance.random() < 0.15:
        columns.remove("area")
    if chance.random() < 0.2 and not word:
        chance.shuffle(columns)
    areas = chance.choice(("merged", "repeated", "banners" if columns[0] == "serial" else "merged"))
    return replace(
        CellHabit(),
        columns=tuple(columns),
        header=chance.randrange(20),
        delimiter="\t" if word else chance.choice(",;\t"),
        quotes_all=chance.random() < 0.2,
        quoted=not word,
        title=chance.randrange(len(TITLES)),
        titles_padded=not word and chance.random() < 0.7,
        subtitle=chance.choice(("", "", "（征求意见稿）", "填报单位：省知识产权局")),
        areas=areas,
        serial=chance.choice(("rows", "areas")),
        empty_columns=chance.choice((0, 0, 0, 2)),
        header_repeats=chance.choice((0, 0, 9)),
        paragraphs=chance.random() < 0.5 and (not word or columns[:1] == ["serial"]),
        line_end=chance.choice(("\n", "\r\n")),
        year=chance.choice((2016, 2019, 2020)),
    )
