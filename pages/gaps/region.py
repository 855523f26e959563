"""What one region lacks, most common in comparable regions first, each with what these wrote."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import streamlit as st

from pages.charts import stage
from pages.charts.show import show_chart
from pages.gaps import words as gap_words
from pages.gaps.charts import elsewhere_chart, gaps_chart
from pages.gaps.data import WAYS, chosen_cells, region_gaps, similar_to
from pages.gaps.export import counts_table, gaps_table
from pages.ui import address, data, filters
from pages.ui.cards.cards import Gap, chips, gap_card, group, show_cards
from pages.ui.names import region_names
from pages.ui.tables import show_table
from pages.ui.text import DEPTHS, STATUSES, column, named, plural, t
from pages.ui.theme import MARKS
from pipeline.schema.model import GAP_DEPTHS
from pipeline.store.gap_tables import MOST_COMPARABLE, comparable_regions, gap_counts

NAME: Final = "for_region"
"""The name of the region in the address."""

FILE: Final = "plan-atlas-gaps"


def show() -> str | None:
    """The view; returns what the reader asks to see, as `pages.gaps.page.follow` takes it."""
    with st.container(key="gap_subject", horizontal=True, vertical_alignment="bottom"):
        region_id = choose_region()
        way, by_hand = choose_way() if region_id and _status(region_id) == "plan" else ("", ())
    if not region_id:
        return show_all(filters.sidebar(("macro", "group", "area")))
    chosen = filters.sidebar(("area",))
    if _status(region_id) != "plan":
        st.html(gap_words.no_plan(_full_name(region_id), _status(region_id)))
        return show_neighbours(region_id)
    task_ids = filters.chosen_tasks(data.tasks(), chosen)["task_id"].tolist()
    return show_one(region_id, task_ids, way, by_hand)


def choose_region() -> str:
    """The region, or nothing for all of them."""
    regions, names = data.regions(), region_names()
    statuses = dict(zip(regions["region_id"], regions["status"], strict=True))

    def label(code: str) -> str:
        if not code:
            return t("全部地区（先看概况）", "All regions (an overview)")
        if statuses[code] == "plan":
            return names[code]
        return f"{names[code]}{t('（', ' (')}{named(STATUSES, statuses[code])}{t('）', ')')}"

    return address.choose_one(t("地区", "Region"), NAME, ["", *names], label)


def choose_way() -> tuple[str, tuple[str, ...]]:
    """How comparable regions are chosen, and those chosen by hand."""
    labels = {
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
    way = address.choose_segment(
        t("对照地区", "Compare with"), "compare", WAYS, labels.__getitem__, help=alike, decides=True
    )
    if way != "chosen":
        return way, ()
    names = region_names()
    planned = data.regions().loc[lambda rows: rows["status"] == "plan", "region_id"].tolist()
    by_hand = address.choose_many(
        t(f"对照哪些地区（最多 {MOST_COMPARABLE} 个）", f"Which regions ({MOST_COMPARABLE} at most)"),
        "others",
        planned,
        names.__getitem__,
        placeholder=t("选择地区", "Choose regions"),
        most=MOST_COMPARABLE,
    )
    return way, by_hand


def show_neighbours(region_id: str) -> str | None:
    """The regions with a plan in the same macro-region, each with a way to its list."""
    regions, names = data.regions(), region_names()
    macro = regions.set_index("region_id").at[region_id, "macro_id"]
    near = regions[(regions["macro_id"] == macro) & (regions["status"] == "plan")]["region_id"]
    if near.empty:
        return None
    return show_cards([chips((names[code], code) for code in near)], "gap_neighbours")


def show_all(chosen: filters.Filters) -> str | None:
    """How many gaps each region has; a click on a region leads to its list."""
    regions, task_ids, cells = chosen_cells(chosen)
    if cells.empty:
        filters.explain_nothing()
        return None
    names = region_names()
    counts = gap_counts(cells, "region_id")
    without = [names[code] for code in regions.loc[regions["status"] == "no_plan", "region_id"]]
    st.html(gap_words.regions_answer(counts, names, len(task_ids), without))
    heading = gap_words.heading(
        gap_words.extremes(counts, "region_id", names),
        t(
            f"各地区的缺口：{len(task_ids)} 项标准任务中未列、列而未填和原则性的项数",
            f"Gaps by region: how many of {len(task_ids)} standard tasks are absent, blank or generic",
        ),
    )
    frame = counts_table(counts, names, t("地区", "Region"), "region_id")
    return show_chart(
        gaps_chart(counts, "region_id", names, heading, frame, file_name=f"{FILE}-regions-picture")
    )


def show_one(region_id: str, task_ids: Sequence[str], way: str, by_hand: Sequence[str]) -> str | None:
    """The gaps of a region that has a plan."""
    names, similar = region_names(), similar_to(region_id)
    gaps = region_gaps(region_id, task_ids, way, by_hand)
    pool = comparable_regions(data.regions(), similar, region_id, way, by_hand)
    compared = gap_words.comparison(names[region_id], way, similar, names, pool)
    peers = gap_words.peers_of(way, pool, len(similar))
    st.html(gap_words.region_answer(names[region_id], gaps, len(task_ids), peers, compared))
    if not gaps:
        to_matrix = t("去覆盖矩阵看它写了什么", "See what it wrote in the coverage matrix")
        st.page_link("pages/coverage/page.py", label=to_matrix, icon=":material/grid_on:")
        return None
    shown = choose_kinds(gaps)
    if not shown:
        filters.explain_nothing()
        return None
    picked = show_cards(listed(shown), f"gap_cards_{region_id}", unfold=True)
    name = f"{FILE}-{region_id}"
    real = [gap for gap in shown if gap.own.depth in GAP_DEPTHS]
    turned = picture_of(names[region_id], real, peers, name) if real and real[0].others else None
    st.header(t("同一清单的表", "The same list as a table"), anchor=False)
    show_table(gaps_table(shown), name, height=320, column_config=_wide_columns())
    return picked or turned


def choose_kinds(gaps: Sequence[Gap]) -> list[Gap]:
    """The gaps of the kinds that the reader wants to see; with one kind only there is no choice."""
    counts = {depth: sum(gap.own.depth == depth for gap in gaps) for depth in (*GAP_DEPTHS, "none")}
    present = [depth for depth, count in counts.items() if count]
    if len(present) < 2:
        return list(gaps)
    kinds = address.choose_pills(
        t("只看", "Show only"),
        "kind",
        present,
        lambda depth: f"{MARKS[depth]} {named(DEPTHS, depth)} {counts[depth]}",
    )
    return [gap for gap in gaps if not kinds or gap.own.depth in kinds]


def listed(gaps: Sequence[Gap]) -> list[str]:
    """The gaps as cards, then what is declared none under a title of its own."""
    real = [gap for gap in gaps if gap.own.depth in GAP_DEPTHS]
    declared = [gap for gap in gaps if gap.own.depth not in GAP_DEPTHS]
    cards = [gap_card(gap, opened=number == 0) for number, gap in enumerate(real)]
    if declared:
        title = t("声明暂无，不算缺口", "Declared none, which is no gap")
        cards.append(group(title, "".join(gap_card(gap) for gap in declared)))
    return cards


def picture_of(region: str, gaps: Sequence[Gap], peers: str, name: str) -> str | None:
    """The list as one picture for a slide; a click on a task leads to who lacks it."""
    heading = gap_words.heading(
        t(
            f"{region}的 {len(gaps)} 个缺口，对照地区怎样回答",
            f"{plural(len(gaps), 'gap', 'gaps')} of {region}, and how others answer",
        ),
        t(
            f"{peers}，按深度；数字为写了具体举措的地区数",
            f"{peers} by depth; the number is of those with a specific measure",
        ),
    )
    with st.expander(
        t("这份清单的图", "This list as a picture"),
        icon=":material/image:",
        expanded=bool(stage.asked()),
    ):
        chart = elsewhere_chart(gaps, heading, file_name=f"{name}-picture")
        return show_chart(chart, decided_by=(NAME, "area", "kind", "compare", "others"), table=False)


def _wide_columns() -> dict[str, object]:
    return {
        t("举措", "Measure"): st.column_config.TextColumn(width="large"),
        t("标准任务", "Standard task"): st.column_config.TextColumn(width="medium"),
        t("首行", "First line"): st.column_config.NumberColumn(format="%d"),
        t("末行", "Last line"): st.column_config.NumberColumn(format="%d"),
    }


def _status(region_id: str) -> str:
    return str(data.regions().set_index("region_id").at[region_id, "status"])


def _full_name(region_id: str) -> str:
    return str(data.regions().set_index("region_id").at[region_id, column("name")])
