"""The coverage matrix as one SVG: heading, legend, cells with colour and mark, totals along both margins.

It is drawn on the server as text, so that the page, a saved file and a test see the same picture. Colours are
given for light and dark at once (``light-dark()``); a saved picture takes the light ones.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from math import cos, radians, sin
from typing import Any, Final

from pages.charts.drawing import svg
from pages.charts.parts import Heading
from pages.ui.arrange import Column, Matrix
from pages.ui.text import DEPTHS, STATUSES, Language, named
from pages.ui.theme import DARK, FONT, LIGHT

_WIDTH: Final = 1080
_NARROWEST: Final = 560
_AREA_GAP: Final = 4
_BAND: Final = 31
_BAND_LINE: Final = 12.5
_TOTAL: Final = 74
_LABEL: Final = 11.5
# A dot is a line of next to no length with round ends: a third of the text of a circle.
_DOTS: Final = {"absent": 2, "specific": 6}
_LETTERS: Final = dict(zip(DEPTHS, "abngsq", strict=True))


@dataclass(frozen=True)
class Drawing:
    """The picture as SVG, its size in pixels, and where its cells are."""

    svg: str
    width: float
    height: float
    geometry: dict[str, Any]


@dataclass(frozen=True)
class _Plan:
    """Where everything goes."""

    left: float
    top: float
    cell_width: float
    cell_height: float
    xs: tuple[float, ...]
    ys: tuple[float, ...]
    angle: float
    width: float
    height: float
    head: str

    @property
    def right(self) -> float:
        return self.xs[-1] + self.cell_width

    @property
    def bottom(self) -> float:
        return self.ys[-1] + self.cell_height


def draw(matrix: Matrix, heading: Heading, language: Language, alt: str) -> Drawing:
    """Draw a matrix that has at least one row and one column."""
    plan = _plan(matrix, heading, language)
    body = "".join(
        (
            plan.head,
            _bands(matrix, plan),
            _column_labels(matrix, plan),
            _row_labels(matrix, plan),
            _cells(matrix, plan),
            _missing_plans(matrix, plan, language),
            _row_totals(matrix, plan, language),
            _column_totals(matrix, plan, language),
            svg.paragraph(
                heading.source, svg.MARGIN, plan.bottom + 52, 11, plan.width - 2 * svg.MARGIN, kind="q"
            ).svg,
        )
    )
    drawn = (
        '<svg xmlns="http://www.w3.org/2000/svg" data-picture="matrix" role="img" '
        f'aria-label="{escape(alt)}" viewBox="0 0 {plan.width:g} {plan.height:g}" '
        f'font-family="{escape(FONT)}">'
        f"<desc>{escape(alt)}</desc><style>{_style()}</style>{_hatch()}{body}</svg>"
    )
    return Drawing(drawn, plan.width, plan.height, _geometry(matrix, plan))


def _plan(matrix: Matrix, heading: Heading, language: Language) -> _Plan:
    left = round(svg.MARGIN + max(44.0, *(svg.width_of(row.name, 12.5) for row in matrix.rows)) + 10)
    gaps = (len({column.area_id for column in matrix.columns}) - 1) * _AREA_GAP
    cell_width = float(int(max(15, min(36, (_WIDTH - left - gaps - _TOTAL) / len(matrix.columns)))))
    cell_height = 18.0 if len(matrix.rows) > 24 else 22.0 if len(matrix.rows) > 10 else 28.0
    angle = 66.0 if cell_width < 24 else 45.0
    xs = _places(matrix, left, cell_width)
    names = [svg.width_of(_column_label(column), _LABEL) for column in matrix.columns]
    overhang = max(x + cell_width / 2 + wide * cos(radians(angle)) for x, wide in zip(xs, names, strict=True))
    width = round(max(xs[-1] + cell_width + _TOTAL, overhang + 14, _NARROWEST))
    title = svg.headed(heading, width)
    key = svg.legend(_swatches(matrix, language), title.height + 8, width)
    top = title.height + 8 + key.height + 6 + max(names) * sin(radians(angle)) + 14 + _BAND
    ys = tuple(round(top) + cell_height * row for row in range(len(matrix.rows)))
    note = svg.paragraph(heading.source, svg.MARGIN, 0, 11, width - 2 * svg.MARGIN)
    height = round(ys[-1] + cell_height + 58 + note.height)
    return _Plan(left, ys[0], cell_width, cell_height, xs, ys, angle, width, height, title.svg + key.svg)


def _places(matrix: Matrix, left: float, cell_width: float) -> tuple[float, ...]:
    """Where each column starts; key areas stand apart."""
    xs, x, area = [], round(left), matrix.columns[0].area_id
    for column in matrix.columns:
        if column.area_id != area:
            x, area = x + _AREA_GAP, column.area_id
        xs.append(float(x))
        x += int(cell_width)
    return tuple(xs)


def _swatches(matrix: Matrix, language: Language) -> list[svg.Swatch]:
    box, present = "M0 0h14v14h-14z", set(matrix.depths.values())
    found = []
    for depth in reversed(DEPTHS):
        if depth in present:
            shown = depth in matrix.shown
            drawn = _fill(depth, box, shown=shown) + (_marks(depth, [(7, 7)]) if shown else "")
            found.append(svg.Swatch(drawn, named(DEPTHS, depth, language)))
    missing = {row.status for row in matrix.rows}
    return found + [
        svg.Swatch(f'<path class="{status}" d="{box}"/>', named(STATUSES, status, language))
        for status in ("no_plan", "outside")
        if status in missing
    ]


def _bands(matrix: Matrix, plan: _Plan) -> str:
    parts = []
    for area_id in dict.fromkeys(column.area_id for column in matrix.columns):
        xs = [x for x, column in zip(plan.xs, matrix.columns, strict=True) if column.area_id == area_id]
        start, wide = xs[0], xs[-1] + plan.cell_width - xs[0]
        lines = _fitting(area_id, matrix.areas.get(area_id, ""), wide - 4)
        parts.append(
            f'<path class="band" d="M{start:g} {plan.top - _BAND:g}h{wide - 1:g}v{_BAND - 3}h{1 - wide:g}z"/>'
        )
        middle = plan.top - _BAND / 2 + 2.5 - (len(lines) - 1) * _BAND_LINE / 2
        parts += [
            svg.words(line, start + wide / 2, middle + index * _BAND_LINE, 11, weight=600, anchor="middle")
            for index, line in enumerate(lines)
        ]
    return "".join(parts)


def _fitting(area_id: str, name: str, wide: float) -> list[str]:
    """A key area's name as it fits its band: on one line, on two, or cut short."""
    whole = f"{area_id} {name}"
    if svg.width_of(whole, 11, 600) <= wide:
        return [whole]
    for place, letter in enumerate(whole):
        pair = [whole[:place], whole[place + 1 :]]
        if (
            letter == " "
            and place > len(area_id)
            and all(svg.width_of(line, 11, 600) <= wide for line in pair)
        ):
            return pair
    while whole and svg.width_of(f"{whole}…", 11, 600) > wide:
        whole = whole[:-1]
    return [f"{whole.rstrip()}…" if len(whole) > len(area_id) + 4 else area_id]


