"""Which regions cover all of some tasks, any of some, and none of some."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

import streamlit as st

from pages.charts.show import show_chart
from pages.gaps import words as gap_words
from pages.gaps.charts import map_chart, match_kinds, status_kinds
from pages.gaps.data import region_answers, task_names
from pages.gaps.export import query_table
from pages.gaps.task import without_plan
from pages.ui import address, data, filters
from pages.ui.cards.cards import Answer, answer_card, folded, show_cards
from pages.ui.names import region_names
from pages.ui.profile_links import anchor, region_address, task_address
from pages.ui.tables import show_table
from pages.ui.text import joined, plural, t
from pipeline.schema.model import COVERED_DEPTHS, SPECIFIC_DEPTHS

FILE: Final = "plan-atlas-gaps-query"
LEAST: Final[dict[str, Sequence[str]]] = {"specific": SPECIFIC_DEPTHS, "generic": COVERED_DEPTHS}
"""What counts as covered, by the least depth."""

EXAMPLES: Final = (((), (), ("3.4",)), (("1.2",), (), ("3.4",)), (("3.4",), ("6.3", "6.7"), ()))
"""Combinations to begin with: all of, any of, none of."""


@dataclass(frozen=True)
class Query:
    """The conditions, as task ids, and the depths that count as covered."""

    all_of: tuple[str, ...]
    any_of: tuple[str, ...]
    none_of: tuple[str, ...]
    covered: tuple[str, ...]

    @property
    def task_ids(self) -> list[str]:
        """All tasks asked for, each once, in the order asked."""
        return list(dict.fromkeys((*self.all_of, *self.any_of, *self.none_of)))


def show() -> str | None:
    """The view; returns what the reader asks to see, as `pages.gaps.page.follow` takes it."""
    query = choose()
    regions = filters.chosen_regions(data.regions(), filters.sidebar(("macro", "group")))
    if not query.task_ids:
        suggest()
        return None
    planned = regions.loc[regions["status"] == "plan", "region_id"].tolist()
    if not planned:
        filters.explain_nothing()
        return None
    found = [code for code in matching(query) if code in planned]
    names = region_names()
    asked = in_words(query, one=len(found) < 2)
    without = [name for name, _ in without_plan(regions)]
    met = [names[code] for code in found]
    st.html(gap_words.query_answer(met, asked, len(planned), without, alone(query, planned)))
    return results(query, found, planned)


def choose() -> Query:
    """The three conditions, and what counts as covered."""
    names = task_names()

    def label(code: str) -> str:
        return f"{code} {names[code]}"

    conditions_asked = (
        (t("全部覆盖", "Covers all of"), "all_of"),
        (t("至少覆盖一项", "Covers any of"), "any_of"),
        (t("一项也不覆盖", "Covers none of"), "none_of"),
    )
    with st.container(border=True, key="gap_query"):
        asked = []
        for place, (words, name) in zip(st.columns(len(conditions_asked)), conditions_asked, strict=True):
            with place:
                hint = t("选择任务", "Choose tasks")
                asked.append(address.choose_many(words, name, list(names), label, placeholder=hint))
        labels = {
            "specific": t("具体及以上", "specific or deeper"),
            "generic": t("原则性也算", "generic counts too"),
        }
        least = address.choose_segment(
            t("怎样算覆盖", "What counts as covered"), "least", list(LEAST), labels.__getitem__, decides=True
        )
    return Query(asked[0], asked[1], asked[2], tuple(LEAST[least]))


def suggest() -> None:
    """What to do where nothing is asked yet, with combinations to begin with."""
    st.info(
        t(
            "在上面至少选一项任务，或从下面的例子开始。",
            "Choose at least one task above, or begin with an example.",
        ),
        icon=":material/tips_and_updates:",
    )
    for number, (all_of, any_of, none_of) in enumerate(EXAMPLES):
        known = set(task_names())
        if not known.issuperset((*all_of, *any_of, *none_of)):
            continue
        query = Query(all_of, any_of, none_of, tuple(SPECIFIC_DEPTHS))
        st.button(
            t(f"哪些地区{in_words(query, plain=True)}？", f"Which regions {in_words(query, plain=True)}?"),
            key=f"gap_example_{number}",
            icon=":material/arrow_forward:",
            type="tertiary",
            on_click=begin,
            args=(query,),
        )


def begin(query: Query) -> None:
    """Take up a combination; a callback."""
    for name, codes in (("all_of", query.all_of), ("any_of", query.any_of), ("none_of", query.none_of)):
        st.session_state[name] = list(codes)
        address.keep(name, codes)
    address.touched()


def matching(query: Query) -> list[str]:
    """The regions that meet all conditions, in official order."""
    return data.ask(
        "combination", all_of=query.all_of, any_of=query.any_of, none_of=query.none_of, covered=query.covered
    )


def in_words(query: Query, *, plain: bool = False, one: bool = False) -> str:
    """The combination in words, as HTML unless ``plain``; ``one`` where it is said of a single region."""
    names = task_names()
    covers, does_not = ("covers", "does not cover") if one else ("cover", "do not cover")

    def listed(codes: Sequence[str]) -> str:
        words = joined(f"{code} {names[code]}" for code in codes)
        return words if plain else escape(words)

    parts = []
    if query.all_of:
        parts.append(t(f"覆盖 {listed(query.all_of)}", f"{covers} {listed(query.all_of)}"))
    if query.any_of:
        some = listed(query.any_of)
        parts.append(t(f"至少覆盖 {some}中的一项", f"{covers} at least one of {some}"))
    if query.none_of:
        parts.append(t(f"不覆盖 {listed(query.none_of)}", f"{does_not} {listed(query.none_of)}"))
    return t("，", " and ").join(parts)


def alone(query: Query, planned: Sequence[str]) -> str:
    """How many regions meet each condition alone, as HTML; nothing where there is only one."""
    parts = [
        Query(query.all_of, (), (), query.covered),
        Query((), query.any_of, (), query.covered),
        Query((), (), query.none_of, query.covered),
    ]
    asked = [part for part in parts if part.task_ids]
    if len(asked) < 2:
        return ""
    counts = []
    for part in asked:
        met = sum(code in planned for code in matching(part))
        counts.append(t(f"{in_words(part)}：<b>{met}</b>", f"{in_words(part)}: <b>{met}</b>"))
    return t("单看每个条件：", "Each condition alone: ") + t("；", "; ").join(counts)


def results(query: Query, found: Sequence[str], planned: Sequence[str]) -> str | None:
    """Where the regions are, and the cells that answer."""
    answered = {code: region_answers(code, query.task_ids) for code in found}
    with st.container(key="gap_pair"):
        where, who = st.columns([10, 9], gap="large")
    with where:
        opened = map_of(query, found, planned)
    with who:
        st.header(t("作答的各格", "The cells that answer"), anchor=False)
        picked = None
        if found:
            cards = [region_card(answers, query, opened=len(found) <= 3) for answers in answered.values()]
            picked = show_cards(cards, "gap_found", unfold=True)
        else:
            st.write(t("没有可列的地区。", "There is no region to list."))
    if found:
        st.header(t("作答各格的举措", "The measures of these cells"), anchor=False)
        show_table(query_table(answered.values(), task_names("name"), conditions(query)), FILE, height=320)
    return picked or opened


def region_card(answers: Sequence[Answer], query: Query, *, opened: bool) -> str:
    """A region with its depth at each task asked for, and what it wrote."""
    names, asked = task_names(), conditions(query)
    body = "".join(
        answer_card(
            answer,
            heading=anchor(task_address(answer.task_id), f"{answer.task_id} {names[answer.task_id]}")
            + escape(f" · {asked[answer.task_id]}"),
        )
        for answer in answers
    )
    region = answers[0].region
    whole = anchor(region_address(answers[0].region_id), t(f"{region}概况", f"Profile of {region}"))
    return folded(
        region,
        [(answer.task_id, answer.depth) for answer in answers],
        f'{body}<p class="aside">{whole}</p>',
        key=answers[0].region_id,
        opened=opened,
    )


def conditions(query: Query) -> Mapping[str, str]:
    """What is asked of each task, in words."""
    words: dict[str, str] = {}
    for codes, word in (
        (query.all_of, t("覆盖", "covers")),
        (query.any_of, t("其中一项", "any of")),
        (query.none_of, t("不覆盖", "does not cover")),
    ):
        for code in codes:
            words[code] = t("、", ", ").join([words[code], word]) if code in words else word
    return words


def map_of(query: Query, found: Sequence[str], planned: Sequence[str]) -> str | None:
    """The map of the regions that meet the conditions."""
    rows = data.regions()
    rows["kind"] = [
        ("yes" if code in found else "no" if code in planned else "left_out") if status == "plan" else status
        for code, status in zip(rows["region_id"], rows["status"], strict=True)
    ]
    rows["key"] = ""
    kinds = {**match_kinds(), **status_kinds()}
    asked = in_words(query, plain=True)
    heading = gap_words.heading(
        t(f"{len(found)} 个地区符合", f"{plural(len(found), 'region meets', 'regions meet')} all conditions"),
        t(asked, f"They {asked}"),
    )
    alt = f"{heading.title}. {heading.subtitle}"
    return show_chart(map_chart(rows, kinds, heading, alt=alt, file_name=f"{FILE}-map"))
