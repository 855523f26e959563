"""The views of similar plans (a map of all by their words), and of reused text (pairs of measures)."""

from collections.abc import Mapping
from html import escape
from typing import Any, Final

import pandas as pd
import streamlit as st

from pages.charts import stage
from pages.charts.parts import fill_heading, label_columns
from pages.charts.show import show_chart
from pages.keywords.charts import likeness_chart, plans_chart, reuse_chart
from pages.keywords.controls import FILE, store_filters, task_label
from pages.ui import address, data, filters
from pages.ui.cards.cards import show_cards
from pages.ui.evidence.differences import differences_html, pair_html
from pages.ui.evidence.evidence import records
from pages.ui.html import answer_html
from pages.ui.names import region_names, regions_with_plan
from pages.ui.page_columns import labels
from pages.ui.tables import show_table
from pages.ui.text import fill_text, join_words, source_place, t

COMPARED: Final = "like"
"""The address parameter of the region compared with."""

NEAREST: Final = 5
"""The number of nearest plans that a line joins to the chosen one."""

PAIRS: Final = 12
CLEAR_SILHOUETTE: Final = 0.5
ROUGH_SILHOUETTE: Final = 0.25
"""The lowest mean silhouettes of well separated groups, and of groups that are a rough guide."""

PAGE: Final = 12
COLUMNS: Final = (
    "region", "other_region", "task", "other_task", "same", "share_of_shorter", "same_characters", "longest",
    "passage", "measure_text", "other_measure_text", "measure_id", "other_id",
)  # fmt: skip
RENAMED: Final = {"task_id": "task", "other_task_id": "other_task", "quote": "passage"}


def show_plans(_: filters.Filters) -> str | None:
    names = region_names()
    codes = {"": t("全部地区", "All regions")} | {code: names[code] for code in regions_with_plan()}
    region_id = address.choose_one(t("与哪个地区相比", "Compare with"), COMPARED, codes)
    pairs = data.query("rank_plan_pairs")
    if pairs.empty:
        return filters.show_hint("keywords", "one_plan")
    ends = {name: pairs[f"{name}_id"].map(names) for name in ("region", "other_region")}
    pairs = pairs.assign(**ends, name=ends["region"] + " – " + ends["other_region"])
    near, places = pairs.head(0), data.query("table", name="plan_map")
    if region_id:
        near = data.query("nearest_plans", plan_id=str(data.region(region_id)["plan_id"]))
        others = near["region_id"].map(names)
        near = near.assign(name=others, region=others, other_region_id=near["region_id"], region_id=region_id)
    name = names[region_id] if region_id else ""
    st.html(answer_html(summarize_plans(name, near, pairs)))
    left, right = st.columns([6, 5], gap="large")
    with left:
        cosines = dict(zip(near["other_region_id"], near["cosine"], strict=True))
        clicked = show_chart(plans_chart(places, region_id, cosines, NEAREST))
        clear = float(places["silhouette"].mean())
        values = {"rough": ROUGH_SILHOUETTE <= clear < CLEAR_SILHOUETTE, "unclear": clear < ROUGH_SILHOUETTE}
        about = fill_text("keywords", "likeness", silhouette=clear, **values)
        st.html(f'<p class="quiet">{about}</p>')
    with right:
        shown, file_name = (near, f"{FILE}-nearest") if region_id else (pairs.head(PAIRS), f"{FILE}-pairs")
        heading = fill_heading("keywords", "likeness_chart", region=name)
        picked = show_chart(likeness_chart(shown, heading, file_name), table=bool(region_id))
    if not region_id:
        st.header(fill_text("keywords", "all_pairs", pairs=len(pairs)), anchor=False)
        export = pairs[["region_id", "region", "other_region_id", "other_region", "cosine"]]
        shown, formats = labels("region", "other_region", "cosine"), {"cosine": "%.3f"}
        table = pairs[list(shown)]
        show_table(table, f"{FILE}-likeness", labels=shown, export=export, height=320, formats=formats)
    return address.choices_code(**{COMPARED: clicked}) if clicked else picked


def summarize_plans(name: str, near: pd.DataFrame, pairs: pd.DataFrame) -> str:
    """Return a sentence (HTML) on the plans nearest to a region's, or without these on the most similar."""
    if near.empty:
        top, median = pairs.iloc[0], pairs["cosine"].median()
        names = top[["region", "other_region"]].map(escape)
        return fill_text("keywords", "most_similar", **names, cosine=top["cosine"], median=median)
    first = join_words(f"{escape(row['region'])} {row['cosine']:.2f}" for row in records(near.head(3)))
    far, cosine = near.iloc[-1][["region", "cosine"]]
    return fill_text("keywords", "nearest", name=escape(name), first=first, far=escape(far), cosine=cosine)


