"""What the drawer beside the search page shows: a hit whole, with its words marked, and its source text."""

from __future__ import annotations

from typing import Final

import streamlit as st

from pages.search import data as search_data
from pages.ui import data
from pages.ui.evidence import details, evidence
from pages.ui.evidence.details import show_title
from pages.ui.evidence.marks import legend, marks_in
from pages.ui.names import region_names, task_names
from pages.ui.profile_links import anchor, region_address, task_address
from pages.ui.text import MATCH_METHODS, named, t

KIND: Final = "hit"


def opened() -> str | None:
    """What the address says is open: a hit, or something of every page."""
    return details.opened(lambda code: bool(_measure(code)) or details.is_known(code))


def fill(code: str, text: str) -> None:
    """Draw what a code stands for; the words of the query are marked in a hit."""
    measure_id = _measure(code)
    if not measure_id:
        details.show_code(code)
        return
    found = evidence.records(data.measures(measure_id))
    if not found:
        st.info(t("这份数据里没有这条举措。", "These tables have no such measure."))
        return
    [measure] = found
    region_id, task_ids = str(measure["region_id"]), str(measure["task_id"])
    region = region_names()[region_id]
    show_title(f"{region} · {evidence.task_names(task_ids) or named(MATCH_METHODS, 'local')}")
    # None where the hit is not found by the query any more.
    hits = search_data.found(text).hits
    spans = hits.loc[hits["measure_id"] == measure_id, "spans"]
    marks = [*marks_in([measure_id])[measure_id]]
    marks += [mark for found_in in spans for mark in search_data.marks_of(found_in, "measure")]
    if explained := legend(mark.kind for mark in marks):
        st.html(explained)
    st.html(evidence.measure_html(measure, evidence.source_of(measure), found=marks, unfolded=True))
    _ways(region_id, region, [code for code in task_ids.split(";") if code in task_names()])


def _measure(code: str) -> str:
    kind, _, measure_id = code.partition(":")
    return measure_id if kind == KIND else ""


def _ways(region_id: str, region: str, tasks: list[str]) -> None:
    """Links to the profiles, and buttons that open the cells."""
    profiles = [anchor(region_address(region_id), t(f"{region}概况 →", f"Profile of {region} →"))]
    profiles += [
        anchor(task_address(task_id), t(f"任务 {task_id} 概况 →", f"Profile of task {task_id} →"))
        for task_id in tasks
    ]
    st.html(f"<p>{' &nbsp; '.join(profiles)}</p>")
    with st.container(horizontal=True):
        for task_id in tasks:
            words = t(f"{region}对 {task_id} 的全部举措", f"All that {region} writes on {task_id}")
            details.offer_opening(words, f"{region_id}:{task_id}")
