"""The grid of the departments page: rows and columns with a number or a sign where they meet.

What does not fit the width is parted into blocks of columns, one under the other; nothing is left out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from math import ceil, cos, log2, radians, sin
from typing import Final

from pages.charts.drawing import svg
from pages.charts.drawing.steps import LIGHT_STEPS, Cell, step_rules
from pages.charts.parts import Heading
from pages.charts.picture import Picture
from pages.ui.text import Language, joined
from pipeline.schema.chart import Chart

WIDTHS: Final = (1080, 470)
_ROW: Final = 22
_LABEL: Final = 12.5
_HEAD: Final = 11.5
_SMALL: Final = 9.5
"""The size of what is written in cells that are too narrow for more."""
_NARROWEST: Final = 13.5
_WIDEST: Final = 158.0
_BAND: Final = 19
_GAP: Final = 4
_ANGLE: Final = 64.0
_LINE: Final = 1.12
"""How high a line of names is, for a size of 1."""


@dataclass(frozen=True)
class Line:
    """A row or a column: its key, its name, what is written as its total, what a click on it opens."""

    key: str
    name: str
    total: str = ""
    code: str = ""
    group: str = ""
    whole_name: str = ""


@dataclass(frozen=True)
class Heat:
    """A grid; ``key`` is its legend: class of colour, sign, name. ``total`` stands over the totals."""

    rows: tuple[Line, ...]
    columns: tuple[Line, ...]
    cells: Mapping[tuple[str, str], Cell]
    key: tuple[tuple[int, str, str], ...]
    total: str = ""
    groups: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Place:
    left: float
    wide: float
    turned: bool
    width: float


def step_of(value: int, highest: int) -> int:
    """The class of a count: one for each of the first six numbers, or one for each power of two."""
    return min(value - 1 if highest <= len(LIGHT_STEPS) else int(log2(value)), len(LIGHT_STEPS) - 1)


def steps_key(highest: int) -> tuple[tuple[int, str, str], ...]:
    """The classes of colour that counts up to ``highest`` need, with what each of them means."""
    if highest <= len(LIGHT_STEPS):
        return tuple((number - 1, "", str(number)) for number in range(1, highest + 1))
    found = []
    for step in range(step_of(highest, highest) + 1):
        last = step == len(LIGHT_STEPS) - 1 or 2 ** (step + 1) > highest
        end = highest if last else 2 ** (step + 1) - 1
        found.append((step, "", f"{2**step}–{end}" if end > 2**step else str(end)))
    return tuple(found)


def heat_picture(
    heat: Heat,
    heading: Heading,
    language: Language,
    *,
    alt: str,
    file_name: str,
    widths: Sequence[int] = WIDTHS,
    exhibit: Callable[[], Chart] | None = None,
) -> Picture:
    """Draw a grid that has at least one row and one column."""
    layouts = tuple(_layout(heat, heading, language, alt, width) for width in widths)
    return Picture(layouts, alt, file_name, exhibit)


def _layout(heat: Heat, heading: Heading, language: Language, alt: str, width: int) -> svg.Layout:
    head = svg.headed(heading, width)
    swatches = [svg.Swatch(_swatch(step, sign), name) for step, sign, name in heat.key]
    key = svg.legend(swatches, head.height + 8, width)
    totals = max((svg.width_of(line.total, _LABEL, 650) for line in heat.rows), default=0.0)
    totals = max(totals, svg.width_of(heat.total, _HEAD)) + 12 if heat.total else 0.0
    left = round(min(max(svg.width_of(line.name, _LABEL) for line in heat.rows), width * 0.4) + totals + 14)
    blocks, place = blocks_of(heat, left, width)
    y = head.height + key.height + 14
    parts = [_style(), head.svg, key.svg]
    for block in blocks:
        drawn, y = _block(heat, block, place, y)
        parts.append(drawn)
        y += 20
    return svg.sealed(parts, heading=heading, alt=alt, width=width, height=y - 8, name="departments-grid")


def blocks_of(heat: Heat, left: float, width: int) -> tuple[list[list[Line]], Place]:
    """The columns in blocks that fit, groups kept whole where they can be; and how wide a cell is."""
    room = width - left - svg.MARGIN
    longest = max(svg.width_of(column.name, _HEAD) for column in heat.columns)
    text = max((svg.width_of(cell.written, _SMALL) for cell in heat.cells.values()), default=0.0)
    whole = min(_WIDEST, (room - _gaps(heat.columns)) / len(heat.columns))
    turned = any(not _fits(column.name, whole - 4) for column in heat.columns)
    if not turned:
        return [list(heat.columns)], Place(left, whole, False, width)
    # How far the last name leans out beyond its column.
    room -= longest * cos(radians(_ANGLE)) + 6
    most = max(int((room - _gaps(heat.columns)) / max(_NARROWEST, text + 2.5)), 1)
    blocks: list[list[Line]] = [[]]
    for group in _grouped(heat.columns):
        # Blocks of one group are as long as each other, so that their cells can be as wide as there is room.
        size = ceil(len(group) / ceil(len(group) / most))
        for start in range(0, len(group), size):
            piece = group[start : start + size]
            if blocks[-1] and len(blocks[-1]) + len(piece) > most:
                blocks.append([])
            blocks[-1] += piece
    wide = min((room - _gaps(block)) / len(block) for block in blocks)
    return blocks, Place(left, min(wide, 40.0), True, width)


def _fits(name: str, room: float) -> bool:
    """Whether a name can stand over a column in two lines, neither of them a torn-off sign or two."""
    lines = svg.wrapped(name, _HEAD, room)
    torn = len(lines) > 1 and min(map(len, lines)) < 3
    return len(lines) <= 2 and not torn and all(svg.width_of(line, _HEAD) <= room for line in lines)


def _grouped(columns: Sequence[Line]) -> list[list[Line]]:
    groups: list[list[Line]] = []
    for column in columns:
        if not groups or groups[-1][-1].group != column.group:
            groups.append([])
        groups[-1].append(column)
    return groups


def _gaps(columns: Sequence[Line]) -> float:
    return _GAP * (len(_grouped(columns)) - 1)


def _block(heat: Heat, columns: Sequence[Line], place: Place, y: float) -> tuple[str, float]:
    xs, x = [], place.left
    for group in _grouped(columns):
        for _ in group:
            xs.append(x)
            x += place.wide
        x += _GAP
    names, high = _column_names(columns, xs, place)
    band = _BAND if heat.groups else 0
    top = y + high + band + 4
    parts = [f'<g transform="translate(0 {y + high:g})">{names}</g>']
    if heat.groups:
        parts += _bands(heat, columns, xs, place, y + high + 3)
    if heat.total:
        parts.append(svg.words(heat.total, place.left - 8, top - 6, _HEAD, kind="q", anchor="end"))
    for at, row in enumerate(heat.rows):
        parts.append(_row(heat, row, columns, xs, place, top + _ROW * at))
    return "".join(parts), top + _ROW * len(heat.rows)


def _column_names(columns: Sequence[Line], xs: Sequence[float], place: Place) -> tuple[str, float]:
    """The names over the columns, their feet at 0, and how high they are; they lean where they don't fit."""
    drawn, high = [], 0.0
    for column, x in zip(columns, xs, strict=True):
        if place.turned:
            foot = f"translate({x + place.wide / 2 + 3:.6g} -3) rotate({-_ANGLE:g})"
            # Where columns are narrow, names as large as elsewhere would touch.
            size = min(_HEAD, place.wide * sin(radians(_ANGLE)) / _LINE)
            name = f'<g transform="{foot}">{svg.words(column.name, 0, 0, size, kind="i lift")}</g>'
            high = max(high, svg.width_of(column.name, _HEAD) * sin(radians(_ANGLE)) + 14)
        else:
            lines = svg.wrapped(column.name, _HEAD, place.wide - 4)
            name = "".join(
                svg.words(
                    line,
                    x + place.wide / 2,
                    -4 - 15 * (len(lines) - 1 - at),
                    _HEAD,
                    kind="i lift",
                    anchor="middle",
                )
                for at, line in enumerate(lines)
            )
            high = max(high, 15.0 * len(lines) + 4)
        told = column.whole_name or column.name
        drawn.append(svg.part(name, code=column.code, hint=(told,), said=told) if column.code else name)
    return "".join(drawn), high


