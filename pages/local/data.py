"""The local tasks that the page shows, and the names of what they are about."""

from __future__ import annotations

from typing import Final

import pandas as pd

from pages.ui import data, filters, names
from pages.ui.text import Names, t

FILE: Final = "plan-atlas-local-tasks"

KINDS: Final[Names] = {
    "local": {"zh": "自有名称", "en": "own task"},
    "other": {"zh": "其他", "en": "other"},
}

NO_AREA: Final = "none"
"""What stands in an address for tasks under no key area."""


def find_tasks(chosen: filters.Filters) -> pd.DataFrame:
    """The local tasks that the filters leave, as `pipeline.store.store.local_tasks` gives them."""
    return data.ask("local_tasks", **chosen.arguments())


def find_ideas(chosen: filters.Filters) -> list[pd.DataFrame]:
    """The ideas that several regions have, at least one of which the filters leave; most regions first.

    Each is the rows of its local tasks, as `find_tasks` gives them.
    """
    found = data.ask("shared_ideas", **chosen.arguments())
    return [rows for _, rows in found.groupby("group_id", sort=False)]


def planned_regions(chosen: filters.Filters) -> list[str]:
    """The regions with a plan that the filters leave."""
    regions = filters.chosen_regions(data.regions(), chosen)
    return regions.loc[regions["status"] == "plan", "region_id"].tolist()


def area_names() -> dict[str, str]:
    """Number and short name of the key areas by id; what stands under none has no id."""
    return {**names.area_names(), "": t("未归入工作重点", "Under no key area")}


def areas_of(tasks: pd.DataFrame, chosen: filters.Filters) -> list[str]:
    """The key areas to show, in the order of the template; last, if there are any, tasks under none."""
    shown = filters.chosen_tasks(data.areas(), chosen)["area_id"].tolist()
    return [*shown, ""] if (tasks["area_id"] == "").any() else shown


def split_words(words: str) -> list[str]:
    """The words of a column that joins them."""
    return words.split(";") if words else []
