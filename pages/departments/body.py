"""What one body must do: how much of it where, and its list of duties by region."""

from __future__ import annotations

from collections import Counter
from html import escape
from typing import Final

import pandas as pd
import streamlit as st

from pages.charts.show import show_chart
from pages.departments import words as departments_words
from pages.departments.data import (
    BODY,
    LEVELS,
    ROLES,
    Choice,
    area_names,
    bodies,
    body_names,
    counted_apart,
    counts,
    duties,
    region_names,
    shown_regions,
    task_names,
)
from pages.departments.grids import columns_of, regions_chart
from pages.departments.words import heading, of_measures, of_regions, roles_line, said, scope
from pages.ui import address, filters
from pages.ui.tables import show_table
from pages.ui.text import joined, named, number, plural, source_lines, t

DUTIES: Final = ("macro", "group", "region", "area", "level", "parts", BODY)
"""What decides the duties of one body; whether collective names count is of no consequence for one name."""

_USUAL = 3
_WORDINGS = 5


def show(choice: Choice) -> str | None:
    """The view, from top to bottom; returns what the reader asks to see."""
    if bodies().empty:
        departments_words.nothing_counted()
        return None
    department_id, by = tools()
    choice = counted_apart(choice, department_id)
    if not shown_regions(choice):
        filters.explain_nothing()
        return None
    found = counts(choice, department_ids=(department_id,))
    if found.empty:
        name = escape(body_names("name")[department_id])
        said(
            t(
                f"当前筛选下，没有举措责成<b>{name}</b>。",
                f"No measure charges <b>{name}</b> as filtered.",
            ),
            t("请在筛选中放宽条件，或换一个部门。", "Widen the filters, or choose another body."),
        )
        return None
    rows = duties(choice, department_ids=(department_id,))
    answer(choice, department_id, found.iloc[0], rows)
    opened = grid(choice, department_id, by, rows)
    st.header(t("职责清单", "List of duties"), anchor=False)
    show_table(
        duty_table(rows),
        departments_words.file_name("duties", department_id),
        labels=departments_words.labels(),
        height=460,
        decided_by=DUTIES,
        column_config={"measure": st.column_config.TextColumn(t("举措", "Measure"), width="large")},
    )
    return opened


def tools() -> tuple[str, str]:
    """Which body, and what the columns are."""
    names, found = body_names("name"), bodies()
    in_parts = found.groupby("part_of")["mentions"].sum()

    def label(code: str) -> str:
        mentions = int(found.at[code, "mentions"] + in_parts.get(code, 0))
        return f"{names[code]} · " + t(
            f"点名 {number(mentions)} 次", f"named {plural(mentions, 'time', 'times')}"
        )

    across = {"area": t("工作重点", "Key areas"), "task": t("标准任务", "Standard tasks")}
    with st.container(horizontal=True, gap="medium", vertical_alignment="top"):
        department_id = address.choose_one(
            t("部门", "Body"),
            BODY,
            list(names),
            label,
        )
        by = address.choose_segment(
            t("列", "Columns"), "across", list(across), across.__getitem__, decides=True
        )
    return department_id, by


def answer(choice: Choice, department_id: str, found: pd.Series, rows: pd.DataFrame) -> None:
    """How much the body is charged with, in which role, for what, and under which names."""
    name = escape(body_names("name")[department_id])
    printed = escape(joined(rows["quote"].value_counts().head(_WORDINGS).index))
    by_task = counts(choice, "task", department_ids=(department_id,)).sort_values(
        "regions", ascending=False, kind="stable"
    )
    usual = list(zip(by_task["task_id"].head(_USUAL), by_task["regions"].head(_USUAL), strict=True))
    regions, measures = of_regions(int(found["regions"])), of_measures(int(found["measures"]))
    count = int(found["regions"])
    verb, where = "charges" if count == 1 else "charge", escape(scope(choice))
    said(
        t(
            f"{where}中有 <b>{regions}的 {measures}</b>责成<b>{name}</b>：{roles_line(found)}。",
            f"Among {where}, <b>{count} {verb} {name}, in {measures}</b>: {roles_line(found)}.",
        ),
        t(
            f"最多地区交给它的任务：{departments_words.tasks_line(usual, task_names())}。" if usual else "",
            f"Tasks that most regions give it: {departments_words.tasks_line(usual, task_names())}."
            if usual
            else "",
        ),
        t(f"原文写法：{printed}。", f"As printed: {printed}."),
        departments_words.parts_line(department_id, choice),
        departments_words.star_line([department_id]),
    )


