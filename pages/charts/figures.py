"""What every Plotly figure has in common: title, subtitle, legend and source note are part of the picture."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import plotly.graph_objects as go

from pages.charts.parts import Heading
from pages.ui.theme import FONT, Palette
from pipeline.schema.chart import Chart

BAR: Final = 26
"""Height of a bar with its gap, in pixels."""

_LABEL_SIZE: Final = 13
_SMALL_SIZE: Final = 12
_SOURCE_HEIGHT: Final = 34


@dataclass(frozen=True)
class Part:
    """One part of a stacked bar, and of the legend."""

    code: str
    name: str
    fill: str
    ink: str
    mark: str = ""

    @property
    def legend(self) -> str:
        return f"{self.mark} {self.name}".strip()


@dataclass(frozen=True)
class LedgerFigure:
    """A figure with its description for those who don't see it, and its file's name without ending.

    ``exhibit`` is as in `pages.charts.picture.Picture`.
    """

    figure: go.Figure
    alt: str
    file_name: str
    exhibit: Callable[[], Chart] | None = None


def framed(
    figure: go.Figure,
    heading: Heading,
    palette: Palette,
    *,
    height: int,
    left: int,
    legend: bool,
    bottom: int = 8,
) -> go.Figure:
    """Write heading, place of the legend and source note into a figure; ``height`` is the plot's own."""
    top = 92 if legend else 62
    below = bottom + _SOURCE_HEIGHT
    whole = height + top + below
    figure.update_layout(
        template="none",
        height=whole,
        margin={"l": left, "r": 16, "t": top, "b": below},
        paper_bgcolor=palette.paper,
        plot_bgcolor=palette.paper,
        font={"family": FONT, "size": _LABEL_SIZE, "color": palette.ink},
        title={
            "text": f"<b>{plain(heading.title)}</b>",
            "subtitle": {
                "text": plain(heading.subtitle),
                "font": {"size": _LABEL_SIZE, "color": palette.quiet, "family": FONT},
            },
            "font": {"size": 18, "color": palette.ink, "family": FONT},
            "x": 0,
            "xref": "container",
            "xanchor": "left",
            "y": 1 - 24 / whole,
            "yref": "container",
            "yanchor": "bottom",
            "pad": {"l": 4},
        },
        showlegend=legend,
        legend={
            "orientation": "h",
            "x": 0,
            "xref": "container",
            "y": 1 - 58 / whole,
            "yref": "container",
            "yanchor": "top",
            "traceorder": "normal",
            "font": {"size": _SMALL_SIZE, "color": palette.ink, "family": FONT},
            "itemclick": False,
            "itemdoubleclick": False,
            "bgcolor": "rgba(0,0,0,0)",
        },
        hoverlabel={
            "bgcolor": palette.panel,
            "bordercolor": palette.rule,
            "font": {"family": FONT, "size": _LABEL_SIZE, "color": palette.ink},
            "align": "left",
        },
        dragmode=False,
    )
    figure.add_annotation(
        text=plain(heading.source),
        x=0,
        xref="paper",
        xanchor="left",
        xshift=4 - left,
        y=0,
        yref="paper",
        yanchor="bottom",
        yshift=6 - below,
        showarrow=False,
        align="left",
        font={"size": 11, "color": palette.quiet, "family": FONT},
    )
    return figure


def plain(words: str) -> str:
    """Words in which Plotly finds no tags."""
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def text_width(words: str, size: float) -> float:
    """How wide words are in pixels, nearly: a Chinese character is as wide as it is high."""
    return sum(size * (1.0 if unicodedata.east_asian_width(sign) in "WF" else 0.56) for sign in words)
