"""关键词 · Keywords: distinctive words, use of terms, similar plans, reused text, named documents."""

from functools import partial
from pathlib import Path
from typing import Final

import streamlit as st

from pages.frame.shell import show_page
from pages.keywords import drawer, mentions, reuse, similarity, terms
from pages.ui import address, filters
from pages.ui.evidence import details
from pages.ui.guard import page_fragment
from pages.ui.text import t

VIEWS: Final = {
    "distinct": terms.show_distinct,
    "use": terms.show_use,
    "lines": terms.show_lines,
    "alike": similarity.show,
    "reuse": reuse.show,
    "named": mentions.show,
}
# The filters of each view that has any.
_PLACES: Final = ("macro", "group", "region", "area")
FILTERS: Final = {"use": (*_PLACES, "task"), "lines": (*_PLACES, "task"), "reuse": _PLACES, "named": _PLACES}
STYLE: Final = Path(__file__).with_name("keywords.css")


@page_fragment
def show() -> None:
    """Draw the page."""
    st.html(STYLE)
    st.title(t("关键词", "Keywords"), anchor=False)
    labels = {
        "distinct": t("用词特点", "Distinctive words"),
        "use": t("各地用词", "Use by region"),
        "lines": t("上下文", "In context"),
        "alike": t("相似要点", "Similar plans"),
        "reuse": t("相同文字", "Reused text"),
        "named": t("行动与文件", "Campaigns and documents"),
    }
    view = address.choose_view("see", labels)
    chosen = filters.draw_filters(FILTERS[view]) if view in FILTERS else filters.Filters()
    picked = VIEWS[view](chosen)
    details.show_drawer(picked, drawer.is_own, partial(drawer.fill_drawer, chosen=chosen))


show_page(show)
