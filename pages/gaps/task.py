"""Who lacks a task, who has it, and how deep."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import pandas as pd
import streamlit as st

from pages.charts.show import show_chart
from pages.gaps import words as gap_words
from pages.gaps.charts import depth_kinds, gaps_chart, map_chart, status_kinds
from pages.gaps.data import chosen_cells, task_answers, task_names
from pages.gaps.export import counts_table, task_table
from pages.ui import address, data, filters
from pages.ui.cards.cards import Answer, answers, chips, group, jumps, show_cards
from pages.ui.profile_links import anchor, task_address
from pages.ui.tables import show_table
from pages.ui.text import DEPTHS, STATUSES, column, named, plural, t
from pipeline.schema.model import DEPTHS as DEPTH_ORDER
from pipeline.schema.model import GAP_DEPTHS
from pipeline.store.gap_tables import gap_counts

NAME: Final = "for_task"
"""The name of the task in the address."""

FILE: Final = "plan-atlas-gaps"
LISTED: Final = 20
"""Tasks in the chart of all tasks; its data has all."""


def show() -> str | None:
    """The view; returns what the reader asks to see, as `pages.gaps.page.follow` takes it."""
    names = task_names()

    def label(code: str) -> str:
        return f"{code} {names[code]}" if code else t("全部任务（先看概况）", "All tasks (an overview)")

    task_id = address.choose_one(t("标准任务", "Standard task"), NAME, ["", *names], label)
    if not task_id:
        return show_all(filters.sidebar(("macro", "group", "area")))
    return show_one(task_id, filters.sidebar(("macro", "group")))


def show_all(chosen: filters.Filters) -> str | None:
    """How many regions lack each task; a click on a task leads to who they are."""
    regions, _, cells = chosen_cells(chosen)
    if cells.empty:
        filters.explain_nothing()
        return None
    names = task_names()
    counts = gap_counts(cells, "task_id")
    planned = int(cells["region_id"].nunique())
    labels = {code: f"{code} {name}" for code, name in names.items()}
    st.html(gap_words.tasks_answer(counts, labels, planned, [name for name, _ in without_plan(regions)]))
    most, lacks = counts["task_id"].iloc[0], counts["gaps"].iloc[0]
    few = min(len(counts), LISTED)
    heading = gap_words.heading(
        t(
            f"缺得最多：{labels[most]}（{planned} 个地区中 {lacks} 个）",
            f"Lacking most often: {labels[most]} ({lacks} of {plural(planned, 'region', 'regions')})",
        ),
        t(
            f"各项任务的缺口：{planned} 个地区中未列、列而未填和原则性的个数；缺得最多的 {few} 项",
            f"Gaps by task: how many of {plural(planned, 'region', 'regions')} are absent, blank or generic; "
            f"the {few} tasks lacking most often",
        ),
    )
    frame = counts_table(counts, names, t("标准任务", "Standard task"), "task_id")
    return show_chart(
        gaps_chart(
            counts, "task_id", labels, heading, frame, file_name=f"{FILE}-tasks-picture", listed=LISTED
        )
    )


def show_one(task_id: str, chosen: filters.Filters) -> str | None:
    """Who lacks one task and who has it."""
    regions = filters.chosen_regions(data.regions(), chosen)
    found = task_answers(task_id, regions["region_id"].tolist())
    if not found:
        filters.explain_nothing()
        return None
    without = [name for name, _ in without_plan(regions)]
    name = f"{task_id} {task_names('name')[task_id]}"
    full = f'<p class="quiet">{anchor(task_address(task_id), name)}</p>'
    st.html(full + gap_words.task_answer(task_id, found, without, narrowed=chosen.of_regions))
    with st.container(key="gap_pair"):
        where, who = st.columns([10, 9], gap="large")
    with where:
        opened = map_of(task_id, found, regions)
    with who:
        picked = show_cards(lacking(found, regions), f"gap_lacking_{task_id}")
    having = [answer for answer in found if answer.depth not in (*GAP_DEPTHS, "none")]
    st.header(
        t(
            f"谁有，写了什么（{len(having)} 个地区）",
            f"Who has it, and what they wrote ({plural(len(having), 'region', 'regions')})",
        ),
        anchor=False,
    )
    read = show_cards([jumps(having), answers(having)], f"gap_having_{task_id}") if having else None
    st.header(t("全部地区", "All regions"), anchor=False)
    show_table(
        task_table(found, [name for name, _ in without_plan(regions)]), f"{FILE}-{task_id}", height=320
    )
    return opened or picked or read


def lacking(found: Sequence[Answer], regions: pd.DataFrame) -> list[str]:
    """Those without a specific answer by depth, those that wrote something with their words."""
    parts = []
    for depth in GAP_DEPTHS:
        some = [answer for answer in found if answer.depth == depth]
        if not some:
            continue
        title = t(f"{len(some)} 个地区", plural(len(some), "region", "regions"))
        wrote = depth == "generic"
        body = answers(some) if wrote else chips((answer.region, answer.region_id) for answer in some)
        parts.append(group(title, body, depth=depth))
    declared = [answer for answer in found if answer.depth == "none"]
    if declared:
        title = t("不算缺口", "no gap")
        parts.append(group(title, answers(declared), depth="none"))
    if without := without_plan(regions):
        parts.append(group(named(STATUSES, "no_plan"), chips(without)))
    return parts


def map_of(task_id: str, found: Sequence[Answer], regions: pd.DataFrame) -> str | None:
    """The map of who has the task how deep; a click on a region opens what it wrote."""
    name, rows = task_names()[task_id], data.regions()
    by_region = {answer.region_id: answer for answer in found}
    left_out = set(rows.loc[rows["status"] == "plan", "region_id"]) - set(regions["region_id"])
    rows["kind"] = [
        _kind(code, status, by_region, left_out)
        for code, status in zip(rows["region_id"], rows["status"], strict=True)
    ]
    rows["key"] = [by_region[code].cell if code in by_region else "" for code in rows["region_id"]]
    lacks = sum(answer.depth in GAP_DEPTHS for answer in found)
    who = t(f"{lacks} 个地区缺", plural(lacks, "region lacks it", "regions lack it"))
    who = who if lacks else t("没有地区缺", "no region lacks it")
    heading = gap_words.heading(
        f"{task_id} {name}{t('：', ': ')}{who}",
        t(
            "每个方块是一个地区，颜色和记号是深度；未列、列而未填和原则性为缺口",
            "A square is a region; colour and mark are the depth. Absent, blank and generic are gaps",
        ),
    )
    counted = "; ".join(
        f"{named(DEPTHS, depth)} {sum(answer.depth == depth for answer in found)}"
        for depth in reversed(DEPTH_ORDER)
    )
    kinds = {**depth_kinds(), **status_kinds()}
    alt = f"{heading.title}. {counted}"
    return show_chart(
        map_chart(rows, kinds, heading, alt=alt, file_name=f"{FILE}-{task_id}-map"), table=False
    )


def without_plan(regions: pd.DataFrame) -> list[tuple[str, str]]:
    """Names and ids of the regions in the source's scope that have no plan."""
    rows = regions[regions["status"] == "no_plan"]
    return list(zip(rows[column("short")], rows["region_id"], strict=True))


def _kind(code: str, status: str, by_region: dict[str, Answer], left_out: set[str]) -> str:
    if code in by_region:
        return by_region[code].depth
    return "left_out" if code in left_out else status
