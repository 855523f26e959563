"""Bars as a native chart: the first category on top, numbers where they fit."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_TICK_MARK
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Pt

from pipeline.export.office.axis import axis_over, shown_number
from pipeline.export.office.chart_parts import (
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
from pipeline.export.office.drawn import Canvas, Shape, StyledText
from pipeline.export.office.ink import EDGE, INK, PAPER, QUIET, RULE, is_pale, readable_on
from pipeline.export.office.measure import LEGIBLE, LINE, Box, shrink_text, truncate_text, width_of
from pipeline.export.office.printable import one_line
from pipeline.export.office.slide_legend import draw_legend, legend_needs
from pipeline.schema.chart import Bars, Dots, Entry, Series

_SHARES_FOR_NAMES: Final = (0.42, 0.5)
_RIGHT: Final = 44.0
_BELOW: Final = 22.0
_BELOW_WITH_UNIT: Final = 40.0
_UNIT: Final = 15.0
_BETWEEN: Final = 24.0
_NOTE: Final = 12.0
"""The size of notes at the ends of rows, and their distance from the chart."""

_FEW: Final = 12
"""Up to this many bars are never split into two charts."""

_UNIT_WORDS: Final = {"zh": "单位：{unit}", "en": "Unit: {unit}"}


def draw_bars(
    slide: Any,
    canvas: Canvas,
    bars: Bars,
    box: Box,
    alt: str,
    legend: Sequence[Entry] = (),
    *,
    keyed: bool = True,
) -> None:
    """Draw bars; stacked ones carry their numbers inside, others at their end.

    ``keyed`` is whether the chart has a legend of its series.
    """
    if bars.unit and not bars.stacked:
        _tell_unit(canvas, bars.unit, box)
        box = Box(box.left, box.top, box.width, box.height - _UNIT)
    names = [marked(series.name, legend) for series in bars.series]
    end = box.right
    box = _beside_notes(bars, box)
    chart = _add(slide, canvas, bars, names, box, alt)
    longest = longest_of(bars)
    if bars.stacked:
        _style_values(chart, bars, longest)
    else:
        _hide_values(chart, longest)
    row, width = _place(chart, bars, names if keyed else (), box)
    _paint(chart, bars, row, width / (axis_over(longest).high or 1))
    if any(bars.notes):
        top = box.bottom - _below(bars) - row * len(bars.notes)
        _write_notes(canvas, bars.notes, row, Box(box.right, top, end - box.right, row * len(bars.notes)))
    if keyed and len(names) > 1:
        add_legend(chart)
    finish(chart)


def draw_bar_panels(
    slide: Any, canvas: Canvas, bars: Bars, box: Box, alt: str, legend: Sequence[Entry] = ()
) -> None:
    """Draw bars; where there are too many to read in one chart, in two side by side."""
    if panels_of(bars, box) < 2:
        draw_bars(slide, canvas, bars, box, alt, legend)
        return
    entries = _entries(bars, legend)
    used = draw_legend(canvas, entries, box) + 6 if len(entries) > 1 else 0.0
    for number, (part, place) in enumerate(_panels(bars, box, used), start=1):
        draw_bars(slide, canvas, part, place, f"{alt} ({number}/2)", legend, keyed=False)


def panels_of(bars: Bars, box: Box) -> int:
    """In how many charts side by side bars can be read, 1 or 2; 0 where they can't."""
    names = [series.name for series in bars.series]
    if _smallest(bars, names, box) >= LEGIBLE:
        return 1
    if len(bars.categories) < _FEW:
        return 0
    entries = _entries(bars, ())
    used = legend_needs(entries, box) + 6 if len(entries) > 1 else 0.0
    return 2 if all(_smallest(part, (), place) >= LEGIBLE for part, place in _panels(bars, box, used)) else 0


