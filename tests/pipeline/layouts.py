"""Lays rows out as a dump, in many habits: the inverse of reading, for property tests."""

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

HEADERS: Final = (
    ("序号", "工作重点", "工作内容", "具体举措及成果形式", "责任部门"),
    ("序号", "重点工作", "工作内容", "具体措施和成果形式", "责任单位"),
    ("编号", "重点领域", "主要任务", "工作举措", "牵头单位"),
    ("序号", "工作重点", "重点任务", "具体举措及成果", "责任部门和配合部门"),
    ("序号", "类别", "任务内容", "主要措施", "负责单位"),
    ("No.", "重点方向", "任务事项", "实施举措", "责任主体"),
    ("顺次", "篇章", "条目", "怎么做", "谁来做"),
)
TITLES: Final = (
    "{region} {year}年工作要点",
    "{year}年{region}知识产权工作计划",
    "{region}{year}年度知识产权工作任务分工",
    "{region}知识产权战略{year}年推进计划",
    "{region}知识产权强省建设实施方案（{year}年）",
    "附件2：{region}{year}年知识产权重点任务清单",
)
SERIALS: Final = ("{n}", "{n}.", "{n}、", "（{n}）", "{zh}、", "", "第{zh}")
PAGE_NUMBERS: Final = (
    "{n}",
    "- {n} -",
    "—{n}—",
    "第{n}页",
    "",
    "第 {n} 页 共 30 页",
    "{roman}",
    "{n}/30",
    "·{n}·",
    "共30页 第{n}页",
    "第{zh}页",
    "Page {n} of 30",
)
YEAR_DIGITS: Final = {
    "ascii": "0123456789",
    "full width": "０１２３４５６７８９",
    "chinese": "〇一二三四五六七八九",
}
_CHINESE: Final = "一二三四五六七八九十"
_ROMAN: Final = (("xl", 40), ("x", 10), ("ix", 9), ("v", 5), ("iv", 4), ("i", 1))
_WORD: Final = re.compile(r"[0-9A-Za-z]+(?:[.,:/][0-9A-Za-z]+)*[%‰]?|.", re.DOTALL)
_SPACED: Final = re.compile(r"(?<=[\u3400-\u9fff])(?=[0-9A-Za-z])|(?<=[0-9A-Za-z%‰])(?=[\u3400-\u9fff])")
_NO_LINE_START: Final = frozenset("，。、；：！？）》”’%")
_WIDE_MARKS: Final = frozenset("“”‘’—…·•")


@dataclass(frozen=True)
class SampleRow:
    """A row to be laid out: its key area's name and its three cells.

    Where it ``shares_task``, its task cell is merged with that of the row above.
    """

    area: str
    task: str
    measure: str
    departments: str
    shares_task: bool = False


@dataclass(frozen=True)
class Habit:
    """How a document is laid out; widths are in half-width units, area first.

    ``word_spaces`` are those that a word processor shows between ideographs and letters or digits.
    ``page_number_at`` is the ``foot`` or the ``head`` of a page. ``merged_tasks`` stand in the ``first`` or
    in the ``middle`` of the rows that they are merged over.
    """

    widths: tuple[int, int, int, int] = (12, 30, 64, 16)
    page_lines: int = 40
    header: int = 0
    header_repeats: bool = True
    header_wraps: bool = False
    title: int = 0
    serial: int = 0
    page_number: int = 0
    blank_lines: str = "cells"
    marks_paragraphs: bool = True
    marks_pages: bool = True
    shares: str = "few"
    shares_lines: float = 0.5
    shows_empty_cells: bool = True
    numbers_rows: bool = False
    repeats_areas: bool = False
    title_repeats: bool = False
    margin: int = 0
    separator: str = " "
    year: int = 2018
    region: str = "河北省"
    year_digits: str = "ascii"
    word_spaces: bool = False
    page_number_at: str = "foot"
    page_number_margin: int = 0
    merged_tasks: str = "first"


def width_of(text: str) -> int:
    return sum(2 if ord(c) >= 0x1100 or c in _WIDE_MARKS else 1 for c in text)


def wrap(text: str, width: int) -> list[str]:
    """The lines of a cell: full ones, a mark never at the start of one, a number never cut.

    A line break in the text begins a new paragraph.
    """
    if "\n" in text:
        return [line for paragraph in text.split("\n") for line in wrap(paragraph, width)]
    lines: list[str] = []
    line, room = "", width
    for word in _WORD.findall(text):
        need = width_of(word)
        if need > room and line and word not in _NO_LINE_START:
            lines.append(line.rstrip())
            line, room = "", width
        if line or word != " ":
            line += word
            room -= need
    return [*lines, line] if line else lines


