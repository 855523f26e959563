"""What the drawer beside the page on local tasks shows: the measures behind a number, with their source.

What is open is written ``said~<measure>`` for one measure, ``at~<region>~<key area>`` for those of a region.
"""

from __future__ import annotations

import streamlit as st

from pages.local.data import NO_AREA, area_names, find_tasks
from pages.ui import data, filters
from pages.ui.evidence import details, evidence
from pages.ui.names import region_names
from pages.ui.text import t

PAGE = 8
"""How many measures are shown at a time; each asks for its source text."""

KINDS = ("said", "at")


def opened() -> str | None:
    """What the address says is open, if it is something of this page or of every page."""
    return details.opened(lambda code: code.partition("~")[0] in KINDS or details.is_known(code))


def fill(code: str) -> None:
    """Draw what a code stands for."""
    kind, _, rest = code.partition("~")
    if kind == "said":
        show_measures(code, [rest], "", unfolded=True)
    elif kind == "at":
        region_id, _, area_id = rest.partition("~")
        region = region_names().get(region_id)
        area = area_names().get(area_id.removeprefix(NO_AREA)) if area_id else None
        chosen = filters.Filters(region=(region_id,), area=(area_id,) if area_id not in ("", NO_AREA) else ())
        tasks = find_tasks(chosen)
        if area_id == NO_AREA:
            tasks = tasks[tasks["area_id"] == ""]
        title = " · ".join(filter(None, (region, area, t("自设任务", "Local tasks"))))
        show_measures(code, tasks["measure_id"].tolist(), title)
    else:
        details.show_code(code)


def show_measures(code: str, measure_ids: list[str], title: str, *, unfolded: bool = False) -> None:
    """Measures with their source text, some at a time; without a title, each under its region's name."""
    found = data.measures(*measure_ids) if measure_ids else data.measures("")
    if found.empty:
        words = t(
            "没有找到对应的自设任务。请关闭后重新选择。",
            "No local task was found for this. Close this and choose again.",
        )
        st.info(words, icon=":material/search_off:")
        return
    details.show_title(title or region_names()[str(found["region_id"].iloc[0])])
    pages = -(-len(found) // PAGE)
    page = min(st.pagination(pages, key=f"drawer_page_{code}"), pages) if pages > 1 else 1
    evidence.show_measures(found.iloc[PAGE * (page - 1) : PAGE * page], unfolded=unfolded)
