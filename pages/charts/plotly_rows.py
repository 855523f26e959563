"""Plotly figures of bars, and of dots with ranges: one row per name, the first at the top."""

from collections.abc import Sequence
from math import log10
from typing import Final

import plotly.graph_objects as go

from pages.charts.plotly_style import SILENT, SYMBOLS, colour_in_mode, escape_tags, tick_format
from pages.ui.theme import LIGHT, Mode, palette, readable_on
from pipeline.export.office.axis import fit_dots_axis, format_number, point_values, row_shifts
from pipeline.schema.chart import Bars, Chart, Dots, PointSeries, Series

_BAR: Final = 0.76
"""Height of a bar in rows of minimum height. Plotly hides texts that are higher than their bar."""

_ROW: Final = 30
"""Minimum height of a row in pixels; higher if its name takes several lines."""


def draw_bars(figure: go.Figure, chart: Chart, mode: Mode) -> None:
    body = chart.body
    assert isinstance(body, Bars)
    for series in body.series:
        _add_bars(figure, series, body, chart, mode)
    rows = [[value or 0.0 for value in row] for row in zip(*(one.values for one in body.series), strict=True)]
    ends = [sum(row) if body.stacked else max(row) for row in rows]
    lowest = min([0.0, *(value for row in rows for value in row)])
    # A little more than the longest bar, whose outline Plotly would cut otherwise.
    highest = 1.002 * max([body.reach, *ends]) or 1.0
    # Notes stand at the ends of the bars, unless these have texts there.
    free = body.stacked or not any(series.texts for series in body.series)
    places = [(end - lowest) / (highest - lowest) if free else 1.0 for end in ends]
    _add_rows(figure, body, chart, places)
    figure.update_layout(
        barmode="stack" if body.stacked else "group",
        bargap=0.24,
        bargroupgap=0.08,
        xaxis={
            "range": [lowest, highest],
            # No axis where every bar has its number as text.
            "visible": body.stacked or not all(series.texts for series in body.series),
            "fixedrange": True,
        },
    )


def _add_bars(figure: go.Figure, series: Series, body: Bars, chart: Chart, mode: Mode) -> None:
    fill, stacked = colour_in_mode(series.colour, mode), body.stacked
    # A missing value would restart the stack from 0.
    values = [value or 0.0 for value in series.values] if stacked else list(series.values)
    keys, hints = body.keys or [""] * len(values), series.hints or [""] * len(values)
    # Fills with little contrast to the page need an outline.
    pale = series.colour in {LIGHT.depth_fills["absent"], LIGHT.depth_fills["blank"], LIGHT.outside}
    edge = palette(mode).quiet if pale else palette(mode).paper
    # Hatching in the colour of the text would hide it.
    ink, line = readable_on(fill), {"color": edge, "width": 0.6 if stacked else 0}
    hatching = {"shape": series.pattern, "bgcolor": fill, "fgcolor": readable_on(ink), "fgopacity": 0.3}
    figure.add_bar(
        orientation="h",
        name=f"{_mark_of(series.name, chart)} {series.name}".strip(),
        x=values,
        y=list(range(len(values))),
        width=_BAR if stacked or len(body.series) == 1 else None,
        text=[escape_tags(text) for text in series.texts] or None,
        textposition="inside" if stacked else "outside",
        insidetextanchor="middle" if stacked else "end",
        textangle=0,
        insidetextfont={"color": ink, "size": 11.5},
        cliponaxis=False,
        marker={"color": fill, "line": line, "pattern": {**hatching, "size": 7}},
        customdata=list(zip(keys, hints, strict=True)),
        hoverinfo="none" if series.hints else "skip",
    )


def _mark_of(name: str, chart: Chart) -> str:
    return next((entry.mark for entry in chart.legend if entry.name == name), "")


def _add_rows(figure: go.Figure, body: Bars | Dots, chart: Chart, places: Sequence[float]) -> None:
    """Set up both axes, notes at ``places`` (0 to 1), and the texts from which `plot.js` lays out names."""
    names, headings = (body.rows, body.headings) if isinstance(body, Dots) else (body.categories, ())
    count = len(names)
    fields = {"detail": body.details, "note": body.notes, "key": body.keys, "hint": body.hints}
    rows = [
        {"name": name, "bold": at in headings}
        | {field: texts[at] if texts else "" for field, texts in fields.items()}
        for at, name in enumerate(names)
    ]
    figure.update_layout(
        meta={**figure.layout.meta, "rowHeight": _ROW, "rows": rows},
        showlegend=len(body.series) > 1 or bool(chart.legend),
        xaxis={"tickformat": tick_format(body.number_format), "title": {"text": body.unit}},
        yaxis={
            "range": [count - 0.5, -0.5],
            "tickvals": list(range(count)),
            "ticktext": list(names),
            "fixedrange": True,
            "showgrid": False,
            "zeroline": False,
        },
    )
    if any(body.notes):
        # An axis of their own, since the other can be logarithmic.
        hidden = {"visible": False, "fixedrange": True}
        figure.update_layout(xaxis2={"overlaying": "x", "range": [0, 1], **hidden})
        figure.add_scatter(
            x=places,
            y=list(range(count)),
            xaxis="x2",
            mode="text",
            text=[f"&nbsp;&nbsp;&nbsp;{escape_tags(note)}" for note in body.notes],
            textposition="middle right",
            cliponaxis=False,
            **SILENT,
        )


