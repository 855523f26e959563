"""The results of a query: summary, facets, hits, and suggestions where there are no hits."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from html import escape
from pathlib import Path
from typing import Any, Final

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages.search import box as search_box
from pages.search import cards as search_cards
from pages.search import data as search_data
from pages.ui import address, data, filters
from pages.ui.cards.cards import html_component
from pages.ui.codes import STATUSES, name_of
from pages.ui.evidence import evidence
from pages.ui.evidence.evidence import records
from pages.ui.html import answer_html
from pages.ui.tables import downloads
from pages.ui.text import capitalize, escape_markdown, fill_text, localized, t
from pipeline import search as text_search

PAGE: Final = 20
FILTERS: Final = ("macro", "group", "region", "area", "depth", "doubt")
FACET_FILTERS: Final = ("region", "area")
FACETS: Final = "search_facets"
CARDS: Final = "search_cards"

_STYLE: Final = Path(__file__).with_name("search.css").read_text(encoding="utf-8")
_RESULTS: Final = html_component("plan_atlas_search", "found", evidence.STYLE + _STYLE)


def show(text: str, chosen: filters.Filters) -> str | None:
    """Draw the results of a query; return the code of what the reader opened."""
    found = search_data.search(text, chosen)
    names = search_data.load_names()
    doubts = [*(t(doubt.zh, doubt.en) for doubt in found.doubts), *_region_doubts(found.query, names)]
    parts = [f'<p class="doubt"><span aria-hidden="true">?</span>{escape(doubt)}</p>' for doubt in doubts]
    if by_name := text_search.find_names(data.query("list_entities"), text):
        parts.append(search_cards.names_html(by_name))
    hits = search_data.filter_hits(found.hits, chosen)
    if not found.query.empty:
        parts.append(answer_html(summarize_hits(found.query, hits, chosen)))
    if not found.hits.empty:
        counts = search_data.count_facets(found.hits, chosen, names)
        parts.append(search_cards.facets(counts, {"region": chosen.region, "area": chosen.area}))
    _show_html(parts, FACETS, _toggle_filter)
    tools = st.container(horizontal=True, vertical_alignment="bottom", horizontal_alignment="distribute")
    listed = st.container(key="search_hits")
    if not hits.empty:
        return _show_hits(text, chosen, hits, tools, listed)
    # An empty component is kept, because mounting it again takes the browser longer than the search.
    with listed:
        _show_html([], CARDS)
    if found.query.empty:
        search_box.explain_empty()
    else:
        _suggest_queries(text, chosen)
    return None


def _show_html(parts: Iterable[str], key: str, on_click: Callable[[], None] = address.record_input) -> Any:
    """Draw HTML in one element, which is faster than many; return the code of what the reader clicked."""
    return _RESULTS(data={"html": "".join(parts)}, key=key, on_opened_change=on_click).opened


def _show_hits(
    text: str, chosen: filters.Filters, hits: pd.DataFrame, tools: DeltaGenerator, listed: DeltaGenerator
) -> str | None:
    """Draw one page of hits in ``listed``, and the controls to sort and export them in ``tools``."""
    names = search_data.load_names()
    orders = {"relevance": t("按相关度", "By relevance"), "region": t("按地区", "By region")}
    with tools:
        sort = address.choose_segment(t("排序", "Order"), "by", orders, help=fill_text("search", "order"))
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
        return _show_html(_cards(shown, hits, names, by_region=sort == "region"), CARDS)


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
    """Return a sentence (HTML) on the number of measures, regions and matches."""
    values = {"filtered": chosen.any, "text": f"<bdi>{escape(query.text.strip())}</bdi>"}
    if hits.empty:
        return fill_text("search", "nothing_matches", **values)
    measures, regions = hits["measure_cell"].nunique(), hits["region_id"].nunique()
    counts = {"places": search_data.count_places(hits), "shared": len(hits) - measures}
    return fill_text("search", "hits", **values, **counts, measures=measures, regions=regions)


def _region_doubts(query: text_search.Query, names: search_data.Names) -> list[str]:
    """Return a hint for each word of the query that is the name of a region."""
    if any(condition.field == "region" for condition in query.conditions):
        return []
    words = [word.text for word in query.wanted if word.text in names.regions.values()]
    return [fill_text("search", "region_word", word=word) for word in words]


def _suggest_queries(text: str, chosen: filters.Filters) -> None:
    """Draw what to do where nothing is found: other queries, each with its number of measures."""
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
            choices: dict[str, tuple[str, ...]] = {search_box.QUERY: (query.text,)}
            if query.kind == "everywhere":
                choices = dict.fromkeys(filters.ALL, ())
            key, choose = f"try_{query.kind}_{query.text}", address.set_choices
            st.button(escape_markdown(_label(query)), key=key, on_click=choose, args=(choices,))


def _label(query: text_search.Suggestion) -> str:
    change = {
        "everywhere": t("不用筛选", "Without the filters"),
        "field": t(f"写成“{query.other}”", f"Written as {query.other}"),
        "spelling": t(f"换成“{query.other}”", f"{query.other} instead of {query.word}"),
        "apart": t(f"拆成“{query.other}”", f"Apart: {query.other}"),
        "dropped": t(f"去掉“{query.word}”", f"Without {query.word}"),
    }[query.kind]
    return fill_text("search", "hits_of", change=change, hits=query.hits)
