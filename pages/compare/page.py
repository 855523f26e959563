"""并排比较 · Compare: two to six regions over chosen tasks, in numbers and then in their own words."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import streamlit as st

from pages.compare import choice as compare_choice
from pages.compare import data as compare_data
from pages.compare import print as compare_print
from pages.compare import read as compare_read
from pages.compare import summary as compare_summary
from pages.compare import texts as compare_texts
from pages.compare import words as compare_words
from pages.frame.shell import present
from pages.ui.cards.cards import show_cards
from pages.ui.evidence import details
from pages.ui.guard import page_fragment
from pages.ui.text import t

RULES: Final = Path(__file__).with_name("compare.css")


@page_fragment
def show() -> None:
    """The page, from top to bottom."""
    st.html(RULES)
    if compare_choice.printed():
        compare_print.show()
        return
    st.title(t("并排比较", "Compare"), anchor=False)
    choice = compare_choice.choose()
    picked = compared(choice) if choice.comparable else compare_summary.show_nearest(choice)
    if picked:
        follow(picked)
    if code := picked or details.opened():
        details.show_details(code)


def compared(choice: compare_choice.Choice) -> str | None:
    """Summary, texts and tables; returns what the reader opens."""
    depths = compare_data.depths_of(choice)
    alike = compare_data.pairs_of(choice.regions)
    st.html(compare_words.answer(choice, depths, alike))
    compare_print.ways(choice)
    opened = compare_summary.show_charts(compare_data.totals_of(depths))
    st.header(t("谁覆盖哪些任务", "Who covers which tasks"), anchor=False)
    turned = show_cards([compare_texts.style(), compare_summary.groups_html(depths)], "compare_groups")
    st.header(t("两两有多像", "How alike, pair by pair"), anchor=False)
    st.html(f'<p class="quiet">{compare_words.how_alike()}</p>')
    compare_summary.pairs_table(alike)
    st.header(t("逐项对照", "Task by task"), anchor="texts")
    read = compare_read.read(choice, depths)
    st.header(t("深度的表", "The depths as a table"), anchor=False)
    compare_read.task_table(choice, depths)
    return opened or turned or read


def follow(picked: str) -> None:
    """Open a cell, a region or a task; or choose, as ``task=3.4`` and ``region=110000,320000``."""
    name, _, codes = picked.partition("=")
    if codes:
        compare_choice.turn_to(name, codes.split(","))
    details.open_code(picked)


present(show)
