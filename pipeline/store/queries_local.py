"""Queries over local tasks; exposed by `pipeline.store.store`, which documents the filters."""

from pathlib import Path
from typing import Unpack

import pandas as pd

from pipeline.store.query import query_frame
from pipeline.store.selection import Filters, conditions, join_and


def local_tasks(built: Path, **filters: Unpack[Filters]) -> pd.DataFrame:
    """Return the table `local_tasks`, regions in the official order.

    Further columns: task_text, measure_text, departments_text (str), first_line and last_line (int64) of the
    measure.
    """
    chosen = join_and(conditions("local_tasks", filters))
    return _query_rows(built, chosen, "official_order, place", filters)


def shared_ideas(built: Path, **filters: Unpack[Filters]) -> pd.DataFrame:
    """Return all tasks of the groups that span several regions and include a selected task.

    Columns as of `local_tasks`; groups of most regions first, a group's rows together.
    """
    chosen = join_and(conditions("local_tasks", filters))
    where = f"group_regions > 1 AND group_id IN (SELECT group_id FROM local_tasks WHERE {chosen})"
    return _query_rows(built, where, "group_regions DESC, group_id, official_order, place", filters)


def _query_rows(built: Path, where: str, order: str, filters: Filters) -> pd.DataFrame:
    sql = f"""
        SELECT added.* EXCLUDE (file_row_number, place),
               task_text, measure_text, departments_text, first_line, last_line
        FROM (SELECT *, file_row_number AS place FROM local_tasks WHERE {where}) AS added
        JOIN measures ON measures.measure_id = added.measure_id
        JOIN regions ON regions.region_id = added.region_id
        ORDER BY {order}
    """
    return query_frame(built, sql, **filters)
