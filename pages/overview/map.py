"""The tile-grid map of the overview: one square per region, and no border that could be wrong."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

import pandas as pd

from pages.charts.depth_bars import depth_line, whole_percent
from pages.charts.depth_exhibits import map_exhibit
from pages.charts.drawing import svg
from pages.charts.drawing.steps import LIGHT_STEPS, STEPS, step_of_share, step_rules
from pages.charts.drawing.tiles import TileGrid, fitted, hatching, tile_grid
from pages.charts.figures import Heading
from pages.charts.picture import Picture
from pages.ui.evidence.evidence import records
from pages.ui.text import STATUSES, Language, joined, named, percent
from pages.ui.theme import DARK, LIGHT
from pipeline.schema.chart import Chart


def tile_map(
    regions: pd.DataFrame,
    heading: Heading,
    language: Language,
    *,
    alt: str,
    file_name: str,
    widths: Sequence[int] = (620, 440),
) -> Picture:
    """One square per region on a grid; no border is drawn.

    Parameters
    ----------
    regions
        As `pages.overview.facts.by_region` counts them; a region that has a plan but no cells is one
        that the filters leave out.
    """
    layouts = tuple(_map_layout(regions, heading, language, alt, width) for width in widths)
    return Picture(
        layouts, alt, file_name, partial(_exhibit, regions, heading, language, alt=alt, file_name=file_name)
    )


def _exhibit(
    regions: pd.DataFrame, heading: Heading, language: Language, *, alt: str, file_name: str
) -> Chart:
    counted = [None if pd.isna(share) else step_of_share(share) for share in regions["share"]]
    written = [
        _in_place_of_number(status, language) if pd.isna(share) else whole_percent(share)
        for status, share in zip(regions["status"], regions["share"], strict=True)
    ]
    steps = [(f"{name}%", colour) for (name, _), colour in zip(STEPS, LIGHT_STEPS, strict=True)]
    return map_exhibit(regions, steps, counted, written, heading, language, alt=alt, file_name=file_name)


def _map_layout(
    regions: pd.DataFrame, heading: Heading, language: Language, alt: str, width: int
) -> svg.Layout:
    head = svg.headed(heading, width)
    left_out = bool(((regions["status"] == "plan") & regions["share"].isna()).any())
    hatch = f"hatch{width}"
    key_svg, top = _map_legend(regions, left_out, hatch, head.height + 8, width, language)
    grid = tile_grid(regions, top + 6, width)
    tiles = "".join(_tile(region, grid, hatch, language) for region in records(regions))
    blocks = [_map_style(hatch), head.svg, key_svg, tiles]
    return svg.sealed(blocks, heading=heading, alt=alt, width=width, height=grid.bottom + 10, name="map")


def _map_legend(
    regions: pd.DataFrame, left_out: bool, hatch: str, top: float, width: float, language: Language
) -> tuple[str, float]:
    """The scale as one band with its classes under it, then the regions that have no number."""
    wide = min(56, (width - 2 * svg.MARGIN) / len(STEPS))
    parts = []
    for number, (name, _) in enumerate(STEPS):
        x = svg.MARGIN + number * wide
        parts.append(f'<path class="s{number}" d="M{x:g} {top:g}h{wide - 1:g}v12h{1 - wide:g}z"/>')
        parts.append(svg.words(f"{name}%", x + wide / 2, top + 26, 11, kind="q", anchor="middle"))
    present = set(regions["status"])
    others = [
        svg.Swatch(
            f'<path class="{status}" style="{_hatched(status, hatch)}" d="M.5 .5h13v13h-13z"/>',
            named(STATUSES, status, language),
        )
        for status in ("no_plan", "outside")
        if status in present
    ]
    if left_out:
        name = {"zh": "有工作要点，未选入", "en": "has a plan, not chosen"}[language]
        others.append(svg.Swatch('<path class="left_out" d="M.5 .5h13v13h-13z"/>', name))
    beside = svg.MARGIN + wide * len(STEPS) + 22
    needed = sum(39 + svg.width_of(entry.name, 12) for entry in others)
    if beside + needed <= width:
        block = svg.legend(others, top, width, left=beside)
        return "".join(parts) + block.svg, top + 32
    block = svg.legend(others, top + 36, width)
    return "".join(parts) + block.svg, top + 36 + block.height


def _tile(region: dict[str, Any], grid: TileGrid, hatch: str, language: Language) -> str:
    x, y = grid.corner(region)
    inner = grid.side - 3
    middle = x + inner / 2
    status, counted = region["status"], not pd.isna(region["share"])
    name = region[f"short_{language}"]
    if counted:
        step = step_of_share(region["share"])
        kind, ink, number = f"s{step}", f"t{step}", whole_percent(region["share"])
    else:
        kind = status if status != "plan" else "left_out"
        ink, number = "q halo" if status == "no_plan" else "q", _in_place_of_number(status, language)
    lines, size = fitted(name, inner - 7, 13 if language == "zh" else 11.5)
    if len(lines) > 1:
        size = min(size, inner * 0.2)
    below = 16.0 if counted else 11.0
    below = min(below, inner * (0.29 if len(lines) == 1 else 0.26))
    block = len(lines) * size * 1.12 + (below * 1.2 if number else 0)
    base = y + (inner - block) / 2 + size * 0.9
    texts = [
        svg.words(line, middle, base + at * size * 1.12, size, kind=ink, anchor="middle")
        for at, line in enumerate(lines)
    ]
    if number:
        fit = min(below, (inner - 4) / max(svg.width_of(number, 1.0, 650 if counted else 400), 0.1))
        foot = base + (len(lines) - 1) * size * 1.12 + below * 1.2
        texts.append(
            svg.words(number, middle, foot, fit, kind=ink, weight=650 if counted else 400, anchor="middle")
        )
    square = (
        f'<rect class="{kind} edge" style="{_hatched(status, hatch)}" x="{x:g}" y="{y:g}" '
        f'width="{inner:g}" height="{inner:g}" rx="3"/>'
    )
    hint = _map_hint(region, counted, language)
    code = region["region_id"] if counted else ""
    return svg.part(square + "".join(texts), code=code, hint=hint, said=joined(hint, language))


def _hatched(status: str, hatch: str) -> str:
    return f"fill:url(#{hatch})" if status == "no_plan" else ""


def _in_place_of_number(status: str, language: Language) -> str:
    return {"no_plan": {"zh": "未见要点", "en": "no plan"}, "outside": {"zh": "—", "en": "—"}}.get(
        status, {}
    ).get(language, "")


def _map_hint(region: dict[str, Any], counted: bool, language: Language) -> list[str]:
    lines = [f"{region[f'name_{language}']} · {region[f'macro_{language}']}"]
    if not counted:
        state = named(STATUSES, region["status"], language)
        left_out = {"zh": "不在当前筛选之内", "en": "not among what is chosen on the left"}[language]
        not_zero = {
            "zh": "没有可读的文件，不等于零覆盖",
            "en": "nothing to read, which is not a coverage of zero",
        }[language]
        return [*lines, state, left_out if region["status"] == "plan" else not_zero]
    covered, cells = int(region["covered"]), int(region["cells"])
    share = percent(region["share"], 1)
    lines.append(
        {
            "zh": f"覆盖 {covered}/{cells} 项标准任务（{share}）",
            "en": f"covers {covered} of {cells} standard tasks ({share})",
        }[language]
    )
    lines.append(depth_line(region, language))
    return [*lines, {"zh": "点击查看地区概况", "en": "click for the region's profile"}[language]]


def _map_style(hatch: str) -> str:
    rule, quiet, paper = (
        svg.both(LIGHT.rule, DARK.rule),
        svg.both(LIGHT.quiet, DARK.quiet),
        svg.both(LIGHT.paper, DARK.paper),
    )
    rules = [
        f".no_plan,.outside{{stroke:{quiet};stroke-width:1}}.outside{{fill:none;stroke-dasharray:3 3}}",
        f".left_out{{fill:{svg.both(LIGHT.panel, DARK.panel)};stroke:{rule};stroke-width:1}}",
        f".halo{{paint-order:stroke;stroke:{paper};stroke-width:4px;stroke-linejoin:round}}",
        step_rules(),
    ]
    return f"<style>{''.join(rules)}</style>{hatching(hatch)}"
