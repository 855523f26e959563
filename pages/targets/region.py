"""One region: all its targets by key area, each beside those of other regions, and as a table."""

from __future__ import annotations

from typing import Final

import streamlit as st

from pages.charts.show import show_chart
from pages.targets import words as targets_words
from pages.targets.charts import region_chart
from pages.targets.data import entries, find_targets, rank_of
from pages.targets.table import choose_facts, show_targets
from pages.ui import address, data, filters
from pages.ui.evidence.evidence import records
from pages.ui.text import STATUSES, column, named, t

NAME: Final = "of"
"""The name of the region in the address."""

FILE: Final = "plan-atlas-targets"


def show() -> str | None:
    """The view, from top to bottom; returns the target that the reader has just opened in the picture."""
    regions = data.regions().set_index("region_id")
    names = {str(code): str(name) for code, name in regions[column("short")].items()}
    labels = {code: label_of(name, str(regions.at[code, "status"])) for code, name in names.items()}
    region_id = address.choose_one(t("地区", "Region"), NAME, list(names), labels.__getitem__)
    chosen = filters.sidebar(("area",))
    name = str(regions.at[region_id, column("name")])
    if regions.at[region_id, "status"] != "plan":
        st.html(targets_words.no_plan(name, str(regions.at[region_id, "status"])))
        return None
    targets = find_targets([region_id], chosen.area)
    found = entries(targets)
    picked = None
    [row] = records(data.ask("quantified_plans", region_ids=(region_id,), area_ids=chosen.area or None))
    rank = rank_of(region_id, chosen.area)
    repeats = len(targets) - len(found)
    st.html(
        targets_words.region_answer(names[region_id], found, repeats, row, rank, narrowed=bool(chosen.area))
    )
    if found:
        wanted = {entry.indicator_id for entry in found} - {""}
        same = entries(find_targets(indicators=sorted(wanted))) if wanted else []
        shown = region_chart(names[region_id], found, same, f"{FILE}-{region_id}-picture")
        picked = show_chart(shown, table=False)
    st.header(t(f"{names[region_id]}的目标", f"Targets of {names[region_id]}"), anchor=False)
    listed = find_targets([region_id], chosen.area, facts=choose_facts())
    show_targets(listed, f"{FILE}-{region_id}", without=("region",))
    return picked


def label_of(name: str, status: str) -> str:
    """A region in the list to choose from."""
    return name if status == "plan" else f"{name}{t('：', ': ')}{named(STATUSES, status)}"
