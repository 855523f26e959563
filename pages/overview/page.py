"""总览 · Overview: the contents of the corpus, its coverage and its depth."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

import pandas as pd
import streamlit as st

from pages.charts.depths import tasks_chart
from pages.charts.parts import Heading
from pages.charts.show import show_chart
from pages.frame.shell import show_page
from pages.overview import depth as overview_depth
from pages.overview import facts as overview_facts
from pages.overview import words as overview_words
from pages.overview.charts import areas_chart, map_chart
from pages.overview.facts import Corpus
from pages.ui import address, data, filters
from pages.ui.guard import page_fragment
from pages.ui.text import current_language, fill_text, localized, number, t
from pipeline.schema.chart import Chart
from pipeline.schema.model import GAP_DEPTHS

FILE: Final = "plan-atlas-overview"
LISTED: Final = 8
STYLE: Final = Path(__file__).with_name("overview.css")


@page_fragment
def show() -> None:
    """Draw the page."""
    corpus = chosen_corpus(filters.draw_filters(("macro", "group", "area")))
    st.html(STYLE)
    st.title(t("总览", "Overview"), anchor=False)
    if corpus.cells.empty:
        st.info(overview_words.explain_empty(corpus), icon=":material/filter_alt_off:")
        return
    introduction = f'<p class="quiet">{fill_text("overview", "introduction")}</p>'
    st.html(introduction + overview_words.summarize_corpus(corpus))
    show_entry_points(corpus)
    with st.container(key="where"):
        where, what = st.columns([3, 2], gap="large")
    with where:
        regions = overview_facts.region_counts(corpus)
        show_linked_chart(map_chart, regions, overview_words.map_heading(regions, len(corpus.tasks)), "map")
    with what:
        areas = overview_facts.area_counts(corpus)
        show_linked_chart(areas_chart, areas, overview_words.area_heading(areas), "areas", parameter="area")
    with st.container(key="tasks"):
        left, right = st.columns(2, gap="large")
    tasks = overview_facts.task_counts(corpus)
    least, most = overview_facts.rank_tasks(tasks, LISTED)
    listed_chart = partial(tasks_chart, answers=overview_facts.group_answers(corpus, localized("short")))
    with left:
        show_linked_chart(
            listed_chart, least, overview_words.tasks_heading(least, tasks, least=True), "least-covered"
        )
    with right:
        show_linked_chart(
            listed_chart, most, overview_words.tasks_heading(most, tasks, least=False), "most-covered"
        )
    st.header(t("怎样读深度", "How to read depth"), anchor=False)
    overview_depth.show_depths(overview_facts.choose_examples(corpus))


def chosen_corpus(chosen: filters.Filters) -> Corpus:
    """Return the part of the tables that passes the filters."""
    regions, tasks = data.regions(), filters.filter_tasks(data.tasks(), chosen)
    kept = filters.filter_regions(regions, chosen)
    return Corpus(
        regions=kept,
        other_regions=regions.drop(kept.index),
        areas=filters.filter_tasks(data.areas(), filters.Filters(area=chosen.area)),
        tasks=tasks,
        cells=data.query("coverage", **chosen.arguments()),
        measures=data.query("measures", **chosen.arguments()),
    )


def show_entry_points(corpus: Corpus) -> None:
    """Draw a link to the next page for each kind of user."""
    cells, gaps = number(len(corpus.cells)), number(corpus.cells["depth"].isin(GAP_DEPTHS).sum())
    entries = (
        ("analysts", "gaps", "rule", t(f"查看 {gaps} 处缺口", f"Go to the {gaps} gaps")),
        ("presenters", "coverage", "grid_on", t(f"逐格查看 {cells} 格", f"See the {cells} cells one by one")),
        ("researchers", "methods", "menu_book", t("下载数据，了解方法", "Download data, read the methods")),
    )
    with st.container(key="entry_points"):
        for column, (users, page, icon, label) in zip(st.columns(len(entries)), entries, strict=True):
            with column:
                st.html(f'<p class="quiet">{fill_text("overview", users)}</p>')
                st.page_link(
                    f"pages/{page}/page.py",
                    label=label,
                    icon=f":material/{icon}:",
                    query_params={"lang": current_language()},
                )


def show_linked_chart(
    make: Callable[..., Chart], counts: pd.DataFrame, heading: Heading, name: str, parameter: str = "open"
) -> None:
    """Show a chart; a click in it opens the matrix, with what was clicked in an address parameter."""
    if code := show_chart(make(counts, heading=heading, file_name=f"{FILE}-{name}")):
        address.write_state(parameter, (code,))
        st.switch_page("pages/coverage/page.py", query_params={parameter: code, "lang": current_language()})


show_page(show)