def draw_dots(figure: go.Figure, chart: Chart, mode: Mode) -> None:
    body = chart.body
    assert isinstance(body, Dots)
    axis = fit_dots_axis(body)
    rows = sorted({point.row for series in body.series for point in series.points})
    # A dotted line across each row that has points.
    figure.add_scatter(
        x=[x for _ in rows for x in (axis.low, axis.high, None)],
        y=[y for row in rows for y in (row, row, None)],
        mode="lines",
        line={"color": palette(mode).rule, "width": 1, "dash": "dot"},
        **SILENT,
    )
    for series, shift in zip(body.series, row_shifts(body), strict=True):
        _add_ranges(figure, series, shift, (axis.low, axis.high), mode)
        _add_dots(figure, series, shift, _mark_of(series.name, chart), mode)
    _add_rows(figure, body, chart, [1.0] * len(body.rows))
    ends = [log10(axis.low), log10(axis.high)] if axis.log else [axis.low, axis.high]
    kind = "log" if axis.log else "linear"
    figure.update_layout(xaxis={"type": kind, "range": ends, "dtick": 1 if axis.log else None})
    if body.reference:
        _add_reference(figure, *body.reference, axis.log, body.number_format, mode)


def _add_dots(figure: go.Figure, series: PointSeries, shift: float, mark: str, mode: Mode) -> None:
    dots = [
        (x, point.row + shift, (point.key, point.hint))
        for point in series.points
        for x in (point_values(point) if point.middle is None else [point.middle])
    ]
    xs, ys, opens = map(list, zip(*dots, strict=True)) if dots else ([], [], [])
    symbol, size = SYMBOLS.get(series.marker, series.marker), 7 if series.small else 10
    marker = {"symbol": symbol, "color": colour_in_mode(series.colour, mode), "size": size}
    figure.add_scatter(
        name=series.name if not mark or mark == "●" else f"{mark} {series.name}",
        mode="markers",
        x=xs,
        y=ys,
        marker={**marker, "line": {"width": 2 if symbol.endswith("open") else 0}},
        customdata=opens,
        hoverinfo="none" if any(hint for _, hint in opens) else "skip",
        cliponaxis=False,
        legendgroup=series.name,
    )


def _add_ranges(
    figure: go.Figure, series: PointSeries, shift: float, ends: tuple[float, float], mode: Mode
) -> None:
    """Add lines between bounds; for an open bound, a dotted arrow to the end of the axis."""
    colour = colour_in_mode(series.colour, mode)
    closed: list[tuple[float | None, float]] = []
    opened: list[tuple[float | None, float, str]] = []
    for point in series.points:
        stops, y = point_values(point), point.row + shift
        if len(stops) > 1:
            closed += [(stops[0], y), (stops[-1], y), (None, y)]
        for bound, at, arrow in ((point.high, -1, "triangle-right"), (point.low, 0, "triangle-left")):
            if bound is None and stops:
                opened += [(stops[at], y, "line-ns"), (ends[at], y, arrow), (None, y, "line-ns")]
    common = {**SILENT, "legendgroup": series.name, "cliponaxis": False}
    if closed:
        xs, ys = zip(*closed, strict=True)
        line = {"color": colour, "width": 3}
        figure.add_scatter(x=xs, y=ys, mode="lines", line=line, opacity=0.65, **common)
    if opened:
        xs, ys, symbols = zip(*opened, strict=True)
        line = {"color": colour, "width": 2, "dash": "dot"}
        marker = {"symbol": symbols, "size": 9, "color": colour}
        figure.add_scatter(x=xs, y=ys, mode="lines+markers", line=line, marker=marker, **common)


def _add_reference(
    figure: go.Figure, name: str, value: float, log: bool, number_format: str, mode: Mode
) -> None:
    figure.update_layout(meta={**figure.layout.meta, "reference": True})
    edge = {"color": palette(mode).ink, "width": 1.6, "dash": "dash"}
    figure.add_shape(type="line", x0=value, x1=value, y0=0, y1=1, yref="paper", line=edge)
    text = f"<b>{escape_tags(f'{name} {format_number(value, number_format)}')}</b>"
    place = {"x": log10(value) if log else value, "y": 1, "yref": "paper", "yanchor": "bottom"}
    figure.add_annotation(text=text, showarrow=False, font={"size": 12}, **place)
