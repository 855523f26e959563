"""Concordance: every place where a term stands, with the term in the middle and its context on both sides."""

from __future__ import annotations

from html import escape
from typing import Final

import pandas as pd
import streamlit as st

from pages.keywords.cards import STYLE
from pages.keywords.choice import (
    COUNTS,
    FILE,
    asked,
    choose_count,
    choose_terms,
    code_of,
    suggest_terms,
    turn_to,
    within,
)
from pages.ui import address, data, filters
from pages.ui.cards.cards import show_cards
from pages.ui.evidence.evidence import records, task_names
from pages.ui.names import region_names
from pages.ui.tables import downloads
from pages.ui.text import MATCH_METHODS, named, number, plural, t
from pages.ui.written import written

ORDERS: Final = ("region", "right", "left")
PAGE: Final = 50
WIDTH: Final = 40
"""How many characters of context stand on each side."""


def show(chosen: filters.Filters) -> str | None:
    """The view, from top to bottom; returns what the reader opens in it."""
    with st.container(key="keywords_subject", horizontal=True, vertical_alignment="top"):
        terms = choose_terms()
        count = choose_count() if terms else COUNTS[0]
        order = choose_order() if terms else ORDERS[0]
    if not terms:
        suggest_terms()
        return None
    lines = in_order(found(terms, chosen, count), order)
    st.html(answer(terms, lines, chosen))
    if lines.empty:
        nothing(chosen)
        return None
    pages = -(-len(lines) // PAGE)
    subject = (terms, count, order, tuple(asked(chosen).values()))
    above = st.container(key="keywords_lines")
    page = address.choose_page("page", pages, subject)
    shown = lines.iloc[PAGE * (page - 1) : PAGE * page]
    with above:
        picked = show_cards([STYLE, listed(shown, count)], "keywords_kwic")
    downloads(for_export(lines), f"{FILE}-concordance", t("全部各行", "All lines"))
    st.button(
        t("比较各地用得多少", "Compare how much regions use them"),
        key="keywords_to_use",
        icon=":material/arrow_forward:",
        type="tertiary",
        on_click=turn_to,
        args=("use",),
    )
    return picked


def choose_order() -> str:
    """How the lines are sorted."""
    names = {
        "region": t("按地区", "By region"),
        "right": t("按后文", "By what follows"),
        "left": t("按前文", "By what precedes"),
    }
    return address.choose_segment(t("各行排序", "Order of lines"), "sort", ORDERS, names.__getitem__)


def found(terms: tuple[str, ...], chosen: filters.Filters, count: str) -> pd.DataFrame:
    """The lines of all terms, with what else is to be shown of each."""
    where = {**asked(chosen), "anywhere": count == "letters", "width": WIDTH}
    per_term = [data.ask("concordance", term=term, **where) for term in terms]
    return pd.concat(
        [lines.assign(asked=term) for term, lines in zip(terms, per_term, strict=True)], ignore_index=True
    )


def in_order(lines: pd.DataFrame, order: str) -> pd.DataFrame:
    """The lines by region in the official order, by what follows the term, or by what precedes it."""
    places = {code: place for place, code in enumerate(region_names())}
    by_region = lines.assign(place=lines["region_id"].map(places))
    if order == "region":
        return by_region.sort_values(["place", "measure_id", "char_start"], kind="stable", ignore_index=True)
    beside = lines["right"] if order == "right" else lines["left"].str[::-1]
    return by_region.assign(beside=beside).sort_values(["beside", "place"], kind="stable", ignore_index=True)


def answer(terms: tuple[str, ...], lines: pd.DataFrame, chosen: filters.Filters) -> str:
    """How often the terms stand in how many measures."""
    name = escape(t("、", ", ").join(t(f"“{term}”", term) for term in terms))
    where = within(chosen)
    if lines.empty:
        said = t(f"{where}{name}<b>一次也没有出现</b>。", f"{where}{name}: <b>not a single place</b>.")
        return f'<p class="answer">{said}</p>'
    measures, regions = lines["measure_id"].nunique(), lines["region_id"].nunique()
    said = t(
        f"{where}{name}共出现 <b>{number(len(lines))} 次</b>，"
        f"在 {regions} 个地区的 {number(measures)} 条举措里。",
        f"{where}{name}: <b>{plural(len(lines), 'place', 'places')}</b> in "
        f"{plural(measures, 'measure', 'measures')} of {plural(regions, 'region', 'regions')}.",
    )
    return f'<p class="answer">{said}</p>'


def nothing(chosen: filters.Filters) -> None:
    """What to do where a term stands nowhere."""
    st.info(
        t(
            "换一个更短的词，或放宽筛选；查找不认同义词。",
            "Try a shorter term, or widen the filters; exact characters only, no synonyms.",
        )
        if chosen.any
        else t(
            "换一个更短的词；查找不认同义词。",
            "Try a shorter term; exact characters only, no synonyms.",
        ),
        icon=":material/search_off:",
    )


def listed(lines: pd.DataFrame, count: str) -> str:
    """The lines as a table in which the terms stand under each other, as HTML."""
    names = region_names()
    longest = max(len(term) for term in lines["term"])
    widths = f'<col class="where"><col><col style="width:{min(longest, 16) + 1.2:g}em"><col>'
    heads = (
        ("place", t("地区 · 任务", "Region · task")),
        ("before", t("前文", "Before")),
        ("node", t("词", "Term")),
        ("after", t("后文", "After")),
    )
    cells = "".join(f'<th scope="col" class="{kind}">{escape(name)}</th>' for kind, name in heads)
    head = f"<colgroup>{widths}</colgroup><thead><tr>{cells}</tr></thead>"
    rows = "".join(line(row, names, count) for row in records(lines))
    return f'<table class="kwic">{head}<tbody>{rows}</tbody></table>'


def line(row: dict, names: dict[str, str], count: str) -> str:
    """A line of the concordance; its place opens the measure with its source text."""
    tasks = str(row["task_id"]).replace(";", " ") or t("自设", "local")
    title = task_names(str(row["task_id"])) or named(MATCH_METHODS, "local")
    code = code_of("line", count, str(row["measure_id"]), str(row["asked"]))
    hint = escape(t(f"{title} · 看举措与原文", f"{title} · see the measure and its source"), quote=True)
    return (
        f'<tr><td><button class="lines" data-open="{escape(code)}" title="{hint}">'
        f"{escape(names[str(row['region_id'])])} · {escape(tasks)}</button></td>"
        f'<td class="before" lang="zh"><span>{written(str(row["left"]))}</span></td>'
        f'<td class="node" lang="zh"><mark>{written(str(row["term"]))}</mark></td>'
        f'<td class="after" lang="zh">{written(str(row["right"]))}</td></tr>'
    )


def for_export(lines: pd.DataFrame) -> pd.DataFrame:
    """All lines, with names and codes."""
    measures = data.measures(*dict.fromkeys(lines["measure_id"])).set_index("measure_id")
    return pd.DataFrame(
        {
            t("地区", "Region"): lines["region_id"].map(region_names()),
            t("任务", "Task"): lines["task_id"],
            t("前文", "Before"): lines["left"],
            t("词", "Term"): lines["term"],
            t("后文", "After"): lines["right"],
            t("举措编号", "Measure id"): lines["measure_id"],
            t("起始位置", "Starts at"): lines["char_start"],
            t("首行", "First line"): lines["measure_id"].map(measures["first_line"]),
            t("末行", "Last line"): lines["measure_id"].map(measures["last_line"]),
        }
    )
