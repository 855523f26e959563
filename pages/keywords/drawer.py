"""What the drawer beside the keywords page shows: the sentences behind a number, with the words marked.

What is open is written ``kind:part:part``; what a user typed comes last, so that it may hold any character.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from html import escape
from typing import Final

import streamlit as st

from pages.keywords.cards import marked_measure, marks_of, measures_in_order
from pages.keywords.choice import SCOPES, asked, offer_view, scope_of
from pages.ui import data, filters
from pages.ui.evidence import details
from pages.ui.evidence.details import show_title
from pages.ui.evidence.marks import Mark
from pages.ui.names import region_names, regions_with_plan
from pages.ui.text import escape_markdown, number, plural, t

PAGE: Final = 10
"""How many measures are shown at a time; each asks for its source text."""

WEIGHTY: Final = 15


def is_known(code: str) -> bool:
    """Whether a code is one of this page or of every page."""
    kind, _, rest = code.partition(":")
    return bool(kind in _KINDS and rest) or details.is_known(code)


def fill(code: str, chosen: filters.Filters) -> None:
    """Draw what a code stands for; parts that it lacks are empty."""
    kind, _, rest = code.partition(":")
    if kind not in _KINDS:
        details.show_code(code)
        return
    show, count = _KINDS[kind]
    parts = rest.split(":", count - 1)
    show(chosen, *parts, *[""] * (count - len(parts)))


def _word(_: filters.Filters, scope: str, scope_id: str, term: str) -> None:
    """The uses of a word of the vocabulary in a region, a key area or a task."""
    names = SCOPES.get(scope, dict)()
    where = {f"{scope}_ids": (scope_id,)} if scope_id in names else {"region_ids": ()}
    name = names.get(scope_id, "")
    show_title(t(f"{name}：“{term}”", f"{name}: {term}"))
    _listed(marks_of(data.query("term_spans", term=term, **where)))
    everywhere = t(
        f"看各地怎样用“{escape_markdown(term)}”", f"See how all regions use {escape_markdown(term)}"
    )
    offer_view(everywhere, "drawer_everywhere", "use", term=(term,))


def _in_region(region_id: str, chosen: filters.Filters) -> dict[str, tuple[str, ...] | None]:
    """The filters with one region in the place of all that are chosen; any other code leaves them."""
    where = asked(chosen)
    return {**where, "region_ids": (region_id,)} if region_id in region_names() else where


def _text(chosen: filters.Filters, count: str, region_id: str, term: str) -> None:
    """The places where a term stands in the measures of a region, or of all that are chosen."""
    name = region_names().get(region_id) or t("所选地区", "The chosen regions")
    show_title(t(f"{name}：“{term}”", f"{name}: {term}"))
    if scope := scope_of(chosen):
        st.html(f'<p class="quiet">{escape(scope)}</p>')
    where = _in_region(region_id, chosen)
    _listed(marks_of(data.query("concordance", term=term, anywhere=count == "letters", **where)))


def _line(_: filters.Filters, count: str, measure_id: str, term: str) -> None:
    """One measure with a term marked wherever it stands."""
    region_ids = tuple(data.measures(measure_id)["region_id"])
    for region_id in region_ids:
        show_title(t(f"{region_names()[region_id]}：“{term}”", f"{region_names()[region_id]}: {term}"))
    found = data.query("concordance", term=term, anywhere=count == "letters", region_ids=region_ids)
    _listed({measure_id: [], **marks_of(found[found["measure_id"] == measure_id])})


def _sentence(_: filters.Filters, measure_id: str) -> None:
    """One measure with its source text unfolded."""
    _listed({measure_id: []}, unfolded=True)


def _named(chosen: filters.Filters, what: str, region_id: str, name: str) -> None:
    """The measures that name a campaign or cite a document."""
    region = region_names().get(region_id)
    show_title(t(f"{region}：{name}", f"{region}: {name}") if region else name)
    known = "citations" if what == "citations" else "campaigns"
    spans = data.query("mention_spans", what=known, name=name, **_in_region(region_id, chosen))
    _listed(marks_of(spans, "citation" if known == "citations" else "campaign"))


def _pair(_: filters.Filters, region_id: str, other_id: str) -> None:
    """Why two plans are alike: the words that weigh most in both."""
    if not {region_id, other_id} <= set(regions_with_plan()):
        _explain_nothing()
        return
    one, other = region_names()[region_id], region_names()[other_id]
    shared = data.query("shared_terms", region_id=region_id, other_region_id=other_id)
    show_title(t(f"{one}与{other}", f"{one} and {other}"))
    sentence = t(
        f"两份工作要点共用 {number(len(shared))} 个词。下表按它们对余弦的贡献排列。",
        f"The two plans share {plural(len(shared), 'word')}, here by what they add to the cosine.",
    )
    st.html(f"<p>{escape(sentence)}</p>")
    st.dataframe(
        shared[["term", "count", "other_count"]].head(WEIGHTY),
        hide_index=True,
        column_config={
            "term": t("词", "Word"),
            "count": t(f"{one}（次）", f"{one} (uses)"),
            "other_count": t(f"{other}（次）", f"{other} (uses)"),
        },
        height="content",
        key="shared_terms",
    )
    if terms := shared["term"].head(6).tolist():
        in_context = t("在两地看这些词的上下文", "See these words in context in both")
        without = dict.fromkeys(("macro", "group", "area", "task"), ())
        offer_view(in_context, "pair_lines", "lines", term=terms, region=(region_id, other_id), **without)


_KINDS: Final[dict[str, tuple[Callable[..., None], int]]] = {
    "word": (_word, 3),
    "text": (_text, 3),
    "line": (_line, 3),
    "said": (_sentence, 1),
    "named": (_named, 3),
    "pair": (_pair, 2),
}
"""What draws each kind of code, and how many parts the code has behind its kind."""


def _listed(marks: Mapping[str, Sequence[Mark]], *, unfolded: bool = False) -> None:
    """Measures with stretches marked, some at a time."""
    measures = measures_in_order(marks)
    if not measures:
        _explain_nothing()
        return
    if places := sum(map(len, marks.values())):
        sentence = t(
            f"{number(places)} 处，在 {number(len(measures))} 条举措里。",
            f"{plural(places, 'place')} in {plural(len(measures), 'measure')}.",
        )
        st.html(f"<p>{escape(sentence)}</p>")
    pages = -(-len(measures) // PAGE)
    page = st.pagination(pages, key="drawer_page") if pages > 1 else 1
    for measure in measures[PAGE * (page - 1) : PAGE * page]:
        st.html(marked_measure(measure, marks[str(measure["measure_id"])], unfolded=unfolded))


def _explain_nothing() -> None:
    filters.explain(
        "没有找到对应的举措。请关闭后重新选择。",
        "No measure was found for this. Close this and choose again.",
    )
