"""The tables of change between two consecutive years of a collection, by the tasks that they share."""

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby, pairwise
from typing import Any, Final, NamedTuple

from rapidfuzz import fuzz, process

from pipeline.corpus.change.measures import MeasurePair, find_earlier_source, index_sentences, pair_measures
from pipeline.corpus.change.targets import TargetPair, midpoint, pair_targets
from pipeline.extract.deadlines import find_deadlines
from pipeline.reading.plan import Measure, ParsedPlan
from pipeline.schema.folding import fold_compatibility
from pipeline.schema.model import COVERED_DEPTHS, DEPTHS, Edition
from pipeline.taxonomy.loading import Region, Task, Taxonomy
from pipeline.taxonomy.match import normalise

Records = list[dict[str, Any]]
_CONTEXT: Final = 24
_MIN_RATIO: Final = 50
"""Minimum similarity, in %, of the words around two deadlines for the same thing."""

_SAME_NAME: Final = 0.8
"""Minimum similarity of names for the same task under any number."""
_SIMILAR_NAME: Final = 0.4
"""Minimum similarity of names for the same task under the same number."""


class DeadlineChange(NamedTuple):
    """The deadlines of both years as printed, joined by ``；``, and their change, or '', named as columns."""

    deadline_before: str
    deadline: str
    deadline_change: str


class _Due(NamedTuple):
    """A deadline as printed, with its date (None where it has none: 长期) and the words around it."""

    quote: str
    date: tuple[int, int, int] | None
    words: str


@dataclass(frozen=True)
class YearPlans:
    """The plans of one edition, its template, and the regions whose plan can't be read."""

    edition: Edition
    taxonomy: Taxonomy
    reads: Sequence[ParsedPlan]
    unread: frozenset[str] = frozenset()

    @cached_property
    def plans(self) -> Mapping[str, ParsedPlan]:
        """The plans by region_id."""
        return {read.job.plan.region_id: read for read in self.reads}

    @cached_property
    def depths(self) -> Mapping[tuple[str, str], str]:
        """The depth of every cell with measures, by region_id and task_id."""
        found: dict[tuple[str, str], str] = {}
        for read in self.reads:
            for measure in read.measures:
                for task_id in measure.match.task_ids:
                    cell = read.job.plan.region_id, task_id
                    found[cell] = max(found.get(cell, "absent"), measure.depth, key=DEPTHS.index)
        return found

    def depth(self, region_id: str, task_ids: Sequence[str]) -> str:
        """Return the greatest depth of a region at some tasks; '' without a plan or tasks."""
        if region_id not in self.plans or not task_ids:
            return ""
        depths = [self.depths.get((region_id, task_id), "absent") for task_id in task_ids]
        return max(depths, key=DEPTHS.index)

    def status(self, region: Region) -> str:
        """Return ``plan``, ``unread`` or ``no_plan``, as in the table ``regions``; '' outside its scope."""
        if region.id in self.plans:
            return "plan"
        return "unread" if region.id in self.unread else "no_plan" if region.in_scope else ""


@dataclass(frozen=True)
class TaskPair:
    """The same task in two templates; a new task has no ``before``, a dropped one no ``after``."""

    before: tuple[str, ...]
    after: str
    area_id: str


def change_records(years: Sequence[YearPlans]) -> dict[str, Records]:
    """Make the tables ``task_changes``, ``measure_changes`` and ``target_changes`` as records by name.

    Each edition is compared with the previous one of its collection.
    """
    found: dict[str, Records] = {"task_changes": [], "measure_changes": [], "target_changes": []}
    ordered = sorted(years, key=lambda plans: plans.edition)
    for _, mine in groupby(ordered, key=lambda plans: plans.edition.collection):
        for before, after in pairwise(mine):
            for name, records in _compare_years(before, after):
                found[name] += records
    return found


def _compare_years(before: YearPlans, after: YearPlans) -> Iterator[tuple[str, Records]]:
    tasks = pair_tasks(before.taxonomy.tasks, after.taxonomy.tasks)
    later: dict[str, list[str]] = {task_id: [] for pair in tasks for task_id in pair.before}
    for pair in tasks:
        for task_id in pair.before if pair.after else ():
            later[task_id].append(pair.after)
    sentences = index_sentences(before.reads)
    for region in _list_regions(before, after):
        keys = {
            "collection": after.edition.collection,
            "year_before": before.edition.year,
            "year": after.edition.year,
            "region_id": region.id,
        }
        measures: Sequence[MeasurePair] = ()
        if region.id in before.plans and region.id in after.plans:
            measures = pair_measures(before.plans[region.id], after.plans[region.id], later)
            targets = pair_targets(before.plans[region.id], after.plans[region.id], measures)
            yield "target_changes", [{**keys, **_target_record(pair)} for pair in targets]
        records = []
        for both in measures:
            year = after.edition.year
            source = find_earlier_source(both.after, year, region.id, sentences) if both.after else ""
            record = _measure_record(both, before.edition.year, year)
            records.append({**keys, **record, "first_measure_id": source})
        yield "measure_changes", records
        cells = (_task_record(before, after, region, task, measures, later) for task in tasks)
        yield "task_changes", [{**keys, **cell} for cell in cells if cell]


