"""责任部门 · Departments: who is charged with what, and how differently regions assign tasks."""

from collections.abc import Sequence
from functools import partial

import streamlit as st

from pages.departments import drawer, views
from pages.departments.data import LEVELS, VIEW, Choice, switch_view
from pages.frame.shell import show_page
from pages.ui import address, filters
from pages.ui.evidence import details
from pages.ui.guard import page_fragment
from pages.ui.text import fill_text, long_text, name_of, t


@page_fragment
def show() -> None:
    """Show the page."""
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
    choice = choose(view, filter_names)
    picked = show_view(choice)
    title, how_counted = long_text("departments", "counting")
    st.expander(title).markdown(how_counted)
    name, _, value = (picked or "").partition("=")
    if value:  # a body, a region or a task: ``body=sasac``
        switch_view(name, value)
        address.rerun("fragment")
    details.show_drawer(picked, drawer.is_own, partial(drawer.fill, choice=choice))


def choose(view: str, filter_names: Sequence[str]) -> Choice:
    """Draw the filters in the sidebar, and how bodies are counted."""
    chosen = filters.draw_filters(filter_names)
    levels: tuple[str, ...] = ()
    collective = "all"
    with_parts = {"whole": t("并入主管", "With the whole"), "own": t("单独计", "Apart")}
    with_collective = {"all": t("计入", "Counted"), "without": t("不计", "Left out")}

    def choose_counting(name: str, label: str, options: dict[str, str]) -> str:
        return address.choose_segment(label, name, options, decides=True, help=fill_text("departments", name))

    with st.sidebar.container(key="departments_counted"):
        if view != "task":
            levels = address.choose_many(
                t("层级", "Level"),
                "level",
                {code: name_of(LEVELS, code) for code in LEVELS},
                placeholder=t("全部", "All"),
                help=fill_text("departments", "level"),
            )
        parts = choose_counting("parts", t("内设与分支机构", "Parts of a body"), with_parts)
        if view != "task":
            label = t("集体称谓*", "Collective names*")
            collective = choose_counting("collective", label, with_collective)
    return Choice(chosen, levels, parts == "whole", collective == "all")


show_page(show)