def word_spaced(text: str) -> str:
    """A text with a space wherever ideographs meet letters or digits."""
    return _SPACED.sub(" ", text)


def roman(number: int) -> str:
    """A number from 1 to 49 in small Roman numerals."""
    text = ""
    for letters, value in _ROMAN:
        while number >= value:
            text, number = text + letters, number - value
    return text


def title_of(habit: Habit) -> str:
    """The title, its year in the digits of the habit."""
    year = str(habit.year).translate(str.maketrans("0123456789", YEAR_DIGITS[habit.year_digits]))
    return TITLES[habit.title].format(region=habit.region, year=year)


def shown_tasks(rows: Sequence[SampleRow], habit: Habit) -> list[str]:
    """What stands in the task cell of each row: a merged one has its text in one of its rows."""
    starts = [place for place, row in enumerate(rows) if not row.shares_task]
    shown = [""] * len(rows)
    for start, end in pairwise([*starts, len(rows)]):
        place = start if habit.merged_tasks == "first" else (start + end) // 2
        shown[place] = rows[start].task
    return shown


class _Page:
    """Lines as they are written, with the document's habits of blank lines and white space."""

    def __init__(self, habit: Habit, chance: random.Random) -> None:
        self.habit, self.chance = habit, chance
        self.lines: list[str] = []
        self.starts_page = False

    def write(self, text: str, *, ends_cell: bool) -> None:
        lead = " " * self.habit.margin
        lead += " " if self.starts_page and self.habit.marks_pages else ""
        self.starts_page = False
        trail = " " if ends_cell and self.habit.marks_paragraphs else ""
        self.lines.append(lead + text + trail)
        blank = self.habit.blank_lines
        if (
            blank == "every"
            or (blank == "cells" and ends_cell)
            or (blank == "some" and self.chance.random() < 0.4)
        ):
            self.lines.append("")


def lay_out(rows: Sequence[SampleRow], habit: Habit, seed: int = 0) -> str:
    """The rows as the text of a dump."""
    chance = random.Random(seed)
    page = _Page(habit, chance)
    number, room = 1, habit.page_lines
    if habit.page_number_at == "head":
        _write_page_number(page, habit, number)
    page.write(title_of(habit), ends_cell=True)
    _write_header(page, habit)
    area, serial = "", 0
    for count, (row, task) in enumerate(zip(rows, shown_tasks(rows, habit), strict=True), 1):
        label: list[str] = []
        if row.area != area:
            area, serial = row.area, serial + 1
            label = wrap(area, habit.widths[0])
            message = SERIALS[habit.serial].format(n=serial, zh=_CHINESE[serial - 1])
            if message and not habit.numbers_rows:
                page.write(message, ends_cell=True)
        if habit.numbers_rows:
            page.write(str(count), ends_cell=True)
        cells = [
            label,
            *(
                wrap(word_spaced(t) if habit.word_spaces else t, w)
                for t, w in zip((task, row.measure, row.departments), habit.widths[1:], strict=True)
            ),
        ]
        while any(cells):
            height = max(len(cell) for cell in cells)
            if room <= 0 or (height > room and room < 2):
                number, room = _break_page(page, habit, number), habit.page_lines
                if habit.repeats_areas and not cells[0]:
                    cells[0] = wrap(area, habit.widths[0])
            upper = [cell[:room] for cell in cells]
            lower = [cell[room:] for cell in cells]
            _write_cells(page, upper, [not cell for cell in lower], habit, chance)
            room -= max(len(cell) for cell in upper)
            cells = lower
    return "\n".join(page.lines) + "\n"