def _column_labels(matrix: Matrix, plan: _Plan) -> str:
    right, y = plan.cell_width / 2 + 3, plan.top - _BAND - 5
    return "".join(
        f'<text class="i go" data-open="{escape(column.task_id)}" font-size="{_LABEL}" '
        f'transform="translate({x + right:g} {y:g}) rotate(-{plan.angle:g})">'
        f"{escape(_column_label(column))}</text>"
        for x, column in zip(plan.xs, matrix.columns, strict=True)
    )


def _column_label(column: Column) -> str:
    return f"{column.task_id} {column.name}"


def _row_labels(matrix: Matrix, plan: _Plan) -> str:
    return "".join(
        f'<text class="{"i go" if row.status == "plan" else "q go"}" data-open="{escape(row.region_id)}" '
        f'x="{plan.left - 8:g}" y="{y + plan.cell_height / 2 + 4.3:g}" font-size="12.5" text-anchor="end">'
        f"{escape(row.name)}</text>"
        for y, row in zip(plan.ys, matrix.rows, strict=True)
    )


def _cells(matrix: Matrix, plan: _Plan) -> str:
    """One path for all cells of a depth: a few elements are drawn faster than two thousand."""
    wide, high = plan.cell_width - 1, plan.cell_height - 1
    places: dict[tuple[str, bool], list[tuple[float, float]]] = {}
    for y, row in zip(plan.ys, matrix.rows, strict=True):
        for x, column in zip(plan.xs, matrix.columns, strict=True):
            depth = matrix.depths.get((row.region_id, column.task_id))
            if depth:
                places.setdefault((depth, depth in matrix.shown), []).append((x, y))
    parts = []
    for (depth, shown), corners in places.items():
        outline = "".join(f"M{x:g} {y:g}h{wide:g}v{high:g}h-{wide:g}z" for x, y in corners)
        parts.append(_fill(depth, outline, shown=shown))
        if shown:
            parts.append(_marks(depth, [(x + wide / 2, y + high / 2) for x, y in corners]))
    return "".join(parts)


