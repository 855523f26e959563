"""The quantities of a measure: commitments to deliver, reach, keep or spend, and mere facts."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.extract.quantities.commitments import is_commitment
from pipeline.extract.quantities.metrics import find_metric
from pipeline.extract.quantities.quantities import Quantity, find_quantities


@dataclass(frozen=True)
class Target:
    """A quantity in a text; bounds are None where open; ``start`` and ``end`` count characters."""

    start: int
    end: int
    quote: str
    value_min: float | None
    value_max: float | None
    unit: str
    comparator: str
    kind: str
    metric: str


def find_targets(text: str, year: int | None = None) -> tuple[Target, ...]:
    """All quantities of a measure in text order; they do not overlap.

    Parameters
    ----------
    text
        The measure cell.
    year
        The year of the plan, if it is known: results of earlier years are no commitments.

    Returns
    -------
    tuple of Target
        ``kind`` is ``target`` for what the plan commits to, else ``fact``. Zero and negative numbers are
        neither, except a zero stated as the aim (实现零投诉目标). Shares in words are percentages
        (半数 is 50 %).
    """
    return tuple(_target(text, quantity, year) for quantity in find_quantities(text))


def _target(text: str, quantity: Quantity, year: int | None) -> Target:
    return Target(
        start=quantity.start,
        end=quantity.end,
        quote=text[quantity.start : quantity.end],
        value_min=quantity.value_min,
        value_max=quantity.value_max,
        unit=quantity.unit,
        comparator=quantity.comparator,
        kind="target" if is_commitment(text, quantity, year) else "fact",
        metric=find_metric(text, quantity),
    )
