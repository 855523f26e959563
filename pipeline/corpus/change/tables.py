"""The tables of change between two consecutive years of a collection."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from itertools import groupby, pairwise
from typing import Any

from pipeline.corpus.change.deadlines import compare_deadlines
from pipeline.corpus.change.editions import TaskPair, YearPlans, pair_tasks
from pipeline.corpus.change.measures import MeasurePair, first_elsewhere, index_sentences, pair_measures
from pipeline.corpus.change.targets import TargetPair, pair_targets, value_of
from pipeline.reading.plan import Measure
from pipeline.schema.model import COVERED_DEPTHS, DEPTHS
from pipeline.taxonomy.loading import Region

Records = list[dict[str, Any]]
Texts = Sequence[MeasurePair]


def change_records(years: Sequence[YearPlans]) -> dict[str, Records]:
    """The tables ``task_changes``, ``measure_changes`` and ``target_changes`` as records by name.

    Parameters
    ----------
    years
        Any collections and years; each is compared with the year before it that its collection has.
    """
    found: dict[str, Records] = {"task_changes": [], "measure_changes": [], "target_changes": []}
    ordered = sorted(years, key=lambda plans: plans.edition)
    for _, mine in groupby(ordered, key=lambda plans: plans.edition.collection):
        for before, after in pairwise(mine):
            for name, records in _changes(before, after):
                found[name] += records
    return found


def _changes(before: YearPlans, after: YearPlans) -> Iterator[tuple[str, Records]]:
    tasks = pair_tasks(before.taxonomy.tasks, after.taxonomy.tasks)
    later: dict[str, list[str]] = {task_id: [] for pair in tasks for task_id in pair.before}
    for pair in tasks:
        for task_id in pair.before if pair.after else ():
            later[task_id].append(pair.after)
    sentences = index_sentences(before.reads)
    for region in _regions(before, after):
        place = {
            "collection": after.edition.collection,
            "year_before": before.edition.year,
            "year": after.edition.year,
            "region_id": region.id,
        }
        texts: Texts = ()
        if region.id in before.plans and region.id in after.plans:
            texts = pair_measures(before.plans[region.id], after.plans[region.id], later)
            targets = pair_targets(before.plans[region.id], after.plans[region.id], texts)
            yield "target_changes", [{**place, **_target(pair)} for pair in targets]
        records = []
        for text in texts:
            source = (
                first_elsewhere(text.after, after.edition.year, region.id, sentences) if text.after else ""
            )
            found = _measure(text, before.edition.year, after.edition.year)
            records.append({**place, **found, "first_measure_id": source})
        yield "measure_changes", records
        cells = (_cell(before, after, region, pair, texts, later) for pair in tasks)
        yield "task_changes", [{**place, **cell} for cell in cells if cell]


def _regions(before: YearPlans, after: YearPlans) -> list[Region]:
    known = {region.id: region for plans in (before, after) for region in plans.taxonomy.regions}
    regions = sorted(known.values(), key=lambda region: region.official_order)
    return [region for region in regions if before.status(region) or after.status(region)]


def _cell(
    before: YearPlans,
    after: YearPlans,
    region: Region,
    pair: TaskPair,
    texts: Texts,
    parts: Mapping[str, Sequence[str]],
) -> dict[str, Any] | None:
    """A row of ``task_changes``; None where neither year has a plan or a task to speak of."""
    earlier = before.depth(region.id, pair.before)
    if others := {task_id for own in pair.before for task_id in parts[own]} - {pair.after}:
        earlier = _depth_of_part(texts, pair, others) if texts else earlier
    later = after.depth(region.id, (pair.after,) if pair.after else ())
    was, now = before.status(region) or "no_plan", after.status(region) or "no_plan"
    if not earlier and not later and "unread" not in (was, now):
        return None
    if later and not pair.before:
        change = "new_task"
    elif earlier and not pair.after:
        change = "dropped_task"
    elif not pair.before or not pair.after:
        return None
    elif now != "plan":
        change = now
    elif was != "plan":
        change = f"{was}_before"
    else:
        change = _compare_depths(earlier, later, _are_carried_over(texts, pair))
    return {
        "area_id": pair.area_id,
        "task_id_before": ";".join(pair.before),
        "task_id": pair.after,
        "depth_before": earlier,
        "depth": later,
        "change": change,
    }


def _depth_of_part(texts: Texts, pair: TaskPair, others: Set[str]) -> str:
    """The earlier depth of a part of a split task: without measures that went on in its other parts alone."""
    depths = [
        text.before.depth
        for text in texts
        if text.before and set(pair.before) & set(text.before.match.task_ids)
        if not text.after
        or pair.after in text.after.match.task_ids
        or others.isdisjoint(text.after.match.task_ids)
    ]
    return max(depths, key=DEPTHS.index, default="absent")


def _are_carried_over(texts: Texts, pair: TaskPair) -> bool:
    """Whether all texts for a task are those of the year before."""
    mine = [
        text
        for text in texts
        if (text.after and pair.after in text.after.match.task_ids)
        or (text.before and set(pair.before) & set(text.before.match.task_ids))
    ]
    return all(text.change == "unchanged" for text in mine)


def _compare_depths(before: str, after: str, carried_over: bool) -> str:
    if before == after or carried_over:
        return "same"
    covered = before in COVERED_DEPTHS, after in COVERED_DEPTHS
    if covered == (False, True):
        return "gained"
    if covered == (True, False):
        return "lost"
    return "deepened" if DEPTHS.index(after) > DEPTHS.index(before) else "thinned"


def _task_of(before: Measure | None, after: Measure | None) -> str:
    if after is not None:
        return ";".join(after.match.task_ids)
    return ";".join(before.match.task_ids) if before else ""


def _measure(pair: MeasurePair, year_before: int, year: int) -> dict[str, Any]:
    due = compare_deadlines(pair.before, pair.after, year_before, year)
    return {
        "task_id": _task_of(pair.before, pair.after),
        "measure_id_before": pair.before.measure_id if pair.before else "",
        "measure_id": pair.after.measure_id if pair.after else "",
        "change": pair.change,
        "similarity": pair.similarity,
        "certain": pair.certain,
        "deadline_before": due.before,
        "deadline": due.after,
        "deadline_change": due.change,
    }


def _target(pair: TargetPair) -> dict[str, Any]:
    one, other = pair.before, pair.after
    known = other or one
    return {
        "task_id": _task_of(one.measure if one else None, other.measure if other else None),
        "indicator_id": known.indicator_id if known else "",
        "target_id_before": one.target_id if one else "",
        "target_id": other.target_id if other else "",
        "value_before": value_of(one.target) if one else None,
        "value": value_of(other.target) if other else None,
        "change": pair.change,
        "certain": pair.certain,
    }
