"""Bars as a native chart: the first category on top, numbers where they fit."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any, Final

from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_AXIS_CROSSES, XL_CHART_TYPE, XL_LABEL_POSITION, XL_TICK_MARK
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Pt

from pipeline.export.exported_values import one_line
from pipeline.export.office.axis import Axis, fit_axis, shown_number
from pipeline.export.office.chart_parts import (
    add_chart,
    add_legend,
    finish_chart,
    fit_row_labels,
    legend_height,
    place_plot,
    rgb,
    series_label,
    style_value_axis,
)
from pipeline.export.office.ink import BORDER, GRIDLINE, INK, MUTED, WHITE, is_light, text_colour_on
from pipeline.export.office.measure import LINE_HEIGHT, MIN_SIZE, Box, shrink_text, text_width, truncate_text
from pipeline.export.office.shapes import Canvas, Shape, StyledText
from pipeline.export.office.slide_legend import draw_legend, measure_legend
from pipeline.schema.chart import Bars, Dots, Entry, Series

_LABEL_SHARES: Final = (0.42, 0.5)
_RIGHT_MARGIN: Final = 44.0
_BOTTOM_MARGIN: Final = 22.0
_BOTTOM_MARGIN_WITH_UNIT: Final = 40.0
_UNIT_HEIGHT: Final = 15.0
_PANEL_GAP: Final = 24.0
_NOTE_SIZE: Final = 12.0
"""The size of notes at the ends of rows, and their distance from the chart."""

_MIN_BARS_TO_SPLIT: Final = 12
"""Up to this many bars are never split into two charts."""

_UNIT_TEXT: Final = {"zh": "单位：{unit}", "en": "Unit: {unit}"}


@dataclass(frozen=True)
class _Layout:
    """Where a chart stands beside its notes and over its unit, and its sizes in points.

    ``above``, ``below`` and ``left`` are the distances of the plot from the edges of its box, ``row`` the
    height of a row; ``labels`` are the names of the rows, with their details on lines of their own.
    """

    box: Box
    labels: tuple[str, ...]
    above: float
    below: float
    left: float
    row: float
    name_size: float
    number_size: float

    @property
    def smallest(self) -> float:
        return min(self.name_size, self.number_size)


def draw_bars(
    canvas: Canvas, bars: Bars, box: Box, alt: str, legend: Sequence[Entry], *, keyed: bool = True
) -> None:
    """Draw bars; stacked ones carry their numbers inside, others at their end.

    ``keyed`` is whether the chart has a legend of its series.
    """
    names = [series_label(series.name, legend) for series in bars.series]
    layout = _layout_bars(bars, names if keyed else (), box)
    if bars.unit and not bars.stacked:
        _draw_unit(canvas, bars.unit, box)
    values = [_finite_values(series) for series in bars.series]
    data = CategoryChartData()
    data.categories = layout.labels
    for name, known in zip(names, values, strict=True):
        data.add_series(name, known)
    kind = XL_CHART_TYPE.BAR_STACKED if bars.stacked else XL_CHART_TYPE.BAR_CLUSTERED
    rows = [(None, *names), *zip(layout.labels, *values, strict=True)]
    chart = add_chart(canvas, kind, data, rows, layout.box, alt)
    axis = fit_axis(_axis_values(bars))
    _scale_value_axis(chart.value_axis, bars, axis)
    place_plot(chart, layout.left, layout.above, _RIGHT_MARGIN, layout.below, layout.box)
    _style_category_axis(chart, layout.name_size)
    _style_series(
        chart.plots[0], bars, layout, (layout.box.width - layout.left - _RIGHT_MARGIN) / (axis.high or 1)
    )
    if any(bars.notes):
        _draw_notes(canvas, bars.notes, layout, box.right)
    if keyed and len(names) > 1:
        add_legend(chart)
    finish_chart(chart)


def draw_bar_panels(canvas: Canvas, bars: Bars, box: Box, alt: str, legend: Sequence[Entry]) -> None:
    """Draw bars; where there are too many to read in one chart, in two side by side."""
    if count_panels(bars, box) < 2:
        draw_bars(canvas, bars, box, alt, legend)
        return
    entries = _legend_entries(bars, legend)
    used = draw_legend(canvas, entries, box) + 6 if entries else 0.0
    for number, (part, place) in enumerate(_split_panels(bars, box, used), start=1):
        draw_bars(canvas, part, place, f"{alt} ({number}/2)", legend, keyed=False)


def count_panels(bars: Bars, box: Box) -> int:
    """In how many charts side by side bars can be read, 1 or 2; 0 where they can't."""
    if _layout_bars(bars, [series.name for series in bars.series], box).smallest >= MIN_SIZE:
        return 1
    if len(bars.categories) < _MIN_BARS_TO_SPLIT:
        return 0
    entries = _legend_entries(bars, ())
    panels = _split_panels(bars, box, measure_legend(entries, box) + 6 if entries else 0.0)
    return 2 if all(_layout_bars(part, (), place).smallest >= MIN_SIZE for part, place in panels) else 0


