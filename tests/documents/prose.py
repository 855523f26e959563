"""A document as a plan in prose: headings, numbered items, and the bodies at the end of each item."""

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from pipeline.reading.columns.layout import display_width
from tests.documents.document import Document, DocumentRow, by_area

_NUMBER = re.compile(r"^(?:[\d.、]+|[（(]?[一二三四五六七八九十\d]+[）)、])")
CHINESE = "一二三四五六七八九十"
PREFACE = "为贯彻落实党中央、国务院决策部署，进一步做好有关工作，结合我省实际，制定本方案。"
CLOSING = ("各地各部门要加强组织领导，细化工作措施，确保各项任务落实到位。", "（此件公开发布）")


@dataclass(frozen=True)
class ProseStyle:
    """How a plan is written as prose.

    Parameters
    ----------
    number, part
        The numbers of items, and of the parts of an item that share its heading.
    ending
        How an item names its bodies.
    heading
        Where an item's task stands: ``sentence`` for its first one, ``line`` for a line of its own.
    sections
        Whether sections without tasks stand before and after.
    width
        The number of columns at which lines are wrapped; 0 for a line a paragraph.
    blank_lines
        Whether blank lines part the paragraphs.
    runs_on
        Whether the numbers of items run on from one key area to the next.
    indent
        What stands before a paragraph.
    """

    number: str
    part: str
    ending: str
    heading: str
    sections: bool
    width: int
    blank_lines: bool
    runs_on: bool
    indent: str


def draw_prose_style(name: str) -> ProseStyle:
    """The style of the document of this name."""
    chance = random.Random(f"prose {name}")
    endings = ("（责任单位：{}）", "〔责任单位：{}〕", "\n责任单位：{}", "责任部门：{}", "\n（责任单位：{}）")
    number, part = chance.choice(
        (("{}.", "（{}）"), ("{}．", "（{}）"), ("{}、", "（{}）"), ("（#）", "{}."))
    )
    return ProseStyle(
        number=number,
        part=part,
        ending=chance.choice(endings),
        heading=chance.choice(("sentence", "sentence", "line")),
        sections=chance.random() < 0.5,
        width=chance.choice((0, 0, 0, 56, 68, 80)),
        blank_lines=chance.random() < 0.3,
        runs_on=chance.random() < 0.3,
        indent=chance.choice(("　　", "    ", "")),
    )


def prose_document(document: Document) -> Document:
    """The document with the rows that prose can say: each has a measure and bodies of its own."""
    rows = [row for row in document.rows if row.task and row.measure and "measure" not in row.shares]
    kept = [
        replace(
            row,
            task=_NUMBER.sub("", "".join(row.task.split())).rstrip("。"),
            departments=row.departments.replace("\n", "；").strip("（）"),
            shares=("task",) * ("task" in row.shares),
        )
        for row in rows
    ]
    for place, (above, row) in enumerate(pairwise(kept), 1):
        if row.shares and (row.task, row.area) != (above.task, above.area):
            kept[place] = replace(row, shares=())
    return replace(document, rows=(replace(kept[0], shares=()), *kept[1:]))


def prose_of(document: Document, style: ProseStyle) -> str:
    """The text of a document from `prose_document`."""
    paragraphs = [document.title, PREFACE]
    paragraphs += ["一、总体要求", CLOSING[0]] if style.sections else []
    place = count = 0
    for place, (_, area, rows) in enumerate(by_area(document), 1):
        paragraphs.append(f"{_chinese(place + style.sections)}、{area}")
        count = count if style.runs_on else 0
        for item in _items(rows):
            count += 1
            number = style.number.replace("#", _chinese(count)).format(count)
            paragraphs += _item(number, item, style)
    paragraphs += [f"{_chinese(place + 2)}、组织保障", CLOSING[0]] if style.sections else []
    text = "\n".join([*paragraphs, CLOSING[1]])
    lines = [line for one in text.split("\n") for line in (_wrap(style.indent + one, style.width))]
    return ("\n\n" if style.blank_lines else "\n").join(lines) + "\n"


def _items(rows: list[DocumentRow]) -> Iterator[list[DocumentRow]]:
    starts = [place for place, row in enumerate(rows) if not row.shares or not place]
    yield from (rows[start:stop] for start, stop in pairwise([*starts, len(rows)]))


def _item(number: str, rows: list[DocumentRow], style: ProseStyle) -> list[str]:
    task = rows[0].task
    texts = []
    for row in rows:
        ending = "（{}）" if "：" in row.departments else style.ending
        texts.append(
            row.measure + (ending.format("".join(row.departments.split())) if row.departments else "")
        )
    if len(rows) == 1 and style.heading == "sentence":
        return [f"{number}{task}。{texts[0]}"]
    if len(rows) == 1:
        return [number + task, texts[0]]
    return [number + task, *(style.part.format(n) + text for n, text in enumerate(texts, 1))]


def _chinese(number: int) -> str:
    tens, units = divmod(number, 10)
    return (CHINESE[tens - 1] * (tens > 1) + "十") * bool(tens) + (CHINESE[units - 1] if units else "")


def _wrap(text: str, width: int) -> list[str]:
    lines = [""]
    for sign in text:
        if width and display_width(lines[-1] + sign) > width and sign not in "，。、；：）〕":
            lines.append("")
        lines[-1] += sign
    return lines
