"""What the drawer beside the keywords page shows: the sentences behind a number, with the words marked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Final

import streamlit as st

from pages.keywords.cards import marked_measure, marks_of, measures_in_order
from pages.keywords.choice import asked, scope_of, turn_to
from pages.ui import data, filters
from pages.ui.evidence import details
from pages.ui.evidence.marks import Mark
from pages.ui.names import area_names, planned, region_names, task_names
from pages.ui.profile_drawer import show_title
from pages.ui.text import literal, number, plural, t

PAGE: Final = 10
"""How many measures are shown at a time; each asks for its source text."""

WEIGHTY: Final = 15
KINDS: Final = ("word", "text", "line", "said", "named", "pair")


def opened() -> str | None:
    """What the address says is open: something of this page, or of every page."""
    return details.opened(_is_known)


def _is_known(code: str) -> bool:
    kind, _, rest = code.partition(":")
    return bool(kind in KINDS and rest) or details.is_known(code)


def fill(code: str, chosen: filters.Filters) -> None:
    """Draw what a code stands for."""
    kind, _, rest = code.partition(":")
    if kind == "word":
        _word(*_parts(rest, 3))
    elif kind == "text":
        _text(*_parts(rest, 3), chosen=chosen)
    elif kind == "line":
        _line(*_parts(rest, 3))
    elif kind == "said":
        _listed({rest: []}, unfolded=True)
    elif kind == "named":
        _named(*_parts(rest, 3), chosen=chosen)
    elif kind == "pair":
        _pair(*_parts(rest, 2))
    else:
        details.show_code(code)


def _parts(rest: str, count: int) -> list[str]:
    found = rest.split(":", count - 1)
    return [*found, *[""] * (count - len(found))]


def _word(scope: str, scope_id: str, term: str) -> None:
    """The uses of a word of the vocabulary in a region, a key area or a task."""
    names = {"region": region_names, "area": area_names, "task": task_names}.get(scope, dict)()
    where = {f"{scope}_ids": (scope_id,)} if scope_id in names else {"region_ids": ()}
    spans = data.ask("term_spans", term=term, **where)
    _title(t(f"{names.get(scope_id, '')}：“{term}”", f"{names.get(scope_id, '')}: {term}"))
    _listed(marks_of(spans))
    _everywhere(term)


def in_region(region_id: str, chosen: filters.Filters) -> dict[str, tuple[str, ...] | None]:
    """The filters with one region in the place of all that are chosen; any other code leaves them."""
    where = asked(chosen)
    return {**where, "region_ids": (region_id,)} if region_id in region_names() else where


def _text(count: str, region_id: str, term: str, *, chosen: filters.Filters) -> None:
    """The places where a term stands in the measures of a region, or of all that are chosen."""
    where = in_region(region_id, chosen)
    name = region_names().get(region_id) or t("所选地区", "The chosen regions")
    _title(t(f"{name}：“{term}”", f"{name}: {term}"))
    if scope := scope_of(chosen):
        st.html(f'<p class="quiet">{escape(scope)}</p>')
    _listed(marks_of(data.ask("concordance", term=term, anywhere=count == "letters", **where)))


def _line(count: str, measure_id: str, term: str) -> None:
    """One measure with a term marked wherever it stands."""
    region_ids = tuple(data.measures(measure_id)["region_id"])
    if region_ids:
        region = region_names()[region_ids[0]]
        _title(t(f"{region}：“{term}”", f"{region}: {term}"))
    found = data.ask("concordance", term=term, anywhere=count == "letters", region_ids=region_ids)
    _listed({measure_id: [], **marks_of(found[found["measure_id"] == measure_id])})


def _named(what: str, region_id: str, name: str, *, chosen: filters.Filters) -> None:
    """The measures that name a campaign or cite a document."""
    where = in_region(region_id, chosen)
    regions = region_names().get(region_id)
    _title(t(f"{regions}：{name}", f"{regions}: {name}") if regions else name)
    known = what if what in ("campaigns", "citations") else "campaigns"
    spans = data.ask("mention_spans", what=known, name=name, **where)
    _listed(marks_of(spans, "citation" if known == "citations" else "campaign"))


def _pair(region_id: str, other_id: str) -> None:
    """Why two plans are alike: the words that weigh most in both."""
    names = region_names()
    if not {region_id, other_id} <= set(planned()):
        _nothing()
        return
    shared = data.ask("shared_terms", region_id=region_id, other_region_id=other_id)
    _title(t(f"{names[region_id]}与{names[other_id]}", f"{names[region_id]} and {names[other_id]}"))
    st.html(
        "<p>"
        + escape(
            t(
                f"两份工作要点共用 {number(len(shared))} 个词。下表按它们对余弦的贡献排列。",
                f"The two plans share {plural(len(shared), 'word', 'words')}, here by what they add to "
                "the cosine.",
            )
        )
        + "</p>"
    )
    st.dataframe(
        shared[["term", "count", "other_count"]].head(WEIGHTY),
        hide_index=True,
        column_config={
            "term": t("词", "Word"),
            "count": t(f"{names[region_id]}（次）", f"{names[region_id]} (uses)"),
            "other_count": t(f"{names[other_id]}（次）", f"{names[other_id]} (uses)"),
        },
        height="content",
        key="shared_terms",
    )
    terms = shared["term"].head(6).tolist()
    if terms:
        st.button(
            t("在两地看这些词的上下文", "See these words in context in both"),
            key="pair_lines",
            icon=":material/arrow_forward:",
            type="tertiary",
            on_click=turn_to,
            args=("lines",),
            kwargs={
                "term": terms,
                "region": (region_id, other_id),
                "macro": (),
                "group": (),
                "area": (),
                "task": (),
            },
        )


def _listed(marks: Mapping[str, Sequence[Mark]], *, unfolded: bool = False) -> None:
    """Measures with stretches marked, some at a time."""
    measures = measures_in_order(marks)
    if not measures:
        _nothing()
        return
    places = sum(map(len, marks.values()))
    if places:
        st.html(
            "<p>"
            + escape(
                t(
                    f"{number(places)} 处，在 {number(len(measures))} 条举措里。",
                    f"{plural(places, 'place', 'places')} in {plural(len(measures), 'measure', 'measures')}.",
                )
            )
            + "</p>"
        )
    pages = -(-len(measures) // PAGE)
    page = st.pagination(pages, key="drawer_page") if pages > 1 else 1
    for measure in measures[PAGE * (page - 1) : PAGE * page]:
        st.html(marked_measure(measure, marks[str(measure["measure_id"])], unfolded=unfolded))


def _everywhere(term: str) -> None:
    st.button(
        t(f"看各地怎样用“{literal(term)}”", f"See how all regions use {literal(term)}"),
        key="drawer_everywhere",
        icon=":material/arrow_forward:",
        type="tertiary",
        on_click=turn_to,
        args=("use",),
        kwargs={"term": (term,)},
    )


def _title(words: str) -> None:
    show_title(words)


def _nothing() -> None:
    st.info(
        t(
            "没有找到对应的举措。请关闭后重新选择。",
            "No measure was found for this. Close this and choose again.",
        ),
        icon=":material/search_off:",
    )
