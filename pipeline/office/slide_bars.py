"""Bars as a native chart: the first category on top, numbers where they fit."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, Final

from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_TICK_MARK
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Pt

from pipeline.office.axis import axis_over, shown_number
from pipeline.office.chart_parts import (
    add_chart,
    add_legend,
    category_workbook,
    cross_at,
    finish,
    legend_height,
    marked,
    place_plot,
    rgb,
    size_for_rows,
    style_value_axis,
)
from pipeline.office.drawn import Canvas, Shape, Words
from pipeline.office.exhibit import Bars, Entry, Series
from pipeline.office.ink import EDGE, INK, PAPER, QUIET, RULE, is_pale, readable_on
from pipeline.office.measure import Box, cut, width_of
from pipeline.office.printable import one_line

_MOST_FOR_NAMES: Final = 0.42
_RIGHT: Final = 44.0
_BELOW: Final = 22.0
_BELOW_WITH_UNIT: Final = 40.0
_UNIT: Final = 15.0
_UNIT_WORDS: Final = {"zh": "单位：{unit}", "en": "Unit: {unit}"}


def draw_bars(
    slide: Any, canvas: Canvas, bars: Bars, box: Box, alt: str, legend: Sequence[Entry] = ()
) -> None:
    """Draw bars; a stacked one carries its numbers inside, another at its end."""
    if bars.unit and not bars.stacked:
        _tell_unit(canvas, bars.unit, box)
        box = Box(box.left, box.top, box.width, box.height - _UNIT)
    names = [marked(series.name, legend) for series in bars.series]
    chart = _add(slide, canvas, bars, names, box, alt)
    longest = _longest(bars)
    if bars.stacked:
        _style_values(chart, bars, longest)
    else:
        _hide_values(chart, longest)
    row, width = _place(chart, bars, names, box)
    _paint(chart, bars, row, width / (axis_over(longest).high or 1))
    if len(names) > 1:
        add_legend(chart)
    finish(chart)


def _add(slide: Any, canvas: Canvas, bars: Bars, names: Sequence[str], box: Box, alt: str) -> Any:
    """The chart with its numbers, and the workbook behind it."""
    categories = [one_line(category) for category in bars.categories]
    values = [(name, _known(series)) for name, series in zip(names, bars.series, strict=True)]
    data = CategoryChartData()
    data.categories = categories
    for name, known in values:
        data.add_series(name, known)
    kind = XL_CHART_TYPE.BAR_STACKED if bars.stacked else XL_CHART_TYPE.BAR_CLUSTERED
    chart = add_chart(slide, canvas, kind, data, box, alt)
    chart.part.chart_workbook.update_from_xlsx_blob(category_workbook(categories, values))
    return chart


def _known(series: Series) -> list[float | None]:
    """The values, with None for what is no number either."""
    return [value if value is not None and math.isfinite(value) else None for value in series.values]


def _place(chart: Any, bars: Bars, names: Sequence[str], box: Box) -> tuple[float, float]:
    """Make room for the names of the categories; returns the height of a row and the width of the plot."""
    categories = [one_line(category) for category in bars.categories]
    above, below = legend_height(names, box.width), _below(bars)
    row = (box.height - above - below) / max(len(categories), 1)
    most = box.width * _MOST_FOR_NAMES
    size = size_for_rows(categories, row, most)
    left = min(most, max((width_of(category, size) for category in categories), default=0) + 12)
    place_plot(chart, left, above, _RIGHT, below, box)
    _style_categories(chart, size)
    return row, box.width - left - _RIGHT


def _paint(chart: Any, bars: Bars, row: float, scale: float) -> None:
    """Colours and numbers; ``scale`` is how many points wide a bar of 1 is."""
    plot = chart.plots[0]
    plot.gap_width = 35
    plot.overlap = 100 if bars.stacked else 0
    size = min(13.0, row / 1.45 if bars.stacked else row / 1.15 / max(len(bars.series), 1))
    for drawn, series in zip(plot.series, bars.series, strict=True):
        drawn.format.fill.solid()
        drawn.format.fill.fore_color.rgb = rgb(series.colour)
        if bars.stacked:
            drawn.format.line.color.rgb = rgb(EDGE if is_pale(series.colour) else PAPER)
            drawn.format.line.width = Pt(0.75)
        drawn.invert_if_negative = False
        _label(drawn, series, bars, scale, size)


def _style_categories(chart: Any, size: float) -> None:
    axis = chart.category_axis
    axis.reverse_order = True
    # Turned over, the axis takes the numbers to the top with it, unless they stand at its far end.
    cross_at(chart.value_axis, "max")
    axis.major_tick_mark = XL_TICK_MARK.NONE
    axis.tick_labels.font.size = Pt(size)
    axis.format.line.color.rgb = rgb(RULE)
    every = parse_xml(f'<c:tickLblSkip {nsdecls("c")} val="1"/>')
    axis._element.find(qn("c:noMultiLvlLbl")).addprevious(every)


def _style_values(chart: Any, bars: Bars, longest: Sequence[float]) -> None:
    axis, ends = chart.value_axis, axis_over(longest)
    axis.minimum_scale, axis.maximum_scale, axis.major_unit = ends.low, ends.high, ends.step
    axis.major_tick_mark = XL_TICK_MARK.NONE
    style_value_axis(axis, bars.number_format, bars.unit)


def _hide_values(chart: Any, longest: Sequence[float]) -> None:
    """Where every bar says its number, an axis would say it twice, and the rows need the room."""
    axis, ends = chart.value_axis, axis_over(longest)
    axis.minimum_scale, axis.maximum_scale = ends.low, ends.high
    axis.has_major_gridlines, axis.visible = False, False


def _tell_unit(canvas: Canvas, unit: str, box: Box) -> None:
    place = Box(box.left, box.bottom - _UNIT, box.width, _UNIT)
    text = cut(one_line(_UNIT_WORDS[canvas.language].format(unit=unit)), 11, box.width)
    canvas.add(Shape(place, Words(text, 11, QUIET, align="r", anchor="b"), name="Unit"))


def _below(bars: Bars) -> float:
    """The room under the plot."""
    if bars.stacked:
        return _BELOW_WITH_UNIT if bars.unit else _BELOW
    return 2.0


def _longest(bars: Bars) -> list[float]:
    """The values that the axis must reach."""
    if not bars.stacked:
        return [value for series in bars.series for value in _known(series) if value is not None]
    rows = zip(*map(_known, bars.series), strict=True)
    return [sum(value for value in row if value is not None) for row in rows]


def _label(drawn: Any, series: Series, bars: Bars, scale: float, size: float) -> None:
    """Numbers in or at the bars; a part that is too narrow for its number has none."""
    if size < 6:
        return
    labels = drawn.data_labels
    labels.show_value = True
    labels.number_format, labels.number_format_is_linked = bars.number_format, False
    labels.font.size = Pt(int(size * 2) / 2)
    labels.position = XL_LABEL_POSITION.CENTER if bars.stacked else XL_LABEL_POSITION.OUTSIDE_END
    labels.font.color.rgb = rgb(readable_on(series.colour) if bars.stacked else INK)
    if not bars.stacked:
        return
    left_out = [
        number
        for number, value in enumerate(_known(series))
        if value is None or abs(value) * scale < width_of(shown_number(value, bars.number_format), size) + 4
    ]
    for number in reversed(left_out):
        labels._element.insert(
            0,
            parse_xml(f'<c:dLbl {nsdecls("c")}><c:idx val="{number}"/><c:delete val="1"/></c:dLbl>'),
        )
