"""Grids of counts and shares in six colour classes: fills, legends, charts and tables."""

from bisect import bisect
from collections.abc import Iterable
from typing import Any, Final

import pandas as pd

from pages.charts.parts import Heading, make_chart
from pages.ui.text import number, t
from pages.ui.theme import LIGHT_STEPS, readable_on
from pipeline.schema.chart import Chart, Entry
from pipeline.schema.grids import make_grid

_SHARES: Final = (("<20", 0.0), ("20–39", 0.2), ("40–59", 0.4), ("60–79", 0.6), ("80–99", 0.8), ("100", 1.0))
"""Label in per cent and lower bound of each class of shares; the same for all filters."""


def _count_legend(highest: int) -> dict[int, Entry]:
    """Return the legend of counts by the start of their class: a number up to six, else a power of two."""
    few, most = highest <= len(LIGHT_STEPS), len(LIGHT_STEPS)
    starts = range(1, highest + 1) if few else [2**step for step in range(most) if 2**step <= highest]
    ends = [*(start - 1 for start in starts[1:]), highest]
    return {
        start: Entry(f"{start}–{end}" if end > start else str(start), fill)
        for start, end, fill in zip(starts, ends, LIGHT_STEPS, strict=False)
    }


def share_fill(share: float) -> str:
    """Return the colour of a share from 0 to 1."""
    return LIGHT_STEPS[bisect([start for _, start in _SHARES], share + 1e-9) - 1]


def share_legend() -> tuple[Entry, ...]:
    """Return the legend of shares, in per cent."""
    return tuple(Entry(f"{name}%", fill) for (name, _), fill in zip(_SHARES, LIGHT_STEPS, strict=True))


def colour_cells(cells: pd.DataFrame, fills: Iterable[str]) -> pd.DataFrame:
    """Add ``fill`` and a readable ``ink`` to the cells of a grid."""
    found = list(fills)
    return cells.assign(fill=found, ink=list(map(readable_on, found)))


def counts_chart(
    heading: Heading,
    cells: pd.DataFrame,
    rows: pd.DataFrame,
    columns: pd.DataFrame,
    frame: pd.DataFrame,
    *,
    file_name: str,
    values: Iterable[str],
) -> Chart:
    """Return a chart of a grid of counts; ``frame`` is the data as shown, a row per row of the grid.

    ``cells`` have ``row`` and ``column`` (str), ``count`` (int), and optional columns of
    `pipeline.schema.grids.make_grid`, which also takes ``rows`` and ``columns``.
    """
    legend = _count_legend(int(cells["count"].max()) if len(cells) else 1)
    fills = (legend[max(start for start in legend if start <= count)].colour for count in cells["count"])
    cells = colour_cells(cells.assign(text=cells["count"].map(number)), fills)
    total = t("合计", "Total")
    body = make_grid(cells, rows, columns, row_total=total, column_total=total)
    key: dict[str, Any] = {"legend": legend.values(), "keys": rows["key"]}
    return make_chart(heading, body, frame, file_name=file_name, values=values, **key)


def counts_table(cells: pd.DataFrame, first: pd.DataFrame, columns: pd.DataFrame) -> pd.DataFrame:
    """Return counts as a table: the columns of ``first``, indexed by row, and one (int64) per column.

    ``cells`` and ``columns`` are as in `counts_chart`.
    """
    wide = cells.pivot_table("count", "row", "column", aggfunc="sum", fill_value=0)
    wide = wide.reindex(index=first.index, columns=columns["id"], fill_value=0).astype("int64")
    return first.join(wide.set_axis(list(columns["name"]), axis="columns")).reset_index(drop=True)
