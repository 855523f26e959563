"""Who is charged with what: bodies by key areas or by standard tasks."""

from __future__ import annotations

from html import escape
from typing import Final

import pandas as pd
import streamlit as st

from pages.charts.parts import Heading, labelled
from pages.charts.show import show_chart
from pages.departments import words as departments_words
from pages.departments.data import (
    Choice,
    area_names,
    body_names,
    counts,
    measures_in,
    shown_regions,
    task_names,
)
from pages.departments.grids import bodies_chart, columns_of
from pages.departments.words import heading, of_bodies, of_measures, said, scope
from pages.ui import address, filters
from pages.ui.tables import show_table
from pages.ui.text import number, t, whole_percent

TOPS: Final = ("20", "40", "all")


def show(choice: Choice) -> str | None:
    """The view, from top to bottom; returns what the reader asks to see."""
    by, counted, top = tools()
    totals = counts(choice)
    if not shown_regions(choice):
        filters.explain_nothing()
        return None
    if totals.empty:
        departments_words.nothing_counted()
        return None
    answer(choice, totals)
    listed = totals.sort_values([counted, "measures"], ascending=False, kind="stable")
    kept = listed if top == "all" else listed.head(int(top))
    found = counts(choice, by=by)
    found = found[found["department_id"].isin(totals["department_id"])]
    columns = columns_of(by, choice)
    table, labels = wide(listed, found, columns, by, counted), departments_words.labels()
    chart = bodies_chart(
        kept,
        found[found["department_id"].isin(kept["department_id"])],
        columns,
        heading_of(choice, kept, totals, by, counted),
        labelled(table.head(len(kept)), {name: labels.get(name, name) for name in table.columns}),
        by=by,
        counted=counted,
        file_name=departments_words.file_name("matrix-picture"),
    )
    opened = show_chart(chart, table=False)
    show_table(
        table,
        departments_words.file_name("matrix"),
        height=420,
        labels=labels,
        export=long(found, by),
        decided_by=("macro", "group", "region", "area", "level", "parts", "collective", "across"),
    )
    return opened


def tools() -> tuple[str, str, str]:
    """What the columns are, what is counted in them, and how many bodies are shown."""
    across = {"area": t("工作重点", "Key areas"), "task": t("标准任务", "Standard tasks")}
    what = {"measures": t("举措数", "Measures"), "regions": t("地区数", "Regions")}
    tops = {"20": t("前 20", "Top 20"), "40": t("前 40", "Top 40"), "all": t("全部", "All")}
    with st.container(horizontal=True, gap="medium", vertical_alignment="bottom"):
        by = address.choose_segment(
            t("列", "Columns"), "across", list(across), across.__getitem__, decides=True
        )
        counted = address.choose_segment(
            t("格中数字", "Numbers"), "count_of", list(what), what.__getitem__, decides=True
        )
        top = address.choose_segment(t("部门", "Bodies"), "top", TOPS, tops.__getitem__, decides=True)
    return by, counted, top


def answer(choice: Choice, totals: pd.DataFrame) -> None:
    """How many bodies carry how many measures, and which most."""
    measures = measures_in(choice)
    filled = int((measures["departments_text"] != "").sum())
    share = whole_percent(filled / max(len(measures), 1))
    where, count = escape(scope(choice, with_levels=False)), of_bodies(len(totals), choice)
    all_of_them, most = of_measures(len(measures)), departments_words.top_line(totals, filled)
    said(
        t(
            f"{where}的 {all_of_them}中 {number(filled)} 条（{share}）写了责任部门，共点名 {count}：{most}。",
            f"{number(filled)} of {all_of_them} ({share}; {where}) say who is responsible, naming {count}. "
            f"Most fall to {most}.",
        ),
        t(
            "点格看背后的举措，点部门看它的职责，点任务看各地怎样分工。",
            "Click a number for its measures, a body for its duties, a task for how regions assign it.",
        ),
    )


def heading_of(choice: Choice, kept: pd.DataFrame, totals: pd.DataFrame, by: str, counted: str) -> Heading:
    """What is written around the grid."""
    what = {"area": t("工作重点", "key area"), "task": t("标准任务", "standard task")}[by]
    unit = {
        "measures": t("列明该部门的举措数", "measures assigned to each body"),
        "regions": t("列明该部门的地区数", "regions that assign measures to each body"),
    }[counted]
    most, count = body_names("name")[kept["department_id"].iloc[0]], number(kept[counted].iloc[0])
    some = t("个地区", "regions") if counted == "regions" else t("条举措", "measures")
    title = t(
        f"部门 × {what}：{most}最多，{count} {some}",
        f"Bodies by {what}: {most} has most, {count} {some}",
    )
    shown = t(
        f"最多的 {len(kept)} 个，共 {len(totals)} 个部门",
        f"the {len(kept)} most charged of {of_bodies(len(totals))}",
    )
    if len(kept) == len(totals):
        shown = t(f"全部 {len(totals)} 个部门", f"all {of_bodies(len(totals))}")
    star = departments_words.star_line(kept["department_id"])
    subtitle = t("；", "; ").join(
        filter(None, (t(f"格中为{unit}", f"In each cell, {unit}"), shown, scope(choice), star))
    )
    return heading(title, subtitle)


def wide(
    listed: pd.DataFrame, found: pd.DataFrame, columns: pd.DataFrame, by: str, counted: str
) -> pd.DataFrame:
    """One row per body and one column per key area or task, as the grid stands, with all bodies."""
    table = found.pivot_table(
        index="department_id", columns=f"{by}_id", values=counted, fill_value=0, aggfunc="sum"
    )
    table = table.reindex(index=listed["department_id"], columns=columns["id"].tolist(), fill_value=0)
    table = table.astype("int64").rename(columns=dict(zip(columns["id"], columns["name"], strict=True)))
    names = body_names("name")
    table.insert(0, "department", [names[code] for code in table.index])
    table.insert(1, counted, listed[counted].to_numpy())
    return table.reset_index(drop=True)


def long(found: pd.DataFrame, by: str) -> pd.DataFrame:
    """One row per body and key area or task, with all that is counted: what the download holds."""
    names, places = body_names("name"), area_names("name") if by == "area" else task_names("name")
    table = found.copy()
    table.insert(1, "department", [names[code] for code in table["department_id"]])
    table.insert(3, by, [places.get(code, "") for code in table[f"{by}_id"]])
    return table
