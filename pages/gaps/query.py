"""The view of the regions that cover all, any or none of some tasks."""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Final

import streamlit as st

from pages.charts.show import show_chart
from pages.gaps import words as gap_words
from pages.gaps.charts import query_map
from pages.gaps.data import FILE, query_table
from pages.ui import address, data, filters
from pages.ui.cards.cards import Answer, answer_card, find_answers, fold_region, show_cards
from pages.ui.codes import CODE_NAMES, name_of
from pages.ui.links import link_html, region_address, task_address
from pages.ui.names import region_names, task_names
from pages.ui.tables import show_table
from pages.ui.text import fill_text, join_words, t
from pipeline.schema.model import COVERED_DEPTHS, SPECIFIC_DEPTHS

Query = Mapping[str, Sequence[str]]
"""Task ids by condition, one of `CONDITIONS`."""
CONDITIONS: Final = CODE_NAMES["condition"]
"""The conditions, which are also the URL parameters."""

EXAMPLES: Final[tuple[Query, ...]] = (
    {"none_of": ("3.4",)},
    {"all_of": ("1.2",), "none_of": ("3.4",)},
    {"all_of": ("3.4",), "any_of": ("6.3", "6.7")},
)
"""Suggested queries."""


def show() -> str | None:
    query, covered = choose_query()
    regions = filters.filter_regions(data.regions(), filters.draw_filters(("macro", "group")))
    if not query:
        suggest_queries()
        return None
    planned = regions.loc[regions["status"] == "plan", "region_id"].tolist()
    if not planned:
        filters.show_no_results()
        return None
    found = find_matching(query, covered, planned)
    names = list(map(region_names().__getitem__, found))
    description, alone = describe_query(query, one=len(found) < 2), count_conditions(query, covered, planned)
    st.html(gap_words.query_answer(names, escape(description), len(planned), regions, alone))
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


def suggest_queries() -> None:
    filters.show_hint("gaps", "no_query", "tips_and_updates")
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


def task_ids(query: Query) -> list[str]:
    """Return the distinct tasks of a query, in order."""
    return list(dict.fromkeys(code for codes in query.values() for code in codes))


def find_matching(query: Query, covered: Sequence[str], planned: Sequence[str]) -> list[str]:
    """Return the regions among ``planned`` that meet all conditions, in official order."""
    found = data.query("find_covering_regions", **query, covered=tuple(covered))
    return [code for code in found if code in planned]


def describe_query(query: Query, *, one: bool = False) -> str:
    """Describe a query, for ``one`` region or several."""
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
        show_table(query_table(answers, label_conditions(query)), f"{FILE}-query", height=320)
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
