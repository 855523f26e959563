"""Similarity of plans by the depths at which they answer the tasks."""

from typing import Final

import pandas as pd

from pipeline.schema.model import DEPTHS

_LARGEST_DISTANCE: Final = len(DEPTHS) - 1


def depth_ranks(coverage: pd.DataFrame) -> pd.DataFrame:
    """Return the ranks of depths in `DEPTHS`: int64, plans x tasks, both in the order of ``coverage``.

    ``coverage`` has the columns plan_id, task_id, depth; a task without a cell counts as absent.
    """
    ranks = coverage["depth"].map(DEPTHS.index)
    plans, tasks = coverage["plan_id"].unique(), coverage["task_id"].unique()
    grid = ranks.groupby([coverage["plan_id"], coverage["task_id"]]).max().unstack(fill_value=0)
    return grid.reindex(index=plans, columns=tasks).astype("int64")


def similar_plans(coverage: pd.DataFrame, plan_id: str) -> pd.DataFrame:
    """List all other plans, from the most to the least similar to one.

    The similarity is Gower's for ordered values: with the rank of a depth from 0 (absent) to 5 (quantified),
    ``1 - mean over all tasks of |rank here - rank there| / 5``. 1 means the same depth at every task. Unlike
    a similarity of words, it does not depend on the plans' lengths.

    Parameters
    ----------
    coverage
        Columns plan_id, region_id, task_id, depth, as in the codebook.

    Returns
    -------
    DataFrame
        plan_id, region_id (str), similarity (float64, 0 to 1), descending; ties keep the order of
        ``coverage``. Empty where the plan has no cell.

    References
    ----------
    Gower (1971): A general coefficient of similarity and some of its properties. Biometrics 27(4), 857-871.
    """
    others = coverage[["plan_id", "region_id"]].drop_duplicates("plan_id", ignore_index=True)
    ranks = depth_ranks(coverage)
    if plan_id not in ranks.index:
        return others.iloc[:0].assign(similarity=pd.Series(dtype="float64"))
    distances = (ranks - ranks.loc[plan_id]).abs().mean(axis="columns") / _LARGEST_DISTANCE
    others["similarity"] = 1.0 - others["plan_id"].map(distances)
    others = others[others["plan_id"] != plan_id]
    return others.sort_values("similarity", ascending=False, kind="stable", ignore_index=True)
