"""Draw charts as Plotly figures or grids, on a page or in a self-contained HTML file.

Line breaks in heading, legend and row names depend on the window's width, so `plot.js` lays them out, from
the texts in the figure's ``layout.meta``.
"""

import json
from html import escape
from pathlib import Path
from typing import Any, Final

import plotly.graph_objects as go
import streamlit as st

from pages.charts.browser import component, json_in_script, read_assets
from pages.charts.grid import draw_grid, grid_page
from pages.charts.plotly_maps import draw_plane, draw_tiles
from pages.charts.plotly_rows import draw_bars, draw_dots
from pages.charts.plotly_style import TEMPLATES, add_legend_entries
from pages.ui import address
from pages.ui.text import Language, t
from pages.ui.theme import FONT, Mode, current_mode
from pipeline.schema.chart import Bars, Chart, Dots, Grid, Plane, Tiles

_BUNDLE: Final = Path(__file__).parents[2] / "static" / "plotly-basic.min.js"
_SCRIPTS: Final = "common.js plane.js plot.js"
_STYLES: Final = "common.css plot.css"
_HOLDER: Final = '<div class="plot-holder"></div>'
# Plotly adds its CSS to the document, which does not apply within a shadow tree.
_PLOT: Final = component("plot", _HOLDER, f"{_SCRIPTS} plot_component.js", _STYLES, isolated=False)
_PAGE_CSS: Final = (
    f"body{{font:14px/1.6 {FONT};color:#1d2733;max-width:1060px;margin:1.5rem auto;padding:0 1rem}}"
    "p{overflow-wrap:anywhere}table{border-collapse:collapse;font-size:13px}"
    "td,th{padding:.25rem .6rem;text-align:left;border-bottom:1px solid #d5dce3}"
)
_DRAW: Final = {Bars: draw_bars, Dots: draw_dots, Tiles: draw_tiles, Plane: draw_plane}


def draw_chart(chart: Chart, *, opens: bool, selected: str | None = None) -> str | None:
    """Draw a chart without its menu, and return the key that a click has just opened, if any.

    ``opens`` enables clicks; ``selected`` is the key of the highlighted cell of a grid.
    """
    words = t("点击查看详情", "click for the details") if opens else ""
    if isinstance(chart.body, Grid):
        return draw_grid(chart, opens=words, selected=selected)
    mode, failed = current_mode(), "The chart could not be drawn; please reload the page."
    base = st.get_option("server.baseUrlPath").strip("/")
    data = {
        "figure": _figure_json(chart, mode),
        # Saved pictures are in light colours.
        "print": _figure_json(chart, "light") if mode == "dark" else None,
        "plotly": f"{f'/{base}' if base else ''}/app/static/{_BUNDLE.name}",
        "opens": words,
        "alt": chart.alt,
        "failed": t("图表没能画出，请重新载入页面。", failed),
    }
    return _PLOT(data=data, key=f"drawn_{chart.file_name}", on_opened_change=address.record_input).opened


def web_page(chart: Chart, language: Language) -> bytes:
    """Return a self-contained HTML file of a chart, its citation and its data."""
    if isinstance(chart.body, Grid):
        drawn = grid_page(chart)
    else:
        figure = json_in_script(_figure_json(chart, "light"))
        drawn = (
            f"<style>{read_assets(_STYLES)}</style><script>{_BUNDLE.read_text(encoding='utf-8')}</script>"
            f'<main class="plot-holder" role="img" aria-label="{escape(chart.alt)}"></main>'
            f"<script>{read_assets(_SCRIPTS)}\nconst FIGURE = {figure}\n"
            "drawFigure(document.querySelector('main'), FIGURE, FIGURE, null)</script>"
        )
    rows = chart.frame.round(4).to_html(index=False, border=0, na_rep="–", float_format="{:.12g}".format)
    return (
        f'<!doctype html>\n<html lang="{"zh-CN" if language == "zh" else "en"}"><head><meta charset="utf-8">'
        '<meta name="referrer" content="no-referrer">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(chart.title)}</title><style>{_PAGE_CSS}</style></head>\n<body>{drawn}"
        f"<p>{escape(chart.cite)}</p>{rows}</body></html>\n"
    ).encode()


def chart_figure(chart: Chart, mode: Mode = "light") -> go.Figure:
    """Return the Plotly figure, without its template, of a chart with any body but a grid.

    Marks have (key, hint) as ``customdata``. ``layout.meta`` has title, subtitle and source; ``rows`` (name,
    detail, note, key, hint) for bars and dots; ``tiles`` for tiles; ``places`` for a plane.
    """
    meta = {"title": chart.title, "subtitle": chart.subtitle, "source": chart.source}
    figure = go.Figure(layout={"meta": meta})
    _DRAW[type(chart.body)](figure, chart, mode)
    drawn = {series.name for series in getattr(chart.body, "series", ())}
    add_legend_entries(figure, (entry for entry in chart.legend if entry.name not in drawn), mode)
    return figure


def _figure_json(chart: Chart, mode: Mode) -> dict[str, Any]:
    figure = json.loads(chart_figure(chart, mode).to_json())
    figure["layout"]["template"] = TEMPLATES[mode]
    return figure
