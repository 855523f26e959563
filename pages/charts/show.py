"""Show a chart with its export menu and its data."""

from collections.abc import Sequence
from functools import partial
from typing import Final

import streamlit as st

from pages.charts import stage
from pages.charts.chart_menu import holder_key, show_menu
from pages.charts.plot import draw_chart
from pages.ui import address
from pages.ui.guard import fragment
from pages.ui.tables import MISSING, open_selected
from pages.ui.text import t
from pipeline.schema.chart import Chart

_TABLE_HEIGHT: Final = 420


def show_chart(
    chart: Chart,
    *,
    decided_by: Sequence[str] | None = None,
    table: bool = True,
    menu: bool = True,
    selected: str | None = None,
) -> str | None:
    """Show a chart with its menu and its folded data; return the key of the mark or row just opened, if any.

    In presentation mode nothing opens.

    Parameters
    ----------
    chart
        Its file name is the key, so unique on a page.
    decided_by
        As in `pages.ui.conditions.current_conditions`.
    table, menu
        Whether the data and the menu are shown; False if the page shows them elsewhere.
    selected
        The key of the highlighted cell of a grid.
    """
    with stage.chart_container(chart.file_name, holder_key(chart.file_name)) as alone:
        opened = draw_chart(chart, opens=not alone, selected=selected)
        if alone:
            return None
        opened = opened or st.session_state.pop(_opened_state(chart), None)
        if menu:
            show_menu(chart.file_name, lambda: chart, decided_by=decided_by)
        if table and not chart.frame.empty:
            _show_frame(chart)
    return opened


@fragment
def _show_frame(chart: Chart) -> None:
    """Show a chart's data, folded; a selected row opens the same as its mark."""
    folded = st.expander(
        t("数据", "Data"),
        icon=":material/table:",
        key=f"data_{chart.file_name}",
        on_change=address.record_input,
    )
    if not folded.open:
        return
    key, opened = f"data_rows_{chart.file_name}", _opened_state(chart)
    keep_key = partial(st.session_state.__setitem__, opened)
    folded.dataframe(
        chart.frame,
        hide_index=True,
        placeholder=MISSING,
        height=min(38 + 35 * len(chart.frame), _TABLE_HEIGHT),
        on_select=partial(open_selected, key, chart.keys, keep_key) if chart.keys else "ignore",
        selection_mode="single-row",
        key=key,
    )
    if st.session_state.get(opened):
        st.rerun()


def _opened_state(chart: Chart) -> str:
    return f"opened_in_{chart.file_name}"
