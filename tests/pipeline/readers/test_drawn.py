"""Tables drawn with signs are read cell by cell, or refused where the signs do not tell the cells."""

import random
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import pytest

from pipeline.readers import read_document
from pipeline.readers.document import Document
from pipeline.reading.columns.layout import display_width
from pipeline.schema.errors import SourceError
from tests.documents.document import squeeze
from tests.documents.scoring import read_plans

TITLE: Final = "河北省2018年工作要点"
HEADER: Final = ("序号", "工作重点", "工作内容", "具体举措及成果形式", "责任部门")
ASCII: Final = {"bar": "|", "rule": "-", "joint": "+"}
BOX: Final = {"bar": "│", "rule": "─", "joint": "┼"}
Rows = Sequence[Sequence[str | None]]
"""Cells; None where a cell is merged with the one above."""


def wrap(text: str, width: int) -> list[str]:
    lines = [""]
    for sign in text:
        if display_width(lines[-1] + sign) > width:
            lines.append("")
        lines[-1] += sign
    return lines


def draw(rows: Rows, widths: Sequence[int], signs: dict[str, str]) -> list[str]:
    """The lines of a table as pandoc and w3m draw it, the text of a merged cell from its first line on."""
    pending = [[""] for _ in widths]
    lines = [_rule([None] * len(widths), widths, signs)]
    for place, row in enumerate(rows):
        following = rows[place + 1] if place + 1 < len(rows) else [""] * len(widths)
        for column, cell in enumerate(row):
            if cell is not None:
                pending[column] = wrap(cell, widths[column])
        goes_on = [cell is None for cell in following]
        height = max(len(texts) for texts, merged in zip(pending, goes_on, strict=True) if not merged)
        for _ in range(height):
            texts = [texts.pop(0) if texts else "" for texts in pending]
            lines.append(_line(texts, widths, signs["bar"]))
        inner = [
            (texts.pop(0) if texts else "") if m else None for texts, m in zip(pending, goes_on, strict=True)
        ]
        lines.append(_rule(inner, widths, signs))
    return lines


def _pad(text: str, width: int) -> str:
    return text + " " * (width - display_width(text))


def _line(texts: Sequence[str], widths: Sequence[int], bar: str) -> str:
    cells = list(map(_pad, texts, widths))
    return bar + bar.join(f" {cell} " for cell in cells) + bar


def _rule(texts: Sequence[str | None], widths: Sequence[int], signs: dict[str, str]) -> str:
    """A rule; in columns where a cell goes on below it stands a line of the cell's text."""
    cells = [
        signs["rule"] * (width + 2) if text is None else f" {text}{' ' * (width - display_width(text))} "
        for text, width in zip(texts, widths, strict=True)
    ]
    return signs["joint"] + signs["joint"].join(cells) + signs["joint"]


def draw_rows(chance: random.Random) -> list[list[str | None]]:
    words = (
        "加强",
        "专利",
        "保护",
        "服务",
        "推进",
        "试点",
        "“互联网+”",
        "12个",
        "5—8家",
        "PCT ",
        "达到95.5%",
    )
    bodies = ("省知识产权局", "省公安厅", "省教育厅", "省科技厅")
    rows: list[list[str | None]] = []
    for number in range(chance.randint(4, 14)):
        task = "".join(chance.choices(words[:6], k=chance.randint(3, 9)))
        measure = "".join(chance.choices(words, k=chance.randint(5, 40))) + "。"
        merged = number > 0 and chance.random() < 0.3
        departments = "、".join(chance.sample(bodies, chance.randint(1, 4)))
        area = None if number % 5 else f"推进领域改革第{number}项"
        rows.append([str(number + 1), area, None if merged else task, measure, departments])
    return rows


def read_text(folder: Path, lines: Sequence[str]) -> Document:
    path = folder / "plan.txt"
    path.write_text("\n".join((TITLE, "", *lines)), encoding="utf-8")
    return read_document(path)


@pytest.mark.parametrize("signs", [ASCII, BOX], ids=["ascii", "box"])
@pytest.mark.parametrize("seed", range(8))
def test_a_drawn_table_is_read_cell_by_cell(tmp_path: Path, seed: int, signs: dict[str, str]) -> None:
    chance = random.Random(seed)
    rows = draw_rows(chance)
    widths = [max(4, chance.randint(2, 4)), *(2 * chance.randint(4, 15) for _ in range(4))]
    read_text(tmp_path, draw([HEADER, *rows], widths, signs))
    (plan,) = read_plans(tmp_path / "plan.txt")
    wanted, task = [], ""
    for _, _, own_task, measure, departments in rows:
        task = own_task or task
        wanted.append(tuple(squeeze(text or "") for text in (task, measure, departments)))
    read = [(m.row.task.text, m.row.measure.text, m.row.departments.text) for m in plan.measures]
    assert read == wanted