def _bands(heat: Heat, columns: Sequence[Line], xs: Sequence[float], place: Place, y: float) -> list[str]:
    """A strip for each group of columns, with its name or, where that does not fit, with its key."""
    drawn, at = [], 0
    for group in _grouped(columns):
        x, wide = xs[at], place.wide * len(group)
        at += len(group)
        name = f"{group[0].group} {heat.groups[group[0].group]}"
        shown = name if svg.width_of(name, 11) <= wide - 6 else group[0].group
        drawn.append(
            f'<rect class="band" x="{x:.6g}" y="{y:g}" width="{wide - 1:.6g}" height="{_BAND - 4}" rx="2"/>'
        )
        drawn.append(svg.words(shown, x + wide / 2, y + 11.5, 11, kind="q", anchor="middle"))
    return drawn


def _row(heat: Heat, row: Line, columns: Sequence[Line], xs: Sequence[float], place: Place, y: float) -> str:
    totals = svg.width_of(row.total, _LABEL, 650) + 10 if heat.total else 0.0
    middle = y + _ROW / 2 + 4.3
    room = place.left - totals - 10
    label = svg.words(svg.cut(row.name, _LABEL, room - svg.MARGIN), svg.MARGIN, middle, _LABEL, kind="i lift")
    if row.total:
        label += svg.words(row.total, place.left - 8, middle, _LABEL, anchor="end", weight=650)
    hint = tuple(filter(None, (row.whole_name or row.name, f"{heat.total} {row.total}" if row.total else "")))
    hit = svg.row(y, _ROW, place.left)
    label = svg.part(hit + label, code=row.code, hint=hint, said=joined(hint)) if row.code else label
    end = xs[-1] + place.wide
    rule = f'<path class="rule" d="M{svg.MARGIN} {y + _ROW - 0.5:g}H{end:.6g}"/>'
    cells = (
        _cell(cell, x, y, place.wide)
        for column, x in zip(columns, xs, strict=True)
        if (cell := heat.cells.get((row.key, column.key)))
    )
    return rule + label + "".join(cells)


