"""All plans: how quantified each one is, and all targets as a table."""

from __future__ import annotations

from typing import Final

import pandas as pd
import streamlit as st

from pages.charts.show import show_chart
from pages.targets import words as targets_words
from pages.targets.charts import ranking_chart
from pages.targets.data import FILE, find_targets
from pages.targets.table import choose_facts, show_targets
from pages.ui import address, data, filters
from pages.ui.names import region_names
from pages.ui.text import t

ORDERS: Final = ("share", "targets")


def show() -> str | None:
    """The view, from top to bottom; returns the region that the reader has just chosen in the picture."""
    names = {"share": t("量化的比例", "Share quantified"), "targets": t("目标数", "Number of targets")}
    order = address.choose_segment(t("按什么排名", "Rank by"), "rank", names)
    chosen = filters.sidebar(("macro", "group", "region", "area"))
    plans = ranked(chosen, order)
    if plans.empty:
        filters.explain_nothing()
        return None
    st.html(targets_words.plans_answer(plans, order))
    regions = filters.chosen_regions(data.regions(), chosen)
    picked = show_chart(ranking_chart(plans, order, targets_words.unranked_line(regions)))
    st.header(t("全部目标", "All targets"), anchor=False)
    show_targets(find_targets(chosen, facts=choose_facts()), f"{FILE}-all")
    return picked


def ranked(chosen: filters.Filters, order: str) -> pd.DataFrame:
    """The plans of the chosen regions, the most quantified first, with the names of their regions."""
    plans = data.ask("quantified_plans", **chosen.arguments())
    plans["region"] = plans["region_id"].map(region_names())
    keys = [order, *(key for key in ORDERS if key != order)]
    return plans.sort_values(keys, ascending=False, kind="stable", na_position="last", ignore_index=True)