@pytest.mark.parametrize("wide", [1, 2])
def test_a_heading_across_a_box_is_a_cell_however_wide_its_signs_are(tmp_path: Path, wide: int) -> None:
    widths = (4, 12, 24, 12, 8)
    whole = sum(widths) + wide * (len(widths) - 1)
    rules = ["─" * (width // wide) for width in widths]
    lines = ["┌" + "┬".join(rules) + "┐"]
    for number in range(8):
        row = (str(number), "专利导航", "开展专利导航。", "省科技厅", "年底前")
        texts = row if number else ("序号", "工作内容", "具体举措", "责任单位", "完成时限")
        lines.append("│" + "│".join(map(_pad, texts, widths)) + "│")
        if number % 3 == 0:
            heading = _pad(f"{'一二三'[number // 3]}、推进改革", whole)
            lines += ["├" + "┴".join(rules) + "┤", f"│{heading}│", "├" + "┬".join(rules) + "┤"]
        else:
            lines.append("├" + "┼".join(rules) + "┤")
    lines[-1] = "└" + "┴".join(rules) + "┘"
    read_text(tmp_path, lines)
    (plan,) = read_plans(tmp_path / "plan.txt")
    assert [measure.row.area.text for measure in plan.measures] == [
        f"{n}、推进改革" for n in "一一一二二二三"
    ]
    assert {measure.row.deadline.text for measure in plan.measures} == {"年底前"}


def test_signs_pushed_aside_by_wide_characters_are_taken_in_order(tmp_path: Path) -> None:
    rows = draw_rows(random.Random(3))
    lines = draw([HEADER, *rows], [4, 10, 12, 20, 12], ASCII)
    pushed = [line.replace(" | ", "  | ", 1) if "加强" in line else line for line in lines]
    assert pushed != lines
    assert read_text(tmp_path, pushed).tables == read_text(tmp_path, lines).tables


def test_a_place_is_the_line_of_the_file(tmp_path: Path) -> None:
    rows: list[list[str | None]] = [
        ["1", "领域", "任务", "举措一" * 9 + "。", "省教育厅"],
        ["2", None, "任务二", "举措二。", "省公安厅"],
    ]
    document = read_text(tmp_path, draw([HEADER, *rows], [4, 8, 8, 18, 10], ASCII))
    line = next(n for n, text in enumerate(document.lines, 1) if text == "举措二。")
    assert document.place(line).format("en") == "line 11"


def test_bold_text_of_markdown_is_text(tmp_path: Path) -> None:
    rows = draw_rows(random.Random(1))
    header = [f"**{name}**" for name in HEADER]
    plain, bold = (
        read_text(tmp_path, draw([h, *rows], [8, 14, 16, 30, 12], ASCII)) for h in (HEADER, header)
    )
    assert bold.lines == plain.lines


def test_markup_of_markdown_is_no_text(tmp_path: Path) -> None:
    rows = draw_rows(random.Random(1))
    escaped = [[cell and cell.replace("12个", r"1\~2个") for cell in row] for row in rows]
    tilde = [[cell and cell.replace("12个", "1~2个") for cell in row] for row in rows]
    drawn, plain = (draw([HEADER, *each], [8, 14, 16, 60, 12], ASCII) for each in (escaped, tilde))
    broken = [line.replace("。 ", "。\\") for line in drawn]
    assert broken != drawn
    squeezed = [squeeze("".join(read_text(tmp_path, lines).lines)) for lines in (broken, plain)]
    assert squeezed[0] == squeezed[1]


def without_rules(lines: Sequence[str], keep: int = 0) -> list[str]:
    """The lines without rules; with ``keep``, the first, each so many-th after it and the last stay."""
    rules = [n for n, line in enumerate(lines) if line.startswith("+-")]
    kept = {rules[0], *rules[1::keep], rules[-1]} if keep else set[int]()
    return [line for n, line in enumerate(lines) if n not in rules or n in kept]


@pytest.mark.parametrize("width", [12, 30], ids=["narrow", "wide"])
@pytest.mark.parametrize("keep", [0, 2, 3, 99], ids=["no-rule", "every-2nd", "every-3rd", "header-only"])
@pytest.mark.parametrize("seed", range(3))
def test_rows_of_several_lines_that_no_rule_parts_are_refused(
    tmp_path: Path, seed: int, keep: int, width: int
) -> None:
    rows = [[row[2] or "推进试点", *row[3:]] for row in draw_rows(random.Random(seed))]
    assert len(rows) > keep or keep == 99
    lines = without_rules(draw([HEADER[2:], *rows], [width, 2 * width, width], ASCII), keep)
    with pytest.raises(SourceError, match="drawn with signs") as caught:
        read_text(tmp_path, lines)
    assert caught.value.line == 3


@pytest.mark.parametrize("breaks", ["paragraphs", "last-line-full"])
def test_short_lines_of_a_cell_between_two_rules_are_no_rows(tmp_path: Path, breaks: str) -> None:
    parts = ["加强保护工作。", "推进试点。"] if breaks == "paragraphs" else ["加强", "专利保护工作推进试点。"]
    rows = [["", f"任务{n}", "".join(parts), "省教育厅"] for n in range(1, 9)]
    lines = draw([HEADER[1:], *rows], [8, 8, 22, 10], ASCII)
    whole = _line(["".join(parts)], [22], "|")
    first, second = (_line([part], [22], "|") for part in parts)
    nothing = [_line([""], [width], "|") for width in (8, 8, 10)]
    broken = []
    for line in lines:
        broken.append(line.replace(whole, first))
        if whole in line:
            broken.append("".join((nothing[0][:-1], nothing[1][:-1], second, nothing[2][1:])))
    read_text(tmp_path, broken)
    (plan,) = read_plans(tmp_path / "plan.txt")
    assert [measure.row.measure.text for measure in plan.measures] == ["".join(parts)] * 8


def rows_of_a_line() -> list[str]:
    rows = [[str(n), "领域", f"任务{n}", f"举措{n}。", "省教育厅"] for n in range(1, 12)]
    return draw([HEADER, *rows], [6, 8, 10, 20, 10], ASCII)


def test_several_rows_between_two_rules_are_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="drawn with signs") as caught:
        read_text(tmp_path, without_rules(rows_of_a_line(), keep=3))
    assert caught.value.line == 3


def test_rows_of_a_line_below_a_ruled_header_are_read(tmp_path: Path) -> None:
    read_text(tmp_path, without_rules(rows_of_a_line(), keep=99))
    (plan,) = read_plans(tmp_path / "plan.txt")
    assert [measure.row.measure.text for measure in plan.measures] == [f"举措{n}。" for n in range(1, 12)]
