"""The pictures of the page of comparison: the depths of each region, and a bar of one number for each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from pages.charts.dot_figures import Bar, bar_picture
from pages.charts.drawing import svg
from pages.charts.drawing.stacked import Look, depth_piece, depth_style, depth_swatch, stacked
from pages.charts.exhibits import exhibit_of
from pages.charts.parts import Heading, depth_entries, labelled
from pages.charts.picture import Picture
from pages.compare.data import Total, frame_of_totals
from pages.ui.text import DEPTHS, Language, joined, named
from pages.ui.theme import LIGHT, MARKS
from pipeline.schema.chart import Bars, Series

WIDTHS: Final = (560, 400)

_ROW: Final = 30
_SIZE: Final = 13.0
_LOOK: Final = Look(_ROW - 8, 15, 12, 4, digits=5)
_DEEP_FIRST: Final = tuple(reversed(DEPTHS))


def depth_picture(
    totals: Sequence[Total],
    names: dict[str, str],
    written: dict[str, str],
    labels: dict[str, str],
    heading: Heading,
    language: Language,
    *,
    alt: str,
    file_name: str,
) -> Picture:
    """The tasks of each region by depth, the deepest first; ``written`` stands behind the bar of a region.

    Parameters
    ----------
    labels
        The columns of `frame_of_totals` for the file of data, with what stands above them.
    """
    shown = [depth for depth in _DEEP_FIRST if any(total.depths[depth] for total in totals)]
    series = tuple(
        Series(
            named(DEPTHS, depth, language),
            tuple(float(total.depths[depth]) for total in totals),
            LIGHT.depth_fills[depth],
        )
        for depth in shown
    )
    body = Bars(tuple(names[total.region_id] for total in totals), series, stacked=True)
    frame = labelled(frame_of_totals(totals, names), labels)
    legend_of = depth_entries(language, shown)
    exhibit = exhibit_of(heading, body, frame, alt=alt, file_name=file_name, legend=legend_of)
    layouts = tuple(
        _depth_layout(totals, shown, names, written, heading, language, alt, width) for width in WIDTHS
    )
    return Picture(layouts, alt, file_name, lambda: exhibit)


def number_picture(
    totals: Sequence[Total],
    values: Sequence[float],
    names: dict[str, str],
    written: Sequence[str],
    heading: Heading,
    labels: dict[str, str],
    *,
    alt: str,
    file_name: str,
) -> Picture:
    """One number of each region as a bar; a click opens the region."""
    bars = [
        Bar(names[total.region_id], value, said, total.region_id, (f"{names[total.region_id]}: {said}",))
        for total, value, said in zip(totals, values, written, strict=True)
    ]
    colour = LIGHT.depth_fills["specific"]
    body = Bars(
        tuple(bar.name for bar in bars),
        (Series(heading.subtitle, tuple(map(float, values)), colour),),
        number_format="#,##0",
    )
    frame = labelled(frame_of_totals(totals, names), labels)
    exhibit = exhibit_of(heading, body, frame, alt=alt, file_name=file_name)
    drawn = bar_picture(bars, heading, alt=alt, file_name=file_name, widths=WIDTHS)
    return replace(drawn, exhibit=lambda: exhibit)


def _depth_layout(
    totals: Sequence[Total],
    shown: Sequence[str],
    names: dict[str, str],
    written: dict[str, str],
    heading: Heading,
    language: Language,
    alt: str,
    width: int,
) -> svg.Layout:
    head = svg.headed(heading, width)
    swatches = [svg.Swatch(depth_swatch(depth), named(DEPTHS, depth, language)) for depth in shown]
    key = svg.legend(swatches, head.height + 6, width)
    left = (
        min(max(svg.width_of(names[total.region_id], _SIZE) for total in totals), width * 0.3)
        + svg.MARGIN
        + 12
    )
    behind = max(svg.width_of(text, 12.5, 650) for text in written.values()) + 12
    scale = (width - left - behind - svg.MARGIN) / max(sum(total.depths.values()) for total in totals)
    y = head.height + key.height + 14
    parts = [depth_style(), head.svg, key.svg]
    for total in totals:
        parts.append(_depth_row(total, shown, names, written, language, (left, y, scale, width)))
        y += _ROW
    return svg.sealed(parts, heading=heading, alt=alt, width=width, height=y + 8, name="compare-depths")


def _depth_row(
    total: Total,
    shown: Sequence[str],
    names: dict[str, str],
    written: dict[str, str],
    language: Language,
    place: tuple[float, float, float, float],
) -> str:
    left, y, scale, width = place
    name = names[total.region_id]
    label = svg.cut(name, _SIZE, left - svg.MARGIN - 10)
    counts = [(depth, total.depths[depth]) for depth in shown if total.depths[depth]]
    pieces = (
        depth_piece(depth, count * scale, (f"{MARKS[depth]} {count}", f"{count}")) for depth, count in counts
    )
    bar, end = stacked(pieces, left, y + 4, _LOOK)
    drawn = [
        svg.row(y, _ROW, width),
        svg.words(label, svg.MARGIN, y + 19, _SIZE, kind="i lift"),
        bar,
        svg.words(written[total.region_id], end + 7, y + 19, 12.5, weight=650),
    ]
    hint = (
        f"{name}: {written[total.region_id]}",
        *(f"{MARKS[depth]} {named(DEPTHS, depth, language)} {count}" for depth, count in counts),
    )
    return svg.part("".join(drawn), code=total.region_id, hint=hint, said=joined(hint, language))
