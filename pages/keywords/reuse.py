"""Text that stands in two measures, side by side with the differences marked."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any, Final

import pandas as pd
import streamlit as st

from pages.charts import stage
from pages.charts.show import show_chart
from pages.keywords.cards import STYLE, place_of
from pages.keywords.charts import reuse_chart
from pages.keywords.choice import FILE, asked, code_of, heading
from pages.keywords.diff import differences
from pages.ui import address, data, filters
from pages.ui.cards.cards import show_cards
from pages.ui.evidence.evidence import records
from pages.ui.names import region_names
from pages.ui.tables import show_table
from pages.ui.text import number, percent, plural, source_place, t
from pipeline.schema.chart import Chart

WHERE: Final = ("across", "within")
PAGE: Final = 12
ROWS: Final = 7
"""Above so many rows a table scrolls."""


def show(chosen: filters.Filters) -> str | None:
    """The view, from top to bottom; returns what the reader opens in it."""
    pairs = kept(data.ask("reused"), chosen)
    counts = {"across": int((~pairs["within"]).sum()), "within": int(pairs["within"].sum())}
    labels = {
        "across": t(f"不同地区之间（{counts['across']}）", f"Across regions ({counts['across']})"),
        "within": t(f"同一份要点之内（{counts['within']}）", f"Within one plan ({counts['within']})"),
    }
    where = address.choose_segment(t("在哪里相同", "Where"), "among", WHERE, labels.__getitem__, decides=True)
    shown = pairs[pairs["within"] == (where == "within")].reset_index(drop=True)
    st.html(answer(shown, where, chosen))
    if shown.empty:
        nothing(counts, where)
        return None
    title = t("各地条数（图）", "By region (picture)")
    with st.expander(title, expanded=bool(stage.asked()), icon=":material/bar_chart:"):
        show_chart(by_region(shown, where))
    st.html(STYLE + f'<p class="quiet">{how_marked()}</p>')
    above = st.container(key="keywords_reuse")
    page = address.choose_page(
        "page", -(-len(shown) // PAGE), ("reuse", where, tuple(asked(chosen).values()))
    )
    texts = measures_of(shown)
    with above:
        cards = [card(pair, texts) for pair in records(shown.iloc[PAGE * (page - 1) : PAGE * page])]
        picked = show_cards([STYLE, *cards], "keywords_pairs")
    table(shown, texts)
    return picked


def kept(pairs: pd.DataFrame, chosen: filters.Filters) -> pd.DataFrame:
    """The pairs of which at least one side is chosen."""
    where = asked(chosen)
    for name, values in (("region_id", where["region_ids"]), ("area_id", where["area_ids"])):
        if values is not None:
            pairs = pairs[pairs[name].isin(values) | pairs[f"other_{name}"].isin(values)]
    return pairs


def measures_of(pairs: pd.DataFrame) -> dict[str, dict[str, Any]]:
    """The measures of the pairs by their ids."""
    ids = dict.fromkeys([*pairs["measure_id"], *pairs["other_id"]])
    return {str(row["measure_id"]): row for row in records(data.measures(*ids))}


def answer(pairs: pd.DataFrame, where: str, chosen: filters.Filters) -> str:
    """How many pairs there are, and which is the most alike."""
    if pairs.empty:
        said = t("<b>没有</b>文字大段相同的举措。", "<b>No</b> measures share much of their text.")
        return f'<p class="answer">{said}</p>'
    regions = len(set(pairs["region_id"]) | set(pairs["other_region_id"]))
    same = int(pairs["score"].ge(0.9995).sum())
    exact_zh = f"，其中 {same} 对一字不差" if same else ""
    exact_en = f", {same} of them word for word" if same else ""
    longest = pairs.iloc[0]
    names = region_names()
    one, two = escape(names[longest["region_id"]]), escape(names[longest["other_region_id"]])
    characters = number(longest["same_characters"])
    count = plural(len(pairs), "pair", "pairs")
    if where == "across":
        said = t(
            f"不同地区的 <b>{len(pairs)} 对</b>举措有大段相同的文字，涉及 {regions} 个地区"
            f"{exact_zh}；相同最多的一对在{one}和{two}，有 {characters} 个字。",
            f"<b>{count}</b> of measures from different regions share much of their text, {regions} regions "
            f"in all{exact_en}; {one} and {two} share most: {characters} characters.",
        )
    else:
        said = t(
            f"同一份工作要点里的 <b>{len(pairs)} 对</b>举措有大段相同的文字，涉及 {regions} 个地区"
            f"{exact_zh}；相同最多的一对在{one}，有 {characters} 个字。",
            f"<b>{count}</b> of measures within one plan share much of their text, in "
            f"{plural(regions, 'region', 'regions')}{exact_en}; the most, {characters} characters, in {one}.",
        )
    return f'<p class="answer">{said}</p>'


def nothing(counts: Mapping[str, int], where: str) -> None:
    """What to do where there is no pair."""
    other = counts["within" if where == "across" else "across"]
    st.info(
        t(
            f"可放宽筛选，或看另一类（{other} 对）。",
            f"Widen the filters, or look at the other kind ({plural(other, 'pair', 'pairs')}).",
        ),
        icon=":material/search_off:",
    )


def how_marked() -> str:
    """What the marks in the two texts mean."""
    return t(
        "两边都有的文字不作标记；<del>斜体加虚线</del>的只在前一条有，<ins>粗体加实线</ins>的只在后一条有；"
        "夹在不同之间的一两个相同的字不算。两条大体相同、一条包含另一条的大部分，或共有三十字以上、少有别处使用的段落，才列"
        "在这里；照抄模板的话和太短的文字不比较。",
        "What both sides have is unmarked; <del>slanted with a dashed line</del> is only in the first, "
        "<ins>bold with a solid line</ins> only in the second; one or two characters between differences "
        "don't count as the same. Listed are measures that are nearly the same, of which one holds most of "
        "the other, or that share a passage of 30 characters or more that few others have. Words of the "
        "template and very short texts are not compared.",
    )


def by_region(pairs: pd.DataFrame, where: str) -> Chart:
    """How many of its measures each region has in common with another, or repeats."""
    sides = pd.concat(
        [
            pairs[["region_id", "measure_id"]],
            pairs[["other_region_id", "other_id"]].set_axis(["region_id", "measure_id"], axis="columns"),
        ]
    ).drop_duplicates()
    counts = sides["region_id"].value_counts()
    names = region_names()
    order = sorted((code for code in names if code in counts.index), key=lambda code: -counts[code])
    headed = heading(
        t("各地有多少举措与别处相同", "How many measures each region shares with another")
        if where == "across"
        else t("各地有多少举措自我重复", "How many measures each region repeats"),
        t("条数；在筛选中选地区可只看它的", "Measures; choose a region in the filters to see only its own"),
    )
    return reuse_chart(
        {names[code]: int(counts[code]) for code in order}, headed, file_name=f"{FILE}-reuse-{where}"
    )


def card(pair: dict[str, Any], texts: Mapping[str, dict[str, Any]]) -> str:
    """Two measures side by side."""
    one, two = texts[str(pair["measure_id"])], texts[str(pair["other_id"])]
    left, right = differences(str(one["measure_text"]), str(two["measure_text"]))
    characters, shorter = number(pair["same_characters"]), percent(pair["share_of_shorter"])
    longest = number(pair["longest"])
    same = t(
        f"相同 {characters} 字：占两条的 {percent(pair['score'])}，占较短一条的 {shorter}；"
        f"最长的一段有 {longest} 字",
        f"{characters} characters the same: {percent(pair['score'])} of both, {shorter} of the shorter one; "
        f"the longest passage has {longest}",
    )
    return (
        f'<section class="pair"><p class="same">{escape(same)}</p>'
        f'<div class="sides">{_side(one, left)}{_side(two, right)}</div></section>'
    )


def _side(measure: dict[str, Any], said: str) -> str:
    place = source_place(measure)
    code = code_of("said", str(measure["measure_id"]))
    title = escape(t("看举措与原文", "See the measure and its source text"), quote=True)
    return (
        f'<div><p class="meta"><b>{escape(region_names()[str(measure["region_id"])])}</b> '
        f'{escape(place_of(measure))} · <button class="lines" data-open="{escape(code)}" title="{title}">'
        f'{escape(place)}</button></p><p class="said" lang="zh">{said}</p></div>'
    )


def table(pairs: pd.DataFrame, texts: Mapping[str, dict[str, Any]]) -> None:
    """All pairs with both texts."""
    names = region_names()
    listed = pd.DataFrame(
        {
            t("地区", "Region"): pairs["region_id"].map(names),
            t("另一地区", "Other region"): pairs["other_region_id"].map(names),
            t("任务", "Task"): pairs["task_id"],
            t("另一任务", "Other task"): pairs["other_task_id"],
            t("相同程度", "Same"): 100 * pairs["score"],
            t("占较短一条", "Of the shorter one"): 100 * pairs["share_of_shorter"],
            t("相同字数", "Same characters"): pairs["same_characters"],
            t("最长段落字数", "Longest passage"): pairs["longest"],
            t("最长相同段落", "Passage"): pairs["quote"],
            t("举措", "Measure"): [texts[code]["measure_text"] for code in pairs["measure_id"]],
            t("另一举措", "Other measure"): [texts[code]["measure_text"] for code in pairs["other_id"]],
            t("举措编号", "Measure id"): pairs["measure_id"],
            t("另一举措编号", "Other measure id"): pairs["other_id"],
        }
    )
    st.header(t(f"全部 {len(pairs)} 对", f"All {plural(len(pairs), 'pair', 'pairs')}"), anchor=False)
    share = st.column_config.NumberColumn(format="%.0f%%")
    show_table(
        listed,
        f"{FILE}-reuse",
        height=320 if len(listed) > ROWS else None,
        column_config={t("相同程度", "Same"): share, t("占较短一条", "Of the shorter one"): share},
    )
