"""How a Plotly chart is shown: with a description for those who don't see it, and with its menu."""

from __future__ import annotations

from html import escape
from typing import Final

import streamlit as st

from pages.charts import stage
from pages.charts.chart_menu import Source, key_class, show_menu
from pages.charts.figures import LedgerFigure
from pages.ui.text import Language
from pipeline.schema.chart import Chart

_CONFIG: Final = {"displayModeBar": False, "responsive": True, "scrollZoom": False, "doubleClick": False}


def show_chart(chart: LedgerFigure) -> None:
    """Show a Plotly figure with its menu; its file name is also the key, so it is unique on a page."""
    key = f"chart_{chart.file_name}"
    with stage.holder(chart.file_name, f"holder_{chart.file_name}") as alone:
        if alone:
            st.html(_enlarged(chart.figure.layout.height))
        st.plotly_chart(chart.figure, theme=None, config=_CONFIG, alt=chart.alt, key=key)
        if not alone:
            show_menu(
                Source(
                    chart.file_name,
                    key_class(key),
                    chart.alt,
                    exhibit=chart.exhibit,
                    page=lambda exhibit, language: web_page(chart, exhibit, language),
                )
            )


def web_page(chart: LedgerFigure, exhibit: Chart, language: Language) -> bytes:
    """A Plotly figure as one HTML file that needs nothing else, with what its exhibit says of it."""
    drawn = chart.figure.to_html(full_html=False, include_plotlyjs=True, config={"displayModeBar": False})
    name = {"zh": "zh-CN", "en": "en"}[language]
    paper, ink = chart.figure.layout.paper_bgcolor, chart.figure.layout.font.color
    return (
        f'<!doctype html>\n<html lang="{name}"><head><meta charset="utf-8">'
        '<meta name="referrer" content="no-referrer">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(exhibit.title)}</title></head>\n"
        f'<body style="font:14px/1.6 sans-serif;color:{ink};background:{paper}">\n'
        f'<main aria-label="{escape(exhibit.alt)}">{drawn}</main>\n'
        f'<p style="overflow-wrap:anywhere">{escape(exhibit.cite)}</p>\n'
        f"{exhibit.frame.to_html(index=False, border=0)}</body></html>\n"
    ).encode()


def _enlarged(height: float) -> str:
    """A rule that makes a figure so many pixels high as high as the stage, and as wide."""
    # The figure takes the size that its container has on the screen: so the container keeps the size for
    # which the letters are made, and only what stands in it is enlarged. The quotient of two lengths is no
    # number in CSS, but the tangent of their angle is.
    return (
        "<style>.st-key-stage .stElementContainer:has(.stPlotlyChart){position:absolute;left:3vmin;top:3vmin;"
        f"width:{height * 16 / 9:.0f}px!important;height:{height:g}px!important;max-width:none}}"
        ".st-key-stage .js-plotly-plot{transform-origin:0 0;"
        f"transform:scale(calc(tan(atan2(var(--stage-height),{height:g}px))))}}</style>"
    )