def grid(choice: Choice, department_id: str, by: str, rows: pd.DataFrame) -> str | None:
    """Regions by key areas or by tasks; a click on a number leads to the measures."""
    names, body = shown_regions(choice), body_names("name")[department_id]
    charged = Counter(rows.drop_duplicates("measure_id")["region_id"])
    totals = {code: charged[code] for code in names}
    columns = columns_of(by, choice)
    values = values_of(rows, columns, by)
    most = max(totals, key=lambda code: totals[code])
    title = t(
        f"{body}：{names[most]}交给它最多（{totals[most]} 条举措）",
        f"{body}: {names[most]} gives it most ({of_measures(totals[most])})",
    )
    subtitle = t("格中为责成它的举措数", "In each cell, the measures that charge it")
    if without := sum(not count for count in totals.values()):
        left = t(f"{without} 个地区没有点名", f"{of_regions(without)} never name it")
        subtitle += t("；", "; ") + left
    chart = regions_chart(
        department_id,
        values,
        totals,
        columns,
        heading(title, subtitle),
        counted_table(names, totals, columns, values),
        file_name=departments_words.file_name("body", department_id),
        choice=choice,
    )
    return show_chart(chart, decided_by=(*DUTIES, "across"))


def counted_table(
    names: dict[str, str], totals: dict[str, int], columns: pd.DataFrame, values: pd.Series
) -> pd.DataFrame:
    """The grid as a table: how many measures of each region charge the body in each column."""
    labels = departments_words.labels()
    table = values.unstack(fill_value=0).reindex(
        index=list(totals), columns=columns["id"].tolist(), fill_value=0
    )
    table = table.rename(columns=dict(zip(columns["id"], columns["name"], strict=True))).rename_axis(
        columns=None
    )
    table.insert(0, labels["region"], [names[code] for code in totals])
    table.insert(1, labels["measures"], list(totals.values()))
    return table.reset_index(drop=True)


def values_of(rows: pd.DataFrame, columns: pd.DataFrame, by: str) -> pd.Series:
    """How many measures charge the body (int), by region_id and id of the column."""
    places = rows.assign(place=rows[f"{by}_id"].str.split(";")).explode("place")
    places = places[places["place"].isin(columns["id"])]
    return places.groupby(["region_id", "place"])["measure_id"].nunique()


def duty_table(rows: pd.DataFrame) -> pd.DataFrame:
    """One row per mention: where, for which task, what is to be done, in which role, and where it stands."""
    regions, tasks, areas, names = region_names(), task_names(), area_names(), body_names("name")

    def task(ids: str, text: str) -> str:
        listed = joined(f"{code} {tasks[code]}" for code in ids.split(";") if code in tasks)
        return listed or t(f"自设：{text}", f"local: {text}")

    return pd.DataFrame(
        {
            "region": [regions.get(code, code) for code in rows["region_id"]],
            "area": [f"{code} {areas.get(code, '')}".strip() for code in rows["area_id"]],
            "task": [task(ids, text) for ids, text in zip(rows["task_id"], rows["task_text"], strict=True)],
            "measure": rows["measure_text"],
            "role": [named(ROLES, role) for role in rows["role"]],
            "department": [names.get(code, code) for code in rows["department_id"]],
            "quote": rows["quote"],
            "full_name": rows["full_name"],
            "level": [named(LEVELS, level) for level in rows["level"]],
            "lines": [
                source_lines(first, last)
                for first, last in zip(rows["first_line"], rows["last_line"], strict=True)
            ],
            "measure_id": rows["measure_id"],
        }
    )
