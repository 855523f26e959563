"""How a chart is shown: the figure, its menu, and the data behind it as a table whose rows open the same."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import lru_cache
from html import escape
from pathlib import Path
from typing import Any, Final

import plotly.graph_objects as go
import streamlit as st

from pages.charts import stage
from pages.charts.chart_menu import Source, key_class, show_menu
from pages.charts.grid import draw_grid, grid_page, json_in_script
from pages.charts.plotly import chart_figure
from pages.ui import address
from pages.ui.guard import fragment
from pages.ui.tables import MISSING
from pages.ui.text import Language, t
from pages.ui.theme import current_mode
from pipeline.schema.chart import Chart, Grid

_HERE: Final = Path(__file__).parent
_BUNDLE: Final = _HERE.parents[1] / "static" / "plotly-basic.min.js"
_PLOT_JS: Final = "\n".join(
    (_HERE / name).read_text(encoding="utf-8") for name in ("common.js", "plane.js", "plot.js")
)
_PLOT_CSS: Final = "\n".join(
    (_HERE / name).read_text(encoding="utf-8") for name in ("common.css", "plot.css")
)
_PLOT: Final = st.components.v2.component(
    "plan_atlas_plot",
    html='<div class="plot-holder"></div>',
    css=_PLOT_CSS,
    js=f"{_PLOT_JS}\n{(_HERE / 'plot_component.js').read_text(encoding='utf-8')}",
    # Plotly writes its rules of style into the document, where a shadow tree would not see them.
    isolate_styles=False,
)
_TABLE_HEIGHT: Final = 420


def show_chart(
    chart: Chart,
    *,
    decided_by: Sequence[str] | None = None,
    table: bool = True,
    menu: bool = True,
    selected: str | None = None,
) -> str | None:
    """Show a chart with its menu and, folded, its data; shown alone, nothing in it opens anything.

    Parameters
    ----------
    chart
        Its file name is the key, so it is unique on a page.
    decided_by
        As in `pages.ui.conditions.in_force`.
    table
        Whether the data stands under the chart; not where the page has the same rows as a table anyway.
    menu
        Whether the menu stands under the chart; not where the page has it elsewhere.
    selected
        The key of the cell of a grid that is marked.

    Returns
    -------
    str or None
        The key of the mark or row that the reader has just opened.
    """
    holder = holder_key(chart.file_name)
    with stage.holder(chart.file_name, holder) as alone:
        if isinstance(chart.body, Grid):
            opened = draw_grid(chart, opens=not alone, selected=selected)
        else:
            opened = _draw_plot(chart, opens=not alone)
        if alone:
            return None
        if menu:
            show_menu(
                Source(chart.file_name, key_class(holder), lambda: chart, web_page, decided_by=decided_by)
            )
        if table and not chart.frame.empty:
            _show_frame(chart)
    return opened or st.session_state.pop(_opened(chart), None)


def holder_key(file_name: str) -> str:
    """The key of what holds a chart, from which the browser saves it."""
    return f"plot_{file_name}"


def _draw_plot(chart: Chart, *, opens: bool) -> str | None:
    result = _PLOT(
        data=_plot_data(chart, opens),
        key=f"drawn_{chart.file_name}",
        on_opened_change=address.touched,
    )
    return result.opened


def web_page(chart: Chart, language: Language) -> bytes:
    """A chart as one HTML file that needs nothing else: the figure, and its data as a table."""
    drawn = grid_page(chart) if isinstance(chart.body, Grid) else _plot_page(chart)
    return (
        f'<!doctype html>\n<html lang="{"zh-CN" if language == "zh" else "en"}"><head><meta charset="utf-8">'
        '<meta name="referrer" content="no-referrer">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(chart.title)}</title><style>{_PAGE_CSS}</style></head>\n<body>{drawn}"
        f"<p>{escape(chart.cite)}</p>{chart.frame.to_html(index=False, border=0, na_rep='–')}</body></html>\n"
    ).encode()


def _plot_page(chart: Chart) -> str:
    print_figure = json_in_script(_figure_json(chart_figure(chart)))
    drawn = go.Figure(chart_figure(chart)).to_html(
        full_html=False,
        include_plotlyjs=False,
        config={"displayModeBar": False},
        post_script=(
            "const plot = document.getElementById('{plot_id}'); const holder = plot.parentElement;"
            "plot.remove(); drawFigure(holder, FIGURE, FIGURE, null)"
        ),
    )
    return (
        f"<style>{_PLOT_CSS}</style><script>{_bundle()}</script>"
        f"<script>{_PLOT_JS}\nconst FIGURE = {print_figure}</script>"
        f'<main class="plot-holder" role="img" aria-label="{escape(chart.alt)}">{drawn}</main>'
    )


_PAGE_CSS: Final = (
    "body{font:14px/1.6 -apple-system,'Segoe UI',Roboto,'PingFang SC','Microsoft YaHei','Noto Sans CJK SC',"
    "sans-serif;color:#1d2733;max-width:1060px;margin:1.5rem auto;padding:0 1rem}p{overflow-wrap:anywhere}"
    "table{border-collapse:collapse;font-size:13px}td,th{padding:.25rem .6rem;text-align:left;"
    "border-bottom:1px solid #d5dce3}"
)


@lru_cache(maxsize=1)
def _bundle() -> str:
    return _BUNDLE.read_text(encoding="utf-8")


def _figure_json(figure: go.Figure) -> dict[str, Any]:
    return json.loads(figure.to_json())


def _plot_data(chart: Chart, opens: bool) -> dict[str, Any]:
    mode = current_mode()
    base = st.get_option("server.baseUrlPath").strip("/")
    return {
        "figure": _figure_json(chart_figure(chart, mode)),
        # What is saved has the colours of the light page.
        "print": _figure_json(chart_figure(chart)) if mode == "dark" else None,
        "plotly": f"{f'/{base}' if base else ''}/app/static/{_BUNDLE.name}",
        "opens": opens,
        "alt": chart.alt,
        "failed": t(
            "图表没能画出，请重新载入页面。", "The chart could not be drawn; please reload the page."
        ),
    }


@fragment
def _show_frame(chart: Chart) -> None:
    """The data behind a chart, folded; a row opens what its mark opens."""
    folded = st.expander(
        t("数据", "Data"), icon=":material/table:", key=f"data_{chart.file_name}", on_change=address.touched
    )
    if not folded.open:
        return
    number = st.session_state.setdefault(f"opened_rows_{chart.file_name}", 0)
    event: Any = folded.dataframe(
        chart.frame,
        hide_index=True,
        placeholder=MISSING,
        height=min(38 + 35 * len(chart.frame), _TABLE_HEIGHT),
        on_select="rerun" if chart.keys else "ignore",
        selection_mode="single-row",
        # A table under a new key has no row chosen, so that the same row can be opened again.
        key=f"data_rows_{chart.file_name}_{number}",
    )
    rows = event.selection.rows if chart.keys else []
    if rows and chart.keys[rows[0]]:
        st.session_state[f"opened_rows_{chart.file_name}"] = number + 1
        st.session_state[_opened(chart)] = chart.keys[rows[0]]
        st.rerun()


def _opened(chart: Chart) -> str:
    return f"opened_in_{chart.file_name}"
