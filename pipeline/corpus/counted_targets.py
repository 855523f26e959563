"""Targets with their ids, and repeated ones with the id of their first mention."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

from pipeline.extract.quantities.targets import Target
from pipeline.reading.plan import Measure, ParsedPlan

_CLAUSE_END: Final = re.compile(r"[，。；！？,;]")
_MIN_RATIO: Final = 0.8
_MAX_CLAUSE: Final = 40
_MOST_CLAUSES: Final = 100
"""The most clauses of the same value that a target is compared with, so that costs grow with the targets."""


@dataclass(frozen=True)
class CountedTarget:
    """A target of a plan; ``repeat_of`` is the id of the same target in an earlier row, or ''."""

    target_id: str
    measure: Measure
    target: Target
    indicator_id: str
    repeat_of: str


def count_targets(read: ParsedPlan) -> Iterator[CountedTarget]:
    """Yield the quantities of a plan in row order.

    A quantity repeats one in an earlier row where value, unit, comparator and kind are equal and the letters
    of their clauses agree by four fifths.
    """
    earlier: dict[tuple[object, ...], dict[str, tuple[str, str]]] = {}
    for measure in read.measures:
        text = measure.row.measure.text
        pairs = zip(measure.facts.targets, measure.facts.indicator_ids, strict=True)
        for number, (target, indicator_id) in enumerate(pairs, 1):
            target_id = f"{measure.measure_id}-T{number}"
            clause = find_clause(text, target)
            value = (target.value_min, target.value_max, target.unit, target.comparator, target.kind)
            clauses = earlier.setdefault(value, {})
            repeat_of = next(
                (
                    other_id
                    for words, (other_id, measure_id) in clauses.items()
                    if measure_id != measure.measure_id and _is_similar(words, clause)
                ),
                "",
            )
            if not repeat_of and len(clauses) < _MOST_CLAUSES:
                clauses.setdefault(clause, (target_id, measure.measure_id))
            yield CountedTarget(target_id, measure, target, indicator_id, repeat_of)


def find_clause(text: str, target: Target) -> str:
    """Return the clause around a target, at most a few words on either side."""
    before = text[max(0, target.start - _MAX_CLAUSE) : target.start]
    after = text[target.end : target.end + _MAX_CLAUSE]
    return _CLAUSE_END.split(before)[-1] + target.quote + _CLAUSE_END.split(after)[0]


def _is_similar(clause: str, other: str) -> bool:
    matcher = SequenceMatcher(None, clause, other, autojunk=False)
    # The first two are cheap upper bounds of the third.
    ratios = (matcher.real_quick_ratio, matcher.quick_ratio, matcher.ratio)
    return all(ratio() >= _MIN_RATIO for ratio in ratios)
