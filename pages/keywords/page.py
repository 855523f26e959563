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
    show_view, names = address.choose_view(
        "keywords",
        "see",
        distinct=(terms.show_distinct, ()),
        use=(terms.show_use, (*FILTERS, "task")),
        lines=(terms.show_lines, (*FILTERS, "task")),
        alike=(similarity.show, ()),
        reuse=(reuse.show, FILTERS),
        named=(mentions.show, FILTERS),
    )
    chosen = filters.draw_filters(names) if names else filters.Filters()
    picked = show_view(chosen)
    details.show_drawer(picked, drawer.is_own, partial(drawer.fill_drawer, chosen=chosen))


show_page(show)
