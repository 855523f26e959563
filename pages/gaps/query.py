"""Which regions cover all of some tasks, any of some, and none of some."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Final

import streamlit as st

from pages.charts.show import show_chart
from pages.gaps import words as gap_words
from pages.gaps.charts import query_map
from pages.gaps.data import FILE, query_table, region_answers, without_plan
from pages.ui import address, data, filters
from pages.ui.cards.cards import Answer, answer_card, fold_region, show_cards
from pages.ui.names import region_names, task_names
from pages.ui.profile_links import anchor, region_address, task_address
from pages.ui.tables import show_table
from pages.ui.text import join_words, t
from pipeline.schema.model import COVERED_DEPTHS, SPECIFIC_DEPTHS

LEAST: Final[dict[str, Sequence[str]]] = {"specific": SPECIFIC_DEPTHS, "generic": COVERED_DEPTHS}
"""What counts as covered, by the least depth."""

Query = Mapping[str, Sequence[str]]
"""Task ids by condition: ``all_of``, ``any_of`` and ``none_of``, the names in the address too."""

EXAMPLES: Final[tuple[Query, ...]] = (
    {"none_of": ("3.4",)},
    {"all_of": ("1.2",), "none_of": ("3.4",)},
    {"all_of": ("3.4",), "any_of": ("6.3", "6.7")},
)
"""Combinations to begin with."""


def show() -> str | None:
    """The view; returns what the reader asks to see, a cell, a region or a task."""
    query, covered = choose()
    regions = filters.chosen_regions(data.regions(), filters.sidebar(("macro", "group")))
    if not query:
        suggest()
        return None
    planned = regions.loc[regions["status"] == "plan", "region_id"].tolist()
    if not planned:
        filters.explain_nothing()
        return None
    found = matching(query, covered, planned)
    names = region_names()
    asked, alone = escape(in_words(query, one=len(found) < 2)), each_alone(query, covered, planned)
    who, without = [names[code] for code in found], without_plan(regions).values()
    st.html(gap_words.query_answer(who, asked, len(planned), without, alone))
    return show_results(query, found, planned)


def choose() -> tuple[Query, tuple[str, ...]]:
    """The conditions that name any task, and the depths that count as covered."""
    names, hint = task_names(), t("选择任务", "Choose tasks")
    conditions = {
        "all_of": t("全部覆盖", "Covers all of"),
        "any_of": t("至少覆盖一项", "Covers any of"),
        "none_of": t("一项也不覆盖", "Covers none of"),
    }
    least_words = {
        "specific": t("具体及以上", "specific or deeper"),
        "generic": t("原则性也算", "generic counts too"),
    }
    query = {}
    with st.container(border=True, key="gap_query"):
        for place, (name, words) in zip(st.columns(len(conditions)), conditions.items(), strict=True):
            with place:
                query[name] = address.choose_many(words, name, names, placeholder=hint)
        label = t("怎样算覆盖", "What counts as covered")
        least = address.choose_segment(label, "least", least_words, decides=True)
    return {name: codes for name, codes in query.items() if codes}, tuple(LEAST[least])


def suggest() -> None:
    """What to do where nothing is asked yet, with combinations to begin with."""
    filters.explain(
        "在上面至少选一项任务，或从下面的例子开始。",
        "Choose at least one task above, or begin with an example.",
        "tips_and_updates",
    )
    for number, query in enumerate(EXAMPLES):
        if task_names().keys() >= set(task_ids(query)):
            st.button(
                t(f"哪些地区{in_words(query)}？", f"Which regions {in_words(query)}?"),
                key=f"gap_example_{number}",
                icon=":material/arrow_forward:",
                type="tertiary",
                on_click=begin,
                args=(query,),
            )


def begin(query: Query) -> None:
    """Take up a combination; a callback."""
    for name in ("all_of", "any_of", "none_of"):
        st.session_state[name] = list(query.get(name, ()))
        address.write_state(name, query.get(name, ()))
    address.record_input()


def task_ids(query: Query) -> list[str]:
    """All tasks asked for, each once, in the order asked."""
    return list(dict.fromkeys(code for codes in query.values() for code in codes))


def matching(query: Query, covered: Sequence[str], planned: Sequence[str]) -> list[str]:
    """The regions among ``planned`` that meet all conditions, in official order."""
    asked = {name: tuple(query.get(name, ())) for name in ("all_of", "any_of", "none_of")}
    return [code for code in data.query("combination", **asked, covered=tuple(covered)) if code in planned]


def in_words(query: Query, *, one: bool = False) -> str:
    """The combination in words; ``one`` where it is said of a single region."""
    names = task_names()
    covers, does_not = ("covers", "does not cover") if one else ("cover", "do not cover")
    parts = []
    for name, codes in query.items():
        tasks = join_words(names[code] for code in codes)
        phrases = {
            "all_of": t(f"覆盖 {tasks}", f"{covers} {tasks}"),
            "any_of": t(f"至少覆盖 {tasks}中的一项", f"{covers} at least one of {tasks}"),
            "none_of": t(f"不覆盖 {tasks}", f"{does_not} {tasks}"),
        }
        parts.append(phrases[name])
    return t("，", " and ").join(parts)


def each_alone(query: Query, covered: Sequence[str], planned: Sequence[str]) -> str:
    """How many regions meet each condition alone, as HTML; nothing where there is only one."""
    if len(query) < 2:
        return ""
    parts = [{name: codes} for name, codes in query.items()]
    counts = [
        f"{escape(in_words(part))}{t('：', ': ')}<b>{len(matching(part, covered, planned))}</b>"
        for part in parts
    ]
    return t("单看每个条件：", "Each condition alone: ") + t("；", "; ").join(counts)


def show_results(query: Query, found: Sequence[str], planned: Sequence[str]) -> str | None:
    """Where the regions are, and the cells that answer."""
    answered, picked = [region_answers(code, task_ids(query)) for code in found], None
    with st.container(key="gap_pair"):
        where, who = st.columns([10, 9], gap="large")
    with where:
        opened = show_chart(query_map(in_words(query), found, planned))
    with who:
        st.header(t("作答的各格", "The cells that answer"), anchor=False)
        if found:
            cards = [region_card(answers, query, opened=len(found) <= 3) for answers in answered]
            picked = show_cards(cards, "gap_found", unfold=True)
        else:
            st.write(t("没有可列的地区。", "There is no region to list."))
    if found:
        st.header(t("作答各格的举措", "The measures of these cells"), anchor=False)
        show_table(query_table(answered, conditions_of(query)), f"{FILE}-query", height=320)
    return picked or opened


def region_card(answers: Sequence[Answer], query: Query, *, opened: bool) -> str:
    """A region with its depth at each task asked for, and what it wrote."""
    names, asked = task_names(), conditions_of(query)
    region, region_id = answers[0].region, answers[0].region_id
    headings = {code: anchor(task_address(code), names[code]) + escape(f" · {asked[code]}") for code in asked}
    body = "".join(answer_card(answer, heading=headings[answer.task_id]) for answer in answers)
    profile = anchor(region_address(region_id), t(f"{region}概况", f"Profile of {region}"))
    depths = [(answer.task_id, answer.depth) for answer in answers]
    return fold_region(region, depths, f'{body}<p class="aside">{profile}</p>', key=region_id, opened=opened)


def conditions_of(query: Query) -> dict[str, str]:
    """What is asked of each task, in words."""
    words = {
        "all_of": t("覆盖", "covers"),
        "any_of": t("其中一项", "any of"),
        "none_of": t("不覆盖", "does not cover"),
    }
    return {
        code: join_words(words[name] for name, codes in query.items() if code in codes)
        for code in task_ids(query)
    }
