"""Tile-grid maps, and planes of labelled places."""

from __future__ import annotations

from typing import Final

import plotly.graph_objects as go

from pages.charts.plotly_style import SYMBOLS, add_legend_entries, palette_of, shade
from pages.ui.theme import LIGHT, Mode, Palette, readable_on
from pipeline.schema.chart import Chart, Plane, Tile, Tiles

_TILE: Final = 0.95
"""How much of its place a tile fills."""


def draw_tiles(figure: go.Figure, chart: Chart, mode: Mode) -> None:
    body = chart.body
    assert isinstance(body, Tiles)
    tiles, palette = body.tiles, palette_of(mode)
    fills = [shade(tile.fill, mode) for tile in tiles]
    inks = [_tile_ink(tile, fill, palette) for tile, fill in zip(tiles, fills, strict=True)]
    figure.add_trace(
        go.Bar(
            x=[tile.column for tile in tiles],
            y=[_TILE] * len(tiles),
            base=[-tile.row - _TILE / 2 for tile in tiles],
            width=[_TILE] * len(tiles),
            marker={
                "color": fills,
                "line": {"color": palette.rule, "width": 1},
                "pattern": {
                    "shape": ["/" if tile.hatched else "" for tile in tiles],
                    "fgcolor": palette.rule,
                    "bgcolor": fills,
                    "fillmode": "replace",
                    "size": 7,
                },
            },
            text=[tile.label for tile in tiles],
            textfont={"color": inks},
            textposition="inside",
            insidetextanchor="middle",
            textangle=0,
            constraintext="none",
            customdata=[(tile.key, tile.hint) for tile in tiles],
            hoverinfo="none",
            showlegend=False,
        )
    )
    for tile in (tile for tile in tiles if tile.dashed):
        left, top = tile.column - _TILE / 2, -tile.row - _TILE / 2
        figure.add_shape(
            type="rect",
            x0=left,
            x1=left + _TILE,
            y0=top,
            y1=top + _TILE,
            line={"color": palette.quiet, "width": 1, "dash": "dash"},
        )
    columns, rows = [tile.column for tile in tiles], [tile.row for tile in tiles]
    hidden = {"visible": False, "fixedrange": True}
    figure.update_layout(
        meta={
            **figure.layout.meta,
            "tiles": [{"name": tile.label, "text": tile.text, "key": tile.key} for tile in tiles],
            "columns": max(columns) - min(columns) + 1,
            "lines": max(rows) - min(rows) + 1,
            "fill": _TILE,
        },
        uniformtext={"mode": False},
        showlegend=bool(chart.legend),
        legend={"itemclick": False, "itemdoubleclick": False},
        xaxis={"range": [min(columns) - 0.5, max(columns) + 0.5], **hidden},
        yaxis={"range": [-max(rows) - 0.5, -min(rows) + 0.5], **hidden},
    )
    add_legend_entries(figure, chart.legend, set(), mode)


def _tile_ink(tile: Tile, fill: str, palette: Palette) -> str:
    return palette.quiet if tile.ink == LIGHT.quiet else readable_on(fill)


def draw_plane(figure: go.Figure, chart: Chart, mode: Mode) -> None:
    """Places as marks; where their labels find room depends on the width: `plot.js` places them."""
    body = chart.body
    assert isinstance(body, Plane)
    palette = palette_of(mode)
    at = {place.label: (place.x, place.y) for series in body.series for place in series.places}
    order = [place.label for series in body.series for place in series.places]
    for one, other in body.links:
        ends = (at[one], at[other])
        figure.add_trace(
            go.Scatter(
                x=[x for x, _ in ends],
                y=[y for _, y in ends],
                mode="lines",
                line={"color": palette.quiet, "width": 1.3},
                hoverinfo="skip",
                showlegend=False,
            )
        )
    first = {one for one, _ in body.links}
    for series in body.series:
        symbol, colour = SYMBOLS.get(series.marker, series.marker), shade(series.colour, mode)
        ringed = [place.label in first for place in series.places]
        hollow = symbol.endswith("open")
        figure.add_trace(
            go.Scatter(
                name=series.name,
                x=[place.x for place in series.places],
                y=[place.y for place in series.places],
                mode="markers",
                marker={
                    "symbol": symbol,
                    "color": colour,
                    "size": 12,
                    "line": {
                        "color": [palette.ink if ring else colour for ring in ringed],
                        "width": [2.5 if ring or hollow else 0 for ring in ringed],
                    },
                },
                customdata=[(place.key, place.hint) for place in series.places],
                hoverinfo="none",
                cliponaxis=False,
            )
        )
    linked = {label for pair in body.links for label in pair}
    hidden = {"showgrid": False, "zeroline": False, "showticklabels": False}
    framed = {**hidden, "showline": True, "mirror": True, "linecolor": palette.rule}
    figure.update_layout(
        meta={
            **figure.layout.meta,
            "places": [
                {
                    "label": place.label,
                    "x": place.x,
                    "y": place.y,
                    "key": place.key,
                    "hint": place.hint,
                    "bold": place.label in linked,
                }
                for series in body.series
                for place in series.places
            ],
            "links": [[order.index(one), order.index(other)] for one, other in body.links],
        },
        showlegend=len(body.series) > 1,
        legend={"itemclick": False, "itemdoubleclick": False},
        xaxis=framed,
        yaxis={**framed, "scaleanchor": "x"},
    )
