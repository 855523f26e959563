"""总览 · Overview: the contents of the corpus, its coverage and its depth."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
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
from pages.ui.text import current_language, fill_text, join_words, localized, number, plural, t, whole_percent
from pipeline.schema.chart import Chart
from pipeline.schema.model import COVERED_DEPTHS, DEPTHS, GAP_DEPTHS, SPECIFIC_DEPTHS

LISTED: Final = 8
STYLE: Final = Path(__file__).with_name("overview.css")

# The number of cards of depths in a row.
ACROSS: Final = 3


@dataclass(frozen=True)
class Example:
    """A depth with the number and share of its cells, and one of them with its measure, if there is any."""

    depth: str
    cells: int
    share: float
    cell: dict[str, Any] | None
    measure: dict[str, Any] | None


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
            fill_text("overview", "nothing", names=names, statuses=statuses), icon=":material/filter_alt_off:"
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
    answers = group_answers(cells, region_names())
    ranked = zip(("least", "most"), places, rank_tasks(tasks, LISTED), strict=True)
    for name, place, listed in ranked:
        with place:
            show_linked_chart(overview_charts.tasks_chart(listed, tasks, answers, name))
    st.header(t("怎样读深度", "How to read depth"), anchor=False)
    show_depths(choose_examples(cells, measures))


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


# The best length (characters) of an example: it says something, and is read at a glance.
_EXAMPLE_LENGTH: Final = 45


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


def choose_examples(cells: pd.DataFrame, measures: pd.DataFrame) -> list[Example]:
    """Choose a cell for each depth, from the lowest, of one task as far as possible.

    ``cells`` and ``measures`` are rows of `coverage` and `measures`. The task is the one whose cells differ
    most in depth (Gini-Simpson index). Of the cells of a depth, the one of about the length of a sentence is
    chosen; of generic ones, the one that repeats its task most.
    """
    measures = measures.set_index("measure_id", drop=False)
    shares = pd.crosstab(cells["task_id"], cells["depth"], normalize="index")
    task_id = (1 - (shares**2).sum(axis=1)).idxmax()
    examples = []
    for depth in DEPTHS:
        of_depth = cells[cells["depth"] == depth]
        same = of_depth[of_depth["task_id"] == task_id]
        cell, measure = _choose_cell(same if len(same) else of_depth, depth, measures)
        examples.append(Example(depth, len(of_depth), len(of_depth) / max(len(cells), 1), cell, measure))
    return examples


def _choose_cell(
    cells: pd.DataFrame, depth: str, measures: pd.DataFrame
) -> tuple[dict[str, Any] | None, dict[str, Any] | None]:
    """Choose a cell, with a single measure if possible; return it with its first measure."""
    if cells.empty:
        return None, None
    single = cells[cells["measures"] <= 1]
    pool = (single if len(single) else cells).reset_index(drop=True)
    first = [ids.split(";")[0] for ids in pool["measure_ids"]]
    if depth == "generic":
        rows = measures.loc[first]
        # The similarity of task and measure (Ratcliff-Obershelp).
        scores = [
            SequenceMatcher(None, task, measure, autojunk=False).ratio()
            for task, measure in zip(rows["task_text"], rows["measure_text"], strict=True)
        ]
    else:
        scores = [-abs(length - _EXAMPLE_LENGTH) for length in pool["characters"]]
    best = scores.index(max(scores))
    measure = records(measures.loc[[first[best]]])[0] if first[best] else None
    return records(pool)[best], measure


show_page(show)
