"""覆盖矩阵 · Coverage: which region answers which standard task, and how deeply."""

from functools import partial

import pandas as pd
import streamlit as st

from pages.charts import stage
from pages.charts.grid import send_hints
from pages.charts.show import show_chart, show_menu
from pages.coverage import words as coverage_words
from pages.coverage.charts import cell_details, coverage_chart, export_chart
from pages.frame.shell import show_page
from pages.ui import address, data, filters
from pages.ui.arrange import Matrix, add_counts, add_texts, arrange_matrix, cells_to_long, cells_to_wide
from pages.ui.evidence import details
from pages.ui.guard import page_fragment
from pages.ui.names import area_names
from pages.ui.page_columns import labels
from pages.ui.tables import downloads
from pages.ui.text import Language, current_language, t
from pipeline.schema.chart import Chart
from pipeline.store import store

FILE = "plan-atlas-coverage"


def show() -> None:
    """Show the page."""
    draw()
    send_hints(FILE, all_cell_details(data.built_key(), current_language()))


@page_fragment
def draw() -> None:
    """Show all that depends on the filters; the details of the hints are sent once."""
    st.title(t("覆盖矩阵", "Coverage matrix"), anchor=False)
    chosen, language = filters.draw_filters(("macro", "group", "region", "area", "depth")), current_language()
    answer = st.container()
    names = {
        "official": t("官方顺序", "Official"),
        "coverage": t("覆盖多在前", "Most covered first"),
        "similarity": t("相似相邻", "Similar together"),
    }
    with st.container(horizontal=True, gap="medium", vertical_alignment="bottom"):
        rows = address.choose_segment(t("地区排序", "Order of regions"), "rows", names)
        columns = address.choose_segment(t("任务排序", "Order of tasks"), "columns", names)
        menu = st.container(width="content")
    matrix, chart = filtered_chart(data.built_key(), language, chosen, row_order=rows, column_order=columns)
    if chart is None:
        filters.show_no_results()
        return
    answer.markdown(coverage_words.answer(matrix))
    picked = show_chart(chart, table=False, menu=False, selected=details.opened_code())
    if not stage.presented_name():
        with menu:
            hints = all_cell_details(data.built_key(), language)
            show_menu(FILE, partial(export_chart, chart, matrix, hints, language))
    show_tables(matrix, language)
    details.show_drawer(picked)


@st.cache_resource(show_spinner=False, max_entries=256)
def filtered_chart(
    key: data.BuiltKey, language: Language, chosen: filters.Filters, **orders: str
) -> tuple[Matrix, Chart | None]:
    """Return the filtered matrix and its chart, None if the filters leave nothing."""
    regions = filters.filter_regions(data.regions(), chosen)
    tasks = filters.filter_tasks(data.tasks(), chosen)
    depths, doubtful = data.depths(), data.doubtful_cells()
    matrix = arrange_matrix(regions, tasks, depths, shown=chosen.depth, doubtful=doubtful, **orders)
    if regions.empty or tasks.empty:
        return matrix, None
    heading = coverage_words.heading(matrix, chosen)
    return matrix, coverage_chart(matrix, area_names(), heading, file_name=FILE)


@st.cache_resource(show_spinner=False, max_entries=8)
def all_cell_details(key: data.BuiltKey, language: Language) -> dict[str, str]:
    """Return `cell_details` of all cells in the language of the page."""
    measures = data.query("measures")
    targets = data.query("find_measure_targets", measure_ids=tuple(measures["measure_id"]))
    return cell_details(data.coverage(), measures, targets)


def show_tables(matrix: Matrix, language: Language) -> None:
    """Show the downloads of the matrix and the list of cells."""
    built = data.built_folder()

    def cells() -> pd.DataFrame:
        counted = add_counts(cells_to_long(matrix, language), store.coverage(built))
        return add_texts(counted, store.measures(built))

    with st.container(horizontal=True, gap="small"):
        downloads(cells, f"{FILE}-cells", t("逐格", "Cells"))
        downloads(partial(cells_to_wide, matrix, language), f"{FILE}-matrix", t("矩阵", "Matrix"))
    folded = st.expander(
        t("逐格列表", "The cells as a list"), key="table_unfolded", on_change=address.record_input
    )
    # Only if open: the list takes the browser longer than the rest of a filter change.
    if folded.open:
        shown = labels("region", task_id="task_no") | labels("task", depth_name="depth")
        shown |= labels("measures") | {"characters": t("字数", "Characters")}
        listed = add_counts(cells_to_long(matrix, language), data.coverage())[list(shown)]
        folded.dataframe(listed, hide_index=True, column_config=shown, height=420, key="cells")


show_page(show)
