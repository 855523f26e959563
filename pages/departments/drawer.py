"""The measures behind a number of the departments page, in the drawer.

What is open is written ``body~scope~scope``; a scope is a key area, a task or a region: ``sasac~3.4~320000``.
"""

from __future__ import annotations

from dataclasses import replace
from html import escape
from typing import Any, Final

import pandas as pd
import streamlit as st

from pages.departments.data import (
    BODY,
    LEVELS,
    ROLES,
    Choice,
    bodies,
    body_names,
    counted_apart,
    duties,
    turn_to,
)
from pages.departments.words import of_measures
from pages.ui import address, data, filters
from pages.ui.evidence import details, evidence
from pages.ui.names import area_names, region_names, task_names
from pages.ui.text import name_of, plural, t
from pages.ui.written import escape_text
from pipeline.store import store

PAGE: Final = 8
"""How many measures are shown at a time; each asks for its source text."""


def is_known(code: str) -> bool:
    """Whether a code is one of this page or of every page."""
    return code.partition("~")[0] in bodies().index or details.is_known(code)


def fill(code: str, choice: Choice) -> None:
    """Draw what a code stands for."""
    department_id, *scopes = code.split("~")
    if department_id not in bodies().index:
        details.show_code(code)
        return
    names = {"area_ids": area_names(), "task_ids": task_names(), "region_ids": region_names()}
    asked = {key: (scope,) for scope in scopes for key, known in names.items() if scope in known}
    title = [names[key][scope] for key, (scope,) in asked.items()]
    choice = replace(counted_apart(choice, department_id), collective=True)
    found = duties(choice, department_ids=(department_id,), **asked)
    if "task_ids" in asked:
        found = found[[asked["task_ids"][0] in ids.split(";") for ids in found["task_id"]]]
    details.show_title(" · ".join([body_names("name")[department_id], *title]))
    if found.empty:
        filters.explain(
            "当前筛选下没有这样的举措。请关闭后重新选择。",
            "The filters leave no such measure. Close this and choose again.",
        )
        return
    show_mentions(found, code, with_region="region_ids" not in asked)
    all_duties, icon = t("看这个部门的全部职责", "See all duties of this body"), ":material/arrow_forward:"
    if st.button(all_duties, key=f"drawer_body_{department_id}", icon=icon, type="tertiary"):
        turn_to("body", BODY, department_id)
        address.rerun()


def show_mentions(found: pd.DataFrame, code: str, *, with_region: bool) -> None:
    """Measures that charge a body, some at a time, each with how its cell names the body."""
    ids, regions = found["measure_id"].drop_duplicates().tolist(), found["region_id"].nunique()
    counted = t(
        f"{of_measures(len(ids))}，{regions} 个地区。",
        f"{of_measures(len(ids))} in {plural(regions, 'region')}.",
    )
    st.html(f"<p>{escape(counted)}</p>")
    pages = -(-len(ids) // PAGE)
    page = min(st.pagination(pages, key=f"drawer_page_{code}"), pages) if pages > 1 else 1
    names = region_names()
    for measure in evidence.records(data.measures(*ids[PAGE * (page - 1) : PAGE * page])):
        mentions = evidence.records(found[found["measure_id"] == measure["measure_id"]])
        heading = names[measure["region_id"]] if with_region else ""
        source = evidence.source_lines_html(measure)
        st.html(mentions_html(mentions) + evidence.measure_html(measure, source, heading=heading))


def mentions_html(mentions: list[dict[str, Any]]) -> str:
    """How a cell names a body: role, name as printed, level, as HTML; the weightiest role first."""
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
