"""The views of the departments page: all bodies, one body, one region, and how regions assign tasks."""

from dataclasses import replace
from html import escape
from typing import Any, Final

import pandas as pd
import streamlit as st

from pages.charts.count_grids import counts_table
from pages.charts.show import show_chart
from pages.departments import charts, words
from pages.departments.data import BODY, FILE, REGION, ROLES, TASK, Choice, bodies, body_names, duty_table
from pages.ui import address, data, filters
from pages.ui.evidence.evidence import records
from pages.ui.html import answer_html
from pages.ui.names import area_names, no_plan_answer, region_names, task_names
from pages.ui.page_columns import labels
from pages.ui.tables import show_table
from pages.ui.text import (
    add_brackets,
    fill_both,
    fill_text,
    join_words,
    localized,
    number,
    plural,
    t,
    whole_percent,
)

DUTY_FILTERS: Final = ("macro", "group", "region", "area", "level", "parts", BODY)
"""Parameters that decide the duties of one body; counting collective names doesn't change them."""
TASK_FILTERS: Final = ("macro", "group", "parts", TASK)
"""Parameters that decide the rows of one task; key areas only filter the list of tasks."""

_MAX_TASKS = 3
_MAX_WORDINGS = 5


def show_matrix(choice: Choice) -> str | None:
    """Show all bodies by key areas or standard tasks; return the code to open."""
    with st.container(horizontal=True, gap="medium", vertical_alignment="bottom"):
        by = choose_columns()
        what = {"measures": t("举措数", "Measures"), "regions": t("地区数", "Regions")}
        counted = address.choose_segment(t("格中数字", "Numbers"), "count_of", what, decides=True)
        tops = {"20": t("前 20", "Top 20"), "40": t("前 40", "Top 40"), "all": t("全部", "All")}
        top = address.choose_segment(t("部门", "Bodies"), "top", tops, decides=True)
    totals = choice.find_counts()
    if totals.empty:
        words.explain_empty(choice)
        return None
    measures, assigned = choice.count_assigned()
    sentence = fill_text(
        "departments",
        "assigned",
        where=escape(words.describe_scope(choice, with_levels=False)),
        measures=measures,
        assigned=assigned,
        share=whole_percent(assigned / max(measures, 1)),
        bodies=words.format_bodies(len(totals), choice),
        leading=words.name_top(totals, assigned),
    )
    words.show_answer(sentence, fill_text("departments", "click"))
    listed = totals.sort_values([counted, "measures"], ascending=False, kind="stable")
    found, columns = choice.find_counts(by=by), charts.grid_columns(by, choice)
    cells = found.assign(row=found["department_id"], column=found[f"{by}_id"], count=found[counted])
    first = listed.set_index("department_id")[[counted]]
    first.insert(0, "department", first.index.map(body_names("name")))
    table = counts_table(cells, first, columns)
    most = len(listed) if top == "all" else int(top)
    chart = charts.matrix_chart(choice, listed, cells, columns, table, by=by, counted=counted, most=most)
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


def long_table(found: pd.DataFrame, by: str) -> pd.DataFrame:
    """Return the counts with the names of bodies and key areas or tasks, for download."""
    names = (area_names if by == "area" else task_names)("name", numbered=False)
    table = found.copy()
    table.insert(1, "department", table["department_id"].map(body_names("name")))
    table.insert(3, by, [names.get(code, "") for code in table[f"{by}_id"]])
    return table


def show_body(choice: Choice) -> str | None:
    """Show one body; return the code to open."""
    if bodies().empty:
        words.explain_empty(choice)
        return None
    with st.container(horizontal=True, gap="medium", vertical_alignment="top"):
        department_id, by = _choose_body(), choose_columns()
    choice = choice.for_body(department_id)
    if not choice.regions():
        filters.show_no_results()
        return None
    found = choice.find_counts(department_ids=(department_id,))
    if found.empty:
        name = escape(body_names("name")[department_id])
        words.show_answer(*fill_both("departments", "no_duty", name=name))
        return None
    rows = choice.find_duties(department_ids=(department_id,))
    _show_body_answer(choice, department_id, found.iloc[0], rows)
    opened = show_chart(
        charts.body_chart(choice, department_id, by, rows), decided_by=(*DUTY_FILTERS, "across")
    )
    st.header(t("职责清单", "List of duties"), anchor=False)
    _show_duties(rows, f"{FILE}-duties-{department_id}", height=460, decided_by=DUTY_FILTERS)
    return opened


def _choose_body() -> str:
    """Let the reader choose a body, most mentions first, including those of its parts."""
    names, found = body_names("name"), bodies()
    mentions = found["mentions"].add(found.groupby("part_of")["mentions"].sum(), fill_value=0).astype(int)

    def label(code: str) -> str:
        count = mentions[code]
        return f"{names[code]} · " + t(f"点名 {number(count)} 次", f"named {plural(count, 'time')}")

    return address.choose_one(t("部门", "Body"), BODY, list(names), label)