def _list_regions(before: YearPlans, after: YearPlans) -> list[Region]:
    known = {region.id: region for plans in (before, after) for region in plans.taxonomy.regions}
    regions = sorted(known.values(), key=lambda region: region.official_order)
    return [region for region in regions if before.status(region) or after.status(region)]


def _task_record(
    before: YearPlans,
    after: YearPlans,
    region: Region,
    pair: TaskPair,
    measures: Sequence[MeasurePair],
    parts: Mapping[str, Sequence[str]],
) -> dict[str, Any] | None:
    """Make a row of ``task_changes``; None where neither year has a cell."""
    earlier = before.depth(region.id, pair.before)
    others = {task_id for own in pair.before for task_id in parts[own]} - {pair.after}
    if others and measures:
        earlier = _depth_of_part(measures, pair, others)
    later = after.depth(region.id, (pair.after,) if pair.after else ())
    status_before, status = before.status(region) or "no_plan", after.status(region) or "no_plan"
    if not earlier and not later and "unread" not in (status_before, status):
        return None
    if later and not pair.before:
        change = "new_task"
    elif earlier and not pair.after:
        change = "dropped_task"
    elif not pair.before or not pair.after:
        return None
    elif status != "plan":
        change = status
    elif status_before != "plan":
        change = f"{status_before}_before"
    else:
        change = _compare_depths(earlier, later, _are_unchanged(measures, pair))
    return {
        "area_id": pair.area_id,
        "task_id_before": ";".join(pair.before),
        "task_id": pair.after,
        "depth_before": earlier,
        "depth": later,
        "change": change,
    }


def _depth_of_part(measures: Sequence[MeasurePair], task: TaskPair, others: Set[str]) -> str:
    """Return the earlier depth of a part of a split task, without measures that only its other parts keep."""
    depths = [
        pair.before.depth
        for pair in measures
        if pair.before and set(task.before) & set(pair.before.match.task_ids)
        if not pair.after
        or task.after in pair.after.match.task_ids
        or others.isdisjoint(pair.after.match.task_ids)
    ]
    return max(depths, key=DEPTHS.index, default="absent")


def _are_unchanged(measures: Sequence[MeasurePair], task: TaskPair) -> bool:
    """Whether all measures for a task are unchanged."""
    return all(
        pair.change == "unchanged"
        for pair in measures
        if (pair.after and task.after in pair.after.match.task_ids)
        or (pair.before and set(task.before) & set(pair.before.match.task_ids))
    )


def _compare_depths(before: str, after: str, is_unchanged: bool) -> str:
    if before == after or is_unchanged:
        return "same"
    covered = before in COVERED_DEPTHS, after in COVERED_DEPTHS
    if covered == (False, True):
        return "gained"
    if covered == (True, False):
        return "lost"
    return "deepened" if DEPTHS.index(after) > DEPTHS.index(before) else "thinned"


def _join_task_ids(before: Measure | None, after: Measure | None) -> str:
    measure = after or before
    return ";".join(measure.match.task_ids) if measure else ""


def _measure_record(pair: MeasurePair, year_before: int, year: int) -> dict[str, Any]:
    return {
        "task_id": _join_task_ids(pair.before, pair.after),
        "measure_id_before": pair.before.measure_id if pair.before else "",
        "measure_id": pair.after.measure_id if pair.after else "",
        "change": pair.change,
        "similarity": pair.similarity,
        "certain": pair.certain,
        **compare_deadlines(pair.before, pair.after, year_before, year)._asdict(),
    }


def _target_record(pair: TargetPair) -> dict[str, Any]:
    one, other = pair.before, pair.after
    known = other or one
    return {
        "task_id": _join_task_ids(one.measure if one else None, other.measure if other else None),
        "indicator_id": known.indicator_id if known else "",
        "target_id_before": one.target_id if one else "",
        "target_id": other.target_id if other else "",
        "value_before": midpoint(one.target) if one else None,
        "value": midpoint(other.target) if other else None,
        "change": pair.change,
        "certain": pair.certain,
    }