def _write_header(page: _Page, habit: Habit) -> None:
    words = HEADERS[habit.header]
    if habit.header_wraps:
        page.write(" ".join(words[:3]), ends_cell=True)
        half = max(2, len(words[3]) // 2)
        page.write(words[3][:half], ends_cell=False)
        page.write(words[3][half:], ends_cell=True)
        page.write(words[4], ends_cell=True)
    else:
        page.write(habit.separator.join(words), ends_cell=True)


def _break_page(page: _Page, habit: Habit, number: int) -> int:
    if habit.page_number_at == "foot":
        _write_page_number(page, habit, number)
    page.starts_page = True
    if habit.page_number_at == "head":
        _write_page_number(page, habit, number + 1)
    if habit.title_repeats:
        page.write(title_of(habit), ends_cell=True)
    if habit.header_repeats:
        _write_header(page, habit)
    return number + 1


def _write_page_number(page: _Page, habit: Habit, number: int) -> None:
    message = PAGE_NUMBERS[habit.page_number].format(n=number, roman=roman(number), zh=chinese_number(number))
    if message:
        page.write(" " * habit.page_number_margin + message, ends_cell=True)


def chinese_number(number: int) -> str:
    """A number from 1 to 99 in Chinese."""
    tens, ones = divmod(number, 10)
    digits = "〇一二三四五六七八九"
    return (("" if tens == 1 else digits[tens]) + "十" if tens else "") + (digits[ones] if ones else "")


def _write_cells(
    page: _Page, cells: list[list[str]], whole: list[bool], habit: Habit, chance: random.Random
) -> None:
    """Cells in column order; neighbours may stand on one line, parted by one space.

    What the dump shows where cells share lines: all the lines that stand side by side
    (``rows``), or only the last line of one cell and the first of the next (``ends``).
    An empty cell leaves its white space.
    """
    area, *others = cells
    for index, line in enumerate(area):
        page.write(line, ends_cell=whole[0] and index == len(area) - 1)
    pieces = [
        (line, column, ends and index == len(cell) - 1)
        for column, (cell, ends) in enumerate(zip(others, whole[1:], strict=True))
        for index, line in enumerate(cell)
    ]
    if not pieces:
        return
    if habit.shares == "rows" and chance.random() < habit.shares_lines:
        pieces = [
            (cell[index], column, whole[column + 1] and index == len(cell) - 1)
            for index in range(max(map(len, others), default=0))
            for column, cell in enumerate(others)
            if index < len(cell)
        ]
        heights = [
            index for index in range(max(map(len, others), default=0)) for cell in others if index < len(cell)
        ]
        joins = [a == b for a, b in pairwise(heights)]
    else:
        few = all(len(cell) == 1 for cell in others)
        joins = [
            a[1] != b[1] and (habit.shares == "ends" or few) and chance.random() < habit.shares_lines
            for a, b in pairwise(pieces)
        ]
    line, before = "", -1
    for (text, column, ends), joined in zip(pieces, [*joins, False], strict=True):
        if habit.shows_empty_cells and column - before == 2 and not others[column - 1]:
            line += " "
        before = column
        line += text
        if joined:
            line += habit.separator
        else:
            page.write(line, ends_cell=ends)
            line = ""


def draw_habit(chance: random.Random) -> Habit:
    """A habit drawn at random from those that documents have."""
    task = chance.randrange(20, 50, 2)
    measure = chance.randrange(max(40, task + 10), 84, 2)
    header = chance.randrange(len(HEADERS))
    return replace(
        Habit(),
        widths=(chance.randrange(8, 16, 2), task, measure, chance.randrange(12, 22, 2)),
        page_lines=chance.randrange(18, 60),
        header=header,
        header_repeats=chance.random() < 0.7,
        header_wraps=header < len(HEADERS) - 1 and chance.random() < 0.2,
        title=chance.randrange(len(TITLES)),
        serial=chance.randrange(len(SERIALS)),
        page_number=chance.randrange(len(PAGE_NUMBERS)),
        blank_lines=chance.choice(("every", "cells", "none", "some")),
        marks_paragraphs=chance.random() < 0.5,
        marks_pages=chance.random() < 0.5,
        shares=chance.choice(("few", "ends", "rows")),
        shares_lines=chance.choice((0.0, 0.2, 0.5, 1.0)),
        shows_empty_cells=chance.random() < 0.7,
        numbers_rows=chance.random() < 0.15,
        repeats_areas=chance.random() < 0.15,
        title_repeats=chance.random() < 0.15,
        margin=chance.choice((0, 0, 0, 0, 2)),
        separator=chance.choice((" ", " ", " ", "  ", "\t")),
        year=chance.choice((2016, 2019, 2020, 2021)),
        year_digits=chance.choice(("ascii",) * 8 + ("full width", "chinese")),
        word_spaces=chance.random() < 0.4,
        page_number_at=chance.choice(("foot", "foot", "foot", "head")),
        page_number_margin=chance.choice((0, 0, 36)),
    )
