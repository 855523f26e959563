"""The view of reused text: pairs of measures side by side, with their differences marked."""

from collections.abc import Mapping
from html import escape
from typing import Any, Final

import pandas as pd
import streamlit as st

from pages.charts import stage
from pages.charts.parts import label_columns
from pages.charts.show import show_chart
from pages.keywords.charts import reuse_chart
from pages.keywords.controls import FILE, store_filters, task_label
from pages.ui import address, data, filters
from pages.ui.cards.cards import show_cards
from pages.ui.evidence.differences import differences_html, pair_html
from pages.ui.evidence.evidence import records
from pages.ui.html import answer_html
from pages.ui.names import region_names
from pages.ui.page_columns import labels
from pages.ui.tables import show_table
from pages.ui.text import fill_text, plural, source_place, t

PAGE: Final = 12
COLUMNS: Final = (
    "region", "other_region", "task", "other_task", "same", "share_of_shorter", "same_characters", "longest",
    "passage", "measure_text", "other_measure_text", "measure_id", "other_id",
)  # fmt: skip
RENAMED: Final = {"task_id": "task", "other_task_id": "other_task", "quote": "passage"}
ROWS: Final = 7
"""The longest table that does not scroll."""


def show(chosen: filters.Filters) -> str | None:
    pairs = filter_pairs(data.query("find_reused_texts"), chosen)
    within = int(pairs["within"].sum())
    across = len(pairs) - within
    labels = {
        "across": t(f"不同地区之间（{across}）", f"Across regions ({across})"),
        "within": t(f"同一份要点之内（{within}）", f"Within one plan ({within})"),
    }
    where = address.choose_segment(t("在哪里相同", "Where"), "among", labels, decides=True)
    shown = pairs[pairs["within"] == (where == "within")].reset_index(drop=True)
    st.html(answer_html(summarize_pairs(shown, where)))
    if shown.empty:
        others = t(f"{len(pairs)} 对", plural(len(pairs), "pair"))
        return filters.show_hint("keywords", "no_pair", pairs=others)
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
    show_pairs(shown, texts)
    return picked


def filter_pairs(pairs: pd.DataFrame, chosen: filters.Filters) -> pd.DataFrame:
    """Keep the pairs of which at least one side passes the filters."""
    for name, values in chosen.arguments().items():
        if values is not None:
            column = name.removesuffix("s")
            pairs = pairs[pairs[column].isin(values) | pairs[f"other_{column}"].isin(values)]
    return pairs


def summarize_pairs(pairs: pd.DataFrame, where: str) -> str:
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


def show_pairs(pairs: pd.DataFrame, texts: Mapping[str, dict[str, Any]]) -> None:
    names = region_names()
    rows = pairs.assign(
        region=pairs["region_id"].map(names),
        other_region=pairs["other_region_id"].map(names),
        same=100 * pairs["score"],
        share_of_shorter=100 * pairs["share_of_shorter"],
        measure_text=[texts[code]["measure_text"] for code in pairs["measure_id"]],
        other_measure_text=[texts[code]["measure_text"] for code in pairs["other_id"]],
    )
    st.header(t(f"全部 {len(pairs)} 对", f"All {plural(len(pairs), 'pair')}"), anchor=False)
    table = label_columns(rows.rename(columns=RENAMED), labels(*COLUMNS))
    height, formats = 320 if len(rows) > ROWS else None, dict.fromkeys(("same", "share_of_shorter"), "%.0f%%")
    show_table(table, f"{FILE}-reuse", height=height, formats=formats)
