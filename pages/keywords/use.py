"""How often each region uses a term, or each of several."""

from __future__ import annotations

from html import escape

import pandas as pd
import streamlit as st

from pages.charts.parts import labelled
from pages.charts.show import show_chart
from pages.keywords.charts import term_chart, terms_chart
from pages.keywords.choice import (
    COUNTS,
    FILE,
    asked,
    choose_count,
    choose_terms,
    heading,
    is_word,
    scope_of,
    shown_regions,
    suggest_terms,
    turn_to,
    within,
)
from pages.ui import address, data, filters
from pages.ui.text import column, number, plural, t
from pipeline.schema.chart import Chart

ORDERS = ("most", "official")


def show(chosen: filters.Filters) -> str | None:
    """The view, from top to bottom; returns what the reader opens in it."""
    with st.container(key="keywords_subject", horizontal=True, vertical_alignment="top"):
        terms = choose_terms()
        count = choose_count() if terms else COUNTS[0]
        order = choose_order() if terms else ORDERS[0]
    if not terms:
        suggest_terms()
        return None
    regions = shown_regions(chosen)
    use = data.ask("term_use", terms=terms, anywhere=count == "letters", **asked(chosen))
    if use.empty:
        filters.explain_nothing()
        return None
    st.html(answer(terms, use, chosen, count))
    regions = in_order(regions, use, order)
    counted = listed(terms, regions, use)
    frame = labelled(counted, labels())
    if len(terms) == 1:
        picked = show_chart(term_drawn(terms[0], regions, use, chosen, count, frame))
    else:
        picked = show_chart(terms_drawn(terms, regions, use, chosen, count, frame))
    st.html(f'<p class="quiet">{how_counted()}</p>')
    st.button(
        t("看每一处的上下文", "See each place in its context"),
        key="keywords_to_lines",
        icon=":material/arrow_forward:",
        type="tertiary",
        on_click=turn_to,
        args=("lines",),
    )
    return picked


def choose_order() -> str:
    """How the regions are sorted."""
    names = {"most": t("多者在前", "Most first"), "official": t("官方顺序", "Official")}
    return address.choose_segment(t("地区排序", "Order of regions"), "by", ORDERS, names.__getitem__)


def answer(terms: tuple[str, ...], use: pd.DataFrame, chosen: filters.Filters, count: str) -> str:
    """Who uses the term most, and how many use it at all; for several, that of each."""
    regions = use["region_id"].nunique()
    said = [sentence(term, use[use["term"] == term], regions, count) for term in terms]
    said[0] = within(chosen) + said[0]
    first = f'<p class="answer">{said[0]}</p>'
    return first + "".join(f'<p class="quiet">{line}</p>' for line in said[1:])


def sentence(term: str, use: pd.DataFrame, regions: int, count: str) -> str:
    """How a term is used, as HTML."""
    name = escape(term)
    whole = t("（独立成词）", " (as a separate word)") if count == "word" and is_word(term) else ""
    users = use[use["count"] > 0]
    if users.empty:
        return t(
            f"<b>没有地区</b>写到“{name}”{whole}（看了 {regions} 个地区）。",
            f"<b>No region</b> uses {name}{whole} ({plural(regions, 'region', 'regions')} looked at).",
        )
    names = data.regions().set_index("region_id")[column("short")]
    top = users.iloc[int(users["per_1000"].to_numpy().argmax())]
    most, rate = escape(str(names[top["region_id"]])), f"{top['per_1000']:.2f}"
    total, measures = int(users["count"].sum()), int(users["measures"].sum())
    return t(
        f"“{name}”{whole}在 {regions} 个地区中的 <b>{len(users)} 个</b>出现，共 {number(total)} 次、"
        f"{number(measures)} 条举措；用得最密的是{most}，每千字 {rate} 次。",
        f"{name}{whole} appears in <b>{len(users)} of {plural(regions, 'region', 'regions')}</b>, "
        f"{plural(total, 'time', 'times')} in {plural(measures, 'measure', 'measures')}; "
        f"most densely in {most}, {rate} per 1,000 characters.",
    )


def how_counted() -> str:
    """What a number counts."""
    return t(
        "每千字次数 = 出现次数 ÷ 所看举措的字数 × 1000。未见工作要点的地区没有数，不是零。",
        "Uses per 1,000 characters of the measures looked at. A region without a plan has no number, "
        "which is not zero.",
    )


def in_order(regions: pd.DataFrame, use: pd.DataFrame, order: str) -> pd.DataFrame:
    """The regions as they are to stand, by the first term; those without a number come last."""
    if order == "official":
        return regions
    rates = use[use["term"] == use["term"].iloc[0]].set_index("region_id")["per_1000"]
    return regions.assign(rate=regions["region_id"].map(rates)).sort_values(
        "rate", ascending=False, kind="stable", na_position="last"
    )


def term_drawn(
    term: str,
    regions: pd.DataFrame,
    use: pd.DataFrame,
    chosen: filters.Filters,
    count: str,
    frame: pd.DataFrame,
) -> Chart:
    """A bar for each region; a click on one leads to its sentences. ``frame`` is what is taken away of it."""
    where = scope_of(chosen)
    subtitle = t("每千字次数（括号内为次数）", "Uses per 1,000 characters (number of uses)")
    headed = heading(
        t(f"“{term}”在各地的密度", f"How densely regions use {term}"),
        f"{subtitle}{t('；', '; ')}{where}" if where else subtitle,
    )
    file_name = f"{FILE}-term-by-region"
    return term_chart(term, regions, use, headed, count=count, frame=frame, file_name=file_name)


def terms_drawn(
    terms: tuple[str, ...],
    regions: pd.DataFrame,
    use: pd.DataFrame,
    chosen: filters.Filters,
    count: str,
    frame: pd.DataFrame,
) -> Chart:
    """A square for each region and term; a click leads to its sentences. ``frame`` is as in `term_drawn`."""
    headed = heading(
        t(f"各地怎样用这 {len(terms)} 个词", f"How regions use {len(terms)} terms"),
        t(
            "格中为每千字次数；颜色按每个词各自的最高地区分级，零不着色",
            "Uses per 1,000 characters; each term is coloured relative to the region that uses it most, "
            "zero not at all",
        )
        + (t("；", "; ") + where if (where := scope_of(chosen)) else ""),
    )
    file_name = f"{FILE}-terms-by-region"
    return terms_chart(terms, regions, use, headed, count=count, frame=frame, file_name=file_name)


def listed(terms: tuple[str, ...], regions: pd.DataFrame, use: pd.DataFrame) -> pd.DataFrame:
    """The numbers behind the picture, in its order."""
    places = {code: place for place, code in enumerate(regions["region_id"])}
    names = data.regions().set_index("region_id")[column("short")]
    known = use[use["region_id"].isin(places)]
    return known.assign(
        region=known["region_id"].map(names),
        place=known["region_id"].map(places),
        asked=known["term"].map({term: place for place, term in enumerate(terms)}),
    ).sort_values(["asked", "place"], kind="stable")


def labels() -> dict[str, str]:
    """What stands over the columns of the table."""
    return {
        "term": t("词", "Term"),
        "region": t("地区", "Region"),
        "count": t("次数", "Uses"),
        "measures": t("举措数", "Measures"),
        "characters": t("举措字数", "Characters"),
        "per_1000": t("每千字", "Per 1,000"),
    }
