"""Draws plans at random, by a seed: tasks, measures and departments that no model has learnt."""

from __future__ import annotations

import random
import re
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Final

from pipeline.taxonomy.loading import Region, load_taxonomy
from pipeline.tools.learn import read_gold
from tests.documents.document import RADICALS, Document, DocumentRow
from tests.pipeline.layouts import YEAR_DIGITS, chinese_number

TAXONOMY: Final = load_taxonomy()
HEADERS: Final = (
    ("序号", "工作重点", "工作内容", "具体举措及成果形式", "责任部门"),
    ("序号", "工作重点", "工作内容", "具体举措及成果形式", "责任部门"),
    ("序号", "重点工作", "工作内容", "具体措施和成果形式", "责任单位"),
    ("序号", "工作重点", "重点任务", "具体举措及成果", "责任部门和配合部门"),
    ("序号", "重点领域", "主要任务", "工作举措", "牵头单位"),
)
TITLES: Final = (
    "{region} {year}年工作要点",
    "{region}{year}年工作要点",
    "{year}年{region}知识产权工作计划",
    "{region}{year}年度知识产权工作任务分工",
    "{region}知识产权战略{year}年推进计划",
    "{region}知识产权强省建设实施方案（{year}年）",
    "附件2：{region}{year}年知识产权重点任务清单",
)
_SLOT: Final = re.compile(r"\{(\w+)\}")
_FULL_WIDTH: Final = str.maketrans("0123456789", YEAR_DIGITS["full width"])
_CHINESE: Final = str.maketrans("0123456789", YEAR_DIGITS["chinese"])
_ENUMERATORS: Final = ("①②③④⑤⑥⑦⑧", "12345678", "一二三四五六七八")


@cache
def load_words() -> dict[str, list[str]]:
    """The lists of ``words.toml``, by name."""
    return tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8"))


@cache
def _learnt_measures() -> tuple[str, ...]:
    return tuple(row["measure"] for rows in read_gold().values() for row in rows if row["measure"])


@dataclass(frozen=True)
class Contents:
    """What a document is made of; shares are of its rows, from 0 to 1."""

    sentences: tuple[int, int] = (2, 4)
    left_out: float = 0.0
    reworded: float = 0.0
    local: float = 0.0
    generic: float = 0.03
    learnt: float = 0.0
    lists: float = 0.0
    number_first: float = 0.1
    blank_measures: float = 0.0
    blank_departments: float = 0.0
    shared_tasks: float = 0.0
    shared_departments: float = 0.0
    long_departments: float = 0.05
    paragraphs: bool = False
    task_number: str = "{task}"
    radicals: float = 0.0


def draw_contents(chance: random.Random) -> Contents:
    """What one document is made of: most have few of the rarer things, and none has all."""
    return Contents(
        sentences=chance.choice(((1, 1), (1, 3), (3, 3), (2, 5), (3, 9))),
        left_out=chance.choice((0.0, 0.0, 0.15, 0.35)),
        reworded=chance.choice((0.0, 0.0, 0.1, 0.25)),
        local=chance.choice((0.0, 0.0, 0.06, 0.15)),
        learnt=chance.choice((0.0, 0.0, 0.0, 0.5)),
        lists=chance.choice((0.0, 0.0, 0.1, 0.3)),
        number_first=chance.choice((0.0, 0.1, 0.3)),
        blank_measures=chance.choice((0.0, 0.0, 0.0, 0.03)),
        blank_departments=chance.choice((0.0, 0.0, 0.0, 0.03)),
        shared_tasks=chance.choice((0.0, 0.0, 0.08)),
        shared_departments=chance.choice((0.0,) * 7 + (0.06,)),
        long_departments=chance.choice((0.0, 0.05, 0.2)),
        paragraphs=chance.random() < 0.3,
        task_number=chance.choice(("{task}",) * 20 + ("{n}.{task}", "（{zh}）{task}", "{area}.{n}{task}")),
        radicals=chance.choice((0.0,) * 7 + (0.5,)),
    )


