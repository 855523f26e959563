"""Extract the quantities of a measure as commitments or facts."""

from dataclasses import dataclass

from pipeline.extract.quantities.commitments import is_commitment
from pipeline.extract.quantities.metrics import find_metric
from pipeline.extract.quantities.quantities import find_quantities


@dataclass(frozen=True)
class Target:
    """A quantity in a text; open bounds are None; ``kind`` is ``target`` for commitments, else ``fact``."""

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
    """Extract all quantities of a measure in text order, without overlaps.

    ``year`` is the plan's: results of earlier years are no commitments. Zero and negative numbers are left
    out, except a zero that is the aim (实现零投诉目标). Shares in words are percentages (半数 is 50 %).
    """
    return tuple(
        Target(
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
        for quantity in find_quantities(text)
    )
