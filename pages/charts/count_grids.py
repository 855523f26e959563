"""Grids of counts and shares in six colour classes: fills, legends, charts and tables."""

from bisect import bisect
from collections.abc import Iterable, Mapping
from typing import Final

import pandas as pd

from pages.charts.parts import Heading, label_columns, make_chart
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
    labels: Mapping[str, str],
    *,
    file_name: str,
    total: str = "",
) -> Chart:
    """Return a chart of a grid of counts; its data are the `counts_table`.

    ``cells`` have ``row`` and ``column`` (str), ``count`` (int), and optional columns of
    `pipeline.schema.grids.make_grid`, which also takes ``rows`` and ``columns``; ``total`` is the heading of
    totals that are no sums.
    """
    cells = cells[cells["row"].isin(rows["id"]) & cells["column"].isin(columns["id"])]
    legend = _count_legend(int(cells["count"].max()) if len(cells) else 1)
    fills = (legend[max(start for start in legend if start <= count)].colour for count in cells["count"])
    cells = colour_cells(cells.assign(text=cells["count"].map(number)), fills)
    total = total or t("合计", "Total")
    return make_chart(
        heading,
        make_grid(cells, rows, columns, row_total=total, column_total=total),
        counts_table(cells, rows, columns, labels),
        file_name=file_name,
        legend=legend.values(),
        keys=rows["key"],
    )


def counts_table(
    cells: pd.DataFrame, rows: pd.DataFrame, columns: pd.DataFrame, labels: Mapping[str, str]
) -> pd.DataFrame:
    """Return counts as a table: the columns of ``rows`` that have ``labels``, and one (int64) per column.

    The parameters are as in `counts_chart`.
    """
    wide = cells.pivot_table("count", "row", "column", aggfunc="sum", fill_value=0)
    wide = wide.reindex(index=rows["id"], columns=columns["id"], fill_value=0).astype("int64")
    wide = wide.set_axis(list(columns["name"]), axis="columns").reset_index(drop=True)
    return label_columns(rows, labels).join(wide)
