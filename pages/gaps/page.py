"""缺口清单 · Gaps: gaps of a region, of a task, and combinations of conditions.

A view returns the code that the reader opened.
"""

from collections.abc import Mapping, Sequence
from html import escape
from itertools import chain
from typing import Final

import pandas as pd
import streamlit as st

from pages.charts import stage
from pages.charts.show import show_chart
from pages.frame.shell import show_page
from pages.gaps import data as gap_data
from pages.gaps.charts import counts_chart, elsewhere_chart, query_map, task_map
from pages.gaps.data import FILE, query_table
from pages.ui import address, data, filters, links
from pages.ui.cards import cards
from pages.ui.cards.cards import Answer, answer_card, find_answers, fold_region, show_cards
from pages.ui.codes import CODE_NAMES, STATUSES, name_of
from pages.ui.evidence import details
from pages.ui.guard import page_fragment
from pages.ui.links import link_html, region_address, task_address
from pages.ui.names import (
    depth_label,
    no_plan_answer,
    region_labels,
    region_names,
    regions_with_plan,
    task_names,
)
from pages.ui.tables import show_table
from pages.ui.text import fill_text, join_words, localized, t
from pipeline.schema.model import COVERED_DEPTHS, GAP_DEPTHS, SPECIFIC_DEPTHS
from pipeline.schema.model import DEPTHS as DEPTH_ORDER
from pipeline.store.gap_tables import MOST_COMPARABLE, comparable_regions, gap_counts

# URL parameters of the region and of the task of a view.
REGION = "for_region"
TASK = "for_task"

CONDITIONS: Final = CODE_NAMES["condition"]  # also the URL parameters
Query = Mapping[str, Sequence[str]]  # task ids by condition

# Suggested queries.
EXAMPLES: Final[tuple[Query, ...]] = (
    {"none_of": ("3.4",)},
    {"all_of": ("1.2",), "none_of": ("3.4",)},
    {"all_of": ("3.4",), "any_of": ("6.3", "6.7")},
)


@page_fragment
def show() -> None:
    st.title(t("缺口清单", "Gaps"), anchor=False)
    show_view = address.choose_view("gaps", "view", region=show_region, task=show_task, query=show_query)
    picked = show_view()
    if picked and ":" not in picked:
        # A region or a task opens its view.
        view, name = ("task", TASK) if "." in picked else ("region", REGION)
        picked = address.choices_code(view=view, **{name: picked})
    details.show_drawer(picked)


def show_region() -> str | None:
    every = t("全部地区（先看概况）", "All regions (an overview)")
    with st.container(key="gap_subject", horizontal=True, vertical_alignment="bottom"):
        region_id = address.choose_one(t("地区", "Region"), REGION, {"": every, **region_labels()})
        has_plan = region_id in regions_with_plan()
        method, chosen_regions = choose_comparison() if has_plan else ("", ())
    if not region_id:
        return show_overview("region", filters.draw_filters(("macro", "group", "area")))
    chosen = filters.draw_filters(("area",))
    if not has_plan:
        region, regions = data.region(region_id), data.regions()
        near = t("也可以点同大区的地区：", "Or one of the same macro-region:")
        st.html(no_plan_answer("gaps", region, near if region["status"] == "no_plan" else ""))
        found = regions[(regions["macro_id"] == region["macro_id"]) & (regions["status"] == "plan")]
        names = zip(found[localized("short")], found["region_id"], strict=True)
        return None if found.empty else cards.show_cards([cards.chips_html(names)], "gap_neighbours")
    task_ids = filters.filter_tasks(data.tasks(), chosen)["task_id"].tolist()
    return show_gap_list(region_id, task_ids, method, chosen_regions)


def choose_comparison() -> tuple[str, tuple[str, ...]]:
    method = address.choose_listed("compare", help=fill_text("gaps", "similarity"), decides=True)
    if method != "chosen":
        return method, ()
    label = t(f"对照哪些地区（最多 {MOST_COMPARABLE} 个）", f"Which regions ({MOST_COMPARABLE} at most)")
    names = {code: region_names()[code] for code in regions_with_plan()}
    hint = t("选择地区", "Choose regions")
    return method, address.choose_many(label, "others", names, placeholder=hint, most=MOST_COMPARABLE)


def show_overview(kind: str, chosen: filters.Filters) -> str | None:
    """Count the gaps by ``region`` or by ``task``; return the code to open."""
    regions = filters.filter_regions(data.regions(), chosen)
    task_ids = tuple(filters.filter_tasks(data.tasks(), chosen)["task_id"])
    cells = data.query("coverage", region_ids=tuple(regions["region_id"]), task_ids=task_ids)
    if cells.empty:
        return filters.show_no_results()
    counts = gap_counts(cells, f"{kind}_id")
    size = {"regions": int(cells["region_id"].nunique()), "tasks": len(task_ids)}
    st.html(gap_data.counts_answer(kind, counts, size, regions))
    return show_chart(counts_chart(kind, counts, size))


