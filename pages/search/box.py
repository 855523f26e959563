"""The search box: the query is held in the address; example queries and the query syntax."""

from collections.abc import Iterator
from html import escape
from typing import Final

import streamlit as st

from pages.search import data as search_data
from pages.ui import address, data
from pages.ui.html import table_html
from pages.ui.names import distinctive_terms
from pages.ui.text import current_language, escape_markdown, fill_text, localized, long_text, number, t

QUERY: Final = "q"
"""The address parameter of the query."""

DEBOUNCE: Final = "150ms"
"""The debounce delay; a run takes less than that."""


def choose_query() -> str:
    """Draw the search box, which reruns the page while the reader types; return the query."""
    address.set_widget(QUERY, (address.read_state(QUERY) or ("",))[0])
    label = t("检索词", "Words")
    text = st.text_input(
        label,
        key=QUERY,
        type="search",
        live=DEBOUNCE,
        on_change=address.record_input,
        icon=":material/search:",
        placeholder=fill_text("search", "placeholder"),
        autocomplete="off",
    )
    codes = (text,) if text and text.strip() else ()
    address.write_state(QUERY, codes)
    address.record_choice(QUERY, label, codes)
    return text or ""


def explain_empty() -> None:
    """Draw example queries and the query syntax."""
    st.info(fill_text("search", "empty"), icon=":material/tips_and_updates:")
    with st.container(horizontal=True, gap="small"):
        for example, hits in _examples(data.built_key(), current_language()):
            st.button(
                f"{escape_markdown(example)} · {number(hits)}",
                key=f"try_{example}",
                on_click=address.set_choices,
                args=({QUERY: (example,)},),
            )
    rows = ((f"<code>{escape(code)}</code>", escape(text)) for code, text in _syntax_rows())
    rules = table_html(rows, "facts language", caption=escape(long_text("search", "rules").title))
    st.html(f'{rules}<p class="quiet">{escape(fill_text("search", "spelling"))}</p>')


@st.cache_data(show_spinner=False, max_entries=4)
def _examples(key: data.BuiltKey, language: str) -> list[tuple[str, int]]:
    """Queries with words of these plans, and the number of measures that each finds."""
    terms, regions = distinctive_terms(), _planned_regions()
    if len(terms) < 3 or not regions:
        return []
    one, two, three = terms[:3]
    depth, field = {"zh": ("深度:量化", "地区:"), "en": ("depth:quantified", "region:")}[language]
    queries = [one, f"{two} {three}", f"“{three}”", f"{one} -{two}", f"{one} {depth}"]
    queries.append(f"{two} {field}{regions[0]}")
    return [(query, hits) for query in queries if (hits := search_data.search(query).measures)]


def _planned_regions() -> list[str]:
    regions = data.regions()
    return regions.loc[regions["status"] == "plan", localized("short")].str.replace(" ", "").tolist()


def _syntax_rows() -> Iterator[tuple[str, str]]:
    """The rows of the query syntax: an example from these tables, and its meaning."""
    terms = distinctive_terms()
    names = {
        "words": " ".join(terms[:2]) if len(terms) > 1 else "",
        "word": "".join(terms[:1]),
        "regions": ",".join(_planned_regions()[:2]),
        "area": "".join(data.areas()["area_id"].head(1)),
        "task": "".join(data.tasks()["task_id"].head(1)),
        "body": "".join(data.query("bodies")["short_zh"].head(1)),
    }
    missing = [f"{{{name}}}" for name, example in names.items() if not example]
    for rule in long_text("search", "rules").text.splitlines():
        if not any(name in rule for name in missing):
            code, _, meaning = rule.partition(" | ")
            yield code.format(**names), meaning
