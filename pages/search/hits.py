"""What a query finds: the answer, counts that narrow it, the hits, and what to try where there are none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from html import escape
from pathlib import Path
from typing import Final

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages.search import box as search_box
from pages.search import cards as search_cards
from pages.search import data as search_data
from pages.ui import address, data, filters
from pages.ui.cards.cards import html_component
from pages.ui.evidence import evidence
from pages.ui.evidence.evidence import records
from pages.ui.tables import downloads
from pages.ui.text import STATUSES, escape_markdown, fill_text, localized, name_of, number, plural, t
from pages.ui.written import answer_html
from pipeline import search as text_search

PAGE: Final = 20
FILTERS: Final = ("macro", "group", "region", "area", "depth", "doubt")
NARROWING: Final = ("region", "area")
FACETS: Final = "search_facets"
CARDS: Final = "search_cards"

_RULES: Final = Path(__file__).with_name("search.css").read_text(encoding="utf-8")
_FOUND: Final = html_component("plan_atlas_search", "found", evidence.STYLE + _RULES)


def show(text: str, chosen: filters.Filters) -> str | None:
    """The view under the box; returns what the reader opens in it."""
    found = search_data.search(text, chosen)
    names = search_data.load_names()
    doubts = [t(doubt.zh, doubt.en) for doubt in [*found.doubts, *_region_doubts(found.query, names)]]
    parts = [f'<p class="doubt"><span aria-hidden="true">?</span>{escape(doubt)}</p>' for doubt in doubts]
    if by_name := search_data.find_names(text):
        parts.append(search_cards.names_html(by_name))
    hits = search_data.filter_hits(found.hits, chosen)
    if not found.query.empty:
        parts.append(answer_html(summarize_hits(found.query, hits, chosen)))
    if not found.hits.empty:
        counts = search_data.count_facets(found.hits, chosen, names)
        parts.append(search_cards.facets(counts, {"region": chosen.region, "area": chosen.area}))
    _show_html(parts, FACETS, _narrow)
    tools = st.container(horizontal=True, vertical_alignment="bottom", horizontal_alignment="distribute")
    listed = st.container(key="search_hits")
    if not hits.empty:
        return _show_hits(text, chosen, hits, tools, listed)
    # Drawn even where it is empty: to set it up anew takes the browser longer than the search.
    with listed:
        _show_html([], CARDS)
    if found.query.empty:
        search_box.explain_empty()
    else:
        _suggest_queries(text, chosen)
    return None


def _show_html(
    parts: Iterable[str], key: str, pressed: Callable[[], None] = address.record_input
) -> str | None:
    """Show pieces of HTML in one element, which costs the browser less than many.

    ``pressed`` is called before the next run, when something has been pressed; its code is returned.
    """
    opened: str | None = _FOUND(data={"html": "".join(parts)}, key=key, on_opened_change=pressed).opened
    return opened


def _show_hits(
    text: str, chosen: filters.Filters, hits: pd.DataFrame, tools: DeltaGenerator, listed: DeltaGenerator
) -> str | None:
    """The hits in ``listed``, with what sorts and exports them in ``tools`` and pages to turn below."""
    names = search_data.load_names()
    orders = {"relevance": t("按相关度", "By relevance"), "region": t("按地区", "By region")}
    with tools:
        sort = address.choose_segment(t("排序", "Order"), "by", orders, help=fill_text("search", "order"))
        downloads(
            partial(search_data.export_table, hits, names),
            search_data.FILE,
            t("全部命中", "All hits"),
            labels=search_data.export_labels(),
        )
    if sort == "region":
        hits = search_data.filter_hits(search_data.search(text, chosen, sort).hits, chosen)
    measures = search_data.drop_merged(hits)
    page = address.choose_page("page", -(-len(measures) // PAGE), (text, chosen, sort))
    shown = measures.iloc[PAGE * (page - 1) : PAGE * page]
    with listed:
        return _show_html(_cards(shown, hits, names, by_region=sort == "region"), CARDS)


def _cards(
    shown: pd.DataFrame, hits: pd.DataFrame, names: search_data.Names, *, by_region: bool
) -> Iterator[str]:
    """Those of the hits that are shown, as HTML; ``by_region``, under the names of their regions."""
    merged = hits[hits["measure_cell"].duplicated() & hits["measure_cell"].isin(shown["measure_cell"])]
    others, counts = records(merged), Counter(search_data.drop_merged(hits)["region_id"])
    above = ""
    for hit in records(shown):
        if by_region and hit["region_id"] != above:
            above = str(hit["region_id"])
            yield search_cards.region_heading(above, counts[above], names)
        same = [row for row in others if row["measure_cell"] == hit["measure_cell"]]
        yield search_cards.hit_card(hit, names, same)


def _narrow() -> None:
    """Narrow to the region or the key area just pressed, or widen where it was chosen; a callback."""
    name, _, value = str(st.session_state[FACETS].opened or "").partition(":")
    if name in NARROWING:
        chosen = address.read_state(name)
        kept = tuple(other for other in chosen if other != value)
        address.write_state(name, kept if value in chosen else (*chosen, value))
    address.record_input()


def filters_changed(drawn: filters.Filters) -> bool:
    """Whether other filters hold now than those that are ``drawn``, because of what has been pressed here."""
    return address.has_new_input() and any(
        address.read_state(name) != getattr(drawn, name) for name in FILTERS
    )


def summarize_hits(query: text_search.Query, hits: pd.DataFrame, chosen: filters.Filters) -> str:
    """How many measures of how many regions a query finds, as HTML."""
    where = t("在当前筛选内，", "Within the filters: ") if chosen.any else ""
    asked = f"<bdi>{escape(query.text.strip())}</bdi>"
    if hits.empty:
        nothing = "no measure" if where else "No measure"
        return t(f"{where}没有举措符合“{asked}”。", f"{where}<b>{nothing}</b> matches {asked}.")
    measures, regions = hits["measure_cell"].nunique(), hits["region_id"].nunique()
    places, shared = search_data.count_places(hits), len(hits) - measures
    more = t(f"，共出现 {number(places)} 处", f"; {plural(places, 'place', 'places')}") if places else ""
    if shared:
        rows = plural(shared, "more row shares", "more rows share")
        more += t(
            f"；另有 {number(shared)} 行与它们合用举措，不重复计",
            f"; {rows} one of them and is not counted again",
        )
    return t(
        f"{where}“{asked}”：{regions} 个地区的 <b>{number(measures)} 条举措</b>{more}。",
        f"{where}{asked}: <b>{plural(measures, 'measure', 'measures')}</b> of "
        f"{plural(regions, 'region', 'regions')}{more}.",
    )


def _region_doubts(query: text_search.Query, names: search_data.Names) -> list[text_search.Doubt]:
    """What to know where the name of a region is searched for as a word."""
    called = set(names.regions.values())
    return [
        text_search.Doubt(
            f"“{word.text}”作为文字查找；只看这个地区，请写“地区:{word.text}”。",
            f"{word.text} is searched for as a word; for that region only, write region:{word.text}.",
        )
        for word in query.wanted
        if word.text in called and not any(one.field == "region" for one in query.conditions)
    ]


def _suggest_queries(text: str, chosen: filters.Filters) -> None:
    """What to do where nothing is found: other queries that find something, each with its number."""
    widen = t("放宽筛选，或", "Widen the filters, or ") if chosen.any else ""
    regions = filters.chosen_regions(data.regions(), chosen)
    without = regions[(regions["status"] != "plan") & regions["region_id"].isin(chosen.region)]
    planless = (
        escape_markdown(f"{name}{t('：', ': ')}{name_of(STATUSES, status)}")
        for name, status in zip(without[localized("short")], without["status"], strict=True)
    )
    sentence = widen + fill_text("search", "nothing")
    st.info("\n\n".join([sentence[:1].upper() + sentence[1:], *planless]), icon=":material/search_off:")
    with st.container(horizontal=True, gap="small"):
        for way in search_data.suggest_queries(text, chosen):
            take, args = (
                (filters.reset, ()) if way.kind == "everywhere" else (search_box.set_query, (way.text,))
            )
            st.button(
                escape_markdown(_label(way)), key=f"try_{way.kind}_{way.text}", on_click=take, args=args
            )


def _label(way: text_search.Suggestion) -> str:
    hits = t(f"{number(way.hits)} 条", plural(way.hits, "measure", "measures"))
    sentence = {
        "everywhere": t("不用筛选", "Without the filters"),
        "field": t(f"写成“{way.other}”", f"Written as {way.other}"),
        "spelling": t(f"换成“{way.other}”", f"{way.other} instead of {way.word}"),
        "apart": t(f"拆成“{way.other}”", f"Apart: {way.other}"),
        "dropped": t(f"去掉“{way.word}”", f"Without {way.word}"),
    }[way.kind]
    return f"{sentence} · {hits}"
