"""A grid as the component in `grid.js` draws it: the chart's names and cells, sent in as few words as can be.

Plotly's heatmap needs longer for a change of filters, tells nothing of a click and has no arrow keys.
"""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Mapping
from gzip import compress
from html import escape
from typing import Any, Final

import streamlit as st

from pages.charts.browser import json_in_script, read_assets
from pages.charts.plotly_style import colour_in_mode
from pages.ui import address
from pages.ui.text import STATUSES, name_of, t
from pages.ui.theme import DARK, FADED, LIGHT, contrast, readable_on
from pipeline.export.office.ink import blend
from pipeline.schema.chart import Chart, Entry, Grid, GridCell
from pipeline.schema.grids import EMPTY

SCRIPT: Final = read_assets("common.js", "grid_drawing.js", "grid.js")
STYLE: Final = read_assets("common.css", "grid.css")
_GRID: Final = st.components.v2.component(
    "plan_atlas_grid",
    html='<div class="grid-holder"></div>',
    css=STYLE,
    js=read_assets("common.js", "grid_drawing.js", "grid.js", "grid_component.js"),
    isolate_styles=False,
)
_HINTS: Final = st.components.v2.component(
    "plan_atlas_hints",
    js="""export default function ({ data }) {
  const bytes = Uint8Array.from(atob(data.packed), (sign) => sign.charCodeAt(0))
  const unpacked = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))
  new Response(unpacked).json().then((hints) => { (window.planAtlasHints ??= {})[data.name] = hints })
}""",
)
NO_VALUES: Final = {
    "no_plan": GridCell("/", LIGHT.outside, LIGHT.quiet),
    "unread": GridCell("?", LIGHT.outside, LIGHT.quiet),
    "outside": GridCell("", LIGHT.outside, LIGHT.quiet),
}
"""The cells of a region without a plan, by its status; `/` is drawn as hatching."""

_READABLE: Final = 4.5
_TOTAL: Final = ("#8fa3b5", "#5d7082")


def draw_grid(chart: Chart, *, opens: bool, selected: str | None = None) -> str | None:
    """Draw a chart whose body is a grid.

    Parameters
    ----------
    chart
        Its file name is the component's key.
    opens
        Whether a click opens anything.
    selected
        The key of the cell that is marked.

    Returns
    -------
    str or None
        The key of what the reader has just opened.
    """
    result = _GRID(
        data={
            "grid": grid_data(chart),
            "name": chart.file_name,
            "opens": opens,
            "selected": selected,
            "how": t("用方向键移动，按回车打开。", "Move with the arrow keys; Enter opens."),
        },
        key=f"drawn_{chart.file_name}",
        on_opened_change=address.record_input,
    )
    return result.opened


def send_hints(file_name: str, hints: Mapping[str, str]) -> None:
    """Send further lines for the hints of a grid's cells, by their keys, apart from the grid.

    They are many words: a grid that is drawn anew for each filter need not carry them each time.
    """
    packed = compress(json.dumps(dict(hints), ensure_ascii=False).encode(), mtime=0)
    _HINTS(data={"name": file_name, "packed": b64encode(packed).decode()}, key=f"hints_{file_name}")


def grid_data(chart: Chart) -> dict[str, Any]:
    """What `grid.js` is given: the fields of the `Grid`, but its cells as numbers of the kinds that occur."""
    body = chart.body
    assert isinstance(body, Grid), "a chart of another body is drawn by Plotly"
    styles: dict[tuple[str, str], int] = {}
    kinds: dict[tuple[str, str, str, str], int] = {}

    def kind(cell: GridCell) -> int:
        if cell == EMPTY or not (cell.text or cell.hint or cell.fill != EMPTY.fill):
            return -1
        styles.setdefault((cell.fill, cell.ink), len(styles))
        return kinds.setdefault((cell.fill, cell.ink, cell.text, cell.hint), len(kinds))

    cells = [list(map(kind, line)) for line in body.cells]
    legend = [
        [entry.name, styles.setdefault((entry.colour, readable_on(entry.colour)), len(styles)), entry.mark]
        for entry in chart.legend
    ]
    colours = {
        name: (getattr(LIGHT, name), getattr(DARK, name)) for name in ("ink", "quiet", "rule", "paper")
    }
    return {
        **vars(body),
        "title": chart.title,
        "subtitle": chart.subtitle,
        "source": chart.source,
        "alt": chart.alt,
        "legend": legend,
        "cells": cells,
        "keys": [
            keys if any(keys) else None for keys in ([cell.key for cell in line] for line in body.cells)
        ],
        "kinds": [[styles[fill, ink], text, hint] for fill, ink, text, hint in kinds],
        "styles": [_style(fill, ink) for fill, ink in styles],
        "colours": {**colours, "band": (LIGHT.outside, DARK.outside), "total": _TOTAL},
    }


def grid_page(chart: Chart) -> str:
    """The body of an HTML page that shows a grid and needs nothing else."""
    data = json_in_script(grid_data(chart))
    return (
        f'<style>{STYLE}</style><main class="grid-holder" aria-label="{escape(chart.alt)}"></main>'
        f"<script>{SCRIPT}\nshowGrid(document.querySelector('main'), {data})</script>"
    )


def status_entry(status: str) -> Entry:
    """The entry of a legend for the rows of regions that have no plan, by their status."""
    return Entry(name_of(STATUSES, status), NO_VALUES[status].fill, NO_VALUES[status].text)


def fade_colour(colour: str) -> str:
    """A colour of the light page as it is where it stands for what isn't asked for."""
    return blend(colour, LIGHT.paper, FADED)


def _style(fill: str, ink: str) -> tuple[str, str, str, str]:
    """Fill and ink in light and in dark; white is no fill."""
    in_dark = colour_in_mode(ink, "dark")
    if ink == EMPTY.ink:
        ink, in_dark = LIGHT.ink, DARK.ink
    if fill == EMPTY.fill:
        return "", ink, "", in_dark
    dark = colour_in_mode(fill, "dark")
    return fill, ink, dark, in_dark if contrast(in_dark, dark) >= _READABLE else readable_on(dark)
