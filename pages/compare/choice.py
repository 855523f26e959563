"""What is compared: regions and tasks, chosen in the sidebar and held in the address."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import streamlit as st

from pages.ui import address, data, filters
from pages.ui.names import region_labels
from pages.ui.profile_links import view_address
from pages.ui.text import current_language, t

FEWEST: Final = 2
MOST: Final = 6
"""How many regions can be compared: more columns than these can't be read side by side."""

NAMES: Final = ("region", "area", "task")


@dataclass(frozen=True)
class Choice:
    """What the reader chose.

    ``regions`` have a plan, ``without`` have none; both in the order in which they were chosen.
    ``suggested`` where nothing was chosen and the page chose. ``tasks`` are standard tasks in the order of
    the template. ``dropped`` is how many regions were asked for beyond those that can stand side by side.
    """

    regions: tuple[str, ...]
    without: tuple[str, ...]
    suggested: bool
    tasks: tuple[str, ...]
    areas: tuple[str, ...]
    named_tasks: tuple[str, ...]
    dropped: int = 0

    @property
    def comparable(self) -> bool:
        """Whether there is something to compare."""
        return len(self.regions) >= FEWEST and bool(self.tasks)


def choose() -> Choice:
    """Draw the choices in the sidebar."""
    names = region_labels()
    asked = len(address.read_state("region", list(names)))
    with st.sidebar.container(key="compare_regions"):
        regions = address.choose_many(
            t(f"地区（{FEWEST}–{MOST} 个）", f"Regions ({FEWEST} to {MOST})"),
            "region",
            names,
            placeholder=t("选择地区", "Choose regions"),
            help=t(
                "各栏按选择的先后排列。未见工作要点的地区无法比较。",
                "Columns stand in the order of choice. A region without a plan can't be compared.",
            ),
            most=MOST,
        )
    chosen = filters.sidebar(("area", "task"))
    choice = replace(made(regions, chosen.area, chosen.task), dropped=max(asked - MOST, 0))
    # Where the reader chooses none, the page does: that decides the rows as well.
    address.record_choice("region", t("地区", "Regions"), choice.regions, names.__getitem__)
    return choice


def read() -> Choice:
    """The choice as it stands in the address, without anything drawn."""
    regions = address.read_state("region", list(region_labels()))[:MOST]
    areas = address.read_state("area", data.areas()["area_id"].tolist())
    return made(regions, areas, address.read_state("task", data.tasks()["task_id"].tolist()))


def made(regions: Sequence[str], areas: tuple[str, ...], task_ids: tuple[str, ...]) -> Choice:
    """The choice behind what is ticked; without any region, the two plans most alike are compared."""
    status = dict(zip(data.regions()["region_id"], data.regions()["status"], strict=True))
    planned = tuple(code for code in regions if status[code] == "plan")
    tasks = filters.chosen_tasks(data.tasks(), filters.Filters(area=areas, task=task_ids))
    return Choice(
        planned if regions else most_alike(),
        tuple(code for code in regions if status[code] != "plan"),
        not regions,
        tuple(tasks["task_id"]),
        areas,
        task_ids,
    )


def most_alike() -> tuple[str, ...]:
    """The two regions whose plans are most alike in their words; else the first two with a plan."""
    pairs = data.query("alike_plans")
    if len(pairs):
        return str(pairs.iloc[0]["region_id"]), str(pairs.iloc[0]["other_region_id"])
    regions = data.regions()
    return tuple(regions.loc[regions["status"] == "plan", "region_id"].head(FEWEST))


def link(choice: Choice, **more: str) -> str:
    """The address of this comparison, relative to the dashboard's other pages."""
    codes = {"region": choice.regions + choice.without, "area": choice.areas, "task": choice.named_tasks}
    return view_address("compare", current_language(), data.edition_query(), **codes, **more)
