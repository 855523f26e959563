"""How differently regions assign the same task to bodies.

The difference of two regions is the Jaccard distance of their sets of bodies, 1 - |A and B| / |A or B|: 0
for the same bodies, 1 for none in common. The difference of a task is its mean over all pairs of regions.
After Jaccard, P. (1912), The distribution of the flora in the alpine zone, New Phytologist 11, 37-50.
"""

from typing import Final

import pandas as pd
from scipy.spatial.distance import pdist, squareform

FEWEST_REGIONS: Final = 3
"""With fewer regions, no body can be called usual."""


def task_differences(assigned: pd.DataFrame) -> pd.DataFrame:
    """Calculate the difference of each task, the greatest first.

    Parameters
    ----------
    assigned
        task_id, region_id, department_id (str): one row per body that a region charges with a task.

    Returns
    -------
    DataFrame
        task_id (str); difference (float64, 0 to 1), missing with fewer than `FEWEST_REGIONS` regions; regions
        and bodies (int64), their numbers; usual (int64), the bodies that at least half of the regions charge.
    """
    rows = []
    for task_id, charged in charge_matrix(assigned).groupby(level="task_id", sort=False):
        difference = pdist(charged, "jaccard").mean() if len(charged) >= FEWEST_REGIONS else float("nan")
        shares = charged.mean()
        rows.append((task_id, difference, len(charged), (shares > 0).sum(), (shares >= 0.5).sum()))
    columns = ["task_id", "difference", "regions", "bodies", "usual"]
    dtypes = dict(zip(columns, ("str", "float64", "int64", "int64", "int64"), strict=True))
    table = pd.DataFrame(rows, columns=columns).astype(dtypes)
    return table.sort_values("difference", ascending=False, kind="stable", ignore_index=True)


def charge_matrix(assigned: pd.DataFrame) -> pd.DataFrame:
    """Return which bodies each region charges with each task: bool, (task_id, region_id) x department_id."""
    keys = assigned.set_index(["task_id", "region_id"]).index.unique()
    charged = pd.crosstab([assigned["task_id"], assigned["region_id"]], assigned["department_id"])
    return charged.astype(bool).loc[keys]


def mean_distances(charged: pd.DataFrame) -> pd.Series:
    """Return each region's mean distance (0 to 1) from the others, for bool, region_id x department_id."""
    if len(charged) < 2:
        return pd.Series(0.0, charged.index)
    return pd.Series(squareform(pdist(charged, "jaccard")).sum(axis=1) / (len(charged) - 1), charged.index)
