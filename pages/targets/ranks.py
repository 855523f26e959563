"""The ranking of plans: a bar for each, by the share that is quantified or by the number of targets."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any, Final

import pandas as pd

from pages.charts.drawing import svg
from pages.charts.parts import Heading
from pages.charts.picture import Picture
from pages.targets.exhibits import ranks_exhibit
from pages.ui.evidence.evidence import records
from pages.ui.text import DEPTHS, Language, joined, named, plural, whole_percent
from pages.ui.theme import DARK, LIGHT, MARKS

_WIDTHS: Final = (980, 400)
_ROW: Final = 26
_NUMBER: Final = 96
_NAME: Final = 13


def ranking(
    plans: pd.DataFrame,
    order: str,
    heading: Heading,
    language: Language,
    *,
    alt: str,
    file_name: str,
    others: str = "",
) -> Picture:
    """The picture; a click on a row opens its region.

    Parameters
    ----------
    plans
        As `pipeline.store.store.quantified_plans` gives them out, in the order of their places, with
        the column region, a name.
    order
        ``share`` or ``targets``: what the bars show.
    others
        A line under the bars: the regions that have no plan to rank.
    """
    layouts = tuple(_layout(plans, order, heading, language, alt, others, width) for width in _WIDTHS)
    told = partial(
        ranks_exhibit, plans, order, heading, language, alt=alt, file_name=file_name, others=others
    )
    return Picture(layouts, alt, file_name, told)


def _layout(
    plans: pd.DataFrame, order: str, heading: Heading, language: Language, alt: str, others: str, width: int
) -> svg.Layout:
    head = svg.headed(heading, width)
    key = svg.legend(_swatches(order, language), head.height + 8, width)
    left = svg.MARGIN + max(svg.width_of(str(name), _NAME) for name in plans["region"]) + 14
    right = width - svg.MARGIN - 2 * _NUMBER if width > 500 else width - svg.MARGIN - 128
    longest = 1.0 if order == "share" else max(float(plans["targets"].max()), 1.0)
    y = head.height + key.height + 14
    drawn = [_titles(order, right, y, width, language)]
    y += 24
    for row in records(plans):
        drawn.append(_row(row, order, (left, right, y, width), longest, language))
        y += _ROW
    note = svg.paragraph(others, svg.MARGIN, y + 6, 12, width - 2 * svg.MARGIN, kind="q")
    height = y + (note.height + 12 if others else 6)
    blocks = [_style(), head.svg, key.svg, *drawn, note.svg if others else ""]
    return svg.sealed(blocks, heading=heading, alt=alt, width=width, height=height, name="targets")


def _swatches(order: str, language: Language) -> list[svg.Swatch]:
    if order == "targets":
        name = {"zh": "量化目标", "en": "targets"}[language]
        return [svg.Swatch('<path class="bar" d="M.5 .5h13v13h-13z"/>', name)]
    rest = {"zh": "具体而未量化", "en": "specific, not quantified"}[language]
    return [
        svg.Swatch(
            '<path class="bar" d="M.5 .5h13v13h-13z"/>'
            + svg.words(MARKS["quantified"], 7, 11, 10, kind="on", anchor="middle"),
            named(DEPTHS, "quantified", language),
        ),
        svg.Swatch('<path class="track" d="M.5 .5h13v13h-13z"/>', rest),
    ]


def _titles(order: str, right: float, y: float, width: float, language: Language) -> str:
    share, targets = {"zh": ("量化／具体", "目标数"), "en": ("quantified", "targets")}[language]
    return svg.words(share, right + (width - right) * 0.56, y + 12, 12, kind="q", anchor="end") + svg.words(
        targets, width - svg.MARGIN, y + 12, 12, kind="q", anchor="end"
    )


def _row(
    row: Mapping[str, Any],
    order: str,
    place: tuple[float, float, float, float],
    longest: float,
    language: Language,
) -> str:
    left, right, y, width = place
    specific, quantified, targets = int(row["specific"]), int(row["quantified"]), int(row["targets"])
    share = whole_percent(quantified / specific) if specific else "–"
    value = (quantified / specific if specific else 0.0) if order == "share" else targets
    room, long, high = right - left, (right - left) * value / longest, _ROW - 9
    drawn = [
        svg.row(y - 3, _ROW, width),
        svg.words(str(row["region"]), svg.MARGIN, y + 13.5, _NAME, kind="i lift"),
    ]
    if order == "share" and specific:
        drawn.append(f'<path class="track" d="M{left:.5g} {y:g}h{room:.5g}v{high}h{-room:.5g}z"/>')
    if long:
        drawn.append(f'<path class="bar" d="M{left:.5g} {y:g}h{long:.5g}v{high}h{-long:.5g}z"/>')
    weights = (650, 400) if order == "share" else (400, 650)
    counted = f"{share} ({quantified}/{specific})" if width > 500 else share
    end = right + (width - right) * 0.56
    drawn.append(svg.words(counted, end, y + 13.5, _NAME, weight=weights[0], anchor="end"))
    drawn.append(
        svg.words(f"{targets}", width - svg.MARGIN, y + 13.5, _NAME, weight=weights[1], anchor="end")
    )
    hint = [str(row["region"]), *_told(share, specific, quantified, targets, int(row["repeats"]), language)]
    said = joined(hint, language)
    hint.append({"zh": "点击看这个地区的目标", "en": "click for the region's targets"}[language])
    return svg.part("".join(drawn), code=str(row["region_id"]), hint=hint, said=said)


def _told(
    share: str, specific: int, quantified: int, targets: int, repeats: int, language: Language
) -> list[str]:
    again = {
        "zh": f"另有 {repeats} 处重复，不计" if repeats else "",
        "en": f"{plural(repeats, 'repeat', 'repeats')} not counted" if repeats else "",
    }[language]
    told = {
        "zh": (f"写得具体的 {specific} 项标准任务中 {quantified} 项量化（{share}）", f"{targets} 个量化目标"),
        "en": (
            f"{quantified} of {plural(specific, 'specific standard task', 'specific standard tasks')} "
            f"quantified ({share})",
            plural(targets, "target", "targets"),
        ),
    }[language]
    return [*told, again] if again else [*told]


def _style() -> str:
    fill = svg.both(LIGHT.depth_fills["quantified"], DARK.depth_fills["quantified"])
    ink = svg.both(LIGHT.depth_inks["quantified"], DARK.depth_inks["quantified"])
    track = svg.both(LIGHT.depth_fills["generic"], DARK.depth_fills["generic"])
    edge = svg.both(LIGHT.quiet, DARK.quiet)
    return (
        f"<style>.bar{{fill:{fill}}}.on{{fill:{ink}}}"
        f".track{{fill:{track};stroke:{edge};stroke-width:.6}}</style>"
    )
