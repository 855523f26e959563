"""The view of how differently regions assign tasks: all tasks, or one of them."""

from html import escape
from typing import Any, Final

import pandas as pd
import streamlit as st

from pages.charts.show import show_chart
from pages.departments import words
from pages.departments.charts import differences_chart, task_chart
from pages.departments.data import FILE, ROLES, TASK, Choice, body_names, shown_regions
from pages.ui import address, data, filters
from pages.ui.names import region_names, task_names
from pages.ui.page_columns import labels
from pages.ui.tables import show_table
from pages.ui.text import fill_text, join_words, t
from pages.ui.written import answer_html

TASK_FILTERS: Final = ("macro", "group", "parts", TASK)
"""Parameters that decide the rows of one task; key areas only filter the list of tasks."""


def show(choice: Choice) -> str | None:
    """Show the view; return the code to open."""
    every = t("全部任务（按差异排名）", "All tasks (ranked by difference)")
    task_id = address.choose_one(t("标准任务", "Standard task"), TASK, {"": every, **task_names()})
    if not shown_regions(choice):
        filters.show_no_results()
        return None
    scope = {"region_ids": choice.chosen.arguments()["region_ids"], "whole": choice.whole}
    return show_task(task_id, scope) if task_id else show_differences(choice, scope)


def show_differences(choice: Choice, scope: dict[str, Any]) -> str | None:
    """Show the tasks by how differently regions assign them; return the code to open."""
    tasks = filters.filter_tasks(data.tasks(), choice.chosen)["task_id"]
    table = data.query("assignment_differences", **scope)
    table = table[table["task_id"].isin(tasks)].reset_index(drop=True)
    compared = table.dropna(subset=["difference"])
    if compared.empty:
        filters.show_hint(
            "当前筛选下没有一项任务有 3 个以上地区可以比较。请在筛选中多选几个地区。",
            "No task is answered by 3 regions or more as filtered. Choose more regions in the filters.",
            "filter_alt_off",
        )
        return None
    names, mean = task_names(), f"{compared['difference'].mean():.2f}"
    (first, high), (last, low) = (
        (escape(names[row["task_id"]]), f"{row['difference']:.2f}")
        for row in (compared.iloc[0], compared.iloc[-1])
    )
    words.show_answer(
        t(
            f"{len(compared)} 项任务中，各地分工差异最大的是 <b>{first}（{high}）</b>，"
            f"最一致的是 {last}（{low}）；平均 {mean}。",
            f"Of {len(compared)} tasks, regions differ most over <b>{first} ({high})</b> and least over "
            f"{last} ({low}); the mean is {mean}.",
        ),
        fill_text("departments", "difference"),
    )
    return show_chart(differences_chart(choice, table))


def show_task(task_id: str, scope: dict[str, Any]) -> str | None:
    """Show which bodies each region assigns a task to; return the code to open."""
    found = data.query("list_assignments", task_ids=(task_id,), **scope)
    st.html(f'<p class="quiet">{escape(task_names("name")[task_id])}</p>')
    if found.empty:
        words.show_answer(
            t(
                "当前筛选下，没有地区为这项任务点名具体部门。",
                "No region names a body for this task as filtered.",
            ),
            t(
                "请在筛选中放宽地区，或换一项任务。",
                "Widen the regions in the filters, or choose another task.",
            ),
        )
        return None
    spread = data.query("assignment_spread", task_id=task_id, **scope)
    usual = data.query("assignment_shares", task_id=task_id, **scope)
    st.html(task_answer(spread, usual))
    nearest_first = spread.sort_values("difference", kind="stable")
    table = task_table(found, nearest_first)
    chart = task_chart(task_id, found, nearest_first, usual, table)
    opened = show_chart(chart, decided_by=TASK_FILTERS, table=False)
    columns = labels(*table.columns)
    show_table(table, f"{FILE}-task-{task_id}", height=320, labels=columns, decided_by=TASK_FILTERS)
    return opened


def task_answer(spread: pd.DataFrame, usual: pd.DataFrame) -> str:
    """Return the usual bodies, the regions that differ most and the mean difference, as HTML."""
    names, regions, count = body_names("name"), region_names(), len(spread)
    most = [
        t(f"{escape(names[code])}（{number} 个地区）", f"{escape(names[code])} ({number})")
        for code, number, share in usual[["department_id", "regions", "share"]].itertuples(index=False)
        if share >= 0.5
    ]
    usually = join_words(most[:4]) or t("没有这样的部门", "none")
    far = join_words(
        escape(t(f"{regions[code]}（{value:.2f}）", f"{regions[code]} ({value:.2f})"))
        for code, value in spread[["region_id", "difference"]].head(3).itertuples(index=False)
    )
    mean, bodies = spread["mean"].iloc[0], words.format_bodies(len(usual))
    return answer_html(
        t(
            f"{count} 个地区为这项任务共点名 {bodies}；半数以上地区都交给：<b>{usually}</b>。",
            f"{words.format_regions(count)} {'names' if count == 1 else 'name'} {bodies} for this task; "
            f"charged by at least half: <b>{usually}</b>.",
        ),
        t(
            f"分工差异 {mean:.2f}；与他地最不同的是{far}。",
            f"Difference {mean:.2f}; furthest from the others: {far}.",
        )
        if count > 2
        else t("不足 3 个地区，不计算分工差异。", "Fewer than 3 regions, so no difference is calculated."),
    )


def task_table(found: pd.DataFrame, spread: pd.DataFrame) -> pd.DataFrame:
    """Return the bodies by role and the difference from others for each region of ``spread``."""
    bodies = found.assign(body=found["department_id"].map(body_names("name")))
    by_role = bodies.pivot_table("body", "region_id", "role", aggfunc=join_words, fill_value="")
    by_role = by_role.reindex(index=spread["region_id"], columns=list(ROLES), fill_value="")
    by_role = by_role.astype("str").reset_index(drop=True)
    by_role.insert(0, "region", spread["region_id"].map(region_names()).to_numpy())
    return by_role.assign(difference=[round(far, 2) for far in spread["difference"]])
