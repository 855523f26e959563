"""One indicator: every region's targets on one axis, who has none, and the targets as a table."""

from __future__ import annotations

from typing import Final

import streamlit as st

from pages.charts.show import show_chart
from pages.targets import words as targets_words
from pages.targets.charts import indicator_chart
from pages.targets.data import FILE, INDICATOR, by_value, counted, find_targets, indicators
from pages.targets.table import choose_facts, show_targets
from pages.ui import address, data, filters
from pages.ui.text import column, plural, t

FILTERS: Final = ("macro", "group", "region", "area")


def show() -> str | None:
    """The view, from top to bottom; returns the target that the reader has just opened in the picture."""
    known = indicators()
    if not known:
        filters.sidebar(FILTERS)
        words = t(
            "还没有归并成指标的目标。请在上面改看一个地区或全部工作要点，"
            "或在 data/taxonomy/indicators.toml 中添加指标后重新运行 plan-atlas build。",
            "No targets are grouped into an indicator yet. Look at a region or at all plans above, or "
            "add indicators to data/taxonomy/indicators.toml and run plan-atlas build again.",
        )
        st.info(words, icon=":material/straighten:")
        return None
    labels = {
        code: f"{row[column('name')]} · "
        + t(f"{row['regions']} 个地区", plural(row["regions"], "region", "regions"))
        for code, row in known.items()
    }
    indicator_id = address.choose_one(t("指标", "Indicator"), INDICATOR, labels)
    chosen, indicator = filters.sidebar(FILTERS), known[indicator_id]
    targets = find_targets(chosen, [indicator_id])
    found = counted(targets)
    if found.empty:
        words = targets_words.nothing_of_indicator(indicator[column("name")])
        st.info(words, icon=":material/filter_alt_off:")
        filters.offer_reset(FILTERS)
        return None
    found = by_value(found)
    regions = filters.chosen_regions(data.regions(), chosen)
    planned = int((regions["status"] == "plan").sum())
    st.html(targets_words.indicator_answer(indicator, found, len(targets) - len(found), planned))
    others = targets_words.without(found, regions, narrowed=bool(chosen.area))
    picked = show_chart(indicator_chart(indicator, found, others), table=False)
    st.header(t("这一指标的目标", "The targets of this indicator"), anchor=False)
    listed = find_targets(chosen, [indicator_id], facts=choose_facts())
    show_targets(listed, f"{FILE}-{indicator_id}", without=("indicator",))
    return picked
