"""覆盖矩阵 · Coverage: which region answers which standard task, and how deeply."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages.charts import stage
from pages.charts.chart_menu import show_menu
from pages.charts.grid import send_hints
from pages.charts.show import show_chart
from pages.coverage import words as coverage_words
from pages.coverage.charts import cell_details, coverage_chart
from pages.coverage.latest import Latest, Shown, chart_maker
from pages.frame.shell import present
from pages.ui import address, conditions, data, filters
from pages.ui.arrange import ORDERS, arrange, long_cells, wide_cells, with_counts, with_texts
from pages.ui.evidence import details
from pages.ui.evidence.sources import view_origin
from pages.ui.guard import page_fragment
from pages.ui.tables import downloads
from pages.ui.text import Language, current_language, t
from pipeline.store import store

FILE = "plan-atlas-coverage"


@dataclass(frozen=True)
class View:
    """Everything that decides what the matrix looks like."""

    chosen: filters.Filters
    row_order: str
    column_order: str
    language: Language


@dataclass(frozen=True)
class Places:
    """Where on the page the parts stand that change with the filters."""

    answer: DeltaGenerator
    matrix: DeltaGenerator
    table: DeltaGenerator | None


def show() -> None:
    """The page, from top to bottom."""
    st.title(t("覆盖矩阵", "Coverage matrix"), anchor=False)
    answer = st.container()
    rows, columns, menu = tools()
    matrix = st.container()
    latest = Latest()
    ways = st.container(horizontal=True, gap="small")
    picture(Places(answer, matrix, unfolded()), rows, columns, latest)
    with ways:
        take_along(latest)
    if not stage.asked():
        with menu:
            details = details_of_cells(data.built_key(), current_language())
            show_menu(FILE, chart_maker(latest, details), origin=latest.view_origin)
    send_hints(FILE, details_of_cells(data.built_key(), current_language()))


def tools() -> tuple[str, str, DeltaGenerator]:
    """How the reader wants rows and columns sorted, and the place of the picture's menu."""
    names = {
        "official": t("官方顺序", "Official"),
        "coverage": t("覆盖多在前", "Most covered first"),
        "similarity": t("相似相邻", "Similar together"),
    }
    with st.container(horizontal=True, gap="medium", vertical_alignment="bottom"):
        rows = address.choose_segment(t("地区排序", "Order of regions"), "rows", ORDERS, names.__getitem__)
        columns = address.choose_segment(
            t("任务排序", "Order of tasks"), "columns", ORDERS, names.__getitem__
        )
        menu = st.container(width="content")
    return rows, columns, menu


@page_fragment
def picture(places: Places, rows: str, columns: str, latest: Latest) -> None:
    """All that a filter changes, drawn on its own when one does."""
    chosen = filters.sidebar(("macro", "group", "region", "area", "depth"))
    view = View(chosen, rows, columns, current_language())
    shown = latest.shown = shown_of(data.built_key(), view)
    latest.origin = view_origin(conditions.in_force())
    with places.matrix:
        if shown is None:
            filters.explain_nothing()
            return
        picked = show_chart(shown.chart, table=False, menu=False, selected=details.opened())
    with places.answer:
        st.markdown(coverage_words.answered(shown.matrix))
    if places.table:
        with places.table:
            read(with_counts(long_cells(shown.matrix, view.language), data.coverage()))
    if picked:
        details.open_code(picked)
    if code := picked or details.opened():
        details.show_details(code)


@st.cache_resource(show_spinner=False, max_entries=256)
def shown_of(key: data.BuiltKey, view: View) -> Shown | None:
    """The matrix of a view and its picture, or None where the filters leave nothing."""
    regions = filters.chosen_regions(data.regions(), view.chosen)
    tasks = filters.chosen_tasks(data.tasks(), view.chosen)
    if regions.empty or tasks.empty:
        return None
    matrix = arrange(
        regions,
        data.areas(),
        tasks,
        data.depths(),
        language=view.language,
        row_order=view.row_order,
        column_order=view.column_order,
        shown=view.chosen.depth,
        doubtful=data.doubtful_cells(),
    )
    heading, alt = coverage_words.heading(matrix, view.chosen), coverage_words.described(matrix)
    return Shown(matrix, coverage_chart(matrix, heading, alt=alt, file_name=FILE))


@st.cache_resource(show_spinner=False, max_entries=8)
def details_of_cells(key: data.BuiltKey, language: Language) -> dict[str, str]:
    """What `cell_details` says of all cells, in the language of the page."""
    measures = data.ask("measures")
    targets = data.ask("targets_in", measure_ids=tuple(measures["measure_id"]))
    return cell_details(data.coverage(), measures, targets)


def take_along(latest: Latest) -> None:
    """The matrix as it is shown, as tables to take away."""
    language, built = current_language(), data.built_folder()
    downloads(
        lambda: with_texts(
            with_counts(long_cells(latest.table, language), store.coverage(built)), store.measures(built)
        ),
        f"{FILE}-cells",
        t("逐格", "Cells"),
        origin=latest.view_origin,
    )
    downloads(
        lambda: wide_cells(latest.table, language),
        f"{FILE}-matrix",
        t("矩阵", "Matrix"),
        origin=latest.view_origin,
    )


def unfolded() -> DeltaGenerator | None:
    """Where the long table is to be read, if it is.

    A table costs the browser more than all the rest of a filter change: it is drawn only where it is read.
    """
    folded = st.expander(
        t("逐格列表", "The cells as a list"), key="table_unfolded", on_change=address.touched
    )
    return folded if folded.open else None


def read(cells: pd.DataFrame) -> None:
    """The long table."""
    labels = {
        "region": t("地区", "Region"),
        "task_id": t("编号", "No."),
        "task": t("任务", "Task"),
        "depth_name": t("深度", "Depth"),
        "measures": t("举措数", "Measures"),
        "characters": t("字数", "Characters"),
    }
    st.dataframe(cells[list(labels)], hide_index=True, column_config=labels, height=420, key="cells")


present(show)
