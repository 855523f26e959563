"""The regions and tasks to compare, chosen in the sidebar and kept in the URL."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import streamlit as st

from pages.ui import address, data, filters
from pages.ui.names import region_labels
from pages.ui.text import t

MIN_REGIONS: Final = 2
MAX_REGIONS: Final = 6
"""More columns can't be read side by side."""

FILTERS: Final = ("region", "area", "task")


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
        regions = address.choose_many(
            t(f"地区（{MIN_REGIONS}–{MAX_REGIONS} 个）", f"Regions ({MIN_REGIONS} to {MAX_REGIONS})"),
            "region",
            names,
            placeholder=t("选择地区", "Choose regions"),
            help=t(
                "各栏按选择的先后排列。未见工作要点的地区无法比较。",
                "Columns stand in the order of choice. A region without a plan can't be compared.",
            ),
            most=MAX_REGIONS,
        )
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
    """Return the choice for some filters; the two most similar plans by default."""
    status = dict(zip(data.regions()["region_id"], data.regions()["status"], strict=True))
    planned = tuple(code for code in regions if status[code] == "plan")
    tasks = filters.filter_tasks(data.tasks(), filters.Filters(area=areas, task=task_ids))
    return Choice(
        planned if regions else most_similar(),
        tuple(code for code in regions if status[code] != "plan"),
        not regions,
        tuple(tasks["task_id"]),
        areas,
        task_ids,
    )


def most_similar() -> tuple[str, ...]:
    """Return the two regions with the most similar wording, or the first two with a plan."""
    pairs = data.query("rank_plan_pairs")
    if len(pairs):
        return str(pairs.iloc[0]["region_id"]), str(pairs.iloc[0]["other_region_id"])
    regions = data.regions()
    return tuple(regions.loc[regions["status"] == "plan", "region_id"].head(MIN_REGIONS))
