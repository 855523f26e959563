"""What the page of comparison asks of the built tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from pages.compare.choice import Choice
from pages.reports.comparison import pair_likenesses, region_totals
from pages.ui import data
from pages.ui.cards.cards import Answer, answers_of
from pages.ui.names import region_names

Depths = Mapping[str, Mapping[str, str]]
"""The depths by task and then by region."""


def depths_of(choice: Choice) -> Depths:
    """The depths of the tasks and regions compared, in the order of the choice."""
    known = data.depths()
    return {task: {region: known[region, task] for region in choice.regions} for task in choice.tasks}


def totals_of(depths: Depths) -> pd.DataFrame:
    """The columns of `pages.reports.comparison.region_totals`, region_id and region (str), its name."""
    found = region_totals(data.query, pd.DataFrame(depths).T).reset_index()
    return found.assign(region=found["region_id"].map(region_names()))


def pairs_of(regions: Sequence[str]) -> pd.DataFrame:
    """As `pages.reports.comparison.pair_likenesses`, with names of regions; the most alike in words first."""
    plans, names = data.regions().set_index("region_id")["plan_id"], region_names()
    found = pair_likenesses(data.query, dict(zip(regions, plans[list(regions)], strict=True))).sort_values(
        ["words", "depths"], ascending=False, kind="stable", ignore_index=True
    )
    found.insert(1, "region", found["region_id"].map(names))
    found.insert(3, "other_region", found["other_region_id"].map(names))
    return found


def answers_by_task(regions: Sequence[str], tasks: Sequence[str]) -> dict[str, list[Answer]]:
    """What the regions wrote, by task: an answer of each region, in the order given."""
    coverage = data.query("coverage", region_ids=tuple(regions), task_ids=tuple(tasks))
    found = {(answer.region_id, answer.task_id): answer for answer in answers_of(coverage)}
    return {task: [found[region, task] for region in regions] for task in tasks}
