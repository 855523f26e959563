"""Native XY charts: dots and ranges, one row per label counted from 1 downwards, and scatter plots."""

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, Final

from pptx.enum.chart import XL_AXIS_CROSSES, XL_TICK_LABEL_POSITION, XL_TICK_MARK
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Pt

from pipeline.export.exported_values import one_line
from pipeline.export.office import chart_parts
from pipeline.export.office.axis import Axis, fit_dots_axis, format_number, point_values, row_shifts
from pipeline.export.office.colours import GRIDLINE, INK
from pipeline.export.office.measure import LINE_HEIGHT, MIN_SIZE, Box, text_width
from pipeline.export.office.shapes import Canvas, StyledText
from pipeline.schema.chart import Dots, Entry, Place, Plane, Point, PointSeries

_OPEN_END: Final = {"zh": "开放的一端", "en": "open end"}
_ROWS_NAME: Final = {"zh": "行", "en": "rows"}
_MAX_LABEL_SHARE: Final = 0.42
_RIGHT_MARGIN: Final = 70.0
_RIGHT_MARGIN_WITH_MIDDLES: Final = 112.0
_LABEL_GAP: Final = 26.0
"""Between the row names and the plot, in points."""

_LABEL_PADDING: Final = "\u00a0" * 2
_EDGE_SHARE: Final = 0.12
"""Share of the axis in which a label to the left of a point would overlap the row names."""

_VALUE_SIZE: Final = 12.0
_BOTTOM_MARGIN: Final = 22.0
_BOTTOM_MARGIN_WITH_UNIT: Final = 40.0

_MARKER_SIZE: Final = 9
_AXIS_MARGIN: Final = 0.08
_POSITIONS: Final = ("r", "l", "t", "b")


def draw_dots(
    canvas: Canvas, dots: Dots, box: Box, alt: str, legend: Sequence[Entry], parts: Sequence[Dots]
) -> None:
    """Draw dots and ranges; an open end is a dashed line to the edge of the plot.

    ``parts`` are the dots of all slides of the chart: rows, names and plot have the same size on each.
    """
    names = _legend_names(dots, canvas.language, legend)
    rows, sizes, (above, *_), (below, *_) = zip(
        *(_measure_rows(part, names, box) for part in parts), strict=True
    )
    row, size = min(rows), min(sizes)
    box = replace(box, height=above + below + row * (len(dots.rows) + 1))
    axis = fit_dots_axis(dots)
    series = [
        *_value_series(dots, axis, canvas.language, legend, size, small=row < 13),
        *([_reference_series(dots, *dots.reference, canvas.language)] if dots.reference else []),
        _row_label_series(dots, axis, canvas.language, size),
    ]
    chart = chart_parts.add_xy_chart(canvas, series, box, alt)
    _style_axes(chart, dots, axis)
    lines = (line for part in parts for name in _row_names(part) for line in name.split("\n"))
    longest = max((text_width(line, size) for line in lines), default=0)
    left = min(box.width * _MAX_LABEL_SHARE, longest + _LABEL_GAP)
    chart_parts.place_plot(chart, left, above, max(map(_right_margin, parts)), below, box)
    if len(names) > 1:
        chart_parts.add_legend(chart, hidden=range(len(names), len(series)))
    chart_parts.finish_chart(chart)


def row_label_size(dots: Dots, box: Box) -> float:
    """The largest font size of the row names in a box."""
    return _measure_rows(dots, _legend_names(dots, "en"), box)[1]


def _measure_rows(dots: Dots, names: Sequence[str], box: Box) -> tuple[float, float, float, float]:
    """Row height, font size of the names, and space above and below the plot."""
    above = chart_parts.legend_height(names, box.width) + (22 if dots.reference else 6)
    below = _BOTTOM_MARGIN_WITH_UNIT if dots.unit else _BOTTOM_MARGIN
    row = (box.height - above - below) / (len(dots.rows) + 1)
    size = chart_parts.fit_row_labels(_row_names(dots), row, box.width * _MAX_LABEL_SHARE - _LABEL_GAP)
    return row, size, above, below


