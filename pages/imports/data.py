"""The data of the page on imports, from the tables of the documents (see `pages.ui.data.query_snapshot`)."""

import pandas as pd

from pages.ui import data
from pages.ui.names import region_names
from pages.ui.text import join_words, localized, t

_TOLD_ELSEWHERE = ("plan_absent", "plan_left_out", "file_left_out")
"""Findings on plans that the documents do not have, or that are shown as errors."""


def find_rows() -> pd.DataFrame:
    """Return the table `measures` with ``doubtful`` (bool), whether the row has a doubt of any kind."""
    measures, found = data.query("measures"), data.query("findings")
    return measures.assign(
        doubtful=measures["measure_id"].isin(found.loc[found["severity"] == "doubt", "measure_id"])
    )


def find_findings() -> pd.DataFrame:
    """Return the table `findings`, without what the documents need not have."""
    found = data.query("findings")
    return found[~found["kind"].isin(_TOLD_ELSEWHERE)].reset_index(drop=True)


def plan_names() -> dict[str, str]:
    """Return region and year of each plan by id."""
    regions, plans = region_names(), data.plans()
    return {
        plan_id: t(f"{regions[region_id]} {year} 年", f"{regions[region_id]} {year}")
        for plan_id, region_id, year in zip(plans["plan_id"], plans["region_id"], plans["year"], strict=True)
    }


def task_labels(rows: pd.DataFrame) -> list[str]:
    """Return the standard tasks of each row with their numbers, or that it is a local task."""
    tasks = data.tasks()
    named = zip(tasks["year"], tasks["task_id"], tasks[localized("short")], strict=True)
    names = {(year, task_id): f"{task_id} {name}" for year, task_id, name in named}
    return [
        join_words(names[year, one] for one in task_ids.split(";"))
        if task_ids
        else t("自设任务", "Local task")
        for year, task_ids in zip(rows["year"], rows["task_id"], strict=True)
    ]
