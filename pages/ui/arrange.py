"""The coverage matrix: its rows, columns, order and totals, and its cells as tables."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from pages.ui.codes import DEPTHS, STATUSES, name_of
from pages.ui.text import Language
from pipeline.schema.model import COVERED_DEPTHS
from pipeline.schema.model import DEPTHS as DEPTH_ORDER


@dataclass(frozen=True)
class Matrix:
    """Regions and tasks in display order.

    ``regions`` and ``tasks`` are rows of the built tables, indexed by id, with ``counted`` (Int64), the total
    of cells, missing for a region without a plan. ``depths`` (str) has a row per region with a plan and a
    column per task. ``shown`` are the depths that are not faded, ``counting`` those that the totals
    count, ``doubtful`` the cells (region_id, task_id) that only doubtful measures answer.
    """

    regions: pd.DataFrame
    tasks: pd.DataFrame
    depths: pd.DataFrame
    shown: frozenset[str]
    counting: frozenset[str]
    doubtful: Collection[tuple[str, str]] = frozenset()

    @cached_property
    def counts(self) -> Counter[str]:
        """The number of cells of each depth."""
        return Counter(self.depths.to_numpy().ravel())

    def count(self, depths: Collection[str]) -> int:
        """Return the number of cells that have one of ``depths``."""
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
    """Build the coverage matrix of ``regions`` and ``tasks``, which are as in the codebook.

    ``depths`` are those of cells by (region_id, task_id), at least for regions with a plan. The orders are
    ``official``, ``coverage`` or ``similarity``; tasks are sorted within their key area, and regions without
    a plan come last unless the order is official. The depths ``shown`` are all if empty: then the totals
    count covered cells, else the shown ones. ``doubtful`` is as in `Matrix`.
    """
    counting = frozenset(shown or COVERED_DEPTHS)
    regions, tasks = regions.set_index("region_id"), tasks.set_index("task_id")
    planned = regions.index[regions["status"] == "plan"]
    # pandas keeps object columns in one block, which is faster than a block for each column of strings.
    values = np.array([[depths[cell, code] for code in tasks.index] for cell in planned], dtype=object)
    cells = pd.DataFrame(values.reshape(len(planned), len(tasks)), planned, tasks.index, dtype=object)
    counts = np.isin(cells.to_numpy(), list(counting))
    regions = regions.assign(counted=pd.Series(counts.sum(axis=1), planned, "Int64"))
    tasks = tasks.assign(counted=pd.Series(counts.sum(axis=0), tasks.index, "Int64"))
    if row_order != "official":
        sorted_ids = _sort_index(cells, regions["counted"], row_order)
        regions = regions.loc[[*sorted_ids, *regions.index.drop(planned)]]
    if column_order != "official":
        by_area = tasks.groupby("area_id", sort=False).groups.values()
        orders = [_sort_index(cells[ids].T, tasks["counted"], column_order) for ids in by_area]
        tasks = tasks.loc[[code for order in orders for code in order]]
    return Matrix(
        regions,
        tasks,
        cells.reindex(index=regions.index.intersection(planned, sort=False), columns=tasks.index),
        frozenset(shown or DEPTH_ORDER),
        counting,
        doubtful,
    )


def _sort_index(cells: pd.DataFrame, counts: pd.Series, order: str) -> pd.Index:
    """Return the index of ``cells`` in an order other than the official one, which ties keep.

    ``similarity`` is the leaf order of average-linkage clustering over city-block distances of depths. The
    distance is that of `pipeline.store.gap_tables.similar_plans`, which takes the mean, not the sum.

    References
    ----------
    Bar-Joseph, Gifford, Jaakkola (2001): Fast optimal leaf ordering for hierarchical clustering.
    """
    if order == "coverage":
        return counts[cells.index].sort_values(ascending=False, kind="stable").index
    if len(cells) < 3 or cells.empty:
        return cells.index
    from scipy.cluster.hierarchy import leaves_list, linkage

    ranks = cells.map(DEPTH_ORDER.index)
    tree = linkage(ranks, method="average", metric="cityblock", optimal_ordering=True)
    leaves, half = cells.index[leaves_list(tree)], len(cells) // 2
    # Leaf order has no direction: the half with more coverage comes first.
    return leaves if counts[leaves[:half]].sum() >= counts[leaves[-half:]].sum() else leaves[::-1]


def cells_to_long(matrix: Matrix, language: Language) -> pd.DataFrame:
    """Return one row per shown cell of a region with a plan.

    Columns: region_id, region, area_id, task_id, task, depth, depth_name (all str).
    """
    names = f"short_{language}"
    cells = pd.DataFrame({"depth": matrix.depths.stack()}).reset_index()
    cells = cells[cells["depth"].isin(matrix.shown)].reset_index(drop=True)
    cells["depth_name"] = [DEPTHS[depth][language] for depth in cells["depth"]]
    cells["region"] = cells["region_id"].map(matrix.regions[names])
    cells = cells.join(matrix.tasks[["area_id", names]].rename(columns={names: "task"}), on="task_id")
    columns = ["region_id", "region", "area_id", "task_id", "task", "depth", "depth_name"]
    return cells[columns].astype("str")


def add_counts(cells: pd.DataFrame, coverage: pd.DataFrame) -> pd.DataFrame:
    """Add measures, characters (int64) and measure_ids (str) of the table `coverage` to ``cells``."""
    counts = coverage[["region_id", "task_id", "measures", "characters", "measure_ids"]]
    return cells.merge(counts, on=["region_id", "task_id"], how="left", validate="one_to_one")


def add_texts(cells: pd.DataFrame, measures: pd.DataFrame) -> pd.DataFrame:
    """Add measure_text (str, a line per measure) to cells of `add_counts`, unless none has a measure."""
    texts = dict(zip(measures["measure_id"], measures["measure_text"], strict=True))
    joined = ["\n".join(texts[code] for code in ids.split(";") if code) for ids in cells["measure_ids"]]
    return cells.assign(measure_text=joined) if cells["measure_ids"].any() else cells


def cells_to_wide(matrix: Matrix, language: Language) -> pd.DataFrame:
    """Return the matrix as a table of one row per region, with totals.

    Columns: region_id, region (str); one per task (id and name) with the depth's name, empty where the
    depth is not shown, or with the reason why there is no plan; the row total. The last row has the totals.
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
    """Return the cells of `coverage` that cover their task, by depth, then characters, descending."""
    covered = cells[cells["depth"].isin(COVERED_DEPTHS)]
    ranks = covered["depth"].map(DEPTH_ORDER.index)
    ranked = covered.assign(rank=ranks).sort_values(["rank", "characters"], ascending=False, kind="stable")
    return ranked.drop(columns="rank")
