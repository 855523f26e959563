"""Rows of a plan: its fragments, labelled and stitched into cells; merged cells served to each row."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from pipeline.decode import AREA, DEPARTMENTS, MEASURE, SERIAL, TASK, Label, Sounds, decode
from pipeline.layout import Fragment, fragments_of, measure_layout
from pipeline.taxonomy import Taxonomy
from pipeline.voices import Voices

_SERIAL: Final = re.compile(
    r"第?[（(]?(?:\d{1,3}(?:\.\d{1,2})?|[一二三四五六七八九十]{1,3}|[①-⑳])[)）]?[.、．]?"
)
_GLUED_SERIAL: Final = re.compile(r"([（(]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[)）]?[.、．]?)(?=\D)")


@dataclass(frozen=True)
class Cell:
    """A cell's text, without white space, and the fragments that it was stitched from."""

    fragments: tuple[Fragment, ...] = ()

    @property
    def text(self) -> str:
        return "".join(fragment.text for fragment in self.fragments)


@dataclass(frozen=True)
class Row:
    """One table row. ``merged`` names the cells that it shares with the row above."""

    area: Cell
    task: Cell
    measure: Cell
    departments: Cell
    merged: tuple[str, ...] = ()

    @property
    def lines(self) -> tuple[int, int]:
        """First and last source line that hold any of the row's cells."""
        cells = [self.measure, self.departments]
        if "task" not in self.merged:
            cells.append(self.task)
        numbers = [f.line for cell in cells for f in cell.fragments] or [f.line for f in self.task.fragments]
        return min(numbers), max(numbers)


@dataclass(frozen=True)
class PlanRows:
    """A plan's rows in document order, and the fragments that are furniture, with their kind."""

    rows: tuple[Row, ...]
    furniture: tuple[tuple[Fragment, str], ...]


def read_rows(
    lines: Sequence[str],
    first_line: int,
    furniture_lines: Mapping[int, str],
    taxonomy: Taxonomy,
    voices: Voices,
) -> PlanRows:
    """The rows of one plan: its own lines, the number of the first, and which are furniture of what kind."""
    fragments, page_breaks, furniture = [], [], []
    broken = False
    for fragment in fragments_of(lines, first_line):
        fate = furniture_lines.get(fragment.line)
        if fate is not None:
            furniture.append((fragment, fate))
            broken = True
            continue
        for piece in split_serial(fragment, taxonomy):
            fragments.append(piece)
            page_breaks.append(broken or piece.indented)
            broken = False
    labels = label_fragments(fragments, page_breaks, taxonomy, voices)
    rows = stitch_rows(fragments, labels)
    for index, (fragment, label) in enumerate(zip(fragments, labels, strict=True)):
        if label.column == AREA:
            furniture.append((fragment, "area"))
        elif label.column == SERIAL:
            follower = labels[index + 1] if index + 1 < len(labels) else None
            opens = follower is not None and (follower.begins_row or follower.column == AREA)
            furniture.append((fragment, "serial" if opens else "page_number"))
    return PlanRows(tuple(rows), tuple(furniture))


def split_serial(fragment: Fragment, taxonomy: Taxonomy) -> list[Fragment]:
    """A fragment as it is, or parted where a serial is glued to the key area's name."""
    match = _GLUED_SERIAL.match(fragment.text)
    if match is None or not fragment.starts_line:
        return [fragment]
    cut = match.end()
    rest = fragment.text[cut:]
    if not any(area.name_zh.startswith(rest[:3]) and len(rest) >= 3 for area in taxonomy.areas):
        return [fragment]
    serial = replace(
        fragment,
        end=fragment.kept[cut - 1] + 1,
        text=fragment.text[:cut],
        kept=fragment.kept[:cut],
        ends_line=False,
        ends_paragraph=False,
        gap_after=False,
        width=0,
    )
    name = replace(
        fragment,
        start=fragment.kept[cut],
        text=rest,
        kept=fragment.kept[cut:],
        indented=False,
        starts_line=False,
    )
    return [serial, name]


def label_fragments(
    fragments: Sequence[Fragment], page_breaks: Sequence[bool], taxonomy: Taxonomy, voices: Voices
) -> list[Label]:
    """Label every fragment, first alone to measure the layout, then all of them jointly."""
    sounds = Sounds(fragments, voices)
    alone = [sounds.alone(index) for index in range(len(fragments))]
    layout = measure_layout(fragments, page_breaks, alone)
    names = frozenset(name + end for task in taxonomy.tasks for name in [task.name_zh] for end in ("", "。"))

    def serial_like(index: int) -> bool:
        return fragments[index].starts_line and bool(_SERIAL.fullmatch(fragments[index].text))

    return decode(fragments, page_breaks, sounds, layout, names, serial_like)


def stitch_rows(fragments: Sequence[Fragment], labels: Sequence[Label]) -> list[Row]:
    """Rows from labelled fragments; merged cells are served to each row that they cover."""
    rows: list[Row] = []
    area: list[Fragment] = []
    cells: dict[int, list[Fragment]] = {}
    shares_task = False

    def finish() -> None:
        if not cells:
            return
        task, measure, departments = (Cell(tuple(cells.get(c, ()))) for c in (TASK, MEASURE, DEPARTMENTS))
        merged = ("task",) if shares_task else ()
        if shares_task:
            task = share_task(rows, task)
        row = Row(Cell(tuple(area)), task, measure, departments, merged)
        rows.append(serve_merged(row, rows[-1] if rows else None))

    for fragment, label in zip(fragments, labels, strict=True):
        if label.column == SERIAL:
            continue
        if label.begins_row:
            finish()
            cells, shares_task = {}, label.column == MEASURE
        if label.column == AREA:
            if label.begins_cell:
                finish()
                cells, area = {}, []
            area.append(fragment)
            continue
        cells.setdefault(label.column, []).append(fragment)
    finish()
    return rows


def share_task(rows: list[Row], tail: Cell) -> Cell:
    """The task cell that the last row shares with the next one.

    A page break can part its ``tail`` from it, which then is put on in every row that shares it.
    """
    if not tail.fragments:
        return rows[-1].task
    task = Cell(rows[-1].task.fragments + tail.fragments)
    for place in reversed(range(len(rows))):
        rows[place] = replace(rows[place], task=task)
        if "task" not in rows[place].merged:
            break
    return task


def serve_merged(row: Row, above: Row | None) -> Row:
    """The row with the cells that it shares with the row above.

    Where a row's task stands on the line on which the cell above ends, that cell reaches down
    into this row: rows do not overlap on a page, so the cell is merged over both.
    """
    if above is None or row.departments.fragments or not row.task.fragments or "task" in row.merged:
        return row
    first = row.task.fragments[0]
    if first.starts_line or not above.departments.fragments:
        return row
    if above.departments.fragments[-1].line != first.line:
        return row
    if row.measure.fragments:
        return replace(row, departments=above.departments, merged=("departments",))
    return replace(
        row, measure=above.measure, departments=above.departments, merged=("measure", "departments")
    )
