"""Pairs the targets of paired measures, and compares their values."""

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from rapidfuzz import fuzz

from pipeline.corpus.change.measures import MeasurePair, is_reversed, strip_punctuation
from pipeline.corpus.counted_targets import CountedTarget, count_targets, find_clause
from pipeline.extract.quantities.targets import Target
from pipeline.extract.quantities.units import conversion_factor
from pipeline.reading.plan import ParsedPlan

_SURE: Final = 0.7
_DOUBTFUL: Final = 0.45
"""Minimum similarity of the clauses around two figures without a common name; the lower one if their units
can be compared."""
_BASIS: Final = re.compile(
    r"新增|累计|总[数量额]|同比|比上年|每年|年均|每[县市区乡镇村个家]|各[县市区州地]|(?:增长|提高|提升|增加|下降|降低)(?![到至])"
)
"""Words for the basis of a figure; figures of one name on different bases may not be comparable."""
_NUMBER: Final = re.compile(r"[\d.,%％一二三四五六七八九十百千万亿]+")


@dataclass(frozen=True)
class TargetPair:
    """A target in two years; None where it was added or dropped."""

    before: CountedTarget | None
    after: CountedTarget | None
    change: str
    certain: bool


def midpoint(target: Target) -> float | None:
    """Return the midpoint of a range, or the bound of an open one."""
    bounds = [bound for bound in (target.value_min, target.value_max) if bound is not None]
    return sum(bounds) / len(bounds) if bounds else None


def pair_targets(before: ParsedPlan, after: ParsedPlan, measures: Sequence[MeasurePair]) -> list[TargetPair]:
    """Pair the targets of two plans of a region, those of each pair of measures together.

    As everywhere, repeated targets count once and facts are no targets; but in a measure with unchanged text,
    a figure stays a target though its year has passed.
    """
    old, new = _group_by_measure(before), _group_by_measure(after)
    pairs: list[TargetPair] = []
    unpaired: tuple[list[CountedTarget], list[CountedTarget]] = ([], [])
    for measure in measures:
        earlier = old.get(measure.before.measure_id, []) if measure.before else []
        later = new.get(measure.after.measure_id, []) if measure.after else []
        if measure.change == "unchanged" and len(earlier) == len(later):
            kept = [pair for pair in zip(earlier, later, strict=True) if any(map(_is_counted, pair))]
            pairs += [TargetPair(one, other, "kept", True) for one, other in kept]
            continue
        earlier, later = list(filter(_is_target, earlier)), list(filter(_is_target, later))
        found = list(_match_targets(earlier, later))
        pairs += [
            _compare(one, other, certain and measure.certain)
            for certain, one, other in found
            if _is_counted(one) or _is_counted(other)
        ]
        paired = {counted.target_id for _, *pair in found for counted in pair}
        for rest, side in zip(unpaired, (earlier, later), strict=True):
            rest += [target for target in side if _is_counted(target) and target.target_id not in paired]
    moved = [
        (one, other)
        for _, one, other in _match_targets(*unpaired)
        if one.target.metric and one.target.metric == other.target.metric
    ]
    pairs += [_compare(one, other, False) for one, other in moved]
    dropped = [one for one in unpaired[0] if all(one is not pair[0] for pair in moved)]
    added = [other for other in unpaired[1] if all(other is not pair[1] for pair in moved)]
    texts = {
        measure_id: _remove_numbers(other.row.measure.text)
        for pair in measures
        if pair.before and pair.after
        for measure_id, other in ((pair.before.measure_id, pair.after), (pair.after.measure_id, pair.before))
    }
    pairs += [TargetPair(one, None, "dropped", _is_absent(one, texts)) for one in dropped]
    return pairs + [TargetPair(None, other, "new", _is_absent(other, texts)) for other in added]


def _remove_numbers(text: str) -> str:
    return strip_punctuation(_NUMBER.sub("", text))


