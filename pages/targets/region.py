"""One region: all its targets by key area, each beside those of other regions, and as a table."""

from __future__ import annotations

import streamlit as st

from pages.charts.show import show_chart
from pages.targets import words as targets_words
from pages.targets.charts import region_chart
from pages.targets.data import FILE, REGION, counted, find_targets
from pages.targets.table import choose_facts, show_targets
from pages.ui import address, data, filters
from pages.ui.evidence.evidence import records
from pages.ui.names import region_names
from pages.ui.text import STATUSES, column, named, t


def show() -> str | None:
    """The view, from top to bottom; returns the target that the reader has just opened in the picture."""
    names, statuses = region_names(), data.regions().set_index("region_id")["status"]

    def label(code: str) -> str:
        state = statuses[code]
        return names[code] if state == "plan" else f"{names[code]}{t('：', ': ')}{named(STATUSES, state)}"

    region_id = address.choose_one(t("地区", "Region"), REGION, list(names), label)
    chosen, name = filters.sidebar(("area",)), names[region_id]
    if statuses[region_id] != "plan":
        st.html(targets_words.no_plan(data.region(region_id)[column("name")], statuses[region_id]))
        return None
    chosen = filters.Filters(region=(region_id,), area=chosen.area)
    targets = find_targets(chosen)
    found = counted(targets)
    plans = data.ask("quantified_plans", area_ids=chosen.area or None)
    [plan] = records(plans[plans["region_id"] == region_id])
    st.html(targets_words.region_answer(name, found, plan, plans["share"], narrowed=bool(chosen.area)))
    picked = None
    if not found.empty:
        of_indicators = sorted(set(found.loc[found["indicator"] != "", "indicator_id"]))
        same = counted(find_targets(filters.Filters(), of_indicators))
        picked = show_chart(region_chart(name, found, same), table=False)
    st.header(t(f"{name}的目标", f"Targets of {name}"), anchor=False)
    listed = find_targets(chosen, facts=choose_facts())
    show_targets(listed, f"{FILE}-{region_id}", without=("region",))
    return picked