def compare_deadlines(
    before: Measure | None, after: Measure | None, year_before: int, year: int
) -> DeadlineChange:
    """Compare the deadlines of a measure; the values are those of the column ``deadline_change``.

    Dates within their plans' years are compared by month and day, others as they are: for plans of 2018 and
    2019, 2018年6月底前 and 2019年6月底前 is kept, 2020年底前 and 2021年底前 is later.
    """
    old, new = _find_deadlines(before, year_before), _find_deadlines(after, year)
    quote_before, quote = ("；".join(due.quote for due in side) for side in (old, new))
    if not (before and after and (old or new)):
        return DeadlineChange(quote_before, quote, "")
    changes, unpaired = set(), list(old)
    for due in new:
        earlier = _pop_similar(due, unpaired, is_only=len(old) == len(new) == 1)
        changes.add(_compare(earlier, due, year_before, year) if earlier else "new")
    changes |= {"dropped"} if unpaired else set()
    changes -= {"kept"}
    change = "kept" if not changes else changes.pop() if len(changes) == 1 else "moved"
    return DeadlineChange(quote_before, quote, change)


def _find_deadlines(measure: Measure | None, year: int) -> list[_Due]:
    if measure is None:
        return []
    text, cell = measure.row.measure.text, measure.row.deadline.text
    found = []
    for due in find_deadlines(fold_compatibility(text), year):
        words = text[max(0, due.start - _CONTEXT) : due.start] + text[due.end : due.end + _CONTEXT]
        found.append(_Due(text[due.start : due.end], due.date, words))
    if cell:
        dates = [due.date for due in find_deadlines(fold_compatibility(cell), year, is_column=True)]
        found.append(_Due(cell, max(dates, default=None), ""))
    return found


def _pop_similar(due: _Due, earlier: list[_Due], *, is_only: bool) -> _Due | None:
    """Remove and return the earlier deadline for the same thing; a deadline cell matches a deadline cell."""
    if is_only and earlier:
        return earlier.pop()
    same = [at for at, other in enumerate(earlier) if bool(other.words) == bool(due.words)]
    if due.words and same:
        match = process.extractOne(
            due.words, [earlier[at].words for at in same], scorer=fuzz.ratio, score_cutoff=_MIN_RATIO
        )
        same = [same[match[2]]] if match else []
    return earlier.pop(same[0]) if same else None


def _compare(before: _Due, after: _Due, year_before: int, year: int) -> str:
    if before.date is None or after.date is None:
        return "kept" if before.quote == after.quote else "moved"
    old, new = before.date, after.date
    if (old[0], new[0]) == (year_before, year):
        old, new = (0, *old[1:]), (0, *new[1:])
    return "kept" if old == new else "earlier" if new < old else "later"


def pair_tasks(before: Sequence[Task], after: Sequence[Task]) -> list[TaskPair]:
    """Pair the tasks of a template with those of the previous one; the dropped ones come last.

    A task is paired with those that it ``replaces``; else with the one of nearly the same name under any id;
    else with the one of its id, unless that is paired or has a very different name. A template that is valid
    for two years has the same tasks in both, whatever they replace.
    """
    earlier = {task.id: task for task in before}
    if list(before) == list(after):
        return [TaskPair((task.id,), task.id, task.area_id) for task in after]
    found = {
        task.id: tuple(task_id for task_id in task.replaces if task_id in earlier)
        or _find_same_name(task, before)
        for task in after
    }
    paired = {task_id for task_ids in found.values() for task_id in task_ids}
    for task in after:
        same = earlier.get(task.id)
        if same and not found[task.id] and same.id not in paired and _similarity(task, same) >= _SIMILAR_NAME:
            found[task.id] = (same.id,)
    paired = {task_id for task_ids in found.values() for task_id in task_ids}
    pairs = [TaskPair(found[task.id], task.id, task.area_id) for task in after]
    return pairs + [TaskPair((task.id,), "", task.area_id) for task in before if task.id not in paired]


def _find_same_name(task: Task, earlier: Sequence[Task]) -> tuple[str, ...]:
    ranked = ((_similarity(task, other), other.id == task.id, other.id) for other in earlier)
    score, _, best = max(ranked, key=lambda rank: rank[:2], default=(0.0, False, ""))
    return (best,) if score >= _SAME_NAME else ()


def _similarity(one: Task, other: Task) -> float:
    return fuzz.ratio(normalise(one.name_zh), normalise(other.name_zh)) / 100
