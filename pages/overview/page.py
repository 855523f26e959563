"""总览 · Overview: the contents of the corpus, its coverage and its depth."""

from collections.abc import Mapping
from difflib import SequenceMatcher
from html import escape
from pathlib import Path
from typing import Any, Final

import pandas as pd
import streamlit as st

from pages.charts.show import show_chart
from pages.frame.shell import show_page
from pages.overview import charts as overview_charts
from pages.ui import address, data, filters, links
from pages.ui.codes import DEPTH_MEANINGS, STATUSES, name_of
from pages.ui.evidence import evidence
from pages.ui.evidence.evidence import records
from pages.ui.guard import page_fragment
from pages.ui.html import answer_html
from pages.ui.names import region_names, task_names
from pages.ui.text import current_language, fill_both, fill_text, join_words, localized, t, whole_percent
from pipeline.schema.chart import Chart
from pipeline.schema.model import COVERED_DEPTHS, DEPTHS, GAP_DEPTHS, SPECIFIC_DEPTHS

LISTED: Final = 8
STYLE: Final = Path(__file__).with_name("overview.css")

ACROSS: Final = 3  # cards of depths in a row
EXAMPLE_LENGTH: Final = 45  # the best, in characters: it says something, and is read at a glance

Row = dict[str, Any]


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
        filters.show_hint("overview", "nothing", "filter_alt_off", names=names, statuses=statuses)
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
    answers = group_answers(cells, region_names())
    ranked = zip(("least", "most"), places, rank_tasks(tasks, LISTED), strict=True)
    for name, place, listed in ranked:
        with place:
            show_linked_chart(overview_charts.tasks_chart(listed, tasks, answers, name))
    st.header(t("怎样读深度", "How to read depth"), anchor=False)
    show_depths(cells, measures)


def summarize_corpus(regions: pd.DataFrame, cells: pd.DataFrame, measures: pd.DataFrame) -> str:
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
    counts = {"cells": len(chosen), "gaps": int(chosen["depth"].isin(GAP_DEPTHS).sum())}
    entries = {"analysts": ("gaps", "rule"), "presenters": ("coverage", "grid_on")}
    entries |= {"researchers": ("methods", "menu_book")}
    with st.container(key="entry_points"):
        for column, (users, (page, icon)) in zip(st.columns(len(entries)), entries.items(), strict=True):
            with column:
                label, about = fill_both("overview", users, **counts)
                st.html(f'<p class="quiet">{about}</p>')
                links.draw_page_link(page, label, icon)


def show_linked_chart(chart: Chart, parameter: str = "open") -> None:
    """Show a chart; a click in it opens the matrix, with what was clicked in an address parameter."""
    if code := show_chart(chart):
        address.write_state(parameter, (code,))
        st.switch_page("pages/coverage/page.py", query_params={parameter: code, "lang": current_language()})


def show_depths(cells: pd.DataFrame, measures: pd.DataFrame) -> None:
    """Draw a card for each depth with an example, and a link to its cell in the matrix."""
    examples = choose_examples(cells, measures.set_index("measure_id", drop=False))
    counts = cells["depth"].value_counts()
    with st.container(key="depths"):
        for start in range(0, len(DEPTHS), ACROSS):
            for column, depth in zip(st.columns(ACROSS), DEPTHS[start : start + ACROSS], strict=False):
                cell, measure = examples[depth]
                count = counts.get(depth, 0)
                values = {"cells": count, "share": whole_percent(count / len(cells))}
                with column.container(border=True, height="stretch", gap="xsmall"):
                    st.html(
                        f'<div class="depth-card"><header>{evidence.depth_chip(depth)}'
                        f"<span>{escape(fill_text('overview', 'depth_count', **values))}</span></header>"
                        f'<p class="means">{escape(name_of(DEPTH_MEANINGS, depth))}</p>'
                        f"{_example_html(cell, measure)}</div>"
                    )
                    if cell is not None:
                        code = f"{cell['region_id']}:{cell['task_id']}"
                        label = t("在覆盖矩阵中打开", "Open it in the matrix")
                        links.draw_page_link("coverage", label, "arrow_forward", open=code)


