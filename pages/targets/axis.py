"""The axis that targets are drawn on: linear from zero, or logarithmic where the values span far."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count
from math import ceil, floor, log10
from typing import Final

FAR: Final = 100
"""From how many times the smallest value on the largest asks for a logarithmic axis."""

_ROUND: Final = (1, 2, 5)


@dataclass(frozen=True)
class Axis:
    """From values to places between ``left`` and ``right``, in pixels."""

    low: float
    high: float
    left: float
    right: float
    logarithmic: bool
    ticks: tuple[float, ...]

    def place(self, value: float) -> float:
        if self.logarithmic:
            share = (log10(value) - log10(self.low)) / (log10(self.high) - log10(self.low))
        else:
            share = (value - self.low) / (self.high - self.low)
        return self.left + share * (self.right - self.left)


def axis_of(values: Sequence[float], left: float, right: float, *, most_ticks: int = 6) -> Axis:
    """The axis for some values.

    Parameters
    ----------
    values
        At least one.
    most_ticks
        How many ticks there is room for.
    """
    low, high = min(values), max(values)
    if low > 0 and high / low > FAR:
        return _logarithmic(low, high, left, right, most_ticks)
    whole = all(float(value).is_integer() for value in values)
    return _linear(min(low, 0.0), max(high, 0.0), left, right, most_ticks, whole)


def _linear(low: float, high: float, left: float, right: float, most: int, whole: bool) -> Axis:
    high = high if high > low else low + 1
    for power in count(floor(log10((high - low) / most))):
        for first in _ROUND:
            step = first * 10.0**power
            start, end = floor(low / step), ceil(high / step - 1e-9)
            if end - start < most and not (whole and step < 1):
                ticks = tuple(round(number * step, 10) for number in range(start, end + 1))
                return Axis(ticks[0], ticks[-1], left, right, False, ticks)
    raise AssertionError


def _logarithmic(low: float, high: float, left: float, right: float, most: int) -> Axis:
    powers = range(floor(log10(low)) - 1, ceil(log10(high)) + 1)
    every = [first * 10.0**power for power in powers for first in _ROUND]
    start = max(value for value in every if value <= low * (1 + 1e-9))
    end = min(value for value in every if value >= high * (1 - 1e-9))
    inside = [value for value in every if start <= value <= end]
    tens = [value for value in inside if log10(value).is_integer()]
    ticks = inside if len(inside) <= most else tens
    thinner = ceil(len(ticks) / most)
    return Axis(start, end, left, right, True, tuple(ticks[::thinner]))
