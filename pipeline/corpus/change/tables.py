"""The tables of change between two consecutive years of a collection."""

from collections.abc import Iterator, Mapping, Sequence, Set
from itertools import groupby, pairwise
from typing import Any

from pipeline.corpus.change.deadlines import compare_deadlines
from pipeline.corpus.change.editions import TaskPair, YearPlans, pair_tasks
from pipeline.corpus.change.measures import MeasurePair, find_earlier_source, index_sentences, pair_measures
from pipeline.corpus.change.targets import TargetPair, midpoint, pair_targets
from pipeline.reading.plan import Measure
from pipeline.schema.model import COVERED_DEPTHS, DEPTHS
from pipeline.taxonomy.loading import Region

Records = list[dict[str, Any]]


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
