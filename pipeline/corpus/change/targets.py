"""Pairs the targets of paired measures, and says what became of each."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from rapidfuzz import fuzz

from pipeline.corpus.change.measures import MeasurePair, letters_of
from pipeline.corpus.change.reversals import is_reversed
from pipeline.corpus.counted_targets import CountedTarget, clause_of, count_targets
from pipeline.extract.quantities.targets import Target
from pipeline.extract.quantities.units import common_scale
from pipeline.reading.plan import PlanRead

_SURE: Final = 0.7
_DOUBTFUL: Final = 0.45
"""Likeness of the clauses around two figures from which they are paired without a common name."""
_BASIS: Final = re.compile(
    r"新增|累计|总[数量额]|同比|比上年|每年|年均|每[县市区乡镇村个家]|各[县市区州地]|(?:增长|提高|提升|增加|下降|降低)(?![到至])"
)
"""What figures of one name are counted by; where it differs, they may not be comparable."""
_NUMBER: Final = re.compile(r"[\d.,%％一二三四五六七八九十百千万亿]+")


@dataclass(frozen=True)
class TargetPair:
    """A target of two years; one of them is None where it was added or dropped."""

    before: CountedTarget | None
    after: CountedTarget | None
    change: str
    certain: bool


def value_of(target: Target) -> float | None:
    """One value for a target: the midpoint of a range, the bound of an open one."""
    bounds = [bound for bound in (target.value_min, target.value_max) if bound is not None]
    return sum(bounds) / len(bounds) if bounds else None


def pair_targets(before: PlanRead, after: PlanRead, measures: Sequence[MeasurePair]) -> list[TargetPair]:
    """The targets of two plans of a region, those of each pair of measures together.

    Repeated targets count once, and what is merely stated is no target, as everywhere; but in a measure whose
    text is carried over, a figure stays a target though the year that it names has gone by.
    """
    old, new = _by_measure(before), _by_measure(after)
    pairs: list[TargetPair] = []
    left: tuple[list[CountedTarget], list[CountedTarget]] = ([], [])
    for measure in measures:
        earlier = old.get(measure.before.measure_id, []) if measure.before else []
        later = new.get(measure.after.measure_id, []) if measure.after else []
        if measure.change == "unchanged" and len(earlier) == len(later):
            kept = [pair for pair in zip(earlier, later, strict=True) if any(map(_is_counted, pair))]
            pairs += [TargetPair(one, other, "kept", True) for one, other in kept]
            continue
        earlier, later = list(filter(_is_target, earlier)), list(filter(_is_target, later))
        found = list(_matched(earlier, later))
        pairs += [
            _compared(one, other, certain and measure.certain)
            for certain, one, other in found
            if _is_counted(one) or _is_counted(other)
        ]
        paired = {counted.target_id for _, *pair in found for counted in pair}
        left[0].extend(one for one in earlier if _is_counted(one) and one.target_id not in paired)
        left[1].extend(other for other in later if _is_counted(other) and other.target_id not in paired)
    moved = [
        (one, other)
        for _, one, other in _matched(*left)
        if one.target.metric and one.target.metric == other.target.metric
    ]
    pairs += [_compared(one, other, False) for one, other in moved]
    gone = [one for one in left[0] if all(one is not pair[0] for pair in moved)]
    came = [other for other in left[1] if all(other is not pair[1] for pair in moved)]
    texts = {
        measure_id: _words_of(other.row.measure.text)
        for pair in measures
        if pair.before and pair.after
        for measure_id, other in ((pair.before.measure_id, pair.after), (pair.after.measure_id, pair.before))
    }
    pairs += [TargetPair(one, None, "dropped", _is_gone(one, texts)) for one in gone]
    return pairs + [TargetPair(None, other, "new", _is_gone(other, texts)) for other in came]


def _words_of(text: str) -> str:
    return letters_of(_NUMBER.sub("", text))


def _is_gone(counted: CountedTarget, texts: Mapping[str, str]) -> bool:
    """Whether the paired measure (by id) lacks its words; else it may state the figure in another way."""
    (clause,) = _clauses(counted)
    words = _words_of(clause.replace(counted.target.quote, ""))
    return not words or words not in texts.get(counted.measure.measure_id, "")


def _by_measure(read: PlanRead) -> Mapping[str, list[CountedTarget]]:
    found: dict[str, list[CountedTarget]] = {}
    for counted in count_targets(read):
        found.setdefault(counted.measure.measure_id, []).append(counted)
    return found


def _is_target(counted: CountedTarget) -> bool:
    return counted.target.kind == "target"


def _is_counted(counted: CountedTarget) -> bool:
    return _is_target(counted) and not counted.repeat_of


def _matched(
    earlier: Sequence[CountedTarget], later: Sequence[CountedTarget]
) -> Iterator[tuple[bool, CountedTarget, CountedTarget]]:
    """The likest pairs first, each target once; whether the pair is certain."""
    scored = [
        (*scores, place, one, other)
        for place, one in enumerate(earlier)
        for other in later
        if (scores := _likeness(one, other)) is not None
    ]
    taken: set[str] = set()
    for _, certain, _, one, other in sorted(scored, key=lambda pair: (-pair[0], pair[2])):
        if one.target_id not in taken and other.target_id not in taken:
            taken |= {one.target_id, other.target_id}
            yield certain, one, other


def _likeness(one: CountedTarget, other: CountedTarget) -> tuple[float, bool] | None:
    """A score, and whether it makes a pair certain; None where two figures have nothing in common."""
    alike = fuzz.ratio(*map(_words_of, _clauses(one, other))) / 100
    unit = common_scale(one.target.unit, other.target.unit) is not None
    named = unit and (
        (bool(one.indicator_id) and one.indicator_id == other.indicator_id)
        or (bool(one.target.metric) and one.target.metric == other.target.metric)
    )
    if not named and alike < (_DOUBTFUL if unit else _SURE):
        return None
    same = one.target.quote == other.target.quote
    return alike + named + 0.5 * unit + 0.1 * same, bool(named) or alike >= _SURE


def _compared(one: CountedTarget, other: CountedTarget, certain: bool) -> TargetPair:
    """Raised or lowered is what all bounds that both have agree on: from 3–5 to 4 is neither."""
    before, after = one.target, other.target
    same_basis = _basis_of(one) == _basis_of(other)
    scale = common_scale(before.unit, after.unit)
    bounds = (before.value_min, after.value_min), (before.value_max, after.value_max)
    steps = {_step(was, now * (scale or 1)) for was, now in bounds if was is not None and now is not None}
    alike = before.comparator == after.comparator and all(
        (was is None) == (now is None) for was, now in bounds
    )
    if is_reversed(*_clauses(one, other)):
        change = "reversed"
    elif scale is None or (before.unit != after.unit and not same_basis):
        change = "reworded"
    elif steps == {0} and alike:
        change = "kept"
    elif 1 in steps and -1 not in steps:
        change = "raised"
    elif -1 in steps and 1 not in steps:
        change = "lowered"
    else:
        change = "reworded"
    return TargetPair(one, other, change, certain and same_basis)


def _step(was: float, now: float) -> int:
    return 0 if math.isclose(was, now) else 1 if now > was else -1


def _clauses(*sides: CountedTarget) -> Iterator[str]:
    return (clause_of(counted.measure.row.measure.text, counted.target) for counted in sides)


def _basis_of(counted: CountedTarget) -> frozenset[str]:
    """The words that tell an addition, a total and a figure a year of one thing apart."""
    return frozenset(found for clause in _clauses(counted) for found in _BASIS.findall(clause))
