"""全文检索 · Search: full text of tasks, measures, departments and cited documents, as one types."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict
from functools import partial
from html import escape
from typing import Final

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages.frame.shell import show_page
from pages.search import cards as search_cards
from pages.search import data as search_data
from pages.ui import address, data, filters
from pages.ui.codes import MATCH_METHODS, STATUSES, name_of
from pages.ui.evidence import details, evidence
from pages.ui.evidence.evidence import records
from pages.ui.evidence.marks import marks_in, marks_legend
from pages.ui.guard import fragment, page_fragment
from pages.ui.html import answer_html, table_html
from pages.ui.links import link_html, region_address, task_address
from pages.ui.names import distinctive_terms, join_tasks, region_names, task_names
from pages.ui.tables import downloads
from pages.ui.text import capitalize, current_language, escape_markdown, fill_text, localized, long_text, t
from pipeline import search as text_search

QUERY: Final = "q"  # URL parameter
DEBOUNCE: Final = "150ms"  # a run takes less than that
PAGE: Final = 20
FILTERS: Final = ("macro", "group", "region", "area", "depth", "doubt")
FACET_FILTERS: Final = ("region", "area")
FACETS: Final = "search_facets"
CARDS: Final = "search_cards"


@page_fragment
def show() -> None:
    st.title(t("全文检索", "Search"), anchor=False)
    show_search(filters.draw_filters(FILTERS))


@fragment
def show_search(chosen: filters.Filters) -> None:
    """Draw the search box and the results: the part of the page that reruns while the reader types."""
    text = choose_query()
    # A click in the facets changes filters that the sidebar, outside of this fragment, has drawn already.
    drawn = {name: getattr(chosen, name) for name in FILTERS}
    if address.has_new_input() and any(address.read_state(name) != codes for name, codes in drawn.items()):
        address.rerun()
    picked, fill = show_results(text, chosen), partial(fill_drawer, text=text)
    details.show_drawer(picked, lambda code: code.startswith(search_data.HIT), fill)


def fill_drawer(code: str, text: str) -> None:
    measure_id = code.removeprefix(search_data.HIT)
    found = evidence.records(data.measures(measure_id))
    if not found:
        st.info(t("这份数据里没有这条举措。", "These tables have no such measure."))
        return
    [measure] = found
    region_id, task_ids = str(measure["region_id"]), str(measure["task_id"])
    region = region_names()[region_id]
    details.show_title(f"{region} · {join_tasks(task_ids) or name_of(MATCH_METHODS, 'local')}")
    # No spans if the query does not find the measure any more.
    hits = search_data.search(text).hits
    matches = hits.loc[hits["measure_id"] == measure_id, "spans"]
    marks = marks_in([measure_id])[measure_id]
    marks += [mark for spans in matches for mark in search_data.field_marks(spans, "measure")]
    if explained := marks_legend(mark.kind for mark in marks):
        st.html(explained)
    st.html(evidence.measure_html(measure, found=marks, unfolded=True))
    tasks = [code for code in task_ids.split(";") if code in task_names()]
    profiles = [link_html(region_address(region_id), t(f"{region}概况 →", f"Profile of {region} →"))]
    for code in tasks:
        profiles.append(link_html(task_address(code), t(f"任务 {code} 概况 →", f"Profile of task {code} →")))
    st.html(f"<p>{' &nbsp; '.join(profiles)}</p>")
    with st.container(horizontal=True):
        for task_id in tasks:
            words = t(f"{region}对 {task_id} 的全部举措", f"All that {region} writes on {task_id}")
            details.draw_open_button(words, f"{region_id}:{task_id}")


def show_results(text: str, chosen: filters.Filters) -> str | None:
    found = search_data.search(text, chosen)
    names = search_data.load_names()
    doubts = [t(doubt.zh, doubt.en) for doubt in found.doubts]
    if not any(condition.field == "region" for condition in found.query.conditions):
        words = [word.text for word in found.query.wanted if word.text in names.regions.values()]
        doubts += [fill_text("search", "region_word", word=word) for word in words]
    parts = [f'<p class="doubt"><span aria-hidden="true">?</span>{escape(doubt)}</p>' for doubt in doubts]
    if by_name := text_search.find_names(data.query("list_entities"), text):
        parts.append(search_cards.names_html(by_name))
    hits = search_data.filter_hits(found.hits, chosen)
    if not found.query.empty:
        parts.append(answer_html(summarize_hits(found.query, hits, chosen)))
    if not found.hits.empty:
        counts = search_data.count_facets(found.hits, chosen, names)
        parts.append(search_cards.facets(counts, {"region": chosen.region, "area": chosen.area}))
    search_cards.show_html(parts, FACETS, _toggle_filter)
    tools = st.container(horizontal=True, vertical_alignment="bottom", horizontal_alignment="distribute")
    listed = st.container(key="search_hits")
    if not hits.empty:
        return _show_hits(text, chosen, hits, tools, listed)
    # An empty component is kept, because mounting it again takes the browser longer than the search.
    with listed:
        search_cards.show_html([], CARDS)
    if found.query.empty:
        explain_empty()
    else:
        _suggest_queries(text, chosen)
    return None


def _show_hits(
    text: str, chosen: filters.Filters, hits: pd.DataFrame, tools: DeltaGenerator, listed: DeltaGenerator
) -> str | None:
    names = search_data.load_names()
    with tools:
        sort = address.choose_listed("hits_by", "by", help=fill_text("search", "order"))
        downloads(
            partial(search_data.export_table, hits, names),
            search_data.FILE,
            t("全部命中", "All hits"),
            labels={name: name_of(search_data.LABELS, name) for name in search_data.LABELS},
        )
    if sort == "region":
        hits = search_data.filter_hits(search_data.search(text, chosen, sort).hits, chosen)
    measures = search_data.drop_merged(hits)
    shown = address.choose_page("page", measures, PAGE, (text, chosen, sort))
    with listed:
        return search_cards.show_html(_cards(shown, hits, names, by_region=sort == "region"), CARDS)


def _cards(
    shown: pd.DataFrame, hits: pd.DataFrame, names: search_data.Names, *, by_region: bool
) -> Iterator[str]:
    """Yield the hits on the page as HTML; ``by_region``, under headings of their regions."""
    merged = hits[hits["measure_cell"].duplicated() & hits["measure_cell"].isin(shown["measure_cell"])]
    others, counts = records(merged), Counter(search_data.drop_merged(hits)["region_id"])
    region_id = ""
    for hit in records(shown):
        if by_region and hit["region_id"] != region_id:
            region_id = str(hit["region_id"])
            yield search_cards.region_heading(region_id, counts[region_id], names)
        same = [row for row in others if row["measure_cell"] == hit["measure_cell"]]
        yield search_cards.hit_card(hit, names, same)


def _toggle_filter() -> None:
    """Add the region or the key area just clicked to the filters, or remove it; a callback."""
    name, _, code = str(st.session_state[FACETS].opened or "").partition(":")
    if name in FACET_FILTERS:
        chosen = address.read_state(name)
        others = tuple(other for other in chosen if other != code)
        address.write_state(name, others if code in chosen else (*chosen, code))
    address.record_input()


def summarize_hits(query: text_search.Query, hits: pd.DataFrame, chosen: filters.Filters) -> str:
    values = {"filtered": chosen.any, "text": f"<bdi>{escape(query.text.strip())}</bdi>"}
    if hits.empty:
        return fill_text("search", "nothing_matches", **values)
    measures, regions = hits["measure_cell"].nunique(), hits["region_id"].nunique()
    counts = {"places": search_data.count_places(hits), "shared": len(hits) - measures}
    return fill_text("search", "hits", **values, **counts, measures=measures, regions=regions)


def _suggest_queries(text: str, chosen: filters.Filters) -> None:
    widen = t("放宽筛选，或", "Widen the filters, or ") if chosen.any else ""
    regions = filters.filter_regions(data.regions(), chosen)
    without = regions[(regions["status"] != "plan") & regions["region_id"].isin(chosen.region)]
    notes = (
        escape_markdown(f"{name}{t('：', ': ')}{name_of(STATUSES, status)}")
        for name, status in zip(without[localized("short")], without["status"], strict=True)
    )
    sentence = widen + fill_text("search", "nothing")
    st.info("\n\n".join([capitalize(sentence), *notes]), icon=":material/search_off:")
    with st.container(horizontal=True, gap="small"):
        for query in search_data.suggest_queries(text, chosen):
            choices: dict[str, tuple[str, ...]] = {QUERY: (query.text,)}
            if query.kind == "everywhere":
                choices = dict.fromkeys(filters.ALL, ())
            label = fill_text("search", f"try_{query.kind}", **asdict(query))
            key, choose = f"try_{query.kind}_{query.text}", address.set_choices
            st.button(escape_markdown(label), key=key, on_click=choose, args=(choices,))


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
    examples = _examples(data.built_key(), current_language())
    st.info(fill_text("search", "empty", examples=len(examples)), icon=":material/tips_and_updates:")
    with st.container(horizontal=True, gap="small"):
        for example, hits in examples:
            label, choose = f"{escape_markdown(example)} · {hits:,}", address.set_choices
            st.button(label, key=f"try_{example}", on_click=choose, args=({QUERY: (example,)},))
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


show_page(show)
