"""责任部门 · Departments: who is charged with what, and how differently regions assign tasks."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Final

import streamlit as st

from pages.departments import body as departments_body
from pages.departments import drawer as departments_drawer
from pages.departments import matrix as departments_matrix
from pages.departments import region as departments_region
from pages.departments import task as departments_task
from pages.departments import words as departments_words
from pages.departments.data import BODY, REGION, TASK, VIEW, choose, turn_to
from pages.frame.shell import present
from pages.ui import address
from pages.ui.evidence import details
from pages.ui.guard import page_fragment
from pages.ui.text import t

VIEWS: Final = {
    "matrix": departments_matrix.show,
    "body": departments_body.show,
    "region": departments_region.show,
    "task": departments_task.show,
}
# What each view can be narrowed by.
FILTERS: Final = {
    "matrix": ("macro", "group", "region", "area"),
    "body": ("macro", "group", "region", "area"),
    "region": ("area",),
    "task": ("macro", "group", "area"),
}
ABOUT: Final = {BODY: "body", REGION: "region", TASK: "task"}
RULES: Final = Path(__file__).with_name("departments.css")


@page_fragment
def show() -> None:
    """The page, from top to bottom."""
    st.html(RULES)
    st.title(t("责任部门", "Departments"), anchor=False)
    labels = {
        "matrix": t("谁承担什么", "All bodies"),
        "body": t("一个部门做什么", "One body"),
        "region": t("一个地区谁承担", "One region"),
        "task": t("一项任务谁来办", "One task"),
    }
    view = address.choose_segment(
        t("看什么", "View"), VIEW, list(VIEWS), labels.__getitem__, label_visibility="collapsed"
    )
    choice = choose(FILTERS[view], levels=view != "task")
    picked = VIEWS[view](choice)
    departments_words.how_counted()
    if picked:
        follow(picked)
    if code := picked or departments_drawer.opened():
        details.show_details(code, partial(departments_drawer.fill, choice=choice))


def follow(code: str) -> None:
    """Open the measures behind a number; or turn to a body, a region or a task, as ``body=sasac``."""
    name, _, value = code.partition("=")
    if name in ABOUT and value:
        turn_to(ABOUT[name], name, value)
        address.start_again("fragment")
    details.open_code(code)


present(show)