def _legend_names(dots: Dots, language: str, legend: Sequence[Entry] = ()) -> list[str]:
    """The names of the series and of their open ends."""
    names = [chart_parts.series_label(series.name, legend) for series in dots.series]
    for series in dots.series:
        if any(point.low is None or point.high is None for point in series.points):
            names.append(_open_end_name(series, language))
    return names


def _open_end_name(series: PointSeries, language: str) -> str:
    return one_line(f"{series.name} · {_OPEN_END[language]}" if series.name else _OPEN_END[language])


def keep_telling_details(dots: Dots) -> Dots:
    """Only the details that tell rows of the same name apart, on one line each; before rows are divided."""
    counts = Counter(dots.rows)
    rows = zip(dots.rows, dots.details, strict=bool(dots.details))
    details = ("".join(detail.splitlines()[: counts[row] > 1]) for row, detail in rows)
    return replace(dots, details=tuple(details))


def _row_names(dots: Dots) -> list[str]:
    """The names of the rows, each with its details, if any, on a line of their own."""
    details = dots.details or ("",) * len(dots.rows)
    return ["\n".join(filter(None, map(one_line, names))) for names in zip(dots.rows, details, strict=True)]


def _value_series(
    dots: Dots, axis: Axis, language: str, legend: Sequence[Entry], size: float, *, small: bool
) -> Iterator[chart_parts.XySeries]:
    """Series for the points and ranges, then series for the open ends.

    The label of a point is its value: 5, 5–10, ≥ 5, ≤ 5. It is at the far end of the dashed line if an open
    range starts so far left that the label would overlap the row names.
    """
    rows, open_ends = _row_names(dots), []
    has_labels = _has_single_points(dots) and not _shows_notes(dots)
    for series, shift in zip(dots.series, row_shifts(dots), strict=True):
        points: list[tuple[float, float, str] | None] = []
        ends: list[tuple[float, float, str] | None] = []
        labels, far_labels, unmarked = [], [], []
        for point in series.points:
            stops, y, name = point_values(point), point.row + 1 + shift, rows[point.row]
            text = StyledText(_format_range(point, stops, dots.number_format), min(_VALUE_SIZE, size))
            if point.high is None and _axis_position(stops[0], axis) <= _EDGE_SHARE:
                far_end = len(ends) + 3 * (point.low is None) + 1
                far_labels.append(chart_parts.label_xml(far_end, text, "r", language))
            else:
                side = "l" if point.high is None else "r"
                labels.append(chart_parts.label_xml(len(points) + len(stops) - 1, text, side, language))
            if point.middle is not None:
                # The ends of a range with a middle have no markers.
                unmarked += [len(points) + index for index, stop in enumerate(stops) if stop != point.middle]
            points += [*((stop, y, name) for stop in stops), None]
            if point.low is None:
                ends += [(stops[0], y, name), (axis.low, y, ""), None]
            if point.high is None:
                ends += [(stops[-1], y, name), (axis.high, y, ""), None]
        yield chart_parts.XySeries(
            chart_parts.series_label(series.name, legend),
            tuple(points[:-1]),
            line=series.colour,
            marker=series.marker,
            colour=series.colour,
            size=7 if small or series.small else 10,
            unmarked=tuple(unmarked),
            labels=tuple(labels) if has_labels else None,
        )
        if ends:
            end_labels = tuple(far_labels) if has_labels else None
            name, line = _open_end_name(series, language), series.colour
            open_ends.append(
                chart_parts.XySeries(name, tuple(ends[:-1]), line=line, dashed=True, labels=end_labels)
            )
    yield from open_ends


