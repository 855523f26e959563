"""A chart as one HTML file that needs nothing else."""

from __future__ import annotations

from html import escape
from typing import Final

from pages.charts.grid import grid_page
from pages.charts.plot import plot_page
from pages.ui.text import Language
from pipeline.schema.chart import Chart, Grid

_PAGE_CSS: Final = (
    "body{font:14px/1.6 -apple-system,'Segoe UI',Roboto,'PingFang SC','Microsoft YaHei','Noto Sans CJK SC',"
    "sans-serif;color:#1d2733;max-width:1060px;margin:1.5rem auto;padding:0 1rem}p{overflow-wrap:anywhere}"
    "table{border-collapse:collapse;font-size:13px}td,th{padding:.25rem .6rem;text-align:left;"
    "border-bottom:1px solid #d5dce3}"
)


def web_page(chart: Chart, language: Language) -> bytes:
    """The drawing of a chart, its citation, and its data as a table."""
    drawn = grid_page(chart) if isinstance(chart.body, Grid) else plot_page(chart)
    return (
        f'<!doctype html>\n<html lang="{"zh-CN" if language == "zh" else "en"}"><head><meta charset="utf-8">'
        '<meta name="referrer" content="no-referrer">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(chart.title)}</title><style>{_PAGE_CSS}</style></head>\n<body>{drawn}"
        f"<p>{escape(chart.cite)}</p>{chart.frame.to_html(index=False, border=0, na_rep='–')}</body></html>\n"
    ).encode()
