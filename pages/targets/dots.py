"""An indicator as a dot plot: every region's targets on one axis, the median, and who has none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from pages.charts.drawing import svg
from pages.charts.picture import Picture
from pages.targets.axis import Axis, axis_of
from pages.targets.data import Entry
from pages.targets.exhibits import dots_exhibit
from pages.targets.marks import ARROW, Spot, style, swatches, target_mark
from pages.targets.plots import Dots
from pages.ui.target_values import axis_text
from pages.ui.text import Language, joined

_ROW: Final = 25
_NAME: Final = 13
_SMALL: Final = 12
_GAP: Final = 14
_WIDTHS: Final = (980, 640, 400)
_WHAT: Final = 270
_WIDE: Final = 800
"""From this width on there is room for what is counted."""


@dataclass(frozen=True)
class _Columns:
    """Where the columns start or end, in pixels."""

    value_end: float
    left: float
    right: float
    what: float | None


def dot_plot(dots: Dots, language: Language) -> Picture:
    """The picture; a click on a row opens its target."""
    layouts = tuple(_layout(dots, language, width) for width in _WIDTHS)
    return Picture(layouts, dots.alt, dots.file_name, partial(dots_exhibit, dots, language))


def _layout(dots: Dots, language: Language, width: int) -> svg.Layout:
    head = svg.headed(dots.heading, width)
    entries = dots.entries
    key = svg.legend(_swatches(dots, language), head.height + 8, width)
    columns = _columns(entries, width)
    axis = axis_of(
        [value for entry in entries for value in (entry.low, entry.high)],
        columns.left,
        columns.right,
        most_ticks=max(3, int((columns.right - columns.left) / 70)),
    )
    top = head.height + key.height + 44
    bottom = top + _ROW * len(entries)
    rows, before = [], ""
    for number, entry in enumerate(entries):
        first = entry.region_id != before
        rows.append(_row(entry, first, top + number * _ROW, columns, axis, width))
        before = entry.region_id
    notes = _notes(dots.others, bottom + 34, width)
    frame = _frame(axis, top, bottom, entries[0].unit, language)
    blocks = [style(), head.svg, key.svg, frame, _median(dots, axis, top, bottom), *rows, notes.svg]
    height = bottom + 34 + notes.height + 6
    return svg.sealed(blocks, heading=dots.heading, alt=dots.alt, width=width, height=height, name="targets")


def _swatches(dots: Dots, language: Language) -> list[svg.Swatch]:
    found = swatches((entry.comparator for entry in dots.entries), language)
    if dots.median is not None:
        name = {"zh": "中位数", "en": "median"}[language]
        found.append(svg.Swatch('<path class="middle" d="M7 0v14"/>', name))
    return found


def _columns(entries: Sequence[Entry], width: float) -> _Columns:
    names = max(svg.width_of(entry.region, _NAME) for entry in entries)
    values = max(svg.width_of(entry.label, _NAME, 650) for entry in entries)
    value_end = svg.MARGIN + names + _GAP + values
    what = width - svg.MARGIN - _WHAT if width >= _WIDE and any(entry.what for entry in entries) else None
    right = (what - _GAP if what else width - svg.MARGIN) - ARROW - 6
    return _Columns(value_end, value_end + _GAP + ARROW, right, what)


def _frame(axis: Axis, top: float, bottom: float, printed: str, language: Language) -> str:
    """The ticks as lines from top to bottom, with their numbers at both ends."""
    drawn = []
    for tick in axis.ticks:
        x, text = axis.place(tick), axis_text(tick, printed, language)
        drawn.append(f'<path class="rule" d="M{x:.5g} {top:g}V{bottom + 4:g}"/>')
        drawn.append(svg.words(text, x, bottom + 18, _SMALL, kind="q", anchor="middle"))
    return "".join(drawn)


def _median(dots: Dots, axis: Axis, top: float, bottom: float) -> str:
    if dots.median is None:
        return ""
    x = axis.place(dots.median)
    wide = svg.width_of(dots.median_label, _SMALL, 650)
    start = min(max(x - wide / 2, axis.left - ARROW), axis.right + ARROW - wide)
    label = svg.words(dots.median_label, max(start, svg.MARGIN), top - 12, _SMALL, weight=650)
    return f'<path class="middle" d="M{x:.5g} {top - 6:g}V{bottom + 4:g}"/>{label}'


def _row(entry: Entry, first: bool, y: float, columns: _Columns, axis: Axis, width: float) -> str:
    base, centre = y + _ROW / 2 + 4.5, y + _ROW / 2
    drawn = [svg.row(y, _ROW, width)]
    if first:
        drawn.append(f'<path class="rule" d="M{svg.MARGIN} {y:g}H{width - svg.MARGIN:g}"/>')
        drawn.append(svg.words(entry.region, svg.MARGIN, base, _NAME, kind="i lift"))
    drawn.append(svg.words(entry.label, columns.value_end, base, _NAME, weight=650, anchor="end"))
    left, right = axis.left - ARROW, axis.right + ARROW
    drawn.append(f'<path class="guide" d="M{left:.5g} {centre:g}H{right:.5g}"/>')
    spot = Spot(axis.place(entry.low), axis.place(entry.high), entry.comparator)
    drawn.append(target_mark(spot, centre))
    if columns.what:
        text = svg.cut(entry.what, _SMALL, width - svg.MARGIN - columns.what)
        drawn.append(svg.words(text, columns.what, base, _SMALL, kind="q"))
    hint = entry.hint
    return svg.part("".join(drawn), code=entry.target_id, hint=hint, said=joined(hint[:3]))


def _notes(lines: Sequence[str], top: float, width: float) -> svg.Block:
    """Lines of quiet text, one under the other."""
    y, drawn = top, []
    for line in lines:
        block = svg.paragraph(line, svg.MARGIN, y, _SMALL, width - 2 * svg.MARGIN, kind="q")
        drawn.append(block.svg)
        y += block.height + 3
    return svg.Block("".join(drawn), y - top)