def _reference_series(dots: Dots, name: str, value: float, language: str) -> chart_parts.XySeries:
    text = StyledText(f"{name} {format_number(value, dots.number_format)}", _VALUE_SIZE, bold=True)
    points = ((value, 0.0, name), (value, len(dots.rows) + 1.0, name))
    return chart_parts.XySeries(
        one_line(name), points, INK, 1.5, labels=(chart_parts.label_xml(0, text, "t", language),)
    )


def _row_label_series(dots: Dots, axis: Axis, language: str, size: float) -> chart_parts.XySeries:
    """Row names and notes as labels of points on the edges, as an XY chart has no categories."""
    rows, edges, labels = _row_names(dots), [axis.low], []
    for index, name in enumerate(rows):
        text = StyledText(name, size, bold=index in dots.headings)
        labels.append(chart_parts.label_xml(index, text, "l", language, after=_LABEL_PADDING))
    if _shows_notes(dots):
        edges.append(axis.high)
        for index, note in enumerate(dots.notes, start=len(rows)):
            if note:
                text = StyledText(one_line(note), min(_VALUE_SIZE, size))
                labels.append(chart_parts.label_xml(index, text, "r", language, before=_LABEL_PADDING))
    points = tuple((edge, float(y), row) for edge in edges for y, row in enumerate(rows, start=1))
    return chart_parts.XySeries(_ROWS_NAME[language], points, labels=tuple(labels))


def _shows_notes(dots: Dots) -> bool:
    """Whether notes are shown at the ends of the rows: not if each row has a single labelled point."""
    points = sum(len(series.points) for series in dots.series)
    is_labelled = _has_single_points(dots) and points == len(dots.rows) - len(dots.headings)
    return any(dots.notes) and not is_labelled


def _has_single_points(dots: Dots) -> bool:
    rows = [point.row for series in dots.series for point in series.points]
    return len(rows) == len(set(rows))


def _right_margin(dots: Dots) -> float:
    """Space to the right of the plot, for notes or for values with ranges."""
    if _shows_notes(dots):
        return max(text_width(one_line(note), _VALUE_SIZE) for note in dots.notes) + _LABEL_GAP
    middles = any(point.middle is not None for series in dots.series for point in series.points)
    return _RIGHT_MARGIN_WITH_MIDDLES if middles and _has_single_points(dots) else _RIGHT_MARGIN


def _style_axes(chart: Any, dots: Dots, axis: Axis) -> None:
    across, down = chart.category_axis, chart.value_axis
    across.minimum_scale, across.maximum_scale = axis.low, axis.high
    chart_parts.style_value_axis(across, dots.number_format, dots.unit)
    across.major_tick_mark = XL_TICK_MARK.NONE
    if axis.log:
        across._element.find(qn("c:scaling")).insert(0, parse_xml(f'<c:logBase {nsdecls("c")} val="10"/>'))
    else:
        across.major_unit = axis.step
    down.minimum_scale, down.maximum_scale, down.major_unit = 0, len(dots.rows) + 1, 1
    down.reverse_order = True
    down.has_major_gridlines = True
    down.major_gridlines.format.line.color.rgb = chart_parts.rgb(GRIDLINE)
    down.major_gridlines.format.line.width = Pt(0.5)
    down.tick_label_position = XL_TICK_LABEL_POSITION.NONE
    down.major_tick_mark = XL_TICK_MARK.NONE
    down.format.line.fill.background()
    # Rows are counted downwards, with the axis numbers below the last one.
    down.crosses = XL_AXIS_CROSSES.MAXIMUM
    across.crosses_at = axis.low


def _axis_position(value: float, axis: Axis) -> float:
    """The position of a value along the axis, 0 to 1."""
    if axis.log:
        return math.log(value / axis.low) / math.log(axis.high / axis.low)
    return (value - axis.low) / (axis.high - axis.low)


def _format_range(point: Point, stops: Sequence[float], number_format: str) -> str:
    first, last = format_number(stops[0], number_format), format_number(stops[-1], number_format)
    if point.high is None:
        ends = last if point.low is None else f"≥ {first}"
    else:
        ends = f"≤ {last}" if point.low is None else first if first == last else f"{first}–{last}"
    if point.middle is not None and first != last:
        return f"{format_number(point.middle, number_format)} ({ends})"
    return ends


