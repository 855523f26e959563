"""The view of all bodies by key areas or standard tasks."""

from html import escape

import pandas as pd
import streamlit as st

from pages.charts.show import show_chart
from pages.charts.steps import counts_table
from pages.departments import words
from pages.departments.charts import grid_columns, matrix_chart
from pages.departments.data import FILE, ROLES, Choice, body_names, count_assigned, find_counts, shown_regions
from pages.ui import address, filters
from pages.ui.names import area_names, task_names
from pages.ui.page_columns import labels
from pages.ui.tables import show_table
from pages.ui.text import number, t, whole_percent


def show(choice: Choice) -> str | None:
    """Show the view; return the code to open."""
    with st.container(horizontal=True, gap="medium", vertical_alignment="bottom"):
        by = choose_columns()
        what = {"measures": t("举措数", "Measures"), "regions": t("地区数", "Regions")}
        counted = address.choose_segment(t("格中数字", "Numbers"), "count_of", what, decides=True)
        tops = {"20": t("前 20", "Top 20"), "40": t("前 40", "Top 40"), "all": t("全部", "All")}
        top = address.choose_segment(t("部门", "Bodies"), "top", tops, decides=True)
    totals = find_counts(choice)
    if not shown_regions(choice):
        filters.show_no_results()
        return None
    if totals.empty:
        words.explain_empty()
        return None
    show_answer(choice, totals)
    listed = totals.sort_values([counted, "measures"], ascending=False, kind="stable")
    found, columns = find_counts(choice, by=by), grid_columns(by, choice)
    cells = found.assign(row=found["department_id"], column=found[f"{by}_id"], count=found[counted])
    first = listed.set_index("department_id")[[counted]]
    first.insert(0, "department", first.index.map(body_names("name")))
    table = counts_table(cells, first, columns)
    most = len(listed) if top == "all" else int(top)
    chart = matrix_chart(choice, listed, cells, columns, table, by=by, counted=counted, most=most)
    opened = show_chart(chart, table=False)
    show_table(
        table,
        f"{FILE}-matrix",
        height=420,
        labels=labels("department_id", "department", by, "measures", "regions", *ROLES),
        export=long_table(found, by),
        decided_by=("macro", "group", "region", "area", "level", "parts", "collective", "across"),
    )
    return opened


def choose_columns() -> str:
    """Let the reader choose the columns of a grid."""
    across = {"area": t("工作重点", "Key areas"), "task": t("标准任务", "Standard tasks")}
    return address.choose_segment(t("列", "Columns"), "across", across, decides=True)


def show_answer(choice: Choice, totals: pd.DataFrame) -> None:
    """Show how many bodies carry how many measures, and which most."""
    measures, assigned = count_assigned(choice)
    share = whole_percent(assigned / max(measures, 1))
    where = escape(words.describe_scope(choice, with_levels=False))
    count = words.format_bodies(len(totals), choice)
    most = words.name_top(totals, assigned)
    words.show_answer(
        t(
            f"{where}的 {words.format_measures(measures)}中 {number(assigned)} 条（{share}）写了责任部门，"
            f"共点名 {count}：{most}。",
            f"{number(assigned)} of {words.format_measures(measures)} ({share}; {where}) say who is "
            f"responsible, naming {count}. Most fall to {most}.",
        ),
        t(
            "点格看背后的举措，点部门看它的职责，点任务看各地怎样分工。",
            "Click a number for its measures, a body for its duties, a task for how regions assign it.",
        ),
    )


def long_table(found: pd.DataFrame, by: str) -> pd.DataFrame:
    """Return the counts with the names of bodies and key areas or tasks, for download."""
    names = (area_names if by == "area" else task_names)("name", numbered=False)
    table = found.copy()
    table.insert(1, "department", table["department_id"].map(body_names("name")))
    table.insert(3, by, [names.get(code, "") for code in table[f"{by}_id"]])
    return table
