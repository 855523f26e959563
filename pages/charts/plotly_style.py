"""Shared parts of Plotly figures: templates for light and dark mode, colours, legends, number formats."""

import re
from collections.abc import Iterable
from html import escape
from typing import Any, Final

import plotly.graph_objects as go
import plotly.io as pio

from pages.ui.theme import DARK, FONT, LIGHT, Mode, Palette, dark_colours, palette
from pipeline.schema.chart import Entry

SYMBOLS: Final = {"triangle": "triangle-up", "ring": "circle-open", "plus": "cross", "cross": "x"}
"""Plotly's names of markers, where they differ."""

SILENT: Final = {"showlegend": False, "hoverinfo": "skip"}
"""Settings of traces without legend and tooltip."""

_IN_DARK: Final = dark_colours()


def _template(colours: Palette) -> dict[str, Any]:
    axis = {"gridcolor": colours.rule, "zerolinecolor": colours.quiet, "linecolor": colours.rule}
    small = {"color": colours.quiet, "size": 12}
    layout = {
        "font": {"family": FONT, "size": 13, "color": colours.ink},
        "paper_bgcolor": colours.paper,
        "plot_bgcolor": colours.paper,
        "xaxis": axis | {"tickfont": small, "title": {"font": small, "standoff": 4}},
        "yaxis": axis | {"tickfont": {"color": colours.ink, "size": 13}, "ticklabelstandoff": 6},
        "legend": {
            "orientation": "h",
            "font": {"size": 12},
            "traceorder": "normal",
            "bgcolor": "rgba(0,0,0,0)",
        },
        "uniformtext": {"minsize": 10, "mode": "hide"},
        "hovermode": "closest",
        # In pixels, half a small marker: a larger distance would pick a neighbour.
        "hoverdistance": 6,
        "dragmode": False,
    }
    return {"layout": go.Layout(layout).to_plotly_json()}


# Plotly would copy and check a template again for every figure.
pio.templates.default = None
TEMPLATES: Final[dict[Mode, dict[str, Any]]] = {"light": _template(LIGHT), "dark": _template(DARK)}
"""The template of a figure's JSON, by mode."""


def colour_in_mode(colour: str, mode: Mode) -> str:
    """Return a light mode colour's counterpart in a mode."""
    return _IN_DARK.get(colour, colour) if mode == "dark" else colour


def add_legend_entries(figure: go.Figure, entries: Iterable[Entry], mode: Mode) -> None:
    """Add empty traces for the legend entries that no trace has."""
    quiet, rule = palette(mode).quiet, palette(mode).rule
    for entry in entries:
        empty = {"name": f"{entry.mark} {entry.name}".strip(), "x": [None], "y": [None], "hoverinfo": "skip"}
        fill = quiet if entry.dashed else colour_in_mode(entry.colour, mode)
        marker = {"color": fill, "line": {"color": quiet, "width": 1}}
        if entry.hatched:
            figure.add_bar(**empty, marker={**marker, "pattern": {"shape": "/", "fgcolor": rule, "size": 5}})
        else:
            symbol = "square-open-dot" if entry.dashed else "square"
            figure.add_scatter(**empty, mode="markers", marker={**marker, "symbol": symbol, "size": 13})


def tick_format(number_format: str) -> str:
    """Translate a spreadsheet's number format to d3's: ``#,##0.0`` -> ``,.1~f``, without trailing zeros."""
    decimals = len(found[1]) if (found := re.search(r"0\.(0+)", number_format)) else 0
    if "%" in number_format:
        return f".{decimals}%"
    return ",~r" if number_format == "General" else f",.{decimals}~f"


def escape_tags(words: str) -> str:
    """Escape a text for Plotly, with line breaks as tags."""
    return escape(words, quote=False).replace("\n", "<br>")
