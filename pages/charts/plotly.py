"""A Chart as a Plotly figure: bars, dots and ranges, tiles and planes.

Where the heading, the legend and the names of rows break depends on the width that a reader's window has, so
`plot.js` lays them out; it finds what they say in the figure's ``layout.meta``.
"""

from __future__ import annotations

from typing import Any

import plotly.graph_objects as go

from pages.charts.plotly_maps import draw_plane, draw_tiles
from pages.charts.plotly_rows import draw_bars, draw_dots
from pages.ui.theme import Mode
from pipeline.schema.chart import Bars, Chart, Dots, Plane, Tiles


def chart_figure(chart: Chart, mode: Mode = "light") -> go.Figure:
    """The figure of a chart.

    Parameters
    ----------
    chart
        With any body but a grid.

    Returns
    -------
    Figure
        Its marks hold their key and hint as ``customdata``. ``layout.meta`` holds title, subtitle, source and
        body; for bars and dots, rows (name, detail, note, key and hint of each); for tiles, tiles;
        for a plane, places.
    """
    draw = {Bars: draw_bars, Dots: draw_dots, Tiles: draw_tiles, Plane: draw_plane}[type(chart.body)]
    figure = go.Figure(layout={"template": f"plan_atlas_{mode}"})
    figure.update_layout(meta=_heading(chart))
    draw(figure, chart, mode)
    return figure


def _heading(chart: Chart) -> dict[str, Any]:
    kind = {Bars: "rows", Dots: "rows", Tiles: "tiles", Plane: "plane"}[type(chart.body)]
    return {"title": chart.title, "subtitle": chart.subtitle, "source": chart.source, "body": kind}
