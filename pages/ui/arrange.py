"""The coverage matrix: which rows and columns, in which order, with which totals; and its cells as tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
import pandas as pd

from pages.ui.text import DEPTHS, STATUSES, Language, name_of
from pipeline.schema.model import COVERED_DEPTHS
from pipeline.schema.model import DEPTHS as DEPTH_ORDER

ORDERS: Final = ("official", "coverage", "similarity")
"""How rows or columns are sorted."""


@dataclass(frozen=True)
class Matrix:
    """Regions and tasks in the order in which they are shown.

    ``regions`` and ``tasks`` are rows of the codebook's tables by their ids, with ``counted`` (Int64): how
    many cells count, missing where a region has no plan. ``depths`` (str) holds a row for each region with
    a plan and a column for each task. ``shown`` are the depths that are not faded, ``counting`` those that
    the totals count, ``doubtful`` the cells, by (region_id, task_id), that only rows of doubtful reading
    answer.
    """

    regions: pd.DataFrame
    tasks: pd.DataFrame
    depths: pd.DataFrame
    shown: frozenset[str]
    counting: frozenset[str]
    doubtful: Collection[tuple[str, str]] = frozenset()

    @cached_property
    def counts(self) -> Counter[str]:
        """How many cells have each depth."""
        return Counter(self.depths.to_numpy().ravel())

    def count(self, depths: Collection[str]) -> int:
        """How many cells have one of ``depths``."""
        return sum(self.counts[depth] for depth in depths)


def arrange_matrix(
    regions: pd.DataFrame,
    tasks: pd.DataFrame,
    depths: Mapping[tuple[str, str], str],
    *,
    row_order: str = "official",
    column_order: str = "official",
    shown: Sequence[str] = (),
    doubtful: Collection[tuple[str, str]] = frozenset(),
) -> Matrix:
    """Put the matrix together.

    Parameters
    ----------
    regions, tasks
        As in the codebook, restricted to what is to be shown.
    depths
        The depth of each cell by (region_id, task_id), those of regions with a plan and tasks among these.
    row_order, column_order
        One of `ORDERS`. Tasks are sorted within their key area; regions without a plan come last unless the
        order is official.
    shown
        The depths to show; all if empty. With all, the totals count what is covered, else what is shown.
    doubtful
        As in `Matrix`.
    """
    counting = frozenset(shown or COVERED_DEPTHS)
    regions, tasks = regions.set_index("region_id"), tasks.set_index("task_id")
    planned = regions.index[regions["status"] == "plan"]
    # Objects are one block of the frame, which pandas handles at once; strings are a block for each column.
    values = np.array([[depths[cell, code] for code in tasks.index] for cell in planned], dtype=object)
    cells = pd.DataFrame(values.reshape(len(planned), len(tasks)), planned, tasks.index, dtype=object)
    counts = np.isin(cells.to_numpy(), list(counting))
    regions = regions.assign(counted=pd.Series(counts.sum(axis=1), planned, "Int64"))
    tasks = tasks.assign(counted=pd.Series(counts.sum(axis=0), tasks.index, "Int64"))
    if row_order != "official":
        ordered = _ordered(cells, regions["counted"], row_order)
        regions = regions.loc[[*ordered, *regions.index.drop(planned)]]
    if column_order != "official":
        by_area = tasks.groupby("area_id", sort=False).groups.values()
        orders = [_ordered(cells[own].T, tasks["counted"], column_order) for own in by_area]
        tasks = tasks.loc[[code for ordered in orders for code in ordered]]
    return Matrix(
        regions,
        tasks,
        cells.reindex(index=regions.index.intersection(planned, sort=False), columns=tasks.index),
        frozenset(shown or DEPTH_ORDER),
        counting,
        doubtful,
    )


def _ordered(cells: pd.DataFrame, counts: pd.Series, order: str) -> pd.Index:
    """The index of ``cells`` in the order asked for; ties keep the official order.

    Similar ones are neighbours in the average-linkage tree over city-block distances of depths. The distance
    is that of `pipeline.store.plan_distances.similar_plans`: there their mean, here a sum.

    References
    ----------
    Bar-Joseph, Gifford, Jaakkola (2001): Fast optimal leaf ordering for hierarchical clustering.
    """
    if order == "coverage":
        return counts[cells.index].sort_values(ascending=False, kind="stable").index
    if order == "official" or len(cells) < 3 or cells.empty:
        return cells.index
    from scipy.cluster.hierarchy import leaves_list, linkage

    ranks = cells.map(DEPTH_ORDER.index)
    tree = linkage(ranks, method="average", metric="cityblock", optimal_ordering=True)
    found, half = cells.index[leaves_list(tree)], len(cells) // 2
    # A dendrogram has two ends; the one that covers more comes first.
    return found if counts[found[:half]].sum() >= counts[found[-half:]].sum() else found[::-1]


def long_cells(matrix: Matrix, language: Language) -> pd.DataFrame:
    """One row per shown cell.

    Returns
    -------
    DataFrame
        region_id, region, area_id, task_id, task, depth, depth_name (all str). Regions without a plan have no
        cells; cells of depths that are not shown are left out.
    """
    cells = pd.DataFrame({"depth": matrix.depths.stack()}).reset_index()
    cells = cells[cells["depth"].isin(matrix.shown)].reset_index(drop=True)
    names = f"short_{language}"
    return pd.DataFrame(
        {
            "region_id": cells["region_id"],
            "region": cells["region_id"].map(matrix.regions[names]),
            "area_id": cells["task_id"].map(matrix.tasks["area_id"]),
            "task_id": cells["task_id"],
            "task": cells["task_id"].map(matrix.tasks[names]),
            "depth": cells["depth"],
            "depth_name": [DEPTHS[depth][language] for depth in cells["depth"]],
        },
        dtype="str",
    )


def with_counts(cells: pd.DataFrame, coverage: pd.DataFrame) -> pd.DataFrame:
    """The cells with measures, characters (int64) and measure_ids (str) of the table `coverage`."""
    counts = coverage[["region_id", "task_id", "measures", "characters", "measure_ids"]]
    return cells.merge(counts, on=["region_id", "task_id"], how="left", validate="one_to_one")


def with_texts(cells: pd.DataFrame, measures: pd.DataFrame) -> pd.DataFrame:
    """The cells of `with_counts` with measure_text (str): that of their measures, a line for each.

    It is left out where no cell has a measure.
    """
    texts = dict(zip(measures["measure_id"], measures["measure_text"], strict=True))
    joined = ["\n".join(texts[code] for code in ids.split(";") if code) for ids in cells["measure_ids"]]
    return cells.assign(measure_text=joined) if cells["measure_ids"].any() else cells


def wide_cells(matrix: Matrix, language: Language) -> pd.DataFrame:
    """One row per region and one column per task, as the matrix stands, with its totals.

    Returns
    -------
    DataFrame
        region_id, region (str); one column per task (its id and name) with the depth's name, empty where the
        depth is not shown, or why there is no plan; a column and a row of totals.
    """
    total, names = {"zh": "计数", "en": "Count"}[language], f"short_{language}"
    regions, tasks = matrix.regions, matrix.tasks
    words = {depth: DEPTHS[depth][language] if depth in matrix.shown else "" for depth in DEPTHS}
    wide = matrix.depths.map(words.get).reindex(regions.index).astype(object)
    for region_id, status in regions.loc[regions.index.difference(matrix.depths.index), "status"].items():
        wide.loc[region_id] = name_of(STATUSES, status, language)
    wide.columns = tasks.index + " " + tasks[names]
    wide.insert(0, "region", regions[names])
    wide[total] = regions["counted"].astype(object).where(regions["counted"].notna(), "")
    wide.loc[""] = [total, *tasks["counted"], tasks["counted"].sum()]
    return wide.rename_axis("region_id").reset_index()


def deepest_first(cells: pd.DataFrame) -> pd.DataFrame:
    """The cells that cover their task, the deepest first, of equally deep ones the longest.

    ``cells`` have depth and characters, as in the codebook's table `coverage`.
    """
    answers = cells[cells["depth"].isin(COVERED_DEPTHS)]
    ranks = answers["depth"].map(DEPTH_ORDER.index)
    order = answers.assign(rank=ranks).sort_values(["rank", "characters"], ascending=False, kind="stable")
    return order.drop(columns="rank")
