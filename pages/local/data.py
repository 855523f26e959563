"""Queries of the page on local tasks, and the names of key areas."""

from typing import Final

import pandas as pd

from pages.charts.parts import label_columns
from pages.ui import names
from pages.ui.codes import CODE_NAMES, name_of
from pages.ui.page_columns import labels
from pages.ui.text import number, plural, t

FILE: Final = "plan-atlas-local-tasks"

KINDS: Final = CODE_NAMES["local_kind"]

NO_AREA: Final = "none"
"""The code, in an address, of local tasks without a key area."""

_COLUMNS: Final = (
    "region", "area", "task_kind", "task", "measure_text", "departments_text", "group_id", "group_name",
    "group_regions", "shared_words", "nearest_task", "nearest_score", "nearest_words", "first_line",
    "last_line", "measure_id",
)  # fmt: skip


def area_names() -> dict[str, str]:
    """Return the names of key areas by id; the id "" is that of tasks without a key area."""
    return {**names.area_names(), "": t("未归入工作重点", "Under no key area")}


def count_tasks(count: int) -> str:
    return t(f"{number(count)} 项", plural(count, "local task"))


def split_words(words: str) -> list[str]:
    return words.split(";") if words else []


def task_table(tasks: pd.DataFrame) -> pd.DataFrame:
    """Return the table of local tasks, one per row, with names instead of codes."""
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
