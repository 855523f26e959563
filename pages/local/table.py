"""The local tasks as one table to read and to take away."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from pages.local.data import FILE, KINDS, LocalTask, area_names, listed, task_names
from pages.ui.names import region_names
from pages.ui.tables import show_table
from pages.ui.text import named, t

ROWS = 9
"""Above so many rows a table scrolls."""


def table(tasks: Sequence[LocalTask]) -> None:
    """All local tasks that the filters leave, with what they are grouped by and what they are near."""
    rows = listing(tasks)
    st.header(t(f"全部 {len(tasks)} 项", f"All {len(tasks)}"), anchor=False)
    decimals = st.column_config.NumberColumn(format="%.2f")
    show_table(
        rows,
        FILE,
        height=360 if len(rows) > ROWS else None,
        column_config={
            t("举措", "Measure"): st.column_config.TextColumn(width="large"),
            t("任务", "Task"): st.column_config.TextColumn(width="medium"),
            t("相近程度", "How near"): decimals,
            t("首行", "First line"): st.column_config.NumberColumn(format="%d"),
            t("末行", "Last line"): st.column_config.NumberColumn(format="%d"),
        },
    )


def listing(tasks: Sequence[LocalTask]) -> pd.DataFrame:
    """One row per local task, in words."""
    regions, areas, standard = region_names(), area_names(), task_names()
    return pd.DataFrame(
        {
            t("地区", "Region"): [regions[task.region_id] for task in tasks],
            t("工作重点", "Key area"): [areas[task.area_id] for task in tasks],
            t("类型", "Kind"): [named(KINDS, task.kind) for task in tasks],
            t("任务", "Task"): [task.name if task.kind == "local" else "" for task in tasks],
            t("举措", "Measure"): [task.measure_text for task in tasks],
            t("责任部门", "Departments"): [task.departments_text for task in tasks],
            t("想法编号", "Group"): [task.group_id for task in tasks],
            t("想法", "Idea"): [task.group_name for task in tasks],
            t("该想法的地区数", "Regions with the idea"): [task.group_regions for task in tasks],
            t("共有的词", "Shared words"): ["、".join(listed(task.shared_words)) for task in tasks],
            t("相近的标准任务", "Standard task near it"): [
                standard.get(task.nearest_task_id, "") for task in tasks
            ],
            t("相近程度", "How near"): [task.nearest_score or None for task in tasks],
            t("与其共有的词", "Words shared with it"): [
                "、".join(listed(task.nearest_words)) for task in tasks
            ],
            t("首行", "First line"): [task.first_line for task in tasks],
            t("末行", "Last line"): [task.last_line for task in tasks],
            t("举措编号", "Measure id"): [task.measure_id for task in tasks],
        }
    )
