"""The similarity view: a map of all plans by their words, and the plans nearest to one of them."""

from html import escape
from typing import Final

import pandas as pd
import streamlit as st

from pages.charts.parts import fill_heading
from pages.charts.show import show_chart
from pages.keywords.charts import likeness_chart, plans_chart
from pages.keywords.controls import FILE
from pages.ui import address, data, filters
from pages.ui.evidence.evidence import records
from pages.ui.html import answer_html
from pages.ui.names import region_names, regions_with_plan
from pages.ui.page_columns import labels
from pages.ui.tables import show_table
from pages.ui.text import fill_text, join_words, plural, t

COMPARED: Final = "like"
"""The address parameter of the region compared with."""

NEAREST: Final = 5
"""The number of nearest plans that a line joins to the chosen one."""

PAIRS: Final = 12
CLEAR_SILHOUETTE: Final = 0.5
ROUGH_SILHOUETTE: Final = 0.25
"""The lowest mean silhouettes of well separated groups, and of groups that are a rough guide."""


def show(_: filters.Filters) -> str | None:
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
    st.html(answer_html(summarize_nearest(name, near) if region_id else summarize_pairs(pairs)))
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
        show_pairs(pairs)
    return f"?{COMPARED}={clicked}" if clicked else picked


def summarize_nearest(name: str, near: pd.DataFrame) -> str:
    """Return a sentence (HTML) on the plans nearest to a region's, with their cosines."""
    first = join_words(f"{escape(row['region'])} {row['cosine']:.2f}" for row in records(near.head(3)))
    last = near.iloc[-1]
    far, cosine = escape(last["region"]), last["cosine"]
    return fill_text("keywords", "nearest", name=escape(name), first=first, far=far, cosine=cosine)


def summarize_pairs(pairs: pd.DataFrame) -> str:
    """Return a sentence (HTML) on the two most similar plans, with their cosine."""
    top, median = pairs.iloc[0], pairs["cosine"].median()
    one, two = escape(top["region"]), escape(top["other_region"])
    return fill_text("keywords", "most_similar", one=one, two=two, cosine=top["cosine"], median=median)


def show_pairs(pairs: pd.DataFrame) -> None:
    st.header(t(f"全部 {len(pairs)} 对", f"All {plural(len(pairs), 'pair')}"), anchor=False)
    shown = labels("region", "other_region", "cosine")
    export = pairs[["region_id", "region", "other_region_id", "other_region", "cosine"]]
    formats = {"cosine": "%.3f"}
    table = pairs[list(shown)]
    show_table(table, f"{FILE}-likeness", labels=shown, export=export, height=320, formats=formats)
