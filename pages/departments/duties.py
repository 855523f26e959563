"""What one body must do, region by region, and who must do how much of one region's plan."""

from __future__ import annotations

from dataclasses import replace
from html import escape
from typing import Any, Final

import pandas as pd
import streamlit as st

from pages.charts.show import show_chart
from pages.departments import words
from pages.departments.charts import body_chart, region_chart
from pages.departments.data import (
    BODY,
    FILE,
    REGION,
    ROLES,
    Choice,
    assigned_measures,
    bodies,
    body_names,
    counted_apart,
    counts,
    duties,
    duty_table,
    shown_regions,
)
from pages.departments.matrix import choose_columns
from pages.ui import address, data, filters
from pages.ui.names import task_names
from pages.ui.page_columns import labels
from pages.ui.tables import show_table
from pages.ui.text import STATUSES, join_words, localized, name_of, number, plural, t

DUTIES: Final = ("macro", "group", "region", "area", "level", "parts", BODY)
"""What decides the duties of one body; whether collective names count is of no consequence for one name."""

_USUAL = 3
_WORDINGS = 5
SHOWN: Final = 25
"""Bodies in the chart; its data has all."""


def show_body(choice: Choice) -> str | None:
    """The view, from top to bottom; returns what the reader asks to see."""
    if bodies().empty:
        words.explain_nothing_counted()
        return None
    with st.container(horizontal=True, gap="medium", vertical_alignment="top"):
        department_id, by = _choose_body(), choose_columns()
    choice = counted_apart(choice, department_id)
    if not shown_regions(choice):
        filters.explain_nothing()
        return None
    found = counts(choice, department_ids=(department_id,))
    if found.empty:
        name = escape(body_names("name")[department_id])
        words.show_answer(
            t(f"当前筛选下，没有举措责成<b>{name}</b>。", f"No measure charges <b>{name}</b> as filtered."),
            t("请在筛选中放宽条件，或换一个部门。", "Widen the filters, or choose another body."),
        )
        return None
    rows = duties(choice, department_ids=(department_id,))
    _show_body_answer(choice, department_id, found.iloc[0], rows)
    opened = show_chart(body_chart(choice, department_id, by, rows), decided_by=(*DUTIES, "across"))
    st.header(t("职责清单", "List of duties"), anchor=False)
    _show_duties(rows, f"{FILE}-duties-{department_id}", height=460, decided_by=DUTIES)
    return opened


def _choose_body() -> str:
    """Which body, the most named first; a whole with its parts."""
    names, found = body_names("name"), bodies()
    mentions = found["mentions"].add(found.groupby("part_of")["mentions"].sum(), fill_value=0).astype(int)

    def label(code: str) -> str:
        count = mentions[code]
        return f"{names[code]} · " + t(f"点名 {number(count)} 次", f"named {plural(count, 'time')}")

    return address.choose_one(t("部门", "Body"), BODY, list(names), label)


def _show_body_answer(choice: Choice, department_id: str, found: pd.Series, rows: pd.DataFrame) -> None:
    """How much the body is charged with, in which role, for what, and under which names."""
    name, where = escape(body_names("name")[department_id]), escape(words.scope(choice))
    printed = escape(join_words(rows["quote"].value_counts().head(_WORDINGS).index))
    by_task = counts(choice, "task", department_ids=(department_id,))
    usual = by_task.sort_values("regions", ascending=False, kind="stable").head(_USUAL)
    tasks = task_names()
    rows_of_tasks = usual[["task_id", "regions"]].itertuples(index=False)
    listed = words.listed(t(f"{tasks[code]}（{n}）", f"{tasks[code]} ({n})") for code, n in rows_of_tasks)
    usual_tasks = escape(listed)
    regions, measures = words.of_regions(found["regions"]), words.of_measures(found["measures"])
    verb = "charges" if found["regions"] == 1 else "charge"
    words.show_answer(
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


def _show_duties(rows: pd.DataFrame, file_name: str, **settings: Any) -> None:
    """Duties as a table; ``settings`` are those of `pages.ui.tables.show_table`."""
    same = ("region", "area", "task", "role", "department", "quote", "full_name", "level")
    shown = labels(*same, measure="measure_text", lines="source_lines")
    wide = {"measure": st.column_config.TextColumn(width="large")}
    show_table(duty_table(rows), file_name, labels=shown, column_config=wide, **settings)


def show_region(choice: Choice) -> str | None:
    """The view, from top to bottom; returns what the reader asks to see."""
    regions = data.regions().query("status != 'outside'")
    names = dict(zip(regions["region_id"], regions[localized("short")], strict=True))
    region_id = address.choose_one(t("地区", "Region"), REGION, names)
    name = names[region_id]
    if (state := data.region(region_id)["status"]) != "plan":
        status = f"{escape(name)}{t('：', ': ')}{name_of(STATUSES, state)}"
        words.show_answer(
            t(f"<b>{status}</b>，没有责任部门可看。", f"<b>{status}</b>, so nobody is charged."),
            t("请换一个地区。", "Choose another region."),
        )
        return None
    choice = replace(choice, chosen=filters.Filters(area=choice.chosen.area, region=(region_id,)))
    found = counts(choice)
    if found.empty:
        words.explain_nothing_counted()
        return None
    _show_region_answer(choice, name, found)
    opened = show_chart(region_chart(choice, region_id, name, found, most=SHOWN))
    st.header(t("谁要做什么", "Who must do what"), anchor=False)
    _show_duties(duties(choice), f"{FILE}-region-{region_id}-duties", height=420)
    return opened


def _show_region_answer(choice: Choice, name: str, found: pd.DataFrame) -> None:
    """How many bodies carry the plan, which most, and in which roles."""
    measures, assigned = assigned_measures(choice)
    alone = int((found["measures"] == 1).sum())
    areas, roles = escape(words.chosen_areas(choice)), words.roles_line(found[list(ROLES)].sum())
    most, count = words.top_line(found, assigned), words.of_bodies(len(found), choice)
    words.show_answer(
        t(
            f"{escape(name)}{f'（{areas}）' if areas else ''}的 {number(measures)} 条举措中 "
            f"{number(assigned)} 条写了责任部门，共点名 {count}：{most}。",
            f"{number(assigned)} of {escape(name)}'s {words.of_measures(measures)}"
            f"{f' ({areas})' if areas else ''} say who is responsible, naming {count}. "
            f"Most fall to {most}.",
        ),
        t(
            f"按角色：{roles}（部门次）。只承担一条的有 {words.of_bodies(alone)}。",
            f"By role: {roles} (each body once for each measure). {words.of_bodies(alone)} "
            f"{'carries' if alone == 1 else 'carry'} a single measure.",
        ),
    )
