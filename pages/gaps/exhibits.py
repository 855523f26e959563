"""What slides and files of data are made from, for the pictures of the gaps page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import pandas as pd

from pages.charts.exhibits import exhibit_of
from pages.charts.parts import Heading, depth_entries
from pages.gaps.kinds import Kind
from pages.ui.text import DEPTHS, Language, named
from pages.ui.theme import LIGHT
from pipeline.schema.chart import Bars, Chart, Entry, Series, Tile, Tiles
from pipeline.schema.model import GAP_DEPTHS

_HATCHED: Final = "/"
"""What stands for hatching, which a slide doesn't have."""

_NAMES: Final[dict[str, dict[Language, str]]] = {
    "region_id": {"zh": "地区", "en": "Region"},
    "task_id": {"zh": "标准任务", "en": "Standard task"},
    "kind": {"zh": "状态", "en": "State"},
    "gaps": {"zh": "缺口", "en": "Gaps"},
}


def squares_exhibit(
    regions: pd.DataFrame,
    kinds: Sequence[Kind],
    heading: Heading,
    language: Language,
    *,
    alt: str,
    file_name: str,
) -> Chart:
    """A map of squares by kind; what is given is as `pages.gaps.figures.region_map` has it."""
    by_code = {kind.code: kind for kind in kinds}
    left, top = regions["tile_column"].min(), regions["tile_row"].min()
    tiles = tuple(
        Tile(
            str(region[f"short_{language}"]),
            _sign(by_code[region["kind"]]),
            int(region["tile_column"] - left),
            int(region["tile_row"] - top),
            _fill(by_code[region["kind"]]),
            by_code[region["kind"]].inks[0],
            dashed=bool(by_code[region["kind"]].border),
        )
        for region in regions.to_dict("records")
    )
    legend = [Entry(kind.name, _fill(kind), _sign(kind), bool(kind.border)) for kind in kinds]
    frame = pd.DataFrame(
        {
            _NAMES["region_id"][language]: regions[f"name_{language}"].astype("str"),
            _NAMES["kind"][language]: [by_code[code].name for code in regions["kind"]],
        }
    )
    return exhibit_of(heading, Tiles(tiles), frame, alt=alt, file_name=file_name, legend=legend)


def gaps_exhibit(
    counts: pd.DataFrame,
    key: str,
    names: Mapping[str, str],
    heading: Heading,
    language: Language,
    *,
    alt: str,
    file_name: str,
) -> Chart:
    """Bars of gaps in parts by depth; what is given is as `pages.gaps.figures.gap_bars` has it."""
    labels = tuple(names[code] for code in counts[key])
    shown = [depth for depth in GAP_DEPTHS if counts[depth].any()]
    series = tuple(
        Series(
            named(DEPTHS, depth, language),
            tuple(float(count) or None for count in counts[depth]),
            LIGHT.depth_fills[depth],
        )
        for depth in shown
    )
    frame = pd.DataFrame(
        {
            _NAMES[key][language]: labels,
            _NAMES["gaps"][language]: counts["gaps"].tolist(),
            **{named(DEPTHS, depth, language): counts[depth].tolist() for depth in shown},
        }
    )
    return exhibit_of(
        heading,
        Bars(labels, series, stacked=True, unit=_NAMES["gaps"][language], number_format="0"),
        frame,
        alt=alt,
        file_name=file_name,
        legend=depth_entries(language, shown),
    )


def _fill(kind: Kind) -> str:
    return LIGHT.outside if kind.hatched else kind.fills[0]


def _sign(kind: Kind) -> str:
    return _HATCHED if kind.hatched else kind.sign
