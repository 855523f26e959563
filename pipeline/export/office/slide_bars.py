"""Bars as a native chart, with the first category on top."""

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
from pipeline.export.office import chart_parts
from pipeline.export.office.axis import Axis, fit_axis, format_number
from pipeline.export.office.colours import BORDER, GRIDLINE, INK, MUTED, WHITE, is_light, text_colour_on
from pipeline.export.office.measure import LINE_HEIGHT, MIN_SIZE, Box, shrink_text, text_width, truncate_text
from pipeline.export.office.shapes import Canvas, Shape, StyledText
from pipeline.export.office.slide_legend import draw_legend, measure_legend
from pipeline.schema.chart import Bars, Entry, Series

_LABEL_SHARES: Final = (0.42, 0.5)
_RIGHT_MARGIN: Final = 44.0
_BOTTOM_MARGIN: Final = 22.0
_BOTTOM_MARGIN_WITH_UNIT: Final = 40.0
_UNIT_HEIGHT: Final = 15.0
_PANEL_GAP: Final = 24.0
_NOTE_SIZE: Final = 12.0
"""Font size of notes at the ends of rows, and their distance from the chart."""
_NOTE_GAP: Final = 6.0
"""Points between a stacked bar and its note."""

_BAR: Final = 44.0
"""Points of the thickest bar: a few rows leave their space to the gaps between them."""
_GAPS: Final = (35, 500)
"""Per cent of a bar's thickness; Office accepts no gap wider than the second."""

_MIN_BARS_TO_SPLIT: Final = 12
_UNIT_TEXT: Final = {"zh": "单位：{unit}", "en": "Unit: {unit}"}


_Part = tuple[Bars, Box]


