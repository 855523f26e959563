"""Who lacks a task, who has it, and how deep."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from pages.charts.show import show_chart
from pages.gaps import words as gap_words
from pages.gaps.charts import task_map, tasks_chart
from pages.gaps.data import FILE, TASK, chosen_cells, task_answers, without_plan
from pages.gaps.export import task_table
from pages.ui import address, data, filters
from pages.ui.cards.cards import Answer, answers, chips, group, jumps, show_cards
from pages.ui.names import task_names
from pages.ui.profile_links import anchor, task_address
from pages.ui.tables import show_table
from pages.ui.text import STATUSES, named, plural, t
from pipeline.schema.model import GAP_DEPTHS, SPECIFIC_DEPTHS
from pipeline.store.gap_tables import gap_counts


def show() -> str | None:
    """The view; returns what the reader asks to see, as `pages.gaps.page.follow` takes it."""
    every = t("全部任务（先看概况）", "All tasks (an overview)")
    task_id = address.choose_one(t("标准任务", "Standard task"), TASK, {"": every, **task_names()})
    if not task_id:
        return show_all(filters.sidebar(("macro", "group", "area")))
    return show_one(task_id, filters.sidebar(("macro", "group")))


def show_all(chosen: filters.Filters) -> str | None:
    """How many regions lack each task; a click on a task leads to who they are."""
    regions, _, cells = chosen_cells(chosen)
    if cells.empty:
        filters.explain_nothing()
        return None
    counts, planned = gap_counts(cells, "task_id"), int(cells["region_id"].nunique())
    st.html(gap_words.tasks_answer(counts, planned, without_plan(regions).values()))
    return show_chart(tasks_chart(counts, planned))


def show_one(task_id: str, chosen: filters.Filters) -> str | None:
    """Who lacks one task and who has it."""
    regions = filters.chosen_regions(data.regions(), chosen)
    found = task_answers(task_id, regions["region_id"].tolist())
    if not found:
        filters.explain_nothing()
        return None
    without = without_plan(regions).values()
    full = f'<p class="quiet">{anchor(task_address(task_id), task_names("name")[task_id])}</p>'
    st.html(full + gap_words.task_answer(task_id, found, without, narrowed=chosen.of_regions))
    with st.container(key="gap_pair"):
        where, who = st.columns([10, 9], gap="large")
    with where:
        opened = show_chart(task_map(task_id, found), table=False)
    with who:
        picked = show_cards(lacking(found, regions), f"gap_lacking_{task_id}")
    having = [answer for answer in found if answer.depth in SPECIFIC_DEPTHS]
    count = len(having)
    st.header(
        t(
            f"谁有，写了什么（{count} 个地区）",
            f"Who has it, and what they wrote ({plural(count, 'region', 'regions')})",
        ),
        anchor=False,
    )
    read = show_cards([jumps(having), answers(having)], f"gap_having_{task_id}") if having else None
    st.header(t("全部地区", "All regions"), anchor=False)
    show_table(task_table(found, without), f"{FILE}-{task_id}", height=320)
    return opened or picked or read


def lacking(found: Sequence[Answer], regions: pd.DataFrame) -> list[str]:
    """Those without a specific answer by depth, those that wrote something with their words."""
    parts = []
    for depth in (*GAP_DEPTHS, "none"):
        some = [answer for answer in found if answer.depth == depth]
        if not some:
            continue
        title = t(f"{len(some)} 个地区", plural(len(some), "region", "regions"))
        if depth == "none":
            title = t("不算缺口", "no gap")
        wrote = depth in ("generic", "none")
        body = answers(some) if wrote else chips((answer.region, answer.region_id) for answer in some)
        parts.append(group(title, body, depth=depth))
    if without := without_plan(regions):
        parts.append(group(named(STATUSES, "no_plan"), chips((name, code) for code, name in without.items())))
    return parts