def _example_html(cell: Row | None, measure: Row | None) -> str:
    if cell is None:
        nothing = t("所选范围内没有这样的格。", "No cell of what is chosen has this depth.")
        return f'<p class="place">{escape(nothing)}</p>'
    name = escape(f"{region_names()[cell['region_id']]} · {task_names()[cell['task_id']]}")
    if measure is None:
        sentence = t("（工作要点中没有这一行）", "(the plan has no row for it)")
        return f'<blockquote><em>{escape(sentence)}</em></blockquote><p class="place">{name}</p>'
    return (
        f'<blockquote><span lang="zh">{evidence.measure_text(measure)}</span></blockquote>'
        f'<p class="place">{name}</p>{evidence.folded_source(measure)}'
    )


def count_depths(frame: pd.DataFrame, cells: pd.DataFrame, key: str) -> pd.DataFrame:
    """Add counts of ``cells``, rows of `coverage`, to regions, key areas or tasks; missing without any.

    ``key`` is the column of their id. The new columns are the number of cells of each depth; cells, covered,
    specific_cells (Int64) and share (Float64, 0 to 1).
    """
    counts = pd.crosstab(cells[key], cells["depth"]).reindex(columns=list(DEPTHS), fill_value=0)
    counts = counts.assign(
        cells=counts.sum(axis=1),
        covered=counts[list(COVERED_DEPTHS)].sum(axis=1),
        specific_cells=counts[list(SPECIFIC_DEPTHS)].sum(axis=1),
    ).astype("Int64")
    counts["share"] = (counts["covered"] / counts["cells"]).astype("Float64")
    return frame.merge(counts, how="left", left_on=key, right_index=True)


def rank_tasks(tasks: pd.DataFrame, most: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the least and the most covered of the tasks of `count_depths`, without overlap.

    Ties are broken by the number of specific cells, then by the order of the template.
    """
    keys = ["covered", "specific_cells", "official_order"]
    most = min(most, max(1, len(tasks) // 2))
    least = tasks.sort_values(keys, ignore_index=True).head(most)
    others = tasks[~tasks["task_id"].isin(least["task_id"])]
    return least, others.sort_values(keys, ascending=[False, False, True], ignore_index=True).head(most)


def group_answers(cells: pd.DataFrame, names: Mapping[str, str]) -> dict[tuple[str, str], list[str]]:
    """Return the names of the regions that answer a task at a depth, from cells of `coverage`."""
    answers = cells["region_id"].map(names).groupby([cells["task_id"], cells["depth"]]).agg(list)
    return dict(zip(answers.index, answers, strict=True))


def choose_examples(cells: pd.DataFrame, measures: pd.DataFrame) -> dict[str, tuple[Row | None, Row | None]]:
    """Choose a cell for each depth, of one task as far as possible, with its first measure.

    ``cells`` and ``measures`` (by id) are rows of `coverage` and `measures`. The task is the one whose cells
    differ most in depth (Gini-Simpson index). Of the cells of a depth, those with a single measure are
    preferred, of these the one of about the length of a sentence; of generic ones, the one that repeats its
    task most (Ratcliff-Obershelp).
    """
    shares = pd.crosstab(cells["task_id"], cells["depth"], normalize="index")
    task_id, examples = (1 - (shares**2).sum(axis=1)).idxmax(), {}
    for depth in DEPTHS:
        pool = cells[cells["depth"] == depth]
        for preferred in (pool["task_id"] == task_id, pool["measures"] <= 1):
            kept = pool[preferred.loc[pool.index]]
            pool = kept if len(kept) else pool
        best: tuple[Row | None, Row | None] = (None, None)
        if len(pool):
            pool = pool.assign(first=pool["measure_ids"].str.split(";").str[0]).reset_index(drop=True)
            scores: pd.Series = -(pool["characters"] - EXAMPLE_LENGTH).abs()
            if depth == "generic":
                texts = measures.loc[pool["first"], ["task_text", "measure_text"]].to_numpy()
                ratios = [SequenceMatcher(None, task, said, autojunk=False).ratio() for task, said in texts]
                scores = pd.Series(ratios)
            cell = records(pool)[int(scores.argmax())]
            best = cell, records(measures.loc[[cell["first"]]])[0] if cell["first"] else None
        examples[depth] = best
    return examples


show_page(show)
