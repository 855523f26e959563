"""The coverage matrix: which rows and columns, in which order, with which totals; and its cells as tables."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from pages.ui.text import DEPTHS, STATUSES, Language, named
from pipeline.schema.model import COVERED_DEPTHS
from pipeline.schema.model import DEPTHS as DEPTH_ORDER

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

    def count(self, depths: Collection[str]) -> int:
        """How many cells have one of ``depths``."""
        return sum(depth in depths for depth in self.depths.values())


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
    planned = regions.loc[regions["status"] == "plan", "region_id"].tolist()
    task_ids, row_ids = tasks["task_id"].tolist(), regions["region_id"].tolist()
    ranks = [[DEPTH_ORDER.index(depths[region_id, task_id]) for task_id in task_ids] for region_id in planned]
    grid = np.array(ranks, dtype=float).reshape(len(planned), len(task_ids))
    counts = np.isin(grid, [DEPTH_ORDER.index(depth) for depth in counting])
    of_rows = dict(zip(planned, counts.sum(axis=1).tolist(), strict=True))
    of_columns = dict(zip(task_ids, counts.sum(axis=0).tolist(), strict=True))
    if row_order != "official":
        unplanned = [code for code in row_ids if code not in of_rows]
        row_ids = [*_ordered(planned, grid, of_rows, row_order), *unplanned]
    column_ids = [
        code
        for area_id in tasks["area_id"].unique()
        for own in [np.flatnonzero(tasks["area_id"] == area_id)]
        for code in _ordered([task_ids[at] for at in own], grid.T[own], of_columns, column_order)
    ]
    names = [f"short_{language}", f"name_{language}"]
    rows = regions.set_index("region_id", drop=False).loc[row_ids, ["region_id", *names, "status"]]
    columns = tasks.set_index("task_id", drop=False).loc[column_ids, ["task_id", "area_id", *names]]
    row_counts, column_counts = (of_rows.get(code, -1) for code in row_ids), map(of_columns.get, column_ids)
    return Matrix(
        rows=tuple(map(Row, *(rows[name] for name in rows), row_counts)),
        columns=tuple(map(Column, *(columns[name] for name in columns), column_counts)),
        areas=dict(zip(areas["area_id"], areas[f"short_{language}"], strict=True)),
        depths={
            (region_id, task_id): depths[region_id, task_id] for region_id in planned for task_id in task_ids
        },
        shown=frozenset(shown or DEPTH_ORDER),
        counting=counting,
        doubtful=doubtful,
    )


def _ordered(codes: list[str], cells: np.ndarray, counts: Mapping[str, int], order: str) -> list[str]:
    """``codes``, one for each line of ``cells``, in the order asked for; ties keep the official order."""
    if order == "coverage":
        return sorted(codes, key=lambda code: -counts[code])
    if order == "similarity" and len(codes) > 2 and cells.shape[1]:
        found = [codes[leaf] for leaf in _leaves(cells)]
        # A dendrogram has two ends; the one that covers more comes first.
        half = len(found) // 2
        first, last = (sum(counts[code] for code in part) for part in (found[:half], found[-half:]))
        return found if first >= last else found[::-1]
    return codes


def _leaves(cells: np.ndarray) -> list[int]:
    """Leaves of the average-linkage tree over city-block distances of depths, neighbours as close as can be.

    The distance is that of `pipeline.store.plan_distances.similar_plans`: there their mean, here a sum.

    References
    ----------
    Bar-Joseph, Gifford, Jaakkola (2001): Fast optimal leaf ordering for hierarchical clustering.
    """
    from scipy.cluster.hierarchy import leaves_list, linkage

    tree = linkage(cells, method="average", metric="cityblock", optimal_ordering=True)
    return [int(leaf) for leaf in leaves_list(tree)]


def long_cells(matrix: Matrix, language: Language) -> pd.DataFrame:
    """One row per shown cell.

    Returns
    -------
    DataFrame
        region_id, region, area_id, task_id, task, depth, depth_name (all str). Regions without a plan have no
        cells; cells of depths that are not shown are left out.
    """
    return pd.DataFrame(
        [
            (
                row.region_id,
                row.name,
                column.area_id,
                column.task_id,
                column.name,
                depth,
                DEPTHS[depth][language],
            )
            for row in matrix.planned
            for column in matrix.columns
            if (depth := matrix.depths[row.region_id, column.task_id]) in matrix.shown
        ],
        columns=["region_id", "region", "area_id", "task_id", "task", "depth", "depth_name"],
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
    total = {"zh": "计数", "en": "Count"}[language]
    names = {depth: DEPTHS[depth][language] if depth in matrix.shown else "" for depth in DEPTHS}
    rows: list[list[object]] = []
    for row in matrix.rows:
        if row.status == "plan":
            cells = [names[matrix.depths[row.region_id, column.task_id]] for column in matrix.columns]
        else:
            cells = [named(STATUSES, row.status, language)] * len(matrix.columns)
        rows.append([row.region_id, row.name, *cells, row.counted if row.status == "plan" else ""])
    totals = [column.counted for column in matrix.columns]
    rows.append(["", total, *totals, sum(totals)])
    headings = [f"{column.task_id} {column.name}" for column in matrix.columns]
    return pd.DataFrame(rows, columns=["region_id", "region", *headings, total])


def deepest_first(cells: pd.DataFrame) -> pd.DataFrame:
    """The cells that cover their task, the deepest first, of equally deep ones the longest.

    Parameters
    ----------
    cells
        Columns depth and characters, as in the codebook's table `coverage`.
    """
    answers = cells[cells["depth"].isin(COVERED_DEPTHS)]
    ranks = answers["depth"].map(DEPTH_ORDER.index)
    order = answers.assign(rank=ranks).sort_values(["rank", "characters"], ascending=False, kind="stable")
    return order.drop(columns="rank")
