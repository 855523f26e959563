"""Ends and steps of an axis, the same on pages and in files, and where dots lie on it and in their rows."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from pipeline.schema.chart import Dots, Point

_MAX_STEPS: Final = 8
_SERIES_SPREAD: Final = 0.5
"""How much of a row's height its series share where they meet."""


@dataclass(frozen=True)
class Axis:
    """The range of an axis and the distance of its lines; on a log axis the step is a factor."""

    low: float
    high: float
    step: float
    log: bool = False


def fit_axis(values: Sequence[float], *, log: bool = False) -> Axis:
    """An axis over all values: from 0, or between powers of ten where ``log`` is asked and can be."""
    known = [value for value in values if math.isfinite(value)]
    if log and known and min(known) > 0:
        first = math.floor(math.log10(min(known)) + 1e-9)
        last = max(math.ceil(math.log10(max(known)) - 1e-9), first + 1)
        return Axis(10.0**first, 10.0**last, 10.0, log=True)
    low, high = min([0.0, *known]), max([0.0, *known])
    if low == high:
        return Axis(0.0, 1.0, 1.0)
    step = _round_step((high - low) / _MAX_STEPS)
    return Axis(
        _round_digits(math.floor(low / step) * step),
        _round_digits(math.ceil(high / step - 1e-9) * step),
        step,
    )


def axis_of(dots: Dots) -> Axis:
    """An axis over all values, with space for open ends."""
    return fit_axis(axis_values(dots), log=dots.log)


def axis_values(dots: Dots) -> tuple[float, ...]:
    """The values that the axis must reach, with space for open ends."""
    values, beyond = [], []
    for point in (point for series in dots.series for point in series.points):
        stops = stops_of(point)
        values += stops
        if point.high is None and stops:
            beyond.append(1.2 * stops[-1])
    middle = [dots.reference[1]] if dots.reference else []
    return (*values, *beyond, *middle, *dots.reach)


def stops_of(point: Point) -> list[float]:
    """The values of a point, from left to right, each once."""
    return list(dict.fromkeys(value for value in (point.low, point.middle, point.high) if value is not None))


def row_shifts(dots: Dots) -> list[float]:
    """Vertical offset of each series in its rows, so that ranges do not hide one another."""
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


def shown_number(value: float, number_format: str) -> str:
    """A number nearly as a spreadsheet's format writes it, to know how wide it is."""
    decimals = len(found[1]) if (found := re.search(r"0\.(0+)", number_format)) else 0
    if "%" in number_format:
        return f"{value:.{decimals}%}"
    if number_format == "General":
        return f"{value:.10g}"
    return f"{value:,.{decimals}f}" if "," in number_format else f"{value:.{decimals}f}"


def _round_step(least: float) -> float:
    power = 10.0 ** math.floor(math.log10(least))
    return _round_digits(
        next(times * power for times in (1, 2, 5, 10) if times * power >= least * (1 - 1e-9))
    )


def _round_digits(value: float) -> float:
    return float(f"{value:.12g}")
