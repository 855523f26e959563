"""The pictures of the gaps page: bars of gaps, and maps of one square per region."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, Final

import pandas as pd

from pages.charts.drawing import svg
from pages.charts.drawing.stacked import Look, Piece, stacked
from pages.charts.drawing.tiles import fitted, hatching, tile_grid
from pages.charts.parts import Heading
from pages.charts.picture import Picture
from pages.gaps.exhibits import gaps_exhibit, squares_exhibit
from pages.gaps.kinds import Kind, depth_kinds
from pages.ui.text import Language, joined, plural
from pages.ui.theme import DARK, LIGHT
from pipeline.schema.model import GAP_DEPTHS

_WIDTHS: Final = (520, 400)
_GAP: Final = 3
_BAR: Final = 25
_LOOK: Final = Look(_BAR - 7, 13.5, 11.5, 6)


def region_map(
    regions: pd.DataFrame,
    kinds: Sequence[Kind],
    heading: Heading,
    language: Language,
    *,
    alt: str,
    file_name: str,
) -> Picture:
    """One square per region on a grid; no border is drawn.

    Parameters
    ----------
    regions
        As in the codebook, with the columns kind (the code of one of ``kinds``), open (what a click opens,
        empty for nothing) and hint (a list of lines).
    kinds
        In the order of the legend; those that no region has are left out of it.
    """
    present = [kind for kind in kinds if (regions["kind"] == kind.code).any()]
    layouts = tuple(_layout(regions, present, heading, language, alt, width) for width in _WIDTHS)
    exhibit = partial(squares_exhibit, regions, present, heading, language, alt=alt, file_name=file_name)
    return Picture(layouts, alt, file_name, exhibit)


def _layout(
    regions: pd.DataFrame, kinds: Sequence[Kind], heading: Heading, language: Language, alt: str, width: int
) -> svg.Layout:
    head = svg.headed(heading, width)
    hatch = f"gap-hatch{width}"
    swatches = [svg.Swatch(_swatch(kind, hatch), kind.name) for kind in kinds]
    key = svg.legend(swatches, head.height + 8, width)
    grid = tile_grid(regions, head.height + key.height + 16, width)
    side = grid.side - _GAP
    by_code = {kind.code: kind for kind in kinds}
    tiles = []
    for region in regions.to_dict("records"):
        kind = by_code[region["kind"]]
        x, y = grid.corner(region)
        hint = [str(line) for line in region["hint"]]
        drawn = _square(kind, x, y, side, hatch) + _label(region, kind, x, y, side, language)
        tiles.append(svg.part(drawn, code=str(region["open"]), hint=hint, said=joined(hint, language)))
    blocks = [_style(kinds), hatching(hatch), head.svg, key.svg, *tiles]
    return svg.sealed(blocks, heading=heading, alt=alt, width=width, height=grid.bottom + 10, name="gap-map")


def _square(kind: Kind, x: float, y: float, side: float, hatch: str) -> str:
    # Two layouts of a picture stand in one document: what differs between them can't be a rule of style.
    fill = f' style="fill:url(#{hatch})"' if kind.hatched else ""
    size = f'x="{x:g}" y="{y:g}" width="{side:g}" height="{side:g}"'
    return f'<rect class="is-{kind.code} edge"{fill} {size} rx="3"/>'


def _label(region: Mapping[Any, Any], kind: Kind, x: float, y: float, side: float, language: Language) -> str:
    """A region's name in a square, and under it the sign of its kind."""
    lines, size = fitted(str(region[f"short_{language}"]), side - 4, 13 if language == "zh" else 11.5)
    step, sign = size * 1.12, (13 if len(lines) == 1 else 10.5) if kind.sign else 0
    base = y + (side - len(lines) * step - sign * 1.1) / 2 + size * 0.9
    ink = f"on-{kind.code}{' halo' if kind.hatched else ''}"
    rows = [(line, base + number * step, size) for number, line in enumerate(lines)]
    if kind.sign:
        rows.append((kind.sign, rows[-1][1] + sign * 1.2, sign))
    return "".join(
        svg.words(text, x + side / 2, foot, high, kind=ink, anchor="middle") for text, foot, high in rows
    )


