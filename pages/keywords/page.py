"""关键词 · Keywords: distinctive words, use of terms, similar plans, reused text, named documents."""

from functools import partial
from typing import Final

import streamlit as st

from pages.frame.shell import show_page
from pages.keywords import drawer, mentions, reuse, similarity, terms
from pages.ui import address, filters
from pages.ui.evidence import details
from pages.ui.guard import page_fragment
from pages.ui.text import t

FILTERS: Final = ("macro", "group", "region", "area")


@page_fragment
def show() -> None:
    st.title(t("关键词", "Keywords"), anchor=False)
    views = {
        "distinct": (t("用词特点", "Distinctive words"), terms.show_distinct, ()),
        "use": (t("各地用词", "Use by region"), terms.show_use, (*FILTERS, "task")),
        "lines": (t("上下文", "In context"), terms.show_lines, (*FILTERS, "task")),
        "alike": (t("相似要点", "Similar plans"), similarity.show, ()),
        "reuse": (t("相同文字", "Reused text"), reuse.show, FILTERS),
        "named": (t("行动与文件", "Campaigns and documents"), mentions.show, FILTERS),
    }
    _, show_view, names = views[address.choose_view("see", views)]
    chosen = filters.draw_filters(names) if names else filters.Filters()
    picked = show_view(chosen)
    details.show_drawer(picked, drawer.is_own, partial(drawer.fill_drawer, chosen=chosen))


show_page(show)
