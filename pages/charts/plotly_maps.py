"""Plotly figures of tile-grid maps, and of planes (scatter plots of labelled places)."""

from typing import Any, Final

import plotly.graph_objects as go

from pages.charts.plotly_style import SILENT, SYMBOLS, colour_in_mode
from pages.ui.theme import LIGHT, Mode, palette, readable_on
from pipeline.schema.chart import Chart, Plane, Tiles

_TILE: Final = 0.95
"""Width of a tile in columns."""

_NO_TOGGLE: Final = {"itemclick": False, "itemdoubleclick": False}


def draw_tiles(figure: go.Figure, chart: Chart, mode: Mode) -> None:
    body = chart.body
    assert isinstance(body, Tiles)
    tiles, colours = body.tiles, palette(mode)
    fills = [colour_in_mode(tile.fill, mode) for tile in tiles]
    inks = [
        colours.quiet if tile.ink == LIGHT.quiet else readable_on(fill)
        for tile, fill in zip(tiles, fills, strict=True)
    ]
    hatching = {"shape": ["/" if tile.hatched else "" for tile in tiles], "fgcolor": colours.rule, "size": 7}
    figure.add_bar(
        x=[tile.column for tile in tiles],
        y=[_TILE] * len(tiles),
        base=[-tile.row - _TILE / 2 for tile in tiles],
        width=[_TILE] * len(tiles),
        marker={"color": fills, "line": {"color": colours.rule, "width": 1}, "pattern": hatching},
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
    edge, half = {"color": colours.quiet, "width": 1, "dash": "dash"}, _TILE / 2
    for x, y in ((tile.column, -tile.row) for tile in tiles if tile.dashed):
        figure.add_shape(type="rect", x0=x - half, x1=x + half, y0=y - half, y1=y + half, line=edge)
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
        barmode="overlay",  # tiles keep their place beside bars of the legend
        showlegend=bool(chart.legend),
        legend=_NO_TOGGLE,
        xaxis={"range": [min(columns) - 0.5, max(columns) + 0.5], **hidden},
        yaxis={"range": [-max(rows) - 0.5, -min(rows) + 0.5], **hidden},
    )


def draw_plane(figure: go.Figure, chart: Chart, mode: Mode) -> None:
    """Add places as markers; `plot.js` places their labels, which depends on the width."""
    body = chart.body
    assert isinstance(body, Plane)
    colours = palette(mode)
    places = {place.label: place for series in body.series for place in series.places}
    for ends in body.links:
        x, y = [places[label].x for label in ends], [places[label].y for label in ends]
        figure.add_scatter(x=x, y=y, mode="lines", line={"color": colours.quiet, "width": 1.3}, **SILENT)
    first, linked = {one for one, _ in body.links}, {label for pair in body.links for label in pair}
    for series in body.series:
        symbol, colour = SYMBOLS.get(series.marker, series.marker), colour_in_mode(series.colour, mode)
        ringed = [place.label in first for place in series.places]
        edge = {
            "color": [colours.ink if ring else colour for ring in ringed],
            "width": [2.5 if ring or symbol.endswith("open") else 0 for ring in ringed],
        }
        figure.add_scatter(
            name=series.name,
            x=[place.x for place in series.places],
            y=[place.y for place in series.places],
            mode="markers",
            marker={"symbol": symbol, "color": colour, "size": 12, "line": edge},
            customdata=[(place.key, place.hint) for place in series.places],
            hoverinfo="none",
            cliponaxis=False,
        )
    framed: dict[str, Any] = dict.fromkeys(("showgrid", "zeroline", "showticklabels"), False)
    framed |= {"showline": True, "mirror": True, "linecolor": colours.rule}
    order = list(places)
    figure.update_layout(
        meta={
            **figure.layout.meta,
            "places": [{**vars(place), "bold": place.label in linked} for place in places.values()],
            "links": [[order.index(one), order.index(other)] for one, other in body.links],
        },
        showlegend=len(body.series) > 1,
        legend=_NO_TOGGLE,
        xaxis=framed,
        yaxis={**framed, "scaleanchor": "x"},
    )
