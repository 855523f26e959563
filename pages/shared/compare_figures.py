"""The pictures of the page of comparison: the depths of each region, and a bar of one number for each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from pages.shared import svg
from pages.shared.compare_data import Total, frame_of_totals
from pages.shared.exhibits import depth_entries, exhibit_of, labelled
from pages.shared.figures import Heading
from pages.shared.keywords_figures import Bar, bar_picture
from pages.shared.picture import Picture
from pages.shared.text import DEPTHS, Language, joined, named
from pages.shared.theme import DARK, LIGHT, MARKS
from pipeline.office.exhibit import Bars, Series

WIDTHS: Final = (560, 400)

_ROW: Final = 30
_SIZE: Final = 13.0
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
    swatches = [svg.Swatch(_swatch(depth), named(DEPTHS, depth, language)) for depth in shown]
    key = svg.legend(swatches, head.height + 6, width)
    left = (
        min(max(svg.width_of(names[total.region_id], _SIZE) for total in totals), width * 0.3)
        + svg.MARGIN
        + 12
    )
    behind = max(svg.width_of(text, 12.5, 650) for text in written.values()) + 12
    scale = (width - left - behind - svg.MARGIN) / max(sum(total.depths.values()) for total in totals)
    y = head.height + key.height + 14
    parts = [_style(), head.svg, key.svg]
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
    name, x = names[total.region_id], left
    drawn = [
        svg.row(y, _ROW, width),
        svg.words(svg.cut(name, _SIZE, left - svg.MARGIN - 10), svg.MARGIN, y + 19, _SIZE, kind="i lift"),
    ]
    for depth in shown:
        count = total.depths[depth]
        long = count * scale
        if not count:
            continue
        drawn.append(
            f'<path class="fill {depth}" d="M{x:.5g} {y + 4:g}h{long:.5g}v{_ROW - 8}h{-long:.5g}z"/>'
        )
        label = next(
            (text for text in (f"{MARKS[depth]} {count}", f"{count}") if svg.width_of(text, 12) + 4 <= long),
            "",
        )
        if label:
            drawn.append(svg.words(label, x + long / 2, y + 19, 12, kind=f"on_{depth}", anchor="middle"))
        x += long
    drawn.append(svg.words(written[total.region_id], x + 7, y + 19, 12.5, weight=650))
    hint = (
        f"{name}: {written[total.region_id]}",
        *(
            f"{MARKS[depth]} {named(DEPTHS, depth, language)} {total.depths[depth]}"
            for depth in shown
            if total.depths[depth]
        ),
    )
    return svg.part("".join(drawn), code=total.region_id, hint=hint, said=joined(hint, language))


def _swatch(depth: str) -> str:
    sign = svg.words(MARKS[depth], 7, 11, 11, kind=f"on_{depth}", anchor="middle")
    return f'<path class="fill {depth}" d="M.5 .5h13v13h-13z"/>{sign}'


def _style() -> str:
    rules = [f".fill{{stroke:{svg.both(LIGHT.rule, DARK.rule)};stroke-width:.8}}"]
    for depth in DEPTHS:
        rules.append(f".{depth}{{fill:{svg.both(LIGHT.depth_fills[depth], DARK.depth_fills[depth])}}}")
        rules.append(f".on_{depth}{{fill:{svg.both(LIGHT.depth_inks[depth], DARK.depth_inks[depth])}}}")
    return f"<style>{''.join(rules)}</style>"
