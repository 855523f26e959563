"""A Plotly figure on a page, and in a page of its own that needs no network."""

from __future__ import annotations

import json
from functools import lru_cache
from html import escape
from pathlib import Path
from typing import Any, Final

import plotly.graph_objects as go
import streamlit as st

from pages.charts.browser import json_in_script, read_assets
from pages.charts.plotly import chart_figure
from pages.ui import address
from pages.ui.text import t
from pages.ui.theme import current_mode
from pipeline.schema.chart import Chart

_BUNDLE: Final = Path(__file__).parents[2] / "static" / "plotly-basic.min.js"
_STYLE: Final = read_assets("common.css", "plot.css")
_SCRIPT: Final = read_assets("common.js", "plane.js", "plot.js")
_PLOT: Final = st.components.v2.component(
    "plan_atlas_plot",
    html='<div class="plot-holder"></div>',
    css=_STYLE,
    js=read_assets("common.js", "plane.js", "plot.js", "plot_component.js"),
    # Plotly writes its rules of style into the document, where a shadow tree would not see them.
    isolate_styles=False,
)


def draw_plot(chart: Chart, *, opens: bool) -> str | None:
    """Draw a chart with any body but a grid.

    Parameters
    ----------
    chart
        Its file name is the component's key.
    opens
        Whether a click opens anything.

    Returns
    -------
    str or None
        The key of what the reader has just opened.
    """
    mode = current_mode()
    base = st.get_option("server.baseUrlPath").strip("/")
    result = _PLOT(
        data={
            "figure": _figure_json(chart_figure(chart, mode)),
            # What is saved has the colours of the light page.
            "print": _figure_json(chart_figure(chart)) if mode == "dark" else None,
            "plotly": f"{f'/{base}' if base else ''}/app/static/{_BUNDLE.name}",
            "opens": opens,
            "alt": chart.alt,
            "failed": t(
                "图表没能画出，请重新载入页面。", "The chart could not be drawn; please reload the page."
            ),
        },
        key=f"drawn_{chart.file_name}",
        on_opened_change=address.touched,
    )
    return result.opened


def plot_page(chart: Chart) -> str:
    """The figure of a chart as HTML that needs no network."""
    figure = chart_figure(chart)
    drawn = figure.to_html(
        full_html=False,
        include_plotlyjs=False,
        config={"displayModeBar": False},
        post_script=(
            "const plot = document.getElementById('{plot_id}'); const holder = plot.parentElement;"
            "plot.remove(); drawFigure(holder, FIGURE, FIGURE, null)"
        ),
    )
    return (
        f"<style>{_STYLE}</style><script>{_bundle()}</script>"
        f"<script>{_SCRIPT}\nconst FIGURE = {json_in_script(_figure_json(figure))}</script>"
        f'<main class="plot-holder" role="img" aria-label="{escape(chart.alt)}">{drawn}</main>'
    )


@lru_cache(maxsize=1)
def _bundle() -> str:
    return _BUNDLE.read_text(encoding="utf-8")


def _figure_json(figure: go.Figure) -> dict[str, Any]:
    return json.loads(figure.to_json())
