"""The bars of profiles and reports: how many cells of each depth, by key area, macro-region or region."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

import pandas as pd

from pages.charts.drawing import svg
from pages.charts.drawing.stacked import Look, Piece, stacked
from pages.charts.exhibits import exhibit_of
from pages.charts.parts import Heading, depth_entries, unique
from pages.charts.picture import Picture
from pages.ui.text import DEPTHS, Language, joined, named
from pages.ui.theme import DARK, LIGHT, MARKS
from pipeline.schema.chart import Bars, Chart, Series
from pipeline.schema.model import COVERED_DEPTHS
from pipeline.schema.model import DEPTHS as DEPTH_ORDER

_WIDTHS: Final = (640, 400)
_ROW: Final = 26
_SIZE: Final = 13.0
_LOOK: Final = Look(_ROW - 7, 14, 11.5, 5)
_DEEP_FIRST: Final = tuple(reversed(DEPTH_ORDER))


@dataclass(frozen=True)
class DepthRow:
    """A bar: how many cells of each depth, and what a click on it opens."""

    name: str
    counts: Mapping[str, int]
    code: str = ""

    @property
    def cells(self) -> int:
        return sum(self.counts.values())

    @property
    def covered(self) -> int:
        return sum(self.counts.get(depth, 0) for depth in COVERED_DEPTHS)


@dataclass(frozen=True)
class DepthBars:
    """What bars of depths show, on a page or in a report.

    ``unit`` is what a bar stands for, for the axis of the chart that a slide or a report makes of them.
    """

    rows: tuple[DepthRow, ...]
    heading: Heading
    unit: str
    file_name: str


def depth_picture(bars: DepthBars, language: Language) -> Picture:
    """A bar for each row, parted by depth, the deepest first; behind it how many are covered."""
    alt = depth_alt(bars.rows, language)
    layouts = tuple(_layout(bars.rows, bars.heading, language, alt, width) for width in _WIDTHS)
    return Picture(layouts, alt, bars.file_name, partial(depth_exhibit, bars, language))


def depth_exhibit(bars: DepthBars, language: Language) -> Chart:
    """The same bars as slides, reports and files of data are made from."""
    rows, shown = bars.rows, shown_depths(bars.rows)
    series = tuple(
        Series(
            named(DEPTHS, depth, language),
            tuple(float(row.counts.get(depth, 0)) or None for row in rows),
            LIGHT.depth_fills[depth],
        )
        for depth in shown
    )
    names = unique([row.name for row in rows])
    frame = pd.DataFrame(
        {bars.unit: names, **{named(DEPTHS, depth, language): _column(rows, depth) for depth in shown}}
    )
    return exhibit_of(
        bars.heading,
        Bars(names, series, stacked=True, number_format="0"),
        frame,
        alt=depth_alt(rows, language),
        file_name=bars.file_name,
        legend=depth_entries(language, shown),
    )


def depth_alt(rows: Sequence[DepthRow], language: Language) -> str:
    """What the bars show, in words."""
    return "; ".join(f"{row.name}: {_told(row, language)}" for row in rows)


def shown_depths(rows: Sequence[DepthRow]) -> list[str]:
    """The depths that occur, the deepest first."""
    return [depth for depth in _DEEP_FIRST if any(row.counts.get(depth) for row in rows)]


def _layout(
    rows: Sequence[DepthRow], heading: Heading, language: Language, alt: str, width: int
) -> svg.Layout:
    head = svg.headed(heading, width)
    shown = shown_depths(rows)
    key = svg.legend(
        [svg.Swatch(_swatch(depth), named(DEPTHS, depth, language)) for depth in shown],
        head.height + 6,
        width,
    )
    most = width * 0.4
    left = min(max(svg.width_of(row.name, _SIZE) for row in rows), most) + svg.MARGIN + 10
    behind = max(svg.width_of(_behind(row), 12.5, 650) for row in rows) + 10
    scale = (width - left - behind - svg.MARGIN) / max(1, *(row.cells for row in rows))
    y, parts = head.height + key.height + 14, [_style(shown), head.svg, key.svg]
    for row in rows:
        parts.append(_bar(row, shown, (left, y, scale, width), language))
        y += _ROW
    return svg.sealed(parts, heading=heading, alt=alt, width=width, height=y + 8, name="profile-depths")


def _bar(
    row: DepthRow, shown: Sequence[str], place: tuple[float, float, float, float], language: Language
) -> str:
    left, y, scale, width = place
    label = svg.cut(row.name, _SIZE, left - svg.MARGIN - 10)
    pieces = (
        Piece(value * scale, f"is-{depth}", f"on-{depth}", (f"{MARKS[depth]} {value}",))
        for depth in shown
        if (value := row.counts.get(depth, 0))
    )
    bar, end = stacked(pieces, left, y + 2, _LOOK)
    drawn = [
        svg.row(y, _ROW, width),
        svg.words(label, svg.MARGIN, y + 16, _SIZE, kind="i lift"),
        bar,
        svg.words(_behind(row), end + 7, y + 16, 12.5, weight=650),
    ]
    told = _told(row, language)
    return svg.part("".join(drawn), code=row.code, hint=(row.name, told), said=f"{row.name}: {told}")


def _behind(row: DepthRow) -> str:
    return f"{row.covered}/{row.cells}"


def _told(row: DepthRow, language: Language) -> str:
    covered = {"zh": f"覆盖 {_behind(row)}", "en": f"{row.covered} of {row.cells} covered"}[language]
    parts = [
        f"{named(DEPTHS, depth, language)} {row.counts[depth]}"
        for depth in _DEEP_FIRST
        if row.counts.get(depth)
    ]
    return joined([covered, *parts], language)


def _column(rows: Sequence[DepthRow], depth: str) -> list[int]:
    return [row.counts.get(depth, 0) for row in rows]


def _swatch(depth: str) -> str:
    return f'<rect class="is-{depth}" x=".5" y=".5" width="13" height="13" rx="2"/>' + svg.words(
        MARKS[depth], 7, 11, 10, kind=f"on-{depth}", anchor="middle"
    )


def _style(shown: Sequence[str]) -> str:
    edge = svg.both("#b4bec8", "#4a5966")
    rules = (
        f".is-{depth}{{fill:{svg.both(LIGHT.depth_fills[depth], DARK.depth_fills[depth])};stroke:{edge}}}"
        f".on-{depth}{{fill:{svg.both(LIGHT.depth_inks[depth], DARK.depth_inks[depth])}}}"
        for depth in shown
    )
    return f"<style>{''.join(rules)}</style>"
