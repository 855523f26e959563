"""Tile-grid maps, and planes of labelled places."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import plotly.graph_objects as go

from pages.charts.plotly_style import SYMBOLS, add_legend_entries, escape_tags, palette_of, shade
from pages.ui.theme import LIGHT, Mode, Palette, readable_on
from pipeline.schema.chart import Chart, Plane, Tile, Tiles

_TILE: Final = 0.95
"""How much of its place a tile fills."""

_LABEL_PLACES: Final = ("top center", "bottom center", "middle right", "middle left")


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
    body = chart.body
    assert isinstance(body, Plane)
    places = [place for series in body.series for place in series.places]
    sides = iter(_label_sides([(place.x, place.y) for place in places], [place.label for place in places]))
    for series in body.series:
        colour = shade(series.colour, mode)
        figure.add_trace(
            go.Scatter(
                name=series.name,
                x=[place.x for place in series.places],
                y=[place.y for place in series.places],
                mode="markers+text",
                text=[escape_tags(place.label) for place in series.places],
                textposition=[next(sides) for _ in series.places],
                textfont={"color": palette_of(mode).ink, "size": 12},
                marker={"symbol": SYMBOLS.get(series.marker, series.marker), "color": colour, "size": 11},
                customdata=[(place.key, place.hint) for place in series.places],
                hoverinfo="none",
                cliponaxis=False,
            )
        )
    hidden = {"showgrid": False, "zeroline": False, "showticklabels": False}
    figure.update_layout(
        showlegend=len(body.series) > 1,
        xaxis={**hidden, "range": _padded([place.x for place in places], 0.1)},
        yaxis={**hidden, "range": _padded([place.y for place in places], 0.08)},
    )


def _label_sides(points: Sequence[tuple[float, float]], labels: Sequence[str]) -> list[str]:
    """On which side of each point its label covers the fewest others, for a plane of 900 by 560 pixels."""
    wide, high = _spread([x for x, _ in points]) / 900, _spread([y for _, y in points]) / 560
    taken = [(x - 7 * wide, y - 7 * high, x + 7 * wide, y + 7 * high) for x, y in points]
    found = []
    for (x, y), label in zip(points, labels, strict=True):
        half = 6.5 * max(len(label), 2) * wide
        boxes = {
            "top center": (x - half, y + 6 * high, x + half, y + 22 * high),
            "bottom center": (x - half, y - 22 * high, x + half, y - 6 * high),
            "middle right": (x + 7 * wide, y - 8 * high, x + 7 * wide + 2 * half, y + 8 * high),
            "middle left": (x - 7 * wide - 2 * half, y - 8 * high, x - 7 * wide, y + 8 * high),
        }
        best = min(_LABEL_PLACES, key=lambda side: sum(_overlap(boxes[side], box) for box in taken))
        taken.append(boxes[best])
        found.append(best)
    return found


def _overlap(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> float:
    wide = min(one[2], other[2]) - max(one[0], other[0])
    high = min(one[3], other[3]) - max(one[1], other[1])
    return wide * high if wide > 0 and high > 0 else 0.0


def _spread(values: Sequence[float]) -> float:
    return (max(values) - min(values)) or 1.0


def _padded(values: Sequence[float], share: float) -> list[float]:
    pad = share * _spread(values)
    return [min(values) - pad, max(values) + pad]
