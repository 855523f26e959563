"""地区概况 · Profile of a region: all that is known of its plan, on one or two sheets."""

from __future__ import annotations

import streamlit as st

from pages.frame.shell import present
from pages.profiles import page as profile_page
from pages.profiles import view as profile_view
from pages.reports.region import region_profile
from pages.ui import address
from pages.ui.guard import page_fragment
from pages.ui.text import t, tab_title


@page_fragment
def show() -> None:
    """The page, from top to bottom."""
    profile_page.add_style()
    names = profile_view.region_labels()
    with st.container(key="profile_controls", horizontal=True, vertical_alignment="bottom"):
        region_id = address.choose_one(t("地区", "Region"), "region", list(names), names.__getitem__)
        document = profile_page.profile_of(region_profile, region_id)
        profile_page.show_exports(document)
        profile_view.turn_to_tasks()
    st.title(document.title, anchor=False)
    st.set_page_config(page_title=tab_title(names[region_id]))
    area = profile_page.show_document(document, "facts")
    if area:
        profile_view.open_matrix(region=region_id, area=area)


present(show)
