"""The ledger as a picture: what the characters of each plan became."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

import pandas as pd
import plotly.graph_objects as go

from pages.charts.exhibits import exhibit_of
from pages.charts.figures import BAR, LedgerFigure, Part, framed, plain, text_width
from pages.charts.parts import Heading
from pages.ui.text import FATES, Language, named, percent
from pages.ui.theme import FONT, LIGHT, Palette
from pipeline.schema.chart import Bars, Chart, Entry, Series
from pipeline.schema.model import CELL_FATES, FURNITURE_FATES

FURNITURE: Final = "furniture"
"""All furniture in one, beside the cells."""

_LEFT: Final = (0.0, 0.63)
_RIGHT: Final = (0.67, 1.0)
_PANEL_HEAD: Final = 26
_NARROWEST_LABEL: Final = 0.08
_ROOM_FOR_ENDS: Final = 1.3
_PATTERNS: Final = {
    "title": "x",
    "header": "",
    "serial": "|",
    "area": "\\",
    "page_number": "-",
    "overprint": "+",
    "preface": ".",
    "delimiter": ".",
    "other_column": "/",
    "unread": "x",
}
_LIGHT_FILLS: Final = {**LIGHT.fates, FURNITURE: LIGHT.outside}
_NAMES: Final[dict[str, dict[Language, str]]] = {
    "plan": {"zh": "工作要点", "en": "Plan"},
    "characters": {"zh": "非空白字符", "en": "Characters"},
    FURNITURE: {"zh": "版面元素", "en": "page furniture"},
    "cells_heading": {"zh": "全部字符", "en": "All characters"},
    "furniture_heading": {"zh": "版面元素（放大）", "en": "Furniture, enlarged"},
}


@dataclass(frozen=True)
class PlanAccount:
    """One plan's account: its label, its characters, and the share of each fate."""

    plan_id: str
    label: str
    characters: int
    shares: Mapping[str, float]

    @property
    def furniture(self) -> float:
        return sum(self.shares.get(fate, 0.0) for fate in FURNITURE_FATES)


def ledger_chart(
    accounts: Sequence[PlanAccount],
    heading: Heading,
    palette: Palette,
    language: Language,
    *,
    file_name: str,
    alt: str,
) -> LedgerFigure:
    """Two stacks per plan: cells against furniture, and furniture by its kinds on a scale of its own.

    A fate is told by its place, its colour and its pattern; shares that leave room for it are written in.
    """
    figure = go.Figure()
    cells = [_part(code, palette, language) for code in (*CELL_FATES, FURNITURE)]
    kinds = [_part(code, palette, language) for code in _by_size(accounts)]
    most = max((account.furniture for account in accounts), default=0.0) or 0.01
    for part in cells:
        _stack(figure, accounts, part, palette, axis="x", longest=1.0)
    for part in kinds:
        _stack(figure, accounts, part, palette, axis="x2", longest=most * _ROOM_FOR_ENDS)
    _write_ends(figure, accounts, palette)
    left = _label_axis(figure, accounts, palette)
    axis = {
        "fixedrange": True,
        "gridcolor": palette.rule,
        "zeroline": False,
        "tickformat": ".0%",
        "nticks": 6,
    }
    axis["tickfont"] = {"size": 12, "color": palette.quiet}
    figure.update_layout(
        barmode="stack",
        bargap=0.22,
        xaxis={**axis, "domain": _LEFT, "range": [0, 1], "tickvals": [0, 0.25, 0.5, 0.75]},
        xaxis2={**axis, "domain": _RIGHT, "range": [0, most * _ROOM_FOR_ENDS], "anchor": "y", "nticks": 4},
    )
    height = len(accounts) * BAR + _PANEL_HEAD
    figure.update_yaxes(domain=[0, 1 - _PANEL_HEAD / height])
    framed(figure, heading, palette, height=height, left=left, legend=True, bottom=30)
    _head_panels(figure, palette, language)
    exhibit = partial(_exhibit, accounts, cells, kinds, heading, language, alt=alt, file_name=file_name)
    return LedgerFigure(figure, alt, file_name, exhibit)