def show_texts(chosen: filters.Filters) -> str | None:
    pairs = filter_pairs(data.query("find_reused_texts"), chosen)
    within = int(pairs["within"].sum())
    counts = {"across": len(pairs) - within, "within": within}
    names = {place: fill_text("keywords", f"choose_{place}", count=count) for place, count in counts.items()}
    where = address.choose_segment(t("在哪里相同", "Where"), "among", names, decides=True)
    shown = pairs[pairs["within"] == (where == "within")].reset_index(drop=True)
    st.html(answer_html(summarize_text_pairs(shown, where)))
    if shown.empty:
        return filters.show_hint("keywords", "no_pair", pairs=len(pairs))
    title = t("各地条数（图）", "By region (picture)")
    with st.expander(title, expanded=bool(stage.presented_name()), icon=":material/bar_chart:"):
        show_chart(reuse_chart(shown, where))
    st.html(f'<p class="quiet">{fill_text("keywords", "reuse")}</p>')
    above = st.container(key="keywords_reuse")
    subject = ("reuse", where, tuple(store_filters(chosen).values()))
    on_page = address.choose_page("page", shown, PAGE, subject)
    ids = dict.fromkeys([*shown["measure_id"], *shown["other_id"]])
    texts = {str(row["measure_id"]): row for row in records(data.measures(*ids))}
    with above:
        picked = show_cards([pair_card(pair, texts) for pair in records(on_page)], "keywords_pairs")
    show_text_pairs(shown, texts)
    return picked


def filter_pairs(pairs: pd.DataFrame, chosen: filters.Filters) -> pd.DataFrame:
    """Keep the pairs of which at least one side passes the filters."""
    for name, values in chosen.arguments().items():
        if values is not None:
            column = name.removesuffix("s")
            pairs = pairs[pairs[column].isin(values) | pairs[f"other_{column}"].isin(values)]
    return pairs


def summarize_text_pairs(pairs: pd.DataFrame, where: str) -> str:
    """Return a sentence (HTML) on the number of pairs and on the pair that shares most text."""
    if pairs.empty:
        return fill_text("keywords", "no_reuse")
    names, longest = region_names(), pairs.iloc[0]
    one, two = (escape(names[longest[name]]) for name in ("region_id", "other_region_id"))
    regions, same = {*pairs["region_id"], *pairs["other_region_id"]}, pairs["score"].ge(0.9995).sum()
    values = {"one": one, "two": two, "characters": longest["same_characters"]}
    counts = {"pairs": len(pairs), "several": len(pairs) > 1, "regions": len(regions), "same": same}
    return fill_text("keywords", f"reuse_{where}", **counts, **values)


def pair_card(pair: Mapping[str, Any], measures: Mapping[str, dict[str, Any]]) -> str:
    one, other = measures[pair["measure_id"]], measures[pair["other_id"]]
    title = escape(t("看举措与原文", "See the measure and its source text"))
    texts = differences_html(one["measure_text"], other["measure_text"])
    sides = []
    for measure, html in zip((one, other), texts, strict=True):
        name, place = region_names()[measure["region_id"]], source_place(measure)
        heading = (
            f'<b>{escape(name)}</b> {escape(task_label(measure))} · <button class="lines" '
            f'data-open="said:{escape(measure["measure_id"])}" title="{title}">{escape(place)}</button>'
        )
        sides.append((heading, f'<p class="said" lang="zh">{html}</p>'))
    return pair_html(escape(fill_text("keywords", "pair", **pair)), sides)


def show_text_pairs(pairs: pd.DataFrame, texts: Mapping[str, dict[str, Any]]) -> None:
    names = region_names()
    rows = pairs.assign(
        region=pairs["region_id"].map(names),
        other_region=pairs["other_region_id"].map(names),
        same=100 * pairs["score"],
        share_of_shorter=100 * pairs["share_of_shorter"],
        measure_text=[texts[code]["measure_text"] for code in pairs["measure_id"]],
        other_measure_text=[texts[code]["measure_text"] for code in pairs["other_id"]],
    )
    st.header(fill_text("keywords", "all_pairs", pairs=len(pairs)), anchor=False)
    table = label_columns(rows.rename(columns=RENAMED), labels(*COLUMNS))
    formats = dict.fromkeys(("same", "share_of_shorter"), "%.0f%%")
    show_table(table, f"{FILE}-reuse", height=320, formats=formats)
