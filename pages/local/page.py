"""自设任务 · Local tasks: what regions added beyond the template, and which ideas several of them have."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import pandas as pd
import streamlit as st

from pages.charts.show import show_chart
from pages.frame.shell import present
from pages.local import drawer
from pages.local import words as local_words
from pages.local.cards import STYLE, area_card, idea_card
from pages.local.charts import areas_chart
from pages.local.data import FILE, areas_of, find_ideas, find_tasks, planned_regions
from pages.local.table import show_tasks
from pages.ui import address, filters
from pages.ui.cards.cards import show_cards
from pages.ui.evidence import details
from pages.ui.guard import page_fragment
from pages.ui.text import t

RULES: Final = Path(__file__).with_name("local.css")

# How many ideas, and how many local tasks of one region only, are shown at a time.
IDEAS: Final = 10
TASKS: Final = 40


@page_fragment
def show() -> None:
    """The page, from top to bottom."""
    st.html(RULES)
    st.title(t("自设任务", "Local tasks"), anchor=False)
    chosen = filters.sidebar(("macro", "group", "region", "area"))
    tasks, picked = find_tasks(chosen), None
    if tasks.empty:
        explain_nothing(planned_regions(chosen))
    else:
        picked = show_found(tasks, chosen)
    if picked:
        details.open_code(picked)
    if code := picked or drawer.opened():
        details.show_details(code, drawer.fill)


def show_found(tasks: pd.DataFrame, chosen: filters.Filters) -> str | None:
    """The answer, the chart, the ideas, the rest and the table; returns what the reader opens."""
    ideas, regions, areas = find_ideas(chosen), planned_regions(chosen), areas_of(tasks, chosen)
    st.html(local_words.answer(tasks, len(ideas), regions, chosen.area))
    opened = show_chart(areas_chart(tasks, areas, local_words.heading(tasks, regions)), table=False)
    picked = [opened, show_ideas(ideas, chosen), show_rest(tasks, areas, chosen)]
    show_tasks(tasks)
    return next(filter(None, picked), None)


def explain_nothing(regions: Sequence[str]) -> None:
    """What to do where the filters leave no local task."""
    if regions:
        st.info(local_words.nothing(regions), icon=":material/filter_alt_off:")
    else:
        filters.explain_nothing()


def show_ideas(ideas: Sequence[pd.DataFrame], chosen: filters.Filters) -> str | None:
    """The ideas of several regions, with what each of them wrote, some at a time."""
    st.header(local_words.ideas_title(len(ideas)), anchor=False)
    if not ideas:
        st.html(f'<p class="quiet">{local_words.no_ideas()}</p>')
        return None
    page = address.choose_page("ideas", -(-len(ideas) // IDEAS), chosen)
    shown = ideas[IDEAS * (page - 1) : IDEAS * page]
    return show_cards([STYLE, *map(idea_card, shown)], f"{FILE}-ideas", unfold=True)


def show_rest(tasks: pd.DataFrame, areas: Sequence[str], chosen: filters.Filters) -> str | None:
    """The local tasks that are one region's only, by key area, some at a time."""
    alone = tasks[tasks["group_regions"] == 1]
    if alone.empty:
        return None
    st.header(local_words.rest_title(len(alone)), anchor=False)
    totals = alone["area_id"].value_counts()
    order = alone.assign(area_id=alone["area_id"].map(list(areas).index))
    order = order.sort_values(["area_id", "kind"], kind="stable")
    page = address.choose_page("page", -(-len(alone) // TASKS), chosen)
    shown = alone.loc[order.index[TASKS * (page - 1) : TASKS * page]]
    cards = [
        area_card(str(area_id), rows, totals[area_id], opened=number == 0)
        for number, (area_id, rows) in enumerate(shown.groupby("area_id", sort=False))
    ]
    return show_cards([STYLE, *cards], f"{FILE}-rest", unfold=True)


present(show)
