"""Find ruling lines made of dots, as browsers print dotted borders."""

from collections.abc import Iterable
from itertools import pairwise
from typing import Final

from pipeline.readers.pdf.extraction import PageContent, Rule

_MAX_OFFSET: Final = 0.3
_MAX_DOT_DISTANCE: Final = 6.0
"""Maximum distance between dots, in points: that of dots as wide as the thickest ruling line."""
_MIN_DOTS: Final = 6


def add_dotted_rules(content: PageContent) -> None:
    """Add the lines formed by a page's dots to its ruling lines."""
    content.horizontal += _join_dots((y, x) for x, y in content.dots)
    content.vertical += _join_dots(content.dots)


def _join_dots(dots: Iterable[tuple[float, float]]) -> list[Rule]:
    """Return lines formed by dots, each given by its positions across and along the line."""
    lines: list[list[tuple[float, float]]] = []
    for dot in sorted(dots):
        if lines and dot[0] - lines[-1][-1][0] <= _MAX_OFFSET:
            lines[-1].append(dot)
        else:
            lines.append([dot])
    found: list[Rule] = []
    for line in lines:
        places = sorted(place for _, place in line)
        starts = [
            0,
            *(n for n, (a, b) in enumerate(pairwise(places), 1) if b - a > _MAX_DOT_DISTANCE),
            len(places),
        ]
        found += [
            Rule(line[0][0], places[first], places[end - 1])
            for first, end in pairwise(starts)
            if end - first >= _MIN_DOTS
        ]
    return found
