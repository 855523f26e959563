"""The quantities of a measure: what it commits to deliver, reach, keep or spend, and what it only states."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Target:
    """A quantity in a text; bounds are None where open, ``start`` and ``end`` count characters of the text."""

    start: int
    end: int
    quote: str
    value_min: float | None
    value_max: float | None
    unit: str
    comparator: str
    kind: str
    metric: str


def find_targets(text: str) -> tuple[Target, ...]:
    """All quantities of a measure in the order of its text; they do not overlap."""
    return ()