def draw_document(name: str, contents: Contents | None = None) -> Document:
    """The document of a name, which is its seed; of contents drawn as well where none are asked for."""
    chance = random.Random(name)
    contents = contents or draw_contents(chance)
    region = chance.choice([r for r in TAXONOMY.regions if r.in_scope])
    year = chance.choice((2018, 2018, 2018, 2016, 2017, 2019, 2020, 2021, 2023))
    return Document(
        name=name,
        region_id=region.id,
        year=year,
        title=draw_title(chance, region, year),
        header=chance.choice(HEADERS),
        areas=tuple(area.name_zh for area in TAXONOMY.areas),
        rows=tuple(draw_rows(chance, contents, Filler(chance, year, region))),
        radicals=frozenset(letter for letter in RADICALS if chance.random() < contents.radicals),
    )


def draw_title(chance: random.Random, region: Region, year: int) -> str:
    """A title that names the region and the year, the year now and then in other digits."""
    digits = str(year).translate(chance.choice(({},) * 8 + (_FULL_WIDTH, _CHINESE)))
    return chance.choice(TITLES).format(region=region.name_zh, year=digits)


def draw_rows(chance: random.Random, contents: Contents, fill: Filler) -> list[DocumentRow]:
    """The standard tasks in order, some left out or reworded, with local tasks among them."""
    rows: list[DocumentRow] = []
    for task in TAXONOMY.tasks:
        area = int(task.area_id)
        if chance.random() < contents.left_out:
            continue
        reworded = chance.random() < contents.reworded
        name = reword(chance, fill, task.name_zh) if reworded else task.name_zh
        sure = not reworded or task.name_zh in name
        rows += draw_task_rows(chance, contents, fill, DocumentRow(area, name, "", "", (task.id,), sure))
        if chance.random() < contents.local:
            local = DocumentRow(area, fill("{local_tasks}"), "", "")
            rows += draw_task_rows(chance, contents, fill, local)
    return number_tasks(rows, contents.task_number)


def number_tasks(rows: Sequence[DocumentRow], pattern: str) -> list[DocumentRow]:
    """The rows with each task numbered within its key area, as part of its cell."""
    numbered: list[DocumentRow] = []
    number = 0
    for place, row in enumerate(rows):
        if not place or row.area != rows[place - 1].area:
            number = 0
        number += "task" not in row.shares
        task = pattern.format(n=number, zh=chinese_number(number), area=row.area, task=row.task)
        numbered.append(replace(row, task=task))
    return numbered


def draw_task_rows(
    chance: random.Random, contents: Contents, fill: Filler, task: DocumentRow
) -> list[DocumentRow]:
    """The rows of one task: one, or where its cell is merged over several, each with its own measure."""
    number = chance.randint(2, 3) if chance.random() < contents.shared_tasks else 1
    rows = [
        replace(
            task,
            measure=draw_measure(chance, contents, fill),
            departments=draw_departments(chance, contents, fill),
            shares=("task",) if place else (),
        )
        for place in range(number)
    ]
    if number == 1:
        if chance.random() < contents.blank_measures:
            rows = [replace(rows[0], measure="")]
        if chance.random() < contents.blank_departments:
            rows = [replace(rows[0], departments="")]
    elif chance.random() < contents.shared_departments * 5:
        rows[1] = replace(rows[1], departments=rows[0].departments, shares=("task", "departments"))
    return rows


def reword(chance: random.Random, fill: Filler, task: str) -> str:
    """A standard task as plans reword it: with words before or after it, or cut at its first comma."""
    head = task.split("，")[0]
    return fill(chance.choice(load_words()["rewordings"]).replace("{task}", task).replace("{head}", head))


def draw_measure(chance: random.Random, contents: Contents, fill: Filler) -> str:
    """A measure: one of those that models have learnt, a list, or sentences one after the other."""
    if chance.random() < contents.generic:
        return fill("{generic}")
    if chance.random() < contents.learnt:
        return chance.choice(_learnt_measures())
    between = "\n" if contents.paragraphs and chance.random() < 0.5 else ""
    if chance.random() < contents.lists:
        return draw_list(chance, fill, between)
    sentences = [fill("{measures}") for _ in range(chance.randint(*contents.sentences))]
    if chance.random() < contents.number_first:
        sentences[0] = fill("{number_first}")
    if chance.random() < 0.15:
        sentences[-1] += fill("{closings}")
    return between.join(sentences)