def _show_body_answer(choice: Choice, department_id: str, found: pd.Series, rows: pd.DataFrame) -> None:
    printed = escape(join_words(rows["quote"].value_counts().head(_MAX_WORDINGS).index))
    by_task = choice.find_counts("task", department_ids=(department_id,))
    usual = by_task.sort_values("regions", ascending=False, kind="stable").head(_MAX_TASKS)
    counts = zip(usual["task_id"].map(task_names()), usual["regions"], strict=True)
    tasks = escape(words.join_names(add_brackets(task, count) for task, count in counts))
    sentence = fill_text(
        "departments",
        "duties",
        **found[["regions", "measures"]],
        where=escape(words.describe_scope(choice)),
        name=escape(body_names("name")[department_id]),
        roles=words.describe_roles(found),
    )
    words.show_answer(
        sentence,
        fill_text("departments", "usual_tasks", tasks=tasks),
        t(f"原文写法：{printed}。", f"As printed: {printed}."),
        words.describe_parts(department_id, choice),
        words.explain_star([department_id]),
    )


def _show_duties(rows: pd.DataFrame, file_name: str, **settings: Any) -> None:
    """Show duties as a table; ``settings`` as for `pages.ui.tables.show_table`."""
    same = ("region", "area", "task", "role", "department", "quote", "full_name", "level")
    shown = labels(*same, measure="measure_text", lines="source_lines")
    show_table(duty_table(rows), file_name, labels=shown, formats={"measure": "large"}, **settings)


def show_region(choice: Choice) -> str | None:
    """Show one region; return the code to open."""
    regions = data.regions().query("status != 'outside'")
    names = dict(zip(regions["region_id"], regions[localized("short")], strict=True))
    region_id = address.choose_one(t("地区", "Region"), REGION, names)
    name = names[region_id]
    if (state := data.region(region_id)["status"]) != "plan":
        so = t("，没有责任部门可看。", ", so nobody is charged.")
        st.html(no_plan_answer(name, state, so, t("请换一个地区。", "Choose another region.")))
        return None
    choice = replace(choice, chosen=filters.Filters(area=choice.chosen.area, region=(region_id,)))
    found = choice.find_counts()
    if found.empty:
        words.explain_empty(choice)
        return None
    _show_region_answer(choice, name, found)
    opened = show_chart(charts.region_chart(choice, region_id, name, found))
    st.header(t("谁要做什么", "Who must do what"), anchor=False)
    _show_duties(choice.find_duties(), f"{FILE}-region-{region_id}-duties", height=420)
    return opened


def _show_region_answer(choice: Choice, name: str, found: pd.DataFrame) -> None:
    measures, assigned = choice.count_assigned()
    alone = int((found["measures"] == 1).sum())
    sentence = fill_text(
        "departments",
        "region_assigned",
        name=escape(name),
        areas=escape(words.name_areas(choice)),
        measures=measures,
        assigned=assigned,
        bodies=words.format_bodies(len(found), choice),
        most=words.name_top(found, assigned),
    )
    roles = words.describe_roles(found[list(ROLES)].sum())
    words.show_answer(sentence, fill_text("departments", "region_roles", roles=roles, alone=alone))


def show_tasks(choice: Choice) -> str | None:
    """Show how differently regions assign tasks, all of them or one; return the code to open."""
    every = t("全部任务（按差异排名）", "All tasks (ranked by difference)")
    task_id = address.choose_one(t("标准任务", "Standard task"), TASK, {"": every, **task_names()})
    if not choice.regions():
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
        filters.show_hint("departments", "no_difference", "filter_alt_off")
        return None
    names, (most, least) = task_names(), records(compared.iloc[[0, -1]])
    values = {"first": escape(names[most["task_id"]]), "high": most["difference"]}
    values |= {"last": escape(names[least["task_id"]]), "low": least["difference"]}
    values |= {"tasks": len(compared), "mean": compared["difference"].mean()}
    sentence = fill_text("departments", "most_different", **values)
    words.show_answer(sentence, fill_text("departments", "difference"))
    return show_chart(charts.differences_chart(choice, table))


def show_task(task_id: str, scope: dict[str, Any]) -> str | None:
    """Show which bodies each region assigns a task to; return the code to open."""
    found = data.query("list_assignments", task_ids=(task_id,), **scope)
    st.html(f'<p class="quiet">{escape(task_names("name")[task_id])}</p>')
    if found.empty:
        words.show_answer(*fill_both("departments", "nobody"))
        return None
    spread = data.query("assignment_spread", task_id=task_id, **scope)
    usual = data.query("assignment_shares", task_id=task_id, **scope)
    st.html(task_answer(spread, usual))
    nearest_first = spread.sort_values("difference", kind="stable")
    table = task_table(found, nearest_first)
    chart = charts.task_chart(task_id, found, nearest_first, usual, table)
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
    counts, mean = {"regions": count, "bodies": len(usual)}, spread["mean"].iloc[0]
    return answer_html(
        fill_text("departments", "task_bodies", **counts, usually=usually),
        fill_text("departments", "task_spread", compared=count > 2, mean=mean, far=far),
    )


def task_table(found: pd.DataFrame, spread: pd.DataFrame) -> pd.DataFrame:
    """Return the bodies by role and the difference from others for each region of ``spread``."""
    bodies = found.assign(body=found["department_id"].map(body_names("name")))
    by_role = bodies.pivot_table("body", "region_id", "role", aggfunc=join_words, fill_value="")
    by_role = by_role.reindex(index=spread["region_id"], columns=list(ROLES), fill_value="")
    by_role = by_role.astype("str").reset_index(drop=True)
    by_role.insert(0, "region", spread["region_id"].map(region_names()).to_numpy())
    return by_role.assign(difference=[round(far, 2) for far in spread["difference"]])
