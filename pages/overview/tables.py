"""The numbers behind the pictures of the overview, as tables to read and to take away."""

from __future__ import annotations

from typing import Final, Literal

import pandas as pd
import streamlit as st

from pages.ui.tables import show_table
from pages.ui.text import DEPTHS, STATUSES, column, named, t
from pages.ui.theme import MARKS

Kind = Literal["region", "area", "task"]

_IDS: Final = {"region": ("region_id",), "area": ("area_id",), "task": ("area_id", "task_id")}
_NAMED: Final = ("name_zh", "name_en")
_ABOUT: Final = {"region": ("macro_zh", "macro_en", "status"), "area": (), "task": ()}
_COUNTS: Final = ("cells", "covered", "share", *DEPTHS)


def show_counts(counted: pd.DataFrame, kind: Kind, file_name: str) -> None:
    """Unfold a table of counts, with its downloads.

    Parameters
    ----------
    counted
        As `pages.overview.facts` counts regions, key areas or tasks.
    kind
        What a row stands for.
    """
    exported = counted[[*_IDS[kind], *_NAMED, *_ABOUT[kind], *_COUNTS]]
    shown = pd.DataFrame({"name": counted[column("short" if kind != "task" else "name")]})
    if kind != "region":
        shown.insert(0, "id", counted[_IDS[kind][-1]])
    else:
        shown["state"] = [named(STATUSES, status) for status in counted["status"]]
    shown = shown.join(counted[["cells", "covered"]]).assign(share=100 * counted["share"])
    shown = shown.join(counted[[depth for depth in reversed(DEPTHS) if counted[depth].sum()]])
    with st.expander(t("数据表与下载", "Table and downloads"), icon=":material/table:"):
        show_table(
            shown, file_name, export=exported, column_config=_headers(kind), height=_height(len(shown))
        )


def _headers(kind: Kind) -> dict[str, object]:
    names = {
        "region": t("地区", "Region"),
        "area": t("工作重点", "Key area"),
        "task": t("标准任务", "Standard task"),
    }
    return {
        "id": t("编号", "No."),
        "name": names[kind],
        "state": t("状态", "Status"),
        "cells": t("任务数", "Tasks")
        if kind == "region"
        else t("地区数", "Regions")
        if kind == "task"
        else t("格", "Cells"),
        "covered": t("覆盖", "Covered"),
        "share": st.column_config.NumberColumn(t("覆盖率", "Share"), format="%.1f%%"),
        **{depth: f"{MARKS[depth]} {named(DEPTHS, depth)}" for depth in DEPTHS},
    }


def _height(rows: int) -> int:
    return min(38 + 35 * rows, 420)
