"""What a query finds: the answer, counts that narrow it, the hits, and what to try where there are none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from functools import partial
from html import escape
from typing import Final

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages.search import box as search_box
from pages.search import cards as search_cards
from pages.search import data as search_data
from pages.search.by_name import found_by_name
from pages.search.view import asked_for, show_found
from pages.ui import address, data, filters
from pages.ui.evidence.evidence import records
from pages.ui.tables import downloads
from pages.ui.text import STATUSES, column, literal, named, number, plural, t
from pipeline import search as text_search

PAGE: Final = 20
SORTS: Final = ("relevance", "region")
FILTERS: Final = ("macro", "group", "region", "area", "depth", "doubt")
NARROWING: Final = ("region", "area")
FACETS: Final = "search_facets"
CARDS: Final = "search_cards"


def show(text: str, chosen: filters.Filters) -> str | None:
    """The view under the box; returns what the reader opens in it."""
    found = search_data.found(text, chosen)
    names = search_data.names_now()
    parts = [
        search_cards.doubt(t(said.zh, said.en))
        for said in [*found.doubts, *_named_regions(found.query, names)]
    ]
    if by_name := search_data.found_names(text):
        parts.append(found_by_name(by_name))
    hits = search_data.within(found.hits, chosen)
    regions, areas = search_data.counted(found.hits, chosen, names)
    if not found.query.empty:
        parts.append(answer(found.query, hits, chosen))
    if not found.hits.empty:
        parts.append(search_cards.facets(regions, areas, {"region": chosen.region, "area": chosen.area}))
    show_found(parts, FACETS, narrow)
    tools = st.container(horizontal=True, vertical_alignment="bottom", horizontal_alignment="distribute")
    listed = st.container(key="search_hits")
    if not hits.empty:
        return _listed(text, chosen, hits, tools, listed)
    # Drawn even where it is empty: to set it up anew takes the browser longer than the search.
    with listed:
        show_found([], CARDS)
    if found.query.empty:
        search_box.explain_empty()
    else:
        _try_other(text, chosen)
    return None


def _listed(
    text: str,
    chosen: filters.Filters,
    hits: pd.DataFrame,
    tools: DeltaGenerator,
    listed: DeltaGenerator,
) -> str | None:
    """The hits in ``listed``, with what sorts and exports them in ``tools`` and pages to turn below."""
    names = search_data.names_now()
    with tools:
        sort = choose_sort()
        downloads(
            partial(search_data.for_export, hits, names),
            search_data.FILE,
            t("全部命中", "All hits"),
            labels=search_data.labels(),
        )
    if sort != SORTS[0]:
        hits = search_data.within(search_data.found(text, chosen, sort).hits, chosen)
    measures = search_data.once(hits)
    page = address.choose_page("page", -(-len(measures) // PAGE), (text, chosen, sort))
    shown = measures.iloc[PAGE * (page - 1) : PAGE * page]
    counts = Counter(measures["region_id"]) if sort == "region" else {}
    with listed:
        return show_found(_cards(shown, hits, names, counts), CARDS)


def _cards(
    shown: pd.DataFrame, hits: pd.DataFrame, names: search_data.Names, counts: Mapping[str, int]
) -> Iterator[str]:
    """The hits shown as HTML, under the names of their regions where there are ``counts`` of these."""
    merged = hits[hits["measure_cell"].duplicated() & hits["measure_cell"].isin(shown["measure_cell"])]
    others = records(merged)
    above = ""
    for hit in records(shown):
        if counts and hit["region_id"] != above:
            above = str(hit["region_id"])
            yield search_cards.group(above, counts[above], names)
        same = [row for row in others if row["measure_cell"] == hit["measure_cell"]]
        yield search_cards.card(hit, names, same)


def choose_sort() -> str:
    """How the hits are sorted."""
    names = {"relevance": t("按相关度", "By relevance"), "region": t("按地区", "By region")}
    return address.choose_segment(
        t("排序", "Order"),
        "by",
        SORTS,
        names.__getitem__,
        help=t(
            "相关度按 BM25F 计算：词在工作内容中的一处比在引用文件中重，后者比在举措中重，责任部门最轻；"
            "少见的词比常见的词重。并列者按来源次序。",
            "Relevance is BM25F: a place in the task weighs more than one in a cited title, that more than "
            "one in the measure, and one in the departments least; rare words weigh more than common. Ties "
            "stay in the order of the source.",
        ),
    )


def narrow() -> None:
    """Narrow to the region or the key area just pressed, or widen where it was chosen; a callback."""
    name, _, value = asked_for(FACETS).partition(":")
    if name in NARROWING:
        chosen = address.recall(name)
        kept = tuple(other for other in chosen if other != value)
        address.keep(name, kept if value in chosen else (*chosen, value))
    address.touched()


def chosen_anew(drawn: filters.Filters) -> bool:
    """Whether other filters hold now than those that are ``drawn``, because of what has been pressed here."""
    return address.is_touched() and any(address.recall(name) != getattr(drawn, name) for name in FILTERS)


def answer(query: text_search.Query, hits: pd.DataFrame, chosen: filters.Filters) -> str:
    """How many measures of how many regions a query finds, as HTML."""
    where = t("在当前筛选内，", "Within the filters: ") if chosen.any else ""
    asked = f"<bdi>{escape(query.text.strip())}</bdi>"
    if hits.empty:
        nothing = "no measure" if where else "No measure"
        said = t(f"{where}没有举措符合“{asked}”。", f"{where}<b>{nothing}</b> matches {asked}.")
        return f'<p class="answer">{said}</p>'
    measures, regions = hits["measure_cell"].nunique(), hits["region_id"].nunique()
    places = search_data.places_in(hits)
    told_zh = f"，共出现 {number(places)} 处" if places else ""
    told_en = f"; {plural(places, 'place', 'places')}" if places else ""
    if shared := len(hits) - measures:
        told_zh += f"；另有 {number(shared)} 行与它们合用举措，不重复计"
        told_en += (
            f"; {plural(shared, 'more row shares', 'more rows share')} one of them and is not counted again"
        )
    said = t(
        f"{where}“{asked}”：{regions} 个地区的 <b>{number(measures)} 条举措</b>{told_zh}。",
        f"{where}{asked}: <b>{plural(measures, 'measure', 'measures')}</b> of "
        f"{plural(regions, 'region', 'regions')}{told_en}.",
    )
    return f'<p class="answer">{said}</p>'


def _named_regions(query: text_search.Query, names: search_data.Names) -> list[text_search.Doubt]:
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


def _try_other(text: str, chosen: filters.Filters) -> None:
    """What to do where nothing is found: other queries that find something, each with its number."""
    st.info("\n\n".join([_advice(chosen), *_planless(chosen)]), icon=":material/search_off:")
    with st.container(horizontal=True, gap="small"):
        for way in search_data.suggest_queries(text, chosen):
            take, args = (
                (filters.reset, ()) if way.kind == "everywhere" else (search_box.take_query, (way.text,))
            )
            st.button(literal(_label(way)), key=f"try_{way.kind}_{way.text}", on_click=take, args=args)


def _advice(chosen: filters.Filters) -> str:
    widened = t("放宽筛选，或", "Widen the filters, or ") if chosen.any else ""
    other = t(
        "少用几个词、换一个更短的词；只按字面匹配，不含同义词。",
        "use fewer or shorter words. Exact characters only; no synonyms. The plans "
        "are in Chinese. Tasks, bodies and the like are found by their English names as well.",
    )
    sentence = f"{widened}{other}"
    return sentence[:1].upper() + sentence[1:]


def _planless(chosen: filters.Filters) -> list[str]:
    """What to know of chosen regions that have no plan."""
    regions = filters.chosen_regions(data.regions(), chosen)
    without = regions[(regions["status"] != "plan") & regions["region_id"].isin(chosen.region)]
    return [
        literal(f"{name}{t('：', ': ')}{named(STATUSES, status)}")
        for name, status in zip(without[column("short")], without["status"], strict=True)
    ]


def _label(way: text_search.Suggestion) -> str:
    hits = t(f"{number(way.hits)} 条", plural(way.hits, "measure", "measures"))
    said = {
        "everywhere": t("不用筛选", "Without the filters"),
        "field": t(f"写成“{way.other}”", f"Written as {way.other}"),
        "spelling": t(f"换成“{way.other}”", f"{way.other} instead of {way.word}"),
        "apart": t(f"拆成“{way.other}”", f"Apart: {way.other}"),
        "dropped": t(f"去掉“{way.word}”", f"Without {way.word}"),
    }[way.kind]
    return f"{said} · {hits}"
