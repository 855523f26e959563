"""责任部门 · Departments: who is charged with what, and how differently regions assign tasks.

A view returns the code that the reader opened.
"""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from html import escape
from typing import Any, Final

import pandas as pd
import streamlit as st

from pages.charts.count_grids import counts_table
from pages.charts.parts import fill_hints
from pages.charts.show import show_chart
from pages.departments import charts
from pages.departments import data as department_data
from pages.departments.data import BODY, FILE, LEVELS, REGION, ROLES, TASK, Choice, bodies, body_names
from pages.frame.shell import show_page
from pages.ui import address, data, filters
from pages.ui.codes import name_of
from pages.ui.evidence import details, evidence
from pages.ui.guard import page_fragment
from pages.ui.html import answer_html, escape_text
from pages.ui.names import area_names, join_tasks, no_plan_answer, region_names, task_names
from pages.ui.page_columns import labels
from pages.ui.tables import show_table
from pages.ui.text import add_brackets, fill_both, fill_text, join_words, localized, source_lines, t

PLACES: Final = ("macro", "group", "region", "area")

# Parameters that decide the duties of one body; counting collective names doesn't change them.
DUTY_FILTERS: Final = (*PLACES, "level", "parts", BODY)

# Parameters that decide the rows of one task; key areas only filter the list of tasks.
TASK_FILTERS: Final = ("macro", "group", "parts", TASK)
MAX_TASKS: Final = 3
MAX_WORDINGS: Final = 5
PAGE_SIZE: Final = 8  # measures per page of the drawer; each queries its source text


@page_fragment
def show() -> None:
    st.title(t("责任部门", "Departments"), anchor=False)
    show_view, names = address.choose_view(
        "departments",
        "duty",
        matrix=(show_matrix, PLACES),
        body=(show_body, PLACES),
        region=(show_region, ("area",)),
        task=(show_tasks, ("macro", "group", "area")),
    )
    choice = choose(names, roles_only=show_view is show_tasks)
    picked = show_view(choice)
    title, how_counted = fill_both("departments", "counting")
    st.expander(title).markdown(how_counted)
    is_body = bodies().index.__contains__
    details.show_drawer(picked, lambda code: is_body(code.split("~")[0]), partial(fill_drawer, choice=choice))


def choose(filter_names: Sequence[str], *, roles_only: bool) -> Choice:
    """Draw the filters in the sidebar, and how bodies are counted; levels only matter to counts."""
    levels: tuple[str, ...] = ()
    chosen, collective = filters.draw_filters(filter_names), "all"
    parts, star = (fill_text("departments", name) for name in ("parts", "collective"))
    with st.sidebar.container(key="departments_counted"):
        if not roles_only:
            names, about = {code: name_of(LEVELS, code) for code in LEVELS}, fill_text("departments", "level")
            levels = address.choose_many(t("层级", "Level"), "level", names, help=about)
        whole = address.choose_listed("parts", decides=True, help=parts) == "whole"
        if not roles_only:
            collective = address.choose_listed("collective", decides=True, help=star)
    return Choice(chosen, levels, whole, collective == "all")


