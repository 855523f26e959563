"""自设任务 · Local tasks: what regions added beyond the template, and which ideas several of them have."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import streamlit as st

from pages.charts.show import show_chart
from pages.frame.shell import present
from pages.local import drawer as local_drawer
from pages.local import table as local_table
from pages.local import words as local_words
from pages.local.cards import STYLE, area_card, idea_card
from pages.local.charts import areas_chart
from pages.local.data import FILE, Idea, LocalTask, areas_of, local_tasks, planned, shared_ideas
from pages.ui import filters
from pages.ui.cards.cards import show_cards
from pages.ui.evidence import details
from pages.ui.guard import page_fragment
from pages.ui.text import t

RULES: Final = Path(__file__).with_name("local.css")


@page_fragment
def show() -> None:
    """The page, from top to bottom."""
    st.html(RULES)
    st.title(t("自设任务", "Local tasks"), anchor=False)
    chosen = filters.sidebar(("macro", "group", "region", "area"))
    tasks, regions = local_tasks(chosen), planned(chosen)
    if not tasks:
        explain_nothing(regions)
    picked = shown(tasks, regions, chosen) if tasks else None
    if picked:
        details.open_code(picked)
    if code := picked or local_drawer.opened():
        details.show_details(code, local_drawer.fill)


def shown(tasks: Sequence[LocalTask], regions: Sequence[str], chosen: filters.Filters) -> str | None:
    """The answer, the picture, the ideas, the rest and the table; returns what the reader opens."""
    ideas = shared_ideas(chosen)
    st.html(local_words.answer(tasks, ideas, regions, chosen.area))
    areas = areas_of(tasks, chosen)
    opened = show_chart(areas_chart(tasks, areas, local_words.heading(tasks, regions)), table=False)
    picked = [opened, several(ideas), rest(tasks, areas)]
    local_table.table(tasks)
    return next(filter(None, picked), None)


def explain_nothing(regions: Sequence[str]) -> None:
    """What to do where the filters leave no local task."""
    if regions:
        st.info(local_words.nothing(regions), icon=":material/filter_alt_off:")
    else:
        filters.explain_nothing()


def several(ideas: Sequence[Idea]) -> str | None:
    """The ideas of several regions, with what each of them wrote."""
    st.header(local_words.ideas_title(ideas), anchor=False)
    if not ideas:
        st.html(f'<p class="quiet">{local_words.no_ideas()}</p>')
        return None
    return show_cards([STYLE, *map(idea_card, ideas)], f"{FILE}-ideas", unfold=True)


def rest(tasks: Sequence[LocalTask], areas: Sequence[str]) -> str | None:
    """The local tasks that are one region's only, by key area."""
    alone = [task for task in tasks if not task.shared]
    if not alone:
        return None
    st.header(local_words.rest_title(alone), anchor=False)
    held = [code for code in areas if any(task.area_id == code for task in alone)]
    cards = [
        area_card(code, [task for task in alone if task.area_id == code], opened=code == held[0])
        for code in held
    ]
    return show_cards([STYLE, *cards], f"{FILE}-rest", unfold=True)


present(show)
