"""What the pages of profiles choose from, and the ways to other pages."""

from __future__ import annotations

import streamlit as st

from pages.ui import data
from pages.ui.text import STATUSES, column, current_language, named, t


def region_labels() -> dict[str, str]:
    """The regions to choose from, by id; those without a plan say so."""
    regions = data.regions()
    rows = zip(regions["region_id"], regions[column("short")], regions["status"], strict=True)
    return {
        code: name if status == "plan" else f"{name}{t('（', ' (')}{named(STATUSES, status)}{t('）', ')')}"
        for code, name, status in rows
    }


def task_labels() -> dict[str, str]:
    """The standard tasks to choose from, by id."""
    tasks = data.tasks()
    rows = zip(tasks["task_id"], tasks[column("short")], strict=True)
    return {code: f"{code} {name}" for code, name in rows}


def turn_to_tasks() -> None:
    """A way from regions to tasks."""
    st.page_link(
        "pages/profiles/task_page.py",
        label=t("任务概况", "Profiles of tasks"),
        icon=":material/arrow_forward:",
    )


def turn_to_regions() -> None:
    """A way from tasks to regions."""
    st.page_link(
        "pages/profiles/region_page.py",
        label=t("地区概况", "Profiles of regions"),
        icon=":material/arrow_forward:",
    )


def open_matrix(**codes: str) -> None:
    """Turn to the coverage matrix, narrowed to what was clicked."""
    st.switch_page("pages/coverage/page.py", query_params={**codes, "lang": current_language()})
