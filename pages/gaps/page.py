"""缺口清单 · Gaps: what a region lacks, who lacks a task, and who meets a combination of conditions."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd
import streamlit as st

from pages.charts import stage
from pages.charts.show import show_chart
from pages.frame.shell import show_page
from pages.gaps import query
from pages.gaps import words as gap_words
from pages.gaps.charts import elsewhere_chart, regions_chart, task_map, tasks_chart
from pages.gaps.data import (
    FILE,
    chosen_cells,
    gaps_table,
    region_gaps,
    task_answers,
    task_table,
    without_plan,
)
from pages.ui import address, data, filters
from pages.ui.cards.cards import Answer, Gap, answers, chips, gap_card, jump_links, show_cards, titled_group
from pages.ui.evidence import details
from pages.ui.guard import page_fragment
from pages.ui.names import region_labels, region_names, regions_with_plan, task_names
from pages.ui.page_columns import heading_of
from pages.ui.profile_links import anchor, task_address
from pages.ui.tables import show_table
from pages.ui.text import DEPTHS, STATUSES, localized, name_of, plural, t
from pages.ui.theme import MARKS
from pipeline.schema.model import GAP_DEPTHS, SPECIFIC_DEPTHS
from pipeline.store.gap_tables import MOST_COMPARABLE, comparable_regions, gap_counts

# The names in the address of the region and of the task that a view is about.
REGION = "for_region"
TASK = "for_task"


@page_fragment
def show() -> None:
    """The page, from top to bottom."""
    st.html(Path(__file__).with_name("gap.css"))
    st.title(t("缺口清单", "Gaps"), anchor=False)
    labels = {
        "region": t("一个地区缺什么", "What a region lacks"),
        "task": t("一项任务谁缺", "Who lacks a task"),
        "query": t("组合查询", "Combine conditions"),
    }
    view = address.choose_segment(t("看什么", "View"), "view", labels, label_visibility="collapsed")
    picked = {"region": show_region, "task": show_task, "query": query.show}[view]()
    if picked and ":" not in picked:
        # A region or a task leads to the view of what it lacks, or of who lacks it.
        turned, name = ("task", TASK) if "." in picked else ("region", REGION)
        address.write_state("view", (turned,), ("region",))
        address.write_state(name, (picked,), ("",))
        address.rerun("fragment")
    details.show_opened(picked)


def show_region() -> str | None:
    """What a region lacks; returns what the reader asks to see: a cell, a region or a task."""
    every = t("全部地区（先看概况）", "All regions (an overview)")
    with st.container(key="gap_subject", horizontal=True, vertical_alignment="bottom"):
        region_id = address.choose_one(t("地区", "Region"), REGION, {"": every, **region_labels()})
        has_plan = region_id in regions_with_plan()
        way, by_hand = choose_way() if has_plan else ("", ())
    if not region_id:
        return show_regions(filters.sidebar(("macro", "group", "area")))
    chosen = filters.sidebar(("area",))
    if not has_plan:
        region = data.region(region_id)
        st.html(gap_words.no_plan(region[localized("name")], region["status"]))
        return show_neighbours(region_id)
    task_ids = filters.chosen_tasks(data.tasks(), chosen)["task_id"].tolist()
    return show_gaps_of(region_id, task_ids, way, by_hand)


def choose_way() -> tuple[str, tuple[str, ...]]:
    """How comparable regions are chosen, and those chosen by hand."""
    ways = {
        "macro": t("同大区", "Same macro-region"),
        "similar": t("最相近", "Most similar"),
        "chosen": t("自选", "By hand"),
        "all": t("全部地区", "All regions"),
    }
    alike = t(
        "相近程度：1 减去两份工作要点各任务深度名次之差的平均值（除以 5）；"
        "100% 表示每项任务的深度都相同（Gower 1971）。",
        "How alike two plans are: 1 minus the mean difference of the ranks of their depths, divided by 5; "
        "100% is the same depth at every task (Gower 1971).",
    )
    way = address.choose_segment(t("对照地区", "Compare with"), "compare", ways, help=alike, decides=True)
    if way != "chosen":
        return way, ()
    by_hand = address.choose_many(
        t(f"对照哪些地区（最多 {MOST_COMPARABLE} 个）", f"Which regions ({MOST_COMPARABLE} at most)"),
        "others",
        regions_with_plan(),
        region_names().__getitem__,
        placeholder=t("选择地区", "Choose regions"),
        most=MOST_COMPARABLE,
    )
    return way, by_hand


def show_neighbours(region_id: str) -> str | None:
    """The regions with a plan in the same macro-region, each with a way to its list."""
    regions = data.regions()
    near = regions[
        (regions["macro_id"] == data.region(region_id)["macro_id"]) & (regions["status"] == "plan")
    ]
    if near.empty:
        return None
    return show_cards(
        [chips(zip(near[localized("short")], near["region_id"], strict=True))], "gap_neighbours"
    )


def show_regions(chosen: filters.Filters) -> str | None:
    """How many gaps each region has; a click on a region leads to its list."""
    regions, task_ids, cells = chosen_cells(chosen)
    if cells.empty:
        filters.explain_nothing()
        return None
    counts = gap_counts(cells, "region_id")
    st.html(gap_words.regions_answer(counts, len(task_ids), without_plan(regions).values()))
    return show_chart(regions_chart(counts, len(task_ids)))


def show_gaps_of(region_id: str, task_ids: Sequence[str], way: str, by_hand: Sequence[str]) -> str | None:
    """The gaps of a region that has a plan."""
    name = region_names()[region_id]
    similar = data.query("similar_plans", plan_id=data.region(region_id)["plan_id"])
    pool = comparable_regions(data.regions(), similar, region_id, way, by_hand)
    gaps = region_gaps(region_id, task_ids, way, pool)
    compared = gap_words.comparison(name, way, similar, pool)
    peers = gap_words.peers_of(way, pool, len(similar))
    st.html(gap_words.region_answer(name, gaps, len(task_ids), peers, compared))
    if not gaps:
        to_matrix = t("去覆盖矩阵看它写了什么", "See what it wrote in the coverage matrix")
        st.page_link("pages/coverage/page.py", label=to_matrix, icon=":material/grid_on:")
        return None
    shown = choose_kinds(gaps)
    if not shown:
        filters.explain_nothing()
        return None
    picked = show_cards(cards_of(shown), f"gap_cards_{region_id}", unfold=True)
    file_name = f"{FILE}-{region_id}"
    real = [gap for gap in shown if gap.own.depth in GAP_DEPTHS]
    opened = None
    if real and real[0].others:
        title, alone = t("这份清单的图", "This list as a picture"), bool(stage.presented_name())
        with st.expander(title, icon=":material/image:", expanded=alone):
            chart = elsewhere_chart(name, real, peers, f"{file_name}-picture")
            decided_by = (REGION, "area", "kind", "compare", "others")
            opened = show_chart(chart, decided_by=decided_by, table=False)
    st.header(t("同一清单的表", "The same list as a table"), anchor=False)
    column_config = {
        heading_of("measure_text"): st.column_config.TextColumn(width="large"),
        heading_of("standard_task"): st.column_config.TextColumn(width="medium"),
        heading_of("first_line"): st.column_config.NumberColumn(format="%d"),
        heading_of("last_line"): st.column_config.NumberColumn(format="%d"),
    }
    show_table(gaps_table(shown), file_name, height=320, column_config=column_config)
    return picked or opened


def choose_kinds(gaps: Sequence[Gap]) -> list[Gap]:
    """The gaps of the kinds that the reader wants to see; with one kind only there is no choice."""
    counts = {depth: sum(gap.own.depth == depth for gap in gaps) for depth in (*GAP_DEPTHS, "none")}
    present = [depth for depth, count in counts.items() if count]
    if len(present) < 2:
        return list(gaps)
    names = {depth: f"{MARKS[depth]} {name_of(DEPTHS, depth)} {counts[depth]}" for depth in present}
    kinds = address.choose_pills(t("只看", "Show only"), "kind", present, names.__getitem__)
    return [gap for gap in gaps if not kinds or gap.own.depth in kinds]


def cards_of(gaps: Sequence[Gap]) -> list[str]:
    """The gaps as cards, then what is declared none under a title of its own."""
    real = [gap for gap in gaps if gap.own.depth in GAP_DEPTHS]
    declared = [gap_card(gap) for gap in gaps if gap.own.depth not in GAP_DEPTHS]
    cards = [gap_card(gap, opened=number == 0) for number, gap in enumerate(real)]
    title = t("声明暂无，不算缺口", "Declared none, which is no gap")
    return [*cards, titled_group(title, "".join(declared))] if declared else cards


def show_task() -> str | None:
    """Who lacks a task; returns what the reader asks to see, as `show_region` does."""
    every = t("全部任务（先看概况）", "All tasks (an overview)")
    task_id = address.choose_one(t("标准任务", "Standard task"), TASK, {"": every, **task_names()})
    if not task_id:
        return show_tasks(filters.sidebar(("macro", "group", "area")))
    return show_answers_to(task_id, filters.sidebar(("macro", "group")))


def show_tasks(chosen: filters.Filters) -> str | None:
    """How many regions lack each task; a click on a task leads to who they are."""
    regions, _, cells = chosen_cells(chosen)
    if cells.empty:
        filters.explain_nothing()
        return None
    counts, planned = gap_counts(cells, "task_id"), int(cells["region_id"].nunique())
    st.html(gap_words.tasks_answer(counts, planned, without_plan(regions).values()))
    return show_chart(tasks_chart(counts, planned))


def show_answers_to(task_id: str, chosen: filters.Filters) -> str | None:
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
    count, regions_have = len(having), plural(len(having), "region")
    title = t(f"谁有，写了什么（{count} 个地区）", f"Who has it, and what they wrote ({regions_have})")
    st.header(title, anchor=False)
    read = show_cards([jump_links(having), answers(having)], f"gap_having_{task_id}") if having else None
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
        title = t(f"{len(some)} 个地区", plural(len(some), "region"))
        if depth == "none":
            title = t("不算缺口", "no gap")
        wrote = depth in ("generic", "none")
        body = answers(some) if wrote else chips((answer.region, answer.region_id) for answer in some)
        parts.append(titled_group(title, body, depth=depth))
    if without := without_plan(regions):
        parts.append(
            titled_group(name_of(STATUSES, "no_plan"), chips((name, code) for code, name in without.items()))
        )
    return parts


show_page(show)