def draw_list(chance: random.Random, fill: Filler, between: str) -> str:
    """A list within a measure: ``①…；②…。``, ``1.…``, ``（一）…`` or ``一是…``."""
    marks = chance.choice(_ENUMERATORS)
    pattern = {
        "1": chance.choice(("{}.", "{}、", "({})", "（{}）")),
        "一": chance.choice(("（{}）", "{}是", "{}、")),
    }
    items = [fill("{list_items}") for _ in range(chance.randint(2, 5))]
    numbered = [
        pattern.get(marks[0], "{}").format(mark) + item for mark, item in zip(marks, items, strict=False)
    ]
    return f"；{between}".join(numbered) + "。"


def draw_departments(chance: random.Random, contents: Contents, fill: Filler) -> str:
    """A department cell: a list, with roles or without, now and then a long one."""
    number = chance.randint(6, 14) if chance.random() < contents.long_departments else chance.randint(1, 4)
    bodies = chance.sample(load_words()["bodies"], number)
    names = [fill.level + body for body in bodies]
    if chance.random() < 0.15:
        names.append(fill("{others}"))
    rest = "、".join(names[1:])
    if len(names) == 1:
        return names[0] + chance.choice(("", "", "", "负责", "牵头"))
    listed = "、".join(names)
    return chance.choice(
        (
            listed,
            listed,
            "，".join(names) if contents.paragraphs else listed,
            f"{listed}按职责分工负责",
            f"{names[0]}牵头，{rest}按职责分工负责",
            f"（牵头单位：{names[0]}；配合单位：{rest}）",
            f"牵头单位：{names[0]}\n配合单位：{rest}",
            f"{names[0]}（牵头）、{rest}",
            f"{names[0]}会同{rest}",
        )
    )


class Filler:
    """Fills the slots of a pattern of ``words.toml``, one inside the other, with what chance draws."""

    def __init__(self, chance: random.Random, year: int, region: Region) -> None:
        self.chance, self.year = chance, year
        self.level = {"municipality": "市", "autonomous_region": "自治区"}.get(region.kind, "省")
        self.numbers: dict[str, Callable[[], str]] = {
            "few": lambda: str(chance.randint(2, 9)),
            "some": lambda: self.digits(chance.randint(10, 99)),
            "many": lambda: self.digits(chance.choice((100, 150, 480, 500, 1200, 2000, 6000, 12000))),
            "wan": lambda: chance.choice((str(chance.randint(2, 40)), f"{chance.uniform(1, 30):.2f}")),
            "decimal": lambda: f"{chance.uniform(1, 60):.{chance.randint(1, 2)}f}",
            "tenth": lambda: f"{chance.uniform(0.1, 9.9):.1f}",
            "percent": lambda: chance.choice(("{}%", "{}%", "{}.5%", "{}％")).format(chance.randint(5, 99)),
            "permille": lambda: f"{chance.randint(1, 9)}‰",
            "range": self.range,
            "month": lambda: str(chance.randint(1, 12)),
            "year": lambda: str(year + chance.choice((-1, 0, 0, 0, 2, 7))),
        }

    def __call__(self, pattern: str) -> str:
        """The pattern with every slot filled."""
        while _SLOT.search(pattern):
            pattern = _SLOT.sub(lambda slot: self.draw(slot[1]), pattern)
        return pattern.replace("省级", f"{self.level}级").replace("全省", f"全{self.level[-1]}")

    def draw(self, name: str) -> str:
        """What one slot is filled with: a number, or one of the words of that name."""
        return self.numbers[name]() if name in self.numbers else self.chance.choice(load_words()[name])

    def digits(self, number: int) -> str:
        """A number, now and then in full-width digits or with a comma."""
        style = self.chance.random()
        if style < 0.04:
            return str(number).translate(_FULL_WIDTH)
        return f"{number:,}" if style < 0.08 else str(number)

    def range(self) -> str:
        """Two numbers, as plans print a range."""
        low = self.chance.randint(2, 60)
        return f"{low}{self.chance.choice('-～至—~')}{low + self.chance.randint(1, 20)}"