def show_matrix(choice: Choice) -> str | None:
    with st.container(horizontal=True, gap="medium", vertical_alignment="bottom"):
        widgets = ("across", "count_of", "top")
        by, counted, top = (address.choose_listed(name, decides=True) for name in widgets)
    totals = choice.find_counts()
    if totals.empty:
        return department_data.explain_empty(choice)
    where = escape(choice.describe_scope(with_levels=False))
    sentence = department_data.describe_assigned("assigned", choice, totals, where=where)
    st.html(answer_html(sentence, fill_text("departments", "click")))
    listed = totals.sort_values([counted, "measures"], ascending=False, kind="stable")
    found, columns, names = choice.find_counts(by=by), charts.grid_columns(by, choice), body_names("name")
    cells = found.assign(row=found["department_id"], column=found[f"{by}_id"], count=found[counted])
    rows = charts.body_rows(listed["department_id"], listed[counted])
    table = counts_table(cells, rows, columns, labels(hint="department", total=counted))
    most = len(listed) if top == "all" else int(top)
    chart = charts.matrix_chart(choice, rows, cells, columns, by=by, counted=counted, most=most)
    opened = show_chart(chart, table=False)
    of_columns = (area_names if by == "area" else task_names)("name", numbered=False)
    found.insert(1, "department", found["department_id"].map(names))
    found.insert(3, by, found[f"{by}_id"].map(of_columns).fillna(""))
    shown = labels("department_id", "department", by, "measures", "regions", *ROLES)
    decided_by = ("macro", "group", "region", "area", "level", "parts", "collective", "across")
    show_table(table, f"{FILE}-matrix", height=420, labels=shown, export=found, decided_by=decided_by)
    return opened


def show_body(choice: Choice) -> str | None:
    if bodies().empty:
        return department_data.explain_empty(choice)
    names, found = body_names("name"), bodies()
    # Mentions of its parts are mentions of a body.
    mentions = found["mentions"].add(found.groupby("part_of")["mentions"].sum(), fill_value=0).astype(int)
    counted = pd.DataFrame({"name": names, "count": mentions}).loc[list(names)]
    labelled = dict(zip(names, fill_hints("departments", "choice", counted), strict=True))
    with st.container(horizontal=True, gap="medium", vertical_alignment="top"):
        department_id = address.choose_one(t("部门", "Body"), BODY, labelled)
        by = address.choose_listed("across", decides=True)
    choice = choice.for_body(department_id)
    if not choice.regions():
        return filters.show_no_results()
    found = choice.find_counts(department_ids=(department_id,))
    name = escape(names[department_id])
    if found.empty:
        st.html(answer_html(*fill_both("departments", "no_duty", name=name)))
        return None
    rows = choice.find_duties(department_ids=(department_id,))
    counts, where = found.iloc[0], escape(choice.describe_scope())
    values = {"where": where, "name": name, "roles": department_data.describe_roles(counts)}
    sentence = fill_text("departments", "duties", **counts[["regions", "measures"]], **values)
    printed = escape(join_words(rows["quote"].value_counts().head(MAX_WORDINGS).index))
    by_task = choice.find_counts("task", department_ids=(department_id,))
    most = MAX_TASKS if counts["regions"] > 1 else 0
    top = by_task.sort_values("regions", ascending=False, kind="stable").head(most)
    tasks = department_data.join_names(map(add_brackets, top["task_id"].map(task_names()), top["regions"]))
    usual = fill_text("departments", "usual_tasks", tasks=escape(tasks))
    printed = fill_text("departments", "printed", printed=printed)
    parts = department_data.describe_parts(department_id, choice)
    st.html(answer_html(sentence, usual, printed, parts, department_data.explain_star([department_id])))
    chart = charts.body_chart(choice, department_id, by, rows)
    opened = show_chart(chart, decided_by=(*DUTY_FILTERS, "across"))
    st.header(t("职责清单", "List of duties"), anchor=False)
    _show_duties(rows, f"{FILE}-duties-{department_id}", height=460, decided_by=DUTY_FILTERS)
    return opened


def _show_duties(rows: pd.DataFrame, file_name: str, **settings: Any) -> None:
    """Show duties as a table; ``settings`` as for `pages.ui.tables.show_table`."""
    local = t("自设：", "local: ") + rows["task_text"]
    tasks = {ids: join_tasks(ids) for ids in rows["task_id"].unique()}
    table = rows.assign(
        region=rows["region_id"].map(region_names()),
        department=rows["department_id"].map(body_names("name")),
        role=[name_of(ROLES, code) for code in rows["role"]],
        task=rows["task_id"].map(tasks).where(rows["task_id"] != "", local),
        measure=rows["measure_text"],
        area=rows["area_id"].replace(area_names()),
        level=[name_of(LEVELS, code) for code in rows["level"]],
        lines=list(map(source_lines, rows["first_line"], rows["last_line"])),
    )
    shown = labels("region", "department", "role", "task", measure="measure_text")
    shown |= labels("area", "quote", "full_name", "level", lines="source_lines")
    table = table[[*shown, "measure_id"]]
    show_table(table, file_name, labels=shown, formats={"measure": "large"}, **settings)


