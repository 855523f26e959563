"""Controls of the keywords page, the names of what is selected, and measures with words highlighted."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from html import escape
from typing import Any, Final

import pandas as pd
import streamlit as st

from pages.ui import address, data, filters
from pages.ui.codes import MATCH_METHODS, name_of
from pages.ui.evidence import evidence
from pages.ui.evidence.marks import Mark, MarkKind
from pages.ui.names import area_names, distinctive_terms, join_tasks, region_names, task_names
from pages.ui.text import escape_markdown, fill_text, join_words, t

FILE: Final = "plan-atlas-keywords"
TERMS: Final = "term"
"""The address parameter of the terms."""

MOST_TERMS: Final = 8
LONGEST_TERM: Final = 40
SUGGESTED: Final = 3000
SCOPES: Final[dict[str, Callable[[], dict[str, str]]]] = {
    "region": region_names,
    "area": area_names,
    "task": task_names,
}
"""The units whose words are compared, each with a function that returns their names by id."""


def shown_regions(chosen: filters.Filters) -> pd.DataFrame:
    """Return the regions that pass the filters, without those outside the source."""
    regions = filters.filter_regions(data.regions(), chosen)
    return regions[regions["status"] != "outside"]


def store_filters(chosen: filters.Filters) -> dict[str, tuple[str, ...] | None]:
    """Return the filters as arguments of store queries."""
    return {**chosen.arguments(), "task_ids": chosen.task or None}


def count_shown(shown: int, total: int) -> str:
    """Return a phrase saying how many items of a ranking are shown."""
    return fill_text("keywords", "counted", all=shown == total, shown=shown, total=total)


def scope_name(chosen: filters.Filters) -> str:
    """Join the names of the selected key areas and tasks; empty if none is selected."""
    return join_words(
        [*map(area_names().__getitem__, chosen.area), *map(task_names().__getitem__, chosen.task)]
    )


def scope_prefix(chosen: filters.Filters) -> str:
    """Return the beginning (HTML) of a sentence on selected key areas or tasks; empty if all are meant."""
    scope = escape(scope_name(chosen))
    return t(f"在“{scope}”中，", f"Within {scope}: ") if scope else ""


def choose_terms(order: str) -> tuple[tuple[str, ...], str, str]:
    """Return the terms, how uses are counted (``letters`` or ``word``), and the choice called ``order``.

    Without a term, the three are empty, and buttons with terms to start from are drawn.
    """
    vocabulary = data.query("vocabulary")["term"].head(SUGGESTED).tolist()
    label = t(f"词（最多 {MOST_TERMS} 个）", f"Terms ({MOST_TERMS} at most)")
    limits: dict[str, Any] = {"most": MOST_TERMS, "longest": LONGEST_TERM}
    limits["placeholder"] = t(
        "选一个词，或输入任意文字后回车", "Pick a term, or type any text and press Enter"
    )
    with st.container(key="keywords_subject", horizontal=True, vertical_alignment="top"):
        if terms := address.choose_words(label, TERMS, vocabulary, **limits):
            about = fill_text("keywords", "what_counts")
            count = address.choose_listed("count", decides=True, help=about)
            return terms, count, address.choose_listed(order)
    filters.show_hint("keywords", "no_term", "tips_and_updates")
    with st.container(horizontal=True, gap="small"):
        for term in distinctive_terms():
            choose, choices = address.set_choices, {TERMS: (term,)}
            st.button(escape_markdown(term), key=f"begin_{term}", on_click=choose, args=(choices,))
    return (), "", ""


def offer_view(label: str, key: str, view: str, **choices: Sequence[str]) -> None:
    choices |= {"see": (view,), "open": ()}
    icon, choose = ":material/arrow_forward:", address.set_choices
    st.button(label, key=key, icon=icon, type="tertiary", on_click=choose, args=(choices,))


def marks_by_measure(found: pd.DataFrame, kind: MarkKind = "term") -> dict[str, list[Mark]]:
    """Group the spans of ``found`` (measure_id, char_start, char_end) as marks by measure_id."""
    marks: dict[str, list[Mark]] = {}
    for row in evidence.records(found):
        marks.setdefault(str(row["measure_id"]), []).append(Mark(row["char_start"], row["char_end"], kind))
    return marks


def task_label(measure: Mapping[str, Any]) -> str:
    """Return the names of a measure's standard tasks, or the printed name of its local task."""
    if tasks := join_tasks(str(measure["task_id"])):
        return tasks
    local, printed = name_of(MATCH_METHODS, "local"), str(measure["task_text"])
    return t(f"{local}：{printed}", f"{local}: {printed}") if printed else local


def marked_measure(measure: dict[str, Any], marks: Sequence[Mark], *, unfolded: bool = False) -> str:
    """Return a measure as HTML: region, task, marked text, departments and source text."""
    return evidence.measure_html(
        measure,
        heading=f"{region_names()[str(measure['region_id'])]} · {task_label(measure)}",
        with_level=False,
        template=str(measure["task_text"]),
        found=marks,
        unfolded=unfolded,
    )


def load_measures(measure_ids: Iterable[str]) -> list[dict[str, Any]]:
    """Load measures in the official order of their regions."""
    order = {code: place for place, code in enumerate(region_names())}
    return sorted(evidence.records(data.measures(*measure_ids)), key=lambda row: order[str(row["region_id"])])
