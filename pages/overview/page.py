"""总览 · Overview: the contents of the corpus, its coverage and its depth."""

from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import Final

import pandas as pd
import streamlit as st

from pages.charts.show import show_chart
from pages.frame.shell import show_page
from pages.overview import charts as overview_charts
from pages.overview import facts as overview_facts
from pages.overview.facts import Example, count_depths
from pages.ui import address, data, filters, links
from pages.ui.codes import DEPTH_MEANINGS, STATUSES, name_of
from pages.ui.evidence import evidence
from pages.ui.guard import page_fragment
from pages.ui.html import answer_html
from pages.ui.names import region_names, task_names
from pages.ui.text import current_language, fill_text, join_words, localized, number, plural, t, whole_percent
from pipeline.schema.chart import Chart
from pipeline.schema.model import COVERED_DEPTHS, GAP_DEPTHS

LISTED: Final = 8
STYLE: Final = Path(__file__).with_name("overview.css")

# The number of cards of depths in a row.
ACROSS: Final = 3


@page_fragment
def show() -> None:
    chosen = filters.draw_filters(("macro", "group", "area"))
    regions = filters.filter_regions(data.regions(), chosen)
    cells = data.query("coverage", **chosen.arguments())
    measures = data.query("measures", **chosen.arguments())
    st.html(STYLE)
    st.title(t("总览", "Overview"), anchor=False)
    if cells.empty:
        names = join_words(regions[localized("short")])
        statuses = join_words(dict.fromkeys(name_of(STATUSES, status) for status in regions["status"]))
        st.info(
            fill_text("overview", "nothing", names=names, statuses=statuses),
            icon=":material/filter_alt_off:",
        )
        return
    introduction = f'<p class="quiet">{fill_text("overview", "introduction")}</p>'
    st.html(introduction + summarize_corpus(regions, cells, measures))
    show_entry_points(cells)
    with st.container(key="where"):
        where, what = st.columns([3, 2], gap="large")
    tasks = count_depths(data.tasks(), cells, "task_id").dropna(subset="share", ignore_index=True)
    areas = count_depths(data.areas(), cells, "area_id").dropna(subset="share", ignore_index=True)
    with where:
        by_region = count_depths(data.regions(), cells, "region_id")
        show_linked_chart(overview_charts.map_chart(by_region, len(tasks)))
    with what:
        show_linked_chart(overview_charts.areas_chart(areas), parameter="area")
    with st.container(key="tasks"):
        places = st.columns(2, gap="large")
    answers = overview_facts.group_answers(cells, region_names())
    ranked = zip(("least", "most"), places, overview_facts.rank_tasks(tasks, LISTED), strict=True)
    for name, place, listed in ranked:
        with place:
            show_linked_chart(overview_charts.tasks_chart(listed, tasks, answers, name))
    st.header(t("怎样读深度", "How to read depth"), anchor=False)
    show_depths(overview_facts.choose_examples(cells, measures))


def summarize_corpus(regions: pd.DataFrame, cells: pd.DataFrame, measures: pd.DataFrame) -> str:
    """Return the main numbers of what is chosen, then the regions without a plan, as HTML."""
    specific, plans = int((measures["level"] == "specific").sum()), int((regions["status"] == "plan").sum())
    covered, every = cells["depth"].isin(COVERED_DEPTHS).mean(), len(measures)
    shares = {"share": specific / max(every, 1), "covered": covered}
    counts = {"plans": plans, "measures": every, "specific": specific, "cells": len(cells)}
    sentence = fill_text("overview", "answer", **counts, **shares, tasks=cells["task_id"].nunique())
    names = regions.groupby("status")[localized("short")].agg(join_words)
    missing = [
        f"{escape(names[status])}{t('：', ': ')}{name_of(STATUSES, status)}"
        for status in ("unread", "no_plan", "outside")
        if status in names
    ]
    note = t("都不计入上面的数字。", "none of them is included in these numbers.")
    return answer_html(sentence, t("；", "; ").join([*missing, note]) if missing else "")


def show_entry_points(chosen: pd.DataFrame) -> None:
    cells, gaps = len(chosen), int(chosen["depth"].isin(GAP_DEPTHS).sum())
    to_gaps = t(f"查看 {number(gaps)} 处缺口", f"Go to the {plural(gaps, 'gap')}")
    to_cells = t(f"逐格查看 {number(cells)} 格", f"See the {plural(cells, 'cell')} one by one")
    entries = (
        ("analysts", "gaps", "rule", to_gaps),
        ("presenters", "coverage", "grid_on", to_cells),
        ("researchers", "methods", "menu_book", t("下载数据，了解方法", "Download data, read the methods")),
    )
    with st.container(key="entry_points"):
        for column, (users, page, icon, label) in zip(st.columns(len(entries)), entries, strict=True):
            with column:
                st.html(f'<p class="quiet">{fill_text("overview", users)}</p>')
                links.draw_page_link(page, label, icon)


def show_linked_chart(chart: Chart, parameter: str = "open") -> None:
    """Show a chart; a click in it opens the matrix, with what was clicked in an address parameter."""
    if code := show_chart(chart):
        address.write_state(parameter, (code,))
        st.switch_page("pages/coverage/page.py", query_params={parameter: code, "lang": current_language()})


def show_depths(examples: Sequence[Example]) -> None:
    """Draw a card for each example, with a link to its cell in the matrix."""
    with st.container(key="depths"):
        for start in range(0, len(examples), ACROSS):
            for column, example in zip(st.columns(ACROSS), examples[start : start + ACROSS], strict=False):
                with column.container(border=True, height="stretch", gap="xsmall"):
                    _show_card(example)


def _show_card(example: Example) -> None:
    share = whole_percent(example.share)
    count = t(f"{number(example.cells)} 格 · {share}", f"{plural(example.cells, 'cell')} · {share}")
    st.html(
        '<div class="depth-card">'
        f"<header>{evidence.depth_chip(example.depth)}<span>{escape(count)}</span></header>"
        f'<p class="means">{escape(name_of(DEPTH_MEANINGS, example.depth))}</p>'
        f"{_example_html(example)}</div>"
    )
    if example.cell is not None:
        code = f"{example.cell['region_id']}:{example.cell['task_id']}"
        label = t("在覆盖矩阵中打开", "Open it in the matrix")
        links.draw_page_link("coverage", label, "arrow_forward", open=code)


def _example_html(example: Example) -> str:
    if example.cell is None:
        nothing = t("所选范围内没有这样的格。", "No cell of what is chosen has this depth.")
        return f'<p class="place">{escape(nothing)}</p>'
    name = escape(f"{region_names()[example.cell['region_id']]} · {task_names()[example.cell['task_id']]}")
    if example.measure is None:
        sentence = t("（工作要点中没有这一行）", "(the plan has no row for it)")
        return f'<blockquote><em>{escape(sentence)}</em></blockquote><p class="place">{name}</p>'
    return (
        f'<blockquote><span lang="zh">{evidence.measure_text(example.measure)}</span></blockquote>'
        f'<p class="place">{name}</p>{evidence.folded_source(example.measure)}'
    )


show_page(show)
