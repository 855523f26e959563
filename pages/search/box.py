"""The box of the search page: what is typed is held in the address; examples and the language of the box."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Final

import streamlit as st

from pages.search import data as search_data
from pages.ui import address, data
from pages.ui.names import distinctive_terms
from pages.ui.text import current_language, escape_markdown, fill_text, localized, long_text, number, t

QUERY: Final = "q"
"""The name of the query in the address."""

DEBOUNCE: Final = "150ms"
"""Debounce delay: how long nothing is typed before the page follows; a run takes less than that."""


def choose_query() -> str:
    """What is asked for; the page follows while it is being typed, after a short pause."""
    asked = (address.read_state(QUERY) or ("",))[0]
    address.set_widget(QUERY, asked)
    typed = st.text_input(
        t("检索词", "Words"),
        key=QUERY,
        type="search",
        live=DEBOUNCE,
        on_change=address.record_input,
        icon=":material/search:",
        placeholder=t(
            "任意词语，可用引号、减号和“地区:”等限定",
            "Chinese words or English names; quotes, minus, region: …",
        ),
        autocomplete="off",
    )
    asked_for = (typed,) if typed and typed.strip() else ()
    address.write_state(QUERY, asked_for)
    address.record_choice(QUERY, t("检索词", "Words"), asked_for)
    return typed or ""


def set_query(text: str) -> None:
    """Ask for something else; also a callback."""
    st.session_state[QUERY] = text
    address.write_state(QUERY, (text,))
    address.record_input()


def explain_empty() -> None:
    """What can be asked, with examples to begin with."""
    st.info(fill_text("search", "empty"), icon=":material/tips_and_updates:")
    with st.container(horizontal=True, gap="small"):
        for example, hits in _examples(data.built_key(), current_language()):
            st.button(
                f"{escape_markdown(example)} · {number(hits)}",
                key=f"try_{example}",
                on_click=set_query,
                args=(example,),
            )
    cells = "".join(
        f'<tr><th scope="row"><code>{escape(code)}</code></th><td>{escape(text)}</td></tr>'
        for code, text in _syntax_rows()
    )
    caption = escape(long_text("search", "rules").title)
    st.html(
        f'<table class="language"><caption>{caption}</caption>{cells}</table>'
        f'<p class="quiet">{escape(fill_text("search", "spelling"))}</p>'
    )


@st.cache_data(show_spinner=False, max_entries=4)
def _examples(key: data.BuiltKey, language: str) -> list[tuple[str, int]]:
    """Queries over words that these plans use, with how much each finds."""
    terms = distinctive_terms()
    regions = data.regions()
    planned = regions.loc[regions["status"] == "plan", localized("short")].tolist()
    if len(terms) < 3 or not planned:
        return []
    one, two, three = terms[:3]
    field, depth = {"zh": ("地区:", "深度:量化"), "en": ("region:", "depth:quantified")}[language]
    queries = [one, f"{two} {three}", f"“{three}”", f"{one} -{two}", f"{one} {depth}"]
    queries += [f"{two} {field}{name.replace(' ', '')}" for name in planned[:1]]
    counted = [(query, search_data.search(query).measures) for query in queries]
    return [(query, hits) for query, hits in counted if hits]


def _syntax_rows() -> Iterator[tuple[str, str]]:
    """What can be written, in words and names of these tables, and what it means."""
    terms, regions = distinctive_terms(), data.regions()
    planned = regions.loc[regions["status"] == "plan", localized("short")].head(2)
    names = {
        "words": " ".join(terms[:2]) if len(terms) > 1 else "",
        "word": "".join(terms[:1]),
        "regions": ",".join(name.replace(" ", "") for name in planned),
        "area": "".join(data.areas()["area_id"].head(1)),
        "task": "".join(data.tasks()["task_id"].head(1)),
        "body": "".join(data.query("bodies")["short_zh"].head(1)),
    }
    missing = [f"{{{name}}}" for name, found in names.items() if not found]
    for rule in long_text("search", "rules").text.splitlines():
        # Where the tables have nothing to name, there is no example.
        if not any(name in rule for name in missing):
            code, _, meaning = rule.partition(" | ")
            yield code.format(**names), meaning
