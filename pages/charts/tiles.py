"""Tile-grid maps of all regions: their tiles, and the legend of those without a value."""

from collections.abc import Sequence

import pandas as pd

from pages.ui.text import STATUSES, localized, name_of
from pages.ui.theme import LIGHT, readable_on
from pipeline.schema.chart import Entry, Tiles, make_tiles


def status_legend(not_chosen: str) -> dict[str, Entry]:
    """Return the legend of regions without a value by status; ``not_chosen`` is that of those with a plan."""
    return {
        "unread": Entry(name_of(STATUSES, "unread"), LIGHT.outside, "?"),
        "no_plan": Entry(name_of(STATUSES, "no_plan"), LIGHT.outside),
        "outside": Entry(name_of(STATUSES, "outside"), LIGHT.paper, dashed=True),
        "plan": Entry(not_chosen, LIGHT.panel),
    }


def region_tiles(regions: pd.DataFrame, entries: Sequence[Entry], valued: pd.Series) -> Tiles:
    """Return the tiles of ``regions`` (codebook, with key and hint), each like its entry of the legend.

    ``valued`` tells which regions have a value.
    """
    fills = [entry.colour for entry in entries]
    inks = pd.Series(map(readable_on, fills), regions.index).where(valued, LIGHT.quiet)
    return make_tiles(
        regions.assign(
            label=regions[localized("short")],
            text=[entry.mark for entry in entries],
            column=regions["tile_column"],
            row=regions["tile_row"],
            fill=fills,
            ink=inks,
            dashed=[entry.dashed for entry in entries],
            hatched=regions["status"].isin(("unread", "no_plan")),
        )
    )
