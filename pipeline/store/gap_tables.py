"""What a region lacks, who lacks a task, and who meets a combination: functions from frames to frames."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

import pandas as pd

from pipeline.schema.model import DEPTHS, GAP_DEPTHS, SPECIFIC_DEPTHS

MOST_COMPARABLE: Final = 5
"""How many comparable regions are shown beside a gap."""

MOST_SIMILAR: Final = 10
"""How many regions count as similar to a region."""

SHOWN_DEPTHS: Final = (*GAP_DEPTHS, "none")
"""The depths in a list of gaps; `none` is listed apart and is no gap."""


def gaps_of(
    coverage: pd.DataFrame,
    region_id: str,
    task_ids: Sequence[str],
    depths: Sequence[str] = SHOWN_DEPTHS,
    *,
    compared: Sequence[str] = (),
) -> pd.DataFrame:
    """The tasks that a region does not answer specifically, those most common in other regions first.

    Parameters
    ----------
    coverage
        As the codebook's table `coverage`, of all regions.
    region_id
        A region with a plan.
    task_ids
        The tasks that count, in the order for ties.
    depths
        The depths to list, of `SHOWN_DEPTHS`.
    compared
        The other regions that are counted; without any, all that have a plan.

    Returns
    -------
    DataFrame
        task_id, depth, measure_ids (str), elsewhere (int64, compared regions that answer the task
        specifically), others (int64, compared regions), and a column (int64) per depth: how many have it.
        The tasks that are declared none come last.
    """
    cells = coverage[coverage["task_id"].isin(task_ids)]
    own = cells[(cells["region_id"] == region_id) & cells["depth"].isin(depths)]
    others = cells[cells["region_id"].isin(compared) if compared else cells["region_id"] != region_id]
    counts = _depth_counts(others, "task_id", own["task_id"])
    found = own[["task_id", "depth", "measure_ids"]].merge(counts, left_on="task_id", right_index=True)
    found["elsewhere"] = found[list(SPECIFIC_DEPTHS)].sum(axis="columns").astype("int64")
    found["others"] = len(others["region_id"].unique())
    found["apart"], found["place"] = found["depth"].eq("none"), found["task_id"].map(list(task_ids).index)
    by = ["apart", "elsewhere", "place"]
    found = found.sort_values(by, ascending=[True, False, True], kind="stable", ignore_index=True)
    return found.drop(columns=["apart", "place"])


def comparable_regions(
    regions: pd.DataFrame, similar: pd.DataFrame, region_id: str, way: str, by_hand: Sequence[str] = ()
) -> list[str]:
    """The regions that a region is compared with, in display order.

    Parameters
    ----------
    regions
        As in the codebook.
    similar
        region_id of the other plans, from the most to the least similar.
    way
        ``macro`` for the other plans of the macro-region, ``similar`` for the `MOST_SIMILAR` plans most like
        it, ``chosen`` for those chosen by hand, ``all`` for all others; from the most to the least similar
        unless chosen.
    by_hand
        The chosen regions, in the order chosen.
    """
    ordered = [str(code) for code in similar["region_id"]]
    if way == "chosen":
        return [code for code in by_hand if code in ordered]
    if way == "macro":
        macro = regions.set_index("region_id")["macro_id"]
        return [code for code in ordered if macro[code] == macro[region_id]]
    return ordered[:MOST_SIMILAR] if way == "similar" else ordered


def answers_to(
    coverage: pd.DataFrame, task_id: str, region_ids: Sequence[str], *, all_depths: bool = False
) -> pd.DataFrame:
    """The coverage cells of the first few of some regions that answer a task specifically, in their order.

    Parameters
    ----------
    region_ids
        The regions to look at, in this order; no more than `MOST_COMPARABLE` are kept.
    all_depths
        Whether to keep also those that don't answer it.
    """
    cells = coverage[coverage["task_id"] == task_id].set_index("region_id", drop=False)
    found = cells.loc[[code for code in region_ids if code in cells.index]]
    if not all_depths:
        found = found[found["depth"].isin(SPECIFIC_DEPTHS)]
    return found.head(MOST_COMPARABLE).reset_index(drop=True)


def gap_counts(coverage: pd.DataFrame, by: str) -> pd.DataFrame:
    """How many cells of each depth, and how many gaps, by region or by task.

    Returns
    -------
    DataFrame
        ``by`` (str), a column (int64) per depth, gaps (int64); most gaps first, ties in the order of
        ``coverage``.
    """
    counts = _depth_counts(coverage, by, coverage[by].unique())
    counts["gaps"] = counts[list(GAP_DEPTHS)].sum(axis="columns")
    counts = counts.rename_axis(index=by, columns=None).reset_index()
    return counts.sort_values("gaps", ascending=False, kind="stable", ignore_index=True)


def _depth_counts(cells: pd.DataFrame, by: str, keys: Iterable[str]) -> pd.DataFrame:
    """How many cells of each depth, for each of the keys."""
    counts = pd.crosstab(cells[by], cells["depth"])
    return counts.reindex(index=list(keys), columns=list(DEPTHS), fill_value=0).astype("int64")
