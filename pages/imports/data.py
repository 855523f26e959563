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
    plans = data.plans().set_index("plan_id")
    names = plans["region_id"].map(region_names()) + " " + plans["year"].astype("str") + t(" 年", "")
    return dict(zip(map(str, plans.index), names, strict=True))


def task_labels(rows: pd.DataFrame) -> list[str]:
    """Return the standard tasks of each row with their numbers, or that it is a local task."""
    tasks = data.tasks()
    names = (tasks["task_id"] + " " + tasks[localized("short")]).set_axis([tasks["year"], tasks["task_id"]])
    pairs, local = zip(rows["year"], rows["task_id"], strict=True), t("自设任务", "Local task")
    return [join_words(names[year, one] for one in ids.split(";")) if ids else local for year, ids in pairs]
