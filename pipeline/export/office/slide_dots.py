"""Dots and ranges as a native XY chart, a row for each label."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, Final

from pptx.enum.chart import XL_TICK_LABEL_POSITION, XL_TICK_MARK
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Pt

from pipeline.export.office.axis import Axis, shown_number
from pipeline.export.office.chart_parts import (
    add_legend,
    add_plane,
    cross_at,
    finish,
    hide_markers,
    label_xml,
    legend_height,
    place_plot,
    put_labels,
    rgb,
    set_line,
    set_marker,
    size_for_rows,
    style_value_axis,
)
from pipeline.export.office.dot_tracks import (
    Tracks,
    axis_of,
    has_notes,
    one_a_row,
    row_names,
    stops_of,
    tracks_of,
)
from pipeline.export.office.drawn import Canvas, StyledText
from pipeline.export.office.ink import INK, RULE
from pipeline.export.office.measure import Box, width_of
from pipeline.export.office.printable import one_line
from pipeline.schema.chart import Dots, Entry, Point, PointSeries

_MOST_FOR_NAMES: Final = 0.42
_RIGHT: Final = 70.0
_RIGHT_WITH_MIDDLES: Final = 112.0
_GAP: Final = 26.0
"""Between the names and the plot, half of it for the point that stands on the edge."""

_AWAY: Final = "\u00a0" * 2
"""Keeps a name from the point on the edge, of which it is the label."""

_NEAR: Final = 0.12
"""Share of the axis within which the words at the left of a point would reach over its edge."""

_BELOW: Final = 22.0
_BELOW_WITH_UNIT: Final = 40.0


def draw_dots(
    slide: Any, canvas: Canvas, dots: Dots, box: Box, alt: str, legend: Sequence[Entry] = ()
) -> None:
    """Draw dots and ranges; an open end is a dashed line to the edge of the plot."""
    axis = axis_of(dots)
    tracks = tracks_of(dots, axis, canvas.language, legend)
    chart = add_plane(slide, canvas, tracks.every, box, alt)
    _style_axes(chart, dots, axis, len(dots.rows))
    row, size = _place(chart, dots, tracks, box)
    lines = list(chart.plots[0].series)
    closed, rest = lines[: len(tracks.closed)], lines[len(tracks.closed) :]
    labelled = one_a_row(dots) and not has_notes(dots)
    for series, line in zip(dots.series, closed, strict=True):
        set_line(line, series.colour)
        set_marker(line, series.marker, series.colour, 7 if row < 13 or series.small else 10)
        _hide_ends(line, series)
        if labelled:
            _label_values(line, series, dots, axis, canvas.language, min(12.0, size))
    for (_, series), line in zip(tracks.opened, rest, strict=False):
        set_line(line, series.colour, dashed=True)
        hide_markers(line)
        if labelled:
            _label_far_ends(line, series, dots, axis, canvas.language, min(12.0, size))
    if dots.reference:
        _style_reference(lines[-2], dots.reference, dots.number_format, canvas.language)
    _label_rows(lines[-1], dots, size, canvas.language)
    if len(tracks.shown) > 1:
        add_legend(chart, hidden=range(len(tracks.shown), len(lines)))
    finish(chart)


def row_size(dots: Dots, box: Box) -> float:
    """How large the names of the rows can be in a box."""
    return _measured(dots, tracks_of(dots, axis_of(dots), "en"), box)[1]


def _measured(dots: Dots, tracks: Tracks, box: Box) -> tuple[float, float, float, float]:
    """The height of a row, the size of the names, and what stands above and below the plot."""
    above = legend_height([track.name for track in tracks.shown], box.width) + (22 if dots.reference else 6)
    below = _BELOW_WITH_UNIT if dots.unit else _BELOW
    row = (box.height - above - below) / (len(dots.rows) + 1)
    size = size_for_rows(row_names(dots), row, box.width * _MOST_FOR_NAMES - _GAP)
    return row, size, above, below


def _place(chart: Any, dots: Dots, tracks: Tracks, box: Box) -> tuple[float, float]:
    """Make room for the names of the rows; returns the height of a row and the size of the names."""
    row, size, above, below = _measured(dots, tracks, box)
    longest = max([width_of(name, size) for name in row_names(dots)], default=0)
    left = min(box.width * _MOST_FOR_NAMES, longest + _GAP)
    place_plot(chart, left, above, _right(dots), below, box)
    return row, size


def _right(dots: Dots) -> float:
    """Room behind the last dot; notes, and a value that is told with its range, need more of it."""
    if has_notes(dots):
        return max(width_of(one_line(note), 12) for note in dots.notes) + _GAP
    middles = any(point.middle is not None for series in dots.series for point in series.points)
    return _RIGHT_WITH_MIDDLES if middles and one_a_row(dots) else _RIGHT


def _label_rows(line: Any, dots: Dots, size: float, language: str) -> None:
    """Names and notes of rows are the labels of points on the edges, for an XY chart has no categories."""
    set_line(line, None)
    hide_markers(line)
    labels = [
        label_xml(at, StyledText(name, size, bold=at in dots.headings), "l", language, after=_AWAY)
        for at, name in enumerate(row_names(dots))
    ]
    if has_notes(dots):
        labels += [
            label_xml(at, StyledText(one_line(note), min(12.0, size)), "r", language, before=_AWAY)
            for at, note in enumerate(dots.notes, start=len(labels))
            if note
        ]
    put_labels(line, labels)


def _style_axes(chart: Any, dots: Dots, axis: Axis, rows: int) -> None:
    across, down = chart.category_axis, chart.value_axis
    across.minimum_scale, across.maximum_scale = axis.low, axis.high
    style_value_axis(across, dots.number_format, dots.unit)
    across.major_tick_mark = XL_TICK_MARK.NONE
    if axis.log:
        across._element.find(qn("c:scaling")).insert(0, parse_xml(f'<c:logBase {nsdecls("c")} val="10"/>'))
    else:
        across.major_unit = axis.step
    down.minimum_scale, down.maximum_scale, down.major_unit = 0, rows + 1, 1
    down.reverse_order = True
    down.has_major_gridlines = True
    down.major_gridlines.format.line.color.rgb = rgb(RULE)
    down.major_gridlines.format.line.width = Pt(0.5)
    down.tick_label_position = XL_TICK_LABEL_POSITION.NONE
    down.major_tick_mark = XL_TICK_MARK.NONE
    down.format.line.fill.background()
    # Rows are counted downwards; the numbers belong under the last one all the same.
    cross_at(across, "max")
    cross_at(down, axis.low)


def _hide_ends(line: Any, series: PointSeries) -> None:
    """Where a middle is told, the ends of the range are those of the line, without a mark."""
    ends, at = [], 0
    for point in series.points:
        stops = stops_of(point)
        if point.middle is not None:
            ends += [at + place for place, stop in enumerate(stops) if stop != point.middle]
        at += len(stops) + 1
    marker = line._element.find(qn("c:marker"))
    for number in reversed(ends):
        marker.addnext(
            parse_xml(
                f'<c:dPt {nsdecls("c")}><c:idx val="{number}"/>'
                '<c:marker><c:symbol val="none"/></c:marker><c:bubble3D val="0"/></c:dPt>'
            )
        )


def _stands_at_left(point: Point, stops: Sequence[float], axis: Axis) -> bool:
    """Whether an open range begins so far left that its words would stand on the names of the rows."""
    return point.high is None and bool(stops) and _share(stops[0], axis) <= _NEAR


def _share(value: float, axis: Axis) -> float:
    """How far along the axis a value stands, 0 to 1."""
    if axis.log:
        return math.log(value / axis.low) / math.log(axis.high / axis.low)
    return (value - axis.low) / (axis.high - axis.low)


def _label_values(line: Any, series: PointSeries, dots: Dots, axis: Axis, language: str, size: float) -> None:
    """The value beside each point, as it would be said: 5, 5–10, ≥ 5, ≤ 5."""
    labels, at = [], 0
    for point in series.points:
        stops = stops_of(point)
        if stops and not _stands_at_left(point, stops, axis):
            words = StyledText(_value_label(point, stops, dots.number_format), size, INK)
            side = "l" if point.high is None else "r"
            labels.append(label_xml(at + len(stops) - 1, words, side, language))
        at += len(stops) + 1
    put_labels(line, labels)


def _label_far_ends(
    line: Any, series: PointSeries, dots: Dots, axis: Axis, language: str, size: float
) -> None:
    """Values that have no room at their points stand where their dashed lines end."""
    labels, at = [], 0
    for point in series.points:
        stops = stops_of(point)
        if stops and _stands_at_left(point, stops, axis):
            words = StyledText(_value_label(point, stops, dots.number_format), size, INK)
            labels.append(label_xml(at + 3 * (point.low is None) + 1, words, "r", language))
        at += 3 * ((point.low is None) + (point.high is None)) if stops else 0
    put_labels(line, labels)


def _value_label(point: Point, stops: Sequence[float], number_format: str) -> str:
    first, last = shown_number(stops[0], number_format), shown_number(stops[-1], number_format)
    if point.low is None and point.high is None:
        return last
    if point.middle is not None and first != last:
        return f"{shown_number(point.middle, number_format)} ({_ends(point, first, last)})"
    return _ends(point, first, last)


def _ends(point: Point, first: str, last: str) -> str:
    if point.high is None:
        return f"≥ {first}"
    if point.low is None:
        return f"≤ {last}"
    return first if first == last else f"{first}–{last}"


def _style_reference(line: Any, reference: tuple[str, float], number_format: str, language: str) -> None:
    name, value = reference
    set_line(line, INK, 1.5)
    hide_markers(line)
    label = f"{name} {shown_number(value, number_format)}"
    put_labels(line, [label_xml(0, StyledText(label, 12, INK, bold=True), "t", language)])