def slice_bars(bars: Bars, start: int, end: int) -> Bars:
    """The categories from ``start`` up to ``end``, on the axis of all of them."""
    series = tuple(
        replace(
            series,
            values=series.values[start:end],
            texts=series.texts[start:end],
            hints=series.hints[start:end],
        )
        for series in bars.series
    )
    categories, kept = bars.categories[start:end], slice_rows(bars, start, end)
    return replace(bars, categories=categories, series=series, reach=max(_axis_values(bars)), **kept)


def slice_rows(body: Bars | Dots, start: int, end: int) -> dict[str, Any]:
    """The fields of the rows from ``start`` to ``end``, by name."""
    return {name: getattr(body, name)[start:end] for name in ("details", "notes", "keys", "hints")}


def _axis_values(bars: Bars) -> list[float]:
    """The values that the axis must reach."""
    columns = [[value or 0.0 for value in _finite_values(series)] for series in bars.series]
    found = map(sum, zip(*columns, strict=True)) if bars.stacked else chain.from_iterable(columns)
    return [*found, bars.reach]


def _layout_bars(bars: Bars, names: Sequence[str], box: Box) -> _Layout:
    """The layout of a chart with these names in its legend; long notes take a third of the width and wrap."""
    if bars.unit and not bars.stacked:
        box = replace(box, height=box.height - _UNIT_HEIGHT)
    if note := max((text_width(one_line(note), _NOTE_SIZE) for note in bars.notes), default=0.0):
        box = replace(box, width=box.width - min(note + _NOTE_SIZE, box.width / 3))
    details = bars.details or ("",) * len(bars.categories)
    labels = tuple(
        "\n".join(filter(None, map(one_line, (category, *detail.split("\n")))))
        for category, detail in zip(bars.categories, details, strict=True)
    )
    above, below = legend_height(names, box.width), _bottom_margin(bars)
    row = (box.height - above - below) / max(len(labels), 1)
    for share in _LABEL_SHARES:
        size = fit_row_labels(labels, row, box.width * share)
        if size >= MIN_SIZE:
            break
    lines = (line for label in labels for line in label.split("\n"))
    left = min(box.width * share, max((text_width(line, size) for line in lines), default=0) + 12)
    number = min(13.0, row / 1.45 if bars.stacked else row / 1.15 / max(len(bars.series), 1))
    return _Layout(box, labels, above, below, left, row, size, number)


def _bottom_margin(bars: Bars) -> float:
    """The room under the plot."""
    if bars.stacked:
        return _BOTTOM_MARGIN_WITH_UNIT if bars.unit else _BOTTOM_MARGIN
    return 2.0


