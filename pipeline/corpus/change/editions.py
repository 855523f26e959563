"""The plans of a year, and the tasks that two templates have in common."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from rapidfuzz import fuzz

from pipeline.reading.plan import ParsedPlan
from pipeline.schema.model import DEPTHS, Edition
from pipeline.taxonomy.loading import Region, Task, Taxonomy
from pipeline.taxonomy.match import normalise

_SAME_NAME: Final = 0.8
"""Minimum similarity of names for the same task under any number."""
_SIMILAR_NAME: Final = 0.4
"""Minimum similarity of names for the same task under the same number."""


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
