"""覆盖矩阵 · Coverage: which region answers which standard task, and how deeply."""

from functools import partial
from typing import Final

import pandas as pd
import streamlit as st

from pages.charts import stage
from pages.charts.grid import send_hints
from pages.charts.parts import fill_heading
from pages.charts.show import show_chart, show_menu
from pages.coverage.charts import cell_details, coverage_chart, export_chart
from pages.frame.shell import show_page
from pages.ui import address, data, filters
from pages.ui.arrange import Matrix, add_counts, add_texts, arrange_matrix, cells_to_long, cells_to_wide
from pages.ui.codes import DEPTHS, name_of
from pages.ui.evidence import details
from pages.ui.guard import page_fragment
from pages.ui.names import area_names, name_extremes, region_names
from pages.ui.page_columns import labels
from pages.ui.tables import downloads
from pages.ui.text import Language, current_language, escape_markdown, fill_text, join_words, localized, t
from pipeline.schema.chart import Chart
from pipeline.schema.model import COVERED_DEPTHS, GAP_DEPTHS
from pipeline.store import store

FILE: Final = "plan-atlas-coverage"

MAX_NAMES: Final = 3  # regions named in a subtitle; more are not


def show() -> None:
    draw()
    send_hints(FILE, all_cell_details(data.built_key(), current_language()))


@page_fragment
def draw() -> None:
    """Show all that depends on the filters; the details of the hints are sent once."""
    st.title(t("覆盖矩阵", "Coverage matrix"), anchor=False)
    chosen, language = filters.draw_filters(("macro", "group", "region", "area", "depth")), current_language()
    answer = st.container()
    with st.container(horizontal=True, gap="medium", vertical_alignment="bottom"):
        rows, columns = address.choose_listed("rows"), address.choose_listed("columns")
        menu = st.container(width="content")
    matrix, chart = filtered_chart(data.built_key(), language, chosen, row_order=rows, column_order=columns)
    if chart is None:
        filters.show_no_results()
        return
    answer.markdown(answer_text(matrix))
    picked = show_chart(chart, table=False, menu=False, selected=details.opened_code())
    if not stage.presented_name():
        with menu:
            hints = all_cell_details(data.built_key(), language)
            show_menu(FILE, partial(export_chart, chart, matrix, hints, language))
    show_tables(matrix, language)
    details.show_drawer(picked)


def answer_text(matrix: Matrix) -> str:
    cells = matrix.depths.size
    if not cells:
        return t("所选地区都没有可读的工作要点。", "No chosen region has a plan to read.")
    names = matrix.regions[localized("short")].map(escape_markdown)
    counts = matrix.regions["counted"].set_axis(names).dropna()
    most, least = name_extremes(counts, lambda count: t(f"{count} 项", str(count)))
    covered, (regions, tasks) = matrix.count(COVERED_DEPTHS), matrix.depths.shape
    counted = {"cells": cells, "covered": covered, "shown": matrix.count(matrix.shown)}
    counted |= {"gaps": matrix.count(GAP_DEPTHS), "both": matrix.count({*COVERED_DEPTHS} & {*GAP_DEPTHS})}
    size = {"regions": regions, "tasks": tasks, "share": covered / cells}
    ends = {"ends": counts.nunique() > 1, "most": most, "least": least}
    return fill_text("coverage", "answer", **size, **counted, **ends, narrowed=matrix.shown != {*DEPTHS})


@st.cache_resource(show_spinner=False, max_entries=256)
def filtered_chart(
    key: data.BuiltKey, language: Language, chosen: filters.Filters, **orders: str
) -> tuple[Matrix, Chart | None]:
    """Return the filtered matrix and its chart, None if the filters leave nothing."""
    regions = filters.filter_regions(data.regions(), chosen)
    tasks = filters.filter_tasks(data.tasks(), chosen)
    depths, doubtful = data.query("cell_depths"), data.query("doubtful_cells")
    matrix = arrange_matrix(regions, tasks, depths, shown=chosen.depth, doubtful=doubtful, **orders)
    if regions.empty or tasks.empty:
        return matrix, None
    occurs = (depth for depth in DEPTHS if depth in matrix.counting and matrix.count((depth,)))
    size, counted = matrix.depths.shape, join_words(name_of(DEPTHS, depth) for depth in occurs)
    values = {"regions": size[0], "tasks": size[1], "scope": scope(chosen), "counted": counted}
    heading = fill_heading("coverage", "matrix", **values)
    return matrix, coverage_chart(matrix, area_names(), heading, file_name=FILE)


def scope(chosen: filters.Filters) -> str:
    """Name the chosen parts of the corpus, unless there are too many."""
    regions = data.regions()
    macros = dict(zip(regions["macro_id"], regions[localized("macro")], strict=True))
    few = chosen.region if len(chosen.region) <= MAX_NAMES else ()
    areas = area_names(numbered=False)
    groups = ((macros, chosen.macro), (filters.group_names(), chosen.group), (region_names(), few))
    parts = [join_words(names[code] for code in codes) for names, codes in (*groups, (areas, chosen.area))]
    return t("；", "; ").join(filter(None, parts))


@st.cache_resource(show_spinner=False, max_entries=8)
def all_cell_details(key: data.BuiltKey, language: Language) -> dict[str, str]:
    """Return `cell_details` of all cells in the language of the page."""
    measures = data.query("measures")
    targets = data.query("find_measure_targets", measure_ids=tuple(measures["measure_id"]))
    return cell_details(data.coverage(), measures, targets)


def show_tables(matrix: Matrix, language: Language) -> None:
    built = data.built_folder()

    def cells() -> pd.DataFrame:
        counted = add_counts(cells_to_long(matrix, language), store.coverage(built))
        return add_texts(counted, store.measures(built))

    with st.container(horizontal=True, gap="small"):
        downloads(cells, f"{FILE}-cells", t("逐格", "Cells"))
        downloads(partial(cells_to_wide, matrix, language), f"{FILE}-matrix", t("矩阵", "Matrix"))
    label = t("逐格列表", "The cells as a list")
    folded = st.expander(label, key="table_unfolded", on_change=address.record_input)
    # Only if open: the list takes the browser longer than the rest of a filter change.
    if folded.open:
        shown = labels("region", task_id="task_no") | labels("task", depth_name="depth")
        shown |= labels("measures") | {"characters": t("字数", "Characters")}
        listed = add_counts(cells_to_long(matrix, language), data.coverage())[list(shown)]
        folded.dataframe(listed, hide_index=True, column_config=shown, height=420, key="cells")


show_page(show)
