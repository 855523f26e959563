"""The drawer of the departments page: the measures behind a number.

Codes: ``body~scope~scope``; a scope is a key area, a task or a region, as in ``sasac~3.4~320000``.
"""

from dataclasses import replace
from html import escape
from typing import Any, Final

import pandas as pd
import streamlit as st

from pages.departments import data as department_data
from pages.departments.data import BODY, LEVELS, ROLES, Choice
from pages.ui import address, data, filters
from pages.ui.evidence import details, evidence
from pages.ui.html import escape_text
from pages.ui.names import area_names, region_names, task_names
from pages.ui.text import fill_text, name_of, t
from pipeline.store import store

PAGE_SIZE: Final = 8
"""Measures per page; each queries its source text."""


def is_own(code: str) -> bool:
    """Whether a code is that of a body."""
    return code.partition("~")[0] in department_data.bodies().index


def fill(code: str, choice: Choice) -> None:
    """Show what a code stands for."""
    department_id, *scopes = code.split("~")
    names = {"area_ids": area_names(), "task_ids": task_names(), "region_ids": region_names()}
    scope = {key: (code,) for code in scopes for key, known in names.items() if code in known}
    title = [names[key][code] for key, (code,) in scope.items()]
    choice = replace(choice.for_body(department_id), collective=True)
    found = choice.find_duties(department_ids=(department_id,), **scope)
    if "task_ids" in scope:
        found = found[[scope["task_ids"][0] in ids.split(";") for ids in found["task_id"]]]
    details.show_title(" · ".join([department_data.body_names("name")[department_id], *title]))
    if found.empty:
        filters.show_hint("departments", "no_measure")
        return
    show_mentions(found, code, with_region="region_ids" not in scope)
    all_duties, icon = t("看这个部门的全部职责", "See all duties of this body"), ":material/arrow_forward:"
    if st.button(all_duties, key=f"drawer_body_{department_id}", icon=icon, type="tertiary"):
        department_data.switch_view(BODY, department_id)
        address.rerun()


def show_mentions(found: pd.DataFrame, code: str, *, with_region: bool) -> None:
    """Show the measures that charge a body in pages, each with the mentions of the body."""
    ids, regions = found["measure_id"].drop_duplicates().tolist(), found["region_id"].nunique()
    st.html(f"<p>{fill_text('departments', 'drawer_count', measures=len(ids), regions=regions)}</p>")
    names = region_names()
    shown = details.choose_drawer_page(ids, PAGE_SIZE, f"drawer_page_{code}")
    for measure in evidence.records(data.measures(*shown)):
        mentions = evidence.records(found[found["measure_id"] == measure["measure_id"]])
        heading = names[measure["region_id"]] if with_region else ""
        st.html(roles_html(mentions) + evidence.measure_html(measure, heading=heading))


def roles_html(mentions: list[dict[str, Any]]) -> str:
    """Return role, printed name and level of mentions as HTML, the most important role first."""
    merged = t("；责任部门格与上一行合并", "; the department cell is merged with the row above")
    lines = []
    for mention in sorted(mentions, key=lambda mention: store.ROLES.index(mention["role"])):
        aside = merged if "departments" in mention["merged"].split(";") else ""
        lines.append(
            f'<p class="charged"><span class="chip role-{escape(mention["role"])}">'
            f'{escape(name_of(ROLES, mention["role"]))}</span> <b lang="zh">'
            f'{escape_text(mention["quote"])}</b> <span class="quiet">'
            f"{escape(name_of(LEVELS, mention['level']))}{aside}</span></p>"
        )
    return "".join(lines)
