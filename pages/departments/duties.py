"""The views of one body and of one region."""

from dataclasses import replace
from html import escape
from typing import Any, Final

import pandas as pd
import streamlit as st

from pages.charts.show import show_chart
from pages.departments import data as department_data
from pages.departments import words
from pages.departments.charts import body_chart, region_chart
from pages.departments.data import BODY, FILE, REGION, ROLES, Choice
from pages.departments.matrix import choose_columns
from pages.ui import address, data, filters
from pages.ui.names import task_names
from pages.ui.page_columns import labels
from pages.ui.tables import show_table
from pages.ui.text import STATUSES, join_words, localized, name_of, number, plural, t

DUTY_FILTERS: Final = ("macro", "group", "region", "area", "level", "parts", BODY)
"""Parameters that decide the duties of one body; counting collective names doesn't change them."""

_MAX_TASKS = 3
_MAX_WORDINGS = 5


def show_body(choice: Choice) -> str | None:
    """Show one body; return the code to open."""
    if department_data.bodies().empty:
        words.explain_empty()
        return None
    with st.container(horizontal=True, gap="medium", vertical_alignment="top"):
        department_id, by = _choose_body(), choose_columns()
    choice = department_data.choice_for_body(choice, department_id)
    if not department_data.shown_regions(choice):
        filters.show_no_results()
        return None
    found = department_data.find_counts(choice, department_ids=(department_id,))
    if found.empty:
        name = escape(department_data.body_names("name")[department_id])
        words.show_answer(
            t(f"当前筛选下，没有举措责成<b>{name}</b>。", f"No measure charges <b>{name}</b> as filtered."),
            t("请在筛选中放宽条件，或换一个部门。", "Widen the filters, or choose another body."),
        )
        return None
    rows = department_data.find_duties(choice, department_ids=(department_id,))
    _show_body_answer(choice, department_id, found.iloc[0], rows)
    opened = show_chart(body_chart(choice, department_id, by, rows), decided_by=(*DUTY_FILTERS, "across"))
    st.header(t("职责清单", "List of duties"), anchor=False)
    _show_duties(rows, f"{FILE}-duties-{department_id}", height=460, decided_by=DUTY_FILTERS)
    return opened


def _choose_body() -> str:
    """Let the reader choose a body, most mentions first, including those of its parts."""
    names, found = department_data.body_names("name"), department_data.bodies()
    mentions = found["mentions"].add(found.groupby("part_of")["mentions"].sum(), fill_value=0).astype(int)

    def label(code: str) -> str:
        count = mentions[code]
        return f"{names[code]} · " + t(f"点名 {number(count)} 次", f"named {plural(count, 'time')}")

    return address.choose_one(t("部门", "Body"), BODY, list(names), label)


def _show_body_answer(choice: Choice, department_id: str, found: pd.Series, rows: pd.DataFrame) -> None:
    """Show how often the body is charged, in which roles, for which tasks, and its printed names."""
    name = escape(department_data.body_names("name")[department_id])
    where = escape(words.describe_scope(choice))
    printed = escape(join_words(rows["quote"].value_counts().head(_MAX_WORDINGS).index))
    by_task = department_data.find_counts(choice, "task", department_ids=(department_id,))
    usual = by_task.sort_values("regions", ascending=False, kind="stable").head(_MAX_TASKS)
    counts = zip(usual["task_id"].map(task_names()), usual["regions"], strict=True)
    tasks = escape(words.join_names(t(f"{task}（{count}）", f"{task} ({count})") for task, count in counts))
    regions, measures = words.format_regions(found["regions"]), words.format_measures(found["measures"])
    verb = "assigns" if found["regions"] == 1 else "assign"
    words.show_answer(
        t(
            f"{where}中有 <b>{regions}的 {measures}</b>责成<b>{name}</b>：{words.describe_roles(found)}。",
            f"Of {where}, <b>{found['regions']} {verb} {measures} to {name}</b>: "
            f"{words.describe_roles(found)}.",
        ),
        t(f"最多地区交给它的任务：{tasks}。", f"Tasks that most regions give it: {tasks}.") if tasks else "",
        t(f"原文写法：{printed}。", f"As printed: {printed}."),
        words.describe_parts(department_id, choice),
        words.explain_star([department_id]),
    )


def _show_duties(rows: pd.DataFrame, file_name: str, **settings: Any) -> None:
    """Show duties as a table; ``settings`` as for `pages.ui.tables.show_table`."""
    same = ("region", "area", "task", "role", "department", "quote", "full_name", "level")
    shown = labels(*same, measure="measure_text", lines="source_lines")
    wide = {"measure": st.column_config.TextColumn(width="large")}
    show_table(department_data.duty_table(rows), file_name, labels=shown, column_config=wide, **settings)


def show_region(choice: Choice) -> str | None:
    """Show one region; return the code to open."""
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
    found = department_data.find_counts(choice)
    if found.empty:
        words.explain_empty()
        return None
    _show_region_answer(choice, name, found)
    opened = show_chart(region_chart(choice, region_id, name, found))
    st.header(t("谁要做什么", "Who must do what"), anchor=False)
    _show_duties(department_data.find_duties(choice), f"{FILE}-region-{region_id}-duties", height=420)
    return opened


def _show_region_answer(choice: Choice, name: str, found: pd.DataFrame) -> None:
    """Show how many bodies carry the plan, which most, and in which roles."""
    measures, assigned = department_data.count_assigned(choice)
    alone = int((found["measures"] == 1).sum())
    areas, roles = escape(words.name_areas(choice)), words.describe_roles(found[list(ROLES)].sum())
    most, count = words.name_top(found, assigned), words.format_bodies(len(found), choice)
    words.show_answer(
        t(
            f"{escape(name)}{f'（{areas}）' if areas else ''}的 {number(measures)} 条举措中 "
            f"{number(assigned)} 条写了责任部门，共点名 {count}：{most}。",
            f"{number(assigned)} of {escape(name)}'s {words.format_measures(measures)}"
            f"{f' ({areas})' if areas else ''} say who is responsible, naming {count}. "
            f"Most fall to {most}.",
        ),
        t(
            f"按角色：{roles}（部门次）。只承担一条的有 {words.format_bodies(alone)}。",
            f"By role: {roles} (each body once for each measure). {words.format_bodies(alone)} "
            f"{'carries' if alone == 1 else 'carry'} a single measure.",
        ),
    )
