"""全文检索 · Search: full text of tasks, measures, departments and cited documents, as one types."""

from functools import partial

import streamlit as st

from pages.frame.shell import show_page
from pages.search import box as search_box
from pages.search import data as search_data
from pages.search import hits as search_hits
from pages.ui import address, data, filters
from pages.ui.codes import MATCH_METHODS, name_of
from pages.ui.evidence import details, evidence
from pages.ui.evidence.marks import marks_in, marks_legend
from pages.ui.guard import fragment, page_fragment
from pages.ui.links import link_html, region_address, task_address
from pages.ui.names import join_tasks, region_names, task_names
from pages.ui.text import t


@page_fragment
def show() -> None:
    """Draw the page."""
    st.title(t("全文检索", "Search"), anchor=False)
    show_search(filters.draw_filters(search_hits.FILTERS))


@fragment
def show_search(chosen: filters.Filters) -> None:
    """Draw the search box and the results: the part of the page that reruns while the reader types."""
    text = search_box.choose_query()
    # A click in the facets changes filters that the sidebar, outside of this fragment, has drawn already.
    drawn = {name: getattr(chosen, name) for name in search_hits.FILTERS}
    if address.has_new_input() and any(address.read_state(name) != codes for name, codes in drawn.items()):
        address.rerun()
    picked, fill = search_hits.show(text, chosen), partial(fill_drawer, text=text)
    details.show_drawer(picked, lambda code: code.startswith(search_data.HIT), fill)


def fill_drawer(code: str, text: str) -> None:
    """Draw the drawer for a hit: the whole measure with its matches and its source."""
    measure_id = code.removeprefix(search_data.HIT)
    found = evidence.records(data.measures(measure_id))
    if not found:
        st.info(t("这份数据里没有这条举措。", "These tables have no such measure."))
        return
    [measure] = found
    region_id, task_ids = str(measure["region_id"]), str(measure["task_id"])
    region = region_names()[region_id]
    details.show_title(f"{region} · {join_tasks(task_ids) or name_of(MATCH_METHODS, 'local')}")
    # No spans if the query does not find the measure any more.
    hits = search_data.search(text).hits
    matches = hits.loc[hits["measure_id"] == measure_id, "spans"]
    marks = marks_in([measure_id])[measure_id]
    marks += [mark for spans in matches for mark in search_data.field_marks(spans, "measure")]
    if explained := marks_legend(mark.kind for mark in marks):
        st.html(explained)
    st.html(evidence.measure_html(measure, found=marks, unfolded=True))
    tasks = [code for code in task_ids.split(";") if code in task_names()]
    profiles = [link_html(region_address(region_id), t(f"{region}概况 →", f"Profile of {region} →"))]
    for code in tasks:
        profiles.append(link_html(task_address(code), t(f"任务 {code} 概况 →", f"Profile of task {code} →")))
    st.html(f"<p>{' &nbsp; '.join(profiles)}</p>")
    with st.container(horizontal=True):
        for task_id in tasks:
            words = t(f"{region}对 {task_id} 的全部举措", f"All that {region} writes on {task_id}")
            details.draw_open_button(words, f"{region_id}:{task_id}")


show_page(show)
