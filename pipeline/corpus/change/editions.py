"""The plans of a year as change between years sees them, and the tasks that two templates have in common."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from rapidfuzz import fuzz

from pipeline.reading.plan import PlanRead
from pipeline.schema.model import DEPTHS, Edition
from pipeline.taxonomy.loading import Region, Task, Taxonomy
from pipeline.taxonomy.match import normalise

_SAME_NAME: Final = 0.8
_OTHER_NAME: Final = 0.4


@dataclass(frozen=True)
class YearPlans:
    """The plans of one collection for one year, its template, and the regions whose plan is unreadable."""

    edition: Edition
    taxonomy: Taxonomy
    reads: Sequence[PlanRead]
    unread: frozenset[str] = frozenset()

    @cached_property
    def plans(self) -> Mapping[str, PlanRead]:
        """The plans by region_id."""
        return {read.job.plan.region_id: read for read in self.reads}

    @cached_property
    def depths(self) -> Mapping[tuple[str, str], str]:
        """The depth of every cell that any measure answers, by region_id and task_id."""
        found: dict[tuple[str, str], str] = {}
        for read in self.reads:
            for measure in read.measures:
                for task_id in measure.match.task_ids:
                    cell = read.job.plan.region_id, task_id
                    found[cell] = max(found.get(cell, "absent"), measure.depth, key=DEPTHS.index)
        return found

    def depth(self, region_id: str, task_ids: Sequence[str]) -> str:
        """The deepest answer of a region to some tasks; '' where it has no plan, or the template no task."""
        if region_id not in self.plans or not task_ids:
            return ""
        depths = [self.depths.get((region_id, task_id), "absent") for task_id in task_ids]
        return max(depths, key=DEPTHS.index)

    def status(self, region: Region) -> str:
        """``plan``, ``unread`` or ``no_plan``, as in the table ``regions``; '' outside its scope."""
        if region.id in self.plans:
            return "plan"
        if region.id in self.unread:
            return "unread"
        return "no_plan" if region.in_scope else ""


@dataclass(frozen=True)
class TaskPair:
    """Tasks of two templates that are the same work; a new task has no ``before``, a dropped no ``after``."""

    before: tuple[str, ...]
    after: str
    area_id: str


def pair_tasks(before: Sequence[Task], after: Sequence[Task]) -> list[TaskPair]:
    """The tasks of a template with those of the template before, then the ones that were dropped.

    A task stands for those that it ``replaces``; else for the one of nearly its name, whatever its number;
    else for the one of its id, unless another stands for that or it has wholly another name. What it replaces
    counts only from another template: one that holds for two years has the same tasks in both.
    """
    earlier = {task.id: task for task in before}
    if list(before) == list(after):
        return [TaskPair((task.id,), task.id, task.area_id) for task in after]
    found = {
        task.id: tuple(task_id for task_id in task.replaces if task_id in earlier)
        or _of_its_name(task, before)
        for task in after
    }
    taken = {task_id for task_ids in found.values() for task_id in task_ids}
    for task in after:
        same = earlier.get(task.id)
        if same and not found[task.id] and same.id not in taken and _likeness(task, same) >= _OTHER_NAME:
            found[task.id] = (same.id,)
    kept = {task_id for task_ids in found.values() for task_id in task_ids}
    pairs = [TaskPair(found[task.id], task.id, task.area_id) for task in after]
    return pairs + [TaskPair((task.id,), "", task.area_id) for task in before if task.id not in kept]


def _of_its_name(task: Task, earlier: Sequence[Task]) -> tuple[str, ...]:
    likeness = {other.id: (_likeness(task, other), other.id == task.id) for other in earlier}
    nearest = max(likeness, key=lambda task_id: likeness[task_id], default="")
    return (nearest,) if nearest and likeness[nearest][0] >= _SAME_NAME else ()


def _likeness(one: Task, other: Task) -> float:
    return fuzz.ratio(normalise(one.name_zh), normalise(other.name_zh)) / 100
