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
    area_names,
    bodies,
    body_names,
    duties,
    region_names,
    task_names,
    turn_to,
    weight,
)
from pages.departments.words import of_measures
from pages.ui import address, data
from pages.ui.evidence import details, evidence
from pages.ui.text import column, named, t
from pages.ui.written import written

PAGE: Final = 8
"""How many measures are shown at a time; each asks for its source text."""


def opened() -> str | None:
    """What the address says is open, if it is something of this page or of every page."""
    return details.opened(lambda code: code.partition("~")[0] in bodies().index or details.is_known(code))


def fill(code: str, choice: Choice) -> None:
    """Draw what a code stands for."""
    department_id, *scopes = code.split("~")
    if department_id not in bodies().index:
        details.show_code(code)
        return
    asked, told = _scopes(scopes)
    body = bodies().loc[department_id]
    if body["part_of"]:
        choice = replace(choice, whole=False)
    found = duties(replace(choice, collective=True), department_ids=(department_id,), **asked)
    if "task_ids" in asked:
        found = found[[asked["task_ids"][0] in ids.split(";") for ids in found["task_id"]]]
    details.show_title(" · ".join([body_names("name")[department_id], *told]))
    if found.empty:
        st.info(
            t(
                "当前筛选下没有这样的举措。请关闭后重新选择。",
                "The filters leave no such measure. Close this and choose again.",
            ),
            icon=":material/search_off:",
        )
        return
    _listed(found, code, with_region="region_ids" not in asked)
    if st.button(
        t("看这个部门的全部职责", "See all duties of this body"),
        key=f"drawer_body_{department_id}",
        icon=":material/arrow_forward:",
        type="tertiary",
    ):
        turn_to("body", BODY, department_id)
        address.start_again()


def _scopes(scopes: list[str]) -> tuple[dict[str, Any], list[str]]:
    """The scopes of a code as arguments of the store, and their names."""
    asked: dict[str, Any] = {}
    told = []
    for scope in scopes:
        for name, names in (
            ("area_ids", area_names()),
            ("task_ids", task_names()),
            ("region_ids", region_names()),
        ):
            if scope in names:
                asked[name] = (scope,)
                told.append(names[scope] if name == "region_ids" else f"{scope} {names[scope]}")
    return asked, told


def _listed(found: pd.DataFrame, code: str, *, with_region: bool) -> None:
    ids = found["measure_id"].drop_duplicates().tolist()
    regions = found["region_id"].nunique()
    st.html(
        "<p>"
        + escape(
            t(f"{of_measures(len(ids))}，{regions} 个地区。", f"{of_measures(len(ids))} in {regions} "
              f"{'region' if regions == 1 else 'regions'}.")
        )
        + "</p>"
    )  # fmt: skip
    pages = -(-len(ids) // PAGE)
    page = min(st.pagination(pages, key=f"drawer_page_{code}"), pages) if pages > 1 else 1
    shown = ids[PAGE * (page - 1) : PAGE * page]
    names = data.regions().set_index("region_id")[column("short")]
    for measure in evidence.records(data.measures(*shown)):
        mentions = evidence.records(found[found["measure_id"] == measure["measure_id"]])
        st.html(
            charged_html(mentions)
            + evidence.measure_html(
                measure,
                evidence.source_of(measure),
                heading=str(names[measure["region_id"]]) if with_region else "",
            )
        )


def charged_html(mentions: list[dict[str, Any]]) -> str:
    """How a cell names a body: role, name as printed, level, as HTML."""
    lines = []
    for mention in sorted(mentions, key=lambda mention: weight(str(mention["role"]))):
        role, level = escape(str(mention["role"])), named(LEVELS, str(mention["level"]))
        lines.append(
            f'<p class="charged"><span class="chip role-{role}">{escape(named(ROLES, role))}</span> '
            f'<b lang="zh">{written(str(mention["quote"]))}</b> '
            f'<span class="quiet">{escape(level)}{_merged(mention)}</span></p>'
        )
    return "".join(lines)


def _merged(mention: dict[str, Any]) -> str:
    if "departments" not in str(mention["merged"]).split(";"):
        return ""
    return t("；责任部门格与上一行合并", "; the department cell is merged with the row above")
