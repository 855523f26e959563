"""All plans: how quantified each one is, and all targets as a table."""

from __future__ import annotations

from typing import Final

import pandas as pd
import streamlit as st

from pages.charts.show import show_chart
from pages.targets import words as targets_words
from pages.targets.charts import ranking_chart
from pages.targets.data import chosen_region_ids, find_targets
from pages.targets.table import choose_facts, show_targets
from pages.ui import address, data, filters
from pages.ui.text import STATUSES, column, joined, named, t

FILE: Final = "plan-atlas-targets"
ORDERS: Final = ("share", "targets")


def show() -> str | None:
    """The view, from top to bottom; returns the region that the reader has just chosen in the picture."""
    names = {"share": t("量化的比例", "Share quantified"), "targets": t("目标数", "Number of targets")}
    order = address.choose_segment(t("按什么排名", "Rank by"), "rank", ORDERS, names.__getitem__)
    chosen = filters.sidebar(("macro", "group", "region", "area"))
    region_ids = chosen_region_ids(chosen)
    plans = ranked(region_ids, chosen.area, order)
    if plans.empty:
        filters.explain_nothing()
        return None
    st.html(targets_words.plans_answer(plans, order))
    shown = ranking_chart(plans, order, unranked(region_ids), f"{FILE}-ranking-picture")
    picked = show_chart(shown)
    st.header(t("全部目标", "All targets"), anchor=False)
    show_targets(find_targets(region_ids, chosen.area, facts=choose_facts()), f"{FILE}-all")
    return picked


def ranked(region_ids: list[str], area_ids: tuple[str, ...], order: str) -> pd.DataFrame:
    """The plans of some regions, the most quantified first, with the names of their regions."""
    plans = data.ask("quantified_plans", region_ids=tuple(region_ids), area_ids=area_ids or None)
    names = data.regions().set_index("region_id")[column("short")]
    plans["region"] = plans["region_id"].map(names)
    keys = [order, *(key for key in ORDERS if key != order)]
    return plans.sort_values(keys, ascending=False, kind="stable", na_position="last", ignore_index=True)


def unranked(region_ids: list[str]) -> str:
    """The chosen regions without a plan to rank, in words."""
    regions = data.regions()
    left = regions[regions["region_id"].isin(region_ids) & (regions["status"] != "plan")]
    told = []
    for status, group in left.groupby("status", sort=False):
        told.append(f"{named(STATUSES, str(status))}{t('：', ': ')}{joined(group[column('short')])}")
    words = t("；", "; ").join(told)
    return words[:1].upper() + words[1:]
