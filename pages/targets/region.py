"""One region: all its targets by key area, each beside those of other regions, and as a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import streamlit as st

from pages.charts.picture import show_picture
from pages.targets import words as targets_words
from pages.targets.data import Entry, entries, find_targets, indicators, median_of, rank_of, regions_of
from pages.targets.plots import Group, Peers, Strips
from pages.targets.strips import strips
from pages.targets.table import choose_facts, show_targets
from pages.ui import address, data, filters
from pages.ui.evidence.evidence import records
from pages.ui.text import STATUSES, column, current_language, named, plural, t

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
        picked = picture_of(names[region_id], found, f"{FILE}-{region_id}-picture")
    st.subheader(t(f"{names[region_id]}的目标", f"Targets of {names[region_id]}"), anchor=False)
    listed = find_targets([region_id], chosen.area, facts=choose_facts())
    show_targets(listed, f"{FILE}-{region_id}", without=("region",))
    return picked


def label_of(name: str, status: str) -> str:
    """A region in the list to choose from."""
    return name if status == "plan" else f"{name}{t('：', ': ')}{named(STATUSES, status)}"


def picture_of(name: str, found: Sequence[Entry], file_name: str) -> str | None:
    """The targets by key area."""
    areas = data.areas().set_index("area_id")[column("short")]
    groups = []
    for area_id in sorted({entry.area_id for entry in found}):
        own = tuple(entry for entry in found if entry.area_id == area_id)
        count = t(f"{len(own)} 个目标", plural(len(own), "target", "targets"))
        area = f"{area_id} {areas.get(area_id, '')}"
        groups.append(Group(f"{area} · {count}", own, area))
    heading = targets_words.region_heading(name, found)
    known = indicators()
    shown = Strips(
        groups=tuple(groups),
        peers=peers_of(found),
        names={code: str(row[column("name")]) for code, row in known.items()},
        heading=heading,
        alt=targets_words.described(heading, found, ()),
        file_name=file_name,
        units={code: str(row[column("unit")]) for code, row in known.items()},
    )
    return show_picture(strips(shown, current_language()))


def peers_of(found: Sequence[Entry]) -> dict[str, Peers]:
    """The targets of other regions for the indicators of a region's targets, by indicator."""
    wanted = sorted({entry.indicator_id for entry in found} - {""})
    if not wanted:
        return {}
    everywhere, peers = entries(find_targets(indicators=wanted)), {}
    for indicator_id in wanted:
        same = [entry for entry in everywhere if entry.indicator_id == indicator_id]
        others = tuple(entry.middle for entry in same if entry.region_id != found[0].region_id)
        if others:
            told = told_of(same, indicators()[indicator_id])
            peers[indicator_id] = Peers(others, median_of(same), told)
    return peers


def told_of(same: Sequence[Entry], indicator: Mapping[str, Any]) -> str:
    """How many targets an indicator has, of how many regions, and their median."""
    regions, value = regions_of(same), targets_words.median_text(indicator, same)
    told = t(
        f"{regions} 个地区的 {len(same)} 个目标",
        f"{plural(len(same), 'target', 'targets')} of {plural(regions, 'region', 'regions')}",
    )
    return told + t(f"，中位数 {value}", f", median {value}") if value else told
