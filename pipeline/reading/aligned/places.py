"""Recognise text aligned by spaces, and measure the horizontal places of its characters."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from functools import cache
from itertools import accumulate
from typing import Final

from pipeline.reading.columns.layout import WIDE_MARKS, character_width

_WIDE_GAP: Final = re.compile(r"\S[ \u3000]{3,}\S")
_WIDE_INDENT: Final = re.compile(r"\f?[ \u3000]{4,}")
_MIN_GAP_SHARE, _MIN_WIDE_SHARE = 0.2, 0.6
"""Minimum shares of lines with a wide gap, and of those with one or an indent, as paragraphs have too. Where
columns touch, one space separates their longest cells."""
_MIN_LINES: Final = 6
_AFTER_GAP: Final = re.compile(r"(?<= {2})\S")


def is_aligned(lines: Sequence[str]) -> bool:
    """Whether the columns of a plan's lines are separated by white space."""
    filled = [line for line in lines if line.strip()]
    gaps = [bool(_WIDE_GAP.search(line)) for line in filled]
    wide = sum(gap or bool(_WIDE_INDENT.match(line)) for gap, line in zip(gaps, filled, strict=True))
    return len(filled) >= _MIN_LINES and (
        sum(gaps) >= _MIN_GAP_SHARE * len(filled) or wide >= _MIN_WIDE_SHARE * len(filled)
    )


def choose_measure(lines: Sequence[str]) -> Callable[[str], int]:
    """Return what cells are aligned by: characters, or their width on a screen, as pandoc does.

    On some screens quotation marks and dashes are narrow. By the right measure, cells begin
    at the fewest places.
    """
    counts = {measure: Counter[int]() for measure in (_count, character_width, _narrow_width)}
    for line in lines:
        for measure, count in counts.items():
            places = measure_places(line, measure)
            count.update(places[match.start()] for match in _AFTER_GAP.finditer(line))
    return max(counts, key=lambda measure: sum(number**2 for number in counts[measure].values()))


def measure_places(line: str, measure: Callable[[str], int]) -> list[int]:
    """Return the place of each character of a line, and of its end; ``measure`` tells a character's width."""
    return list(accumulate(map(measure, line), initial=0))


@cache
def _count(character: str) -> int:
    return 0 if character == "\f" else 1


@cache
def _narrow_width(character: str) -> int:
    return 1 if character in WIDE_MARKS else character_width(character)
