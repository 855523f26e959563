"""Figures that stand on their own: title, subtitle, legend and source note are part of the picture.

Every builder is a function from values to a `Chart`; nothing here knows of the page or the session.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd
import plotly.graph_objects as go

from pages.shared.text import DEPTHS, FATES, Language, named
from pages.shared.theme import FONT, MARKS, Palette, readable_on

BAR: Final = 26
"""Height of a bar with its gap, in pixels."""

_LABEL_SIZE: Final = 13
_SMALL_SIZE: Final = 12
_MOST_LABEL: Final = 280
_SOURCE_HEIGHT: Final = 34


@dataclass(frozen=True)
class Heading:
    """What is written around a figure."""

    title: str
    subtitle: str
    source: str


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
class Chart:
    """A figure with its description for those who don't see it, and its file's name without ending."""

    figure: go.Figure
    alt: str
    file_name: str


def depth_parts(palette: Palette, language: Language) -> list[Part]:
    """The depths as parts, from the most to the least."""
    return [
        Part(code, named(DEPTHS, code, language), palette.depth_fills[code], palette.depth_inks[code], MARKS[code])
        for code in reversed(DEPTHS)
    ]


def fate_parts(palette: Palette, language: Language) -> list[Part]:
    """The fates of source characters as parts."""
    return [Part(code, named(FATES, code, language), palette.fates[code], readable_on(palette.fates[code])) for code in FATES]


def stacked_bars(
    rows: Mapping[str, Mapping[str, float]],
    parts: Sequence[Part],
    heading: Heading,
    palette: Palette,
    *,
    file_name: str,
    alt: str,
    shares: bool = False,
    keys: Sequence[str] | None = None,
) -> Chart:
    """One bar per row, from top to bottom, made of parts.

    Parameters
    ----------
    rows
        From the label of a bar to the value of each part by its code.
    parts
        The parts from left to right; those that are nowhere more than zero are left out.
    shares
        Whether values are shares from 0 to 1, written as per cent.
    keys
        What a click on a bar gives, in the order of ``rows``; by default its label.
    """
    labels = list(rows)
    present = [part for part in parts if any(rows[label].get(part.code, 0) for label in labels)]
    longest = max((sum(values.values()) for values in rows.values()), default=0.0)
    figure = go.Figure()
    for part in present:
        values = [float(rows[label].get(part.code, 0)) for label in labels]
        figure.add_bar(
            y=[plain(label) for label in labels],
            x=values,
            name=part.legend,
            orientation="h",
            marker={"color": part.fill, "line": {"color": palette.rule, "width": 1}},
            text=[_inside(value, longest, shares) for value in values],
            textposition="inside",
            insidetextanchor="middle",
            textangle=0,
            textfont={"color": part.ink, "size": _SMALL_SIZE},
            customdata=list(keys or labels),
            hovertemplate=f"%{{y}}<br>{plain(part.name)} %{{x{':.1%' if shares else ''}}}<extra></extra>",
        )
    figure.update_layout(barmode="stack", bargap=0.22)
    figure.update_xaxes(tickformat=".0%" if shares else "d", range=[0, longest or 1])
    return Chart(_framed_bars(figure, labels, heading, palette, legend=True), alt, file_name)


def bars(
    rows: Mapping[str, float],
    heading: Heading,
    palette: Palette,
    *,
    file_name: str,
    alt: str,
    most: float | None = None,
    shares: bool = False,
    keys: Sequence[str] | None = None,
    fill: str | None = None,
) -> Chart:
    """One bar per row, from top to bottom, with its value at its end.

    Parameters
    ----------
    rows
        From the label of a bar to its value.
    most
        Where the axis ends, if not at the largest value.
    shares, keys
        As in `stacked_bars`.
    fill
        Colour of the bars, by default the accent.
    """
    labels, values = list(rows), [float(value) for value in rows.values()]
    figure = go.Figure()
    figure.add_bar(
        y=[plain(label) for label in labels],
        x=values,
        orientation="h",
        marker_color=fill or palette.accent,
        text=[_written(value, shares) for value in values],
        textposition="outside",
        cliponaxis=False,
        textfont={"color": palette.ink, "size": _SMALL_SIZE},
        customdata=list(keys or labels),
        hovertemplate=f"%{{y}} %{{x{':.1%' if shares else ''}}}<extra></extra>",
    )
    figure.update_layout(bargap=0.3)
    end = most or max(values, default=0.0) or 1
    figure.update_xaxes(tickformat=".0%" if shares else "d", range=[0, end * 1.08])
    return Chart(_framed_bars(figure, labels, heading, palette, legend=False), alt, file_name)


def tile_map(
    tiles: pd.DataFrame, heading: Heading, palette: Palette, *, file_name: str, alt: str, steps: Sequence[Part]
) -> Chart:
    """One square per region on a grid; no border is drawn.

    Parameters
    ----------
    tiles
        region_id, tile_column, tile_row, label, value (what is written under the name), step (code of a part
        of ``steps``), hover.
    steps
        The classes of colour, in the order of the legend.
    """
    by_code = {part.code: part for part in steps}
    figure = go.Figure()
    for part in steps:
        figure.add_scatter(
            x=[None],
            y=[None],
            mode="markers",
            name=part.legend,
            marker={"symbol": "square", "size": 14, "color": part.fill, "line": {"color": palette.quiet, "width": 1}},
            hoverinfo="skip",
        )
    for tile in tiles.itertuples():
        part = by_code[str(tile.step)]
        figure.add_shape(
            type="rect",
            x0=tile.tile_column - 0.47,
            x1=tile.tile_column + 0.47,
            y0=tile.tile_row - 0.47,
            y1=tile.tile_row + 0.47,
            fillcolor=part.fill,
            line={"color": palette.rule, "width": 1},
            layer="below",
        )
    figure.add_scatter(
        x=tiles["tile_column"],
        y=tiles["tile_row"],
        mode="markers+text",
        marker={"symbol": "square", "size": 44, "opacity": 0.01, "color": palette.accent},
        selected={"marker": {"opacity": 0.01}},
        unselected={"marker": {"opacity": 0.01}},
        text=[f"<b>{plain(str(tile.label))}</b><br>{plain(str(tile.value))}" for tile in tiles.itertuples()],
        textfont={"color": [by_code[str(step)].ink for step in tiles["step"]], "size": _SMALL_SIZE},
        customdata=tiles["region_id"],
        hovertext=[plain(str(text)) for text in tiles["hover"]],
        hovertemplate="%{hovertext}<extra></extra>",
        showlegend=False,
    )
    rows = int(tiles["tile_row"].max()) - int(tiles["tile_row"].min()) + 1
    figure.update_xaxes(visible=False, constrain="domain")
    figure.update_yaxes(visible=False, autorange="reversed", scaleanchor="x", constrain="domain")
    framed(figure, heading, palette, height=rows * 58, left=8, legend=True)
    return Chart(figure, alt, file_name)


def framed(
    figure: go.Figure, heading: Heading, palette: Palette, *, height: int, left: int, legend: bool, bottom: int = 8
) -> go.Figure:
    """Write the heading, the legend's place and the source note into a figure; ``height`` is the plot's own."""
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


def shortened(words: str, size: float, most: float) -> str:
    """Words cut to fit ``most`` pixels."""
    if text_width(words, size) <= most:
        return words
    while words and text_width(f"{words}…", size) > most:
        words = words[:-1]
    return f"{words.rstrip()}…"


def _framed_bars(
    figure: go.Figure, labels: Sequence[str], heading: Heading, palette: Palette, *, legend: bool
) -> go.Figure:
    shown = [shortened(label, _LABEL_SIZE, _MOST_LABEL) for label in labels]
    left = int(max((text_width(label, _LABEL_SIZE) for label in shown), default=0)) + 24
    figure.update_yaxes(
        autorange="reversed",
        tickmode="array",
        tickvals=[plain(label) for label in labels],
        ticktext=[plain(label) for label in shown],
        ticks="",
        ticklabelstandoff=8,
        showgrid=False,
        zeroline=False,
        fixedrange=True,
    )
    figure.update_xaxes(
        gridcolor=palette.rule, zeroline=False, tickfont={"size": _SMALL_SIZE, "color": palette.quiet}, fixedrange=True
    )
    return framed(figure, heading, palette, height=len(labels) * BAR + 8, left=left, legend=legend, bottom=30)


def _inside(value: float, longest: float, shares: bool) -> str:
    return _written(value, shares) if longest and value / longest >= 0.045 else ""


def _written(value: Any, shares: bool) -> str:
    return f"{value:.0%}" if shares else f"{value:,.0f}"