def show_region(choice: Choice) -> str | None:
    regions = data.regions().query("status != 'outside'")
    names = dict(zip(regions["region_id"], regions[localized("short")], strict=True))
    region_id = address.choose_one(t("地区", "Region"), REGION, names)
    name, region = names[region_id], data.region(region_id)
    if region["status"] != "plan":
        st.html(no_plan_answer("departments", region))
        return None
    choice = replace(choice, chosen=filters.Filters(area=choice.chosen.area, region=(region_id,)))
    found = choice.find_counts()
    if found.empty:
        return department_data.explain_empty(choice)
    areas, alone = escape(choice.name_areas()), int((found["measures"] == 1).sum())
    values = {"name": escape(name), "areas": areas}
    sentence = department_data.describe_assigned("region_assigned", choice, found, **values)
    roles = department_data.describe_roles(found[list(ROLES)].sum())
    st.html(answer_html(sentence, fill_text("departments", "region_roles", roles=roles, alone=alone)))
    opened = show_chart(charts.region_chart(choice, region_id, name, found))
    st.header(t("谁要做什么", "Who must do what"), anchor=False)
    _show_duties(choice.find_duties(), f"{FILE}-region-{region_id}-duties", height=420)
    return opened


def show_tasks(choice: Choice) -> str | None:
    """Show how differently regions assign tasks, all of them or one; return the code to open."""
    every = t("全部任务（按差异排名）", "All tasks (ranked by difference)")
    task_id = address.choose_one(t("标准任务", "Standard task"), TASK, {"": every, **task_names()})
    if not choice.regions():
        return filters.show_no_results()
    scope = {"region_ids": choice.chosen.arguments()["region_ids"], "whole": choice.whole}
    return show_task(task_id, scope) if task_id else show_differences(choice, scope)


def show_differences(choice: Choice, scope: dict[str, Any]) -> str | None:
    tasks = filters.filter_tasks(data.tasks(), choice.chosen)["task_id"]
    table = data.query("assignment_differences", **scope)
    table = table[table["task_id"].isin(tasks)].reset_index(drop=True)
    compared = table.dropna(subset=["difference"])
    if compared.empty:
        return filters.show_hint("departments", "no_difference", "filter_alt_off")
    ends, differences = compared.iloc[[0, -1]], compared["difference"]
    values = dict(zip(("first", "last"), ends["task_id"].map(task_names()).map(escape), strict=True))
    values |= {"high": differences.iloc[0], "low": differences.iloc[-1], "mean": differences.mean()}
    sentence = fill_text("departments", "most_different", **values, tasks=len(compared))
    st.html(answer_html(sentence, fill_text("departments", "difference")))
    return show_chart(charts.differences_chart(choice, table))


