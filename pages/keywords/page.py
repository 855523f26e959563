"""关键词 · Keywords: how each region speaks, whose words are alike, and what is named where."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Final

import streamlit as st

from pages.frame.shell import present
from pages.keywords import alike as keywords_alike
from pages.keywords import distinct as keywords_distinct
from pages.keywords import drawer as keywords_drawer
from pages.keywords import lines as keywords_lines
from pages.keywords import named as keywords_named
from pages.keywords import reuse as keywords_reuse
from pages.keywords import use as keywords_use
from pages.ui import address, filters
from pages.ui.evidence import details
from pages.ui.guard import page_fragment
from pages.ui.text import t

VIEWS: Final = {
    "distinct": keywords_distinct.show,
    "use": keywords_use.show,
    "lines": keywords_lines.show,
    "alike": keywords_alike.show,
    "reuse": keywords_reuse.show,
    "named": keywords_named.show,
}
# What each view can be narrowed by.
FILTERS: Final = {
    "use": ("macro", "group", "region", "area", "task"),
    "lines": ("macro", "group", "region", "area", "task"),
    "reuse": ("macro", "group", "region", "area"),
    "named": ("macro", "group", "region", "area"),
}
RULES: Final = Path(__file__).with_name("keywords.css")


@page_fragment
def show() -> None:
    """The page, from top to bottom."""
    st.html(RULES)
    st.title(t("关键词", "Keywords"), anchor=False)
    labels = {
        "distinct": t("用词特点", "Distinctive words"),
        "use": t("各地用词", "Use by region"),
        "lines": t("上下文", "In context"),
        "alike": t("相似要点", "Similar plans"),
        "reuse": t("相同文字", "Reused text"),
        "named": t("行动与文件", "Campaigns and documents"),
    }
    view = address.choose_segment(
        t("看什么", "View"), "see", list(VIEWS), labels.__getitem__, label_visibility="collapsed"
    )
    chosen = filters.sidebar(FILTERS[view]) if view in FILTERS else filters.Filters()
    picked = VIEWS[view](chosen)
    if picked:
        details.open_code(picked)
    if code := picked or keywords_drawer.opened():
        details.show_details(code, partial(keywords_drawer.fill, chosen=chosen))


present(show)