def show_gap_list(region_id: str, task_ids: Sequence[str], method: str, chosen: Sequence[str]) -> str | None:
    name = region_names()[region_id]
    similar = data.query("similar_plans", plan_id=data.region(region_id)["plan_id"])
    pool = comparable_regions(data.regions(), similar, region_id, method, chosen)
    gaps = gap_data.find_region_gaps(region_id, task_ids, method, pool)
    peers = gap_data.name_peers(method, pool, len(similar))
    comparison = gap_data.describe_comparison(name, method, similar, pool)
    st.html(gap_data.region_answer(name, gaps, len(task_ids), peers, comparison))
    if not gaps:
        to_matrix = t("去覆盖矩阵看它写了什么", "See what it wrote in the coverage matrix")
        links.draw_page_link("coverage", to_matrix, "grid_on")
        return None
    shown = choose_kinds(gaps)
    if not shown:
        return filters.show_no_results()
    real = [gap for gap in shown if gap.own.depth in GAP_DEPTHS]
    declared = "".join(cards.gap_card(gap) for gap in shown if gap not in real)
    listed = [cards.gap_card(gap, opened=gap is real[0]) for gap in real]
    if declared:
        listed.append(cards.titled_group(fill_text("gaps", "none_is_no_gap"), declared))
    picked = cards.show_cards(listed, f"gap_cards_{region_id}", unfold=True)
    file_name, opened = f"{FILE}-{region_id}", None
    if real and real[0].others:
        chart = elsewhere_chart(name, real, peers, f"{file_name}-picture")
        title, presented = t("这份清单的图", "This list as a picture"), bool(stage.presented_name())
        with st.expander(title, icon=":material/image:", expanded=presented):
            decided_by = (REGION, "area", "kind", "compare", "others")
            opened = show_chart(chart, decided_by=decided_by, table=False)
    st.header(t("同一清单的表", "The same list as a table"), anchor=False)
    formats = {"measure_text": "large", "standard_task": "medium", "first_line": "%d", "last_line": "%d"}
    show_table(gap_data.gaps_table(shown), file_name, height=320, formats=formats)
    return picked or opened


def choose_kinds(gaps: Sequence[cards.Gap]) -> list[cards.Gap]:
    counts = {depth: sum(gap.own.depth == depth for gap in gaps) for depth in (*GAP_DEPTHS, "none")}
    present = [depth for depth, count in counts.items() if count]
    if len(present) < 2:
        return list(gaps)
    names = {depth: f"{depth_label(depth)} {counts[depth]}" for depth in present}
    kinds = address.choose_pills(t("只看", "Show only"), "kind", present, names.__getitem__)
    return [gap for gap in gaps if not kinds or gap.own.depth in kinds]


def show_task() -> str | None:
    every = t("全部任务（先看概况）", "All tasks (an overview)")
    task_id = address.choose_one(t("标准任务", "Standard task"), TASK, {"": every, **task_names()})
    if not task_id:
        return show_overview("task", filters.draw_filters(("macro", "group", "area")))
    chosen = filters.draw_filters(("macro", "group"))
    regions = filters.filter_regions(data.regions(), chosen)
    by_region = cards.find_answers(regions["region_id"], [task_id])
    found = [by_region[code, task_id] for code in region_names() if (code, task_id) in by_region]
    # The deepest first, then in official order.
    found.sort(key=lambda answer: -DEPTH_ORDER.index(answer.depth))
    if not found:
        return filters.show_no_results()
    full = f'<p class="quiet">{link_html(task_address(task_id), task_names("name")[task_id])}</p>'
    st.html(full + gap_data.task_answer(task_id, found, regions, narrowed=chosen.of_regions))
    left, right = st.columns([10, 9], gap="large")
    with left:
        opened = show_chart(task_map(task_id, found), table=False)
    with right:
        picked = cards.show_cards(group_lacking(found, regions), f"gap_lacking_{task_id}")
    having = [answer for answer in found if answer.depth in SPECIFIC_DEPTHS]
    st.header(fill_text("gaps", "having", count=len(having)), anchor=False)
    parts = [cards.jump_links(having), *map(answer_card, having)]
    read = cards.show_cards(parts, f"gap_having_{task_id}") if having else None
    st.header(t("全部地区", "All regions"), anchor=False)
    show_table(gap_data.task_table(found, regions), f"{FILE}-{task_id}", height=320)
    return opened or picked or read


def group_lacking(found: Sequence[cards.Answer], regions: pd.DataFrame) -> list[str]:
    """Return the regions without a specific answer by depth, with their texts if they have any."""
    parts = []
    for depth in (*GAP_DEPTHS, "none"):
        if some := [answer for answer in found if answer.depth == depth]:
            count = 0 if depth == "none" else len(some)
            title = fill_text("gaps", "group", count=count)
            has_text = depth in ("generic", "none")
            names = ((answer.region, answer.region_id) for answer in some)
            body = "".join(map(answer_card, some)) if has_text else cards.chips_html(names)
            parts.append(cards.titled_group(title, body, depth=depth))
    for status in gap_data.WITHOUT_PLAN:
        without = regions[regions["status"] == status]
        if len(without):
            chips = cards.chips_html(zip(without[localized("short")], without["region_id"], strict=True))
            parts.append(cards.titled_group(name_of(STATUSES, status), chips))
    return parts


