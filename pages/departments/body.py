"""What one body must do: how much of it where, and its list of duties by region."""

from __future__ import annotations

from html import escape
from typing import Any, Final

import pandas as pd
import streamlit as st

from pages.charts.show import show_chart
from pages.departments import words
from pages.departments.charts import body_chart
from pages.departments.data import (
    BODY,
    FILE,
    Choice,
    bodies,
    body_names,
    counted_apart,
    counts,
    duties,
    duty_table,
    shown_regions,
)
from pages.departments.matrix import choose_columns
from pages.ui import address, filters
from pages.ui.names import task_names
from pages.ui.page_columns import labels
from pages.ui.tables import show_table
from pages.ui.text import joined, number, plural, t
from pages.ui.written import answer_html

DUTIES: Final = ("macro", "group", "region", "area", "level", "parts", BODY)
"""What decides the duties of one body; whether collective names count is of no consequence for one name."""

DUTY_COLUMNS: Final = ("region", "area", "task", "role", "department", "quote", "full_name", "level")

_USUAL = 3
_WORDINGS = 5


def show(choice: Choice) -> str | None:
    """The view, from top to bottom; returns what the reader asks to see."""
    if bodies().empty:
        words.explain_nothing_counted()
        return None
    with st.container(horizontal=True, gap="medium", vertical_alignment="top"):
        department_id, by = choose_body(), choose_columns()
    choice = counted_apart(choice, department_id)
    if not shown_regions(choice):
        filters.explain_nothing()
        return None
    found = counts(choice, department_ids=(department_id,))
    if found.empty:
        name = escape(body_names("name")[department_id])
        st.html(
            answer_html(
                t(
                    f"当前筛选下，没有举措责成<b>{name}</b>。",
                    f"No measure charges <b>{name}</b> as filtered.",
                ),
                t("请在筛选中放宽条件，或换一个部门。", "Widen the filters, or choose another body."),
            )
        )
        return None
    rows = duties(choice, department_ids=(department_id,))
    show_answer(choice, department_id, found.iloc[0], rows)
    opened = show_chart(body_chart(choice, department_id, by, rows), decided_by=(*DUTIES, "across"))
    st.header(t("职责清单", "List of duties"), anchor=False)
    show_duties(rows, f"{FILE}-duties-{department_id}", height=460, decided_by=DUTIES)
    return opened


def choose_body() -> str:
    """Which body, the most named first; a whole with its parts."""
    names, found = body_names("name"), bodies()
    mentions = found["mentions"].add(found.groupby("part_of")["mentions"].sum(), fill_value=0).astype(int)

    def label(code: str) -> str:
        count = mentions[code]
        return f"{names[code]} · " + t(f"点名 {number(count)} 次", f"named {plural(count, 'time', 'times')}")

    return address.choose_one(t("部门", "Body"), BODY, list(names), label)


def show_answer(choice: Choice, department_id: str, found: pd.Series, rows: pd.DataFrame) -> None:
    """How much the body is charged with, in which role, for what, and under which names."""
    name, where = escape(body_names("name")[department_id]), escape(words.scope(choice))
    printed = escape(joined(rows["quote"].value_counts().head(_WORDINGS).index))
    by_task = counts(choice, "task", department_ids=(department_id,))
    usual = by_task.sort_values("regions", ascending=False, kind="stable").head(_USUAL)
    tasks = task_names()
    usual_tasks = escape(
        words.listed(
            t(f"{tasks[code]}（{n}）", f"{tasks[code]} ({n})")
            for code, n in usual[["task_id", "regions"]].itertuples(index=False)
        )
    )
    regions, measures = words.of_regions(found["regions"]), words.of_measures(found["measures"])
    verb = "charges" if found["regions"] == 1 else "charge"
    st.html(
        answer_html(
            t(
                f"{where}中有 <b>{regions}的 {measures}</b>责成<b>{name}</b>：{words.roles_line(found)}。",
                f"Among {where}, <b>{found['regions']} {verb} {name}, in {measures}</b>: "
                f"{words.roles_line(found)}.",
            ),
            t(f"最多地区交给它的任务：{usual_tasks}。", f"Tasks that most regions give it: {usual_tasks}.")
            if usual_tasks
            else "",
            t(f"原文写法：{printed}。", f"As printed: {printed}."),
            words.parts_line(department_id, choice),
            words.star_line([department_id]),
        )
    )


def show_duties(rows: pd.DataFrame, file_name: str, **settings: Any) -> None:
    """Duties as a table; ``settings`` are those of `pages.ui.tables.show_table`."""
    show_table(
        duty_table(rows),
        file_name,
        labels=labels(*DUTY_COLUMNS, measure="measure_text", lines="source_lines"),
        column_config={"measure": st.column_config.TextColumn(width="large")},
        **settings,
    )
