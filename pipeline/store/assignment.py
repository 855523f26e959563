"""How differently regions assign the same task: which bodies each of them charges with it.

The difference of two regions is the Jaccard distance of their sets of bodies, 1 - |A and B| / |A or B|: 0
where both charge the same bodies, 1 where they share none. The difference of a task is its mean over all
pairs of regions. After Jaccard, P. (1912), The distribution of the flora in the alpine zone, New Phytologist
11, 37-50.
"""

from __future__ import annotations

from itertools import combinations
from typing import Final

import pandas as pd

FEWEST_REGIONS: Final = 3
"""With fewer regions there is nothing that could be called usual."""

Bodies = dict[str, frozenset[str]]
"""The bodies that each region charges with a task."""


def task_differences(assigned: pd.DataFrame) -> pd.DataFrame:
    """The difference of each task, the greatest first.

    Parameters
    ----------
    assigned
        task_id, region_id, department_id (str); a row for each body that a region charges with a task.

    Returns
    -------
    DataFrame
        task_id (str); difference (float64, 0 to 1), missing with fewer than `FEWEST_REGIONS` regions; regions
        and bodies (int64), how many there are; usual (int64), the bodies that at least half of the regions
        charge.
    """
    rows = []
    for task_id, found in assigned.groupby("task_id", sort=False):
        bodies = bodies_by_region(found)
        held = shares(bodies)
        distances = [distance(one, other) for one, other in combinations(bodies.values(), 2)]
        difference = sum(distances) / len(distances) if len(bodies) >= FEWEST_REGIONS else float("nan")
        usual = sum(share >= 0.5 for share in held.values())
        rows.append((task_id, difference, len(bodies), len(held), usual))
    columns = ["task_id", "difference", "regions", "bodies", "usual"]
    dtypes = dict(zip(columns, ("str", "float64", "int64", "int64", "int64"), strict=True))
    table = pd.DataFrame(rows, columns=columns).astype(dtypes)
    return table.sort_values("difference", ascending=False, kind="stable", ignore_index=True)


def bodies_by_region(assigned: pd.DataFrame) -> Bodies:
    """The bodies that each region charges, in the order in which the regions come."""
    found = assigned.groupby("region_id", sort=False)["department_id"]
    return {str(region_id): frozenset(bodies) for region_id, bodies in found}


def shares(bodies: Bodies) -> dict[str, float]:
    """The share of the regions that charge each body, 0 to 1; the most usual body first."""
    named = pd.Series([body for found in bodies.values() for body in sorted(found)], dtype="str")
    counts = named.value_counts(sort=True)
    return {str(body): int(count) / len(bodies) for body, count in counts.items()}


def mean_distances(bodies: Bodies) -> dict[str, float]:
    """How far each region is from the others on average, 0 to 1."""
    return {
        region_id: sum(distance(own, found) for other, found in bodies.items() if other != region_id)
        / max(len(bodies) - 1, 1)
        for region_id, own in bodies.items()
    }


def distance(one: frozenset[str], other: frozenset[str]) -> float:
    """The Jaccard distance of two sets; 0 for two empty ones."""
    return 1 - len(one & other) / len(one | other) if one or other else 0.0
