"""Measure the horizontal places of the characters of aligned text."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import accumulate
from typing import Final

from pipeline.reading.columns.layout import WIDE_MARKS, display_width

_AFTER_GAP: Final = re.compile(r"(?<= {2})\S")


def choose_measure(lines: Sequence[str]) -> Callable[[str], int]:
    """Return what cells are aligned by: characters, or their width on a screen, as pandoc does.

    On some screens quotation marks and dashes are narrow. By the right measure, cells begin
    at the fewest places.
    """
    counts = {measure: Counter[int]() for measure in (len, display_width, _narrow_width)}
    for line in lines:
        for measure, count in counts.items():
            places = measure_places(line, measure)
            count.update(places[match.start()] for match in _AFTER_GAP.finditer(line))
    return max(counts, key=lambda measure: sum(number**2 for number in counts[measure].values()))


def measure_places(line: str, measure: Callable[[str], int]) -> list[int]:
    """Return the place of each character of a line, and of its end."""
    return list(accumulate((0 if sign == "\f" else measure(sign) for sign in line), initial=0))


def _narrow_width(text: str) -> int:
    return 1 if text in WIDE_MARKS else display_width(text)