def show_query() -> str | None:
    query, covered = choose_query()
    regions = filters.filter_regions(data.regions(), filters.draw_filters(("macro", "group")))
    if not query:
        return suggest_queries()
    planned = regions.loc[regions["status"] == "plan", "region_id"].tolist()
    if not planned:
        return filters.show_no_results()
    found = find_matching(query, covered, planned)
    names = list(map(region_names().__getitem__, found))
    description, alone = describe_query(query, one=len(found) < 2), count_conditions(query, covered, planned)
    st.html(gap_data.query_answer(names, escape(description), len(planned), regions, alone))
    return show_results(query, found, planned)


def choose_query() -> tuple[Query, Sequence[str]]:
    names, hint, query = task_names(), t("选择任务", "Choose tasks"), {}
    with st.container(border=True, key="gap_query"):
        for column, name in zip(st.columns(len(CONDITIONS)), CONDITIONS, strict=True):
            with column:
                label = name_of(CONDITIONS, name)
                query[name] = address.choose_many(label, name, names, placeholder=hint)
        least = address.choose_listed("least", decides=True)
    covered = SPECIFIC_DEPTHS if least == "specific" else COVERED_DEPTHS
    return {name: codes for name, codes in query.items() if codes}, covered


def suggest_queries() -> str | None:
    opened = filters.show_hint("gaps", "no_query", "tips_and_updates")
    for number, query in enumerate(EXAMPLES):
        if task_names().keys() >= set(task_ids(query)):
            st.button(
                t(f"哪些地区{describe_query(query)}？", f"Which regions {describe_query(query)}?"),
                key=f"gap_example_{number}",
                icon=":material/arrow_forward:",
                type="tertiary",
                on_click=address.set_choices,
                args=({name: query.get(name, ()) for name in CONDITIONS},),
            )
    return opened


def task_ids(query: Query) -> list[str]:
    return list(dict.fromkeys(code for codes in query.values() for code in codes))


def find_matching(query: Query, covered: Sequence[str], planned: Sequence[str]) -> list[str]:
    """Return the regions among ``planned`` that meet all conditions, in official order."""
    found = data.query("find_covering_regions", **query, covered=tuple(covered))
    return [code for code in found if code in planned]


def describe_query(query: Query, *, one: bool = False) -> str:
    names = task_names()
    parts = (
        fill_text("gaps", f"{name}_one" if one else name, tasks=join_words(names[code] for code in codes))
        for name, codes in query.items()
    )
    return t("，", " and ").join(parts)


def count_conditions(query: Query, covered: Sequence[str], planned: Sequence[str]) -> str:
    """Count the regions that meet each condition alone, as HTML; empty for a single one."""
    if len(query) < 2:
        return ""
    counts = [
        f"{escape(describe_query({name: codes}))}{t('：', ': ')}"
        f"<b>{len(find_matching({name: codes}, covered, planned))}</b>"
        for name, codes in query.items()
    ]
    return t("单看每个条件：", "Each condition alone: ") + t("；", "; ").join(counts)


def show_results(query: Query, found: Sequence[str], planned: Sequence[str]) -> str | None:
    by_cell, picked = find_answers(found, task_ids(query)), None
    answers = [[by_cell[code, task_id] for task_id in task_ids(query)] for code in found]
    left, right = st.columns([10, 9], gap="large")
    with left:
        opened = show_chart(query_map(describe_query(query), found, planned))
    with right:
        st.header(t("作答的各格", "The cells that answer"), anchor=False)
        if found:
            cards = [region_card(own, query, opened=len(found) <= 3) for own in answers]
            picked = show_cards(cards, "gap_found", unfold=True)
        else:
            st.write(t("没有可列的地区。", "There is no region to list."))
    if found:
        st.header(t("作答各格的举措", "The measures of these cells"), anchor=False)
        show_table(query_table(chain(*answers), label_conditions(query)), f"{FILE}-query", height=320)
    return picked or opened


def region_card(answers: Sequence[Answer], query: Query, *, opened: bool) -> str:
    """Return a foldable card of a region with its answers to the tasks of a query."""
    names, labels = task_names(), label_conditions(query)
    region, region_id = answers[0].region, answers[0].region_id
    headings = {
        code: link_html(task_address(code), names[code]) + escape(f" · {labels[code]}") for code in labels
    }
    body = "".join(answer_card(answer, heading=headings[answer.task_id]) for answer in answers)
    profile = link_html(region_address(region_id), t(f"{region}概况", f"Profile of {region}"))
    depths = [(answer.task_id, answer.depth) for answer in answers]
    return fold_region(region, depths, f'{body}<p class="aside">{profile}</p>', key=region_id, opened=opened)


def label_conditions(query: Query) -> dict[str, str]:
    return {
        code: join_words(
            name_of(CODE_NAMES["task_condition"], name) for name, codes in query.items() if code in codes
        )
        for code in task_ids(query)
    }


show_page(show)
