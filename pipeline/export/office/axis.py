"""Ends and steps of an axis, fixed in the file so that every program draws the same one."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Axis:
    """The range of an axis and the distance of its lines; on a log axis the step is a factor."""

    low: float
    high: float
    step: float
    log: bool = False


def axis_over(values: Sequence[float], *, log: bool = False, most_steps: int = 8) -> Axis:
    """An axis over all values: from 0, or between powers of ten where ``log`` is asked and can be."""
    known = [value for value in values if math.isfinite(value)]
    if log and known and min(known) > 0:
        first = math.floor(math.log10(min(known)) + 1e-9)
        last = max(math.ceil(math.log10(max(known)) - 1e-9), first + 1)
        return Axis(10.0**first, 10.0**last, 10.0, log=True)
    low, high = min([0.0, *known]), max([0.0, *known])
    if low == high:
        return Axis(0.0, 1.0, 1.0)
    step = _step((high - low) / most_steps)
    return Axis(_tidy(math.floor(low / step) * step), _tidy(math.ceil(high / step - 1e-9) * step), step)


def shown_number(value: float, number_format: str) -> str:
    """A number nearly as a spreadsheet's format writes it, to know how wide it is."""
    decimals = len(found[1]) if (found := re.search(r"0\.(0+)", number_format)) else 0
    if "%" in number_format:
        return f"{value:.{decimals}%}"
    if number_format == "General":
        return f"{value:.10g}"
    return f"{value:,.{decimals}f}" if "," in number_format else f"{value:.{decimals}f}"


def _step(least: float) -> float:
    power = 10.0 ** math.floor(math.log10(least))
    return _tidy(next(times * power for times in (1, 2, 5, 10) if times * power >= least * (1 - 1e-9)))


def _tidy(value: float) -> float:
    return float(f"{value:.12g}")
