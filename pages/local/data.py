"""The local tasks that the page shows, and the names of what they are about."""

from __future__ import annotations

from typing import Final

import pandas as pd

from pages.ui import data, filters, names
from pages.ui.text import Names, named, t

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
    return pd.DataFrame(
        {
            t("地区", "Region"): tasks["region_id"].map(names.region_names()),
            t("工作重点", "Key area"): tasks["area_id"].map(area_names()),
            t("类型", "Kind"): [named(KINDS, kind) for kind in tasks["kind"]],
            t("任务", "Task"): tasks["name"].where(tasks["kind"] == "local", ""),
            t("举措", "Measure"): tasks["measure_text"],
            t("责任部门", "Departments"): tasks["departments_text"],
            t("想法编号", "Group"): tasks["group_id"],
            t("想法", "Idea"): tasks["group_name"],
            t("该想法的地区数", "Regions with the idea"): tasks["group_regions"],
            t("共有的词", "Shared words"): tasks["shared_words"].str.replace(";", "、"),
            t("相近的标准任务", "Standard task near it"): tasks["nearest_task_id"]
            .map(names.task_names())
            .fillna(""),
            t("相近程度", "How near"): tasks["nearest_score"].where(tasks["nearest_score"] > 0),
            t("与其共有的词", "Words shared with it"): tasks["nearest_words"].str.replace(";", "、"),
            t("首行", "First line"): tasks["first_line"],
            t("末行", "Last line"): tasks["last_line"],
            t("举措编号", "Measure id"): tasks["measure_id"],
        }
    )
