"""Axis ranges and the positions of dots on them, the same on pages and in files."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from pipeline.schema.chart import Dots, Point

_MAX_STEPS: Final = 8
_SERIES_SPREAD: Final = 0.5
"""Share of a row's height over which overlapping series are spread."""


@dataclass(frozen=True)
class Axis:
    """Range and gridline step of an axis; on a log axis the step is a factor."""

    low: float
    high: float
    step: float
    log: bool = False


def fit_axis(values: Sequence[float], number_format: str, *, log: bool = False) -> Axis:
    """An axis over all values that includes 0, or between powers of ten if ``log`` and all are positive.

    The numbers at its steps are distinct in ``number_format``.
    """
    finite = [value for value in values if math.isfinite(value)]
    if log and finite and min(finite) > 0:
        first = math.floor(math.log10(min(finite)) + 1e-9)
        last = max(math.ceil(math.log10(max(finite)) - 1e-9), first + 1)
        return Axis(10.0**first, 10.0**last, 10.0, log=True)
    low, high = min([0.0, *finite]), max([0.0, *finite])
    if low == high:
        return Axis(0.0, 1.0, 1.0)
    finest = 0.0 if number_format == "General" else 10.0 ** -_count_decimals(number_format)
    minimum = max((high - low) / _MAX_STEPS, finest / 100 if "%" in number_format else finest)
    power = 10.0 ** math.floor(math.log10(minimum))
    steps = (factor * power for factor in (1, 2, 5, 10))
    step = _round_digits(next(step for step in steps if step >= minimum * (1 - 1e-9)))
    first, last = math.floor(low / step), math.ceil(high / step - 1e-9)
    return Axis(_round_digits(first * step), _round_digits(last * step), step)


def fit_dots_axis(dots: Dots) -> Axis:
    """An axis for dots, with space for open ranges."""
    return fit_axis(axis_values(dots), dots.number_format, log=dots.log)


def axis_values(dots: Dots) -> tuple[float, ...]:
    """The values that the axis must include, with space for open ranges."""
    values = [*dots.reach, *([dots.reference[1]] if dots.reference else [])]
    for point in (point for series in dots.series for point in series.points):
        stops = point_values(point)
        values += stops
        if point.high is None and stops:
            values.append(1.2 * stops[-1])
    return tuple(values)


def point_values(point: Point) -> list[float]:
    """The distinct values of a point, from left to right."""
    return list(dict.fromkeys(value for value in (point.low, point.middle, point.high) if value is not None))


def row_shifts(dots: Dots) -> list[float]:
    """Vertical offset of each series within its rows, so that ranges do not overlap."""
    count = len(dots.series)
    rows = [
        point.row
        for series in dots.series
        for point in series.points
        if point.low is None or point.high is None or point.low < point.high
    ]
    if len(rows) == len(set(rows)):
        return [0.0] * count
    return [((at + 0.5) / count - 0.5) * _SERIES_SPREAD for at in range(count)]


def format_number(value: float, number_format: str) -> str:
    """Format a number approximately as a spreadsheet does, to estimate its width."""
    decimals = _count_decimals(number_format)
    if "%" in number_format:
        return f"{value:.{decimals}%}"
    if number_format == "General":
        return f"{value:.10g}"
    return f"{value:,.{decimals}f}" if "," in number_format else f"{value:.{decimals}f}"


def _count_decimals(number_format: str) -> int:
    return len(match[1]) if (match := re.search(r"0\.(0+)", number_format)) else 0


def _round_digits(value: float) -> float:
    return float(f"{value:.12g}")