def _swatch(kind: Kind, hatch: str = "") -> str:
    fill = f' style="fill:url(#{hatch})"' if kind.hatched else ""
    sign = svg.words(kind.sign, 7, 11.2, 10.5, kind=f"on-{kind.code}", anchor="middle") if kind.sign else ""
    return f'<rect class="is-{kind.code}"{fill} x=".5" y=".5" width="13" height="13" rx="2"/>{sign}'


def _style(kinds: Sequence[Kind]) -> str:
    quiet = svg.both(LIGHT.quiet, DARK.quiet)
    edge = svg.both("#b4bec8", "#4a5966")
    rules = []
    for kind in kinds:
        line = f"stroke:{quiet};stroke-dasharray:{kind.border}" if kind.border else f"stroke:{edge}"
        rules.append(
            f".is-{kind.code}{{fill:{svg.both(*kind.fills)};{line}}}.on-{kind.code}{{fill:{svg.both(*kind.inks)}}}"
        )
    rules.append(f".halo{{paint-order:stroke;stroke:{svg.both(LIGHT.paper, DARK.paper)};stroke-width:4px}}")
    return f"<style>{''.join(rules)}</style>"


def gap_bars(
    counts: pd.DataFrame,
    key: str,
    names: Mapping[str, str],
    heading: Heading,
    language: Language,
    *,
    alt: str,
    file_name: str,
) -> Picture:
    """A bar of gaps for each region or task, parted by depth.

    Parameters
    ----------
    counts
        As `pipeline.store.gap_tables.gap_counts` counts them, in the order in which they are to stand.
    key
        The column of ``counts`` that names a row; it is also what a click opens.
    names
        What is written before a bar, by key.
    """
    kinds = [kind for kind in depth_kinds(language) if kind.code in GAP_DEPTHS and counts[kind.code].any()][
        ::-1
    ]
    layouts = tuple(
        _bars_layout(counts, key, names, kinds, heading, language, alt, width) for width in (980, 400)
    )
    exhibit = partial(gaps_exhibit, counts, key, names, heading, language, alt=alt, file_name=file_name)
    return Picture(layouts, alt, file_name, exhibit)


def _bars_layout(
    counts: pd.DataFrame,
    key: str,
    names: Mapping[str, str],
    kinds: Sequence[Kind],
    heading: Heading,
    language: Language,
    alt: str,
    width: int,
) -> svg.Layout:
    head = svg.headed(heading, width)
    top = svg.legend([svg.Swatch(_swatch(kind), kind.name) for kind in kinds], head.height + 8, width)
    labels = {code: names[code] for code in counts[key]}
    left = min(max(svg.width_of(name, 13) for name in labels.values()), width * 0.42) + svg.MARGIN + 10
    scale = (width - left - 40) / max(int(counts["gaps"].max()), 1)
    y, rows = head.height + top.height + 18, []
    for row in counts.to_dict("records"):
        rows.append(_bar(row, str(row[key]), labels[row[key]], kinds, (left, y, scale, width), language))
        y += _BAR
    return svg.sealed(
        [_style(kinds), head.svg, top.svg, *rows],
        heading=heading,
        alt=alt,
        width=width,
        height=y + 8,
        name="gap-bars",
    )


def _bar(
    row: Mapping[Any, Any],
    code: str,
    name: str,
    kinds: Sequence[Kind],
    place: tuple[float, float, float, float],
    language: Language,
) -> str:
    left, y, scale, width = place
    pieces = (
        Piece(
            int(row[kind.code]) * scale,
            f"is-{kind.code}",
            f"on-{kind.code}",
            (f"{kind.sign} {int(row[kind.code])}",),
        )
        for kind in kinds
    )
    bar, end = stacked(pieces, left, y, _LOOK)
    drawn = [
        svg.row(y - 3, _BAR - 1, width),
        bar,
        svg.words(svg.cut(name, 13, left - svg.MARGIN - 10), svg.MARGIN, y + 14, 13, kind="i lift"),
        svg.words(str(int(row["gaps"])), end + 7, y + 14, 13, weight=650),
    ]
    gaps = {"zh": f"{row['gaps']} 个缺口", "en": plural(int(row["gaps"]), "gap", "gaps")}[language]
    parts = joined((f"{kind.name} {row[kind.code]}" for kind in kinds if row[kind.code]), language)
    hint = [name, gaps, parts] if parts else [name, gaps]
    return svg.part("".join(drawn), code=code, hint=hint, said=joined(hint, language))
