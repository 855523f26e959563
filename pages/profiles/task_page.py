"""任务概况 · Profile of a standard task: who answers it, how deeply and in which words."""

from __future__ import annotations

import streamlit as st

from pages.frame.shell import present
from pages.profiles import page as profile_page
from pages.profiles import view as profile_view
from pages.reports.task import task_profile
from pages.ui import address
from pages.ui.guard import page_fragment
from pages.ui.text import t, tab_title


@page_fragment
def show() -> None:
    """The page, from top to bottom."""
    profile_page.add_style()
    names = profile_view.task_labels()
    with st.container(key="profile_controls", horizontal=True, vertical_alignment="bottom"):
        task_id = address.choose_one(t("标准任务", "Standard task"), "task", list(names), names.__getitem__)
        document = profile_page.profile_of(task_profile, task_id)
        profile_page.show_exports(document)
        profile_view.turn_to_regions()
    st.title(document.title, anchor=False)
    st.set_page_config(page_title=tab_title(names[task_id]))
    macro = profile_page.show_document(document, "facts")
    if macro:
        profile_view.open_matrix(task=task_id, macro=macro)


present(show)
