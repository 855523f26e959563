"""The local tasks that the page shows, and the names of what they are about."""

from __future__ import annotations

from typing import Final

import pandas as pd

from pages.charts.parts import label_columns
from pages.ui import data, filters, names
from pages.ui.page_columns import labels
from pages.ui.text import Names, name_of, t

FILE: Final = "plan-atlas-local-tasks"

KINDS: Final[Names] = {
    "local": {"zh": "自有名称", "en": "own task"},
    "other": {"zh": "其他", "en": "other"},
}

NO_AREA: Final = "none"
"""What stands in an address for tasks under no key area."""


_COLUMNS: Final = (
    "region", "area", "task_kind", "task", "measure_text", "departments_text", "group_id", "group_name",
    "group_regions", "shared_words", "nearest_task", "nearest_score", "nearest_words", "first_line",
    "last_line", "measure_id",
)  # fmt: skip


def find_tasks(chosen: filters.Filters) -> pd.DataFrame:
    """The local tasks that the filters leave, as `pipeline.store.store.local_tasks` gives them."""
    return data.query("local_tasks", **chosen.arguments())


def find_ideas(chosen: filters.Filters) -> list[pd.DataFrame]:
    """The ideas that several regions have, at least one of which the filters leave; most regions first.

    Each is the rows of its local tasks, as `find_tasks` gives them.
    """
    found = data.query("shared_ideas", **chosen.arguments())
    return [rows for _, rows in found.groupby("group_id", sort=False)]


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


def task_table(tasks: pd.DataFrame) -> pd.DataFrame:
    """One row per local task, in words."""
    shown = tasks.assign(
        region=tasks["region_id"].map(names.region_names()),
        area=tasks["area_id"].map(area_names()),
        task_kind=[name_of(KINDS, kind) for kind in tasks["kind"]],
        task=tasks["name"].where(tasks["kind"] == "local", ""),
        shared_words=tasks["shared_words"].str.replace(";", "、"),
        nearest_task=tasks["nearest_task_id"].map(names.task_names()).fillna(""),
        nearest_score=tasks["nearest_score"].where(tasks["nearest_score"] > 0),
        nearest_words=tasks["nearest_words"].str.replace(";", "、"),
    )
    return label_columns(shown, labels(*_COLUMNS))
