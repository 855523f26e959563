"""One indicator: every region's targets on one axis, who has none, and the targets as a table."""

from __future__ import annotations

from typing import Any, Final

import streamlit as st

from pages.charts.show import show_chart
from pages.targets import words as targets_words
from pages.targets.charts import indicator_chart
from pages.targets.data import by_value, chosen_region_ids, entries, find_targets, indicators
from pages.targets.table import choose_facts, show_targets
from pages.ui import address, data, filters
from pages.ui.text import column, plural, t

NAME: Final = "indicator"
"""The name of the indicator in the address."""

FILTERS: Final = ("macro", "group", "region", "area")

FILE: Final = "plan-atlas-targets"


def show() -> str | None:
    """The view, from top to bottom; returns the target that the reader has just opened in the picture."""
    known = indicators()
    if not known:
        filters.sidebar(FILTERS)
        st.info(
            t(
                "还没有归并成指标的目标。请在上面改看一个地区或全部工作要点，"
                "或在 data/taxonomy/indicators.toml 中添加指标后重新运行 plan-atlas build。",
                "No targets are grouped into an indicator yet. Look at a region or at all plans above, or "
                "add indicators to data/taxonomy/indicators.toml and run plan-atlas build again.",
            ),
            icon=":material/straighten:",
        )
        return None
    labels = {code: label_of(row) for code, row in known.items()}
    indicator_id = address.choose_one(t("指标", "Indicator"), NAME, list(known), labels.__getitem__)
    chosen = filters.sidebar(FILTERS)
    region_ids, indicator = chosen_region_ids(chosen), known[indicator_id]
    targets = find_targets(region_ids, chosen.area, [indicator_id])
    found = by_value(entries(targets))
    if not found:
        name = str(indicator[column("name")])
        st.info(targets_words.nothing_of_indicator(name), icon=":material/filter_alt_off:")
        filters.offer_reset(FILTERS)
        return None
    regions = filters.chosen_regions(data.regions(), chosen)
    planned = int((regions["status"] == "plan").sum())
    st.html(targets_words.indicator_answer(indicator, found, len(targets) - len(found), planned))
    others = targets_words.without(found, regions, narrowed=bool(chosen.area))
    shown = indicator_chart(indicator, found, others, f"{FILE}-{indicator_id}-picture")
    picked = show_chart(shown, table=False)
    st.header(t("这一指标的目标", "The targets of this indicator"), anchor=False)
    facts = choose_facts()
    listed = find_targets(region_ids, chosen.area, [indicator_id], facts=facts)
    show_targets(listed, f"{FILE}-{indicator_id}", without=("indicator",))
    return picked


def label_of(indicator: dict[str, Any]) -> str:
    """An indicator in the list to choose from."""
    regions = int(indicator["regions"])
    count = t(f"{regions} 个地区", plural(regions, "region", "regions"))
    return f"{indicator[column('name')]} · {count}"
