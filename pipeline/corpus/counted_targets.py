"""Targets for counting: each with its id, and a repeated one with the row of its first mention."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

from pipeline.extract.quantities.targets import Target
from pipeline.reading.plan import Measure, PlanRead

_CLAUSE_END: Final = re.compile(r"[，。；！？,;]")
_SAME_WORDS: Final = 0.8
_WIDEST_CLAUSE: Final = 40
_MOST_CLAUSES: Final = 100
"""With how many clauses of the same value a target is compared, so that costs stay in step with targets."""


@dataclass(frozen=True)
class CountedTarget:
    """A target of a plan; ``repeat_of`` is the id of the same target in an earlier row, or ''."""

    target_id: str
    measure: Measure
    target: Target
    indicator_id: str
    repeat_of: str


def count_targets(read: PlanRead) -> Iterator[CountedTarget]:
    """The quantities of a plan in row order.

    A quantity is the same as one in an earlier row where value, unit, comparator and kind are equal and the
    letters of their clauses agree by four fifths; within one row nothing is a repeat.
    """
    earlier: dict[tuple[object, ...], dict[str, tuple[str, str]]] = {}
    for measure in read.measures:
        text = measure.row.measure.text
        pairs = zip(measure.facts.targets, measure.facts.indicator_ids, strict=True)
        for number, (target, indicator_id) in enumerate(pairs, 1):
            target_id = f"{measure.measure_id}-T{number}"
            clause = clause_of(text, target)
            value = (target.value_min, target.value_max, target.unit, target.comparator, target.kind)
            clauses = earlier.setdefault(value, {})
            repeat_of = next(
                (
                    other_id
                    for words, (other_id, measure_id) in clauses.items()
                    if measure_id != measure.measure_id and _alike(words, clause)
                ),
                "",
            )
            if not repeat_of and len(clauses) < _MOST_CLAUSES:
                clauses.setdefault(clause, (target_id, measure.measure_id))
            yield CountedTarget(target_id, measure, target, indicator_id, repeat_of)


def clause_of(text: str, target: Target) -> str:
    """The text around a target, up to clause marks and at most a few words."""
    before = text[max(0, target.start - _WIDEST_CLAUSE) : target.start]
    after = text[target.end : target.end + _WIDEST_CLAUSE]
    end = _CLAUSE_END.search(after)
    return _CLAUSE_END.split(before)[-1] + target.quote + after[: end.start() if end else None]


def _alike(words: str, others: str) -> bool:
    matcher = SequenceMatcher(None, words, others, autojunk=False)
    # The first two are bounds of the third, and cost much less.
    return all(
        ratio() >= _SAME_WORDS for ratio in (matcher.real_quick_ratio, matcher.quick_ratio, matcher.ratio)
    )