def show_task(task_id: str, scope: dict[str, Any]) -> str | None:
    found = data.query("list_assignments", task_ids=(task_id,), **scope)
    st.html(f'<p class="quiet">{escape(task_names("name")[task_id])}</p>')
    if found.empty:
        st.html(answer_html(*fill_both("departments", "nobody")))
        return None
    spread = data.query("assignment_spread", task_id=task_id, **scope)
    usual = data.query("assignment_shares", task_id=task_id, **scope)
    names, regions, compared = body_names("name"), region_names(), len(spread) > 2
    most = usual.assign(name=usual["department_id"].map(names).map(escape)).query("share >= 0.5").head(4)
    far = spread.assign(name=spread["region_id"].map(regions).map(escape)).head(3)
    usually = fill_hints("departments", "usual_body", most)
    furthest = fill_hints("departments", "far_region", far)
    counts = {"regions": len(spread), "bodies": len(usual)}
    sentence = fill_text("departments", "task_bodies", **counts, usually=join_words(usually))
    values = {"compared": compared, "mean": spread["mean"].iloc[0], "far": join_words(furthest)}
    st.html(answer_html(sentence, fill_text("departments", "task_spread", **values)))
    nearest_first = spread.sort_values("difference", kind="stable", ignore_index=True)
    by_role = found.assign(body=found["department_id"].map(names)).pivot_table(
        "body", "region_id", "role", aggfunc=join_words, fill_value=""
    )
    table = by_role.reindex(nearest_first["region_id"], columns=list(ROLES), fill_value="").astype("str")
    table = table.reset_index(drop=True).assign(difference=nearest_first["difference"].round(2))
    table.insert(0, "region", nearest_first["region_id"].map(regions))
    chart = charts.task_chart(task_id, found, nearest_first, usual, table)
    opened = show_chart(chart, decided_by=TASK_FILTERS, table=False)
    columns = labels(*table.columns)
    show_table(table, f"{FILE}-task-{task_id}", height=320, labels=columns, decided_by=TASK_FILTERS)
    return opened


def fill_drawer(code: str, choice: Choice) -> None:
    """Show the measures behind a number, with the mentions of the body.

    ``code`` is ``body~scope~scope``; a scope is a key area, a task or a region, as in ``sasac~3.4~320000``.
    """
    department_id, *scopes = code.split("~")
    names = {"area_ids": area_names(), "task_ids": task_names(), "region_ids": region_names()}
    scope = {key: (code,) for code in scopes for key, known in names.items() if code in known}
    choice = replace(choice.for_body(department_id), collective=True)
    found = choice.find_duties(department_ids=(department_id,), **scope)
    if "task_ids" in scope:
        found = found[[scope["task_ids"][0] in ids.split(";") for ids in found["task_id"]]]
    title = [names[key][code] for key, (code,) in scope.items()]
    details.show_title(" · ".join([body_names("name")[department_id], *title]))
    if found.empty:
        filters.show_hint("departments", "no_measure")
        return
    ids, regions = found["measure_id"].drop_duplicates().tolist(), found["region_id"].nunique()
    st.html(f"<p>{fill_text('departments', 'drawer_count', measures=len(ids), regions=regions)}</p>")
    shown = details.choose_drawer_page(ids, PAGE_SIZE, f"drawer_page_{code}")
    for measure in evidence.records(data.measures(*shown)):
        heading = "" if "region_ids" in scope else names["region_ids"][measure["region_id"]]
        mentions = found[found["measure_id"] == measure["measure_id"]]
        st.html(roles_html(mentions) + evidence.measure_html(measure, heading=heading))
    all_duties, icon = t("看这个部门的全部职责", "See all duties of this body"), ":material/arrow_forward:"
    if st.button(all_duties, key=f"drawer_body_{department_id}", icon=icon, type="tertiary"):
        address.set_choices({"duty": ("body",), BODY: (department_id,), details.OPEN: ()})
        address.rerun()


def roles_html(mentions: pd.DataFrame) -> str:
    """Return role, printed name and level of mentions as HTML, the most important role first."""
    merged = t("；责任部门格与上一行合并", "; the department cell is merged with the row above")
    by_role = mentions.sort_values("role", key=lambda roles: roles.map(list(ROLES).index), kind="stable")
    return "".join(
        f'<p class="charged"><span class="chip role-{escape(mention["role"])}">'
        f'{escape(name_of(ROLES, mention["role"]))}</span> <b lang="zh">'
        f'{escape_text(mention["quote"])}</b> <span class="quiet">{escape(name_of(LEVELS, mention["level"]))}'
        f"{merged if 'departments' in mention['merged'].split(';') else ''}</span></p>"
        for mention in evidence.records(by_role)
    )


show_page(show)