def _is_absent(counted: CountedTarget, texts: Mapping[str, str]) -> bool:
    """Whether the paired measure lacks the target's words; else it may state the figure in another way."""
    (clause,) = _clauses(counted)
    words = _remove_numbers(clause.replace(counted.target.quote, ""))
    return not words or words not in texts.get(counted.measure.measure_id, "")


def _group_by_measure(read: ParsedPlan) -> Mapping[str, list[CountedTarget]]:
    found: dict[str, list[CountedTarget]] = {}
    for counted in count_targets(read):
        found.setdefault(counted.measure.measure_id, []).append(counted)
    return found


def _is_target(counted: CountedTarget) -> bool:
    return counted.target.kind == "target"


def _is_counted(counted: CountedTarget) -> bool:
    return _is_target(counted) and not counted.repeat_of


def _match_targets(
    earlier: Sequence[CountedTarget], later: Sequence[CountedTarget]
) -> Iterator[tuple[bool, CountedTarget, CountedTarget]]:
    """Match each target once, the most similar pairs first; yields whether a pair is certain."""
    scored = [
        (*scores, index, one, other)
        for index, one in enumerate(earlier)
        for other in later
        if (scores := _score_pair(one, other)) is not None
    ]
    paired: set[str] = set()
    for _, certain, _, one, other in sorted(scored, key=lambda pair: (-pair[0], pair[2])):
        if one.target_id not in paired and other.target_id not in paired:
            paired |= {one.target_id, other.target_id}
            yield certain, one, other


def _score_pair(one: CountedTarget, other: CountedTarget) -> tuple[float, bool] | None:
    """Return a score and whether the pair is certain; None for unrelated figures."""
    similarity = fuzz.ratio(*map(_remove_numbers, _clauses(one, other))) / 100
    same_unit = conversion_factor(one.target.unit, other.target.unit) is not None
    same_name = same_unit and (
        (bool(one.indicator_id) and one.indicator_id == other.indicator_id)
        or (bool(one.target.metric) and one.target.metric == other.target.metric)
    )
    if not same_name and similarity < (_DOUBTFUL if same_unit else _SURE):
        return None
    same_quote = one.target.quote == other.target.quote
    score = similarity + same_name + 0.5 * same_unit + 0.1 * same_quote
    return score, same_name or similarity >= _SURE


def _compare(one: CountedTarget, other: CountedTarget, certain: bool) -> TargetPair:
    """Compare two targets; raised or lowered is what all common bounds agree on: 3–5 to 4 is neither."""
    before, after = one.target, other.target
    same_basis = _find_basis(one) == _find_basis(other)
    scale = conversion_factor(before.unit, after.unit)
    bounds = (before.value_min, after.value_min), (before.value_max, after.value_max)
    signs = {_sign(old, new * (scale or 1)) for old, new in bounds if old is not None and new is not None}
    same_form = before.comparator == after.comparator and all(
        (old is None) == (new is None) for old, new in bounds
    )
    if is_reversed(*_clauses(one, other)):
        change = "reversed"
    elif scale is None or (before.unit != after.unit and not same_basis):
        change = "reworded"
    elif signs == {0} and same_form:
        change = "kept"
    elif 1 in signs and -1 not in signs:
        change = "raised"
    elif -1 in signs and 1 not in signs:
        change = "lowered"
    else:
        change = "reworded"
    return TargetPair(one, other, change, certain and same_basis)


def _sign(old: float, new: float) -> int:
    return 0 if math.isclose(old, new) else 1 if new > old else -1


def _clauses(*sides: CountedTarget) -> Iterator[str]:
    return (find_clause(counted.measure.row.measure.text, counted.target) for counted in sides)


def _find_basis(counted: CountedTarget) -> frozenset[str]:
    """Return the words that distinguish an addition, a total and an annual figure."""
    return frozenset(found for clause in _clauses(counted) for found in _BASIS.findall(clause))