def _exhibit(
    accounts: Sequence[PlanAccount],
    cells: Sequence[Part],
    kinds: Sequence[Part],
    heading: Heading,
    language: Language,
    *,
    alt: str,
    file_name: str,
) -> Chart:
    """The cells against all furniture as bars; what the furniture consists of stands in the data."""
    labels = tuple(account.label for account in accounts)
    series = tuple(
        Series(part.name, tuple(_share(account, part.code) for account in accounts), _LIGHT_FILLS[part.code])
        for part in cells
    )
    frame = pd.DataFrame(
        {
            _NAMES["plan"][language]: labels,
            _NAMES["characters"][language]: [account.characters for account in accounts],
            **{
                part.name: [round(_share(account, part.code) * account.characters) for account in accounts]
                for part in (*cells, *kinds)
            },
        }
    )
    body = Bars(labels, series, stacked=True, number_format="0%")
    legend = [Entry(part.name, _LIGHT_FILLS[part.code]) for part in cells]
    return exhibit_of(heading, body, frame, alt=alt, file_name=file_name, legend=legend)


def _share(account: PlanAccount, code: str) -> float:
    return account.furniture if code == FURNITURE else account.shares.get(code, 0.0)


def _by_size(accounts: Sequence[PlanAccount]) -> list[str]:
    """The kinds of furniture that are there, the largest first, so that the small ones stand together."""
    total = {
        code: sum(account.shares.get(code, 0.0) * account.characters for account in accounts)
        for code in FURNITURE_FATES
    }
    return sorted((code for code in FURNITURE_FATES if total[code]), key=lambda code: -total[code])


def _part(code: str, palette: Palette, language: Language) -> Part:
    if code == FURNITURE:
        return Part(code, _NAMES[FURNITURE][language], palette.outside, palette.ink)
    return Part(code, named(FATES, code, language), palette.fates[code], palette.fate_inks[code])


def _stack(
    figure: go.Figure,
    accounts: Sequence[PlanAccount],
    part: Part,
    palette: Palette,
    *,
    axis: str,
    longest: float,
) -> None:
    values = [_share(account, part.code) for account in accounts]
    figure.add_bar(
        y=[account.plan_id for account in accounts],
        x=values,
        xaxis=axis,
        name=part.name,
        orientation="h",
        marker={
            "color": part.fill,
            "line": {"color": palette.paper, "width": 0.5},
            "pattern": _pattern(part),
        },
        text=[
            percent(value) if value >= _NARROWEST_LABEL * longest and axis == "x" else "" for value in values
        ],
        textposition="inside",
        insidetextanchor="middle",
        textangle=0,
        textfont={"color": part.ink, "size": 12},
        customdata=[
            (plain(account.label), f"{round(value * account.characters):,}")
            for account, value in zip(accounts, values, strict=True)
        ],
        hovertemplate="%{customdata[0]}<br>"
        + f"{plain(part.name)} %{{x:.2%}} · %{{customdata[1]}}<extra></extra>",
    )


def _pattern(part: Part) -> dict[str, Any]:
    return {
        "shape": _PATTERNS.get(part.code, ""),
        "fillmode": "replace",
        "bgcolor": part.fill,
        "fgcolor": part.ink,
        "fgopacity": 0.4,
        "size": 6,
        "solidity": 0.25,
    }


def _write_ends(figure: go.Figure, accounts: Sequence[PlanAccount], palette: Palette) -> None:
    """The share of all furniture at the end of each bar of it."""
    figure.add_scatter(
        x=[account.furniture for account in accounts],
        y=[account.plan_id for account in accounts],
        xaxis="x2",
        mode="text",
        text=[f" {percent(account.furniture, 1)}" for account in accounts],
        textposition="middle right",
        textfont={"color": palette.ink, "size": 11},
        cliponaxis=False,
        hoverinfo="skip",
        showlegend=False,
    )


def _label_axis(figure: go.Figure, accounts: Sequence[PlanAccount], palette: Palette) -> int:
    """Name each bar, with the plan's characters beside the name; returns the width that this takes."""
    figure.update_yaxes(
        range=[len(accounts) - 0.5, -0.5],
        type="category",
        tickmode="array",
        tickvals=[account.plan_id for account in accounts],
        ticktext=[
            f'{plain(account.label)}  <span style="color:{palette.quiet}">{account.characters:,}</span>'
            for account in accounts
        ],
        tickfont={"size": 13, "color": palette.ink},
        ticks="",
        ticklabelstandoff=8,
        showgrid=False,
        zeroline=False,
        fixedrange=True,
    )
    widest = max(
        (text_width(f"{account.label}  {account.characters:,}", 13) for account in accounts), default=0
    )
    return int(widest) + 24


def _head_panels(figure: go.Figure, palette: Palette, language: Language) -> None:
    for name, domain in (("cells_heading", _LEFT), ("furniture_heading", _RIGHT)):
        figure.add_annotation(
            text=_NAMES[name][language],
            x=domain[0],
            xref="paper",
            xanchor="left",
            y=1,
            yref="paper",
            yanchor="top",
            showarrow=False,
            font={"size": 12, "color": palette.quiet, "family": FONT},
        )