def _split_panels(bars: Bars, box: Box, used: float) -> list[tuple[Bars, Box]]:
    """The first half of the bars and the second, on one axis and with rows of one height."""
    half = -(-len(bars.categories) // 2)
    wide, high = (box.width - _PANEL_GAP) / 2, box.height - used
    share = (len(bars.categories) - half) / half
    around = _bottom_margin(bars) + (_UNIT_HEIGHT if bars.unit and not bars.stacked else 0.0)
    left = Box(box.left, box.top + used, wide, high)
    right = replace(left, left=box.left + wide + _PANEL_GAP, height=high * share + around * (1 - share))
    return [(slice_bars(bars, 0, half), left), (slice_bars(bars, half, len(bars.categories)), right)]


def _legend_entries(bars: Bars, legend: Sequence[Entry]) -> list[Entry]:
    """The legend of the series; none for a single one."""
    marks = {entry.name: entry.mark for entry in legend}
    entries = [Entry(series.name, series.colour, marks.get(series.name, "")) for series in bars.series]
    return entries if len(entries) > 1 else []


def _finite_values(series: Series) -> list[float | None]:
    """The values; None for NaN and infinity."""
    return [value if value is not None and math.isfinite(value) else None for value in series.values]


def _draw_unit(canvas: Canvas, unit: str, box: Box) -> None:
    place = Box(box.left, box.bottom - _UNIT_HEIGHT, box.width, _UNIT_HEIGHT)
    text = truncate_text(one_line(_UNIT_TEXT[canvas.language].format(unit=unit)), 11, box.width)
    canvas.add(Shape(place, StyledText(text, 11, MUTED, align="r", anchor="b"), name="Unit"))


def _draw_notes(canvas: Canvas, notes: Sequence[str], layout: _Layout, right: float) -> None:
    """The notes at the ends of the rows, which a native chart has no place for."""
    row, box = layout.row, layout.box
    top = box.bottom - layout.below - row * len(notes)
    room = Box(box.right, top, right - box.right, row * len(notes))
    lines = max(1, int(row / (_NOTE_SIZE * LINE_HEIGHT)))
    shapes = []
    for at, note in enumerate(notes):
        text = shrink_text(one_line(note), room.width, largest=_NOTE_SIZE, smallest=8, most_lines=lines)
        place = Box(room.left, room.top + at * row, room.width, row)
        shapes.append(Shape(place, StyledText(text.text, text.size), name=f"Note {at + 1}"))
    canvas.add_group(shapes, room, "Notes", "; ".join(map(one_line, notes)))


def _style_category_axis(chart: Any, size: float) -> None:
    axis = chart.category_axis
    axis.reverse_order = True
    # Reversing the axis would move the numbers to the top, unless they are at its far end.
    chart.value_axis._element.crosses.val = XL_AXIS_CROSSES.MAXIMUM
    axis.major_tick_mark = XL_TICK_MARK.NONE
    axis.tick_labels.font.size = Pt(size)
    axis.format.line.color.rgb = rgb(GRIDLINE)
    every = parse_xml(f'<c:tickLblSkip {nsdecls("c")} val="1"/>')
    axis._element.find(qn("c:noMultiLvlLbl")).addprevious(every)


def _scale_value_axis(axis: Any, bars: Bars, ends: Axis) -> None:
    """Where every bar has its number, axis numbers are redundant, and the rows need the space."""
    axis.minimum_scale, axis.maximum_scale = ends.low, ends.high
    if bars.stacked:
        axis.major_unit = ends.step
        axis.major_tick_mark = XL_TICK_MARK.NONE
        style_value_axis(axis, bars.number_format, bars.unit)
    else:
        axis.has_major_gridlines, axis.visible = False, False


def _style_series(plot: Any, bars: Bars, layout: _Layout, scale: float) -> None:
    """Colours and numbers; ``scale`` is how many points wide a bar of 1 is."""
    plot.gap_width = 35
    plot.overlap = 100 if bars.stacked else 0
    for drawn, series in zip(plot.series, bars.series, strict=True):
        drawn.format.fill.solid()
        drawn.format.fill.fore_color.rgb = rgb(series.colour)
        if bars.stacked:
            drawn.format.line.color.rgb = rgb(BORDER if is_light(series.colour) else WHITE)
            drawn.format.line.width = Pt(0.75)
        drawn.invert_if_negative = False
        if layout.number_size >= 6:
            _label_bars(drawn.data_labels, series, bars, scale, layout.number_size)


def _label_bars(labels: Any, series: Series, bars: Bars, scale: float, size: float) -> None:
    """Numbers in or at the bars; a part that is too narrow for its number has none."""
    labels.show_value = True
    labels.number_format, labels.number_format_is_linked = bars.number_format, False
    labels.font.size = Pt(int(size * 2) / 2)
    labels.position = XL_LABEL_POSITION.CENTER if bars.stacked else XL_LABEL_POSITION.OUTSIDE_END
    labels.font.color.rgb = rgb(text_colour_on(series.colour) if bars.stacked else INK)
    if not bars.stacked:
        return
    for number, value in reversed(list(enumerate(_finite_values(series)))):
        shown = "" if value is None else shown_number(value, bars.number_format)
        if value is None or abs(value) * scale < text_width(shown, size) + 4:
            deleted = f'<c:dLbl {nsdecls("c")}><c:idx val="{number}"/><c:delete val="1"/></c:dLbl>'
            labels._element.insert(0, parse_xml(deleted))