@dataclass(frozen=True)
class _Layout:
    """The box of a chart without its notes and unit, and sizes in points.

    ``above``, ``below`` and ``left`` are distances of the plot from the edges of the box, ``row`` is the
    height of a row. ``labels`` are row names, with details on separate lines.
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
    canvas: Canvas,
    bars: Bars,
    box: Box,
    alt: str,
    legend: Sequence[Entry],
    parts: Sequence[_Part] = (),
    *,
    keyed: bool = True,
) -> None:
    """Draw bars; ``keyed`` is whether the chart has a native legend.

    ``parts`` are all charts between which the bars are divided: rows, names and plot have the same size in
    each of them.
    """
    names = [chart_parts.series_label(series.name, legend) for series in bars.series]
    keys = names if keyed else ()
    layout = _align_layout(
        _layout_bars(bars, keys, box), [_layout_bars(part, keys, place) for part, place in parts]
    )
    if bars.unit and not bars.stacked:
        unit_box = Box(box.left, layout.box.bottom, box.width, _UNIT_HEIGHT)
        unit = truncate_text(one_line(_UNIT_TEXT[canvas.language].format(unit=bars.unit)), 11, box.width)
        canvas.add(Shape(unit_box, StyledText(unit, 11, MUTED, align="r", anchor="b"), name="Unit"))
    columns = [_finite_values(series) for series in bars.series]
    data = CategoryChartData()
    data.categories = layout.labels
    for name, values in zip(names, columns, strict=True):
        data.add_series(name, values)
    kind = XL_CHART_TYPE.BAR_STACKED if bars.stacked else XL_CHART_TYPE.BAR_CLUSTERED
    rows = [(None, *names), *zip(layout.labels, *columns, strict=True)]
    chart = chart_parts.add_chart(canvas, kind, data, rows, layout.box, alt)
    axis = fit_axis(_axis_values(bars), bars.number_format)
    _scale_value_axis(chart.value_axis, bars, axis)
    chart_parts.place_plot(chart, layout.left, layout.above, _RIGHT_MARGIN, layout.below, layout.box)
    _style_category_axis(chart, layout.name_size)
    scale = (layout.box.width - layout.left - _RIGHT_MARGIN) / (axis.high or 1)
    _style_series(chart.plots[0], bars, layout, scale)
    if notes := _own_notes(bars):
        plot_left, right = layout.box.left + layout.left, layout.box.right
        lefts = [plot_left + scale * end + _NOTE_GAP if bars.stacked else right for end in _axis_values(bars)]
        _draw_notes(canvas, notes, layout, box.right - right, lefts)
    if keyed and len(names) > 1:
        chart_parts.add_legend(chart)
    chart_parts.finish_chart(chart)


def draw_bar_panels(
    canvas: Canvas, bars: Bars, box: Box, alt: str, legend: Sequence[Entry], parts: Sequence[Bars]
) -> None:
    """Draw bars in one chart, or in two side by side if too many to read.

    ``parts`` are the bars of all slides of the chart, which look the same.
    """
    if max(count_panels(part, box) for part in parts) < 2:
        draw_bars(canvas, bars, box, alt, legend, [(part, box) for part in parts])
        return
    entries = _legend_entries(bars, legend)
    used = draw_legend(canvas, entries, box) + 6 if entries else 0.0
    panels = [panel for part in parts for panel in _split_panels(part, box, used)]
    for number, (panel, panel_box) in enumerate(_split_panels(bars, box, used), start=1):
        draw_bars(canvas, panel, panel_box, f"{alt} ({number}/2)", legend, panels, keyed=False)


def count_panels(bars: Bars, box: Box) -> int:
    """Number of charts side by side in which bars are legible, 1 or 2; 0 if in neither."""
    if _layout_bars(bars, [series.name for series in bars.series], box).smallest >= MIN_SIZE:
        return 1
    if len(bars.categories) < _MIN_BARS_TO_SPLIT:
        return 0
    entries = _legend_entries(bars, ())
    panels = _split_panels(bars, box, measure_legend(entries, box) + 6 if entries else 0.0)
    return 2 if all(_layout_bars(panel, (), place).smallest >= MIN_SIZE for panel, place in panels) else 0


def slice_bars(bars: Bars, start: int, end: int) -> Bars:
    """The categories from ``start`` up to ``end``, on the axis of all of them."""
    series = tuple(
        replace(one, **slice_fields(one, start, end, "values", "texts", "hints")) for one in bars.series
    )
    fields = slice_fields(bars, start, end, "categories", *ROW_FIELDS)
    return replace(bars, series=series, reach=max(_axis_values(bars)), **fields)


ROW_FIELDS: Final = ("details", "notes", "keys", "hints")
"""Fields of `Bars` and `Dots` with one value per row."""


def slice_fields(value: Any, start: int, end: int, *names: str) -> dict[str, Any]:
    """Sequence fields of a value, sliced, by name."""
    return {name: getattr(value, name)[start:end] for name in names}


def _axis_values(bars: Bars) -> list[float]:
    columns = [[value or 0.0 for value in _finite_values(series)] for series in bars.series]
    values = map(sum, zip(*columns, strict=True)) if bars.stacked else chain.from_iterable(columns)
    return [*values, bars.reach]


def _layout_bars(bars: Bars, names: Sequence[str], box: Box) -> _Layout:
    """The layout of a chart with these names in its legend; notes take at most a third of the width."""
    if bars.unit and not bars.stacked:
        box = replace(box, height=box.height - _UNIT_HEIGHT)
    if note_width := max((text_width(one_line(note), _NOTE_SIZE) for note in _own_notes(bars)), default=0.0):
        box = replace(box, width=box.width - min(note_width + _NOTE_SIZE, box.width / 3))
    details = bars.details or ("",) * len(bars.categories)
    labels = tuple(
        "\n".join(filter(None, map(one_line, (category, *detail.split("\n")))))
        for category, detail in zip(bars.categories, details, strict=True)
    )
    above, below = chart_parts.legend_height(names, box.width), _bottom_margin(bars)
    row = (box.height - above - below) / max(len(labels), 1)
    for share in _LABEL_SHARES:
        size = chart_parts.fit_row_labels(labels, row, box.width * share)
        if size >= MIN_SIZE:
            break
    lines = (line for label in labels for line in label.split("\n"))
    left = min(box.width * share, max((text_width(line, size) for line in lines), default=0) + 12)
    number_size = min(13.0, row / 1.45 if bars.stacked else row / 1.15 / max(len(bars.series), 1))
    return _Layout(box, labels, above, below, left, row, size, number_size)


def _align_layout(layout: _Layout, others: Sequence[_Layout]) -> _Layout:
    """A layout with the narrowest plot, the lowest rows and the smallest letters of several."""
    every = [layout, *others]
    row, width = min(one.row for one in every), min(one.box.width for one in every)
    height = layout.above + layout.below + row * len(layout.labels)
    return replace(
        layout,
        box=replace(layout.box, width=width, height=height),
        left=max(one.left for one in every),
        row=row,
        name_size=min(one.name_size for one in every),
        number_size=min(one.number_size for one in every),
    )


def _own_notes(bars: Bars) -> tuple[str, ...]:
    """The notes of the rows, unless they only repeat the numbers at the ends of the bars."""
    values = chain.from_iterable(map(_finite_values, bars.series))
    numbers = ["" if value is None else format_number(value, bars.number_format) for value in values]
    repeated = not bars.stacked and [*bars.notes] == numbers
    return bars.notes if any(bars.notes) and not repeated else ()


def _bottom_margin(bars: Bars) -> float:
    if bars.stacked:
        return _BOTTOM_MARGIN_WITH_UNIT if bars.unit else _BOTTOM_MARGIN
    return 2.0


def _split_panels(bars: Bars, box: Box, used: float) -> list[_Part]:
    """The two halves of the bars, with the same axis and row height."""
    half = -(-len(bars.categories) // 2)
    width, height = (box.width - _PANEL_GAP) / 2, box.height - used
    share = (len(bars.categories) - half) / half
    margin = _bottom_margin(bars) + (_UNIT_HEIGHT if bars.unit and not bars.stacked else 0.0)
    left = Box(box.left, box.top + used, width, height)
    right = replace(left, left=box.left + width + _PANEL_GAP, height=height * share + margin * (1 - share))
    return [(slice_bars(bars, 0, half), left), (slice_bars(bars, half, len(bars.categories)), right)]


def _legend_entries(bars: Bars, legend: Sequence[Entry]) -> list[Entry]:
    """The legend of the series; empty for a single one."""
    marks = {entry.name: entry.mark for entry in legend}
    entries = [Entry(series.name, series.colour, marks.get(series.name, "")) for series in bars.series]
    return entries if len(entries) > 1 else []


def _finite_values(series: Series) -> list[float | None]:
    """The values, with None for NaN and infinity."""
    return [value if value is not None and math.isfinite(value) else None for value in series.values]


def _draw_notes(
    canvas: Canvas, notes: Sequence[str], layout: _Layout, width: float, lefts: Sequence[float]
) -> None:
    """Draw notes at the ends of stacked bars, else of rows, which native charts do not support."""
    row, first = layout.row, min(lefts)
    top = layout.box.bottom - layout.below - row * len(notes)
    room = Box(first, top, max(lefts) + width - first, row * len(notes))
    lines = max(1, int(row / (_NOTE_SIZE * LINE_HEIGHT)))
    shapes = []
    for index, note in enumerate(notes):
        text = shrink_text(one_line(note), width, largest=_NOTE_SIZE, smallest=8, most_lines=lines)
        note_box = Box(lefts[index], room.top + index * row, width, row)
        shapes.append(Shape(note_box, StyledText(text.text, text.size), name=f"Note {index + 1}"))
    canvas.add_group(shapes, room, "Notes", "; ".join(map(one_line, notes)))


def _style_category_axis(chart: Any, size: float) -> None:
    axis = chart.category_axis
    axis.reverse_order = True
    # A reversed axis would have the numbers at the top, unless they are at its maximum.
    chart.value_axis._element.crosses.val = XL_AXIS_CROSSES.MAXIMUM
    axis.major_tick_mark = XL_TICK_MARK.NONE
    axis.tick_labels.font.size = Pt(size)
    axis.format.line.color.rgb = chart_parts.rgb(GRIDLINE)
    label_all = parse_xml(f'<c:tickLblSkip {nsdecls("c")} val="1"/>')
    axis._element.find(qn("c:noMultiLvlLbl")).addprevious(label_all)


def _scale_value_axis(axis: Any, bars: Bars, ends: Axis) -> None:
    """Set the scale; the axis is hidden where bars have their numbers at the end, as rows need the space."""
    axis.minimum_scale, axis.maximum_scale = ends.low, ends.high
    if bars.stacked:
        axis.major_unit = ends.step
        axis.major_tick_mark = XL_TICK_MARK.NONE
        chart_parts.style_value_axis(axis, bars.number_format, bars.unit)
    else:
        axis.has_major_gridlines, axis.visible = False, False


def _style_series(plot: Any, bars: Bars, layout: _Layout, scale: float) -> None:
    """Set colours and labels; ``scale`` is the width in points of a bar of 1."""
    side_by_side = 1 if bars.stacked else len(bars.series)
    gap = 100 * (layout.row / _BAR - side_by_side)
    plot.gap_width = round(min(max(gap, _GAPS[0]), _GAPS[1]))
    plot.overlap = 100 if bars.stacked else 0
    # The only part of a bar needs no number where its note has it.
    noted = bars.stacked and len(bars.series) == 1 and any(bars.notes)
    for drawn, series in zip(plot.series, bars.series, strict=True):
        drawn.format.fill.solid()
        drawn.format.fill.fore_color.rgb = chart_parts.rgb(series.colour)
        if bars.stacked:
            drawn.format.line.color.rgb = chart_parts.rgb(BORDER if is_light(series.colour) else WHITE)
            drawn.format.line.width = Pt(0.75)
        drawn.invert_if_negative = False
        if layout.number_size >= 6 and not noted:
            _label_bars(drawn.data_labels, series, bars, scale, layout.number_size)


def _label_bars(labels: Any, series: Series, bars: Bars, scale: float, size: float) -> None:
    """Label bars with their values, except stacked parts that are too narrow."""
    labels.show_value = True
    labels.number_format, labels.number_format_is_linked = bars.number_format, False
    labels.font.size = Pt(int(size * 2) / 2)
    labels.position = XL_LABEL_POSITION.CENTER if bars.stacked else XL_LABEL_POSITION.OUTSIDE_END
    labels.font.color.rgb = chart_parts.rgb(text_colour_on(series.colour) if bars.stacked else INK)
    if not bars.stacked:
        return
    for index, value in reversed(list(enumerate(_finite_values(series)))):
        text = "" if value is None else format_number(value, bars.number_format)
        if value is None or abs(value) * scale < text_width(text, size) + 4:
            deleted = f'<c:dLbl {nsdecls("c")}><c:idx val="{index}"/><c:delete val="1"/></c:dLbl>'
            labels._element.insert(0, parse_xml(deleted))
