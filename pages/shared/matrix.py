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

from pages.shared.arrange import Column, Matrix
from pages.shared.figures import Heading, text_width
from pages.shared.text import DEPTHS, STATUSES, Language, named
from pages.shared.theme import DARK, FONT, LIGHT

_WIDTH: Final = 1080
_MARGIN: Final = 6
_AREA_GAP: Final = 4
_BAND: Final = 20
_TOTAL: Final = 74
_FOOT: Final = 70
_LABEL: Final = 11.5
_LEGEND: Final = 12.5
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
            _heading(heading, plan),
            _legend(matrix, language),
            _bands(matrix, plan),
            _column_labels(matrix, plan),
            _row_labels(matrix, plan),
            _cells(matrix, plan),
            _missing_plans(matrix, plan, language),
            _row_totals(matrix, plan, language),
            _column_totals(matrix, plan, language),
        )
    )
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" data-picture="matrix" role="img" aria-label="{escape(alt)}" '
        f'viewBox="0 0 {plan.width:g} {plan.height:g}" font-family="{escape(FONT)}">'
        f"<desc>{escape(alt)}</desc><style>{_style()}</style>{_hatch()}{body}</svg>"
    )
    return Drawing(svg, plan.width, plan.height, _geometry(matrix, plan))


def _plan(matrix: Matrix, heading: Heading, language: Language) -> _Plan:
    columns, rows = len(matrix.columns), len(matrix.rows)
    left = _MARGIN + max(44.0, *(text_width(row.name, 12.5) for row in matrix.rows)) + 10
    gaps = (len({column.area_id for column in matrix.columns}) - 1) * _AREA_GAP
    cell_width = float(int(max(15, min(44, (_WIDTH - left - gaps - _TOTAL) / columns))))
    cell_height = 18.0 if rows > 24 else 22.0 if rows > 10 else 28.0
    angle = 66.0 if cell_width < 24 else 45.0
    longest = max(text_width(_column_label(column), _LABEL) for column in matrix.columns)
    top = 86 + longest * sin(radians(angle)) + 14 + _BAND
    xs, x, area = [], left, matrix.columns[0].area_id
    for column in matrix.columns:
        if column.area_id != area:
            x, area = x + _AREA_GAP, column.area_id
        xs.append(x)
        x += cell_width
    ys = tuple(top + cell_height * row for row in range(rows))
    overhang = max(
        at + cell_width / 2 + text_width(_column_label(column), _LABEL) * cos(radians(angle)) + 12
        for at, column in zip(xs, matrix.columns, strict=True)
    )
    needed = (text_width(heading.title, 18), text_width(heading.subtitle, 13), text_width(heading.source, 11))
    width = max(x + _TOTAL, overhang, _legend_width(matrix, language), max(needed) + 2 * _MARGIN)
    return _Plan(left, top, cell_width, cell_height, tuple(xs), ys, angle, round(width), round(ys[-1] + cell_height + _FOOT))


def _heading(heading: Heading, plan: _Plan) -> str:
    return (
        f'<text class="i" x="{_MARGIN}" y="24" font-size="18" font-weight="650">{escape(heading.title)}</text>'
        f'<text class="q" x="{_MARGIN}" y="45" font-size="13">{escape(heading.subtitle)}</text>'
        f'<text class="q" x="{_MARGIN}" y="{plan.height - 8:g}" font-size="11">{escape(heading.source)}</text>'
    )


def _legend_entries(matrix: Matrix, language: Language) -> list[tuple[str, str]]:
    present = set(matrix.depths.values())
    entries = [(depth, named(DEPTHS, depth, language)) for depth in reversed(DEPTHS) if depth in present]
    missing = {row.status for row in matrix.rows} - {"plan"}
    return entries + [(status, named(STATUSES, status, language)) for status in ("no_plan", "outside") if status in missing]


def _legend_width(matrix: Matrix, language: Language) -> float:
    return _MARGIN * 2 + sum(46 + text_width(name, _LEGEND) for _, name in _legend_entries(matrix, language))


