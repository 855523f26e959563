"""Queries over departments; exposed by `pipeline.store.store`, which documents the filters.

A measure that shares a merged department cell with the row above charges its bodies like any other. With
``whole``, the measures of a part count for its parent body: a customs house for customs. One office under
two names (科技局（知识产权局）) charges both bodies, and is one mention. A body that a cell names in two
roles counts once, by precedence: lead, then support, then named. ``collective`` includes collective names
(各有关部门).

The difference of two regions is the Jaccard distance of their sets of bodies, 1 - |A and B| / |A or B|: 0
for the same bodies, 1 for none in common; that of a task is its mean over all pairs of regions. After
Jaccard, P. (1912), The distribution of the flora in the alpine zone, New Phytologist 11, 37-50.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Final, Literal, Unpack

import pandas as pd
from scipy.spatial.distance import pdist, squareform

from pipeline.store.query import query_frame
from pipeline.store.selection import Filters, conditions, in_list, join_and

Scope = Literal["", "region", "area", "task"]

ROLES: Final = ("lead", "support", "named")
"""The roles of a body in a cell, by precedence."""

COMPARED_LEVELS: Final = ("central", "provincial")
"""Cities of different provinces are never the same body, so only these are compared."""

FEWEST_REGIONS: Final = 3
"""With fewer regions, no body can be called usual."""


def bodies(built: Path) -> pd.DataFrame:
    """Return the rows of `bodies` that plans name, themselves or in parts, those with most mentions first."""
    sql = """
        SELECT bodies.* EXCLUDE (file_row_number) FROM bodies LEFT JOIN (
            SELECT part_of AS whole_id, sum(mentions) AS in_parts FROM bodies GROUP BY part_of
        ) AS parts ON parts.whole_id = bodies.department_id
        WHERE mentions + coalesce(in_parts, 0) > 0
        ORDER BY mentions + coalesce(in_parts, 0) DESC, bodies.file_row_number
    """
    return query_frame(built, sql)


def department_counts(
    built: Path,
    by: Scope = "",
    *,
    department_ids: Sequence[str] | None = None,
    levels: Sequence[str] | None = None,
    collective: bool = True,
    whole: bool = True,
    **filters: Unpack[Filters],
) -> pd.DataFrame:
    """Count the measures each body is charged with, the most first, by region, key area or standard task.

    ``by`` is the second dimension beside the body; a measure for two tasks counts for both, one for a local
    task for none. ``department_ids`` and ``levels`` are compared with the bodies counted, and with the levels
    of their mentions.

    Columns: department_id, and region_id, area_id or task_id (str); measures, regions (int64), how many
    charge it; lead, support, named (int64), the measures by its role.
    """
    keys = f"department_id, {by}_id" if by else "department_id"
    sql = f"""
        SELECT {keys}, count(*) AS measures, count(DISTINCT of_region) AS regions,
               count(*) FILTER (weight = 1) AS lead, count(*) FILTER (weight = 2) AS support,
               count(*) FILTER (weight = 3) AS named
        FROM (
            SELECT {keys}, measure_id, any_value(region_id) AS of_region, min(weight) AS weight
            FROM ({_charges(filters, department_ids, levels, collective, whole, each_task=by == "task")})
            GROUP BY {keys}, measure_id
        ) GROUP BY {keys} ORDER BY measures DESC, {keys}
    """
    return query_frame(built, sql, **filters, department_ids=department_ids, levels=levels)


def find_duties(
    built: Path,
    *,
    department_ids: Sequence[str] | None = None,
    levels: Sequence[str] | None = None,
    collective: bool = True,
    whole: bool = True,
    **filters: Unpack[Filters],
) -> pd.DataFrame:
    """Return mentions of bodies, or with ``whole`` also of their parts, with their measures.

    Columns: those of the codebook's table `departments`; task_text, measure_text, departments_text, merged
    (str), first_line, last_line (int64) of the measure; whole_id (str), the body that it counts for.
    """
    sql = f"""
        SELECT departments.* EXCLUDE (file_row_number),
               task_text, measure_text, departments_text, first_line, last_line, merged,
               charged.department_id AS whole_id
        FROM departments
        JOIN ({_charges(filters, department_ids, levels, collective, whole)}) AS charged
          ON charged.place = departments.file_row_number
        JOIN measures ON measures.measure_id = departments.measure_id
        QUALIFY row_number() OVER (
            PARTITION BY departments.file_row_number
            ORDER BY charged.department_id <> departments.department_id, charged.department_id
        ) = 1
        ORDER BY departments.file_row_number
    """
    return query_frame(built, sql, **filters, department_ids=department_ids, levels=levels)


def list_assignments(built: Path, *, whole: bool = True, **filters: Unpack[Filters]) -> pd.DataFrame:
    """Return the bodies that each region charges with each standard task, in the official order of regions.

    Collective names, and cities, which have no counterpart elsewhere, are excluded.

    Columns: task_id, region_id, department_id (str); role (str), by precedence; measures (int64).
    """
    sql = f"""
        SELECT task_id, charged.region_id AS region_id, department_id,
               ['lead', 'support', 'named'][min(weight)] AS role, count(DISTINCT measure_id) AS measures
        FROM ({_charges(filters, None, COMPARED_LEVELS, False, whole, each_task=True)}) AS charged
        JOIN regions ON regions.region_id = charged.region_id
        GROUP BY task_id, charged.region_id, department_id
        ORDER BY task_id, min(official_order), charged.region_id, min(place), department_id
    """
    return query_frame(built, sql, **filters, levels=COMPARED_LEVELS)


def assignment_differences(built: Path, *, whole: bool = True, **filters: Unpack[Filters]) -> pd.DataFrame:
    """Return the differences between regions by task, see `task_differences`."""
    return task_differences(list_assignments(built, whole=whole, **filters))


def assignment_spread(
    built: Path, task_id: str, *, region_ids: Sequence[str] | None = None, whole: bool = True
) -> pd.DataFrame:
    """Return how far each region that assigns a task is from the others, the furthest first.

    Columns: region_id (str); difference (float64, 0 to 1), its mean distance from the others; mean (float64),
    that of all pairs.
    """
    found = list_assignments(built, region_ids=region_ids, task_ids=[task_id], whole=whole)
    table = mean_distances(charge_matrix(found).droplevel("task_id")).rename("difference").reset_index()
    table["mean"] = table["difference"].mean()
    return table.sort_values("difference", ascending=False, kind="stable", ignore_index=True)


def assignment_shares(
    built: Path, task_id: str, *, region_ids: Sequence[str] | None = None, whole: bool = True
) -> pd.DataFrame:
    """Return how usual each body is for a task, the most usual first.

    Columns: department_id (str); regions (int64) that charge it; share (float64, 0 to 1) of the regions that
    assign the task.
    """
    found = list_assignments(built, region_ids=region_ids, task_ids=[task_id], whole=whole)
    table = found.groupby("department_id", as_index=False, sort=False).agg(regions=("region_id", "nunique"))
    table["share"] = table["regions"] / max(found["region_id"].nunique(), 1)
    return table.sort_values("share", ascending=False, kind="stable", ignore_index=True)


def _charges(
    filters: Filters,
    department_ids: Sequence[str] | None,
    levels: Sequence[str] | None,
    collective: bool,
    whole: bool,
    *,
    each_task: bool = False,
) -> str:
    """Build a query with a row per mention of a known body, and per task with ``each_task``."""
    counted = "coalesce(nullif(part_of, ''), named.id)" if whole else "named.id"
    where = ["named.id <> ''"]
    where += [f"departments.{condition}" for condition in conditions("departments", filters)]
    where += [in_list("level", "levels")] if levels is not None else []
    where += [] if collective else ["NOT collective"]
    task = "unnest(string_split(task_id, ';'))" if each_task else "task_id"
    kept = [in_list("department_id", "department_ids")] if department_ids is not None else []
    kept += ["task_id <> ''"] if each_task else []
    kept += [in_list("task_id", "task_ids")] if each_task and filters.get("task_ids") is not None else []
    return f"""
        SELECT * FROM (
            SELECT departments.measure_id, departments.region_id, area_id, {task} AS task_id,
                   {counted} AS department_id, list_position(['lead', 'support', 'named'], role) AS weight,
                   departments.file_row_number AS place
            FROM departments
            CROSS JOIN unnest([departments.department_id, host_id]) AS named(id)
            JOIN bodies ON bodies.department_id = named.id
            WHERE {join_and(where)}
        ) WHERE {join_and(kept)}
    """


def task_differences(assigned: pd.DataFrame) -> pd.DataFrame:
    """Calculate the difference of each task, the greatest first.

    ``assigned`` has a row per body that a region charges with a task: task_id, region_id, department_id
    (str).

    Columns: task_id (str); difference (float64, 0 to 1), missing with fewer than `FEWEST_REGIONS` regions;
    regions and bodies (int64), their numbers; usual (int64), the bodies that at least half of the regions
    charge.
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
