"""覆盖矩阵 · Coverage: which region answers which standard task, and how deeply."""

from __future__ import annotations

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages.charts import stage
from pages.charts.chart_menu import show_menu
from pages.charts.grid import send_hints
from pages.charts.show import show_chart
from pages.coverage import words as coverage_words
from pages.coverage.charts import Latest, cell_details, chart_maker, coverage_chart
from pages.frame.shell import present
from pages.ui import address, conditions, data, filters
from pages.ui.arrange import ORDERS, Matrix, arrange, long_cells, wide_cells, with_counts, with_texts
from pages.ui.evidence import details
from pages.ui.evidence.sources import ViewOrigin, view_origin
from pages.ui.guard import page_fragment
from pages.ui.names import area_names
from pages.ui.tables import downloads
from pages.ui.text import Language, current_language, t
from pipeline.schema.chart import Chart
from pipeline.store import store

FILE = "plan-atlas-coverage"


def show() -> None:
    """The page, from top to bottom."""
    st.title(t("覆盖矩阵", "Coverage matrix"), anchor=False)
    answer = st.container()
    rows, columns, menu = tools()
    matrix = st.container()
    latest = Latest()
    ways = st.container(horizontal=True, gap="small")
    picture(answer, matrix, unfolded(), latest, row_order=rows, column_order=columns)
    with ways:
        take_along(latest)
    if not stage.asked():
        with menu:
            details = details_of_cells(data.built_key(), current_language())
            show_menu(FILE, chart_maker(latest, details), origin=lambda: latest.origin)
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
def picture(
    answer: DeltaGenerator, place: DeltaGenerator, table: DeltaGenerator | None, latest: Latest, **orders: str
) -> None:
    """All that a filter changes, drawn on its own when one does; each in its place on the page."""
    chosen, language = filters.sidebar(("macro", "group", "region", "area", "depth")), current_language()
    matrix, chart = latest.matrix, latest.chart = shown_of(data.built_key(), language, chosen, **orders)
    latest.origin = view_origin(conditions.in_force())
    with place:
        if chart is None:
            filters.explain_nothing()
            return
        picked = show_chart(chart, table=False, menu=False, selected=details.opened())
    with answer:
        st.markdown(coverage_words.answered(matrix))
    if table:
        with table:
            read(with_counts(long_cells(matrix, language), data.coverage()))
    if picked:
        details.open_code(picked)
    if code := picked or details.opened():
        details.show_details(code)


@st.cache_resource(show_spinner=False, max_entries=256)
def shown_of(
    key: data.BuiltKey, language: Language, chosen: filters.Filters, **orders: str
) -> tuple[Matrix, Chart | None]:
    """The matrix of a view and its picture, or None where the filters leave nothing."""
    regions = filters.chosen_regions(data.regions(), chosen)
    tasks = filters.chosen_tasks(data.tasks(), chosen)
    doubtful = data.doubtful_cells()
    matrix = arrange(regions, tasks, data.coverage(), shown=chosen.depth, doubtful=doubtful, **orders)
    if regions.empty or tasks.empty:
        return matrix, None
    heading, alt = coverage_words.heading(matrix, chosen), coverage_words.described(matrix)
    return matrix, coverage_chart(matrix, area_names(), heading, alt=alt, file_name=FILE)


@st.cache_resource(show_spinner=False, max_entries=8)
def details_of_cells(key: data.BuiltKey, language: Language) -> dict[str, str]:
    """What `cell_details` says of all cells, in the language of the page."""
    measures = data.ask("measures")
    targets = data.ask("targets_in", measure_ids=tuple(measures["measure_id"]))
    return cell_details(data.coverage(), measures, targets)


def take_along(latest: Latest) -> None:
    """The matrix as it is shown, as tables to take away."""
    language, built = current_language(), data.built_folder()

    def cells() -> pd.DataFrame:
        counted = with_counts(long_cells(latest.matrix, language), store.coverage(built))
        return with_texts(counted, store.measures(built))

    def origin() -> ViewOrigin:
        return latest.origin

    downloads(cells, f"{FILE}-cells", t("逐格", "Cells"), origin=origin)
    matrix = t("矩阵", "Matrix")
    downloads(lambda: wide_cells(latest.matrix, language), f"{FILE}-matrix", matrix, origin=origin)


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
