"""What the drawer beside the page on local tasks shows: the measures behind a number, with their source.

What is open is written ``said~<measure>`` for one measure, ``at~<region>~<key area>`` for those of a region.
"""

from __future__ import annotations

from typing import Final

import streamlit as st

from pages.local.data import NO_AREA, area_names, find_tasks
from pages.ui import data, filters
from pages.ui.evidence import details, evidence
from pages.ui.names import region_names
from pages.ui.text import t

PAGE: Final = 8
"""How many measures are shown at a time; each asks for its source text."""


def show_opened(picked: str | None) -> None:
    """Draw the drawer with what the reader has picked, or what the address says is open."""
    if code := picked or details.opened(
        lambda code: code.partition("~")[0] in ("said", "at") or details.is_known(code)
    ):
        details.show_details(code, _fill)


def _fill(code: str) -> None:
    kind, *ids = code.split("~")
    if kind == "said":
        _show_measures(code, ids, "")
    elif kind == "at":
        region_id, area_id = (*ids, "", "")[:2]
        area = area_names().get(area_id.removeprefix(NO_AREA)) if area_id else None
        chosen = filters.Filters(region=(region_id,), area=(area_id,) if area_id not in ("", NO_AREA) else ())
        tasks = find_tasks(chosen)
        if area_id == NO_AREA:
            tasks = tasks[tasks["area_id"] == ""]
        title = (region_names().get(region_id), area, t("自设任务", "Local tasks"))
        _show_measures(code, tasks["measure_id"].tolist(), " · ".join(filter(None, title)))
    else:
        details.show_code(code)


def _show_measures(code: str, measure_ids: list[str], title: str) -> None:
    """Measures with their source text, some at a time; without a title, one, unfolded, under its region."""
    found = data.measures(*(measure_ids or [""]))
    if found.empty:
        words = t(
            "没有找到对应的自设任务。请关闭后重新选择。",
            "No local task was found for this. Close this and choose again.",
        )
        st.info(words, icon=":material/search_off:")
        return
    details.show_title(title or region_names()[found["region_id"].iloc[0]])
    pages = -(-len(found) // PAGE)
    page = min(st.pagination(pages, key=f"drawer_page_{code}"), pages) if pages > 1 else 1
    evidence.show_measures(found.iloc[PAGE * (page - 1) : PAGE * page], unfolded=not title)
