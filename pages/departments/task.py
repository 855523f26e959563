"""How differently regions assign the same task: all tasks by difference, and who is given one of them."""

from __future__ import annotations

from html import escape
from typing import Final

import pandas as pd
import streamlit as st

from pages.charts.parts import labelled
from pages.charts.show import show_chart
from pages.departments import words as departments_words
from pages.departments.charts import difference_labels, differences_chart
from pages.departments.data import (
    ROLES,
    TASK,
    Choice,
    body_names,
    region_names,
    shown_regions,
    task_names,
)
from pages.departments.grids import assigned_chart
from pages.departments.words import heading, of_bodies, of_regions, said, scope
from pages.ui import address, data, filters
from pages.ui.tables import show_table
from pages.ui.text import joined, t

LISTED: Final = 20
ONE_TASK: Final = ("macro", "group", "parts", TASK)
"""What decides the rows where one task is looked at: key areas narrow the list of all tasks only."""


def show(choice: Choice) -> str | None:
    """The view, from top to bottom; returns what the reader asks to see."""
    names = task_names()
    tasks = filters.chosen_tasks(data.tasks(), choice.chosen)["task_id"].tolist()

    def label(code: str) -> str:
        return (
            f"{code} {names[code]}"
            if code
            else t("全部任务（按差异排名）", "All tasks (ranked by difference)")
        )

    task_id = address.choose_one(t("标准任务", "Standard task"), TASK, ["", *names], label)
    if not shown_regions(choice):
        filters.explain_nothing()
        return None
    return show_one(task_id, choice) if task_id else show_all(choice, tasks)


def show_all(choice: Choice, tasks: list[str]) -> str | None:
    """The tasks by how differently regions assign them; a click leads to who is given one."""
    table = data.ask("assignment_differences", region_ids=_regions(choice), whole=choice.whole)
    table = table[table["task_id"].isin(tasks)].reset_index(drop=True)
    told = table.dropna(subset=["difference"])
    if told.empty:
        st.info(
            t(
                "当前筛选下没有一项任务有 3 个以上地区可以比较。请在筛选中多选几个地区。",
                "No task is answered by 3 regions or more as filtered. Choose more regions in the filters.",
            ),
            icon=":material/filter_alt_off:",
        )
        return None
    names = task_names()
    first, last = (
        (f"{row['task_id']} {escape(names[row['task_id']])}", f"{row['difference']:.2f}")
        for row in (told.iloc[0], told.iloc[-1])
    )
    mean = f"{told['difference'].mean():.2f}"
    said(
        t(
            f"{len(told)} 项任务中，各地分工差异最大的是 <b>{first[0]}（{first[1]}）</b>，"
            f"最一致的是 {last[0]}（{last[1]}）；平均 {mean}。",
            f"Of {len(told)} tasks, regions differ most over <b>{first[0]} ({first[1]})</b> and least over "
            f"{last[0]} ({last[1]}); the mean is {mean}.",
        ),
        t(
            "0 表示各地交给完全相同的部门，1 表示任何两地都没有共同的部门；集体称谓和市县部门不参与比较。",
            "0: all regions charge the same bodies; 1: no two regions share one. Collective names and city "
            "bodies are not compared.",
        ),
    )
    return difference_bars(table, told, choice)


def difference_bars(table: pd.DataFrame, told: pd.DataFrame, choice: Choice) -> str | None:
    """The tasks that differ most, and the data of all."""
    names, few = task_names(), told.head(LISTED)
    listed = [
        (f"{code} {names[code]}", f"{value:.2f}")
        for code, value in zip(few["task_id"], few["difference"], strict=True)
    ]
    title = t(
        f"分工差异最大：{listed[0][0]}（{listed[0][1]}）",
        f"Regions differ most: {listed[0][0]} ({listed[0][1]})",
    )
    subtitle = t(
        f"各地交给的部门平均有多不同（Jaccard 距离，0–1）；差异最大的 {len(listed)} 项，{scope(choice)}",
        f"How different the bodies are that regions charge, on average (Jaccard distance, 0 to 1); the "
        f"{len(listed)} tasks that differ most, {scope(choice)}",
    )
    first_ten = "; ".join(f"{name} {value}" for name, value in listed[:10])
    return show_chart(
        differences_chart(
            table,
            heading(title, subtitle),
            listed=LISTED,
            alt=f"{title}. {subtitle}. {first_ten}",
            file_name=departments_words.file_name("differences-picture"),
        )
    )


