"""Where the reader stands in a source: ``?plan=…&line=4327``, as other pages link to it.

``4327`` and ``4327-4333`` are lines to be marked; ``4327-`` only says where the reading begins.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

import pandas as pd

PAGE_LINES: Final = 60
"""How many source lines are shown at a time."""

_LEAD: Final = 4
_WRITTEN: Final = re.compile(r"(\d{1,9})(?:(-)(\d{1,9})?)?")


@dataclass(frozen=True)
class Place:
    """Lines of a source, counted from 1, both ends included; ``marked`` where they are to be pointed at."""

    first: int
    last: int
    marked: bool

    @property
    def written(self) -> str:
        """The place as it stands in the address."""
        if not self.marked:
            return f"{self.first}-"
        return f"{self.first}" if self.first == self.last else f"{self.first}-{self.last}"


@dataclass(frozen=True)
class Window:
    """The lines that are shown, both ends included, and the place that is marked among them."""

    first: int
    last: int
    marked: Place | None


def read_place(written: str) -> Place | None:
    """The place that stands in an address; None where it is none."""
    found = _WRITTEN.fullmatch(written)
    if not found:
        return None
    first, open_end, last = int(found[1]), bool(found[2]) and not found[3], int(found[3] or found[1])
    return Place(first, last, marked=not open_end) if 1 <= first <= last else None


def window(place: Place | None, plan_first: int, plan_last: int) -> Window:
    """What to show of a plan for a place; from its beginning where the place is none of its lines.

    A marked place is led by a few lines, so that the eye finds it with what stands before it.
    """
    if place is None or not plan_first <= place.first <= plan_last:
        return Window(plan_first, min(plan_last, plan_first + PAGE_LINES - 1), None)
    first = max(plan_first, place.first - _LEAD) if place.marked else place.first
    return Window(first, min(plan_last, first + PAGE_LINES - 1), place if place.marked else None)


def earlier(shown: Window, plan_first: int) -> Place | None:
    """Where the lines before those that are shown begin; None where there are none."""
    if shown.first <= plan_first:
        return None
    first = max(plan_first, shown.first - PAGE_LINES)
    return Place(first, first, marked=False)


def later(shown: Window, plan_last: int) -> Place | None:
    """Where the lines after those that are shown begin; None where there are none."""
    return None if shown.last >= plan_last else Place(shown.last + 1, shown.last + 1, marked=False)


def plan_of(place: Place, plans: pd.DataFrame) -> str | None:
    """The first plan that holds a place, for links that name none (``plans`` as in the codebook)."""
    holding = plans[(plans["first_line"] <= place.first) & (plans["last_line"] >= place.first)]
    return None if holding.empty else str(holding["plan_id"].iloc[0])
