"""Which plans are alike in their words: a map of all, and who is nearest to one."""

from __future__ import annotations

from html import escape
from typing import Final

import pandas as pd
import streamlit as st

from pages.charts.show import show_chart
from pages.keywords.charts import likeness_chart, plans_chart
from pages.keywords.choice import FILE
from pages.ui import address, data, filters
from pages.ui.evidence.evidence import records
from pages.ui.names import region_names, regions_with_plan
from pages.ui.page_columns import labels
from pages.ui.tables import show_table
from pages.ui.text import fill_text, join_words, plural, t

NAME: Final = "like"
NEAREST: Final = 5
"""How many of the nearest plans are joined to the chosen one by a line."""

PAIRS: Final = 12
CLEAR: Final = 0.5
ROUGH: Final = 0.25
"""From which mean silhouette on groups are apart, and from which they are at least a guide."""


def show(_: filters.Filters) -> str | None:
    """The view, from top to bottom; returns what the reader opens in it."""
    names, everyone = region_names(), t("全部地区", "All regions")
    region_id = address.choose_one(
        t("与哪个地区相比", "Compare with"),
        NAME,
        ["", *regions_with_plan()],
        lambda code: names.get(code, everyone),
    )
    pairs = data.query("alike_plans")
    if pairs.empty:
        filters.explain(
            "只有一份工作要点，没有可以相比的。请用 plan-atlas build 读入更多地区的工作要点，"
            "或查看其他几项。",
            "There is one plan only, and nothing to compare it with. Read the plans of more regions with "
            "plan-atlas build, or turn to another view above.",
        )
        return None
    pairs = pairs.assign(
        region=pairs["region_id"].map(names), other_region=pairs["other_region_id"].map(names)
    )
    near = nearest(region_id) if region_id else None
    places = data.query("table", name="plan_map")
    sentence = answer(pairs) if near is None else nearest_answer(names[region_id], near)
    st.html(f'<p class="answer">{sentence}</p>')
    with st.container(key="keywords_pair"):
        left, right = st.columns([6, 5], gap="large")
    with left:
        cosines = {} if near is None else dict(zip(near["other_region_id"], near["cosine"], strict=True))
        turned = show_chart(plans_chart(places, region_id, cosines, NEAREST))
        st.html(f'<p class="quiet">{what_it_means(float(places["silhouette"].mean()))}</p>')
    with right:
        if near is None:
            first = pairs.head(PAIRS).assign(name=pairs["region"] + " – " + pairs["other_region"])
            title = t("最相像的工作要点", "The plans most alike")
            picked = show_chart(likeness_chart(first, title, f"{FILE}-pairs"), table=False)
        else:
            name = names[region_id]
            title = t(f"谁的用词最像{name}", f"Whose words are most like {name}'s")
            picked = show_chart(likeness_chart(near, title, f"{FILE}-nearest"))
    if near is None:
        table(pairs)
    if turned:
        address.write_state(NAME, (turned,), ("",))
        address.rerun("fragment")
    return picked


def nearest(region_id: str) -> pd.DataFrame:
    """The other plans by how alike they are to a region's, as pairs for a chart."""
    near = data.query("nearest_plans", plan_id=str(data.region(region_id)["plan_id"]))
    regions = near["region_id"].map(region_names())
    return near.assign(name=regions, region=regions, other_region_id=near["region_id"], region_id=region_id)


def nearest_answer(name: str, near: pd.DataFrame) -> str:
    """Who is nearest to a region, with the number, as HTML."""
    first = join_words(f"{escape(row['region'])} {row['cosine']:.2f}" for row in records(near.head(3)))
    name, last = escape(name), near.iloc[-1]
    far = escape(last["region"])
    return t(
        f"用词与{name}最接近的是 <b>{first}</b>；最远的是{far}（{last['cosine']:.2f}）。",
        f"Nearest to {name} in their words: <b>{first}</b>; farthest: {far} ({last['cosine']:.2f}).",
    )


def answer(pairs: pd.DataFrame) -> str:
    """Which two plans are nearest to each other, with the number, as HTML."""
    top, middle = pairs.iloc[0], float(pairs["cosine"].median())
    one, two = escape(top["region"]), escape(top["other_region"])
    return t(
        f"用词最接近的两份工作要点是 <b>{one}和{two}</b>（余弦 {top['cosine']:.2f}）；"
        f"任意两份的中位数是 {middle:.2f}。",
        f"The two plans most alike in their words are those of <b>{one} and {two}</b> (cosine "
        f"{top['cosine']:.2f}); the median of all pairs is {middle:.2f}.",
    )


def what_it_means(silhouette: float) -> str:
    """What likeness is, what the axes are not, and how well the groups part the plans."""
    sentence = fill_text("keywords", "likeness", silhouette=f"{silhouette:.2f}")
    if silhouette >= CLEAR:
        return sentence + t("。", ".")
    if silhouette >= ROUGH:
        return sentence + t("，所以组别只是大概。", ", so the groups are only a rough guide.")
    return sentence + t(
        "，所以各组几乎分不开，不宜据此下结论。",
        ", so the groups hardly part the plans: conclude nothing from them.",
    )


def table(pairs: pd.DataFrame) -> None:
    """All pairs, of which the chart shows the first."""
    st.header(t(f"全部 {len(pairs)} 对", f"All {plural(len(pairs), 'pair')}"), anchor=False)
    show_table(
        pairs[["region", "other_region", "cosine"]],
        f"{FILE}-likeness",
        labels=labels("region", "other_region", "cosine"),
        export=pairs[["region_id", "region", "other_region_id", "other_region", "cosine"]],
        height=320,
        column_config={"cosine": st.column_config.NumberColumn(format="%.3f")},
    )