def draw_scatter(canvas: Canvas, scatter: Plane, box: Box, alt: str, legend: Sequence[Entry]) -> None:
    """Draw points, each with its label on the side with the least overlap."""
    names = [chart_parts.series_label(series.name, legend) for series in scatter.series]
    above = chart_parts.legend_height(names, box.width) + 4
    plot = Box(0, 0, box.width - 8, box.height - above - 4)
    places = [place for series in scatter.series for place in series.places]
    left, right = _plane_range([place.x for place in places])
    bottom, top = _plane_range([place.y for place in places])
    x_span, y_span = right - left, top - bottom
    spots = [
        ((place.x - left) / x_span * plot.width, (top - place.y) / y_span * plot.height) for place in places
    ]
    size = 12.0 if len(places) <= 40 else MIN_SIZE
    sides = iter(_label_sides(places, spots, size, plot))
    xy_series = [
        chart_parts.XySeries(
            name,
            tuple((place.x, place.y, place.label) for place in series.places),
            marker=series.marker,
            colour=series.colour,
            size=_MARKER_SIZE,
            labels=tuple(
                chart_parts.label_xml(index, StyledText(place.label, size), next(sides), canvas.language)
                for index, place in enumerate(series.places)
            ),
        )
        for name, series in zip(names, scatter.series, strict=True)
    ]
    chart = chart_parts.add_xy_chart(canvas, xy_series, box, alt)
    chart_parts.place_plot(chart, 4, above, 4, 4, box)
    _hide_axis(chart.category_axis, left, right)
    _hide_axis(chart.value_axis, bottom, top)
    if len(names) > 1:
        chart_parts.add_legend(chart)
    chart_parts.finish_chart(chart)


def _plane_range(values: Sequence[float]) -> tuple[float, float]:
    low, high = min(values, default=0.0), max(values, default=1.0)
    margin = (high - low) * _AXIS_MARGIN or 1.0
    return low - margin, high + margin


def _hide_axis(axis: Any, low: float, high: float) -> None:
    axis.minimum_scale, axis.maximum_scale = low, high
    axis.has_major_gridlines = False
    axis.tick_label_position = XL_TICK_LABEL_POSITION.NONE
    axis.major_tick_mark = XL_TICK_MARK.NONE
    axis.format.line.fill.background()


def _label_sides(
    places: Sequence[Place], spots: Sequence[tuple[float, float]], size: float, plot: Box
) -> list[str]:
    """Choose a side for each label in turn, where it overlaps the least with what is drawn already."""
    radius = _MARKER_SIZE / 2
    occupied = [Box(x - radius, y - radius, _MARKER_SIZE, _MARKER_SIZE) for x, y in spots]
    sides = []
    for place, spot in zip(places, spots, strict=True):
        width, height = text_width(one_line(place.label), size), size * LINE_HEIGHT
        boxes = {side: _label_box(spot, width, height, side) for side in _POSITIONS}
        hidden = {
            side: sum(_overlap(box, other) for other in occupied) + width * height - _overlap(box, plot)
            for side, box in boxes.items()
        }
        sides.append(min(_POSITIONS, key=hidden.__getitem__))
        occupied.append(boxes[sides[-1]])
    return sides


def _label_box(spot: tuple[float, float], width: float, height: float, side: str) -> Box:
    x, y = spot
    gap = _MARKER_SIZE / 2 + 3
    if side in "rl":
        return Box(x + gap if side == "r" else x - gap - width, y - height / 2, width, height)
    return Box(x - width / 2, y - gap - height if side == "t" else y + gap, width, height)


def _overlap(one: Box, other: Box) -> float:
    width = min(one.right, other.right) - max(one.left, other.left)
    height = min(one.bottom, other.bottom) - max(one.top, other.top)
    return max(width, 0.0) * max(height, 0.0)
