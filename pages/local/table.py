"""The local tasks as one table to read and to export."""

from __future__ import annotations

from typing import Final

import pandas as pd
import streamlit as st

from pages.local.data import FILE, KINDS, area_names, split_words
from pages.ui import address
from pages.ui.names import region_names, task_names
from pages.ui.tables import show_table
from pages.ui.text import named, t

ROWS: Final = 9
"""Above so many rows a table scrolls."""

FIRST: Final = 100
"""So many rows are sent at first; the downloads hold all."""


def show_tasks(tasks: pd.DataFrame) -> None:
    """All local tasks that the filters leave, with what they are grouped by and what they are near."""
    rows, count = task_table(tasks), len(tasks)
    st.header(t(f"全部 {count} 项", f"All {count}"), anchor=False)
    label = t(f"列出全部，不止前 {FIRST} 项", f"List all, not only the first {FIRST}")
    if count > FIRST and not st.toggle(label, key="local_all_rows", on_change=address.touched):
        count = FIRST
    lines = st.column_config.NumberColumn(format="%d")
    show_table(
        rows.head(count),
        FILE,
        export=rows,
        height=360 if count > ROWS else None,
        column_config={
            t("举措", "Measure"): st.column_config.TextColumn(width="large"),
            t("任务", "Task"): st.column_config.TextColumn(width="medium"),
            t("相近程度", "How near"): st.column_config.NumberColumn(format="%.2f"),
            t("首行", "First line"): lines,
            t("末行", "Last line"): lines,
        },
    )


def task_table(tasks: pd.DataFrame) -> pd.DataFrame:
    """One row per local task, in words."""

    def listed(column: str) -> list[str]:
        return ["、".join(split_words(words)) for words in tasks[column]]

    standard = task_names()
    return pd.DataFrame(
        {
            t("地区", "Region"): tasks["region_id"].map(region_names()),
            t("工作重点", "Key area"): tasks["area_id"].map(area_names()),
            t("类型", "Kind"): [named(KINDS, kind) for kind in tasks["kind"]],
            t("任务", "Task"): tasks["name"].where(tasks["kind"] == "local", ""),
            t("举措", "Measure"): tasks["measure_text"],
            t("责任部门", "Departments"): tasks["departments_text"],
            t("想法编号", "Group"): tasks["group_id"],
            t("想法", "Idea"): tasks["group_name"],
            t("该想法的地区数", "Regions with the idea"): tasks["group_regions"],
            t("共有的词", "Shared words"): listed("shared_words"),
            t("相近的标准任务", "Standard task near it"): [
                standard.get(code, "") for code in tasks["nearest_task_id"]
            ],
            t("相近程度", "How near"): tasks["nearest_score"].where(tasks["nearest_score"] > 0),
            t("与其共有的词", "Words shared with it"): listed("nearest_words"),
            t("首行", "First line"): tasks["first_line"],
            t("末行", "Last line"): tasks["last_line"],
            t("举措编号", "Measure id"): tasks["measure_id"],
        }
    )
