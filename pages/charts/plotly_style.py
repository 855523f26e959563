"""What all Plotly figures share: templates of the light and the dark page, colours, legends, numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

import plotly.graph_objects as go
import plotly.io as pio

from pages.ui.theme import DARK, FONT, LIGHT, Mode, Palette, dark_colours, palette
from pipeline.schema.chart import Entry

SYMBOLS: Final = {"triangle": "triangle-up", "ring": "circle-open", "plus": "cross", "cross": "x"}
"""Plotly's names of the markers that it calls otherwise."""

SILENT: Final = {"showlegend": False, "hoverinfo": "skip"}
"""Settings of traces that are only drawn."""

_IN_DARK: Final = dark_colours()


def _template(colours: Palette) -> go.layout.Template:
    axis = {"gridcolor": colours.rule, "zerolinecolor": colours.quiet, "linecolor": colours.rule}
    small = {"color": colours.quiet, "size": 12}
    ends = {"tickfont": small, "title": {"font": small, "standoff": 4}, "title_standoff": 4}
    legend = {"orientation": "h", "font": {"size": 12}, "traceorder": "normal", "bgcolor": "rgba(0,0,0,0)"}
    return go.layout.Template(
        layout={
            "font": {"family": FONT, "size": 13, "color": colours.ink},
            "paper_bgcolor": colours.paper,
            "plot_bgcolor": colours.paper,
            "xaxis": {**axis, **ends},
            "yaxis": {**axis, "tickfont": {"color": colours.ink, "size": 13}, "ticklabelstandoff": 6},
            "legend": legend,
            "uniformtext": {"minsize": 10, "mode": "hide"},
            "hovermode": "closest",
            # Half a small mark: a larger distance would pick a neighbour.
            "hoverdistance": 6,
            "dragmode": False,
        }
    )


pio.templates["plan_atlas_light"] = _template(LIGHT)
pio.templates["plan_atlas_dark"] = _template(DARK)


def colour_in_mode(colour: str, mode: Mode) -> str:
    """A colour of the light page as it is in a mode."""
    return _IN_DARK.get(colour, colour) if mode == "dark" else colour


def add_legend_entries(figure: go.Figure, legend: Sequence[Entry], drawn: set[str], mode: Mode) -> None:
    """The entries of a legend that no series stands for."""
    quiet = palette(mode).quiet
    for entry in (entry for entry in legend if entry.name not in drawn):
        symbol, fill = (
            ("square-open-dot", quiet) if entry.dashed else ("square", colour_in_mode(entry.colour, mode))
        )
        figure.add_scatter(
            name=f"{entry.mark} {entry.name}".strip(),
            x=[None],
            y=[None],
            mode="markers",
            marker={"symbol": symbol, "size": 13, "color": fill, "line": {"color": quiet, "width": 1}},
            hoverinfo="skip",
        )


def tick_format(number_format: str) -> str:
    """A spreadsheet's number format as d3 writes it: ``#,##0.0`` -> ``,.1f``."""
    decimals = len(found[1]) if (found := re.search(r"0\.(0+)", number_format)) else 0
    if "%" in number_format:
        return f".{decimals}%"
    return ",~r" if number_format == "General" else f",.{decimals}f"


def escape_tags(words: str) -> str:
    """Words in which Plotly finds no tags; lines stay lines."""
    escaped = words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return escaped.replace("\n", "<br>")
