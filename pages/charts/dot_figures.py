"""Pictures of bars, and of grids of squares."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from pages.charts.drawing import svg
from pages.charts.drawing.steps import LIGHT_STEPS, Cell, step_rules
from pages.charts.parts import Heading
from pages.charts.picture import Picture
from pages.ui.text import Language, joined
from pipeline.schema.chart import Chart

_ROW: Final = 26
_SIZE: Final = 13.0
_GRID_ROW: Final = 24
_WIDEST: Final = 120.0
_STACKED: Final = 4
_NAMES: Final = 0.68
"""How much of the width the names of bars may take."""


@dataclass(frozen=True)
class Bar:
    """A value from 0 on; without one, ``note`` says why."""

    name: str
    value: float | None
    written: str
    code: str
    hint: tuple[str, ...]
    note: str = ""


@dataclass(frozen=True)
class Grid:
    """Rows and columns by key with their names, the cells that are not empty, notes in place of a row.

    ``counts`` stand between the name of a row and its cells; ``opens`` is what a click on the name of a row
    opens, by its key.
    """

    rows: tuple[tuple[str, str], ...]
    columns: tuple[tuple[str, str], ...]
    cells: Mapping[tuple[str, str], Cell]
    notes: Mapping[str, str] = field(default_factory=dict)
    counts: Mapping[str, str] = field(default_factory=dict)
    opens: Mapping[str, str] = field(default_factory=dict)


def bar_picture(
    bars: Sequence[Bar],
    heading: Heading,
    *,
    alt: str,
    file_name: str,
    widths: Sequence[int] = (900, 440),
    exhibit: Callable[[], Chart] | None = None,
) -> Picture:
    """Bars one under the other, with their values behind them."""
    layouts = tuple(bar_layout(bars, heading, alt, width) for width in widths)
    return Picture(layouts, alt, file_name, exhibit)


def bar_layout(bars: Sequence[Bar], heading: Heading, alt: str, width: int) -> svg.Layout:
    """`bar_picture` for one width."""
    head = svg.headed(heading, width)
    left = min(max(svg.width_of(bar.name, _SIZE) for bar in bars), width * _NAMES) + svg.MARGIN + 12
    behind = max(svg.width_of(bar.written, 12.5) for bar in bars) + 12
    longest = max((bar.value or 0.0 for bar in bars), default=0.0) or 1.0
    scale = max(width - left - behind - svg.MARGIN, 40.0) / longest
    y, parts = head.height + 12, [head.svg]
    for bar in bars:
        long = (bar.value or 0.0) * scale
        drawn = [
            svg.row(y, _ROW, width),
            svg.words(
                svg.cut(bar.name, _SIZE, left - svg.MARGIN - 10), svg.MARGIN, y + 17, _SIZE, kind="i lift"
            ),
        ]
        if bar.value is None:
            drawn.append(svg.words(bar.note, left, y + 17, 12, kind="q"))
        else:
            if long:
                drawn.append(f'<path class="ds" d="M{left:g} {y + 4:g}h{long:.5g}v{_ROW - 8}h{-long:.5g}z"/>')
            drawn.append(svg.words(bar.written, left + long + 6, y + 17, 12.5))
        parts.append(svg.part("".join(drawn), code=bar.code, hint=bar.hint, said=joined(bar.hint)))
        y += _ROW
    return svg.sealed(parts, heading=heading, alt=alt, width=width, height=y + 10, name="bars")


def grid_layout(grid: Grid, heading: Heading, key: str, alt: str, width: int) -> svg.Layout:
    """Squares with a number each; ``key`` is SVG of the legend, drawn 22 pixels high at the origin."""
    head = svg.headed(heading, width)
    counted = max((svg.width_of(text, 12.5, 650) for text in grid.counts.values()), default=-10.0) + 10
    left = (
        min(max(svg.width_of(name, 12.5) for _, name in grid.rows), width * 0.36) + svg.MARGIN + counted + 10
    )
    wide = min((width - left - svg.MARGIN) / len(grid.columns), _WIDEST)
    labels, up = _column_labels([name for _, name in grid.columns], wide)
    top = head.height + (34 if key else 6) + up
    key = f'<g transform="translate({svg.MARGIN} {head.height + 8:g})">{key}</g>'
    parts = [f"<style>{step_rules()}</style>", head.svg, key]
    parts += [
        f'<g transform="translate({left + wide * (at + 0.5):.6g} {top - 7:g})">{label}</g>'
        for at, label in enumerate(labels)
    ]
    for at, (code, name) in enumerate(grid.rows):
        parts.append(_grid_row(grid, code, name, (left, top + _GRID_ROW * at, wide, left - counted - 8)))
    bottom = top + _GRID_ROW * len(grid.rows) + 10
    return svg.sealed(parts, heading=heading, alt=alt, width=width, height=bottom, name="grid")


def _column_labels(names: Sequence[str], wide: float) -> tuple[list[str], float]:
    """The names over the columns, their feet at the origin, and how high they are.

    They lie where they fit, else stand: Chinese upright, sign under sign, everything else turned.
    """
    if all(svg.width_of(name, 12) <= wide - 4 for name in names):
        return [svg.words(name, 0, 0, 12, anchor="middle") for name in names], 18.0
    if all(len(name) <= _STACKED and name == "".join(filter(_is_chinese, name)) for name in names):
        stacked = [
            "".join(
                svg.words(sign, 0, 13.0 * (at + 1 - len(name)), 12, anchor="middle")
                for at, sign in enumerate(name)
            )
            for name in names
        ]
        return stacked, 13.0 * max(map(len, names)) + 8
    high = min(max(svg.width_of(name, 12) for name in names), 150.0)
    turned = [
        f'<g transform="translate(4 0) rotate(-90)">{svg.words(svg.cut(name, 12, high), 0, 0, 12)}</g>'
        for name in names
    ]
    return turned, high + 12


def _is_chinese(sign: str) -> bool:
    return "\u4e00" <= sign <= "\u9fff"


def _grid_row(grid: Grid, code: str, name: str, place: tuple[float, float, float, float]) -> str:
    left, y, wide, end = place
    middle = y + _GRID_ROW / 2
    label = svg.words(
        svg.cut(name, 12.5, end - svg.MARGIN), end, middle + 4.3, 12.5, anchor="end", kind="i lift"
    )
    if code in grid.counts:
        label += svg.words(grid.counts[code], left - 8, middle + 4.3, 12.5, anchor="end", weight=650)
    if opens := grid.opens.get(code, ""):
        label = svg.part(label, code=opens, hint=(name,), said=name)
    if note := grid.notes.get(code):
        return label + svg.words(note, left + 4, middle + 4, 11.5, kind="q")
    rule = f'<path class="rule" d="M{left:g} {y + _GRID_ROW - 0.5:g}h{wide * len(grid.columns):g}"/>'
    squares = (
        _square(cell, left + wide * at, y, wide)
        for at, (column, _) in enumerate(grid.columns)
        if (cell := grid.cells.get((code, column)))
    )
    return label + rule + "".join(squares)


def _square(cell: Cell, x: float, y: float, wide: float) -> str:
    kind = f"s{cell.step}" if cell.step >= 0 else "hit"
    drawn = (
        f'<rect class="{kind} edge" x="{x + 0.5:.6g}" y="{y:g}" width="{wide - 1:.5g}" '
        f'height="{_GRID_ROW - 1:g}" rx="2"/>'
    )
    ink = f"t{cell.step}" if cell.step >= 0 else "q"
    written = svg.words(cell.written, x + wide / 2, y + _GRID_ROW / 2 + 3.8, 11.5, kind=ink, anchor="middle")
    return svg.part(drawn + written, code=cell.code, hint=cell.hint, said=joined(cell.hint))


def steps_key(low: str, high: str, language: Language) -> str:
    """The six classes of colour from the lowest to the highest, as a legend."""
    start = svg.width_of(low, 12) + 8
    squares = "".join(
        f'<rect class="s{step}" x="{start + 20 * step:g}" y="0" width="19" height="13" rx="2"/>'
        for step in range(len(LIGHT_STEPS))
    )
    return (
        svg.words(low, 0, 11, 12, kind="q") + squares + svg.words(high, start + 20 * 6 + 8, 11, 12, kind="q")
    )
