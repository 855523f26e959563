"""The coverage matrix as it is to be shown: which rows and columns, in which order, with which totals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from pages.shared.text import Language
from pipeline.model import COVERED_DEPTHS, DEPTHS

ORDERS: Final = ("official", "coverage", "similarity")
"""How rows or columns are sorted."""


@dataclass(frozen=True)
class Row:
    """A region; ``counted`` is the number of its cells that count, ``-1`` where it has no plan."""

    region_id: str
    name: str
    full_name: str
    status: str
    counted: int


@dataclass(frozen=True)
class Column:
    """A standard task; ``counted`` is the number of its cells that count."""

    task_id: str
    area_id: str
    name: str
    full_name: str
    counted: int


@dataclass(frozen=True)
class Matrix:
    """Rows and columns in the order in which they are shown.

    ``depths`` holds every cell of the shown rows and columns by (region_id, task_id); ``shown`` the depths that
    are not faded; ``counting`` those that the totals count.
    """

    rows: tuple[Row, ...]
    columns: tuple[Column, ...]
    areas: Mapping[str, str]
    depths: Mapping[tuple[str, str], str]
    shown: frozenset[str]
    counting: frozenset[str]

    @property
    def planned(self) -> tuple[Row, ...]:
        """The rows that have a plan."""
        return tuple(row for row in self.rows if row.status == "plan")

    @property
    def cells(self) -> int:
        """How many cells there are; a region without a plan has none."""
        return len(self.depths)

    def count(self, depths: Sequence[str]) -> int:
        """How many cells have one of ``depths``."""
        return sum(depth in depths for depth in self.depths.values())


def arrange(
    regions: pd.DataFrame,
    areas: pd.DataFrame,
    tasks: pd.DataFrame,
    coverage: pd.DataFrame,
    *,
    language: Language,
    row_order: str = "official",
    column_order: str = "official",
    shown: Sequence[str] = (),
) -> Matrix:
    """Put the matrix together.

    Parameters
    ----------
    regions, areas, tasks, coverage
        As in the codebook, restricted to what is to be shown.
    row_order, column_order
        One of `ORDERS`. Tasks are sorted within their key area; regions without a plan come last unless the
        order is official.
    shown
        The depths to show; all if empty. With all, the totals count what is covered, else what is shown.
    """
    counting = frozenset(shown or COVERED_DEPTHS)
    planned = regions.loc[regions["status"] == "plan", "region_id"].tolist()
    grid = _grid(coverage, planned, tasks["task_id"].tolist())
    counts = pd.DataFrame(np.isin(grid.to_numpy(), list(counting)), index=grid.index, columns=grid.columns)
    ranks = grid.map(DEPTHS.index)
    row_ids = _ordered(ranks, counts.sum(axis=1), row_order)
    if row_order == "official":
        row_ids = regions["region_id"].tolist()
    else:
        row_ids += [code for code in regions["region_id"] if code not in set(planned)]
    column_ids = [
        code
        for _, group in tasks.groupby("area_id", sort=False)
        for code in _ordered(ranks[group["task_id"]].T, counts[group["task_id"]].sum(), column_order)
    ]
    by_region, by_task = regions.set_index("region_id"), tasks.set_index("task_id")
    row_counts, column_counts = counts.sum(axis=1), counts.sum()
    return Matrix(
        rows=tuple(
            Row(
                code,
                by_region.at[code, f"short_{language}"],
                by_region.at[code, f"name_{language}"],
                by_region.at[code, "status"],
                int(row_counts.get(code, -1)),
            )
            for code in row_ids
        ),
        columns=tuple(
            Column(
                code,
                by_task.at[code, "area_id"],
                by_task.at[code, f"short_{language}"],
                by_task.at[code, f"name_{language}"],
                int(column_counts[code]),
            )
            for code in column_ids
        ),
        areas=dict(zip(areas["area_id"], areas[f"short_{language}"], strict=True)),
        depths={(row, column): grid.at[row, column] for row in grid.index for column in grid.columns},
        shown=frozenset(shown or DEPTHS),
        counting=counting,
    )


def _grid(coverage: pd.DataFrame, region_ids: Sequence[str], task_ids: Sequence[str]) -> pd.DataFrame:
    cells = coverage.pivot(index="region_id", columns="task_id", values="depth")
    return cells.reindex(index=region_ids, columns=task_ids).astype(object).fillna("absent")


def _ordered(ranks: pd.DataFrame, counts: pd.Series, order: str) -> list[str]:
    """The index of ``ranks`` in the order asked for; ties keep the official order."""
    if order == "coverage":
        return counts.sort_values(ascending=False, kind="stable").index.tolist()
    if order == "similarity" and len(ranks) > 2:
        found = _by_similarity(ranks)
        # A dendrogram has two ends; the one that covers more comes first.
        half = len(found) // 2
        return found if counts[found[:half]].sum() >= counts[found[-half:]].sum() else found[::-1]
    return ranks.index.tolist()


def _by_similarity(ranks: pd.DataFrame) -> list[str]:
    """Leaves of the average-linkage tree over city-block distances of depths, neighbours as close as can be.

    References
    ----------
    Bar-Joseph, Gifford, Jaakkola (2001): Fast optimal leaf ordering for hierarchical clustering.
    """
    from scipy.cluster.hierarchy import leaves_list, linkage

    tree = linkage(ranks.to_numpy(dtype=float), method="average", metric="cityblock", optimal_ordering=True)
    return [ranks.index[leaf] for leaf in leaves_list(tree)]
