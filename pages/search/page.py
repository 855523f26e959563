"""全文检索 · Search: words over tasks, measures, departments and cited documents, as they are typed."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Final

import streamlit as st

from pages.frame.shell import present
from pages.search import box as search_box
from pages.search import drawer as search_drawer
from pages.search import hits as search_hits
from pages.ui import address, filters
from pages.ui.evidence import details
from pages.ui.guard import fragment, page_fragment
from pages.ui.text import t

RULES: Final = Path(__file__).with_name("page.css")


@page_fragment
def show() -> None:
    """The page, from top to bottom."""
    st.html(RULES)
    st.title(t("全文检索", "Search"), anchor=False)
    find(filters.sidebar(search_hits.FILTERS))


@fragment
def find(chosen: filters.Filters) -> None:
    """The box and what is found: all that is drawn again while somebody types, and no more."""
    text = search_box.choose_query()
    if search_hits.chosen_anew(chosen):
        address.start_again()
    picked = search_hits.show(text, chosen)
    if picked:
        details.open_code(picked)
    if code := picked or search_drawer.opened():
        details.show_details(code, partial(search_drawer.fill, text=text))


present(show)
