"""The regions and tasks to compare, chosen in the sidebar and kept in the URL, and their data."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import pandas as pd
import streamlit as st

from pages.reports.comparison import compare_pairs, region_totals
from pages.ui import address, data, filters
from pages.ui.cards import cards
from pages.ui.names import region_labels, region_names, regions_with_plan
from pages.ui.text import fill_text, t

MIN_REGIONS: Final = 2
MAX_REGIONS: Final = 6
"""More columns can't be read side by side."""

FILTERS: Final = ("region", "area", "task")

Depths = Mapping[str, Mapping[str, str]]
"""Depth codes by task and region."""


@dataclass(frozen=True)
class Choice:
    """The choice of the reader.

    ``regions`` have a plan, ``without_plan`` have none, both in the order chosen; ``suggested`` if the page
    chose them. ``tasks`` are standard tasks in the order of the template, ``named_tasks`` those of the task
    filter. ``dropped`` counts the regions chosen beyond `MAX_REGIONS`.
    """

    regions: tuple[str, ...]
    without_plan: tuple[str, ...]
    suggested: bool
    tasks: tuple[str, ...]
    areas: tuple[str, ...]
    named_tasks: tuple[str, ...]
    dropped: int = 0

    @property
    def comparable(self) -> bool:
        """Whether there is anything to compare."""
        return len(self.regions) >= MIN_REGIONS and bool(self.tasks)


def choose() -> Choice:
    """Draw the filters in the sidebar and return the choice."""
    names = region_labels()
    requested = len(address.read_state("region", list(names)))
    with st.sidebar.container(key="compare_regions"):
        label = t(f"地区（{MIN_REGIONS}–{MAX_REGIONS} 个）", f"Regions ({MIN_REGIONS} to {MAX_REGIONS})")
        hint, about = t("选择地区", "Choose regions"), fill_text("compare", "columns")
        regions = address.choose_many(label, "region", names, most=MAX_REGIONS, placeholder=hint, help=about)
    chosen = filters.draw_filters(("area", "task"))
    choice = resolve_choice(regions, chosen.area, chosen.task)
    choice = replace(choice, dropped=max(requested - MAX_REGIONS, 0))
    # If the reader chooses none, the page does, which decides the rows as well.
    address.record_choice("region", t("地区", "Regions"), choice.regions, names.__getitem__)
    return choice


def read_choice() -> Choice:
    """Return the choice in the URL without drawing the filters."""
    regions = address.read_state("region", list(region_labels()))[:MAX_REGIONS]
    areas = address.read_state("area", data.areas()["area_id"].tolist())
    return resolve_choice(regions, areas, address.read_state("task", data.tasks()["task_id"].tolist()))


def resolve_choice(regions: Sequence[str], areas: tuple[str, ...], task_ids: tuple[str, ...]) -> Choice:
    """Return the choice for some filters; by default the two plans with the most similar wording."""
    with_plan, pairs = regions_with_plan(), data.query("rank_plan_pairs")
    most_similar = pairs.iloc[0][["region_id", "other_region_id"]] if len(pairs) else with_plan[:MIN_REGIONS]
    tasks = filters.filter_tasks(data.tasks(), filters.Filters(area=areas, task=task_ids))
    return Choice(
        tuple(code for code in regions if code in with_plan) if regions else tuple(most_similar),
        tuple(code for code in regions if code not in with_plan),
        not regions,
        tuple(tasks["task_id"]),
        areas,
        task_ids,
    )


def select_depths(choice: Choice) -> Depths:
    """Return the depths of the tasks and regions compared, in the order of the choice."""
    known = data.depths()
    return {task: {region: known[region, task] for region in choice.regions} for task in choice.tasks}


def find_totals(depths: Depths) -> pd.DataFrame:
    """Return `pages.reports.comparison.region_totals` with region_id and region (str), its name."""
    found = region_totals(pd.DataFrame(depths).T).reset_index()
    return found.assign(region=found["region_id"].map(region_names()))


def find_similarities(regions: Sequence[str]) -> pd.DataFrame:
    """Return `pages.reports.comparison.compare_pairs` with region names, the most similar wording first."""
    plans, names = data.regions().set_index("region_id")["plan_id"], region_names()
    found = compare_pairs(dict(zip(regions, plans[list(regions)], strict=True))).sort_values(
        ["words", "depths"], ascending=False, kind="stable", ignore_index=True
    )
    found.insert(1, "region", found["region_id"].map(names))
    found.insert(3, "other_region", found["other_region_id"].map(names))
    return found


def find_answers(regions: Sequence[str], tasks: Sequence[str]) -> dict[str, list[cards.Answer]]:
    """Return the answers of the regions by task, in the order given."""
    found = cards.find_answers(regions, tasks)
    return {task: [found[region, task] for region in regions] for task in tasks}