def show_one(task_id: str, choice: Choice) -> str | None:
    """Who is given a task where: the usual bodies, and the regions that differ."""
    found = data.ask("assigned", task_ids=(task_id,), region_ids=_regions(choice), whole=choice.whole)
    whole = f'<p class="quiet">{task_id} {escape(task_names("name")[task_id])}</p>'
    if found.empty:
        st.html(whole)
        said(
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
    st.html(whole)
    spread = data.ask("assignment_spread", task_id=task_id, region_ids=_regions(choice), whole=choice.whole)
    usual = data.ask("assignment_shares", task_id=task_id, region_ids=_regions(choice), whole=choice.whole)
    one_answer(task_id, found, spread, usual)
    table = one_table(found, spread)
    opened = one_grid(task_id, found, spread, usual, table)
    show_table(
        table,
        departments_words.file_name("task", task_id),
        height=320,
        labels=difference_labels(),
        decided_by=ONE_TASK,
    )
    return opened


def one_answer(task_id: str, found: pd.DataFrame, spread: pd.DataFrame, usual: pd.DataFrame) -> None:
    """Which bodies are usual, which regions differ, and how much in all."""
    names, regions = body_names("name"), region_names()
    count = len(spread)
    most = [
        t(f"{escape(names[code])}（{number} 个地区）", f"{escape(names[code])} ({number})")
        for code, number, share in usual[["department_id", "regions", "share"]].itertuples(index=False)
        if share >= 0.5
    ]
    usually = joined(most[:4]) or t("没有这样的部门", "none")
    far = [
        escape(t(f"{regions[code]}（{value:.2f}）", f"{regions[code]} ({value:.2f})"))
        for code, value in spread[["region_id", "difference"]].head(3).itertuples(index=False)
    ]
    mean = spread["mean"].iloc[0]
    differ = (
        t(
            f"分工差异 {mean:.2f}；与他地最不同的是{joined(far)}。",
            f"Difference {mean:.2f}; furthest from the others: {joined(far)}.",
        )
        if count > 2
        else t("不足 3 个地区，不计算分工差异。", "Fewer than 3 regions, so no difference is told.")
    )
    said(
        t(
            f"{count} 个地区为这项任务共点名 {of_bodies(len(usual))}；半数以上地区都交给：<b>{usually}</b>。",
            f"{of_regions(count)} {'names' if count == 1 else 'name'} {of_bodies(len(usual))} for this task; "
            f"charged by at least half: <b>{usually}</b>.",
        ),
        differ,
    )


def one_grid(
    task_id: str, found: pd.DataFrame, spread: pd.DataFrame, usual: pd.DataFrame, table: pd.DataFrame
) -> str | None:
    """Bodies by regions, the usual ones first; the last row tells how far a region is from the others.

    ``table`` is what is taken away of it.
    """
    whole = body_names("name")
    most, task = usual.iloc[0], f"{task_id} {task_names()[task_id]}"
    title = t(
        f"{task}：{whole[most['department_id']]}（{most['regions']}/{len(spread)} 个地区）",
        f"{task}: {whole[most['department_id']]} ({most['regions']} of {of_regions(len(spread))})",
    )
    subtitle = t(
        "各地把这项任务交给谁；地区从最接近大家到最不同",
        "Who is given the task where; regions from the most to the least like the others",
    )
    labels = difference_labels()
    chart = assigned_chart(
        task_id,
        found,
        nearest_first(spread),
        usual,
        heading(title, subtitle),
        labelled(table, {name: labels[name] for name in table.columns}),
        file_name=departments_words.file_name("task", task_id, "picture"),
    )
    return show_chart(chart, decided_by=ONE_TASK, table=False)


def nearest_first(spread: pd.DataFrame) -> pd.DataFrame:
    """The regions from the most to the least like the others."""
    return spread.sort_values("difference", kind="stable")


def one_table(found: pd.DataFrame, spread: pd.DataFrame) -> pd.DataFrame:
    """A row for each region: whom it charges in which role, and how far it is from the others."""
    names, regions = body_names("name"), region_names()
    rows = []
    for code, far in nearest_first(spread)[["region_id", "difference"]].itertuples(index=False):
        own = found[found["region_id"] == code]
        listed = {
            role: joined(names[body] for body in own.loc[own["role"] == role, "department_id"])
            for role in ROLES
        }
        rows.append({"region": regions[code], **listed, "difference": round(far, 2)})
    return pd.DataFrame(rows)


def _regions(choice: Choice) -> tuple[str, ...] | None:
    return tuple(shown_regions(choice)) if choice.chosen.of_regions else None
