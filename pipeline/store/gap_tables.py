"""Gaps, gap counts, comparable regions and similar plans, calculated from coverage frames."""

from collections.abc import Iterable, Sequence
from typing import Final

import pandas as pd

from pipeline.schema.model import DEPTHS, GAP_DEPTHS, SPECIFIC_DEPTHS

MOST_COMPARABLE: Final = 5
"""The number of comparable regions shown beside a gap."""

MOST_SIMILAR: Final = 10
"""The number of regions that count as similar to a region."""

SHOWN_DEPTHS: Final = (*GAP_DEPTHS, "none")
"""The depths in a list of gaps; `none` is listed separately and is no gap."""


def list_gaps(
    coverage: pd.DataFrame,
    region_id: str,
    task_ids: Sequence[str],
    depths: Sequence[str] = SHOWN_DEPTHS,
    *,
    compared: Sequence[str] = (),
) -> pd.DataFrame:
    """List the tasks that a region does not answer specifically, those most common in other regions first.

    ``coverage`` is the codebook's table, of all regions; ``region_id`` has a plan. ``task_ids`` are the tasks
    to include, and ties keep their order; ``depths``, of `SHOWN_DEPTHS`, those to list. ``compared`` are the
    other regions to count; by default all that have a plan.

    Columns: task_id, depth, measure_ids (str), elsewhere (int64, compared regions that answer the task
    specifically), others (int64, compared regions), and a column (int64) per depth: how many have it. Tasks
    declared none come last.
    """
    cells = coverage[coverage["task_id"].isin(task_ids)]
    own = cells[(cells["region_id"] == region_id) & cells["depth"].isin(depths)]
    others = cells[cells["region_id"].isin(compared) if compared else cells["region_id"] != region_id]
    counts = _count_depths(others, "task_id", own["task_id"])
    gaps = own[["task_id", "depth", "measure_ids"]].merge(counts, left_on="task_id", right_index=True)
    gaps["elsewhere"] = gaps[list(SPECIFIC_DEPTHS)].sum(axis="columns").astype("int64")
    gaps["others"] = others["region_id"].nunique()
    gaps["is_none"], gaps["order"] = gaps["depth"].eq("none"), gaps["task_id"].map(list(task_ids).index)
    by = ["is_none", "elsewhere", "order"]
    gaps = gaps.sort_values(by, ascending=[True, False, True], kind="stable", ignore_index=True)
    return gaps.drop(columns=["is_none", "order"])


def comparable_regions(
    regions: pd.DataFrame, similar: pd.DataFrame, region_id: str, way: str, by_hand: Sequence[str] = ()
) -> list[str]:
    """Return the regions that a region is compared with, the most similar first unless chosen.

    ``similar`` has the region_id of the other plans, from the most to the least similar. ``way`` is ``macro``
    for the other plans of the macro-region, ``similar`` for the `MOST_SIMILAR` plans most like it, ``chosen``
    for ``by_hand``, in the order chosen, ``all`` for all others.
    """
    ordered = [str(code) for code in similar["region_id"]]
    if way == "chosen":
        return [code for code in by_hand if code in ordered]
    if way == "macro":
        macro = regions.set_index("region_id")["macro_id"]
        return [code for code in ordered if macro[code] == macro[region_id]]
    return ordered[:MOST_SIMILAR] if way == "similar" else ordered


def find_answers(
    coverage: pd.DataFrame, task_id: str, region_ids: Sequence[str], *, all_depths: bool = False
) -> pd.DataFrame:
    """Return the coverage cells of the first `MOST_COMPARABLE` regions that answer a task specifically.

    ``all_depths`` includes regions that don't answer it; the order is that of ``region_ids``.
    """
    cells = coverage[coverage["task_id"] == task_id].set_index("region_id", drop=False)
    cells = cells.loc[[code for code in region_ids if code in cells.index]]
    if not all_depths:
        cells = cells[cells["depth"].isin(SPECIFIC_DEPTHS)]
    return cells.head(MOST_COMPARABLE).reset_index(drop=True)


def gap_counts(coverage: pd.DataFrame, by: str) -> pd.DataFrame:
    """Count the cells of each depth, and the gaps, by region or by task.

    Columns: ``by`` (str), one per depth, gaps (int64); most gaps first, ties in the order of ``coverage``.
    """
    counts = _count_depths(coverage, by, coverage[by].unique())
    counts["gaps"] = counts[list(GAP_DEPTHS)].sum(axis="columns")
    counts = counts.rename_axis(index=by, columns=None).reset_index()
    return counts.sort_values("gaps", ascending=False, kind="stable", ignore_index=True)


def _count_depths(cells: pd.DataFrame, by: str, keys: Iterable[str]) -> pd.DataFrame:
    counts = pd.crosstab(cells[by], cells["depth"])
    return counts.reindex(index=list(keys), columns=list(DEPTHS), fill_value=0).astype("int64")


def depth_ranks(coverage: pd.DataFrame) -> pd.DataFrame:
    """Return the ranks of depths in `DEPTHS`: int64, plans x tasks, both in the order of ``coverage``.

    ``coverage`` has the columns plan_id, task_id, depth; a task without a cell counts as absent.
    """
    ranks = coverage["depth"].map(DEPTHS.index)
    plans, tasks = coverage["plan_id"].unique(), coverage["task_id"].unique()
    grid = ranks.groupby([coverage["plan_id"], coverage["task_id"]]).max().unstack(fill_value=0)
    return grid.reindex(index=plans, columns=tasks).astype("int64")


def similar_plans(coverage: pd.DataFrame, plan_id: str) -> pd.DataFrame:
    """List all other plans, from the most to the least similar to one; none where the plan has no cell.

    The similarity is Gower's for ordered values: with the rank of a depth from 0 (absent) to 5 (quantified),
    ``1 - mean over all tasks of |rank here - rank there| / 5``. 1 means the same depth at every task. Unlike
    a similarity of words, it does not depend on the plans' lengths. After Gower (1971): A general coefficient
    of similarity and some of its properties. Biometrics 27(4), 857-871.

    Columns: plan_id, region_id (str), similarity (float64, 0 to 1), descending; ties keep the order of
    ``coverage``, which has the columns plan_id, region_id, task_id, depth of the codebook.
    """
    others = coverage[["plan_id", "region_id"]].drop_duplicates("plan_id", ignore_index=True)
    ranks = depth_ranks(coverage)
    if plan_id not in ranks.index:
        return others.iloc[:0].assign(similarity=pd.Series(dtype="float64"))
    distances = (ranks - ranks.loc[plan_id]).abs().mean(axis="columns") / (len(DEPTHS) - 1)
    others["similarity"] = 1.0 - others["plan_id"].map(distances)
    others = others[others["plan_id"] != plan_id]
    return others.sort_values("similarity", ascending=False, kind="stable", ignore_index=True)
