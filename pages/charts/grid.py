"""Grids drawn by the component in `grid.js`, from compact JSON.

Plotly's heatmap is slower to update, reports no clicks, and has no keyboard navigation.
"""

import json
from base64 import b64encode
from collections.abc import Mapping
from gzip import compress
from html import escape
from typing import Any, Final

import streamlit as st

from pages.charts.browser import component, json_in_script, read_assets
from pages.charts.plotly_style import colour_in_mode
from pages.ui import address
from pages.ui.codes import STATUSES, name_of
from pages.ui.text import t
from pages.ui.theme import DARK, LIGHT, contrast, readable_on
from pipeline.schema.chart import Chart, Entry, Grid, GridCell
from pipeline.schema.grids import EMPTY

_SCRIPTS: Final = "common.js grid_drawing.js grid.js"
_STYLES: Final = "common.css grid.css"
_HOLDER: Final = '<div class="grid-holder"></div>'
_GRID: Final = component("grid", _HOLDER, f"{_SCRIPTS} grid_component.js", _STYLES, isolated=False)
_HINTS: Final = st.components.v2.component(
    "plan_atlas_hints",
    js="""export default function ({ data }) {
  const bytes = Uint8Array.from(atob(data.packed), (sign) => sign.charCodeAt(0))
  const unpacked = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))
  new Response(unpacked).json().then((hints) => { (window.planAtlasHints ??= {})[data.name] = hints })
}""",
)
NO_VALUES: Final = {
    status: GridCell(mark, LIGHT.outside, LIGHT.quiet)
    for status, mark in {"no_plan": "/", "unread": "?", "outside": ""}.items()
}
"""Cells of a region without a plan, by status; `/` is drawn as hatching."""

_MIN_CONTRAST: Final = 4.5
_TOTAL_COLOURS: Final = ("#8fa3b5", "#5d7082")


def draw_grid(chart: Chart, *, opens: str, selected: str | None = None) -> str | None:
    """As `pages.charts.plot.draw_chart`, for a grid; ``opens`` says in tooltips that a click opens more."""
    how = t("用方向键移动，按回车打开。", "Move with the arrow keys; Enter opens.")
    view = {"name": chart.file_name, "opens": opens, "selected": selected, "how": how}
    data = {"grid": grid_data(chart), **view}
    return _GRID(data=data, key=f"drawn_{chart.file_name}", on_opened_change=address.record_input).opened


def send_hints(file_name: str, hints: Mapping[str, str]) -> None:
    """Send further tooltip lines of a grid's cells by key, apart from the grid.

    They are long: so they are not sent again whenever a filter redraws the grid.
    """
    packed = compress(json.dumps(dict(hints), ensure_ascii=False).encode(), mtime=0)
    _HINTS(data={"name": file_name, "packed": b64encode(packed).decode()}, key=f"hints_{file_name}")


def grid_data(chart: Chart) -> dict[str, Any]:
    """Return the data of `grid.js`: the fields of the `Grid`, with cells as indices into ``kinds``.

    A kind is style, text and hint; a style is fill and ink in light and in dark mode. -1 is an empty cell.
    """
    body = chart.body
    assert isinstance(body, Grid), "charts with other bodies are drawn by Plotly"
    styles: dict[tuple[str, str], int] = {}
    kinds: dict[tuple[str, str, str, str], int] = {}

    def kind_of(cell: GridCell) -> int:
        if not (cell.text or cell.hint or cell.fill != EMPTY.fill):
            return -1
        styles.setdefault((cell.fill, cell.ink), len(styles))
        return kinds.setdefault((cell.fill, cell.ink, cell.text, cell.hint), len(kinds))

    cells = [list(map(kind_of, line)) for line in body.cells]
    legend = [
        [entry.name, styles.setdefault((entry.colour, readable_on(entry.colour)), len(styles)), entry.mark]
        for entry in chart.legend
    ]
    shades = ("ink", "quiet", "rule", "paper")
    colours = {name: (getattr(LIGHT, name), getattr(DARK, name)) for name in shades}
    keys = ([cell.key for cell in line] for line in body.cells)
    return {
        **vars(body),
        **{name: getattr(chart, name) for name in ("title", "subtitle", "source", "alt")},
        "legend": legend,
        "cells": cells,
        "keys": [line if any(line) else None for line in keys],
        "kinds": [[styles[fill, ink], text, hint] for fill, ink, text, hint in kinds],
        "styles": [_make_style(fill, ink) for fill, ink in styles],
        "colours": {**colours, "band": (LIGHT.outside, DARK.outside), "total": _TOTAL_COLOURS},
    }


def grid_page(chart: Chart) -> str:
    """Return the body of a self-contained HTML page with a grid."""
    data = json_in_script(grid_data(chart))
    return (
        f"<style>{read_assets(_STYLES)}</style>"
        f'<main class="grid-holder" aria-label="{escape(chart.alt)}"></main>'
        f"<script>{read_assets(_SCRIPTS)}\nshowGrid(document.querySelector('main'), {data})</script>"
    )


def status_entry(status: str) -> Entry:
    """Return the legend entry of regions without a plan, by status."""
    return Entry(name_of(STATUSES, status), NO_VALUES[status].fill, NO_VALUES[status].text)


def _make_style(fill: str, ink: str) -> tuple[str, str, str, str]:
    """Return fill and ink in light and in dark mode; white is no fill."""
    dark_ink = colour_in_mode(ink, "dark")
    if ink == EMPTY.ink:
        ink, dark_ink = LIGHT.ink, DARK.ink
    if fill == EMPTY.fill:
        return "", ink, "", dark_ink
    dark = colour_in_mode(fill, "dark")
    return fill, ink, dark, dark_ink if contrast(dark_ink, dark) >= _MIN_CONTRAST else readable_on(dark)
