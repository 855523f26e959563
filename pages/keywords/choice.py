"""What is looked at on the keywords page: terms, regions, and what opens the drawer or another view."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from html import escape
from typing import Final

import pandas as pd
import streamlit as st

from pages.ui import address, data, filters
from pages.ui.names import area_names, distinctive_terms, region_names, task_names
from pages.ui.text import escape_markdown, fill_text, join_words, number, t

FILE: Final = "plan-atlas-keywords"
TERMS: Final = "term"
"""The name of the terms in the address."""

MOST_TERMS: Final = 8
LONGEST_TERM: Final = 40
SUGGESTED: Final = 3000
SCOPES: Final[dict[str, Callable[[], dict[str, str]]]] = {
    "region": region_names,
    "area": area_names,
    "task": task_names,
}
"""What words are compared between, with the names of each."""


def shown_regions(chosen: filters.Filters) -> pd.DataFrame:
    """The regions that the filters leave, those outside of the source left out."""
    regions = filters.chosen_regions(data.regions(), chosen)
    return regions[regions["status"] != "outside"]


def asked(chosen: filters.Filters) -> dict[str, tuple[str, ...] | None]:
    """The filters as the queries of the store take them."""
    return {**chosen.arguments(), "task_ids": chosen.task or None}


def first_of(shown: int, all_of_them: int) -> str:
    """How many of a ranking are shown, as a phrase."""
    if shown == all_of_them:
        return t(f"共 {shown} 个", f"{number(shown)} in all")
    return t(f"共 {all_of_them} 个，列前 {shown} 个", f"the first {shown} of {number(all_of_them)}")


def scope_of(chosen: filters.Filters) -> str:
    """Which part of the plans is looked at, as a phrase; nothing where it is all of them."""
    areas, tasks = area_names(), task_names()
    parts = [areas[code] for code in chosen.area] + [tasks[code] for code in chosen.task]
    return join_words(parts)


def within(chosen: filters.Filters) -> str:
    """How a sentence begins that is said of a part of the plans only, as HTML."""
    scope = escape(scope_of(chosen))
    return t(f"在“{scope}”中，", f"Within {scope}: ") if scope else ""


def choose_terms(label: str, name: str, orders: Mapping[str, str]) -> tuple[tuple[str, ...], str, str]:
    """The terms, picked from the vocabulary or typed, what counts as a use of them, and one of the orders.

    What counts is ``letters`` or ``word``. Where no term is chosen, it is said what to do, with terms to
    begin with.
    """
    vocabulary = data.query("vocabulary")["term"].head(SUGGESTED).tolist()
    with st.container(key="keywords_subject", horizontal=True, vertical_alignment="top"):
        terms = address.choose_words(
            t(f"词（最多 {MOST_TERMS} 个）", f"Terms ({MOST_TERMS} at most)"),
            TERMS,
            vocabulary,
            most=MOST_TERMS,
            longest=LONGEST_TERM,
            placeholder=t("选一个词，或输入任意文字后回车", "Pick a term, or type any text and press Enter"),
        )
        if terms:
            return terms, _choose_count(), address.choose_segment(label, name, orders)
    filters.explain(
        "在上面选一个词或输入任意文字，也可以从下面的词开始。",
        "Pick a term or type any text above, or begin with one of these.",
        "tips_and_updates",
    )
    with st.container(horizontal=True, gap="small"):
        for term in distinctive_terms():
            st.button(escape_markdown(term), key=f"begin_{term}", on_click=_take_term, args=(term,))
    return (), "", ""


def _choose_count() -> str:
    names = {"letters": t("出现即算", "Anywhere"), "word": t("独立成词", "As a separate word")}
    return address.choose_segment(
        t("怎样算出现", "What counts"),
        "count",
        names,
        decides=True,
        help=fill_text("keywords", "what_counts"),
    )


def _take_term(term: str) -> None:
    st.session_state[TERMS] = [term]
    address.write_state(TERMS, (term,))
    address.record_input()


def is_word(term: str) -> bool:
    """Whether a term is of the vocabulary; else it is found letter by letter whatever counts."""
    return term.upper() in set(data.query("vocabulary", least=1)["term"])


def offer_view(label: str, key: str, view: str, **choices: Sequence[str]) -> None:
    """A button that leads to another view with these choices."""
    choices |= {"see": (view,), "open": ()}
    icon = ":material/arrow_forward:"
    st.button(label, key=key, icon=icon, type="tertiary", on_click=_turn_to, args=(choices,))


def _turn_to(choices: Mapping[str, Sequence[str]]) -> None:
    for name, codes in choices.items():
        st.session_state.pop(name, None)
        address.write_state(name, codes)
    address.record_input()