def _cell(cell: Cell, x: float, y: float, wide: float) -> str:
    kind, ink = (f"s{cell.step} edge", f"t{cell.step}") if cell.step >= 0 else ("hit", "q")
    size = 11.5 if wide >= 18 else _SMALL
    size = min(size, size * (wide - 2) / max(svg.width_of(cell.written, size), 1))
    box = (
        f'<rect class="{kind}" x="{x + 0.5:.6g}" y="{y + 0.5:g}" width="{wide - 1:.5g}" '
        f'height="{_ROW - 2}" rx="2"/>'
    )
    text = svg.words(
        cell.written, x + wide / 2, y + _ROW / 2 + size * 0.36, round(size, 1), kind=ink, anchor="middle"
    )
    return (
        svg.part(box + text, code=cell.code, hint=cell.hint, said=joined(cell.hint))
        if cell.hint
        else box + text
    )


def _swatch(step: int, sign: str) -> str:
    text = svg.words(sign, 7, 11, 10, kind=f"t{step}", anchor="middle") if sign else ""
    return f'<rect class="s{step}" x=".5" y=".5" width="13" height="13" rx="2"/>{text}'


def _style() -> str:
    band, edge = svg.both("#e9edf1", "#26313c"), svg.both("#ffffff00", "#00000000")
    return f"<style>.band{{fill:{band}}}.edge{{stroke:{edge}}}{step_rules()}</style>"
