"""The coverage matrix as it is to be shown: which rows and columns, in which order, with which totals."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
import pandas as pd

from pages.ui.text import Language
from pipeline.schema.model import COVERED_DEPTHS, DEPTHS

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

    ``depths`` holds every cell of these rows and columns by (region_id, task_id), ``shown`` the depths that
    are not faded, ``counting`` those that the totals count, ``doubtful`` the cells that only rows of
    doubtful reading answer.
    """

    rows: tuple[Row, ...]
    columns: tuple[Column, ...]
    areas: Mapping[str, str]
    depths: Mapping[tuple[str, str], str]
    shown: frozenset[str]
    counting: frozenset[str]
    doubtful: Collection[tuple[str, str]] = frozenset()

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
        return sum(self._tally[depth] for depth in set(depths))

    @cached_property
    def _tally(self) -> Counter[str]:
        return Counter(self.depths.values())


def arrange(
    regions: pd.DataFrame,
    areas: pd.DataFrame,
    tasks: pd.DataFrame,
    depths: Mapping[tuple[str, str], str],
    *,
    language: Language,
    row_order: str = "official",
    column_order: str = "official",
    shown: Sequence[str] = (),
    doubtful: Collection[tuple[str, str]] = frozenset(),
) -> Matrix:
    """Put the matrix together.

    Parameters
    ----------
    regions, areas, tasks
        As in the codebook, restricted to what is to be shown.
    depths
        The depth by (region_id, task_id); at least of the regions with a plan and the tasks among these.
    row_order, column_order
        One of `ORDERS`. Tasks are sorted within their key area; regions without a plan come last unless the
        order is official.
    shown
        The depths to show; all if empty. With all, the totals count what is covered, else what is shown.
    doubtful
        The cells, by (region_id, task_id), that only rows of doubtful reading answer.
    """
    counting = frozenset(shown or COVERED_DEPTHS)
    task_ids = tasks["task_id"].tolist()
    planned = regions.loc[regions["status"] == "plan", "region_id"].tolist()
    grid = [[depths[region_id, task_id] for task_id in task_ids] for region_id in planned]
    turned = list(map(list, zip(*grid, strict=True))) if grid else [[] for _ in task_ids]
    row_counts = {
        code: sum(map(counting.__contains__, cells)) for code, cells in zip(planned, grid, strict=True)
    }
    column_counts = {
        code: sum(map(counting.__contains__, cells)) for code, cells in zip(task_ids, turned, strict=True)
    }
    row_ids = regions["region_id"].tolist()
    if row_order != "official":
        unplanned = [code for code in row_ids if code not in row_counts]
        row_ids = [*_ordered(planned, grid, row_counts, row_order), *unplanned]
    column_ids = [
        code
        for _, places in tasks.reset_index(drop=True).groupby("area_id", sort=False).groups.items()
        for code in _ordered(
            [task_ids[at] for at in places], [turned[at] for at in places], column_counts, column_order
        )
    ]
    of_region = _by_id(regions, "region_id", f"short_{language}", f"name_{language}", "status")
    of_task = _by_id(tasks, "task_id", "area_id", f"short_{language}", f"name_{language}")
    return Matrix(
        rows=tuple(Row(*of_region[code], counted=row_counts.get(code, -1)) for code in row_ids),
        columns=tuple(Column(*of_task[code], counted=column_counts[code]) for code in column_ids),
        areas=dict(zip(areas["area_id"], areas[f"short_{language}"], strict=True)),
        depths={
            (region_id, task_id): depth
            for region_id, cells in zip(planned, grid, strict=True)
            for task_id, depth in zip(task_ids, cells, strict=True)
        },
        shown=frozenset(shown or DEPTHS),
        counting=counting,
        doubtful=doubtful,
    )


def _by_id(frame: pd.DataFrame, *columns: str) -> dict[str, tuple[str, str, str, str]]:
    first, second, third, fourth = (frame[name].astype(str) for name in columns)
    return {row[0]: row for row in zip(first, second, third, fourth, strict=True)}


def _ordered(codes: list[str], cells: list[list[str]], counts: Mapping[str, int], order: str) -> list[str]:
    """``codes`` in the order asked for; ties keep the official order."""
    if order == "coverage":
        return sorted(codes, key=lambda code: -counts[code])
    if order == "similarity" and len(codes) > 2 and cells[0]:
        found = [codes[leaf] for leaf in _leaves(cells)]
        # A dendrogram has two ends; the one that covers more comes first.
        half = len(found) // 2
        first, last = (sum(counts[code] for code in part) for part in (found[:half], found[-half:]))
        return found if first >= last else found[::-1]
    return codes


def _leaves(cells: list[list[str]]) -> list[int]:
    """Leaves of the average-linkage tree over city-block distances of depths, neighbours as close as can be.

    The distance is that of `pipeline.store.plan_distances.similar_plans`: there their mean, here a sum.

    References
    ----------
    Bar-Joseph, Gifford, Jaakkola (2001): Fast optimal leaf ordering for hierarchical clustering.
    """
    from scipy.cluster.hierarchy import leaves_list, linkage

    ranks = np.array([[DEPTHS.index(depth) for depth in row] for row in cells], dtype=float)
    tree = linkage(ranks, method="average", metric="cityblock", optimal_ordering=True)
    return [int(leaf) for leaf in leaves_list(tree)]
