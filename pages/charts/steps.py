"""Grids of counts and shares in six classes of colour: their fills, their legends, and their tables."""

from __future__ import annotations

from collections.abc import Iterable
from math import log2
from typing import Final

import pandas as pd

from pages.charts.parts import Heading, make_chart
from pages.ui.text import number
from pages.ui.theme import LIGHT_STEPS, readable_on
from pipeline.schema.chart import Chart, Entry
from pipeline.schema.grids import grid

SHARES: Final = (("<20", 0.0), ("20–39", 0.2), ("40–59", 0.4), ("60–79", 0.6), ("80–99", 0.8), ("100", 1.0))
"""The classes of shares, in per cent, with where each begins; they stay what they are whatever is chosen."""

_LAST: Final = len(LIGHT_STEPS) - 1


def count_fill(count: int, highest: int) -> str:
    """The colour of a count from 1 on: of each of the first six numbers, or of each power of two."""
    return LIGHT_STEPS[min(count - 1 if highest <= _LAST + 1 else int(log2(count)), _LAST)]


def count_legend(highest: int) -> tuple[Entry, ...]:
    """The classes that counts up to ``highest`` need."""
    starts = list(range(1, highest + 1)) if highest <= _LAST + 1 else [2**step for step in range(_LAST + 1)]
    starts = [start for start in starts if start <= highest]
    ends = [*(start - 1 for start in starts[1:]), highest]
    return tuple(
        Entry(f"{start}–{end}" if end > start else str(start), count_fill(start, highest))
        for start, end in zip(starts, ends, strict=True)
    )


def share_fill(share: float) -> str:
    """The colour of a share from 0 to 1."""
    return LIGHT_STEPS[max(step for step, (_, start) in enumerate(SHARES) if share >= start - 1e-9)]


def share_legend() -> tuple[Entry, ...]:
    """The classes of shares, in per cent."""
    return tuple(Entry(f"{name}%", fill) for (name, _), fill in zip(SHARES, LIGHT_STEPS, strict=True))


def colour_cells(cells: pd.DataFrame, fills: Iterable[str]) -> pd.DataFrame:
    """The cells of a grid with their ``fill`` and the ``ink`` that reads on it."""
    found = list(fills)
    return cells.assign(fill=found, ink=[readable_on(fill) for fill in found])


def counts_chart(
    heading: Heading,
    cells: pd.DataFrame,
    rows: pd.DataFrame,
    columns: pd.DataFrame,
    frame: pd.DataFrame,
    *,
    alt: str,
    file_name: str,
    row_total: str,
    column_total: str = "",
) -> Chart:
    """A grid of counts; a row of ``frame``, the data as shown, opens what the name of its row opens.

    Parameters
    ----------
    cells
        ``row`` and ``column`` (str), ``count`` (int), and what `pipeline.schema.grids.grid` takes besides.
    rows, columns
        As `pipeline.schema.grids.grid` takes them.
    row_total, column_total
        What stands over the totals of rows and columns.
    """
    highest = int(cells["count"].max()) if len(cells) else 1
    fills = (count_fill(count, highest) for count in cells["count"])
    cells = colour_cells(cells.assign(text=cells["count"].map(number)), fills)
    return make_chart(
        heading,
        grid(cells, rows, columns, row_total=row_total, column_total=column_total),
        frame,
        alt=alt,
        file_name=file_name,
        legend=count_legend(highest),
        keys=rows["key"],
    )


def counts_table(cells: pd.DataFrame, first: pd.DataFrame, columns: pd.DataFrame) -> pd.DataFrame:
    """Counts as a table: the columns of ``first``, whose index are the rows, then a column (int64) for each.

    ``cells`` and ``columns`` are as in `counts_chart`.
    """
    wide = cells.pivot_table("count", "row", "column", aggfunc="sum", fill_value=0)
    wide = wide.reindex(index=first.index, columns=columns["id"], fill_value=0).astype("int64")
    return first.join(wide.set_axis(list(columns["name"]), axis="columns")).reset_index(drop=True)
