"""What the page of comparison asks of the built tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import pandas as pd

from pages.compare.choice import Choice
from pages.ui import data
from pages.ui.evidence.evidence import records
from pages.ui.text import DEPTHS, column
from pipeline.schema.model import COVERED_DEPTHS, SPECIFIC_DEPTHS


@dataclass(frozen=True)
class ComparedCell:
    """What one region has at one task; ``measures`` are rows of the codebook's table."""

    region_id: str
    task_id: str
    depth: str
    measures: tuple[Mapping[str, Any], ...]

    @property
    def code(self) -> str:
        """What opens it, with its source text."""
        return f"{self.region_id}:{self.task_id}"


@dataclass(frozen=True)
class Total:
    """The numbers of one region over the tasks compared."""

    region_id: str
    depths: dict[str, int]
    measures: int
    characters: int
    targets: int
    departments: int

    @property
    def covered(self) -> int:
        return sum(self.depths[depth] for depth in COVERED_DEPTHS)

    @property
    def specific(self) -> int:
        return sum(self.depths[depth] for depth in SPECIFIC_DEPTHS)


@dataclass(frozen=True)
class Pair:
    """How alike two plans are as wholes: ``words`` is a cosine, or None where none was kept."""

    one: str
    other: str
    words: float | None
    depths: float


def task_names(stem: str = "short") -> dict[str, str]:
    """The names of the standard tasks by code; ``stem`` is short or name."""
    tasks = data.tasks()
    return dict(zip(tasks["task_id"], tasks[column(stem)], strict=True))


def depths_of(choice: Choice) -> dict[str, dict[str, str]]:
    """The depths by task and then by region, in the order of the choice."""
    known = data.depths()
    return {task: {region: known[region, task] for region in choice.regions} for task in choice.tasks}


def totals(choice: Choice, depths: Mapping[str, Mapping[str, str]]) -> list[Total]:
    """The numbers of each region, in the order of the choice."""
    asked = {"region_ids": choice.regions, "task_ids": choice.tasks}
    wrote = {row["region_id"]: row for row in records(data.ask("answer_totals", **asked))}
    bodies = data.ask("department_counts", by="region", **asked)["region_id"].value_counts()
    found = []
    for region in choice.regions:
        row = wrote.get(region, {})
        answers = [by_region[region] for by_region in depths.values()]
        measures, characters, targets = (
            int(row.get(name, 0)) for name in ("measures", "characters", "targets")
        )
        counts = {depth: answers.count(depth) for depth in DEPTHS}
        found.append(Total(region, counts, measures, characters, targets, int(bodies.get(region, 0))))
    return found


def pairs(regions: Sequence[str]) -> list[Pair]:
    """Every pair of the regions, the most alike in words first."""
    plans = data.regions().set_index("region_id")["plan_id"]
    words = {
        frozenset((row["region_id"], row["other_region_id"])): float(row["cosine"])
        for row in records(data.ask("alike_plans"))
    }
    found = []
    for one, other in combinations(regions, 2):
        similar = data.ask("similar_plans", plan_id=str(plans[one])).set_index("region_id")["similarity"]
        found.append(Pair(one, other, words.get(frozenset((one, other))), float(similar[other])))
    return sorted(found, key=lambda pair: (-(pair.words or 0.0), -pair.depths))


def cells_of(regions: Sequence[str], tasks: Sequence[str]) -> dict[str, list[ComparedCell]]:
    """What the regions wrote, by task: a cell for each region, in the order given."""
    coverage = data.ask("coverage", region_ids=tuple(regions), task_ids=tuple(tasks))
    ids = [name for names in coverage["measure_ids"] for name in str(names).split(";") if name]
    measures = {row["measure_id"]: row for row in records(data.measures(*dict.fromkeys(ids)))}
    made = {
        (row["region_id"], row["task_id"]): ComparedCell(
            str(row["region_id"]),
            str(row["task_id"]),
            str(row["depth"]),
            tuple(measures[name] for name in str(row["measure_ids"]).split(";") if name),
        )
        for row in records(coverage)
    }
    return {task: [made[region, task] for region in regions] for task in tasks}


def frame_of_totals(found: Sequence[Total], names: Mapping[str, str]) -> pd.DataFrame:
    """One row for each region.

    Returns
    -------
    DataFrame
        region_id, region (str); tasks, covered, one column for each depth, measures, targets, departments,
        characters (int64).
    """
    return pd.DataFrame(
        [
            {
                "region_id": total.region_id,
                "region": names[total.region_id],
                "tasks": sum(total.depths.values()),
                "covered": total.covered,
                **total.depths,
                "measures": total.measures,
                "targets": total.targets,
                "departments": total.departments,
                "characters": total.characters,
            }
            for total in found
        ]
    )