def _panels(bars: Bars, box: Box, used: float) -> list[tuple[Bars, Box]]:
    """The first half of the bars and the second, on one axis and with rows of one height."""
    half = -(-len(bars.categories) // 2)
    wide, high = (box.width - _BETWEEN) / 2, box.height - used
    reach = max([*longest_of(bars), 0.0])
    lower = high * (len(bars.categories) - half) / half
    lower += _around(bars) * (1 - (len(bars.categories) - half) / half)
    return [
        (cut_bars(bars, 0, half, reach), Box(box.left, box.top + used, wide, high)),
        (
            cut_bars(bars, half, len(bars.categories), reach),
            Box(box.left + wide + _BETWEEN, box.top + used, wide, lower),
        ),
    ]


def cut_bars(bars: Bars, start: int, end: int, reach: float) -> Bars:
    """The categories from ``start`` up to ``end``, on an axis that goes to ``reach`` at least."""
    series = tuple(
        replace(
            series,
            values=series.values[start:end],
            texts=series.texts[start:end],
            hints=series.hints[start:end],
        )
        for series in bars.series
    )
    return replace(
        bars, categories=bars.categories[start:end], series=series, reach=reach, **cut_rows(bars, start, end)
    )


def cut_rows(body: Bars | Dots, start: int, end: int) -> dict[str, Any]:
    """The fields of the rows from ``start`` to ``end``, by name."""
    return {name: getattr(body, name)[start:end] for name in ("details", "notes", "keys", "hints")}


def _entries(bars: Bars, legend: Sequence[Entry]) -> list[Entry]:
    """The legend of the series."""
    marks = {entry.name: entry.mark for entry in legend}
    return [Entry(series.name, series.colour, marks.get(series.name, "")) for series in bars.series]


def _smallest(bars: Bars, names: Sequence[str], box: Box) -> float:
    """The size of the smallest letters that a chart in this box would have."""
    high = box.height - (_UNIT if bars.unit and not bars.stacked else 0.0)
    wide = _beside_notes(bars, box).width
    row = (high - legend_height(names, wide) - _below(bars)) / max(len(bars.categories), 1)
    return min(_names(_row_labels(bars), row, wide)[0], _number_size(bars, row))


def _row_labels(bars: Bars) -> list[str]:
    """The name of each row, and under it its details on lines of their own."""
    details = bars.details or ("",) * len(bars.categories)
    return [
        "\n".join(filter(None, map(one_line, (category, *detail.split("\n")))))
        for category, detail in zip(bars.categories, details, strict=True)
    ]


def _beside_notes(bars: Bars, box: Box) -> Box:
    """The part of a box that the notes at the ends of the rows leave; long notes take a third and wrap."""
    longest = max((width_of(one_line(note), _NOTE) for note in bars.notes), default=0.0)
    return replace(box, width=box.width - min(longest + _NOTE, box.width / 3)) if longest else box


def _write_notes(canvas: Canvas, notes: Sequence[str], row: float, box: Box) -> None:
    """The notes at the ends of the rows, which a native chart has no place for."""
    lines = max(1, int(row / (_NOTE * LINE)))
    shapes = []
    for at, note in enumerate(notes):
        text = shrink_text(one_line(note), box.width, largest=_NOTE, smallest=8, most_lines=lines)
        place = Box(box.left, box.top + at * row, box.width, row)
        shapes.append(Shape(place, StyledText(text.text, text.size), name=f"Note {at + 1}"))
    canvas.add_group(shapes, box, "Notes", "; ".join(map(one_line, notes)))


def _names(categories: Sequence[str], row: float, width: float) -> tuple[float, float]:
    """The size of the names of bars, and the room that they have: more only where they need it."""
    for share in _SHARES_FOR_NAMES:
        size = size_for_rows(categories, row, width * share)
        if size >= LEGIBLE:
            break
    return size, width * share


def _number_size(bars: Bars, row: float) -> float:
    return min(13.0, row / 1.45 if bars.stacked else row / 1.15 / max(len(bars.series), 1))


def _around(bars: Bars) -> float:
    """The height of a chart without legend that its rows don't take."""
    return _below(bars) + (_UNIT if bars.unit and not bars.stacked else 0.0)


def _add(slide: Any, canvas: Canvas, bars: Bars, names: Sequence[str], box: Box, alt: str) -> Any:
    """The chart with its numbers, and the workbook behind it."""
    categories = _row_labels(bars)
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
    """The values; None for NaN and infinity."""
    return [value if value is not None and math.isfinite(value) else None for value in series.values]


def _place(chart: Any, bars: Bars, names: Sequence[str], box: Box) -> tuple[float, float]:
    """Make room for the names of the categories; returns the height of a row and the width of the plot."""
    categories = _row_labels(bars)
    above, below = legend_height(names, box.width), _below(bars)
    row = (box.height - above - below) / max(len(categories), 1)
    size, most = _names(categories, row, box.width)
    lines = (line for category in categories for line in category.split("\n"))
    left = min(most, max((width_of(line, size) for line in lines), default=0) + 12)
    place_plot(chart, left, above, _RIGHT, below, box)
    _style_categories(chart, size)
    return row, box.width - left - _RIGHT


def _paint(chart: Any, bars: Bars, row: float, scale: float) -> None:
    """Colours and numbers; ``scale`` is how many points wide a bar of 1 is."""
    plot = chart.plots[0]
    plot.gap_width = 35
    plot.overlap = 100 if bars.stacked else 0
    size = _number_size(bars, row)
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
    # Reversing the axis would move the numbers to the top, unless they are at its far end.
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
    """Where every bar has its number, axis numbers are redundant, and the rows need the space."""
    axis, ends = chart.value_axis, axis_over(longest)
    axis.minimum_scale, axis.maximum_scale = ends.low, ends.high
    axis.has_major_gridlines, axis.visible = False, False


def _tell_unit(canvas: Canvas, unit: str, box: Box) -> None:
    place = Box(box.left, box.bottom - _UNIT, box.width, _UNIT)
    text = truncate_text(one_line(_UNIT_WORDS[canvas.language].format(unit=unit)), 11, box.width)
    canvas.add(Shape(place, StyledText(text, 11, QUIET, align="r", anchor="b"), name="Unit"))


def _below(bars: Bars) -> float:
    """The room under the plot."""
    if bars.stacked:
        return _BELOW_WITH_UNIT if bars.unit else _BELOW
    return 2.0


def longest_of(bars: Bars) -> list[float]:
    """The values that the axis must reach."""
    if not bars.stacked:
        found = [value for series in bars.series for value in _known(series) if value is not None]
    else:
        rows = zip(*map(_known, bars.series), strict=True)
        found = [sum(value for value in row if value is not None) for row in rows]
    return [*found, bars.reach] if bars.reach else found


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
