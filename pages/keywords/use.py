"""How often each region uses a term, or each of several."""

from __future__ import annotations

from html import escape

import pandas as pd
import streamlit as st

from pages.charts.show import show_chart
from pages.keywords.charts import term_chart, terms_chart
from pages.keywords.choice import asked, choose_terms, is_word, offer_view, scope_of, shown_regions, within
from pages.ui import data, filters
from pages.ui.names import region_names
from pages.ui.text import number, plural, t


def show(chosen: filters.Filters) -> str | None:
    """The view, from top to bottom; returns what the reader opens in it."""
    orders = {"most": t("多者在前", "Most first"), "official": t("官方顺序", "Official")}
    terms, count, order = choose_terms(t("地区排序", "Order of regions"), "by", orders)
    if not terms:
        return None
    use = data.ask("term_use", terms=terms, anywhere=count == "letters", **asked(chosen))
    if use.empty:
        filters.explain_nothing()
        return None
    first, *others = (sentence(term, use[use["term"] == term], count) for term in terms)
    more = "".join(f'<p class="quiet">{line}</p>' for line in others)
    st.html(f'<p class="answer">{within(chosen)}{first}</p>{more}')
    regions = in_order(shown_regions(chosen), use, order)
    draw = term_chart if len(terms) == 1 else terms_chart
    picked = show_chart(draw(terms, regions, use, count, scope_of(chosen)))
    how_counted = t(
        "每千字次数 = 出现次数 ÷ 所看举措的字数 × 1000。未见工作要点的地区没有数，不是零。",
        "Uses per 1,000 characters of the measures looked at. A region without a plan has no number, "
        "which is not zero.",
    )
    st.html(f'<p class="quiet">{how_counted}</p>')
    offer_view(t("看每一处的上下文", "See each place in its context"), "keywords_to_lines", "lines")
    return picked


def sentence(term: str, use: pd.DataFrame, count: str) -> str:
    """Who uses a term most, and how many use it at all, as HTML."""
    name, regions = escape(term), use["region_id"].nunique()
    whole = t("（独立成词）", " (as a separate word)") if count == "word" and is_word(term) else ""
    users = use[use["count"] > 0]
    if users.empty:
        return t(
            f"<b>没有地区</b>写到“{name}”{whole}（看了 {regions} 个地区）。",
            f"<b>No region</b> uses {name}{whole} ({plural(regions, 'region', 'regions')} looked at).",
        )
    top = users.nlargest(1, "per_1000").iloc[0]
    most, rate = escape(region_names()[top["region_id"]]), f"{top['per_1000']:.2f}"
    total, measures = int(users["count"].sum()), int(users["measures"].sum())
    return t(
        f"“{name}”{whole}在 {regions} 个地区中的 <b>{len(users)} 个</b>出现，共 {number(total)} 次、"
        f"{number(measures)} 条举措；用得最密的是{most}，每千字 {rate} 次。",
        f"{name}{whole} appears in <b>{len(users)} of {plural(regions, 'region', 'regions')}</b>, "
        f"{plural(total, 'time', 'times')} in {plural(measures, 'measure', 'measures')}; "
        f"most densely in {most}, {rate} per 1,000 characters.",
    )


def in_order(regions: pd.DataFrame, use: pd.DataFrame, order: str) -> pd.DataFrame:
    """The regions as they are to stand, by the first term; those without a number come last."""
    if order == "official":
        return regions
    rates = use[use["term"] == use["term"].iloc[0]].set_index("region_id")["per_1000"]
    return regions.assign(rate=regions["region_id"].map(rates)).sort_values(
        "rate", ascending=False, kind="stable", na_position="last"
    )
