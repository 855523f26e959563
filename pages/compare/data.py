"""What the page of comparison asks of the built tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations

import pandas as pd

from pages.compare.choice import Choice
from pages.ui import data
from pages.ui.cards.cards import Answer
from pages.ui.evidence.evidence import records
from pages.ui.names import region_names
from pages.ui.text import DEPTHS, column
from pipeline.schema.model import COVERED_DEPTHS

Depths = Mapping[str, Mapping[str, str]]
"""The depths by task and then by region."""


def task_names(stem: str = "short") -> dict[str, str]:
    """The names of the standard tasks by code; ``stem`` is short or name."""
    tasks = data.tasks()
    return dict(zip(tasks["task_id"], tasks[column(stem)], strict=True))


def depths_of(choice: Choice) -> Depths:
    """The depths of the tasks and regions compared, in the order of the choice."""
    known = data.depths()
    return {task: {region: known[region, task] for region in choice.regions} for task in choice.tasks}


def totals_of(choice: Choice, depths: Depths) -> pd.DataFrame:
    """The numbers of each region over the tasks compared, in the order of the choice.

    Returns
    -------
    DataFrame
        region_id, region (str); tasks, covered, one column for each depth, measures, targets, departments,
        characters (int64).
    """
    asked = {"region_ids": choice.regions, "task_ids": choice.tasks}
    answers = pd.DataFrame(depths)
    found = pd.DataFrame({depth: (answers == depth).sum(axis="columns") for depth in DEPTHS})
    wrote = data.ask("answer_totals", **asked).set_index("region_id")[["measures", "targets", "characters"]]
    bodies = data.ask("department_counts", by="region", **asked)["region_id"].value_counts()
    found = found.join(wrote).assign(
        departments=bodies, tasks=len(depths), covered=found[list(COVERED_DEPTHS)].sum(axis="columns")
    )
    names = region_names()
    found.insert(0, "region", [names[region] for region in found.index])
    return (
        found.rename_axis("region_id")
        .reset_index()
        .fillna(0)
        .astype(dict.fromkeys(found.columns[1:], "int64"))
    )


def pairs_of(regions: Sequence[str]) -> pd.DataFrame:
    """How alike the plans of every pair of regions are as wholes, the most alike in words first.

    Returns
    -------
    DataFrame
        region_id, region, other_region_id, other_region (str); words, a cosine, NaN where none was kept;
        depths, a Gower similarity (float64).
    """
    plans, names = data.regions().set_index("region_id")["plan_id"], region_names()
    alike = data.ask("alike_plans")
    pairs = zip(alike["region_id"], alike["other_region_id"], strict=True)
    words = dict(zip(map(frozenset, pairs), alike["cosine"], strict=True))
    found = []
    for one, other in combinations(regions, 2):
        similar = data.ask("similar_plans", plan_id=str(plans[one])).set_index("region_id")["similarity"]
        found.append(
            (one, names[one], other, names[other], words.get(frozenset((one, other))), similar[other])
        )
    columns = ["region_id", "region", "other_region_id", "other_region", "words", "depths"]
    frame = pd.DataFrame(found, columns=columns).astype({"words": "float64"})
    return frame.sort_values(["words", "depths"], ascending=False, kind="stable", ignore_index=True)


def answers_of(regions: Sequence[str], tasks: Sequence[str]) -> dict[str, list[Answer]]:
    """What the regions wrote, by task: an answer of each region, in the order given."""
    coverage = data.ask("coverage", region_ids=tuple(regions), task_ids=tuple(tasks))
    cells = {(row["region_id"], row["task_id"]): row for row in records(coverage)}
    ids = [name for names in coverage["measure_ids"] for name in names.split(";") if name]
    measures = {row["measure_id"]: row for row in records(data.measures(*dict.fromkeys(ids)))}
    names = region_names()

    def answer(region: str, task: str) -> Answer:
        cell = cells[region, task]
        wrote = tuple(measures[name] for name in cell["measure_ids"].split(";") if name)
        return Answer(region, names[region], task, cell["depth"], wrote)

    return {task: [answer(region, task) for region in regions] for task in tasks}