def _fill(depth: str, outline: str, *, shown: bool) -> str:
    return f'<path class="c {_LETTERS[depth]}{"" if shown else " f"}" d="{outline}"/>'


def _marks(depth: str, centres: Iterable[tuple[float, float]]) -> str:
    """The marks of `pages.ui.theme.MARKS` as shapes, which look the same in every font."""
    at = [(f"{x:g}", f"{x - 3:g}", f"{y:g}") for x, y in centres]
    if depth == "none":
        return _mark("nM", "".join(f"M{left} {y}h6" for _, left, y in at))
    if depth == "quantified":
        return _mark("qM", "".join(f"M{x} {y}m0-3.6l3.6 3.6l-3.6 3.6l-3.6-3.6z" for x, _, y in at))
    if depth in _DOTS:
        return _mark(f"{_LETTERS[depth]}M", "".join(f"M{x} {y}h.01" for x, _, y in at))
    ring = "".join(f"M{left} {y}a3 3 0 1 0 6 0a3 3 0 1 0-6 0" for _, left, y in at)
    if depth == "generic":
        half = "".join(f"M{x} {y}m0-3a3 3 0 0 0 0 6z" for x, _, y in at)
        return _mark("gR", ring) + _mark("gM", half)
    return _mark("bM", ring)


def _mark(name: str, outline: str) -> str:
    return f'<path class="{name}" d="{outline}"/>'


def _missing_plans(matrix: Matrix, plan: _Plan, language: Language) -> str:
    parts = []
    for y, row in zip(plan.ys, matrix.rows, strict=True):
        if row.status == "plan":
            continue
        wide, high = plan.right - plan.left - 1, plan.cell_height - 1
        reason = named(STATUSES, row.status, language)
        parts.append(
            f'<path class="{escape(row.status)}" d="M{plan.left:g} {y:g}h{wide:g}v{high:g}h-{wide:g}z"/>'
            + svg.words(reason, plan.left + 8, y + plan.cell_height / 2 + 3.8, 11, kind="q h")
        )
    return "".join(parts)


def _row_totals(matrix: Matrix, plan: _Plan, language: Language) -> str:
    x, most = plan.right + 8, len(matrix.columns)
    parts = [svg.words({"zh": "任务数", "en": "Tasks"}[language], x, plan.bottom + 14, 10.5, kind="q")]
    for y, row in zip(plan.ys, matrix.rows, strict=True):
        middle = y + plan.cell_height / 2
        if row.counted < 0:
            parts.append(svg.words("—", x + 15, middle + 4, 11, kind="q", anchor="end"))
            continue
        parts.append(svg.words(str(row.counted), x + 15, middle + 4, 11.5, anchor="end"))
        parts.append(_bar(x + 20, middle - 4, 34 * row.counted / most, 8))
    return "".join(parts)


