"""The local tasks that the page shows, and the names of what they are about."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

import pandas as pd

from pages.ui import data, filters
from pages.ui.evidence.evidence import records
from pages.ui.text import Names, column, source_lines, t

FILE: Final = "plan-atlas-local-tasks"

KINDS: Final[Names] = {
    "local": {"zh": "自有名称", "en": "own task"},
    "other": {"zh": "其他", "en": "other"},
}

Asked = dict[str, tuple[str, ...] | None]


@dataclass(frozen=True)
class LocalTask:
    """A local task as it is written; ``name`` is its task, or what its measure begins with."""

    measure_id: str
    region_id: str
    area_id: str
    kind: str
    name: str
    group_id: str
    group_name: str
    group_regions: int
    score: float
    shared_words: str
    nearest_task_id: str
    nearest_score: float
    nearest_words: str
    measure_text: str
    departments_text: str
    first_line: int
    last_line: int

    @property
    def place(self) -> str:
        """Where it stands in the source."""
        return source_lines(self.first_line, self.last_line)

    @property
    def shared(self) -> bool:
        """Whether other regions have the same idea."""
        return self.group_regions > 1

    @property
    def repeated(self) -> bool:
        """Whether only its own region has the same idea once more."""
        return self.group_regions == 1 and self.score > 0


@dataclass(frozen=True)
class Idea:
    """Local tasks of several regions that are the same idea."""

    group_id: str
    name: str
    members: tuple[LocalTask, ...]

    @property
    def words(self) -> tuple[str, ...]:
        """The words by which they are the same, the most telling of the first member first."""
        return tuple(dict.fromkeys(word for task in self.members for word in listed(task.shared_words)))

    @property
    def region_ids(self) -> tuple[str, ...]:
        """The regions that have it, in the official order."""
        return tuple(dict.fromkeys(task.region_id for task in self.members))


def listed(words: str) -> list[str]:
    """The words of a column that joins them."""
    return words.split(";") if words else []


def asked(chosen: filters.Filters) -> Asked:
    """The filters as the store takes them."""
    narrowed = chosen.of_regions
    regions = filters.chosen_regions(data.regions(), chosen)
    return {
        "region_ids": tuple(regions["region_id"]) if narrowed else None,
        "area_ids": chosen.area or None,
    }


def local_tasks(chosen: filters.Filters) -> list[LocalTask]:
    """The local tasks that the filters leave, regions in the official order."""
    return _tasks(data.ask("local_tasks", **asked(chosen)))


def shared_ideas(chosen: filters.Filters) -> list[Idea]:
    """The ideas that several regions have, at least one of which the filters leave; most regions first."""
    tasks = _tasks(data.ask("shared_ideas", **asked(chosen)))
    return [
        Idea(group_id, members[0].group_name, members)
        for group_id, members in ((code, tuple(same)) for code, same in groupby(tasks, key=_group))
    ]


def planned(chosen: filters.Filters) -> list[str]:
    """The regions with a plan that the filters leave."""
    regions = filters.chosen_regions(data.regions(), chosen)
    return regions.loc[regions["status"] == "plan", "region_id"].tolist()


def regions_of(tasks: Iterable[LocalTask]) -> list[str]:
    """The regions that have any of these, in the order in which they come."""
    return list(dict.fromkeys(task.region_id for task in tasks))


def area_names() -> dict[str, str]:
    """Number and short name of the key areas by id; what stands under none has no id."""
    areas = data.areas()
    pairs = zip(areas["area_id"], areas[column("short")], strict=True)
    named = {area_id: f"{area_id} {name}" for area_id, name in pairs}
    return {**named, "": t("未归入工作重点", "Under no key area")}


def areas_of(tasks: Iterable[LocalTask], chosen: filters.Filters) -> list[str]:
    """The key areas to show, in the order of the template; last, if there are any, tasks under none."""
    codes = data.areas()["area_id"].tolist()
    shown = [code for code in codes if not chosen.area or code in chosen.area]
    return [*shown, *([""] if any(not task.area_id for task in tasks) else [])]


def task_names() -> dict[str, str]:
    """Number and short name of the standard tasks by id."""
    tasks = data.tasks()
    pairs = zip(tasks["task_id"], tasks[column("short")], strict=True)
    return {task_id: f"{task_id} {name}" for task_id, name in pairs}


NO_AREA: Final = "none"
"""What stands in an address for tasks under no key area."""


def of_kind(tasks: Sequence[LocalTask], kind: str) -> list[LocalTask]:
    """Those with a task of their own, or those of open rows."""
    return [task for task in tasks if task.kind == kind]


def _group(task: LocalTask) -> str:
    return task.group_id


def _tasks(found: pd.DataFrame) -> list[LocalTask]:
    names = LocalTask.__dataclass_fields__
    return [LocalTask(**_only(row, names)) for row in records(found)]


def _only(row: dict[str, Any], names: Iterable[str]) -> dict[str, Any]:
    return {name: row[name] for name in names}