def _legend(matrix: Matrix, language: Language) -> str:
    parts, x = [], float(_MARGIN)
    for code, name in _legend_entries(matrix, language):
        box = f"M{x:g} 58h16v16h-16z"
        if code in DEPTHS:
            faded = "" if code in matrix.shown else " f"
            parts.append(f'<path class="c {_LETTERS[code]}{faded}" d="{box}"/>')
            parts.append("" if faded else _marks(code, [(x + 8, 66)]))
        else:
            parts.append(f'<path class="{code}" d="{box}"/>')
        parts.append(f'<text class="i" x="{x + 22:g}" y="70.5" font-size="{_LEGEND}">{escape(name)}</text>')
        x += 46 + text_width(name, _LEGEND)
    return "".join(parts)


def _bands(matrix: Matrix, plan: _Plan) -> str:
    parts = []
    for area_id in dict.fromkeys(column.area_id for column in matrix.columns):
        xs = [x for x, column in zip(plan.xs, matrix.columns, strict=True) if column.area_id == area_id]
        start, wide = xs[0], xs[-1] + plan.cell_width - xs[0]
        words = _fitting(area_id, matrix.areas.get(area_id, ""), wide - 4)
        parts.append(
            f'<path class="band" d="M{start:g} {plan.top - _BAND:g}h{wide - 1:g}v{_BAND - 3}h{1 - wide:g}z"/>'
            f'<text class="i" x="{start + wide / 2:g}" y="{plan.top - 7.5:g}" font-size="11" font-weight="600" '
            f'text-anchor="middle">{escape(words)}</text>'
        )
    return "".join(parts)


def _fitting(area_id: str, name: str, wide: float) -> str:
    whole = f"{area_id} {name}"
    return whole if text_width(whole, 11) <= wide else area_id


def _column_labels(matrix: Matrix, plan: _Plan) -> str:
    return "".join(
        f'<text class="i go" data-open="{escape(column.task_id)}" font-size="{_LABEL}" '
        f'transform="translate({x + plan.cell_width / 2 + 3:g} {plan.top - _BAND - 5:g}) rotate(-{plan.angle:g})">'
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
        parts.append(f'<path class="c {_LETTERS[depth]}{"" if shown else " f"}" d="{outline}"/>')
        if shown:
            parts.append(_marks(depth, [(x + wide / 2, y + high / 2) for x, y in corners]))
    return "".join(parts)


def _marks(depth: str, centres: Iterable[tuple[float, float]]) -> str:
    """The marks of `pages.shared.theme.MARKS` as shapes, which look the same in every font."""
    at = [(f"{x - 3:g}", f"{x:g}", f"{y:g}", f"{y - 3.6:g}", f"{x - 1:g}") for x, y in centres]
    if depth == "absent":
        return _mark("aM", "".join(f"M{x1} {y}a1 1 0 1 0 2 0a1 1 0 1 0-2 0" for _, _, y, _, x1 in at))
    if depth == "none":
        return _mark("nM", "".join(f"M{x3} {y}h6" for x3, _, y, _, _ in at))
    if depth == "quantified":
        return _mark("qM", "".join(f"M{x} {up}l3.6 3.6l-3.6 3.6l-3.6-3.6z" for _, x, _, up, _ in at))
    ring = "".join(f"M{x3} {y}a3 3 0 1 0 6 0a3 3 0 1 0-6 0" for x3, _, y, _, _ in at)
    if depth == "generic":
        half = "".join(f"M{x} {y}m0-3a3 3 0 0 0 0 6z" for _, x, y, _, _ in at)
        return _mark("gR", ring) + _mark("gM", half)
    return _mark("bM" if depth == "blank" else "sM", ring)


def _mark(name: str, outline: str) -> str:
    return f'<path class="{name}" d="{outline}"/>'


def _missing_plans(matrix: Matrix, plan: _Plan, language: Language) -> str:
    parts = []
    for y, row in zip(plan.ys, matrix.rows, strict=True):
        if row.status == "plan":
            continue
        wide, high = plan.right - plan.left - 1, plan.cell_height - 1
        words = named(STATUSES, row.status, language)
        parts.append(
            f'<path class="{escape(row.status)}" d="M{plan.left:g} {y:g}h{wide:g}v{high:g}h-{wide:g}z"/>'
            f'<text class="q h" x="{plan.left + 8:g}" y="{y + plan.cell_height / 2 + 3.8:g}" font-size="11">'
            f"{escape(words)}</text>"
        )
    return "".join(parts)


def _row_totals(matrix: Matrix, plan: _Plan, language: Language) -> str:
    x, most = plan.right + 8, len(matrix.columns)
    words = {"zh": "任务数", "en": "Tasks"}[language]
    parts = [f'<text class="q" x="{x:g}" y="{plan.bottom + 14:g}" font-size="10.5">{words}</text>']
    for y, row in zip(plan.ys, matrix.rows, strict=True):
        middle = y + plan.cell_height / 2
        if row.counted < 0:
            parts.append(f'<text class="q" x="{x + 15:g}" y="{middle + 4:g}" font-size="11" text-anchor="end">—</text>')
            continue
        long = 34 * row.counted / most
        parts.append(
            f'<text class="i" x="{x + 15:g}" y="{middle + 4:g}" font-size="11.5" text-anchor="end">{row.counted}</text>'
            f'<path class="t" d="M{x + 20:g} {middle - 4:g}h{long:.4g}v8h-{long:.4g}z"/>'
        )
    return "".join(parts)


def _column_totals(matrix: Matrix, plan: _Plan, language: Language) -> str:
    most = max(len(matrix.planned), 1)
    words = {"zh": "地区数", "en": "Regions"}[language]
    top = plan.bottom + 4
    parts = [
        f'<text class="q" x="{plan.left - 8:g}" y="{top + 10:g}" font-size="10.5" text-anchor="end">{words}</text>'
    ]
    for x, column in zip(plan.xs, matrix.columns, strict=True):
        high = 22 * column.counted / most
        wide = min(plan.cell_width - 5, 18)
        middle = x + (plan.cell_width - 1) / 2
        parts.append(
            f'<text class="i" x="{middle:g}" y="{top + 10:g}" font-size="10" text-anchor="middle">{column.counted}</text>'
            f'<path class="t" d="M{middle - wide / 2:g} {top + 14:g}h{wide:g}v{high:.4g}h-{wide:g}z"/>'
        )
    return "".join(parts)


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
            "".join(_LETTERS.get(matrix.depths.get((row.region_id, column.task_id), ""), " ") for column in matrix.columns)
            for row in matrix.rows
        ],
        "letters": {letter: depth for depth, letter in _LETTERS.items()},
    }