def _column_totals(matrix: Matrix, plan: _Plan, language: Language) -> str:
    top, most = plan.bottom + 4, max(len(matrix.planned), 1)
    name = {"zh": "地区数", "en": "Regions"}[language]
    parts = [svg.words(name, plan.left - 8, top + 10, 10.5, kind="q", anchor="end")]
    wide = min(plan.cell_width - 5, 18)
    for x, column in zip(plan.xs, matrix.columns, strict=True):
        middle = x + (plan.cell_width - 1) / 2
        parts.append(svg.words(str(column.counted), middle, top + 10, 10, anchor="middle"))
        parts.append(_bar(middle - wide / 2, top + 14, wide, 22 * column.counted / most))
    return "".join(parts)


def _bar(x: float, y: float, wide: float, high: float) -> str:
    return f'<path class="t" d="M{x:g} {y:g}h{wide:.4g}v{high:.4g}h-{wide:.4g}z"/>'


def _geometry(matrix: Matrix, plan: _Plan) -> dict[str, Any]:
    """What a click, a key and a hint need: places, names and depths, as short as can be."""
    return {
        "x": plan.xs,
        "y": plan.ys,
        "w": plan.cell_width,
        "h": plan.cell_height,
        "rows": [[row.region_id, row.full_name, row.status] for row in matrix.rows],
        "columns": [[column.task_id, column.full_name] for column in matrix.columns],
        "depths": [
            "".join(
                _LETTERS.get(matrix.depths.get((row.region_id, column.task_id), ""), " ")
                for column in matrix.columns
            )
            for row in matrix.rows
        ],
        "doubtful": [
            [
                place
                for place, column in enumerate(matrix.columns)
                if (row.region_id, column.task_id) in matrix.doubtful
            ]
            for row in matrix.rows
        ],
        "letters": {letter: depth for depth, letter in _LETTERS.items()},
    }


def _style() -> str:
    """The rules of the drawing; they travel with it into a saved file."""
    ink, quiet = svg.both(LIGHT.ink, DARK.ink), svg.both(LIGHT.quiet, DARK.quiet)
    rule, paper = svg.both(LIGHT.rule, DARK.rule), svg.both(LIGHT.paper, DARK.paper)
    rules = [
        f".i{{fill:{ink}}}.q{{fill:{quiet}}}.band{{fill:{svg.both(LIGHT.outside, DARK.outside)}}}",
        f".h{{paint-order:stroke;stroke:{paper};stroke-width:3px}}",
        f".t{{fill:{svg.both('#8fa3b5', '#5d7082')}}}.f{{opacity:.16}}",
        f".no_plan{{fill:url(#hatch)}}.outside{{fill:{svg.both(LIGHT.outside, DARK.outside)}}}",
        f"#hatch path{{stroke:{rule};stroke-width:1.5}}",
    ]
    for depth, letter in _LETTERS.items():
        fill = svg.both(LIGHT.depth_fills[depth], DARK.depth_fills[depth])
        mark = svg.both(LIGHT.depth_inks[depth], DARK.depth_inks[depth])
        edge = f";stroke:{rule};stroke-width:1" if depth == "blank" else ""
        line = f"fill:none;stroke:{mark};stroke-width:{_DOTS.get(depth, 1.1)}"
        drawn = f"{line};stroke-linecap:round" if depth in _DOTS else line
        filled = depth in ("generic", "quantified")
        rules.append(f".c.{letter}{{fill:{fill}{edge}}}.{letter}M{{{f'fill:{mark}' if filled else drawn}}}")
        if depth == "generic":
            rules.append(f".gR{{{line}}}")
    return "".join(rules)


def _hatch() -> str:
    return (
        '<defs><pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" '
        'patternTransform="rotate(45)"><path d="M0 0v6"/></pattern></defs>'
    )
