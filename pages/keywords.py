"""关键词 · Keywords: how each region speaks, whose words are alike, and what is named where."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Final

import streamlit as st

from pages.shared import (
    address,
    details,
    filters,
    keywords_alike,
    keywords_distinct,
    keywords_drawer,
    keywords_lines,
    keywords_named,
    keywords_reuse,
    keywords_use,
)
from pages.shared.guard import page_fragment
from pages.shared.shell import present
from pages.shared.text import t

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
    "use": ("macro", "region", "area", "task"),
    "lines": ("macro", "region", "area", "task"),
    "reuse": ("macro", "region", "area"),
    "named": ("macro", "region", "area"),
}
RULES: Final = Path(__file__).parent / "shared" / "keywords.css"


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