def _both(light: str, dark: str) -> str:
    return f"light-dark({light}, {dark})"


def _style() -> str:
    """The rules of the drawing; they travel with it into a saved file."""
    ink, quiet = _both(LIGHT.ink, DARK.ink), _both(LIGHT.quiet, DARK.quiet)
    rule, paper = _both(LIGHT.rule, DARK.rule), _both(LIGHT.paper, DARK.paper)
    rules = [
        f".i{{fill:{ink}}}.q{{fill:{quiet}}}.band{{fill:{_both(LIGHT.outside, DARK.outside)}}}",
        f".h{{paint-order:stroke;stroke:{paper};stroke-width:3px}}",
        f".t{{fill:{_both('#8fa3b5', '#5d7082')}}}.f{{opacity:.16}}",
        f".no_plan{{fill:url(#hatch)}}.outside{{fill:{_both(LIGHT.outside, DARK.outside)}}}",
        f"#hatch path{{stroke:{rule};stroke-width:1.5}}",
    ]
    for depth, letter in _LETTERS.items():
        fill = _both(LIGHT.depth_fills[depth], DARK.depth_fills[depth])
        mark = _both(LIGHT.depth_inks[depth], DARK.depth_inks[depth])
        edge = f";stroke:{rule};stroke-width:1" if depth == "blank" else ""
        line = f"fill:none;stroke:{mark};stroke-width:1.1"
        rules.append(f".c.{letter}{{fill:{fill}{edge}}}.{letter}M{{{line if depth in ('blank', 'none') else f'fill:{mark}'}}}")
        if depth == "generic":
            rules.append(f".gR{{{line}}}")
    return "".join(rules)


def _hatch() -> str:
    return (
        '<defs><pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        '<path d="M0 0v6"/></pattern></defs>'
    )
