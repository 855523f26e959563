"""A scatter plot with labelled points as a native XY chart."""

from collections.abc import Sequence
from typing import Any, Final

from pptx.enum.chart import XL_TICK_LABEL_POSITION, XL_TICK_MARK

from pipeline.export.exported_values import one_line
from pipeline.export.office import chart_parts
from pipeline.export.office.measure import LINE_HEIGHT, MIN_SIZE, Box, text_width
from pipeline.export.office.shapes import Canvas, StyledText
from pipeline.schema.chart import Entry, Place, Plane

_MARKER_SIZE: Final = 9
_AXIS_MARGIN: Final = 0.08
_POSITIONS: Final = ("r", "l", "t", "b")


def draw_scatter(canvas: Canvas, scatter: Plane, box: Box, alt: str, legend: Sequence[Entry]) -> None:
    """Draw points, each with its label on the side with the least overlap."""
    names = [chart_parts.series_label(series.name, legend) for series in scatter.series]
    above = chart_parts.legend_height(names, box.width) + 4
    plot = Box(0, 0, box.width - 8, box.height - above - 4)
    places = [place for series in scatter.series for place in series.places]
    left, right = _axis_range([place.x for place in places])
    bottom, top = _axis_range([place.y for place in places])
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
    _style_axis(chart.category_axis, left, right)
    _style_axis(chart.value_axis, bottom, top)
    if len(names) > 1:
        chart_parts.add_legend(chart)
    chart_parts.finish_chart(chart)


def _axis_range(values: Sequence[float]) -> tuple[float, float]:
    low, high = min(values, default=0.0), max(values, default=1.0)
    margin = (high - low) * _AXIS_MARGIN or 1.0
    return low - margin, high + margin


def _style_axis(axis: Any, low: float, high: float) -> None:
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
