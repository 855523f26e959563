"""关键词 · Keywords: distinctive words, use of terms, similar plans, reused text, named documents."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from html import escape
from typing import Any, Final

import streamlit as st

from pages.frame.shell import show_page
from pages.keywords import controls, mentions, pairs, terms
from pages.ui import address, data, filters
from pages.ui.evidence import details
from pages.ui.evidence.details import choose_drawer_page, show_title
from pages.ui.evidence.marks import Mark
from pages.ui.guard import page_fragment
from pages.ui.names import region_names, regions_with_plan
from pages.ui.text import escape_markdown, fill_text, t

FILTERS: Final = ("macro", "group", "region", "area")


@page_fragment
def show() -> None:
    st.title(t("关键词", "Keywords"), anchor=False)
    show_view, names = address.choose_view(
        "keywords",
        "see",
        distinct=(terms.show_distinct, ()),
        use=(terms.show_use, (*FILTERS, "task")),
        lines=(terms.show_lines, (*FILTERS, "task")),
        alike=(pairs.show_plans, ()),
        reuse=(pairs.show_texts, FILTERS),
        named=(mentions.show, FILTERS),
    )
    chosen = filters.draw_filters(names) if names else filters.Filters()
    picked = show_view(chosen)
    details.show_drawer(picked, is_own, partial(fill_drawer, chosen=chosen))


PAGE: Final = 10  # measures per page; each queries its source text

SHARED_TERMS: Final = 15


def is_own(code: str) -> bool:
    """Whether a code is one of this page's."""
    kind, _, rest = code.partition(":")
    return bool(kind in _KINDS and rest)


def fill_drawer(code: str, chosen: filters.Filters) -> None:
    """Draw the content for a code; missing parts are passed as empty strings."""
    kind, _, rest = code.partition(":")
    show, count = _KINDS[kind]
    parts = rest.split(":", count - 1)
    show(chosen, *parts, *[""] * (count - len(parts)))


def _show_word(_: filters.Filters, scope: str, scope_id: str, term: str) -> None:
    """Show the uses of a word of the vocabulary in a region, a key area or a task."""
    names = controls.SCOPES.get(scope, dict)()
    where = {f"{scope}_ids": (scope_id,)} if scope_id in names else {"region_ids": ()}
    _show_term_title(names.get(scope_id, ""), term)
    _show_measures(controls.marks_by_measure(data.query("concordance", term=term, **where)))
    shown = escape_markdown(term)
    everywhere = t(f"看各地怎样用“{shown}”", f"See how all regions use {shown}")
    controls.offer_view(everywhere, "drawer_everywhere", "use", term=(term,))


def _show_term_title(name: str, term: str) -> None:
    show_title(t(f"{name}：“{term}”", f"{name}: {term}"))


def _region_filter(region_id: str, chosen: filters.Filters) -> dict[str, tuple[str, ...] | None]:
    """Return the store filters narrowed to one region; an unknown code leaves them unchanged."""
    where = controls.store_filters(chosen)
    return {**where, "region_ids": (region_id,)} if region_id in region_names() else where


def _show_term(chosen: filters.Filters, count: str, region_id: str, term: str) -> None:
    _show_term_title(region_names().get(region_id) or t("所选地区", "The chosen regions"), term)
    if scope := controls.scope_name(chosen):
        st.html(f'<p class="quiet">{escape(scope)}</p>')
    where = {"anywhere": count == "letters", **_region_filter(region_id, chosen)}
    _show_measures(controls.marks_by_measure(data.query("concordance", term=term, **where)))


def _show_line(_: filters.Filters, count: str, measure_id: str, term: str) -> None:
    region_ids = tuple(data.measures(measure_id)["region_id"])
    for region_id in region_ids:
        _show_term_title(region_names()[region_id], term)
    found = data.query("concordance", term=term, anywhere=count == "letters", region_ids=region_ids)
    own = found[found["measure_id"] == measure_id]
    _show_measures({measure_id: [], **controls.marks_by_measure(own)})


def _show_mention(chosen: filters.Filters, what: str, region_id: str, name: str) -> None:
    region, cited = region_names().get(region_id), what == "citations"
    show_title(t(f"{region}：{name}", f"{region}: {name}") if region else name)
    where = {"what": "citations" if cited else "campaigns", **_region_filter(region_id, chosen)}
    spans = data.query("mention_spans", name=name, **where)
    _show_measures(controls.marks_by_measure(spans, "citation" if cited else "campaign"))


def _show_pair(_: filters.Filters, region_id: str, other_id: str) -> None:
    """Show the words that contribute most to the similarity of two plans."""
    if not {region_id, other_id} <= set(regions_with_plan()):
        filters.show_hint("keywords", "not_found")
        return
    one, other = region_names()[region_id], region_names()[other_id]
    shared = data.query("shared_terms", region_id=region_id, other_region_id=other_id)
    show_title(t(f"{one}与{other}", f"{one} and {other}"))
    st.html(f"<p>{fill_text('keywords', 'shared_words', words=len(shared))}</p>")
    columns: dict[str, Any] = {"term": t("词", "Word"), "count": t(f"{one}（次）", f"{one} (uses)")}
    columns |= {"other_count": t(f"{other}（次）", f"{other} (uses)")}
    listed = shared[list(columns)].head(SHARED_TERMS)
    st.dataframe(listed, hide_index=True, column_config=columns, height="content", key="shared_terms")
    if terms := shared["term"].head(6).tolist():
        in_context = t("在两地看这些词的上下文", "See these words in context in both")
        without = dict.fromkeys(("macro", "group", "area", "task"), ())
        controls.offer_view(
            in_context, "pair_lines", "lines", term=terms, region=(region_id, other_id), **without
        )


# For each kind of code, the function that draws it and the number of parts after the kind.
_KINDS: Final[dict[str, tuple[Callable[..., None], int]]] = {
    "word": (_show_word, 3),
    "text": (_show_term, 3),
    "line": (_show_line, 3),
    "said": (lambda _, measure_id: _show_measures({measure_id: []}, unfolded=True), 1),
    "named": (_show_mention, 3),
    "pair": (_show_pair, 2),
}


def _show_measures(marks: Mapping[str, Sequence[Mark]], *, unfolded: bool = False) -> None:
    measures = controls.load_measures(marks)
    if not measures:
        filters.show_hint("keywords", "not_found")
        return
    if places := sum(map(len, marks.values())):
        st.html(f"<p>{fill_text('keywords', 'places', places=places, measures=len(measures))}</p>")
    for measure in choose_drawer_page(measures, PAGE, "drawer_page"):
        st.html(controls.marked_measure(measure, marks[str(measure["measure_id"])], unfolded=unfolded))


show_page(show)
