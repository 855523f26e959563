"""Data of the comparison page."""

from collections.abc import Mapping, Sequence

import pandas as pd

from pages.compare.choice import Choice
from pages.reports.comparison import compare_pairs, region_totals
from pages.ui import data
from pages.ui.cards.cards import Answer, to_answers
from pages.ui.names import region_names

Depths = Mapping[str, Mapping[str, str]]
"""Depth codes by task and region."""


def select_depths(choice: Choice) -> Depths:
    """Return the depths of the tasks and regions compared, in the order of the choice."""
    known = data.depths()
    return {task: {region: known[region, task] for region in choice.regions} for task in choice.tasks}


def find_totals(depths: Depths) -> pd.DataFrame:
    """Return `pages.reports.comparison.region_totals` with region_id and region (str), its name."""
    found = region_totals(data.query, pd.DataFrame(depths).T).reset_index()
    return found.assign(region=found["region_id"].map(region_names()))


def find_similarities(regions: Sequence[str]) -> pd.DataFrame:
    """Return `pages.reports.comparison.compare_pairs` with region names, the most similar wording first."""
    plans, names = data.regions().set_index("region_id")["plan_id"], region_names()
    found = compare_pairs(data.query, dict(zip(regions, plans[list(regions)], strict=True))).sort_values(
        ["words", "depths"], ascending=False, kind="stable", ignore_index=True
    )
    found.insert(1, "region", found["region_id"].map(names))
    found.insert(3, "other_region", found["other_region_id"].map(names))
    return found


def find_answers(regions: Sequence[str], tasks: Sequence[str]) -> dict[str, list[Answer]]:
    """Return the answers of the regions by task, in the order given."""
    coverage = data.query("coverage", region_ids=tuple(regions), task_ids=tuple(tasks))
    found = {(answer.region_id, answer.task_id): answer for answer in to_answers(coverage)}
    return {task: [found[region, task] for region in regions] for task in tasks}
