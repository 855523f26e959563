"""责任部门 · Departments: who is charged with what, and how differently regions assign tasks."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from html import escape
from typing import Final

import pandas as pd
import streamlit as st

from pages.departments import views
from pages.departments.data import BODY, LEVELS, ROLES, VIEW, Choice, bodies, body_names, switch_view
from pages.frame.shell import show_page
from pages.ui import address, data, filters
from pages.ui.codes import name_of
from pages.ui.evidence import details, evidence
from pages.ui.guard import page_fragment
from pages.ui.html import escape_text
from pages.ui.names import area_names, region_names, task_names
from pages.ui.text import fill_text, long_text, t

# Measures per page of the drawer; each queries its source text.
PAGE_SIZE: Final = 8


@page_fragment
def show() -> None:
    st.title(t("责任部门", "Departments"), anchor=False)
    places = ("macro", "group", "region", "area")
    shown = {
        "matrix": (t("谁承担什么", "All bodies"), views.show_matrix, places),
        "body": (t("一个部门做什么", "One body"), views.show_body, places),
        "region": (t("一个地区谁承担", "One region"), views.show_region, ("area",)),
        "task": (t("一项任务谁来办", "One task"), views.show_tasks, ("macro", "group", "area")),
    }
    view = address.choose_view(VIEW, shown)
    _, show_view, filter_names = shown[view]
    choice = choose(filter_names, roles_only=view == "task")
    picked = show_view(choice)
    title, how_counted = long_text("departments", "counting")
    st.expander(title).markdown(how_counted)
    name, _, value = (picked or "").partition("=")
    if value:  # a body, a region or a task: ``body=sasac``
        switch_view(name, value)
        address.rerun("fragment")
    is_body = bodies().index.__contains__
    details.show_drawer(picked, lambda code: is_body(code.split("~")[0]), partial(fill_drawer, choice=choice))


def choose(filter_names: Sequence[str], *, roles_only: bool) -> Choice:
    """Draw the filters in the sidebar, and how bodies are counted; levels only matter to counts."""
    levels: tuple[str, ...] = ()
    chosen, collective = filters.draw_filters(filter_names), "all"
    about = {name: fill_text("departments", name) for name in ("level", "parts", "collective")}
    with st.sidebar.container(key="departments_counted"):
        if not roles_only:
            names = {code: name_of(LEVELS, code) for code in LEVELS}
            label = t("层级", "Level")
            levels = address.choose_many(label, "level", names, help=about["level"])
        parts = address.choose_listed("parts", decides=True, help=about["parts"])
        if not roles_only:
            collective = address.choose_listed("collective", decides=True, help=about["collective"])
    return Choice(chosen, levels, parts == "whole", collective == "all")


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
        switch_view(BODY, department_id)
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
